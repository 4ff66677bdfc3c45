//! What is written and what is still to be written: paragraphs, and what waits for the next one.

use crate::diagnostic::Diagnostic;
use crate::render::Publication;
use crate::render::tree::{Alignment, Tree};

use super::bookmarks::Bookmarks;
use super::lists::{List, Number, STEP, shared};
use super::notes::Notes;
use super::page::{Furniture, Page};
use super::part::Part;
use super::pictures::Pictures;

/// Writes a publication.
pub(super) struct Emitter<'a> {
    pub publication: &'a Publication<'a>,
    pub tree: &'a Tree,
    pub page: Page,
    /// What is written now: the document or its footnotes.
    pub part: Part,
    pub furniture: Furniture,
    /// The section that is written is the first.
    pub first_section: bool,
    /// Its pages lie on their side.
    pub landscape: bool,
    pub pending: Pending<'a>,
    /// A table stands right above.
    pub after_table: bool,
    /// Paragraphs written so far.
    pub paragraphs: usize,
    /// Boxes written so far.
    boxes: u32,
    pub bookmarks: Bookmarks<'a>,
    pub pictures: Pictures<'a>,
    pub lists: Vec<List>,
    pub notes: Notes,
    pub diagnostics: Vec<Diagnostic>,
}

/// What the next paragraph takes along.
#[derive(Default)]
pub(super) struct Pending<'a> {
    /// Ids of blocks that begin here.
    pub ids: Vec<&'a str>,
    /// It begins an item.
    pub number: Option<Number>,
    /// What stands before its text.
    pub mark: Option<Mark>,
    /// It begins a page.
    pub page_break: bool,
}

/// What stands before the text of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mark {
    /// A check box.
    Box(bool),
    /// The number of a footnote: the program's own count, or the number given.
    Note(Option<usize>),
}

/// What surrounds a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// Style of ordinary paragraphs.
    pub style: &'static str,
    /// White at the left, in twentieths of a point.
    pub indent: u32,
    /// Width there is, in twentieths of a point.
    pub width: u32,
    /// Level a list would have.
    pub level: usize,
    pub alignment: Alignment,
    /// A line at the left, and what the paragraph is filled with.
    pub frame: Option<Frame>,
    /// Neither in a list nor in a cell nor in a note: a page may end.
    pub is_top: bool,
    /// What follows belongs here.
    pub keep_next: bool,
}

/// A line at the left of paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Frame {
    pub line: &'static str,
    pub fill: Option<&'static str>,
}

impl Place {
    /// The text of a page.
    pub fn page(page: Page) -> Self {
        Self {
            style: "Normal",
            indent: 0,
            width: page.text_width(false),
            level: 0,
            alignment: Alignment::None,
            frame: None,
            is_top: true,
            keep_next: false,
        }
    }

    /// The same, further right.
    pub fn indented(&self, by: u32) -> Self {
        let by = by.min(self.width.saturating_sub(MIN_WIDTH));
        Self { indent: self.indent + by, width: self.width - by, is_top: false, ..*self }
    }

    /// Text is smaller here than elsewhere.
    pub fn is_small(&self) -> bool {
        self.style.starts_with("Table") || self.style == "FootnoteText"
    }
}

/// However deep a block stands, so much is left of the line.
const MIN_WIDTH: u32 = 2 * STEP;

/// How a paragraph is set, besides its place.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Setting {
    pub keep_next: bool,
    pub keep_lines: bool,
    /// White above and below, in twentieths of a point, where it is not the style's.
    pub space: Option<(u32, u32)>,
    /// A tab at the end of the line, without the dots that the style has.
    pub end_tab: bool,
}

impl<'a> Emitter<'a> {
    pub fn new(publication: &'a Publication<'a>) -> Self {
        let tree = &publication.tree;
        let mut part = Part::new("w:document");
        part.xml.open("w:body", &[]);
        let furniture = Furniture::new(&mut part.relationships);
        Self {
            publication,
            tree,
            page: Page::new(publication.options.page_size),
            part,
            furniture,
            first_section: true,
            landscape: false,
            pending: Pending::default(),
            after_table: false,
            paragraphs: 0,
            boxes: 0,
            bookmarks: Bookmarks::default(),
            pictures: Pictures::default(),
            lists: shared(),
            notes: Notes::new(tree.notes.len()),
            diagnostics: Vec::new(),
        }
    }

    /// Begins a paragraph, with everything that waits for it.
    pub fn open_paragraph(&mut self, style: &str, place: &Place, setting: Setting) {
        self.paragraphs += 1;
        let gap = std::mem::take(&mut self.after_table) && style == place.style;
        let number = self.pending.number.take();
        let page_break = std::mem::take(&mut self.pending.page_break);
        let xml = &mut self.part.xml;
        xml.open("w:p", &[]);
        xml.open("w:pPr", &[]);
        if style != "Normal" {
            xml.property("w:pStyle", style);
        }
        if setting.keep_next || place.keep_next {
            xml.empty("w:keepNext", &[]);
        }
        if setting.keep_lines {
            xml.empty("w:keepLines", &[]);
        }
        if page_break {
            xml.empty("w:pageBreakBefore", &[]);
        }
        if let Some(Number { list, level }) = number {
            xml.open("w:numPr", &[]);
            xml.property("w:ilvl", &level.to_string());
            xml.property("w:numId", &list.to_string());
            xml.close();
        }
        self.borders(style, place);
        if setting.end_tab {
            self.end_tab();
        }
        self.spacing(setting, gap, page_break);
        self.indentation(place, number);
        self.alignment(place.alignment);
        self.part.xml.close();
        self.place_ids();
        self.mark();
    }

