//! The cover page taken apart, with a place for every part.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use crate::markdown::{Document, FrontMatter, NodeId, NodeKind, Visible, visible};
use crate::source::TextRange;

use super::date::dates;
use super::outline::{Outline, Role};
use super::stage_line::StageLine;

/// What stands before the table of contents and the first section.
#[derive(Debug, Clone, Default)]
pub struct Cover {
    /// The cover's bytes, front matter included.
    pub range: TextRange,
    /// Title as the first heading writes it.
    pub title: Option<Part>,
    /// `## Committee Specification 01`.
    pub stage: Option<Part>,
    /// What the stage line says.
    pub stage_line: Option<StageLine>,
    /// The date line below the stage.
    pub date: Option<DatePart>,
    /// `OASIS Open Project: …` of a `CoSAI` paper.
    pub project_line: Option<ProjectLine>,
    /// `Approved by … on …`.
    pub approval: Option<Approval>,
}

/// A piece of the cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it says.
    pub text: String,
    /// Where.
    pub range: TextRange,
}

/// A date on the cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatePart {
    /// What is written.
    pub text: String,
    /// Where.
    pub range: TextRange,
    /// The day, where it is one.
    pub date: Option<Date>,
    /// Written `D Month YYYY`.
    pub canonical: bool,
}

/// The line that names the Open Project and its workstream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectLine {
    /// The block.
    pub node: NodeId,
    /// Where.
    pub range: TextRange,
    /// It stands in a heading.
    pub heading: bool,
    /// Visible text.
    pub text: String,
    /// The workstream as named, where one is.
    pub workstream: Option<Part>,
    /// The workstream's name is a link.
    pub workstream_linked: bool,
}

/// The line that says who approved the paper and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// The block.
    pub node: NodeId,
    /// Where.
    pub range: TextRange,
    /// Visible text.
    pub text: String,
    /// Who approved.
    pub by: String,
    /// The date, where one is written.
    pub date: Option<DatePart>,
    /// The whole line is emphasized.
    pub italic: bool,
}

static PROJECT_LINE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)^\s*OASIS\s+Open\s+Project\s*:").expect("valid pattern"));

static WORKSTREAM: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)Workstream\s+(?:\d+\s*[:-]\s*[^\]\n()]+|name)").expect("valid pattern"));

static APPROVAL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?ix)^(?:this\s(?:white\s?)?(?:paper|document|note)\swas\s)?(?:first\s)?approved\sby\s(?:the\s)?(?P<by>.{1,120}?)
        (?:\s+on\b|[,:]?\s+\d{1,2}[\s-]+[a-z]{3,9}[\s-]+\d{4}|[,:]?\s+\d{4}-|\s*\.?$)")
        .expect("valid pattern")
});

/// Longest way to write a day, in bytes.
const LONGEST_DATE: usize = 32;

impl Cover {
    /// Reads the cover page of a document.
    #[must_use]
    pub fn new(document: &Document, outline: &Outline, front: Option<&FrontMatter>, text: &str) -> Self {
        let end = outline
            .sections
            .iter()
            .find(|s| matches!(s.role, Role::Contents | Role::Section | Role::Appendix))
            .map_or(text.len(), |s| s.range.start as usize);
        let mut cover = Self { range: TextRange::new(0, end), ..Self::default() };
        cover.title = outline.title.map(|index| {
            let section = &outline.sections[index];
            Part { text: section.text.clone(), range: section.text_range }
        });
        cover.read_stage(document, outline, text);
        if let Some(front) = front.filter(|_| cover.stage.is_none()) {
            cover.read_stage_of(front);
        }
        let from = front.map_or(0, |front| front.range.end);
        for node in document.blocks() {
            let range = document.range(node);
            if range.start < from || range.start as usize >= end {
                continue;
            }
            if matches!(document.kind(node), NodeKind::Heading { .. } | NodeKind::Paragraph) {
                cover.read_block(document, node, text);
            }
        }
        cover
    }

