//! The form of entries.

use std::sync::LazyLock;

use regex::Regex;

use crate::markdown::{NodeId, NodeKind};
use crate::rules::Checker;
use crate::rules::links::certainty;
use crate::source::TextRange;
use crate::work_product::{ReferenceEntry, Target};

static RFC: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)\bRFC[ -]?0*(\d{1,5})\b").expect("valid pattern"));

static RFC_URL: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)/rfc0*(\d{1,5})\b").expect("valid pattern"));

static RFC_TAG: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)^\[?RFC[ -]?0*(\d{1,5})\]?$").expect("valid pattern"));

static RFC_ID: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)^rfc[ -]?0*(\d{1,5})$").expect("valid pattern"));

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
    let found = checker.found(work.document.range(place), message);
    checker.report(
        found.at_most(certainty(work)).help("begin each entry with a tag in brackets: `**[RFC2119]** Bradner, S., …`"),
    );
}

/// `ref-rfc-number`.
pub fn ref_rfc_number(checker: &mut Checker<'_>) {
    let work = checker.work;
    if !work.text().contains("RFC") {
        checker.not_applicable("the document names no RFC");
        return;
    }
    for entry in &work.references.entries {
        entry_number(checker, entry);
    }
    for link in work.links.iter().filter(|link| !link.image) {
        let Some(shown) = number(&RFC_TAG, link.text.trim()) else { continue };
        let target = match link.target() {
            Target::Fragment(fragment) => number(&RFC_ID, fragment),
            Target::Absolute(_, rest) if rest.contains("rfc-editor.org") || rest.contains("ietf.org") => {
                number(&RFC_URL, rest)
            }
            _ => None,
        };
        if let Some(target) = target.filter(|target| *target != shown) {
            checker.flag(link.range, format!("the link shows RFC {shown} but leads to RFC {target}"));
        }
    }
}

fn entry_number(checker: &mut Checker<'_>, entry: &ReferenceEntry) {
    let Some(tag) = number(&RFC_TAG, &entry.tag) else { return };
    let after = TextRange { start: entry.tag_range.end, end: entry.range.end.max(entry.tag_range.end) };
    let slice = checker.work.slice(after);
    for pattern in [&RFC_URL, &RFC] {
        // A title may name another RFC: one that agrees is enough.
        let found: Vec<regex::Match<'_>> = pattern.captures_iter(slice).filter_map(|found| found.get(1)).collect();
        let agrees = found.iter().any(|found| found.as_str().trim_start_matches('0') == tag);
        if let Some(first) = found.first().filter(|_| !agrees) {
            let range = after.inside(first.range());
            let message = format!("the tag says RFC {tag}, the entry RFC {}", first.as_str());
            let finding = checker.found(range, message).related(entry.tag_range, "the tag");
            checker.report(finding);
            return;
        }
    }
}

fn number(pattern: &Regex, text: &str) -> Option<String> {
    Some(pattern.captures(text)?.get(1)?.as_str().to_owned())
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
