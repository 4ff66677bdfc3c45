//! YAML with the place of every key and value.

use std::collections::HashSet;

use granit_parser::{Event, Parser, ScalarStyle};

use crate::source::TextRange;

/// Deepest nesting accepted.
const MAX_DEPTH: usize = 64;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YamlNode {
    /// The value.
    pub value: YamlValue,
    /// Its bytes, quotes included.
    pub range: TextRange,
}

/// What a YAML node holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum YamlValue {
    /// Any scalar, as its text.
    Scalar {
        /// The text, unescaped.
        text: String,
        /// Written in quotes or as a block.
        quoted: bool,
    },
    /// A list.
    Sequence(Vec<YamlNode>),
    /// Keys with the place of each, and values.
    Mapping(Vec<(YamlNode, YamlNode)>),
}

/// What is wrong with a YAML text, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct YamlError {
    /// What is wrong.
    pub message: String,
    /// Where, relative to the text.
    pub range: TextRange,
}

impl YamlNode {
    /// The value of a key of a mapping.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&YamlNode> {
        match &self.value {
            YamlValue::Mapping(entries) => entries.iter().find(|(k, _)| k.text() == Some(key)).map(|(_, v)| v),
            _ => None,
        }
    }

    /// The text of a scalar.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            YamlValue::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }
}

/// A collection being filled.
enum Frame {
    Sequence(Vec<YamlNode>, TextRange),
    Mapping(Mapping, TextRange),
}

/// A mapping being filled.
#[derive(Default)]
struct Mapping {
    entries: Vec<(YamlNode, YamlNode)>,
    /// A key that waits for its value.
    key: Option<YamlNode>,
    seen: HashSet<String>,
}

/// Parses the first document of `text`; `None` if it is empty.
///
/// # Errors
/// Syntax errors, duplicate keys, aliases and nesting beyond 64 levels, each at its place.
pub fn parse_yaml(text: &str) -> Result<Option<YamlNode>, YamlError> {
    let mut stack: Vec<Frame> = Vec::new();
    for next in Parser::new_from_str(text) {
        let (event, span) = next.map_err(|error| {
            let at = error.marker().byte_offset().unwrap_or(text.len()).min(text.len());
            syntax_error(text, at, &error.info())
        })?;
        let range = span.byte_range().map_or(TextRange::empty(0), |r| TextRange::new(r.start, r.end));
        let done = match event {
            Event::Scalar(value, style, ..) => YamlNode {
                value: YamlValue::Scalar { text: value.into_owned(), quoted: style != ScalarStyle::Plain },
                range,
            },
            Event::SequenceStart(..) => {
                deeper(&mut stack, Frame::Sequence(Vec::new(), range), range)?;
                continue;
            }
            Event::MappingStart(..) => {
                deeper(&mut stack, Frame::Mapping(Mapping::default(), range), range)?;
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match stack.pop() {
                Some(Frame::Sequence(items, start)) => {
                    YamlNode { value: YamlValue::Sequence(items), range: start.cover(range) }
                }
                Some(Frame::Mapping(mapping, start)) => {
                    YamlNode { value: YamlValue::Mapping(mapping.entries), range: start.cover(range) }
                }
                None => continue,
            },
            Event::Alias(_) => {
                return Err(YamlError { message: "aliases are not supported here".to_owned(), range });
            }
            _ => continue,
        };
        match stack.last_mut() {
            None => return Ok(Some(done)),
            Some(Frame::Sequence(items, _)) => items.push(done),
            Some(Frame::Mapping(mapping, _)) => match mapping.key.take() {
                None => {
                    if let Some(name) = done.text()
                        && !mapping.seen.insert(name.to_owned())
                    {
                        let message = format!("the key `{name}` stands twice");
                        return Err(YamlError { message, range: done.range });
                    }
                    mapping.key = Some(done);
                }
                Some(name) => mapping.entries.push((name, done)),
            },
        }
    }
    Ok(None)
}

/// The parser's complaint, with what to do about the two mistakes people make.
fn syntax_error(text: &str, at: usize, said: &str) -> YamlError {
    if said.contains("tab") {
        // The parser stops before the line break that the tab follows.
        let tab = text.get(at..).and_then(|rest| rest.find('\t')).map_or(at, |after| at + after);
        let message = "a tab stands where YAML allows only spaces".to_owned();
        return YamlError { message, range: TextRange::empty(tab) };
    }
    let message = if said.starts_with("mapping values are not allowed") {
        "a second colon stands on this line: put the value in quotes".to_owned()
    } else {
        said.to_owned()
    };
    YamlError { message, range: TextRange::empty(at) }
}

fn deeper(stack: &mut Vec<Frame>, frame: Frame, range: TextRange) -> Result<(), YamlError> {
    if stack.len() >= MAX_DEPTH {
        return Err(YamlError { message: format!("nested more than {MAX_DEPTH} deep"), range });
    }
    stack.push(frame);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_values_have_places() {
        let text = "title: \"é: x\"\nlist:\n  - a\n";
        let root = parse_yaml(text).unwrap().unwrap();
        let title = root.get("title").unwrap();
        assert_eq!(title.text(), Some("é: x"));
        assert_eq!(&text[title.range.as_usize()], "\"é: x\"");
        let YamlValue::Mapping(entries) = &root.value else { panic!() };
        assert_eq!(&text[entries[1].0.range.as_usize()], "list");
    }

    #[test]
    fn errors_have_places() {
        let text = "a: 1\nauthor: Workstream 2: Preparing\n";
        let error = parse_yaml(text).unwrap_err();
        assert!(error.range.start > 5, "{error:?}");
        assert_eq!(parse_yaml("a: 1\na: 2\n").unwrap_err().range, TextRange::new(5, 6));
    }
}
