//! Widths of columns: programs that show the file do not all measure the text themselves.

use crate::render::tree::{Block, BlockKind, Cell, Table, plain_text};

/// Width of a character at the usual size of tables, in twentieths of a point.
const CHARACTER: u32 = 104;
/// White left and right of the text of a cell.
pub(super) const PADDING: u32 = 200;
/// Words longer than this are broken, first where that is comfortable, then where it must be.
const LONG_WORDS: [u32; 2] = [24, 9];
/// A cell with more characters than this wishes for no more room.
const ENOUGH: u32 = 70;
/// Narrowest column.
const MIN_WIDTH: u32 = 340;

/// How a table is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    /// Widths of the columns, in twentieths of a point.
    pub widths: Vec<u32>,
    /// Size of the text: 0 is the usual one.
    pub size: usize,
    /// The page lies on its side.
    pub landscape: bool,
}

/// Sizes of text in tables as shares of the usual one, in percent.
const SIZES: [u32; 3] = [100, 89, 78];

/// What the cells of a column need, in characters.
#[derive(Debug, Clone, Copy, Default)]
struct Need {
    /// The longest word.
    least: u32,
    /// The longest text.
    most: u32,
    /// Share asked for, in percent.
    percent: Option<u8>,
}

/// How a table is set in `width`, or in `landscape` where it may have a page on its side.
pub(super) fn layout(table: &Table, width: u32, landscape: Option<u32>) -> Layout {
    let needs = needs(table);
    let [comfortable, hard] = LONG_WORDS;
    let tries = [(Some(width), comfortable, false), (landscape, comfortable, true), (Some(width), hard, false)];
    for (width, long_word, landscape) in tries {
        let Some(width) = width else { continue };
        if let Some(size) = SIZES.iter().position(|&size| fits(&needs, width, long_word, size)) {
            return Layout { widths: widths(&needs, width, long_word, SIZES[size]), size, landscape };
        }
    }
    let width = landscape.unwrap_or(width);
    Layout { widths: shares(&needs, width), size: SIZES.len() - 1, landscape: landscape.is_some() }
}

fn least(need: &Need, long_word: u32, size: u32) -> u32 {
    (need.least.min(long_word) * CHARACTER * size / 100 + PADDING).max(MIN_WIDTH)
}

fn fits(needs: &[Need], width: u32, long_word: u32, size: u32) -> bool {
    let sum: u64 = needs.iter().map(|need| u64::from(least(need, long_word, size))).sum();
    sum <= u64::from(width)
}

/// What every column needs, and of the rest a share for what more it could use.
fn widths(needs: &[Need], width: u32, long_word: u32, size: u32) -> Vec<u32> {
    let asked: u32 = needs.iter().filter_map(|need| need.percent).map(u32::from).sum();
    if needs.iter().all(|need| need.percent.is_some()) && asked > 0 {
        return needs.iter().map(|need| share(width, u32::from(need.percent.unwrap_or(1)), asked)).collect();
    }
    let least: Vec<u32> = needs.iter().map(|need| least(need, long_word, size)).collect();
    let rest = width.saturating_sub(least.iter().sum());
    let wishes: Vec<u32> = needs
        .iter()
        .zip(&least)
        .map(|(need, &least)| match need.percent {
            Some(percent) => share(width, u32::from(percent), 100).saturating_sub(least),
            None => (need.most * CHARACTER * size / 100 + PADDING).saturating_sub(least),
        })
        .collect();
    let total: u32 = wishes.iter().sum();
    let even = rest / u32::try_from(needs.len()).unwrap_or(1).max(1);
    let more = |wish: u32| if total == 0 { even } else { share(rest, wish, total) };
    least.iter().zip(&wishes).map(|(&least, &wish)| least + more(wish)).collect()
}

/// The width parted by what the longest words need, where not even they fit.
fn shares(needs: &[Need], width: u32) -> Vec<u32> {
    let total: u32 = needs.iter().map(|need| need.least.clamp(1, LONG_WORDS[1])).sum();
    needs.iter().map(|need| share(width, need.least.clamp(1, LONG_WORDS[1]), total).max(1)).collect()
}

fn share(whole: u32, part: u32, total: u32) -> u32 {
    u32::try_from(u64::from(whole) * u64::from(part) / u64::from(total.max(1))).unwrap_or(whole)
}

