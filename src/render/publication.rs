//! One publishable tree for all writers: what is shown, in which order, under which anchors.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::{Date, DateTime};

use crate::diagnostic::Diagnostic;
use crate::markdown::{NodeId, NodeKind};
use crate::profiles::Track;
use crate::source::Workspace;
use crate::work_product::{LabelKind, Role, WorkProduct, date};

use super::resources::{self, Resource};
use super::tree::{self, Tree};
use super::{diagram, numbering};

/// Whose look the deliverable has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// The OASIS templates'.
    #[default]
    Oasis,
    /// The Coalition for Secure AI's.
    Cosai,
}

/// Size of a printed page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PageSize {
    /// 210 mm by 297 mm.
    #[default]
    A4,
    /// 8.5 in by 11 in.
    UsLetter,
}

/// How to publish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicationOptions {
    /// Mark every page as a draft.
    pub draft: bool,
    /// Section levels the contents show, from 1.
    pub contents_depth: u8,
    /// Look.
    pub style: Style,
    /// Page size of the PDF.
    pub page_size: PageSize,
    /// The time the files carry; without, the document's day.
    pub time: Option<DateTime>,
}

impl PublicationOptions {
    /// What `workproduct.yaml` and the profile ask for.
    #[must_use]
    pub fn of(work: &WorkProduct, draft: bool) -> Self {
        let build = work.settings().map(|config| config.build.clone()).unwrap_or_default();
        let style = build.style.unwrap_or_else(|| work.template().style.clone());
        Self {
            draft,
            contents_depth: build.contents_depth,
            style: if style == "cosai" { Style::Cosai } else { Style::Oasis },
            page_size: if build.page_size == "us-letter" { PageSize::UsLetter } else { PageSize::A4 },
            time: None,
        }
    }
}

/// What the deliverable says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Metadata {
    /// Title.
    pub title: String,
    /// Author: the front matter's, else the editors, else `OASIS Open`.
    pub author: String,
    /// The day of the stage or of the approval.
    pub date: Option<Date>,
    /// The beginning of the abstract; without one, the title.
    pub description: String,
    /// Language of the prose.
    pub language: &'static str,
    /// File name without ending; for a stage, the document identifier.
    pub identifier: String,
    /// `Standards Track Work Product` or `Non-Standards Track Work Product`.
    pub track: &'static str,
    /// The copyright line, as the notice has it.
    pub copyright: String,
    /// Where this stage publishes its HTML, if the cover says so.
    pub canonical: Option<String>,
}

/// A line of the contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentsEntry {
    /// Index of the section in the outline.
    pub section: usize,
    /// Level in the contents, from 1.
    pub depth: u8,
    /// The section's number as written, separator included; empty without one.
    pub number: String,
    /// The section's title without number.
    pub title: String,
    /// The section's anchor.
    pub anchor: String,
}

/// A work product ready to be written in any format.
pub struct Publication<'a> {
    /// The work product.
    pub work: &'a WorkProduct,
    /// How to publish.
    pub options: PublicationOptions,
    /// What the deliverable says of itself.
    pub metadata: Metadata,
    /// Blocks of the cover page, front matter and title left out.
    pub cover: Vec<NodeId>,
    /// The generated contents; they take the place of a hand-written list.
    pub contents: Vec<ContentsEntry>,
    /// Blocks of the body, in order.
    pub body: Vec<NodeId>,
    /// Footnotes that are referred to, in the order of their first reference, with the definition.
    pub footnotes: Vec<(String, NodeId)>,
    /// What every writer shows.
    pub tree: Tree,
    /// Pictures by the destination the document writes.
    pub resources: BTreeMap<String, Resource>,
    /// Mermaid diagrams as SVG, by their code block.
    pub diagrams: BTreeMap<NodeId, String>,
    headings: HashMap<NodeId, usize>,
    numbers: Vec<Option<String>>,
    anchors: Vec<Vec<String>>,
}

impl<'a> Publication<'a> {
    /// Prepares a work product; the diagnostics say what cannot be shown.
    #[must_use]
    pub fn new(
        work: &'a WorkProduct,
        workspace: &dyn Workspace,
        options: PublicationOptions,
    ) -> (Self, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let (cover, body) = split(work);
        let anchors = anchors(work);
        let mut publication = Self {
            work,
            options,
            metadata: metadata(work),
            cover,
            contents: Vec::new(),
            body,
            footnotes: footnotes(work),
            tree: Tree::default(),
            resources: resources::load(work, workspace, &mut diagnostics),
            diagrams: diagram::render(work, &mut diagnostics),
            headings: work.outline.sections.iter().enumerate().map(|(index, s)| (s.node, index)).collect(),
            anchors,
            numbers: numbering::numbers(work, options.style),
        };
        publication.contents = publication.list_contents();
        let (tree, lost) = tree::build(&publication);
        publication.tree = tree;
        diagnostics.extend(lost);
        (publication, diagnostics)
    }

