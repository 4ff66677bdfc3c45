//! What the notice of an Open Project says of licences, contributions and patents.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::rules::Checker;
use crate::rules::running_text::{Pattern, find, pattern};
use crate::source::TextRange;
use crate::work_product::notices::Statement;

/// The licences an Open Project may choose from.
static LICENCES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)\bapache\b.{0,20}\b2\.0\b | \bBSD[\s-]3[\s-]clause\b | \b3[\s-]clause\b.{0,20}\bBSD\b
          | \bCC[\s-]BY[\s-](?:2\.0|4\.0)\b | \battribution\s(?:2\.0|4\.0)\b | \bCC[\s-]?0[\s-]1\.0\b
          | \b(?:EPL|eclipse\spublic\slicense)\b.{0,12}\b[12]\.0\b | \bMIT\b",
    )
    .expect("valid pattern")
});

/// Where a sentence that the notice lacks would stand: behind the one before it.
fn place(checker: &Checker<'_>) -> TextRange {
    let notices = &checker.work.notices;
    let before = notices.stating(Statement::PolicyLocation).last().or(notices.stating(Statement::Permission).last());
    before.map_or_else(TextRange::default, |sentence| TextRange::empty(sentence.range.end as usize))
}

fn has_no_notice(checker: &mut Checker<'_>) -> bool {
    let none = !checker.work.notices.is_full();
    if none {
        checker.not_applicable("the document carries no full notice");
    }
    none
}

pub(super) static PUBLISHED: LazyLock<Pattern> =
    LazyLock::new(|| pattern(r"(?i)\bis\s+(?:also\s+)?published\s+under\s+"));

/// `notice-license-sentence`.
pub fn license(checker: &mut Checker<'_>) {
    if has_no_notice(checker) {
        return;
    }
    let work = checker.work;
    let section = |range: TextRange| work.outline.section_at(range.start);
    let legal: BTreeSet<_> = work.notices.sentences.iter().map(|sentence| section(sentence.range)).collect();
    let published =
        find(checker, &PUBLISHED).into_iter().find(|(passage, _, _)| legal.contains(&section(passage.range)));
    let Some((passage, place_of_verb, _)) = published else {
        let found =
            checker.found(place(checker), "the notice does not say under which licence the document is published");
        let help = "write `This specification is published under` and the project's licence with a link to it";
        return checker.report(found.help(help));
    };
    let text = passage.text();
    let rest = text.get(place_of_verb.end..).unwrap_or_default();
    let name = rest.find(". ").map_or(rest, |end| rest.get(..end).unwrap_or(rest)).trim_end_matches(['.', ' ']);
    if !LICENCES.is_match(name) && !name.is_empty() {
        let range = passage.source(place_of_verb.end..place_of_verb.end + name.len());
        let found = checker.found(range, "this is none of the licences an Open Project may choose");
        let help = "Open Projects choose among Apache-2.0, BSD-3-Clause, CC-BY-2.0, CC-BY-4.0, CC0-1.0, EPL-1.0, EPL-2.0 and MIT";
        checker.report(found.help(help));
    }
}

/// `notice-cla-sentence`.
pub fn contributions(checker: &mut Checker<'_>) {
    if has_no_notice(checker) || checker.work.notices.states(Statement::Contributions) {
        return;
    }
    let found = checker.found(place(checker), "the notice lacks the sentence on the Contributor License Agreement");
    checker.report(found.help("add `All contributions made to this project have been made under the OASIS Contributor License Agreement (CLA).`"));
}

/// `notice-ipr-statement`.
pub fn ipr_statement(checker: &mut Checker<'_>) {
    if has_no_notice(checker) {
        return;
    }
    let work = checker.work;
    let Some(sentence) = work.notices.stating(Statement::PatentDisclosure).next() else {
        let found = checker.found(place(checker), "the notice does not say where patents are disclosed");
        return checker.report(found.help("add `For information on whether any patents have been disclosed …` with a link to the project's IPR statements"));
    };
    let mut links = work.links.iter().filter(|link| !link.image && sentence.range.overlaps(link.range));
    let leads = links.any(|link| {
        let url = link.url.to_ascii_lowercase();
        url.contains("ipr") || url.contains("intellectual")
    });
    if !leads {
        let range = sentence.words.last().map_or(sentence.range, |word| word.range);
        let found = checker.found(range, "the sentence on patents does not lead to the IPR statements of the project");
        checker.report(found.help("link the page of the project's IPR statements"));
    }
}
