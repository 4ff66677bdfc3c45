//! Anchors that renderers derive from headings.

use foldhash::{HashMap, HashMapExt};

/// Whose algorithm makes the anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlugDialect {
    /// GitHub's: punctuation goes, digits stay.
    GitHub,
    /// pandoc's `auto_identifiers`: dots stay, everything before the first letter goes.
    Pandoc,
}

/// GitHub's slug of a heading's visible text, before numbering of duplicates.
#[must_use]
pub fn github_slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            ' ' => slug.push('-'),
            '-' | '_' => slug.push(c),
            _ if c.is_alphanumeric() || is_mark(c) => push_small(c, &mut slug),
            _ => {}
        }
    }
    slug
}

/// pandoc's identifier of a heading's visible text, before numbering of duplicates.
#[must_use]
pub fn pandoc_slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    let mut apart = false;
    for c in text.chars() {
        if c.is_whitespace() {
            apart = !slug.is_empty();
        } else if c.is_alphanumeric() || matches!(c, '_' | '-' | '.') {
            if std::mem::take(&mut apart) {
                slug.push('-');
            }
            push_small(c, &mut slug);
        }
    }
    let start = slug.find(char::is_alphabetic).unwrap_or(slug.len());
    let slug = &slug[start..];
    if slug.is_empty() { "section".to_owned() } else { slug.to_owned() }
}

fn push_small(c: char, slug: &mut String) {
    if c.is_ascii() {
        slug.push(c.to_ascii_lowercase());
    } else {
        slug.extend(c.to_lowercase());
    }
}

/// Combining marks, which GitHub keeps.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe0f}')
}

/// Numbers duplicates the way renderers do: `a`, `a-1`, `a-2`.
#[derive(Debug)]
pub struct Slugger {
    dialect: SlugDialect,
    seen: HashMap<String, usize>,
}

impl Slugger {
    /// A slugger for one document.
    #[must_use]
    pub fn new(dialect: SlugDialect) -> Self {
        Self { dialect, seen: HashMap::new() }
    }

    /// The anchor of the next heading.
    pub fn next(&mut self, text: &str) -> String {
        let slug = match self.dialect {
            SlugDialect::GitHub => github_slug(text),
            SlugDialect::Pandoc => pandoc_slug(text),
        };
        let mut candidate = slug.clone();
        let mut count = self.seen.get(&slug).copied().unwrap_or(0);
        if self.seen.contains_key(&slug) {
            loop {
                count += 1;
                candidate = format!("{slug}-{count}");
                if !self.seen.contains_key(&candidate) {
                    break;
                }
            }
            self.seen.insert(slug, count);
        }
        self.seen.entry(candidate.clone()).or_insert(0);
        candidate
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn github() {
        assert_eq!(github_slug("1.2. Roles & Duties"), "12-roles--duties");
        assert_eq!(github_slug("Über_Größe – x"), "über_größe--x");
    }

    #[test]
    fn pandoc() {
        assert_eq!(pandoc_slug("1.2. Roles & Duties"), "roles-duties");
        assert_eq!(pandoc_slug("Version v1.0 names"), "version-v1.0-names");
        assert_eq!(pandoc_slug("3"), "section");
    }

    #[test]
    fn duplicates_are_numbered() {
        let mut slugger = Slugger::new(SlugDialect::GitHub);
        let slugs: Vec<String> = ["A", "A", "A 1", "A"].iter().map(|t| slugger.next(t)).collect();
        assert_eq!(slugs, ["a", "a-1", "a-1-1", "a-2"]);
    }
}
