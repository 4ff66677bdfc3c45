//! References and citations.

mod entries;
mod own_stages;
mod tags;

use super::{COSAI, ERROR, FixKind, Levels, Rule, STAGED, Topic, WARNING};

pub(super) use tags::undefined;

/// The rules of this topic.
pub const RULES: &[Rule] = &[
    Rule {
        id: "ref-entry-tag",
        topic: Topic::References,
        summary: "Every entry of a reference list begins with its tag",
        levels: Levels::only(ERROR, COSAI),
        fix: FixKind::None,
        clause: "OASIS Committee Note template, 1.3.4",
        gate: &[],
        check: entries::ref_entry_tag,
    },
    Rule {
        id: "ref-tag-unique",
        topic: Topic::References,
        summary: "No two references have the same tag",
        levels: Levels::all(ERROR),
        fix: FixKind::None,
        clause: "TC Handbook, Work Product Quality Checklist",
        gate: &[],
        check: tags::ref_tag_unique,
    },
    Rule {
        id: "ref-undefined",
        topic: Topic::References,
        summary: "Every work cited is in the reference list",
        levels: Levels::all(ERROR),
        fix: FixKind::None,
        clause: "TAB checklist for editorial quality, R2",
        gate: &[],
        check: tags::ref_undefined,
    },
    Rule {
        id: "ref-unused",
        topic: Topic::References,
        summary: "Every reference is cited",
        levels: Levels::all(WARNING),
        fix: FixKind::None,
        clause: "TAB checklist for editorial quality, R1",
        gate: &[],
        check: tags::ref_unused,
    },
    Rule {
        id: "ref-rfc-number",
        topic: Topic::References,
        summary: "Tag, text and address of an RFC agree on its number",
        levels: Levels::all(ERROR),
        fix: FixKind::None,
        clause: "TC Handbook, Work Product Quality Checklist",
        gate: &[],
        check: entries::ref_rfc_number,
    },
    Rule {
        id: "ref-style-uniform",
        topic: Topic::References,
        summary: "References have names or numbers, not both",
        levels: Levels::all(WARNING),
        fix: FixKind::None,
        clause: "OASIS Note template of 2025, References",
        gate: &[],
        check: entries::ref_style_uniform,
    },
    Rule {
        id: "previous-stage-in-body",
        topic: Topic::References,
        summary: "The body links to no other stage of the document itself",
        levels: Levels::only(ERROR, STAGED),
        fix: FixKind::None,
        clause: "OASIS publication acceptance criteria, 49",
        gate: &[],
        check: own_stages::previous_stage,
    },
];
