//! The HTML page as a browser reads it.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use base64::Engine as _;
use proofmark::diagnostic::Diagnostic;
use proofmark::markdown::NodeKind;
use proofmark::profiles::ProfileId;
use proofmark::render::{Publication, PublicationOptions, html};
use proofmark::source::{DiskWorkspace, MemoryWorkspace, Workspace};
use proofmark::work_product::{Request, WorkProduct, from_text, load};
use scraper::{ElementRef, Html, Selector};
use sha2::Digest as _;

/// A page, the work product it was made from, and what could not be shown.
struct Page {
    work: WorkProduct,
    source: String,
    html: Html,
    diagnostics: Vec<Diagnostic>,
}

impl Page {
    fn new(work: WorkProduct, workspace: &dyn Workspace, draft: bool) -> Self {
        let (publication, mut diagnostics) = Publication::new(&work, workspace, PublicationOptions::of(&work, draft));
        let written = html::write(&publication);
        let source = written.html;
        diagnostics.extend(written.diagnostics);
        // PROOFMARK_KEEP names a directory where a person can look at the pages.
        if let Some(directory) = std::env::var_os("PROOFMARK_KEEP") {
            let name = format!("{}.html", publication.metadata.identifier);
            std::fs::write(Path::new(&directory).join(name), &source).unwrap();
        }
        drop(publication);
        let html = Html::parse_document(&source);
        let page = Self { work, source, html, diagnostics };
        page.is_sound();
        page
    }

    fn of_text(text: &str) -> Self {
        Self::with_files(text, BTreeMap::new())
    }

    fn with_files(text: &str, files: BTreeMap<String, Vec<u8>>) -> Self {
        let work = from_text("page.md", text.to_owned(), Some(ProfileId::CosaiPaper)).unwrap();
        Self::new(work, &MemoryWorkspace { files, today: None }, false)
    }

    fn all(&self, selector: &str) -> Vec<ElementRef<'_>> {
        self.html.select(&Selector::parse(selector).unwrap()).collect()
    }

    fn count(&self, selector: &str) -> usize {
        self.all(selector).len()
    }

    fn attribute(&self, selector: &str, name: &str) -> Vec<&str> {
        self.all(selector).into_iter().filter_map(|element| element.attr(name)).collect()
    }

    /// What holds for every page, whatever the document.
    fn is_sound(&self) {
        assert!(self.html.errors.is_empty(), "{:?}\n{}", self.html.errors, self.source);
        assert_eq!(self.count("h1"), 1);
        assert_eq!(self.count("script"), 1);
        assert_eq!(self.count("html[lang]"), 1);
        assert_eq!(self.count("head > title"), 1);
        assert_eq!(self.count("header, main, footer"), 3);
        assert_eq!(self.count("iframe, object, embed, form, link[rel=stylesheet], base, foreignObject"), 0);
        let ids = self.attribute("[id]", "id");
        let mut seen = HashSet::new();
        for id in ids {
            assert!(!id.is_empty() && seen.insert(id), "id {id} twice");
        }
        for element in self.all("*") {
            for (name, value) in element.value().attrs() {
                assert!(!name.starts_with("on"), "{name}");
                assert!(!value.trim().to_lowercase().starts_with("javascript:") || name == "alt", "{name}={value}");
            }
        }
        for source in self.attribute("[src]", "src") {
            assert!(source.starts_with("data:image/"), "{source}");
        }
        for href in self.attribute("svg [href], svg [*|href]", "href") {
            assert!(href.starts_with('#') || href.starts_with("data:image/"), "{href}");
        }
    }

    fn dead_fragments(&self) -> Vec<String> {
        let ids: HashSet<&str> = self.attribute("[id]", "id").into_iter().collect();
        let fragments = self.attribute("a[href]", "href").into_iter().filter_map(|href| href.strip_prefix('#'));
        fragments.map(decode).filter(|id| !ids.contains(id.as_str())).collect()
    }
}

fn decode(fragment: &str) -> String {
    let query = format!("x={}", fragment.replace('+', "%2B"));
    url::form_urlencoded::parse(query.as_bytes()).next().unwrap().1.into_owned()
}