    /// Ends the paragraph.
    pub fn close_paragraph(&mut self) {
        self.part.xml.close();
    }

    /// Writes a paragraph that only carries what waits for one, if anything does.
    pub fn flush(&mut self, place: &Place) {
        if self.pending.number.is_some() || self.pending.mark.is_some() || self.pending.page_break {
            self.open_paragraph(place.style, place, Setting::default());
            self.close_paragraph();
        }
    }

    /// The place of a box: paragraphs with the same frame at the same place are one box, so the next one stands a
    /// little aside.
    pub fn boxed(&mut self, place: &Place, by: u32) -> Place {
        self.boxes += 1;
        let inner = place.indented(by);
        Place { indent: inner.indent + self.boxes % 2, ..inner }
    }

    /// Writes an all but invisible paragraph, where the format wants one.
    pub fn gap(&mut self, place: &Place) {
        self.open_paragraph("Gap", place, Setting::default());
        self.close_paragraph();
    }

    /// Marks the places of the ids that wait.
    pub fn place_ids(&mut self) {
        for id in std::mem::take(&mut self.pending.ids) {
            self.bookmark(id);
        }
    }

    fn spacing(&mut self, setting: Setting, gap: bool, page_break: bool) {
        let (before, after) = match setting.space {
            Some((before, after)) => (before, Some(after.to_string())),
            None if page_break => (0, None),
            None if gap => (200, None),
            None => return,
        };
        let before = before.to_string();
        let mut attributes = vec![("w:before", before.as_str())];
        attributes.extend(after.as_deref().map(|after| ("w:after", after)));
        self.part.xml.empty("w:spacing", &attributes);
    }

    fn end_tab(&mut self) {
        let end = self.page.text_width(false).to_string();
        self.part.xml.open("w:tabs", &[]);
        self.part.xml.empty("w:tab", &[("w:val", "right"), ("w:pos", &end)]);
        self.part.xml.close();
    }

    fn borders(&mut self, style: &str, place: &Place) {
        // Code has borders of its own.
        let Some(frame) = place.frame.filter(|_| style != "Code" && style != "Rule") else { return };
        let xml = &mut self.part.xml;
        xml.open("w:pBdr", &[]);
        let line = [("w:val", "single"), ("w:sz", "18"), ("w:space", "8"), ("w:color", frame.line)];
        xml.empty("w:left", &line);
        xml.close();
        if let Some(fill) = frame.fill {
            xml.empty("w:shd", &[("w:val", "clear"), ("w:color", "auto"), ("w:fill", fill)]);
        }
    }

    fn indentation(&mut self, place: &Place, number: Option<Number>) {
        let usual = number.map_or(0, |number| STEP * u32::try_from(number.level + 1).unwrap_or(0));
        if place.indent == usual {
            return;
        }
        let (left, step) = (place.indent.to_string(), STEP.to_string());
        let mut attributes = vec![("w:left", left.as_str())];
        if number.is_some() {
            attributes.push(("w:hanging", &step));
        }
        self.part.xml.empty("w:ind", &attributes);
    }

    fn alignment(&mut self, alignment: Alignment) {
        let side = match alignment {
            Alignment::None => return,
            Alignment::Left => "left",
            Alignment::Center => "center",
            Alignment::Right => "right",
        };
        self.part.xml.property("w:jc", side);
    }

    /// Writes the check box or the number that waits.
    fn mark(&mut self) {
        match self.pending.mark.take() {
            None => {}
            Some(Mark::Box(checked)) => self.check_box(checked),
            Some(Mark::Note(number)) => self.note_mark(number),
        }
    }

    fn check_box(&mut self, checked: bool) {
        let xml = &mut self.part.xml;
        xml.open("w:sdt", &[]);
        xml.open("w:sdtPr", &[]);
        xml.open("w14:checkbox", &[]);
        xml.empty("w14:checked", &[("w14:val", if checked { "1" } else { "0" })]);
        xml.empty("w14:checkedState", &[("w14:val", "2611"), ("w14:font", "Segoe UI Symbol")]);
        xml.empty("w14:uncheckedState", &[("w14:val", "2610"), ("w14:font", "Segoe UI Symbol")]);
        xml.close();
        xml.close();
        xml.open("w:sdtContent", &[]);
        xml.open("w:r", &[]);
        xml.open("w:rPr", &[]);
        let font = "Segoe UI Symbol";
        let fonts = [("w:ascii", font), ("w:eastAsia", font), ("w:hAnsi", font), ("w:cs", font)];
        xml.empty("w:rFonts", &fonts);
        xml.close();
        xml.open("w:t", &[]);
        xml.text(if checked { "☑" } else { "☐" });
        for _ in ["w:t", "w:r", "w:sdtContent", "w:sdt"] {
            xml.close();
        }
        self.plain_run(" ");
    }
}
