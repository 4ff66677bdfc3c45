//! What stands in a line: runs of characters, links, pictures, notes.

use url::{ParseError, Url};

use crate::render::tree::{Image, Inline, InlineKind, Picture, Target, TextStyle};

use super::emit::{Emitter, Place};
use super::part::Relation;
use super::templates::accent;

/// How characters look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a property of a run in the format")]
pub(super) struct Look {
    pub bold: bool,
    pub italic: bool,
    pub strike: bool,
    pub underline: bool,
    pub small: bool,
    pub mark: bool,
    /// Code, keys, samples.
    pub code: bool,
    /// A formula.
    pub formula: bool,
    /// A link.
    pub link: bool,
    /// The number of a note.
    pub note: bool,
    /// `subscript` or `superscript`.
    pub position: Option<&'static str>,
    /// Quotations around this place.
    pub quotations: u8,
    pub color: Option<&'static str>,
}

/// Longest explanation of a link, and longest address, that programs take.
const MAX_TIP: usize = 250;
const MAX_ADDRESS: usize = 2000;

impl<'a> Emitter<'a> {
    /// Writes inlines.
    pub fn inlines(&mut self, inlines: &'a [Inline], look: Look, place: &Place) {
        for inline in inlines {
            self.inline(inline, look, place);
        }
    }

    fn inline(&mut self, inline: &'a Inline, look: Look, place: &Place) {
        if let InlineKind::Note(note) = inline.kind {
            return self.note_reference(note, &inline.ids);
        }
        for id in &inline.ids {
            self.bookmark(id);
        }
        match &inline.kind {
            // The format has no invisible place to break a word: programs break long ones by themselves.
            InlineKind::Anchor | InlineKind::BreakOpportunity | InlineKind::Note(_) => {}
            InlineKind::Text(text) => self.run(text, look),
            InlineKind::SoftBreak => self.run(" ", look),
            InlineKind::Break => self.line_break(),
            InlineKind::Code(code) => self.run(code, Look { code: true, ..look }),
            InlineKind::Styled { style: TextStyle::Quotation, inlines, .. } => self.quotation(inlines, look, place),
            InlineKind::Styled { style, inlines, .. } => self.inlines(inlines, styled(*style, look), place),
            InlineKind::Link { target, title, inlines } => {
                let opened = self.open_link(target, title.as_deref());
                self.inlines(inlines, Look { link: look.link || opened, ..look }, place);
                if opened {
                    self.part.xml.close();
                }
            }
            InlineKind::Image(image) => self.image(image, inline, look, place),
            InlineKind::Math(tex) => self.formula(tex, inline.source, look),
        }
    }

    /// Begins a link, if it leads somewhere.
    fn open_link(&mut self, target: &'a Target, title: Option<&str>) -> bool {
        let tip: Option<String> = title.map(|title| title.chars().take(MAX_TIP).collect());
        let (key, value) = match target {
            Target::Anchor(id) => ("w:anchor", self.bookmarks.name(id).to_owned()),
            Target::Address(address) | Target::Relative(address) if is_address(address) => {
                ("r:id", self.part.relationships.id(Relation::Hyperlink, address))
            }
            Target::Address(_) | Target::Relative(_) => return false,
        };
        let mut attributes = vec![(key, value.as_str()), ("w:history", "1")];
        if let Some(tip) = &tip {
            attributes.push(("w:tooltip", tip));
        }
        self.part.xml.open("w:hyperlink", &attributes);
        true
    }

    fn quotation(&mut self, inlines: &'a [Inline], look: Look, place: &Place) {
        let (before, after) = if look.quotations.is_multiple_of(2) { ("“", "”") } else { ("‘", "’") };
        self.run(before, look);
        self.inlines(inlines, Look { quotations: look.quotations.wrapping_add(1), ..look }, place);
        self.run(after, look);
    }

    fn image(&mut self, image: &'a Image, inline: &Inline, look: Look, place: &Place) {
        match &image.picture {
            Picture::Resource(key) => {
                if !self.resource(key, image, inline.source, place) {
                    self.stand_in(image.alt.trim(), look);
                }
            }
            Picture::Logo { .. } => {
                let color = Some(accent(self.publication.options.style));
                let name = if image.alt.trim().is_empty() { "OASIS Open" } else { image.alt.trim() };
                self.run(name, Look { bold: true, color, ..look });
            }
            Picture::Missing { address } => {
                let words = words_for(image, address.as_deref());
                if words.is_empty() {
                    return;
                }
                let opened = !look.link && address.as_ref().is_some_and(|address| self.open_address(address));
                self.stand_in(words, Look { link: look.link || opened, ..look });
                if opened {
                    self.part.xml.close();
                }
            }
        }
    }

    /// What is written where a picture cannot be.
    fn stand_in(&mut self, words: &str, look: Look) {
        if !words.is_empty() {
            self.run(&format!("[{words}]"), Look { italic: true, ..look });
        }
    }

    fn open_address(&mut self, address: &str) -> bool {
        if !is_address(address) {
            return false;
        }
        let id = self.part.relationships.id(Relation::Hyperlink, address);
        self.part.xml.open("w:hyperlink", &[("r:id", &id), ("w:history", "1")]);
        true
    }

