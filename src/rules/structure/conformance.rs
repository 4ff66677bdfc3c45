//! The conformance section of a specification, and its clauses.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::markdown::NodeKind;
use crate::profiles::ProfileId;
use crate::rules::{Checker, ERROR, FixKind, INFO, Levels, Rule, Topic, WARNING};
use crate::source::TextRange;
use crate::work_product::{
    ClauseForm, ConformanceClause, Generation, Role, Section, WorkProduct, is_chapter, statements_in,
};

use super::parts::nowhere;

/// Documents that claims of conformance are made to.
const SPECIFICATIONS: &[ProfileId] = &[ProfileId::OpSpecification, ProfileId::TcSpecification];

/// `conformance-present`.
pub const PRESENT: Rule = Rule {
    id: "conformance-present",
    topic: Topic::Structure,
    summary: "A specification has a section on conformance",
    levels: Levels::only(ERROR, SPECIFICATIONS).draft(WARNING),
    fix: FixKind::None,
    clause: "TC Process 2.2.6; OASIS Handbook, Conformance Clauses",
    gate: &[("template", 65)],
    check: present,
};

/// `conformance-top-level`.
pub const TOP_LEVEL: Rule = Rule {
    id: "conformance-top-level",
    topic: Topic::Structure,
    summary: "Conformance is a chapter of the body, with a number",
    levels: Levels::only(ERROR, SPECIFICATIONS).draft(WARNING),
    fix: FixKind::None,
    clause: "TC Process 2.2.6; OASIS Handbook, Conformance Clauses",
    gate: &[("conformance-structure", 102)],
    check: top_level,
};

/// `conformance-last`.
pub const LAST: Rule = Rule {
    id: "conformance-last",
    topic: Topic::Structure,
    summary: "Conformance is the last numbered section before the annexes",
    levels: Levels::only(ERROR, SPECIFICATIONS).draft(WARNING),
    fix: FixKind::None,
    clause: "Board-approved specification template of 2025, 8; OASIS specification template, last section",
    gate: &[],
    check: last,
};

/// `conformance-clauses-numbered`.
pub const NUMBERED: Rule = Rule {
    id: "conformance-clauses-numbered",
    topic: Topic::Structure,
    summary: "Conformance clauses are numbered",
    levels: Levels::only(ERROR, SPECIFICATIONS).draft(WARNING),
    fix: FixKind::None,
    clause: "TC Process 2.2.6",
    gate: &[("conformance-structure", 103)],
    check: numbered,
};

/// `conformance-clause-unique`.
pub const UNIQUE: Rule = Rule {
    id: "conformance-clause-unique",
    topic: Topic::Structure,
    summary: "No two conformance clauses carry the same number",
    levels: Levels::only(ERROR, SPECIFICATIONS).draft(WARNING),
    fix: FixKind::None,
    clause: "OASIS Handbook, Work Product Quality Checklist",
    gate: &[("conformance-structure", 104)],
    check: unique,
};

/// `conformance-clause-target`.
pub const TARGET: Rule = Rule {
    id: "conformance-clause-target",
    topic: Topic::Structure,
    summary: "A conformance clause says who or what conforms",
    levels: Levels::only(INFO, SPECIFICATIONS),
    fix: FixKind::None,
    clause: "OASIS Conformance Clause Guidelines, rules 1 and 3",
    gate: &[],
    check: target,
};

/// `conformance-clause-refs`.
pub const REFERENCES: Rule = Rule {
    id: "conformance-clause-refs",
    topic: Topic::Structure,
    summary: "A conformance clause refers to the sections it holds an implementation to",
    levels: Levels::only(INFO, SPECIFICATIONS),
    fix: FixKind::None,
    clause: "OASIS Conformance Clause Guidelines, rule 5",
    gate: &[],
    check: references,
};

/// Whether nothing can be asked of the document; says why.
fn is_exempt(checker: &mut Checker<'_>) -> bool {
    let work = checker.work;
    let errata = |text: &str| text.to_lowercase().contains("errata");
    let stage = work.cover.stage.as_ref().is_some_and(|stage| errata(&stage.text));
    let reason = if work.is_template() {
        "the document is a template"
    } else if stage || work.title().is_some_and(|title| errata(&title)) {
        "the document lists errata of another"
    } else if !work.is_whole() {
        "the text is a part of a document"
    } else {
        return false;
    };
    checker.not_applicable(reason);
    true
}