    /// Stage and date stand in headings right below the title. The first heading that names a stage is the stage
    /// line; where none does, the first that is no date.
    fn read_stage(&mut self, document: &Document, outline: &Outline, text: &str) {
        let Some(title) = outline.title else { return };
        let below = outline.sections.iter().skip(title + 1).take(4).filter(|s| s.role != Role::Banner);
        for section in below.take_while(|s| s.label.is_none() && s.number.is_none()) {
            let found = dates(&section.text);
            let dated = !found.is_empty() || section.text.chars().next().is_some_and(|c| c.is_ascii_digit());
            let seen = visible(document, section.node, text);
            let line = StageLine::read(&seen.text, &|range| seen.source(range));
            // Without numbers and contents, cover and body are told apart by what the headings say.
            if section.role != Role::Cover && !line.plain && !(dated && self.stage.is_some()) {
                break;
            }
            let known = self.stage_line.as_ref().is_some_and(|line| !line.stages.is_empty());
            if dated && self.date.is_none() {
                let first = found.first();
                self.date = Some(DatePart {
                    text: section.text.clone(),
                    range: section.text_range,
                    date: first.and_then(|d| d.date),
                    canonical: first.is_some_and(|d| d.canonical && d.range.len() == section.text.len()),
                });
            } else if !dated && (self.stage.is_none() || !known && !line.stages.is_empty()) {
                self.stage_line = Some(line);
                self.stage = Some(Part { text: section.text.clone(), range: section.text_range });
            }
        }
    }

    /// Sources for pandoc name the stage in the front matter, if it is a stage that they name there.
    fn read_stage_of(&mut self, front: &FrontMatter) {
        for key in ["subtitle", "stage"] {
            let Some(entry) = front.get(key) else { continue };
            let range = entry.value_range;
            let line = StageLine::read(&entry.value, &|_| range);
            if !line.stages.is_empty() {
                self.stage = Some(Part { text: entry.value.trim().to_owned(), range });
                self.stage_line = Some(line);
                return;
            }
        }
    }

    fn read_block(&mut self, document: &Document, node: NodeId, text: &str) {
        let seen = visible(document, node, text);
        if self.project_line.is_none() && PROJECT_LINE.is_match(&seen.text) {
            self.project_line = Some(project_line(document, node, &seen, text));
        } else if self.approval.is_none()
            && let Some(found) = APPROVAL.captures(seen.text.trim())
        {
            let by = found.name("by").map_or(String::new(), |m| m.as_str().to_owned());
            self.approval = Some(approval(document, node, &seen, by));
        } else if self.date.is_none() && *document.kind(node) == NodeKind::Paragraph {
            self.read_date(&seen);
        }
    }
}

impl Cover {
    /// A paragraph that is a date and nothing else.
    fn read_date(&mut self, seen: &Visible) {
        let shown = seen.text.trim();
        if shown.len() > LONGEST_DATE {
            return;
        }
        let lead = seen.text.len() - seen.text.trim_start().len();
        if let Some(found) = dates(shown).into_iter().next().filter(|found| found.range == (0..shown.len())) {
            let range = seen.source(lead..lead + shown.len());
            let text = shown.to_owned();
            self.date = Some(DatePart { text, range, date: found.date, canonical: found.canonical });
        }
    }
}

fn project_line(document: &Document, node: NodeId, seen: &Visible, text: &str) -> ProjectLine {
    let workstream = WORKSTREAM.find(&seen.text).map(|found| Part {
        text: found.as_str().trim().to_owned(),
        range: seen.source(found.start()..found.start() + found.as_str().trim_end().len()),
    });
    let workstream_linked = workstream.as_ref().is_some_and(|part| {
        document.descendants(node).any(|below| {
            matches!(document.kind(below), NodeKind::Link { .. }) && document.range(below).contains(part.range)
        })
    });
    ProjectLine {
        node,
        range: document.range(node),
        heading: matches!(document.kind(node), NodeKind::Heading { .. }),
        text: document.plain_text(node, text),
        workstream,
        workstream_linked,
    }
}

fn approval(document: &Document, node: NodeId, seen: &Visible, by: String) -> Approval {
    let date = dates(&seen.text).into_iter().next().map(|found| DatePart {
        text: seen.text[found.range.clone()].to_owned(),
        range: seen.source(found.range.clone()),
        date: found.date,
        canonical: found.canonical,
    });
    let mut children = document.children(node);
    let first = children.next();
    let italic = first.is_some_and(|child| *document.kind(child) == NodeKind::Emphasis) && children.next().is_none();
    Approval { node, range: document.range(node), text: seen.text.trim().to_owned(), by, date, italic }
}
