//! The table of contents: a field whose entries are there before anyone brings it up to date.

use super::emit::{Emitter, Place, Setting};
use super::inlines::Look;

impl Emitter<'_> {
    /// Writes the contents on a page of their own; what follows begins a page.
    pub fn contents(&mut self, place: &Place) {
        let tree = self.tree;
        let contents = &tree.contents;
        self.pending.ids.extend(contents.ids.iter().map(String::as_str));
        if contents.entries.is_empty() {
            return;
        }
        self.flush(place);
        let xml = &mut self.part.xml;
        xml.open("w:sdt", &[]);
        xml.open("w:sdtPr", &[]);
        xml.open("w:docPartObj", &[]);
        xml.property("w:docPartGallery", "Table of Contents");
        xml.empty("w:docPartUnique", &[]);
        xml.close();
        xml.close();
        xml.open("w:sdtContent", &[]);
        self.pending.page_break = true;
        self.open_paragraph("TOCHeading", place, Setting::default());
        self.plain_run(&contents.title);
        self.close_paragraph();
        let depth = self.publication.options.contents_depth.clamp(1, 9);
        // Dots that lead to a number which is not there yet would look like a fault.
        let setting = Setting { end_tab: true, ..Setting::default() };
        for (number, entry) in contents.entries.iter().enumerate() {
            self.open_paragraph(&format!("TOC{}", entry.depth.clamp(1, 9)), place, setting);
            if number == 0 {
                self.open_field(&format!("TOC \\o \"1-{depth}\" \\h \\z"));
            }
            let name = self.bookmarks.name(&entry.anchor).to_owned();
            self.part.xml.open("w:hyperlink", &[("w:anchor", &name), ("w:history", "1")]);
            let space = if entry.number.is_empty() { "" } else { " " };
            self.plain_run(&format!("{}{space}{}", entry.number, entry.title));
            self.plain_run("\t");
            // Nobody knows the page before the pages are made, and a wrong one misleads.
            self.field(&format!("PAGEREF {name} \\h"), "", Look::default());
            self.part.xml.close();
            if number + 1 == contents.entries.len() {
                // A paragraph of its own could begin a page of its own.
                self.close_field();
            }
            self.close_paragraph();
        }
        self.part.xml.close();
        self.part.xml.close();
        self.pending.page_break = true;
    }
}
