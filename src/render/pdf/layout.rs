//! How wide the columns of a table are, how large its text is, and what page it needs.

use crate::render::tree::{Block, BlockKind, Cell, Inline, InlineKind, Table};

use super::fonts::width;
use super::text::{LONG_CELL_WORDS, pieces, widest_piece};

/// Sizes of text in tables, in points; the first that fits is taken.
const SIZES: [f64; 4] = [9.0, 8.5, 8.0, 7.5];
/// The smallest text of a table is as large where its words are broken early.
const DENSE: f64 = 7.0;
/// White on both sides of a cell, in em of its text.
const PADDING: f64 = 1.1;
/// Code is wider than text.
const CODE_FACTOR: f64 = 1.12;
/// More columns than this get a wide page if they are smaller than [`LEGIBLE`] on an upright one.
const MANY_COLUMNS: usize = 9;
/// Size of text in a table of many columns, in points.
const LEGIBLE: f64 = 8.0;
/// A cell with more text than this, in em, wishes for no more room.
const ENOUGH: f64 = 60.0;
/// What a column likes to have beside its longest word, in em.
const COMFORT: f64 = 5.0;
/// Rows whose cells have more text than this, in em, may be torn across pages.
const WHOLE: f64 = 400.0;
/// A table with at most so many lines stays on one page.
const SHORT: f64 = 14.0;
/// White around an item or a quotation, in em.
const INDENT: f64 = 2.0;
/// A picture in a cell, in em: what it needs, and what it likes.
const PICTURE: (f64, f64) = (4.0, 14.0);
/// The number of a note, in em.
const NOTE: f64 = 0.9;
/// Widest table on a page of its own, in points: what a PDF may hold less the margins.
const MAX_WIDTH: f64 = 14_000.0;

/// What a column or a cell asks for, in em of the table's text.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Extent {
    /// What its longest word needs.
    pub least: f64,
    /// What its longest line would take.
    pub most: f64,
    /// All its text on one line.
    pub total: f64,
}

impl Extent {
    /// As wide as the wider of two, one above the other.
    fn above(self, other: Self) -> Self {
        Self { least: self.least.max(other.least), most: self.most.max(other.most), total: self.total + other.total }
    }

    fn indented(self, by: f64) -> Self {
        Self { least: self.least + by, most: self.most + by, total: self.total + by }
    }
}

/// How a table is set.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Layout {
    /// What its columns ask for.
    columns: Vec<Extent>,
    /// Shares its author asks for, in percent.
    shares: Vec<Option<u8>>,
    /// Size of its text, in points.
    pub size: f64,
    /// Longer words are broken.
    pub long_word: usize,
    /// Width there is, in points.
    available: f64,
}

impl Layout {
    /// The layout of a table in so much width: with whole words at a comfortable size, with words broken early,
    /// or, where neither fits, as small as it must be.
    pub fn of(table: &Table, available: f64) -> Self {
        Self::fitting(table, available).unwrap_or_else(|| {
            let long_word = LONG_CELL_WORDS[1];
            let columns = measure(table, long_word);
            let size = (available / needed(&columns)).min(DENSE);
            Self { columns, shares: shares(table), size, long_word, available }
        })
    }

    /// The layout of a table where it fits at a legible size.
    fn fitting(table: &Table, available: f64) -> Option<Self> {
        let sizes: [&[f64]; 2] = [&SIZES, &[SIZES[3], DENSE]];
        LONG_CELL_WORDS.into_iter().zip(sizes).find_map(|(long_word, sizes)| {
            let columns = measure(table, long_word);
            let size = size(&columns, sizes, available)?;
            Some(Self { columns, shares: shares(table), size, long_word, available })
        })
    }

