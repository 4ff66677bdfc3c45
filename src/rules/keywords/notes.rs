//! Key words in documents that demand nothing.

use crate::rules::Checker;
use crate::work_product::{KeyWord, Section, WorkProduct};

use super::is_used;

/// `keywords-in-notes`.
pub fn keywords_in_notes(checker: &mut Checker<'_>) {
    let work = checker.work;
    if work.evidence.is_none() {
        checker.not_applicable("nothing says which track the document is on");
        return;
    }
    let found: Vec<&KeyWord> = work.key_words.uses.iter().filter(|found| is_demand(work, found)).collect();
    let Some(first) = found.first() else { return };
    let shown = first.word.name();
    let message = match found.len() {
        1 => format!("`{shown}` is a BCP 14 key word, and this document makes no normative demands"),
        count => format!("`{shown}` is the first of {count} BCP 14 key words in a document without normative demands"),
    };
    let help = "say it in lower case, or without a demand: `should`, `needs to`, `we recommend`";
    checker.report(checker.found(first.range, message).help(help));
}

fn is_demand(work: &WorkProduct, found: &KeyWord) -> bool {
    let explains = |section: usize| work.outline.sections.get(section).is_some_and(explains);
    is_used(found) && !found.word.permits() && !found.section.is_some_and(explains)
}

/// Not the guidelines of others, not the explanation of the key words.
fn explains(section: &Section) -> bool {
    let title = section.title.to_lowercase();
    ["guidelines on usage", "key words", "terminology"].iter().any(|word| title.contains(word))
}
