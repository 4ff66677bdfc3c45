//! Text, marks, links, references to notes.

use crate::render::tree::{Inline, InlineKind, Target, TextStyle};

use super::writer::{Writer, own_id};

impl<'p> Writer<'p> {
    pub(super) fn inlines(&mut self, inlines: &'p [Inline]) {
        for inline in inlines {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &'p Inline) {
        let ids = &inline.ids;
        match &inline.kind {
            InlineKind::Styled { style, title, inlines } => self.styled(ids, *style, title.as_deref(), inlines),
            InlineKind::Link { target, title, inlines } => self.link(ids, target, title.as_deref(), inlines),
            InlineKind::Note(index) => self.reference(ids, *index),
            kind => {
                self.anchors(ids);
                self.leaf(inline, kind);
            }
        }
    }

    fn leaf(&mut self, inline: &'p Inline, kind: &'p InlineKind) {
        match kind {
            InlineKind::Text(text) => self.text(text),
            InlineKind::SoftBreak => self.push("\n"),
            InlineKind::Break => self.push("<br>\n"),
            InlineKind::BreakOpportunity => self.push("<wbr>"),
            InlineKind::Code(code) => {
                self.push("<code>");
                self.text(code);
                self.push("</code>");
            }
            InlineKind::Image(image) => self.image(image),
            InlineKind::Math(tex) => self.formula(inline, tex),
            InlineKind::Anchor | InlineKind::Styled { .. } | InlineKind::Link { .. } | InlineKind::Note(_) => {}
        }
    }

    fn styled(&mut self, ids: &[String], style: TextStyle, title: Option<&str>, inlines: &'p [Inline]) {
        let element = element(style);
        match title {
            Some(title) => self.start_around(element, ids, &[("title", title)]),
            None => self.start_around(element, ids, &[]),
        }
        self.inlines(inlines);
        self.end(element);
    }

    fn link(&mut self, ids: &[String], target: &Target, title: Option<&str>, inlines: &'p [Inline]) {
        let (own, others) = own_id(ids);
        self.anchors(others);
        self.push("<a");
        if let Some(own) = own {
            self.attribute("id", own);
        }
        match target {
            Target::Anchor(id) => self.href_of(id),
            Target::Address(address) | Target::Relative(address) => self.attribute("href", address),
        }
        if let Some(title) = title {
            self.attribute("title", title);
        }
        self.push(">");
        self.in_link = true;
        self.inlines(inlines);
        self.in_link = false;
        self.push("</a>");
    }

    fn reference(&mut self, ids: &[String], index: usize) {
        let Some(note) = self.tree.notes.get(index) else { return };
        let (own, others) = own_id(ids);
        self.anchors(others);
        self.push("<sup class=\"note\"><a");
        if let Some(id) = note.ids.first() {
            self.href_of(id);
        }
        if let Some(own) = own {
            self.attribute("id", own);
        }
        let number = (index + 1).to_string();
        self.push(" role=\"doc-noteref\"");
        self.attribute("aria-label", &format!("Footnote {number}"));
        self.push(">");
        self.push(&number);
        self.push("</a></sup>");
    }
}

fn element(style: TextStyle) -> &'static str {
    match style {
        TextStyle::Plain => "span",
        TextStyle::Emphasis => "em",
        TextStyle::Strong => "strong",
        TextStyle::Strike => "s",
        TextStyle::Underline => "u",
        TextStyle::Subscript => "sub",
        TextStyle::Superscript => "sup",
        TextStyle::Code => "code",
        TextStyle::Keyboard => "kbd",
        TextStyle::Sample => "samp",
        TextStyle::Variable => "var",
        TextStyle::Citation => "cite",
        TextStyle::Definition => "dfn",
        TextStyle::Abbreviation => "abbr",
        TextStyle::Mark => "mark",
        TextStyle::Small => "small",
        TextStyle::Quotation => "q",
    }
}
