//! Going through all lines of a tree.

use super::block::{Block, BlockKind};
use super::inline::{Inline, InlineKind};
use super::{Note, Tree};

/// Calls `change` with every list of inlines, those in links and styles after the one around them.
pub fn each_line(tree: &mut Tree, change: &mut dyn FnMut(&mut Vec<Inline>)) {
    let Tree { cover, body, notes, .. } = tree;
    blocks(cover, change);
    blocks(body, change);
    for Note { blocks: said, .. } in notes {
        blocks(said, change);
    }
}

/// Calls `change` with every block, those in a block after it.
pub fn each_block(tree: &mut Tree, change: &mut dyn FnMut(&mut Block)) {
    let Tree { cover, body, notes, .. } = tree;
    for list in [cover, body].into_iter().chain(notes.iter_mut().map(|note| &mut note.blocks)) {
        in_blocks(list, change);
    }
}

fn in_blocks(list: &mut [Block], change: &mut dyn FnMut(&mut Block)) {
    for block in list {
        change(block);
        match &mut block.kind {
            BlockKind::Quote(inner)
            | BlockKind::Alert { blocks: inner, .. }
            | BlockKind::Division { blocks: inner, .. }
            | BlockKind::Details { blocks: inner, .. }
            | BlockKind::Figure { blocks: inner, .. } => in_blocks(inner, change),
            BlockKind::List { items, .. } => items.iter_mut().for_each(|item| in_blocks(&mut item.blocks, change)),
            BlockKind::Definitions(definitions) => {
                let details = definitions.iter_mut().flat_map(|definition| &mut definition.details);
                details.for_each(|details| in_blocks(details, change));
            }
            BlockKind::Table(table) => {
                let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
                cells.for_each(|cell| in_blocks(&mut cell.blocks, change));
            }
            _ => {}
        }
    }
}

fn blocks(list: &mut [Block], change: &mut dyn FnMut(&mut Vec<Inline>)) {
    for block in list {
        match &mut block.kind {
            BlockKind::Heading(heading) => line(&mut heading.inlines, change),
            BlockKind::Paragraph(inlines) => line(inlines, change),
            BlockKind::Quote(inner)
            | BlockKind::Alert { blocks: inner, .. }
            | BlockKind::Division { blocks: inner, .. } => {
                blocks(inner, change);
            }
            BlockKind::List { items, .. } => items.iter_mut().for_each(|item| blocks(&mut item.blocks, change)),
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    definition.terms.iter_mut().for_each(|term| line(term, change));
                    definition.details.iter_mut().for_each(|details| blocks(details, change));
                }
            }
            BlockKind::Table(table) => {
                if let Some(caption) = &mut table.caption {
                    line(&mut caption.inlines, change);
                }
                for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
                    blocks(&mut cell.blocks, change);
                }
            }
            BlockKind::Figure { blocks: inner, caption, .. } => {
                blocks(inner, change);
                if let Some(caption) = caption {
                    line(&mut caption.inlines, change);
                }
            }
            BlockKind::Details { summary, blocks: inner, .. } => {
                line(summary, change);
                blocks(inner, change);
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

fn line(inlines: &mut Vec<Inline>, change: &mut dyn FnMut(&mut Vec<Inline>)) {
    change(inlines);
    for inline in inlines {
        if let InlineKind::Styled { inlines, .. } | InlineKind::Link { inlines, .. } = &mut inline.kind {
            line(inlines, change);
        }
    }
}
