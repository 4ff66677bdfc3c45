//! Characters, spacing, wording.

mod characters;
mod spacing;
mod words;

use super::{COSAI, ERROR, FixKind, INFO, Levels, Rule, Topic, WARNING};

/// The rules of this topic.
pub const RULES: &[Rule] = &[
    Rule {
        id: "file-encoding",
        topic: Topic::Prose,
        summary: "The file is UTF-8 without a byte order mark, with plain line feeds and one at its end",
        levels: Levels::all(ERROR),
        fix: FixKind::Safe,
        clause: "OASIS naming and file format conventions; TC Process 2.2.2",
        gate: &[],
        check: characters::encoding,
    },
    Rule {
        id: "trailing-whitespace",
        topic: Topic::Prose,
        summary: "No line ends in white space that means nothing",
        levels: Levels::all(INFO),
        fix: FixKind::Safe,
        clause: "CoSAI white paper converter, best practices",
        gate: &[],
        check: spacing::trailing,
    },
    Rule {
        id: "double-space",
        topic: Topic::Prose,
        summary: "One space parts words and sentences",
        levels: Levels::all(INFO),
        fix: FixKind::Safe,
        clause: "CoSAI white paper template",
        gate: &[],
        check: spacing::double,
    },
    Rule {
        id: "hard-tabs",
        topic: Topic::Prose,
        summary: "No tab stands outside code",
        levels: Levels::only(WARNING, COSAI),
        fix: FixKind::Safe,
        clause: "CommonMark 2.2",
        gate: &[],
        check: spacing::tabs,
    },
    Rule {
        id: "invisible-chars",
        topic: Topic::Prose,
        summary: "No invisible character stands in the text",
        levels: Levels::all(WARNING),
        fix: FixKind::Safe,
        clause: "TC Process 2.2.2",
        gate: &[],
        check: characters::invisible,
    },
    Rule {
        id: "escape-residue",
        topic: Topic::Prose,
        summary: "No backslash stands where none is needed",
        levels: Levels::only(WARNING, COSAI),
        fix: FixKind::Safe,
        clause: "CoSAI white paper template",
        gate: &[],
        check: characters::escapes,
    },
    Rule {
        id: "doubled-word",
        topic: Topic::Prose,
        summary: "No word stands twice in a row",
        levels: Levels::all(WARNING),
        fix: FixKind::Unsafe,
        clause: "OASIS TAB editorial quality checklist, Style",
        gate: &[],
        check: words::doubled,
    },
    Rule {
        id: "brand-spelling",
        topic: Topic::Prose,
        summary: "CoSAI and OASIS are spelled as they spell themselves",
        levels: Levels::only(WARNING, COSAI),
        fix: FixKind::Unsafe,
        clause: "CoSAI charter; OASIS trademark policy",
        gate: &[],
        check: words::brands,
    },
    Rule {
        id: "emphasis-unbalanced",
        topic: Topic::Prose,
        summary: "No stray emphasis mark stands in the text",
        levels: Levels::only(WARNING, COSAI),
        fix: FixKind::None,
        clause: "CommonMark 6.2",
        gate: &[],
        check: words::emphasis,
    },
];
