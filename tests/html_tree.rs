//! The page shows what the tree holds: the same things and the same words in the same order.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use proofmark::render::tree::{Block, BlockKind, Caption, HeadingRole, Inline, InlineKind, Picture, Position, Table};
use proofmark::render::tree::{Target, Tree};
use proofmark::render::{Publication, PublicationOptions, html};
use proofmark::source::DiskWorkspace;
use proofmark::work_product::{Request, load};
use rayon::prelude::*;
use scraper::{ElementRef, Html, Node, Selector};

/// What is to be seen, as words and as marks such as `<table>`.
#[derive(Default)]
struct Seen(String);

impl Seen {
    fn mark(&mut self, mark: &str) {
        let _ = write!(self.0, " <{mark}> ");
    }

    fn text(&mut self, text: &str) {
        self.0.push_str(text);
    }

    fn apart(&mut self) {
        self.0.push(' ');
    }

    fn words(&self) -> Vec<&str> {
        self.0.split_whitespace().collect()
    }
}

/// What a tree holds.
fn of_tree(tree: &Tree) -> Seen {
    let mut seen = Seen::default();
    seen.blocks(&tree.cover);
    seen.blocks(&tree.body);
    if !tree.notes.is_empty() {
        seen.mark("ol");
    }
    for note in &tree.notes {
        seen.mark("li");
        seen.blocks(&note.blocks);
    }
    seen
}

impl Seen {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.apart();
            self.block(block);
            self.apart();
        }
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Anchor | BlockKind::PageBreak => {}
            BlockKind::Heading(heading) => {
                use HeadingRole::{Banner, Caption, StageLine};
                if !matches!(heading.role, Banner | Caption | StageLine) {
                    self.mark("h");
                }
                self.inlines(&heading.inlines);
            }
            BlockKind::Paragraph(inlines) => self.inlines(inlines),
            BlockKind::Quote(blocks) => {
                self.mark("blockquote");
                self.blocks(blocks);
            }
            BlockKind::Alert { title, blocks, .. } => {
                self.mark("alert");
                self.text(title);
                self.blocks(blocks);
            }
            BlockKind::List { numbering, items, .. } => {
                self.mark(if numbering.is_some() { "ol" } else { "ul" });
                for item in items {
                    self.mark("li");
                    if item.checked.is_some() {
                        self.mark("input");
                    }
                    self.blocks(&item.blocks);
                }
            }
            BlockKind::Definitions(definitions) => {
                self.mark("dl");
                for definition in definitions {
                    for term in &definition.terms {
                        self.apart();
                        self.inlines(term);
                    }
                    self.apart();
                    definition.details.iter().for_each(|details| self.blocks(details));
                }
            }
            BlockKind::Code { text, .. } => self.code(text),
            BlockKind::Diagram { code, .. } => {
                self.mark("drawing");
                self.code(code);
            }
            BlockKind::Math(_) => self.mark("math"),
            BlockKind::Table(table) => self.table(table),
            BlockKind::Figure { blocks, caption, .. } => {
                self.mark("figure");
                self.caption(caption.as_ref().filter(|caption| caption.position == Position::Above));
                self.blocks(blocks);
                self.caption(caption.as_ref().filter(|caption| caption.position == Position::Below));
            }
            BlockKind::Details { summary, blocks, .. } => {
                self.mark("details");
                self.inlines(summary);
                self.blocks(blocks);
            }
            BlockKind::Division { blocks, .. } => self.blocks(blocks),
            BlockKind::Rule => self.mark("hr"),
        }
    }

    fn code(&mut self, text: &str) {
        self.mark("pre");
        self.text(text);
        self.apart();
    }

    fn caption(&mut self, caption: Option<&Caption>) {
        if let Some(caption) = caption {
            self.mark("caption");
            self.inlines(&caption.inlines);
            self.apart();
        }
    }

    fn table(&mut self, table: &Table) {
        self.mark("table");
        self.caption(table.caption.as_ref());
        for row in table.rows.iter().filter(|row| !row.cells.is_empty()) {
            self.mark("tr");
            for cell in &row.cells {
                self.mark(if cell.header.is_some() { "th" } else { "td" });
                self.blocks(&cell.blocks);
            }
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Anchor | InlineKind::BreakOpportunity => {}
                InlineKind::Text(text) | InlineKind::Code(text) => self.text(text),
                InlineKind::SoftBreak | InlineKind::Break => self.apart(),
                InlineKind::Styled { inlines, .. } => self.inlines(inlines),
                InlineKind::Link { target, inlines, .. } => {
                    let (Target::Anchor(place) | Target::Address(place) | Target::Relative(place)) = target;
                    self.mark(&format!("a {}", place.replace(' ', "_")));
                    self.inlines(inlines);
                }
                InlineKind::Image(image) => match &image.picture {
                    Picture::Resource(_) => self.mark(&format!("img {}", image.alt)),
                    // Without words of its own, what is missing goes under its file's name.
                    Picture::Missing { address: Some(address) } if image.alt.is_empty() => {
                        self.text(address.rsplit('/').next().unwrap());
                    }
                    Picture::Logo { .. } if image.alt.is_empty() => self.text("OASIS"),
                    Picture::Logo { .. } | Picture::Missing { .. } => self.text(&image.alt),
                },
                InlineKind::Note(index) => {
                    self.mark("note");
                    self.text(&(index + 1).to_string());
                }
                InlineKind::Math(_) => self.mark("math"),
            }
        }
    }
}

/// What a page shows between its header and its footer, contents left out.
fn of_page(page: &Html) -> Seen {
    let mut seen = Seen::default();
    for part in page.select(&Selector::parse("header, main").unwrap()) {
        seen.element(part);
    }
    seen
}

