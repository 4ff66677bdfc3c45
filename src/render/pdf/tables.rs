//! Tables: columns as wide as their words need, pages as wide as the table needs.

use std::fmt::Write as _;

use crate::markdown::{Alignment, NodeId, NodeKind};
use crate::render::PageSize;

use super::emit::Emitter;
use super::fonts::width;
use super::text::{LONG_CELL_WORDS, widest_piece};

/// Sizes of text in tables, in points; the first that fits is taken.
const SIZES: [f64; 4] = [9.5, 8.5, 7.5, 6.8];
/// A table with at most so many lines stays on one page.
const SHORT: usize = 14;
/// Characters on a line of a cell, roughly.
const CELL_LINE: usize = 30;
/// Words are broken early rather than set smaller than this.
const COMFORTABLE: f64 = 7.5;
/// White on both sides of a cell, in points.
const PADDING: f64 = 10.0;
/// Code is wider than text.
const CODE_FACTOR: f64 = 1.12;
/// More columns than this get a wide page if they are smaller than [`LEGIBLE`] on an upright one.
const MANY_COLUMNS: usize = 9;
/// Size of text in a table of many columns, in points.
const LEGIBLE: f64 = 8.5;
/// A cell with more text than this, in em, wishes for no more room.
const ENOUGH: f64 = 60.0;

/// A line break in a cell takes as much room as so many characters.
const BREAK: usize = 40;
/// Rows whose cells have less text than this are not torn across pages.
const WHOLE: usize = 700;

/// Widths of the columns of a table, in em of its text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Column {
    /// What its longest word needs.
    least: f64,
    /// What its longest cell below the header would take on one line.
    most: f64,
    /// Text in its longest cell, header included, in characters and breaks.
    tallest: usize,
}

impl Column {
    /// Takes account of a cell.
    pub fn add(&mut self, text: &str, long: usize, factor: f64, header: bool) {
        self.least = self.least.max(widest_piece(text, long) * factor);
        // A header may always take two lines.
        self.most = self.most.max(if header { self.least } else { width(text) * factor });
        self.tallest = self.tallest.max(text.len());
    }
}

/// Measures the columns of a table whose words longer than the argument are broken.
pub(super) type Measure<'m> = dyn Fn(usize) -> Vec<Column> + 'm;

/// How a table is set.
pub(super) struct Layout {
    columns: Vec<Column>,
    /// Size of its text, in points.
    size: f64,
    /// Longer words are broken.
    pub long_word: usize,
    /// Width it has, in points.
    available: f64,
}

impl Emitter<'_> {
    /// Writes a table at the top level or in a container.
    pub fn table(&mut self, node: NodeId, alignments: &[Alignment]) {
        let landscape = self.depth == 0 && self.is_wide(node);
        let keep = self.is_short(node);
        self.raw(if landscape { "#landscape[" } else { "" });
        self.raw(&format!("#standing(keep: {keep})["));
        self.bare_table(node, alignments);
        self.raw(if landscape { "]]" } else { "]" });
    }

    /// Whether a table is so short that it stays on one page.
    pub fn is_short(&self, node: NodeId) -> bool {
        let document = self.document();
        let mut lines = 0;
        for row in document.children(node) {
            let length = |cell| document.plain_text(cell, self.publication.work.text()).len();
            lines += document.children(row).map(length).max().unwrap_or(0).div_ceil(CELL_LINE).max(1);
            if lines > SHORT {
                return false;
            }
        }
        true
    }

    /// Whether a table needs a page on its side.
    pub fn is_wide(&self, node: NodeId) -> bool {
        let NodeKind::Table { alignments } = self.kind(node) else { return false };
        self.needs_landscape(alignments.len(), &|long| self.measure(node, alignments.len(), long))
    }

    /// Whether a table so measured needs a page on its side.
    pub fn needs_landscape(&self, count: usize, measure: &Measure<'_>) -> bool {
        let least = if count > MANY_COLUMNS { LEGIBLE } else { 0.0 };
        self.depth == 0 && self.fitting(false, measure).is_none_or(|layout| layout.size < least)
    }

    /// How a table fits: with whole words at a comfortable size, else with words broken early.
    fn fitting(&self, landscape: bool, measure: &Measure<'_>) -> Option<Layout> {
        let available = self.text_width(landscape);
        LONG_CELL_WORDS.into_iter().zip([COMFORTABLE, 0.0]).find_map(|(long_word, least_size)| {
            let columns = measure(long_word);
            let size = fit(&columns, available).filter(|&size| size >= least_size)?;
            Some(Layout { columns, size, long_word, available })
        })
    }

    /// How a table is set, even if it does not fit.
    pub fn layout(&self, count: usize, measure: &Measure<'_>) -> Layout {
        let landscape = self.needs_landscape(count, measure);
        self.fitting(landscape, measure).unwrap_or_else(|| {
            let (size, long_word) = (SIZES[SIZES.len() - 1], LONG_CELL_WORDS[1]);
            Layout { columns: measure(long_word), size, long_word, available: self.text_width(landscape) }
        })
    }

    /// Width of the text area, in points; the margins are the template's.
    fn text_width(&self, landscape: bool) -> f64 {
        let (short, long) = match self.publication.options.page_size {
            PageSize::A4 => (595.28, 841.89),
            PageSize::UsLetter => (612.0, 792.0),
        };
        let margins = 2.0 * 70.87;
        let page: f64 = if landscape { long } else { short };
        // Lists and quotes take some of it.
        let indent = f64::from(u32::try_from(self.depth).unwrap_or(0).min(6)) * 18.0;
        page - margins - indent
    }

    fn measure(&self, node: NodeId, count: usize, long: usize) -> Vec<Column> {
        let document = self.document();
        let mut columns = vec![Column::default(); count];
        for row in document.children(node) {
            let header = matches!(document.kind(row), NodeKind::TableRow { header: true });
            for (cell, column) in document.children(row).zip(&mut columns) {
                let text = document.plain_text(cell, self.publication.work.text());
                let code =
                    document.descendants(cell).any(|below| matches!(document.kind(below), NodeKind::Code { .. }));
                let factor = if code { CODE_FACTOR } else { 1.0 };
                let breaks = document.descendants(cell).filter(|&n| *document.kind(n) == NodeKind::HardBreak).count();
                column.add(&text, long, factor, header);
                column.tallest = column.tallest.max(text.len() + breaks * BREAK);
            }
        }
        columns
    }

    /// Writes the table itself.
    pub fn bare_table(&mut self, node: NodeId, alignments: &[Alignment]) {
        let layout = self.layout(alignments.len(), &|long| self.measure(node, alignments.len(), long));
        self.open_table(&layout, alignments, 1);
        let rows: Vec<NodeId> = self.document().children(node).collect();
        let outside = std::mem::replace(&mut self.long_word, layout.long_word);
        for row in rows {
            self.row(row, alignments.len());
        }
        self.long_word = outside;
        self.raw(")");
    }

    /// Begins a table; its cells and the closing parenthesis follow.
    pub fn open_table(&mut self, layout: &Layout, alignments: &[Alignment], header_rows: usize) {
        let Layout { columns, size, available, .. } = layout;
        let _ = write!(self.out, "#data-table(size: {size}pt, header: {header_rows}, columns: (");
        for width in widths(columns, *size, *available) {
            let _ = write!(self.out, "{width:.2}fr, ");
        }
        self.raw("), align: (");
        for alignment in alignments {
            self.raw(match alignment {
                Alignment::Center => "center, ",
                Alignment::Right => "right, ",
                Alignment::None | Alignment::Left => "left, ",
            });
        }
        let whole = columns.iter().all(|column| column.tallest < WHOLE);
        let share = share(columns, *size, *available) * 100.0;
        let _ = write!(self.out, "), share: {share:.1}%, whole: {whole}, ");
    }

    fn row(&mut self, row: NodeId, columns: usize) {
        let header = matches!(self.kind(row), NodeKind::TableRow { header: true });
        if header {
            self.raw("table.header(");
        }
        self.depth += 2;
        let cells: Vec<NodeId> = self.document().children(row).collect();
        for index in 0..columns {
            self.raw("[");
            if let Some(&cell) = cells.get(index) {
                self.mark(cell);
                self.anchors_in(cell);
                self.inlines(cell);
            }
            self.raw("], ");
        }
        self.depth -= 2;
        self.raw(if header { "), " } else { "" });
    }
}

