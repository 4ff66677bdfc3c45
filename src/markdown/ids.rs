//! Ids the author gave, in every form the field uses, and HTML comments.

use std::sync::LazyLock;

use regex::Regex;

use crate::source::TextRange;

use super::html::{opening, tags};
use super::tree::{Comment, Document, ExplicitId, IdForm, NodeId, NodeKind};

/// `{#id .class key=value}` at the end of a heading. Word processors put any character in the id.
static HEADING_ATTRIBUTES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\s*\{\s*(?:#([^\s{}]+)|[.\w-][^{}]*)[^{}]*\}[ \t]*#*[ \t]*$").expect("valid pattern")
});

/// `[text]{#id}` and `[text]{id=id}`, as pandoc reads them.
static SPAN_ID: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"\]\{(?:#|id="?)([^\s{}"]+)[^{}]*\}"#).expect("valid pattern"));

/// Fills the ids and comments of `document`.
pub(super) fn collect(document: &mut Document, text: &str) {
    let mut found = Vec::new();
    let mut comments = Vec::new();
    let mut headings = Vec::new();
    for index in 0..document.nodes.len() {
        let id = NodeId(u32::try_from(index).unwrap_or(u32::MAX));
        let node = document.node(id);
        let slice = text.get(node.range.as_usize()).unwrap_or_default();
        match &node.kind {
            NodeKind::Heading { .. } if slice.contains('{') => headings.push(id),
            NodeKind::Text { .. } if slice.contains("]{") => span_ids(document, id, slice, &mut found),
            NodeKind::HtmlInline | NodeKind::HtmlBlock | NodeKind::Element { .. } | NodeKind::Link { .. }
                if slice.starts_with('<') || matches!(node.kind, NodeKind::HtmlBlock) =>
            {
                html_ids(document, id, slice, &mut found);
                html_comments(id, node.range, slice, &mut comments);
            }
            _ => {}
        }
    }
    for id in headings {
        heading_attributes(document, id, text, &mut found);
    }
    found.sort_by_key(|explicit| explicit.range);
    document.explicit_ids = found;
    document.comments = comments;
}

fn span_ids(document: &Document, id: NodeId, slice: &str, found: &mut Vec<ExplicitId>) {
    let block = document.block_of(id);
    for captures in SPAN_ID.captures_iter(slice) {
        if let Some(name) = captures.get(1) {
            found.push(ExplicitId {
                id: name.as_str().into(),
                range: document.range(id).inside(name.range()),
                block,
                form: IdForm::Attribute,
            });
        }
    }
}

fn html_ids(document: &Document, id: NodeId, slice: &str, found: &mut Vec<ExplicitId>) {
    let inline = !matches!(document.kind(id), NodeKind::HtmlBlock);
    // A folded element starts with its own tag; what follows has nodes of its own.
    let own = if inline { opening(slice) } else { slice };
    if !own.contains('=') {
        return;
    }
    let mut from = 0;
    for tag in tags(own) {
        let named = tag.attribute("id").or_else(|| tag.attribute("name").filter(|_| tag.name == "a"));
        let Some(name) = named.filter(|name| !name.is_empty()) else {
            continue;
        };
        let range = match own.get(from..).and_then(|rest| rest.find(name)) {
            Some(at) => {
                from += at + name.len();
                document.range(id).inside(from - name.len()..from)
            }
            None => document.range(id),
        };
        found.push(ExplicitId { id: name.into(), range, block: document.block_of(id), form: IdForm::Html });
    }
}

fn html_comments(id: NodeId, range: TextRange, slice: &str, comments: &mut Vec<Comment>) {
    let mut from = 0;
    while let Some(start) = slice[from..].find("<!--").map(|at| from + at) {
        let end = slice[start..].find("-->").map_or(slice.len(), |at| start + at + 3);
        let inner = slice.get(start + 4..end.saturating_sub(3)).unwrap_or_default();
        comments.push(Comment { range: range.inside(start..end), text: inner.into(), node: id });
        from = end;
    }
}

/// Records the id of a heading and takes the attribute text out of its inlines.
fn heading_attributes(document: &mut Document, id: NodeId, text: &str, found: &mut Vec<ExplicitId>) {
    let range = document.range(id);
    let slice = text.get(range.as_usize()).unwrap_or_default();
    let slice = slice.split(['\n', '\r']).next().unwrap_or_default();
    let Some(captures) = HEADING_ATTRIBUTES.captures(slice) else {
        return;
    };
    let Some(whole) = captures.get(0) else { return };
    let inner = whole.as_str().trim_start();
    let plain_braces = captures.get(1).is_none() && !inner.starts_with("{.") && !inner.starts_with("{-");
    if plain_braces {
        return;
    }
    if let Some(name) = captures.get(1) {
        found.push(ExplicitId {
            id: name.as_str().into(),
            range: range.inside(name.range()),
            block: id,
            form: IdForm::Attribute,
        });
    }
    let cut = range.inside(whole.range()).start;
    let below: Vec<NodeId> = document.walk(id).collect();
    for node in below {
        let old = document.range(node);
        if old.end <= cut {
            continue;
        }
        let kept = cut.saturating_sub(old.start) as usize;
        let node = &mut document.nodes[node.0 as usize];
        node.range = TextRange::new(old.start.min(cut) as usize, cut as usize);
        if let NodeKind::Text { literal } = &mut node.kind {
            *literal = match literal.take() {
                // Escapes before the attribute keep their meaning.
                Some(old) if kept > 0 => old.rfind('{').map(|at| old[..at].trim_end().into()),
                _ => None,
            };
        }
    }
}
