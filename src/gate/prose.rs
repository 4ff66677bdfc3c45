//! What is left of a text when its code or its tags are taken out.

use std::sync::LazyLock;

use regex::Regex;

use super::Reading;
use super::traced::Traced;

static SPACE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\s+").expect("valid pattern"));
static ENTITY: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"&#?[0-9A-Za-z]{1,33};?").expect("valid pattern"));

/// Markdown without its fenced and inline code.
///
/// The official check knows a fence only at the start of a line, and ends it only at a line of exactly its three
/// characters; the right reading takes fences at any indentation, and of any length.
#[must_use]
pub fn without_markdown_code(text: &Traced, reading: Reading) -> Traced {
    let fences = match reading {
        Reading::Official => flush_fences(text.text()),
        Reading::Right => fences(text.text()),
    };
    let breaks = |(start, end): &(usize, usize)| {
        let count = text.text().get(*start..*end).unwrap_or_default().matches('\n').count();
        (*start, *end, "\n".repeat(count))
    };
    let open = text.with(fences.iter().map(breaks));
    open.with(inline_code(open.text()).into_iter().map(|(start, end)| (start, end, " ".to_owned())))
}

/// HTML without what `pre` and `code` hold.
#[must_use]
pub fn without_html_code(text: &Traced) -> Traced {
    let blanked = |text: &Traced, name: &str| {
        let found = elements(text.text(), name);
        text.with(found.into_iter().map(|(start, end)| {
            let count = text.text().get(start..end).unwrap_or_default().matches('\n').count();
            (start, end, "\n".repeat(count))
        }))
    };
    blanked(&blanked(text, "pre"), "code")
}

/// The text with every tag as one space.
#[must_use]
pub fn without_tags(text: &Traced) -> Traced {
    text.with(tags(text.text()).into_iter().map(|(start, end)| (start, end, " ".to_owned())))
}

/// The text with character references read, and every run of white space as one space.
#[must_use]
pub fn flowing(text: &Traced) -> Traced {
    let plain = text.replaced(&ENTITY, |found| {
        let reference = found.get(0).map_or("", |reference| reference.as_str());
        htmlize::unescape(reference).into_owned()
    });
    plain.replaced(&SPACE, |_| " ".to_owned())
}

/// A text with every run of white space as one space, and none at its ends.
#[must_use]
pub fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Ranges of everything between angle brackets.
#[must_use]
pub fn tags(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find('<')).map(|offset| at + offset) {
        let Some(end) = text.get(start + 1..).and_then(|rest| rest.find('>')).map(|offset| start + 1 + offset) else {
            break;
        };
        if end == start + 1 {
            at = end;
            continue;
        }
        found.push((start, end + 1));
        at = end + 1;
    }
    found
}

/// Ranges of elements, from the start tag to the first end tag after it.
#[must_use]
pub fn elements(text: &str, name: &str) -> Vec<(usize, usize)> {
    let lower = text.to_ascii_lowercase();
    let (opening, closing) = (format!("<{name}"), format!("</{name}>"));
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = lower.get(at..).and_then(|rest| rest.find(&opening)).map(|offset| at + offset) {
        let inside = start + opening.len();
        let goes_on = lower.get(inside..).and_then(|rest| rest.chars().next());
        if goes_on.is_some_and(|next| next.is_alphanumeric() || next == '_') {
            at = inside;
            continue;
        }
        let Some(end) = lower.get(inside..).and_then(|rest| rest.find(&closing)) else { break };
        at = inside + end + closing.len();
        found.push((start, at));
    }
    found
}

/// Starts of the lines of a text, with the text from there to the line feed.
fn line_starts(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split('\n').map(move |line| {
        let start = at;
        at += line.len() + 1;
        (start, line)
    })
}

/// Fences as `CommonMark` knows them, and those of list items, whatever their indentation; the last may stay open.
fn fences(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char, usize)> = None;
    for (start, line) in line_starts(text) {
        let inner = line.trim_start_matches([' ', '\t', '>']);
        let Some(mark) = inner.chars().next().filter(|mark| matches!(mark, '`' | '~')) else { continue };
        let length = inner.chars().take_while(|c| *c == mark).count();
        let rest = inner.get(length..).unwrap_or_default();
        match open {
            None if length >= 3 && !(mark == '`' && rest.contains('`')) => open = Some((start, mark, length)),
            Some((from, with, least)) if mark == with && length >= least && rest.trim().is_empty() => {
                found.push((from, start + line.len()));
                open = None;
            }
            _ => {}
        }
    }
    found.extend(open.map(|(from, ..)| (from, text.len())));
    found
}

