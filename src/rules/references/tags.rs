//! Tags and citations against each other.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use regex::Regex;

use crate::rules::Checker;
use crate::work_product::references::{folded, mentions};
use crate::work_product::{Citation, ReferenceEntry, Target, WorkProduct, percent_decoded};

/// Tags that can be nothing but a publication.
static PUBLICATION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:(?:RFC|BCP|STD)[ -]?\d+|(?:ISO|IEC|IEEE|FIPS|NIST|ITU|ETSI)[A-Z/ ._-]*\d[\w.:-]*)$")
        .expect("valid pattern")
});

/// Fewest different tags cited in bare brackets that make a convention.
const CONVENTION: usize = 5;

/// `ref-tag-unique`.
pub fn ref_tag_unique(checker: &mut Checker<'_>) {
    let entries = &checker.work.references.entries;
    if entries.is_empty() {
        checker.not_applicable("the document lists no tagged references");
        return;
    }
    let mut first: HashMap<String, usize> = HashMap::new();
    for (index, entry) in
        entries.iter().enumerate().filter(|(_, entry)| !entry.is_numeric() && !entry.tag.starts_with("insert "))
    {
        let known = *first.entry(entry.tag.to_lowercase()).or_insert(index);
        if known != index {
            let found = checker.found(entry.tag_range, format!("`[{}]` is listed twice", entry.tag));
            checker.report(found.related(entries[known].tag_range, "the first entry"));
        }
    }
}

/// `ref-undefined`.
pub fn ref_undefined(checker: &mut Checker<'_>) {
    if checker.work.references.entries.is_empty() {
        checker.not_applicable("the document lists no tagged references");
        return;
    }
    let mut seen = HashSet::new();
    for citation in undefined(checker.work) {
        if seen.insert(folded(&citation.tag)) {
            checker.flag(citation.range, format!("`[{}]` is cited but not in the references", citation.tag));
        }
    }
}

/// Citations that certainly lack their entry.
pub(in crate::rules) fn undefined(work: &WorkProduct) -> impl Iterator<Item = &Citation> {
    let references = &work.references;
    let by_convention = brackets_cite(work);
    references.citations.iter().filter(move |citation| {
        if references.entries.is_empty() || references.defines(&citation.tag) || citation.is_requirement() {
            return false;
        }
        match &citation.fragment {
            // A link that arrives leads to something other than an entry: a term, a section.
            Some(fragment) => {
                let named = is_acronym(&citation.tag) && folded(fragment) == folded(&citation.tag);
                work.anchors.get(&percent_decoded(fragment)).is_none() && (named || PUBLICATION.is_match(&citation.tag))
            }
            None => PUBLICATION.is_match(&citation.tag) || (by_convention && is_acronym(&citation.tag)),
        }
    })
}

/// Two capitals or more and no spaces, not one of the words people put in brackets.
fn is_acronym(tag: &str) -> bool {
    let capitals = tag.chars().filter(char::is_ascii_uppercase).count();
    let placeholder = ["TBD", "TODO", "TBC", "XXX", "TOC"].iter().any(|word| tag.starts_with(word));
    capitals >= 2
        && tag.len() >= 3
        && !tag.contains(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '.'))
        && !placeholder
}

/// Whether bare brackets are how this document cites: nearly all of them name an entry.
fn brackets_cite(work: &WorkProduct) -> bool {
    let tags: HashSet<String> = work
        .references
        .citations
        .iter()
        .filter(|citation| citation.fragment.is_none() && is_acronym(&citation.tag))
        .map(|citation| folded(&citation.tag))
        .collect();
    let known: HashSet<String> = work.references.entries.iter().map(|entry| folded(&entry.tag)).collect();
    let resolved = tags.intersection(&known).count();
    resolved >= CONVENTION && resolved * 4 >= tags.len() * 3
}

/// `ref-unused`.
pub fn ref_unused(checker: &mut Checker<'_>) {
    let work = checker.work;
    let entries = &work.references.entries;
    if entries.iter().all(ReferenceEntry::is_numeric) {
        checker.not_applicable("the document lists no tagged references");
        return;
    }
    let cited: HashSet<String> = work.references.citations.iter().map(|citation| folded(&citation.tag)).collect();
    let reached: HashSet<String> = work
        .links
        .iter()
        .filter_map(|link| match link.target() {
            Target::Fragment(fragment) => Some(percent_decoded(fragment).to_lowercase()),
            _ => None,
        })
        .collect();
    let uncited: Vec<&ReferenceEntry> = entries
        .iter()
        .filter(|entry| !entry.is_numeric())
        .filter(|entry| !cited.contains(&folded(&entry.tag)))
        .filter(|entry| !entry.ids.iter().any(|id| reached.contains(&id.to_lowercase())))
        .collect();
    if uncited.is_empty() {
        return;
    }
    let tags = uncited.iter().map(|entry| folded(&entry.tag)).filter(|tag| !tag.is_empty()).collect();
    let named = mentions(&work.references, &tags, work.text());
    for entry in uncited {
        if !named.contains(&folded(&entry.tag)) {
            let found = checker.found(entry.tag_range, format!("`[{}]` is never cited", entry.tag));
            checker.report(found.help("cite it where it matters, or take it off the list"));
        }
    }
}
