//! Tables and figures with their captions.

use std::fmt::Write as _;

use crate::diagnostic::{Diagnostic, Severity};
use crate::render::PageSize;
use crate::render::tree::{
    Alignment, Block, BlockKind, Caption, Cell, FigureKind, InlineKind, Position, Scope, Table, plain_text,
};
use crate::source::TextRange;

use super::emit::Emitter;
use super::layout::{Layout, Sheet, is_short};

/// Headings and lines that go with a table to a page of its own, at most.
const MAX_BEFORE: usize = 4;
/// A longer paragraph stays where it is, in characters.
const LINE: usize = 90;
/// Text smaller than this is hard to read, in points.
const LEGIBLE: f64 = 5.0;
/// Margins of the page, left and right together, in points; they are the template's.
const MARGINS: f64 = 2.0 * 70.87;

impl Sheet {
    /// The call that begins such a page.
    pub fn open(self) -> String {
        match self {
            Self::Turned => "#landscape[".to_owned(),
            Self::Wide(table) => format!("#fold-out({:.0}pt)[", table + MARGINS + 1.0),
        }
    }
}

impl<'a> Emitter<'a> {
    /// Width of the text on a page, in points.
    pub fn text_width(&self, turned: bool) -> f64 {
        let (short, long) = match self.publication.options.page_size {
            PageSize::A4 => (595.28, 841.89),
            PageSize::UsLetter => (612.0, 792.0),
        };
        (if turned { long } else { short }) - MARGINS
    }

    /// Width of the text on such a page, in points.
    pub fn sheet_width(&self, sheet: Sheet) -> f64 {
        match sheet {
            Sheet::Turned => self.text_width(true),
            Sheet::Wide(width) => width,
        }
    }

    /// The page that the first of these blocks needs, and how many of them stand on it: a wide table, the headings
    /// and lines that announce it, and wide tables that follow.
    pub fn wide_run(&mut self, blocks: &'a [Block]) -> (Option<Sheet>, usize) {
        let Some((sheet, mut count)) = self.wide_table(blocks) else { return (None, 0) };
        while let Some((next, more)) = blocks.get(count..).and_then(|rest| self.wide_table(rest)) {
            if next != sheet {
                break;
            }
            count += more;
        }
        if let Sheet::Wide(width) = sheet
            && let Some(table) = blocks.get(..count).and_then(<[Block]>::last)
        {
            let centimeters = (width + MARGINS) / 72.0 * 2.54;
            let message = format!("the table is too wide for a page, so its own page is {centimeters:.0} cm wide");
            let found = Diagnostic::new("typesetting", table.source, message).at_most(Severity::Warning);
            self.diagnostics.push(found.help("split the table, or turn its columns into rows"));
        }
        (Some(sheet), count)
    }

    fn wide_table(&self, blocks: &[Block]) -> Option<(Sheet, usize)> {
        let announces = |block: &&Block| match &block.kind {
            BlockKind::Heading(_) | BlockKind::Anchor => true,
            BlockKind::Paragraph(inlines) => plain_text(inlines).chars().count() <= LINE,
            _ => false,
        };
        let before = blocks.iter().take(MAX_BEFORE).take_while(announces).count();
        let BlockKind::Table(table) = &blocks.get(before)?.kind else { return None };
        Some((Sheet::of(table, self.text_width(false), self.text_width(true))?, before + 1))
    }

    /// Writes a table with its caption.
    pub fn table(&mut self, table: &'a Table, source: TextRange) {
        let layout = Layout::of(table, self.available);
        let widths = layout.widths();
        if layout.size < LEGIBLE {
            let message = format!("the table has {:.1} pt to write with where it stands", layout.size);
            let found = Diagnostic::new("typesetting", source, message).at_most(Severity::Warning);
            self.diagnostics.push(found.help("move the table out of the list or cell it stands in, or split it"));
        }
        let keep = is_short(table, &layout, &widths);
        if let Some(caption) = &table.caption {
            self.open_captioned("table", keep, caption);
            self.mark(source);
        } else {
            let _ = write!(self.out, "#standing(keep: {keep})[");
        }
        self.grid(table, &layout, &widths);
        self.raw("]");
    }

    fn open_captioned(&mut self, kind: &str, keep: bool, caption: &'a Caption) {
        let position = match caption.position {
            Position::Above => "top",
            Position::Below => "bottom",
        };
        let _ = write!(self.out, "#captioned(kind: {kind}, position: {position}, keep: {keep}, caption: [");
        self.mark(caption.source);
        self.anchors(&caption.ids);
        self.inlines(&caption.inlines);
        self.raw("])[");
    }

