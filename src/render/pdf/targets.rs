//! Where links of a document lead.

use std::collections::BTreeSet;

use crate::render::tree::{Block, BlockKind, Inline, InlineKind, Target, Tree};

/// Every id that some link leads to.
pub(super) fn wanted(tree: &Tree) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    blocks(&tree.cover, &mut found);
    blocks(&tree.body, &mut found);
    for note in &tree.notes {
        blocks(&note.blocks, &mut found);
    }
    found
}

fn blocks<'t>(list: &'t [Block], found: &mut BTreeSet<&'t str>) {
    for block in list {
        match &block.kind {
            BlockKind::Heading(heading) => inlines(&heading.inlines, found),
            BlockKind::Paragraph(children) => inlines(children, found),
            BlockKind::Quote(below)
            | BlockKind::Alert { blocks: below, .. }
            | BlockKind::Division { blocks: below, .. } => {
                blocks(below, found);
            }
            BlockKind::List { items, .. } => items.iter().for_each(|item| blocks(&item.blocks, found)),
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    for term in &definition.terms {
                        inlines(term, found);
                    }
                    for details in &definition.details {
                        blocks(details, found);
                    }
                }
            }
            BlockKind::Table(table) => {
                if let Some(caption) = &table.caption {
                    inlines(&caption.inlines, found);
                }
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                cells.for_each(|cell| blocks(&cell.blocks, found));
            }
            BlockKind::Figure { blocks: below, caption, .. } => {
                if let Some(caption) = caption {
                    inlines(&caption.inlines, found);
                }
                blocks(below, found);
            }
            BlockKind::Details { summary, blocks: below, .. } => {
                inlines(summary, found);
                blocks(below, found);
            }
            BlockKind::Anchor
            | BlockKind::Code { .. }
            | BlockKind::Diagram { .. }
            | BlockKind::Math(_)
            | BlockKind::Rule
            | BlockKind::PageBreak => {}
        }
    }
}

fn inlines<'t>(list: &'t [Inline], found: &mut BTreeSet<&'t str>) {
    for inline in list {
        match &inline.kind {
            InlineKind::Link { target, inlines: text, .. } => {
                if let Target::Anchor(id) = target {
                    found.insert(id);
                }
                inlines(text, found);
            }
            InlineKind::Styled { inlines: text, .. } => inlines(text, found),
            _ => {}
        }
    }
}
