//! Spaces and tabs.

use memchr::memchr2_iter;

use crate::diagnostic::Severity;
use crate::markdown::NodeKind;
use crate::rules::Checker;
use crate::source::{Edit, Fix, SourceText, TextRange};
use crate::work_product::{PassageKind, WorkProduct};

/// What is not prose, in order: code, raw HTML, front matter; code spans too, if asked for.
pub(super) fn verbatim(work: &WorkProduct, spans: bool) -> Vec<TextRange> {
    let mut found = Vec::new();
    for node in work.document.descendants(work.document.root()) {
        let code = match work.document.kind(node) {
            NodeKind::CodeBlock { .. } | NodeKind::HtmlBlock | NodeKind::FrontMatter => true,
            NodeKind::Code { .. } => spans,
            _ => false,
        };
        if code {
            found.push(work.document.range(node));
        }
    }
    found.extend(work.document.data_uris.iter().copied());
    found.sort();
    found
}

/// Whether `range` touches one of the sorted ranges; `from` moves forward with the calls.
pub(super) fn touches(sorted: &[TextRange], from: &mut usize, range: TextRange) -> bool {
    while sorted.get(*from).is_some_and(|before| before.end <= range.start) {
        *from += 1;
    }
    sorted.get(*from).is_some_and(|next| next.start <= range.end)
}

/// The lines that end in a space or a tab, by index.
fn lines_ending_in_space(prose: &SourceText) -> impl Iterator<Item = usize> {
    let bytes = prose.text().as_bytes();
    let ends = memchr2_iter(b'\n', b'\r', bytes).chain([bytes.len()]);
    let spaced =
        ends.filter(|end| end.checked_sub(1).is_some_and(|last| matches!(bytes.get(last), Some(b' ' | b'\t'))));
    spaced.filter_map(|end| Some(prose.line_index(u32::try_from(end).ok()?.saturating_sub(1))))
}

/// `trailing-whitespace`.
pub fn trailing(checker: &mut Checker<'_>) {
    let work = checker.work;
    let prose = work.sources.prose();
    let code = verbatim(work, false);
    let document = &work.document;
    let breaks =
        document.descendants(document.root()).filter(|&node| matches!(document.kind(node), NodeKind::HardBreak));
    let mut breaks: Vec<TextRange> = breaks.map(|node| document.range(node)).collect();
    breaks.sort();
    let (mut in_code, mut at_break) = (0, 0);
    for index in lines_ending_in_space(prose) {
        let line = prose.line_range(index);
        let text = prose.slice(line);
        let kept = text.trim_end_matches([' ', '\t']).len();
        if kept == text.len() {
            continue;
        }
        let range = line.inside(kept..text.len());
        // Two spaces inside a paragraph are a line break, and stay.
        if touches(&code, &mut in_code, line) || touches(&breaks, &mut at_break, range) {
            continue;
        }
        let fix = Fix::safe("Remove the white space", vec![Edit::delete(range)]);
        let found = checker.found(range, "the line ends in white space");
        // Without the white space a backslash before it would break the line.
        let breaks_line = text.get(..kept).is_some_and(|kept| kept.ends_with('\\'));
        checker.report(if breaks_line { found } else { found.fix(fix) });
    }
}

/// `double-space`.
pub fn double(checker: &mut Checker<'_>) {
    let work = checker.work;
    for passage in work.passages.saying("  ") {
        // The title has a rule of its own.
        let titled = work.cover.title.as_ref().is_some_and(|title| passage.range.contains(title.range));
        if titled && passage.kind == PassageKind::Heading {
            continue;
        }
        let mut edits = Vec::new();
        let (text, mut at) = (passage.text(), 0);
        while let Some(found) = text.get(at..).and_then(|rest| rest.find("  ")) {
            let start = at + found;
            let run = text[start..].len() - text[start..].trim_start_matches(' ').len();
            at = start + run;
            let range = passage.source(start..at);
            let inner = start > 0 && at < text.len() && !passage.is_code(start);
            if inner && work.slice(range).len() == run && work.slice(range).bytes().all(|b| b == b' ') {
                edits.push(Edit::replace(range, " "));
            }
        }
        let Some(first) = edits.first() else { continue };
        let message = match edits.len() {
            1 => "two spaces stand where one is enough".to_owned(),
            count => format!("two spaces stand where one is enough, {count} times in this block"),
        };
        let found = checker.found(first.range, message);
        checker.report(found.fix(Fix::safe("Leave one space", edits)));
    }
}

/// `hard-tabs`.
pub fn tabs(checker: &mut Checker<'_>) {
    let work = checker.work;
    if !work.text().contains('\t') {
        return;
    }
    let prose = work.sources.prose();
    let (code, mut in_code) = (verbatim(work, true), 0);
    for index in 0..prose.line_count() {
        let line = prose.line_range(index);
        let text = prose.slice(line);
        let kept = text.trim_end_matches([' ', '\t']);
        let Some(at) = kept.find('\t') else { continue };
        if touches(&code, &mut in_code, line) {
            continue;
        }
        let mut column = 0;
        let mut edits = Vec::new();
        for (offset, c) in kept.char_indices() {
            if c == '\t' {
                let width = 4 - column % 4;
                edits.push(Edit::replace(line.inside(offset..offset + 1), " ".repeat(width)));
                column += width;
            } else {
                column += 1;
            }
        }
        let found = checker.found(line.inside(at..at + 1), "a tab stands in the line").help("write spaces");
        let found = found.fix(Fix::safe("Write spaces", edits));
        checker.report(if is_behind_marker(kept, at) { found.at_most(Severity::Info) } else { found });
    }
}

/// Whether the tabs of a line are those from `at` on, behind the marker of a heading or of an item of a list: there
/// all processors read them alike.
fn is_behind_marker(line: &str, at: usize) -> bool {
    let marker = line.get(..at).unwrap_or_default().trim_start_matches([' ', '>']);
    let rest = line.get(at..).unwrap_or_default().trim_start_matches('\t');
    let digits = marker.trim_end_matches(['.', ')']);
    let heading = !marker.is_empty() && marker.bytes().all(|b| b == b'#');
    let numbered = digits.len() + 1 == marker.len() && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    !rest.contains('\t') && (heading || numbered || matches!(marker, "-" | "*" | "+"))
}
