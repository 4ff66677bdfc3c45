//! The generated Typst: a buffer with a map back to the Markdown, labels, notes and pictures.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use typst::foundations::Bytes;

use crate::diagnostic::Diagnostic;
use crate::render::Publication;
use crate::render::tree::{Block, Tree};
use crate::source::TextRange;

use super::fonts::{Coverage, is_invisible};
use super::targets;
use super::text::{LONG_WORD, literal, pieces, push_literal};

/// Typst sets containers nested so deep; what is deeper is written without them.
const MAX_DEPTH: usize = 12;

/// Typst's time for a paragraph grows with the square of its pieces; a text without any space goes on in another.
const MAX_PIECES: usize = 400;

/// What Typst is given.
pub(super) struct Generated {
    /// The main file.
    pub source: String,
    /// What comes from where.
    pub marks: Vec<Mark>,
    /// Pictures by the name the main file calls them.
    pub files: BTreeMap<String, Bytes>,
    /// Where each picture is first shown.
    pub shown_at: BTreeMap<String, TextRange>,
    /// What could not be shown.
    pub diagnostics: Vec<Diagnostic>,
}

/// From a place in the main file on, its text comes from a place of the prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// Offset in the main file.
    pub at: usize,
    /// Place in the prose.
    pub source: TextRange,
    /// The picture shown there.
    pub drawing: Option<String>,
}

/// Writes a publication as Typst.
pub(super) struct Emitter<'a> {
    pub publication: &'a Publication<'a>,
    pub out: String,
    pub marks: Vec<Mark>,
    pub coverage: Coverage,
    /// Footnotes set so far, and those being set, by index.
    pub notes_done: HashSet<usize>,
    pub notes_open: Vec<usize>,
    /// Ids that links lead to, and those of them that stand in the text.
    wanted: BTreeSet<&'a str>,
    placed: BTreeSet<&'a str>,
    /// Ids in a heading, which the contents repeat: they are placed after it.
    pub deferred: Option<Vec<&'a str>>,
    pub files: BTreeMap<String, Bytes>,
    pub shown_at: BTreeMap<String, TextRange>,
    /// Names of the pictures already given, by key; `None` for those that cannot be decoded.
    pub picture_names: BTreeMap<&'a str, Option<String>>,
    /// Pictures and diagrams named so far.
    pub drawings: usize,
    pub diagnostics: Vec<Diagnostic>,
    /// Ranks of the headings that the text now written stands under.
    pub ranks: Vec<u8>,
    /// Depth of containers around what is being written.
    pub depth: usize,
    /// Width there is for a table, in points.
    pub available: f64,
    /// Words longer than this are broken where they are written; in table cells that is early.
    pub long_word: usize,
    /// Names of the pictures that Typst has refused.
    pub refused: &'a HashSet<String>,
}

impl<'a> Emitter<'a> {
    /// An emitter with nothing written.
    pub fn new(publication: &'a Publication<'a>, refused: &'a HashSet<String>) -> Self {
        let mut emitter = Self {
            publication,
            out: String::with_capacity(publication.work.text().len() * 2),
            marks: Vec::new(),
            coverage: Coverage::default(),
            notes_done: HashSet::new(),
            notes_open: Vec::new(),
            wanted: targets::wanted(&publication.tree),
            placed: BTreeSet::new(),
            deferred: None,
            files: BTreeMap::new(),
            shown_at: BTreeMap::new(),
            picture_names: BTreeMap::new(),
            drawings: 0,
            diagnostics: Vec::new(),
            ranks: Vec::new(),
            depth: 0,
            available: 0.0,
            long_word: LONG_WORD,
            refused,
        };
        emitter.available = emitter.text_width(false);
        emitter
    }