/// Fences as the official check knows them.
fn flush_fences(text: &str) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    let lines: Vec<(usize, &str)> = line_starts(text).collect();
    // For each mark, the lines that can end its fence.
    let closing = |mark: &str| -> Vec<(usize, usize)> {
        let ends = |(start, line): &(usize, &str)| {
            let rest = line.strip_prefix(mark)?;
            rest.chars().all(char::is_whitespace).then(|| (*start, fence_end(text, start + mark.len())))
        };
        lines.iter().filter_map(ends).collect()
    };
    let (ticks, tildes) = (closing("```"), closing("~~~"));
    for (start, line) in &lines {
        if found.last().is_some_and(|(_, end)| start < end) {
            continue;
        }
        let ends = match line.get(..3) {
            Some("```") => &ticks,
            Some("~~~") => &tildes,
            _ => continue,
        };
        let next = ends.partition_point(|(at, _)| at <= start);
        found.extend(ends.get(next).map(|(_, end)| (*start, *end)));
    }
    found
}

/// White space after a fence's last mark belongs to it, up to the last line feed that ends a blank line.
fn fence_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let space = rest.len() - rest.trim_start().len();
    if space == rest.len() {
        return text.len();
    }
    at + rest.get(..space).and_then(|space| space.rfind('\n')).unwrap_or_default()
}

/// Text between two single backticks of one line, with them.
fn inline_code(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = memchr::memchr(b'`', bytes.get(at..).unwrap_or_default()).map(|offset| at + offset) {
        let inside = start + 1;
        let before = start.checked_sub(1).and_then(|before| bytes.get(before));
        let end = memchr::memchr2(b'`', b'\n', bytes.get(inside..).unwrap_or_default()).map(|offset| inside + offset);
        let closes = end.filter(|end| {
            let (last, next) = (bytes.get(*end), bytes.get(end + 1));
            before != Some(&b'`') && *end > inside && last == Some(&b'`') && next != Some(&b'`')
        });
        at = closes.map_or(inside, |end| end + 1);
        found.extend(closes.map(|end| (start, end + 1)));
    }
    found
}

/// The lines of a text as Python counts them, with where they begin.
pub fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    const ENDS: [char; 9] = ['\n', '\u{b}', '\u{c}', '\u{1c}', '\u{1d}', '\u{1e}', '\u{85}', '\u{2028}', '\u{2029}'];
    let mut at = 0;
    text.split_inclusive(ENDS).map(move |line| {
        let start = at;
        at += line.len();
        (start, line.trim_end_matches(ENDS))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str, reading: Reading) -> String {
        without_markdown_code(&Traced::read("a.md", text.as_bytes()), reading).text().to_owned()
    }

    #[test]
    fn fences_keep_their_lines() {
        for reading in [Reading::Official, Reading::Right] {
            assert_eq!(code("a\n```json\nTODO:\n```\nb `c` d", reading), "a\n\n\n\nb   d");
        }
        let indented = "a\n  ```\n  TODO:\n  ```\nb";
        assert!(code(indented, Reading::Official).contains("TODO:"));
        assert_eq!(code(indented, Reading::Right), "a\n\n\n\nb");
        assert!(code("```\nTODO:", Reading::Official).contains("TODO:"));
        assert!(!code("```\nTODO:", Reading::Right).contains("TODO:"));
    }

    #[test]
    fn a_longer_fence_ends_where_the_official_check_ends_it() {
        assert_eq!(code("````\na\n````\nb\n```\nc", Reading::Official), "\n\n\n\n\nc");
        assert_eq!(code("````\na\n````\nb", Reading::Right), "\n\n\nb");
    }

    #[test]
    fn double_backticks_are_left() {
        assert_eq!(code("a ``b`` `c`", Reading::Official), "a ``b``  ");
        assert_eq!(code("`a\nb`", Reading::Official), "`a\nb`");
    }

    #[test]
    fn tags_and_elements_end_at_the_first_end() {
        let page = Traced::read("a.html", b"<PRE class=x>a\nb</pre>c<code>d</code><preface>e");
        assert_eq!(without_html_code(&page).text(), "\nc<preface>e");
        assert_eq!(without_tags(&page).text(), " a\nb c d  e");
        assert_eq!(flowing(&Traced::read("a", b"a&nbsp;&amp;\n b")).text(), "a & b");
    }
}
