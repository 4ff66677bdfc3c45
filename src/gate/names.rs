//! The names of the stage directory, of the version directory above it, and of the documents: conditions 1 to 13.

use std::collections::BTreeSet;

use super::files::{ending, stem};
use super::submission::{Source, Submission, is_version};
use super::{Judge, Place};

/// Stages of the Naming Directives; all but `os` carry two digits.
pub(super) const STAGES: [&str; 11] = ["wd", "csd", "cs", "cnd", "cn", "os", "ps", "psd", "pn", "pnd", "errata"];

/// Stages that the Naming Directives gave up in 2024, and forms that never were stages.
pub(super) const ABANDONED: [&str; 5] = ["csprd", "cnprd", "cos", "csdpr", "cndpr"];

/// Conditions 1 to 3: the stage directory has the name of a stage.
pub(super) fn stage(submission: &Submission<'_>, judge: &mut Judge) {
    let stage = submission.stage.as_str();
    let word = stage.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = stage.len() - word.len();
    let formed = !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase()) && matches!(digits, 0 | 2);
    let word = if formed { word } else { stage };
    for ordinal in 1..=3 {
        judge.compared(ordinal, stage, "a stage of the Naming Directives with its two digits, or os");
    }
    if formed && STAGES.contains(&word) && word != "os" && digits == 0 {
        judge.fail(1, Place::Package, format!("the stage directory `{stage}` has no two-digit number, as in {word}01"));
    }
    if ABANDONED.contains(&word) {
        judge.fail(
            2,
            Place::Package,
            format!("`{word}` is no longer a stage: a draft in public review keeps its name"),
        );
    } else if !STAGES.contains(&word) {
        judge.fail(3, Place::Package, format!("`{stage}` is not a stage"));
    }
}

/// Words that files carry while they are being written.
const WORKING: [&str; 3] = ["draft", "tmp", "rc"];

/// Condition 8: there are documents. Without any, nothing else is looked at.
pub(super) fn documents(submission: &Submission<'_>, judge: &mut Judge) {
    judge.compared(8, listed(submission.items.values()), "documents in the stage directory");
    let in_parts = submission.files.paths().any(|path| part_directory(path) && is_document(path));
    if submission.items.is_empty() && (judge.official() || !in_parts) {
        judge.fail(8, Place::Package, "the stage directory holds no document");
        judge.help(8, "put the Markdown (or the Word document), the HTML and the PDF into it");
    }
}

/// Whether a path lies in a directory that is called as a part: `part1-core/x.md`.
fn part_directory(path: &str) -> bool {
    let directory = path.split_once('/').and_then(|(directory, _)| directory.strip_prefix("part"));
    directory.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

fn is_document(path: &str) -> bool {
    ["md", "docx", "odt", "html", "pdf"].iter().any(|known| ending(path).eq_ignore_ascii_case(known))
}

/// Conditions 4 to 6: the version directory, and the version in the names of the documents.
pub(super) fn version(submission: &Submission<'_>, judge: &mut Judge) {
    let (version, stem) = (submission.version.as_str(), submission.stem());
    judge.compared(4, version, "v and two or more numbers, as in v1.0");
    if !is_version(version) {
        judge.fail(4, Place::Package, format!("the version directory `{version}` is no version, as in v1.0"));
        judge.not_applicable([5, 6], "the version directory has no version");
        return;
    }
    for ordinal in [5, 6] {
        judge.compared(ordinal, stem, format!("a name that holds -{version}-"));
    }
    if stem.is_empty() || format!("{stem}-").contains(&format!("-{version}-")) {
        return;
    }
    let place = named(submission, stem);
    let parts = stem.split('-').skip(1);
    let other = parts.clone().take(parts.count().saturating_sub(1)).find(|part| is_version(part));
    if let Some(other) = other {
        judge.fail(5, place, format!("`{stem}` names {other}, and its directory {version}"));
        judge.help(5, format!("rename the files, or the directory: the version is {version} or {other}"));
    } else {
        judge.fail(6, place, format!("`{stem}` does not name the version {version}"));
        judge.help(6, format!("call the files as in widget-{version}-{}", submission.stage));
    }
}

/// Conditions 9 to 13: the documents have one name, which ends in the stage, and come in all formats.
pub(super) fn filenames(submission: &Submission<'_>, judge: &mut Judge) {
    let stems: BTreeSet<&str> = submission.items.values().map(|path| stem(path)).collect();
    let parts = !judge.official() && stems.iter().all(|stem| names_a_part(stem, &submission.stage));
    judge.compared(9, listed(stems.iter()), "one name");
    if stems.len() > 1 && !parts {
        judge.fail(9, Place::Package, format!("the documents have several names: {}", listed(stems.iter())));
        judge.help(9, "call all formats of the document alike, but for the ending");
    }
    let stem = submission.stem();
    judge.compared(10, stem, "no draft, tmp or rc");
    for word in WORKING {
        let last = stem.rsplit(['-', '_', '.']).next().filter(|last| last.len() < stem.len()).unwrap_or_default();
        let numbered = last.strip_prefix(word).is_some_and(|rest| rest.chars().all(char::is_numeric));
        if numbered || stem.contains(&format!("-{word}-")) {
            judge.fail(10, named(submission, stem), format!("`{stem}` holds the working word {word}"));
            judge.help(10, format!("end the name in the stage: -{}", submission.stage));
        }
    }
    judge.compared(11, stem, format!("a name that ends in -{}", submission.stage));
    if !stem.is_empty() && !stem.ends_with(&format!("-{}", submission.stage)) && !parts {
        judge.fail(11, named(submission, stem), format!("`{stem}` does not end in -{}", submission.stage));
        judge.help(11, "the documents are called as the stage they are published at");
    }
    formats(submission, judge);
}

fn formats(submission: &Submission<'_>, judge: &mut Judge) {
    let source = match submission.source {
        Source::Markdown => Some("md"),
        Source::Word => Some("docx"),
        Source::OpenDocument => Some("odt"),
        Source::None => None,
    };
    let wanted: Vec<&str> = ["html", "pdf"].into_iter().chain(source).collect();
    let missing: Vec<&str> = wanted.iter().copied().filter(|ending| submission.item(ending).is_none()).collect();
    judge.compared(12, listed(submission.items.keys()), wanted.join(", "));
    if !missing.is_empty() {
        judge.fail(12, Place::Package, format!("no document ends in .{}", missing.join(" or .")));
        judge.help(12, "every work product is published as HTML and PDF, beside what it is written in");
    }
    judge.compared(13, listed(submission.items.keys()), "Markdown, a Word document or an OpenDocument text");
    if source.is_none() && submission.item("html").is_some() {
        judge.fail(13, Place::Package, "nothing in the stage directory is what the document was written in");
        judge.help(13, "ship the source with its renditions");
    }
}

/// `…-csd01-part1-core`.
fn names_a_part(stem: &str, stage: &str) -> bool {
    let part = stem.split_once(&format!("-{stage}-part")).map_or("", |(_, part)| part);
    part.starts_with(|c: char| c.is_ascii_digit())
}

/// The first document of a name.
fn named(submission: &Submission<'_>, wanted: &str) -> Place {
    let found = submission.items.values().find(|path| stem(path) == wanted);
    found.map_or(Place::Package, |path| Place::File(path.clone()))
}

fn listed(items: impl Iterator<Item = impl AsRef<str>>) -> String {
    let items: Vec<String> = items.map(|item| item.as_ref().to_owned()).collect();
    if items.is_empty() { "none".to_owned() } else { items.join(", ") }
}
