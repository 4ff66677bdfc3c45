//! Headings and their numbers.

mod depth;

use super::{ERROR, FixKind, Levels, Rule, Topic};

/// The rules of this topic.
pub const RULES: &[Rule] = &[Rule {
    id: "heading-max-depth",
    topic: Topic::Headings,
    summary: "No section lies deeper than five levels",
    levels: Levels::all(ERROR),
    fix: FixKind::None,
    clause: "CoSAI template, section 2; OASIS Committee Note template, 1.1",
    gate: &[],
    check: depth::max_depth,
}];
