//! The syntax of the Markdown: links (39, 40, 69, 70), fences (41), the rule after the logo (71).

use std::sync::LazyLock;

use regex::Regex;

use super::Judge;
use super::prose::lines;
use super::submission::Submission;

static LINK: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\[<?(\S+?)>?\]\((\S+?)\)").expect("valid pattern"));
static STOPPED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"https?://\S+\.\\\z").expect("valid pattern"));
static FENCE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\A(\s{0,3})(`{3,}|~{3,})(.*)\z").expect("valid pattern"));
static INFO: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\A[\w+-]+\s+\S").expect("valid pattern"));
static BOTH: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\[(https?://[^\]\s]+)\]\((https?://[^)\s]+)\)").expect("valid pattern"));
static SLASHES: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\]\((\.?/[^)\s]*//[^)\s]*)\)").expect("valid pattern"));
static RELATIVE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\]\(<?([^)\s>]+)").expect("valid pattern"));
static SCHEME: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\A(?:[a-z][a-z0-9+.-]*:|//)").expect("valid pattern"));
static RULE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"OASISLogo[^\n]*\)\s*\n+\s*(-{3,}|\*{3,}|_{3,})\s*\n").expect("valid pattern"));

/// How much of the Markdown is taken for the part with the logo, in characters.
const LOGO_PART: usize = 600;

const NO_MARKDOWN: &str = "the package holds no Markdown";

/// Conditions 39 and 40.
pub(super) fn links(submission: &Submission<'_>, judge: &mut Judge) {
    let Some(prose) = submission.markdown_prose() else {
        judge.not_applicable([39, 40], NO_MARKDOWN);
        return;
    };
    judge.compared(39, "links whose text is an address", "none whose text is their own address");
    for found in LINK.captures_iter(prose.text()) {
        let (Some(text), Some(target)) = (found.get(1), found.get(2)) else { continue };
        if text.as_str() == target.as_str() && text.as_str().starts_with("http") {
            let place = prose.place(found.get(0).map_or(text.start(), |whole| whole.start()), target.end() + 1);
            judge.fail(39, place, format!("the link says {} twice", target.as_str()));
            judge.help(39, "write the address alone, or a text that says what it leads to");
        }
    }
    judge.compared(40, "addresses at the end of a line", "none with a full stop and a backslash after it");
    for (start, line) in lines(prose.text()) {
        if let Some(found) = STOPPED.find(line) {
            let place = prose.place(start + found.start(), start + found.end());
            judge.fail(40, place, "Pandoc reads the full stop and the backslash as parts of the address");
            judge.help(40, "write a space before the backslash");
        }
    }
}

/// Condition 41: Pandoc knows no fence whose language is followed by more text.
pub(super) fn fences(submission: &Submission<'_>, judge: &mut Judge) {
    let Some(text) = &submission.markdown else {
        judge.not_applicable([41], NO_MARKDOWN);
        return;
    };
    judge.compared(41, "what follows the marks of a fence", "a language, or attributes in braces");
    let mut open: Option<char> = None;
    for (start, line) in lines(text.text()) {
        let Some(parts) = FENCE.captures(line) else { continue };
        let (Some(marks), Some(rest)) = (parts.get(2), parts.get(3)) else { continue };
        let (mark, info) = (marks.as_str().chars().next(), rest.as_str().trim());
        if open.is_some() {
            if open == mark && info.is_empty() {
                open = None;
            }
            continue;
        }
        // Backticks in what follows make it code in a line, which opens nothing.
        if !judge.official() && mark == Some('`') && info.contains('`') {
            continue;
        }
        open = mark;
        if !info.starts_with('{') && INFO.is_match(info) {
            let place = text.place(start + rest.start(), start + rest.end());
            judge.fail(41, place, "Pandoc reads this as code in a line, since text follows the language");
            judge.help(41, "keep the language alone, or write attributes in braces");
        }
    }
}

/// Condition 69: a link leads where its text says.
pub(super) fn mismatches(submission: &Submission<'_>, judge: &mut Judge) {
    let Some(prose) = submission.markdown_prose() else {
        judge.not_applicable([69], NO_MARKDOWN);
        return;
    };
    judge.compared(69, "links whose text is an address", "none that lead to another address");
    for found in BOTH.captures_iter(prose.text()) {
        let (Some(text), Some(target)) = (found.get(1), found.get(2)) else { continue };
        if text.as_str().trim_end_matches('/') != target.as_str().trim_end_matches('/') {
            let message = format!("the text says {} and the link leads to {}", text.as_str(), target.as_str());
            judge.fail(69, prose.place(text.start(), target.end()), message);
            judge.help(69, "correct the one that is wrong");
        }
    }
}

/// Condition 70. The official check looks only at paths that begin with `./` or `/`.
pub(super) fn slashes(submission: &Submission<'_>, judge: &mut Judge) {
    let Some(prose) = submission.markdown_prose() else {
        judge.not_applicable([70], NO_MARKDOWN);
        return;
    };
    judge.compared(70, "relative links", "none with a double slash");
    let pattern = if judge.official() { &SLASHES } else { &RELATIVE };
    for found in pattern.captures_iter(prose.text()) {
        let Some(path) = found.get(1) else { continue };
        let before_query = path.as_str().split(['?', '#']).next().unwrap_or_default();
        let relative = !SCHEME.is_match(path.as_str()) && before_query.contains("//");
        if judge.official() || relative {
            judge.fail(
                70,
                prose.place_of(&path),
                format!("{} has a double slash, which the site does not find", path.as_str()),
            );
            judge.help(70, "write one slash");
        }
    }
}

/// Condition 71: the rule becomes a page break after the logo.
pub(super) fn rule_after_logo(submission: &Submission<'_>, judge: &mut Judge) {
    let Some(text) = &submission.markdown else {
        judge.not_applicable([71], NO_MARKDOWN);
        return;
    };
    judge.compared(71, "what follows the logo", "the title");
    let end = text.text().char_indices().nth(LOGO_PART).map_or(text.text().len(), |(at, _)| at);
    let head = text.text().get(..end).unwrap_or_default();
    if let Some(rule) = RULE.captures(head).and_then(|found| found.get(1)) {
        judge.fail(71, text.place_of(&rule), "this rule becomes a page break: the first page holds the logo alone");
        judge.help(71, "delete the rule");
    }
}
