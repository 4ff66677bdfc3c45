//! Finding what captions name: the blocks beside them.

use foldhash::HashMap;

use crate::markdown::grid::grid_table;
use crate::markdown::{Document, NodeId, NodeKind};

use super::{CaptionForm, Captions, ExtraItem, ItemKind, Side, line};

/// Longest line between a caption and its item, in bytes.
const MAX_SUBTITLE: usize = 80;

/// Languages of fences that draw.
const DIAGRAMS: [&str; 6] = ["mermaid", "plantuml", "puml", "dot", "graphviz", "ditaa"];

/// A caption and the items right before and after it.
pub(super) struct Joint {
    pub caption: usize,
    pub above: Option<usize>,
    pub below: Option<usize>,
}

/// Goes through the blocks of a document.
pub(super) struct Reader<'a> {
    pub document: &'a Document,
    pub text: &'a str,
    pub by_node: HashMap<NodeId, usize>,
    pub captions: Captions,
    pub joints: Vec<Joint>,
}

/// What a block is to its neighbours.
#[derive(Clone, Copy)]
enum Piece {
    Item(usize),
    Caption(usize),
    Other,
}

impl Reader<'_> {
    /// Reads the blocks directly below `node`, and the blocks below these.
    pub fn container(&mut self, node: NodeId) {
        let document = self.document;
        let mut pieces: Vec<(Piece, NodeId)> = Vec::new();
        let mut below_subtitle = false;
        for block in document.children(node) {
            match document.kind(block) {
                NodeKind::HtmlBlock if is_hidden(self.slice(block)) => continue,
                kind if holds_blocks(kind) => {
                    self.container(block);
                    pieces.push((Piece::Other, block));
                    below_subtitle = false;
                    continue;
                }
                _ => {}
            }
            match self.piece(block, below_subtitle) {
                Some(piece) => {
                    pieces.push((piece, block));
                    below_subtitle = false;
                }
                None => below_subtitle = true,
            }
        }
        self.join(&pieces);
    }

    /// What a block is that holds no others; nothing for a subtitle. Apart from the loop, whose frames nest as deep as
    /// the text does.
    fn piece(&mut self, block: NodeId, below_subtitle: bool) -> Option<Piece> {
        let document = self.document;
        let caption = self.by_node.get(&block).copied();
        let item = self.item(block);
        if item.is_none() && caption.is_none() && self.is_subtitle(block) {
            return None;
        }
        if let Some(item) = item {
            self.captions.items[item].titled = below_subtitle;
        }
        Some(match (item, caption) {
            // One paragraph holds both: which comes first shows where the caption stands.
            (Some(item), Some(caption)) => {
                let first = document.children(block).next();
                let above = !first.is_some_and(|node| matches!(document.kind(node), NodeKind::Image { .. }));
                self.captions.all[caption].side = Some(if above { Side::Above } else { Side::Below });
                self.captions.items[item].caption = Some(caption);
                Piece::Other
            }
            (Some(item), None) => Piece::Item(item),
            (None, Some(caption)) => Piece::Caption(caption),
            (None, None) => Piece::Other,
        })
    }

    /// `**_Type: Action_**` between a caption and its table.
    fn is_subtitle(&self, block: NodeId) -> bool {
        let document = self.document;
        let mut children = document.children(block);
        let only = children.next().filter(|_| children.next().is_none());
        *document.kind(block) == NodeKind::Paragraph
            && document.range(block).len() <= MAX_SUBTITLE
            && only.is_some_and(|only| matches!(document.kind(only), NodeKind::Strong | NodeKind::Emphasis))
    }

    fn join(&mut self, pieces: &[(Piece, NodeId)]) {
        for (index, &(piece, _)) in pieces.iter().enumerate() {
            let beside = |at: Option<usize>| at.and_then(|at| pieces.get(at)).copied();
            match piece {
                Piece::Caption(caption) => {
                    let kind = self.captions.all[caption].kind;
                    let fits = |at: Option<usize>| match beside(at) {
                        Some((Piece::Item(item), _)) if can_name(kind, self.captions.items[item].kind) => Some(item),
                        _ => None,
                    };
                    let (above, mut below) = (fits(index.checked_sub(1)), fits(Some(index + 1)));
                    // A heading may be followed by a word on what it names.
                    let heads = self.captions.all[caption].form == CaptionForm::Heading;
                    if heads && below.is_none() && matches!(beside(Some(index + 1)), Some((Piece::Other, _))) {
                        below = fits(Some(index + 2));
                    }
                    self.joints.push(Joint { caption, above, below });
                }
                Piece::Item(item) => {
                    let mut before = index.checked_sub(1);
                    if let Some((Piece::Caption(_), _)) = beside(before) {
                        before = index.checked_sub(2);
                    }
                    self.captions.items[item].before = beside(before).map(|(_, node)| node);
                }
                Piece::Other => {}
            }
        }
    }

    fn slice(&self, node: NodeId) -> &str {
        self.text.get(self.document.range(node).as_usize()).unwrap_or_default()
    }

    /// Notes a block that can have a caption.
    fn item(&mut self, block: NodeId) -> Option<usize> {
        let document = self.document;
        let mut named = false;
        let kind = match document.kind(block) {
            NodeKind::Table { .. } => {
                named = has_caption_element(self.slice(block));
                ItemKind::Table
            }
            NodeKind::CodeBlock { info, .. } if is_diagram(info) => ItemKind::Figure,
            NodeKind::CodeBlock { .. } => ItemKind::Listing,
            NodeKind::Paragraph if is_grid(self.slice(block)) => ItemKind::Table,
            NodeKind::Paragraph => {
                let caption = self.by_node.contains_key(&block);
                named = self.picture(block, caption)?;
                ItemKind::Figure
            }
            NodeKind::HtmlBlock => {
                let slice = self.slice(block);
                named = has_caption_element(slice);
                if slice.contains("<table") {
                    ItemKind::Table
                } else if slice.contains("<img") && !is_logo(slice) {
                    ItemKind::Figure
                } else {
                    return None;
                }
            }
            _ => return None,
        };
        let range = document.range(block);
        self.captions.items.push(ExtraItem {
            kind,
            node: block,
            range,
            caption: None,
            named,
            titled: false,
            before: None,
            in_body: false,
        });
        Some(self.captions.items.len() - 1)
    }

    /// Whether a paragraph holds images and nothing else but a caption, and whether an alternative text is numbered.
    fn picture(&self, block: NodeId, with_caption: bool) -> Option<bool> {
        let document = self.document;
        if !document.descendants(block).any(|node| matches!(document.kind(node), NodeKind::Image { .. })) {
            return None;
        }
        let mut images = 0;
        let mut named = false;
        let mut pending: Vec<NodeId> = document.children(block).collect();
        while let Some(node) = pending.pop() {
            match document.kind(node) {
                NodeKind::Image { url, .. } => {
                    if is_logo(url) {
                        return None;
                    }
                    images += 1;
                    let alt = document.plain_text(node, self.text);
                    named |= line::is_numbered(&alt);
                }
                NodeKind::Link { .. } | NodeKind::Element { .. } => pending.extend(document.children(node)),
                NodeKind::SoftBreak | NodeKind::HardBreak | NodeKind::HtmlInline => {}
                NodeKind::Text { .. } if self.slice(node).trim().is_empty() => {}
                // The converter's attributes: `![x](y){width=50%}`.
                NodeKind::Text { .. } if self.slice(node).trim_start().starts_with('{') => {}
                _ if with_caption => {}
                _ => return None,
            }
        }
        (images > 0).then_some(named)
    }
}

