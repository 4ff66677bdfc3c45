//! A page as a run of tags and text, in the order it is written.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

/// A piece of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// A start tag: its name, and its attributes with their names in small letters.
    Start(String, Vec<(String, String)>),
    /// An end tag.
    End(String),
    /// Text, character references read.
    Text(String),
}

/// Value of an attribute.
#[must_use]
pub fn attribute<'a>(attributes: &'a [(String, String)], name: &str) -> Option<&'a str> {
    attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// The pieces of a page; comments are none.
#[must_use]
pub fn pieces(page: &str) -> Vec<Piece> {
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(page));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.pieces.into_inner()
}

#[derive(Default)]
struct Sink {
    pieces: RefCell<Vec<Piece>>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut pieces = self.pieces.borrow_mut();
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::EndTag => pieces.push(Piece::End(tag.name.to_string())),
            Token::TagToken(tag) => {
                let name = tag.name.to_string();
                let attributes = tag.attrs.iter().map(|a| (a.name.local.to_string(), a.value.to_string())).collect();
                pieces.push(Piece::Start(name.clone(), attributes));
                if tag.self_closing {
                    pieces.push(Piece::End(name));
                } else if name == "script" {
                    return TokenSinkResult::RawData(RawKind::ScriptData);
                } else if name == "style" {
                    return TokenSinkResult::RawData(RawKind::Rawtext);
                }
            }
            Token::CharacterTokens(text) => match pieces.last_mut() {
                Some(Piece::Text(before)) => before.push_str(&text),
                _ => pieces.push(Piece::Text(text.to_string())),
            },
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_tags_and_text() {
        let found = pieces("<!-- <b> --><A HREF='x&amp;y'>1&lt;2</A><br/><script>if (a<b) {}</script>");
        let text = |text: &str| Piece::Text(text.to_owned());
        let end = |name: &str| Piece::End(name.to_owned());
        assert_eq!(found[0], Piece::Start("a".to_owned(), vec![("href".to_owned(), "x&y".to_owned())]));
        assert_eq!(found[1..3], [text("1<2"), end("a")]);
        assert_eq!(
            found[4..],
            [end("br"), Piece::Start("script".to_owned(), vec![]), text("if (a<b) {}"), end("script")]
        );
    }
}
