//! The words of the running text, each once, and where they stand.

use std::ops::Range;

use foldhash::HashMap;

/// The words of a text: runs of letters and digits.
///
/// A document says the same few thousand words again and again. What is asked of words is asked of each once, and
/// their places are gone through only for those that matter.
#[derive(Debug, Clone, Default)]
pub struct Words {
    distinct: Vec<Distinct>,
    places: Vec<(u32, u32)>,
}

/// A word as it is written at least once.
#[derive(Debug, Clone, Copy)]
struct Distinct {
    start: u32,
    end: u32,
    count: u32,
    folded: u32,
}

/// Where a word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Offset in the text.
    pub start: usize,
    /// Which of the distinct words it is.
    pub word: usize,
}

/// Longest word that is its own key.
const SHORT: usize = 8;

/// Indices of the distinct words. Most are short enough to be compared as a number.
#[derive(Default)]
struct Index<'a> {
    short: HashMap<u64, u32>,
    long: HashMap<&'a [u8], u32>,
}

impl<'a> Index<'a> {
    /// The index of a word, which is `next` for a new one.
    fn get_or_add(&mut self, text: &'a [u8], word: Range<usize>, next: u32) -> u32 {
        if let Some(key) = number(text, &word) {
            return *self.short.entry(key).or_insert(next);
        }
        text.get(word).map_or(next, |word| *self.long.entry(word).or_insert(next))
    }

    fn get(&self, word: &[u8]) -> Option<u32> {
        match number(word, &(0..word.len())) {
            Some(key) => self.short.get(&key).copied(),
            None => self.long.get(word).copied(),
        }
    }
}

/// The bytes of a short word as a number: no word holds a zero byte.
fn number(text: &[u8], word: &Range<usize>) -> Option<u64> {
    if word.len() > SHORT {
        return None;
    }
    // Nearly everywhere the word and what stands behind it are read at once.
    if let Some(bytes) = text.get(word.start..word.start + SHORT).and_then(|bytes| bytes.try_into().ok()) {
        let unused = u64::BITS - 8 * u32::try_from(word.len()).ok()?;
        return Some(u64::from_le_bytes(bytes) & u64::MAX.checked_shr(unused)?);
    }
    let mut bytes = [0; SHORT];
    bytes.get_mut(..word.len())?.copy_from_slice(text.get(word.clone())?);
    Some(u64::from_le_bytes(bytes))
}

impl Words {
    /// The words of a text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut words = Self { distinct: Vec::new(), places: Vec::with_capacity(text.len() / 6) };
        let mut index = Index::default();
        // About one word of twelve is new.
        index.short.reserve(text.len() / 100);
        let mut at = 0;
        while let Some((start, end)) = next_word(text, at) {
            at = end;
            let (Ok(from), Ok(to)) = (u32::try_from(start), u32::try_from(end)) else { break };
            let next = u32::try_from(words.distinct.len()).unwrap_or(u32::MAX);
            let word = index.get_or_add(text.as_bytes(), start..end, next);
            if word == next {
                words.distinct.push(Distinct { start: from, end: to, count: 0, folded: word });
            }
            words.distinct[word as usize].count += 1;
            words.places.push((from, word));
        }
        for word in &mut words.distinct {
            let written = &text.as_bytes()[word.start as usize..word.end as usize];
            if written.iter().any(u8::is_ascii_uppercase) {
                word.folded = index.get(&written.to_ascii_lowercase()).unwrap_or(word.folded);
            }
        }
        words
    }

    /// The distinct words in the order of their first places, with the number of their places. `text` is the one they
    /// were read from.
    pub fn distinct<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (&'a str, usize)> {
        self.distinct.iter().map(move |word| {
            (text.get(word.start as usize..word.end as usize).unwrap_or_default(), word.count as usize)
        })
    }

    /// All places, in order.
    pub fn places(&self) -> impl Iterator<Item = Place> {
        self.places.iter().map(|&(start, word)| Place { start: start as usize, word: word as usize })
    }

    /// The word in small letters, where the text has it so: two words are alike if these are.
    #[must_use]
    pub fn folded(&self, word: usize) -> usize {
        self.distinct.get(word).map_or(word, |word| word.folded as usize)
    }

    /// Length of a word in bytes.
    #[must_use]
    pub fn len_of(&self, word: usize) -> usize {
        self.distinct.get(word).map_or(0, |word| (word.end - word.start) as usize)
    }
}

/// What a byte may be part of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// No word.
    Other,
    /// A word: an ASCII letter or digit.
    Word,
    /// A character beyond ASCII.
    Wide,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Other; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "the loop ends below 256")]
        let value = byte as u8;
        if value.is_ascii_alphanumeric() {
            classes[byte] = Class::Word;
        } else if !value.is_ascii() {
            classes[byte] = Class::Wide;
        }
        byte += 1;
    }
    classes
};

fn class(byte: u8) -> Class {
    CLASSES[usize::from(byte)]
}

/// The first word at or behind `from`.
fn next_word(text: &str, from: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut start = from;
    loop {
        start += bytes.get(start..)?.iter().position(|&byte| class(byte) != Class::Other)?;
        let end = word_end(text, start);
        if end > start {
            return Some((start, end));
        }
        start += text.get(start..)?.chars().next().map_or(1, char::len_utf8);
    }
}

/// Where the word that begins at `at` ends.
fn word_end(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        at += rest.iter().position(|&byte| class(byte) != Class::Word).unwrap_or(rest.len());
        if bytes.get(at).is_none_or(|&byte| class(byte) == Class::Other) {
            return at;
        }
        match text.get(at..).and_then(|rest| rest.chars().next()).filter(|c| c.is_alphanumeric()) {
            Some(c) => at += c.len_utf8(),
            None => return at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_once_with_all_its_places() {
        let text = "The na\u{ef}ve \u{201c}the\u{201d} operator\u{2019}s interoperability, THE interoperability: R2";
        let words = Words::new(text);
        let distinct: Vec<(&str, usize)> = words.distinct(text).collect();
        let once = ["The", "na\u{ef}ve", "the", "operator", "s"].map(|word| (word, 1));
        assert_eq!(distinct[..5], once);
        assert_eq!(distinct[5..], [("interoperability", 2), ("THE", 1), ("R2", 1)]);
        assert_eq!(words.places().count(), 9);
        assert!(words.places().all(|place| text[place.start..].starts_with(distinct[place.word].0)));
        assert_eq!([words.folded(0), words.folded(6), words.folded(7)], [2, 2, 7]);
        assert_eq!(words.len_of(1), 6);
    }

    #[test]
    fn a_text_without_words_has_none() {
        assert!(Words::new("\u{2014} \u{1f600} ... \u{0}").places().next().is_none());
    }
}
