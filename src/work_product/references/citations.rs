//! The citations of a document.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::markdown::{Document, NodeId, NodeKind};
use crate::source::TextRange;
use crate::work_product::{Link, Target, percent_decoded};

use super::{Citation, References, rfc_number};

static BARE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\\?\[([A-Za-z0-9][A-Za-z0-9 ._:/+-]{1,48}[A-Za-z0-9])\\?\]").expect("valid pattern"));

/// `RFC 2045 section 6.8` cites a part of a work.
static PART: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(.+?)[ ,;]+(?i:sections?|sec\.|chapter|clause|appendix|annex|part|pp?\.)\s*[0-9A-Z]")
        .expect("valid pattern")
});

/// `[3]` and `[1, 4-6]`, in documents whose lists are numbered.
static NUMBERS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\\?\[(\d{1,3}(?:\s*[,;\x{2013}-]\s*\d{1,3})*)\\?\]").expect("valid pattern"));

static NUMBER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\d+").expect("valid pattern"));

/// Longest tag.
const MAX_TAG: usize = 60;

/// Every citation of a document, in order.
pub(super) fn citations(document: &Document, links: &[Link], references: &References, text: &str) -> Vec<Citation> {
    let mut found: Vec<Citation> = Vec::new();
    for (index, link) in links.iter().enumerate().filter(|(_, link)| !link.image) {
        found.extend(linked(link, index, references, text));
    }
    if text.contains('[') {
        for node in document.descendants(document.root()) {
            if matches!(document.kind(node), NodeKind::Text { .. }) {
                bare(document, node, references, text, &mut found);
            }
        }
    }
    found.sort_by_key(|citation| citation.range);
    for citation in &mut found {
        citation.by_tag = references.entry_of_tag(&citation.tag);
    }
    found
}

/// `[[X](#x)]`, `\[[X](#x)\]`, `[[X]](#x)`; every link to an entry, `[the rules](#x)` too; and `[RFC 2119](#x)`.
fn linked(link: &Link, index: usize, references: &References, text: &str) -> Option<Citation> {
    let Target::Fragment(fragment) = link.target() else {
        return None;
    };
    let shown = link.text.trim();
    let range = link.range.as_usize();
    let before = text.get(..range.start)?.ends_with('[');
    let after = text.get(range.end..)?.trim_start_matches('\\').starts_with(']');
    let inner = shown.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let bracketed = inner.is_some() || (before && after);
    let by_anchor = references.entry_of_anchor(&percent_decoded(fragment));
    if !bracketed && by_anchor.is_none() && rfc_number(shown).is_none() {
        return None;
    }
    let tag = inner.unwrap_or(shown).trim();
    let fits = !tag.is_empty() && tag.len() <= MAX_TAG;
    let at = text.get(range).and_then(|slice| slice.find(tag)).filter(|_| fits);
    if at.is_none() && by_anchor.is_none() {
        return None;
    }
    Some(Citation {
        tag: tag.to_owned(),
        range: at.map_or(link.range, |at| link.range.inside(at..at + tag.len())),
        bracketed,
        link: Some(index),
        fragment: Some(fragment.to_owned()),
        by_tag: None,
        by_anchor,
    })
}

fn bare(document: &Document, node: NodeId, references: &References, text: &str, found: &mut Vec<Citation>) {
    let range = document.range(node);
    let slice = text.get(range.as_usize()).unwrap_or_default();
    if !slice.contains('[') {
        return;
    }
    let in_link = |id: NodeId| matches!(document.kind(id), NodeKind::Link { .. } | NodeKind::Image { .. });
    let linked = document.ancestors(node).take_while(|&id| !document.kind(id).is_block()).any(in_link);
    for captures in BARE.captures_iter(slice) {
        let (Some(whole), Some(tag)) = (captures.get(0), captures.get(1)) else {
            continue;
        };
        let around: Range<usize> = range.inside(whole.range()).as_usize();
        if !linked && stands_alone(text, &around) {
            for place in tags(tag.as_str(), references) {
                let range = range.inside(tag.start() + place.start..tag.start() + place.end);
                found.push(unlinked(tag.as_str().get(place).unwrap_or_default(), range));
            }
        }
    }
    if !references.numbered || linked {
        return;
    }
    for captures in NUMBERS.captures_iter(slice) {
        let (Some(whole), Some(numbers)) = (captures.get(0), captures.get(1)) else { continue };
        if stands_alone(text, &range.inside(whole.range()).as_usize()) {
            for number in NUMBER.find_iter(numbers.as_str()) {
                let place = numbers.start() + number.start()..numbers.start() + number.end();
                found.push(unlinked(number.as_str(), range.inside(place)));
            }
        }
    }
}

/// The tags in a pair of brackets: one, or several works that are known.
fn tags(inner: &str, references: &References) -> Vec<Range<usize>> {
    let whole = PART.captures(inner).and_then(|found| found.get(1)).map_or(0..inner.len(), |tag| tag.range());
    let Some(tag) = inner.get(whole.clone()) else { return Vec::new() };
    if !tag.contains(|c: char| c.is_ascii_alphabetic()) {
        return Vec::new();
    }
    if !tag.contains([',', ';']) {
        return vec![whole];
    }
    let mut from = 0;
    let mut places = Vec::new();
    for part in tag.split([',', ';']) {
        let lead = part.len() - part.trim_start().len();
        let name = part.trim();
        if rfc_number(name).is_none() && references.entry_of_tag(name).is_none() {
            return Vec::new();
        }
        places.push(from + lead..from + lead + name.len());
        from += part.len() + 1;
    }
    places
}

/// A citation that is no link.
fn unlinked(tag: &str, range: TextRange) -> Citation {
    Citation { tag: tag.to_owned(), range, bracketed: true, link: None, fragment: None, by_tag: None, by_anchor: None }
}

/// Not `a[i]`, `[x](y`, `[x]: y`, `![x]`, nor the inside of `[[x]]`.
fn stands_alone(text: &str, around: &Range<usize>) -> bool {
    // A text that begins with an escape is placed behind its backslash.
    let before = text.get(..around.start).map(|before| before.strip_suffix('\\').unwrap_or(before));
    let before = before.and_then(|before| before.chars().next_back());
    let after = text.get(around.end..).and_then(|after| after.chars().next());
    !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '[' | ']' | '!' | '_' | '.' | '$' | '\\'))
        && !after.is_some_and(|c| c.is_alphanumeric() || matches!(c, '(' | '[' | '{' | ':' | ']' | '_'))
}
