//! The endings of file names: conditions 129 to 133.

use super::conditions::Severity;
use super::files::name;
use super::hygiene::{in_working_directory, is_junk};
use super::parts::is_flat_part;
use super::submission::{Submission, whole_stage_word};
use super::{Judge, Place};

/// Two endings that are one.
const COMPOUNDS: [&str; 3] = ["tar.gz", "tar.bz2", "tar.xz"];

/// Names that need no ending.
const BARE: [&str; 4] = ["CATALOG", "catalog", "README", "ChangeLog"];

/// Endings that a file name should not have before its last.
const KNOWN: [&str; 35] = [
    "html", "htm", "xml", "xsd", "wsdl", "json", "css", "js", "pdf", "doc", "docx", "odt", "txt", "csv", "zip", "png",
    "jpg", "jpeg", "gif", "svg", "rtf", "md", "xlsx", "xls", "ppt", "pptx", "epub", "rng", "ttl", "yaml", "yml", "tar",
    "gz", "bz2", "xz",
];

/// Endings that documents come in.
const FORMATS: [&str; 33] = [
    "txt", "md", "html", "htm", "pdf", "doc", "docx", "odt", "ods", "odp", "xls", "xlsx", "ppt", "pptx", "rtf", "xml",
    "json", "epub", "zip", "xsd", "rnc", "rng", "sch", "wsdl", "gc", "svg", "png", "jpg", "jpeg", "gif", "csv", "yaml",
    "yml",
];

/// Conditions 129 and 130: a document has one ending.
pub(super) fn documents(submission: &Submission<'_>, judge: &mut Judge) {
    let stem = submission.stem();
    let draft = whole_stage_word(&submission.stage.to_lowercase()) == "wd";
    let severity = if draft { Severity::Warn } else { Severity::Blocker };
    for ordinal in [129, 130] {
        let names: Vec<&str> = submission.items.values().map(String::as_str).collect();
        judge.compared(ordinal, names.join(", "), "one ending each");
    }
    for path in submission.items.values() {
        let Some(rest) = path.strip_prefix(stem).filter(|_| !stem.is_empty()) else { continue };
        let place = Place::File(path.clone());
        match rest.strip_prefix('.') {
            _ if !rest.is_empty() && !rest.starts_with('.') => {}
            None | Some("") => {
                judge.fail_as(129, severity, place, format!("`{path}` has no ending"));
                judge.help(129, "end the name in what the file is: .html");
            }
            Some(endings) if endings.contains('.') && !COMPOUNDS.contains(&endings.to_lowercase().as_str()) => {
                judge.fail_as(130, severity, place, format!("`{path}` has more than one ending: .{endings}"));
                judge.help(130, "leave one ending");
            }
            Some(_) => {}
        }
    }
}

/// Conditions 131 and 132: other files have an ending, and no two.
pub(super) fn others(submission: &Submission<'_>, judge: &mut Judge) {
    let official = judge.official();
    let mut seen = 0;
    for path in submission.files.paths() {
        let name = name(path);
        let skipped = submission.delivers(path) || in_working_directory(path, official) || is_junk(name);
        if skipped || name.starts_with('.') {
            continue;
        }
        seen += 1;
        let place = Place::File(path.to_owned());
        let mut parts = name.rsplit('.').map(str::to_lowercase);
        let (last, before) = (parts.next().unwrap_or_default(), parts.next());
        match before {
            None if !BARE.contains(&name) => {
                judge.fail(131, place, format!("`{name}` has no ending"));
                judge.help(131, "end the name in what the file is: .txt");
            }
            Some(before) if KNOWN.contains(&before.as_str()) && !COMPOUNDS.contains(&&*format!("{before}.{last}")) => {
                judge.fail(132, place, format!("`{name}` seems to have two endings"));
                judge.help(132, format!("leave .{before} or .{last} out"));
            }
            _ => {}
        }
    }
    judge.compared(131, format!("{seen} other files"), "an ending each");
    judge.compared(132, format!("{seen} other files"), "one ending each");
}

/// Condition 133: documents come in common formats.
pub(super) fn formats(submission: &Submission<'_>, judge: &mut Judge) {
    let stem = submission.stem();
    if stem.is_empty() || !stem.ends_with(&format!("-{}", submission.stage)) {
        judge.not_applicable([133], "the documents are not named after the stage");
        return;
    }
    let mut seen = 0;
    for path in submission.files.paths() {
        let Some((base, ending)) = name(path).rsplit_once('.') else { continue };
        let principal = !path.contains('/') && base == stem;
        let part = base.strip_prefix(stem).is_some_and(is_flat_part);
        if !principal && !part {
            continue;
        }
        seen += 1;
        let lower = ending.to_lowercase();
        if !FORMATS.contains(&lower.as_str()) {
            judge.fail(133, Place::File(path.to_owned()), format!(".{ending} is no common format of documents"));
            judge.help(133, "publish the document in a common format, or agree on this one with TC Administration");
        }
    }
    judge.compared(133, format!("{seen} files named as the document"), "common formats");
}
