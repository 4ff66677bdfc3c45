//! The PDF: its first page (52, 53), its text and the cover's addresses (58 to 62), its fonts (72, 73).

use std::collections::{BTreeMap, BTreeSet};

use crate::package::{PdfFacts, font_families, font_family, is_named};

use super::prose::{collapsed, elements, tags};
use super::submission::Submission;
use super::traced::Traced;
use super::{Judge, Place, Reading};

/// Pages that are searched for the addresses of the cover.
const FRONT: usize = 3;

/// A path on the machines that build documents.
const RUNNER: &str = "/home/runner/";

const NO_PDF: &str = "the package holds no PDF";

/// Conditions 52 and 53: the title is on the first page once, and no path of a build machine in the text.
pub(super) fn front(submission: &Submission<'_>, judge: &mut Judge) {
    let (Some(Ok(pdf)), Some(path)) = (submission.pdf(), submission.item("pdf")) else {
        judge.not_applicable([52, 53], "no PDF can be read");
        return;
    };
    let title = document_title(submission);
    if title.is_empty() || title == "-" {
        judge.not_applicable([52, 53], "the document has no title");
        return;
    }
    let first = pdf.lines.iter().take(1).map(|lines| text_of(lines)).collect::<String>();
    let count = squeezed(&first.to_lowercase()).matches(&squeezed(&title.to_lowercase())).count();
    judge.compared(52, format!("`{title}` {count} times"), "once");
    if count > 1 {
        judge.fail(52, Place::Page(path.to_owned(), 1), format!("the title is there {count} times"));
        judge.help(52, "convert the document without a title block");
    } else if !judge.official() && !first.trim().is_empty() && !letters(&first).contains(&letters(&title)) {
        judge.fail(52, Place::Page(path.to_owned(), 1), format!("the title `{title}` is not there"));
        judge.help(52, "build the PDF from this revision of the document");
    }
    judge.compared(53, "the text of all pages", format!("no {RUNNER}"));
    for (index, lines) in pdf.lines.iter().enumerate() {
        if text_of(lines).contains(RUNNER) {
            judge.fail(53, Place::Page(path.to_owned(), index + 1), format!("the text holds a path below {RUNNER}"));
            judge.help(53, "print the page without addresses in its header and footer");
        }
    }
}

/// The first main heading of the Markdown, else the title of the HTML, as they are written.
fn document_title(submission: &Submission<'_>) -> String {
    let markdown = submission.markdown.as_ref().map_or("", Traced::text);
    let heading = super::prose::lines(markdown).find(|(_, line)| line.starts_with("# "));
    let heading = heading.map_or("", |(_, line)| line.trim_matches(['#', ' ']).trim());
    let title = untagged(heading).trim().to_owned();
    if !title.is_empty() {
        return title;
    }
    let html = submission.html.as_ref().map_or("", Traced::text);
    // The official check sees a title only where its tag has no attributes.
    let written = elements(html, "title").into_iter().filter_map(|(start, end)| html.get(start..end));
    let plain = written
        .filter(|title| submission.reading == Reading::Right || title.get(..7).is_some_and(|tag| tag.ends_with('>')));
    let inner = plain.map(|title| title.split_once('>').map_or("", |(_, inner)| inner));
    let inner = inner.map(|inner| inner.get(..inner.len().saturating_sub("</title>".len())).unwrap_or_default());
    inner.map(collapsed).next().unwrap_or_default()
}

fn untagged(text: &str) -> String {
    let mut plain = String::new();
    let mut at = 0;
    for (start, end) in tags(text) {
        plain.push_str(text.get(at..start).unwrap_or_default());
        at = end;
    }
    plain + text.get(at..).unwrap_or_default()
}

