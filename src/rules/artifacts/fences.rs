//! Data between fences.

use serde::de::IgnoredAny;

use crate::markdown::{NodeId, NodeKind};
use crate::rules::Checker;
use crate::source::TextRange;
use crate::work_product::{ArtifactKind, WorkProduct};

use super::parse::syntax_error;
use super::validity::Problem;

/// `fence-data-parses`.
pub fn parses(checker: &mut Checker<'_>) {
    let work = checker.work;
    for node in work.document.descendants(work.document.root()) {
        let NodeKind::CodeBlock { info, literal, fenced: true, .. } = work.document.kind(node) else { continue };
        let Some((kind, name)) = kind_of(info) else { continue };
        let Some(problem) = problem(kind, literal) else { continue };
        if is_fragment(kind, literal, &problem) {
            continue;
        }
        let range = work.document.range(node);
        let opening = work.slice(range).lines().next().map_or(0, |line| line.trim_end().len());
        let said = problem.message.replacen("the file", "the code", 1);
        let found = checker.found(range.inside(0..opening), said);
        let found =
            found.help(format!("mend it, mark what is left out with `...`, or call it `text` and not `{name}`"));
        checker.report(match place(work, node, literal, problem.range.start as usize) {
            Some(place) => found.related(place, "it cannot be read beyond here"),
            None => found,
        });
    }
}

/// The data format that an info string names.
fn kind_of(info: &str) -> Option<(ArtifactKind, &'static str)> {
    let language = info.split(|c: char| c.is_whitespace() || c == ',' || c == '{').next().unwrap_or_default();
    match language.to_ascii_lowercase().as_str() {
        "json" => Some((ArtifactKind::Json, "json")),
        "yaml" | "yml" => Some((ArtifactKind::Yaml, "yaml")),
        "xml" => Some((ArtifactKind::Xml, "xml")),
        _ => None,
    }
}

/// What keeps the code from being read, alone or as a part of something larger.
fn problem(kind: ArtifactKind, code: &str) -> Option<Problem> {
    if code.trim().is_empty() {
        return None;
    }
    let whole = match kind {
        // Several values in a row, as they go over a wire.
        ArtifactKind::Json => {
            serde_json::Deserializer::from_str(code).into_iter::<IgnoredAny>().all(|value| value.is_ok())
        }
        _ => false,
    };
    if whole {
        return None;
    }
    let problem = syntax_error(kind, code)?;
    let inner = code.trim().trim_end_matches(',');
    let enclosed: &[String] = match kind {
        ArtifactKind::Json => &[format!("{{{inner}}}"), format!("[{inner}]")],
        ArtifactKind::Xml => &[format!("<x>{inner}</x>")],
        _ => &[],
    };
    let is_part = enclosed.iter().any(|text| syntax_error(kind, text).is_none());
    (!is_part).then_some(problem)
}

/// Signs that something is left out, or to be filled in by the reader.
fn is_fragment(kind: ArtifactKind, code: &str, problem: &Problem) -> bool {
    if ["...", "…", "[snip", "<snip"].iter().any(|sign| code.contains(sign)) {
        return true;
    }
    let at = code.floor_char_boundary((problem.range.start as usize).min(code.len()));
    let (before, after) = code.split_at(at);
    let line = before.rsplit('\n').next().unwrap_or_default().len() + after.find('\n').unwrap_or(after.len());
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = code.get(start..start + line).unwrap_or_default();
    match kind {
        ArtifactKind::Json => {
            let opened = code.trim_start().starts_with(['{', '[']);
            let comment = code.lines().map(str::trim_start).any(|line| line.starts_with(['#', '/', ';', '*', '-']));
            !opened || comment || line.contains("//") || line.contains("/*") || line.contains('<')
        }
        // Names of other documents, and documents of older standards.
        ArtifactKind::Xml => ["namespace", "entity", "document type"].iter().any(|word| problem.message.contains(word)),
        // Grammars are written as YAML with angle brackets for what varies; values in a row are so many examples.
        _ => (code.contains('<') && code.contains('>')) || problem.message.contains("<document start>"),
    }
}

/// The place of an offset of the code in the source: fences in lists are indented.
fn place(work: &WorkProduct, node: NodeId, literal: &str, offset: usize) -> Option<TextRange> {
    let range = work.document.range(node);
    let before = literal.get(..literal.floor_char_boundary(offset))?;
    let line = before.matches('\n').count();
    let wanted = literal.lines().nth(line).unwrap_or_default();
    let column = before.rsplit('\n').next().map_or(0, str::len).min(wanted.len());
    let prose = work.sources.prose();
    let index = prose.line_index(range.start) + 1 + line;
    if index >= prose.line_count() {
        return None;
    }
    let written = prose.line_range(index);
    let indent = work.slice(written).find(wanted.trim_end())?;
    let at = (written.start as usize + indent + column).min(written.end as usize);
    Some(TextRange::new(at, (at + 1).min(written.end as usize)))
        .filter(|place| work.text().get(place.as_usize()).is_some())
}
