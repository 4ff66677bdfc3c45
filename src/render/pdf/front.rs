//! What stands before the body: properties, cover, contents.

use std::fmt::Write as _;

use crate::render::{PageSize, Style};
use crate::source::TextRange;
use crate::work_product::date;

use super::emit::{Emitter, Generated};
use super::text::literal;

impl Emitter<'_> {
    /// Writes the whole document.
    pub fn publication(mut self) -> Generated {
        self.properties();
        let tree = self.tree();
        let (opening, labels) = tree.cover.split_at(tree.opening.min(tree.cover.len()));
        self.pages(opening);
        self.raw("\n#opening-end\n#show: front-matter\n");
        self.pages(labels);
        self.contents();
        self.raw("\n#show: main-matter\n");
        self.pages(&tree.body);
        self.finish()
    }

    /// Properties of the file, and what the template needs to draw the pages.
    fn properties(&mut self) {
        let publication = self.publication;
        let (metadata, options) = (&publication.metadata, &publication.options);
        let mut shown = |text: &str| literal(&self.drawable(text, TextRange::default()));
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

    fn contents(&mut self) {
        let contents = &self.tree().contents;
        self.mark(contents.source);
        if contents.entries.is_empty() {
            self.raw("\n\n");
            return self.anchors(&contents.ids);
        }
        self.raw("\n\n#contents-page([");
        self.plain(&contents.title);
        self.raw("], [");
        self.anchors(&contents.ids);
        self.raw("])\n");
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