    fn grid(&mut self, table: &'a Table, layout: &Layout, widths: &[f64]) {
        let header = table.header_rows.min(table.rows.len());
        let _ = write!(self.out, "#data-table(size: {:.2}pt, header: {header}, columns: (", layout.size);
        for width in widths {
            let _ = write!(self.out, "{width:.2}fr, ");
        }
        let (share, whole) = (layout.share(widths), layout.has_low_rows());
        let _ = write!(self.out, "), share: {share:.1}%, whole: {whole}, ");
        let outside = (self.long_word, self.available);
        self.depth += 2;
        self.long_word = layout.long_word;
        for (index, row) in table.rows.iter().enumerate() {
            self.raw(if index == 0 && header > 0 { "table.header(" } else { "" });
            for (place, cell) in row.cells.iter().enumerate() {
                self.available = layout.inside(widths, cell);
                let ids = if place == 0 { row.ids.as_slice() } else { &[] };
                self.cell(cell, ids, index < header);
            }
            self.raw(if index + 1 == header { "), " } else { "" });
        }
        self.depth -= 2;
        (self.long_word, self.available) = outside;
        self.raw(")");
    }

    fn cell(&mut self, cell: &'a Cell, row_ids: &'a [String], in_header: bool) {
        let mut arguments = String::new();
        if cell.columns > 1 {
            let _ = write!(arguments, "colspan: {}, ", cell.columns);
        }
        if cell.rows > 1 {
            let _ = write!(arguments, "rowspan: {}, ", cell.rows);
        }
        arguments.push_str(match cell.alignment {
            Alignment::Center => "align: center, ",
            Alignment::Right => "align: right, ",
            Alignment::None | Alignment::Left => "",
        });
        // In a header every cell is one of its column unless it says otherwise.
        let kind = match (cell.header, in_header) {
            (Some(Scope::Column | Scope::Columns), true) | (None, false) => "",
            (None, true) => "pdf.data-cell(",
            (Some(Scope::Row), _) => "pdf.header-cell(scope: \"row\", ",
            (Some(Scope::Column | Scope::Columns | Scope::Rows), _) => "pdf.header-cell(",
        };
        if kind.is_empty() && arguments.is_empty() {
            self.raw("[");
        } else {
            let _ = write!(self.out, "{kind}table.cell({arguments})[");
        }
        self.mark(cell.source);
        self.anchors(row_ids);
        self.anchors(&cell.ids);
        let wrapper = match (in_header, cell.header) {
            _ if cell.blocks.is_empty() => "",
            (true, _) => "#column-header[",
            (false, Some(_)) => "#row-header[",
            (false, None) => "",
        };
        self.raw(wrapper);
        self.body(&cell.blocks, false);
        self.raw(if wrapper.is_empty() { "" } else { "]" });
        self.raw(if kind.is_empty() { "], " } else { "]), " });
    }

    /// Writes a picture, a diagram or code with its caption.
    pub fn figure(&mut self, kind: FigureKind, blocks: &'a [Block], caption: Option<&'a Caption>, source: TextRange) {
        let (name, keep) = match kind {
            FigureKind::Picture | FigureKind::Diagram => ("image", true),
            FigureKind::Listing => ("raw", false),
            FigureKind::Other => ("image", false),
        };
        let Some(caption) = caption else {
            return self.blocks(blocks, "\n\n");
        };
        let says = plain_text(&caption.inlines);
        self.open_captioned(name, keep, caption);
        self.mark(source);
        for (index, block) in blocks.iter().enumerate() {
            self.raw(if index > 0 { "\n\n" } else { "" });
            self.figure_part(block, &says);
        }
        self.raw("]");
    }

    /// A picture or a diagram stands in its figure without white of its own.
    fn figure_part(&mut self, block: &'a Block, caption: &str) {
        match &block.kind {
            BlockKind::Diagram { svg, code, alt, width } => {
                self.mark(block.source);
                self.anchors(&block.ids);
                self.diagram(svg, code, alt, *width, block.source);
            }
            BlockKind::Paragraph(inlines) => {
                self.mark(block.source);
                self.anchors(&block.ids);
                for inline in inlines {
                    match &inline.kind {
                        InlineKind::Image(image) => {
                            self.mark(inline.source);
                            self.anchors(&inline.ids);
                            self.image(image, inline.source, caption, false);
                        }
                        _ => self.inlines(std::slice::from_ref(inline)),
                    }
                }
            }
            _ => self.blocks(std::slice::from_ref(block), ""),
        }
    }
}
