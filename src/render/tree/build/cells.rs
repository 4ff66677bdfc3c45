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
    let height = rows.len();
    let header_rows = header_rows.min(height);
    let mut taken = vec![[false; MAX_COLUMNS]; height];
    let ends = group_ends(&rows, header_rows);
    let mut placed: Vec<Row> = Vec::with_capacity(height);
    for (index, row) in rows.into_iter().enumerate() {
        let below = ends.get(index).copied().unwrap_or(height) - index;
        let mut cells: Vec<Cell> = Vec::new();
        let mut from = 0;
        for mut loose in row.cells {
            let free = taken.get(index).and_then(|line| line.get(from..)?.iter().position(|taken| !taken));
            let Some(column) = free.map(|at| from + at) else {
                if let Some(last) = cells.last_mut() {
                    last.blocks.append(&mut loose.blocks);
                    last.ids.append(&mut loose.ids);
                }
                continue;
            };
            let free = taken[index][column..].iter().take_while(|taken| !**taken).count();
            let columns = loose.columns.clamp(1, free);
            let rows = loose.rows.clamp(1, below);
            for line in &mut taken[index..index + rows] {
                line[column..column + columns].fill(true);
            }
            from = column + columns;
            let Loose { source, ids, header, alignment, blocks, .. } = loose;
            let header = header.filter(|_| !blocks.is_empty());
            cells.push(Cell { source, ids, column, columns, rows, header, alignment, blocks });
        }
        placed.push(Row { source: row.source, ids: row.ids, cells });
    }
    fill(placed, &taken, header_rows, columns)
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

/// Fills the gaps with cells that say nothing.
fn fill(
    mut rows: Vec<Row>,
    taken: &[[bool; MAX_COLUMNS]],
    header_rows: usize,
    mut columns: Vec<Column>,
) -> Option<Table> {
    let width = taken.iter().filter_map(|line| line.iter().rposition(|taken| *taken)).max()? + 1;
    for (row, line) in rows.iter_mut().zip(taken) {
        let gaps = (0..width).filter(|&column| !line[column]);
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
}