    /// Widths of the columns, in points; together they are the width of the table or what of it is used.
    ///
    /// Where every cell fits on one line, each column gets that; else what its longest word needs, and of the rest a
    /// share by content. What the author asks for comes first.
    pub fn widths(&self) -> Vec<f64> {
        let least = |column: &Extent| (column.least + PADDING) * self.size;
        let most = |column: &Extent| (column.most.max(column.least) + PADDING) * self.size;
        let whole: f64 = self.columns.iter().map(most).sum();
        if self.shares.iter().all(Option::is_none) && whole <= self.available {
            // Small tables are not stretched.
            let wide = if whole < self.available * 0.55 { whole * 1.25 } else { self.available };
            return self.columns.iter().map(|column| most(column) * wide / whole).collect();
        }
        let asked = |column: &Extent, share: Option<u8>| {
            share.map_or(least(column), |percent| (f64::from(percent) / 100.0 * self.available).max(least(column)))
        };
        let mut widths: Vec<f64> = self.columns.iter().zip(&self.shares).map(|(c, s)| asked(c, *s)).collect();
        if widths.iter().sum::<f64>() > self.available {
            widths = self.columns.iter().map(least).collect();
        }
        let rest = (self.available - widths.iter().sum::<f64>()).max(0.0);
        // The root keeps one talkative column from starving its neighbours.
        let wish = |(column, share): (&Extent, &Option<u8>)| match share {
            Some(_) => 0.0,
            None => (column.most.min(ENOUGH) - column.least).max(0.0).powf(0.75),
        };
        let wishes: Vec<f64> = self.columns.iter().zip(&self.shares).map(wish).collect();
        let sum = wishes.iter().sum::<f64>();
        for (width, wish) in widths.iter_mut().zip(wishes) {
            *width += if sum > 0.0 { rest * wish / sum } else { 0.0 };
        }
        widths
    }

    /// Width of a cell without its white, in points.
    pub fn inside(&self, widths: &[f64], cell: &Cell) -> f64 {
        let columns = widths.iter().skip(cell.column).take(cell.columns);
        (columns.sum::<f64>() - PADDING * self.size).max(self.size)
    }

    /// Share of the line the table takes, in percent.
    pub fn share(&self, widths: &[f64]) -> f64 {
        (widths.iter().sum::<f64>() / self.available * 100.0).clamp(1.0, 100.0)
    }

    /// Whether all rows are so low that none need be torn.
    pub fn has_low_rows(&self) -> bool {
        self.columns.iter().all(|column| column.total < WHOLE)
    }
}

/// The page a table needs that fits on no upright one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Sheet {
    /// On its side.
    Turned,
    /// As wide as the table, in points.
    Wide(f64),
}

impl Sheet {
    /// The page for a table, if it needs another than an upright one.
    pub fn of(table: &Table, upright: f64, turned: f64) -> Option<Self> {
        let least = if table.columns.len() > MANY_COLUMNS { LEGIBLE } else { 0.0 };
        if Layout::fitting(table, upright).is_some_and(|layout| layout.size >= least) {
            return None;
        }
        if Layout::fitting(table, turned).is_some() {
            return Some(Self::Turned);
        }
        let wide = needed(&measure(table, LONG_CELL_WORDS[0])) * SIZES[3];
        Some(Self::Wide(wide.min(MAX_WIDTH)))
    }
}

/// Whether a table is so short that it stays on one page.
pub(super) fn is_short(table: &Table, layout: &Layout, widths: &[f64]) -> bool {
    let mut lines = 0.0;
    for row in &table.rows {
        let height = |cell: &Cell| {
            let text = of_blocks(&cell.blocks, layout.long_word).total * layout.size;
            (text / layout.inside(widths, cell)).ceil().max(1.0)
        };
        lines += row.cells.iter().map(height).fold(1.0, f64::max);
        if lines > SHORT {
            return false;
        }
    }
    true
}

/// The largest size at which columns fit that need not break at every word; else, if their words fit at all, the
/// smallest, which leaves them most room.
fn size(columns: &[Extent], sizes: &[f64], available: f64) -> Option<f64> {
    let comfortable = columns.iter().map(|column| column.most.clamp(column.least, column.least + COMFORT) + PADDING);
    let comfortable: f64 = comfortable.sum();
    let fits = |need: f64| move |size: &f64| need * size <= available;
    let mut fitting = sizes.iter().copied().filter(fits(needed(columns)));
    sizes.iter().copied().find(fits(comfortable)).or_else(|| fitting.next_back())
}

fn shares(table: &Table) -> Vec<Option<u8>> {
    table.columns.iter().map(|column| column.percent).collect()
}

/// What columns need side by side, in em.
fn needed(columns: &[Extent]) -> f64 {
    columns.iter().map(|column| column.least + PADDING).sum()
}

