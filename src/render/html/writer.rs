//! The page in the making: elements, ids, attributes.

use crate::diagnostic::Diagnostic;
use crate::render::Publication;
use crate::render::tree::Tree;

use super::escape::{push_attribute, push_fragment, push_text};

/// What has been written so far, and what later parts depend on.
pub(super) struct Writer<'p> {
    pub publication: &'p Publication<'p>,
    pub tree: &'p Tree,
    pub out: String,
    pub diagnostics: Vec<Diagnostic>,
    /// Ranks of the sections that are open, the outermost first.
    pub ranks: Vec<u8>,
    /// What is written stands in a link.
    pub in_link: bool,
    /// Tables so far.
    pub tables: usize,
    /// Bytes of the pictures so far.
    pub pictures: usize,
}

impl<'p> Writer<'p> {
    pub fn new(publication: &'p Publication<'p>) -> Self {
        let tree = &publication.tree;
        Self {
            publication,
            tree,
            out: String::with_capacity(publication.work.text().len() * 2),
            diagnostics: Vec::new(),
            ranks: Vec::new(),
            in_link: false,
            tables: 0,
            pictures: 0,
        }
    }

    pub fn push(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    pub fn text(&mut self, text: &str) {
        push_text(&mut self.out, text);
    }

    pub fn attribute(&mut self, name: &str, value: &str) {
        push_attribute(&mut self.out, name, value);
    }

    /// ` href="#id"`.
    pub fn href_of(&mut self, id: &str) {
        self.push(" href=\"");
        push_fragment(&mut self.out, id);
        self.push("\"");
    }

    /// Places that links lead to.
    pub fn anchors<'i>(&mut self, ids: impl IntoIterator<Item = &'i String>) {
        for id in ids {
            let (element, attribute) = if is_id(id) { ("span", "id") } else { ("a", "name") };
            self.push("<");
            self.push(element);
            self.attribute(attribute, id);
            self.push("></");
            self.push(element);
            self.push(">");
        }
    }

    /// `<name`, its own id and its attributes; the other ids come first, on elements of their own.
    pub fn start(&mut self, name: &str, ids: &[String], attributes: &[(&str, &str)]) {
        let (own, others) = own_id(ids);
        self.anchors(others);
        self.tag(name, own, attributes);
    }

    /// As [`start`](Self::start), where nothing may stand before the element: the other ids lie in it.
    pub fn start_around(&mut self, name: &str, ids: &[String], attributes: &[(&str, &str)]) {
        let (own, others) = own_id(ids);
        self.tag(name, own, attributes);
        self.anchors(others);
    }

    /// `<name id="own" attributes>`.
    pub fn tag(&mut self, name: &str, own: Option<&str>, attributes: &[(&str, &str)]) {
        self.push("<");
        self.push(name);
        if let Some(own) = own {
            self.attribute("id", own);
        }
        for (attribute, value) in attributes {
            self.attribute(attribute, value);
        }
        self.push(">");
    }

    pub fn end(&mut self, name: &str) {
        self.push("</");
        self.push(name);
        self.push(">");
    }
}

/// The id an element itself carries, and those that need elements of their own.
pub(super) fn own_id(ids: &[String]) -> (Option<&str>, &[String]) {
    match ids.split_first() {
        Some((own, others)) if is_id(own) => (Some(own), others),
        _ => (None, ids),
    }
}

/// Whether HTML allows it as an id. The name of an anchor may hold white space too, and links find both.
fn is_id(id: &str) -> bool {
    !id.contains([' ', '\t', '\n', '\r', '\u{c}'])
}
