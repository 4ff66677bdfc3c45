//! Headings with their permalinks.

use crate::render::tree::{Block, Heading, HeadingRole, plain_text};

use super::writer::Writer;

impl<'p> Writer<'p> {
    pub(super) fn heading(&mut self, block: &'p Block, heading: &'p Heading) {
        match heading.role {
            HeadingRole::Title => self.title(block, heading),
            HeadingRole::Banner => self.line(block, heading, "banner"),
            HeadingRole::StageLine => self.line(block, heading, "stage-line"),
            HeadingRole::Caption => self.line(block, heading, "caption"),
            HeadingRole::Label
            | HeadingRole::Section
            | HeadingRole::Appendix
            | HeadingRole::ReferenceEntry
            | HeadingRole::Minor => self.section_heading(block, heading),
        }
    }

    fn title(&mut self, block: &'p Block, heading: &'p Heading) {
        self.start("h1", &block.ids, &[]);
        if heading.inlines.is_empty() {
            // A page without a main heading would leave those who only hear it without a name for it.
            let metadata = &self.publication.metadata;
            let name = if metadata.title.is_empty() { &metadata.identifier } else { &metadata.title };
            self.text(name);
        } else {
            self.inlines(&heading.inlines);
        }
        self.push("</h1>\n");
    }

    /// A heading to which nothing belongs is a line.
    fn line(&mut self, block: &'p Block, heading: &'p Heading, class: &str) {
        self.start("p", &block.ids, &[("class", class)]);
        self.inlines(&heading.inlines);
        self.push("</p>\n");
    }

    fn section_heading(&mut self, block: &'p Block, heading: &'p Heading) {
        let rank = self.rank(heading);
        let element = ["h2", "h3", "h4", "h5", "h6"].get(usize::from(rank.saturating_sub(2))).copied().unwrap_or("h6");
        let class = match heading.role {
            HeadingRole::ReferenceEntry => "heading entry",
            HeadingRole::Minor => "heading minor",
            _ => "heading",
        };
        self.tag("div", None, &[("class", class)]);
        let level = rank.to_string();
        let attributes: &[(&str, &str)] = if rank > 6 { &[("aria-level", &level)] } else { &[] };
        self.start(element, &block.ids, attributes);
        self.inlines(&heading.inlines);
        self.end(element);
        if let Some(id) = block.ids.first() {
            self.push("<a class=\"permalink\"");
            self.href_of(id);
            let label = format!("Link to this section: {}", plain_text(&heading.inlines));
            self.attribute("aria-label", &label);
            self.push("></a>");
        }
        self.push("</div>\n");
    }

    /// The rank in the page: one more than that of the section around, whatever ranks the author skips.
    fn rank(&mut self, heading: &Heading) -> u8 {
        let around = self.ranks.iter().take_while(|&&open| open < heading.rank).count();
        if heading.role != HeadingRole::Minor {
            self.ranks.truncate(around);
            self.ranks.push(heading.rank);
        }
        u8::try_from(around + 2).unwrap_or(u8::MAX)
    }
}
