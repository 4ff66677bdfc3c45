//! The title of the document: conditions 117 to 120.

use std::sync::LazyLock;

use regex::Regex;

use super::conditions::Severity;
use super::headings::plain;
use super::page::page_title;
use super::prose::{collapsed, elements, tags};
use super::submission::{Source, Submission, is_standards_track, stage_word, whole_stage_word};
use super::traced::Traced;
use super::{Judge, Place};

static VERSION: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)version\s+([0-9]+(?:\.[0-9]+)*)").expect("valid pattern"));
static PART: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^\.\s*Part\s+\d+:\s+.+$").expect("valid pattern"));
static TITLE_STYLE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?i)\bclass\s*=\s*["']?[^"'>]*\bMsoTitle\b"#).expect("valid pattern"));
static OASIS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)^oasis\b").expect("valid pattern"));

/// How much of a page is its cover, in characters.
const COVER: usize = 120_000;

/// A title, and where it stands.
struct Title {
    text: String,
    place: Place,
}

/// Conditions 117 to 119: the title ends in the version.
pub(super) fn version(submission: &Submission<'_>, judge: &mut Judge) {
    if stage_word(&submission.stage.to_lowercase()) == "wd" {
        judge.not_applicable(117..=119, "a working draft may be called anything");
        return;
    }
    let Some(html) = &submission.html else {
        judge.not_applicable(117..=119, "the package holds no HTML");
        return;
    };
    let title = if submission.source == Source::Word { of_cover(html) } else { of_page(html) };
    let Some(title) = title else {
        judge.not_applicable(117..=119, "the page has no title that one h1 repeats");
        return;
    };
    let wanted = submission.version.strip_prefix('v').unwrap_or(&submission.version);
    let versions: Vec<regex::Captures<'_>> =
        VERSION.captures_iter(&title.text).filter(|found| stands_alone(&title.text, found)).collect();
    judge.compared(117, title.text.as_str(), format!("… Version {wanted}"));
    let Some((whole, number)) = versions.last().and_then(|found| Some((found.get(0)?, found.get(1)?))) else {
        judge.fail(117, title.place, format!("the title `{}` names no version", title.text));
        judge.help(117, format!("end the title in Version {wanted}"));
        judge.not_applicable([118, 119], "the title names no version");
        return;
    };
    judge.compared(118, number.as_str(), wanted);
    if number.as_str() != wanted {
        let said = format!("the title names version {}, and the package is {wanted}", number.as_str());
        judge.fail(118, title.place.clone(), said);
        judge.help(118, format!("end the title in Version {wanted}"));
    }
    judge.compared(119, title.text.as_str(), "Name Version N, or Name Version N. Part M: Name");
    if !is_well_formed(&title.text, whole.range()) {
        let severity =
            if is_standards_track(&submission.stage.to_lowercase()) { Severity::Blocker } else { Severity::Warn };
        judge.fail_as(
            119,
            severity,
            title.place,
            format!("the title `{}` is not of the form Name Version N", title.text),
        );
        judge.help(119, format!("write the title as: Name Version {wanted}"));
    }
}

/// `Conversion 1.2` names no version.
fn stands_alone(title: &str, found: &regex::Captures<'_>) -> bool {
    let before = found.get(0).and_then(|whole| title.get(..whole.start())).unwrap_or_default();
    !before.chars().next_back().is_some_and(char::is_alphabetic)
}

/// A name, one space, `Version`, the number, and nothing but a part after it.
fn is_well_formed(title: &str, version: std::ops::Range<usize>) -> bool {
    let before = title.get(..version.start).unwrap_or_default();
    let after = title.get(version.end..).unwrap_or_default();
    let name = before.strip_suffix(' ');
    let ends_well = |name: &str| name.chars().next_back().is_none_or(|last| last.is_alphanumeric() || last == ')');
    let word = title.get(version).is_some_and(|word| word.starts_with("Version"));
    word && name.is_some_and(ends_well) && (after.is_empty() || PART.is_match(after))
}

/// What stands in an element's tags, with where the element is.
fn contents<'t>(text: &'t str, name: &str) -> Vec<(&'t str, (usize, usize))> {
    let inner = |(start, end): (usize, usize)| {
        let element = text.get(start..end)?;
        let open = element.find('>')? + 1;
        let close = element.rfind("</")?;
        Some((element.get(open..close)?, (start, end)))
    };
    elements(text, name).into_iter().filter_map(inner).collect()
}

/// What a piece of a page says, its tags left out and its references kept but for spaces.
fn said(inner: &str, gap: &str) -> String {
    let mut out = String::new();
    let mut at = 0;
    for (start, end) in tags(inner) {
        out.push_str(inner.get(at..start).unwrap_or_default());
        out.push_str(gap);
        at = end;
    }
    out.push_str(inner.get(at..).unwrap_or_default());
    collapsed(&out)
}

/// The title of the page, where exactly one `h1` repeats it.
fn of_page(html: &Traced) -> Option<Title> {
    let (inner, (start, end)) = contents(html.text(), "title").into_iter().next()?;
    let text = collapsed(&inner.replace("&nbsp;", " ").replace("&#160;", " "));
    let same = |inner: &str| said(inner, "").to_lowercase() == text.to_lowercase();
    let repeated = contents(html.text(), "h1").into_iter().filter(|(inner, _)| same(inner)).count();
    (repeated == 1 && !text.is_empty()).then(|| Title { text, place: html.place(start, end) })
}

