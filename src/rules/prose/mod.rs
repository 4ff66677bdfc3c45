//! Characters, spacing, wording.

mod characters;
mod spacing;
mod words;

use super::{COSAI, ERROR, FixKind, INFO, Levels, Rule, Topic, WARNING};

const fn rule(
    id: &'static str,
    summary: &'static str,
    levels: Levels,
    fix: FixKind,
    clause: &'static str,
    check: fn(&mut super::Checker<'_>),
) -> Rule {
    Rule { id, topic: Topic::Prose, summary, levels, fix, clause, gate: &[], check }
}

/// The rules of this topic.
pub const RULES: &[Rule] = &[
    rule(
        "file-encoding",
        "The file is UTF-8 without a byte order mark, with plain line feeds and one at its end",
        Levels::all(ERROR),
        FixKind::Safe,
        "OASIS naming and file format conventions; TC Process 2.2.2",
        characters::encoding,
    ),
    rule(
        "trailing-whitespace",
        "No line ends in white space that means nothing",
        Levels::all(INFO),
        FixKind::Safe,
        "CoSAI white paper converter, best practices",
        spacing::trailing,
    ),
    rule(
        "double-space",
        "One space parts words and sentences",
        Levels::all(INFO),
        FixKind::Safe,
        "CoSAI white paper template",
        spacing::double,
    ),
    rule(
        "hard-tabs",
        "No tab stands outside code",
        Levels::only(WARNING, COSAI),
        FixKind::Safe,
        "CommonMark 2.2",
        spacing::tabs,
    ),
    rule(
        "invisible-chars",
        "No invisible character stands in the text",
        Levels::all(WARNING),
        FixKind::Safe,
        "TC Process 2.2.2",
        characters::invisible,
    ),
    rule(
        "escape-residue",
        "No backslash stands where none is needed",
        Levels::only(WARNING, COSAI),
        FixKind::Safe,
        "CoSAI white paper template",
        characters::escapes,
    ),
    rule(
        "doubled-word",
        "No word stands twice in a row",
        Levels::all(WARNING),
        FixKind::Unsafe,
        "OASIS TAB editorial quality checklist, Style",
        words::doubled,
    ),
    rule(
        "brand-spelling",
        "CoSAI and OASIS are spelled as they spell themselves",
        Levels::only(WARNING, COSAI),
        FixKind::Unsafe,
        "CoSAI charter; OASIS trademark policy",
        words::brands,
    ),
    rule(
        "emphasis-unbalanced",
        "No stray emphasis mark stands in the text",
        Levels::only(WARNING, COSAI),
        FixKind::None,
        "CommonMark 6.2",
        words::emphasis,
    ),
];
