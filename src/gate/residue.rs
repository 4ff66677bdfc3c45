//! What editors leave behind: conditions 28 to 31.

use std::sync::LazyLock;

use regex::Regex;

use super::Judge;
use super::prose::{flowing, without_tags};
use super::submission::Submission;
use super::traced::Traced;

static MARK: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"TODO\([^)]{0,300}\)|TODO:").expect("valid pattern"));
static UNDECIDED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?im)^\s*tbd\.?\s*$").expect("valid pattern"));
static PROMISE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[Ww]ill be filled in").expect("valid pattern"));
static INSTRUCTION: LazyLock<Regex> = LazyLock::new(|| {
    let (verbs, before) = (r"(?:removed?|deleted?|strip)", r"(?:before|prior to)\s+publication");
    Regex::new(&format!(r"(?i)\b{verbs}\b[^.;:]{{0,80}}?\b{before}\b")).expect("valid pattern")
});

/// Conditions 28 to 31, in the Markdown and in the HTML.
pub(super) fn residue(submission: &Submission<'_>, judge: &mut Judge) {
    for ordinal in 28..=31 {
        judge.compared(ordinal, "the Markdown and the HTML, without code", "nothing of the kind");
    }
    if let Some(prose) = submission.markdown_prose() {
        marks(prose, judge);
        instructions(&flowing(prose), judge);
    }
    if let Some(prose) = submission.html_prose() {
        marks(prose, judge);
        instructions(&flowing(&without_tags(prose)), judge);
    }
}

fn marks(prose: &Traced, judge: &mut Judge) {
    for found in MARK.find_iter(prose.text()) {
        let said: String = found.as_str().chars().take(60).collect();
        judge.fail(28, prose.place_of(&found), format!("`{said}` is a note of the editor to himself"));
        judge.help(28, "do what it says, and delete it");
    }
    for found in UNDECIDED.find_iter(prose.text()) {
        let text = found.as_str();
        let start = found.start() + text.len() - text.trim_start().len();
        let place = prose.place(start, start + text.trim().len());
        judge.fail(29, place, "nothing is said here but TBD");
        judge.help(29, "write the section, or delete it");
    }
    for found in PROMISE.find_iter(prose.text()) {
        judge.fail(31, prose.place_of(&found), "this place promises text that is not there");
        judge.help(31, "an early draft may do so, an approved text not");
    }
}

fn instructions(prose: &Traced, judge: &mut Judge) {
    for found in INSTRUCTION.find_iter(prose.text()) {
        let message = format!("`{}` is an instruction of the template", found.as_str());
        judge.fail(30, prose.place_of(&found), message);
        judge.help(30, "delete the instruction with what it asks to delete");
    }
}
