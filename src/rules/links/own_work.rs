//! Links to other versions and stages of the document itself, and to its repository.

use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::Severity;
use crate::rules::Checker;
use crate::rules::cover::pinned_to;
use crate::rules::running_text::{Pattern, find, pattern};
use crate::source::TextRange;
use crate::work_product::{LabelKind, Link, Role, StageUri, WorkProduct};

/// Titles of sections that speak of what came before.
static LOOKS_BACK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)chang|histor|revis|previous|earlier|former|prior|migrat|convers|new in|reference|bibliograph|related|acknowledg|supersed|namespace")
        .expect("valid pattern")
});

/// Whether a place stands where other versions and stages are rightly named: on the cover under their labels, in
/// the bibliography, in the history.
pub(in crate::rules) fn looks_back(work: &WorkProduct, offset: u32) -> bool {
    let outline = &work.outline;
    let above = std::iter::successors(outline.section_at(offset), |&index| outline.sections[index].parent);
    above.filter_map(|index| outline.sections.get(index)).any(|section| {
        let back = section.label.as_ref().is_some_and(|label| {
            matches!(label.kind, LabelKind::RelatedWork | LabelKind::DeclaredNamespaces) || label.kind.is_stage()
        });
        let named = !matches!(section.role, Role::Title | Role::Banner) && LOOKS_BACK.is_match(&section.title);
        back || named || section.role == Role::ReferenceEntry
    })
}

/// The links to the work product itself on docs.oasis-open.org, with the address of this stage.
pub(in crate::rules) fn to_itself(work: &WorkProduct) -> Vec<(&Link, StageUri, &StageUri)> {
    let Some(own) = work.own_uri() else { return Vec::new() };
    let links = work.links.iter().filter(|link| !link.image && link.url.contains("oasis-open"));
    let uris = links.filter_map(|link| Some((link, StageUri::of_link(link)?)));
    uris.filter(|(_, uri)| uri.same_work_product(own)).map(|(link, uri)| (link, uri, own)).collect()
}

/// `own-version-drift`.
pub fn version_drift(checker: &mut Checker<'_>) {
    let work = checker.work;
    for (link, uri, own) in to_itself(work) {
        let (Some(other), Some(version)) = (uri.bare_version(), own.bare_version()) else { continue };
        if other == version || looks_back(work, link.range.start) || mentions(work, link, other) {
            continue;
        }
        let place = uri.place_of_segment(uri.version.as_deref().unwrap_or_default());
        let found =
            checker.found(place, format!("the link leads to version {other}, the document is version {version}"));
        let found = found.related(own.place_of_segment(own.version.as_deref().unwrap_or_default()), "this stage");
        checker.report(found.help("link to this version, or say in the text that another one is meant"));
    }
}

/// Whether the text around a link names the version by itself.
fn mentions(work: &WorkProduct, link: &Link, version: &str) -> bool {
    let block = work.document.block_of(link.node);
    let plain = work.document.plain_text(block, work.text());
    plain.split_whitespace().any(|word| !word.contains("://") && word.contains(version))
}

pub(super) static LATEST: LazyLock<Pattern> =
    LazyLock::new(|| pattern(r"(?i)\blatest\s+(?:stage|version)\s*:\s*(?P<url>https?://[^\s<>()\x22]+)"));

/// `latest-label-pinned`: the block on the cover has a rule of its own.
pub fn latest_pinned(checker: &mut Checker<'_>) {
    let work = checker.work;
    let mut found = Vec::new();
    for (passage, range, _) in find(checker, &LATEST) {
        let Some(url) = LATEST.captures(&passage.text()[range.clone()]).and_then(|found| found.name("url")) else {
            continue;
        };
        let written = url.as_str().trim_end_matches(['.', ',', ';']);
        let from = range.start + url.start();
        let place = passage.source(from..from + written.len());
        let Some(uri) = StageUri::parse(written, place).filter(|uri| uri.follows_directives() && uri.version.is_some())
        else {
            continue;
        };
        let Some(token) = pinned_to(&uri) else { continue };
        let whole = work.slice(place) == written;
        let range: TextRange = if whole { uri.place_of(&token) } else { place };
        let message = format!("what is called the latest stage is pinned to `{token}`");
        let finding = checker.found(range, message).help("leave the stage out of directory and file name");
        // Before there were directories of stages, the file of a stage was also the latest one.
        found.push(if uri.stage.is_some() { finding } else { finding.at_most(Severity::Warning) });
    }
    for found in found {
        checker.report(found);
    }
}

/// `docs-url-lowercase`: names of work products stay as they were published, and so do the addresses of other groups.
pub fn lower_case(checker: &mut Checker<'_>) {
    let Some(own) = checker.work.own_uri().filter(|own| own.follows_directives()) else {
        return checker.not_applicable("the cover gives no address of this stage");
    };
    for link in checker.work.links.iter().filter(|link| link.url.contains("docs.oasis-open")) {
        let Some(uri) = StageUri::of_link(link).filter(|uri| uri.follows_directives() && uri.version.is_some()) else {
            continue;
        };
        if !uri.group.eq_ignore_ascii_case(&own.group) {
            continue;
        }
        let capital = |segment: &str| segment.chars().any(|c| c.is_ascii_uppercase());
        let segment = if capital(&uri.group) { Some(uri.group.as_str()) } else { uri.stage_segment() };
        let Some(segment) = segment.filter(|segment| capital(segment)) else { continue };
        let found = checker.found(uri.place_of_segment(segment), format!("`{segment}` holds capital letters"));
        checker.report(found.help("the server tells case apart, and groups and stages are in lower case there"));
    }
}

/// `github-blob-as-citation`.
pub fn repository_cited(checker: &mut Checker<'_>) {
    let work = checker.work;
    for section in work.labelled(LabelKind::CitationFormat) {
        let from = work.links.partition_point(|link| link.range.start < section.body.start);
        for link in work.links[from..].iter().take_while(|link| link.range.start < section.body.end) {
            let hosted =
                link.host().is_some_and(|(host, _)| host == "github.com" || host == "raw.githubusercontent.com");
            if hosted && !link.image {
                let found = checker.found(link.url_range, "the document is cited by an address in its repository");
                checker.report(found.help("cite the address on docs.oasis-open.org, which stays"));
            }
        }
    }
}
