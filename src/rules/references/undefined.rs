//! Citations of what the references do not list.

use std::sync::LazyLock;

use foldhash::{HashSet, HashSetExt};
use regex::Regex;

use crate::rules::Checker;
use crate::rules::links::certainty;
use crate::source::TextRange;
use crate::work_product::references::folded;
use crate::work_product::{Citation, ReferenceEntry, Target, WorkProduct, percent_decoded};

/// Tags that can be nothing but a publication.
static PUBLICATION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:(?:RFC|BCP|STD)[ -]?\d+|(?:ISO|IEC|IEEE|FIPS|NIST|ITU|ETSI)[A-Z/ ._-]*\d[\w.:-]*)$")
        .expect("valid pattern")
});

/// A short name and numbers.
static LABEL: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^[A-Za-z]+(?:[-.]\d+)+$").expect("valid pattern"));

static DEMAND: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?:MUST|SHALL|SHOULD|MAY|REQUIRED|RECOMMENDED|OPTIONAL)\b").expect("valid pattern")
});

/// Fewest different tags cited in bare brackets that make a convention.
const CONVENTION: usize = 5;

/// Shortest name that tells a work when it is a part of another name.
const SHORTEST_NAME: usize = 5;

/// A citation that certainly lacks its entry.
pub(in crate::rules) struct Undefined {
    /// What is cited, folded: the same work is reported once.
    work: String,
    message: String,
    range: TextRange,
    /// Index of the link it is, if it is one.
    pub(in crate::rules) link: Option<usize>,
    /// The entry of another version of the work.
    other: Option<usize>,
    /// The first entry whose tag holds the one cited.
    meant: Option<usize>,
}

/// `ref-undefined`.
pub fn ref_undefined(checker: &mut Checker<'_>) {
    let work = checker.work;
    if work.references.entries.is_empty() {
        checker.not_applicable("the document lists no tagged references");
        return;
    }
    if work.is_template() {
        checker.not_applicable("the file is a template: its lists are still to be filled");
        return;
    }
    let mut seen = HashSet::new();
    for citation in undefined(work) {
        if !seen.insert(citation.work) {
            continue;
        }
        let mut found = checker.found(citation.range, citation.message);
        if let Some(other) = citation.other.and_then(|index| work.references.entries.get(index)) {
            found = found.related(other.tag_range, "another version of it is listed");
        }
        // The list of a part of a larger document need not be whole.
        let found = found.at_most(certainty(work));
        let Some(meant) = citation.meant.and_then(|index| work.references.entries.get(index)) else {
            checker.report(found.help("add it to the references, or correct the citation"));
            continue;
        };
        let help = format!("did you mean `[{}]`? Else add the work to the references", meant.tag);
        checker.report(found.related(meant.tag_range, "an entry of a similar name").help(help));
    }
}

/// Citations that certainly lack their entry.
pub(in crate::rules) fn undefined(work: &WorkProduct) -> Vec<Undefined> {
    let references = &work.references;
    if references.entries.is_empty() {
        return Vec::new();
    }
    let convention = Convention { names: brackets_cite(work), numbers: numbers_cite(work) };
    let certain = references.citations.iter().filter(|citation| is_undefined(work, citation, convention));
    let mut found: Vec<Undefined> = certain
        .map(|citation| Undefined {
            work: folded(&citation.tag),
            message: format!("`[{}]` is cited but not in the references", citation.tag),
            range: citation.range,
            link: citation.link,
            other: None,
            meant: holding(work, &citation.tag),
        })
        .collect();
    found.extend(other_versions(work));
    found.sort_by_key(|citation| citation.range);
    found
}

/// The first entry whose tag holds a tag that is not listed, as `JSON-Schema-Core` holds `JSONSchema`. The names of
/// series say nothing but their numbers.
fn holding(work: &WorkProduct, tag: &str) -> Option<usize> {
    let wanted = folded(tag);
    if wanted.len() < SHORTEST_NAME || PUBLICATION.is_match(tag) {
        return None;
    }
    work.references.entries.iter().position(|entry| folded(&entry.tag).contains(&wanted))
}

/// What brackets around bare words mean in a document.
#[derive(Clone, Copy)]
struct Convention {
    /// Names in brackets cite.
    names: bool,
    /// Numbers in brackets cite.
    numbers: bool,
}

fn is_undefined(work: &WorkProduct, citation: &Citation, convention: Convention) -> bool {
    let known = citation.by_anchor.is_some() || work.references.defines(&citation.tag);
    if known || !citation.bracketed || citation.is_requirement() || labels_requirement(work, citation) {
        return false;
    }
    match &citation.fragment {
        // A link that arrives leads to something other than an entry: a term, a section.
        Some(fragment) => {
            let named = is_acronym(&citation.tag) && folded(fragment) == folded(&citation.tag);
            work.anchors.get(&percent_decoded(fragment)).is_none() && (named || PUBLICATION.is_match(&citation.tag))
        }
        None if is_number(&citation.tag) => convention.numbers,
        None => PUBLICATION.is_match(&citation.tag) || (convention.names && is_acronym(&citation.tag)),
    }
}

