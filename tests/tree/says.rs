//! What a document says, once read off the Markdown and once off the tree, without white space.

use proofmark::markdown::grid::grid_table;

use super::*;

/// Where the two differ first, if they do.
pub fn differences(publication: &Publication<'_>) -> Vec<String> {
    let expected = of_markdown(publication);
    let found = of_tree(&publication.tree);
    if expected == found {
        return Vec::new();
    }
    let (a, b): (Vec<char>, Vec<char>) = (expected.chars().collect(), found.chars().collect());
    let at = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let near = |text: &[char]| {
        text[at.saturating_sub(40).min(text.len())..(at + 80).min(text.len())].iter().collect::<String>()
    };
    vec![format!("differ at {at} of {}\n  prose: {}\n  tree:  {}", a.len(), near(&a), near(&b))]
}

/// A text without its white space.
pub fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The blocks of a document in the order of the tree.
pub fn nodes(publication: &Publication<'_>) -> Vec<NodeId> {
    let work = publication.work;
    let title = work.outline.title.map(|index| work.outline.sections[index].node);
    let mut cover = publication.cover.clone();
    if let Some(title) = title {
        let at =
            cover.iter().filter(|&&node| work.document.range(node).start < work.document.range(title).start).count();
        cover.insert(at, title);
    }
    let notes = publication.footnotes.iter().map(|(_, node)| *node);
    cover.into_iter().chain(publication.body.iter().copied()).chain(notes).collect()
}

fn of_markdown(publication: &Publication<'_>) -> String {
    let work = publication.work;
    let mut said = String::new();
    if work.outline.title.is_none() {
        said.push_str(&publication.metadata.title);
    }
    for node in nodes(publication) {
        push_node(work, node, &mut said);
    }
    squeezed(&said)
}

fn push_node(work: &WorkProduct, node: NodeId, said: &mut String) {
    let document = &work.document;
    match document.kind(node) {
        NodeKind::FootnoteDefinition { .. } if document.parent(node) != Some(document.root()) => return,
        NodeKind::Image { .. } => return,
        NodeKind::Paragraph if work.slice(document.range(node)).starts_with("+--") => {
            let lines: Vec<&str> = work.slice(document.range(node)).lines().collect();
            let table = grid_table(&lines).expect("a grid table");
            for cell in table.rows.iter().flatten() {
                said.push_str(&cell.text.replace("- ", "").replace(['`', '[', ']'], ""));
            }
            return;
        }
        NodeKind::Alert { kind, title } => {
            let mut name = (*kind).to_owned();
            name[..1].make_ascii_uppercase();
            said.push_str(title.as_deref().unwrap_or(&name));
        }
        NodeKind::HtmlBlock => return push_html(work.slice(document.range(node)), said),
        NodeKind::HtmlInline => {
            let slice = work.slice(document.range(node));
            let placeholder = tags(slice).first().is_some_and(|tag| !is_known(&tag.name));
            if placeholder {
                said.push_str(slice);
            }
        }
        NodeKind::Text { .. } => {
            // Attributes behind an image are no text.
            let text = document.literal(node, work.text());
            let text = match text.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
                Some((inner, rest)) if inner.starts_with('#') || inner.contains("width=") => rest,
                _ => text,
            };
            said.push_str(&spans(text));
        }
        NodeKind::SoftBreak | NodeKind::HardBreak => said.push(' '),
        _ => said.push_str(document.literal(node, work.text())),
    }
    for child in document.children(node) {
        push_node(work, child, said);
    }
}

/// `[text]{#id}` says `text`.
fn spans(text: &str) -> String {
    let Some((before, rest)) = text.split_once("]{") else { return text.to_owned() };
    let Some((inner, after)) = rest.split_once('}') else { return text.to_owned() };
    if !inner.starts_with(['#', '.']) && !inner.starts_with("id=") {
        return text.to_owned();
    }
    let before = before.rsplit_once('[').map_or(before.to_owned(), |(a, b)| format!("{a}{b}"));
    format!("{before}{}", spans(after))
}

