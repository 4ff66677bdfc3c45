//! The text of a PDF's pages, line by line, and the names of its fonts.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Encoding, Object, ObjectId};

use super::pdf::{MAX_STREAM, dictionary};

/// How deep forms are followed into forms.
const MAX_DEPTH: usize = 4;

/// Most forms of a page that are followed.
const MAX_FORMS: usize = 1_000;

/// Most bytes of text that are read from one document.
const MAX_TEXT: usize = 64 << 20;

/// A shift of the baseline, in points, from which text is on another line.
const LINE_SHIFT: f32 = 1.5;

/// The lines of every page, in the order they are drawn.
pub(super) fn lines(document: &Document) -> Vec<Vec<String>> {
    let (mut left, mut known) = (MAX_TEXT, Encodings::default());
    let pages = document.get_pages().into_values().map(|page| {
        let mut drawing = Drawing { document, known: &mut known, lines: Vec::new(), at: None, left, forms: MAX_FORMS };
        if let Ok(content) = document.get_page_content_with_limit(page, MAX_STREAM) {
            let resources = resources(document, page);
            drawing.run(&content, &resources, IDENTITY, 0);
        }
        left = drawing.left;
        drawing.lines
    });
    pages.collect()
}

/// Names of the fonts that the pages and the forms on them use, as they stand in the file.
pub(super) fn fonts(document: &Document) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for page in document.get_pages().into_values() {
        for resources in resources(document, page) {
            fonts_of(document, resources, &mut names, &mut seen, 0);
        }
    }
    names
}

fn fonts_of<'a>(
    document: &'a Document,
    resources: &'a Dictionary,
    names: &mut BTreeSet<String>,
    seen: &mut BTreeSet<ObjectId>,
    depth: usize,
) {
    for font in entries(document, resources, b"Font").into_values() {
        let name = font.as_dict().ok().and_then(|font| font.get(b"BaseFont").ok()?.as_name().ok());
        names.extend(name.map(|name| String::from_utf8_lossy(name).into_owned()));
    }
    if depth == MAX_DEPTH {
        return;
    }
    let Some(forms) = dictionary(document, resources.get(b"XObject").ok()) else { return };
    for form in forms.iter().filter_map(|(_, form)| form.as_reference().ok()) {
        let below = document.get_object(form).and_then(Object::as_stream).ok().filter(|_| seen.insert(form));
        let below = below.and_then(|stream| dictionary(document, stream.dict.get(b"Resources").ok()));
        if let Some(below) = below {
            fonts_of(document, below, names, seen, depth + 1);
        }
    }
}

/// The resources of a page: its own, or those it takes from above.
fn resources(document: &Document, page: ObjectId) -> Vec<&Dictionary> {
    let Ok((own, above)) = document.get_page_resources(page) else { return Vec::new() };
    own.into_iter().chain(above.into_iter().filter_map(|id| document.get_dictionary(id).ok())).collect()
}

/// What resources hold of a kind, by name.
fn entries<'a>(document: &'a Document, resources: &'a Dictionary, kind: &[u8]) -> BTreeMap<&'a [u8], &'a Object> {
    let Some(found) = dictionary(document, resources.get(kind).ok()) else { return BTreeMap::new() };
    found.iter().filter_map(|(name, value)| Some((name.as_slice(), document.dereference(value).ok()?.1))).collect()
}

/// A transformation: a, b, c, d, e, f.
type Matrix = [f32; 6];

const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// `first`, then `second`.
fn then(first: Matrix, second: Matrix) -> Matrix {
    let across = |x: f32, y: f32| (x * second[0] + y * second[2], x * second[1] + y * second[3]);
    let (right, up, origin) = (across(first[0], first[1]), across(first[2], first[3]), across(first[4], first[5]));
    [right.0, right.1, up.0, up.1, origin.0 + second[4], origin.1 + second[5]]
}

/// What the codes of fonts mean, by the place of the font's dictionary: the pages of a document share most of them.
type Encodings<'a> = HashMap<*const Dictionary, Option<Rc<Encoding<'a>>>>;

/// A page as it is drawn.
struct Drawing<'a, 'k> {
    document: &'a Document,
    known: &'k mut Encodings<'a>,
    lines: Vec<String>,
    /// Height of the last text.
    at: Option<f32>,
    left: usize,
    forms: usize,
}

/// Where the next text goes.
#[derive(Clone, Copy)]
struct Pen {
    page: Matrix,
    line: Matrix,
    leading: f32,
}

