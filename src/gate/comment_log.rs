//! The log of the comments on a draft in public review: conditions 146 and 147.

use std::sync::LazyLock;

use regex::Regex;

use super::submission::{Submission, whole_stage_word};
use super::{Judge, Place};

static PART_DIRECTORY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)^part\d+-[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$").expect("valid pattern"));
static PART_FILE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)-part\d+-[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$").expect("valid pattern"));

/// Endings of a log.
const ENDINGS: [&str; 11] = ["txt", "xls", "xlsx", "pdf", "md", "doc", "docx", "csv", "ods", "htm", "html"];

/// Conditions 146 and 147.
pub(super) fn log(submission: &Submission<'_>, judge: &mut Judge) {
    let word = whole_stage_word(&submission.stage);
    if !["csd", "cnd"].contains(&word) {
        judge.not_applicable([146, 147], "only drafts are in public review");
        return;
    }
    if has_parts(submission) {
        judge.not_applicable([146, 147], "the work product has parts");
        return;
    }
    let names: Vec<&str> = submission.files.paths().filter(|path| !path.contains('/')).collect();
    let metadata = format!("{}-public-review-metadata.html", submission.stem());
    if !names.contains(&metadata.as_str()) {
        judge.not_applicable([146, 147], "the package holds no metadata of a public review");
        return;
    }
    let wanted = format!("{}-comment-resolution-log", submission.stem());
    let split = |name: &str| match name.rsplit_once('.') {
        Some((base, ending)) => (base.to_owned(), Some(ending.to_lowercase())),
        None => (name.to_owned(), None),
    };
    let right = |name: &&&str| {
        let (base, ending) = split(name);
        base == wanted && ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
    };
    let found = names.iter().find(right);
    judge.compared(146, found.copied().unwrap_or("none"), wanted.as_str());
    judge.compared(147, found.copied().unwrap_or("none"), wanted.as_str());
    if found.is_some() {
        return;
    }
    let meant = |name: &&&str| {
        let base = joined(&split(name).0);
        base.contains("commentresolutionlog") || base == joined(&wanted)
    };
    if let Some(name) = names.iter().find(meant) {
        judge.fail(146, Place::File((*name).to_owned()), format!("the log of comments is called `{name}`"));
        judge.help(146, format!("call it {wanted}, with its ending"));
        return;
    }
    if let Some(later) = later_stage(submission, word) {
        judge.fail(
            147,
            Place::Package,
            format!("the review is over, as {later} shows, and there is no log of comments"),
        );
        judge.help(147, format!("add {wanted}, or make sure that the comments are answered elsewhere"));
    }
}

/// A name in small letters, without hyphens and underscores.
fn joined(name: &str) -> String {
    name.to_lowercase().replace(['-', '_'], "")
}

fn has_parts(submission: &Submission<'_>) -> bool {
    submission.files.paths().any(|path| match path.split_once('/') {
        Some((directory, _)) => PART_DIRECTORY.is_match(directory),
        None => path.rsplit_once('.').is_some_and(|(base, _)| PART_FILE.is_match(base)),
    })
}

/// A stage beside this one that can only follow its review.
fn later_stage(submission: &Submission<'_>, word: &str) -> Option<String> {
    let follows = |name: &str| {
        let stage = whole_stage_word(name);
        let numbered = stage.len() + 2 == name.len();
        match word {
            "csd" => (["cs", "errata"].contains(&stage) && numbered) || name == "os",
            _ => stage == "cn" && numbered,
        }
    };
    let names = submission.package.neighbours.names(1, "");
    let directories = names.iter().filter_map(|name| name.strip_suffix('/'));
    directories.filter(|name| *name != submission.stage).find(|name| follows(name)).map(str::to_owned)
}
