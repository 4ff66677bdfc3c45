//! Where a text stops being JSON, XML, YAML or ABNF.

use std::sync::LazyLock;

use regex::Regex;

use crate::source::{SourceText, TextRange};
use crate::work_product::ArtifactKind;

use super::validity::Problem;

/// Most elements, attributes and texts read of one XML file.
const MAX_NODES: u32 = 4_000_000;

/// Deepest nesting of groups in a grammar.
const MAX_GROUPS: usize = 48;

/// The first thing that keeps a text from being parsed.
pub(super) fn syntax_error(kind: ArtifactKind, text: &str) -> Option<Problem> {
    let text = text.strip_prefix('\u{feff}').map_or((text, 0), |rest| (rest, 3));
    let mut problem = match kind {
        ArtifactKind::Json => json(text.0),
        ArtifactKind::Xml => xml(text.0).err(),
        ArtifactKind::Yaml => yaml(text.0),
        ArtifactKind::Abnf => abnf(text.0),
        ArtifactKind::Other => None,
    }?;
    problem.range.start += text.1;
    problem.range.end += text.1;
    Some(problem)
}

/// The character at a line and a column, both from 1; columns count bytes or characters.
fn at(text: &str, line: usize, column: usize, bytes: bool) -> TextRange {
    let source = SourceText::new("", text);
    let range = source.line_range(line.saturating_sub(1));
    let written = source.slice(range);
    let before = column.saturating_sub(1);
    let offset = if bytes {
        before.min(written.len())
    } else {
        written.char_indices().nth(before).map_or(written.len(), |(offset, _)| offset)
    };
    let width = written.get(offset..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    range.inside(offset..offset + width)
}

fn json(text: &str) -> Option<Problem> {
    let error = serde_json::from_str::<serde_json::Value>(text).err()?;
    let message = error.to_string();
    // serde_json ends with the position, which the report shows in its own way.
    let said = message.rsplit_once(" at line ").map_or(message.as_str(), |(said, _)| said);
    Some(Problem::new(at(text, error.line(), error.column(), true), format!("the file is not JSON: {said}")))
}

/// Parses XML without document type declarations, so that no entity can expand.
pub(super) fn xml(text: &str) -> Result<roxmltree::Document<'_>, Problem> {
    let options = roxmltree::ParsingOptions { nodes_limit: MAX_NODES, ..roxmltree::ParsingOptions::default() };
    roxmltree::Document::parse_with_options(text, options).map_err(|error| {
        let pos = error.pos();
        let range = at(text, pos.row as usize, pos.col as usize, false);
        let said = error.to_string();
        let said = said.rsplit_once(" at ").map_or(said.as_str(), |(said, _)| said);
        match error {
            roxmltree::Error::DtdDetected => {
                let found = Problem::new(range, "the file has a document type declaration, which is not read");
                Problem {
                    help: Some("name a schema instead: entities of a document type are a risk to readers"),
                    ..found
                }
            }
            _ => Problem::new(range, format!("the file is not well-formed XML: {said}")),
        }
    })
}

fn yaml(text: &str) -> Option<Problem> {
    let error = granit_parser::Parser::new_from_str(text).find_map(Result::err)?;
    let offset = error.marker().byte_offset().unwrap_or(text.len()).min(text.len());
    Some(Problem::new(TextRange::empty(offset), format!("the file is not YAML: {}", error.info())))
}

static LINE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"at line (\d+)").expect("valid pattern"));

fn abnf(text: &str) -> Option<Problem> {
    let mut depth = 0usize;
    for (offset, byte) in text.bytes().enumerate() {
        match byte {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth = depth.saturating_sub(1),
            b'\n' => {
                depth = if text.as_bytes().get(offset + 1).is_some_and(|b| b" \t".contains(b)) { depth } else { 0 }
            }
            _ => {}
        }
        if depth > MAX_GROUPS {
            return Some(Problem::new(TextRange::new(offset, offset + 1), "groups are nested too deeply to be read"));
        }
    }
    let whole = if text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") };
    let error = abnf::rulelist(&whole).err()?.to_string();
    let lines = LINE.captures_iter(&error).filter_map(|found| found[1].parse::<usize>().ok());
    let source = SourceText::new("", text);
    let range = source.line_range(lines.max().unwrap_or(1).saturating_sub(1));
    Some(Problem::new(range, "the file is not ABNF: the rule cannot be read beyond here"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_fault_is_found_at_its_place() {
        let faults = [
            (ArtifactKind::Json, "{\n  \"a\": 1,\n}\n", 2),
            (ArtifactKind::Xml, "<a>\n<b></a>\n", 1),
            (ArtifactKind::Xml, "<!DOCTYPE a [<!ENTITY e \"x\">]>\n<a>&e;</a>\n", 0),
            (ArtifactKind::Yaml, "a: 1\nb: c: d\n", 1),
            (ArtifactKind::Abnf, "a = *b\nb = \"x\n", 1),
        ];
        for (kind, text, line) in faults {
            let problem = syntax_error(kind, text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(SourceText::new("", text).line_index(problem.range.start), line, "{text} {}", problem.message);
        }
        for (kind, text) in [
            (ArtifactKind::Json, "\u{feff}{}"),
            (ArtifactKind::Xml, "<?xml version=\"1.0\"?><a/>"),
            (ArtifactKind::Yaml, "a: &x 1\nb: *x\n"),
            (ArtifactKind::Abnf, "a = *b\nb = \"x\""),
        ] {
            assert!(syntax_error(kind, text).is_none(), "{text}");
        }
    }
}
