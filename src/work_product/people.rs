//! The people a work product names, role by role, with a place for every part of an entry.
//!
//! Only role lists are read: labels on the cover page, and labels in or right after the
//! acknowledgements, whether they are headings or bold paragraphs.

use std::ops::Range;

use crate::markdown::{Document, NodeId, NodeKind, Visible, visible};
use crate::source::TextRange;

use super::cover::Part;
use super::label::{Label, LabelKind};
use super::outline::{Outline, Role, Section};
use super::participants::{Participant, participants};
use super::person::{Line, Person, persons};

/// Everyone named, in order.
#[derive(Debug, Clone, Default)]
pub struct People {
    /// The role lists.
    pub groups: Vec<RoleGroup>,
    /// Those the acknowledgments list without a role.
    pub participants: Vec<Participant>,
}

/// A label such as `Editors` and the people below it.
#[derive(Debug, Clone)]
pub struct RoleGroup {
    /// The role.
    pub role: LabelKind,
    /// The label as written, its colon left out.
    pub label: Part,
    /// Index of the section whose heading is the label; `None` for a paragraph.
    pub heading: Option<usize>,
    /// The people.
    pub people: Vec<Person>,
    /// Every line was understood and names one person.
    pub certain: bool,
    /// Anything at all follows the label.
    pub filled: bool,
    /// Another role was announced below: `Former Chairs:`.
    closed: bool,
}

impl People {
    /// Reads the role lists of a document.
    #[must_use]
    pub fn new(document: &Document, outline: &Outline, text: &str) -> Self {
        let participants = participants(document, outline, text);
        let mut people = Self { groups: Vec::new(), participants };
        for (index, section) in outline.sections.iter().enumerate() {
            let role = role_of(&section.title).filter(|_| is_role_list(outline, index));
            let acknowledges = is_acknowledgement(section);
            if role.is_none() && !acknowledges {
                continue;
            }
            let mut open = role.map(|label| heading_group(document, section, index, &label, text));
            for &block in &section.blocks {
                if let Some((label, inline, from)) = paragraph_label(document, block, text) {
                    people.groups.extend(open.take());
                    let mut group = RoleGroup::new(label.kind, label_part(&inline.seen, &label), None);
                    group.read_inline(document, &inline, from, text);
                    open = Some(group);
                } else if let Some(group) = &mut open {
                    group.read_block(document, block, text);
                }
            }
            people.groups.extend(open);
        }
        people
    }

    /// The lists of a role.
    pub fn of(&self, role: LabelKind) -> impl Iterator<Item = &RoleGroup> {
        self.groups.iter().filter(move |group| group.role == role)
    }

    /// Everyone, list by list.
    pub fn all(&self) -> impl Iterator<Item = &Person> {
        self.groups.iter().flat_map(|group| &group.people)
    }
}

impl RoleGroup {
    fn new(role: LabelKind, label: Part, heading: Option<usize>) -> Self {
        Self { role, label, heading, people: Vec::new(), certain: true, filled: false, closed: false }
    }

    /// Adds what a block below the label says: a list, or lines of a paragraph.
    fn read_block(&mut self, document: &Document, block: NodeId, text: &str) {
        match document.kind(block) {
            NodeKind::Paragraph => self.read_inline(document, &Inline::new(document, block, text), 0, text),
            NodeKind::List { .. } => {
                for item in document.children(block) {
                    for child in document.children(item) {
                        if *document.kind(child) == NodeKind::Paragraph {
                            let inline = Inline::new(document, child, text);
                            let whole = 0..inline.seen.text.len();
                            self.read_line(document, &inline, whole, text, true);
                        } else {
                            self.read_block(document, child, text);
                        }
                    }
                }
            }
            NodeKind::Table { .. } | NodeKind::DescriptionList => {
                self.filled = true;
                self.certain = false;
            }
            _ => {}
        }
    }

    fn read_inline(&mut self, document: &Document, inline: &Inline, from: usize, text: &str) {
        for line in inline.lines(from) {
            self.read_line(document, inline, line, text, false);
        }
    }

    fn read_line(&mut self, document: &Document, inline: &Inline, line: Range<usize>, text: &str, item: bool) {
        let Some(shown) = inline.seen.text.get(line.clone()) else { return };
        if !shown.chars().any(char::is_alphanumeric) {
            return;
        }
        self.filled = true;
        self.closed |= !self.people.is_empty() && shown.trim_end().ends_with(':');
        if self.closed {
            return;
        }
        let first = inline.links.partition_point(|(at, _)| at.start < line.start);
        let links = inline.links[first..].iter().take_while(|(at, _)| at.end <= line.end);
        let line = Line { document, seen: &inline.seen, range: line.clone(), links: links.cloned().collect(), text };
        let found = persons(&line, item);
        self.certain &= found.len() == 1 && found[0].name.is_some() && !joins(shown);
        self.people.extend(found);
    }
}

