//! The sections of the cover, the Conformance section, the style of the page: conditions 63 to 67.

use std::sync::LazyLock;

use regex::Regex;

use super::submission::Submission;
use super::{Judge, Place};

/// A section of the cover.
struct Section {
    name: &'static str,
    /// How its heading begins, as the official check looks for it.
    start: &'static str,
    /// The heading as a whole.
    whole: &'static str,
    /// It has to be there.
    required: bool,
}

const fn required(name: &'static str, start: &'static str, whole: &'static str) -> Section {
    Section { name, start, whole, required: true }
}

const fn optional(name: &'static str, start: &'static str, whole: &'static str) -> Section {
    Section { name, start, whole, required: false }
}

/// The sections in the order of the template.
const SECTIONS: [Section; 10] = [
    required("This stage", "This (?:Stage|Version)", "This (?:Stage|Version).*"),
    required("Previous stage", "Previous (?:Stage|Version)", "Previous (?:Stage|Version).*"),
    required("Latest stage", "Latest (?:Stage|Version)", "Latest (?:Stage|Version).*"),
    required(
        "Technical Committee",
        "Technical Committee",
        "Technical Committee.*|(?:OASIS )?Open Project.*|Project Governing Board.*",
    ),
    required("Chairs", r"Chairs?\b", r"(?:Project )?(?:Co-)?Chair(?:s|\(s\))?"),
    required("Editors", r"Editors?\b", r"Editor(?:s|\(s\))?"),
    required("Abstract", "Abstract", "Abstract"),
    optional("Status", "(?:Document )?Status", "(?:Document )?Status.*"),
    optional("Citation format", "Citation", "Citation.*"),
    optional("Notices", "Notices|License, Document Status", "Notices|License, Document Status.*"),
];

static STARTS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let pattern = |section: &Section| Regex::new(&format!(r"(?im)^#+\s+{}", section.start)).expect("valid pattern");
    SECTIONS.iter().map(pattern).collect()
});
static WHOLES: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let pattern = |section: &Section| {
        Regex::new(&format!(r"(?im)^#+[ \t]+(?:{})[ \t]*:?[ \t]*#*[ \t]*$", section.whole)).expect("valid pattern")
    };
    SECTIONS.iter().map(pattern).collect()
});

static CONFORMANCE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?im)^#+\s+[\d.\sA-Za-z]*Conformance").expect("valid pattern"));
static CONFORMANCE_WORD: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?im)^#+[ \t]+.*\bConformance\b").expect("valid pattern"));
static SHEET: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?i)<link[^>]+rel=["']?stylesheet["']?[^>]*>"#).expect("valid pattern"));
static STYLE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)<style\b").expect("valid pattern"));
static OWN_SHEET: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"markdown-styles[^"']*\.css"#).expect("valid pattern"));
static FAMILY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)font-family\s*:\s*([^;}]+)").expect("valid pattern"));
static USUAL: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)liberation|arial|helvetica").expect("valid pattern"));

/// Stages of notes, which need no conformance clauses.
const NOTES: [&str; 4] = ["cn", "cnd", "pn", "pnd"];

const NO_MARKDOWN: &str = "the package holds no Markdown";

/// Conditions 63 to 65.
pub(super) fn sections(submission: &Submission<'_>, judge: &mut Judge) {
    let Some(text) = &submission.markdown else {
        judge.not_applicable(63..=65, NO_MARKDOWN);
        return;
    };
    let mut found = Vec::new();
    let mut missing = Vec::new();
    let patterns = if judge.official() { &STARTS } else { &WHOLES };
    for (section, pattern) in SECTIONS.iter().zip(patterns.iter()) {
        match pattern.find(text.text()) {
            Some(heading) => found.push((heading, section.name)),
            None if section.required => missing.push(section.name),
            None => {}
        }
    }
    let names = found.iter().map(|(_, name)| *name).collect::<Vec<_>>().join(", ");
    let wanted = SECTIONS.iter().map(|section| section.name).collect::<Vec<_>>().join(", ");
    judge.compared(63, names.as_str(), wanted.as_str());
    judge.compared(64, names, wanted.as_str());
    for name in missing {
        judge.fail(63, Place::File(text.path().to_owned()), format!("the cover has no section {name}"));
        judge.help(63, format!("write the heading `#### {name}:` and its section"));
    }
    for pair in found.windows(2) {
        let [(before, earlier), (after, later)] = pair else { continue };
        if after.start() < before.start() {
            judge.fail(64, text.place_of(after), format!("the section {later} stands before {earlier}"));
            judge.help(64, format!("the order is {wanted}"));
        }
    }
    conformance(submission, judge);
}

/// Condition 65. The official check asks notes for the section too, and takes `Nonconformance` for it.
fn conformance(submission: &Submission<'_>, judge: &mut Judge) {
    let Some(text) = &submission.markdown else { return };
    let stage = submission.stage.trim_end_matches(|c: char| c.is_ascii_digit());
    if !judge.official() && NOTES.contains(&stage) {
        judge.not_applicable([65], "a note has no conformance clauses");
        return;
    }
    let pattern = if judge.official() { &CONFORMANCE } else { &CONFORMANCE_WORD };
    let heading = pattern.find(text.text());
    let observed = heading.map_or_else(|| "none".to_owned(), |heading| heading.as_str().trim().to_owned());
    judge.compared(65, observed, "a heading Conformance");
    if heading.is_none() {
        judge.fail(65, Place::File(text.path().to_owned()), "no heading says Conformance");
        judge.help(65, "write a chapter Conformance with numbered clauses");
    }
}

/// Conditions 66 and 67: the page has a style, with the fonts of the template.
pub(super) fn style(submission: &Submission<'_>, judge: &mut Judge) {
    let Some(html) = submission.html.as_ref().filter(|_| submission.markdown.is_some()) else {
        let reason = if submission.html.is_some() { NO_MARKDOWN } else { "the package holds no HTML" };
        judge.not_applicable([66, 67], reason);
        return;
    };
    let sheets: Vec<&str> = SHEET.find_iter(html.text()).map(|found| found.as_str()).collect();
    let styles = STYLE.find_iter(html.text()).count();
    judge.compared(67, format!("{} style sheets, {styles} style elements", sheets.len()), "one or more");
    if sheets.is_empty() && styles == 0 {
        judge.fail(67, Place::File(html.path().to_owned()), "the page has no style at all");
        judge.help(67, "link the style sheet of the template, or put the style into the page");
        judge.not_applicable([66], "the page has no style");
        return;
    }
    if OWN_SHEET.is_match(&sheets.join(" ")) {
        judge.compared(66, "the style sheet of OASIS", "Liberation Sans, Arial or Helvetica");
        return;
    }
    let Some(family) = FAMILY.captures(html.text()).and_then(|found| found.get(1)) else { return };
    let named = family.as_str().trim();
    judge.compared(66, named, "Liberation Sans, Arial or Helvetica");
    if !named.is_empty() && !USUAL.is_match(named) {
        judge.fail(
            66,
            html.place(family.start(), family.start() + family.as_str().trim_end().len()),
            format!("the page is set in {named}"),
        );
        judge.help(66, "the template is set in Liberation Sans or Arial");
    }
}
