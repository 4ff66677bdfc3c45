//! Digests of bytes.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// SHA-256 of some parts, one after the other, in lower-case hexadecimal digits.
#[must_use]
pub fn sha256(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn parts_are_one_text() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(super::sha256(&[]), empty);
        assert_eq!(super::sha256(&[b"a", b"b"]), super::sha256(&[b"ab"]));
    }
}
