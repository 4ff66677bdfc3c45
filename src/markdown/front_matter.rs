//! The YAML block at the top of a document.

use crate::source::TextRange;

use super::tree::{Document, NodeKind};
use super::yaml::{YamlError, YamlNode, YamlValue, parse_yaml};

/// Front matter with the place of every key and value.
#[derive(Debug, Clone)]
pub struct FrontMatter {
    /// The whole block with its delimiters.
    pub range: TextRange,
    /// The YAML between the delimiters.
    pub content: TextRange,
    /// Top-level entries with scalar values, in order. Read line by line where the YAML is broken.
    pub entries: Vec<Entry>,
    /// What keeps the YAML from parsing.
    pub error: Option<YamlError>,
}

/// One `key: value`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Bytes of the key.
    pub key_range: TextRange,
    /// The value as text.
    pub value: String,
    /// Bytes of the value, quotes included.
    pub value_range: TextRange,
    /// Written in quotes or as a block.
    pub quoted: bool,
}

impl FrontMatter {
    /// The entry of a key, case ignored.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key.eq_ignore_ascii_case(key))
    }
}

/// The front matter of a document, if it has any.
#[must_use]
pub fn front_matter(document: &Document, text: &str) -> Option<FrontMatter> {
    let node = document.blocks().next().filter(|&id| *document.kind(id) == NodeKind::FrontMatter)?;
    let range = document.range(node);
    let slice = text.get(range.as_usize())?;
    let first = slice.find('\n')? + 1;
    let last = slice[first..].rfind("---")? + first;
    let content = range.inside(first..last);
    let yaml = text.get(content.as_usize())?;
    let (entries, error) = match parse_yaml(yaml) {
        Ok(root) => (root.map(|root| scalars(&root, content)).unwrap_or_default(), None),
        Err(error) => {
            let at = error.range.as_usize();
            let error = YamlError { range: content.inside(at), ..error };
            (lines(yaml, content), Some(error))
        }
    };
    Some(FrontMatter { range, content, entries, error })
}

fn scalars(root: &YamlNode, content: TextRange) -> Vec<Entry> {
    let YamlValue::Mapping(entries) = &root.value else {
        return Vec::new();
    };
    let shift = |range: TextRange| content.inside(range.as_usize());
    entries
        .iter()
        .filter_map(|(key, value)| match (key.text(), &value.value) {
            (Some(name), YamlValue::Scalar { text, quoted }) => Some(Entry {
                key: name.to_owned(),
                key_range: shift(key.range),
                value: text.clone(),
                value_range: shift(value.range),
                quoted: *quoted,
            }),
            _ => None,
        })
        .collect()
}

/// Best effort for YAML that does not parse: `key: rest of the line`.
fn lines(yaml: &str, content: TextRange) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut offset = 0;
    for line in yaml.split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        let Some((key, rest)) = line.split_once(':') else { continue };
        if key.is_empty() || !key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-')) {
            continue;
        }
        let value = rest.trim();
        let from = start + line.find(value).unwrap_or(line.len()).max(key.len() + 1);
        let bare = value.trim_matches(['"', '\'']);
        entries.push(Entry {
            key: key.to_owned(),
            key_range: content.inside(start..start + key.len()),
            value: bare.to_owned(),
            value_range: content.inside(from..from + value.len()),
            quoted: bare.len() != value.len(),
        });
    }
    entries
}
