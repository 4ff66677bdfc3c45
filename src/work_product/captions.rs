//! Figures, tables and code with the captions that name them.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::markdown::{Document, NodeId, NodeKind};
use crate::source::TextRange;

use super::outline::{Outline, Role};
use super::passages::{Passage, PassageKind, Passages};

/// What a caption names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ItemKind {
    /// An image or a diagram.
    Figure,
    /// A table.
    Table,
    /// Code.
    Listing,
    /// An example, whatever it is made of.
    Example,
    /// An equation.
    Equation,
}

/// How a caption is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaptionForm {
    /// `###### Table 1-1. Roles`.
    Heading,
    /// `**Table 1-1. Roles**`.
    Emphasized,
    /// `Table 1: Roles`.
    Plain,
}

/// Where a caption stands beside what it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Before it.
    Above,
    /// After it.
    Below,
}

/// A numbered caption.
#[derive(Debug, Clone)]
pub struct Caption {
    /// What it says it names.
    pub kind: ItemKind,
    /// How it is written.
    pub form: CaptionForm,
    /// `Figure`, `Fig.`, `Table`: as written.
    pub word: TextRange,
    /// The number as written: `2-1`, `A.3`, `IV`.
    pub number: String,
    /// Bytes of the number.
    pub number_range: TextRange,
    /// The block.
    pub node: NodeId,
    /// Bytes of the block.
    pub range: TextRange,
    /// Where it stands, if what it names is beside it.
    pub side: Option<Side>,
}

/// A figure, a table or a piece of code.
#[derive(Debug, Clone)]
pub struct ExtraItem {
    /// What it is.
    pub kind: ItemKind,
    /// The block.
    pub node: NodeId,
    /// Bytes of the block.
    pub range: TextRange,
    /// Index of its caption.
    pub caption: Option<usize>,
    /// A caption that has no number: `<figcaption>`, or a numbered alternative text.
    pub named: bool,
    /// The block before, its caption passed over.
    pub before: Option<NodeId>,
    /// It stands in a section or an appendix, and not on the cover.
    pub in_body: bool,
}

/// The captions of a document and what can have one.
#[derive(Debug, Clone, Default)]
pub struct Captions {
    /// The captions, in order.
    pub all: Vec<Caption>,
    /// Figures, tables and code, in order.
    pub items: Vec<ExtraItem>,
}

static CAPTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)^\s*(?P<word>Figure|FIGURE|Fig\.?|Table|TABLE|Listing|Code|Examples?|Equation|Eq\.)\s+
          (?P<number>(?:(?:\d+|[A-Z])[.-])*\d+|[IVXL]{1,6})\b(?P<after>\s*(?:[:.]|--|[-\u{2013}\u{2014}])|\s*\(|\s|$)",
    )
    .expect("valid pattern")
});

/// Longest text that may be a caption, in bytes.
const MAX_CAPTION: usize = 250;

/// Longest line between a caption and its item, in bytes.
const MAX_SUBTITLE: usize = 80;

/// Languages of fences that draw.
const DIAGRAMS: [&str; 6] = ["mermaid", "plantuml", "puml", "dot", "graphviz", "ditaa"];

impl Captions {
    /// Finds the captions of a document and what they name.
    #[must_use]
    pub fn new(document: &Document, outline: &Outline, passages: &Passages, text: &str) -> Self {
        let mut captions = Self::default();
        let mut by_node = HashMap::new();
        for passage in passages.iter() {
            if let Some(caption) = caption(document, &passage) {
                by_node.insert(passage.node, captions.all.len());
                captions.all.push(caption);
            }
        }
        let mut reader = Reader { document, text, by_node, captions, joints: Vec::new() };
        reader.container(document.root());
        let (mut captions, joints) = (reader.captions, reader.joints);
        captions.join(&joints);
        // What stands in no container of its own comes last: bring all into the order of the text.
        captions.items.sort_by_key(|item| item.range);
        for item in &mut captions.items {
            item.in_body = outline.section_at(item.range.start).is_some_and(|at| in_body(outline, at));
        }
        captions
    }

    /// The captions of a kind.
    pub fn of(&self, kind: ItemKind) -> impl Iterator<Item = &Caption> {
        self.all.iter().filter(move |caption| caption.kind == kind)
    }

    /// The items of a kind in sections and appendices.
    pub fn items_of(&self, kind: ItemKind) -> impl Iterator<Item = &ExtraItem> {
        self.items.iter().filter(move |item| item.kind == kind && item.in_body)
    }

