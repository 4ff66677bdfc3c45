//! Raw HTML blocks: what they say, without what only a browser can do.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use crate::markdown::NodeId;

use super::emit::Emitter;
use super::html_tables::{Cell, Row};
use super::text::push_literal;

/// Elements that begin a line of their own.
const BLOCKS: [&str; 31] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "br",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "ol",
    "p",
    "section",
    "summary",
    "table",
    "tr",
    "ul",
];

/// Elements whose content is no text.
const SILENT: [&str; 5] = ["script", "style", "template", "title", "noscript"];

/// What a line is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Style {
    #[default]
    Text,
    /// A heading, a caption, a term.
    Strong,
    /// A list item.
    Item,
    /// The details of a term, or a quotation.
    Indented,
}

impl Style {
    fn of(element: &str) -> Self {
        match element {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dt" | "caption" | "summary" => Self::Strong,
            "li" => Self::Item,
            "dd" | "blockquote" => Self::Indented,
            _ => Self::Text,
        }
    }

    fn function(self) -> &'static str {
        match self {
            Self::Text => "#plain[",
            Self::Strong => "#minor-heading[",
            Self::Item => "#list[",
            Self::Indented => "#pad(left: 1.6em)[",
        }
    }
}

/// What a block says, in order.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// A line of text, and what kind of line.
    Line(Style, String),
    /// Preformatted text.
    Pre(String),
    /// An image: source and alternative text.
    Image(String, String),
    /// An id that links lead to.
    Anchor(String),
    /// A table.
    Table(Vec<Row>),
}

impl Emitter<'_> {
    /// Writes the text of an HTML block, a line for each of its lines; comments vanish.
    pub fn html(&mut self, html: &str, node: NodeId) {
        self.html_pieces(read(html), node);
    }

    pub(super) fn html_pieces(&mut self, pieces: Vec<Piece>, node: NodeId) {
        let range = self.document().range(node);
        for piece in pieces {
            match piece {
                Piece::Line(style, line) => {
                    self.raw(style.function());
                    self.text(&line, range);
                    self.raw("]");
                }
                Piece::Anchor(id) => self.anchor(&id),
                Piece::Image(url, alt) => self.picture(&url, &alt, None, node, self.depth > 0),
                Piece::Pre(code) => {
                    let shown = self.drawable(code.trim_matches('\n'), range);
                    self.raw("#code-block(raw(block: true, ");
                    push_literal(&mut self.out, &shown);
                    self.raw("))");
                }
                Piece::Table(rows) => self.html_table(rows, node),
            }
            self.raw("\n\n");
        }
    }
}

fn read(html: &str) -> Vec<Piece> {
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let mut reader = tokenizer.sink.reader.into_inner();
    reader.end_line();
    reader.end_table();
    reader.pieces
}

#[derive(Default)]
struct Sink {
    reader: RefCell<Reader>,
}

