//! Link reference definitions, found ahead of the parse.
//!
//! comrak 0.59 stops resolving references once a document has spent a small budget; it asks a
//! callback instead, which answers from here. The definitions' places also mend the positions of
//! text that follows a definition without a blank line.

use std::collections::HashMap;

use crate::source::TextRange;

use super::lift::Lifted;
use super::tree::{Definition, Document, NodeKind};

/// The definitions of `text`, in order of place; of several with one label only the first counts.
pub(super) fn scan(text: &str) -> Vec<Definition> {
    if !text.contains("]:") {
        return Vec::new();
    }
    let parser = pulldown_cmark::Parser::new_ext(text, pulldown_cmark::Options::ENABLE_FOOTNOTES);
    let mut found: Vec<Definition> = parser
        .reference_definitions()
        .iter()
        .map(|(label, definition)| Definition {
            label: label.into(),
            url: definition.dest.as_ref().into(),
            title: definition.title.as_deref().unwrap_or_default().into(),
            range: TextRange::new(definition.span.start, definition.span.end),
        })
        .collect();
    found.sort_by_key(|definition| definition.range);
    found
}

/// Length of the definition that `text` begins with, where its label was defined before: [`scan`]
/// knows only the first of a label.
pub(super) fn repeated(text: &str) -> Option<usize> {
    // A definition takes at most three lines; a long label more, which is not worth the time.
    let end = text.match_indices('\n').nth(2).map_or(text.len(), |(at, _)| at);
    let found = scan(text.get(..end)?);
    found.first().filter(|definition| definition.range.start == 0).map(|definition| definition.range.end as usize)
}

/// Definitions by normalized label.
pub(super) fn by_label(definitions: &[Definition]) -> HashMap<String, (String, String)> {
    definitions.iter().map(|d| (normalize(&d.label), (d.url.to_string(), d.title.to_string()))).collect()
}

/// Gives pictures that a definition holds as `data:` URIs their whole destination: it does not stand where they do.
pub(super) fn restore(document: &mut Document, source: &str, lifted: &Lifted<'_>) {
    for definition in &mut document.definitions {
        definition.url = lifted.restore(&definition.url, definition.range, source).into();
    }
    let urls: HashMap<String, Box<str>> =
        document.definitions.iter().map(|d| (normalize(&d.label), d.url.clone())).collect();
    for node in &mut document.nodes {
        let (NodeKind::Image { url, .. } | NodeKind::Link { url, .. }) = &mut node.kind else { continue };
        let slice = source.get(node.range.as_usize()).unwrap_or_default();
        if url.ends_with(";base64,")
            && let Some(whole) = label(slice).and_then(|label| urls.get(&normalize(label)))
        {
            url.clone_from(whole);
        }
    }
}

/// The label of `[text][label]`, `[label][]` or `[label]`.
fn label(reference: &str) -> Option<&str> {
    let inner = reference.trim_start_matches('!').strip_prefix('[')?.strip_suffix(']')?;
    match inner.rsplit_once("][") {
        Some((text, "")) => Some(text),
        Some((_, label)) => Some(label),
        None => Some(inner),
    }
}

/// `CommonMark`'s matching of labels: case folded, inner white space collapsed.
pub(super) fn normalize(label: &str) -> String {
    let words: Vec<&str> = label.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use crate::markdown::{NodeKind, parse};

    #[test]
    fn pictures_in_definitions_are_whole() {
        let (one, two) = ("A".repeat(300), "B".repeat(300));
        let text = format!(
            "![One][a] ![b] ![Two][B]\n\n[a]: <data:image/png;base64,{one}>\n\n[b]: data:image/png;base64,{two}\n"
        );
        let document = parse(&text).unwrap();
        let images = document.descendants(document.root()).filter_map(|node| match document.kind(node) {
            NodeKind::Image { url, .. } => url.chars().last(),
            _ => None,
        });
        assert_eq!(images.collect::<String>(), "ABB");
        assert!(document.definitions.iter().all(|definition| definition.url.len() > 300));
    }
}
