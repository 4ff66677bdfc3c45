//! The cover page.

mod artifacts;
mod citation;
mod dates;
mod formats;
mod labels;
mod parts;
mod project;
mod stage_line;
mod status;
mod title;
mod uris;

pub(super) use dates::{config_range, date_places};
pub(super) use project::misnamed;
pub(super) use title::{agree, folded};
pub(super) use uris::{in_block, pattern_fault, pinned_to};

use crate::diagnostic::{Diagnostic, Severity};
use crate::profiles::ProfileId;
use crate::work_product::WorkProduct;

use super::{COSAI, ERROR, FixKind, INFO, Levels, Rule, STAGED, Topic, WARNING};

const NOTES: &[ProfileId] = &[ProfileId::CosaiPaper, ProfileId::OpNote, ProfileId::TcNote];

/// Notes that go through stages.
const NOTES_WITH_STAGE: &[ProfileId] = &[ProfileId::OpNote, ProfileId::TcNote];

/// Specifications.
const SPECIFICATIONS: &[ProfileId] = &[ProfileId::OpSpecification, ProfileId::TcSpecification];

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
        gate: &[("title-version", 119)],
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
        levels: Levels::all(WARNING),
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
        id: "stage-line-present",
        topic: Topic::Cover,
        summary: "A heading below the title names the stage",
        levels: Levels::only(ERROR, STAGED),
        fix: FixKind::None,
        clause: "OASIS templates, cover",
        gate: &[],
        check: stage_line::present,
    },
    Rule {
        id: "stage-line-vocabulary",
        topic: Topic::Cover,
        summary: "The stage is one that OASIS knows, and its line says nothing else",
        levels: Levels::only(ERROR, STAGED),
        fix: FixKind::None,
        clause: "Naming Directives 5.2",
        gate: &[],
        check: stage_line::vocabulary,
    },
    Rule {
        id: "stage-line-revision",
        topic: Topic::Cover,
        summary: "The stage has a revision of two digits, an OASIS Standard has none",
        levels: Levels::only(ERROR, STAGED),
        fix: FixKind::Unsafe,
        clause: "Naming Directives 5.2 and 5.3",
        gate: &[],
        check: stage_line::revision,
    },
    Rule {
        id: "stage-line-matches-uri",
        topic: Topic::Cover,
        summary: "Stage line and addresses of this stage name the same stage",
        levels: Levels::only(ERROR, STAGED),
        fix: FixKind::None,
        clause: "Naming Directives 6.1",
        gate: &[],
        check: stage_line::matches_uri,
    },
    Rule {
        id: "stage-uri-block-required",
        topic: Topic::Cover,
        summary: "The cover says where this stage, the previous one and the latest one are published",
        levels: Levels::only(ERROR, STAGED),
        fix: FixKind::None,
        clause: "Naming Directives 6.2",
        gate: &[("front-matter", 14), ("template", 63)],
        check: uris::required,
    },
    Rule {
        id: "this-stage-uri-pattern",
        topic: Topic::Cover,
        summary: "Addresses of this stage are built as the Naming Directives say",
        levels: Levels::only(ERROR, STAGED),
        fix: FixKind::None,
        clause: "Naming Directives 4 and 6.1",
        gate: &[("front-matter", 15), ("front-matter", 16)],
        check: uris::this_stage,
    },
    Rule {
        id: "latest-stage-no-stage-token",
        topic: Topic::Cover,
        summary: "Addresses of the latest stage name no stage",
        levels: Levels::only(ERROR, STAGED),
        fix: FixKind::Unsafe,
        clause: "Naming Directives 6.2",
        gate: &[("front-matter", 15), ("front-matter", 19), ("stage-token", 116)],
        check: uris::latest,
    },
    Rule {
        id: "previous-stage-na-or-uri",
        topic: Topic::Cover,
        summary: "The previous stage is given by its address, or as N/A where there is none",
        levels: Levels::only(ERROR, STAGED),
        fix: FixKind::None,
        clause: "Naming Directives 6.2",
        gate: &[("previous-stage", 95)],
        check: uris::previous,
    },
    Rule {
        id: "stage-uri-formats",
        topic: Topic::Cover,
        summary: "This stage and the latest one are offered as editable source, HTML and PDF",
        levels: Levels::only(WARNING, STAGED),
        fix: FixKind::None,
        clause: "TC Process 2.2.2",
        gate: &[("front-matter", 18)],
        check: formats::complete,
    },
    Rule {
        id: "authoritative-exactly-one",
        topic: Topic::Cover,
        summary: "One format of a stage is marked as authoritative, the same in all its blocks",
        levels: Levels::only(ERROR, STAGED),
        fix: FixKind::None,
        clause: "TC Process 2.2.2",
        gate: &[],
        check: formats::authoritative,
    },
    Rule {
        id: "uri-block-line-breaks",
        topic: Topic::Cover,
        summary: "Lines of the cover break where they should, and nowhere a backslash is left over",
        levels: Levels::all(WARNING),
        fix: FixKind::Safe,
        clause: "OASIS Committee Note template, instructions on lists",
        gate: &[],
        check: formats::line_breaks,
    },
    Rule {
        id: "uri-block-commented-out",
        topic: Topic::Cover,
        summary: "The addresses of the stages do not stand in a comment",
        levels: Levels::only(ERROR, STAGED).draft(INFO),
        fix: FixKind::None,
        clause: "OASIS Committee Note template, cover",
        gate: &[("front-matter", 14)],
        check: uris::commented_out,
    },
    Rule {
        id: "additional-artifacts-stage",
        topic: Topic::Cover,
        summary: "Artifacts that the cover names are those of its own stage",
        levels: Levels::only(ERROR, STAGED),
        fix: FixKind::None,
        clause: "Naming Directives 6.1; OASIS publication acceptance criteria, 105",
        gate: &[],
        check: parts::artifact_stage,
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
        id: "multipart-primary-link",
        topic: Topic::Cover,
        summary: "A part names and links the other parts of its work product",
        levels: Levels::only(WARNING, SPECIFICATIONS),
        fix: FixKind::None,
        clause: "TC Process 2.2.3",
        gate: &[],
        check: parts::sibling_parts,
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
        id: "status-present",
        topic: Topic::Cover,
        summary: "A Status section says who last approved the document",
        levels: Levels::only(WARNING, COSAI),
        fix: FixKind::None,
        clause: "CoSAI template, Status; OASIS QA Checklist, Status",
        gate: &[],
        check: status::present,
    },
    Rule {
        id: "status-approver",
        topic: Topic::Cover,
        summary: "The Status sentence names the CoSAI Open Project as the approver",
        levels: Levels::only(ERROR, COSAI).draft(WARNING),
        fix: FixKind::Unsafe,
        clause: "CoSAI template, footer",
        gate: &[],
        check: status::approver,
    },
    Rule {
        id: "status-computer-language-sentence",
        topic: Topic::Cover,
        summary: "A note does not speak of normative machine-readable content",
        levels: Levels::only(ERROR, COSAI),
        fix: FixKind::None,
        clause: "TC Process 2.2.5",
        gate: &[],
        check: status::computer_language_sentence,
    },
    Rule {
        id: "status-nontrack-sentence",
        topic: Topic::Cover,
        summary: "The document says once, word for word, that it is not on the standards track",
        levels: Levels::only(ERROR, COSAI),
        fix: FixKind::None,
        clause: "TC Process 2.2.7; CoSAI template, Copyright Notice",
        gate: &[],
        check: status::nontrack_sentence,
    },
    Rule {
        id: "track-designation",
        topic: Topic::Cover,
        summary: "The document is designated a Non-Standards Track Work Product and nothing else",
        levels: Levels::only(ERROR, COSAI),
        fix: FixKind::Unsafe,
        clause: "TC Process 2.2.7",
        gate: &[],
        check: status::track_designation,
    },
    Rule {
        id: "citation-present",
        topic: Topic::Cover,
        summary: "The cover says how to cite the document",
        levels: Levels::only(WARNING, COSAI),
        fix: FixKind::None,
        clause: "OASIS templates, Citation format",
        gate: &[],
        check: citation::present,
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
];

/// Words that only work products carry; without any of them, what is missing may be missing rightly.
const MARKS: [&str; 4] = ["All Rights Reserved", "Approved by the CoSAI", "CoSAI Focus", "OASIS Open Project:"];

/// A finding about something missing: no error where nothing says that this is a work product at all.
pub(in crate::rules) fn missing(work: &WorkProduct, found: Diagnostic) -> Diagnostic {
    let text = work.text();
    if work.evidence.is_some() || work.front_matter.is_some() || MARKS.iter().any(|mark| text.contains(mark)) {
        found
    } else {
        found.at_most(Severity::Warning)
    }
}

/// Where to point when something on the cover is missing: the title, else the first line.
pub(in crate::rules) fn cover_place(work: &WorkProduct) -> crate::source::TextRange {
    let first = || {
        let line = work.sources.prose().line_range(0);
        crate::source::TextRange { end: line.end, ..line }
    };
    work.cover.title.as_ref().map_or_else(first, |title| title.range)
}
