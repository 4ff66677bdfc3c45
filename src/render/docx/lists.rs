//! Lists: every numbered list is numbered anew.

use crate::render::tree::{Block, Item, Numbering, Ordinal};

use super::emit::{Emitter, Mark, Place};

/// From one level of a list to the next, in twentieths of a point.
pub(super) const STEP: u32 = 425;

/// The ways to number: the format's name of each, and its marks from the outermost level.
pub(super) const KINDS: [(&str, [&str; 3]); 7] = [
    ("bullet", ["•", "–", "▪"]),
    ("none", ["", "", ""]),
    ("decimal", ["", "", ""]),
    ("lowerLetter", ["", "", ""]),
    ("upperLetter", ["", "", ""]),
    ("lowerRoman", ["", "", ""]),
    ("upperRoman", ["", "", ""]),
];

/// The instances that all bullets and all check boxes share.
const BULLETS: usize = 1;
const BOXES: usize = 2;

/// Deepest level that a list of the format has.
const MAX_LEVEL: usize = 8;

/// Greatest number that the format has for an item.
const MAX_START: usize = i32::MAX as usize;

/// An instance of a way to number.
pub(super) struct List {
    /// Index in [`KINDS`].
    pub kind: usize,
    /// Level at which it begins.
    pub level: usize,
    /// Number of its first item.
    pub start: Option<usize>,
}

/// The instances every document has.
pub(super) fn shared() -> Vec<List> {
    vec![List { kind: 0, level: 0, start: None }, List { kind: 1, level: 0, start: None }]
}

/// What stands before an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    /// Number of the instance, from 1.
    pub list: usize,
    /// Level, from 0.
    pub level: usize,
}

impl<'a> Emitter<'a> {
    /// Writes a list.
    pub fn list(&mut self, numbering: Option<Numbering>, tight: bool, items: &'a [Item], place: &Place) {
        let level = place.level.min(MAX_LEVEL);
        let number = numbering.map(|numbering| self.instance(numbering, level));
        let style = if tight { "ListParagraph" } else { "LooseListParagraph" };
        let mut inner = place.indented(STEP);
        inner.level = place.level + 1;
        // In a cell or a note, text keeps the size it has there.
        inner.style = if place.is_small() { place.style } else { style };
        for item in items {
            self.flush(place);
            self.pending.ids.extend(item.ids.iter().map(String::as_str));
            let list = match item.checked {
                Some(checked) if number.is_none() => {
                    self.pending.mark = Some(Mark::Box(checked));
                    BOXES
                }
                Some(checked) => {
                    self.pending.mark = Some(Mark::Box(checked));
                    number.unwrap_or(BULLETS)
                }
                None => number.unwrap_or(BULLETS),
            };
            self.pending.number = Some(Number { list, level });
            self.item(&item.blocks, &inner);
        }
    }

    fn item(&mut self, blocks: &'a [Block], place: &Place) {
        self.blocks(blocks, place);
        // An item that says nothing is still an item.
        self.flush(place);
    }

    /// The number of a new instance.
    fn instance(&mut self, numbering: Numbering, level: usize) -> usize {
        let kind = match numbering.ordinal {
            Ordinal::Decimal => 2,
            Ordinal::LowerLetter => 3,
            Ordinal::UpperLetter => 4,
            Ordinal::LowerRoman => 5,
            Ordinal::UpperRoman => 6,
        };
        self.lists.push(List { kind, level, start: Some(numbering.start.min(MAX_START)) });
        self.lists.len()
    }
}
