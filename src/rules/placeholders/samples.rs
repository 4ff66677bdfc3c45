//! Samples of the templates: rows, names of groups, chapters on how to use the template.

use std::sync::LazyLock;

use crate::markdown::NodeId;
use crate::profiles::ProfileId;
use crate::rules::Checker;
use crate::rules::running_text::{Pattern, Phrases, any_of, find, pattern};
use crate::source::TextRange;
use crate::work_product::{PassageKind, Section, WorkProduct};

pub(super) static SAMPLE_CELL: LazyLock<Pattern> =
    LazyLock::new(|| pattern(r"(?im)^(?:(?:file|spec)[\s-]?name-v\d[\w.]*-wd\d\d|yyyy-mm-dd|dd-mm-yyyy|editor name)$"));

/// A row of the template's revision history: two of its cells at least are the template's.
pub(super) struct SampleRow {
    /// The row.
    pub row: NodeId,
    /// The first of its cells that is the template's.
    pub cell: TextRange,
}

/// The rows of the template's revision history that are left.
pub(super) fn sample_rows(checker: &Checker<'_>) -> Vec<SampleRow> {
    let mut rows = Vec::new();
    let mut open: Option<SampleRow> = None;
    for (passage, _, range) in find(checker, &SAMPLE_CELL) {
        let row = checker.work.document.parent(passage.node).filter(|_| passage.kind == PassageKind::Cell);
        let Some(row) = row else { continue };
        match &open {
            // A single one may stand in a row that somebody began to fill in.
            Some(first) if first.row == row => rows.extend(open.take()),
            _ if rows.last().is_some_and(|last: &SampleRow| last.row == row) => {}
            _ => open = Some(SampleRow { row, cell: range }),
        }
    }
    rows
}

/// `revision-sample-row`.
pub fn revision_row(checker: &mut Checker<'_>) {
    for sample in sample_rows(checker) {
        let found = checker.found(sample.cell, "the row is the template's sample of a revision history");
        checker.report(found.help("write the document's own history, or delete the row"));
    }
}

pub(super) static GROUP_NAMES: Phrases = LazyLock::new(|| {
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

/// The profiles whose templates have such chapters.
pub(super) const HOW_TO: &[ProfileId] = &[ProfileId::TcSpecification, ProfileId::TcNote];

/// Chapters of the template that tell how to write and convert a document.
const CHAPTERS: [&str; 3] = [
    "one way to produce oasis-formatted html from markdown",
    "some markdown usage examples",
    "one way to produce html from markdown",
];

/// Whether `pandoc-howto-residue` looks at a document.
pub(super) fn how_to_applies(work: &WorkProduct) -> bool {
    HOW_TO.contains(&work.profile)
}

fn how_to_sections(work: &WorkProduct) -> impl Iterator<Item = &Section> {
    work.outline.sections.iter().filter(|section| {
        let title = section.title.trim_end_matches('.').to_lowercase();
        CHAPTERS.contains(&title.as_str())
    })
}

/// Where the chapters on how to use the template stand.
pub(super) fn chapters(work: &WorkProduct) -> impl Iterator<Item = TextRange> {
    how_to_sections(work).map(|section| section.extent)
}

/// `pandoc-howto-residue`.
pub fn how_to(checker: &mut Checker<'_>) {
    for section in how_to_sections(checker.work) {
        let found = checker.found(section.text_range, "the section is the template's, on how to write with Markdown");
        checker.report(found.help("delete the section"));
    }
}
