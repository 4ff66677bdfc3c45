//! The only place where text becomes markup.

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, utf8_percent_encode};

use crate::render::tree::FRAGMENT;

/// Appends `text` as character data.
pub(super) fn push_text(out: &mut String, text: &str) {
    push(out, text, false);
}

/// `text` as character data or in an attribute's value between double quotes.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push(&mut out, text, true);
    out
}

/// Appends ` name="value"`.
pub(super) fn push_attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    push(out, value, true);
    out.push('"');
}

/// What a fragment may hold as it is, and needs no escaping in an attribute.
const IN_ATTRIBUTE: &AsciiSet = &FRAGMENT.add(b'&').add(b'\'');

/// Appends `#id`, percent-encoded.
pub(super) fn push_fragment(out: &mut String, id: &str) {
    out.push('#');
    out.extend(utf8_percent_encode(id, IN_ATTRIBUTE));
}

/// Appends `text` as a string of a style sheet, which stands in the page.
pub(super) fn push_css_string(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        if c.is_alphanumeric() || matches!(c, ' ' | '.' | ',' | '-' | '_' | ':' | '\u{a9}') {
            out.push(c);
        } else {
            let _ = write!(out, "\\{:x} ", u32::from(c));
        }
    }
    out.push('"');
}

fn push(out: &mut String, text: &str, attribute: bool) {
    let mut from = 0;
    for (at, c) in text.char_indices() {
        let written = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' if attribute => "&quot;",
            '\t' | '\n' | ' '..='~' => continue,
            '\r' => "\n",
            // HTML allows neither control characters nor noncharacters.
            _ if c.is_control() || is_noncharacter(c) => "\u{fffd}",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(written);
        from = at + c.len_utf8();
    }
    out.push_str(&text[from..]);
}

fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}') || u32::from(c) & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out() {
        let mut out = String::new();
        push_text(&mut out, "</title><script>&\u{0}é\u{85}\r.");
        push_attribute(&mut out, "alt", "\" onerror=\"x");
        assert_eq!(out, "&lt;/title&gt;&lt;script&gt;&amp;\u{fffd}é\u{fffd}\n. alt=\"&quot; onerror=&quot;x\"");
    }

    #[test]
    fn a_fragment_is_encoded() {
        let mut out = String::new();
        push_fragment(&mut out, "größe\"&'% 1");
        assert_eq!(out, "#gr%C3%B6%C3%9Fe%22%26%27%25%201");
    }

    #[test]
    fn a_string_of_a_style_sheet_stays_one() {
        let mut out = String::new();
        push_css_string(&mut out, "a\"} </style>\\\n\u{a9} 2026");
        assert_eq!(out, "\"a\\22 \\7d  \\3c \\2f style\\3e \\5c \\a \u{a9} 2026\"");
    }
}
