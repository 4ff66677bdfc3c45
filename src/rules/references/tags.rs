//! The tags of the lists: unique, cited, in order.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap, HashSet};

use crate::diagnostic::Severity;
use crate::rules::Checker;
use crate::rules::running_text::code_spans;
use crate::work_product::references::mentions;
use crate::work_product::{ReferenceEntry, Role, WorkProduct};

use super::undefined::numbers_cite;

/// Fewest entries of a list that show an order.
const ORDERED: usize = 6;

/// `ref-tag-unique`.
pub fn ref_tag_unique(checker: &mut Checker<'_>) {
    let work = checker.work;
    let entries = &work.references.entries;
    if entries.is_empty() || work.is_template() {
        checker.not_applicable("the document lists no tagged references");
        return;
    }
    for (entry, first) in repeated(entries) {
        if !in_both_lists(entry, first) {
            let found = checker.found(entry.tag_range, format!("`[{}]` is listed twice", entry.tag));
            checker.report(found.related(first.tag_range, "the first entry"));
        }
    }
    // A heading that looks like an entry takes the anchor away from it.
    let elsewhere = work.outline.sections.iter().enumerate().filter(|(index, section)| {
        section.role == Role::ReferenceEntry && work.references.sections.binary_search(index).is_err()
    });
    let shown = OnceCell::new();
    for (_, section) in elsewhere {
        let tag = section.text.trim_matches(['[', ']']);
        if let Some(entry) = work.references.entry_of_tag(tag).and_then(|index| entries.get(index)) {
            let message = format!("`[{tag}]` has a heading outside of the references too");
            let found = checker.found(section.text_range, message).related(entry.tag_range, "the entry");
            let found = found.help("cite the entry with a link instead of repeating its heading");
            let sample = shown.get_or_init(|| shown_in_code(work)).contains(section.text.as_str());
            checker.report(if sample { found.at_most(Severity::Warning) } else { found });
        }
    }
}

/// The headings of entries that code spans show: `###### [RFC2119]`.
fn shown_in_code(work: &WorkProduct) -> HashSet<&str> {
    let spans = code_spans(work).map(|code| code.trim_matches(['`', ' ']));
    spans.filter_map(|code| code.strip_prefix('#')).map(|code| code.trim_start_matches('#').trim()).collect()
}

/// `ref-both-lists`.
pub fn ref_both_lists(checker: &mut Checker<'_>) {
    let entries = &checker.work.references.entries;
    if entries.is_empty() || checker.work.is_template() {
        checker.not_applicable("the document lists no tagged references");
        return;
    }
    for (entry, first) in repeated(entries) {
        if in_both_lists(entry, first) {
            let message = format!("`[{}]` is listed as a normative and as an informative reference", entry.tag);
            let found = checker.found(entry.tag_range, message).related(first.tag_range, "the first entry");
            checker.report(found.help("keep the normative entry"));
        }
    }
}

/// Entries whose tag an earlier entry has, with that entry.
fn repeated(entries: &[ReferenceEntry]) -> Vec<(&ReferenceEntry, &ReferenceEntry)> {
    let mut first: HashMap<String, &ReferenceEntry> = HashMap::new();
    let mut found = Vec::new();
    for entry in entries.iter().filter(|entry| !entry.is_numeric() && !entry.tag.starts_with("insert ")) {
        let known = *first.entry(entry.tag.to_lowercase()).or_insert(entry);
        if known.tag_range != entry.tag_range {
            found.push((entry, known));
        }
    }
    found
}

fn in_both_lists(entry: &ReferenceEntry, other: &ReferenceEntry) -> bool {
    entry.kind.is_some() && other.kind.is_some() && entry.kind != other.kind
}

