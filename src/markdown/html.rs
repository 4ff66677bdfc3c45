//! Tags of raw HTML, read by html5ever's tokenizer.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

/// A start or end tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Element name, lower case.
    pub name: String,
    /// Attributes in order, names lower case, values unescaped.
    pub attributes: Vec<(String, String)>,
    /// `</name>`.
    pub closing: bool,
}

impl Tag {
    /// Value of an attribute.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// The tags of an HTML fragment, in order.
#[must_use]
pub fn tags(fragment: &str) -> Vec<Tag> {
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(fragment));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.tags.into_inner()
}

/// The tag at the start of a fragment.
#[must_use]
pub fn first_tag(fragment: &str) -> Option<Tag> {
    if !fragment.starts_with('<') {
        return None;
    }
    tags(opening(fragment)).into_iter().next()
}

/// The tag at the start of `slice`; a `>` in quotation marks does not end it.
pub(super) fn opening(slice: &str) -> &str {
    let mut quote = None;
    for (at, c) in slice.char_indices() {
        match (quote, c) {
            (None, '>') => return &slice[..=at],
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            _ => {}
        }
    }
    slice
}

#[derive(Default)]
struct Sink {
    tags: RefCell<Vec<Tag>>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        if let Token::TagToken(tag) = token {
            self.tags.borrow_mut().push(Tag {
                name: tag.name.to_string(),
                attributes: tag
                    .attrs
                    .iter()
                    .map(|attribute| (attribute.name.local.to_string(), attribute.value.to_string()))
                    .collect(),
                closing: tag.kind == TagKind::EndTag,
            });
        }
        TokenSinkResult::Continue
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_unquoted_and_quoted_attributes() {
        let found = tags("<a name=x><A ID='y&amp;z'></a>");
        assert_eq!(found.len(), 3);
        assert_eq!(found[0].attribute("name"), Some("x"));
        assert_eq!(found[1].attribute("id"), Some("y&z"));
        assert!(found[2].closing);
    }
}
