//! Running text, sentence by sentence.

use std::cell::OnceCell;
use std::ops::Range;

use memchr::{memchr2_iter, memchr3_iter};

/// Words before a full stop that ends no sentence, lower case.
const ABBREVIATIONS: [&str; 21] = [
    "e.g", "i.e", "cf", "vs", "fig", "figs", "sec", "sect", "no", "nos", "approx", "resp", "al", "ch", "app", "eq",
    "ref", "vol", "pp", "viz", "incl",
];

/// The sentences of a text, without the white space around them. `is_code` says which bytes are code.
#[must_use]
pub fn sentences(text: &str, is_code: impl Fn(usize) -> bool) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let brackets = OnceCell::new();
    let brackets = || brackets.get_or_init(|| memchr2_iter(b'(', b')', bytes).collect::<Vec<usize>>());
    let mut found = Vec::new();
    let mut start = 0;
    for at in memchr3_iter(b'.', b'!', b'?', bytes) {
        if at < start || is_code(at) {
            continue;
        }
        let rest = &text[at + 1..];
        let closed = rest.trim_start_matches([')', '"', '”', '’', ']']);
        let next = closed.trim_start();
        let spaced = next.len() < closed.len();
        let end = text.len() - closed.len();
        let begins = next.chars().next().is_some_and(|c| !c.is_lowercase()) || is_code(text.len() - next.len());
        let abbreviated = || bytes[at] == b'.' && is_abbreviation(&text[start..at]);
        if spaced && begins && !abbreviated() && !is_inside(bytes, brackets(), start, end) {
            push(text, start..end, &mut found);
            start = end;
        }
    }
    push(text, start..text.len(), &mut found);
    found
}

/// Whether `at` stands between a bracket of the sentence begun at `start` and the one that closes it.
fn is_inside(text: &[u8], brackets: &[usize], start: usize, at: usize) -> bool {
    let behind = brackets.partition_point(|&place| place < at);
    let is = |place: &usize, bracket: u8| text.get(*place) == Some(&bracket);
    let before = behind.checked_sub(1).and_then(|index| brackets.get(index));
    let opened = before.is_some_and(|place| *place >= start && is(place, b'('));
    opened && brackets.get(behind).is_some_and(|place| is(place, b')'))
}

/// Whether the last word is an abbreviation, an initial, or the number of a list item.
fn is_abbreviation(before: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let initial = word.chars().count() == 1 && word.starts_with(char::is_uppercase);
    let number = word == before.trim() && !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    initial || number || ABBREVIATIONS.iter().any(|known| known.eq_ignore_ascii_case(word))
}

fn push(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let slice = &text[range.clone()];
    let shown = slice.trim();
    if !shown.is_empty() {
        let from = range.start + (slice.len() - slice.trim_start().len());
        found.push(from..from + shown.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text, |_| false).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn a_full_stop_ends_a_sentence_only_where_one_begins() {
        assert_eq!(
            split("One, e.g. Two. See Fig. 3.  Four v1.2 is five!"),
            ["One, e.g. Two.", "See Fig. 3.", "Four v1.2 is five!"]
        );
        assert_eq!(split("1. Open it (at last.) “Close it.” Done"), ["1. Open it (at last.)", "“Close it.”", "Done"]);
        assert_eq!(
            split("See (section [7. Names]) first. Then (go. Stop."),
            ["See (section [7. Names]) first.", "Then (go.", "Stop."]
        );
        assert_eq!(split(""), Vec::<&str>::new());
    }

    #[test]
    fn code_may_begin_a_sentence_and_ends_none() {
        let text = "Write it. a.b C is code.";
        let is_code = |at: usize| (10..15).contains(&at);
        let found: Vec<&str> = sentences(text, is_code).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["Write it.", "a.b C is code."]);
    }
}
