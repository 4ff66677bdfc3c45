//! From Markdown, raw HTML and what is known of the work product to the publishable tree.

mod address;
mod arrange;
mod attributes;
mod blocks;
mod cells;
mod code;
mod elements;
mod flat;
mod grid_cells;
mod groups;
mod headings;
mod html;
mod html_figures;
mod html_flow;
mod html_inlines;
mod html_lists;
mod html_tables;
mod ids;
mod images;
mod inlines;
mod line;
mod links;
mod lists;
mod mentions;
mod notes;
mod resolve;
mod spans;
mod tables;

pub(in crate::render) use address::FRAGMENT;

use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, Severity};
use crate::markdown::{Document, IdForm, NodeId, NodeKind};
use crate::render::Publication;
use crate::source::TextRange;
use crate::work_product::Role;

use super::{Block, BlockKind, Contents, Heading, HeadingRole, Inline, InlineKind, Tree};

use arrange::Arrangement;
use grid_cells::Grid;
use ids::Ids;
use notes::Notes;

/// The tree of a publication whose other parts are there; the diagnostics say what cannot be shown.
pub(in crate::render) fn build(publication: &Publication<'_>) -> (Tree, Vec<Diagnostic>) {
    let work = publication.work;
    let grids = grid_cells::read(&work.document, work.text());
    let arrangement = Arrangement::of_work(work);
    let prose = Prose { document: &work.document, text: work.text(), arrangement: &arrangement, place: None };
    let mut builder = Builder {
        publication,
        grids: &grids,
        prose,
        ids: Ids::new(publication),
        notes: Notes::new(&work.document),
        given: given(publication),
        depth: 0,
        inline_depth: 0,
        in_link: false,
        in_heading: false,
        diagnostics: Vec::new(),
    };
    let (opening, matter) = publication.cover.split_at(opening(publication));
    let mut cover = builder.opening(opening);
    let opening = cover.len();
    cover.extend(builder.top_blocks(matter));
    let contents = builder.contents();
    let body = builder.top_blocks(&publication.body);
    let notes = builder.footnotes();
    let Builder { ids, mut diagnostics, .. } = builder;
    let mut tree = Tree { cover, opening, contents, body, notes, ids: ids.given() };
    resolve::resolve(&mut tree, work);
    mentions::link(&mut tree, publication);
    diagnostics.sort_by_key(|diagnostic| diagnostic.location);
    (tree, diagnostics)
}

/// What is being read: the prose, or a cell that was taken out of it.
#[derive(Clone, Copy)]
struct Prose<'a> {
    document: &'a Document,
    text: &'a str,
    arrangement: &'a Arrangement,
    /// Where a cell lies in the prose; its own positions say nothing.
    place: Option<TextRange>,
}

