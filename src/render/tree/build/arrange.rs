//! What belongs together among blocks: captions with what they name, directives with what they stand beside.

use std::collections::{HashMap, HashSet};

use crate::markdown::{Document, NodeId, NodeKind};
use crate::render::tree::Position;
use crate::work_product::{CaptionForm, Side, WorkProduct};

use super::attributes::{Attributes, directive};
use super::groups::groups;
use super::spans::only_images;

/// A caption of a block.
#[derive(Debug, Clone)]
pub(super) struct Captioned {
    /// The block that is the caption; may be the named block itself.
    pub node: NodeId,
    /// Emphasized lines between the two, which say more.
    pub subtitles: Vec<NodeId>,
    pub position: Position,
}

/// How the blocks of a document belong together.
#[derive(Debug, Default)]
pub(super) struct Arrangement {
    /// The caption of a block.
    pub captions: HashMap<NodeId, Captioned>,
    /// Directives by the block they belong to.
    pub directives: HashMap<NodeId, Attributes>,
    /// Blocks from an HTML block that opens elements to the one that closes them, by the first.
    pub groups: HashMap<NodeId, Vec<NodeId>>,
    /// Blocks that are shown with another.
    pub hidden: HashSet<NodeId>,
}

/// Most blocks between a caption and what it names.
const MAX_BETWEEN: usize = 4;

impl Arrangement {
    /// The arrangement of a work product's prose.
    pub fn of_work(work: &WorkProduct) -> Self {
        let mut captions = HashMap::new();
        for item in &work.captions.items {
            if let Some(caption) = item.caption.and_then(|index| work.captions.all.get(index)) {
                captions.insert(item.node, (caption.node, caption.side, caption.form));
            }
        }
        Self::of(&work.document, work.text(), &captions)
    }

    /// The arrangement of a text that is no work product.
    pub fn of_text(document: &Document, text: &str) -> Self {
        Self::of(document, text, &HashMap::new())
    }

    fn of(document: &Document, text: &str, captions: &Captions) -> Self {
        let mut arrangement = Self::default();
        let root = std::iter::once(document.root());
        let containers = root.chain(document.descendants(document.root())).filter(|&node| {
            matches!(
                document.kind(node),
                NodeKind::Document
                    | NodeKind::BlockQuote
                    | NodeKind::Alert { .. }
                    | NodeKind::Item { .. }
                    | NodeKind::DescriptionDetails
                    | NodeKind::FootnoteDefinition { .. }
            )
        });
        for container in containers {
            let blocks: Vec<NodeId> = document.children(container).collect();
            let view = View { document, text, blocks: &blocks };
            for (first, last) in groups(document, text, &blocks) {
                arrangement.groups.insert(blocks[first], blocks[first..=last].to_vec());
            }
            arrangement.find_directives(&view);
            arrangement.find_captions(&view, captions);
        }
        arrangement
    }

    /// A directive belongs to the picture, diagram, code or table after it, else to the one before.
    fn find_directives(&mut self, view: &View<'_>) {
        for (index, &block) in view.blocks.iter().enumerate() {
            if !matches!(view.document.kind(block), NodeKind::HtmlBlock) {
                continue;
            }
            let Some(found) = directive(view.slice(block)) else { continue };
            let near = |at: Option<usize>| at.and_then(|at| view.blocks.get(at)).copied();
            let able = |node: &NodeId| view.is_object(*node) && !self.directives.contains_key(node);
            let target = near(Some(index + 1)).filter(able).or_else(|| near(index.checked_sub(1)).filter(able));
            if let Some(target) = target {
                self.directives.insert(target, found);
                self.hidden.insert(block);
            }
        }
    }

    fn find_captions(&mut self, view: &View<'_>, captions: &Captions) {
        for (index, &block) in view.blocks.iter().enumerate() {
            let Some(&(node, side, form)) = captions.get(&block) else { continue };
            let position = if side == Some(Side::Below) { Position::Below } else { Position::Above };
            if node == block {
                self.captions.insert(block, Captioned { node, subtitles: Vec::new(), position });
                continue;
            }
            if let Some(subtitles) = self.between(view, index, node, position)
                && (form == CaptionForm::Heading || !self.captions.contains_key(&node))
                && self.hidden.insert(node)
            {
                self.hidden.extend(subtitles.iter().copied());
                self.captions.insert(block, Captioned { node, subtitles, position });
            }
        }
    }

    /// What stands between a block and its caption; `None` where the caption is not near, or where what stands
    /// between is no part of it.
    fn between(&self, view: &View<'_>, index: usize, caption: NodeId, position: Position) -> Option<Vec<NodeId>> {
        let mut subtitles = Vec::new();
        for distance in 1..=MAX_BETWEEN {
            let at = match position {
                Position::Above => index.checked_sub(distance)?,
                Position::Below => index + distance,
            };
            let &near = view.blocks.get(at)?;
            if near == caption {
                if position == Position::Above {
                    subtitles.reverse();
                }
                return Some(subtitles);
            }
            if view.is_subtitle(near) {
                subtitles.push(near);
            } else if !self.hidden.contains(&near) && !view.is_silent(near) {
                return None;
            }
        }
        None
    }
}

/// Caption, side and form by the block that is named.
type Captions = HashMap<NodeId, (NodeId, Option<Side>, CaptionForm)>;

struct View<'a> {
    document: &'a Document,
    text: &'a str,
    blocks: &'a [NodeId],
}

impl View<'_> {
    fn slice(&self, node: NodeId) -> &str {
        self.text.get(self.document.range(node).as_usize()).unwrap_or_default()
    }

    /// What can have an id and a width.
    fn is_object(&self, node: NodeId) -> bool {
        match self.document.kind(node) {
            NodeKind::Table { .. } | NodeKind::CodeBlock { .. } => true,
            NodeKind::Paragraph => only_images(self.document, node, self.text) || self.slice(node).starts_with("+-"),
            NodeKind::HtmlBlock => ["<table", "<figure", "<img"].iter().any(|tag| self.slice(node).starts_with(tag)),
            _ => false,
        }
    }

    /// `**_Type: Action_**`.
    fn is_subtitle(&self, node: NodeId) -> bool {
        let mut children = self.document.children(node);
        let only = children.next().filter(|_| children.next().is_none());
        *self.document.kind(node) == NodeKind::Paragraph
            && only.is_some_and(|only| matches!(self.document.kind(only), NodeKind::Strong | NodeKind::Emphasis))
    }

    /// A comment or an empty anchor.
    fn is_silent(&self, node: NodeId) -> bool {
        let slice = self.slice(node).trim();
        *self.document.kind(node) == NodeKind::HtmlBlock
            && (slice.starts_with("<!--") || (slice.starts_with("<a") && slice.ends_with("></a>")))
    }
}
