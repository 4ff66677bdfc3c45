//! Rules that begin a page.

use crate::markdown::NodeKind;
use crate::rules::Checker;
use crate::source::{Edit, Fix};
use crate::work_product::{Outline, Section, WorkProduct};

/// `page-break-rules`: where most sections of the top level begin a page, the others stand out.
pub fn page_breaks(checker: &mut Checker<'_>) {
    let work = checker.work;
    let newline = if work.text().contains("\r\n") { "\r\n" } else { "\n" };
    let top: Vec<usize> =
        work.outline.body().filter(|(_, section)| section.depth == 1).map(|(index, _)| index).collect();
    let without: Vec<&Section> = top
        .iter()
        .filter(|&&index| !begins_page(work, &work.outline, index))
        .map(|&index| &work.outline.sections[index])
        .collect();
    if top.is_empty() || without.len() * 2 > top.len() {
        checker.not_applicable("the sections of the document do not begin a page");
        return;
    }
    for section in without {
        let edit = Edit::insert(section.range.start as usize, format!("-------{newline}{newline}"));
        let found = checker.found(section.text_range, "no rule before the section begins a page, as before the others");
        checker.report(found.fix(Fix::safe("insert a rule", vec![edit])));
    }
}

/// Whether a rule is the last block before a heading.
fn begins_page(work: &WorkProduct, outline: &Outline, index: usize) -> bool {
    let before = index.checked_sub(1).and_then(|before| outline.sections.get(before));
    before.is_some_and(|section| match section.blocks.last() {
        Some(&block) => *work.document.kind(block) == NodeKind::ThematicBreak,
        // A rule that made a heading of the line above it.
        None => matches!(work.document.kind(section.node), NodeKind::Heading { setext: true, .. }),
    })
}
