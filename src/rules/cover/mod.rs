//! The cover page.

mod artifacts;
mod citation;
mod dates;
mod formats;
mod label_set;
mod labels;
mod logo;
mod parts;
mod project;
mod related;
mod stage_line;
pub mod stage_rules;
mod status;
pub mod status_rules;
mod status_sentences;
mod title;
mod uris;

pub(super) use dates::{config_range, date_places};
pub(super) use project::misnamed;
pub(super) use title::{agree, folded};
pub(super) use uris::{in_block, pattern_fault, pinned_to};

use crate::profiles::ProfileId;
use crate::work_product::WorkProduct;

use super::running_text::Phrases;
use super::{COSAI, ERROR, FixKind, INFO, Levels, Rule, STAGED, Topic, WARNING};

const TEMPLATES: &str = "OASIS templates, cover";
const NOTES: &[ProfileId] = &[ProfileId::CosaiPaper, ProfileId::OpNote, ProfileId::TcNote];

/// Notes that go through stages.
const NOTES_WITH_STAGE: &[ProfileId] = &[ProfileId::OpNote, ProfileId::TcNote];

/// Specifications.
const SPECIFICATIONS: &[ProfileId] = &[ProfileId::OpSpecification, ProfileId::TcSpecification];

/// The phrases of this topic that are looked for in one go.
pub(super) static PHRASES: &[&Phrases] =
    &[&status_sentences::LOCATION, &status_sentences::OF_COMMITTEE, &status_sentences::OF_PROJECT];

