//! Samples of the templates: rows, names of groups, chapters on how to use the template.

use std::sync::LazyLock;

use crate::rules::Checker;
use crate::rules::running_text::{Pattern, Phrases, any_of, find, pattern};
use crate::work_product::PassageKind;

static SAMPLE_CELL: LazyLock<Pattern> =
    LazyLock::new(|| pattern(r"(?im)^(?:(?:file|spec)[\s-]?name-v\d[\w.]*-wd\d\d|yyyy-mm-dd|dd-mm-yyyy|editor name)$"));

/// `revision-sample-row`. A row is the template's if two of its cells are.
pub fn revision_row(checker: &mut Checker<'_>) {
    let work = checker.work;
    let mut last = None;
    let mut first_cell = None;
    let mut count = 0;
    let mut rows = Vec::new();
    for (passage, _, range) in find(checker, &SAMPLE_CELL) {
        let row = work.document.parent(passage.node).filter(|_| passage.kind == PassageKind::Cell);
        if row.is_none() {
            continue;
        }
        if row != last {
            (last, first_cell, count) = (row, Some(range), 0);
        }
        count += 1;
        // A single one may stand in a row that somebody began to fill in.
        if count == 2 {
            rows.extend(first_cell);
        }
    }
    for range in rows {
        let found = checker.found(range, "the row is the template's sample of a revision history");
        checker.report(found.help("write the document's own history, or delete the row"));
    }
}

static GROUP_NAMES: Phrases = LazyLock::new(|| {
    any_of(&[
        "tc-full-name",
        "[ full project name",
        "[full project name",
        "[ full TC name",
        "[full TC name",
        "[ full name of the TC",
        "[ The full name of the technical committee",
        "OASIS XXX TC",
        "OASIS [TBD] TC",
    ])
});

/// `tc-name-placeholder`.
pub fn group_name(checker: &mut Checker<'_>) {
    let work = checker.work;
    for (_, _, range) in find(checker, &GROUP_NAMES) {
        let found = checker.found(range, format!("`{}` stands where the group's name should", work.slice(range)));
        checker.report(found.help("write the name of the Technical Committee or Open Project"));
    }
    for link in work.links.iter().filter(|link| link.url.contains("wg_abbrev=")) {
        let name = link.url.split("wg_abbrev=").nth(1).unwrap_or_default();
        let name = name.split(['&', '#']).next().unwrap_or_default();
        if name.is_empty() || name.chars().all(|c| matches!(c, 'x' | 'X')) {
            let message =
                if name.is_empty() { "the address names no group".to_owned() } else { format!("`{name}` is no group") };
            let found = checker.found(link.url_range, message);
            checker.report(found.help("write the short name of the group behind `wg_abbrev=`"));
        }
    }
}

/// Chapters of the template that tell how to write and convert a document.
const CHAPTERS: [&str; 3] = [
    "one way to produce oasis-formatted html from markdown",
    "some markdown usage examples",
    "one way to produce html from markdown",
];

/// `pandoc-howto-residue`.
pub fn how_to(checker: &mut Checker<'_>) {
    let work = checker.work;
    for section in &work.outline.sections {
        let title = section.title.trim_end_matches('.').to_lowercase();
        if CHAPTERS.contains(&title.as_str()) {
            let found =
                checker.found(section.text_range, "the section is the template's, on how to write with Markdown");
            checker.report(found.help("delete the section"));
        }
    }
}