    /// The tree.
    pub fn tree(&self) -> &'a Tree {
        &self.publication.tree
    }

    /// Says that what follows comes from `source`.
    pub fn mark(&mut self, source: TextRange) {
        if self.marks.last().is_none_or(|last| last.source != source || last.drawing.is_some()) {
            self.marks.push(Mark { at: self.out.len(), source, drawing: None });
        }
    }

    /// Writes Typst.
    pub fn raw(&mut self, typst: &str) {
        self.out.push_str(typst);
    }

    /// Enters a container; `false` where it must be flattened.
    pub fn enter(&mut self) -> bool {
        self.depth += 1;
        self.depth <= MAX_DEPTH
    }

    /// Leaves a container.
    pub fn leave(&mut self) {
        self.depth -= 1;
    }

    /// What can be drawn of `text`: nothing invisible, a replacement for what no font has.
    pub fn drawable(&mut self, text: &str, source: TextRange) -> String {
        let mut shown = String::with_capacity(text.len());
        // Where text and source run alike, the character itself is the place.
        let exact = self.publication.work.slice(source) == text;
        for (at, c) in text.char_indices() {
            if is_invisible(c) {
                continue;
            }
            if self.coverage.has(c) {
                shown.push(c);
                continue;
            }
            let own = source.inside(at..at + c.len_utf8());
            self.coverage.miss(c, if exact { own } else { source });
            shown.push('\u{fffd}');
        }
        shown
    }

    /// Writes running text; white space is one space.
    pub fn text(&mut self, text: &str, source: TextRange) {
        let shown = self.drawable(text, source);
        let is_space = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
        // Spaces at the ends are Typst's own, which fall together with those around them.
        self.raw(if shown.starts_with(is_space) { " " } else { "" });
        let words: Vec<&str> = shown.split(is_space).filter(|word| !word.is_empty()).collect();
        for (index, piece) in pieces(&words.join(" "), self.long_word).into_iter().enumerate() {
            if index > 0 {
                self.raw(if index % MAX_PIECES == 0 { "#parbreak();" } else { "#B;" });
            }
            self.raw("#");
            push_literal(&mut self.out, piece);
            self.raw(";");
        }
        self.raw(if !words.is_empty() && shown.ends_with(is_space) { " " } else { "" });
    }

    /// Writes text that stands nowhere in the source.
    pub fn plain(&mut self, text: &str) {
        self.text(text, TextRange::default());
    }

    /// Writes a code span.
    pub fn code(&mut self, code: &str, source: TextRange) {
        let shown = self.drawable(code, source);
        // The pieces tell the show rule where to break; the element keeps its text whole.
        for (index, parts) in pieces(&shown, self.long_word).chunks(MAX_PIECES).enumerate() {
            self.raw(if index > 0 { "#parbreak();" } else { "" });
            self.raw(if parts.len() > 1 { "#pieces(" } else { "#raw(" });
            for part in parts {
                push_literal(&mut self.out, part);
                self.raw(", ");
            }
            self.raw(");");
        }
    }

    /// Places the ids that links lead to.
    pub fn anchors(&mut self, ids: &'a [String]) {
        for id in ids {
            let id = id.as_str();
            if !self.wanted.contains(id) || !self.placed.insert(id) {
                continue;
            }
            match &mut self.deferred {
                Some(deferred) => deferred.push(id),
                None => self.anchor(id),
            }
        }
    }

    fn anchor(&mut self, id: &str) {
        let anchor = format!("#metadata(none)#label({});", literal(id));
        self.raw(&anchor);
    }

    /// Labels what was written last with its own id, and places what was held back.
    pub fn label(&mut self, ids: &'a [String]) {
        let (own, others) = ids.split_at(1.min(ids.len()));
        for id in own {
            if self.placed.insert(id) {
                let label = format!("#label({})", literal(id));
                self.raw(&label);
            }
        }
        self.raw("\n");
        for id in self.deferred.take().unwrap_or_default() {
            self.anchor(id);
        }
        self.anchors(others);
    }

    /// Writes blocks that stand in a container.
    pub fn body(&mut self, blocks: &'a [Block], tight: bool) {
        match blocks {
            [Block { source, ids, kind: crate::render::tree::BlockKind::Paragraph(inlines) }] => {
                self.mark(*source);
                self.anchors(ids);
                self.inlines(inlines);
            }
            _ => self.blocks(blocks, if tight { "\n" } else { "\n\n" }),
        }
    }

    /// Ends the document: links must not lead to labels that were never put.
    pub fn finish(mut self) -> Generated {
        let lost: Vec<&str> = self.wanted.difference(&self.placed).copied().collect();
        self.raw("\n");
        for id in lost {
            self.anchor(id);
        }
        self.diagnostics.extend(self.coverage.diagnostics());
        Generated {
            source: self.out,
            marks: self.marks,
            files: self.files,
            shown_at: self.shown_at,
            diagnostics: self.diagnostics,
        }
    }
}
