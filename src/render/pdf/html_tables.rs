//! Tables of raw HTML, merged cells and all.

use std::fmt::Write as _;

use crate::markdown::{Alignment, NodeId};

use super::emit::Emitter;
use super::html::{Piece, Style};
use super::tables::Column;

/// More columns no page can show; what is beyond goes into the last cell.
const MAX_COLUMNS: usize = 40;
/// Rows that are repeated on every page, at most.
const MAX_HEADER: usize = 3;
/// A table with so many rows stays on one page.
const SHORT: usize = 8;

/// A row.
pub(super) type Row = Vec<Cell>;

/// A cell.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Cell {
    header: bool,
    columns: usize,
    rows: usize,
    /// What it holds.
    pub pieces: Vec<Piece>,
}

impl Cell {
    /// An empty cell over so many columns and rows.
    pub fn new(header: bool, columns: usize, rows: usize) -> Self {
        Self { header, columns: columns.max(1), rows: rows.max(1), pieces: Vec::new() }
    }

    fn lines(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().flat_map(|piece| match piece {
            Piece::Line(_, line) => vec![line.as_str()],
            Piece::Pre(code) => code.lines().collect(),
            _ => Vec::new(),
        })
    }
}

/// A table whose cells fill every place exactly once.
#[derive(Debug, PartialEq, Eq)]
struct Placed {
    columns: usize,
    header_rows: usize,
    /// Cells with the column they begin in.
    rows: Vec<Vec<(usize, Cell)>>,
}

fn place(mut rows: Vec<Row>) -> Placed {
    let is_header = |row: &Row| !row.is_empty() && row.iter().all(|cell| cell.header);
    let header_rows = rows.iter().take_while(|row| is_header(row)).count();
    let count = rows.len();
    let header_rows =
        if header_rows > MAX_HEADER || header_rows == count { usize::from(count > 1) } else { header_rows };
    // Where all is header, only the first row can be meant.
    if rows.iter().all(is_header) {
        rows.iter_mut().skip(header_rows).flatten().for_each(|cell| cell.header = false);
    }
    let mut taken = vec![[false; MAX_COLUMNS]; count];
    let mut placed: Vec<Vec<(usize, Cell)>> = Vec::with_capacity(count);
    for (index, row) in rows.into_iter().enumerate() {
        let last = if index < header_rows { header_rows } else { count };
        let mut cells: Vec<(usize, Cell)> = Vec::new();
        for mut cell in row {
            let Some(column) = taken[index].iter().position(|taken| !taken) else {
                if let Some((_, before)) = cells.last_mut() {
                    before.pieces.append(&mut cell.pieces);
                }
                continue;
            };
            let free = taken[index][column..].iter().take_while(|taken| !**taken).count();
            cell.columns = cell.columns.min(free);
            cell.rows = cell.rows.min(last - index);
            for row in &mut taken[index..index + cell.rows] {
                row[column..column + cell.columns].fill(true);
            }
            cells.push((column, cell));
        }
        placed.push(cells);
    }
    let columns = taken.iter().filter_map(|row| row.iter().rposition(|taken| *taken)).max().map_or(0, |last| last + 1);
    for (cells, taken) in placed.iter_mut().zip(&taken) {
        let gaps = (0..columns).filter(|&column| !taken[column]);
        cells.extend(gaps.map(|column| (column, Cell::new(false, 1, 1))));
        cells.sort_by_key(|&(column, _)| column);
    }
    Placed { columns, header_rows, rows: placed }
}

impl Placed {
    fn measure(&self, long: usize) -> Vec<Column> {
        let mut columns = vec![Column::default(); self.columns];
        for (index, row) in self.rows.iter().enumerate() {
            for (column, cell) in row.iter().filter(|(_, cell)| cell.columns == 1) {
                for line in cell.lines() {
                    columns[*column].add(line, long, 1.0, index < self.header_rows);
                }
            }
        }
        columns
    }
}

impl Emitter<'_> {
    /// Writes a table of raw HTML.
    pub(super) fn html_table(&mut self, rows: Vec<Row>, node: NodeId) {
        let placed = place(rows);
        if placed.columns == 0 {
            return;
        }
        let layout = self.layout(placed.columns, &|long| placed.measure(long));
        let landscape = self.needs_landscape(placed.columns, &|long| placed.measure(long));
        self.raw(if landscape { "#landscape[" } else { "" });
        let _ = write!(self.out, "#standing(keep: {})[", placed.rows.len() <= SHORT);
        self.open_table(&layout, &vec![Alignment::None; placed.columns], placed.header_rows);
        let outside = std::mem::replace(&mut self.long_word, layout.long_word);
        self.depth += 2;
        for (index, row) in placed.rows.into_iter().enumerate() {
            if index == 0 && placed.header_rows > 0 {
                self.raw("table.header(");
            }
            for (_, cell) in row {
                self.html_cell(cell, node, index < placed.header_rows);
            }
            if index + 1 == placed.header_rows {
                self.raw("), ");
            }
        }
        self.depth -= 2;
        self.long_word = outside;
        self.raw(if landscape { ")]]" } else { ")]" });
    }

    fn html_cell(&mut self, mut cell: Cell, node: NodeId, header: bool) {
        let _ = write!(self.out, "table.cell(colspan: {}, rowspan: {})[", cell.columns, cell.rows);
        if cell.header && !header {
            for piece in &mut cell.pieces {
                if let Piece::Line(style @ Style::Text, _) = piece {
                    *style = Style::Strong;
                }
            }
        }
        self.html_pieces(cell.pieces, node);
        self.raw("], ");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_filled_once() {
        let cell = |columns, rows| Cell::new(false, columns, rows);
        let placed = place(vec![vec![cell(1, 99), cell(2, 1)], vec![cell(1, 1)], vec![cell(9, 1)]]);
        assert_eq!(placed.columns, 10);
        let area: usize = placed.rows.iter().flatten().map(|(_, cell)| cell.columns * cell.rows).sum();
        assert_eq!(area, 30);
    }

    #[test]
    fn hostile_spans_are_bounded() {
        let placed = place(vec![vec![Cell::new(true, usize::MAX, usize::MAX), Cell::new(true, 1, 1)]]);
        assert_eq!(placed.columns, MAX_COLUMNS);
        assert_eq!(placed.header_rows, 0);
    }
}
