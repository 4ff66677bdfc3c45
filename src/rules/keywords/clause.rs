//! The paragraph that says what the key words mean: there, needed, and only one.

use std::sync::LazyLock;

use crate::rules::Checker;
use crate::rules::running_text::{Pattern, find, pattern};
use crate::work_product::Mode;

use super::citations::bcp14_clause;
use super::{counted, demands, is_unfinished, is_used};

/// `keywords-clause-present`.
pub fn present(checker: &mut Checker<'_>) {
    if is_unfinished(checker) || !checker.work.key_words.clauses.is_empty() {
        return;
    }
    let found = demands(checker);
    let Some(first) = found.first() else { return };
    let message = match found.len() {
        1 => format!("`{}` is a key word, and nothing says what it means", first.word.name()),
        count => format!("`{}` is the first of {count} key words, and nothing says what they mean", first.word.name()),
    };
    let help = "add the paragraph `The key words \"MUST\", ... are to be interpreted as described in BCP 14 ...` \
                of the template to the introduction";
    checker.report(checker.found(first.range, message).help(help));
}

/// `keywords-clause-unused`.
pub fn unused(checker: &mut Checker<'_>) {
    let Some(clause) = bcp14_clause(checker) else { return };
    let words = &checker.work.key_words;
    if !words.uses.iter().any(is_used) {
        let found = checker.found(clause.range, "the key words explained here are used nowhere in the document");
        checker.report(found.help("remove the paragraph, or write the demands in capitals"));
    }
}

static MUST: LazyLock<Pattern> = LazyLock::new(|| pattern(r"\b(?:must|MUST)\b"));

/// `keywords-iso-mode`.
pub fn iso_mode(checker: &mut Checker<'_>) {
    let words = &checker.work.key_words;
    let Some(iso) = words.clause(Mode::Iso) else {
        checker.not_applicable("the document does not follow the ISO/IEC Directives");
        return;
    };
    if let Some(bcp14) = words.clause(Mode::Bcp14) {
        let (first, second) = if bcp14.range < iso.range { (bcp14, iso) } else { (iso, bcp14) };
        let found = checker.found(second.range, "this gives the key words a second meaning");
        let help = "follow either BCP 14 or the ISO/IEC Directives, and say so once";
        checker.report(found.related(first.range, "the first").help(help));
        return;
    }
    let places: Vec<_> = find(checker, &MUST)
        .into_iter()
        .filter(|(passage, _, _)| is_normative(checker, *passage) && passage.index != iso.passage)
        .collect();
    if let Some((_, _, first)) = places.first() {
        let message = format!(
            "`must` is no word of demand in the ISO/IEC Directives ({} in the document)",
            counted(places.len(), "place")
        );
        let found = checker.found(*first, message).related(iso.range, "the Directives are followed");
        checker.report(found.help("write `shall` for a demand, and another word for anything else"));
    }
}

/// Whether a passage is the document's own and makes demands.
pub(super) fn is_normative(checker: &Checker<'_>, passage: crate::work_product::Passage<'_>) -> bool {
    let work = checker.work;
    let section = work.outline.section_at(passage.range.start);
    !section.is_some_and(|section| work.key_words.is_silent(section))
        && work.informative.of_passage(&work.document, passage, section).is_none()
}
