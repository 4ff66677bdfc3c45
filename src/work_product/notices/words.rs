//! Sentences as normalized words, so that only differences in wording count.

use std::ops::Range;

use crate::source::TextRange;
use crate::work_product::passages::Passage;

use super::CopyrightLine;

/// A word of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Quotes straightened, brackets dropped, the trailing slash of a URL stripped.
    pub text: String,
    /// Its bytes.
    pub range: TextRange,
}

/// The words of a text with their places in it.
pub(super) fn split(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    text.split_whitespace().map(move |word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        (start..start + word.len(), word)
    })
}

/// What of a word counts in a comparison.
pub(super) fn normalize(word: &str) -> String {
    let straight: String = word
        .chars()
        .map(|c| match c {
            '\u{201c}' | '\u{201d}' => '"',
            '\u{2018}' | '\u{2019}' => '\'',
            other => other,
        })
        .collect();
    let bare = straight.trim_matches(['[', ']', '<', '>']);
    if bare.contains("://") {
        return bare.trim_end_matches(['.', ',', ';', ']', '>', '/']).to_owned();
    }
    match bare.strip_suffix('.') {
        Some(before) => format!("{}.", before.trim_end_matches(']')),
        None => bare.to_owned(),
    }
}

pub(super) fn ends_sentence(word: &str) -> bool {
    word.trim_end_matches([']', ')', '"', '\u{201d}', '>']).ends_with('.')
}

/// The sentences of a passage, the copyright lines in it left out.
pub(super) fn sentences(passage: Passage<'_>, lines: &[CopyrightLine]) -> Vec<Vec<Word>> {
    let mut found = Vec::new();
    let mut current: Vec<Word> = Vec::new();
    let mut next = 0;
    for (place, word) in split(passage.text()) {
        let range = passage.source(place);
        while lines.get(next).is_some_and(|line| line.range.end <= range.start) {
            next += 1;
        }
        if lines.get(next).is_some_and(|line| line.range.overlaps(range)) {
            found.push(std::mem::take(&mut current));
            continue;
        }
        current.push(Word { text: normalize(word), range });
        if ends_sentence(word) {
            found.push(std::mem::take(&mut current));
        }
    }
    found.push(current);
    found.retain(|sentence| sentence.len() > 2);
    found
}

/// Where two sentences first part: indices of the words that differ in each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// In the first.
    pub left: Range<usize>,
    /// In the second.
    pub right: Range<usize>,
}

/// Words looked ahead for the place where two sentences meet again.
const LOOK_AHEAD: usize = 16;

/// The first words in which `left` and `right` differ; `None` where they are the same.
#[must_use]
pub fn difference(left: &[&str], right: &[&str]) -> Option<Difference> {
    let start = left.iter().zip(right).take_while(|(a, b)| same(a, b)).count();
    if start == left.len() && start == right.len() {
        return None;
    }
    let (rest_left, rest_right) = (&left[start..], &right[start..]);
    for total in 1..=2 * LOOK_AHEAD {
        for i in 0..=total.min(rest_left.len()) {
            let j = total - i;
            if i > LOOK_AHEAD || j > LOOK_AHEAD || j > rest_right.len() {
                continue;
            }
            if meets(&rest_left[i..], &rest_right[j..]) {
                return Some(Difference { left: start..start + i, right: start..start + j });
            }
        }
    }
    Some(Difference { left: start..left.len(), right: start..right.len() })
}

/// Whether two tails run alike: two words in a row, or both at their end.
fn meets(left: &[&str], right: &[&str]) -> bool {
    match (left, right) {
        ([], []) => true,
        ([a], [b]) => same(a, b),
        ([a, b, ..], [c, d, ..]) => same(a, c) && same(b, d),
        _ => false,
    }
}

/// URLs are judged by a rule of their own, and the last full stop is lost to them; addresses are every project's own.
fn same(a: &str, b: &str) -> bool {
    a == b || (a.contains("://") && b.contains("://")) || (a.contains('@') && b.contains('@'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn differ(left: &str, right: &str) -> Option<(String, String)> {
        let left: Vec<&str> = left.split(' ').collect();
        let right: Vec<&str> = right.split(' ').collect();
        difference(&left, &right).map(|d| (left[d.left].join(" "), right[d.right].join(" ")))
    }

    #[test]
    fn differences_are_as_small_as_can_be() {
        let pair = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(differ("without restriction of any kind", "without restriction of any kind"), None);
        assert_eq!(
            differ("without restrictions of any kind", "without restriction of any kind"),
            pair("restrictions", "restriction")
        );
        assert_eq!(differ("for the above guidance.", "for above guidance."), pair("the", ""));
        assert_eq!(differ("for guidance.", "for above guidance."), pair("", "above"));
        assert_eq!(differ("a b", "a b c d"), pair("", "c d"));
    }

    #[test]
    fn words_are_normalized() {
        assert_eq!(normalize("[https://www.example.org/a/]."), "https://www.example.org/a");
        assert_eq!(normalize("\u{201c}AS"), "\"AS");
        assert_eq!(normalize("so.]"), "so.");
    }
}