    /// Index of the section whose heading a node is.
    #[must_use]
    pub fn section_of(&self, heading: NodeId) -> Option<usize> {
        self.headings.get(&heading).copied()
    }

    /// The anchors of a section, its own first: explicit id or GitHub's slug, then every other
    /// renderer's, so that no published deep link dies. No anchor is given twice in a document.
    #[must_use]
    pub fn anchors(&self, section: usize) -> &[String] {
        self.anchors.get(section).map_or(&[], Vec::as_slice)
    }

    /// The number given to a section whose author gave it none.
    #[must_use]
    pub fn generated_number(&self, section: usize) -> Option<&str> {
        self.numbers.get(section)?.as_deref()
    }

    /// Number of a footnote, from 1.
    #[must_use]
    pub fn footnote_number(&self, name: &str) -> Option<usize> {
        self.footnotes.iter().position(|(known, _)| known.eq_ignore_ascii_case(name)).map(|index| index + 1)
    }

    fn list_contents(&self) -> Vec<ContentsEntry> {
        let outline = &self.work.outline;
        let shown = outline.body().filter(|(_, s)| s.depth >= 1 && s.depth <= self.options.contents_depth);
        // A heading that is only a picture has no words to be listed under.
        let shown = shown.filter(|(_, s)| s.number.is_some() || !s.title.trim().is_empty());
        shown
            .map(|(index, section)| {
                let number = section.number.as_ref().map(|number| {
                    let keyword = number.keyword.as_ref().map_or(String::new(), |word| format!("{word} "));
                    format!("{keyword}{}{}", number.dotted(), number.separator)
                });
                ContentsEntry {
                    section: index,
                    depth: section.depth,
                    number: number.or_else(|| self.generated_number(index).map(str::to_owned)).unwrap_or_default(),
                    title: section.title.clone(),
                    anchor: self.anchors(index).first().cloned().unwrap_or_default(),
                }
            })
            .collect()
    }
}

/// Blocks before and after the table of contents, which is left out with its list.
fn split(work: &WorkProduct) -> (Vec<NodeId>, Vec<NodeId>) {
    let outline = &work.outline;
    let title = outline.title.map(|index| outline.sections[index].node);
    let contents = outline.contents.map(|index| &outline.sections[index]);
    let body_start = outline
        .sections
        .iter()
        .find(|s| matches!(s.role, Role::Contents | Role::Section | Role::Appendix))
        .map_or(u32::MAX, |s| s.range.start);
    let (mut cover, mut body) = (Vec::new(), Vec::new());
    for block in work.document.blocks() {
        let start = work.document.range(block).start;
        let in_contents = contents.is_some_and(|s| s.range.start <= start && start < s.body.end);
        let hidden = matches!(work.document.kind(block), NodeKind::FrontMatter | NodeKind::FootnoteDefinition { .. });
        if in_contents || hidden || Some(block) == title || (start < body_start && is_contents_list(work, block)) {
            continue;
        }
        if start < body_start { cover.push(block) } else { body.push(block) }
    }
    (cover, body)
}

/// Fewest entries that make a list of links into the document a table of contents.
const MIN_ENTRIES: usize = 5;

/// A list on the cover whose items are links into the document and nothing else: contents without a heading.
fn is_contents_list(work: &WorkProduct, block: NodeId) -> bool {
    let document = &work.document;
    if !matches!(document.kind(block), NodeKind::List { .. }) {
        return false;
    }
    let mut entries = 0;
    for node in document.descendants(block).filter(|&node| *document.kind(node) == NodeKind::Paragraph) {
        let mut links = document.children(node).map(|child| document.kind(child));
        let first = links.next().is_some_and(|kind| matches!(kind, NodeKind::Link { url, .. } if url.starts_with('#')));
        if !first || links.next().is_some() {
            return false;
        }
        entries += 1;
    }
    entries >= MIN_ENTRIES
}

fn footnotes(work: &WorkProduct) -> Vec<(String, NodeId)> {
    let document = &work.document;
    let mut definitions: HashMap<String, NodeId> = HashMap::new();
    let mut order: Vec<String> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for node in document.descendants(document.root()) {
        match document.kind(node) {
            NodeKind::FootnoteDefinition { name } => {
                definitions.entry(name.to_lowercase()).or_insert(node);
            }
            NodeKind::FootnoteReference { name } if seen.insert(name.to_lowercase()) => order.push(name.to_lowercase()),
            _ => {}
        }
    }
    order.into_iter().filter_map(|name| definitions.get(&name).copied().map(|node| (name, node))).collect()
}

