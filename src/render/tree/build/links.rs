//! Links.

use crate::render::tree::{Inline, InlineKind, Target, TextStyle};
use crate::source::TextRange;

use super::Builder;
use super::address::target;

/// A link as it is written.
pub(super) struct Written<'w> {
    pub url: &'w str,
    pub title: Option<&'w str>,
    pub ids: Vec<String>,
    pub source: TextRange,
}

impl Builder<'_> {
    /// Where a link leads; nowhere where it would do harm, which is said.
    pub(super) fn destination(&mut self, url: &str, source: TextRange) -> Option<Target> {
        let found = target(url);
        if found.is_none() && !url.trim().is_empty() {
            let scheme: String = url.trim().chars().take(40).collect();
            let message = format!("the link to `{scheme}` leads nowhere in the deliverable");
            self.lost(source, message, "link with http, https or mailto, or relative to the document");
        }
        found
    }

    /// A link around inlines that `build` makes. A link in a link is its text; notes go after the link.
    pub(super) fn link(
        &mut self,
        written: Written<'_>,
        line: &mut Vec<Inline>,
        build: impl FnOnce(&mut Self) -> Vec<Inline>,
    ) {
        let Written { url, title, ids, source } = written;
        let target = if self.in_link { None } else { self.destination(url, source) };
        let outer = self.in_link;
        self.in_link |= target.is_some();
        let mut inlines = build(self);
        self.in_link = outer;
        let title = title.map(str::trim).filter(|title| !title.is_empty()).map(str::to_owned);
        let Some(target) = target else {
            return push_styled(line, TextStyle::Plain, title, ids, source, inlines);
        };
        let notes = take_notes(&mut inlines);
        if inlines.iter().all(|inline| inline.kind == InlineKind::Anchor) {
            let ids: Vec<String> = ids.into_iter().chain(inlines.into_iter().flat_map(|inline| inline.ids)).collect();
            push_anchor(line, ids, source);
        } else {
            line.push(Inline { source, ids, kind: InlineKind::Link { target, title, inlines } });
        }
        line.extend(notes);
    }
}

/// Takes the references to notes out of the text of a link, out of styles too.
fn take_notes(inlines: &mut Vec<Inline>) -> Vec<Inline> {
    let mut notes = Vec::new();
    let mut kept = Vec::with_capacity(inlines.len());
    for mut inline in std::mem::take(inlines) {
        match &mut inline.kind {
            InlineKind::Note(_) => {
                notes.push(inline);
                continue;
            }
            InlineKind::Styled { inlines, .. } => {
                notes.append(&mut take_notes(inlines));
                if inlines.is_empty() {
                    inline.kind = InlineKind::Anchor;
                    if inline.ids.is_empty() {
                        continue;
                    }
                }
            }
            _ => {}
        }
        kept.push(inline);
    }
    *inlines = kept;
    notes
}

/// Appends styled inlines; nothing around them where the style says nothing.
pub(super) fn push_styled(
    line: &mut Vec<Inline>,
    style: TextStyle,
    title: Option<String>,
    ids: Vec<String>,
    source: TextRange,
    inlines: Vec<Inline>,
) {
    if inlines.is_empty() {
        push_anchor(line, ids, source);
    } else if style == TextStyle::Plain && title.is_none() && ids.is_empty() {
        line.extend(inlines);
    } else {
        line.push(Inline { source, ids, kind: InlineKind::Styled { style, title, inlines } });
    }
}

/// Appends a place for ids, if there are any.
pub(super) fn push_anchor(line: &mut Vec<Inline>, ids: Vec<String>, source: TextRange) {
    if !ids.is_empty() {
        line.push(Inline { source, ids, kind: InlineKind::Anchor });
    }
}
