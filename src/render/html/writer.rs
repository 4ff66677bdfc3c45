//! Goes through the tree and writes the body of the page.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::markdown::{Document, IdForm, NodeId, NodeKind};
use crate::render::{MediaType, Publication};

use super::escape::{push_attribute, push_base64, push_text};
use super::ids::Ids;
use super::layout::Layout;
use super::links;
use super::raw::{self, Part, Piece};

/// Most bytes of pictures in one page; a picture shown a thousand times must not fill the disk.
const MAX_PICTURES: usize = 128 * 1024 * 1024;

/// What is still to be written.
pub(super) enum Task {
    /// A node.
    Node(NodeId),
    /// A node that its surroundings have put elsewhere.
    Moved(NodeId),
    /// What stands below a node.
    Children(NodeId),
    /// Safe markup.
    Markup(Cow<'static, str>),
    /// The end of a link.
    EndLink,
}

/// The state of a page in the making.
pub(super) struct Writer<'p> {
    pub publication: &'p Publication<'p>,
    pub document: &'p Document,
    pub text: &'p str,
    pub out: String,
    pub ids: Ids,
    pub layout: Layout,
    /// Tasks, the next one last: hostile nesting must not exhaust the machine's stack.
    pub tasks: Vec<Task>,
    pub links_open: usize,
    pub tables: usize,
    /// Ids of headings whose blocks are no sections, and of bracketed spans.
    pub given_ids: HashMap<NodeId, Vec<&'p str>>,
    pub notes: HashMap<&'p str, Note>,
    pictures: usize,
    /// Ids a link can lead to, known before they are written.
    targets: std::collections::HashSet<String>,
}

/// A footnote.
pub(super) struct Note {
    pub number: usize,
    pub id: String,
    /// Ids of the references to it.
    pub references: Vec<String>,
}

impl<'p> Writer<'p> {
    pub fn new(publication: &'p Publication<'p>, lists: &[&[NodeId]]) -> Self {
        let work = publication.work;
        let document = &work.document;
        let mut targets: std::collections::HashSet<String> =
            document.explicit_ids.iter().map(|explicit| explicit.id.to_string()).collect();
        for section in 0..work.outline.sections.len() {
            targets.extend(publication.anchors(section).iter().cloned());
        }
        targets.extend(work.anchors.nested.iter().map(|(_, slug)| slug.clone()));
        let layout = Layout::new(work, lists);
        targets.extend(layout.directives.values().filter_map(|directive| directive.id.clone()));
        let mut given_ids: HashMap<NodeId, Vec<&str>> = HashMap::new();
        for explicit in document.explicit_ids.iter().filter(|explicit| explicit.form == IdForm::Attribute) {
            given_ids.entry(explicit.block).or_default().push(&explicit.id);
        }
        for (heading, slug) in work.anchors.nested.iter().filter(|(_, slug)| !slug.is_empty()) {
            given_ids.entry(*heading).or_default().push(slug);
        }
        let mut ids = Ids::reserved(targets.iter().cloned());
        let mut notes = HashMap::new();
        for (index, (name, _)) in publication.footnotes.iter().enumerate() {
            let id = ids.fresh(&format!("footnote-{}", index + 1));
            notes.insert(name.as_str(), Note { number: index + 1, id, references: Vec::new() });
        }
        Self {
            publication,
            document,
            text: work.text(),
            out: String::with_capacity(work.text().len() * 2),
            ids,
            layout,
            tasks: Vec::new(),
            links_open: 0,
            tables: 0,
            given_ids,
            notes,
            pictures: 0,
            targets,
        }
    }

    /// Writes nodes one after the other.
    pub fn nodes(&mut self, nodes: &[NodeId]) {
        self.tasks.extend(nodes.iter().rev().map(|&node| Task::Node(node)));
        self.run();
    }

    /// Writes what stands below a node.
    pub fn children(&mut self, node: NodeId) {
        self.tasks.push(Task::Children(node));
        self.run();
    }

    fn run(&mut self) {
        while let Some(task) = self.tasks.pop() {
            match task {
                Task::Node(node) if self.layout.hidden.contains(&node) => {}
                Task::Node(node) | Task::Moved(node) => self.node(node),
                Task::Children(node) => self.push_children(node),
                Task::Markup(markup) => self.out.push_str(&markup),
                Task::EndLink => {
                    self.links_open -= 1;
                    self.out.push_str("</a>");
                }
            }
        }
    }

    fn node(&mut self, node: NodeId) {
        let document = self.document;
        if let Some(members) = self.layout.groups.get(&node) {
            let members = members.clone();
            self.raw(&members);
        } else if document.kind(node).is_block() {
            self.block(node);
        } else {
            self.inline(node);
        }
    }

    /// Puts the children of a node next in line.
    pub fn push_children(&mut self, node: NodeId) {
        let before = self.tasks.len();
        let document = self.document;
        self.tasks.extend(document.children(node).map(Task::Node));
        self.tasks[before..].reverse();
    }

    /// Writes `open` now, then the children, then `close`.
    pub fn wrap(&mut self, node: NodeId, open: &str, close: impl Into<Cow<'static, str>>) {
        self.out.push_str(open);
        self.tasks.push(Task::Markup(close.into()));
        self.push_children(node);
    }

