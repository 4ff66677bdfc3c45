//! Strings that templates are known to carry.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::Severity;
use crate::markdown::NodeId;
use crate::rules::Checker;
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::{Passage, PassageKind};

use super::markers::asks_for_removal;
use super::samples::{chapters, how_to_applies, sample_rows};
use crate::rules::running_text::{Pattern, Phrases, any_of, find, is_all, pattern};

pub(super) static HINTS: Phrases = LazyLock::new(|| {
    any_of(&[
        "(hyperlink to remember to update Title and Author in document Properties !!!)",
        "hyperlink to remember to update Title and Author in document Properties",
        "Note: Avoid using more than five heading levels.",
        "(mailto: link for email address; http:// link for affiliation web site)",
        "(mailto: link for email address; http:// for affiliation web site)",
        "(remove \"s\" from Chairs if one)",
        "(remove \"s\" from Editors if just one)",
        "(remove \"Related work\" section if no entries)",
        "Related specifications (include hyperlink, preferably to HTML format)",
        "Specifications replaced by this specification (include hyperlink, preferably to HTML format)",
        "(Reference sources:",
        "(Note: A Work Product approved by the TC must include a list of people",
        "The following centered line represents the end of the document",
    ])
});

/// `template-hints`.
pub fn hints(checker: &mut Checker<'_>) {
    let mut merged: Vec<(Passage<'_>, TextRange, bool)> = Vec::new();
    for (passage, place, range) in find(checker, &HINTS) {
        let text = passage.text();
        if asks_for_removal(text) {
            continue;
        }
        let alone = text.trim().len() == place.len();
        if let Some((last, before, _)) = merged.last_mut()
            && last.node == passage.node
            && checker.work.slice(TextRange::new(before.end as usize, range.start as usize)).trim().is_empty()
        {
            *before = before.cover(range);
            continue;
        }
        merged.push((passage, range, alone));
    }
    for (passage, range, alone) in merged {
        let found = checker
            .found(range, "a hint of the template is left in the text")
            .help("do what it asks for, and remove it");
        // Of a hint known only by its opening words, the rest would stay.
        let whole = checker.work.slice(range).ends_with([')', '.']);
        let edit = match (whole, alone) {
            (false, _) => None,
            (true, true) => whole_block(checker, passage),
            (true, false) => Some(words(checker.work.text(), range)),
        };
        checker.report(match edit {
            Some(edit) => found.fix(Fix::safe("Remove the hint", vec![edit])),
            None => found,
        });
    }
}

/// Deletes words in a line with the space before them.
fn words(text: &str, range: TextRange) -> Edit {
    let before = text.get(..range.start as usize).unwrap_or_default();
    let gap = before.len() - before.trim_end_matches(' ').len();
    Edit::delete(TextRange::new(before.len() - gap, range.end as usize))
}

/// Deletes a paragraph of the document with the blank lines after it.
fn whole_block(checker: &Checker<'_>, passage: Passage<'_>) -> Option<Edit> {
    if !passage.top || passage.kind != PassageKind::Paragraph {
        return None;
    }
    let after = checker.work.text().get(passage.range.end as usize..)?;
    let blank = after.len() - after.trim_start_matches(['\n', '\r']).len();
    Some(Edit::delete(TextRange::new(passage.range.start as usize, passage.range.end as usize + blank)))
}

static HEADINGS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^(?:(?:level\s+\d+\s+)?(?:sub-?)*section\s+(?:title|heading|header)
          |level\s+\d+\s+(?:heading|header)|next\s+heading|sub-subsection
          |(?:sub-)?subsidiary\s+(?:appendix\s+)?section|example\s+appendix\s+with\s+subsections
          |additional\s+(?:sections|annex|appendix)\s+as\s+needed
          |any\s+additional\s+introduction\s+subsections\s+that\s+are\s+needed)$",
    )
    .expect("valid pattern")
});

/// `sample-headings`.
pub fn sample_headings(checker: &mut Checker<'_>) {
    let work = checker.work;
    for passage in work.passages.iter().filter(|passage| passage.kind == PassageKind::Heading) {
        let Some(index) = work.outline.section_at(passage.range.start) else { continue };
        let section = &work.outline.sections[index];
        if section.node != passage.node || !HEADINGS.is_match(&section.title) {
            continue;
        }
        let text = passage.text();
        let range =
            text.rfind(&section.title).map_or(section.text_range, |at| passage.source(at..at + section.title.len()));
        let found = checker.found(range, format!("`{}` is the template's sample of a heading", section.title));
        checker.report(found.help("give the section its own title, or remove it"));
    }
}

pub(super) static SAMPLES: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?ix)\breference\s+details\b|\[reference\s+1\]|\btitle\s+of\s+figure\b|\btable\s+label\b
          |\(this\s+image\s+is\s+missing\)|\blorem\s+ipsum\b",
    )
});

/// What only a template has a whole paragraph of.
pub(super) static WHOLE_SAMPLES: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?ix)\b(?:introductory\s+material\.|text\.|change\s+1|term\s+1:\s+some\s+definition|first\s+name\s+last\s+name
          |participant\s+name,\s+affiliation\s+or\s+[\x22\u{201c}]individual\s+member[\x22\u{201d}])",
    )
});

