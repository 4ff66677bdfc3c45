//! Addresses anywhere in the texts: of members' pages (24), with capital letters (80, 81), at the closed list server
//! (89 to 91).

use std::sync::LazyLock;

use regex::Regex;

use super::submission::Submission;
use super::traced::Traced;
use super::{Judge, prose};

static MEMBERS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)https?://(?:www\.)?oasis-open\.org/(?:apps/org/|committees/download\.php)").expect("valid pattern")
});
static PUBLISHED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"https://docs\.oasis-open\.org/\S+").expect("valid pattern"));
static LIST: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[\w.+-]+@lists\.oasis-open\.org").expect("valid pattern"));

const ARCHIVES: &str = "lists.oasis-open.org/archives";

/// Condition 24.
pub(super) fn members(submission: &Submission<'_>, judge: &mut Judge) {
    let mut count = 0;
    for text in submission.markdown.iter().chain(&submission.html) {
        for found in MEMBERS.find_iter(text.text()) {
            count += 1;
            judge.fail(24, text.place_of(&found), format!("{} can be read by members only", found.as_str()));
            judge.help(24, "cite what everybody can read");
        }
    }
    judge.compared(24, format!("{count} such addresses"), "none");
}

/// Conditions 80 and 81: the server tells capital letters from small ones.
pub(super) fn capitals(submission: &Submission<'_>, judge: &mut Judge) {
    match (submission.markdown_prose(), shown_html(submission)) {
        (Some(prose), _) => {
            judge.not_applicable([81], "the Markdown is looked at");
            capitals_in(80, prose, judge);
        }
        (None, Some(prose)) => {
            judge.not_applicable([80], "the package holds no Markdown");
            capitals_in(81, &prose, judge);
        }
        (None, None) => judge.not_applicable([80, 81], "the package holds no text"),
    }
}

fn capitals_in(ordinal: u8, prose: &Traced, judge: &mut Judge) {
    let mut count = 0;
    for found in PUBLISHED.find_iter(prose.text()) {
        let url = found.as_str().trim_end_matches(['.', ',', ')', '\\']);
        // What follows the mark of a fragment never reaches the server.
        let path = if judge.official() { url } else { url.split('#').next().unwrap_or(url) };
        if path.to_lowercase() != path && !url.contains("/templates/") {
            count += 1;
            let place = prose.place(found.start(), found.start() + url.len());
            judge.fail(ordinal, place, format!("{url} has capital letters in its path"));
            judge.help(ordinal, "write the path as the files are called: the server tells capital letters apart");
        }
    }
    judge.compared(ordinal, format!("{count} addresses with capital letters"), "none");
}

/// Conditions 89 to 91: the list server takes no mail any more, and its archives are going.
pub(super) fn lists(submission: &Submission<'_>, judge: &mut Judge) {
    if let Some(prose) = submission.markdown_prose() {
        judge.not_applicable([90], "the Markdown is looked at");
        lists_in(89, prose, judge);
        judge.compared(91, "links to the archives", "none");
        for (at, _) in prose.text().match_indices(ARCHIVES) {
            judge.fail(91, prose.place(at, at + ARCHIVES.len()), "the archives of the list server are being closed");
            judge.help(91, "see whether the link still leads somewhere");
        }
        return;
    }
    judge.not_applicable([89, 91], "the package holds no Markdown");
    // The target of a mail link is in its tag.
    let text = if judge.official() { shown_html(submission) } else { submission.html_prose().cloned() };
    match text {
        Some(text) => lists_in(90, &text, judge),
        None => judge.not_applicable([90], "the package holds no HTML"),
    }
}

fn lists_in(ordinal: u8, text: &Traced, judge: &mut Judge) {
    let mut count = 0;
    for found in LIST.find_iter(text.text()) {
        count += 1;
        judge.fail(ordinal, text.place_of(&found), format!("{} is closed: mail to it is lost", found.as_str()));
        judge.help(ordinal, "name the comment facility of the group");
    }
    judge.compared(ordinal, format!("{count} such addresses"), "none");
}

/// What a page shows, without its code.
fn shown_html(submission: &Submission<'_>) -> Option<Traced> {
    submission.html_prose().map(prose::without_tags)
}
