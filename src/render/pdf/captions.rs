//! Captions: a bold line next to a table, a picture, a diagram or a listing belongs to it.

use std::sync::LazyLock;

use regex::Regex;

use crate::markdown::{NodeId, NodeKind};

use super::emit::Emitter;

static CAPTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?i:(table)|(figure|fig\.?)|listing|example)\s+[\dA-Z][\w.\x{2013}-]*(?:[.:]|\s+[-\x{2013}\x{2014}:]|$)",
    )
    .expect("valid pattern")
});

/// What a wholly emphasized line may look like besides.
static LOOSE_CAPTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?i:(table)|(figure|fig\.?)|listing|example)\s+[\dA-Z][\w.\x{2013}-]*(?:\s|$)")
        .expect("valid pattern")
});

static WIDTH: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"width\s*=\s*[\x22']?(\d{1,3})%").expect("valid pattern"));

/// Longest text that may be a caption, in bytes.
const MAX_CAPTION: usize = 400;

/// What a caption names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Named {
    Table,
    Figure,
    Listing,
}

/// Two blocks that belong together.
pub(super) struct Pair {
    caption: NodeId,
    body: NodeId,
    above: bool,
    named: Named,
}

impl Emitter<'_> {
    /// A caption and what it names, where `nodes[index]` is the first of the two.
    pub fn pair(&self, nodes: &[NodeId], index: usize) -> Option<Pair> {
        let (first, second) = (*nodes.get(index)?, *nodes.get(index + 1)?);
        if let Some(named) = self.caption(first) {
            let body = self.nameable(second, named)?;
            // A row of pictures with captions below: this caption closed the one before.
            let taken_below = body == Named::Figure
                && nodes.get(index + 2).is_some_and(|&third| self.caption(third) == Some(Named::Figure));
            return (!taken_below).then_some(Pair { caption: first, body: second, above: true, named: body });
        }
        let named = self.caption(second)?;
        let body = self.nameable(first, named)?;
        let belongs_below = nodes.get(index + 2).is_some_and(|&third| self.nameable(third, named).is_some());
        // Tables and listings have their captions above: one between two of them is the second's.
        if belongs_below && body != Named::Figure {
            return None;
        }
        Some(Pair { caption: second, body: first, above: false, named: body })
    }

    fn caption(&self, node: NodeId) -> Option<Named> {
        let document = self.document();
        let mut emphasized = true;
        match document.kind(node) {
            NodeKind::Paragraph => {
                let mut children = document.children(node);
                let first = children.next()?;
                let strong = matches!(document.kind(first), NodeKind::Strong | NodeKind::Emphasis);
                emphasized = strong && children.next().is_none();
                if !strong && document.range(node).len() > MAX_CAPTION / 2 {
                    return None;
                }
            }
            NodeKind::Heading { level: 5 | 6, .. } => {}
            _ => return None,
        }
        if document.range(node).len() > MAX_CAPTION || self.only_image(node).is_some() {
            return None;
        }
        let text = self.publication.work.plain(node);
        let found = CAPTION.captures(&text).or_else(|| LOOSE_CAPTION.captures(&text).filter(|_| emphasized))?;
        // `Table 2 compares the classes.` is a sentence.
        Some(match (found.get(1), found.get(2)) {
            (Some(_), _) => Named::Table,
            (_, Some(_)) => Named::Figure,
            _ => Named::Listing,
        })
    }

    /// What a block is, if a caption of this kind can name it.
    fn nameable(&self, node: NodeId, named: Named) -> Option<Named> {
        let is = match self.kind(node) {
            NodeKind::Table { .. } => Named::Table,
            NodeKind::CodeBlock { .. } if self.diagram_of(node).is_some() => Named::Figure,
            NodeKind::CodeBlock { .. } => Named::Listing,
            NodeKind::Paragraph if self.only_image(node).is_some() => Named::Figure,
            _ => return None,
        };
        // Authors call listings figures, and pictures of tables tables.
        (is == named || named != Named::Table || is == Named::Figure).then_some(is)
    }

    /// The image of a paragraph that holds nothing else, with the width its comment asks for.
    pub fn only_image(&self, node: NodeId) -> Option<(NodeId, Option<u8>)> {
        let document = self.document();
        if !matches!(document.kind(node), NodeKind::Paragraph) {
            return None;
        }
        let (mut image, mut width) = (None, None);
        for child in document.children(node) {
            match document.kind(child) {
                NodeKind::Image { .. } if image.is_none() => image = Some(child),
                NodeKind::HtmlInline | NodeKind::Text { .. } => {
                    let slice = self.publication.work.slice(document.range(child));
                    let comment = slice.starts_with("<!--");
                    if comment && let Some(found) = WIDTH.captures(slice) {
                        width = found[1].parse().ok().filter(|percent| (1..=100).contains(percent));
                    }
                    if !comment && !slice.trim().is_empty() {
                        return None;
                    }
                }
                NodeKind::SoftBreak | NodeKind::HardBreak => {}
                _ => return None,
            }
        }
        image.map(|image| (image, width))
    }

    /// Writes a picture on its own.
    pub fn standing_picture(&mut self, image: NodeId, width: Option<u8>) {
        self.raw("#standing[");
        self.image(image, width, "");
        self.raw("]");
    }

    fn image(&mut self, image: NodeId, width: Option<u8>, caption: &str) {
        self.mark(image);
        if let NodeKind::Image { url, .. } = self.kind(image) {
            let alt = self.publication.work.plain(image);
            let alt = if alt.is_empty() { caption.to_owned() } else { alt };
            self.picture(url, &alt, width, image, false);
        }
    }

    /// Writes a caption with what it names.
    pub fn figure(&mut self, pair: &Pair) {
        let kind = match pair.named {
            Named::Table => "table",
            Named::Figure => "image",
            Named::Listing => "raw",
        };
        // A table may need a page of its own, so its caption goes with it.
        let landscape = pair.named == Named::Table && self.depth == 0 && self.is_wide(pair.body);
        if landscape {
            self.raw("#landscape[");
        }
        let position = if pair.above { "top" } else { "bottom" };
        let keep = match pair.named {
            Named::Table => self.is_short(pair.body),
            Named::Figure => true,
            Named::Listing => false,
        };
        self.raw(&format!("#captioned(kind: {kind}, position: {position}, keep: {keep}, caption: ["));
        self.mark(pair.caption);
        self.anchors_in(pair.caption);
        self.caption_text(pair.caption);
        self.raw("])[");
        self.mark(pair.body);
        self.anchors_in(pair.body);
        let caption = self.publication.work.plain(pair.caption);
        match self.kind(pair.body) {
            NodeKind::Table { alignments } => self.bare_table(pair.body, alignments),
            NodeKind::CodeBlock { info, literal, .. } => match self.diagram_of(pair.body) {
                Some(svg) => self.diagram(svg, &caption, pair.body),
                None => self.code_block(pair.body, info, literal),
            },
            _ => {
                if let Some((image, width)) = self.only_image(pair.body) {
                    self.image(image, width, &caption);
                }
            }
        }
        self.raw("]");
        if landscape {
            self.raw("]");
        }
        if let Some(section) = self.publication.section_of(pair.caption) {
            self.raw("#metadata(none)");
            self.section_label(section);
        }
    }

    /// The caption without its own emphasis: the style is the template's.
    fn caption_text(&mut self, node: NodeId) {
        let mut children = self.document().children(node);
        match (children.next(), children.next()) {
            (Some(only), None) if matches!(self.kind(only), NodeKind::Strong | NodeKind::Emphasis) => {
                self.inlines(only);
            }
            _ => self.inlines(node),
        }
    }
}
