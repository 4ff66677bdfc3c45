//! Every anchor a link can go to, in every dialect at once.

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use regex::Regex;

use crate::markdown::{Document, SlugDialect, Slugger};
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

/// Attributes of figures, tables and code, plain or carried in a comment: `![x](y){#fig-x}`, `<!--{#fig-x}-->`.
static ATTRIBUTE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\{\s*#([^\s{}]+)[^{}\n]*\}").expect("valid pattern"));

/// Anchors by id.
#[derive(Debug, Clone, Default)]
pub struct Anchors {
    by_id: HashMap<String, Anchor>,
    /// For each section of the outline its GitHub slug and its pandoc identifier.
    pub slugs: Vec<(String, String)>,
    /// Needed only where a link is broken.
    likenesses: OnceLock<Likenesses>,
}

/// Ids under forms that links get wrong.
#[derive(Debug, Clone, Default)]
struct Likenesses {
    /// Ids by their lower-case form.
    folded: HashMap<String, String>,
    /// Ids by their words, numbers left out; `None` where several share them.
    by_words: HashMap<String, Option<String>>,
}

impl Anchors {
    /// The anchors of a document.
    #[must_use]
    pub fn new(document: &Document, outline: &Outline, text: &str) -> Self {
        let mut anchors = Self::default();
        let headings: HashMap<_, _> = outline.sections.iter().enumerate().map(|(i, s)| (s.node, i)).collect();
        for explicit in &document.explicit_ids {
            let section = headings.get(&explicit.block).copied();
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
        if text.contains("{#") {
            for found in ATTRIBUTE.captures_iter(text) {
                if let Some(id) = found.get(1) {
                    let dialects = Dialects { explicit: true, ..Dialects::default() };
                    let range = TextRange::new(id.start(), id.end());
                    anchors.add(id.as_str(), &Anchor { dialects, range, section: None });
                }
            }
        }
        anchors
    }

    fn likenesses(&self) -> &Likenesses {
        self.likenesses.get_or_init(|| {
            let mut found = Likenesses::default();
            let mut ids: Vec<&String> = self.by_id.keys().collect();
            ids.sort();
            for id in ids {
                found.folded.entry(id.to_lowercase()).or_insert_with(|| id.clone());
                let place = self.by_id[id].range;
                let words = found.by_words.entry(words(id)).or_insert_with(|| Some(id.clone()));
                // The two slugs of one heading are one place.
                if words.as_ref().is_some_and(|other| self.by_id[other].range != place) {
                    *words = None;
                }
            }
            found
        })
    }

    /// The id that differs from `fragment` in case alone.
    #[must_use]
    pub fn in_other_case(&self, fragment: &str) -> Option<&str> {
        self.likenesses().folded.get(&fragment.to_lowercase()).map(String::as_str)
    }

    /// The only id with the words of `fragment`, whatever the numbers and hyphens.
    #[must_use]
    pub fn similar(&self, fragment: &str) -> Option<&str> {
        let words = words(fragment);
        if words.len() < 4 {
            return None;
        }
        self.likenesses().by_words.get(&words)?.as_deref()
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

fn words(id: &str) -> String {
    id.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}
