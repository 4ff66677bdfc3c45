//! Copyright and legal texts.

mod copyright;
mod footer;
mod layout;
mod wording;

use super::{COSAI, ERROR, FixKind, Levels, Rule, Topic, WARNING};

/// The clause on copyright statements.
const COPYRIGHT: &str = "TC Process 2.2.1; OASIS Work Product Quality Requirements";
/// Where the notice of a `CoSAI` paper is printed.
const COSAI_NOTICE: &str = "CoSAI white paper template, 6.3";

const fn rule(
    id: &'static str,
    summary: &'static str,
    levels: Levels,
    fix: FixKind,
    clause: &'static str,
    check: fn(&mut super::Checker<'_>),
) -> Rule {
    Rule { id, topic: Topic::Notices, summary, levels, fix, clause, gate: &[], check }
}

/// The rules of this topic.
pub const RULES: &[Rule] = &[
    rule(
        "copyright-line-present",
        "The document carries a copyright line",
        Levels::only(ERROR, COSAI),
        FixKind::None,
        COPYRIGHT,
        copyright::present,
    ),
    rule(
        "copyright-line-form",
        "The copyright line has the prescribed form",
        Levels::all(ERROR),
        FixKind::Unsafe,
        COPYRIGHT,
        copyright::form,
    ),
    Rule {
        gate: &[("date-sync", 98)],
        ..rule(
            "copyright-year",
            "The copyright is of the year of the document",
            Levels::all(WARNING),
            FixKind::Unsafe,
            "OASIS publication acceptance criteria, document date",
            copyright::year,
        )
    },
    rule(
        "copyright-lines-agree",
        "All copyright lines of a document name the same years",
        Levels::all(ERROR),
        FixKind::None,
        COPYRIGHT,
        copyright::agree,
    ),
    rule(
        "copyright-escaped-dot",
        "No backslash stands behind the year",
        Levels::all(WARNING),
        FixKind::Safe,
        COSAI_NOTICE,
        copyright::escaped_dot,
    ),
    rule(
        "copyright-year-placeholder",
        "The year is a year and not a template's stand-in",
        Levels::all(ERROR),
        FixKind::None,
        "OASIS Specification Template of 2025, A.2",
        copyright::placeholder,
    ),
    rule(
        "notice-verbatim",
        "Every sentence of the notice stands word for word as prescribed",
        Levels::all(ERROR),
        FixKind::Unsafe,
        COSAI_NOTICE,
        wording::verbatim,
    ),
    rule(
        "notice-profile",
        "The notice is worded for the body that publishes the document",
        Levels::all(ERROR),
        FixKind::Unsafe,
        "Open Project Rules 15",
        wording::profile,
    ),
    rule(
        "notice-patent-paragraphs",
        "The paragraphs on patents stand on the standards track and nowhere else",
        Levels::all(ERROR),
        FixKind::None,
        "TC Process 2.2.7; OASIS IPR Policy",
        wording::patent_paragraphs,
    ),
    rule(
        "notice-liability-sentence",
        "The notice carries the sentence on liability",
        Levels::only(WARNING, COSAI),
        FixKind::Unsafe,
        COSAI_NOTICE,
        wording::liability,
    ),
    rule(
        "notice-cosai-op-rules",
        "The notice of a CoSAI paper rests on the Open Project rules",
        Levels::only(ERROR, COSAI),
        FixKind::Unsafe,
        COSAI_NOTICE,
        wording::cosai_rules,
    ),
    rule(
        "notice-policy-urls",
        "Links to OASIS policies lead where they say, by https",
        Levels::all(WARNING),
        FixKind::Unsafe,
        COSAI_NOTICE,
        layout::policy_urls,
    ),
    rule(
        "notice-paragraphing",
        "The notice stands in its own paragraphs, with nothing before the copyright line",
        Levels::only(WARNING, COSAI),
        FixKind::Safe,
        COSAI_NOTICE,
        layout::paragraphing,
    ),
    rule(
        "notice-single-copy",
        "The full notice stands in the document once",
        Levels::all(WARNING),
        FixKind::None,
        "OASIS work product templates since 2021",
        layout::single_copy,
    ),
    rule(
        "notice-template-residue",
        "No instruction of the template is left in the notice",
        Levels::all(ERROR).draft(WARNING),
        FixKind::Safe,
        "OASIS Open Project template, Notices",
        layout::residue,
    ),
    rule(
        "footer-in-body",
        "The running footer is left to the build",
        Levels::only(WARNING, COSAI),
        FixKind::Unsafe,
        "CoSAI white paper template, last line; Naming Directives 2",
        footer::in_body,
    ),
    rule(
        "last-revised-sentence",
        "A sentence says who last revised or approved the document",
        Levels::only(WARNING, COSAI),
        FixKind::None,
        "CoSAI white paper template, last line",
        footer::last_revised,
    ),
];