/// Whether a line may name several people; remarks in parentheses name nobody.
fn joins(line: &str) -> bool {
    let mut depth = 0_usize;
    let outside: String = line
        .chars()
        .filter(|c| {
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0
        })
        .collect();
    [" and ", " & ", ";"].iter().any(|word| outside.contains(word))
}

/// The label a title is, `List of active contributors` included.
fn role_of(title: &str) -> Option<Label> {
    if let Some(label) = Label::of_heading(title) {
        return label.kind.is_role().then_some(label);
    }
    let lower = title.to_ascii_lowercase();
    let rest =
        lower.strip_prefix("list of active contributors").or_else(|| lower.strip_prefix("active contributors"))?;
    let rest = rest.trim_start_matches(['.', ':', ' ']);
    rest.is_empty().then(|| Label {
        kind: LabelKind::Contributors,
        len: title.trim_end_matches(['.', ':', ' ']).len(),
        content: String::new(),
    })
}

fn is_acknowledgement(section: &Section) -> bool {
    matches!(section.role, Role::Section | Role::Appendix) && section.title.to_ascii_lowercase().contains("acknowledg")
}

/// A heading like `Editors` is a role list on the cover, below the acknowledgements, or right after
/// them on the same level; elsewhere it may be about editors.
fn is_role_list(outline: &Outline, index: usize) -> bool {
    let section = &outline.sections[index];
    if section.role == Role::Cover || section.label.as_ref().is_some_and(|label| label.content.contains('@')) {
        return true;
    }
    let mut above = section.parent;
    while let Some(parent) = above {
        if is_acknowledgement(&outline.sections[parent]) {
            return true;
        }
        above = outline.sections[parent].parent;
    }
    let before = outline.sections[..index].iter().rev().take(16);
    before.filter(|s| s.level == section.level).find(|s| role_of(&s.title).is_none()).is_some_and(is_acknowledgement)
}

fn heading_group(document: &Document, section: &Section, index: usize, label: &Label, text: &str) -> RoleGroup {
    let inline = Inline::new(document, section.node, text);
    let mut group = RoleGroup::new(label.kind, heading_label(&inline.seen, section, label), Some(index));
    if !label.content.is_empty()
        && let Some(colon) = inline.seen.text.find(':')
    {
        group.read_inline(document, &inline, colon + 1, text);
    }
    group
}

fn heading_label(seen: &Visible, section: &Section, label: &Label) -> Part {
    let written = section.title.get(..label.len).unwrap_or_default();
    match seen.text.find(written) {
        Some(at) if !written.is_empty() => labelled(seen, at, at + written.len()),
        _ => Part { text: section.title.clone(), range: section.text_range },
    }
}

fn label_part(seen: &Visible, label: &Label) -> Part {
    let lead = seen.text.len() - seen.text.trim_start().len();
    labelled(seen, lead, lead + label.len)
}

/// The label with the `(s)` of `Chair(s)`.
fn labelled(seen: &Visible, start: usize, end: usize) -> Part {
    let end = if seen.text.get(end..).is_some_and(|rest| rest.starts_with("(s)")) { end + 3 } else { end };
    Part { text: seen.text.get(start..end).unwrap_or_default().to_owned(), range: seen.source(start..end) }
}

/// A paragraph that is a label: `**Editors**`, `**Editors:** A B`, `Editors:`, `List of active contributors.`
fn paragraph_label(document: &Document, block: NodeId, text: &str) -> Option<(Label, Inline, usize)> {
    if *document.kind(block) != NodeKind::Paragraph {
        return None;
    }
    let first = document.children(block).next()?;
    let inline = Inline::new(document, block, text);
    let shown = inline.seen.text.trim();
    if matches!(document.kind(first), NodeKind::Strong) {
        let bold = document.plain_text(first, text);
        let label = role_of(bold.trim()).filter(|label| label.content.is_empty())?;
        return Some((label, inline, bold.len()));
    }
    let label = role_of(shown).filter(|label| label.content.is_empty())?;
    let from = inline.seen.text.len();
    (shown.ends_with(':') || shown.to_ascii_lowercase().contains("list of ")).then_some((label, inline, from))
}

/// A block's visible text with the places of links and line breaks in it.
struct Inline {
    seen: Visible,
    links: Vec<(Range<usize>, NodeId)>,
    breaks: Vec<(usize, bool)>,
}

impl Inline {
    fn new(document: &Document, node: NodeId, text: &str) -> Self {
        let seen = visible(document, node, text);
        let (mut links, mut breaks) = (Vec::new(), Vec::new());
        for below in document.descendants(node) {
            let start = document.range(below).start;
            match document.kind(below) {
                NodeKind::Link { .. } => {
                    let at = position(&seen, start);
                    let len = visible(document, below, text).text.len();
                    links.push((at..at + len, below));
                }
                NodeKind::SoftBreak => breaks.push((position(&seen, start), false)),
                NodeKind::HardBreak => breaks.push((position(&seen, start), true)),
                _ => {}
            }
        }
        Self { seen, links, breaks }
    }