fn push_html(html: &str, said: &mut String) {
    let parsed = Html::parse_fragment(html);
    for node in parsed.tree.root().descendants() {
        let hidden = node.ancestors().any(|above| {
            matches!(above.value(), Node::Element(element) if ["script", "style", "title"].contains(&element.name()))
        });
        match node.value() {
            Node::Text(text) if !hidden => said.push_str(text),
            Node::Element(element) if !is_known(element.name()) => {
                said.extend(["<", element.name(), ">"]);
            }
            _ => {}
        }
    }
}

/// Whether HTML has an element of this name, as far as the corpus knows.
fn is_known(name: &str) -> bool {
    const KNOWN: [&str; 45] = [
        "a",
        "b",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "code",
        "col",
        "colgroup",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "font",
        "h1",
        "h2",
        "h3",
        "h4",
        "head",
        "hr",
        "html",
        "i",
        "img",
        "kbd",
        "li",
        "link",
        "ol",
        "p",
        "pre",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
    ];
    KNOWN.contains(&name) || ["u", "ul", "title", "script", "wbr", "mark", "small", "q"].contains(&name)
}

fn of_tree(tree: &Tree) -> String {
    let mut said = String::new();
    push_blocks(&tree.cover, &mut said);
    push_blocks(&tree.body, &mut said);
    for note in &tree.notes {
        push_blocks(&note.blocks, &mut said);
    }
    squeezed(&said)
}

fn push_blocks(blocks: &[Block], said: &mut String) {
    for block in blocks {
        push_block(block, said);
    }
}

fn push_block(block: &Block, said: &mut String) {
    match &block.kind {
        BlockKind::Heading(heading) => push_inlines(&heading.inlines, said),
        BlockKind::Paragraph(inlines) => push_inlines(inlines, said),
        BlockKind::Quote(blocks) | BlockKind::Division { blocks, .. } => push_blocks(blocks, said),
        BlockKind::Alert { title, blocks, .. } => {
            said.push_str(title);
            push_blocks(blocks, said);
        }
        BlockKind::List { items, .. } => items.iter().for_each(|item| push_blocks(&item.blocks, said)),
        BlockKind::Definitions(definitions) => {
            for definition in definitions {
                definition.terms.iter().for_each(|term| push_inlines(term, said));
                definition.details.iter().for_each(|details| push_blocks(details, said));
            }
        }
        BlockKind::Code { text, .. } => said.push_str(text),
        BlockKind::Diagram { code, .. } => said.push_str(code),
        BlockKind::Math(tex) => said.push_str(tex),
        BlockKind::Table(table) => captioned(table.caption.as_ref(), said, |said| {
            for cell in table.rows.iter().flat_map(|row| &row.cells) {
                push_blocks(&cell.blocks, said);
            }
        }),
        BlockKind::Figure { blocks, caption, .. } => {
            captioned(caption.as_ref(), said, |said| push_blocks(blocks, said));
        }
        BlockKind::Details { summary, blocks, .. } => {
            push_inlines(summary, said);
            push_blocks(blocks, said);
        }
        BlockKind::Anchor | BlockKind::Rule | BlockKind::PageBreak => {}
    }
}

fn captioned(caption: Option<&Caption>, said: &mut String, body: impl FnOnce(&mut String)) {
    if let Some(caption) = caption.filter(|caption| caption.position == Position::Above) {
        push_inlines(&caption.inlines, said);
    }
    body(said);
    if let Some(caption) = caption.filter(|caption| caption.position == Position::Below) {
        push_inlines(&caption.inlines, said);
    }
}

fn push_inlines(inlines: &[Inline], said: &mut String) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(text) | InlineKind::Code(text) | InlineKind::Math(text) => said.push_str(text),
            InlineKind::Styled { inlines, .. } | InlineKind::Link { inlines, .. } => push_inlines(inlines, said),
            _ => {}
        }
    }
}
