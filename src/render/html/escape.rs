//! The only place where text becomes markup.

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

fn push(out: &mut String, text: &str, attribute: bool) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            '\t' | '\n' => out.push(c),
            '\r' => out.push('\n'),
            // HTML allows neither control characters nor noncharacters.
            _ if c.is_control() || is_noncharacter(c) => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
}

fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}') || u32::from(c) & 0xfffe == 0xfffe
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Appends `bytes` in base64.
pub(super) fn push_base64(out: &mut String, bytes: &[u8]) {
    out.reserve(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let group = byte(0) << 16 | byte(1) << 8 | byte(2);
        for index in 0..4 {
            let digit = char::from(ALPHABET[(group >> (18 - 6 * index) & 63) as usize]);
            out.push(if index > chunk.len() { '=' } else { digit });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_pads() {
        for (bytes, expected) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")] {
            let mut out = String::new();
            push_base64(&mut out, bytes.as_bytes());
            assert_eq!(out, expected);
        }
    }

    #[test]
    fn nothing_breaks_out() {
        let mut out = String::new();
        push_text(&mut out, "</title><script>&\u{0}");
        push_attribute(&mut out, "alt", "\" onerror=\"x");
        assert_eq!(out, "&lt;/title&gt;&lt;script&gt;&amp;\u{fffd} alt=\"&quot; onerror=&quot;x\"");
    }
}