/// The title on a cover that Word wrote: the first paragraph in its style, else the first that says anything.
fn of_cover(html: &Traced) -> Option<Title> {
    let text = html.text();
    let start = text.find("<body").unwrap_or_default();
    let body = text.get(start..).unwrap_or_default();
    let end = body.char_indices().nth(COVER).map_or(body.len(), |(at, _)| at);
    let cover = body.get(..end).unwrap_or(body);
    let paragraphs = contents(cover, "p");
    let titled = |(_, (from, to)): &&(&str, (usize, usize))| {
        let tag = cover.get(*from..*to).and_then(|element| element.split('>').next()).unwrap_or_default();
        TITLE_STYLE.is_match(tag)
    };
    let words = |inner: &str| said(&inner.replace("&nbsp;", " ").replace("&#160;", " "), " ");
    let plain =
        |(inner, _): &&(&str, (usize, usize))| !inner.to_ascii_lowercase().contains("<img") && !words(inner).is_empty();
    let (inner, (from, to)) = paragraphs.iter().find(titled).or_else(|| paragraphs.iter().find(plain))?;
    let text = words(inner);
    (!text.is_empty()).then(|| Title { text, place: html.place(start + from, start + to) })
}

/// Condition 120: the title does not begin with OASIS. The official check does not see the cover that Word writes.
pub(super) fn prefix(submission: &Submission<'_>, judge: &mut Judge) {
    let (Some(html), Some(page)) = (&submission.html, submission.page()) else {
        judge.not_applicable([120], "the package holds no HTML");
        return;
    };
    let titled = page_title(page, judge);
    let heading = if titled.is_empty() { None } else { heading_of(html, &titled) };
    let on_cover = || if judge.official() || submission.source != Source::Word { None } else { of_cover(html) };
    let Some(title) = heading.or_else(on_cover) else {
        judge.not_applicable([120], "no h1 is clearly the title");
        return;
    };
    judge.compared(120, title.text.as_str(), "a title that does not begin with OASIS");
    let marks = |c: char| c.is_whitespace() || "\u{200b}\u{feff}\"'‘’“”([-–—".contains(c);
    if OASIS.is_match(title.text.trim_start_matches(marks)) {
        let note = ["cnd", "cn", "pn", "pnd"].contains(&whole_stage_word(&submission.stage));
        let severity = if note { Severity::Warn } else { Severity::Blocker };
        judge.fail_as(120, severity, title.place, format!("the title `{}` begins with OASIS", title.text));
        judge.help(120, "leave OASIS out, unless TC Administration asked for it");
    }
}

/// The `h1` that is the title: the only one that repeats it, else the only one there is, where one begins the other.
fn heading_of(html: &Traced, title: &str) -> Option<Title> {
    let headings: Vec<Title> = contents(html.text(), "h1")
        .into_iter()
        .map(|(inner, (start, end))| Title { text: collapsed(&plain(inner, "")), place: html.place(start, end) })
        .collect();
    let title = collapsed(&plain(title, "")).to_lowercase();
    let same: Vec<usize> = (0..headings.len()).filter(|index| headings[*index].text.to_lowercase() == title).collect();
    let only = match (same.as_slice(), headings.as_slice()) {
        ([index], _) => *index,
        ([], [one]) => {
            let text = one.text.to_lowercase();
            let related = !text.is_empty() && (title.starts_with(&text) || text.starts_with(&title));
            return related.then(|| headings.into_iter().next()).flatten();
        }
        _ => return None,
    };
    headings.into_iter().nth(only)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formed(title: &str) -> bool {
        let found = VERSION.find_iter(title).last().unwrap();
        is_well_formed(title, found.range())
    }

    #[test]
    fn titles_end_in_the_version() {
        assert!(formed("Widget Exchange Version 1.0") && formed("Widget (WX) Version 1.0"));
        assert!(formed("Widget Version 1.0. Part 2: Core"));
        assert!(!formed("Widget, Version 1.0") && !formed("Widget version 1.0") && !formed("Widget Version 1.0 Draft"));
    }

    #[test]
    fn a_word_cover_has_a_titled_paragraph() {
        let page = b"<p>x</p><body><p><img src=a></p><p class='Foo MsoTitle'>A&nbsp;<b>B</b></p><p>c</p>";
        assert_eq!(of_cover(&Traced::read("a.html", page)).unwrap().text, "A B");
        let page = b"<body><p><img src=a>logo</p><p> </p><p>First</p>";
        assert_eq!(of_cover(&Traced::read("a.html", page)).unwrap().text, "First");
    }

    #[test]
    fn the_only_heading_can_be_the_title() {
        let html = Traced::read("a.html", b"<h1>OASIS &amp; Co</h1>");
        assert!(heading_of(&html, "OASIS & Co | Site").is_some());
        assert!(heading_of(&html, "Other").is_none());
        let twice = Traced::read("a.html", b"<h1>A</h1><h1>A</h1>");
        assert!(heading_of(&twice, "A").is_none());
    }
}