#[derive(Default)]
struct Reader {
    pieces: Vec<Piece>,
    line: String,
    style: Style,
    silent: usize,
    pre: usize,
    /// Tables that are open, one in the other.
    tables: usize,
    /// Rows of the outermost.
    rows: Vec<Row>,
    /// A cell of it is open.
    in_cell: bool,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut reader = self.reader.borrow_mut();
        match token {
            Token::CharacterTokens(text) if reader.silent == 0 => reader.line.push_str(&text),
            Token::TagToken(tag) => {
                let attribute = |name: &str| {
                    let found = tag.attrs.iter().find(|attribute| &*attribute.name.local == name);
                    found.map(|attribute| attribute.value.to_string()).unwrap_or_default()
                };
                let id = attribute("id");
                if tag.kind == TagKind::StartTag && !id.is_empty() {
                    if BLOCKS.contains(&&*tag.name) {
                        reader.end_line();
                    }
                    reader.push(Piece::Anchor(id));
                }
                match (&*tag.name, tag.kind) {
                    ("img", TagKind::StartTag) => {
                        reader.end_line();
                        reader.push(Piece::Image(attribute("src"), attribute("alt")));
                    }
                    (name @ ("td" | "th"), TagKind::StartTag) if reader.tables == 1 => {
                        let span = |name: &str| attribute(name).trim().parse().unwrap_or(1);
                        reader.end_line();
                        let cell = Cell::new(name == "th", span("colspan"), span("rowspan"));
                        reader.open_cell(cell);
                    }
                    (name, TagKind::StartTag) => reader.open(name),
                    (name, TagKind::EndTag) => reader.close(name),
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Reader {
    fn push(&mut self, piece: Piece) {
        let cell = self.rows.last_mut().and_then(|row| row.last_mut()).filter(|_| self.in_cell);
        match cell {
            Some(cell) => cell.pieces.push(piece),
            None => self.pieces.push(piece),
        }
    }

    fn open_cell(&mut self, cell: Cell) {
        if self.rows.is_empty() {
            self.rows.push(Row::new());
        }
        if let Some(row) = self.rows.last_mut() {
            row.push(cell);
        }
        self.in_cell = true;
        self.style = Style::Text;
    }

    fn end_table(&mut self) {
        let rows = std::mem::take(&mut self.rows);
        (self.in_cell, self.tables) = (false, 0);
        if rows.iter().any(|row| !row.is_empty()) {
            self.pieces.push(Piece::Table(rows));
        }
    }

    fn open(&mut self, name: &str) {
        if SILENT.contains(&name) {
            self.silent += 1;
        } else if name == "pre" {
            self.end_line();
            self.pre += 1;
        } else if matches!(name, "td" | "th") {
            if !self.line.trim().is_empty() {
                self.line.push_str(" | ");
            }
        } else if BLOCKS.contains(&name) {
            self.end_line();
            if name == "table" {
                self.tables += 1;
            }
            if name == "tr" && self.tables == 1 {
                self.in_cell = false;
                self.rows.push(Row::new());
            }
            // A paragraph in an item is still the item.
            if !matches!(name, "p" | "br" | "div") {
                self.style = Style::of(name);
            }
        }
    }

    fn close(&mut self, name: &str) {
        if SILENT.contains(&name) {
            self.silent = self.silent.saturating_sub(1);
        } else if name == "pre" && self.pre > 0 {
            self.end_line();
            self.pre -= 1;
        } else if matches!(name, "td" | "th") && self.tables == 1 {
            self.end_line();
            self.in_cell = false;
        } else if BLOCKS.contains(&name) {
            self.end_line();
            if name == "table" {
                self.tables = self.tables.saturating_sub(1);
                if self.tables == 0 {
                    self.end_table();
                }
            }
            if Style::of(name) == self.style {
                self.style = Style::Text;
            }
        }
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        if self.pre > 0 {
            if !line.trim().is_empty() {
                self.push(Piece::Pre(line));
            }
            return;
        }
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        if !line.is_empty() {
            self.push(Piece::Line(self.style, line));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_and_the_rest_goes() {
        let html = "<!-- note --><table><tr><td>a &amp; b</td><td>c</td></tr></table>\n<script>x()</script>\
                    <dl><dt id=t>one</dt><dd>two</dd></dl><ul><li><p>x</p></li></ul><img src=i.png alt='An i'><pre>x\n y</pre>";
        let line = |style, text: &str| Piece::Line(style, text.to_owned());
        let found = read(html);
        let Some((Piece::Table(rows), rest)) = found.split_first() else {
            panic!("a table comes first");
        };
        let cells: Vec<&[Piece]> = rows[0].iter().map(|cell| cell.pieces.as_slice()).collect();
        assert_eq!(cells, [[line(Style::Text, "a & b")], [line(Style::Text, "c")]]);
        let expected = [
            Piece::Anchor("t".to_owned()),
            line(Style::Strong, "one"),
            line(Style::Indented, "two"),
            line(Style::Item, "x"),
            Piece::Image("i.png".to_owned(), "An i".to_owned()),
            Piece::Pre("x\n y".to_owned()),
        ];
        assert_eq!(rest, expected);
    }
}
