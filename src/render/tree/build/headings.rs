//! Headings.

use crate::markdown::NodeId;
use crate::render::tree::{Block, BlockKind, Heading, HeadingRole, Inline, InlineKind};
use crate::source::TextRange;
use crate::work_product::{Role, Section};

use super::Builder;
use super::blocks::paragraph_of;
use super::spans::trim;

impl Builder<'_> {
    /// A heading; one that says nothing is no heading.
    pub(super) fn heading(&mut self, node: NodeId, level: u8) -> Option<Block> {
        let section = self.publication.section_of(node).filter(|_| self.prose.place.is_none());
        let block = match section {
            Some(index) => self.section_heading(node, index),
            None => self.minor_heading(node, level),
        };
        match block.kind {
            BlockKind::Heading(Heading { inlines, .. }) if inlines.is_empty() => {
                (!block.ids.is_empty()).then_some(Block { kind: BlockKind::Anchor, ..block })
            }
            kind => Some(Block { kind, ..block }),
        }
    }

    /// The heading of a section with all its ids.
    pub(super) fn section_heading(&mut self, node: NodeId, index: usize) -> Block {
        let source = self.source(node);
        let sections = &self.publication.work.outline.sections;
        let ids = self.claim_all(self.publication.anchors(index));
        let Some(section) = sections.get(index) else { return self.minor_heading(node, 2) };
        let rank = match section.role {
            Role::Title => 1,
            _ if section.depth > 0 => section.depth + 1,
            Role::Cover => 2,
            _ => (section.level + 1).clamp(2, 6),
        };
        let role = self.role(section);
        let listed = self.publication.contents.binary_search_by_key(&index, |entry| entry.section).is_ok();
        let mut inlines = self.heading_inlines(node);
        if let Some(number) = self.publication.generated_number(index) {
            let source = TextRange::empty(section.text_range.start as usize);
            let kind = InlineKind::Text(format!("{number} "));
            inlines.insert(0, Inline { source, kind, ..Inline::default() });
        }
        // A logo above a rule is a heading to Markdown alone.
        if section.text.is_empty() && role != HeadingRole::Title {
            return match paragraph_of(inlines, source) {
                Some(mut block) => {
                    block.ids.splice(0..0, ids);
                    block
                }
                None => Block { source, ids, kind: BlockKind::Anchor },
            };
        }
        Block { source, ids, kind: BlockKind::Heading(Heading { rank, role, section: Some(index), listed, inlines }) }
    }

    fn minor_heading(&mut self, node: NodeId, level: u8) -> Block {
        let given: Vec<String> = match self.prose.place {
            None => self.given.get(&node).into_iter().flatten().map(|&id| id.to_owned()).collect(),
            Some(_) => Vec::new(),
        };
        let ids = self.claim_all(&given);
        let inlines = self.heading_inlines(node);
        let heading =
            Heading { rank: (level + 1).clamp(2, 6), role: HeadingRole::Minor, inlines, ..Heading::default() };
        Block { source: self.source(node), ids, kind: BlockKind::Heading(heading) }
    }

    fn heading_inlines(&mut self, node: NodeId) -> Vec<Inline> {
        let outer = std::mem::replace(&mut self.in_heading, true);
        let mut inlines = self.inlines(node);
        self.in_heading = outer;
        if !trim(&mut inlines) {
            inlines.clear();
        }
        inlines
    }

    fn role(&self, section: &Section) -> HeadingRole {
        match section.role {
            Role::Title => HeadingRole::Title,
            Role::Banner => HeadingRole::Banner,
            Role::Cover if self.is_stage_line(section) => HeadingRole::StageLine,
            Role::Cover => HeadingRole::Label,
            Role::Contents | Role::Section => HeadingRole::Section,
            Role::Appendix => HeadingRole::Appendix,
            Role::ReferenceEntry => HeadingRole::ReferenceEntry,
            Role::Caption => HeadingRole::Caption,
        }
    }

    /// The stage and the date stand below the title in headings, but nothing belongs to them.
    fn is_stage_line(&self, section: &Section) -> bool {
        let cover = &self.publication.work.cover;
        let stage = cover.stage.as_ref().map(|part| part.range);
        let date = cover.date.as_ref().map(|part| part.range);
        let project = cover.project_line.as_ref().filter(|line| line.heading).map(|line| line.range);
        stage == Some(section.text_range) || date == Some(section.text_range) || project == Some(section.range)
    }
}
