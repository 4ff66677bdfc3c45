//! What binds the reader and what does not.

use std::sync::LazyLock;

use regex::Regex;

use crate::markdown::{NodeId, NodeKind};
use crate::profiles::Generation;
use crate::rules::Checker;
use crate::rules::running_text;
use crate::work_product::{LabelKind, PassageKind, Role, Section, WorkProduct};

use super::parts::{has_content, is_acknowledgments, is_incomplete};

/// `no-conformance-in-notes`.
pub fn no_conformance(checker: &mut Checker<'_>) {
    let numbered = checker.work.outline.body().filter(|(_, section)| section.depth == 1);
    let is_conformance = |section: &Section| {
        let title = section.title.to_lowercase();
        ["conformance", "conformance clauses", "conformance statements", "conformance requirements"]
            .contains(&title.as_str())
    };
    let sections: Vec<&Section> = numbered.map(|(_, section)| section).filter(|s| is_conformance(s)).collect();
    for section in sections {
        let found = checker.found(section.text_range, "a note has no section on conformance");
        checker.report(found.help("requirements to conform to belong in a specification on the standards track"));
    }
}

/// Examples, by the title of their section.
static EXAMPLES: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)^(?:[\w/-]+\s+){0,4}(?:examples?|samples?)(?:\s+\d+)?$").expect("valid pattern"));

/// A word that says whether a part binds.
pub(super) static LABEL: LazyLock<running_text::Pattern> = LazyLock::new(|| {
    running_text::pattern(
        r"(?i)\b(?:non[-\u{2010}\u{2011} ]?normative|normative|informative|informational|not\s+(?:an?\s+)?(?:integral|binding)|illustrat(?:ive|ion|e))\b",
    )
});

/// Examples, anywhere in a sentence.
static MENTION: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\b(?:examples?|samples?)\b").expect("valid pattern"));

/// Whether a sentence says of all examples that they do not bind.
fn has_blanket(checker: &Checker<'_>) -> bool {
    running_text::find(checker, &LABEL).into_iter().any(|(passage, place, _)| {
        let (from, to) = running_text::sentence(passage.text(), &place);
        passage.kind == PassageKind::Paragraph && passage.text().get(from..to).is_some_and(|s| MENTION.is_match(s))
    })
}

/// `normative-labels`.
pub fn labels(checker: &mut Checker<'_>) {
    if is_incomplete(checker) {
        return;
    }
    let work = checker.work;
    let examples: Vec<usize> = work
        .outline
        .body()
        .filter(|(index, section)| EXAMPLES.is_match(&section.title) && !is_labelled(work, *index))
        .map(|(index, _)| index)
        .collect();
    if examples.is_empty() {
        checker.not_applicable("no section of examples lacks a label");
        return;
    }
    if has_blanket(checker) {
        checker.not_applicable("a sentence says of all examples that they do not bind");
        return;
    }
    for index in examples {
        let section = &work.outline.sections[index];
        let found =
            checker.found(section.text_range, format!("`{}` does not say whether it is normative", section.title));
        checker.report(found.help("write `(Non-Normative)` behind the title, or one sentence for all examples"));
    }
}

/// Blocks at the beginning of a section in which it may say whether it binds; comments may stand before.
const OPENING: usize = 2;

/// Whether the section, its first words, or a section around it say whether it binds.
fn is_labelled(work: &WorkProduct, index: usize) -> bool {
    let mut at = Some(index);
    while let Some(section) = at.and_then(|at| work.outline.sections.get(at)) {
        let shown = |block: &&NodeId| *work.document.kind(**block) != NodeKind::HtmlBlock;
        let opening = section.blocks.iter().filter(shown).take(OPENING);
        if LABEL.is_match(&section.title) || opening.into_iter().any(|&block| LABEL.is_match(&work.plain(block))) {
            return true;
        }
        at = section.parent;
    }
    false
}

/// Appendices that every document has and whose place says what they are.
const USUAL: [&str; 8] = [
    "references",
    "bibliography",
    "revision history",
    "notices",
    "license",
    "changes",
    "safety",
    "security considerations",
];

/// `appendix-normativity`.
pub fn appendices(checker: &mut Checker<'_>) {
    if is_incomplete(checker) {
        return;
    }
    let work = checker.work;
    if work.generation == Generation::G3 {
        checker.not_applicable("the template of 2025 has a statement of its own for annexes and appendices");
        return;
    }
    let own = |section: &Section| {
        let title = section.title.to_lowercase();
        let usual = USUAL.iter().any(|name| title.contains(name)) || is_acknowledgments(section);
        let notices = section.label.as_ref().is_some_and(|label| label.kind == LabelKind::Notices);
        // Examples have a rule of their own.
        let topical = !usual && !notices && !EXAMPLES.is_match(&section.title);
        section.role == Role::Appendix && section.depth == 1 && topical && has_content(work, section)
    };
    let silent: Vec<&Section> = work
        .outline
        .body()
        .filter(|(index, section)| own(section) && !is_labelled(work, *index))
        .map(|(_, section)| section)
        .collect();
    for section in silent {
        let found =
            checker.found(section.text_range, format!("`{}` does not say whether it is normative", section.title));
        checker
            .report(found.help("write `(Normative)` or `(Non-Normative)` behind the title, or say it in a sentence"));
    }
}
