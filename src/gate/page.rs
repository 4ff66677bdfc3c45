//! The title of the page, what converters leave in it, and the links inside it: conditions 32 to 38.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::package::HtmlFacts;
use crate::work_product::percent_decoded;

use super::conditions::Severity;
use super::prose::{collapsed, elements, tags};
use super::submission::{Source, Submission};
use super::traced::Traced;
use super::{Judge, Place};

static WORKING: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)[\s\-–—](tmp|draft|wip)\z").expect("valid pattern"));
static TITLE_BLOCK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?i)<header\s+id="title-block-header""#).expect("valid pattern"));
static TITLE_BLOCK_ANY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?i)<header\b[^>]{0,300}?\sid\s*=\s*["']?title-block-header\b"#).expect("valid pattern")
});
static RUNNER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?:href|src)="(/home/runner/[^"]*)""#).expect("valid pattern"));
static INSIDE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?i)\bhref\s*=\s*["']?#([^"'\s>]*)"#).expect("valid pattern"));
static RUNNER_ANY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?i)\b(?:href|src)\s*=\s*["']?(?:file://)?(/home/runner/[^"'\s>]*)"#).expect("valid pattern")
});

const NO_HTML: &str = "the package holds no HTML";

/// Conditions 32 and 33: the title of the page.
pub(super) fn title(submission: &Submission<'_>, judge: &mut Judge) {
    let (Some(html), Some(page)) = (&submission.html, submission.page()) else {
        judge.not_applicable([32, 33], NO_HTML);
        return;
    };
    let title = page_title(page, judge);
    let place = title_place(html);
    judge.compared(32, title.as_str(), "no tmp, draft or wip at the end");
    judge.compared(33, title.as_str(), "eight characters or more");
    if let Some(word) = WORKING.captures(&title).and_then(|found| found.get(1)) {
        judge.fail(32, place.clone(), format!("the title of the page ends in {}", word.as_str()));
        judge.help(32, "give the page the title of the document");
    }
    let named = submission.stem().split('-').next().is_some_and(|name| !name.is_empty());
    if !title.is_empty() && named && title.chars().count() < 8 {
        judge.fail(33, place, format!("`{title}` is short for the title of a document"));
        judge.help(33, "give the page the title of the document");
    }
}

/// The title of the page; the official check adds the titles of drawings to it.
pub(super) fn page_title(page: &HtmlFacts, judge: &Judge) -> String {
    if judge.official() { collapsed(&page.titles.concat()) } else { page.title.clone().unwrap_or_default() }
}

fn title_place(html: &Traced) -> Place {
    match elements(html.text(), "title").first() {
        Some((start, end)) => html.place(*start, *end),
        None => html.whole(),
    }
}

/// Conditions 34 to 36: what converters leave in the page.
pub(super) fn residue(submission: &Submission<'_>, judge: &mut Judge) {
    let (Some(html), Some(page)) = (&submission.html, submission.page()) else {
        judge.not_applicable(34..=36, NO_HTML);
        return;
    };
    let official = judge.official();
    judge.compared(34, "header elements", "none with the id title-block-header");
    for found in (if official { &TITLE_BLOCK } else { &TITLE_BLOCK_ANY }).find_iter(html.text()) {
        judge.fail(34, html.place_of(&found), "this is the title block that Pandoc writes: the title shows twice");
        judge.help(34, "convert the document without a title block");
    }
    judge.compared(35, "addresses in href and src", "none on the disk of a build machine");
    for found in (if official { &RUNNER } else { &RUNNER_ANY }).captures_iter(html.text()) {
        let Some(path) = found.get(1) else { continue };
        judge.fail(35, html.place_of(&path), format!("{} is a path of the machine that built the page", path.as_str()));
        judge.help(35, "give a path relative to the page");
    }
    headings(html, page, judge);
}

/// Condition 36. The official check compares the headings as they are written with the title as it reads.
fn headings(html: &Traced, page: &HtmlFacts, judge: &mut Judge) {
    let title = page_title(page, judge).to_lowercase();
    let written = if judge.official() {
        elements(html.text(), "h1").into_iter().map(|range| (range, written_heading(html, range))).collect()
    } else {
        let ranges = elements(html.text(), "h1").into_iter().map(Some).chain(std::iter::repeat(None));
        page.h1.iter().zip(ranges).map(|(text, range)| (range.unwrap_or_default(), text.to_lowercase())).collect()
    };
    let written: Vec<((usize, usize), String)> = written;
    let same: Vec<_> = written.iter().filter(|(_, text)| *text == title).collect();
    judge.compared(36, format!("{} headings with the title", same.len()), "one");
    if title.is_empty() || same.len() < 2 {
        return;
    }
    for ((start, end), _) in same.iter().skip(1) {
        judge.fail(36, html.place(*start, *end), "the title of the document is a heading here again");
        judge.help(36, "let the title be the main heading once");
    }
}

fn written_heading(html: &Traced, (start, end): (usize, usize)) -> String {
    let element = html.text().get(start..end).unwrap_or_default();
    let inner = element.split_once('>').map_or("", |(_, inner)| inner);
    let inner = inner.get(..inner.len().saturating_sub("</h1>".len())).unwrap_or_default();
    let mut plain = String::new();
    let mut at = 0;
    for (from, to) in tags(inner) {
        plain.push_str(inner.get(at..from).unwrap_or_default());
        at = to;
    }
    plain.push_str(inner.get(at..).unwrap_or_default());
    collapsed(&plain).to_lowercase()
}

/// Conditions 37 and 38: links inside the page. Those of a page written by Word weigh less.
pub(super) fn anchors(submission: &Submission<'_>, judge: &mut Judge) {
    let (Some(html), Some(page)) = (&submission.html, submission.page()) else {
        judge.not_applicable([37, 38], NO_HTML);
        return;
    };
    let targets: BTreeSet<&str> = page.links.iter().filter_map(|link| link.strip_prefix('#')).collect();
    let official = judge.official();
    let found = |target: &str| {
        let top = target.is_empty() || target.eq_ignore_ascii_case("top");
        page.ids.contains(target) || (!official && (top || page.ids.contains(&percent_decoded(target))))
    };
    let missing: Vec<&str> = targets.iter().copied().filter(|target| !found(target)).collect();
    let all = format!("{} links inside the page, {} without a target", targets.len(), missing.len());
    judge.compared(37, all.clone(), "none without a target");
    judge.compared(38, all, "at least one link, as in a table of contents");
    let severity = if submission.source == Source::Word { Severity::Warn } else { Severity::Blocker };
    let places = html.firsts(&INSIDE);
    for target in missing {
        let place = places.get(target).cloned().unwrap_or_else(|| html.whole());
        judge.fail_as(37, severity, place, format!("nothing in the page is called `{target}`"));
        judge.help(37, "correct the link, or give its target this id");
    }
    if targets.is_empty() {
        judge.fail(38, html.whole(), "no link of the page leads to a place in it");
        judge.help(38, "give the page a table of contents with links");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_end_in_working_words() {
        assert!(WORKING.is_match("Widget Format-WIP"));
        assert!(!WORKING.is_match("On Drafts"));
        assert!(!WORKING.is_match("Updraft"));
    }

    #[test]
    fn headings_read_without_their_tags() {
        let html = Traced::read("a", b"<h1 id='a>b'><a>Wid</a>get\n One</h1>");
        let (start, end) = elements(html.text(), "h1")[0];
        assert_eq!(written_heading(&html, (start, end)), "b'>widget one");
    }
}
