//! The names of the stage directory, of the version directory above it, and of the documents: conditions 1 to 13.

use super::submission::Submission;
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