/// The text of a page as a text extractor gives it: a hyphen at the end of a line goes, with the line's end.
fn text_of(lines: &[String]) -> String {
    let mut text = String::new();
    for (index, line) in lines.iter().enumerate() {
        let goes_on = index + 1 < lines.len();
        if let Some(cut) = line.trim_end().strip_suffix('-').filter(|_| goes_on) {
            text.push_str(cut);
        } else {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

/// Without any white space: a PDF has none where it moves instead.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Letters and digits alone, small, ligatures undone.
fn letters(text: &str) -> String {
    let mut plain = String::new();
    for c in htmlize::unescape(text).chars() {
        match c {
            '\u{fb00}' => plain.push_str("ff"),
            '\u{fb01}' => plain.push_str("fi"),
            '\u{fb02}' => plain.push_str("fl"),
            '\u{fb03}' => plain.push_str("ffi"),
            '\u{fb04}' => plain.push_str("ffl"),
            c if c.is_alphanumeric() => plain.extend(c.to_lowercase()),
            _ => {}
        }
    }
    plain
}

/// Conditions 58 to 62: the PDF can be read, and carries the addresses of this stage.
pub(super) fn text(submission: &Submission<'_>, judge: &mut Judge) {
    judge.not_applicable([58, 59], "proofmark reads PDF by itself");
    let (Some(pdf), Some(path)) = (submission.pdf(), submission.item("pdf")) else {
        judge.not_applicable(60..=62, NO_PDF);
        return;
    };
    let pdf = match pdf {
        Ok(pdf) => pdf,
        Err(reason) => {
            judge.compared(60, reason, "a PDF that can be read");
            judge.fail(60, Place::File(path.to_owned()), format!("the PDF {reason}"));
            judge.help(60, "build the PDF again");
            judge.not_applicable([61, 62], "the PDF cannot be read");
            return;
        }
    };
    judge.compared(60, format!("{} pages", pdf.pages), "a PDF that can be read");
    if submission.base.is_empty() {
        judge.not_applicable([61, 62], "the cover gives no address of this stage");
        return;
    }
    let there = carries(pdf, &submission.base, judge.official());
    judge.compared(61, if there { submission.base.as_str() } else { "not found" }, submission.base.as_str());
    if !there {
        let message = format!("the first {FRONT} pages do not carry {}", submission.base);
        judge.fail(61, Place::Page(path.to_owned(), 1), message);
        judge.help(61, "build the PDF from this revision of the document");
    }
    other_versions(submission, pdf, path, judge);
}

/// Whether the first pages carry an address, which may be broken over lines.
fn carries(pdf: &PdfFacts, address: &str, official: bool) -> bool {
    let address = squeezed(address);
    let front = || pdf.lines.iter().take(FRONT);
    let joined: String = front().map(|lines| squeezed(&text_of(lines))).collect();
    // A hyphen of the address itself may end a line: the official check loses it.
    joined.contains(&address)
        || (!official && squeezed(&front().flatten().cloned().collect::<String>()).contains(&address))
}

fn other_versions(submission: &Submission<'_>, pdf: &PdfFacts, path: &str, judge: &mut Judge) {
    let work = format!("{}/v", submission.work_address());
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for (index, lines) in pdf.lines.iter().take(FRONT).enumerate() {
        let text = text_of(lines);
        for (at, _) in text.match_indices(&work) {
            let rest = text.get(at + work.len()..).unwrap_or_default();
            let version = rest.split('/').next().filter(|version| version.len() < rest.len()).unwrap_or_default();
            let form = version.split_once('.').is_some_and(|(major, minor)| numeric(major) && numeric(minor));
            if form && format!("v{version}") != submission.version {
                found.entry(version.to_owned()).or_insert(index + 1);
            }
        }
    }
    let versions: Vec<&str> = found.keys().map(String::as_str).collect();
    judge.compared(62, versions.join(", "), format!("{} alone", submission.version));
    // The stage before may be of another version: the cover says so.
    let announced = |version: &str| {
        let part = format!("/v{version}/");
        !judge.official() && submission.cover.previous.iter().any(|cited| cited.url.contains(&part))
    };
    let told: Vec<(String, usize)> = found.into_iter().filter(|(version, _)| !announced(version)).collect();
    for (version, page) in told {
        let message = format!("v{version} of this work product is cited, and the package is {}", submission.version);
        judge.fail(62, Place::Page(path.to_owned(), page), message);
        judge.help(62, "see whether that version is meant");
    }
}

fn numeric(text: &str) -> bool {
    !text.is_empty() && text.chars().all(char::is_numeric)
}

/// Conditions 72 and 73: the fonts of the PDF are those the style sheets name.
pub(super) fn fonts(submission: &Submission<'_>, judge: &mut Judge) {
    judge.not_applicable([72], "proofmark reads PDF by itself");
    let (Some(Ok(pdf)), Some(path)) = (submission.pdf(), submission.item("pdf")) else {
        judge.not_applicable([73], "no PDF can be read");
        return;
    };
    let families = families(submission);
    if families.is_empty() {
        judge.not_applicable([73], "no style sheet names a font");
        return;
    }
    let used: BTreeSet<&str> = pdf.fonts.iter().map(|font| font_family(font)).collect();
    let named = families.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    judge.compared(73, used.iter().copied().collect::<Vec<_>>().join(", "), named.as_str());
    for font in used.into_iter().filter(|font| !font.is_empty() && !is_named(font, &families)) {
        judge.fail(73, Place::File(path.to_owned()), format!("the font {font} is named in no style sheet"));
        judge.help(73, format!("the style sheets name {named}"));
    }
}

/// Font families that the page and the style sheets of the package name.
fn families(submission: &Submission<'_>) -> BTreeSet<String> {
    let sheets = submission.files.called(".css");
    let sheets = sheets.filter_map(|path| Some(Traced::read(path, submission.files.read(path)?)));
    submission.html.iter().cloned().chain(sheets).flat_map(|text| font_families(text.text())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(lines: &[&str]) -> PdfFacts {
        PdfFacts { lines: vec![lines.iter().map(|line| (*line).to_owned()).collect()], ..PdfFacts::default() }
    }

    #[test]
    fn an_address_may_be_broken_anywhere() {
        let address = "https://docs.oasis-open.org/tc/w/v1.0/csd01/";
        let broken = lines(&["https://docs.oasis-open.org/tc/w", "/v1.0/csd01/w.html"]);
        assert!(carries(&broken, address, true) && carries(&broken, address, false));
        let hyphen = lines(&["https://docs.oasis-", "open.org/tc/w/v1.0/csd01/w.html"]);
        assert!(!carries(&hyphen, address, true) && carries(&hyphen, address, false));
    }

    #[test]
    fn titles_compare_by_their_letters() {
        assert_eq!(letters("Of\u{fb01}ce &amp; Work-\nplace"), "officeworkplace");
    }
}
