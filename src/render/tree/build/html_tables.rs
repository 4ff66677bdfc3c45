//! Tables of HTML.

use scraper::Node;

use crate::render::tree::{Alignment, Block, BlockKind, Caption, Column, FigureKind, Position, Scope, Width};
use crate::source::TextRange;

use super::attributes::{style_property, width};
use super::cells::{self, Loose, LooseRow};
use super::html::{Fragment, TreeNode, attribute, name};
use super::html_flow::alignment;
use super::{Builder, push_block};

/// More rows than this are no header, whatever their author calls them.
const MAX_HEADER: usize = 4;

/// The rows of a table, read so far.
#[derive(Default)]
struct Read {
    rows: Vec<LooseRow>,
    /// Rows in `thead`.
    head: usize,
    /// Rows of `tfoot`, which come last.
    foot: Vec<LooseRow>,
    groups: usize,
}

impl Builder<'_> {
    pub(super) fn html_table(&mut self, fragment: &mut Fragment, node: TreeNode<'_>) -> Vec<Block> {
        let source = fragment.source;
        let mut caption = None;
        let mut columns = Vec::new();
        let mut read = Read::default();
        let mut others = Vec::new();
        for child in node.children() {
            match name(&child) {
                Some("caption") => caption = self.html_caption(fragment, child, Position::Above).or(caption),
                Some("colgroup") => child.children().for_each(|column| push_column(&mut columns, &column)),
                Some("col") => push_column(&mut columns, &child),
                Some("thead" | "tbody" | "tfoot") => self.row_group(fragment, child, &mut read),
                Some("tr") => {
                    let row = self.html_row(fragment, child, read.groups, false);
                    read.rows.push(row);
                }
                _ => others.extend(self.misplaced(fragment, child)),
            }
        }
        let Read { rows: mut body, head, foot, .. } = read;
        body.extend(foot);
        let header_rows = header_rows(&mut body, head);
        mark_groups(&mut body, header_rows);
        let mut blocks = Vec::new();
        if let Some(mut table) = cells::table(body, header_rows, columns) {
            table.caption = caption;
            blocks.push(Block { source, ids: Vec::new(), kind: BlockKind::Table(table) });
        } else if let Some(caption) = caption {
            blocks.extend(super::blocks::paragraph_of(caption.inlines, source));
        }
        for block in others {
            push_block(&mut blocks, block);
        }
        blocks
    }

    fn row_group(&mut self, fragment: &mut Fragment, node: TreeNode<'_>, read: &mut Read) {
        let element = name(&node).unwrap_or_default();
        read.groups += 1;
        let ids = self.html_ids(&node);
        let mut made: Vec<LooseRow> = Vec::new();
        for child in node.children().filter(|child| name(child) == Some("tr")) {
            made.push(self.html_row(fragment, child, read.groups, element == "thead"));
        }
        if let Some(first) = made.first_mut() {
            first.ids.extend(ids);
        }
        drop_empty(&mut made);
        if element == "tfoot" {
            return read.foot.extend(made);
        }
        if element == "thead" && read.head == read.rows.len() {
            read.head += made.len();
        }
        read.rows.extend(made);
    }

    fn html_row(&mut self, fragment: &mut Fragment, node: TreeNode<'_>, group: usize, head: bool) -> LooseRow {
        let ids = self.html_ids(&node);
        let mut cells = Vec::new();
        for child in node.children() {
            let Some(element @ ("td" | "th")) = name(&child) else { continue };
            cells.push(self.html_cell(fragment, child, element == "th", head, alignment(&node)));
        }
        LooseRow { source: fragment.source, ids, cells, group }
    }

    fn html_cell(
        &mut self,
        fragment: &mut Fragment,
        node: TreeNode<'_>,
        header: bool,
        head: bool,
        of_row: Alignment,
    ) -> Loose {
        let ids = self.html_ids(&node);
        let span = |wanted| attribute(&node, wanted).and_then(|span| span.trim().parse::<usize>().ok());
        let columns = span("colspan").unwrap_or(1).max(1);
        // Nought means to the end of the group.
        let rows = span("rowspan").map_or(1, |rows| if rows == 0 { usize::MAX } else { rows });
        let scope = match attribute(&node, "scope").map(str::trim) {
            Some("row") => Scope::Row,
            Some("col") => Scope::Column,
            Some("colgroup") => Scope::Columns,
            Some("rowgroup") => Scope::Rows,
            _ if head && columns > 1 => Scope::Columns,
            _ if head => Scope::Column,
            _ => Scope::Row,
        };
        let own = alignment(&node);
        Loose {
            source: fragment.source,
            ids,
            columns,
            rows,
            header: header.then_some(scope),
            alignment: if own == Alignment::None { of_row } else { own },
            blocks: self.contained(|builder| builder.flow(fragment, node)).unwrap_or_default(),
        }
    }

    /// What no table can hold; the parser moves most of it out.
    fn misplaced(&mut self, fragment: &mut Fragment, child: TreeNode<'_>) -> Vec<Block> {
        match child.value() {
            Node::Element(_) if fragment.is_block(&child) => self.flow_block(fragment, child),
            Node::Element(_) => {
                let mut run = Vec::new();
                self.html_inline(fragment, child, &mut run);
                super::blocks::paragraph_of(run, fragment.source).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }
}

/// A row without cells is none, except where cells above reach into it.
fn drop_empty(rows: &mut Vec<LooseRow>) {
    let (mut index, mut reach) = (0_usize, 0);
    rows.retain(|row| {
        let below = row.cells.iter().map(|cell| index.saturating_add(cell.rows)).max().unwrap_or(0);
        reach = reach.max(below);
        index += 1;
        reach >= index || !row.ids.is_empty()
    });
}

fn push_column(columns: &mut Vec<Column>, node: &TreeNode<'_>) {
    if name(node) != Some("col") {
        return;
    }
    let asked = attribute(node, "style").and_then(|style| style_property(style, "width"));
    let percent = match asked.or_else(|| attribute(node, "width")).and_then(width) {
        Some(Width::Percent(percent)) => Some(percent),
        _ => None,
    };
    let span = attribute(node, "span").and_then(|span| span.trim().parse::<usize>().ok()).unwrap_or(1);
    let column = Column { alignment: alignment(node), percent };
    columns.extend(std::iter::repeat_n(column, span.clamp(1, 64)));
    columns.truncate(64);
}

/// How many rows are header. Exports put the whole table into its header, or leave the header out: then it is what
/// stands above the first row that has a cell for every column.
fn header_rows(rows: &mut [LooseRow], head: usize) -> usize {
    let all_header = |row: &LooseRow| row.cells.iter().all(|cell| cell.header.is_some());
    if head > 0 && head < rows.len() && head <= MAX_HEADER {
        return head;
    }
    if rows.len() < 2 || !rows.first().is_some_and(all_header) {
        return if rows.len() == 1 { head } else { 0 };
    }
    let mut count = 1;
    while count < MAX_HEADER.min(rows.len() - 1)
        && rows.get(count).is_some_and(all_header)
        && rows.get(count - 1).is_some_and(|row| row.cells.iter().any(|cell| cell.columns > 1))
    {
        count += 1;
    }
    // Where all is header, nothing below is the header of anything.
    let whole = rows.iter().all(all_header);
    for (index, row) in rows.iter_mut().enumerate() {
        row.group = usize::from(index >= count);
        for cell in row.cells.iter_mut().filter(|_| whole && index >= count) {
            cell.header = None;
        }
        for cell in row.cells.iter_mut().filter(|cell| index < count && cell.header == Some(Scope::Row)) {
            cell.header = Some(if cell.columns > 1 { Scope::Columns } else { Scope::Column });
        }
    }
    count
}

/// A header over the whole width among the rows of the body parts the table.
fn mark_groups(rows: &mut [LooseRow], header_rows: usize) {
    for row in rows.iter_mut().skip(header_rows) {
        if let [only] = row.cells.as_mut_slice()
            && only.columns > 1
            && (only.header.is_some() || super::tables::is_strong(&only.blocks))
        {
            only.header = Some(Scope::Rows);
        }
    }
}

/// Gives a caption to the first table, figure or picture of blocks; where there is none, it stands before them.
pub(super) fn put_caption(blocks: &mut Vec<Block>, caption: Caption, source: TextRange) {
    let place = blocks.iter_mut().find_map(|block| match &mut block.kind {
        BlockKind::Table(table) if table.caption.is_none() => Some(&mut table.caption),
        BlockKind::Figure { caption, .. } if caption.is_none() => Some(caption),
        _ => None,
    });
    if let Some(place) = place {
        *place = Some(caption);
        return;
    }
    let picture =
        |block: &Block| matches!(&block.kind, BlockKind::Paragraph(inlines) if super::spans::are_images(inlines));
    if let Some(at) = blocks.iter().position(picture) {
        let Block { source, ids, kind } = blocks.remove(at);
        let inner = Block { source, ids: Vec::new(), kind };
        let kind = BlockKind::Figure { kind: FigureKind::Picture, blocks: vec![inner], caption: Some(caption) };
        blocks.insert(at, Block { source, ids, kind });
        return;
    }
    let (ids, position) = (caption.ids, caption.position);
    if let Some(block) = super::blocks::paragraph_of(caption.inlines, source) {
        let at = if position == Position::Above { 0 } else { blocks.len() };
        blocks.insert(at, Block { ids, ..block });
    }
}