/// The state of a tree in the making.
struct Builder<'a> {
    publication: &'a Publication<'a>,
    grids: &'a HashMap<NodeId, Grid>,
    prose: Prose<'a>,
    ids: Ids,
    notes: Notes,
    /// Ids of headings that are no sections.
    given: HashMap<NodeId, Vec<&'a str>>,
    /// Containers around what is being read, counted for blocks and for inlines.
    depth: usize,
    inline_depth: usize,
    in_link: bool,
    in_heading: bool,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Builder<'a> {
    fn document(&self) -> &'a Document {
        self.prose.document
    }

    fn kind(&self, node: NodeId) -> &'a NodeKind {
        self.prose.document.kind(node)
    }

    /// Where a node is written in the prose.
    fn source(&self, node: NodeId) -> TextRange {
        self.prose.place.unwrap_or_else(|| self.prose.document.range(node))
    }

    /// How a node is written.
    fn slice(&self, node: NodeId) -> &'a str {
        self.prose.text.get(self.prose.document.range(node).as_usize()).unwrap_or_default()
    }

    fn children(&self, node: NodeId) -> Vec<NodeId> {
        self.prose.document.children(node).collect()
    }

    /// Reads another text for a while.
    fn reading<T>(&mut self, prose: Prose<'_>, read: impl FnOnce(&mut Builder<'_>) -> T) -> T {
        let Self { publication, grids, .. } = *self;
        let mut inner = Builder {
            publication,
            grids,
            prose,
            ids: std::mem::take(&mut self.ids),
            notes: std::mem::take(&mut self.notes),
            given: HashMap::new(),
            depth: self.depth,
            inline_depth: self.inline_depth,
            in_link: self.in_link,
            in_heading: self.in_heading,
            diagnostics: std::mem::take(&mut self.diagnostics),
        };
        let built = read(&mut inner);
        self.ids = inner.ids;
        self.notes = inner.notes;
        self.diagnostics = inner.diagnostics;
        built
    }

    /// Says that something cannot be shown.
    fn lost(&mut self, source: TextRange, message: impl Into<String>, help: &str) {
        let found = Diagnostic::new("content-shown", source, message).at_most(Severity::Warning);
        self.diagnostics.push(found.help(help));
    }

    /// The beginning of the cover, with the title in its place.
    fn opening(&mut self, nodes: &[NodeId]) -> Vec<Block> {
        let outline = &self.publication.work.outline;
        let title = outline.title.and_then(|index| Some((index, outline.sections.get(index)?)));
        let at = title.map_or(0, |(_, section)| {
            nodes.iter().take_while(|&&node| self.document().range(node).start < section.range.start).count()
        });
        let (before, after) = nodes.split_at(at);
        let mut blocks = self.top_blocks(before);
        let block = match title {
            Some((index, section)) => self.section_heading(section.node, index),
            None => self.generated_title(),
        };
        push_block(&mut blocks, block);
        for block in self.top_blocks(after) {
            push_block(&mut blocks, block);
        }
        blocks
    }

    fn generated_title(&self) -> Block {
        let title = self.publication.metadata.title.clone();
        let inline = Inline { kind: InlineKind::Text(title), ..Inline::default() };
        let heading = Heading { rank: 1, role: HeadingRole::Title, inlines: vec![inline], ..Heading::default() };
        Block { kind: BlockKind::Heading(heading), ..Block::default() }
    }

    /// The contents: ids of the hand-written list would be lost with it.
    fn contents(&mut self) -> Contents {
        let work = self.publication.work;
        let section = work.outline.contents.and_then(|index| Some((index, work.outline.sections.get(index)?)));
        let mut contents = Contents {
            title: "Table of Contents".to_owned(),
            entries: self.publication.contents.clone(),
            ..Contents::default()
        };
        if let Some((index, section)) = section {
            contents.source = section.range;
            contents.title.clone_from(&section.title);
            contents.ids = self.claim_all(self.publication.anchors(index));
        }
        let list = work.contents.as_ref().map(|list| list.range);
        for range in section.map(|(_, section)| section.body).into_iter().chain(list) {
            let from = work.document.explicit_ids.partition_point(|explicit| explicit.range.start < range.start);
            let below = work.document.explicit_ids.iter().skip(from).take_while(|id| id.range.end <= range.end);
            for explicit in below {
                if self.ids.claim(&explicit.id) {
                    contents.ids.push(explicit.id.to_string());
                }
            }
        }
        contents
    }

    fn claim_all(&mut self, ids: &[String]) -> Vec<String> {
        ids.iter().filter(|id| self.ids.claim(id)).cloned().collect()
    }
}

/// Adds a block; an anchor before it becomes its alias.
fn push_block(blocks: &mut Vec<Block>, mut block: Block) {
    if let Some(last) = blocks.last_mut()
        && last.kind == BlockKind::Anchor
        && block.kind != BlockKind::PageBreak
    {
        block.ids.append(&mut last.ids);
        blocks.pop();
    }
    blocks.push(block);
}

/// Blocks of the cover that stand before the first label.
fn opening(publication: &Publication<'_>) -> usize {
    let sections = &publication.work.outline.sections;
    // Some papers write the project line as a heading.
    let project = publication.work.cover.project_line.as_ref().map(|line| line.node);
    let label = |&block: &NodeId| {
        publication.section_of(block).is_some_and(|index| {
            let section = &sections[index];
            (section.label.is_some() && Some(block) != project) || !matches!(section.role, Role::Cover | Role::Banner)
        })
    };
    publication.cover.iter().position(label).unwrap_or(publication.cover.len())
}

/// Ids given to headings in lists and quotations.
fn given<'a>(publication: &Publication<'a>) -> HashMap<NodeId, Vec<&'a str>> {
    let work = publication.work;
    let mut given: HashMap<NodeId, Vec<&str>> = HashMap::new();
    for explicit in work.document.explicit_ids.iter().filter(|explicit| explicit.form == IdForm::Attribute) {
        if matches!(work.document.kind(explicit.block), NodeKind::Heading { .. }) {
            given.entry(explicit.block).or_default().push(&explicit.id);
        }
    }
    for (heading, slug) in work.anchors.nested.iter().filter(|(_, slug)| !slug.is_empty()) {
        given.entry(*heading).or_default().push(slug);
    }
    given
}
