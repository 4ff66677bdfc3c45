//! Tables: spans, rows that are repeated on every page, pages on their side.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Severity};
use crate::render::tree::{Alignment, Cell, Position, Row, Scope, Table};
use crate::source::TextRange;

use super::columns::{self, Layout, PADDING};
use super::emit::{Emitter, Place};

/// Most columns a table of the format has; programs take more for damage.
const MAX_COLUMNS: usize = 63;

/// Rows whose cells have fewer characters than this are not torn across pages.
const WHOLE: u32 = 700;

/// Styles of text, of headings and of headings of rows, by the size of the text.
const STYLES: [[&str; 3]; 3] = [
    ["TableText", "TableHeading", "TableRowHeading"],
    ["TableTextSmall", "TableHeadingSmall", "TableRowHeadingSmall"],
    ["TableTextTiny", "TableHeadingTiny", "TableRowHeadingTiny"],
];

/// A cell of a row above that goes on.
#[derive(Debug, Clone, Copy)]
struct Above {
    /// The first row it does not take.
    until: usize,
    columns: usize,
}

impl<'a> Emitter<'a> {
    /// Writes a table with its caption.
    pub fn table(&mut self, table: &'a Table, source: TextRange, place: &Place) {
        let landscape = place.is_top.then(|| self.page.text_width(true));
        let layout = columns::layout(table, place.width, landscape);
        if layout.landscape != self.landscape && place.is_top {
            self.turn();
        }
        // What waits for a paragraph and is no id has to be written before the table.
        self.flush(place);
        let inner = Place { width: layout.widths.iter().sum(), alignment: Alignment::None, ..*place };
        let caption = table.caption.as_ref();
        let is_below = caption.is_some_and(|caption| caption.position == Position::Below);
        self.caption(caption.filter(|_| !is_below), &inner);
        let count = table.columns.len();
        // Parts are about equally wide.
        let step = count.div_ceil(count.div_ceil(MAX_COLUMNS).max(1)).max(1);
        for start in (0..count).step_by(step) {
            self.band(table, &layout, start..count.min(start + step), &inner);
        }
        self.caption(caption.filter(|_| is_below), &inner);
        if count > MAX_COLUMNS {
            let message = format!("the DOCX shows the table in parts: its format has at most {MAX_COLUMNS} columns");
            self.diagnostics.push(Diagnostic::new("typesetting", source, message).at_most(Severity::Warning));
        }
    }

    /// Ends the section: the pages that follow stand where these lie on their side, and lie where these stand.
    pub fn turn(&mut self) {
        self.after_table = false;
        // A section begins a page anyway.
        self.pending.page_break = false;
        self.paragraphs += 1;
        let xml = &mut self.part.xml;
        xml.open("w:p", &[]);
        xml.open("w:pPr", &[]);
        xml.property("w:pStyle", "Gap");
        self.section_properties(self.landscape);
        self.part.xml.close();
        self.part.xml.close();
        self.landscape = !self.landscape;
    }

    /// Writes as many columns as a table may have.
    fn band(&mut self, table: &'a Table, layout: &Layout, columns: Range<usize>, place: &Place) {
        if self.after_table {
            // Tables that nothing parts are one.
            self.gap(place);
        }
        let widths = layout.widths.get(columns.clone()).unwrap_or_default();
        let sum = widths.iter().sum::<u32>().to_string();
        self.part.xml.open("w:tbl", &[]);
        self.table_properties(table, &sum, place);
        let xml = &mut self.part.xml;
        xml.open("w:tblGrid", &[]);
        for width in widths {
            xml.empty("w:gridCol", &[("w:w", &width.to_string())]);
        }
        xml.close();
        let mut above: Vec<Option<Above>> = vec![None; table.columns.len()];
        for (number, row) in table.rows.iter().enumerate() {
            let mut row = RowWriter { table, layout, columns: columns.clone(), number, row, place };
            row.write(self, &mut above);
        }
        self.part.xml.close();
        self.after_table = true;
    }

    fn table_properties(&mut self, table: &'a Table, width: &str, place: &Place) {
        let caption = Self::caption_words(table.caption.as_ref());
        let xml = &mut self.part.xml;
        xml.open("w:tblPr", &[]);
        xml.property("w:tblStyle", "WorkProductTable");
        xml.empty("w:tblW", &[("w:w", width), ("w:type", "dxa")]);
        if place.indent > 0 {
            xml.empty("w:tblInd", &[("w:w", &place.indent.to_string()), ("w:type", "dxa")]);
        }
        xml.empty("w:tblLayout", &[("w:type", "fixed")]);
        let first_row = if table.header_rows > 0 { "1" } else { "0" };
        xml.empty(
            "w:tblLook",
            &[
                ("w:val", if table.header_rows > 0 { "0420" } else { "0400" }),
                ("w:firstRow", first_row),
                ("w:lastRow", "0"),
                ("w:firstColumn", "0"),
                ("w:lastColumn", "0"),
                ("w:noHBand", "0"),
                ("w:noVBand", "1"),
            ],
        );
        if let Some(caption) = caption {
            xml.property("w:tblCaption", &caption);
        }
        xml.close();
    }
}