/// What the columns of a table ask for if longer words are broken.
fn measure(table: &Table, long: usize) -> Vec<Extent> {
    let mut columns = vec![Extent::default(); table.columns.len()];
    let mut spanning = Vec::new();
    for (index, row) in table.rows.iter().enumerate() {
        for cell in &row.cells {
            let mut extent = of_blocks(&cell.blocks, long);
            if index < table.header_rows {
                // A header may always take two lines.
                extent.most = extent.least;
            }
            if cell.columns > 1 {
                spanning.push((cell.column, cell.columns, extent.least));
            } else if let Some(column) = columns.get_mut(cell.column) {
                let total = column.total.max(extent.total);
                *column = Extent { total, ..column.above(extent) };
            }
        }
    }
    for (first, count, least) in spanning {
        let Some(spanned) = columns.get_mut(first..first + count) else { continue };
        let missing = least - spanned.iter().map(|column| column.least + PADDING).sum::<f64>();
        let each = missing.max(0.0) / f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        for column in spanned {
            column.least += each;
        }
    }
    columns
}

fn of_blocks(blocks: &[Block], long: usize) -> Extent {
    blocks.iter().fold(Extent::default(), |extent, block| extent.above(of_block(block, long)))
}

fn of_block(block: &Block, long: usize) -> Extent {
    match &block.kind {
        BlockKind::Heading(heading) => of_inlines(&heading.inlines, long),
        BlockKind::Paragraph(inlines) => of_inlines(inlines, long),
        BlockKind::Quote(blocks) | BlockKind::Alert { blocks, .. } => of_blocks(blocks, long).indented(INDENT),
        BlockKind::List { items, .. } => {
            let items = items.iter().map(|item| of_blocks(&item.blocks, long));
            items.fold(Extent::default(), Extent::above).indented(INDENT)
        }
        BlockKind::Definitions(definitions) => {
            let parts = definitions.iter().map(|definition| {
                let terms = definition.terms.iter().map(|term| of_inlines(term, long));
                let details = definition.details.iter().map(|details| of_blocks(details, long).indented(INDENT));
                terms.chain(details).fold(Extent::default(), Extent::above)
            });
            parts.fold(Extent::default(), Extent::above)
        }
        BlockKind::Code { text, .. } => {
            let lines = text.lines().map(|line| of_text(line, long, CODE_FACTOR));
            lines.fold(Extent::default(), Extent::above).indented(INDENT)
        }
        BlockKind::Table(table) => {
            let columns = measure(table, long);
            let sum = |part: fn(&Extent) -> f64| columns.iter().map(|column| part(column) + PADDING).sum();
            Extent { least: sum(|c| c.least), most: sum(|c| c.most), total: sum(|c| c.total) }
        }
        BlockKind::Division { blocks, .. } | BlockKind::Figure { blocks, .. } | BlockKind::Details { blocks, .. } => {
            of_blocks(blocks, long)
        }
        BlockKind::Math(tex) => of_text(tex, usize::MAX, 1.0),
        BlockKind::Diagram { .. } => Extent { least: PICTURE.0, most: PICTURE.1, total: PICTURE.1 },
        BlockKind::Anchor | BlockKind::Rule | BlockKind::PageBreak => Extent::default(),
    }
}

fn of_text(text: &str, long: usize, factor: f64) -> Extent {
    let whole = width(text) * factor;
    Extent { least: widest_piece(text, long) * factor, most: whole, total: whole }
}

fn of_inlines(inlines: &[Inline], long: usize) -> Extent {
    let mut extent = Extent::default();
    for line in inlines.split(|inline| inline.kind == InlineKind::Break) {
        extent = extent.above(of_line(line, long).extent());
    }
    extent
}

/// Text in a line, with what its neighbours stick to.
#[derive(Debug, Clone, Copy, Default)]
struct Run {
    least: f64,
    total: f64,
    /// What cannot be parted from the text before.
    head: f64,
    /// What cannot be parted from the text behind.
    tail: f64,
    /// All of it is head and tail.
    solid: bool,
}

impl Run {
    /// What cannot be parted at all.
    fn solid(width: f64) -> Self {
        Self { least: width, total: width, head: width, tail: width, solid: true }
    }

    fn text(text: &str, long: usize, factor: f64) -> Self {
        let Extent { least, total, .. } = of_text(text, long, factor);
        let pieces = pieces(text, long);
        // At most a piece sticks to the neighbour: a line may end between two.
        let head = pieces.first().and_then(|piece| piece.split(char::is_whitespace).next()).unwrap_or_default();
        let tail = pieces.last().and_then(|piece| piece.rsplit(char::is_whitespace).next()).unwrap_or_default();
        let solid = pieces.len() <= 1 && !text.contains(char::is_whitespace);
        Self { least, total, head: width(head) * factor, tail: width(tail) * factor, solid }
    }