const INLINE: &[&str] = &[
    "a", "abbr", "cite", "code", "del", "dfn", "em", "img", "input", "kbd", "mark", "q", "s", "samp", "small", "span",
    "strong", "sub", "sup", "u", "var", "wbr",
];

impl Seen {
    fn element(&mut self, element: ElementRef<'_>) {
        let name = element.value().name();
        let class = element.value().classes().next().unwrap_or_default();
        if ["draft", "permalink", "back"].contains(&class) || (name == "summary" && is_source(element)) {
            return;
        }
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.mark("h"),
            "figcaption" | "caption" => self.mark("caption"),
            "details" if class == "diagram-source" => {}
            "table" | "tr" | "th" | "td" | "ol" | "ul" | "li" | "dl" | "pre" | "figure" | "blockquote" | "details"
            | "hr" | "input" => self.mark(name),
            "math" => return self.mark("math"),
            "img" => self.mark(&format!("img {}", element.attr("alt").unwrap())),
            "a" if element.attr("role") == Some("doc-noteref") => self.mark("note"),
            "a" if class != "missing" => self.link(element),
            "div" if class == "alert" => self.mark("alert"),
            "div" if class == "drawing" => return self.mark("drawing"),
            _ => {}
        }
        let apart = !INLINE.contains(&name);
        if apart {
            self.apart();
        }
        for child in element.children() {
            match child.value() {
                Node::Text(text) => self.text(text),
                _ => ElementRef::wrap(child).into_iter().for_each(|child| self.element(child)),
            }
        }
        if apart {
            self.apart();
        }
    }

    fn link(&mut self, element: ElementRef<'_>) {
        let Some(href) = element.attr("href") else { return };
        let place = match href.strip_prefix('#') {
            Some(fragment) => percent_encoding::percent_decode_str(fragment).decode_utf8().unwrap().replace(' ', "_"),
            None => href.to_owned(),
        };
        self.mark(&format!("a {place}"));
    }
}

fn is_source(summary: ElementRef<'_>) -> bool {
    let above = summary.parent().and_then(ElementRef::wrap);
    above.is_some_and(|above| above.value().classes().any(|class| class == "diagram-source"))
}

/// How a page differs from its tree, if it does; else how much both hold.
fn compare(root: &Path, file: &str, config: Option<String>) -> Result<usize, String> {
    let workspace = DiskWorkspace::new(root, None).map_err(|error| error.to_string())?;
    let sources = if config.is_some() { Vec::new() } else { vec![file.to_owned()] };
    let work = load(&workspace, &Request { sources, config, ..Request::default() }).map_err(|e| e.to_string())?;
    let (publication, _) = Publication::new(&work, &workspace, PublicationOptions::of(&work, true));
    let page = Html::parse_document(&html::write(&publication).html);
    if !page.errors.is_empty() {
        return Err(format!("{:?}", page.errors));
    }
    let given: HashSet<&str> = page
        .select(&Selector::parse("[id], a[name]").unwrap())
        .filter_map(|element| element.attr("id").or(element.attr("name")))
        .collect();
    let slugs = work.anchors.slugs.iter().flat_map(|(github, pandoc)| [github, pandoc]);
    if let Some(slug) = slugs.filter(|slug| !slug.is_empty()).find(|slug| !given.contains(slug.as_str())) {
        return Err(format!("no place {slug}"));
    }
    let (held, shown) = (of_tree(&publication.tree), of_page(&page));
    let (held, shown) = (held.words(), shown.words());
    let at = held.iter().zip(&shown).position(|(a, b)| a != b);
    match at.or((held.len() != shown.len()).then_some(held.len().min(shown.len()))) {
        None => Ok(held.len()),
        Some(at) => {
            let near = |words: &[&str]| {
                words.iter().skip(at.saturating_sub(5)).take(12).copied().collect::<Vec<_>>().join(" ")
            };
            Err(format!("held: {}\nshown: {}", near(&held), near(&shown)))
        }
    }
}

#[test]
fn the_fixtures_are_shown_whole() {
    let mut files = vec![
        (PathBuf::from("fixtures/cosai-paper"), String::new(), Some("workproduct.yaml".to_owned())),
        (PathBuf::from("fixtures/everything"), String::new(), Some("workproduct.yaml".to_owned())),
    ];
    for entry in std::fs::read_dir("fixtures/markdown").unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        // An empty text is refused before anything is made of it.
        if name != "empty.md" {
            files.push((PathBuf::from("fixtures/markdown"), name, None));
        }
    }
    assert!(files.len() > 10);
    for (root, file, config) in files {
        let compared = compare(&root, &file, config);
        assert!(compared.as_ref().is_ok_and(|&words| words > 5), "{}/{file}: {compared:?}", root.display());
    }
}

#[test]
fn real_documents_are_shown_whole() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let Ok(index) = std::fs::read_to_string(corpus.join("index.tsv")) else {
        return println!("skipped: {} is absent", corpus.display());
    };
    let bytes = |line: &str| line.split('\t').nth(6).and_then(|bytes| bytes.parse::<usize>().ok());
    let files: Vec<&str> = index.lines().filter(|line| bytes(line).is_some_and(|bytes| bytes > 20_000)).collect();
    assert!(files.len() > 20);
    let failed: Vec<String> = files
        .par_iter()
        .filter_map(|line| {
            let path = corpus.join(line.split('\t').next()?);
            let name = path.file_name()?.to_str()?;
            let error = compare(path.parent()?, name, None).err()?;
            Some(format!("{}: {error}", path.display()))
        })
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}
