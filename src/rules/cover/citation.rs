//! How to cite the document.

use crate::rules::Checker;
use crate::work_product::LabelKind;

use super::cover_place;

/// `citation-present`.
pub fn present(checker: &mut Checker<'_>) {
    let work = checker.work;
    if work.labelled(LabelKind::CitationFormat).next().is_none() {
        let found = checker.found(cover_place(work), "the cover does not say how to cite the document");
        checker.report(found.help("add a `Citation format` label with tag, title, editors, date and address"));
    }
}
