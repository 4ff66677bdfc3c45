//! The form of entries.

use crate::diagnostic::Severity;
use crate::markdown::{NodeId, NodeKind};
use crate::rules::Checker;
use crate::rules::links::certainty;
use crate::source::TextRange;

/// `ref-entry-tag`.
pub fn ref_entry_tag(checker: &mut Checker<'_>) {
    let work = checker.work;
    if work.references.sections.is_empty() {
        checker.not_applicable("the document has no section of references");
        return;
    }
    for &section in &work.references.sections {
        for &block in &work.outline.sections[section].blocks {
            match work.document.kind(block) {
                NodeKind::List { start: None, .. } => {
                    untagged(checker, &work.document.children(block).collect::<Vec<_>>(), "items");
                }
                NodeKind::Table { .. } => {
                    untagged(checker, &work.document.children(block).skip(1).collect::<Vec<_>>(), "rows");
                }
                _ => {}
            }
        }
    }
}

/// Reports a list or table once, at the first item without a tag.
fn untagged(checker: &mut Checker<'_>, items: &[NodeId], what: &str) {
    let work = checker.work;
    let entries = &work.references.entries;
    let tagged = |range: TextRange| {
        let from = entries.partition_point(|entry| entry.tag_range.start < range.start);
        entries.get(from).is_some_and(|entry| range.contains(entry.tag_range))
    };
    let missing: Vec<NodeId> = items.iter().copied().filter(|&item| !tagged(work.document.range(item))).collect();
    let Some(&first) = missing.first() else { return };
    // The first block of an item, the first cell of a row.
    let place = work.document.children(first).next().unwrap_or(first);
    let message = match missing.len() {
        1 => "the reference has no tag to cite it by".to_owned(),
        count => format!("{count} {what} of this list of references have no tag to cite them by, this one first"),
    };
    // A list without any tags names its works otherwise, in a column of their own or as links.
    let level = if missing.len() < items.len() { certainty(work) } else { Severity::Info };
    let found = checker.found(work.document.range(place), message).at_most(level);
    checker.report(found.help("begin each entry with a tag in brackets: `**[RFC2119]** Bradner, S., …`"));
}

/// `ref-style-uniform`.
pub fn ref_style_uniform(checker: &mut Checker<'_>) {
    let entries = &checker.work.references.entries;
    let Some(named) = entries.iter().find(|entry| !entry.is_numeric()) else {
        checker.not_applicable("the document lists no named references");
        return;
    };
    if let Some(numbered) = entries.iter().find(|entry| entry.is_numeric()) {
        let message = format!("this reference has a number, `[{}]` a name", named.tag);
        let found = checker.found(numbered.tag_range, message).related(named.tag_range, "a named reference");
        checker.report(found);
    }
}
