//! File names, stages, URIs.

mod names;
mod stages;

use super::{COSAI, ERROR, FixKind, Levels, Rule, Topic, WARNING};

const fn rule(
    id: &'static str,
    summary: &'static str,
    clause: &'static str,
    gate: &'static [(&'static str, u16)],
    check: fn(&mut super::Checker<'_>),
) -> Rule {
    let levels = Levels::all(ERROR);
    Rule { id, topic: Topic::Naming, summary, levels, fix: FixKind::None, clause, gate, check }
}

/// The rules of this topic.
pub const RULES: &[Rule] = &[
    rule(
        "name-charset",
        "Names hold letters A to Z, digits, dots and hyphens only",
        "Naming Directives 3",
        &[("name-chars", 126), ("name-chars", 127)],
        names::charset,
    ),
    rule(
        "name-punctuation",
        "Names neither begin nor end with punctuation, nor hold two in a row",
        "Naming Directives 4",
        &[],
        names::punctuation,
    ),
    rule(
        "stage-token-retired",
        "Stage abbreviations that were given up are not used",
        "Naming Directives 1.7 and 5.2",
        &[("stage-name", 2)],
        stages::retired,
    ),
    Rule {
        levels: Levels::all(WARNING),
        ..rule(
            "lower-case-paths",
            "Names are in lower case",
            "Naming Directives 5.2 and 6.1",
            &[("case", 79)],
            names::lower_case,
        )
    },
    rule(
        "case-collision",
        "No two files of a work product differ in the case of their names only",
        "Naming Directives 4",
        &[],
        names::case_collision,
    ),
    rule(
        "single-extension",
        "A file has one extension",
        "Naming Directives 4 and 9",
        &[("extension-count", 129), ("extension-count", 130)],
        names::single_extension,
    ),
    rule(
        "forbidden-names",
        "No file has a name that the web server keeps for itself",
        "Naming Directives 4",
        &[],
        names::forbidden,
    ),
    Rule {
        levels: Levels::all(WARNING).but(ERROR, COSAI).draft(WARNING),
        ..rule(
            "no-working-token",
            "No name carries a word of its working days, such as draft or final",
            "OASIS publication acceptance criteria, 38",
            &[("filenames", 10)],
            names::working_token,
        )
    },
    Rule {
        levels: Levels::only(WARNING, COSAI),
        ..rule(
            "cosai-slug",
            "The file is named after the title, in lower case with hyphens",
            "Published CoSAI papers; Naming Directives 3 and 4",
            &[],
            names::cosai_slug,
        )
    },
];
