//! Inlines in the making.

use crate::render::tree::{Image, Inline, InlineKind, TextStyle};
use crate::source::TextRange;

use super::attributes::Attributes;

/// How far back the start of a bracketed span is looked for, in inlines.
const MAX_SPAN: usize = 24;

/// Appends text, its source exact where text and source run alike.
pub(super) fn push_text(line: &mut Vec<Inline>, text: &str, source: TextRange) {
    if !text.is_empty() {
        line.push(Inline { source, kind: InlineKind::Text(text.to_owned()), ..Inline::default() });
    }
}

/// The source of a part of a text.
pub(super) fn part(text: &str, source: TextRange, from: usize, to: usize) -> TextRange {
    if source.len() == text.len() { source.inside(from..to) } else { source }
}

/// The image an inline is, be it linked.
pub(super) fn image(inline: &mut Inline) -> Option<&mut Image> {
    match &mut inline.kind {
        InlineKind::Image(image) => Some(image),
        InlineKind::Link { inlines, .. } => match inlines.as_mut_slice() {
            [only] => match &mut only.kind {
                InlineKind::Image(image) => Some(image),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}

/// The style a class of pandoc's asks for.
pub(super) fn style(attributes: &Attributes) -> TextStyle {
    let has = |wanted: &str| attributes.classes.iter().any(|class| class == wanted);
    if has("underline") || has("ul") {
        TextStyle::Underline
    } else if has("mark") {
        TextStyle::Mark
    } else {
        TextStyle::Plain
    }
}

/// Takes what follows the last `[` out of the line; `None` where there is none near.
pub(super) fn since_bracket(line: &mut Vec<Inline>) -> Option<Vec<Inline>> {
    let from = line.len().saturating_sub(MAX_SPAN);
    let (index, at) = (from..line.len()).rev().find_map(|index| match &line.get(index)?.kind {
        InlineKind::Text(text) => text.rfind('[').map(|at| (index, at)),
        _ => None,
    })?;
    let mut taken = line.split_off(index);
    let first = taken.first_mut()?;
    let InlineKind::Text(text) = &first.kind else { return None };
    let (before, after) = (text.get(..at)?.to_owned(), text.get(at + 1..)?.to_owned());
    let whole = (text.clone(), first.source);
    push_text(line, &before, part(&whole.0, whole.1, 0, at));
    first.source = part(&whole.0, whole.1, at + 1, whole.0.len());
    if after.is_empty() {
        taken.remove(0);
    } else {
        first.kind = InlineKind::Text(after);
    }
    Some(taken)
}
