//! Headings, paragraphs, quotations, alerts, definitions, code, figures.

use crate::render::tree::{
    AlertKind, Alignment, Block, BlockKind, Caption, Definition, FigureKind, Heading, HeadingRole, Inline, Position,
    Width, plain_text,
};
use crate::source::TextRange;

use super::emit::{Emitter, Frame, Place, Setting};
use super::inlines::Look;
use super::lists::STEP;

/// Code of at most so many lines stays on one page.
const SHORT: usize = 30;

/// Deepest level that has a style.
const MAX_HEADING: u8 = 9;

const QUOTE: Frame = Frame { line: "C4CAD4", fill: None };
const DETAILS: Frame = Frame { line: "D5DAE2", fill: None };

impl<'a> Emitter<'a> {
    /// Writes blocks.
    pub fn blocks(&mut self, blocks: &'a [Block], place: &Place) {
        for block in blocks {
            self.block(block, place);
        }
    }

    fn block(&mut self, block: &'a Block, place: &Place) {
        let may_lie = matches!(block.kind, BlockKind::Anchor | BlockKind::Table(_) | BlockKind::Division { .. });
        if self.landscape && place.is_top && !may_lie {
            self.turn();
        }
        self.pending.ids.extend(block.ids.iter().map(String::as_str));
        match &block.kind {
            BlockKind::Anchor => {}
            BlockKind::Heading(heading) => self.heading(heading, place),
            BlockKind::Paragraph(inlines) => self.paragraph(place.style, inlines, place, Setting::default()),
            BlockKind::Quote(blocks) => {
                let style = if place.is_small() { place.style } else { "Quote" };
                self.blocks(blocks, &Place { style, frame: Some(QUOTE), ..place.indented(STEP) });
            }
            BlockKind::Alert { kind, title, blocks } => self.alert(*kind, title, blocks, place),
            BlockKind::List { numbering, tight, items } => self.list(*numbering, *tight, items, place),
            BlockKind::Definitions(definitions) => self.definitions(definitions, place),
            BlockKind::Code { text, .. } => self.code(text, place),
            BlockKind::Diagram { svg, code, alt, width } => self.diagram(svg, code, alt, *width, block.source, place),
            BlockKind::Math(tex) => self.displayed_formula(tex, block.source, place),
            BlockKind::Table(table) => self.table(table, block.source, place),
            BlockKind::Figure { kind, blocks, caption } => self.figure(*kind, blocks, caption.as_ref(), place),
            BlockKind::Details { summary, blocks, .. } => {
                let inner = Place { frame: Some(DETAILS), ..place.indented(STEP) };
                self.paragraph("Summary", summary, &inner, Setting::default());
                self.blocks(blocks, &inner);
            }
            BlockKind::Division { alignment, blocks } => {
                self.blocks(blocks, &Place { alignment: *alignment, ..*place });
            }
            BlockKind::Rule => self.paragraph("Rule", &[], place, Setting::default()),
            BlockKind::PageBreak => self.pending.page_break = true,
        }
    }

    /// Writes a paragraph.
    pub fn paragraph(&mut self, style: &str, inlines: &'a [Inline], place: &Place, setting: Setting) {
        self.open_paragraph(style, place, setting);
        self.inlines(inlines, Look::default(), place);
        self.close_paragraph();
    }

    fn heading(&mut self, heading: &'a Heading, place: &Place) {
        let level = heading.rank.saturating_sub(1).clamp(1, MAX_HEADING);
        let style = match heading.role {
            HeadingRole::Title => "Title".to_owned(),
            HeadingRole::Banner => "Banner".to_owned(),
            HeadingRole::StageLine => "StageLine".to_owned(),
            HeadingRole::Label => "CoverLabel".to_owned(),
            // The contents list all of these levels, or none.
            _ if heading.listed || level > self.publication.options.contents_depth => format!("Heading{level}"),
            // The contents must not list it when they are brought up to date.
            _ => format!("UnlistedHeading{level}"),
        };
        self.paragraph(&style, &heading.inlines, place, Setting::default());
    }