fn fixture() -> Page {
    let workspace = DiskWorkspace::new(Path::new("fixtures/cosai-paper"), None).unwrap();
    let request = Request { config: Some("workproduct.yaml".to_owned()), ..Request::default() };
    let work = load(&workspace, &request).unwrap();
    Page::new(work, &workspace, true)
}

#[test]
#[cfg_attr(not(feature = "mermaid"), ignore = "diagrams are drawn with the feature `mermaid`")]
fn the_fixture_is_complete() {
    let page = fixture();
    assert_eq!(page.diagnostics, []);
    assert_eq!(page.dead_fragments(), Vec::<String>::new());
    let document = &page.work.document;
    let kinds: Vec<&NodeKind> = document.descendants(document.root()).map(|node| document.kind(node)).collect();
    let count = |wanted: fn(&NodeKind) -> bool| kinds.iter().filter(|kind| wanted(kind)).count();
    // The heading of the contents stands in the navigation.
    assert_eq!(page.count("h1, h2, h3, h4, h5, h6"), count(|k| matches!(k, NodeKind::Heading { .. })) - 1);
    assert_eq!(page.count("table"), count(|k| matches!(k, NodeKind::Table { .. })));
    assert_eq!(page.count("table"), page.count("table > caption"));
    assert_eq!(page.count("tr"), count(|k| matches!(k, NodeKind::TableRow { .. })));
    assert_eq!(page.count("td, th"), count(|k| matches!(k, NodeKind::TableCell)));
    assert_eq!(page.count("img"), count(|k| matches!(k, NodeKind::Image { .. })));
    assert_eq!(page.count("pre"), count(|k| matches!(k, NodeKind::CodeBlock { .. })));
    assert_eq!(page.count("a[role=doc-noteref]"), count(|k| matches!(k, NodeKind::FootnoteReference { .. })));
    assert_eq!(page.count("[role=doc-endnotes] li"), count(|k| matches!(k, NodeKind::FootnoteDefinition { .. })));
    assert_eq!(
        page.count(".task > input[disabled][aria-label]"),
        count(|k| matches!(k, NodeKind::Item { checked: Some(_) }))
    );
    assert_eq!(page.count("figure > figcaption"), 3);
    assert_eq!(page.count(".drawing[role=img] > svg"), 1);
    assert_eq!(page.count(".draft"), 1);
    assert_eq!(page.count("meta[name=robots][content=noindex]"), 1);
}

#[test]
#[cfg_attr(not(feature = "mermaid"), ignore = "diagrams are drawn with the feature `mermaid`")]
fn the_words_of_the_fixture_stand_in_order() {
    let page = fixture();
    let document = &page.work.document;
    let contents = page.work.outline.contents.map(|index| page.work.outline.sections[index].extent).unwrap();
    let mut words: Vec<String> = Vec::new();
    for block in document.blocks() {
        let listed = contents.contains(document.range(block));
        if !listed && !matches!(document.kind(block), NodeKind::FrontMatter | NodeKind::FootnoteDefinition { .. }) {
            let seen = proofmark::markdown::visible(document, block, page.work.text()).text;
            words.extend(seen.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned));
        }
    }
    let shown: String = page.all("header, main").iter().flat_map(ElementRef::text).collect::<Vec<_>>().join("\u{200b}");
    let shown = shown.replace('\u{200b}', " ");
    let mut shown = shown.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    for word in &words {
        // Marks inside a word split it on the page.
        let found = shown.any(|other| other == word || word.starts_with(other));
        assert!(found, "{word} is missing or out of order");
    }
}

/// The page of a work product's directory.
fn published(directory: &str) -> Page {
    let workspace = DiskWorkspace::new(Path::new(directory), None).unwrap();
    let request = Request { config: Some("workproduct.yaml".to_owned()), ..Request::default() };
    Page::new(load(&workspace, &request).unwrap(), &workspace, false)
}

