//! Identifiers of requirements that stand in headings: `###### [R31]`.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::rules::Checker;
use crate::source::TextRange;
use crate::work_product::{Section, WorkProduct};

static IDENTIFIER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\[?(?P<id>(?P<series>[A-Z]{1,4})-?\d{1,4})\]?$").expect("valid pattern"));

/// Fewest headings that make a series of identifiers.
const SERIES: usize = 3;

/// Identifiers that stand twice: a part of `heading-number-sequence`.
pub(super) fn repeats(checker: &mut Checker<'_>) {
    let work = checker.work;
    let identified = identified(work);
    let mut series: HashMap<&str, usize> = HashMap::new();
    for (_, _, letters) in &identified {
        *series.entry(letters).or_default() += 1;
    }
    let mut first: HashMap<&str, TextRange> = HashMap::new();
    for &(section, id, letters) in &identified {
        if series.get(letters).is_none_or(|&count| count < SERIES) {
            continue;
        }
        let Some(&before) = first.get(id) else {
            first.insert(id, section.text_range);
            continue;
        };
        let found = checker.found(section.text_range, format!("the requirement {id} stands twice"));
        checker.report(found.related(before, "the first one").help("give each requirement a number of its own"));
    }
}

/// Headings outside the references that are an identifier: the heading, the identifier, its letters.
fn identified(work: &WorkProduct) -> Vec<(&Section, &str, &str)> {
    let listed = &work.references.sections;
    let sections = work.outline.sections.iter().enumerate();
    let own = sections.filter(|(index, section)| section.number.is_none() && listed.binary_search(index).is_err());
    own.filter_map(|(_, section)| {
        let found = IDENTIFIER.captures(&section.text)?;
        Some((section, found.name("id")?.as_str(), found.name("series")?.as_str()))
    })
    .collect()
}
