//! Tables, figures, code.

mod captions;
mod cells;
mod code;

use super::{COSAI, ERROR, FixKind, INFO, Levels, Rule, Topic, WARNING};

const fn rule(
    id: &'static str,
    summary: &'static str,
    levels: Levels,
    fix: FixKind,
    clause: &'static str,
    check: fn(&mut super::Checker<'_>),
) -> Rule {
    Rule { id, topic: Topic::Tables, summary, levels, fix, clause, gate: &[], check }
}

/// The rules of this topic.
pub const RULES: &[Rule] = &[
    rule(
        "cell-list-numbering",
        "The items of a list in a cell are numbered throughout",
        Levels::all(ERROR),
        FixKind::Safe,
        "CoSAI white paper template, 1.2",
        cells::list_numbering,
    ),
    rule(
        "table-columns",
        "Every row has as many cells as the header",
        Levels::all(ERROR),
        FixKind::None,
        "GitHub Flavored Markdown, tables",
        cells::columns,
    ),
    rule(
        "table-blank-lines",
        "A blank line stands before and after a table",
        Levels::all(ERROR),
        FixKind::Safe,
        "GitHub Flavored Markdown and pandoc, tables",
        cells::blank_lines,
    ),
    rule(
        "table-header",
        "Every column of a table has a heading of its own",
        Levels::only(WARNING, COSAI),
        FixKind::None,
        "Web Content Accessibility Guidelines 1.3.1",
        cells::header,
    ),
    rule(
        "image-alt",
        "Every image has a text that stands for it",
        Levels::all(ERROR),
        FixKind::None,
        "OASIS Committee Note template, 1.3.1; Web Content Accessibility Guidelines 1.1.1",
        captions::image_alt,
    ),
    Rule {
        gate: &[("fence-collapse", 41)],
        ..rule(
            "fence-info",
            "A fence names a language and nothing else",
            Levels::all(ERROR),
            FixKind::Unsafe,
            "OASIS publication acceptance criteria, code fences",
            code::info,
        )
    },
    rule("fence-closed", "Every fence is closed", Levels::all(ERROR), FixKind::None, "CommonMark 4.5", code::closed),
    rule(
        "code-language",
        "Code in fences names its language",
        Levels::all(INFO).but(WARNING, COSAI),
        FixKind::None,
        "OASIS Specification Template of 2025, Code Snippets",
        code::language,
    ),
    rule(
        "figure-number-sequence",
        "Figures are numbered without gap or repetition",
        Levels::only(ERROR, COSAI),
        FixKind::None,
        "OASIS Specification Template of 2025, Figures",
        captions::figures,
    ),
    rule(
        "table-number-sequence",
        "Tables are numbered without gap or repetition",
        Levels::only(ERROR, COSAI),
        FixKind::None,
        "OASIS Specification Template of 2025, Tables",
        captions::tables,
    ),
];
