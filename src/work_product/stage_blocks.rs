//! The blocks of the cover that say where this stage, the previous one and the latest one are published.

use std::sync::LazyLock;

use regex::Regex;

use crate::markdown::{Comment, Document, NodeKind};
use crate::source::TextRange;

use super::cover::Part;
use super::label::{Label, LabelKind};
use super::links::Link;
use super::outline::{Outline, Role, Section};
use super::stage_uri::StageUri;

/// What stands under `This stage`, `Previous stage` or `Latest stage`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageBlock {
    /// Which of the three.
    pub label: LabelKind,
    /// The label as written.
    pub name: Part,
    /// Bytes below the label.
    pub body: TextRange,
    /// It stands in an HTML comment, as the templates keep it until publication.
    pub commented: bool,
    /// The addresses, in order.
    pub uris: Vec<BlockUri>,
    /// What is written where there is no address: `N/A`.
    pub words: Option<Part>,
    /// An address holds what a build is still to fill in, such as `%version%`.
    pub unfinished: bool,
}

/// An address of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockUri {
    /// The address in parts.
    pub uri: StageUri,
    /// The mark `(Authoritative)` behind it.
    pub authoritative: Option<TextRange>,
}

impl StageBlock {
    /// The addresses in parts.
    pub fn addresses(&self) -> impl Iterator<Item = &StageUri> {
        self.uris.iter().map(|uri| &uri.uri)
    }
}

impl LabelKind {
    /// Whether addresses of a stage stand below the label.
    #[must_use]
    pub fn is_stage(self) -> bool {
        matches!(self, Self::ThisStage | Self::PreviousStage | Self::LatestStage)
    }
}

/// The blocks of the cover, in order.
pub(super) fn stage_blocks(document: &Document, outline: &Outline, links: &[Link], text: &str) -> Vec<StageBlock> {
    let mut found = Vec::new();
    for section in &outline.sections {
        let label = section.label.as_ref().filter(|label| label.kind.is_stage());
        if let Some(label) = label.filter(|_| section.role == Role::Cover && section.number.is_none()) {
            found.push(shown(document, section, label.kind, links, text));
        }
    }
    let end =
        outline.sections.iter().find(|s| s.role != Role::Cover && s.role != Role::Title && s.role != Role::Banner);
    let end = end.map_or(text.len(), |section| section.range.start as usize);
    for comment in document.comments.iter().take_while(|comment| (comment.range.start as usize) < end) {
        hidden(comment, text, &mut found);
    }
    found.sort_by_key(|block: &StageBlock| block.name.range.start);
    found
}

fn shown(document: &Document, section: &Section, label: LabelKind, links: &[Link], text: &str) -> StageBlock {
    let name = Part { text: section.title.trim_end_matches([':', ' ']).to_owned(), range: section.text_range };
    let mut block = StageBlock::new(label, name, section.body, false);
    let from = links.partition_point(|link| link.range.start < section.body.start);
    let below: Vec<&Link> = links[from..]
        .iter()
        .take_while(|link| link.range.start < section.body.end)
        .filter(|link| !link.image)
        .collect();
    for (index, link) in below.iter().enumerate() {
        let until = below.get(index + 1).map_or(section.body.end, |next| next.range.start);
        block.add(&link.url, link.url_range, TextRange { start: link.range.end, end: until }, text);
    }
    if block.uris.is_empty() && !block.unfinished {
        block.words = words(document, section, text);
    }
    block
}

/// What a block says in words.
fn words(document: &Document, section: &Section, text: &str) -> Option<Part> {
    let says = |kind: &NodeKind| !matches!(kind, NodeKind::HtmlBlock | NodeKind::ThematicBreak);
    let blocks: Vec<_> = section.blocks.iter().copied().filter(|&block| says(document.kind(block))).collect();
    let range = blocks.iter().map(|&block| document.range(block)).reduce(TextRange::cover)?;
    let said: Vec<String> = blocks.iter().map(|&block| document.plain_text(block, text)).collect();
    let said = said.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
    let slice = text.get(range.as_usize()).unwrap_or_default();
    (!said.is_empty()).then(|| Part { text: said, range: range.inside(0..slice.trim_end().len()) })
}

static ADDRESS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"https?://[^\s<>()\[\]"'`\\]+"#).expect("valid pattern"));

/// Reads the labels that stand on lines of their own in a comment.
fn hidden(comment: &Comment, text: &str, found: &mut Vec<StageBlock>) {
    if !["This ", "this ", "THIS "].iter().any(|word| comment.text.contains(word)) {
        return;
    }
    let mut open: Option<StageBlock> = None;
    let mut offset = comment.range.start as usize;
    let slice = text.get(comment.range.as_usize()).unwrap_or_default();
    for line in slice.split_inclusive('\n') {
        let heading = line.trim();
        if heading.starts_with('#') {
            found.extend(open.take());
            let title = heading.trim_matches(['#', ' ', '\t']);
            let label = Label::of_heading(title).filter(|label| label.kind.is_stage());
            open = label.map(|label| {
                let at = offset + line.find(title).unwrap_or_default();
                let range = TextRange::new(at, at + title.len());
                let name = Part { text: title.trim_end_matches([':', ' ']).to_owned(), range };
                StageBlock::new(label.kind, name, TextRange::empty(offset + line.len()), true)
            });
        } else if let Some(block) = &mut open {
            block.body.end = u32::try_from(offset + line.trim_end().len()).unwrap_or(u32::MAX);
            block.read_line(line, offset, text);
        }
        offset += line.len();
    }
    found.extend(open);
}

