//! Left-overs of templates and of work in progress.

mod hints;
mod markers;
mod patterns;

use super::{COSAI, ERROR, FixKind, INFO, Levels, Rule, Topic, WARNING};

const fn rule(
    id: &'static str,
    summary: &'static str,
    levels: Levels,
    fix: FixKind,
    clause: &'static str,
    check: fn(&mut super::Checker<'_>),
) -> Rule {
    Rule { id, topic: Topic::Placeholders, summary, levels, fix, clause, gate: &[], check }
}

const GATE: &str = "OASIS publication acceptance criteria, residue";
const SEED: &str = "CoSAI white paper template";
const TEMPLATES: &str = "OASIS work product templates";

/// The rules of this topic.
pub const RULES: &[Rule] = &[
    Rule {
        gate: &[("residue", 28), ("residue", 29)],
        ..rule(
            "todo-marker",
            "No mark of unfinished work is left",
            Levels::all(ERROR).draft(WARNING),
            FixKind::None,
            GATE,
            markers::todo,
        )
    },
    Rule {
        gate: &[("residue", 31)],
        ..rule(
            "will-be-filled-in",
            "No text is promised for later",
            Levels::all(WARNING),
            FixKind::None,
            GATE,
            markers::will_be_filled_in,
        )
    },
    Rule {
        gate: &[("residue", 30)],
        ..rule(
            "remove-before-publication",
            "Nothing is left that asks to be removed before publication",
            Levels::all(ERROR).draft(WARNING),
            FixKind::None,
            GATE,
            markers::remove_before_publication,
        )
    },
    rule(
        "angle-instructions",
        "No instruction in angle brackets is left",
        Levels::all(ERROR),
        FixKind::None,
        "OASIS Specification Template of 2025",
        markers::angle_instructions,
    ),
    rule(
        "square-placeholders",
        "No placeholder in square brackets is left",
        Levels::all(ERROR),
        FixKind::None,
        "OASIS Specification Template of 2025; CoSAI white paper template",
        markers::square,
    ),
    rule(
        "template-hints",
        "No hint of the template is left",
        Levels::all(ERROR),
        FixKind::Safe,
        TEMPLATES,
        hints::hints,
    ),
    rule(
        "sample-headings",
        "No heading of the template's samples is left",
        Levels::all(ERROR),
        FixKind::None,
        TEMPLATES,
        hints::sample_headings,
    ),
    rule(
        "sample-content",
        "No sample text of the template is left",
        Levels::all(ERROR),
        FixKind::None,
        TEMPLATES,
        hints::sample_content,
    ),
    rule(
        "date-placeholder",
        "Dates are dates and not their pattern",
        Levels::all(ERROR),
        FixKind::None,
        TEMPLATES,
        hints::dates,
    ),
    rule(
        "static-page-number",
        "No page number is written into the text",
        Levels::only(ERROR, COSAI),
        FixKind::Safe,
        SEED,
        hints::page_number,
    ),
    rule(
        "abstract-placeholder",
        "The abstract is the document's own",
        Levels::all(ERROR),
        FixKind::None,
        TEMPLATES,
        hints::abstract_text,
    ),
    rule(
        "artifact-placeholder",
        "Additional artifacts are named",
        Levels::all(ERROR),
        FixKind::None,
        TEMPLATES,
        hints::artifacts,
    ),
    rule(
        "cross-project-residue",
        "No sentence speaks of another project",
        Levels::only(ERROR, COSAI),
        FixKind::None,
        SEED,
        markers::cross_project,
    ),
    rule(
        "html-comment-instructions",
        "No comment of the template is left",
        Levels::all(WARNING).draft(INFO),
        FixKind::Safe,
        TEMPLATES,
        markers::comment_instructions,
    ),
    rule(
        "exclamation-run",
        "No run of exclamation marks stands in the text",
        Levels::all(INFO),
        FixKind::None,
        SEED,
        hints::exclamations,
    ),
];