/// The section on conformance; says so where there is none.
fn main_section<'a>(checker: &mut Checker<'a>) -> Option<(usize, &'a Section)> {
    if is_exempt(checker) {
        return None;
    }
    let work = checker.work;
    let Some(main) = work.conformance.main(&work.outline) else {
        checker.not_applicable("the document has no section on conformance");
        return None;
    };
    Some((main, &work.outline.sections[main]))
}

/// Whether the work product is still at a stage at which much may be missing: a draft not yet in public review.
fn is_early(work: &WorkProduct) -> bool {
    let stage = work.cover.stage.as_ref().map(|stage| stage.text.to_lowercase());
    stage.is_none_or(|stage| stage.contains("draft") && !stage.contains("public review"))
}

fn present(checker: &mut Checker<'_>) {
    if is_exempt(checker) || !checker.work.conformance.sections.is_empty() {
        return;
    }
    let work = checker.work;
    let part = work.title().is_some_and(|title| title.split_whitespace().any(|word| word.eq_ignore_ascii_case("part")));
    let level = if part || is_early(work) { WARNING } else { ERROR };
    let found = checker.found(nowhere(work), "there is no section on conformance").at_most(level);
    let help = "add a section `Conformance` with numbered clauses, the last before the appendices";
    checker.report(found.help(help));
}

fn top_level(checker: &mut Checker<'_>) {
    let Some((main, section)) = main_section(checker) else { return };
    let outline = &checker.work.outline;
    if !is_chapter(section) {
        let place = if section.role == Role::Appendix { "an appendix" } else { "another section" };
        let found = checker.found(section.text_range, format!("conformance is part of {place}"));
        checker.report(found.help("make it a chapter of its own, the last before the appendices"));
        return;
    }
    let chapters: Vec<usize> = outline.body().filter(|(_, s)| is_chapter(s)).map(|(index, _)| index).collect();
    let numbered = chapters.iter().filter(|&&index| outline.section_number(index).is_some()).count();
    if outline.section_number(main).is_none() && numbered * 2 > chapters.len() {
        let found = checker.found(section.text_range, "the section on conformance has no number");
        checker.report(found.help("number it like the other chapters"));
    }
}

fn last(checker: &mut Checker<'_>) {
    let Some((main, section)) = main_section(checker) else { return };
    if !is_chapter(section) {
        checker.not_applicable("conformance is no chapter");
        return;
    }
    let work = checker.work;
    let outline = &work.outline;
    let mut behind = outline.body().skip_while(|(index, _)| *index <= main);
    let next = behind.find(|(index, s)| is_chapter(s) && outline.section_number(*index).is_some());
    let Some((index, next)) = next else { return };
    let number = outline.section_number(index).map(crate::work_product::Number::dotted).unwrap_or_default();
    let message = format!("section {number}, `{}`, stands behind conformance", next.title);
    let level = if work.generation == Generation::G3 { ERROR } else { WARNING };
    let found = checker.found(section.text_range, message).related(next.text_range, "this section").at_most(level);
    checker.report(found.help("let conformance be the last section before the annexes and appendices"));
}

static IDENTIFIED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^\s*(?:\[[A-Za-z][\w.-]*\d\]|\(?[A-Z]{1,8}-?\d+[):]|\d+(?:\.\d+)+(?:-\d+)?\s|\d+-\d+\s|\(?[0-9a-z]\)\s)",
    )
    .expect("valid pattern")
});

fn numbered(checker: &mut Checker<'_>) {
    let Some((_, section)) = main_section(checker) else { return };
    let work = checker.work;
    let undivided = work.conformance.clauses.iter().all(|clause| clause.form == ClauseForm::Whole);
    if !undivided || section.blocks.is_empty() || has_numbers(work, section.extent) {
        return;
    }
    let level = if is_early(work) { WARNING } else { ERROR };
    let found = checker.found(section.text_range, "the section on conformance has no numbered clauses");
    checker.report(found.at_most(level).help("give each clause a heading of its own: `Conformance Clause 1: ...`"));
}

