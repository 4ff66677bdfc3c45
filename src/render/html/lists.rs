//! Lists, tasks, terms with their details.

use crate::render::tree::{Definition, Item, Numbering, Ordinal};

use super::writer::Writer;

impl<'p> Writer<'p> {
    pub(super) fn list(&mut self, ids: &[String], numbering: Option<Numbering>, tight: bool, items: &'p [Item]) {
        let element = if numbering.is_some() { "ol" } else { "ul" };
        let mut attributes = Vec::new();
        if items.iter().any(|item| item.checked.is_some()) {
            attributes.push(("class", "tasks"));
        }
        let start = numbering.map_or(1, |numbering| numbering.start).to_string();
        if start != "1" {
            attributes.push(("start", start.as_str()));
        }
        attributes.extend(numbering.and_then(|numbering| kind(numbering.ordinal)).map(|kind| ("type", kind)));
        self.start(element, ids, &attributes);
        self.push("\n");
        for item in items {
            self.item(item, tight);
        }
        self.end(element);
        self.push("\n");
    }

    fn item(&mut self, item: &'p Item, tight: bool) {
        self.start_around("li", &item.ids, if item.checked.is_some() { &[("class", "task")] } else { &[] });
        match item.checked {
            None => {}
            Some(true) => self.push("<input type=\"checkbox\" disabled checked aria-label=\"Done\"> "),
            Some(false) => self.push("<input type=\"checkbox\" disabled aria-label=\"To do\"> "),
        }
        if tight {
            self.snug(&item.blocks);
        } else {
            self.blocks(&item.blocks);
        }
        self.push("</li>\n");
    }

    pub(super) fn definitions(&mut self, ids: &[String], definitions: &'p [Definition]) {
        self.start("dl", ids, &[]);
        self.push("\n");
        for (index, definition) in definitions.iter().enumerate() {
            let mut ids = definition.ids.as_slice();
            for term in &definition.terms {
                self.start_around("dt", std::mem::take(&mut ids), &[]);
                self.inlines(term);
                self.push("</dt>\n");
            }
            // Details without a term belong to the term before; a list begins with a term.
            if definition.terms.is_empty() && index == 0 {
                self.push("<dt></dt>\n");
            }
            for details in &definition.details {
                self.start_around("dd", std::mem::take(&mut ids), &[]);
                self.snug(details);
                self.push("</dd>\n");
            }
            if definition.details.is_empty() {
                self.push("<dd></dd>\n");
            }
        }
        self.push("</dl>\n");
    }
}

/// `type` of a list whose numbers are not plain digits.
fn kind(ordinal: Ordinal) -> Option<&'static str> {
    match ordinal {
        Ordinal::Decimal => None,
        Ordinal::LowerLetter => Some("a"),
        Ordinal::UpperLetter => Some("A"),
        Ordinal::LowerRoman => Some("i"),
        Ordinal::UpperRoman => Some("I"),
    }
}