fn holds_blocks(kind: &NodeKind) -> bool {
    matches!(
        kind,
        NodeKind::BlockQuote
            | NodeKind::Alert { .. }
            | NodeKind::List { .. }
            | NodeKind::Item { .. }
            | NodeKind::DescriptionList
            | NodeKind::DescriptionItem
            | NodeKind::DescriptionDetails
            | NodeKind::FootnoteDefinition { .. }
    )
}

/// Comments, directives and empty anchors stand between a caption and its item unseen.
fn is_hidden(html: &str) -> bool {
    let html = html.trim();
    (html.starts_with("<!--") && html.ends_with("-->") && html.matches("<!--").count() == 1)
        || (html.starts_with("<a") && html.ends_with("</a>") && html.len() < 120 && html.contains("></a>"))
}

/// Markdown takes a grid table for a paragraph.
fn is_grid(slice: &str) -> bool {
    slice.starts_with('+') && grid_table(&slice.lines().collect::<Vec<_>>()).is_some()
}

fn has_caption_element(html: &str) -> bool {
    html.contains("<figcaption") || html.contains("<caption")
}

fn is_logo(url: &str) -> bool {
    let url = url.to_ascii_lowercase();
    url.contains("logo") || url.contains("badge") || url.contains("shields.io")
}

fn is_diagram(info: &str) -> bool {
    let language = info.split([' ', ',', '{']).next().unwrap_or_default().to_ascii_lowercase();
    DIAGRAMS.contains(&language.as_str())
}

/// Authors call code and tables figures, and pictures of tables tables.
fn can_name(caption: ItemKind, item: ItemKind) -> bool {
    match caption {
        ItemKind::Example => true,
        ItemKind::Figure => item != ItemKind::Equation,
        ItemKind::Table => matches!(item, ItemKind::Table | ItemKind::Figure),
        ItemKind::Listing => matches!(item, ItemKind::Listing | ItemKind::Figure),
        ItemKind::Equation => item == ItemKind::Listing,
    }
}
