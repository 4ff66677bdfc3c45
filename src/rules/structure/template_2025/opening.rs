//! The first sections and the last ones of the body.

use crate::markdown::NodeKind;
use crate::profiles::ProfileId;
use crate::rules::Checker;
use crate::rules::structure::parts::{find, nowhere};
use crate::work_product::{Role, Section, WorkProduct};

use super::{folded, is_other};

/// Most paragraphs of the scope.
const MAX_PARAGRAPHS: usize = 4;

/// `scope-short`.
pub fn scope_short(checker: &mut Checker<'_>) {
    let Some(scope) = part(checker, "Scope") else { return };
    let work = checker.work;
    let paragraph = |&&block: &&_| *work.document.kind(block) == NodeKind::Paragraph && !work.plain(block).is_empty();
    let count = scope.blocks.iter().filter(paragraph).count();
    checker.compared(count.to_string(), format!("at most {MAX_PARAGRAPHS}"));
    if count > MAX_PARAGRAPHS {
        let found = checker.found(scope.text_range, format!("the scope has {count} paragraphs"));
        checker.report(found.help("say in at most four what the document covers; history and background go elsewhere"));
    }
}

/// The subsections of the definitions, the words their titles begin with, and their opening sentences.
const DEFINITIONS: [(&str, &[&str], &str); 3] = [
    (
        "Terms Defined Elsewhere",
        &["terms defined elsewhere"],
        "This document uses the following terms defined elsewhere:",
    ),
    ("Terms Defined in this Document", &["terms defined in"], "This document defines the following terms:"),
    (
        "Abbreviations and Acronyms",
        &["abbreviations", "acronyms"],
        "This document uses the following abbreviations and acronyms:",
    ),
];

/// `definitions-structure`.
pub fn definitions(checker: &mut Checker<'_>) {
    let Some(definitions) = part(checker, "Definitions and Acronyms") else { return };
    let work = checker.work;
    let below: Vec<&Section> = below(work, definitions).map(|(_, section)| section).collect();
    for (name, titles, sentence) in DEFINITIONS {
        let is_it = |section: &&&Section| titles.iter().any(|title| folded(&section.title).starts_with(title));
        let Some(section) = below.iter().find(is_it) else {
            let message = format!("`{}` has no subsection `{name}`", definitions.title);
            let found = checker.found(definitions.text_range, message);
            checker.report(found.help("add it; where there is nothing to define, it says `None.`"));
            continue;
        };
        let opening = section.blocks.iter().find(|&&block| *work.document.kind(block) == NodeKind::Paragraph);
        let opening = opening.map(|&block| folded(&work.plain(block))).unwrap_or_default();
        let says = opening.starts_with(&folded(sentence)) || opening.starts_with("none");
        if !says && !section.blocks.is_empty() {
            let found = checker.found(section.text_range, format!("`{name}` does not open with its sentence"));
            checker.report(found.help(format!("write `{sentence}`")));
        }
    }
}

/// `typographical-conventions`.
pub fn typographical(checker: &mut Checker<'_>) {
    let Some(conventions) = part(checker, "Document Conventions") else { return };
    let work = checker.work;
    if below(work, conventions).any(|(_, section)| folded(&section.title) == "typographical conventions") {
        return;
    }
    let message = format!("`{}` has no subsection `Typographical Conventions`", conventions.title);
    let found = checker.found(conventions.text_range, message);
    checker.report(found.help("add it; where there are none, it says `None.`"));
}

/// `intro-changes-subsection`.
pub fn changes_subsection(checker: &mut Checker<'_>) {
    let Some(introduction) = part(checker, "Introduction") else { return };
    let work = checker.work;
    let children: Vec<&Section> =
        below(work, introduction).map(|(_, section)| section).filter(|s| s.level == introduction.level + 1).collect();
    let is_changes = |section: &&&Section| {
        let title = folded(&section.title);
        title.starts_with("changes") && title.contains("previous version")
    };
    let Some(changes) = children.iter().find(is_changes) else {
        let message = "the introduction has no subsection `Changes From the Previous Version`";
        let found = checker.found(introduction.text_range, message);
        checker
            .report(found.help("add it as the last subsection; it may point to the appendix that lists the changes"));
        return;
    };
    if let Some(last) = children.last().filter(|last| last.node != changes.node) {
        let message = format!("`{}` is not the last subsection of the introduction", changes.title);
        checker.report(checker.found(changes.text_range, message).related(last.text_range, "the last one"));
    }
}

/// `safety-section`.
pub fn safety(checker: &mut Checker<'_>) {
    if is_other(checker) {
        return;
    }
    let work = checker.work;
    let outline = &work.outline;
    let numbered = outline.body().filter(|(index, section)| {
        section.role == Role::Section && section.depth == 1 && outline.section_number(*index).is_some()
    });
    let numbered: Vec<&Section> = numbered.map(|(_, section)| section).collect();
    let is_safety = |section: &&Section| {
        let title = folded(&section.title);
        title.contains("safety") && title.contains("security")
    };
    let specification = work.profile == ProfileId::TcSpecification;
    let Some(at) = numbered.iter().position(is_safety) else {
        if specification {
            let found = checker.found(nowhere(work), "there is no section on safety, security and data protection");
            let help = "add `Safety, Security, and Data Protection Considerations` before `Conformance`; where there \
                        are none, it says `None.`";
            checker.report(found.help(help));
        }
        return;
    };
    let Some(next) = numbered.get(at + 1) else { return };
    if specification && folded(&next.title).starts_with("conformance") {
        return;
    }
    let right = if specification { "right before `Conformance`" } else { "last among the numbered sections" };
    let message = format!("`{}` stands before `{}`", numbered[at].title, next.title);
    let found = checker.found(numbered[at].text_range, message).related(next.text_range, "what follows");
    checker.report(found.help(format!("it stands {right}")));
}

/// A part of the template in a whole document that follows it.
fn part<'a>(checker: &mut Checker<'a>, name: &str) -> Option<&'a Section> {
    if is_other(checker) {
        return None;
    }
    let work = checker.work;
    let found = find(work, name).and_then(|index| work.outline.sections.get(index));
    if found.is_none() {
        checker.not_applicable(format!("the document has no section `{name}`"));
    }
    found
}

/// The sections below another.
fn below<'a>(work: &'a WorkProduct, section: &'a Section) -> impl Iterator<Item = (usize, &'a Section)> {
    work.outline.body().filter(move |(_, below)| below.node != section.node && section.extent.contains(below.range))
}
