//! Additional artifacts as the cover announces them.

use std::sync::LazyLock;

use regex::Regex;

use crate::markdown::NodeKind;
use crate::rules::Checker;
use crate::work_product::{LabelKind, Role};

static INTRODUCTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^This (?:prose )?(?:specification|document|note) is one component of a Work Product that (?:also )?includes:?")
        .expect("valid pattern")
});

/// `additional-artifacts-form`.
pub fn form(checker: &mut Checker<'_>) {
    let work = checker.work;
    let label = work.labelled(LabelKind::AdditionalArtifacts).find(|section| section.role == Role::Cover);
    let Some(section) = label else {
        return checker.not_applicable("the document announces no additional artifacts");
    };
    let content = section.label.as_ref().is_some_and(|label| !label.content.is_empty());
    if content || section.blocks.is_empty() {
        // `label-content-in-heading` and `label-content-empty` say so.
        return;
    }
    let first = section.blocks.iter().copied().find(|&block| *work.document.kind(block) == NodeKind::Paragraph);
    let introduced = first.is_some_and(|block| INTRODUCTION.is_match(&work.plain(block)));
    if !introduced {
        let range = first.map_or(section.text_range, |block| work.document.range(block));
        let found = checker.found(range, "additional artifacts are not introduced by the template's sentence");
        checker.report(found.help("write `This document is one component of a Work Product that also includes:`"));
    }
    let lists: Vec<_> = section
        .blocks
        .iter()
        .copied()
        .filter(|&block| matches!(work.document.kind(block), NodeKind::List { .. }))
        .collect();
    if lists.is_empty() {
        let found = checker.found(section.text_range, "additional artifacts are not a list");
        checker
            .report(found.help("name every artifact in a list item of its own, or omit the label if there are none"));
    }
    for list in lists {
        for item in work.document.children(list) {
            let named = work
                .document
                .descendants(item)
                .any(|node| matches!(work.document.kind(node), NodeKind::Link { .. } | NodeKind::Code { .. }));
            if !named && !work.plain(item).contains('/') {
                let first = work.document.children(item).next().unwrap_or(item);
                let range = work.document.range(first);
                let line = work.sources.prose().line_range(work.sources.prose().line_index(range.start));
                let range = crate::source::TextRange { start: range.start, end: line.end.min(range.end) };
                let found = checker.found(range, "the item does not say where the artifact lies");
                checker.report(found.help("link the file or the directory"));
            }
        }
    }
}
