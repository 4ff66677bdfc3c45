//! Blocks.

use crate::source::TextRange;

use super::inline::{Inline, Width};
use super::table::{Alignment, Caption, Table};

/// What stands on lines of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Block {
    /// Where it is written; a generated block has an empty range.
    pub source: TextRange,
    /// Its ids, its own first.
    pub ids: Vec<String>,
    /// What it is.
    pub kind: BlockKind,
}

/// What a block is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum BlockKind {
    /// Shows nothing: only a place that links lead to.
    #[default]
    Anchor,
    /// A heading.
    Heading(Heading),
    /// A paragraph; never without inlines. The only paragraph of a cell, a note, a tight item or a definition's
    /// details is set without white above and below.
    Paragraph(Vec<Inline>),
    /// A quotation.
    Quote(Vec<Block>),
    /// An admonition.
    Alert {
        /// Which one.
        kind: AlertKind,
        /// Its title: the author's, else the kind's.
        title: String,
        /// What it says.
        blocks: Vec<Block>,
    },
    /// A list.
    List {
        /// How its items are numbered; `None` for bullets.
        numbering: Option<Numbering>,
        /// No white between the items.
        tight: bool,
        /// At least one.
        items: Vec<Item>,
    },
    /// Terms with their details; at least one.
    Definitions(Vec<Definition>),
    /// Code, or any text whose lines and spaces stay.
    Code {
        /// First word of the info string, a plain word in lower case.
        language: Option<String>,
        /// The text, with a line feed at the end of each line but the last.
        text: String,
    },
    /// A drawing made of code.
    Diagram {
        /// The drawing, whose ids no other drawing of the document has, and which holds nothing active.
        svg: String,
        /// What it is drawn from.
        code: String,
        /// What it shows, never empty: its caption, or `Diagram`.
        alt: String,
        /// Width asked for.
        width: Option<Width>,
    },
    /// A displayed formula, as TeX.
    Math(String),
    /// A table.
    Table(Table),
    /// A picture, a diagram or code with what belongs to it.
    Figure {
        /// What it shows.
        kind: FigureKind,
        /// At least one block.
        blocks: Vec<Block>,
        /// The caption, number included.
        caption: Option<Caption>,
    },
    /// What a browser folds; shown whole on paper.
    Details {
        /// The line that is always seen; `Details` where the author gives none.
        summary: Vec<Inline>,
        /// Unfolded from the start.
        open: bool,
        /// What is folded.
        blocks: Vec<Block>,
    },
    /// Blocks that share an alignment or an id.
    Division {
        /// How they are aligned.
        alignment: Alignment,
        /// At least one block.
        blocks: Vec<Block>,
    },
    /// A line across.
    Rule,
    /// What follows begins a page; only at the top level of cover and body.
    PageBreak,
}

/// A heading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heading {
    /// Level in the outline: 1 for the title, 2 for the top sections and the labels of the cover. May be greater
    /// than 6, and may skip ranks where the author does.
    pub rank: u8,
    /// What it is for.
    pub role: HeadingRole,
    /// Index of its section in the outline of the work product; headings in lists and quotations have none.
    pub section: Option<usize>,
    /// The contents list it.
    pub listed: bool,
    /// What it says, number included. Empty only for the title of a document that has no name at all.
    pub inlines: Vec<Inline>,
}

/// What a heading is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HeadingRole {
    /// The title of the document.
    Title,
    /// A line above the title: `OASIS Committee Note`.
    Banner,
    /// The stage, the date or the project below the title: nothing belongs to it.
    StageLine,
    /// A label of the cover page.
    Label,
    /// A section of the body.
    #[default]
    Section,
    /// An appendix, or a part of one.
    Appendix,
    /// `[RFC2119]`: what follows is that reference.
    ReferenceEntry,
    /// A caption that stands beside nothing it could name.
    Caption,
    /// A heading in a list, a quotation or raw HTML: no section.
    Minor,
}

/// What an alert is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AlertKind {
    /// Worth knowing.
    #[default]
    Note,
    /// Useful.
    Tip,
    /// Not to be missed.
    Important,
    /// Needs attention.
    Warning,
    /// Has consequences.
    Caution,
}

impl AlertKind {
    /// The word for it in lower case.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Tip => "tip",
            Self::Important => "important",
            Self::Warning => "warning",
            Self::Caution => "caution",
        }
    }
}

/// How items are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbering {
    /// Number of the first item; every other has one more than the item before.
    pub start: usize,
    /// How numbers are written.
    pub ordinal: Ordinal,
}

/// How the numbers of a list are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ordinal {
    /// 1, 2, 3.
    #[default]
    Decimal,
    /// a, b, c.
    LowerLetter,
    /// A, B, C.
    UpperLetter,
    /// i, ii, iii.
    LowerRoman,
    /// I, II, III.
    UpperRoman,
}

/// An item of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Item {
    /// Where it is written.
    pub source: TextRange,
    /// Its ids.
    pub ids: Vec<String>,
    /// State of its check box, if it has one.
    pub checked: Option<bool>,
    /// What it says; may be nothing.
    pub blocks: Vec<Block>,
}

/// Terms with what they mean.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Definition {
    /// Where it is written.
    pub source: TextRange,
    /// Its ids.
    pub ids: Vec<String>,
    /// The terms, each a line; empty where details stand without one.
    pub terms: Vec<Vec<Inline>>,
    /// The details, each an explanation of its own; may be none.
    pub details: Vec<Vec<Block>>,
}

/// What a figure shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FigureKind {
    /// Pictures: paragraphs whose inlines are images.
    #[default]
    Picture,
    /// A [`BlockKind::Diagram`].
    Diagram,
    /// A [`BlockKind::Code`].
    Listing,
    /// Anything else that raw HTML calls a figure.
    Other,
}
