//! The tag tree of a PDF, as an assistive technology reads it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Encoding, Object, ObjectId};

/// A tag with what stands in it.
#[derive(Debug, Default)]
pub struct Tag {
    /// `H1`, `Table`, `TD`; empty for a piece of text.
    pub name: String,
    /// Alternative text.
    pub alt: Option<String>,
    /// What a header cell is the header of.
    pub scope: Option<String>,
    /// Where a link leads.
    pub target: Option<String>,
    /// Text, if it is a piece.
    pub text: String,
    /// In order.
    pub children: Vec<Tag>,
}

impl Tag {
    /// This tag and all below it.
    pub fn all(&self) -> Vec<&Tag> {
        let below = self.children.iter().flat_map(Tag::all);
        std::iter::once(self).chain(below).collect()
    }

    /// Without the contents, which repeat the headings, and how many lines they have.
    pub fn without_contents(&mut self) -> usize {
        let lines = self.count("TOCI");
        self.children.retain(|child| child.name != "TOC");
        for child in &mut self.children {
            child.without_contents();
        }
        lines
    }

    /// How many tags have this name.
    pub fn count(&self, name: &str) -> usize {
        self.all().iter().filter(|tag| tag.name == name).count()
    }

    /// The text in and below it.
    pub fn says(&self) -> String {
        self.all().iter().map(|tag| tag.text.as_str()).collect()
    }

    /// A line for each tag, indented.
    pub fn readable(&self) -> String {
        let mut out = String::new();
        self.write(0, &mut out);
        out
    }

    fn write(&self, depth: usize, out: &mut String) {
        let _ = write!(out, "{}{}", "  ".repeat(depth), if self.name.is_empty() { "-" } else { &self.name });
        for (name, value) in [("scope", &self.scope), ("alt", &self.alt), ("to", &self.target)] {
            if let Some(value) = value {
                let _ = write!(out, " {name}={value:?}");
            }
        }
        let pieces_only = !self.children.is_empty() && self.children.iter().all(|child| child.name.is_empty());
        if pieces_only || self.name.is_empty() {
            let _ = write!(out, " {:?}", self.says());
        }
        out.push('\n');
        if !pieces_only {
            for child in &self.children {
                child.write(depth + 1, out);
            }
        }
    }
}

/// Reads the tags.
pub fn tags(bytes: &[u8]) -> Tag {
    let document = Document::load_mem(bytes).expect("the PDF is read");
    let reader = Reader { texts: texts(&document), document: &document };
    let catalog = document.catalog().expect("a catalog");
    let root = document.get_dict_in_dict(catalog, b"StructTreeRoot").expect("it is tagged");
    let mut tag = Tag { name: "Root".to_owned(), ..Tag::default() };
    reader.children(root, None, &mut tag);
    tag
}

struct Reader<'d> {
    document: &'d Document,
    texts: BTreeMap<(ObjectId, i64), String>,
}

