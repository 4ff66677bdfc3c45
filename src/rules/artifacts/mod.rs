//! Additional artifacts and images.

mod json;
mod parse;
mod validity;
mod xml;

use super::{COSAI, ERROR, FixKind, Levels, Rule, Topic, WARNING};

/// The rules of this topic.
pub const RULES: &[Rule] = &[
    Rule {
        id: "normative-files-wellformed",
        topic: Topic::Artifacts,
        summary: "Every JSON, XML, YAML and ABNF file that travels with the prose can be parsed",
        levels: Levels::all(ERROR),
        fix: FixKind::None,
        clause: "TC Process 2.2.5",
        gate: &[("schema-id", 54)],
        check: validity::wellformed,
    },
    Rule {
        id: "artifact-valid",
        topic: Topic::Artifacts,
        summary: "Schemas are sound and every instance is as valid as it is said to be",
        levels: Levels::all(ERROR),
        fix: FixKind::None,
        clause: "TC Process 2.2.5",
        gate: &[],
        check: validity::valid,
    },
    Rule {
        id: "normative-files-referenced",
        topic: Topic::Artifacts,
        summary: "The prose refers to every file that travels with it",
        levels: Levels::all(ERROR).but(WARNING, COSAI).draft(WARNING),
        fix: FixKind::None,
        clause: "TC Process 2.2.5",
        gate: &[("normdef-refs", 148)],
        check: validity::referenced,
    },
];
