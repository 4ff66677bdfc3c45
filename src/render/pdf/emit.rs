//! The generated Typst: a buffer with a map back to the Markdown, labels, notes and pictures.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use typst::foundations::Bytes;

use crate::diagnostic::Diagnostic;
use crate::markdown::{Document, NodeId, NodeKind};
use crate::render::Publication;
use crate::source::TextRange;

use super::fonts::{Coverage, is_invisible};
use super::text::{LONG_WORD, pieces, push_literal};

/// Containers may be nested so deep; what is deeper is written without its markup.
const MAX_DEPTH: usize = 12;

/// What Typst is given.
pub(super) struct Generated {
    /// The main file.
    pub source: String,
    /// Where the text of each node begins in it.
    pub marks: Vec<(usize, NodeId)>,
    /// Pictures by the name the main file calls them.
    pub pictures: BTreeMap<String, Bytes>,
    /// Where each picture is first shown.
    pub shown_at: HashMap<String, NodeId>,
    /// What could not be shown.
    pub diagnostics: Vec<Diagnostic>,
}

/// Writes a publication as Typst.
pub(super) struct Emitter<'a> {
    pub publication: &'a Publication<'a>,
    pub out: String,
    marks: Vec<(usize, NodeId)>,
    coverage: Coverage,
    /// Definitions of the footnotes, by lower-case name, with their index.
    notes: HashMap<&'a str, (usize, NodeId)>,
    /// Footnotes set so far, and those being set.
    pub notes_done: HashSet<usize>,
    pub notes_open: Vec<usize>,
    /// Explicit ids by the block they stand in, as indices.
    ids: HashMap<NodeId, Vec<usize>>,
    /// Index of an explicit id.
    id_index: HashMap<&'a str, usize>,
    /// Labels that stand in the text, and labels that links lead to.
    labels: BTreeSet<String>,
    wanted: BTreeSet<String>,
    pub pictures: BTreeMap<String, Bytes>,
    pub shown_at: HashMap<String, NodeId>,
    /// Names of the pictures already given, by destination; `None` for those that cannot be decoded.
    pub picture_names: HashMap<String, Option<String>>,
    pub diagnostics: Vec<Diagnostic>,
    /// Level of the last heading.
    pub level: usize,
    /// Depth of containers around what is being written.
    pub depth: usize,
    /// Words longer than this are broken where they are written; in table cells that is early.
    pub long_word: usize,
    /// In the text of a link: no link in a link.
    pub in_link: bool,
    /// In a heading, which the contents repeat.
    pub in_heading: bool,
    /// Sections that the contents list.
    pub listed: HashSet<usize>,
    /// Pictures and diagrams that Typst has refused.
    pub refused: &'a HashSet<NodeId>,
}

impl<'a> Emitter<'a> {
    /// An emitter with nothing written.
    pub fn new(publication: &'a Publication<'a>, refused: &'a HashSet<NodeId>) -> Self {
        let document = &publication.work.document;
        let mut ids: HashMap<NodeId, Vec<usize>> = HashMap::new();
        let mut id_index = HashMap::new();
        let explicit = document.explicit_ids.iter().map(|explicit| (&*explicit.id, explicit.block));
        let nested = publication.work.anchors.nested.iter().map(|(heading, slug)| (slug.as_str(), *heading));
        for (index, (id, block)) in explicit.chain(nested).enumerate() {
            if let std::collections::hash_map::Entry::Vacant(entry) = id_index.entry(id) {
                entry.insert(index);
                ids.entry(block).or_default().push(index);
            }
        }
        let notes = publication.footnotes.iter().enumerate();
        Self {
            publication,
            out: String::with_capacity(publication.work.text().len() * 2),
            marks: Vec::new(),
            coverage: Coverage::default(),
            notes: notes.map(|(index, (name, node))| (name.as_str(), (index, *node))).collect(),
            notes_done: HashSet::new(),
            notes_open: Vec::new(),
            ids,
            id_index,
            labels: BTreeSet::new(),
            wanted: BTreeSet::new(),
            pictures: BTreeMap::new(),
            shown_at: HashMap::new(),
            picture_names: HashMap::new(),
            diagnostics: Vec::new(),
            level: 0,
            depth: 0,
            long_word: LONG_WORD,
            in_link: false,
            in_heading: false,
            listed: publication.contents.iter().map(|entry| entry.section).collect(),
            refused,
        }
    }

