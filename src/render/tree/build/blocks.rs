//! Blocks of Markdown.

use crate::markdown::{NodeId, NodeKind};
use crate::render::tree::{
    AlertKind, Block, BlockKind, Caption, FigureKind, Inline, InlineKind, MAX_DEPTH, Position, TextStyle,
};
use crate::source::TextRange;

use super::arrange::Captioned;
use super::attributes::is_page_break;
use super::html::{Part, is_block_tag};
use super::spans::{are_images, trim};
use super::{Builder, line, push_block};

impl Builder<'_> {
    /// Blocks of cover or body.
    pub(super) fn top_blocks(&mut self, nodes: &[NodeId]) -> Vec<Block> {
        debug_assert_eq!(self.depth, 0);
        self.blocks(nodes)
    }

    /// Blocks side by side.
    pub(super) fn blocks(&mut self, nodes: &[NodeId]) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut index = 0;
        while let Some(&node) = nodes.get(index) {
            let made = if let Some(members) = self.prose.arrangement.groups.get(&node) {
                index += members.len();
                let parts: Vec<Part<'_>> = members.iter().filter_map(|&member| self.part(member)).collect();
                self.raw(&parts, self.source(node))
            } else {
                index += 1;
                if self.prose.arrangement.hidden.contains(&node) { Vec::new() } else { self.block(node) }
            };
            for block in made {
                push_block(&mut blocks, block);
            }
        }
        blocks
    }

    /// A member of a run of raw HTML.
    fn part(&self, member: NodeId) -> Option<Part<'static>> {
        match self.kind(member) {
            _ if self.prose.arrangement.hidden.contains(&member) => None,
            NodeKind::HtmlBlock => Some(Part::Raw(self.raw_source(member).into_owned().into())),
            _ => Some(Part::Block(member)),
        }
    }

    /// What is in a container; what is nested too deep is `None`, and its leaves are for its parent.
    pub(super) fn contained<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth >= MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let outer = std::mem::replace(&mut self.inline_depth, 0);
        let built = read(self);
        self.inline_depth = outer;
        self.depth -= 1;
        Some(built)
    }

    /// The blocks a block of Markdown becomes: mostly one, or none.
    pub(super) fn block(&mut self, node: NodeId) -> Vec<Block> {
        let blocks = self.plain_block(node);
        self.with_directive(node, blocks)
    }

    fn plain_block(&mut self, node: NodeId) -> Vec<Block> {
        let source = self.source(node);
        match self.kind(node) {
            NodeKind::Heading { level, .. } => self.heading(node, *level).into_iter().collect(),
            NodeKind::Paragraph => self.paragraph(node),
            NodeKind::CodeBlock { info, literal, .. } => self.code_block(node, info, literal),
            NodeKind::HtmlBlock => self.html_block(node),
            NodeKind::ThematicBreak => vec![Block { source, kind: BlockKind::Rule, ..Block::default() }],
            NodeKind::Table { alignments } => self.markdown_table(node, alignments),
            NodeKind::FrontMatter | NodeKind::FootnoteDefinition { .. } => Vec::new(),
            _ => {
                let kind = self.contained(|builder| builder.container(node));
                match kind {
                    Some(Some(kind)) => vec![Block { source, kind, ..Block::default() }],
                    Some(None) => Vec::new(),
                    None => self.flat_blocks(node),
                }
            }
        }
    }

    fn container(&mut self, node: NodeId) -> Option<BlockKind> {
        match self.kind(node) {
            NodeKind::BlockQuote => {
                let blocks = self.child_blocks(node);
                (!blocks.is_empty()).then_some(BlockKind::Quote(blocks))
            }
            NodeKind::Alert { kind, title } => {
                let (kind, word) = alert(kind);
                let title = title.as_deref().map_or_else(|| word.to_owned(), str::to_owned);
                Some(BlockKind::Alert { kind, title, blocks: self.child_blocks(node) })
            }
            NodeKind::List { start, tight } => self.list(node, *start, *tight),
            NodeKind::DescriptionList => self.definitions(node),
            _ => None,
        }
    }

    pub(super) fn child_blocks(&mut self, node: NodeId) -> Vec<Block> {
        let children = self.children(node);
        self.blocks(&children)
    }

    /// Gives a block the id and the width its directive asks for.
    fn with_directive(&mut self, node: NodeId, mut blocks: Vec<Block>) -> Vec<Block> {
        let Some(found) = self.prose.arrangement.directives.get(&node) else { return blocks };
        if let Some(id) = found.id.as_ref().filter(|id| self.ids.claim(id)) {
            match blocks.first_mut() {
                Some(block) => block.ids.insert(0, id.clone()),
                None => blocks.push(Block { ids: vec![id.clone()], ..Block::default() }),
            }
        }
        if let Some(asked) = found.width {
            set_widths(&mut blocks, asked);
        }
        blocks
    }

    fn paragraph(&mut self, node: NodeId) -> Vec<Block> {
        let source = self.source(node);
        if let Some(grid) = self.grids.get(&node).filter(|_| self.prose.place.is_none()) {
            return self.grid_table(node, grid);
        }
        if is_page_break(self.slice(node)) {
            return self.page_break(source);
        }
        let children = self.children(node);
        if children.iter().any(|&child| self.is_raw_block(child)) {
            return self.mixed(&children, source);
        }
        let caption = self.prose.arrangement.captions.get(&node);
        let mut blocks = Vec::new();
        let document = self.document();
        let is_display = |&node: &NodeId| matches!(document.kind(node), NodeKind::Math { display: true, .. });
        for run in children.split_inclusive(is_display) {
            let (display, run) = match run.split_last() {
                Some((last, rest)) if is_display(last) => (Some(*last), rest),
                _ => (None, run),
            };
            let inlines = self.inline_nodes(run);
            blocks.extend(self.captioned_pictures(node, caption, inlines, source));
            if let Some(NodeKind::Math { literal, .. }) = display.map(|display| self.kind(display)) {
                let source = display.map_or(source, |display| self.source(display));
                blocks.push(Block { source, kind: BlockKind::Math(literal.trim().to_owned()), ..Block::default() });
            }
        }
        blocks
    }

    /// A paragraph; one of pictures with a caption or a directive is a figure.
    fn captioned_pictures(
        &mut self,
        node: NodeId,
        captioned: Option<&Captioned>,
        mut inlines: Vec<Inline>,
        source: TextRange,
    ) -> Option<Block> {
        if let Some(captioned) = captioned.filter(|captioned| captioned.node == node) {
            let (pictures, caption) = split_caption(inlines, captioned.position, source);
            return Some(figure(pictures, Some(caption), source));
        }
        let pictures = are_images(&inlines);
        let directive = self.prose.arrangement.directives.contains_key(&node);
        let identified = pictures && inlines.iter().any(|inline| !inline.ids.is_empty());
        if pictures && (captioned.is_some() || directive || identified) {
            let ids: Vec<String> = inlines.iter_mut().flat_map(|inline| std::mem::take(&mut inline.ids)).collect();
            let caption = captioned.map(|captioned| self.caption(captioned));
            let mut figure = figure(inlines, caption, source);
            figure.ids = ids;
            return Some(figure);
        }
        paragraph_of(inlines, source)
    }

    /// The caption a block has, from the block that is it.
    pub(super) fn caption(&mut self, captioned: &Captioned) -> Caption {
        let ids = match self.publication.section_of(captioned.node) {
            Some(section) => self.claim_all(self.publication.anchors(section)),
            None => Vec::new(),
        };
        let mut inlines = bare(self.inlines(captioned.node));
        let mut subtitles = Vec::new();
        for &subtitle in &captioned.subtitles {
            let source = self.source(subtitle);
            let more = bare(self.inlines(subtitle));
            subtitles.push((Inline { source, kind: InlineKind::Break, ..Inline::default() }, more));
        }
        if captioned.position == Position::Above {
            for (end, more) in subtitles {
                inlines.push(end);
                inlines.extend(more);
            }
        } else {
            for (end, mut more) in subtitles.into_iter().rev() {
                more.push(end);
                more.append(&mut inlines);
                inlines = more;
            }
        }
        trim(&mut inlines);
        Caption { source: self.source(captioned.node), ids, position: captioned.position, inlines }
    }

    /// A new page; a container cannot be torn on demand.
    pub(super) fn page_break(&self, source: TextRange) -> Vec<Block> {
        let block = Block { source, kind: BlockKind::PageBreak, ..Block::default() };
        if self.depth == 0 { vec![block] } else { Vec::new() }
    }

    pub(super) fn is_raw_block(&self, node: NodeId) -> bool {
        *self.kind(node) == NodeKind::HtmlInline && is_block_tag(self.slice(node))
    }
}