#[test]
fn the_head_says_what_the_page_is() {
    let page = published("fixtures/everything");
    let address = "https://docs.oasis-open.org/hep/everything/v1.0/csd01/everything-v1.0-csd01.html";
    assert_eq!(page.attribute("link[rel=canonical]", "href"), [address]);
    let meta = |name: &str| page.attribute(&format!("meta[name='{name}']"), "content").concat();
    assert_eq!(meta("DC.identifier"), address);
    assert_eq!(meta("DC.title"), "Harbor Exchange Protocol Version 1.0");
    assert_eq!(meta("DC.date"), "2026-04-14");
    assert_eq!(meta("DC.language"), "en");
    assert!(meta("description").starts_with("The Harbor Exchange Protocol lets ports"));
    assert_eq!(page.count("meta[name=robots]"), 0);
    // A document that no stage publishes has no address to be known by.
    let draft = Page::of_text("# T\n\n## 1. A\n\nText.\n");
    assert_eq!(draft.count("link[rel=canonical]"), 0);
}

#[test]
fn only_the_script_of_the_page_may_run() {
    let page = Page::of_text("# T\n\n## 1. A\n\nText.\n");
    let script: String = page.all("script")[0].text().collect();
    let digest = base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(script.as_bytes()));
    let policy = page.attribute("meta[http-equiv=Content-Security-Policy]", "content").concat();
    assert!(policy.contains("default-src 'none'") && policy.contains(&format!("'sha256-{digest}'")), "{policy}");
    assert!(!policy.contains("script-src 'unsafe") && !policy.contains("http"), "{policy}");
}

#[test]
fn a_picture_is_what_its_bytes_say() {
    let html = b"<html><script>alert(1)</script></html>".as_slice();
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(2)</script><circle r='3'/></svg>";
    let files = [("page.png", html), ("drawing.png", svg), ("up.png", b"\x89PNG\r\n")];
    let page = Page::with_files(
        "# T\n\n## 1. A\n\n![a](page.png) ![b](drawing.png) ![c](up.png) ![d](data:image/png;base64,PHNjcmlwdD4=)\n",
        files.map(|(name, bytes)| (name.to_owned(), bytes.to_vec())).into(),
    );
    let shown: Vec<&str> = page.attribute("img", "src").iter().filter_map(|src| src.split(',').next()).collect();
    assert_eq!(shown, ["data:image/svg+xml;base64", "data:image/png;base64"]);
    assert_eq!(page.diagnostics.len(), 2);
    let text: String = page.all("main").iter().flat_map(ElementRef::text).collect();
    assert!(text.contains('a') && text.contains('d'));
}

#[test]
fn nothing_active_survives() {
    let text = "---\ntitle: x\n---\n# A </title><script>alert(1)</script> \"title\"\n\n## 1. Text {#a\"b}\n\n\
        [x](javascript:alert(1)) [y](JaVa&#10;script:alert(1)) [z](data:text/html,x) [s](//evil.test) [k](a/b.json)\n\n\
        <script>alert(2)</script>\n\n<img src=x onerror=alert(3)>\n\n<div onclick=\"x\" style=\"background:url(//e)\">kept <b>text</b></div>\n\n\
        <iframe src=\"https://e.test\"></iframe>\n\n<svg onload=alert(4)><script>alert(5)</script></svg>\n\n\
        inline <script>alert(6)</script> <img src=\"javascript:alert(7)\" onerror=\"x\" alt='\"><b>'> <a href=\"javascript:x\" onclick=y>link</a>\n\n\
        ![\"quoted\" alt](bad.svg \"t\\\"t\")\n\n<table><tr><td onmouseover=x><a href=\" javascript:x\">cell</a></table>\n\n\
        <base href=\"//e\"><meta http-equiv=refresh content=\"0;url=//e\"><form action=//e><button>B</button></form>\n";
    let svg =
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(8)'><script>alert(9)</script><circle r='3'/></svg>";
    let page = Page::with_files(text, [("bad.svg".to_owned(), svg.to_vec())].into());
    assert_eq!(page.attribute("main a[href]:not(.permalink, .missing)", "href"), ["a/b.json"]);
    assert_eq!(page.count("main strong"), 1);
    assert_eq!(page.attribute("img", "alt"), ["\"quoted\" alt"]);
    let text: String = page.all("main").iter().flat_map(ElementRef::text).collect();
    for kept in ["x y z s k", "kept text", "cell", "\"><b>", "link", "B"] {
        assert!(text.contains(kept), "{kept} in {text}");
    }
}

