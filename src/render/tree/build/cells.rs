//! Placing cells: every place of a table belongs to exactly one cell.

use crate::render::tree::{Alignment, Block, Cell, Column, Row, Scope, Table};
use crate::source::TextRange;

/// More columns no page can show; what is beyond goes into the last cell of its row.
const MAX_COLUMNS: usize = 64;

/// A cell that has no place yet.
#[derive(Debug, Default)]
pub(super) struct Loose {
    pub source: TextRange,
    pub ids: Vec<String>,
    pub columns: usize,
    pub rows: usize,
    pub header: Option<Scope>,
    pub alignment: Alignment,
    pub blocks: Vec<Block>,
}

/// A row of such cells.
#[derive(Debug, Default)]
pub(super) struct LooseRow {
    pub source: TextRange,
    pub ids: Vec<String>,
    pub cells: Vec<Loose>,
    /// Rows of one group have the same number; no cell reaches into the next.
    pub group: usize,
}

/// The table of these rows, of which `header_rows` are header; `None` without any cell.
pub(super) fn table(rows: Vec<LooseRow>, header_rows: usize, columns: Vec<Column>) -> Option<Table> {
    let header_rows = header_rows.min(rows.len());
    let ends = group_ends(&rows, header_rows);
    let mut grid =
        Grid { rows: Vec::with_capacity(rows.len()), free_from: [0; MAX_COLUMNS], open: [None; MAX_COLUMNS] };
    for (row, end) in rows.into_iter().zip(ends) {
        grid.add(row, end);
    }
    grid.table(header_rows, columns)
}

/// Rows placed so far.
struct Grid {
    rows: Vec<Row>,
    /// For each column the first row that no cell above takes.
    free_from: [usize; MAX_COLUMNS],
    /// For each column the cell that takes it, as row and index.
    open: [Option<(usize, usize)>; MAX_COLUMNS],
}

impl Grid {
    /// Places a row, whose cells end before row `end`.
    fn add(&mut self, row: LooseRow, end: usize) {
        let index = self.rows.len();
        if !row.cells.is_empty() && self.free_from.iter().all(|&from| from > index) {
            self.cut(index);
        }
        let mut cells: Vec<Cell> = Vec::new();
        let mut from = 0;
        for mut loose in row.cells {
            let free = |column: &usize| self.free_from.get(*column).is_some_and(|&free| free <= index);
            let Some(column) = (from..MAX_COLUMNS).find(free) else {
                if let Some(last) = cells.last_mut() {
                    last.blocks.append(&mut loose.blocks);
                    last.ids.append(&mut loose.ids);
                }
                continue;
            };
            let room = (column..MAX_COLUMNS).take_while(free).count();
            let columns = loose.columns.clamp(1, room);
            let rows = loose.rows.clamp(1, end - index);
            self.free_from[column..column + columns].fill(index + rows);
            self.open[column..column + columns].fill(Some((index, cells.len())));
            from = column + columns;
            let Loose { source, ids, header, alignment, blocks, .. } = loose;
            let header = header.filter(|_| !blocks.is_empty());
            cells.push(Cell { source, ids, column, columns, rows, header, alignment, blocks });
        }
        self.rows.push(Row { source: row.source, ids: row.ids, cells });
    }

    /// Ends the cells above where they would leave no place in a row that has cells.
    fn cut(&mut self, index: usize) {
        for (row, cell) in self.open.iter().flatten() {
            if let Some(cell) = self.rows.get_mut(*row).and_then(|above| above.cells.get_mut(*cell)) {
                cell.rows = cell.rows.min(index - row);
            }
        }
        self.free_from = [index; MAX_COLUMNS];
    }

    /// The table, its gaps filled with cells that say nothing.
    fn table(self, header_rows: usize, mut columns: Vec<Column>) -> Option<Table> {
        let mut rows = self.rows;
        let cells = rows.iter().flat_map(|row| &row.cells);
        let width = cells.map(|cell| cell.column + cell.columns).max()?;
        let mut free_from = vec![0; width];
        for (index, row) in rows.iter_mut().enumerate() {
            for cell in &row.cells {
                free_from[cell.column..cell.column + cell.columns].fill(index + cell.rows);
            }
            let gaps = (0..width).filter(|&column| free_from[column] <= index);
            row.cells.extend(gaps.map(|column| Cell {
                source: TextRange::empty(row.source.end as usize),
                ids: Vec::new(),
                column,
                columns: 1,
                rows: 1,
                header: None,
                alignment: Alignment::None,
                blocks: Vec::new(),
            }));
            row.cells.sort_by_key(|cell| cell.column);
        }
        columns.resize(width, Column::default());
        for cell in rows.iter_mut().flat_map(|row| &mut row.cells).filter(|cell| cell.alignment == Alignment::None) {
            cell.alignment = columns.get(cell.column).map_or(Alignment::None, |column| column.alignment);
        }
        Some(Table { caption: None, columns, header_rows, rows })
    }
}

/// For each row the first row its cells cannot reach.
fn group_ends(rows: &[LooseRow], header_rows: usize) -> Vec<usize> {
    let mut ends = vec![rows.len(); rows.len()];
    let mut end = rows.len();
    for index in (0..rows.len()).rev() {
        let next = rows.get(index + 1);
        if index + 1 == header_rows || next.is_some_and(|next| next.group != rows[index].group) {
            end = index + 1;
        }
        ends[index] = end;
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[(usize, usize)], group: usize) -> LooseRow {
        let cells = cells.iter().map(|&(columns, rows)| Loose { columns, rows, ..Loose::default() }).collect();
        LooseRow { cells, group, ..LooseRow::default() }
    }

    fn area(table: &Table) -> usize {
        table.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.columns * cell.rows).sum()
    }

    #[test]
    fn every_place_is_filled_once() {
        let rows = vec![row(&[(1, 99), (2, 1)], 0), row(&[(1, 1)], 0), row(&[(9, 1)], 0)];
        let table = table(rows, 0, Vec::new()).unwrap();
        assert_eq!((table.columns.len(), area(&table)), (10, 30));
    }

    #[test]
    fn spans_end_with_their_group_and_hostile_ones_are_bounded() {
        let placed = table(vec![row(&[(1, 9)], 0), row(&[(1, 9)], 1), row(&[], 1)], 1, Vec::new()).unwrap();
        assert_eq!(placed.rows.iter().map(|row| row.cells.len()).collect::<Vec<_>>(), [1, 1, 0]);
        let hostile = table(vec![row(&[(usize::MAX, usize::MAX), (1, 1)], 0)], 1, Vec::new()).unwrap();
        assert_eq!((hostile.columns.len(), area(&hostile)), (MAX_COLUMNS, MAX_COLUMNS));
    }

    #[test]
    fn cells_above_end_where_a_row_needs_a_place() {
        let placed = table(vec![row(&[(99, 9)], 0), row(&[(1, 1)], 0), row(&[], 0)], 0, Vec::new()).unwrap();
        assert_eq!(area(&placed), 3 * MAX_COLUMNS);
        assert_eq!(placed.rows[0].cells[0].rows, 1);
    }
}
