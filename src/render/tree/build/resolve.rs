//! Links into the document, once all ids are given.

use std::collections::HashSet;

use crate::render::tree::walk::each_line;
use crate::render::tree::{Inline, InlineKind, Target, TextStyle, Tree};
use crate::work_product::WorkProduct;

use super::links::push_styled;

/// Leads every link to an id that is there; one that leads nowhere is its text.
pub(super) fn resolve(tree: &mut Tree, work: &WorkProduct) {
    let ids: HashSet<String> = tree.ids.iter().cloned().collect();
    let sections = section_ids(tree);
    let known = |id: &str| {
        if ids.contains(id) {
            return Some(id.to_owned());
        }
        let section = work.anchors.get(id)?.section?;
        sections.get(section).cloned().flatten()
    };
    each_line(tree, &mut |line| {
        if line.iter().any(|inline| matches!(inline.kind, InlineKind::Link { target: Target::Anchor(_), .. })) {
            *line = std::mem::take(line).into_iter().flat_map(|inline| lead(inline, &known)).collect();
        }
    });
}

fn lead(mut inline: Inline, known: &dyn Fn(&str) -> Option<String>) -> Vec<Inline> {
    let InlineKind::Link { target: Target::Anchor(id), inlines, title } = &mut inline.kind else {
        return vec![inline];
    };
    if let Some(found) = known(id) {
        *id = found;
        return vec![inline];
    }
    let (inlines, title) = (std::mem::take(inlines), title.take());
    let mut line = Vec::new();
    push_styled(&mut line, TextStyle::Plain, title, inline.ids, inline.source, inlines);
    line
}

/// The own id of each section.
fn section_ids(tree: &Tree) -> Vec<Option<String>> {
    let mut ids = Vec::new();
    for block in tree.cover.iter().chain(&tree.body) {
        if let crate::render::tree::BlockKind::Heading(heading) = &block.kind
            && let Some(section) = heading.section
        {
            if ids.len() <= section {
                ids.resize(section + 1, None);
            }
            ids[section] = block.ids.first().cloned();
        }
    }
    ids
}
