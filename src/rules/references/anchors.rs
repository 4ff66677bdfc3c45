//! Where citations lead.

use crate::diagnostic::Severity;
use crate::rules::Checker;
use crate::source::TextRange;
use crate::work_product::references::{folded, rfc_number};
use crate::work_product::{Citation, ReferenceEntry, WorkProduct, percent_decoded};

/// `ref-anchor-form`.
pub fn ref_anchor_form(checker: &mut Checker<'_>) {
    let work = checker.work;
    if work.references.entries.is_empty() {
        checker.not_applicable("the document lists no tagged references");
        return;
    }
    for citation in work.references.citations.iter().filter(|citation| citation.link.is_some()) {
        if let Some(named) = citation.by_tag.and_then(|index| work.references.entries.get(index)) {
            compare(checker, citation, named);
        }
    }
    unreachable_ids(checker);
}

/// A citation whose tag names `named`: its link must lead there.
fn compare(checker: &mut Checker<'_>, citation: &Citation, named: &ReferenceEntry) {
    let work = checker.work;
    let Some(link) = citation.link.and_then(|index| work.links.get(index)) else { return };
    let level = if citation.bracketed { Severity::Error } else { Severity::Warning };
    let Some(reached) = citation.by_anchor.and_then(|index| work.references.entries.get(index)) else {
        if let Some(list) = list_heading(work, citation) {
            let message = format!("the link shows `[{}]` but leads to the list, not to the entry", named.tag);
            let found = checker.found(link.range, message).at_most(level);
            checker.report(found.related(list, "it leads here").related(named.tag_range, "the entry"));
        }
        return;
    };
    // The numbers of RFCs are compared by a rule of their own.
    let numbers = rfc_number(&named.tag).is_some() && rfc_number(&reached.tag).is_some();
    if numbers || folded(&named.tag) == folded(&reached.tag) {
        return;
    }
    let message = format!("the link shows `[{}]` but leads to `[{}]`", citation.tag, reached.tag);
    let found = checker.found(link.range, message).at_most(level);
    checker.report(found.related(named.tag_range, "the entry it names").related(reached.tag_range, "where it leads"));
}

/// The heading of a list, where a citation leads to one.
fn list_heading(work: &WorkProduct, citation: &Citation) -> Option<TextRange> {
    let anchor = work.anchors.get(&percent_decoded(citation.fragment.as_deref()?))?;
    let section = anchor.section?;
    work.references.lists.iter().any(|list| list.section == section).then(|| work.outline.sections[section].text_range)
}

/// Ids of entries that no link can hold: they were made of text that is no tag.
fn unreachable_ids(checker: &mut Checker<'_>) {
    let work = checker.work;
    let explicit = &work.document.explicit_ids;
    let mut bad: Vec<TextRange> = Vec::new();
    for entry in &work.references.entries {
        let from = explicit.partition_point(|id| id.range.start < entry.range.start);
        let inside = explicit[from..].iter().take_while(|id| id.range.end <= entry.range.end);
        bad.extend(inside.filter(|id| id.id.contains(['<', '>', ' ', '"'])).map(|id| id.range));
    }
    let Some(&first) = bad.first() else { return };
    let message = match bad.len() {
        1 => "the anchor of this entry contains characters no link can use".to_owned(),
        count => format!("the anchors of {count} entries contain characters no link can use, this one first"),
    };
    let found = checker.found(first, message);
    checker.report(found.help("give the entry the anchor that the citations use, for example `RFC2119`"));
}
