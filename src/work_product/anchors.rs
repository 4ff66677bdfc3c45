//! Every anchor a link can go to, in every dialect at once.

use std::sync::{LazyLock, OnceLock};

use foldhash::HashMap;
use regex::Regex;

use crate::markdown::{Document, NodeId, NodeKind, SlugDialect, Slugger, pandoc_slug, parse};
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
    /// GitHub's slugs of the headings in list items and quotations, which are no sections.
    pub nested: Vec<(NodeId, String)>,
    /// Needed only where a link is broken.
    likenesses: OnceLock<Likenesses>,
}

/// Ids under forms that links get wrong.
#[derive(Debug, Clone, Default)]
struct Likenesses {
    /// Ids by their lower-case form.
    folded: HashMap<String, String>,
    /// Ids by their letters and digits; `None` where several share them.
    by_characters: HashMap<String, Option<String>>,
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
        anchors.add_headings(document, outline, text);
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

    /// The anchors of a Markdown file that is no part of the document; `None` where it cannot be read.
    #[must_use]
    pub fn of_text(text: &str) -> Option<Self> {
        let document = parse(text).ok()?;
        Some(Self::new(&document, &Outline::new(&document, text), text))
    }

    /// What renderers derive from headings, in list items and quotations too: they number all of them in one go.
    fn add_headings(&mut self, document: &Document, outline: &Outline, text: &str) {
        let mut github = Slugger::new(SlugDialect::GitHub);
        let mut pandoc = Slugger::new(SlugDialect::Pandoc);
        let mut sections = outline.sections.iter().enumerate().peekable();
        for node in headings(document) {
            let section = sections.next_if(|(_, section)| section.node == node);
            // GitHub makes a hyphen of every space, pandoc one of many.
            let spaced = document.plain_text(node, text);
            let slugs =
                (github.next(spaced.trim()), pandoc.next(section.map_or(&spaced, |(_, section)| &section.text)));
            let (range, index) = (document.range(node), section.map(|(index, _)| index));
            let anchor = |dialects| Anchor { dialects, range, section: index };
            let by_pandoc = anchor(Dialects { pandoc: true, ..Dialects::default() });
            self.add(&slugs.0, &anchor(Dialects { github: true, ..Dialects::default() }));
            self.add(&slugs.1, &by_pandoc);
            if let Some(lenient) = without_open_tag(&spaced) {
                self.add(&pandoc_slug(lenient), &by_pandoc);
            }
            match index {
                Some(_) => self.slugs.push(slugs),
                // What an explicit anchor has been given is that anchor's.
                None if self.by_id.get(&slugs.0).is_some_and(|owner| owner.range == range) => {
                    self.nested.push((node, slugs.0));
                }
                None => {}
            }
        }
    }

    fn likenesses(&self) -> &Likenesses {
        self.likenesses.get_or_init(|| {
            let mut found = Likenesses::default();
            let mut ids: Vec<&String> = self.by_id.keys().collect();
            ids.sort();
            for id in ids {
                found.folded.entry(id.to_lowercase()).or_insert_with(|| id.clone());
                let place = self.by_id[id].range;
                let forms = [(&mut found.by_characters, characters(id)), (&mut found.by_words, words(id))];
                for (ids, form) in forms {
                    let known = ids.entry(form).or_insert_with(|| Some(id.clone()));
                    // The two slugs of one heading are one place.
                    if known.as_ref().is_some_and(|other| self.by_id[other].range != place) {
                        *known = None;
                    }
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

    /// The only id with the letters and digits of `fragment`, else the only one with its words.
    #[must_use]
    pub fn similar(&self, fragment: &str) -> Option<&str> {
        let spelled = self.likenesses().by_characters.get(&characters(fragment));
        if let Some(id) = spelled.and_then(Option::as_deref).filter(|_| fragment.contains(char::is_alphabetic)) {
            return Some(id);
        }
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

fn characters(id: &str) -> String {
    id.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// All headings in order, those in list items and quotations too.
fn headings(document: &Document) -> Vec<NodeId> {
    let mut found = Vec::new();
    let mut open: Vec<NodeId> = Vec::new();
    for block in document.blocks() {
        open.push(block);
        while let Some(node) = open.pop() {
            match document.kind(node) {
                NodeKind::Heading { .. } => found.push(node),
                NodeKind::Paragraph | NodeKind::Table { .. } => {}
                kind if kind.is_block() => {
                    let from = open.len();
                    open.extend(document.children(node));
                    open[from..].reverse();
                }
                _ => {}
            }
        }
    }
    found
}

/// The title before a tag that lacks its `>`: `Scope<a name=scope</a>`. pandoc takes that for a tag, GitHub shows it.
fn without_open_tag(shown: &str) -> Option<&str> {
    shown.find("<a ").and_then(|at| shown.get(..at)).map(str::trim_end).filter(|title| !title.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_in_lists_and_quotations_have_anchors() {
        let text = "# T\n\n- #### **[R1]**\n  Text.\n\n  > ## Deep\n\n## Deep\n";
        let anchors = Anchors::of_text(text).unwrap();
        assert!(anchors.get("r1").is_some_and(|anchor| anchor.dialects.github && anchor.section.is_none()));
        assert!(anchors.get("deep").is_some_and(|anchor| anchor.section.is_none()));
        assert_eq!(anchors.slugs[1].0, "deep-1");
    }

    #[test]
    fn a_tag_without_its_end_is_a_tag_to_pandoc_alone() {
        let anchors = Anchors::of_text("# T\n\n## 7.2 Scope<a name=scope</a>\n").unwrap();
        assert!(anchors.get("scope").is_some_and(|anchor| anchor.dialects.pandoc && !anchor.dialects.github));
    }

    #[test]
    fn likeness_goes_by_letters_and_digits_first() {
        let anchors = Anchors::of_text("# T\n\n## 2.1 Set ipv4_net\n\n## 2.2 Set ipv6_net\n").unwrap();
        assert_eq!(anchors.similar("21-set-ipv4-net"), Some("21-set-ipv4_net"));
        assert_eq!(anchors.similar("29-set-ipv-net"), None);
    }
}
