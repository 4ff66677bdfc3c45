//! The cover page.

mod artifacts;
mod citation;
mod dates;
mod labels;
mod project;
mod status;
mod title;

pub(super) use dates::{config_range, date_places};
pub(super) use project::misnamed;
pub(super) use title::{agree, folded};

use crate::diagnostic::{Diagnostic, Severity};
use crate::profiles::ProfileId;
use crate::work_product::WorkProduct;

use super::{COSAI, ERROR, FixKind, INFO, Levels, Rule, Topic, WARNING};

const NOTES: &[ProfileId] = &[ProfileId::CosaiPaper, ProfileId::OpNote, ProfileId::TcNote];

/// A rule of this topic for all profiles.
const fn rule(
    id: &'static str,
    summary: &'static str,
    clause: &'static str,
    check: fn(&mut super::Checker<'_>),
) -> Rule {
    let levels = Levels::all(ERROR);
    Rule { id, topic: Topic::Cover, summary, levels, fix: FixKind::None, clause, gate: &[], check }
}

/// The rules of this topic.
pub const RULES: &[Rule] = &[
    rule(
        "title-present",
        "The first heading is the title, on level 1",
        "CoSAI template, first line; OASIS templates",
        title::present,
    ),
    Rule {
        levels: Levels::all(INFO),
        gate: &[("title-version", 119)],
        ..rule(
            "title-version-form",
            "A version in the title is written `Version 1.0`",
            "Naming Directives 5.1 and 7",
            title::version_form,
        )
    },
    Rule {
        gate: &[("title-version", 118)],
        ..rule(
            "title-version-agrees",
            "The version in the title is the one given everywhere else",
            "Naming Directives 5.1",
            title::version_agrees,
        )
    },
    Rule {
        levels: Levels::all(ERROR).but(WARNING, NOTES),
        gate: &[("title-oasis-prefix", 120)],
        ..rule(
            "title-no-oasis-prefix",
            "The title does not begin with the word OASIS",
            "Naming Directives 7",
            title::no_oasis_prefix,
        )
    },
    Rule {
        levels: Levels::all(ERROR).draft(INFO),
        gate: &[("html-title", 32)],
        ..rule(
            "title-no-working-residue",
            "The title carries no word of its working days, such as DRAFT",
            "OASIS publication acceptance criteria, 60",
            title::no_working_residue,
        )
    },
    Rule {
        levels: Levels::all(WARNING),
        fix: FixKind::Safe,
        ..rule(
            "title-whitespace",
            "The title holds no double spaces and none at its ends",
            "CoSAI template, first line",
            title::whitespace,
        )
    },
    rule(
        "title-consistent",
        "The title is the same on the cover and in the citation",
        "OASIS publication acceptance criteria, 59 and 106",
        title::consistent,
    ),
    Rule {
        levels: Levels::only(ERROR, COSAI).draft(WARNING),
        ..rule(
            "cover-date-present",
            "The document says when it was approved",
            "CoSAI template, footer; published CoSAI papers",
            dates::present,
        )
    },
    Rule {
        levels: Levels::all(ERROR).draft(WARNING),
        fix: FixKind::Unsafe,
        ..rule(
            "cover-date-format",
            "Dates on the cover are written `12 March 2026`",
            "CoSAI template, footer; OASIS templates, cover",
            dates::format,
        )
    },
    Rule {
        levels: Levels::all(ERROR).draft(WARNING),
        ..rule(
            "cover-date-consistent",
            "Cover, front matter, approval line and citation give the same date",
            "OASIS publication acceptance criteria, 24",
            dates::consistent,
        )
    },
    Rule {
        levels: Levels::all(WARNING),
        ..rule(
            "cover-date-not-future",
            "The date of approval is not in the future",
            "TC Process 2.2.1",
            dates::not_future,
        )
    },
    rule(
        "label-unique",
        "No label of the cover page stands twice",
        "OASIS publication acceptance criteria, 7",
        labels::unique,
    ),
    Rule {
        fix: FixKind::Unsafe,
        ..rule(
            "label-content-in-heading",
            "A label's heading holds the label alone",
            "CoSAI template; OASIS templates, cover",
            labels::content_in_heading,
        )
    },
    rule(
        "label-content-empty",
        "Something stands below every label",
        "CoSAI template, Abstract and Status",
        labels::content_empty,
    ),
    Rule {
        levels: Levels::only(WARNING, COSAI),
        ..rule(
            "abstract-length",
            "The abstract is prose of 30 to 250 words",
            "OASIS QA Checklist, Abstract",
            labels::abstract_length,
        )
    },
    Rule {
        levels: Levels::only(ERROR, COSAI).draft(WARNING),
        ..rule(
            "additional-artifacts-form",
            "Additional artifacts are a sentence and a list that names each with its place",
            "CoSAI template, Additional artifacts; TC Process 2.2.3",
            artifacts::form,
        )
    },
    Rule {
        levels: Levels::only(WARNING, COSAI),
        ..rule(
            "status-present",
            "A Status section says who last approved the document",
            "CoSAI template, Status; OASIS QA Checklist, Status",
            status::present,
        )
    },
    Rule {
        levels: Levels::only(ERROR, COSAI).draft(WARNING),
        fix: FixKind::Unsafe,
        ..rule(
            "status-approver",
            "The Status sentence names the CoSAI Open Project as the approver",
            "CoSAI template, footer",
            status::approver,
        )
    },
    Rule {
        levels: Levels::only(ERROR, COSAI),
        ..rule(
            "status-nontrack-sentence",
            "The document says once, word for word, that it is not on the standards track",
            "TC Process 2.2.7; CoSAI template, Copyright Notice",
            status::nontrack_sentence,
        )
    },
    Rule {
        levels: Levels::only(ERROR, COSAI),
        fix: FixKind::Unsafe,
        ..rule(
            "track-designation",
            "The document is designated a Non-Standards Track Work Product and nothing else",
            "TC Process 2.2.7",
            status::track_designation,
        )
    },
    Rule {
        levels: Levels::only(WARNING, COSAI),
        ..rule(
            "citation-present",
            "The cover says how to cite the document",
            "OASIS templates, Citation format",
            citation::present,
        )
    },
    Rule {
        levels: Levels::only(ERROR, COSAI).draft(WARNING),
        ..rule(
            "op-line-present",
            "A line below the title names the Open Project and the workstream",
            "CoSAI template, Open Project line",
            project::present,
        )
    },
    Rule {
        levels: Levels::only(WARNING, COSAI),
        fix: FixKind::Safe,
        ..rule(
            "op-line-format",
            "The Open Project line is a paragraph with two links",
            "CoSAI template, Open Project line; published CoSAI papers",
            project::format,
        )
    },
    Rule {
        levels: Levels::only(WARNING, COSAI),
        fix: FixKind::Unsafe,
        ..rule(
            "workstream-name-canonical",
            "The workstream has the name CoSAI gave it",
            "CoSAI list of workstreams (WORKSTREAMS.md)",
            project::workstream_canonical,
        )
    },
    Rule {
        levels: Levels::only(ERROR, COSAI).draft(INFO),
        ..rule(
            "approval-line",
            "The cover says who approved the document and when, in italics",
            "CoSAI governance, Completing a workstream deliverable",
            project::approval,
        )
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
