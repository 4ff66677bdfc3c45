//! What conformance clauses refer to: sections by link and by number, and other clauses.

use std::ops::Range;
use std::sync::LazyLock;

use foldhash::{HashMap, HashMapExt};
use regex::Regex;

use crate::source::TextRange;

use super::super::anchors::Anchors;
use super::super::links::{Link, Target};
use super::super::outline::{Outline, Role};
use super::super::passages::{Passage, Passages};
use super::ConformanceClause;

/// What the clauses are read in.
pub(super) struct Context<'a> {
    pub outline: &'a Outline,
    pub anchors: &'a Anchors,
    pub links: &'a [Link],
    pub passages: &'a Passages,
    /// The section on conformance.
    pub main: usize,
}

/// Sections of numbers: `sections 3.1, 4 and 6`, `Sections 5 through 16`.
static SECTIONS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)\b(?:[Ss]ec(?:tion|tions|\.|s\.)|[Cc]hapters?|[Aa]ppendi(?:x|ces)|[Aa]nnex(?:es)?|\u{a7})\s*
          (?P<list>(?:\d{1,3}|[A-Z])(?:\.\d{1,3})*
            (?:\s?(?:,\s?(?:and\s|or\s)?|and|or|to|through|-|\u{2013})\s?(?:[Ss]ections?\s)?(?:\d{1,3}|[A-Z])(?:\.\d{1,3})*\b)*)",
    )
    .expect("valid pattern")
});

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?P<join>to|through|-|\u{2013})?\s*(?P<number>(?:\d{1,3}|[A-Z])(?:\.\d{1,3})*)\b")
        .expect("valid pattern")
});

static CLAUSES: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\bclauses?\s+(?:[A-Z]{0,3}-?\d|[A-Z]\b)").expect("valid pattern"));

/// Fills in the passages of the clauses and what they refer to.
pub(super) fn read(clauses: &mut [ConformanceClause], context: &Context<'_>) {
    let by_section: HashMap<usize, usize> =
        clauses.iter().enumerate().map(|(index, clause)| (clause.section, index)).collect();
    let chapter = context.outline.sections[context.main].extent;
    let reader = Reader { context, chapter, numbers: numbers(context.outline) };
    for link in context.links.iter().filter(|link| chapter.contains(link.range)) {
        let Target::Fragment(fragment) = link.target() else { continue };
        let Some(section) = context.anchors.get(fragment).and_then(|anchor| anchor.section) else { continue };
        for clause in holders(context.outline, &by_section, link.range) {
            reader.refer(&mut clauses[clause], section);
        }
    }
    for passage in context.passages.iter().filter(|passage| chapter.contains(passage.range)) {
        for clause in holders(context.outline, &by_section, passage.range) {
            let clause = &mut clauses[clause];
            if !context.outline.sections[clause.section].range.contains(passage.range) {
                clause.passages.push(passage.index);
                reader.passage(clause, passage);
            }
        }
    }
    names(clauses, context.passages);
    for clause in clauses {
        clause.sections.sort_unstable();
        clause.sections.dedup();
    }
}

/// The clauses that hold a place, innermost first.
fn holders(outline: &Outline, clauses: &HashMap<usize, usize>, place: TextRange) -> Vec<usize> {
    let section = outline.section_at(place.start);
    let above = std::iter::successors(section, |&index| outline.sections.get(index)?.parent);
    above.filter_map(|section| clauses.get(&section).copied()).collect()
}

/// Sections by their number.
fn numbers(outline: &Outline) -> HashMap<String, usize> {
    let mut found = HashMap::new();
    for index in 0..outline.sections.len() {
        if let Some(number) = outline.section_number(index) {
            found.entry(number.dotted()).or_insert(index);
        }
    }
    found
}

/// Most clauses whose targets are looked for in each other.
const MAX_CLAUSES: usize = 200;

/// Finds clauses that name the target of another: `satisfies the "Producer" conformance profile`.
fn names(clauses: &mut [ConformanceClause], passages: &Passages) {
    if clauses.len() > MAX_CLAUSES {
        return;
    }
    let lower = |clause: &ConformanceClause| clause.target.as_ref().map(|target| target.to_lowercase());
    let targets: Vec<Option<String>> = clauses.iter().map(lower).collect();
    for (index, clause) in clauses.iter_mut().enumerate() {
        let text: Vec<&str> =
            clause.passages.iter().filter_map(|&passage| passages.get(passage)).map(|passage| passage.text()).collect();
        let text = text.join("\n").to_lowercase();
        let mut others = targets.iter().enumerate().filter(|(other, _)| *other != index);
        clause.refers_to_clauses |=
            others.any(|(_, target)| target.as_deref().is_some_and(|target| text.contains(target)));
    }
}

struct Reader<'a> {
    context: &'a Context<'a>,
    chapter: TextRange,
    numbers: HashMap<String, usize>,
}

impl Reader<'_> {
    fn passage(&self, clause: &mut ConformanceClause, passage: Passage<'_>) {
        let text = passage.text();
        clause.refers_to_clauses |= CLAUSES.is_match(text);
        for found in SECTIONS.captures_iter(text) {
            let (Some(whole), Some(list)) = (found.get(0), found.name("list")) else { continue };
            if !is_elsewhere(&text[whole.end()..]) {
                self.list(clause, list.as_str());
            }
        }
    }

    fn list(&self, clause: &mut ConformanceClause, list: &str) {
        let mut before: Option<u32> = None;
        for found in NUMBER.captures_iter(list) {
            let Some(number) = found.name("number") else { continue };
            let value = number.as_str().parse::<u32>().ok();
            if let (Some(from), Some(to), true) = (before, value, found.name("join").is_some()) {
                for between in span(from, to) {
                    self.number(clause, &between.to_string());
                }
            }
            self.number(clause, number.as_str());
            before = value;
        }
    }

    fn number(&self, clause: &mut ConformanceClause, number: &str) {
        if let Some(&section) = self.numbers.get(number) {
            self.refer(clause, section);
        }
    }

    /// A section of the conformance section itself is another clause.
    fn refer(&self, clause: &mut ConformanceClause, section: usize) {
        let place = &self.context.outline.sections[section];
        if self.chapter.contains(place.range) {
            clause.refers_to_clauses |= !clause.extent.contains(place.range);
        } else if matches!(place.role, Role::Section | Role::Appendix) {
            clause.sections.push(section);
        }
    }
}

/// Most chapters between two ends.
const MAX_SPAN: u32 = 100;

/// The numbers between two ends, where these are those of chapters.
fn span(from: u32, to: u32) -> Range<u32> {
    if from < to && to - from < MAX_SPAN { from + 1..to } else { 0..0 }
}

/// Whether what follows a section number says that the section is another document's.
fn is_elsewhere(after: &str) -> bool {
    let after = after.trim_start_matches([',', ' ', ')']);
    let rest = ["of ", "in ", "from "].iter().find_map(|word| after.strip_prefix(word));
    let own = ["this", "the present", "the specification", "the current"];
    after.starts_with('[') || rest.is_some_and(|rest| !own.iter().any(|own| rest.starts_with(own)))
}
