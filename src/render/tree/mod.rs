//! The publishable tree: what the document shows, resolved once for all writers.
//!
//! A writer needs this tree and what [`Publication`](super::Publication) says of the document, never the Markdown.
//! It is plain data, and holds to this:
//!
//! - Every id is given once in the whole tree. An object's first id is its own, the others are aliases under which
//!   other renderers publish it; links may use any of them.
//! - Every [`Target::Anchor`] names an id that is given; every [`Target::Address`] is harmless.
//! - Captions, directives (`<!--{#fig-x}-->`) and attributes (`{#id width=50%}`) are with what they belong to.
//! - Blocks and inlines are nested at most [`MAX_DEPTH`] deep, each counted by itself, so a writer may recurse.
//! - No list, table, paragraph or definition list is empty; a paragraph that only carries ids is an
//!   [`BlockKind::Anchor`].
//! - Nothing active is left: no script, no event, no frame. What was lost with it is a diagnostic.
//! - `source` lies in the prose; the text of an [`InlineKind::Text`] equals its source where both are equally long.

mod block;
mod build;
mod dump;
mod inline;
mod plain;
mod table;
mod walk;

use std::collections::BTreeSet;

use crate::source::TextRange;

pub(in crate::render) use build::{FRAGMENT, build};

pub use block::{AlertKind, Block, BlockKind, Definition, FigureKind, Heading, HeadingRole, Item, Numbering, Ordinal};
pub use inline::{Image, Inline, InlineKind, Picture, Target, TextStyle, Width};
pub use plain::plain_text;
pub use table::{Alignment, Caption, Cell, Column, Position, Row, Scope, Table};

use super::publication::ContentsEntry;

/// Deepest nesting of blocks, and of inlines in a block; what is deeper in the source stands in its parent.
pub const MAX_DEPTH: usize = 40;

/// A document as every writer shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    /// The cover page in order, hand-written contents left out. It holds exactly one heading that is
    /// [`HeadingRole::Title`], even where the source has none.
    pub cover: Vec<Block>,
    /// How many blocks of the cover stand before its first label: banner, logo, title, stage and date.
    pub opening: usize,
    /// The contents, which stand between cover and body.
    pub contents: Contents,
    /// The body in order.
    pub body: Vec<Block>,
    /// The footnotes that are referred to, in the order of their first reference; number 1 is the first.
    pub notes: Vec<Note>,
    /// All ids of the tree, in their order.
    pub ids: BTreeSet<String>,
}

impl Tree {
    /// An id for an element of a writer's own, changed where the document uses `wanted`. The tree does not learn of
    /// it: a writer asks with different words for different elements.
    #[must_use]
    pub fn fresh_id(&self, wanted: &str) -> String {
        let mut id = wanted.to_owned();
        while self.ids.contains(&id) {
            id.push('_');
        }
        id
    }
}

/// The generated table of contents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contents {
    /// The heading of the hand-written list, or nothing.
    pub source: TextRange,
    /// Ids of that heading and of all that stood below it.
    pub ids: Vec<String>,
    /// Its title, else `Table of Contents`.
    pub title: String,
    /// The lines. Without any there are no contents to show, but the ids are still to be placed.
    pub entries: Vec<ContentsEntry>,
}

/// A footnote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Note {
    /// Its definition.
    pub source: TextRange,
    /// Its own id, then those given in the source; there is always one.
    pub ids: Vec<String>,
    /// Ids of the references to it in the order of the text; there is always one.
    pub references: Vec<String>,
    /// What it says; may refer to notes, itself included.
    pub blocks: Vec<Block>,
}