/// Own anchor first, aliases after; an id that something else in the document has is not given again.
fn anchors(work: &WorkProduct) -> Vec<Vec<String>> {
    let mut owners: HashMap<&str, NodeId> = HashMap::new();
    let mut explicit: HashMap<NodeId, Vec<&str>> = HashMap::new();
    for id in &work.document.explicit_ids {
        // The first of several equal ids is the one a browser goes to.
        if let std::collections::hash_map::Entry::Vacant(entry) = owners.entry(&id.id) {
            entry.insert(id.block);
            explicit.entry(id.block).or_default().push(&id.id);
        }
    }
    let mut taken: std::collections::HashSet<String> = owners.keys().map(|&id| id.to_owned()).collect();
    taken.extend(work.anchors.nested.iter().map(|(_, slug)| slug.clone()));
    // Explicit ids and GitHub's slugs come first for all sections: they are what documents link to.
    let mut anchors: Vec<Vec<String>> = Vec::new();
    for (section, slugs) in work.outline.sections.iter().zip(&work.anchors.slugs) {
        let ids = explicit.get(&section.node).into_iter().flatten();
        let mut own: Vec<String> = ids.filter(|id| !id.is_empty()).map(|&id| id.to_owned()).collect();
        if !slugs.0.is_empty() && taken.insert(slugs.0.clone()) {
            own.push(slugs.0.clone());
        }
        anchors.push(own);
    }
    for (own, slugs) in anchors.iter_mut().zip(&work.anchors.slugs) {
        if taken.insert(slugs.1.clone()) {
            own.push(slugs.1.clone());
        }
    }
    for (index, own) in anchors.iter_mut().enumerate().filter(|(_, own)| own.is_empty()) {
        let mut id = format!("section-{}", index + 1);
        while !taken.insert(id.clone()) {
            id.push('x');
        }
        own.push(id);
    }
    anchors
}

fn metadata(work: &WorkProduct) -> Metadata {
    let front = |key: &str| work.front_matter.as_ref()?.get(key).map(|entry| entry.value.trim().to_owned());
    let path = work.path();
    let name = path.rsplit('/').next().unwrap_or(path);
    let identifier = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let date = document_date(work);
    let track = match work.template().track {
        Track::StandardsTrack => "Standards Track Work Product",
        Track::NonStandardsTrack => "Non-Standards Track Work Product",
    };
    let year = date.map_or(String::new(), |date| format!(" {}", date.year()));
    Metadata {
        title: work.title().unwrap_or_else(|| identifier.to_owned()),
        author: front("author").filter(|author| !author.is_empty()).unwrap_or_else(|| "OASIS Open".to_owned()),
        date,
        description: description(work),
        language: "en",
        identifier: identifier.to_owned(),
        track,
        copyright: format!("Copyright © OASIS Open{year}. All Rights Reserved."),
        canonical: canonical(work),
    }
}

/// The address of this stage's page.
fn canonical(work: &WorkProduct) -> Option<String> {
    let block = work.stage_block(LabelKind::ThisStage).filter(|block| !block.commented && !block.unfinished)?;
    let page = block.addresses().find(|uri| uri.is_published() && uri.ending.as_deref() == Some("html"))?;
    Some(page.url.clone())
}

/// The date of `workproduct.yaml`, else of the front matter, the approval line or the cover.
fn document_date(work: &WorkProduct) -> Option<Date> {
    let configured = work.settings().and_then(|config| config.date.as_deref()?.parse().ok());
    let front = || {
        let entry = work.front_matter.as_ref()?.get("date")?;
        date::dates(&entry.value).first()?.date
    };
    let approval = || work.cover.approval.as_ref()?.date.as_ref()?.date;
    configured.or_else(front).or_else(approval).or_else(|| work.cover.date.as_ref()?.date)
}

/// Longest description, in characters; search engines cut there.
const MAX_DESCRIPTION: usize = 300;

fn description(work: &WorkProduct) -> String {
    let is_paragraph = |block: &&NodeId| *work.document.kind(**block) == NodeKind::Paragraph;
    let mut sections = work.labelled(LabelKind::Abstract);
    let paragraph = sections.find_map(|section| section.blocks.iter().find(is_paragraph));
    let text = match paragraph {
        Some(&block) => work.plain(block),
        None => work.title().unwrap_or_default(),
    };
    if text.chars().count() <= MAX_DESCRIPTION {
        return text;
    }
    let cut: String = text.chars().take(MAX_DESCRIPTION).collect();
    let end = cut.rfind(". ").map_or_else(|| cut.rfind(' ').unwrap_or(cut.len()), |at| at + 1);
    cut[..end].to_owned()
}