    /// Gives every caption the item beside it: a caption between two belongs to the side the others are on.
    fn join(&mut self, joints: &[Joint]) {
        for kind in [ItemKind::Figure, ItemKind::Table, ItemKind::Listing, ItemKind::Example, ItemKind::Equation] {
            let of_kind = || joints.iter().filter(|joint| self.all[joint.caption].kind == kind);
            let above = of_kind().filter(|joint| joint.below.is_some() && joint.above.is_none()).count();
            let below = of_kind().filter(|joint| joint.above.is_some() && joint.below.is_none()).count();
            let chosen: Vec<(usize, usize, Side)> = of_kind()
                .filter_map(|joint| match (joint.above, joint.below) {
                    (Some(item), other) if other.is_none() || below > above => Some((joint.caption, item, Side::Below)),
                    (_, Some(item)) => Some((joint.caption, item, Side::Above)),
                    _ => None,
                })
                .collect();
            // What has a caption on the usual side needs no other.
            let usual = if below > above { Side::Below } else { Side::Above };
            let (first, last): (Vec<_>, Vec<_>) = chosen.into_iter().partition(|(_, _, side)| *side == usual);
            for (caption, item, side) in first.into_iter().chain(last) {
                let item = &mut self.items[item];
                if item.caption.is_none() {
                    item.caption = Some(caption);
                    self.all[caption].side = Some(side);
                }
            }
        }
        // A plain line is a caption only beside what it names.
        let kept: Vec<bool> =
            self.all.iter().map(|caption| caption.form != CaptionForm::Plain || caption.side.is_some()).collect();
        let mut moved = vec![None; self.all.len()];
        let mut next = 0;
        for (index, kept) in kept.iter().enumerate() {
            if *kept {
                moved[index] = Some(next);
                next += 1;
            }
        }
        let mut index = 0;
        self.all.retain(|_| {
            index += 1;
            kept[index - 1]
        });
        for item in &mut self.items {
            item.caption = item.caption.and_then(|caption| moved[caption]);
        }
    }
}

fn in_body(outline: &Outline, at: usize) -> bool {
    let above = |at: usize| outline.sections.get(at).and_then(|section| section.parent);
    std::iter::successors(Some(at), |&at| above(at))
        .filter_map(|at| outline.sections.get(at))
        .any(|section| matches!(section.role, Role::Section | Role::Appendix))
}

fn caption(document: &Document, passage: &Passage<'_>) -> Option<Caption> {
    let text = passage.text();
    let opening = text.trim_start().as_bytes().first().copied();
    if !opening.is_some_and(|first| b"FTLCE".contains(&first))
        || !matches!(passage.kind, PassageKind::Paragraph | PassageKind::Heading)
    {
        return None;
    }
    let found = CAPTION.captures(text)?;
    let (word, number) = (found.name("word")?, found.name("number")?);
    let after = found.name("after").map_or("", |after| after.as_str().trim());
    let mut children = document.children(passage.node).filter(|&node| {
        !matches!(
            document.kind(node),
            NodeKind::Image { .. } | NodeKind::SoftBreak | NodeKind::HardBreak | NodeKind::HtmlInline
        )
    });
    let marked =
        children.next().is_some_and(|node| matches!(document.kind(node), NodeKind::Strong | NodeKind::Emphasis));
    let whole = marked && children.next().is_none();
    let titled = text.get(number.end()..).is_some_and(|rest| rest.trim_start().starts_with(char::is_uppercase));
    let form = match (passage.kind, marked) {
        (PassageKind::Heading, _) => CaptionForm::Heading,
        // `**Table 2** compares` opens a sentence, `**Table 2** Roles` does not.
        (_, true) if whole || !after.is_empty() || titled => CaptionForm::Emphasized,
        _ if !after.is_empty() || number.end() == text.trim_end().len() => CaptionForm::Plain,
        _ => return None,
    };
    if text.len() > MAX_CAPTION {
        return None;
    }
    let kind = match word.as_str() {
        "Table" | "TABLE" => ItemKind::Table,
        "Listing" | "Code" => ItemKind::Listing,
        "Example" | "Examples" => ItemKind::Example,
        "Equation" | "Eq." => ItemKind::Equation,
        _ => ItemKind::Figure,
    };
    Some(Caption {
        kind,
        form,
        word: passage.source(word.range()),
        number: number.as_str().to_owned(),
        number_range: passage.source(number.range()),
        node: passage.node,
        range: passage.range,
        side: None,
    })
}

/// A caption and the items right before and after it.
struct Joint {
    caption: usize,
    above: Option<usize>,
    below: Option<usize>,
}

