//! Key words where no demand belongs, or where a demand cannot be referred to.

use std::collections::HashMap;

use crate::diagnostic::Severity;
use crate::rules::{Checker, INFO, WARNING};
use crate::source::TextRange;
use crate::work_product::{Informative, KeyWord, PassageKind, Role, Standing, Why, WorkProduct, statements};

use super::{counted, is_unfinished};

/// `keywords-in-nonnormative`.
pub fn in_informative(checker: &mut Checker<'_>) {
    if is_unfinished(checker) {
        return;
    }
    let work = checker.work;
    let mut parts: Vec<(Informative, Vec<&KeyWord>)> = Vec::new();
    let mut known: HashMap<TextRange, usize> = HashMap::new();
    for found in &work.key_words.uses {
        let Standing::Informative(informative) = found.standing else { continue };
        if is_summary(work, found) {
            continue;
        }
        let index = *known.entry(informative.range).or_insert(parts.len());
        match parts.get_mut(index) {
            Some((_, words)) => words.push(found),
            None => parts.push((informative, vec![found])),
        }
    }
    for (informative, words) in parts {
        let demand = words.iter().find(|found| !found.word.permits());
        let Some(first) = demand.or(words.first()) else { continue };
        let level = if demand.is_some() { WARNING } else { INFO };
        let message = format!("`{}` stands in {}{}", first.word.name(), part(informative.why), others(words.len()));
        report(checker, first.range, message, level, informative);
    }
}

/// A row of a table that repeats a requirement under its identifier.
fn is_summary(work: &WorkProduct, found: &KeyWord) -> bool {
    let document = &work.document;
    let cell = work.passages.get(found.passage).filter(|passage| passage.kind == PassageKind::Cell);
    let row = cell.and_then(|cell| document.parent(cell.node));
    let first = row.and_then(|row| document.children(row).next());
    first.is_some_and(|first| {
        let shown = work.plain(first);
        shown.starts_with('[') && shown.ends_with(']') && shown.contains(|c: char| c.is_ascii_digit())
    })
}

fn report(checker: &mut Checker<'_>, place: TextRange, message: String, level: Severity, informative: Informative) {
    let found = checker.found(place, message).at_most(level);
    let help = "say it without a key word, or move the demand to where demands are made";
    let said = match informative.why {
        Why::Cover => None,
        Why::Heading | Why::Appendix | Why::Record => Some("the part"),
        Why::Statement | Why::Example | Why::Note | Why::Comment => Some("said here"),
    };
    checker.report(match said {
        Some(said) => found.related(informative.range, said).help(help),
        None => found.help(help),
    });
}

fn part(why: Why) -> &'static str {
    match why {
        Why::Cover => "the cover page, which makes no demands",
        Why::Heading | Why::Statement => "a part that is said to be informative",
        Why::Appendix => "an appendix; only annexes make demands",
        Why::Example => "an example; the document says that examples are informative",
        Why::Note => "a note; the document says that notes are informative",
        Why::Comment => "a comment of the form the document says is informative",
        Why::Record => "a record of the document's making",
    }
}

fn others(count: usize) -> String {
    match count {
        0 | 1 => String::new(),
        _ => format!(" (the first of {})", counted(count, "key word")),
    }
}

/// `keywords-in-heading`.
pub fn in_heading(checker: &mut Checker<'_>) {
    if is_unfinished(checker) {
        return;
    }
    let work = checker.work;
    for found in work.key_words.uses.iter().filter(|found| found.standing == Standing::Heading) {
        let role = found.section.and_then(|section| work.outline.sections.get(section)).map(|section| section.role);
        if matches!(role, Some(Role::Section | Role::Appendix | Role::Caption)) {
            let message = format!("`{}` stands in a heading, where it demands nothing", found.word.name());
            checker.report(checker.found(found.range, message).help("make the demand in the text below"));
        }
    }
}

/// Fewest statements with an identifier that make a habit of it.
const HABIT: usize = 10;

/// `keywords-outside-clauses`.
pub fn without_identifier(checker: &mut Checker<'_>) {
    if is_unfinished(checker) {
        return;
    }
    let work = checker.work;
    let all = statements(work);
    let chapter = work.conformance.main(&work.outline).map(|main| work.outline.sections[main].extent);
    let body = || all.iter().filter(|statement| !chapter.is_some_and(|chapter| chapter.contains(statement.range)));
    let identified = body().filter(|statement| statement.identifier.is_some()).count();
    let plain: Vec<_> = body().filter(|statement| statement.identifier.is_none()).collect();
    if identified < HABIT || plain.len() > identified {
        checker.not_applicable("the requirements of the document have no identifiers");
        return;
    }
    let Some(first) = plain.first() else { return };
    let demand = work.key_words.normative().find(|found| first.range.contains(found.range));
    let message = format!(
        "this demand has no identifier, as {} of {} in the document have",
        identified,
        counted(identified + plain.len(), "statement")
    );
    let others = match plain.len() {
        1 => "give it an identifier".to_owned(),
        count => format!("give it an identifier, and the {} like it", counted(count - 1, "other")),
    };
    checker.report(checker.found(demand.map_or(first.range, |demand| demand.range), message).help(others));
}
