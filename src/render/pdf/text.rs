//! The one way text gets into the generated Typst: as string literals.

use super::fonts::width;

/// Appends `text` as a Typst string literal. Nothing in it can end the literal.
pub(super) fn push_literal(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ => out.push(c),
        }
    }
    out.push('"');
}

/// `text` as a Typst string literal.
pub(super) fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    push_literal(&mut out, text);
    out
}

/// Words up to this many characters are never broken in running text.
pub(super) const LONG_WORD: usize = 28;
/// The same in a table cell, where there is room, and where there is little.
pub(super) const LONG_CELL_WORDS: [usize; 2] = [14, 8];
/// A stretch without a natural place to break is broken after so many characters.
const LONGEST_PIECE: usize = 18;

/// Cuts a text where a line may end inside a long word: behind punctuation, at camel-case humps,
/// and anywhere in what has neither. Joined, the pieces are the text.
pub(super) fn pieces(text: &str, long: usize) -> Vec<&str> {
    let mut found = Vec::new();
    let mut from = 0;
    let (mut word, mut word_chars) = (0, 0);
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            if word_chars > long {
                break_word(text, word, at, &mut from, &mut found);
            }
            word = at + c.len_utf8();
            word_chars = 0;
        } else {
            word_chars += 1;
        }
    }
    if word_chars > long {
        break_word(text, word, text.len(), &mut from, &mut found);
    }
    found.extend(text.get(from..).filter(|rest| !rest.is_empty()));
    found
}

fn break_word<'t>(text: &'t str, start: usize, end: usize, from: &mut usize, found: &mut Vec<&'t str>) {
    let Some(word) = text.get(start..end) else { return };
    let mut since = 0;
    let mut before = ' ';
    let mut chars = word.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        since += 1;
        let Some(&(next_at, next)) = chars.peek() else { break };
        let punctuation = matches!(c, '/' | ':' | '.' | '_' | '-' | ',' | '=' | '&' | '?' | '|' | ';' | ')')
            && !matches!(next, '/' | ':' | '.' | '_' | '-' | ',' | '=' | '&' | '?' | '|' | ';' | ')');
        let hump = (c.is_lowercase() || c.is_ascii_digit()) && next.is_uppercase();
        let natural = (punctuation || hump) && since > 2 && before != c;
        before = c;
        if (natural || since >= LONGEST_PIECE)
            && may_part(c, next)
            && let Some(piece) = text.get(*from..start + next_at)
        {
            debug_assert!(at < next_at);
            found.push(piece);
            *from = start + next_at;
            since = 0;
        }
    }
}

/// Whether a line may end between two characters: Unicode forbids it behind what opens and before what closes,
/// whatever space there is between them.
fn may_part(before: char, after: char) -> bool {
    !matches!(before, '(' | '[' | '{' | '“' | '‘' | '«' | '¿' | '¡')
        && !matches!(after, ')' | ']' | '}' | '!' | '?' | '/' | '.' | ',' | ':' | ';' | '”' | '’' | '»' | '…')
}

/// Width of the widest stretch that cannot be broken, in em.
pub(super) fn widest_piece(text: &str, long: usize) -> f64 {
    pieces(text, long).iter().flat_map(|piece| piece.split_whitespace()).map(width).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_literal_cannot_be_left() {
        assert_eq!(literal("\"]#read(\\\n"), r#""\"]#read(\\\n""#);
    }

    #[test]
    fn long_words_are_cut_and_nothing_is_lost() {
        for text in ["urn:oasis:names:tc:example:longIdentifierWithHumps and words", "", "żółć".repeat(40).as_str()]
        {
            assert_eq!(pieces(text, 14).concat(), text);
        }
        assert_eq!(pieces("a short text", 14), ["a short text"]);
        assert!(widest_piece(&"a".repeat(400), 14) < 14.0);
        let path = "$.product_tree.branches[*].branches[*].branches[*]";
        assert!(pieces(path, 14).iter().all(|piece| !piece.ends_with('[') && !piece.starts_with(']')));
    }
}
