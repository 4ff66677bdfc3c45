//! Inlines without their markup.

use super::inline::{Inline, InlineKind};

/// What inlines say, white space collapsed: for labels, properties and alternative texts. Formulas are TeX; images
/// say their alternative text, notes nothing.
#[must_use]
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push(&mut text, inlines);
    let words: Vec<&str> = text.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

fn push(text: &mut String, inlines: &[Inline]) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(said) | InlineKind::Code(said) | InlineKind::Math(said) => text.push_str(said),
            InlineKind::SoftBreak | InlineKind::Break => text.push(' '),
            InlineKind::Styled { inlines, .. } | InlineKind::Link { inlines, .. } => push(text, inlines),
            InlineKind::Image(image) => text.push_str(&image.alt),
            InlineKind::Anchor | InlineKind::BreakOpportunity | InlineKind::Note(_) => {}
        }
    }
}
