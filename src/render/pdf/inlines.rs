//! Text, emphasis, links, notes and pictures in a line.

use crate::render::tree::{Inline, InlineKind, Target, TextStyle, plain_text};
use crate::source::TextRange;

use super::emit::Emitter;
use super::text::{LONG_WORD, literal};

/// Depth at which the content of a note begins: nothing in it may turn the page.
const NOTE_DEPTH: usize = 4;
/// Notes refer to notes in notes; deeper than this only their number is set.
const MAX_NOTES: usize = 2;

impl<'a> Emitter<'a> {
    /// Writes a line of inlines.
    pub fn inlines(&mut self, inlines: &'a [Inline]) {
        let mut after_break = true;
        for inline in inlines {
            // A line does not begin with the space of a soft break.
            if !(after_break && inline.kind == InlineKind::SoftBreak) {
                self.inline(inline);
            }
            after_break = inline.kind == InlineKind::Break;
        }
    }

    fn inline(&mut self, inline: &'a Inline) {
        self.mark(inline.source);
        self.anchors(&inline.ids);
        let source = inline.source;
        match &inline.kind {
            InlineKind::Anchor => {}
            InlineKind::Text(text) => self.text(text, source),
            InlineKind::SoftBreak => self.raw(" "),
            InlineKind::Break => self.raw("#linebreak();"),
            InlineKind::BreakOpportunity => self.raw("#B;"),
            InlineKind::Code(code) => self.code(code, source),
            InlineKind::Styled { style, inlines, .. } => self.styled(*style, inlines, source),
            InlineKind::Link { target, inlines, .. } => self.link(target, inlines, source),
            InlineKind::Image(image) => self.image(image, source, "", true),
            InlineKind::Note(index) => self.note(*index),
            InlineKind::Math(tex) => self.math(tex, source, false),
        }
    }

    fn styled(&mut self, style: TextStyle, inlines: &'a [Inline], source: TextRange) {
        let function = match style {
            TextStyle::Plain | TextStyle::Abbreviation => "#plain",
            TextStyle::Emphasis | TextStyle::Variable | TextStyle::Citation | TextStyle::Definition => "#emph",
            TextStyle::Strong => "#strong",
            TextStyle::Strike => "#strike",
            TextStyle::Underline => "#underline",
            TextStyle::Subscript => "#sub",
            TextStyle::Superscript => "#super",
            TextStyle::Code | TextStyle::Sample => "#mono",
            TextStyle::Keyboard => "#key",
            TextStyle::Mark => "#highlight",
            TextStyle::Small => "#smaller",
            TextStyle::Quotation => "#quoted",
        };
        self.wrapped(function, inlines, source);
    }

    /// Writes inlines in a call; where they are nested too deep, only what they say.
    fn wrapped(&mut self, function: &str, inlines: &'a [Inline], source: TextRange) {
        if self.enter() {
            self.raw(function);
            self.raw("[");
            self.inlines(inlines);
            self.raw("];");
        } else {
            self.text(&plain_text(inlines), source);
        }
        self.leave();
    }

    fn link(&mut self, target: &'a Target, inlines: &'a [Inline], source: TextRange) {
        let call = match target {
            Target::Anchor(id) => format!("#link(label({}))", literal(id)),
            Target::Address(address) => format!("#link({})", literal(address)),
            Target::Relative(path) => match self.published(path) {
                Some(address) => format!("#link({})", literal(&address)),
                // A path leads nowhere from a PDF on a desk.
                None => "#plain".to_owned(),
            },
        };
        self.wrapped(&call, inlines, source);
    }

    /// The address at which the files of this stage are published.
    fn published(&self, path: &str) -> Option<String> {
        let page = url::Url::parse(self.publication.metadata.canonical.as_deref()?).ok()?;
        let address = page.join(path).ok()?;
        matches!(address.scheme(), "http" | "https").then(|| address.into())
    }

    fn note(&mut self, index: usize) {
        let Some(note) = self.tree().notes.get(index) else { return };
        // The contents repeat headings, but not their notes.
        let in_heading = self.deferred.is_some();
        self.raw(if in_heading { "#outside-contents[" } else { "" });
        if self.notes_done.contains(&index) {
            self.raw(&format!("#footnote(<note-{index}>);"));
        } else if self.notes_open.contains(&index) || self.notes_open.len() >= MAX_NOTES {
            self.raw(&format!("#super[#\"{}\";];", index + 1));
        } else {
            let heading = self.deferred.take();
            self.notes_open.push(index);
            let outside = (self.depth, self.long_word, self.available);
            (self.depth, self.long_word, self.available) = (NOTE_DEPTH, LONG_WORD, self.text_width(false));
            self.raw("#footnote[");
            self.mark(note.source);
            self.anchors(note.ids.get(1..).unwrap_or_default());
            self.body(&note.blocks, false);
            self.raw(&format!("]<note-{index}>"));
            (self.depth, self.long_word, self.available) = outside;
            self.notes_open.pop();
            self.notes_done.insert(index);
            self.deferred = heading;
        }
        self.raw(if in_heading { "]" } else { "" });
    }
}
