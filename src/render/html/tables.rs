//! Tables: a scroll container of their own, a caption, header cells.

use std::collections::BTreeSet;

use crate::render::tree::{
    Alignment, Block, BlockKind, Caption, Cell, Column, Inline, InlineKind, Position, Row, Scope, Table, plain_text,
};

use super::blocks::alignment_class;
use super::writer::{Writer, own_id};

/// How many letters of its size stand beside each other on paper; a table whose longest words need more breaks them.
const PAPER: usize = 90;

/// The rows and columns of a table in which a cell begins. HTML knows no others: a span over one without is shorter.
struct Grid {
    rows: Vec<bool>,
    columns: BTreeSet<usize>,
}

impl Grid {
    fn of(table: &Table) -> Self {
        let cells = table.rows.iter().flat_map(|row| &row.cells);
        Self {
            rows: table.rows.iter().map(|row| !row.cells.is_empty()).collect(),
            columns: cells.map(|cell| cell.column).collect(),
        }
    }

    fn columns_of(&self, cell: &Cell) -> usize {
        self.columns.range(cell.column..cell.column.saturating_add(cell.columns.max(1))).count()
    }

    fn rows_of(&self, row: usize, cell: &Cell) -> usize {
        self.rows.iter().skip(row).take(cell.rows).filter(|begun| **begun).count()
    }
}

impl<'p> Writer<'p> {
    pub(super) fn table(&mut self, ids: &[String], table: &'p Table) {
        self.tables += 1;
        let name = table.caption.as_ref().map(|caption| plain_text(&caption.inlines)).filter(|name| !name.is_empty());
        let name = name.unwrap_or_else(|| format!("Table {} of this page", self.tables));
        let (own, others) = own_id(ids);
        self.anchors(others);
        // Who comes by keyboard must be able to scroll it, and is told what it is.
        let wrap = [("class", "table-wrap"), ("role", "group"), ("tabindex", "0"), ("aria-label", name.as_str())];
        self.tag("div", None, &wrap);
        let below = table.caption.as_ref().is_some_and(|caption| caption.position == Position::Below);
        let attributes: &[(&str, &str)] = match (below, is_wide(table)) {
            (false, false) => &[],
            (true, false) => &[("class", "caption-below")],
            (false, true) => &[("class", "wide")],
            (true, true) => &[("class", "caption-below wide")],
        };
        self.tag("table", own, attributes);
        self.push("\n");
        if let Some(caption) = &table.caption {
            self.caption(caption);
        }
        let grid = Grid::of(table);
        self.column_widths(&table.columns, &grid);
        let mut waiting = Vec::new();
        let (head, body) = table.rows.split_at(table.header_rows.min(table.rows.len()));
        self.rows("thead", 0, head, table, &grid, &mut waiting);
        self.rows("tbody", head.len(), body, table, &grid, &mut waiting);
        self.push("</table></div>\n");
        self.anchors(waiting);
    }

    fn caption(&mut self, caption: &'p Caption) {
        self.start_around("caption", &caption.ids, &[]);
        self.push("<span>");
        self.inlines(&caption.inlines);
        self.push("</span></caption>\n");
    }

    fn column_widths(&mut self, columns: &[Column], grid: &Grid) {
        if columns.iter().all(|column| column.percent.is_none()) {
            return;
        }
        self.push("<colgroup>");
        for column in grid.columns.iter().map(|&index| columns.get(index).copied().unwrap_or_default()) {
            match column.percent {
                Some(percent) => self.tag("col", None, &[("style", &format!("width:{percent}%"))]),
                None => self.push("<col>"),
            }
        }
        self.push("</colgroup>\n");
    }

    /// A group of rows; `waiting` are ids that a cell to come has to carry.
    fn rows(
        &mut self,
        group: &str,
        first: usize,
        rows: &'p [Row],
        table: &'p Table,
        grid: &Grid,
        waiting: &mut Vec<&'p String>,
    ) {
        if rows.iter().all(|row| row.cells.is_empty()) {
            waiting.extend(rows.iter().flat_map(|row| &row.ids));
            return;
        }
        self.tag(group, None, &[]);
        self.push("\n");
        for (index, row) in rows.iter().enumerate() {
            if row.cells.is_empty() {
                waiting.extend(&row.ids);
                continue;
            }
            let (own, others) = own_id(&row.ids);
            self.tag("tr", own, &[]);
            waiting.extend(others);
            for cell in &row.cells {
                self.cell(cell, grid.rows_of(first + index, cell), table, grid, waiting);
            }
            self.push("</tr>\n");
        }
        self.end(group);
        self.push("\n");
    }

    fn cell(&mut self, cell: &'p Cell, rows: usize, table: &Table, grid: &Grid, waiting: &mut Vec<&'p String>) {
        let element = if cell.header.is_some() { "th" } else { "td" };
        let (rows, columns) = (rows.to_string(), grid.columns_of(cell).to_string());
        let mut attributes = Vec::new();
        attributes.extend(cell.header.map(|scope| ("scope", scope_name(scope))));
        if columns != "1" {
            attributes.push(("colspan", columns.as_str()));
        }
        if rows != "1" {
            attributes.push(("rowspan", rows.as_str()));
        }
        let column = table.columns.get(cell.column).map_or(Alignment::None, |column| column.alignment);
        let alignment = if cell.alignment == Alignment::None { column } else { cell.alignment };
        attributes.extend(alignment_class(alignment).map(|class| ("class", class)));
        self.start_around(element, &cell.ids, &attributes);
        self.anchors(waiting.drain(..));
        self.snug(&cell.blocks);
        self.end(element);
    }
}

fn scope_name(scope: Scope) -> &'static str {
    match scope {
        Scope::Column => "col",
        Scope::Row => "row",
        Scope::Columns => "colgroup",
        Scope::Rows => "rowgroup",
    }
}

/// Whether the words of a table, none broken, are wider than paper. Code and links may be broken anywhere.
fn is_wide(table: &Table) -> bool {
    let mut longest = vec![0; table.columns.len()];
    for cell in table.rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.columns == 1) {
        if let Some(column) = longest.get_mut(cell.column) {
            *column = longest_word(&cell.blocks).max(*column);
        }
    }
    // Two letters for the white beside each column.
    longest.iter().map(|letters| letters + 2).sum::<usize>() > PAPER
}

fn longest_word(blocks: &[Block]) -> usize {
    let longest = blocks.iter().map(|block| match &block.kind {
        BlockKind::Paragraph(inlines) => longest_in_line(inlines),
        BlockKind::List { items, .. } => items.iter().map(|item| longest_word(&item.blocks)).max().unwrap_or(0),
        _ => 0,
    });
    longest.max().unwrap_or(0)
}

fn longest_in_line(inlines: &[Inline]) -> usize {
    let longest = inlines.iter().map(|inline| match &inline.kind {
        InlineKind::Text(text) => text.split([' ', '\n', '-']).map(|word| word.chars().count()).max().unwrap_or(0),
        InlineKind::Styled { inlines, .. } => longest_in_line(inlines),
        _ => 0,
    });
    longest.max().unwrap_or(0)
}
