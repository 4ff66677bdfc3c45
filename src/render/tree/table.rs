//! Tables.

use crate::source::TextRange;

use super::block::Block;
use super::inline::Inline;

/// A table: a grid each of whose places belongs to exactly one cell.
///
/// A span ends at the last column, at the last row, and at the last header row where it begins in the header.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The caption, number included.
    pub caption: Option<Caption>,
    /// The columns; at least one.
    pub columns: Vec<Column>,
    /// How many rows from the first are header, to be repeated on every page; fewer than there are rows, except
    /// where all the table has is its header.
    pub header_rows: usize,
    /// The rows; at least one. A row whose every place belongs to cells of rows above has no cells.
    pub rows: Vec<Row>,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Column {
    /// How its cells are aligned.
    pub alignment: Alignment,
    /// Share of the table's width its author asks for, in percent.
    pub percent: Option<u8>,
}

/// A row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Where it is written.
    pub source: TextRange,
    /// Its ids.
    pub ids: Vec<String>,
    /// The cells that begin in it, from left to right.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Where it is written; a generated cell has an empty range.
    pub source: TextRange,
    /// Its ids.
    pub ids: Vec<String>,
    /// The column it begins in, from 0.
    pub column: usize,
    /// How many columns it takes, from 1.
    pub columns: usize,
    /// How many rows it takes, from 1.
    pub rows: usize,
    /// What it is the header of; `None` for data and for cells that say nothing.
    pub header: Option<Scope>,
    /// Its own alignment, else its column's.
    pub alignment: Alignment,
    /// What it says; may be nothing.
    pub blocks: Vec<Block>,
}

/// What a header cell is the header of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Its column.
    Column,
    /// Its row.
    Row,
    /// The columns it spans.
    Columns,
    /// The rows below it, up to the next of its kind: a row of its own that parts the table.
    Rows,
}

/// Alignment of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Alignment {
    /// None asked for.
    #[default]
    None,
    /// Left.
    Left,
    /// Center.
    Center,
    /// Right.
    Right,
}

/// The caption of a table or a figure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Caption {
    /// Where it is written.
    pub source: TextRange,
    /// Its ids: a caption may be written as a heading.
    pub ids: Vec<String>,
    /// Where its author put it.
    pub position: Position,
    /// What it says, number included, without the emphasis around the whole.
    pub inlines: Vec<Inline>,
}

/// Where a caption stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Position {
    /// Before what it names.
    #[default]
    Above,
    /// After what it names.
    Below,
}
