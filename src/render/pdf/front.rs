//! What stands before the body: properties, title, cover, contents.

use std::fmt::Write as _;

use crate::markdown::NodeKind;
use crate::render::{PageSize, Style};
use crate::work_product::date;

use super::emit::{Emitter, Generated};
use super::text::literal;

impl Emitter<'_> {
    /// Writes the whole document.
    pub fn publication(mut self) -> Generated {
        let publication = self.publication;
        self.properties();
        self.title();
        self.blocks(&publication.cover, "\n\n");
        self.contents();
        self.raw("\n#body-start\n\n");
        self.level = 0;
        self.blocks(&publication.body, "\n\n");
        self.finish()
    }

    /// Properties of the file, and what the template needs to draw the pages.
    fn properties(&mut self) {
        let publication = self.publication;
        let (metadata, options) = (&publication.metadata, &publication.options);
        let mut shown = |text: &str| literal(&self.drawable(text, crate::source::TextRange::default()));
        let date = metadata.date.map_or_else(String::new, date::long);
        let paper = match options.page_size {
            PageSize::A4 => "a4",
            PageSize::UsLetter => "us-letter",
        };
        let style = match options.style {
            Style::Oasis => "oasis",
            Style::Cosai => "cosai",
        };
        let keywords = keywords(publication).iter().fold(String::new(), |list, word| list + &shown(word) + ", ");
        let mut preamble = String::from("#import \"template.typ\": *\n#show: work-product.with(\n");
        for (key, value) in [
            ("title", metadata.title.as_str()),
            ("author", &metadata.author),
            ("description", &metadata.description),
            ("language", metadata.language),
            ("identifier", &metadata.identifier),
            ("track", metadata.track),
            ("copyright", &metadata.copyright),
            ("date", &date),
            ("paper", paper),
            ("style", style),
        ] {
            let _ = writeln!(preamble, "  {key}: {},", shown(value));
        }
        let _ = writeln!(preamble, "  keywords: ({keywords}),\n  draft: {},\n)\n", options.draft);
        self.raw(&preamble);
    }

    fn title(&mut self) {
        let publication = self.publication;
        let outline = &publication.work.outline;
        self.raw("#title[");
        if let Some((index, section)) = outline.title.and_then(|index| Some((index, outline.sections.get(index)?))) {
            self.mark(section.node);
            self.inlines(section.node);
            self.raw("]");
            self.section_label(index);
            self.anchors_in(section.node);
        } else {
            self.plain(&publication.metadata.title);
            self.raw("]");
        }
        self.raw("\n\n");
    }

    fn contents(&mut self) {
        let publication = self.publication;
        if publication.contents.is_empty() {
            return;
        }
        let outline = &publication.work.outline;
        let section = outline.contents.and_then(|index| Some((index, outline.sections.get(index)?)));
        self.raw("\n\n#contents-page[");
        match section {
            Some((index, section)) => {
                self.mark(section.node);
                self.raw("#metadata(none)");
                self.section_label(index);
                self.plain(&section.title);
            }
            None => self.plain("Table of Contents"),
        }
        self.raw("]\n");
        // Ids on the hand-written list would be lost with it.
        if let Some((_, section)) = section {
            for &block in &section.blocks {
                if self.has_anchors(block) && !matches!(self.kind(block), NodeKind::FootnoteDefinition { .. }) {
                    self.anchors_in(block);
                }
            }
        }
    }
}

/// Words under which a library files the document.
fn keywords(publication: &crate::render::Publication<'_>) -> Vec<String> {
    let front = publication.work.front_matter.as_ref().and_then(|front| front.get("keywords"));
    let written: Vec<String> = front
        .map(|entry| entry.value.split([',', ';']).map(|word| word.trim().to_owned()).collect())
        .unwrap_or_default();
    let written: Vec<String> = written.into_iter().filter(|word| !word.is_empty()).collect();
    if !written.is_empty() {
        return written;
    }
    let mut words = vec!["OASIS Open".to_owned()];
    if publication.options.style == Style::Cosai {
        words.push("Coalition for Secure AI".to_owned());
        words.push("CoSAI".to_owned());
    }
    words.push(publication.metadata.track.to_owned());
    words
}