#[test]
fn every_anchor_of_a_heading_leads_to_it() {
    let page = Page::of_text(
        "# T\n\n## 1. Über & Größe {#own-id}\n\nSee [a](#own-id) [b](#1-über--größe) [c](#1-%C3%BCber--gr%C3%B6%C3%9Fe) [d](#über-größe).\n\n\
         <a id=\"ref\"></a>**[REF]** x []{#span-id} [text]{#named .c}\n\n## ref\n\n[e](#ref) [f](#span-id) [g](#named)\n",
    );
    assert_eq!(page.dead_fragments(), Vec::<String>::new());
    assert_eq!(page.count("h2#own-id"), 1);
    assert_eq!(page.count("p > span#ref"), 1);
}

#[test]
fn a_heading_in_a_list_has_its_anchor() {
    let page = Page::of_text(
        "# T\n\nSee [R1](#r1) and [it](#it).\n\n- #### [R1]\n  Text.\n\n> ## It\n\n<a id=\"it\"></a>Here.\n",
    );
    assert_eq!((page.count("#r1"), page.count("li > .heading > #r1")), (1, 1));
    assert_eq!((page.count("#it"), page.count(".heading > #it")), (1, 0));
}

#[test]
fn contents_without_a_heading_are_not_shown_twice() {
    let numbers = ["1", "2", "3", "4", "5", "6"];
    let links = numbers.map(|number| format!("* [{number}. S](#{number}-s)\n")).concat();
    let sections = numbers.map(|number| format!("## {number}. S\n\nText.\n\n")).concat();
    let page = Page::of_text(&format!("# T\n\n### OASIS Open Project: [P](https://p.test)\n\n{links}\n{sections}"));
    assert_eq!(page.count("main ul"), 0);
    assert_eq!(page.count("nav li"), 6);
    assert_eq!(page.count("header .stage-line a[href]"), 1);
}

#[test]
fn html_and_markdown_interleave() {
    let page = Page::of_text(
        "# T\n\n## 1. A\n\n<details>\n<summary>More</summary>\n\n* item `code`\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n</details>\n\n\
         > quoted\n>\n> <table>\n> <tr><td colspan=2>cell</td></tr><tr><td>1<td>2</tr>\n> </table>\n\n<!--{#fig-x width=55%}-->\n![alt](p.png)\n\n**Figure 1. P**\n\n\
         [x](#fig-x)\n\n<!--\\newpage-->\n\nText <kbd>K</kbd> <your-name> and <u>under</u><wbr>.\n\n<dl><dt id='d;t'>T<dd>D</dl>\n",
    );
    assert_eq!(page.count("details > ul > li > code"), 1);
    assert_eq!(page.count("details table"), 1);
    assert_eq!(page.count("blockquote table td[colspan='2']"), 1);
    assert_eq!(page.count("div.page-break"), 1);
    assert_eq!(page.count("figure#fig-x > figcaption"), 1);
    assert_eq!(page.count("kbd, u, wbr"), 3);
    assert_eq!(page.dead_fragments(), Vec::<String>::new());
    assert!(page.source.contains("&lt;your-name&gt;"));
}

#[test]
fn a_page_grows_no_faster_than_its_document() {
    let hostile = [
        "<div>".repeat(20_000),
        "<b>".repeat(20_000),
        "<div>\n".to_owned() + &"<b></i>".repeat(20_000),
        "> ".repeat(150) + "x",
        "*a **b ".repeat(20_000),
        "[".repeat(20_000),
        "<details>\n\n".repeat(2_000),
        "![a](p.png)\n\n**Figure 1. X**\n\n".repeat(2_000),
        "x[^1]\n\n".repeat(5_000) + "[^1]: note",
        "<a id=x>".repeat(5_000),
        format!("```json\n{}\n```", "[{\"a\":".repeat(50_000)),
    ];
    for text in hostile {
        let page = Page::of_text(&format!("# T\n\n## 1. A\n\n{text}\n"));
        assert!(page.source.len() < 40_000 + 60 * text.len());
    }
}