/// The rules of this topic.
pub const RULES: &[Rule] = &[
    Rule {
        id: "title-present",
        topic: Topic::Cover,
        summary: "The first heading is the title, on level 1",
        levels: Levels::all(ERROR),
        fix: FixKind::None,
        clause: "CoSAI template, first line; OASIS templates",
        gate: &[],
        check: title::present,
    },
    Rule {
        id: "title-version-form",
        topic: Topic::Cover,
        summary: "A version in the title is written `Version 1.0`",
        levels: Levels::all(INFO),
        fix: FixKind::None,
        clause: "Naming Directives 5.1 and 7",
        gate: &[("title-version", 117), ("title-version", 119)],
        check: title::version_form,
    },
    Rule {
        id: "title-version-agrees",
        topic: Topic::Cover,
        summary: "The version in the title is the one given everywhere else",
        levels: Levels::all(ERROR),
        fix: FixKind::None,
        clause: "Naming Directives 5.1",
        gate: &[("title-version", 118)],
        check: title::version_agrees,
    },
    Rule {
        id: "title-no-oasis-prefix",
        topic: Topic::Cover,
        summary: "The title does not begin with the word OASIS",
        levels: Levels::all(ERROR).but(WARNING, NOTES),
        fix: FixKind::None,
        clause: "Naming Directives 7",
        gate: &[("title-oasis-prefix", 120)],
        check: title::no_oasis_prefix,
    },
    Rule {
        id: "title-no-working-residue",
        topic: Topic::Cover,
        summary: "The title carries no word of its working days, such as DRAFT",
        levels: Levels::all(ERROR).draft(INFO),
        fix: FixKind::None,
        clause: "OASIS publication acceptance criteria, 60",
        gate: &[("html-title", 32)],
        check: title::no_working_residue,
    },
    Rule {
        id: "title-whitespace",
        topic: Topic::Cover,
        summary: "The title holds no double spaces and none at its ends",
        levels: Levels::all(INFO),
        fix: FixKind::Safe,
        clause: "CoSAI template, first line",
        gate: &[],
        check: title::whitespace,
    },
    Rule {
        id: "title-consistent",
        topic: Topic::Cover,
        summary: "The title is the same on the cover and in the citation",
        levels: Levels::all(ERROR),
        fix: FixKind::None,
        clause: "OASIS publication acceptance criteria, 59 and 106",
        gate: &[],
        check: title::consistent,
    },
    Rule {
        id: "title-multipart-form",
        topic: Topic::Cover,
        summary: "The title of a part is written `Name Version 1.0. Part 2: Name of the Part`",
        levels: Levels::only(ERROR, STAGED),
        fix: FixKind::None,
        clause: "Naming Directives 7",
        gate: &[],
        check: parts::title_form,
    },
    Rule {
        id: "note-banner",
        topic: Topic::Cover,
        summary: "A heading above the title says that the document is a note",
        levels: Levels::only(INFO, NOTES_WITH_STAGE),
        fix: FixKind::None,
        clause: "OASIS Committee Note template, first line",
        gate: &[],
        check: parts::note_banner,
    },
    Rule {
        id: "cover-date-present",
        topic: Topic::Cover,
        summary: "The document says when it was approved",
        levels: Levels::only(ERROR, COSAI).draft(WARNING),
        fix: FixKind::None,
        clause: "CoSAI template, footer; published CoSAI papers",
        gate: &[],
        check: dates::present,
    },
    Rule {
        id: "cover-date-format",
        topic: Topic::Cover,
        summary: "Dates on the cover are written `12 March 2026`",
        levels: Levels::all(ERROR).draft(WARNING),
        fix: FixKind::Unsafe,
        clause: "CoSAI template, footer; OASIS templates, cover",
        gate: &[],
        check: dates::format,
    },
    Rule {
        id: "cover-date-consistent",
        topic: Topic::Cover,
        summary: "Cover, front matter, approval line and citation give the same date",
        levels: Levels::all(ERROR).draft(WARNING),
        fix: FixKind::None,
        clause: "OASIS publication acceptance criteria, 24",
        gate: &[],
        check: dates::consistent,
    },
    Rule {
        id: "cover-date-not-future",
        topic: Topic::Cover,
        summary: "The date of approval is not in the future",
        levels: Levels::all(WARNING),
        fix: FixKind::None,
        clause: "TC Process 2.2.1",
        gate: &[],
        check: dates::not_future,
    },
    Rule {
        id: "label-unique",
        topic: Topic::Cover,
        summary: "No label of the cover page stands twice",
        levels: Levels::all(ERROR),
        fix: FixKind::None,
        clause: "OASIS publication acceptance criteria, 7",
        gate: &[],
        check: labels::unique,
    },
    Rule {
        id: "label-content-in-heading",
        topic: Topic::Cover,
        summary: "A label's heading holds the label alone",
        levels: Levels::all(ERROR),
        fix: FixKind::Unsafe,
        clause: "CoSAI template; OASIS templates, cover",
        gate: &[],
        check: labels::content_in_heading,
    },
    Rule {
        id: "label-content-empty",
        topic: Topic::Cover,
        summary: "Something stands below every label",
        levels: Levels::all(ERROR),
        fix: FixKind::None,
        clause: "CoSAI template, Abstract and Status",
        gate: &[],
        check: labels::content_empty,
    },
    Rule {
        id: "abstract-length",
        topic: Topic::Cover,
        summary: "The abstract is prose of 30 to 250 words",
        levels: Levels::only(WARNING, COSAI),
        fix: FixKind::None,
        clause: "OASIS QA Checklist, Abstract",
        gate: &[],
        check: labels::abstract_length,
    },
    Rule {
        id: "additional-artifacts-form",
        topic: Topic::Cover,
        summary: "Additional artifacts are a sentence and a list that names each with its place",
        levels: Levels::only(ERROR, COSAI).draft(WARNING),
        fix: FixKind::None,
        clause: "CoSAI template, Additional artifacts; TC Process 2.2.3",
        gate: &[],
        check: artifacts::form,
    },
    Rule {
        id: "op-line-present",
        topic: Topic::Cover,
        summary: "A line below the title names the Open Project and the workstream",
        levels: Levels::only(ERROR, COSAI).draft(WARNING),
        fix: FixKind::None,
        clause: "CoSAI template, Open Project line",
        gate: &[],
        check: project::present,
    },
    Rule {
        id: "op-line-format",
        topic: Topic::Cover,
        summary: "The Open Project line is a paragraph with two links",
        levels: Levels::only(WARNING, COSAI),
        fix: FixKind::Safe,
        clause: "CoSAI template, Open Project line; published CoSAI papers",
        gate: &[],
        check: project::format,
    },
    Rule {
        id: "workstream-name-canonical",
        topic: Topic::Cover,
        summary: "The workstream has the name CoSAI gave it",
        levels: Levels::only(WARNING, COSAI),
        fix: FixKind::Unsafe,
        clause: "CoSAI list of workstreams (WORKSTREAMS.md)",
        gate: &[],
        check: project::workstream_canonical,
    },
    Rule {
        id: "approval-line",
        topic: Topic::Cover,
        summary: "The cover says who approved the document and when, in italics",
        levels: Levels::only(ERROR, COSAI).draft(INFO),
        fix: FixKind::None,
        clause: "CoSAI governance, Completing a workstream deliverable",
        gate: &[],
        check: project::approval,
    },
    Rule {
        id: "label-required",
        topic: Topic::Cover,
        summary: "The cover has every label its template asks for",
        levels: Levels::only(ERROR, STAGED).draft(WARNING),
        fix: FixKind::None,
        clause: "OASIS publication acceptance criteria, 143; OASIS QA Checklist",
        gate: &[],
        check: label_set::required,
    },
    Rule {
        id: "label-order",
        topic: Topic::Cover,
        summary: "The labels of the cover stand in the order of the template",
        levels: Levels::all(WARNING),
        fix: FixKind::None,
        clause: "OASIS publication acceptance criteria, 144",
        gate: &[("template", 64)],
        check: label_set::order,
    },
    Rule {
        id: "stage-label-generation-mix",
        topic: Topic::Cover,
        summary: "The labels speak of stages or of versions, not of both",
        levels: Levels::only(WARNING, STAGED),
        fix: FixKind::Unsafe,
        clause: "Naming Directives 6.2; OASIS templates, cover",
        gate: &[],
        check: label_set::generation_mix,
    },
    Rule {
        id: "label-markup-uniform",
        topic: Topic::Cover,
        summary: "All labels of the cover are headings of one level",
        levels: Levels::all(WARNING),
        fix: FixKind::Safe,
        clause: TEMPLATES,
        gate: &[],
        check: label_set::markup_uniform,
    },
    Rule {
        id: "label-colon-uniform",
        topic: Topic::Cover,
        summary: "All labels of the cover end with a colon, or none",
        levels: Levels::all(INFO),
        fix: FixKind::Safe,
        clause: TEMPLATES,
        gate: &[],
        check: label_set::colon_uniform,
    },
    Rule {
        id: "abstract-self-contained",
        topic: Topic::Cover,
        summary: "The abstract can be read without the document",
        levels: Levels::all(INFO),
        fix: FixKind::None,
        clause: "OASIS QA Checklist, Abstract",
        gate: &[],
        check: labels::abstract_self_contained,
    },
    Rule {
        id: "related-work-form",
        topic: Topic::Cover,
        summary: "Related work is introduced, named once and linked",
        levels: Levels::all(WARNING),
        fix: FixKind::None,
        clause: "OASIS QA Checklist, Related Work; OASIS templates, cover",
        gate: &[],
        check: related::form,
    },
    Rule {
        id: "logo-canonical",
        topic: Topic::Cover,
        summary: "The present logo of OASIS stands above the title, and nowhere else",
        levels: Levels::only(WARNING, STAGED),
        fix: FixKind::Unsafe,
        clause: "OASIS publication acceptance criteria, 76",
        gate: &[("logo", 94)],
        check: logo::canonical,
    },
    Rule {
        id: "logo-rule-page-break",
        topic: Topic::Cover,
        summary: "No rule stands between logo and title",
        levels: Levels::only(INFO, STAGED),
        fix: FixKind::None,
        clause: "OASIS publication acceptance criteria, 23",
        gate: &[("cover-hr", 71)],
        check: logo::rule_page_break,
    },
    Rule {
        id: "title-case",
        topic: Topic::Cover,
        summary: "Every word of four letters or more begins with a capital in the title",
        levels: Levels::all(INFO),
        fix: FixKind::None,
        clause: "OASIS templates of 2025, Document Title",
        gate: &[],
        check: title::title_case,
    },
];

/// Where to point when something on the cover is missing: the title, else the first line.
pub(in crate::rules) fn cover_place(work: &WorkProduct) -> crate::source::TextRange {
    let first = || {
        let line = work.sources.prose().line_range(0);
        crate::source::TextRange { end: line.end, ..line }
    };
    work.cover.title.as_ref().map_or_else(first, |title| title.range)
}
