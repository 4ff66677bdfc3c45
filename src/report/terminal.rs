//! Text from outside made harmless for terminals and logs.

/// `text` with every character that steers a terminal or reorders a line replaced, one for one, by a
/// visible stand-in. Tabs and line feeds stay.
#[must_use]
pub fn harmless(text: &str) -> String {
    text.chars().map(stand_in).collect()
}

/// As [`harmless`], on one line.
#[must_use]
pub fn harmless_line(text: &str) -> String {
    text.chars().map(|c| if c == '\n' { '␊' } else { stand_in(c) }).collect()
}

/// What is shown for a character: itself, unless it does something other than being seen.
pub(super) fn stand_in(c: char) -> char {
    match c {
        '\n' | '\t' => c,
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'),
        '\u{7f}' => '␡',
        // C1 controls (0x9B alone starts an escape sequence), marks that turn the direction of text,
        // line separators.
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}' => '\u{fffd}',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_terminal_is_left() {
        let hostile = "a\u{1b}[31mb\u{9b}2Jc\u{202e}d\re\u{7}\u{7f}";
        let shown = harmless(hostile);
        assert_eq!(shown.chars().count(), hostile.chars().count());
        assert_eq!(shown, "a␛[31mb�2Jc�d␍e␇␡");
        assert_eq!(harmless_line("a\nb"), "a␊b");
    }
}