/// `ref-unused`.
pub fn ref_unused(checker: &mut Checker<'_>) {
    let work = checker.work;
    let entries = &work.references.entries;
    let numbers = numbers_cite(work);
    if (entries.iter().all(ReferenceEntry::is_numeric) && !numbers) || work.is_template() {
        checker.not_applicable("the document lists no tagged references");
        return;
    }
    if work.references.sections.len() == work.outline.sections.len() {
        checker.not_applicable("the text that cites is in other files");
        return;
    }
    let references = &work.references;
    let cited: HashSet<usize> =
        references.citations.iter().flat_map(|citation| [citation.by_tag, citation.by_anchor]).flatten().collect();
    let is_cited = |entry: &ReferenceEntry| {
        let by_tag = references.entry_of_tag(&entry.tag);
        let by_anchor = entry.ids.iter().filter_map(|id| references.entry_of_anchor(id));
        by_tag.into_iter().chain(by_anchor).any(|index| cited.contains(&index))
    };
    // An address for a tag is a finding of another rule.
    let uncited: Vec<&ReferenceEntry> = entries
        .iter()
        .filter(|entry| (numbers || !entry.is_numeric()) && !entry.is_address() && !is_cited(entry))
        .collect();
    if uncited.is_empty() {
        return;
    }
    let tags: Vec<&str> = uncited.iter().map(|entry| entry.tag.as_str()).collect();
    // A number anywhere in the text is no mention of an entry.
    let named = if numbers { BTreeSet::new() } else { mentions(references, &tags, work.text()) };
    for (index, entry) in uncited.into_iter().enumerate() {
        if !named.contains(&index) {
            let found = checker.found(entry.tag_range, format!("`[{}]` is never cited", entry.tag));
            checker.report(found.help("cite it where it matters, or take it off the list"));
        }
    }
}

/// `ref-order`.
pub fn ref_order(checker: &mut Checker<'_>) {
    let work = checker.work;
    if work.references.entries.is_empty() {
        checker.not_applicable("the document lists no tagged references");
        return;
    }
    let named: Vec<&ReferenceEntry> = work.references.entries.iter().filter(|entry| !entry.is_numeric()).collect();
    for entries in named.chunk_by(|one, next| one.list == next.list) {
        if let Some((before, entry)) = out_of_order(entries) {
            let message =
                format!("`[{}]` stands behind `[{}]` in a list that is sorted otherwise", entry.tag, before.tag);
            let found = checker.found(entry.tag_range, message).related(before.tag_range, "belongs behind it");
            checker.report(found.help("sort the list by tag"));
        }
    }
}

/// The one place where an otherwise sorted list is not, by either of the two orders people use.
fn out_of_order<'a>(entries: &[&'a ReferenceEntry]) -> Option<(&'a ReferenceEntry, &'a ReferenceEntry)> {
    if entries.len() < ORDERED {
        return None;
    }
    let by_letter: fn(&str) -> Vec<(String, u64)> = |tag| vec![(tag.to_lowercase(), 0)];
    let breaks = [by_letter, by_number]
        .into_iter()
        .map(|key| entries.windows(2).filter(|pair| key(&pair[0].tag) > key(&pair[1].tag)).collect::<Vec<_>>())
        .min_by_key(Vec::len)?;
    // Two sorted runs are two groups, not one entry out of place.
    let moved = |entry: &ReferenceEntry| {
        let rest: Vec<&ReferenceEntry> =
            entries.iter().copied().filter(|other| other.tag_range != entry.tag_range).collect();
        [by_letter, by_number].into_iter().any(|key| rest.windows(2).all(|pair| key(&pair[0].tag) <= key(&pair[1].tag)))
    };
    match breaks.as_slice() {
        [only] if moved(only[0]) || moved(only[1]) => Some((only[0], only[1])),
        _ => None,
    }
}

/// A tag as runs of letters and numbers: `RFC768` before `RFC2119`.
fn by_number(tag: &str) -> Vec<(String, u64)> {
    let mut parts: Vec<(String, u64)> = vec![(String::new(), 0)];
    let mut digits = false;
    for c in tag.to_lowercase().chars() {
        let Some(last) = parts.last_mut() else { break };
        match c.to_digit(10) {
            Some(digit) => {
                last.1 = last.1.saturating_mul(10).saturating_add(u64::from(digit));
                digits = true;
            }
            None if digits => {
                digits = false;
                parts.push((c.to_string(), 0));
            }
            None => last.0.push(c),
        }
    }
    parts
}