struct Reader<'a> {
    document: &'a Document,
    text: &'a str,
    by_node: HashMap<NodeId, usize>,
    captions: Captions,
    joints: Vec<Joint>,
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
    fn container(&mut self, node: NodeId) {
        let document = self.document;
        let mut pieces: Vec<(Piece, NodeId)> = Vec::new();
        for block in document.children(node) {
            match document.kind(block) {
                NodeKind::HtmlBlock if is_hidden(self.slice(block)) => continue,
                kind if holds_blocks(kind) => {
                    self.container(block);
                    pieces.push((Piece::Other, block));
                    continue;
                }
                _ => {}
            }
            let caption = self.by_node.get(&block).copied();
            let item = self.item(block);
            if item.is_none() && caption.is_none() && self.is_subtitle(block) {
                continue;
            }
            match (item, caption) {
                // One paragraph holds both: which comes first shows where the caption stands.
                (Some(item), Some(caption)) => {
                    let first = document.children(block).next();
                    let above = !first.is_some_and(|node| matches!(document.kind(node), NodeKind::Image { .. }));
                    self.captions.all[caption].side = Some(if above { Side::Above } else { Side::Below });
                    self.captions.items[item].caption = Some(caption);
                    pieces.push((Piece::Other, block));
                }
                (Some(item), None) => pieces.push((Piece::Item(item), block)),
                (None, Some(caption)) => pieces.push((Piece::Caption(caption), block)),
                (None, None) => pieces.push((Piece::Other, block)),
            }
        }
        self.join(&pieces);
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
            before: None,
            in_body: false,
        });
        Some(self.captions.items.len() - 1)
    }

    /// Whether a paragraph holds images and nothing else but a caption, and whether an alternative text is numbered.
    fn picture(&self, block: NodeId, with_caption: bool) -> Option<bool> {
        let document = self.document;
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
                    named |= CAPTION.is_match(&alt);
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

/// The part of a number before its last component, and the last component: `2-1` is `2-` and 1.
#[must_use]
pub fn split_number(number: &str) -> Option<(&str, usize)> {
    let at = number.rfind(['.', '-']).map_or(0, |at| at + 1);
    let (prefix, last) = (number.get(..at)?, number.get(at..)?);
    Some((prefix, last.parse().ok().or_else(|| roman(last))?))
}

fn roman(digits: &str) -> Option<usize> {
    let value = |c| match c {
        'I' => Some(1_isize),
        'V' => Some(5),
        'X' => Some(10),
        'L' => Some(50),
        _ => None,
    };
    let values: Vec<isize> = digits.chars().map(value).collect::<Option<_>>()?;
    let mut sum = 0;
    for (index, &this) in values.iter().enumerate() {
        let smaller = values.get(index + 1).is_some_and(|&next| next > this);
        sum += if smaller { -this } else { this };
    }
    usize::try_from(sum).ok().filter(|&sum| sum > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::parse;
    use crate::work_product::passages::Passages;

    fn read(text: &str) -> Captions {
        let document = parse(text).unwrap();
        let outline = Outline::new(&document, text);
        Captions::new(&document, &outline, &Passages::new(&document, text), text)
    }

    #[test]
    fn captions_find_what_they_name() {
        let text = "# 1 A\n\n###### Figure 1 -- X\n![x](x.png)\n\n**Table 1-1. Y**\n\n| a |\n|---|\n| b |\n\n```json\n{}\n```\n\n*Example 3 (z):*\n\n```\nz\n```\n";
        let read = read(text);
        let numbers: Vec<&str> = read.all.iter().map(|caption| caption.number.as_str()).collect();
        assert_eq!(numbers, ["1", "1-1", "3"]);
        assert!(read.all.iter().all(|caption| caption.side == Some(Side::Above)));
        let captions: Vec<Option<usize>> = read.items.iter().map(|item| item.caption).collect();
        assert_eq!(captions, [Some(0), Some(1), None, Some(2)]);
    }

    #[test]
    fn a_row_of_figures_has_its_captions_on_one_side() {
        let text = "# 1 A\n\n![x](x.png)\n\n**Fig. 1.** X\n\n![y](y.png)\n\n**Fig. 2.** Y\n\nText\n";
        let read = read(text);
        assert!(read.all.iter().all(|caption| caption.side == Some(Side::Below)));
        let captions: Vec<Option<usize>> = read.items.iter().map(|item| item.caption).collect();
        assert_eq!(captions, [Some(0), Some(1)]);
    }

    #[test]
    fn sentences_and_logos_are_nothing() {
        let read = read(
            "# 1 A\n\nTable 3 compares the roles.\n\n**Table 3** compares.\n\n![Logo](OASISLogo.png)\n\nTable 4: far from any table.\n",
        );
        assert!(read.all.is_empty() && read.items.is_empty());
    }

    #[test]
    fn numbers_are_taken_apart() {
        assert_eq!(split_number("2-1"), Some(("2-", 1)));
        assert_eq!(split_number("A.3"), Some(("A.", 3)));
        assert_eq!(split_number("XIV"), Some(("", 14)));
        assert_eq!(split_number("12"), Some(("", 12)));
    }
}
