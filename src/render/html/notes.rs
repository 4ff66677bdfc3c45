//! Footnotes, at the end of the text.

use crate::render::tree::{BlockKind, Note};

use super::writer::Writer;

impl<'p> Writer<'p> {
    pub(super) fn notes(&mut self) {
        let notes: &'p [Note] = &self.tree.notes;
        if notes.is_empty() {
            return;
        }
        self.push("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Footnotes\">\n<ol>\n");
        for (index, note) in notes.iter().enumerate() {
            self.start_around("li", &note.ids, &[]);
            // The way back stands in the line where the note ends.
            match note.blocks.split_last() {
                Some((last, before)) if matches!(last.kind, BlockKind::Paragraph(_)) => {
                    self.blocks(before);
                    self.start("p", &last.ids, &[]);
                    if let BlockKind::Paragraph(inlines) = &last.kind {
                        self.inlines(inlines);
                    }
                }
                _ => {
                    self.blocks(&note.blocks);
                    self.push("<p>");
                }
            }
            self.ways_back(index + 1, note);
            self.push("</p></li>\n");
        }
        self.push("</ol>\n</section>\n");
    }

    fn ways_back(&mut self, number: usize, note: &Note) {
        for (index, reference) in note.references.iter().enumerate() {
            self.push(" <a class=\"back\" role=\"doc-backlink\"");
            self.href_of(reference);
            let label = match index {
                0 => format!("Back to reference {number}"),
                more => format!("Back to reference {number}, {}", more + 1),
            };
            self.attribute("aria-label", &label);
            self.push("></a>");
        }
    }
}
