//! How lines of a paragraph are parted and joined.

use crate::markdown::{Document, NodeId, NodeKind};
use crate::rules::Checker;
use crate::source::{Edit, Fix, TextRange};

fn paragraphs(document: &Document) -> impl Iterator<Item = NodeId> + '_ {
    document.descendants(document.root()).filter(|&node| *document.kind(node) == NodeKind::Paragraph)
}

/// `paragraph-blank-line`.
pub fn joined(checker: &mut Checker<'_>) {
    let work = checker.work;
    let document = &work.document;
    for paragraph in paragraphs(document) {
        let mut opens_line = true;
        let mut labels = 0;
        for node in document.children(paragraph) {
            let starts = std::mem::replace(&mut opens_line, *document.kind(node) == NodeKind::SoftBreak);
            if !starts || !is_label(checker, node) {
                continue;
            }
            labels += 1;
            if labels == 2 {
                let found = checker.found(document.range(node), "this line is shown in one with the line before");
                checker.report(found.help("put a blank line between them, or make them a list"));
                break;
            }
        }
    }
}

/// `**Status:** draft`: bold, and a colon at its end or right after it.
fn is_label(checker: &Checker<'_>, node: NodeId) -> bool {
    let work = checker.work;
    if *work.document.kind(node) != NodeKind::Strong {
        return false;
    }
    let end = work.document.range(node).end as usize;
    let after = work.text().get(end..).is_some_and(|rest| rest.starts_with(':'));
    after || work.plain(node).trim_end().ends_with(':')
}

/// `line-endings-in-labels`.
pub fn breaks(checker: &mut Checker<'_>) {
    let work = checker.work;
    let document = &work.document;
    for paragraph in paragraphs(document) {
        let (mut tags, mut slashes) = (Vec::new(), 0);
        for node in document.children(paragraph) {
            if *document.kind(node) == NodeKind::HardBreak {
                let range = document.range(node);
                let slice = work.slice(range);
                if slice.starts_with('<') {
                    tags.push(range);
                } else if slice.starts_with('\\') {
                    slashes += 1;
                }
            }
        }
        let Some(&first) = tags.first().filter(|_| slashes > 0) else { continue };
        let ends_line = |range: &TextRange| {
            work.text()
                .get(range.end as usize..)
                .is_some_and(|rest| rest.starts_with('\n') && !rest.starts_with("\n\n"))
        };
        let found = checker.found(first, "lines of this paragraph end in `<br>` and in a backslash");
        let edits: Vec<Edit> = tags.iter().map(|&range| Edit::replace(range, "\\")).collect();
        let fix = Fix::safe("End the lines with a backslash", edits);
        checker.report(if tags.iter().all(ends_line) { found.fix(fix) } else { found });
    }
}
