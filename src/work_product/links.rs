//! Every link and image of a document with its destination taken apart.

use crate::markdown::{Document, LinkForm, NodeId, NodeKind, tags};
use crate::source::{TextRange, collapsed};

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
    /// The host of an absolute address, lower case, and what follows it.
    #[must_use]
    pub fn host(&self) -> Option<(String, &str)> {
        let Target::Absolute(_, rest) = self.target() else {
            return None;
        };
        let rest = rest.strip_prefix("//").unwrap_or(rest);
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (host, path) = rest.split_at(end);
        let host = host.rsplit('@').next().unwrap_or(host);
        let host = host.split(':').next().unwrap_or(host);
        Some((host.to_ascii_lowercase(), path))
    }

    /// Whether the address is of the web.
    #[must_use]
    pub fn is_web(&self) -> bool {
        matches!(self.target(), Target::Absolute(scheme, rest)
            if rest.starts_with("//") && (scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")))
    }

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

/// Decodes `%XX`; what is no encoding, or not UTF-8, stays as it is.
#[must_use]
pub fn percent_decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), Into::into)
}

/// The links and images of a document, in order.
#[must_use]
pub fn links(document: &Document, text: &str) -> Vec<Link> {
    let mut found = Vec::new();
    for node in document.descendants(document.root()) {
        let (url, image, form) = match document.kind(node) {
            NodeKind::Link { url, form, .. } => (url, false, Some(*form)),
            NodeKind::Image { url, .. } => (url, true, None),
            NodeKind::HtmlBlock => {
                in_html(document, node, text, &mut found);
                continue;
            }
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

/// Links and images in a block of raw HTML.
fn in_html(document: &Document, node: NodeId, text: &str, found: &mut Vec<Link>) {
    let range = document.range(node);
    let slice = text.get(range.as_usize()).unwrap_or_default();
    if !slice.contains("href") && !slice.contains("src") {
        return;
    }
    let mut from = 0;
    for tag in tags(slice) {
        let image = tag.name == "img";
        let attribute = if image { "src" } else { "href" };
        let Some(url) = tag.attribute(attribute).filter(|url| !url.is_empty() && (image || tag.name == "a")) else {
            continue;
        };
        let Some(at) = slice.get(from..).and_then(|rest| rest.find(url)) else {
            continue;
        };
        let url_range = range.inside(from + at..from + at + url.len());
        from += at + url.len();
        found.push(Link {
            node,
            range: url_range,
            url_range,
            url: url.to_owned(),
            text: match tag.attribute("alt") {
                Some(alt) if image => alt.to_owned(),
                _ if image => String::new(),
                _ => shown(slice.get(from..).unwrap_or_default()),
            },
            image,
            form: (!image).then_some(LinkForm::Html),
        });
    }
}

/// The text of an HTML link whose destination stands right before `rest`, without tags.
fn shown(rest: &str) -> String {
    let inner = rest.split_once('>').map_or("", |(_, inner)| inner);
    let end = inner.find("</a").or_else(|| inner.find("</A")).unwrap_or(0);
    let mut text = String::new();
    let mut in_tag = false;
    for c in inner.get(..end).unwrap_or_default().chars() {
        match c {
            '<' => in_tag = true,
            '>' => in_tag = false,
            _ if !in_tag => text.push(c),
            _ => {}
        }
    }
    collapsed(&text).into_owned()
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
