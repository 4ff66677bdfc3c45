//! What a paragraph is made of.

use crate::markdown::{Document, NodeId, NodeKind};
use crate::render::tree::{Inline, InlineKind};

use super::attributes::leading;
use super::line::part;

/// Whether a paragraph holds images, and nothing else but comments and attributes.
pub(super) fn only_images(document: &Document, paragraph: NodeId, text: &str) -> bool {
    let mut images = 0;
    for child in document.children(paragraph) {
        match document.kind(child) {
            NodeKind::Image { .. } => images += 1,
            NodeKind::SoftBreak | NodeKind::HardBreak | NodeKind::HtmlInline => {}
            NodeKind::Text { .. } => {
                let said = document.literal(child, text).trim();
                if !said.is_empty() && leading(said).is_none_or(|(_, length)| length < said.len()) {
                    return false;
                }
            }
            _ => return false,
        }
    }
    images > 0
}

/// Whether inlines are images, and nothing else.
pub(super) fn are_images(inlines: &[Inline]) -> bool {
    let image = |inline: &Inline| match &inline.kind {
        InlineKind::Image(_) => true,
        // A picture that is a link is a picture.
        InlineKind::Link { inlines, .. } => inlines.iter().all(|inline| matches!(inline.kind, InlineKind::Image(_))),
        _ => false,
    };
    let white = |inline: &Inline| match &inline.kind {
        InlineKind::SoftBreak | InlineKind::Break | InlineKind::Anchor => true,
        InlineKind::Text(text) => text.trim_matches([' ', '\t', '\n', '\r']).is_empty(),
        _ => false,
    };
    inlines.iter().any(image) && inlines.iter().all(|inline| image(inline) || white(inline))
}

/// Whether a character is white space that collapses.
pub(super) fn is_white(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

/// Takes white space and breaks from both ends, and says whether anything that shows is left.
pub(super) fn trim(inlines: &mut Vec<Inline>) -> bool {
    let silent = |inline: &Inline| match &inline.kind {
        InlineKind::SoftBreak | InlineKind::Break => true,
        InlineKind::Text(text) => text.chars().all(is_white),
        _ => false,
    };
    let end = inlines.iter().rposition(|inline| !silent(inline)).map_or(0, |last| last + 1);
    inlines.truncate(end);
    let start = inlines.iter().position(|inline| !silent(inline)).unwrap_or(inlines.len());
    inlines.drain(..start);
    trim_ends(inlines);
    inlines.iter().any(|inline| inline.kind != InlineKind::Anchor)
}

/// Takes white space from the first and the last text.
fn trim_ends(inlines: &mut [Inline]) {
    if let Some(Inline { source, kind: InlineKind::Text(text), .. }) = inlines.first_mut() {
        let kept = text.trim_start_matches(is_white);
        let cut = text.len() - kept.len();
        *source = part(text, *source, cut, text.len());
        *text = kept.to_owned();
    }
    if let Some(Inline { source, kind: InlineKind::Text(text), .. }) = inlines.last_mut() {
        let kept = text.trim_end_matches(is_white).len();
        *source = part(text, *source, 0, kept);
        text.truncate(kept);
    }
}