    fn then(self, next: Self) -> Self {
        Self {
            least: self.least.max(next.least).max(self.tail + next.head),
            total: self.total + next.total,
            head: if self.solid { self.head + next.head } else { self.head },
            tail: if next.solid { self.tail + next.tail } else { next.tail },
            solid: self.solid && next.solid,
        }
    }

    fn extent(self) -> Extent {
        Extent { least: self.least, most: self.total, total: self.total }
    }
}

fn of_line(inlines: &[Inline], long: usize) -> Run {
    let empty = Run { solid: true, ..Run::default() };
    inlines.iter().fold(empty, |line, inline| line.then(of_inline(inline, long)))
}

fn of_inline(inline: &Inline, long: usize) -> Run {
    match &inline.kind {
        InlineKind::Text(text) => Run::text(text, long, 1.0),
        InlineKind::Code(code) => Run::text(code, long, CODE_FACTOR),
        InlineKind::Math(tex) => Run::solid(of_text(tex, usize::MAX, 1.0).most),
        InlineKind::Styled { inlines, .. } | InlineKind::Link { inlines, .. } => of_line(inlines, long),
        InlineKind::Image(_) => Run { total: PICTURE.1, ..Run::solid(PICTURE.0) },
        InlineKind::Note(_) => Run::solid(NOTE),
        InlineKind::SoftBreak => Run::text(" ", long, 1.0),
        InlineKind::Break | InlineKind::BreakOpportunity => Run::default(),
        InlineKind::Anchor => Run { solid: true, ..Run::default() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tree::{Column, Row};

    fn cell(column: usize, text: &str) -> Cell {
        let inline = Inline { kind: InlineKind::Text(text.to_owned()), ..Inline::default() };
        let block = Block { kind: BlockKind::Paragraph(vec![inline]), ..Block::default() };
        Cell {
            source: crate::source::TextRange::default(),
            ids: Vec::new(),
            column,
            columns: 1,
            rows: 1,
            header: None,
            alignment: crate::render::tree::Alignment::None,
            blocks: vec![block],
        }
    }

    fn table(texts: &[&str]) -> Table {
        let cells = texts.iter().enumerate().map(|(column, text)| cell(column, text)).collect();
        let row = Row { cells, ..Row::default() };
        Table { caption: None, columns: vec![Column::default(); texts.len()], header_rows: 0, rows: vec![row] }
    }

    #[test]
    fn every_column_gets_what_its_longest_word_needs() {
        let long = "a great many words ".repeat(30);
        let layout =
            Layout::of(&table(&["conformance", &long, "some more words than fit there on a line of it"]), 450.0);
        let widths = layout.widths();
        assert!((widths.iter().sum::<f64>() - 450.0).abs() < 0.01);
        for (column, width) in layout.columns.iter().zip(&widths) {
            assert!(*width >= (column.least + PADDING) * layout.size);
        }
        assert!(widths[1] > widths[2]);
    }

    #[test]
    fn a_word_may_be_written_in_parts() {
        let parts = ["imple", "ment", "ation and more"]
            .map(|part| Inline { kind: InlineKind::Text(part.to_owned()), ..Inline::default() });
        let extent = of_inlines(&parts, 14);
        assert!((extent.least - width("implementation")).abs() < 0.001);
    }

    #[test]
    fn a_small_table_is_not_stretched() {
        let layout = Layout::of(&table(&["one", "two"]), 450.0);
        assert!(layout.share(&layout.widths()) < 50.0);
    }

    #[test]
    fn what_does_not_fit_gets_another_page() {
        let words = |count| vec!["considerations"; count];
        assert_eq!(Sheet::of(&table(&words(4)), 450.0, 700.0), None);
        assert_eq!(Sheet::of(&table(&words(10)), 450.0, 700.0), Some(Sheet::Turned));
        assert!(matches!(Sheet::of(&table(&words(60)), 450.0, 700.0), Some(Sheet::Wide(wide)) if wide > 3000.0));
    }

    #[test]
    fn in_a_cell_a_table_is_as_small_as_it_must_be() {
        let layout = Layout::of(&table(&["considerations"; 40]), 100.0);
        assert!(layout.widths().iter().sum::<f64>() <= 100.01);
    }
}
