//! Pipe tables and grid tables.

use crate::markdown::{self, NodeId, NodeKind};
use crate::render::tree::{Alignment, Block, BlockKind, Column, InlineKind, Scope, TextStyle};
use crate::source::TextRange;

use super::attributes::percent;
use super::blocks::paragraph_of;
use super::cells::{self, Loose, LooseRow};
use super::grid_cells::{Grid, GridText};
use super::{Builder, Prose};

impl Builder<'_> {
    pub(super) fn markdown_table(&mut self, node: NodeId, alignments: &[markdown::Alignment]) -> Vec<Block> {
        let columns: Vec<Column> =
            alignments.iter().map(|&written| Column { alignment: alignment(written), percent: None }).collect();
        let mut rows = Vec::new();
        let mut header_rows = 0;
        for row in self.children(node) {
            let header = matches!(self.kind(row), NodeKind::TableRow { header: true });
            let built = self.pipe_row(row, header, alignments.len());
            // GitHub's tables must have a header; one that says nothing is there for that alone.
            if header && built.cells.iter().all(|cell| cell.blocks.is_empty() && cell.ids.is_empty()) {
                continue;
            }
            header_rows += usize::from(header);
            rows.push(built);
        }
        self.finish_table(node, rows, header_rows, columns)
    }

    fn pipe_row(&mut self, row: NodeId, header: bool, columns: usize) -> LooseRow {
        let mut cells = Vec::new();
        for cell in self.children(row) {
            let source = self.source(cell);
            let blocks = self.cell_blocks(cell, source);
            let header = header.then_some(Scope::Column);
            cells.push(Loose { source, columns: 1, rows: 1, header, blocks, ..Loose::default() });
        }
        if !header && columns > 1 && self.is_group_row(row) {
            cells.truncate(1);
            if let Some(cell) = cells.first_mut() {
                cell.columns = columns;
                cell.header = is_strong(&cell.blocks).then_some(Scope::Rows);
            }
        }
        LooseRow { source: self.source(row), cells, ..LooseRow::default() }
    }

    /// A row of which only the first cell is written parts the table.
    fn is_group_row(&self, row: NodeId) -> bool {
        let mut cells = self.document().children(row);
        let first = cells.next().map(|cell| self.document().range(cell));
        let written = |range: TextRange| !range.is_empty();
        let bars = self.slice(row).trim().trim_matches('|').replace("\\|", "");
        first.is_some_and(written) && !bars.contains('|') && !bars.trim().is_empty()
    }

    fn cell_blocks(&mut self, cell: NodeId, source: TextRange) -> Vec<Block> {
        let children = self.children(cell);
        if children.iter().any(|&child| self.is_raw_block(child)) {
            return self.contained(|builder| builder.mixed(&children, source)).unwrap_or_default();
        }
        let inlines = self.inline_nodes(&children);
        paragraph_of(inlines, source).into_iter().collect()
    }

    /// A table with its caption; nothing where there is no cell.
    pub(super) fn finish_table(
        &mut self,
        node: NodeId,
        rows: Vec<LooseRow>,
        header_rows: usize,
        columns: Vec<Column>,
    ) -> Vec<Block> {
        let caption = self.prose.arrangement.captions.get(&node).map(|captioned| self.caption(captioned));
        let source = self.source(node);
        let Some(mut table) = cells::table(rows, header_rows, columns) else { return Vec::new() };
        table.caption = caption;
        vec![Block { source, ids: Vec::new(), kind: BlockKind::Table(table) }]
    }

    pub(super) fn grid_table(&mut self, node: NodeId, grid: &Grid) -> Vec<Block> {
        let whole: usize = grid.widths.iter().sum::<usize>().max(1);
        let share = |width: usize| percent(to_f64(width) * 100.0 / to_f64(whole));
        let columns: Vec<Column> = grid
            .alignments
            .iter()
            .zip(&grid.widths)
            .map(|(&written, &width)| Column { alignment: alignment(written), percent: share(width) })
            .collect();
        let mut rows = Vec::new();
        for (index, row) in grid.rows.iter().enumerate() {
            let mut cells = Vec::new();
            for cell in row {
                let header =
                    (index < grid.header_rows).then_some(if cell.columns > 1 { Scope::Columns } else { Scope::Column });
                let blocks = self.contained(|builder| builder.grid_cell(&cell.text)).unwrap_or_default();
                let source = cell.text.place;
                cells.push(Loose {
                    source,
                    columns: cell.columns,
                    rows: cell.rows,
                    header,
                    blocks,
                    ..Loose::default()
                });
            }
            rows.push(LooseRow { source: self.source(node), cells, ..LooseRow::default() });
        }
        self.finish_table(node, rows, grid.header_rows, columns)
    }

    /// The blocks of a cell, which is a text of its own.
    fn grid_cell(&mut self, cell: &GridText) -> Vec<Block> {
        let prose = Prose {
            document: &cell.document,
            text: &cell.text,
            arrangement: &cell.arrangement,
            place: Some(cell.place),
        };
        self.reading(prose, |builder| builder.child_blocks(prose.document.root()))
    }
}

fn to_f64(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

pub(super) fn alignment(written: markdown::Alignment) -> Alignment {
    match written {
        markdown::Alignment::None => Alignment::None,
        markdown::Alignment::Left => Alignment::Left,
        markdown::Alignment::Center => Alignment::Center,
        markdown::Alignment::Right => Alignment::Right,
    }
}

/// Whether blocks are one paragraph that is strong as a whole.
pub(super) fn is_strong(blocks: &[Block]) -> bool {
    let [Block { kind: BlockKind::Paragraph(inlines), .. }] = blocks else { return false };
    matches!(inlines.as_slice(), [only] if matches!(only.kind, InlineKind::Styled { style: TextStyle::Strong, .. }))
}
