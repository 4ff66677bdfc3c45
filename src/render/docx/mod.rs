//! The DOCX, for reviewers who work in a word processor: the parts of the file, not yet packed.

mod blocks;
mod bookmarks;
mod columns;
mod contents;
mod emit;
mod formulas;
mod inlines;
mod lists;
mod notes;
mod page;
mod part;
mod pictures;
mod raster;
mod tables;
mod templates;
mod xml;

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::source::TextRange;

use super::Publication;
use emit::{Emitter, Place};
use part::{Relation, Relationships};

/// The parts of a file by their path in it.
type Parts = BTreeMap<String, Vec<u8>>;

/// A document before it is packed.
#[derive(Debug, Clone, Default)]
pub struct Docx {
    /// The parts by their path; packed in this order they are the file.
    pub parts: BTreeMap<String, Vec<u8>>,
    /// What could not be shown as written.
    pub diagnostics: Vec<Diagnostic>,
}

/// Writes the document.
#[must_use]
pub fn write(publication: &Publication<'_>) -> Docx {
    let mut emitter = Emitter::new(publication);
    let tree = emitter.tree;
    let place = Place::page(emitter.page);
    emitter.blocks(&tree.cover, &place);
    emitter.contents(&place);
    emitter.blocks(&tree.body, &place);
    emitter.end(&place)
}

impl Emitter<'_> {
    /// Ends the document and gathers its parts.
    fn end(mut self, place: &Place) -> Docx {
        // Ids and page breaks after the last block still have a place, and a table is followed by a paragraph.
        self.flush(place);
        if self.after_table || !self.pending.ids.is_empty() || self.paragraphs == 0 {
            self.gap(place);
        }
        self.section_properties(self.landscape);
        let mut parts = Parts::new();
        self.footnotes().finish("footnotes.xml", &mut parts);
        for (relation, target) in [
            (Relation::Styles, "styles.xml"),
            (Relation::Numbering, "numbering.xml"),
            (Relation::Settings, "settings.xml"),
            (Relation::Fonts, "fontTable.xml"),
            (Relation::Footnotes, "footnotes.xml"),
        ] {
            self.part.relationships.id(relation, target);
        }
        if let Err(error) = templates::write(&self, &mut parts) {
            let message = format!("the DOCX cannot be written: {error}");
            return Docx {
                parts: Parts::new(),
                diagnostics: vec![Diagnostic::new("typesetting", TextRange::empty(0), message)],
            };
        }
        parts.extend(self.pictures.files());
        self.part.finish("document.xml", &mut parts);
        let mut relationships = Relationships::default();
        relationships.id(Relation::Document, "word/document.xml");
        relationships.id(Relation::CoreProperties, "docProps/core.xml");
        relationships.id(Relation::Properties, "docProps/app.xml");
        parts.insert("_rels/.rels".to_owned(), relationships.write());
        parts.insert("[Content_Types].xml".to_owned(), part::content_types(&parts));
        Docx { parts, diagnostics: self.diagnostics }
    }
}