impl Reader<'_> {
    fn children(&self, parent: &Dictionary, page: Option<ObjectId>, tag: &mut Tag) {
        let Ok(kids) = parent.get(b"K") else { return };
        match self.resolved(kids) {
            Object::Array(kids) => kids.iter().for_each(|kid| self.child(kid, page, tag)),
            _ => self.child(kids, page, tag),
        }
    }

    fn child(&self, kid: &Object, page: Option<ObjectId>, tag: &mut Tag) {
        match self.resolved(kid) {
            Object::Integer(number) => {
                let text = page.and_then(|page| self.texts.get(&(page, *number))).cloned().unwrap_or_default();
                tag.children.push(Tag { text, ..Tag::default() });
            }
            Object::Dictionary(kid) => self.element(kid, page, tag),
            _ => {}
        }
    }

    fn element(&self, kid: &Dictionary, page: Option<ObjectId>, parent: &mut Tag) {
        let page = kid.get(b"Pg").and_then(Object::as_reference).ok().or(page);
        if let Ok(number) = kid.get(b"MCID").and_then(Object::as_i64) {
            let text = page.and_then(|page| self.texts.get(&(page, number))).cloned().unwrap_or_default();
            return parent.children.push(Tag { text, ..Tag::default() });
        }
        if let Ok(annotation) = kid.get(b"Obj") {
            let annotation = self.resolved(annotation).as_dict().expect("an annotation");
            parent.target = self.target(annotation).or(parent.target.take());
            return;
        }
        let name = kid.get(b"S").and_then(Object::as_name).expect("a tag has a name");
        let attributes = kid.get(b"A").map(|attributes| self.dictionaries(attributes)).unwrap_or_default();
        let scope = attributes.iter().find_map(|a| a.get(b"Scope").and_then(Object::as_name).ok());
        let mut tag = Tag {
            name: String::from_utf8_lossy(name).into_owned(),
            alt: self.text(kid, b"Alt"),
            scope: scope.map(|scope| String::from_utf8_lossy(scope).into_owned()),
            ..Tag::default()
        };
        self.children(kid, page, &mut tag);
        parent.children.push(tag);
    }

    fn target(&self, annotation: &Dictionary) -> Option<String> {
        let action = self.resolved(annotation.get(b"A").ok()?).as_dict().ok()?;
        let there = action.get(b"URI").or_else(|_| action.get(b"D")).ok()?;
        match self.resolved(there) {
            Object::String(bytes, _) => Some(String::from_utf8_lossy(bytes).into_owned()),
            _ => Some("a place".to_owned()),
        }
    }

    fn text(&self, dictionary: &Dictionary, key: &[u8]) -> Option<String> {
        lopdf::decode_text_string(self.resolved(dictionary.get(key).ok()?)).ok()
    }

    fn dictionaries<'o>(&'o self, object: &'o Object) -> Vec<&'o Dictionary> {
        match self.resolved(object) {
            Object::Array(list) => list.iter().filter_map(|one| self.resolved(one).as_dict().ok()).collect(),
            Object::Dictionary(one) => vec![one],
            _ => Vec::new(),
        }
    }

    fn resolved<'o>(&'o self, object: &'o Object) -> &'o Object {
        self.document.dereference(object).map_or(object, |(_, found)| found)
    }
}

/// The text of each piece of marked content, by page and number.
fn texts(document: &Document) -> BTreeMap<(ObjectId, i64), String> {
    let mut found = BTreeMap::new();
    for page in document.get_pages().into_values() {
        let fonts = document.get_page_fonts(page).expect("the fonts of a page");
        let encodings: BTreeMap<Vec<u8>, Encoding<'_>> =
            fonts.into_iter().filter_map(|(name, font)| Some((name, font.get_font_encoding(document).ok()?))).collect();
        let content = Content::decode(&document.get_page_content(page));
        let (mut marks, mut encoding) = (Vec::new(), None);
        for operation in content.expect("operations").operations {
            match operation.operator.as_str() {
                "BDC" | "BMC" => marks.push(
                    operation
                        .operands
                        .get(1)
                        .and_then(|properties| properties.as_dict().ok()?.get(b"MCID").and_then(Object::as_i64).ok()),
                ),
                "EMC" => drop(marks.pop()),
                "Tf" => encoding = operation.operands[0].as_name().ok().and_then(|name| encodings.get(name)),
                "Tj" | "TJ" => {
                    let (Some(encoding), Some(number)) = (encoding, marks.iter().rev().find_map(|mark| *mark)) else {
                        continue;
                    };
                    let text: &mut String = found.entry((page, number)).or_default();
                    for operand in &operation.operands {
                        shown(encoding, operand, text);
                    }
                }
                _ => {}
            }
        }
    }
    found
}

fn shown(encoding: &Encoding<'_>, operand: &Object, text: &mut String) {
    match operand {
        Object::String(bytes, _) => text.push_str(&Document::decode_text(encoding, bytes).unwrap_or_default()),
        Object::Array(list) => list.iter().for_each(|one| shown(encoding, one, text)),
        _ => {}
    }
}
