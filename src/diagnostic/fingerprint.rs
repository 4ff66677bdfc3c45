//! What a finding is recognised by after the text around it has changed.

use crate::source::{TextRange, sha256};

use super::{Diagnostic, Sources};

/// Characters of the line that count, before the finding and behind it.
const AROUND: usize = 40;
/// Characters of the finding itself that count: a table may grow at its end.
const INSIDE: usize = 80;

/// The rule, what it says, the words it points at and the words beside them, digested to 32 hexadecimal digits.
///
/// Lines that come and go elsewhere change nothing, nor do new numbers of sections, other white space and edits
/// farther away in the same paragraph. Two findings may share a fingerprint; who tells them apart counts them.
#[must_use]
pub fn fingerprint(found: &Diagnostic, sources: &Sources) -> String {
    let source = sources.get(found.location.source);
    let text = source.text();
    let range = found.location.range.as_usize();
    let line = source.line_range(source.line_index(found.location.range.start));
    let last = source.line_range(source.line_index(found.location.range.end));
    let slice = |from: u32, to: usize| source.slice(TextRange::new(from as usize, to));
    let before = slice(line.start, range.start).chars().rev().take(AROUND).collect::<Vec<_>>();
    let before: String = before.into_iter().rev().collect();
    let inside: String = text.get(range.clone()).unwrap_or_default().chars().take(INSIDE).collect();
    let after: String = slice(found.location.range.end, last.end as usize).chars().take(AROUND).collect();
    let parts = [
        found.rule.as_str().to_owned(),
        numberless(&found.message),
        numberless(&before),
        collapsed(unnumbered(&inside)),
        // Behind a finding that is cut the text may be any.
        if inside.chars().count() < INSIDE { numberless(&after) } else { String::new() },
    ];
    let mut digest = sha256(&[parts.join("\0").as_bytes()]);
    digest.truncate(32);
    digest
}

fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Numbers of sections, lines and findings change where nothing else does.
fn numberless(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in collapsed(text).chars() {
        if !c.is_ascii_digit() {
            plain.push(c);
        } else if !plain.ends_with('0') {
            plain.push('0');
        }
    }
    plain
}

/// `3.2 Heights` without its number; a number alone stays.
fn unnumbered(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').trim_start();
    if rest.is_empty() { text } else { rest }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceText;

    fn print(text: &str, flagged: &str, message: &str) -> String {
        let at = text.find(flagged).unwrap();
        let sources = Sources::new(SourceText::new("a.md", text));
        fingerprint(&Diagnostic::new("r", TextRange::new(at, at + flagged.len()), message.to_owned()), &sources)
    }

    #[test]
    fn edits_elsewhere_leave_it_alone() {
        let first = print("a bad line\n", "bad", "m 1");
        assert_eq!(first, print("new\n\na bad line\nmore\n", "bad", "m 12"));
        assert_eq!(first, print("a  bad line\r\n", "bad", "m 1"));
        assert_ne!(first, print("a bad word\n", "bad", "m 1"));
        assert_ne!(first, print("a bad line\n", "line", "m 1"));
        assert_ne!(first, print("a bad line\n", "bad", "n 1"));
        let far = "w ".repeat(30);
        assert_eq!(
            print(&format!("x {far} bad {far} x"), "bad", "m"),
            print(&format!("y {far} bad {far} y"), "bad", "m")
        );
        assert_eq!(print("# 3.2 Heights", "3.2 Heights", "m"), print("# 3.3 Heights", "3.3 Heights", "m"));
        assert_ne!(print("in 2025", "2025", "m"), print("in 2026", "2026", "m"));
        let table = format!("|{}\n", "a|".repeat(60));
        assert_eq!(print(&table, &table, "m"), print(&format!("{table}|b|\n"), &format!("{table}|b|\n"), "m"));
    }

    #[test]
    fn no_place_breaks_it() {
        let text = "é漢\n\u{feff}x";
        let sources = Sources::new(SourceText::new("a.md", text));
        for start in 0..=text.len() + 1 {
            for end in start..=text.len() + 1 {
                assert_eq!(fingerprint(&Diagnostic::new("r", TextRange::new(start, end), "m"), &sources).len(), 32);
            }
        }
    }
}