/// Writes a row, or the part of it that stands in a band of columns.
struct RowWriter<'a, 'p> {
    table: &'a Table,
    layout: &'p Layout,
    columns: Range<usize>,
    number: usize,
    row: &'a Row,
    place: &'p Place,
}

impl<'a> RowWriter<'a, '_> {
    fn write(&mut self, emitter: &mut Emitter<'a>, above: &mut [Option<Above>]) {
        let is_header = self.number < self.table.header_rows;
        if self.columns.start == 0 {
            emitter.pending.ids.extend(self.row.ids.iter().map(String::as_str));
        }
        let xml = &mut emitter.part.xml;
        xml.open("w:tr", &[]);
        if is_header || columns::longest_cell(&self.row.cells) < WHOLE {
            xml.open("w:trPr", &[]);
            xml.empty("w:cantSplit", &[]);
            if is_header {
                xml.empty("w:tblHeader", &[]);
            }
            xml.close();
        }
        let mut cells = self.row.cells.iter().peekable();
        let mut column = 0;
        while column < self.table.columns.len() {
            let taken = if let Some(cell) = cells.next_if(|cell| cell.column <= column) {
                let columns = cell.columns.max(1);
                let until = self.number + cell.rows;
                if let Some(slot) = above.get_mut(column) {
                    *slot = (cell.rows > 1).then_some(Above { until, columns });
                }
                self.cell(emitter, column..column + columns, Some(cell), cell.rows > 1);
                columns
            } else {
                let going_on = above.get(column).copied().flatten().filter(|cell| cell.until > self.number);
                let columns = going_on.map_or(1, |cell| cell.columns);
                self.cell(emitter, column..column + columns, None, going_on.is_some());
                columns
            };
            column += taken;
        }
        emitter.part.xml.close();
    }

    /// Writes the part of a cell that stands in the band, with what it says where it begins.
    fn cell(&self, emitter: &mut Emitter<'a>, columns: Range<usize>, cell: Option<&'a Cell>, is_tall: bool) {
        let shown = columns.start.max(self.columns.start)..columns.end.min(self.columns.end);
        if shown.is_empty() {
            return;
        }
        let is_header = self.number < self.table.header_rows;
        let width: u32 = self.layout.widths.get(shown.clone()).unwrap_or_default().iter().sum();
        let xml = &mut emitter.part.xml;
        xml.open("w:tc", &[]);
        xml.open("w:tcPr", &[]);
        xml.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")]);
        if shown.len() > 1 {
            xml.property("w:gridSpan", &shown.len().to_string());
        }
        match (is_tall, cell) {
            (true, Some(_)) => xml.property("w:vMerge", "restart"),
            (true, None) => xml.empty("w:vMerge", &[]),
            (false, _) => {}
        }
        if is_header {
            let accent = super::templates::accent(emitter.publication.options.style);
            xml.empty("w:shd", &[("w:val", "clear"), ("w:color", "auto"), ("w:fill", accent)]);
            xml.property("w:vAlign", "center");
        }
        xml.close();
        let [text, heading, row_heading] = STYLES[self.layout.size.min(STYLES.len() - 1)];
        let style = match cell.and_then(|cell| cell.header) {
            _ if is_header => heading,
            Some(Scope::Row | Scope::Rows) => row_heading,
            _ => text,
        };
        let asked = cell.map_or(Alignment::None, |cell| cell.alignment);
        let usual = self.table.columns.get(columns.start).map_or(Alignment::None, |column| column.alignment);
        let place = Place {
            style,
            indent: 0,
            width: width.saturating_sub(PADDING),
            level: 0,
            alignment: if asked == Alignment::None { usual } else { asked },
            frame: None,
            is_top: false,
            keep_next: self.place.keep_next,
        };
        let begins = columns.start == shown.start;
        emitter.cell_content(cell.filter(|_| begins), &place);
        emitter.part.xml.close();
    }
}

impl<'a> Emitter<'a> {
    fn cell_content(&mut self, cell: Option<&'a Cell>, place: &Place) {
        self.after_table = false;
        let before = self.paragraphs;
        if let Some(cell) = cell {
            self.pending.ids.extend(cell.ids.iter().map(String::as_str));
            self.blocks(&cell.blocks, place);
            self.flush(place);
        }
        if self.after_table || self.paragraphs == before {
            self.after_table = false;
            self.open_paragraph(place.style, place, super::emit::Setting::default());
            self.close_paragraph();
        }
    }
}
