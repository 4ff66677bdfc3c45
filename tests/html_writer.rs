//! The HTML writer on trees made by hand: what no Markdown is needed to say.

use std::collections::BTreeMap;

use proofmark::diagnostic::Diagnostic;
use proofmark::profiles::ProfileId;
use proofmark::render::tree::{
    Alignment, Block, BlockKind, Caption, Cell, Column, Definition, Heading, HeadingRole, Image, Inline, InlineKind,
    Item, Note, Numbering, Ordinal, Picture, Position, Row, Scope, Table, Target, TextStyle, Tree, Width,
};
use proofmark::render::{MediaType, Publication, PublicationOptions, Resource, html};
use proofmark::source::{MemoryWorkspace, TextRange};
use proofmark::work_product::from_text;
use scraper::{ElementRef, Html, Selector};

/// A page made of a tree, read back.
struct Page {
    source: String,
    html: Html,
    diagnostics: Vec<Diagnostic>,
}

impl Page {
    fn of(body: Vec<Block>) -> Self {
        Self::with(Tree { body, ..Tree::default() }, BTreeMap::new())
    }

    fn with(tree: Tree, resources: BTreeMap<String, Resource>) -> Self {
        let text = "# Tides\n\nThe formula $x^$ is broken.\n".to_owned();
        let work = from_text("docs/tides.md", text, Some(ProfileId::CosaiPaper)).unwrap();
        let workspace = MemoryWorkspace { files: BTreeMap::new(), today: None };
        let (mut publication, _) = Publication::new(&work, &workspace, PublicationOptions::of(&work, false));
        publication.tree = tree;
        publication.resources = resources;
        let page = html::write(&publication);
        let html = Html::parse_document(&page.html);
        assert!(html.errors.is_empty(), "{:?}\n{}", html.errors, page.html);
        if let Some(path) = std::env::var_os("PROOFMARK_KEEP_PAGE") {
            std::fs::write(path, &page.html).unwrap();
        }
        Self { source: page.html, html, diagnostics: page.diagnostics }
    }

    fn all(&self, selector: &str) -> Vec<ElementRef<'_>> {
        self.html.select(&Selector::parse(selector).unwrap()).collect()
    }

    fn count(&self, selector: &str) -> usize {
        self.all(selector).len()
    }

    fn texts(&self, selector: &str) -> Vec<String> {
        let text = |element: &ElementRef<'_>| element.text().collect::<String>().trim().to_owned();
        self.all(selector).iter().map(text).collect()
    }
}

fn block(kind: BlockKind) -> Block {
    Block { kind, ..Block::default() }
}

fn inline(kind: InlineKind) -> Inline {
    Inline { kind, ..Inline::default() }
}

fn text(text: &str) -> Vec<Inline> {
    vec![inline(InlineKind::Text(text.to_owned()))]
}

fn paragraph(words: &str) -> Block {
    block(BlockKind::Paragraph(text(words)))
}

fn heading(rank: u8, role: HeadingRole, id: &str) -> Block {
    let heading = Heading { rank, role, inlines: text(id), ..Heading::default() };
    Block { ids: vec![id.to_owned()], kind: BlockKind::Heading(heading), ..Block::default() }
}

fn cell(column: usize, words: &str) -> Cell {
    Cell {
        source: TextRange::empty(0),
        ids: Vec::new(),
        column,
        columns: 1,
        rows: 1,
        header: None,
        alignment: Alignment::None,
        blocks: vec![paragraph(words)],
    }
}

fn row(cells: Vec<Cell>) -> Row {
    Row { cells, ..Row::default() }
}