impl StageBlock {
    fn new(label: LabelKind, name: Part, body: TextRange, commented: bool) -> Self {
        Self { label, name, body, commented, uris: Vec::new(), words: None, unfinished: false }
    }

    fn read_line(&mut self, line: &str, offset: usize, text: &str) {
        let places: Vec<_> = ADDRESS.find_iter(line).map(|found| found.range()).collect();
        for (index, place) in places.iter().enumerate() {
            let url = line.get(place.clone()).unwrap_or_default();
            let until = places.get(index + 1).map_or(line.len(), |next| next.start);
            let range = TextRange::new(offset + place.start, offset + place.end);
            self.add(url, range, TextRange::new(offset + place.end, offset + until), text);
        }
        let said = line.trim();
        if places.is_empty() && self.uris.is_empty() && self.words.is_none() && !said.is_empty() && !said.contains("--")
        {
            let at = offset + line.find(said).unwrap_or_default();
            self.words = Some(Part { text: said.to_owned(), range: TextRange::new(at, at + said.len()) });
        }
    }

    /// Adds an address; the mark may stand in `behind`, on the same line.
    fn add(&mut self, url: &str, range: TextRange, behind: TextRange, text: &str) {
        if ["$$", "{{", "[", "%5B", "<", "…", "..."].iter().any(|mark| url.contains(mark)) || variable(url) {
            self.unfinished = true;
            return;
        }
        let Some(uri) = StageUri::parse(url, range) else { return };
        if self.uris.last().is_some_and(|last| last.uri.url == uri.url) {
            return;
        }
        let slice = text.get(behind.as_usize()).unwrap_or_default();
        let line = slice.lines().next().unwrap_or_default();
        let at = line.to_ascii_lowercase().find("authoritative");
        let authoritative = at.map(|at| behind.inside(at..at + "authoritative".len()));
        self.uris.push(BlockUri { uri, authoritative });
    }
}

/// `%version%`, which a build replaces; `%20` is an encoded character.
fn variable(url: &str) -> bool {
    let mut parts = url.split('%').skip(1);
    parts.any(|part| part.len() > 2 && part.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::work_product::from_text;

    const BLOCKS: &str = "#### This stage:\n\
        https://docs.oasis-open.org/air/kites/v1.2/cs02/kites-v1.2-cs02.md (Authoritative) \\\n\
        https://docs.oasis-open.org/air/kites/v1.2/cs02/kites-v1.2-cs02.html\n\n\
        #### Previous stage:\nN/A\n\n\
        #### Latest stage:\n\n- <https://docs.oasis-open.org/air/kites/v1.2/kites-v1.2.html>\n";

    fn blocks(text: &str) -> Vec<StageBlock> {
        from_text("kites.md", text.to_owned(), None).unwrap().stage_blocks
    }

    fn summary(block: &StageBlock) -> String {
        let place = if block.commented { "comment" } else { "text" };
        let authoritative = block.uris.iter().position(|uri| uri.authoritative.is_some());
        let words = block.words.as_ref().map(|words| words.text.as_str());
        format!("{:?} in {place}: {} {authoritative:?} {words:?}", block.label, block.uris.len())
    }

    fn expected(place: &str) -> [String; 3] {
        [
            format!("ThisStage in {place}: 2 Some(0) None"),
            format!("PreviousStage in {place}: 0 None Some(\"N/A\")"),
            format!("LatestStage in {place}: 1 None None"),
        ]
    }

    #[test]
    fn blocks_as_text_and_as_comment() {
        let cover = "# Kites Version 1.2\n\n## Committee Specification 02\n\n## 12 March 2026\n\n";
        let body = "\n# 1 Introduction\n\nText.\n";
        let shown = format!("{cover}{BLOCKS}{body}");
        assert_eq!(blocks(&shown).iter().map(summary).collect::<Vec<_>>(), expected("text"));
        let hidden = format!("{cover}<!-- URI list start\n\n{BLOCKS}\nURI list end -->\n{body}");
        let read = blocks(&hidden);
        assert_eq!(read.iter().map(summary).collect::<Vec<_>>(), expected("comment"));
        let first = read[0].addresses().next().unwrap();
        assert_eq!(&hidden[first.range.as_usize()], first.url);
        assert_eq!(&hidden[read[1].words.as_ref().unwrap().range.as_usize()], "N/A");
    }

    #[test]
    fn a_cover_without_body_and_a_body_without_cover() {
        let cover = format!("# Kites\n\n## Working Draft 01\n\n{BLOCKS}\n#### Editor:\nAda\n");
        assert_eq!(blocks(&cover).len(), 3);
        let body = "# Kites\n\n# 1 Introduction\n\n## 1.1 Previous version\n\nText.\n";
        assert_eq!(blocks(body), []);
    }

    #[test]
    fn what_a_build_fills_in_is_no_address() {
        let text = "# Kites\n\n### This version\n\nhttps://docs.oasis-open.org/air/v%version%/kites-v%version%.md\n";
        let read = blocks(text);
        assert!(read[0].unfinished && read[0].uris.is_empty(), "{read:?}");
    }
}
