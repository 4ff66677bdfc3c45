//! Footnotes, numbered in the order of their first reference.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Diagnostic, Severity};
use crate::markdown::{Document, NodeId, NodeKind};
use crate::render::tree::{Inline, InlineKind, Note};
use crate::source::TextRange;

use super::Builder;

/// The footnotes of a document.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// Definitions by name, in lower case; the first of a name counts.
    definitions: HashMap<String, NodeId>,
    /// Names in the order of the definitions.
    names: Vec<String>,
    /// Index of each note that is referred to.
    numbers: HashMap<String, usize>,
    /// Name and note, not built yet.
    found: Vec<(String, Note)>,
}

impl Notes {
    /// The definitions, none of them referred to.
    pub fn new(document: &Document) -> Self {
        let mut notes = Self::default();
        for node in document.descendants(document.root()) {
            if let NodeKind::FootnoteDefinition { name } = document.kind(node) {
                let name = name.to_lowercase();
                notes.names.push(name.clone());
                notes.definitions.entry(name).or_insert(node);
            }
        }
        notes
    }
}

impl Builder<'_> {
    /// A reference to a footnote; without a definition it is the text it is written as.
    pub(super) fn note_reference(&mut self, name: &str, source: TextRange) -> Inline {
        let key = name.to_lowercase();
        let Some(&definition) = self.notes.definitions.get(&key) else {
            return Inline { source, kind: InlineKind::Text(format!("[^{name}]")), ..Inline::default() };
        };
        let index = match self.notes.numbers.get(&key) {
            Some(&index) => index,
            None => self.new_note(key, definition),
        };
        let used = self.notes.found.get(index).map_or(0, |(_, note)| note.references.len());
        let id = self.ids.fresh(&match used {
            0 => format!("reference-{}", index + 1),
            more => format!("reference-{}-{}", index + 1, more + 1),
        });
        if let Some((_, note)) = self.notes.found.get_mut(index) {
            note.references.push(id.clone());
        }
        Inline { source, ids: vec![id], kind: InlineKind::Note(index) }
    }

    fn new_note(&mut self, key: String, definition: NodeId) -> usize {
        let index = self.notes.found.len();
        let id = self.ids.fresh(&format!("footnote-{}", index + 1));
        let source = self.publication.work.document.range(definition);
        let note = Note { source, ids: vec![id], ..Note::default() };
        self.notes.numbers.insert(key.clone(), index);
        self.notes.found.push((key, note));
        index
    }

    /// All notes that are referred to; building one may refer to more.
    pub(super) fn footnotes(&mut self) -> Vec<Note> {
        let mut index = 0;
        while let Some(key) = self.notes.found.get(index).map(|(key, _)| key.clone()) {
            if let Some(&definition) = self.notes.definitions.get(&key) {
                let blocks = self.children(definition);
                let blocks = self.blocks(&blocks);
                if let Some((_, note)) = self.notes.found.get_mut(index) {
                    note.blocks = blocks;
                }
            }
            index += 1;
        }
        self.unreferenced();
        std::mem::take(&mut self.notes.found).into_iter().map(|(_, note)| note).collect()
    }

    fn unreferenced(&mut self) {
        let mut seen = HashSet::new();
        let names = std::mem::take(&mut self.notes.names);
        for name in names.iter().filter(|name| !self.notes.numbers.contains_key(*name)) {
            let Some(&definition) = self.notes.definitions.get(name).filter(|_| seen.insert(name)) else { continue };
            let range = self.publication.work.document.range(definition);
            let message = format!("nothing refers to footnote `{name}`, so it is not shown");
            let found = Diagnostic::new("content-shown", range, message).at_most(Severity::Warning);
            self.diagnostics.push(found.help(format!("write `[^{name}]` where it belongs, or delete it")));
        }
    }
}