    /// The lines from `from` on. A soft break ends a line only where a new person seems to begin.
    fn lines(&self, from: usize) -> Vec<Range<usize>> {
        let shown = &self.seen.text;
        let ends = self.breaks.iter().map(|&(at, _)| at).chain([shown.len()]);
        let mut lines = Vec::new();
        let mut start = from;
        let hard = self.breaks.iter().map(|&(_, hard)| hard).chain([true]);
        let mut stops: Vec<(usize, bool)> = ends.zip(hard).filter(|&(at, _)| at >= from).collect();
        stops.dedup_by_key(|stop| stop.0);
        for (index, &(at, hard)) in stops.iter().enumerate() {
            let line = shown.get(start..at).unwrap_or_default().trim_end();
            let next_end = stops.get(index + 1).map_or(shown.len(), |stop| stop.0);
            let next = shown.get(at..next_end).unwrap_or_default();
            let continues = line.ends_with(',') || (line.contains('@') && !next.contains('@'));
            if hard || !continues {
                lines.push(start..at);
                start = at;
            }
        }
        lines
    }
}

/// Offset in the visible text of the first character at or behind a place in the source.
fn position(seen: &Visible, source: u32) -> usize {
    let (mut low, mut high) = (0, seen.text.len());
    while low < high {
        let middle = usize::midpoint(low, high);
        if seen.source(middle..middle + 1).start < source {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    while !seen.text.is_char_boundary(low) {
        low += 1;
    }
    low
}

/// The source of `range` of the visible text, without white space at its ends.
pub(super) fn part(seen: &Visible, range: Range<usize>) -> Part {
    let slice = seen.text.get(range.clone()).unwrap_or_default();
    let lead = slice.len() - slice.trim_start().len();
    let start = range.start + lead;
    let text = slice.trim().to_owned();
    let source = if text.is_empty() { TextRange::empty(0) } else { seen.source(start..start + text.len()) };
    Part { text, range: source }
}

#[cfg(test)]
mod tests {
    use crate::work_product::{Form, LabelKind, Person, from_text};

    fn people(text: &str) -> Vec<(LabelKind, Vec<Person>)> {
        let work = from_text("a.md", format!("# T\n\n{text}"), None).unwrap();
        work.people.groups.into_iter().map(|group| (group.role, group.people)).collect()
    }

    fn shown(person: &Person) -> (String, String, String) {
        let text = |part: Option<&crate::work_product::Part>| part.map_or(String::new(), |part| part.text.clone());
        (
            text(person.name.as_ref()),
            text(person.mail.as_ref().map(|mail| &mail.shown)),
            text(person.affiliation.as_ref().map(|affiliation| &affiliation.shown)),
        )
    }

    #[test]
    fn the_forms_of_entries() {
        let text = "## 1. Acknowledgements\n\n**Editors**\n\n* Ada Marlowe, Northwind (a@n.test)\n\
                    * J.R. van Rao ([b@n.test](mailto:b@n.test)), [Northwind Labs](https://n.test/)\n\
                    * Mei-Ling Zhao, (c@n.test), Sable, \n* Tobias Lindqvist\n\n**Contributors:** Jo Doe, Kestrel\n";
        let found = people(text);
        assert_eq!(found.len(), 2);
        let expected = [
            ("Ada Marlowe", "a@n.test", "Northwind", Form::AffiliationFirst),
            ("J.R. van Rao", "b@n.test", "Northwind Labs", Form::MailFirst),
            ("Mei-Ling Zhao", "c@n.test", "Sable", Form::MailFirst),
            ("Tobias Lindqvist", "", "", Form::Name),
        ];
        for (person, (name, mail, affiliation, form)) in found[0].1.iter().zip(expected) {
            assert_eq!(shown(person), (name.to_owned(), mail.to_owned(), affiliation.to_owned()));
            assert_eq!(person.form, form, "{name}");
        }
        assert_eq!((found[1].0, found[1].1.len()), (LabelKind::Contributors, 1));
    }

    #[test]
    fn lines_of_a_paragraph_and_content_in_a_heading() {
        let text = "#### Editors:\nAda Marlowe (a@n.test), [N](https://n.test) \\\nTobias Lindqvist (t@h.test), Harborlight\n\n# 1 Scope\n";
        let found = people(text);
        assert_eq!(found[0].1.len(), 2);
        assert_eq!(shown(&found[0].1[1]).2, "Harborlight");
        let found =
            people("## 6. Acknowledgements\n\n## Editors: Ada Marlowe ([a@n.test](mailto:a@n.test)), N Corp. (x)\n");
        assert_eq!(shown(&found[0].1[0]), ("Ada Marlowe".to_owned(), "a@n.test".to_owned(), "N Corp.".to_owned()));
    }

    #[test]
    fn prose_names_nobody() {
        assert!(people("## 1. Introduction\n\n### Editor\n\nThe editor role may change a model.\n").is_empty());
        let found =
            people("## 1. Acknowledgements\n\n**Contributors**\n\nWe thank all who helped, and their employers.\n");
        assert!(found[0].1.is_empty(), "{found:?}");
    }
}
