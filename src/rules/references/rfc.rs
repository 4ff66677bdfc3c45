//! RFCs: their numbers, their addresses, and what replaced them.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::profiles::obsoleted_by;
use crate::rules::Checker;
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::references::rfc_number;
use crate::work_product::{ReferenceEntry, Target};

static RFC: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)\bRFC[ -]?0*(\d{1,5})\b").expect("valid pattern"));

static RFC_URL: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)/rfc0*(\d{1,5})\b").expect("valid pattern"));

static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)\bhttps?://(?:www\.|tools\.|datatracker\.)?(?:rfc-editor|ietf)\.org
          /(?:info|rfc|html|doc|doc/html|rfc/pdfrfc|pdf)/rfc0*(?P<number>\d{1,5})(?:\.txt|\.html|\.pdf|/)?(?P<more>[\w\#?/-]?)",
    )
    .expect("valid pattern")
});

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
        let Some(shown) = rfc_number(&link.text) else { continue };
        let target = match link.target() {
            // A link that leads nowhere is a finding of another rule.
            Target::Fragment(fragment) => rfc_number(fragment).filter(|_| work.anchors.get(fragment).is_some()),
            Target::Absolute(_, rest) if rest.contains("rfc-editor.org") || rest.contains("ietf.org") => {
                RFC_URL.captures(rest).and_then(|found| found.get(1)?.as_str().parse().ok())
            }
            _ => None,
        };
        let Some(target) = target.filter(|target| *target != shown) else { continue };
        let mut found = checker.found(link.range, format!("the link shows RFC {shown} but leads to RFC {target}"));
        for (number, what) in [(shown, "the entry it names"), (target, "the entry it leads to")] {
            let entry = work.references.entry_of_tag(&format!("RFC{number}"));
            if let Some(entry) = entry.and_then(|index| work.references.entries.get(index)) {
                found = found.related(entry.tag_range, what);
            }
        }
        checker.report(found);
    }
}

fn entry_number(checker: &mut Checker<'_>, entry: &ReferenceEntry) {
    let Some(tag) = rfc_number(&entry.tag) else { return };
    let after = TextRange { start: entry.tag_range.end, end: entry.range.end.max(entry.tag_range.end) };
    let slice = checker.work.slice(after);
    for pattern in [&RFC_URL, &RFC] {
        // A title may name another RFC: one that agrees is enough.
        let found: Vec<regex::Match<'_>> = pattern.captures_iter(slice).filter_map(|found| found.get(1)).collect();
        let agrees = found.iter().any(|found| found.as_str().parse() == Ok(tag));
        if let Some(first) = found.first().filter(|_| !agrees) {
            let range = after.inside(first.range());
            let message = format!("the tag says RFC {tag}, the entry RFC {}", first.as_str());
            let finding = checker.found(range, message).related(entry.tag_range, "the tag");
            checker.report(finding);
            return;
        }
    }
}

/// `ref-rfc-canonical-url`.
pub fn ref_rfc_canonical_url(checker: &mut Checker<'_>) {
    let work = checker.work;
    let mut edits: Vec<Edit> = Vec::new();
    for entry in &work.references.entries {
        let Some(number) = rfc_number(&entry.tag) else { continue };
        let canonical = format!("https://www.rfc-editor.org/info/rfc{number}");
        for found in ADDRESS.captures_iter(work.slice(entry.range)) {
            let (Some(whole), Some(named), Some(more)) = (found.get(0), found.name("number"), found.name("more"))
            else {
                continue;
            };
            // The address of a part of the RFC says more than the address of the RFC.
            if more.is_empty() && named.as_str().parse() == Ok(number) && whole.as_str() != canonical {
                edits.push(Edit::replace(entry.range.inside(whole.range()), canonical.clone()));
            }
        }
    }
    let Some(first) = edits.first().map(|edit| edit.range) else { return };
    let message = match edits.len() {
        1 => "the address is not the one the RFC Editor gives".to_owned(),
        count => format!("{count} addresses are not those the RFC Editor gives, this one first"),
    };
    let found = checker.found(first, message).help("write `https://www.rfc-editor.org/info/rfc…`");
    checker.report(found.fix(Fix::safe("Use the addresses of the RFC Editor", edits)));
}

/// `ref-obsolete-rfc`.
pub fn ref_obsolete_rfc(checker: &mut Checker<'_>) {
    let entries = &checker.work.references.entries;
    let listed: HashSet<u32> = entries.iter().filter_map(|entry| rfc_number(&entry.tag)).collect();
    if listed.is_empty() {
        checker.not_applicable("the document lists no RFC");
        return;
    }
    for entry in entries {
        let Some((number, successors)) = rfc_number(&entry.tag).and_then(|n| Some((n, obsoleted_by(n)?))) else {
            continue;
        };
        // Who lists both knows the difference.
        if successors.iter().any(|successor| listed.contains(successor)) {
            continue;
        }
        let names: Vec<String> = successors.iter().map(|number| format!("RFC {number}")).collect();
        let found =
            checker.found(entry.tag_range, format!("RFC {number} is obsolete: {} replaced it", names.join(", ")));
        checker.report(found.help("refer to its successor, unless the text means the older document"));
    }
}