    /// Raw HTML, with the Markdown blocks that stand in it.
    pub fn raw(&mut self, members: &[NodeId]) {
        let document = self.document;
        let parts: Vec<Part<'_>> = members
            .iter()
            .map(|&member| match document.kind(member) {
                NodeKind::HtmlBlock => Part::Raw(self.raw_source(member)),
                _ => Part::Block(member),
            })
            .collect();
        let pieces = raw::pieces(self, &parts);
        for piece in pieces.into_iter().rev() {
            self.tasks.push(match piece {
                Piece::Markup(markup) => Task::Markup(markup.into()),
                Piece::Block(node) => Task::Moved(node),
            });
        }
    }

    /// The source of an HTML block without the markers of the quotes around it.
    fn raw_source(&self, block: NodeId) -> Cow<'p, str> {
        let source = self.text.get(self.document.range(block).as_usize()).unwrap_or_default();
        let quote =
            |&above: &NodeId| matches!(self.document.kind(above), NodeKind::BlockQuote | NodeKind::Alert { .. });
        let depth = self.document.ancestors(block).filter(quote).count();
        if depth == 0 || !source.contains('>') {
            return Cow::Borrowed(source);
        }
        let mut lines = source.split_inclusive('\n');
        let mut plain = lines.next().unwrap_or_default().to_owned();
        for mut line in lines {
            for _ in 0..depth {
                line = line.trim_start_matches([' ', '\t']).strip_prefix('>').unwrap_or(line);
            }
            plain.push_str(line);
        }
        Cow::Owned(plain)
    }

    /// Where a link may lead: a fragment to the id it means, anything else as it is, if it is harmless.
    pub fn destination(&self, url: &str) -> Option<String> {
        if let Some(fragment) = url.trim().strip_prefix('#') {
            let id = links::decode(fragment);
            if self.targets.contains(&id) {
                return Some(links::fragment(&id));
            }
        }
        links::safe(url)
    }

    /// Appends a picture: embedded, else its alternative text, linked where it can be reached.
    pub fn image(&mut self, out: &mut String, url: &str, alt: &str, title: Option<&str>, width: Option<&str>) {
        let embedded = self.publication.resources.get(url);
        let size = embedded.map_or(url.len(), |resource| resource.bytes.len() * 4 / 3);
        let inline = embedded.is_none() && is_picture_uri(url);
        if (embedded.is_none() && !inline) || self.pictures + size > MAX_PICTURES {
            self.missing_image(out, url, alt);
            return;
        }
        self.pictures += size;
        out.push_str("<img src=\"");
        match embedded {
            Some(resource) => {
                out.push_str("data:");
                out.push_str(resource.media_type.name());
                out.push_str(";base64,");
                push_base64(out, &resource.bytes);
            }
            None => push_text(out, url.trim()),
        }
        out.push('"');
        push_attribute(out, "alt", alt);
        if let Some(title) = title.filter(|title| !title.is_empty()) {
            push_attribute(out, "title", title);
        }
        let digits = |width: &str| !width.is_empty() && width.len() <= 6 && width.bytes().all(|b| b.is_ascii_digit());
        match width.map(str::trim) {
            Some(width) if digits(width.trim_end_matches("px")) => {
                push_attribute(out, "width", width.trim_end_matches("px"));
            }
            Some(width) if width.strip_suffix('%').is_some_and(|n| n.parse::<f32>().is_ok_and(|n| n > 0.0)) => {
                push_attribute(out, "style", &format!("width:{width}"));
            }
            _ => {}
        }
        if embedded.is_some_and(|resource| resource.media_type == MediaType::Svg) {
            out.push_str(" class=\"vector\"");
        }
        out.push('>');
    }

    fn missing_image(&self, out: &mut String, url: &str, alt: &str) {
        // The templates show OASIS's logo by its address: a word mark stands in for it.
        let logo = url.starts_with("https://docs.oasis-open.org/templates/");
        let alt = alt.strip_suffix(" Logo").or_else(|| alt.strip_suffix(" logo")).filter(|_| logo).unwrap_or(alt);
        let link = self.destination(url).filter(|_| self.links_open == 0 && !url.starts_with('#'));
        match link {
            Some(url) if !alt.trim().is_empty() => {
                out.push_str("<a class=\"picture\"");
                push_attribute(out, "href", &url);
                out.push('>');
                push_text(out, alt);
                out.push_str("</a>");
            }
            _ => {
                out.push_str("<span class=\"picture\">");
                push_text(out, alt);
                out.push_str("</span>");
            }
        }
    }
}

/// A picture written into the document itself; what it says it is decides how a browser reads it.
fn is_picture_uri(url: &str) -> bool {
    let payload = ["png", "jpeg", "jpg", "gif", "webp", "svg+xml"]
        .iter()
        .find_map(|kind| url.trim().strip_prefix("data:image/")?.strip_prefix(kind)?.strip_prefix(";base64,"));
    payload.is_some_and(|payload| payload.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/=".contains(&b)))
}
