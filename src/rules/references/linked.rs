//! Publications that the text links without listing them.

use std::collections::HashSet;

use crate::rules::Checker;
use crate::work_product::references::rfc_number;
use crate::work_product::{Link, WorkProduct};

/// Hosts that serve publications, with what the path of one contains.
const PUBLISHERS: &[(&str, &str)] = &[
    ("rfc-editor.org", "/rfc"),
    ("ietf.org", "/rfc"),
    ("ietf.org", "/draft-"),
    ("w3.org", "/TR/"),
    ("iso.org", "/standard/"),
    ("nvlpubs.nist.gov", "/"),
    ("csrc.nist.gov", "/pub"),
    ("doi.org", "/10."),
    ("arxiv.org", "/abs/"),
    ("arxiv.org", "/pdf/"),
    ("itu.int", "/rec/"),
    ("etsi.org", "/deliver/"),
    ("standards.ieee.org", "/standard/"),
    ("unicode.org", "/reports/"),
    ("ecma-international.org", "/publications"),
];

/// `external-link-listed`.
pub fn external_link_listed(checker: &mut Checker<'_>) {
    let work = checker.work;
    if work.evidence.is_none() || work.is_template() {
        checker.not_applicable("nothing tells that the document is a work product");
        return;
    }
    let body = work.cover.range.end;
    let listed: HashSet<String> =
        work.links.iter().filter(|link| in_lists(work, link)).map(|link| essence(&link.url)).collect();
    let mut known: HashSet<String> = HashSet::new();
    let mut unlisted: Vec<&Link> = Vec::new();
    for link in work.links.iter().filter(|link| !link.image && link.range.start >= body && is_publication(link)) {
        if !in_lists(work, link) && known.insert(essence(&link.url)) && !is_listed(work, link, &listed) {
            unlisted.push(link);
        }
    }
    let Some(first) = unlisted.first() else { return };
    let message = match unlisted.len() {
        1 => "the text links this publication, but the references do not list it".to_owned(),
        count => format!("the text links {count} publications that the references do not list, this one first"),
    };
    let found = checker.found(first.range, message);
    checker.report(found.help("list the publication with title and date, and cite its tag: addresses change"));
}

fn is_publication(link: &Link) -> bool {
    let Some((host, path)) = link.host().filter(|_| link.is_web()) else { return false };
    PUBLISHERS.iter().any(|(publisher, part)| {
        let ours = host.strip_suffix(publisher).is_some_and(|before| before.is_empty() || before.ends_with('.'));
        ours && path.contains(part)
    })
}

fn in_lists(work: &WorkProduct, link: &Link) -> bool {
    let section = work.outline.section_at(link.range.start);
    section.is_some_and(|section| work.references.sections.binary_search(&section).is_ok())
}

/// A list holds the address, or the tag of an entry names the RFC.
fn is_listed(work: &WorkProduct, link: &Link, listed: &HashSet<String>) -> bool {
    let name = link.url.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let name = name.split(['#', '?', '.']).next().unwrap_or_default();
    let tagged = rfc_number(name).is_some() && work.references.defines(name);
    tagged || listed.contains(&essence(&link.url))
}

/// An address without scheme, fragment and closing slash.
fn essence(url: &str) -> String {
    let url = url.split('#').next().unwrap_or(url);
    let url = url.split_once("://").map_or(url, |(_, rest)| rest);
    url.strip_prefix("www.").unwrap_or(url).trim_end_matches('/').to_owned()
}
