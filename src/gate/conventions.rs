//! Key words (92, 93), the logo (94), dates (97, 98).

use std::sync::LazyLock;

use regex::Regex;

use super::submission::Submission;
use super::{Judge, Place};

static KEY_WORD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?:MUST NOT|MUST|SHALL NOT|SHALL|SHOULD NOT|SHOULD|MAY|REQUIRED|RECOMMENDED|OPTIONAL)\b")
        .expect("valid pattern")
});
static KEY_WORDS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"RFC\s?2119").expect("valid pattern"));
static CAPITALS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"RFC\s?8174").expect("valid pattern"));
static KEY_WORDS_ANY: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)\bRFC[\s-]?2119\b").expect("valid pattern"));
static CAPITALS_ANY: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)\bRFC[\s-]?8174\b").expect("valid pattern"));
static LOGO: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"!\[[^\]]*\]\((\S*?[Ll]ogo\S*?)\)").expect("valid pattern"));
static HEADING: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?m)^#+\s").expect("valid pattern"));
static DATE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?m)^#+\s+(\d{1,2} \w+ \d{4})\s*$").expect("valid pattern"));
static DATE_ANY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?m)^#+\s+(\d{1,2} \w+ \d{4}|\w+ \d{1,2}, \d{4}|\d{4}-\d\d-\d\d)\s*$").expect("valid pattern")
});
static COPYRIGHT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"Copyright\s+©?\s*OASIS Open\s+(\d{4})").expect("valid pattern"));

/// The logo of the template.
const CURRENT_LOGO: &str = "https://docs.oasis-open.org/templates/OASISLogo-v3.0.png";

const NO_MARKDOWN: &str = "the package holds no Markdown";

/// Conditions 92 and 93: who uses the key words of BCP 14 cites it.
pub(super) fn key_words(submission: &Submission<'_>, judge: &mut Judge) {
    let (Some(text), Some(prose)) = (&submission.markdown, submission.markdown_prose()) else {
        judge.not_applicable([92, 93], NO_MARKDOWN);
        return;
    };
    let Some(used) = KEY_WORD.find(prose.text()) else {
        judge.not_applicable([92, 93], "the text uses no key words of BCP 14");
        return;
    };
    // `RFC-2119` is a citation too.
    let (words, capitals) = if judge.official() { (&KEY_WORDS, &CAPITALS) } else { (&KEY_WORDS_ANY, &CAPITALS_ANY) };
    let cited = |pattern: &Regex| pattern.find(text.text()).map_or("not cited", |found| found.as_str());
    judge.compared(92, cited(words), "RFC 2119");
    judge.compared(93, cited(capitals), "RFC 8174");
    if !words.is_match(text.text()) {
        let message = format!("the text uses {}, and does not cite RFC 2119", used.as_str());
        judge.fail(92, prose.place_of(&used), message);
        judge.help(92, "add the key words clause, and RFC 2119 and RFC 8174 to the references");
    } else if !capitals.is_match(text.text()) {
        let place = words.find(text.text()).map_or(Place::Package, |found| text.place_of(&found));
        judge.fail(93, place, "RFC 2119 is cited without RFC 8174, which limits it to capital letters");
        judge.help(93, "cite both");
    }
}

/// Condition 94. The official check takes every image with `logo` in its name for the one of the cover.
pub(super) fn logo(submission: &Submission<'_>, judge: &mut Judge) {
    let Some(text) = &submission.markdown else {
        judge.not_applicable([94], NO_MARKDOWN);
        return;
    };
    judge.compared(94, "images that are called logo", CURRENT_LOGO);
    let cover = HEADING.find(text.text()).map_or(text.text().len(), |heading| heading.start());
    for source in LOGO.captures_iter(text.text()).filter_map(|found| found.get(1)) {
        let counts = judge.official() || source.start() < cover || source.as_str().contains("OASISLogo");
        if counts && source.as_str() != CURRENT_LOGO {
            judge.fail(94, text.place_of(&source), format!("{} is not the current logo", source.as_str()));
            judge.help(94, format!("the logo is {CURRENT_LOGO}"));
        }
    }
}

/// Conditions 97 and 98. The official check reads dates as in `05 March 2026` only.
pub(super) fn dates(submission: &Submission<'_>, judge: &mut Judge) {
    let Some(text) = &submission.markdown else {
        judge.not_applicable([97, 98], NO_MARKDOWN);
        return;
    };
    let pattern = if judge.official() { &DATE } else { &DATE_ANY };
    let Some(date) = pattern.captures(text.text()).and_then(|found| found.get(1)) else {
        judge.not_applicable([97, 98], "no heading of the Markdown is a date");
        return;
    };
    match &submission.html {
        None => judge.not_applicable([97], "the package holds no HTML"),
        Some(html) => {
            let there = html.text().contains(date.as_str());
            judge.compared(97, if there { date.as_str() } else { "not in the HTML" }, date.as_str());
            if !there {
                let message = format!("{} is the date of the Markdown, and not in the HTML", date.as_str());
                judge.fail(97, text.place_of(&date), message);
                judge.help(97, "build the HTML from this revision of the Markdown");
            }
        }
    }
    let year =
        |text: &str| text.split(|c: char| !c.is_numeric()).find(|part| part.chars().count() == 4).map(str::to_owned);
    let (Some(year), Some(copyright)) =
        (year(date.as_str()), COPYRIGHT.captures(text.text()).and_then(|found| found.get(1)))
    else {
        judge.not_applicable([98], "the Markdown has no copyright line with a year");
        return;
    };
    judge.compared(98, copyright.as_str(), year.as_str());
    if copyright.as_str() != year {
        judge.fail(
            98,
            text.place_of(&copyright),
            format!("the copyright is of {}, the document of {year}", copyright.as_str()),
        );
        judge.help(98, format!("write {year}"));
    }
}