impl<'a> Drawing<'a, '_> {
    fn run(&mut self, content: &[u8], resources: &[&'a Dictionary], page: Matrix, depth: usize) {
        let Ok(content) = Content::decode(content) else { return };
        let encodings = self.encodings(resources);
        let mut pen = Pen { page, line: IDENTITY, leading: 0.0 };
        let mut saved = Vec::new();
        let mut encoding = None;
        for operation in &content.operations {
            let operands = operation.operands.as_slice();
            match operation.operator.as_str() {
                "q" => saved.push(pen),
                "Q" => pen = saved.pop().unwrap_or(pen),
                "cm" => pen.page = then(matrix(operands), pen.page),
                "Tf" => {
                    let name = operands.first().and_then(|name| name.as_name().ok());
                    encoding = name.and_then(|name| encodings.get(name)).map(Rc::as_ref);
                }
                "Do" if depth < MAX_DEPTH && self.forms > 0 => {
                    self.forms -= 1;
                    let name = operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default();
                    self.form(name, resources, pen.page, depth);
                }
                "Tj" | "TJ" => self.show(operands, encoding, &pen),
                "'" | "\"" => {
                    pen.down();
                    self.show(operands.last().map(std::slice::from_ref).unwrap_or_default(), encoding, &pen);
                }
                operator => pen.moved(operator, operands),
            }
        }
    }

    fn encodings(&mut self, resources: &[&'a Dictionary]) -> BTreeMap<&'a [u8], Rc<Encoding<'a>>> {
        let document = self.document;
        let fonts = resources.iter().rev().flat_map(|resources| entries(document, resources, b"Font"));
        let encoding = |(name, font): (&'a [u8], &'a Object)| {
            let font = font.as_dict().ok()?;
            let read = || font.get_font_encoding_with_limit(document, MAX_STREAM).ok().map(Rc::new);
            Some((name, self.known.entry(std::ptr::from_ref(font)).or_insert_with(read).clone()?))
        };
        fonts.filter_map(encoding).collect()
    }

    fn form(&mut self, name: &[u8], resources: &[&'a Dictionary], page: Matrix, depth: usize) {
        let found = resources.iter().find_map(|resources| entries(self.document, resources, b"XObject").remove(name));
        let Some(stream) = found.and_then(|object| object.as_stream().ok()) else { return };
        if !stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Form") {
            return;
        }
        let Ok(content) = stream.get_plain_content_with_limit(MAX_STREAM) else { return };
        let own = dictionary(self.document, stream.dict.get(b"Resources").ok());
        let placed = stream.dict.get(b"Matrix").and_then(Object::as_array).map_or(IDENTITY, |placed| matrix(placed));
        let below: Vec<&Dictionary> = own.map_or_else(|| resources.to_vec(), |own| vec![own]);
        self.run(&content, &below, then(placed, page), depth + 1);
    }

    fn show(&mut self, operands: &[Object], encoding: Option<&Encoding<'_>>, pen: &Pen) {
        let Some(encoding) = encoding else { return };
        let mut text = String::new();
        for operand in operands {
            collect(operand, encoding, &mut text);
        }
        self.left = self.left.saturating_sub(text.len());
        if self.left == 0 || text.is_empty() {
            return;
        }
        let height = then(pen.line, pen.page)[5];
        let same = self.at.is_some_and(|at| (at - height).abs() < LINE_SHIFT);
        self.at = Some(height);
        match self.lines.last_mut().filter(|_| same) {
            Some(line) => line.push_str(&text),
            None => self.lines.push(text),
        }
    }
}

impl Pen {
    /// Operators that only move it.
    fn moved(&mut self, operator: &str, operands: &[Object]) {
        let number = |index: usize| operands.get(index).and_then(|n| n.as_float().ok()).unwrap_or_default();
        match operator {
            "BT" => self.line = IDENTITY,
            "Tm" => self.line = matrix(operands),
            "TL" => self.leading = number(0),
            "Td" => self.by(number(0), number(1)),
            "TD" => {
                self.leading = -number(1);
                self.by(number(0), number(1));
            }
            "T*" => self.down(),
            _ => {}
        }
    }

    fn by(&mut self, x: f32, y: f32) {
        self.line = then([1.0, 0.0, 0.0, 1.0, x, y], self.line);
    }

    fn down(&mut self) {
        self.by(0.0, -self.leading);
    }
}

fn matrix(operands: &[Object]) -> Matrix {
    let mut matrix = IDENTITY;
    for (value, operand) in matrix.iter_mut().zip(operands) {
        *value = operand.as_float().unwrap_or_default();
    }
    matrix
}

/// Text of a string, or of the strings of an array; a wide gap between two is a space.
fn collect(operand: &Object, encoding: &Encoding<'_>, text: &mut String) {
    match operand {
        Object::String(bytes, _) => text.push_str(&Document::decode_text(encoding, bytes).unwrap_or_default()),
        Object::Array(parts) => {
            for part in parts {
                if part.as_float().is_ok_and(|gap| gap < -200.0) {
                    text.push(' ');
                } else if !matches!(part, Object::Array(_)) {
                    collect(part, encoding, text);
                }
            }
        }
        _ => {}
    }
}
