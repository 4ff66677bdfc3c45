//! What every tree promises its writers.

use super::*;

/// Calls `look` with every block.
pub fn each_block(tree: &Tree, look: &mut dyn FnMut(&Block)) {
    let notes = tree.notes.iter().flat_map(|note| &note.blocks);
    for block in tree.cover.iter().chain(&tree.body).chain(notes) {
        below(block, look);
    }
}

fn below(block: &Block, look: &mut dyn FnMut(&Block)) {
    look(block);
    for list in inner(block) {
        for block in list {
            below(block, look);
        }
    }
}

/// The lists of blocks in a block.
fn inner(block: &Block) -> Vec<&[Block]> {
    match &block.kind {
        BlockKind::Quote(blocks)
        | BlockKind::Alert { blocks, .. }
        | BlockKind::Figure { blocks, .. }
        | BlockKind::Details { blocks, .. }
        | BlockKind::Division { blocks, .. } => vec![blocks],
        BlockKind::List { items, .. } => items.iter().map(|item| item.blocks.as_slice()).collect(),
        BlockKind::Definitions(definitions) => {
            definitions.iter().flat_map(|definition| definition.details.iter().map(Vec::as_slice)).collect()
        }
        BlockKind::Table(table) => {
            table.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.blocks.as_slice()).collect()
        }
        _ => Vec::new(),
    }
}

/// The lines of a block itself.
fn lines(block: &Block) -> Vec<&[Inline]> {
    match &block.kind {
        BlockKind::Heading(heading) => vec![&heading.inlines],
        BlockKind::Paragraph(inlines) => vec![inlines],
        BlockKind::Details { summary, .. } => vec![summary],
        BlockKind::Definitions(definitions) => {
            definitions.iter().flat_map(|definition| definition.terms.iter().map(Vec::as_slice)).collect()
        }
        BlockKind::Table(Table { caption, .. }) | BlockKind::Figure { caption, .. } => {
            caption.iter().map(|caption| caption.inlines.as_slice()).collect()
        }
        _ => Vec::new(),
    }
}

/// Calls `look` with every inline.
pub fn each_inline(tree: &Tree, look: &mut dyn FnMut(&Inline)) {
    each_block(tree, &mut |block| {
        for line in lines(block) {
            in_line(line, look);
        }
    });
}

fn in_line(line: &[Inline], look: &mut dyn FnMut(&Inline)) {
    for inline in line {
        look(inline);
        if let InlineKind::Styled { inlines, .. } | InlineKind::Link { inlines, .. } = &inline.kind {
            in_line(inlines, look);
        }
    }
}

/// The promises a tree breaks.
pub fn complaints(tree: &Tree, publication: &Publication<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let mut ids: Vec<String> = tree.contents.ids.clone();
    let text = publication.work.text();
    let mut titles = 0;
    each_block(tree, &mut |block| {
        ids.extend(block.ids.iter().cloned());
        if text.get(block.source.as_usize()).is_none() {
            found.push(format!("{:?} lies outside the text", block.source));
        }
        match &block.kind {
            BlockKind::Heading(heading) if heading.inlines.is_empty() => found.push("an empty heading".to_owned()),
            BlockKind::Heading(heading) => titles += usize::from(heading.rank == 1),
            BlockKind::Paragraph(inlines) if inlines.is_empty() => found.push("an empty paragraph".to_owned()),
            BlockKind::Anchor if block.ids.is_empty() => found.push("an anchor without ids".to_owned()),
            BlockKind::List { items, .. } => {
                if items.is_empty() {
                    found.push("an empty list".to_owned());
                }
                ids.extend(items.iter().flat_map(|item| item.ids.iter().cloned()));
            }
            BlockKind::Definitions(definitions) => {
                ids.extend(definitions.iter().flat_map(|definition| definition.ids.iter().cloned()));
            }
            BlockKind::Table(table) => {
                found.extend(grid(table));
                ids.extend(table.rows.iter().flat_map(|row| row.ids.iter().cloned()));
                ids.extend(table.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| cell.ids.iter().cloned()));
                ids.extend(table.caption.iter().flat_map(|caption| caption.ids.iter().cloned()));
            }
            BlockKind::Figure { caption: Some(caption), .. } => ids.extend(caption.ids.iter().cloned()),
            _ => {}
        }
        found.extend(
            lines(block).iter().filter(|line| inline_depth(line) > MAX_DEPTH).map(|_| "a deep line".to_owned()),
        );
    });
    each_inline(tree, &mut |inline| {
        ids.extend(inline.ids.iter().cloned());
        found.extend(inline_complaint(inline, tree, text));
    });
    for note in &tree.notes {
        ids.extend(note.ids.iter().cloned());
        if note.references.is_empty() || note.ids.is_empty() {
            found.push("a note without a reference or an id".to_owned());
        }
    }
    if titles != 1 {
        found.push(format!("{titles} titles"));
    }
    let given: HashSet<&String> = ids.iter().collect();
    if given.len() != ids.len() {
        found.push("an id is given twice".to_owned());
    }
    let unplaced: Vec<&String> = tree.ids.iter().filter(|id| !given.contains(id)).collect();
    if given.len() != tree.ids.len() || !unplaced.is_empty() {
        found.push(format!("ids that stand nowhere: {unplaced:?}"));
    }
    let depth = tree.cover.iter().chain(&tree.body).map(depth).max().unwrap_or(0);
    if depth > MAX_DEPTH + 1 {
        found.push(format!("blocks nested {depth} deep"));
    }
    found
}

