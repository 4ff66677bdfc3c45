//! The RFCs behind the key words: among the normative references, and linked.

use crate::rules::{Checker, ERROR, WARNING};
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::references::ListKind;
use crate::work_product::{KeyWordsClause, Link, Mode, ReferenceEntry, Target, WorkProduct};

use super::is_unfinished;

/// The RFCs, by number.
pub(super) const RFCS: [&str; 2] = ["2119", "8174"];

/// The paragraph that says what key words mean, by BCP 14.
pub(super) fn bcp14_clause<'a>(checker: &mut Checker<'a>) -> Option<&'a KeyWordsClause> {
    if is_unfinished(checker) {
        return None;
    }
    let clause = checker.work.key_words.clause(Mode::Bcp14);
    if clause.is_none() {
        checker.not_applicable("the document does not say what key words mean");
    }
    clause
}

/// `keywords-rfc-cited`.
pub fn cited(checker: &mut Checker<'_>) {
    let Some(clause) = bcp14_clause(checker) else { return };
    let work = checker.work;
    if work.references.entries.is_empty() {
        checker.not_applicable("the document has no list of references");
        return;
    }
    for number in RFCS {
        // What the clause does not name is missing beside what it does name.
        let place =
            mention(work, clause, number).or_else(|| RFCS.iter().find_map(|other| mention(work, clause, other)));
        let place = place.unwrap_or(clause.range);
        let level = if number == "2119" { ERROR } else { WARNING };
        match entry(work, number) {
            None => {
                let found = checker.found(place, format!("RFC {number} is not among the references")).at_most(level);
                checker.report(found.help(format!("add an entry `[RFC{number}]` to the normative references")));
            }
            Some(entry) => {
                if let Some(title) = informative_list(work, entry) {
                    let message = format!("RFC {number} stands under `{title}`, but the key words rest on it");
                    let found = checker.found(entry.tag_range, message).at_most(WARNING);
                    checker.report(found.help("move the entry to the normative references"));
                }
            }
        }
    }
}

/// The entry of an RFC; one of BCP 14 stands for both.
pub(super) fn entry<'a>(work: &'a WorkProduct, number: &str) -> Option<&'a ReferenceEntry> {
    let references = &work.references;
    let of_rfc = number.parse().ok().and_then(|number| references.entry_of_rfc(number));
    references.entries.get(of_rfc.or_else(|| references.entry_of_tag("BCP14"))?)
}

/// The title of the list an entry stands in, where that list is not normative.
fn informative_list<'a>(work: &'a WorkProduct, entry: &ReferenceEntry) -> Option<&'a str> {
    let list = work.references.lists.get(entry.list).filter(|_| entry.kind == Some(ListKind::Informative))?;
    work.outline.sections.get(list.section).map(|section| section.title.as_str())
}

/// The place where a clause names an RFC.
pub(super) fn mention(work: &WorkProduct, clause: &KeyWordsClause, number: &str) -> Option<TextRange> {
    let passage = work.passages.get(clause.passage)?;
    let text = passage.text();
    let digits = text.find(number)?;
    let before = text[..digits].trim_end_matches([' ', '\u{a0}']);
    let start = before.len().checked_sub(3).filter(|&from| before.get(from..).is_some_and(|name| name == "RFC"))?;
    Some(passage.source(start..digits + number.len()))
}

/// `bcp14-untagged`.
pub fn untagged(checker: &mut Checker<'_>) {
    let Some(clause) = bcp14_clause(checker) else { return };
    let work = checker.work;
    for number in RFCS {
        let (Some(mention), Some(entry)) = (mention(work, clause, number), entry(work, number)) else { continue };
        let link = link_at(work, mention);
        match link.map(Link::target) {
            Some(Target::Fragment(_)) => {}
            Some(_) => {
                let message = format!("the link leads out of the document, not to the entry of RFC {number}");
                let place = link.map_or(mention, |link| link.url_range);
                checker.report(checker.found(place, message).related(entry.tag_range, "the entry"));
            }
            None => report_plain(checker, mention, entry, number),
        }
    }
}

fn report_plain(checker: &mut Checker<'_>, mention: TextRange, entry: &ReferenceEntry, number: &str) {
    let message = format!("RFC {number} is not linked to its entry");
    let mut found = checker.found(mention, message).related(entry.tag_range, "the entry");
    if let Some(id) = entry.ids.first() {
        let text = format!("[{}](#{id})", checker.work.slice(mention));
        found = found.fix(Fix::safe("Link it", vec![Edit::replace(mention, text)]));
    }
    checker.report(found);
}

/// The link that holds a range.
pub(super) fn link_at(work: &WorkProduct, range: TextRange) -> Option<&Link> {
    let first = work.links.partition_point(|link| link.range.end <= range.start);
    work.links.get(first).filter(|link| link.range.contains(range))
}