/// A paragraph of what shows; of what only carries ids, an anchor.
pub(super) fn paragraph_of(mut inlines: Vec<Inline>, source: TextRange) -> Option<Block> {
    if trim(&mut inlines) {
        return Some(Block { source, kind: BlockKind::Paragraph(inlines), ..Block::default() });
    }
    let ids: Vec<String> = inlines.into_iter().flat_map(|inline| inline.ids).collect();
    (!ids.is_empty()).then_some(Block { source, ids, kind: BlockKind::Anchor })
}

/// A figure of pictures.
fn figure(mut pictures: Vec<Inline>, caption: Option<Caption>, source: TextRange) -> Block {
    trim(&mut pictures);
    let paragraph = Block { source, kind: BlockKind::Paragraph(pictures), ..Block::default() };
    let kind = BlockKind::Figure { kind: FigureKind::Picture, blocks: vec![paragraph], caption };
    Block { source, kind, ..Block::default() }
}

/// Pictures and the caption that stand in one paragraph.
fn split_caption(inlines: Vec<Inline>, position: Position, source: TextRange) -> (Vec<Inline>, Caption) {
    let is_picture = |inline: &Inline| are_images(std::slice::from_ref(inline));
    let at = match position {
        Position::Below => inlines.iter().rposition(is_picture).map_or(0, |last| last + 1),
        Position::Above => inlines.iter().position(is_picture).unwrap_or(inlines.len()),
    };
    let mut first = inlines;
    let mut second = first.split_off(at);
    let (pictures, said) =
        if position == Position::Below { (first, second) } else { (std::mem::take(&mut second), first) };
    let mut said = bare(said);
    trim(&mut said);
    let said_source = said.iter().map(|inline| inline.source).reduce(TextRange::cover).unwrap_or(source);
    (pictures, Caption { source: said_source, ids: Vec::new(), position, inlines: bare(said) })
}

