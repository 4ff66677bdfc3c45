//! Anchors that renderers derive from headings.

use std::collections::HashMap;

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
    text.trim()
        .chars()
        .filter_map(|c| match c {
            ' ' => Some('-'),
            '-' | '_' => Some(c),
            _ if c.is_alphanumeric() || is_mark(c) => Some(c),
            _ => None,
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// pandoc's identifier of a heading's visible text, before numbering of duplicates.
#[must_use]
pub fn pandoc_slug(text: &str) -> String {
    let mut slug = String::new();
    let kept = text.chars().filter(|&c| c.is_whitespace() || c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    let kept: String = kept.flat_map(char::to_lowercase).collect();
    for word in kept.split_whitespace() {
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
    }
    let start = slug.find(char::is_alphabetic).unwrap_or(slug.len());
    let slug = &slug[start..];
    if slug.is_empty() { "section".to_owned() } else { slug.to_owned() }
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