    /// Writes characters without any look of their own.
    pub fn plain_run(&mut self, text: &str) {
        self.run(text, Look::default());
    }

    /// Writes characters.
    pub fn run(&mut self, text: &str, look: Look) {
        self.part.xml.open("w:r", &[]);
        self.run_properties(look);
        self.characters(text);
        self.part.xml.close();
    }

    /// Writes characters, whose lines and tabs are elements in the format.
    pub fn characters(&mut self, text: &str) {
        let xml = &mut self.part.xml;
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                xml.empty("w:br", &[]);
            }
            for (number, piece) in line.trim_end_matches('\r').split('\t').enumerate() {
                if number > 0 {
                    xml.empty("w:tab", &[]);
                }
                if !piece.is_empty() {
                    xml.open("w:t", &[("xml:space", "preserve")]);
                    xml.text(piece);
                    xml.close();
                }
            }
        }
    }

    fn line_break(&mut self) {
        self.part.xml.open("w:r", &[]);
        self.part.xml.empty("w:br", &[]);
        self.part.xml.close();
    }

    /// Writes a field with the result it has before it is brought up to date.
    pub fn field(&mut self, code: &str, result: &str, look: Look) {
        self.open_field(code);
        if !result.is_empty() {
            self.run(result, look);
        }
        self.close_field();
    }

    /// Begins a field; what follows is its result.
    pub fn open_field(&mut self, code: &str) {
        self.field_character("begin");
        let xml = &mut self.part.xml;
        xml.open("w:r", &[]);
        xml.open("w:instrText", &[("xml:space", "preserve")]);
        xml.text(&format!(" {code} "));
        xml.close();
        xml.close();
        self.field_character("separate");
    }

    /// Ends a field.
    pub fn close_field(&mut self) {
        self.field_character("end");
    }

    fn field_character(&mut self, kind: &str) {
        self.part.xml.open("w:r", &[]);
        self.part.xml.empty("w:fldChar", &[("w:fldCharType", kind)]);
        self.part.xml.close();
    }

    /// Properties in the order the format prescribes.
    fn run_properties(&mut self, look: Look) {
        if look == (Look { quotations: look.quotations, ..Look::default() }) {
            return;
        }
        let xml = &mut self.part.xml;
        xml.open("w:rPr", &[]);
        let style = match look {
            Look { note: true, .. } => Some("FootnoteReference"),
            Look { link: true, .. } => Some("Hyperlink"),
            Look { code: true, .. } => Some("InlineCode"),
            Look { formula: true, .. } => Some("InlineFormula"),
            _ => None,
        };
        if let Some(style) = style {
            xml.property("w:rStyle", style);
        }
        let monospaced = look.code || look.formula;
        if monospaced && look.link {
            let font = "Courier New";
            xml.empty("w:rFonts", &[("w:ascii", font), ("w:eastAsia", font), ("w:hAnsi", font), ("w:cs", font)]);
        }
        for (is_set, names) in
            [(look.bold, ["w:b", "w:bCs"].as_slice()), (look.italic, &["w:i", "w:iCs"]), (look.strike, &["w:strike"])]
        {
            for name in names.iter().filter(|_| is_set) {
                xml.empty(name, &[]);
            }
        }
        if monospaced && look.link {
            xml.empty("w:noProof", &[]);
        }
        if let Some(color) = look.color {
            xml.property("w:color", color);
        }
        if look.small {
            xml.property("w:sz", "18");
            xml.property("w:szCs", "18");
        }
        if look.mark {
            xml.property("w:highlight", "yellow");
        }
        if look.underline {
            xml.property("w:u", "single");
        }
        if let Some(position) = look.position {
            xml.property("w:vertAlign", position);
        }
        xml.close();
    }
}

fn styled(style: TextStyle, look: Look) -> Look {
    match style {
        TextStyle::Plain | TextStyle::Abbreviation | TextStyle::Quotation => look,
        TextStyle::Emphasis | TextStyle::Variable | TextStyle::Citation | TextStyle::Definition => {
            Look { italic: true, ..look }
        }
        TextStyle::Strong => Look { bold: true, ..look },
        TextStyle::Strike => Look { strike: true, ..look },
        TextStyle::Underline => Look { underline: true, ..look },
        TextStyle::Subscript => Look { position: Some("subscript"), ..look },
        TextStyle::Superscript => Look { position: Some("superscript"), ..look },
        TextStyle::Code | TextStyle::Keyboard | TextStyle::Sample => Look { code: true, ..look },
        TextStyle::Mark => Look { mark: true, ..look },
        TextStyle::Small => Look { small: true, ..look },
    }
}

/// Whether programs take an address: one they cannot read makes the whole file damaged to them.
fn is_address(address: &str) -> bool {
    let is_plain = address.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte));
    let is_read = matches!(Url::parse(address), Ok(_) | Err(ParseError::RelativeUrlWithoutBase));
    !address.is_empty() && address.len() <= MAX_ADDRESS && is_plain && is_read
}

/// What is said of a picture that is not there: what it shows, else the name of its file.
fn words_for<'i>(image: &'i Image, address: Option<&'i str>) -> &'i str {
    let path = address.unwrap_or_default().split(['?', '#']).next().unwrap_or_default();
    match image.alt.trim() {
        "" => path.rsplit('/').next().unwrap_or_default(),
        words => words,
    }
}
