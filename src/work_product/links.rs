//! Every link and image of a document with its destination taken apart.

use crate::markdown::{Document, LinkForm, NodeId, NodeKind};
use crate::source::TextRange;

/// A link or an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The node.
    pub node: NodeId,
    /// The whole link.
    pub range: TextRange,
    /// Bytes of the destination where it stands in the link, else of the whole link.
    pub url_range: TextRange,
    /// Destination, unescaped.
    pub url: String,
    /// Visible text, or alternative text of an image.
    pub text: String,
    /// An image.
    pub image: bool,
    /// How it is written; `None` for images.
    pub form: Option<LinkForm>,
}

/// Where a destination leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target<'a> {
    /// Nowhere.
    Empty,
    /// `#fragment`, percent-encoded as written.
    Fragment(&'a str),
    /// A scheme and what follows its colon.
    Absolute(&'a str, &'a str),
    /// A path in the project, with its fragment.
    Relative(&'a str, Option<&'a str>),
}

impl Link {
    /// Where the link leads.
    #[must_use]
    pub fn target(&self) -> Target<'_> {
        let url = self.url.trim();
        if url.is_empty() {
            return Target::Empty;
        }
        if let Some(fragment) = url.strip_prefix('#') {
            return Target::Fragment(fragment);
        }
        if let Some(rest) = url.strip_prefix("//") {
            return Target::Absolute("", rest);
        }
        if let Some((scheme, rest)) = url.split_once(':')
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
        {
            return Target::Absolute(scheme, rest);
        }
        let (path, fragment) = match url.split_once('#') {
            Some((path, fragment)) => (path, Some(fragment)),
            None => (url, None),
        };
        Target::Relative(path.split('?').next().unwrap_or(path), fragment)
    }
}

/// The links and images of a document, in order.
#[must_use]
pub fn links(document: &Document, text: &str) -> Vec<Link> {
    let mut found = Vec::new();
    for node in document.descendants(document.root()) {
        let (url, image, form) = match document.kind(node) {
            NodeKind::Link { url, form, .. } => (url, false, Some(*form)),
            NodeKind::Image { url, .. } => (url, true, None),
            _ => continue,
        };
        let range = document.range(node);
        found.push(Link {
            node,
            range,
            url_range: url_range(document, node, url, text).unwrap_or(range),
            url: url.to_string(),
            text: document.plain_text(node, text),
            image,
            form,
        });
    }
    found
}

/// The destination stands behind the text, so the last occurrence in the link is it.
fn url_range(document: &Document, node: NodeId, url: &str, text: &str) -> Option<TextRange> {
    let range = document.range(node);
    let slice = text.get(range.as_usize())?;
    if url.is_empty() {
        return None;
    }
    let content = document.children(node).last().map_or(range.start, |child| document.range(child).end);
    let from = match document.kind(node) {
        NodeKind::Link { form: LinkForm::Inline, .. } | NodeKind::Image { .. } => (content - range.start) as usize,
        _ => 0,
    };
    let tail = slice.get(from..).unwrap_or(slice);
    let at = tail.find(url).map(|at| at + (slice.len() - tail.len())).or_else(|| slice.find(url))?;
    Some(range.inside(at..at + url.len()))
}
