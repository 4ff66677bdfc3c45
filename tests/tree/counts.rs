//! How many of each thing there are, in the Markdown with its raw HTML, and in the tree.

use proofmark::markdown::visible;

use super::*;

type Counts = BTreeMap<&'static str, usize>;

/// What there is more or less of.
pub fn differences(publication: &Publication<'_>) -> Vec<String> {
    let expected = of_markdown(publication);
    let found = of_tree(publication);
    let names: HashSet<&str> = expected.keys().chain(found.keys()).copied().collect();
    let mut names: Vec<&str> = names.into_iter().collect();
    names.sort_unstable();
    let count = |counts: &Counts, name: &str| counts.get(name).copied().unwrap_or(0);
    names
        .into_iter()
        .filter(|name| count(&expected, name) != count(&found, name))
        .map(|name| format!("{name}: {} in the prose, {} in the tree", count(&expected, name), count(&found, name)))
        .collect()
}

fn of_markdown(publication: &Publication<'_>) -> Counts {
    let work = publication.work;
    let document = &work.document;
    let mut counts = Counts::new();
    let mut add = |name| *counts.entry(name).or_default() += 1;
    for block in says::nodes(publication) {
        for node in std::iter::once(block).chain(document.descendants(block)) {
            let in_link = document.ancestors(node).any(|above| matches!(document.kind(above), NodeKind::Link { .. }));
            match document.kind(node) {
                NodeKind::Heading { .. } if !visible(document, node, work.text()).text.trim().is_empty() => {
                    add("headings");
                }
                NodeKind::Table { .. } => add("tables"),
                NodeKind::Paragraph if work.slice(document.range(node)).starts_with("+--") => add("tables"),
                NodeKind::CodeBlock { .. } => add("code"),
                NodeKind::Image { .. } => add("images"),
                NodeKind::Link { url, .. } if !in_link && leads(publication, url) && says_something(work, node) => {
                    add("links");
                }
                NodeKind::FootnoteReference { .. } => add("notes"),
                NodeKind::HtmlBlock => in_html(publication, work.slice(document.range(node)), &mut add),
                _ => {}
            }
        }
    }
    if work.outline.title.is_none() {
        add("headings");
    }
    counts
}

fn says_something(work: &WorkProduct, link: NodeId) -> bool {
    let document = &work.document;
    let image = |node: NodeId| matches!(document.kind(node), NodeKind::Image { .. });
    !work.plain(link).is_empty() || document.descendants(link).any(image)
}

/// Whether a link leads anywhere.
fn leads(publication: &Publication<'_>, url: &str) -> bool {
    let url = url.trim();
    if let Some(fragment) = url.strip_prefix('#') {
        let id = proofmark::work_product::percent_decoded(fragment);
        let section = |id: &str| publication.work.anchors.get(id).is_some_and(|anchor| anchor.section.is_some());
        return publication.tree.ids.contains(&id) || section(&id);
    }
    let scheme = url.split(['/', '?', '#']).next().and_then(|start| start.split_once(':'));
    let harmless = |name: &str| ["http", "https", "mailto"].contains(&name.to_lowercase().as_str());
    !url.is_empty() && !url.starts_with("//") && scheme.is_none_or(|(name, _)| harmless(name))
}

fn in_html(publication: &Publication<'_>, html: &str, add: &mut dyn FnMut(&'static str)) {
    let mut html = html.to_owned();
    while let Some((before, after)) = html.split_once("<!--") {
        html = format!("{before}{}", after.split_once("-->").map_or("", |(_, rest)| rest));
    }
    for tag in tags(&html).iter().filter(|tag| !tag.closing) {
        match tag.name.as_str() {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => add("headings"),
            "table" => add("tables"),
            "pre" => add("code"),
            "img" => add("images"),
            "a" if tag.attribute("href").is_some_and(|url| leads(publication, url)) => add("links"),
            _ => {}
        }
    }
}

fn of_tree(publication: &Publication<'_>) -> Counts {
    let work = publication.work;
    let mut counts = Counts::new();
    let headings: HashSet<_> = work.outline.sections.iter().map(|section| section.range).collect();
    sound::each_block(&publication.tree, &mut |block| {
        let mut add = |name| *counts.entry(name).or_default() += 1;
        let caption = match &block.kind {
            BlockKind::Heading(_) => {
                add("headings");
                None
            }
            BlockKind::Table(Table { caption, .. }) => {
                add("tables");
                caption.as_ref()
            }
            BlockKind::Code { .. } | BlockKind::Diagram { .. } => {
                add("code");
                None
            }
            BlockKind::Math(_) if work.slice(block.source).trim_start().starts_with("```") => {
                add("code");
                None
            }
            BlockKind::Figure { caption, .. } => caption.as_ref(),
            _ => None,
        };
        if caption.is_some_and(|caption| headings.contains(&caption.source)) {
            add("headings");
        }
    });
    sound::each_inline(&publication.tree, &mut |inline| {
        let mut add = |name| *counts.entry(name).or_default() += 1;
        match &inline.kind {
            // A number that the text names, made a link; it may stand in a link of the author's that leads nowhere.
            InlineKind::Link { target: Target::Anchor(_), inlines, .. }
                if says::squeezed(work.slice(inline.source)).replace('[', "")
                    == says::squeezed(&plain_text(inlines)) => {}
            InlineKind::Link { .. } => add("links"),
            InlineKind::Image(_) => add("images"),
            InlineKind::Note(_) => add("notes"),
            _ => {}
        }
    });
    counts
}
