//! The lists themselves: split, and opened as the template opens them.

use crate::profiles::{Text, text};
use crate::rules::Checker;
use crate::rules::links::certainty;
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::references::folded;
use crate::work_product::{Generation, List, ListKind, Role, Section, WorkProduct};

/// Fewest entries that are worth two lists.
const WORTH_SPLITTING: usize = 2;
/// Longest paragraph that is the title of a list, in bytes.
const LONGEST_TITLE: usize = 60;

/// `refs-split`.
pub fn refs_split(checker: &mut Checker<'_>) {
    let work = checker.work;
    let references = &work.references;
    if references.lists.is_empty() {
        checker.not_applicable("the document has no section of references");
        return;
    }
    let split = references.lists.iter().any(|list| list.kind.is_some()) || split_by_text(work);
    if split || references.entries.len() < WORTH_SPLITTING {
        return;
    }
    let Some(entry) = references.entries.first() else { return };
    let section = heading(work, references.lists[entry.list]);
    let found = checker.found(section.text_range, "the references are not split into normative and informative ones");
    let help = "make two lists: what an implementation depends on, and what only helps to understand";
    checker.report(found.at_most(certainty(work)).help(help));
}

/// `**Normative references**` in a paragraph of its own splits a list too.
fn split_by_text(work: &WorkProduct) -> bool {
    let titles = work.passages.iter().filter(|passage| passage.text().len() < LONGEST_TITLE);
    let in_lists = |range: TextRange| {
        let section = work.outline.section_at(range.start);
        section.is_some_and(|section| work.references.sections.binary_search(&section).is_ok())
    };
    let kinds = titles.filter(|passage| ListKind::of_title(passage.text()).is_some());
    kinds.into_iter().any(|passage| in_lists(passage.range))
}

/// `refs-informative-only`.
pub fn refs_informative_only(checker: &mut Checker<'_>) {
    let work = checker.work;
    if work.references.lists.is_empty() || work.evidence.is_none() {
        checker.not_applicable("the document has no section of references");
        return;
    }
    for list in work.references.lists.iter().filter(|list| list.kind == Some(ListKind::Normative)) {
        let section = heading(work, *list);
        let found = checker.found(section.text_range, "a document that sets no rules has no normative references");
        checker.report(found.help("list them as informative references"));
    }
}

fn heading(work: &WorkProduct, list: List) -> &Section {
    &work.outline.sections[list.section]
}

/// The lists that lie in no other.
fn top_lists(work: &WorkProduct) -> impl Iterator<Item = List> {
    let lists = &work.references.lists;
    let nested = |list: &&List| {
        let parent = work.outline.sections[list.section].parent;
        parent.is_some_and(|parent| work.references.sections.binary_search(&parent).is_ok())
    };
    lists.iter().filter(move |list| !nested(list)).copied()
}

/// `ref-longevity-sentence`.
pub fn ref_longevity_sentence(checker: &mut Checker<'_>) {
    let work = checker.work;
    // The templates that keep the references among the first sections do not have the sentence.
    let templated = matches!(work.generation, Generation::G2 | Generation::G3);
    let first = top_lists(work).find(|list| heading(work, *list).role == Role::Appendix);
    let Some(list) = first.filter(|_| templated && !work.references.entries.is_empty()) else {
        checker.not_applicable("no appendix of the template lists references");
        return;
    };
    let wanted = folded("OASIS cannot guarantee their long term validity");
    let section = heading(work, list);
    if folded(work.slice(section.extent)).contains(&wanted) {
        return;
    }
    let part = if work.generation == Generation::G3 { "section" } else { "appendix" };
    let sentence = text(Text::LinkLongevity).trim_end().replace("{part}", part);
    let found = checker.found(section.text_range, "the sentence on the validity of links is missing");
    let edit = Edit::insert(section.range.end as usize, format!("\n\n{sentence}"));
    checker.report(found.help(format!("write: {sentence}")).fix(Fix::risky("Insert the sentence", vec![edit])));
}

/// `ref-section-intro`.
pub fn ref_section_intro(checker: &mut Checker<'_>) {
    let work = checker.work;
    if work.generation != Generation::G3 || work.references.lists.is_empty() {
        checker.not_applicable("the template does not open the references with a fixed text");
        return;
    }
    let paragraphs: Vec<&str> = text(Text::Tc2025References).split("\n\n").map(str::trim).collect();
    let is_divided = |list: &List| {
        let parent = |other: &List| work.outline.sections[other.section].parent;
        work.references.lists.iter().any(|other| parent(other) == Some(list.section))
    };
    let mut lists: Vec<(List, Option<&str>)> = Vec::new();
    for list in &work.references.lists {
        let wanted = match list.kind {
            None if heading(work, *list).depth == 1 => paragraphs.first(),
            None => None,
            // The text stands with the entries, as below the note's `Annex B Bibliography`.
            Some(_) if is_divided(list) => None,
            Some(ListKind::Normative) => paragraphs.get(1),
            Some(ListKind::Informative) => paragraphs.get(2),
        };
        lists.push((*list, wanted.copied()));
    }
    for (list, wanted) in lists {
        let Some(wanted) = wanted else { continue };
        if !folded(work.slice(heading(work, list).body)).contains(&folded(wanted)) {
            let found = checker.found(heading(work, list).text_range, "the text that opens this list is missing");
            checker.report(found.help(format!("write: {wanted}")));
        }
    }
}