fn needs(table: &Table) -> Vec<Need> {
    let mut needs: Vec<Need> =
        table.columns.iter().map(|column| Need { percent: column.percent, ..Need::default() }).collect();
    for (number, row) in table.rows.iter().enumerate() {
        for cell in row.cells.iter().filter(|cell| cell.columns == 1) {
            let Some(need) = needs.get_mut(cell.column) else { continue };
            let (longest, length) = measure(cell);
            need.least = need.least.max(longest);
            // A heading may always take two lines.
            need.most = need.most.max(if number < table.header_rows { longest } else { length.min(ENOUGH) });
        }
    }
    needs
}

/// Longest word and longest text of a cell, in characters.
fn measure(cell: &Cell) -> (u32, u32) {
    let mut text = String::new();
    gather(&cell.blocks, &mut text);
    let longest = text.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0);
    let small = |count: usize| u32::try_from(count).unwrap_or(u32::MAX).min(10_000);
    (small(longest), small(text.chars().count()))
}

/// The text of blocks, as far as it matters for widths.
fn gather(blocks: &[Block], text: &mut String) {
    for block in blocks {
        match &block.kind {
            BlockKind::Paragraph(inlines) => text.push_str(&plain_text(inlines)),
            BlockKind::Heading(heading) => text.push_str(&plain_text(&heading.inlines)),
            BlockKind::Code { text: code, .. } => text.push_str(code),
            BlockKind::Quote(blocks)
            | BlockKind::Alert { blocks, .. }
            | BlockKind::Figure { blocks, .. }
            | BlockKind::Details { blocks, .. }
            | BlockKind::Division { blocks, .. } => gather(blocks, text),
            BlockKind::List { items, .. } => items.iter().for_each(|item| gather(&item.blocks, text)),
            BlockKind::Definitions(definitions) => {
                definitions.iter().flat_map(|definition| &definition.details).for_each(|d| gather(d, text));
            }
            BlockKind::Anchor
            | BlockKind::Diagram { .. }
            | BlockKind::Math(_)
            | BlockKind::Table(_)
            | BlockKind::Rule
            | BlockKind::PageBreak => {}
        }
        text.push(' ');
    }
}

/// Characters in the longest cell of a row.
pub(super) fn longest_cell(cells: &[Cell]) -> u32 {
    cells.iter().map(|cell| measure(cell).1).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use crate::render::tree::{Alignment, Column, Inline, InlineKind, Row};

    use super::*;

    fn table(rows: &[&[&str]]) -> Table {
        let cell = |(column, text): (usize, &&str)| {
            let inline = Inline { kind: InlineKind::Text((*text).to_owned()), ..Inline::default() };
            let block = Block { kind: BlockKind::Paragraph(vec![inline]), ..Block::default() };
            Cell {
                source: crate::source::TextRange::empty(0),
                ids: Vec::new(),
                column,
                columns: 1,
                rows: 1,
                header: None,
                alignment: Alignment::None,
                blocks: vec![block],
            }
        };
        Table {
            columns: vec![Column::default(); rows.first().map_or(0, |row| row.len())],
            header_rows: 1,
            rows: rows
                .iter()
                .map(|row| Row { cells: row.iter().enumerate().map(cell).collect(), ..Row::default() })
                .collect(),
            ..Table::default()
        }
    }

    #[test]
    fn long_texts_get_more_room_and_nothing_leaves_the_page() {
        let text = "a sentence that goes on for as long as a line of this table is wide, and longer";
        let layout = layout(&table(&[&["Id", "Meaning"], &["x", text]]), 9000, None);
        assert!(layout.widths[1] > 4 * layout.widths[0] && layout.widths.iter().sum::<u32>() <= 9000, "{layout:?}");
        assert_eq!((layout.size, layout.landscape), (0, false));
    }

    #[test]
    fn many_columns_turn_the_page() {
        let row = ["Interoperability"; 9];
        let wide = layout(&table(&[&row, &row]), 9000, Some(14000));
        assert!(wide.landscape && wide.widths.iter().sum::<u32>() <= 14000, "{wide:?}");
        let row = ["Interoperability"; 60];
        let hopeless = layout(&table(&[&row, &row]), 9000, Some(14000));
        assert!(hopeless.widths.iter().sum::<u32>() <= 14000, "{hopeless:?}");
    }
}
