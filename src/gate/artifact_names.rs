//! Files beside the documents keep their names from stage to stage: condition 134.

use std::sync::LazyLock;

use regex::Regex;

use super::files::{ending, name, stem};
use super::hygiene::{in_working_directory, is_junk};
use super::parts::{core, is_named_part};
use super::submission::Submission;
use super::{Judge, Place};

/// Stages with a number.
const STAGES: [&str; 9] = ["wd", "csd", "cs", "cnd", "cn", "errata", "csprd", "cnprd", "cos"];

/// Endings of what is a document, and no schema or drawing.
const DOCUMENTS: [&str; 9] = ["md", "html", "htm", "pdf", "docx", "odt", "txt", "xls", "xlsx"];

/// Further ones that a document can be rendered in.
const RENDITIONS: [&str; 4] = ["epub", "doc", "zip", "rtf"];

static PLAIN: LazyLock<Regex> = LazyLock::new(|| {
    let sums = "checksums?|sha(?:1|224|256|384|512)sums?|md5sums?";
    let pattern = format!(
        r"(?i)^(?:(?:readme|license|{sums})(?:\.[a-z0-9]+)?|manifest\.(?:json|txt)|.*-manifest\.txt|.*\.(?:sha(?:1|224|256|384|512)|md5)(?:sum)?)$"
    );
    Regex::new(&pattern).expect("valid pattern")
});

/// Condition 134.
pub(super) fn stable(submission: &Submission<'_>, judge: &mut Judge) {
    let official = judge.official();
    let mut seen = 0;
    for path in submission.files.paths() {
        let name = name(path);
        let delivered = submission.items.values().any(|item| item == name);
        let audit = path.rsplit_once('/').is_some_and(|(above, _)| above.split('/').any(|part| part == "_audit"));
        let skipped = delivered || audit || in_working_directory(path, official) || is_junk(name);
        if skipped || PLAIN.is_match(name) || names_a_document(submission, name, official) {
            continue;
        }
        seen += 1;
        if let Some(stage) = stage_in(name) {
            judge.fail(134, Place::File(path.to_owned()), format!("the name `{name}` carries the stage {stage}"));
            judge.help(134, format!("leave {stage} out: the file keeps its name, and the directory tells the stage"));
        }
    }
    judge.compared(134, format!("{seen} other files"), "no stage in their names");
}

/// The stage in a file name.
fn stage_in(name: &str) -> Option<&str> {
    let is_stage = |part: &&str| {
        let word = part.trim_end_matches(|c: char| c.is_ascii_digit());
        part.len() - word.len() == 2 && STAGES.contains(&word.to_lowercase().as_str())
    };
    name.split(['-', '_', '.']).find(is_stage)
}

/// Whether a file is a document by its name: the zip of the package, a part, what the process puts beside the document.
/// The right reading knows the parts of a work product, and further renditions.
fn names_a_document(submission: &Submission<'_>, name: &str, official: bool) -> bool {
    let own = submission.stem();
    if own.is_empty() {
        return false;
    }
    let lower = name.to_lowercase();
    if name == format!("{own}.zip") || lower == format!("{own}-public-review-metadata.html").to_lowercase() {
        return true;
    }
    let ending = ending(name).to_lowercase();
    let document = DOCUMENTS.contains(&ending.as_str());
    let base = stem(name).to_lowercase();
    let after = |stem: &str| base.strip_prefix(&stem.to_lowercase()).map(str::to_owned);
    let companion = |rest: &str| is_named_part(rest) || rest == "-comment-resolution-log";
    if official {
        return document && after(own).is_some_and(|rest| companion(&rest));
    }
    let rendition = document || RENDITIONS.contains(&ending.as_str());
    let whole = core(own, &submission.stage);
    let differences = |rest: &str| rest.ends_with("-diff") && rest.matches('-').count() == 1;
    let own_name =
        |rest: String| rest.is_empty() || companion(&rest) || differences(&rest) || rest == "-public-review-metadata";
    rendition && (after(whole).is_some_and(own_name) || after(own).is_some_and(own_name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_stand_between_marks() {
        assert_eq!(stage_in("schema-CSD02.xsd"), Some("CSD02"));
        assert_eq!(stage_in("wd01_x"), Some("wd01"));
        assert_eq!(stage_in("schema.xsd.cs01"), Some("cs01"));
        assert_eq!(
            (stage_in("mycsd01.xsd"), stage_in("csd001.xsd"), stage_in("os01.xsd"), stage_in("cs.xsd")),
            (None, None, None, None)
        );
    }

    #[test]
    fn files_about_the_package_may_say_anything() {
        for name in ["README", "readme.md", "sha256sums", "x-csd01.pdf.sha256", "w-csd01-manifest.txt", "manifest.json"]
        {
            assert!(PLAIN.is_match(name), "{name}");
        }
        assert!(!PLAIN.is_match("README-csd02.xsd") && !PLAIN.is_match("checksum-profile-csd02.xsd"));
    }
}
