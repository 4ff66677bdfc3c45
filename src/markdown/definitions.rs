//! Link reference definitions, found ahead of the parse.
//!
//! comrak 0.59 stops resolving references once a document has spent a small budget; it asks a
//! callback instead, which answers from here. The definitions' places also mend the positions of
//! text that follows a definition without a blank line.

use std::collections::HashMap;

use crate::source::TextRange;

use super::tree::Definition;

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

/// `CommonMark`'s matching of labels: case folded, inner white space collapsed.
pub(super) fn normalize(label: &str) -> String {
    let words: Vec<&str> = label.split_whitespace().collect();
    words.join(" ").to_lowercase()
}