#[test]
#[cfg_attr(not(feature = "mermaid"), ignore = "diagrams are drawn with the feature `mermaid`")]
fn pictures_and_diagrams_travel_with_the_page() {
    let diagram = |body: &str| format!("```mermaid\n{body}\n```\n\n");
    let text = format!(
        "# T\n\n## 1. A\n\n![p](p.png) ![far](https://a.test/p.png) ![OASIS Logo](https://docs.oasis-open.org/templates/l.png)\n\n\
         ![labels](labels.svg) ![broken](broken.svg)\n\n{}{}{}",
        diagram("sequenceDiagram\n  A->>B: one\n  B-->>A: two"),
        diagram("sequenceDiagram\n  A->>B: one"),
        diagram("sequenceDiagram\n  click A javascript:alert(1)\n  A->>"),
    );
    let labels = b"<svg xmlns='http://www.w3.org/2000/svg'><foreignObject><p>label</p></foreignObject></svg>";
    let files = [("p.png", b"\x89PNG\r\n".as_slice()), ("labels.svg", labels), ("broken.svg", b"<svg><g></svg>")];
    let page = Page::with_files(&text, files.map(|(name, bytes)| (name.to_owned(), bytes.to_vec())).into());
    let rules: Vec<&str> = page.diagnostics.iter().map(|diagnostic| diagnostic.rule.as_str()).collect();
    assert_eq!(rules, ["image-embeddable", "image-embeddable", "image-embeddable", "diagram-renders"]);
    assert_eq!(page.work.slice(page.diagnostics[3].location.range), "```mermaid");
    assert_eq!(page.count("img"), 2);
    assert_eq!(page.count(".drawing > svg"), 2);
    assert_eq!(page.count("pre"), 3);
    assert_eq!(page.attribute("a.missing", "href"), ["https://a.test/p.png", "broken.svg"]);
    assert_eq!(page.all(".logo").iter().flat_map(ElementRef::text).collect::<String>(), "OASIS");
}

#[test]
fn a_mistake_in_the_page_would_be_seen() {
    assert!(!Html::parse_document("<!DOCTYPE html><p></b>").errors.is_empty());
}

/// WCAG's relative luminance of `#rrggbb`.
fn luminance(colour: &str) -> f64 {
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

/// The custom properties of a style sheet: of the light scheme, then of the dark.
fn colours(css: &str) -> [BTreeMap<String, String>; 2] {
    let (light, dark) = css.split_once("prefers-color-scheme: dark").unwrap();
    let dark = dark.split_once("}\n}").unwrap().0;
    [light, dark].map(|part| {
        let pairs = part.split([';', '{']).filter_map(|rule| rule.trim().strip_prefix("--")?.split_once(": "));
        pairs
            .filter(|(_, value)| value.starts_with('#'))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    })
}

#[test]
fn text_stands_out_from_what_lies_behind_it() {
    let base = colours(include_str!("../assets/html/base.css"));
    for look in [include_str!("../assets/html/oasis.css"), include_str!("../assets/html/cosai.css")] {
        for (own, shared) in colours(look).iter().zip(&base) {
            let text = ["ink", "muted", "head", "link"].map(|name| (name, &own[name])).into_iter();
            let text = text.chain(shared.iter().map(|(name, value)| (name.as_str(), value)));
            for (name, colour) in text {
                for behind in ["paper", "wash", "th"] {
                    let (a, b) = (luminance(colour), luminance(&own[behind]));
                    let ratio = (a.max(b) + 0.05) / (a.min(b) + 0.05);
                    let least = if behind == "th" && !["ink", "head"].contains(&name) { 0.0 } else { 4.5 };
                    assert!(ratio >= least, "{name} {colour} on {behind} {}: {ratio:.2}", own[behind]);
                }
            }
        }
    }
}