#[test]
fn ranks_follow_the_sections_and_skip_none() {
    let section = HeadingRole::Section;
    let page = Page::of(vec![
        heading(2, section, "one"),
        heading(5, section, "deep"),
        heading(4, section, "beside"),
        heading(6, HeadingRole::Minor, "minor"),
        heading(5, section, "below"),
        heading(3, section, "third"),
        heading(2, section, "two"),
    ]);
    let ids = |selector: &str| page.all(selector).iter().map(|e| e.attr("id").unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(ids("h2"), ["one", "two"]);
    assert_eq!(ids("h3"), ["deep", "beside", "third"]);
    assert_eq!(ids("h4"), ["minor", "below"]);
}

#[test]
fn a_rank_html_does_not_have_is_named() {
    let deep = (2..10).map(|rank| heading(rank, HeadingRole::Section, &format!("h{rank}"))).collect();
    let page = Page::of(deep);
    assert_eq!(page.count("h6"), 4);
    assert_eq!(
        page.all("h6[aria-level]").iter().map(|h| h.attr("aria-level").unwrap()).collect::<Vec<_>>(),
        ["7", "8", "9"]
    );
}

#[test]
fn every_id_is_placed_where_it_may_stand() {
    let mut first = heading(2, HeadingRole::Section, "own");
    first.ids.extend(["alias".to_owned(), "with space".to_owned()]);
    let item =
        Item { ids: vec!["item".to_owned(), "item-2".to_owned()], blocks: vec![paragraph("x")], ..Item::default() };
    let rows = vec![Row { ids: vec!["r1".to_owned(), "r2".to_owned()], ..row(vec![cell(0, "a")]) }];
    let table = Table { columns: vec![Column::default()], rows, ..Table::default() };
    let page = Page::of(vec![
        first,
        block(BlockKind::List { numbering: None, tight: true, items: vec![item] }),
        Block { ids: vec!["t 1".to_owned()], kind: BlockKind::Table(table), ..Block::default() },
    ]);
    assert_eq!(
        page.count("h2#own, .heading > span#alias, .heading > a[name='with space'], .permalink[href='#own']"),
        4
    );
    assert_eq!(page.count("li#item > span#item-2, tr#r1 > td > span#r2, a[name='t 1']"), 3);
}

#[test]
fn a_table_has_the_rows_and_columns_cells_begin_in() {
    // The second row and the second column belong to cells that began before them.
    let mut wide = cell(0, "wide");
    (wide.columns, wide.rows, wide.header) = (2, 2, Some(Scope::Columns));
    let mut tall = cell(2, "tall");
    (tall.rows, tall.alignment) = (3, Alignment::Right);
    let last = Row { ids: vec!["r2".to_owned()], ..row(Vec::new()) };
    let mut under = cell(0, "under");
    under.columns = 2;
    let caption = Caption { inlines: text("Table 1. Tides"), position: Position::Below, ..Caption::default() };
    let columns = vec![
        Column { percent: Some(30), ..Column::default() },
        Column::default(),
        Column { alignment: Alignment::Center, percent: None },
    ];
    let table = Table {
        caption: Some(caption),
        columns,
        header_rows: 1,
        rows: vec![row(vec![wide, tall]), last, row(vec![under])],
    };
    let page = Page::of(vec![block(BlockKind::Table(table))]);
    assert_eq!(page.count("tr"), 2);
    assert_eq!(page.count("[colspan]"), 0);
    assert_eq!(page.count("thead > tr > th[scope=colgroup]:not([rowspan])"), 1);
    assert_eq!(page.count("td.align-right[rowspan='2']"), 1);
    assert_eq!(page.count("colgroup > col"), 2);
    assert_eq!(page.count("col[style='width:30%']"), 1);
    assert_eq!(page.count("td > span#r2"), 1);
    assert_eq!(page.count("table.caption-below > caption"), 1);
    assert_eq!(page.all(".table-wrap")[0].attr("aria-label"), Some("Table 1. Tides"));
}

#[test]
fn lists_notes_and_terms_are_whole() {
    let numbering = Some(Numbering { start: 3, ordinal: Ordinal::LowerRoman });
    let task = Item { checked: Some(true), blocks: vec![paragraph("done")], ..Item::default() };
    let terms = vec![
        Definition { details: vec![vec![paragraph("without a term")]], ..Definition::default() },
        Definition { terms: vec![text("ebb"), text("flood")], ..Definition::default() },
    ];
    let reference = Inline { ids: vec!["back".to_owned()], kind: InlineKind::Note(0), ..Inline::default() };
    let note = Note {
        ids: vec!["note".to_owned()],
        references: vec!["back".to_owned()],
        blocks: vec![block(BlockKind::Rule)],
        ..Note::default()
    };
    let body = vec![
        block(BlockKind::List { numbering, tight: true, items: vec![task] }),
        block(BlockKind::Definitions(terms)),
        block(BlockKind::Paragraph(vec![reference])),
    ];
    let page = Page::with(Tree { body, notes: vec![note], ..Tree::default() }, BTreeMap::new());
    assert_eq!(page.count("ol.tasks[start='3'][type=i] > li.task > input[checked][aria-label=Done]"), 1);
    assert_eq!(page.texts("dt"), ["", "ebb", "flood"]);
    assert_eq!(page.texts("dd"), ["without a term", ""]);
    assert_eq!(page.count("sup > a#back[href='#note'][role=doc-noteref]"), 1);
    assert_eq!(page.count("li#note > p > a[href='#back'][role=doc-backlink]"), 1);
}

#[test]
fn nothing_in_a_tree_breaks_out_of_its_place() {
    let evil = "\"'><script>alert(1)</script></title></style>";
    let title = Some(evil.to_owned());
    let image = Image {
        picture: Picture::Missing { address: Some("https://a.test/?\"><b>".to_owned()) },
        alt: evil.to_owned(),
        title: title.clone(),
        width: Some(Width::Percent(50)),
    };
    let link = InlineKind::Link { target: Target::Anchor(evil.to_owned()), title: title.clone(), inlines: text(evil) };
    let styled = InlineKind::Styled { style: TextStyle::Abbreviation, title, inlines: text(evil) };
    let inlines = vec![
        inline(link),
        inline(styled),
        inline(InlineKind::Image(image)),
        inline(InlineKind::Code(evil.to_owned())),
        inline(InlineKind::Math(evil.to_owned())),
        inline(InlineKind::Math(format!("\\text{{{evil}}}"))),
        inline(InlineKind::Math("\\href{javascript:alert(1)}{x}".to_owned())),
    ];
    let mut section = heading(2, HeadingRole::Section, evil);
    section.ids.push(evil.to_owned() + " ");
    let code = BlockKind::Code { language: Some("json".to_owned()), text: evil.to_owned() };
    let page = Page::of(vec![
        section,
        block(BlockKind::Paragraph(inlines)),
        block(code),
        block(BlockKind::Math(evil.to_owned())),
    ]);
    assert_eq!(page.count("script"), 1);
    assert_eq!(page.count("main b"), 0);
    assert_eq!(page.count("style"), 1);
    assert!(!page.source.contains("\"javascript:"));
}

#[test]
fn formulas_are_set_and_broken_ones_stay_visible() {
    let source = TextRange::new(20, 26);
    let broken = Inline { source, kind: InlineKind::Math("x^".to_owned()), ..Inline::default() };
    let page = Page::of(vec![
        block(BlockKind::Paragraph(vec![inline(InlineKind::Math("\\frac{a}{b}".to_owned())), broken])),
        block(BlockKind::Math("\\sum_{i=1}^n i".to_owned())),
        block(BlockKind::Math("{".repeat(8 * 1024))),
        block(BlockKind::Math("\\sqrt".repeat(1_600))),
        block(BlockKind::Math("x".repeat(9 * 1024))),
    ]);
    assert_eq!(page.count("math"), 2);
    assert_eq!(page.count("p mfrac, div.formula > math[display=block]"), 2);
    assert_eq!(page.texts("code.formula"), ["x^"]);
    assert_eq!(page.count("pre"), 3);
    let rules: Vec<&str> = page.diagnostics.iter().map(|found| found.rule.as_str()).collect();
    assert_eq!(rules, ["formula-renders"; 4]);
    let range = page.diagnostics[0].location.range;
    assert!(source.start < range.start && range.end < source.end, "{range:?}");
}

#[test]
fn a_large_picture_lies_beside_the_page() {
    let resource =
        |path: &str, size: usize| Resource { path: path.to_owned(), media_type: MediaType::Png, bytes: vec![0; size] };
    let picture = |key: &str| {
        let picture = Picture::Resource(key.to_owned());
        inline(InlineKind::Image(Image { picture, alt: key.to_owned(), title: None, width: Some(Width::Pixels(40)) }))
    };
    let resources = [
        ("small".to_owned(), resource("docs/images/a b.png", 10)),
        ("large".to_owned(), resource("docs/images/a b:c.png", 3 * 1024 * 1024)),
        ("other".to_owned(), resource("images/d.png", 3 * 1024 * 1024)),
    ];
    let pictures = vec![picture("small"), picture("large"), picture("other")];
    let tree = Tree { body: vec![block(BlockKind::Paragraph(pictures))], ..Tree::default() };
    let page = Page::with(tree, resources.into());
    let sources: Vec<&str> = page.all("img[width='40']").iter().map(|image| image.attr("src").unwrap()).collect();
    assert_eq!(sources, ["data:image/png;base64,AAAAAAAAAAAAAA==", "images/a%20b%3Ac.png", "images/d.png"]);
}
