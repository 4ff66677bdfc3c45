//! Figures, tables and code with the captions that name them.

mod line;
mod number;
mod reader;

use foldhash::{HashMap, HashMapExt};

use crate::markdown::{Document, NodeId};
use crate::source::TextRange;

use super::outline::{Outline, Role};
use super::passages::Passages;

pub use number::split_number;

use reader::{Joint, Reader};

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
    /// A short line in bold or italics stands right before it and says what it is.
    pub titled: bool,
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

impl Captions {
    /// Finds the captions of a document and what they name.
    #[must_use]
    pub fn new(document: &Document, outline: &Outline, passages: &Passages, text: &str) -> Self {
        let mut captions = Self::default();
        let mut by_node = HashMap::new();
        for passage in passages.iter() {
            if let Some(caption) = line::caption(document, &passage) {
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
    fn a_line_in_bold_says_what_the_next_block_is() {
        let table = "| a |\n|---|\n| b |";
        let text =
            format!("# 1 A\n\n**Roles**\n\n{table}\n\n**Keys**\n\nText.\n\n{table}\n\n**Gates**\n\n- x\n\n{table}\n");
        let titled: Vec<bool> = read(&text).items.iter().map(|item| item.titled).collect();
        assert_eq!(titled, [true, false, false]);
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
        assert_eq!(split_number("A.3b"), Some(("A.", 3)));
        assert_eq!(split_number("XIV"), Some(("", 14)));
        assert_eq!(split_number("12"), Some(("", 12)));
    }
}