/// A name with numbers, `[TIDES-2-1]`, at either end of a quoted sentence that demands something is the label of that
/// requirement.
fn labels_requirement(work: &WorkProduct, citation: &Citation) -> bool {
    if citation.link.is_some() || !LABEL.is_match(&citation.tag) {
        return false;
    }
    let before = work.text().get(..citation.range.start as usize).unwrap_or_default();
    let before = before.rsplit('\n').next().unwrap_or_default();
    let before = before.trim_end_matches(['[', '\\', '*']).trim();
    let behind = work.text().get(citation.range.end as usize..).unwrap_or_default();
    let behind = behind.split('\n').next().unwrap_or_default();
    let behind = behind.trim_start_matches([']', '\\', '*', ':']).trim();
    let demands = |quoted: &str| {
        let closed = quoted.starts_with(['«', '“', '"', '„', '‹']) && quoted.ends_with(['»', '”', '"', '“', '›']);
        closed && DEMAND.is_match(quoted)
    };
    (behind.is_empty() && demands(before)) || (before.is_empty() && demands(behind))
}

/// Links to the anchor of a version that is not listed while another version is: `#storage-v10` for `[Storage-v1.1]`.
fn other_versions(work: &WorkProduct) -> Vec<Undefined> {
    let mut found = Vec::new();
    for (index, link) in work.links.iter().enumerate().filter(|(_, link)| !link.image) {
        let Target::Fragment(fragment) = link.target() else { continue };
        let fragment = percent_decoded(fragment);
        let Some(name) = without_version(&fragment) else { continue };
        if work.anchors.get(&fragment).is_some() || work.references.entry_of_anchor(&fragment).is_some() {
            continue;
        }
        let same = |tag: &str| without_version(tag).is_some_and(|other| other == name);
        let Some(other) = work.references.entries.iter().position(|entry| same(&entry.tag)) else { continue };
        let tag = &work.references.entries[other].tag;
        found.push(Undefined {
            work: folded(&fragment),
            message: format!("`#{fragment}` names a version that is not in the references: `[{tag}]` is"),
            range: link.url_range,
            link: Some(index),
            other: Some(other),
            meant: None,
        });
    }
    found
}

/// The name before a version, folded: `openc2lang` of `OpenC2-Lang-v1.0` and of `openc2-lang-v10`.
fn without_version(name: &str) -> Option<String> {
    let at = name.rfind(['v', 'V'])?;
    let version = name.get(at + 1..)?;
    let digits = version.starts_with(|c: char| c.is_ascii_digit())
        && version.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'));
    let stem = folded(name.get(..at)?.strip_suffix(['-', '_', '.'])?);
    (digits && stem.len() >= 3).then_some(stem)
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

fn is_number(tag: &str) -> bool {
    tag.bytes().all(|b| b.is_ascii_digit())
}

/// Whether numbers in brackets are how this document cites: its lists are numbered, and nearly all of them name an
/// entry.
pub(super) fn numbers_cite(work: &WorkProduct) -> bool {
    let references = &work.references;
    if !references.entries.iter().all(ReferenceEntry::is_numeric) {
        return false;
    }
    let numbers: HashSet<&str> = references
        .citations
        .iter()
        .filter(|citation| citation.link.is_none() && is_number(&citation.tag))
        .map(|citation| citation.tag.as_str())
        .collect();
    let resolved = numbers.iter().filter(|number| references.entry_of_tag(number).is_some()).count();
    resolved >= CONVENTION && resolved * 4 >= numbers.len() * 3
}

/// Whether bare brackets are how this document cites: nearly all of them name an entry.
fn brackets_cite(work: &WorkProduct) -> bool {
    let bare = work.references.citations.iter().filter(|citation| citation.link.is_none() && is_acronym(&citation.tag));
    let tags: HashSet<String> = bare.map(|citation| folded(&citation.tag)).collect();
    let known: HashSet<String> = work.references.entries.iter().map(|entry| folded(&entry.tag)).collect();
    let resolved = tags.intersection(&known).count();
    resolved >= CONVENTION && resolved * 4 >= tags.len() * 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_told_from_its_version() {
        assert_eq!(without_version("OpenC2-Lang-v1.1").as_deref(), Some("openc2lang"));
        assert_eq!(without_version("openc2-lang-v10"), without_version("OpenC2-Lang-v1.1"));
        assert_eq!(without_version("rfc7231"), None);
        assert_eq!(without_version("v1.0"), None);
        assert_eq!(without_version("overview"), None);
    }
}
