//! The manifest: conditions 74 to 76.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use crate::package::{MANIFEST, REVIEW_FILES};
use crate::source::sha256;

use super::conditions::Severity;
use super::files::Entry;
use super::submission::Submission;
use super::traced::Traced;
use super::{Judge, Place, schemas};

static STRING: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#""((?:[^"\\]|\\.)*)""#).expect("valid pattern"));

/// The mark of a build record of another program, which names files of its own tree.
const BUILD_RECORD: &str = "nide-manifest";

/// Conditions 74 to 76.
pub(super) fn manifest(submission: &Submission<'_>, judge: &mut Judge) {
    let Some(bytes) = submission.files.read(MANIFEST) else {
        judge.not_applicable(74..=76, "the package holds no manifest.json");
        return;
    };
    let text = Traced::read(MANIFEST, bytes);
    let value = match schemas::read(text.text(), judge.official()) {
        Ok(value) => value,
        Err(error) => {
            judge.fail(74, Place::File(MANIFEST.to_owned()), format!("the manifest is not JSON: {error}"));
            judge.help(74, "write the manifest again");
            judge.not_applicable([75, 76], "the manifest cannot be read");
            return;
        }
    };
    judge.compared(74, "a manifest", "JSON");
    if value.get("schema").and_then(Value::as_str) == Some(BUILD_RECORD) {
        judge.not_applicable([75, 76], "the manifest is the record of a build, with paths of another tree");
        return;
    }
    let items = value.get("items").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if items.is_empty() {
        judge.not_applicable([75, 76], "the manifest lists no items");
        return;
    }
    for ordinal in [75, 76] {
        judge.compared(ordinal, format!("{} items", items.len()), "each in the package, with the digest it has");
    }
    let places = text.firsts(&STRING);
    for item in items {
        entry(submission, &places, item, judge);
    }
    if !judge.official() {
        unlisted(submission, items, judge);
    }
}

fn entry(submission: &Submission<'_>, places: &BTreeMap<&str, Place>, item: &Value, judge: &mut Judge) {
    let path = item.get("path").and_then(Value::as_str).unwrap_or_default();
    if !item.is_object() {
        judge.fail(74, Place::File(MANIFEST.to_owned()), "an item of the manifest is no object with path and sha256");
        judge.help(74, "write the manifest again");
        return;
    }
    let place = places.get(path).cloned().unwrap_or_else(|| Place::File(MANIFEST.to_owned()));
    let file = if path.starts_with('/') { Entry::Nothing } else { submission.files.entry(path) };
    let Entry::File(bytes) = file else {
        judge.fail(75, place, format!("`{path}` is listed, and not in the package"));
        judge.help(75, "ship the file, or write the manifest again");
        return;
    };
    let digest = sha256(&[&bytes]);
    let stated = item.get("sha256").and_then(Value::as_str).unwrap_or_default();
    let agrees = stated == digest || (!judge.official() && stated.eq_ignore_ascii_case(&digest));
    if !agrees {
        judge.fail(76, place, format!("`{path}` has the digest {digest}, and the manifest says {stated}"));
        judge.help(76, "the file changed after the manifest was written: write the manifest again");
    }
}

fn unlisted(submission: &Submission<'_>, items: &[Value], judge: &mut Judge) {
    let listed: BTreeSet<&str> = items.iter().filter_map(|item| item.get("path")?.as_str()).collect();
    // People fill in what accompanies a review after the manifest is written.
    let later = |path: &str| REVIEW_FILES.iter().any(|ending| path.ends_with(ending));
    let own = |path: &str| path == MANIFEST || path.ends_with("-manifest.txt") || later(path);
    for path in submission.files.paths().filter(|path| !own(path) && !listed.contains(path)) {
        judge.fail_as(75, Severity::Warn, Place::File(path.to_owned()), "the manifest does not list this file");
        judge.help(75, "write the manifest again");
    }
}