/// `sample-content`.
pub fn sample_content(checker: &mut Checker<'_>) {
    let work = checker.work;
    // A chapter that has no place in the document is reported as a whole; what it shows is a remark beside that.
    let chapters: Vec<TextRange> = if how_to_applies(work) { chapters(work).collect() } else { Vec::new() };
    let in_chapter = |range: TextRange| chapters.iter().any(|chapter| chapter.contains(range));
    let mut found: Vec<TextRange> = find(checker, &SAMPLES).into_iter().map(|(_, _, range)| range).collect();
    let whole = find(checker, &WHOLE_SAMPLES).into_iter();
    let whole = whole.filter(|(passage, place, range)| is_sample(*passage, place) && !in_chapter(*range));
    found.extend(whole.map(|(_, _, range)| range));
    for range in found {
        let message = format!("`{}` is sample text of the template", work.slice(range).trim());
        let found = checker.found(range, message);
        checker.report(if in_chapter(range) { found.at_most(Severity::Info) } else { found });
    }
}

/// A name is followed by an affiliation; the other samples stand alone.
fn is_sample(passage: Passage<'_>, place: &Range<usize>) -> bool {
    let text = passage.text();
    let lead = text.get(..place.start).is_some_and(|lead| lead.trim().is_empty());
    let name = text.get(place.clone()).is_some_and(|written| written.to_ascii_lowercase().ends_with("name"));
    if name { lead } else { is_all(passage, place) }
}

pub(super) static DATES: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?x)\bDD[\s-]+(?:Month|MONTH|Mmmm|Mon|MMM+)[\s-]+(?:YYYY?|\d{4})\b
          |\[\s*DD\s*\]\s*\[\s*Month\s*\]\s*\[\s*(?:YYYY|\d{4})\s*\]|(?m:^yyyy-mm-dd$)
          |\b(?:[Xx]{2}|nn|NN|dd|DD|__+)[\s-]+(?:January|February|March|April|May|June|July|August|September|October
          |November|December)\b",
    )
});

/// `date-placeholder`.
pub fn dates(checker: &mut Checker<'_>) {
    let work = checker.work;
    let found = find(checker, &DATES);
    let cells = found.iter().any(|(passage, _, _)| passage.kind == PassageKind::Cell);
    let samples = if cells { sample_rows(checker) } else { Vec::new() };
    for (passage, _, range) in found {
        // The row is reported as a whole.
        let row = work.document.parent(passage.node);
        if passage.kind == PassageKind::Cell && samples.iter().any(|sample| Some(sample.row) == row) {
            continue;
        }
        let written = work.slice(range);
        let of_approval = passage.kind == PassageKind::Heading || passage.text().contains("pproved");
        let help = if written.starts_with("yyyy") {
            "write the date, such as `2026-03-12`"
        } else if of_approval {
            "write the date of approval, such as `12 March 2026`"
        } else {
            "write the date, such as `12 March 2026`"
        };
        checker.report(checker.found(range, format!("`{written}` is the pattern of a date")).help(help));
    }
}

pub(super) static PAGE: LazyLock<Pattern> = LazyLock::new(|| pattern(r"\bPage\s+\d+\s+of\s+\d+\b"));

/// `static-page-number`.
pub fn page_number(checker: &mut Checker<'_>) {
    for (_, _, range) in find(checker, &PAGE) {
        let found = checker.found(range, "a page number is written into the text");
        let fix = Fix::safe("Remove the page number", vec![words(checker.work.text(), range)]);
        checker.report(found.help("remove it: the build numbers the pages").fix(fix));
    }
}

pub(super) static ABSTRACT: Phrases =
    LazyLock::new(|| any_of(&["Summary of the technical purpose of the document.", "[ Document abstract ]"]));

/// `abstract-placeholder`.
pub fn abstract_text(checker: &mut Checker<'_>) {
    for (_, _, range) in find(checker, &ABSTRACT) {
        checker.flag(range, "the abstract is still the template's");
    }
}

pub(super) static ARTIFACTS: Phrases = LazyLock::new(|| {
    any_of(&[
        "XML schemas: (list file names or directory name)",
        "Other parts (list titles and/or file names or directory name)",
        "Other parts (list titles and/or file names)",
        "(list file names or directory name)",
        "(list titles and/or file names)",
    ])
});

/// `artifact-placeholder`.
pub fn artifacts(checker: &mut Checker<'_>) {
    for (_, _, range) in find(checker, &ARTIFACTS) {
        let found = checker.found(range, "the template's list of artifacts is not filled in");
        checker.report(found.help("name the files with links, or remove the entry"));
    }
}

pub(super) static EXCLAMATIONS: LazyLock<Pattern> = LazyLock::new(|| pattern(r"!{3,}"));

/// `exclamation-run`.
pub fn exclamations(checker: &mut Checker<'_>) {
    // The template's own hint shouts; it is reported as what it is.
    let hints: BTreeSet<NodeId> = find(checker, &HINTS).into_iter().map(|(passage, _, _)| passage.node).collect();
    for (passage, place, range) in find(checker, &EXCLAMATIONS) {
        if !hints.contains(&passage.node) {
            checker.flag(range, format!("{} exclamation marks in a row", place.len()));
        }
    }
}
