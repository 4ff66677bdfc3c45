//! Footnotes, numbered as the tree numbers them.

use std::collections::VecDeque;

use super::emit::{Emitter, Mark, Place};
use super::inlines::Look;
use super::part::Part;

/// What became of each note.
pub(super) struct Notes {
    /// How the mark of each note is counted; `None` while nothing refers to it.
    placed: Vec<Option<Counting>>,
    /// How many the program that shows the document counts by itself.
    counted: usize,
    /// Notes that only notes refer to, in the order in which they are met.
    waiting: VecDeque<usize>,
    /// The notes are written now.
    inside: bool,
}

/// Who counts a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counting {
    /// The program that shows the document.
    Program,
    /// The tree: the number is written.
    Written,
    /// The note stands in another.
    InNote,
}

impl Notes {
    pub fn new(count: usize) -> Self {
        Self { placed: vec![None; count], counted: 0, waiting: VecDeque::new(), inside: false }
    }
}

impl<'a> Emitter<'a> {
    /// Writes a reference to a note.
    pub fn note_reference(&mut self, note: usize, ids: &'a [String]) {
        let (first, others) = ids.split_first().map_or((None, ids), |(first, others)| (Some(first), others));
        for id in others {
            self.bookmark(id);
        }
        let bookmark = first.map(|id| self.open_bookmark(id));
        match self.notes.placed.get(note).copied() {
            Some(None) if !self.notes.inside => self.first_reference(note),
            Some(None) => {
                self.notes.waiting.push_back(note);
                self.count(note, Counting::InNote);
                self.written_reference(note);
            }
            // A field repeats the number of the mark; in a note nothing may refer to marks that move.
            Some(Some(Counting::Program)) if !self.notes.inside => self.repeated_reference(note),
            _ => self.written_reference(note),
        }
        if let Some(bookmark) = bookmark {
            self.close_bookmark(&bookmark);
        }
    }

    fn count(&mut self, note: usize, counting: Counting) {
        if let Some(place) = self.notes.placed.get_mut(note) {
            *place = Some(counting);
        }
    }

    fn first_reference(&mut self, note: usize) {
        let by_program = self.notes.counted == note;
        if by_program {
            self.notes.counted += 1;
        }
        self.count(note, if by_program { Counting::Program } else { Counting::Written });
        let id = (note + 1).to_string();
        self.open_reference();
        let xml = &mut self.part.xml;
        if by_program {
            xml.empty("w:footnoteReference", &[("w:id", &id)]);
        } else {
            xml.empty("w:footnoteReference", &[("w:customMarkFollows", "1"), ("w:id", &id)]);
            xml.open("w:t", &[]);
            xml.text(&(note + 1).to_string());
            xml.close();
        }
        xml.close();
    }

    fn repeated_reference(&mut self, note: usize) {
        let tree = self.tree;
        let Some(first) = tree.notes.get(note).and_then(|note| note.references.first()) else { return };
        let code = format!("NOTEREF {} \\f \\h", self.bookmarks.name(first));
        self.field(&code, &(note + 1).to_string(), Look { note: true, ..Look::default() });
    }

    /// Writes the number as a link to the note.
    fn written_reference(&mut self, note: usize) {
        let tree = self.tree;
        let Some(id) = tree.notes.get(note).and_then(|note| note.ids.first()) else { return };
        let name = self.bookmarks.name(id).to_owned();
        self.part.xml.open("w:hyperlink", &[("w:anchor", &name), ("w:history", "1")]);
        self.run(&(note + 1).to_string(), Look { note: true, ..Look::default() });
        self.part.xml.close();
    }

    fn open_reference(&mut self) {
        let xml = &mut self.part.xml;
        xml.open("w:r", &[]);
        xml.open("w:rPr", &[]);
        xml.property("w:rStyle", "FootnoteReference");
        xml.close();
    }

    /// Writes the number at the beginning of a note.
    pub fn note_mark(&mut self, number: Option<usize>) {
        self.open_reference();
        let xml = &mut self.part.xml;
        match number {
            None => xml.empty("w:footnoteRef", &[]),
            Some(number) => {
                xml.open("w:t", &[]);
                xml.text(&number.to_string());
                xml.close();
            }
        }
        xml.close();
        self.plain_run(" ");
    }

    /// Writes the part that holds the notes, and returns it.
    pub fn footnotes(&mut self) -> Part {
        let document = std::mem::replace(&mut self.part, Part::new("w:footnotes"));
        let pending = std::mem::take(&mut self.pending);
        self.notes.inside = true;
        self.separators();
        let place = Place { style: "FootnoteText", is_top: false, ..Place::page(self.page) };
        let tree = self.tree;
        for (index, note) in tree.notes.iter().enumerate() {
            let number = match self.notes.placed.get(index).copied().flatten() {
                Some(Counting::Program) => None,
                Some(Counting::Written) => Some(index + 1),
                Some(Counting::InNote) | None => continue,
            };
            self.part.xml.open("w:footnote", &[("w:id", &(index + 1).to_string())]);
            self.note(note, number, &place);
            while let Some(inner) = self.notes.waiting.pop_front() {
                if let Some(note) = tree.notes.get(inner) {
                    self.note(note, Some(inner + 1), &place);
                }
            }
            self.part.xml.close();
        }
        self.notes.inside = false;
        self.pending = pending;
        std::mem::replace(&mut self.part, document)
    }

    fn note(&mut self, note: &'a crate::render::tree::Note, number: Option<usize>, place: &Place) {
        self.after_table = false;
        self.pending.ids.extend(note.ids.iter().map(String::as_str));
        self.pending.mark = Some(Mark::Note(number));
        self.blocks(&note.blocks, place);
        self.flush(place);
        if self.after_table || !self.pending.ids.is_empty() {
            self.gap(place);
        }
    }

    /// The lines between text and notes.
    fn separators(&mut self) {
        for (id, kind, line) in
            [("-1", "separator", "w:separator"), ("0", "continuationSeparator", "w:continuationSeparator")]
        {
            let xml = &mut self.part.xml;
            xml.open("w:footnote", &[("w:type", kind), ("w:id", id)]);
            xml.open("w:p", &[]);
            xml.open("w:pPr", &[]);
            xml.empty("w:spacing", &[("w:after", "0"), ("w:line", "240"), ("w:lineRule", "auto")]);
            xml.close();
            xml.open("w:r", &[]);
            xml.empty(line, &[]);
            for _ in ["w:r", "w:p", "w:footnote"] {
                xml.close();
            }
        }
    }
}