fn padding(columns: &[Column]) -> f64 {
    PADDING * f64::from(u32::try_from(columns.len()).unwrap_or(u32::MAX))
}

/// The largest size at which the longest words fit side by side.
fn fit(columns: &[Column], available: f64) -> Option<f64> {
    let least: f64 = columns.iter().map(|column| column.least).sum();
    SIZES.into_iter().find(|size| least * size + padding(columns) <= available)
}

/// Widths of the columns, in points. Where every cell fits on one line, each column gets that; else
/// what its longest word needs, and of the rest a share by content.
fn widths(columns: &[Column], size: f64, available: f64) -> Vec<f64> {
    let least = |column: &Column| column.least * size + PADDING;
    let most = |column: &Column| column.most.max(column.least) * size + PADDING;
    let whole: f64 = columns.iter().map(most).sum();
    if whole <= available {
        return columns.iter().map(|column| most(column) * available / whole).collect();
    }
    let rest = (available - columns.iter().map(least).sum::<f64>()).max(0.0);
    // The root keeps one talkative column from starving its neighbours.
    let wish = |column: &Column| {
        let more = (column.most.min(ENOUGH) - column.least).max(0.0);
        more.powf(0.75)
    };
    let wishes: f64 = columns.iter().map(wish).sum::<f64>().max(f64::MIN_POSITIVE);
    columns.iter().map(|column| least(column) + rest * wish(column) / wishes).collect()
}

/// Share of the line a table takes: small ones are not stretched.
fn share(columns: &[Column], size: f64, available: f64) -> f64 {
    let most: f64 = columns.iter().map(|column| column.most * size * 1.1 + PADDING).sum();
    if most < available * 0.6 { (most * 1.3 / available).clamp(0.2, 1.0) } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(least: f64, most: f64) -> Column {
        Column { least, most, tallest: 0 }
    }

    #[test]
    fn every_column_gets_what_its_longest_word_needs() {
        let columns = [column(5.0, 5.0), column(4.0, 80.0), column(6.0, 20.0)];
        let widths = widths(&columns, 9.0, 450.0);
        assert!((widths.iter().sum::<f64>() - 450.0).abs() < 0.01);
        for (column, width) in columns.iter().zip(&widths) {
            assert!(*width >= column.least * 9.0 + PADDING);
        }
        assert!(widths[1] > widths[2]);
    }

    #[test]
    fn what_does_not_fit_is_set_smaller_then_on_a_wide_page() {
        assert_eq!(fit(&[column(10.0, 10.0); 4], 453.0), Some(9.5));
        assert_eq!(fit(&[column(10.0, 10.0); 5], 453.0), Some(7.5));
        assert_eq!(fit(&[column(10.0, 10.0); 9], 453.0), None);
    }
}
