//! Grid tables with their cells read as Markdown, before anything borrows them.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use regex::Regex;

use crate::markdown::grid::{GridTable, grid_table};
use crate::markdown::{Alignment, Definition, Document, NodeId, NodeKind, parse};
use crate::source::TextRange;

use super::arrange::Arrangement;

/// A grid table.
pub(super) struct Grid {
    pub alignments: Vec<Alignment>,
    pub widths: Vec<usize>,
    pub header_rows: usize,
    pub rows: Vec<Vec<GridCell>>,
}

/// A cell.
pub(super) struct GridCell {
    pub columns: usize,
    pub rows: usize,
    pub text: GridText,
}

/// The text of a cell, read.
pub(super) struct GridText {
    pub document: Document,
    pub text: String,
    pub arrangement: Arrangement,
    /// The lines of the prose it stands on.
    pub place: TextRange,
}

/// `[label]`, which may be defined elsewhere in the document, and `[^name]`.
static LABEL: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\[(\^?)([^\[\]]{1,200})\]").expect("valid pattern"));

/// The grid tables of a document, by the paragraph Markdown takes each for.
pub(super) fn read(document: &Document, text: &str) -> HashMap<NodeId, Grid> {
    let definitions: HashMap<String, &Definition> =
        document.definitions.iter().rev().map(|definition| (definition.label.to_lowercase(), definition)).collect();
    let mut grids = HashMap::new();
    for node in document.descendants(document.root()) {
        let range = document.range(node);
        if *document.kind(node) != NodeKind::Paragraph || text.as_bytes().get(range.start as usize) != Some(&b'+') {
            continue;
        }
        let slice = text.get(range.as_usize()).unwrap_or_default();
        let lines: Vec<&str> = slice.lines().collect();
        if let Some(table) = grid_table(&lines) {
            grids.insert(node, grid(table, &places(slice), range, &definitions));
        }
    }
    grids
}

/// Start and end of each line.
fn places(slice: &str) -> Vec<(usize, usize)> {
    let mut end = 0;
    let lines = slice.split_inclusive('\n').map(|line| {
        let start = end;
        end += line.len();
        (start, start + line.trim_end().len())
    });
    lines.collect()
}

fn grid(
    table: GridTable,
    lines: &[(usize, usize)],
    range: TextRange,
    definitions: &HashMap<String, &Definition>,
) -> Grid {
    let place = |from: usize, to: usize| {
        let (start, end) = (lines.get(from).map(|line| line.0), lines.get(to).map(|line| line.1));
        start.zip(end).map_or(range, |(start, end)| range.inside(start..end))
    };
    let mut rows = Vec::with_capacity(table.rows.len());
    for row in table.rows {
        let cells = row.into_iter().map(|cell| {
            let place = place(cell.lines.start, cell.lines.end.saturating_sub(1));
            GridCell { columns: cell.columns, rows: cell.rows, text: read_cell(cell.text, place, definitions) }
        });
        rows.push(cells.collect());
    }
    Grid { alignments: table.alignments, widths: table.widths, header_rows: table.header_rows, rows }
}

/// Reads a cell with the definitions it needs.
fn read_cell(text: String, place: TextRange, definitions: &HashMap<String, &Definition>) -> GridText {
    let mut whole = text;
    let mut added = String::new();
    for label in LABEL.captures_iter(&whole) {
        let Some((note, name)) = label.get(1).zip(label.get(2)) else { continue };
        if !note.is_empty() {
            let _ = write!(added, "\n\n[^{}]: .", name.as_str());
        } else if let Some(definition) = definitions.get(&name.as_str().to_lowercase()) {
            let _ = write!(added, "\n\n[{}]: <{}>", name.as_str(), definition.url);
        }
    }
    whole.push_str(&added);
    whole.push('\n');
    let document = parse(&whole).unwrap_or_else(|_| Document::empty());
    let arrangement = Arrangement::of_text(&document, &whole);
    GridText { document, text: whole, arrangement, place }
}
