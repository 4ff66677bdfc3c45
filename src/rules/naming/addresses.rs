//! Addresses of this stage and of the latest stage against the Naming Directives.

use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::Checker;
use crate::rules::cover::in_block;
use crate::work_product::{LabelKind, StageBlock, StageToken, StageUri, WorkProduct, percent_decoded, version_of_name};

use super::names::{Named, base, names};

/// The blocks that speak of this document. Addresses of an earlier stage stay as they were published.
const OWN: [LabelKind; 2] = [LabelKind::ThisStage, LabelKind::LatestStage];

/// The addresses of the document itself on the host where the Naming Directives hold.
fn own<'a>(checker: &Checker<'a>, labels: &[LabelKind]) -> Vec<(&'a StageBlock, &'a StageUri)> {
    let blocks = labels.iter().filter_map(|label| checker.work.stage_block(*label));
    blocks
        .flat_map(|block| block.addresses().map(move |uri| (block, uri)))
        .filter(|(_, uri)| uri.follows_directives())
        .collect()
}

/// Reports the first fault of a kind in each block: the formats of a stage share their faults.
fn each_block(
    checker: &mut Checker<'_>,
    labels: &[LabelKind],
    fault: &dyn Fn(&Checker<'_>, &StageUri) -> Option<Diagnostic>,
) {
    let mut told = Vec::new();
    for (block, uri) in own(checker, labels) {
        if told.contains(&block.label) {
            continue;
        }
        if let Some(found) = fault(checker, uri) {
            told.push(block.label);
            checker.report(in_block(checker, block, found));
        }
    }
}

/// Whether a file lies in a directory of a stage, as it is published.
pub(super) fn published(work: &WorkProduct, path: &str) -> bool {
    in_stage(&work.sources.shown(path))
}

fn in_stage(path: &str) -> bool {
    path.rsplit('/').nth(1).and_then(StageToken::parse).is_some()
}

/// What stands behind the version in the name of the prose and looks like a stage: `csd01` of `x-v1.0-csd01.md`.
fn stage_of_name(path: &str) -> Option<&str> {
    let name = base(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let version = version_of_name(stem)?;
    let (_, tail) = stem.split_once(&format!("-{version}-"))?;
    let mut parts = tail.split('-').skip_while(|part| part.starts_with("errata"));
    parts.next().filter(|part| STAGE_LIKE.is_match(part))
}

static STAGE_LIKE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^[a-z]{2,6}\d{0,3}$").expect("valid pattern"));

/// The name of the prose with the stage it carries.
fn named_stage(checker: &Checker<'_>) -> Option<(Named, String)> {
    let named = names(checker).into_iter().find(|named| named.prose)?;
    let stage = stage_of_name(&named.path)?.to_owned();
    Some((named, stage))
}

/// `stage-token-valid`.
pub fn stage_token(checker: &mut Checker<'_>) {
    let tokens = checker.work.template().stages.join(", ");
    each_block(checker, &[LabelKind::ThisStage], &|checker, uri| {
        let segment =
            uri.stage_segment().filter(|segment| uri.stage.is_none() && StageToken::split(segment).is_none())?;
        let found = checker.found(uri.place_of_segment(segment), format!("`{segment}` is no stage"));
        Some(found.help(format!("the stages of this kind of document are {tokens}")))
    });
    let Some((named, stage)) = named_stage(checker) else { return };
    let digits = stage.ends_with(|c: char| c.is_ascii_digit());
    if digits && !stage.starts_with("part") && StageToken::split(&stage).is_none() {
        let found = checker
            .found(named.range, format!("the name `{}` carries `{stage}`, which is no stage", base(&named.path)));
        let found = if published(checker.work, &named.path) { found } else { found.at_most(Severity::Warning) };
        checker.report(found.help(format!("the stages of this kind of document are {tokens}")));
    }
}

/// `stage-revision-digits`.
pub fn revision_digits(checker: &mut Checker<'_>) {
    const HELP: &str = "write the stage with two digits, from 01; `os` has none";
    each_block(checker, &[LabelKind::ThisStage], &|checker, uri| {
        let segment = uri.stage_segment()?;
        let message = wrong_revision(segment)?;
        Some(checker.found(uri.place_of_segment(segment), message).help(HELP))
    });
    let Some((named, stage)) = named_stage(checker) else { return };
    if let Some(message) = wrong_revision(&stage) {
        let found = checker.found(named.range, format!("{message} in the name `{}`", base(&named.path)));
        let found = if published(checker.work, &named.path) { found } else { found.at_most(Severity::Warning) };
        checker.report(found.help(HELP));
    }
}

fn wrong_revision(segment: &str) -> Option<String> {
    let token = StageToken::split(segment)?;
    match (token.name.as_str(), token.revision.as_str()) {
        ("os", "") => None,
        ("os", _) => Some(format!("`{segment}`: an OASIS Standard has no revision")),
        (_, "") => Some(format!("`{segment}` has no revision")),
        (_, "00") if token.name != "wd" => Some(format!("`{segment}`: revisions begin with 01")),
        (_, digits) if digits.len() != 2 => Some(format!("the revision of `{segment}` has not two digits")),
        _ => None,
    }
}

static VERSION: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^v(?:\d{1,2}\.\d{1,2}|\d+\.\d+\.\d+)$").expect("valid pattern"));

/// `version-id-form`.
pub fn version_form(checker: &mut Checker<'_>) {
    const HELP: &str = "write `v1.0`: a small v, two numbers or three, full stops between";
    each_block(checker, &OWN, &|checker, uri| {
        let written = [uri.version.as_deref(), uri.stem_version()];
        let wrong = written.into_iter().flatten().find(|version| !VERSION.is_match(version))?;
        let found = checker.found(uri.place_of(wrong), format!("the version is written `{wrong}`"));
        Some(found.help(HELP))
    });
    // The name of a draft in its repository may say `v2` and mean it.
    let Some((named, stage)) = named_stage(checker) else { return };
    if StageToken::split(&stage).is_none() {
        return;
    }
    let name = base(&named.path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    if let Some(version) = version_of_name(stem).filter(|version| !VERSION.is_match(version)) {
        let found = checker.found(named.range, format!("the name `{name}` writes the version `{version}`"));
        checker.report(found.help(HELP));
    }
}

/// `doc-uri-no-underscore`.
pub fn no_underscore(checker: &mut Checker<'_>) {
    each_block(checker, &OWN, &|checker, uri| {
        let path = uri.url.split_once("://").map_or(uri.url.as_str(), |(_, rest)| rest);
        let segment = path.split('/').find(|segment| percent_decoded(segment).contains('_'))?;
        let found = checker.found(uri.place_of(segment), format!("`{segment}` holds an underscore"));
        Some(found.help("addresses of documents hold letters, digits, dots and hyphens"))
    });
}

/// `ns-segment-reserved`.
pub fn ns_reserved(checker: &mut Checker<'_>) {
    each_block(checker, &OWN, &|checker, uri| {
        let path = uri.url.split_once("://").map_or(uri.url.as_str(), |(_, rest)| rest);
        path.split('/').skip(1).find(|segment| *segment == "ns")?;
        let found = checker.found(uri.place_of_segment("ns"), "the directory `ns` is kept for namespaces");
        Some(found.help("publish the document in a directory of its own"))
    });
}

/// Formats in which prose is published.
const FORMATS: [&str; 14] =
    ["md", "html", "htm", "pdf", "docx", "doc", "odt", "xml", "txt", "tex", "json", "yaml", "zip", "epub"];

/// `extension-mime`.
pub fn extension(checker: &mut Checker<'_>) {
    each_block(checker, &OWN, &|checker, uri| {
        let ending = uri.ending.as_deref()?;
        if FORMATS.contains(&ending.to_ascii_lowercase().as_str()) {
            return None;
        }
        let found = checker.found(uri.place_of_name(), format!("`.{ending}` is no common format of documents"));
        Some(found.help("offer Markdown, HTML, PDF or a word processor's open format"))
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_of_names() {
        assert_eq!(stage_of_name("a/kites-v1.0-csd01.md"), Some("csd01"));
        assert_eq!(stage_of_name("kites-v1.0-errata01-os.md"), Some("os"));
        assert_eq!(stage_of_name("kites-v1.0-csdpr01.md"), Some("csdpr01"));
        assert_eq!(stage_of_name("kites-v1.0.md"), None);
        assert_eq!(stage_of_name("kites-csd01.md"), None);
        assert!(in_stage("kites/v1.0/csd01/kites-v1.0-csd01.md"));
        assert!(!in_stage("kites/kites-v1.0-csd01.md"));
    }
}
