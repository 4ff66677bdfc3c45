//! The conformance section: its clauses, their targets, and the sections they hold implementations to.

mod references;

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use regex::Regex;

use crate::source::TextRange;

use references::Context;

use super::anchors::Anchors;
use super::links::Link;
use super::outline::{Outline, Role, Section};
use super::passages::Passages;

/// What a document says of conformance.
#[derive(Debug, Clone, Default)]
pub struct Conformance {
    /// Sections called Conformance, in order; a section below such a section is not counted again.
    pub sections: Vec<usize>,
    /// The clauses of those sections, in order.
    pub clauses: Vec<ConformanceClause>,
    by_section: HashMap<usize, Vec<usize>>,
}

/// What makes a part of the section a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClauseForm {
    /// Its heading says so: `5.1 Conformance Clause 1: Command`.
    Named,
    /// It is a numbered section of the conformance section.
    Section,
    /// The conformance section is not divided.
    Whole,
}

/// One conformance clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConformanceClause {
    /// The section it is.
    pub section: usize,
    /// What makes it one.
    pub form: ClauseForm,
    /// `1` of `Conformance Clause 1`, else the number of the section.
    pub identifier: Option<String>,
    /// Bytes of `Clause 1` or of the number, else of the heading.
    pub identifier_range: TextRange,
    /// Who or what conforms, as the heading says.
    pub target: Option<String>,
    /// Bytes of the whole clause, heading included.
    pub extent: TextRange,
    /// Its passages below the heading.
    pub passages: Vec<usize>,
    /// Sections of the body it refers to.
    pub sections: Vec<usize>,
    /// It refers to other clauses, be it by number or by target.
    pub refers_to_clauses: bool,
}

static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^(?:(?:specification|implementation|document|product|general|system|protocol)\s)?conformance
          (?:\s(?:statements?|clauses?|requirements?|criteria|section|definitions?|profiles?|levels?))?
          (?:\s(?:and|to|with)\s.{1,60})?$
        | ^.{1,60}\sand\sconformance$",
    )
    .expect("valid pattern")
});

static CLAUSE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^(?:conformance\s)?(?P<name>clauses?\s+(?P<id>[A-Z]{0,3}-?\d{1,4}(?:[.-]\d{1,4})*|[A-Z]))\b
          \s*[:.)\u{2013}\u{2014}-]?\s*(?P<target>.*)$",
    )
    .expect("valid pattern")
});

impl Conformance {
    /// Reads the conformance section of a document.
    #[must_use]
    pub(super) fn new(outline: &Outline, anchors: &Anchors, links: &[Link], passages: &Passages, text: &str) -> Self {
        let mut found = Self { sections: sections(outline), ..Self::default() };
        if let Some(main) = found.main(outline) {
            found.clauses = clauses(outline, main, text);
            references::read(&mut found.clauses, &Context { outline, anchors, links, passages, main });
            found.by_section = by_section(&found.clauses);
        }
        found
    }

    /// The section that speaks for the document: the first at the top level, else the first.
    #[must_use]
    pub fn main(&self, outline: &Outline) -> Option<usize> {
        let top = |&&index: &&usize| is_chapter(&outline.sections[index]);
        self.sections.iter().find(top).or(self.sections.first()).copied()
    }

    /// The clauses that hold implementations to a section: to itself or to what it is part of.
    #[must_use]
    pub fn of_section(&self, outline: &Outline, section: usize) -> Vec<usize> {
        let above = std::iter::successors(Some(section), |&index| outline.sections.get(index)?.parent);
        let held = above.filter_map(|index| self.by_section.get(&index)).flatten().copied();
        held.collect::<BTreeSet<usize>>().into_iter().collect()
    }
}

/// For each section the clauses that refer to it, or that it is.
fn by_section(clauses: &[ConformanceClause]) -> HashMap<usize, Vec<usize>> {
    let mut found: HashMap<usize, Vec<usize>> = HashMap::new();
    for (index, clause) in clauses.iter().enumerate() {
        for &section in clause.sections.iter().chain([&clause.section]) {
            found.entry(section).or_default().push(index);
        }
    }
    found
}

/// Whether a section stands at the top of the body.
#[must_use]
pub fn is_chapter(section: &Section) -> bool {
    section.role == Role::Section && section.depth == 1
}

fn sections(outline: &Outline) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for (index, section) in outline.body() {
        let title = section.title.trim_end_matches([':', '.', ' ']);
        let inside = found.last().is_some_and(|&last| outline.sections[last].extent.contains(section.range));
        if !inside && TITLE.is_match(title) && !section.is_tag() {
            found.push(index);
        }
    }
    found
}

/// Sections below Conformance that lead to the clauses and are none.
const INTRODUCTIONS: [&str; 7] =
    ["conformance targets", "conformance target", "targets", "introduction", "overview", "general", "terminology"];

fn clauses(outline: &Outline, main: usize, text: &str) -> Vec<ConformanceClause> {
    let below = || outline.body().filter(|(i, s)| *i != main && outline.sections[main].extent.contains(s.range));
    let named: Vec<ConformanceClause> = below().filter_map(|(index, section)| named(index, section, text)).collect();
    if !named.is_empty() {
        return named;
    }
    let leaf = |index: usize| outline.children(index).all(|child| outline.section_number(child).is_none());
    let numbered = below().filter(|(index, section)| {
        let title = section.title.to_lowercase();
        outline.section_number(*index).is_some() && leaf(*index) && !INTRODUCTIONS.contains(&title.as_str())
    });
    let numbered: Vec<_> = numbered.map(|(index, _)| plain(outline, index, ClauseForm::Section)).collect();
    if numbered.is_empty() { vec![plain(outline, main, ClauseForm::Whole)] } else { numbered }
}

fn named(index: usize, section: &Section, text: &str) -> Option<ConformanceClause> {
    let found = CLAUSE.captures(&section.title)?;
    let id = found.name("id")?;
    let name = found.name("name")?.as_str();
    let written = text.get(section.text_range.as_usize()).unwrap_or_default();
    let place = written.find(name).map(|at| section.text_range.inside(at..at + name.len()));
    let target = found.name("target").map(|target| target.as_str().trim().to_owned());
    Some(ConformanceClause {
        section: index,
        form: ClauseForm::Named,
        identifier: Some(id.as_str().to_owned()),
        identifier_range: place.unwrap_or(section.text_range),
        target: target.filter(|target| !target.is_empty()),
        extent: section.extent,
        passages: Vec::new(),
        sections: Vec::new(),
        refers_to_clauses: false,
    })
}

fn plain(outline: &Outline, index: usize, form: ClauseForm) -> ConformanceClause {
    let section = &outline.sections[index];
    let number = outline.section_number(index);
    ConformanceClause {
        section: index,
        form,
        identifier: number.map(super::Number::dotted),
        identifier_range: number.map_or(section.text_range, |number| number.range),
        target: (form == ClauseForm::Section).then(|| section.title.clone()),
        extent: section.extent,
        passages: Vec::new(),
        sections: Vec::new(),
        refers_to_clauses: false,
    }
}