    fn alert(&mut self, kind: AlertKind, title: &str, blocks: &'a [Block], place: &Place) {
        let (line, fill) = match kind {
            AlertKind::Note => ("1F4E9C", "EEF2F8"),
            AlertKind::Tip => ("1A7F37", "EEF5F0"),
            AlertKind::Important => ("6F42C1", "F5F2FA"),
            AlertKind::Warning => ("9A6700", "F8F4ED"),
            AlertKind::Caution => ("B3261E", "FAEFEE"),
        };
        let frame = Frame { line, fill: Some(fill) };
        let inner = Place { frame: Some(frame), ..self.boxed(place, STEP / 2) };
        self.open_paragraph("AlertTitle", &inner, Setting::default());
        self.run(title, Look { bold: true, color: Some(line), ..Look::default() });
        self.close_paragraph();
        self.blocks(blocks, &inner);
    }

    fn definitions(&mut self, definitions: &'a [Definition], place: &Place) {
        let details =
            Place { style: if place.is_small() { place.style } else { "Definition" }, ..place.indented(STEP) };
        for definition in definitions {
            self.pending.ids.extend(definition.ids.iter().map(String::as_str));
            for term in &definition.terms {
                self.paragraph("DefinitionTerm", term, place, Setting::default());
            }
            for blocks in &definition.details {
                self.blocks(blocks, &details);
            }
        }
    }

    /// Writes code, or other text whose lines stay.
    pub fn code(&mut self, text: &str, place: &Place) {
        // A fill of its own parts it from a frame; the line at the left is further right than text.
        let place = Place { alignment: Alignment::Left, ..self.boxed(place, CODE_INSET) };
        let keep_lines = text.bytes().filter(|&byte| byte == b'\n').count() < SHORT;
        self.open_paragraph("Code", &place, Setting { keep_lines, ..Setting::default() });
        self.plain_run(text);
        self.close_paragraph();
    }

    fn diagram(&mut self, svg: &'a str, code: &str, alt: &str, width: Option<Width>, source: TextRange, place: &Place) {
        let alone = Place { alignment: centered(place), ..*place };
        match self.drawing(svg, source) {
            Some(shown) => {
                self.open_paragraph(place.style, &alone, Setting::default());
                self.show(&shown, alt, width, place);
                self.close_paragraph();
            }
            None => self.code(code, place),
        }
    }

    fn figure(&mut self, kind: FigureKind, blocks: &'a [Block], caption: Option<&'a Caption>, place: &Place) {
        let alignment = match kind {
            FigureKind::Picture | FigureKind::Diagram => centered(place),
            FigureKind::Listing | FigureKind::Other => place.alignment,
        };
        let place = Place { alignment, ..*place };
        let is_below = caption.is_some_and(|caption| caption.position == Position::Below);
        let (above, below) = if is_below { (None, caption) } else { (caption, None) };
        self.caption(above, &place);
        self.blocks(blocks, &Place { keep_next: is_below || place.keep_next, ..place });
        self.caption(below, &place);
    }

    /// Writes a caption, if there is one.
    pub fn caption(&mut self, caption: Option<&'a Caption>, place: &Place) {
        let Some(caption) = caption else { return };
        self.pending.ids.extend(caption.ids.iter().map(String::as_str));
        let keep_next = caption.position == Position::Above;
        let space = Some(if keep_next { (240, 100) } else { (80, 240) });
        self.paragraph("Caption", &caption.inlines, place, Setting { keep_next, space, ..Setting::default() });
    }

    /// The words of a caption, for programs that read tables aloud.
    pub fn caption_words(caption: Option<&Caption>) -> Option<String> {
        caption.map(|caption| plain_text(&caption.inlines)).filter(|words| !words.is_empty())
    }
}

/// From the text to code, so that the line at the left of the code stays inside the text.
const CODE_INSET: u32 = 170;

fn centered(place: &Place) -> Alignment {
    match place.alignment {
        Alignment::None => Alignment::Center,
        asked => asked,
    }
}
