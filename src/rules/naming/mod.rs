//! File names, stages, URIs.

mod names;
mod stages;

use super::rendition::PackageRule;
use super::{COSAI, ERROR, FixKind, Levels, Rule, SPECIFICATIONS, Topic, WARNING, artifacts};

/// The rules of this topic that look at what `workproduct.yaml` names, and at packages.
pub const PACKAGE_RULES: &[PackageRule] = &[
    PackageRule {
        rule: Rule {
            id: "artifact-name-stable",
            topic: Topic::Naming,
            summary: "Names of artifacts carry no stage",
            levels: Levels::only(WARNING, SPECIFICATIONS),
            fix: FixKind::None,
            clause: "Naming Directives 4",
            gate: &[("artifact-naming", 134)],
            check: |checker| artifacts::lint(checker, artifacts::stable_names),
        },
        check: |checker| artifacts::verify(checker, artifacts::stable_names),
    },
    PackageRule {
        rule: Rule {
            id: "xml-namespace-form",
            topic: Topic::Naming,
            summary: "XML namespaces are addresses below the committee's `ns`",
            levels: Levels::only(ERROR, SPECIFICATIONS),
            fix: FixKind::None,
            clause: "Naming Directives 8",
            gate: &[("xml-namespace", 159), ("xml-namespace", 161), ("xml-namespace", 162)],
            check: |checker| artifacts::lint(checker, artifacts::namespace_form),
        },
        check: |checker| artifacts::verify(checker, artifacts::namespace_form),
    },
];

/// The rules of this topic.
pub const RULES: &[Rule] = &[
    Rule {
        id: "name-charset",
        topic: Topic::Naming,
        summary: "Names hold letters A to Z, digits, dots and hyphens only",
        levels: Levels::all(ERROR),
        fix: FixKind::None,
        clause: "Naming Directives 3",
        gate: &[("name-chars", 126), ("name-chars", 127)],
        check: names::charset,
    },
    Rule {
        id: "name-punctuation",
        topic: Topic::Naming,
        summary: "Names neither begin nor end with punctuation, nor hold two in a row",
        levels: Levels::all(ERROR),
        fix: FixKind::None,
        clause: "Naming Directives 4",
        gate: &[],
        check: names::punctuation,
    },
    Rule {
        id: "stage-token-retired",
        topic: Topic::Naming,
        summary: "Stage abbreviations that were given up are not used",
        levels: Levels::all(ERROR),
        fix: FixKind::None,
        clause: "Naming Directives 1.7 and 5.2",
        gate: &[("stage-name", 2)],
        check: stages::retired,
    },
    Rule {
        id: "lower-case-paths",
        topic: Topic::Naming,
        summary: "Names are in lower case",
        levels: Levels::all(WARNING),
        fix: FixKind::None,
        clause: "Naming Directives 5.2 and 6.1",
        gate: &[("case", 79)],
        check: names::lower_case,
    },
    Rule {
        id: "case-collision",
        topic: Topic::Naming,
        summary: "No two files of a work product differ in the case of their names only",
        levels: Levels::all(ERROR),
        fix: FixKind::None,
        clause: "Naming Directives 4",
        gate: &[],
        check: names::case_collision,
    },
    Rule {
        id: "single-extension",
        topic: Topic::Naming,
        summary: "A file has one extension",
        levels: Levels::all(ERROR),
        fix: FixKind::None,
        clause: "Naming Directives 4 and 9",
        gate: &[("extension-count", 129), ("extension-count", 130)],
        check: names::single_extension,
    },
    Rule {
        id: "forbidden-names",
        topic: Topic::Naming,
        summary: "No file has a name that the web server keeps for itself",
        levels: Levels::all(ERROR),
        fix: FixKind::None,
        clause: "Naming Directives 4",
        gate: &[],
        check: names::forbidden,
    },
    Rule {
        id: "no-working-token",
        topic: Topic::Naming,
        summary: "No name carries a word of its working days, such as draft or final",
        levels: Levels::all(WARNING).but(ERROR, COSAI).draft(WARNING),
        fix: FixKind::None,
        clause: "OASIS publication acceptance criteria, 38",
        gate: &[("filenames", 10)],
        check: names::working_token,
    },
    Rule {
        id: "cosai-slug",
        topic: Topic::Naming,
        summary: "The file is named after the title, in lower case with hyphens",
        levels: Levels::only(WARNING, COSAI),
        fix: FixKind::None,
        clause: "Published CoSAI papers; Naming Directives 3 and 4",
        gate: &[],
        check: names::cosai_slug,
    },
];