    /// The tree.
    pub fn document(&self) -> &'a Document {
        &self.publication.work.document
    }

    /// What the tree's kind of a node is.
    pub fn kind(&self, node: NodeId) -> &'a NodeKind {
        self.document().kind(node)
    }

    /// Says that what follows comes from `node`.
    pub fn mark(&mut self, node: NodeId) {
        if self.marks.last().is_none_or(|&(_, last)| last != node) {
            self.marks.push((self.out.len(), node));
        }
    }

    /// Writes Typst.
    pub fn raw(&mut self, typst: &str) {
        self.out.push_str(typst);
    }

    /// Definition of a footnote, with its index.
    pub fn note(&self, name: &str) -> Option<(usize, NodeId)> {
        self.notes.get(name.to_lowercase().as_str()).copied()
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
    pub fn drawable(&mut self, text: &str, place: TextRange) -> String {
        let mut shown = String::with_capacity(text.len());
        for (at, c) in text.char_indices() {
            if is_invisible(c) {
                continue;
            }
            if self.coverage.has(c) {
                shown.push(c);
                continue;
            }
            // Where text and source run alike, the character itself is the place.
            let own = place.inside(at..at + c.len_utf8());
            let exact = self.publication.work.slice(own).starts_with(c) && place.contains(own);
            self.coverage.miss(c, if exact { own } else { place });
            shown.push('\u{fffd}');
        }
        shown
    }

    /// Writes running text; white space is one space.
    pub fn text(&mut self, text: &str, place: TextRange) {
        let mut collapsed = String::with_capacity(text.len());
        for c in self.drawable(text, place).chars() {
            match c {
                ' ' | '\t' | '\n' | '\r' if collapsed.ends_with(' ') => {}
                ' ' | '\t' | '\n' | '\r' => collapsed.push(' '),
                c => collapsed.push(c),
            }
        }
        for (index, piece) in pieces(&collapsed, self.long_word).into_iter().enumerate() {
            if index > 0 {
                self.raw("#B;");
            }
            self.raw("#");
            push_literal(&mut self.out, piece);
            self.raw(";");
        }
    }

    /// Writes text that no node holds.
    pub fn plain(&mut self, text: &str) {
        self.text(text, TextRange::default());
    }

    /// Writes a code span.
    pub fn code(&mut self, code: &str, place: TextRange) {
        let shown = self.drawable(code, place);
        let parts = pieces(&shown, self.long_word);
        // The pieces tell the show rule where to break; the element keeps its text whole.
        self.raw(if parts.len() > 1 { "#pieces(" } else { "#raw(" });
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                self.raw(", ");
            }
            push_literal(&mut self.out, part);
        }
        self.raw(if parts.is_empty() { "\"\")" } else { ")" });
        self.raw(";");
    }

    /// The label of a section or an explicit id, by its fragment.
    pub fn label_of(&self, fragment: &str) -> Option<String> {
        let anchor = self.publication.work.anchors.get(fragment)?;
        match anchor.section {
            Some(section) => Some(format!("s{section}")),
            None => self.id_index.get(fragment).map(|index| format!("x{index}")),
        }
    }

    /// Notes that a link leads to `label`.
    pub fn want(&mut self, label: &str) {
        self.wanted.insert(label.to_owned());
    }

    /// Puts the labels of the explicit ids of a block.
    pub fn anchors_in(&mut self, block: NodeId) {
        for index in self.ids.remove(&block).unwrap_or_default() {
            let label = format!("x{index}");
            if self.labels.insert(label.clone()) {
                self.raw(&format!("#metadata(none)<{label}>"));
            }
        }
    }

    /// Puts the label of one explicit id, wherever it stands.
    pub fn anchor(&mut self, id: &str) {
        let Some(&index) = self.id_index.get(id) else { return };
        let label = format!("x{index}");
        if self.labels.insert(label.clone()) {
            self.raw(&format!("#metadata(none)<{label}>"));
        }
    }

    /// Whether a block has explicit ids left to put.
    pub fn has_anchors(&self, block: NodeId) -> bool {
        self.ids.contains_key(&block)
    }

    /// Puts the label of a section on what was written last.
    pub fn section_label(&mut self, section: usize) {
        let label = format!("s{section}");
        if self.labels.insert(label.clone()) {
            self.raw(&format!("<{label}>"));
        }
    }

    /// Ends the document: links must not lead to labels that were never put.
    pub fn finish(mut self) -> Generated {
        let lost: Vec<String> = self.wanted.difference(&self.labels).cloned().collect();
        for label in lost {
            self.raw(&format!("\n#metadata(none)<{label}>"));
        }
        self.diagnostics.extend(self.coverage.diagnostics());
        Generated {
            source: self.out,
            marks: self.marks,
            pictures: self.pictures,
            shown_at: self.shown_at,
            diagnostics: self.diagnostics,
        }
    }
}
