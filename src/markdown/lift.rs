//! Lifts inline `data:` URIs out of a text before it is parsed, and leads offsets back.
//!
//! Exports from word processors carry pictures as lines of half a megabyte. The parser need not see
//! them: it gets a short stand-in, and every offset behind one is shifted back afterwards.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use crate::source::TextRange;

/// Payloads shorter than this stay where they are.
const MIN_PAYLOAD: usize = 200;

static DATA_URI: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"data:[a-zA-Z0-9.+/-]{1,80};base64,([A-Za-z0-9+/=]{200,})").expect("valid pattern"));

/// A text fit for the parser, and what was taken out of it.
pub(super) struct Lifted<'a> {
    pub text: Cow<'a, str>,
    cuts: Vec<Cut>,
    /// Ranges of the `data:` URIs in the source.
    pub data_uris: Vec<TextRange>,
}

struct Cut {
    /// Offset in the parsed text behind which offsets shift.
    at: usize,
    /// Bytes taken out up to here, all earlier cuts included.
    removed: usize,
}

pub(super) fn lift(source: &str) -> Lifted<'_> {
    let mut lifted = Lifted { text: Cow::Borrowed(source), cuts: Vec::new(), data_uris: Vec::new() };
    if !source.contains(";base64,") {
        return lifted;
    }
    let mut text = String::new();
    let (mut from, mut removed) = (0, 0);
    for found in DATA_URI.captures_iter(source) {
        let (Some(whole), Some(payload)) = (found.get(0), found.get(1)) else {
            continue;
        };
        debug_assert!(payload.len() >= MIN_PAYLOAD);
        text.push_str(&source[from..payload.start()]);
        removed += payload.len();
        lifted.cuts.push(Cut { at: text.len(), removed });
        lifted.data_uris.push(TextRange::new(whole.start(), whole.end()));
        from = payload.end();
    }
    text.push_str(&source[from..]);
    lifted.text = Cow::Owned(text);
    lifted
}

impl Lifted<'_> {
    /// The offset in the source of `offset` in the parsed text.
    pub fn source_offset(&self, offset: usize) -> usize {
        let before = self.cuts.partition_point(|cut| cut.at <= offset);
        offset + before.checked_sub(1).map_or(0, |index| self.cuts[index].removed)
    }

    /// Whether anything was taken out.
    pub fn is_cut(&self) -> bool {
        !self.cuts.is_empty()
    }

    /// The full `data:` URI in the source that starts where the shortened one does.
    pub fn restore<'s>(&self, url: &'s str, range: TextRange, source: &'s str) -> &'s str {
        if !self.is_cut() || !url.ends_with(";base64,") {
            return url;
        }
        let from = self.data_uris.partition_point(|uri| uri.start < range.start);
        let uri = self.data_uris.get(from).filter(|uri| range.contains(**uri));
        uri.and_then(|uri| source.get(uri.as_usize())).unwrap_or(url)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_lead_back() {
        let payload = "A".repeat(300);
        let source = format!("![a](data:image/png;base64,{payload}) tail");
        let lifted = lift(&source);
        assert_eq!(lifted.text, "![a](data:image/png;base64,) tail");
        let tail = lifted.text.find("tail").unwrap();
        assert_eq!(lifted.source_offset(tail), source.find("tail").unwrap());
        assert_eq!(lifted.source_offset(3), 3);
    }
}
