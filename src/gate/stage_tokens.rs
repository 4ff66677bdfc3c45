//! Stages in the addresses of the previous and the latest stage: conditions 114 to 116.

use std::sync::LazyLock;

use regex::Regex;

use super::Judge;
use super::cover_urls::url_path;
use super::names::{ABANDONED, STAGES};
use super::submission::{Submission, whole_stage_word};

static PART: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)^part\d+-[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$").expect("valid pattern"));

/// Stages that can come before a draft of the same version.
const BEFORE_CSD: [&str; 3] = ["wd", "csd", "cs"];
const BEFORE_CND: [&str; 3] = ["wd", "cnd", "cn"];

/// Conditions 114 to 116. The official check looks at drafts alone.
pub(super) fn tokens(submission: &Submission<'_>, judge: &mut Judge) {
    let stage = submission.stage.to_lowercase();
    let word = whole_stage_word(&stage);
    let draft = ["csd", "cnd"].contains(&word);
    if submission.cover.this.is_empty() {
        judge.not_applicable(114..=116, "the cover names no address of this stage");
        return;
    }
    if draft {
        previous(submission, word, judge);
    } else {
        judge.not_applicable([114, 115], "only the previous stage of a draft is looked at");
    }
    if draft || !judge.official() {
        latest(submission, judge);
    } else {
        judge.not_applicable([116], "only drafts are looked at");
    }
}

fn previous(submission: &Submission<'_>, word: &str, judge: &mut Judge) {
    let named: Vec<&str> = submission.cover.previous.iter().map(|cited| cited.url.as_str()).collect();
    let seen = if named.is_empty() { "none".to_owned() } else { named.join(", ") };
    judge.compared(114, seen.as_str(), "no stage that was given up");
    judge.compared(115, seen, format!("a stage that can come before {word}"));
    for cited in &submission.cover.previous {
        let (directory, file) = stages_in(clean(&cited.url));
        for token in [directory, file].into_iter().flatten() {
            let other = token.trim_end_matches(char::is_numeric).to_lowercase();
            let before = if word == "cnd" { BEFORE_CND } else { BEFORE_CSD };
            if ABANDONED.contains(&other.as_str()) {
                judge.fail(114, cited.place.clone(), format!("{token} is a stage that was given up in 2024"));
                judge.help(114, "leave it if the document was published before 2024; else correct the address");
            } else if other != word && (judge.official() || !before.contains(&other.as_str())) {
                judge.fail(115, cited.place.clone(), format!("{token} is another stage than {word}"));
                judge.help(115, "name the stage that came before this one");
            }
        }
    }
}

fn latest(submission: &Submission<'_>, judge: &mut Judge) {
    let named: Vec<&str> = submission.cover.latest.iter().map(|cited| cited.url.as_str()).collect();
    judge.compared(116, if named.is_empty() { "none".to_owned() } else { named.join(", ") }, "no stage in a file name");
    for cited in &submission.cover.latest {
        if let (_, Some(token)) = stages_in(clean(&cited.url)) {
            judge.fail(116, cited.place.clone(), format!("the file of the latest stage is called {token}"));
            judge.help(116, format!("leave -{token} out: the address of the latest stage never changes"));
        }
    }
}

/// An address without what a sentence puts around it.
fn clean(url: &str) -> &str {
    let url = url.trim().trim_start_matches(['(', '<']);
    url.trim_end_matches(['.', ',', ';', ':', ')', ']', '}', '\'', '"', '>'])
}

/// Whether a name is a stage, with or without its two digits.
fn is_stage(name: &str, digits: &[usize]) -> bool {
    let word = name.trim_end_matches(char::is_numeric);
    let count = name.chars().count() - word.chars().count();
    let word = word.to_lowercase();
    digits.contains(&count) && (STAGES.contains(&word.as_str()) || ABANDONED.contains(&word.as_str()))
}

/// The stage that the directory of an address is called as, and the one in its file name.
fn stages_in(url: &str) -> (Option<String>, Option<String>) {
    let path = url_path(url);
    let mut parts = path.split('/').filter(|part| !part.is_empty()).rev();
    let owned = |name: Option<&str>| name.filter(|name| is_stage(name, &[0, 2])).map(str::to_owned);
    let Some(last) = parts.next() else { return (None, None) };
    if path.ends_with('/') {
        return (owned(Some(last)), None);
    }
    let mut directory = parts.next();
    if directory.is_some_and(|name| !is_stage(name, &[0, 2]) && PART.is_match(name)) {
        directory = parts.next();
    }
    let stem = match last.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && is_ending(ending) => stem,
        _ => last,
    };
    let file = stem.split(['-', '.']).find(|part| is_stage(part, &[2]));
    (owned(directory), file.map(str::to_owned))
}

fn is_ending(text: &str) -> bool {
    (1..=5).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(url: &str) -> (String, String) {
        let (directory, file) = stages_in(clean(url));
        (directory.unwrap_or_default(), file.unwrap_or_default())
    }

    #[test]
    fn stages_stand_in_directories_and_file_names() {
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(found("https://x/w/v1.0/csd01/w-v1.0-csd01.html."), pair("csd01", "csd01"));
        assert_eq!(found("https://x/w/v1.0/csprd02/part1-core/w-v1.0-csprd02-part1.md"), pair("csprd02", "csprd02"));
        assert_eq!(found("https://x/w/v1.0/os/"), pair("os", ""));
        assert_eq!(found("https://x/w/v1.0/w-v1.0-csd01"), pair("", "csd01"));
        assert_eq!(found("https://x/w/v1.0/w-v1.0.csd01.html"), pair("", "csd01"));
        assert_eq!(found("https://x/w/v1.0/cs-os.html"), pair("", ""));
        assert_eq!(found("https://x/w/v1.0/%63sd01/w.html"), pair("csd01", ""));
    }
}
