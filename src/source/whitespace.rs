//! White space that does not count.

use std::borrow::Cow;

/// A text without white space at its ends and with one space for any between its words.
#[must_use]
pub fn collapsed(text: &str) -> Cow<'_, str> {
    if is_collapsed(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    let mut words = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    Cow::Owned(words)
}

/// Whether a text of ASCII alone, as most are, has nothing to collapse.
fn is_collapsed(text: &[u8]) -> bool {
    let mut before = b' ';
    let apart = text.iter().all(|&byte| {
        let after = std::mem::replace(&mut before, byte);
        byte.is_ascii_graphic() || (byte == b' ' && after != b' ')
    });
    apart && before != b' '
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_space_is_left_between_words() {
        let words = [("one word", true), (" one  word", false), ("one\nword ", false), ("one\u{a0}\u{b}word", false)];
        for (text, as_it_is) in words {
            assert_eq!(collapsed(text), "one word", "{text:?}");
            assert_eq!(matches!(collapsed(text), Cow::Borrowed(_)), as_it_is, "{text:?}");
        }
        assert_eq!(collapsed(" \t"), "");
        assert_eq!(collapsed("na\u{ef}ve  word"), "na\u{ef}ve word");
    }
}
