//! Every anchor a link can go to, in every dialect at once.

use std::collections::HashMap;

use crate::markdown::{Document, NodeId, SlugDialect, Slugger};
use crate::source::TextRange;

use super::outline::Outline;

/// Which renderers know an anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Dialects {
    /// Given explicitly: every renderer knows it.
    pub explicit: bool,
    /// GitHub's slug.
    pub github: bool,
    /// pandoc's identifier.
    pub pandoc: bool,
}

/// A place a fragment leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// Who knows it.
    pub dialects: Dialects,
    /// Where it is.
    pub range: TextRange,
    /// Index of the section whose heading it is, where it is one.
    pub section: Option<usize>,
}

/// Anchors by id.
#[derive(Debug, Clone, Default)]
pub struct Anchors {
    by_id: HashMap<String, Anchor>,
    /// For each section of the outline its GitHub slug and its pandoc identifier.
    pub slugs: Vec<(String, String)>,
}

impl Anchors {
    /// The anchors of a document.
    #[must_use]
    pub fn new(document: &Document, outline: &Outline, text: &str) -> Self {
        let mut anchors = Self::default();
        let of_node: HashMap<NodeId, usize> =
            outline.sections.iter().enumerate().map(|(index, section)| (section.node, index)).collect();
        for explicit in &document.explicit_ids {
            let section = of_node.get(&explicit.block).copied();
            let dialects = Dialects { explicit: true, ..Dialects::default() };
            anchors.add(&explicit.id, &Anchor { dialects, range: explicit.range, section });
        }
        let mut github = Slugger::new(SlugDialect::GitHub);
        let mut pandoc = Slugger::new(SlugDialect::Pandoc);
        for (index, section) in outline.sections.iter().enumerate() {
            // GitHub makes a hyphen of every space, pandoc one of many.
            let spaced = document.plain_text(section.node, text);
            let slugs = (github.next(spaced.trim()), pandoc.next(&section.text));
            let anchor = |dialects| Anchor { dialects, range: section.range, section: Some(index) };
            anchors.add(&slugs.0, &anchor(Dialects { github: true, ..Dialects::default() }));
            anchors.add(&slugs.1, &anchor(Dialects { pandoc: true, ..Dialects::default() }));
            anchors.slugs.push(slugs);
        }
        anchors
    }

    fn add(&mut self, id: &str, anchor: &Anchor) {
        let entry = self.by_id.entry(id.to_owned()).or_insert_with(|| anchor.clone());
        if entry.section == anchor.section {
            entry.dialects.explicit |= anchor.dialects.explicit;
            entry.dialects.github |= anchor.dialects.github;
            entry.dialects.pandoc |= anchor.dialects.pandoc;
        }
    }

    /// The anchor a fragment (without `#`, percent-decoded) leads to.
    #[must_use]
    pub fn get(&self, fragment: &str) -> Option<&Anchor> {
        self.by_id.get(fragment)
    }

    /// All ids, in no order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.by_id.keys().map(String::as_str)
    }
}
