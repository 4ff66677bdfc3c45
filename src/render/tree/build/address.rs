//! Which destinations become links, and how they are written.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::render::tree::Target;
use crate::work_product::percent_decoded;

/// What stays as it is before the fragment; encoded characters stay encoded.
const ADDRESS: &AsciiSet = &FRAGMENT.remove(b'[').remove(b']');
/// What a fragment may hold as it is, by RFC 3986.
pub(in crate::render) const FRAGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@')
    .remove(b'/')
    .remove(b'?');

/// Where a destination leads: into the document, to the web or a mailbox, or to a file; nowhere else.
pub(super) fn target(url: &str) -> Option<Target> {
    // Browsers drop these before they read the scheme, so they must not hide one.
    let url: String =
        url.trim_matches(|c: char| c <= ' ').chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    if let Some(fragment) = url.strip_prefix('#') {
        return Some(Target::Anchor(percent_decoded(fragment)));
    }
    if url.is_empty() || url.starts_with('\\') || url.starts_with("//") || url.starts_with("/\\") {
        return None;
    }
    let scheme = url.find([':', '/', '?', '#']).filter(|&at| url[at..].starts_with(':')).map(|at| &url[..at]);
    match scheme {
        None => Some(Target::Relative(encode(&url))),
        Some(scheme) if ["http", "https", "mailto"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) => {
            Some(Target::Address(encode(&url)))
        }
        Some(_) => None,
    }
}

fn encode(url: &str) -> String {
    let (before, fragment) = url.split_at(url.find('#').unwrap_or(url.len()));
    let mut encoded = kept(before, ADDRESS);
    if let Some(fragment) = fragment.strip_prefix('#') {
        encoded.push('#');
        encoded.push_str(&kept(fragment, FRAGMENT));
    }
    encoded
}

/// Encodes what `set` holds; what is encoded already stays.
fn kept(part: &str, set: &'static AsciiSet) -> String {
    let mut encoded = String::with_capacity(part.len());
    for (index, piece) in part.split('%').enumerate() {
        if index > 0 {
            let digits = piece.bytes().take(2).filter(u8::is_ascii_hexdigit).count();
            encoded.push_str(if digits == 2 { "%" } else { "%25" });
        }
        encoded.extend(utf8_percent_encode(piece, set));
    }
    encoded
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
            assert_eq!(target(bad), None, "{bad:?}");
        }
        for good in ["https://a.test/b?c=d#e", "HTTP://a.test", "mailto:a@b.test"] {
            assert_eq!(target(good), Some(Target::Address(good.to_owned())));
        }
        for good in ["a/b.json", "./a:b", "?q"] {
            assert_eq!(target(good), Some(Target::Relative(good.to_owned())));
        }
        assert_eq!(target("#gr%C3%B6%C3%9Fe%"), Some(Target::Anchor("größe%".to_owned())));
    }

    #[test]
    fn encodes_once() {
        assert_eq!(encode("a b%20c%.html#é \"x"), "a%20b%20c%25.html#%C3%A9%20%22x");
    }
}
