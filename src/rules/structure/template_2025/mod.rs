//! What the Board-approved templates of 2025 prescribe for documents of Technical Committees.

mod annexes;
mod opening;

use crate::profiles::{Generation, ProfileId};
use crate::rules::{Checker, ERROR, FixKind, INFO, Levels, Rule, Topic, WARNING};

use super::parts::is_incomplete;

const TC: &[ProfileId] = &[ProfileId::TcSpecification, ProfileId::TcNote];
const NOTE: &[ProfileId] = &[ProfileId::TcNote];

/// The rules.
pub const RULES: &[Rule] = &[
    Rule {
        id: "scope-short",
        topic: Topic::Structure,
        summary: "The scope has at most four paragraphs",
        levels: Levels::only(INFO, TC),
        fix: FixKind::None,
        clause: "Board-approved template of 2025, Scope",
        gate: &[],
        check: opening::scope_short,
    },
    Rule {
        id: "definitions-structure",
        topic: Topic::Structure,
        summary: "The definitions have the subsections of the template, each with its opening sentence",
        levels: Levels::only(WARNING, TC),
        fix: FixKind::None,
        clause: "Board-approved template of 2025, section 2",
        gate: &[],
        check: opening::definitions,
    },
    Rule {
        id: "typographical-conventions",
        topic: Topic::Structure,
        summary: "The conventions have a subsection on typography",
        levels: Levels::only(WARNING, TC),
        fix: FixKind::None,
        clause: "Board-approved template of 2025, 3.2",
        gate: &[],
        check: opening::typographical,
    },
    Rule {
        id: "intro-changes-subsection",
        topic: Topic::Structure,
        summary: "The introduction ends with the changes from the previous version",
        levels: Levels::only(ERROR, TC).draft(WARNING),
        fix: FixKind::None,
        clause: "Board-approved template of 2025, 4.2",
        gate: &[],
        check: opening::changes_subsection,
    },
    Rule {
        id: "safety-section",
        topic: Topic::Structure,
        summary: "Safety, security and data protection are considered right before the conformance",
        levels: Levels::only(ERROR, TC).but(WARNING, NOTE).draft(WARNING),
        fix: FixKind::None,
        clause: "Board-approved template of 2025, section 7",
        gate: &[],
        check: opening::safety,
    },
    Rule {
        id: "annex-fixed-roles",
        topic: Topic::Structure,
        summary: "Annexes A and B and appendices 1 and 2 are what the template says",
        levels: Levels::only(ERROR, TC),
        fix: FixKind::None,
        clause: "Board-approved template of 2025, Annex vs Appendix",
        gate: &[],
        check: annexes::fixed_roles,
    },
    Rule {
        id: "annex-statement",
        topic: Topic::Structure,
        summary: "An annex says that it is a part of the document",
        levels: Levels::only(ERROR, TC),
        fix: FixKind::Unsafe,
        clause: "Board-approved template of 2025, Annex vs Appendix",
        gate: &[],
        check: annexes::annex_statement,
    },
    Rule {
        id: "appendix-statement",
        topic: Topic::Structure,
        summary: "An appendix says that it is no part of the document",
        levels: Levels::only(ERROR, TC),
        fix: FixKind::Unsafe,
        clause: "Board-approved template of 2025, Annex vs Appendix",
        gate: &[],
        check: annexes::appendix_statement,
    },
    Rule {
        id: "changes-appendix-none",
        topic: Topic::Structure,
        summary: "Where nothing changed, the appendix on changes says `None.`",
        levels: Levels::only(INFO, TC),
        fix: FixKind::Safe,
        clause: "Board-approved template of 2025, Appendix 2",
        gate: &[],
        check: annexes::changes_none,
    },
];

/// Whether the document is no whole one that follows the template.
fn is_other(checker: &mut Checker<'_>) -> bool {
    if is_incomplete(checker) {
        return true;
    }
    let other = checker.work.generation != Generation::G3;
    if other {
        checker.not_applicable("the document does not follow the template of 2025");
    }
    other
}

/// Words in lower case, without punctuation.
fn folded(text: &str) -> String {
    let kept: String = text.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
