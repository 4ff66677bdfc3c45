//! Which destinations become links, and how they are written.

/// The destination fit for `href`: `http`, `https`, `mailto` and relative ones, percent-encoded; nothing else.
pub(super) fn safe(url: &str) -> Option<String> {
    // Browsers drop these before they read the scheme, so they must not hide one.
    let url: String =
        url.trim_matches(|c: char| c <= ' ').chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    if url.is_empty() || url.starts_with(['\\']) || url.starts_with("//") || url.starts_with("/\\") {
        return None;
    }
    let delimiter = url.find([':', '/', '?', '#']);
    if let Some(at) = delimiter
        && url[at..].starts_with(':')
        && !["http", "https", "mailto"].iter().any(|scheme| url[..at].eq_ignore_ascii_case(scheme))
    {
        return None;
    }
    Some(encode(&url))
}

/// The fragment's id, percent-decoded; as written where that is no text.
pub(super) fn decode(fragment: &str) -> String {
    let bytes = fragment.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte == b'%'
            && let Some(value) = hex(bytes, at + 1)
        {
            decoded.push(value);
            at += 3;
        } else {
            decoded.push(byte);
            at += 1;
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| fragment.to_owned())
}

fn hex(bytes: &[u8], at: usize) -> Option<u8> {
    let digits = std::str::from_utf8(bytes.get(at..at + 2)?).ok()?;
    if digits.starts_with('+') { None } else { u8::from_str_radix(digits, 16).ok() }
}

/// `#id`, percent-encoded.
pub(super) fn fragment(id: &str) -> String {
    let mut out = String::with_capacity(id.len() + 1);
    out.push('#');
    for byte in id.bytes() {
        push_byte(&mut out, byte, b"-._~!$&'()*+,;=:@/?");
    }
    out
}

fn encode(url: &str) -> String {
    let (before, fragment) = url.split_at(url.find('#').unwrap_or(url.len()));
    let mut out = String::with_capacity(url.len());
    push_kept(&mut out, before, b"-._~!$&'()*+,;=:@/?[]");
    if let Some(fragment) = fragment.strip_prefix('#') {
        out.push('#');
        push_kept(&mut out, fragment, b"-._~!$&'()*+,;=:@/?");
    }
    out
}

/// Encodes what `allowed` does not hold; what is encoded already stays.
fn push_kept(out: &mut String, part: &str, allowed: &[u8]) {
    let bytes = part.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        if byte == b'%' && hex(bytes, at + 1).is_some() {
            out.push('%');
        } else {
            push_byte(out, byte, allowed);
        }
    }
}

fn push_byte(out: &mut String, byte: u8, allowed: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    if byte.is_ascii_alphanumeric() || allowed.contains(&byte) {
        out.push(char::from(byte));
    } else {
        out.push('%');
        out.push(char::from(DIGITS[usize::from(byte >> 4)]));
        out.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_schemes() {
        for bad in [
            "javascript:alert(1)",
            "JaVaScript:x",
            " java\nscript:x",
            "\u{1}javascript:x",
            "data:text/html,x",
            "vbscript:x",
            "//host",
            "/\\host",
            "file:///etc",
            "",
        ] {
            assert_eq!(safe(bad), None, "{bad:?}");
        }
        for good in ["https://a.test/b?c=d#e", "HTTP://a.test", "mailto:a@b.test", "a/b.json", "./a:b", "#x", "?q"] {
            assert_eq!(safe(good).as_deref(), Some(good));
        }
    }

    #[test]
    fn encodes_once() {
        assert_eq!(safe("a b%20c%.html#é x").as_deref(), Some("a%20b%20c%25.html#%C3%A9%20x"));
        assert_eq!(fragment("größe\"&%"), "#gr%C3%B6%C3%9Fe%22&%25");
        assert_eq!(decode("gr%C3%B6%C3%9Fe%"), "größe%");
    }
}