/// Inlines without the emphasis around the whole: the style of captions is the writer's.
pub(super) fn bare(mut inlines: Vec<Inline>) -> Vec<Inline> {
    trim(&mut inlines);
    loop {
        match inlines.as_mut_slice() {
            [
                Inline {
                    ids,
                    kind: InlineKind::Styled { style: TextStyle::Strong | TextStyle::Emphasis, inlines: inner, .. },
                    ..
                },
            ] if ids.is_empty() => {
                inlines = std::mem::take(inner);
            }
            _ => return inlines,
        }
    }
}

fn set_widths(blocks: &mut [Block], asked: crate::render::tree::Width) {
    for block in blocks {
        set_width(block, asked);
    }
}

/// Sets the width of the pictures and diagrams of a block.
fn set_width(block: &mut Block, asked: crate::render::tree::Width) {
    match &mut block.kind {
        BlockKind::Diagram { width, .. } => *width = Some(asked),
        BlockKind::Figure { blocks, .. } => set_widths(blocks, asked),
        BlockKind::Paragraph(inlines) => {
            for image in inlines.iter_mut().filter_map(line::image) {
                image.width = Some(asked);
            }
        }
        _ => {}
    }
}

fn alert(kind: &str) -> (AlertKind, &'static str) {
    match kind {
        "tip" => (AlertKind::Tip, "Tip"),
        "important" => (AlertKind::Important, "Important"),
        "warning" => (AlertKind::Warning, "Warning"),
        "caution" => (AlertKind::Caution, "Caution"),
        _ => (AlertKind::Note, "Note"),
    }
}