fn inline_complaint(inline: &Inline, tree: &Tree, text: &str) -> Option<String> {
    match &inline.kind {
        InlineKind::Link { target: Target::Anchor(id), .. } if !tree.ids.contains(id) => Some(format!("no id {id}")),
        InlineKind::Link { inlines, .. } => {
            let mut bad = inlines.is_empty();
            in_line(inlines, &mut |inner| bad |= matches!(inner.kind, InlineKind::Link { .. } | InlineKind::Note(_)));
            bad.then(|| format!("a bad link: {}", plain_text(inlines)))
        }
        InlineKind::Note(index) => {
            let note = tree.notes.get(*index)?;
            let known = inline.ids.first().is_some_and(|id| note.references.contains(id));
            (!known).then(|| "a note that does not know its reference".to_owned())
        }
        InlineKind::Anchor if inline.ids.is_empty() => Some("an empty anchor".to_owned()),
        InlineKind::Text(said) if said.is_empty() => Some("an empty text".to_owned()),
        InlineKind::Text(said) => {
            let source = text.get(inline.source.as_usize())?;
            let alike = source.len() != said.len() || source == said;
            (!alike).then(|| format!("`{said}` is not what `{source}` says"))
        }
        _ => None,
    }
}

/// Every place of a table belongs to one cell.
fn grid(table: &Table) -> Option<String> {
    let mut places = vec![vec![0_usize; table.columns.len()]; table.rows.len()];
    for (index, row) in table.rows.iter().enumerate() {
        for cell in &row.cells {
            let end = index + cell.rows;
            if index < table.header_rows && end > table.header_rows || end > table.rows.len() {
                return Some("a cell reaches too far".to_owned());
            }
            for line in &mut places[index..end] {
                let Some(line) = line.get_mut(cell.column..cell.column + cell.columns) else {
                    return Some("a cell is too wide".to_owned());
                };
                for place in line.iter_mut() {
                    *place += 1;
                }
            }
        }
    }
    let whole = !places.is_empty() && places.iter().flatten().all(|&count| count == 1);
    (!whole).then(|| "a place that belongs to no cell, or to several".to_owned())
}

fn depth(block: &Block) -> usize {
    1 + inner(block).into_iter().flatten().map(depth).max().unwrap_or(0)
}

fn inline_depth(line: &[Inline]) -> usize {
    let below = line.iter().map(|inline| match &inline.kind {
        InlineKind::Styled { inlines, .. } | InlineKind::Link { inlines, .. } => 1 + inline_depth(inlines),
        _ => 0,
    });
    below.max().unwrap_or(0)
}