/// Whether a part of the document counts what it says: a numbered list, a table, identifiers.
fn has_numbers(work: &WorkProduct, part: TextRange) -> bool {
    let document = &work.document;
    let inside = |node: &_| part.contains(document.range(*node));
    let counts = document.blocks().filter(inside).any(|block| {
        let nodes = std::iter::once(block).chain(document.descendants(block));
        nodes
            .into_iter()
            .any(|node| matches!(document.kind(node), NodeKind::List { start: Some(_), .. } | NodeKind::Table { .. }))
    });
    counts || work.passages.iter().filter(|p| part.contains(p.range)).any(|p| IDENTIFIED.is_match(p.text()))
}

fn unique(checker: &mut Checker<'_>) {
    let Some((_, section)) = main_section(checker) else { return };
    let work = checker.work;
    let mut known: HashMap<(Option<usize>, String), TextRange> = HashMap::new();
    for clause in &work.conformance.clauses {
        let Some(id) = clause.identifier.clone().filter(|_| clause.form == ClauseForm::Named) else { continue };
        let parent = work.outline.sections[clause.section].parent;
        report_second(checker, &mut known, (parent, id.clone()), clause.identifier_range, &format!("clause {id}"));
    }
    let mut known: HashMap<(Option<usize>, String), TextRange> = HashMap::new();
    for statement in statements_in(work, section.extent) {
        // Several sentences may share the heading that names them.
        let Some(id) = statement.identifier.filter(|id| statement.range.contains(id.range)) else { continue };
        let name = format!("`{}`", id.text);
        report_second(checker, &mut known, (None, id.text), id.range, &name);
    }
}

fn report_second(
    checker: &mut Checker<'_>,
    known: &mut HashMap<(Option<usize>, String), TextRange>,
    key: (Option<usize>, String),
    range: TextRange,
    name: &str,
) {
    match known.get(&key) {
        Some(&first) => {
            let found = checker.found(range, format!("{name} is there twice")).related(first, "the first");
            checker.report(found.help("give each its own number: claims of conformance name it"));
        }
        None => {
            known.insert(key, range);
        }
    }
}

static CONFORMS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:an?|the|any|each|every|all|conform(?:ing|ant))\s+\S.{0,80}?\b(?:conforms?|conformant|satisf\w+|compl\w+|claims?|must|shall|implements?)\b")
        .expect("valid pattern")
});

fn target(checker: &mut Checker<'_>) {
    if main_section(checker).is_none() {
        return;
    }
    let work = checker.work;
    for clause in work.conformance.clauses.iter().filter(|clause| clause.form == ClauseForm::Named) {
        let says = || texts(work, clause).any(|text| CONFORMS.is_match(text));
        if clause.target.is_none() && !says() {
            let found = checker.found(clause.identifier_range, "the clause does not say who or what conforms");
            checker.report(found.help("name the target: `Conformance Clause 1: Producer`"));
        }
    }
}

fn references(checker: &mut Checker<'_>) {
    if main_section(checker).is_none() {
        return;
    }
    let work = checker.work;
    for clause in work.conformance.clauses.iter().filter(|clause| clause.form != ClauseForm::Whole) {
        if !refers(work, clause) {
            let found =
                checker.found(clause.identifier_range, "the clause refers to no section, requirement or clause");
            checker.report(found.help("say where the requirements are that an implementation has to meet"));
        }
    }
}

static MENTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\[[^\]\s]*\d[^\]\s]*\]|(?i:\bconformance (?:profile|target|level)s?\b|\blevel \d)")
        .expect("valid pattern")
});

fn refers(work: &WorkProduct, clause: &ConformanceClause) -> bool {
    !clause.sections.is_empty() || clause.refers_to_clauses || texts(work, clause).any(|text| MENTION.is_match(text))
}

/// The passages of a clause, as a reader sees them.
fn texts<'a>(work: &'a WorkProduct, clause: &'a ConformanceClause) -> impl Iterator<Item = &'a str> {
    clause.passages.iter().filter_map(|&passage| work.passages.get(passage)).map(|passage| passage.text())
}
