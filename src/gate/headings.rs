//! Headings as the publication check sees them: lines of Markdown, and `h1` to `h6` of a page.

use std::sync::LazyLock;

use regex::Regex;

use super::prose::{collapsed, lines, tags};

static OPENING: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)<h([1-6])\b[^>]*>").expect("valid pattern"));
static CLOSING: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)</h([1-6])>").expect("valid pattern"));
static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\s*(\d+(?:\.\d+)*|[A-Za-z])\.?\s+").expect("valid pattern"));

/// A heading of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its level, from 1.
    pub level: usize,
    /// What it says, without marks and tags.
    pub text: String,
    /// Where it begins.
    pub start: usize,
    /// Where what it is the heading of begins.
    pub end: usize,
}

/// Which lines of Markdown are headings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Those that begin with `#`.
    Plain,
    /// Indented ones and those that are underlined, too.
    Any,
}

/// The headings of Markdown without code.
#[must_use]
pub fn markdown(text: &str, form: Form) -> Vec<Heading> {
    let mut found = Vec::new();
    let mut lines = lines(text).peekable();
    while let Some((start, line)) = lines.next() {
        if let Some((level, title)) = hashed(line, form) {
            let end = start + line.len();
            found.push(Heading { level, text: title.to_owned(), start, end });
            continue;
        }
        if form == Form::Plain || line.trim().is_empty() {
            continue;
        }
        let Some((below, mark)) = lines.peek().map(|(at, line)| (*at, line.trim())) else { continue };
        let level = match mark.as_bytes() {
            [b'=', ..] if mark.bytes().all(|b| b == b'=') => 1,
            [b'-', b'-', ..] if mark.bytes().all(|b| b == b'-') => 2,
            _ => continue,
        };
        let end = below + lines.next().map_or(0, |(_, line)| line.len());
        found.push(Heading { level, text: line.trim().to_owned(), start, end });
    }
    found
}

/// Level and title of a line that begins with `#`.
fn hashed(line: &str, form: Form) -> Option<(usize, &str)> {
    let inner = line.trim_start_matches(' ');
    let indented = line.len() - inner.len();
    if indented > 3 || (form == Form::Plain && indented > 0) {
        return None;
    }
    let rest = inner.trim_start_matches('#');
    let level = inner.len() - rest.len();
    let separate = rest.is_empty() || rest.starts_with(char::is_whitespace);
    let title = rest.trim();
    let title = match title.trim_end_matches('#') {
        open if open.ends_with(char::is_whitespace) || open.is_empty() => open.trim_end(),
        _ => title,
    };
    ((1..=6).contains(&level) && separate).then_some((level, title))
}

/// The headings of a page.
#[must_use]
pub fn html(text: &str) -> Vec<Heading> {
    let level = |digit: Option<regex::Match<'_>>| digit.and_then(|digit| digit.as_str().parse::<usize>().ok());
    let mut ends: [Vec<(usize, usize)>; 7] = std::array::from_fn(|_| Vec::new());
    for tag in CLOSING.captures_iter(text) {
        let Some((whole, level)) = tag.get(0).zip(level(tag.get(1))) else { continue };
        if let Some(ends) = ends.get_mut(level) {
            ends.push((whole.start(), whole.end()));
        }
    }
    let mut found: Vec<Heading> = Vec::new();
    for tag in OPENING.captures_iter(text) {
        let Some((whole, level)) = tag.get(0).zip(level(tag.get(1))) else { continue };
        if found.last().is_some_and(|last| whole.start() < last.end) {
            continue;
        }
        let Some(ends) = ends.get(level) else { continue };
        let next = ends.partition_point(|(start, _)| *start < whole.end());
        let Some((inner_end, end)) = ends.get(next).copied() else { continue };
        let inner = text.get(whole.end()..inner_end).unwrap_or_default();
        found.push(Heading { level, text: collapsed(&plain(inner, "")), start: whole.start(), end });
    }
    found
}

/// A piece of a page without its tags, and with character references read.
#[must_use]
pub fn plain(html: &str, gap: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut at = 0;
    for (start, end) in tags(html) {
        out.push_str(html.get(at..start).unwrap_or_default());
        out.push_str(gap);
        at = end;
    }
    out.push_str(html.get(at..).unwrap_or_default());
    htmlize::unescape(out).replace('\u{a0}', " ")
}

/// The number or letter a heading begins with: `8.1`, `A`.
#[must_use]
pub fn number(text: &str) -> Option<&str> {
    NUMBER.captures(text)?.get(1).map(|number| number.as_str())
}

/// A heading without the number or letter it begins with.
#[must_use]
pub fn without_number(text: &str) -> &str {
    NUMBER.find(text).and_then(|number| text.get(number.end()..)).unwrap_or(text)
}

/// Where the section of a heading ends: at the next heading of its level or above.
#[must_use]
pub fn section_end(headings: &[Heading], index: usize, whole: usize) -> usize {
    let level = headings.get(index).map_or(0, |heading| heading.level);
    let after = headings.get(index + 1..).unwrap_or_default();
    after.iter().find(|next| next.level <= level).map_or(whole, |next| next.start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(found: &[Heading]) -> Vec<(usize, &str)> {
        found.iter().map(|heading| (heading.level, heading.text.as_str())).collect()
    }

    #[test]
    fn lines_of_markdown_are_headings() {
        let text = "# One ##\n  ## Two #\n#no\n####### no\nThree\n=====\nFour C#\n----\n- x\n-\n";
        assert_eq!(titles(&markdown(text, Form::Plain)), [(1, "One")]);
        let any = markdown(text, Form::Any);
        assert_eq!(titles(&any), [(1, "One"), (2, "Two"), (1, "Three"), (2, "Four C#")]);
        assert_eq!(&text[any[2].start..any[2].end], "Three\n=====");
    }

    #[test]
    fn pages_have_headings_with_tags_in_them() {
        let page = "<h1 class=x><span>8</span>&nbsp; Con<b>form</b>ance</h1><header></header><h2>open<h3>A</h3>";
        assert_eq!(titles(&html(page)), [(1, "8 Conformance"), (3, "A")]);
    }

    #[test]
    fn numbers_are_digits_or_one_letter() {
        assert_eq!(
            (number("8.1. Core"), number("A. Annex"), number("8th"), number("As is")),
            (Some("8.1"), Some("A"), None, None)
        );
        assert_eq!(without_number("A. Annex"), "Annex");
    }
}
