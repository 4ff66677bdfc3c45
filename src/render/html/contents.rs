//! The table of contents: beside the text where there is room, else folded above it.

use crate::render::ContentsEntry;

use super::writer::{Writer, own_id};

impl<'p> Writer<'p> {
    /// The navigation; without entries only the places that links lead to.
    pub(super) fn navigation(&mut self) {
        let contents = &self.tree.contents;
        if contents.entries.is_empty() {
            return self.anchors(&contents.ids);
        }
        let (own, others) = own_id(&contents.ids);
        let fresh = self.tree.fresh_id("contents");
        self.tag("nav", None, &[("class", "contents"), ("aria-label", &contents.title)]);
        self.push("\n");
        self.anchors(others);
        self.push("<details>");
        self.tag("summary", Some(own.unwrap_or(&fresh)), &[]);
        self.text(&contents.title);
        self.push("</summary>\n");
        self.entries(&contents.entries);
        self.push("</details>\n</nav>\n");
    }

    /// A list; deeper entries lie in the item of the entry above.
    fn entries(&mut self, mut entries: &'p [ContentsEntry]) {
        self.push("<ol>\n");
        while let Some((entry, rest)) = entries.split_first() {
            let below = rest.iter().take_while(|below| below.depth > entry.depth).count();
            self.push("<li><a");
            self.href_of(&entry.anchor);
            self.push(">");
            if !entry.number.is_empty() {
                self.push("<span class=\"number\">");
                self.text(&entry.number);
                self.push("</span> ");
            }
            self.push("<span>");
            self.text(&entry.title);
            self.push("</span></a>");
            let (below, after) = rest.split_at(below);
            if !below.is_empty() {
                self.push("\n");
                self.entries(below);
            }
            self.push("</li>\n");
            entries = after;
        }
        self.push("</ol>\n");
    }
}
