//! The PDF as a reader's machine sees it.
#![cfg(feature = "pdf")]

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use lopdf::{Dictionary, Document, Object};
use proofmark::diagnostic::Diagnostic;
use proofmark::render::pdf::{self, Pdf};
use proofmark::render::{PageSize, Publication, PublicationOptions};
use proofmark::source::DiskWorkspace;
use proofmark::work_product::{Request, WorkProduct, from_text, load};

/// What every file keeps, whatever the document.
const BOTH: [&str; 2] = ["PDF/UA-1", "PDF/A-2a"];

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cosai-paper")
}

fn publish(work: &WorkProduct, directory: &Path, draft: bool) -> Result<Pdf, Vec<Diagnostic>> {
    let workspace = DiskWorkspace::new(directory, None).expect("the directory is there");
    let (publication, _) = Publication::new(work, &workspace, PublicationOptions::of(work, draft));
    let pdf = pdf::write(&publication);
    if let (Some(keep), Ok(pdf)) = (std::env::var_os("PROOFMARK_KEEP"), &pdf) {
        let name = format!("{}{}.pdf", publication.metadata.identifier, if draft { "-draft" } else { "" });
        std::fs::write(Path::new(&keep).join(name), &pdf.bytes).expect("the place to keep PDFs can be written");
    }
    pdf
}

fn fixture(draft: bool) -> Pdf {
    let workspace = DiskWorkspace::new(&directory(), None).expect("the fixture is there");
    let request = Request { config: Some("workproduct.yaml".to_owned()), ..Request::default() };
    let work = load(&workspace, &request).expect("the fixture loads");
    publish(&work, &directory(), draft).expect("the fixture is set")
}

static FIXTURE: LazyLock<Pdf> = LazyLock::new(|| fixture(false));

/// A paper with `body` as its first section.
fn paper(body: &str) -> Result<Pdf, Vec<Diagnostic>> {
    let text = format!("# A Paper\n\n## Table of Contents\n\n* [1. One](#1-one)\n\n## 1. One\n\n{body}\n");
    let work = from_text("paper.md", text, None).expect("the text is parsed");
    publish(&work, &directory(), false)
}

fn text_of(pdf: &Pdf) -> String {
    let document = Document::load_mem(&pdf.bytes).expect("the PDF is read");
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    pages.iter().map(|&page| document.extract_text(&[page]).unwrap_or_default()).collect()
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

fn catalog(document: &Document) -> &Dictionary {
    document.catalog().expect("a PDF has a catalog")
}

fn property(document: &Document, key: &[u8]) -> String {
    let info = document.trailer.get(b"Info").and_then(Object::as_reference).expect("there are properties");
    let value = document.get_dictionary(info).and_then(|info| info.get(key)).expect("the property is set");
    lopdf::decode_text_string(value).expect("the property is text")
}

#[test]
fn the_fixture_keeps_both_standards() {
    for diagnostic in &FIXTURE.diagnostics {
        println!("{diagnostic:?}");
    }
    assert_eq!(FIXTURE.standards, BOTH);
    assert!(FIXTURE.diagnostics.is_empty());
}

#[test]
fn properties_structure_and_outline_are_there() {
    let document = Document::load_mem(&FIXTURE.bytes).expect("the PDF is read");
    assert!(property(&document, b"Title").starts_with("Securing Model Registries: Provenance"));
    assert!(property(&document, b"Author").starts_with("Workstream 4"));
    assert!(property(&document, b"Keywords").contains("CoSAI"));
    assert!(property(&document, b"CreationDate").starts_with("D:20260312"));
    let catalog = catalog(&document);
    assert_eq!(catalog.get(b"Lang").and_then(Object::as_str).expect("a language"), b"en");
    let marks = document.get_dict_in_dict(catalog, b"MarkInfo").expect("it is tagged");
    assert!(marks.get(b"Marked").and_then(Object::as_bool).unwrap_or(false));
    assert!(catalog.has(b"StructTreeRoot") && catalog.has(b"Outlines"));
    let preferences = document.get_dict_in_dict(catalog, b"ViewerPreferences").expect("there are preferences");
    assert!(preferences.get(b"DisplayDocTitle").and_then(Object::as_bool).unwrap_or(false));
    assert_eq!(document.get_pages().len(), FIXTURE.pages);
}

#[test]
fn two_runs_are_the_same_file() {
    assert!(fixture(false).bytes == FIXTURE.bytes);
}

#[test]
fn headings_can_be_read_and_copied() {
    let text = squeezed(&text_of(&FIXTURE));
    for heading in ["Table of Contents", "3.1.1. Identity of an Artifact", "9.3. Contributors", "Executive Summary"] {
        assert!(text.contains(&squeezed(heading)), "{heading}");
    }
}

#[test]
fn the_control_catalogue_repeats_its_header_on_the_next_page() {
    let document = Document::load_mem(&FIXTURE.bytes).expect("the PDF is read");
    let header = squeezed("Evidence for an assessor");
    let pages = document.get_pages();
    let shown = pages.keys().filter(|&&page| {
        let text = document.extract_text(&[page]).unwrap_or_default();
        squeezed(&text).contains(&header)
    });
    assert!(shown.count() >= 2);
}

#[test]
fn every_page_of_a_draft_is_marked() {
    let pdf = fixture(true);
    let document = Document::load_mem(&pdf.bytes).expect("the PDF is read");
    for &page in document.get_pages().keys() {
        assert!(document.extract_text(&[page]).unwrap_or_default().contains("DRAFT"), "page {page}");
    }
    assert_eq!(pdf.standards, BOTH);
}

#[test]
fn hostile_text_comes_out_as_text() {
    let lines = [
        r#"#read("/etc/passwd")"#,
        r#""];#panic("x")"#,
        r"\u{22}",
        "*/ // /*",
        r"$x$ <label> @ref = a ` ' ~ #{ } ]",
        "#include \"main.typ\"",
    ];
    let spans = lines.map(|line| format!("`` {line} ``")).join("\n\n");
    let table = "| a |\n| --- |\n| `\"]#read(\"/etc/passwd\")` |";
    let body = format!("```\n{}\n```\n\n{spans}\n\n\\#read(\"/etc/hosts\") \"\\] \\\\\n\n{table}", lines.join("\n"));
    let pdf = paper(&body).expect("it is set");
    let text = squeezed(&text_of(&pdf));
    for line in lines {
        assert!(text.matches(&squeezed(line)).count() >= 2, "{line}\n{text}");
    }
    assert!(text.contains(&squeezed(r#"#read("/etc/hosts")"]\"#)));
    assert!(!text.contains("root:"));
}

#[test]
fn hostile_nesting_is_flattened_and_nothing_is_lost() {
    let quotes = format!("{}deepquote", "> ".repeat(150));
    let lists: String =
        (0..60).fold(String::new(), |list, depth| list + &"  ".repeat(depth) + &format!("* item{depth}\n"));
    let emphasis = format!("{}deepword{}", "*_".repeat(300), "_*".repeat(300));
    let pdf = paper(&format!("{quotes}\n\n{lists}\n\n{emphasis}\n")).expect("it is set");
    let text = squeezed(&text_of(&pdf));
    for word in ["deepquote", "item0", "item59", "deepword"] {
        assert!(text.contains(word), "{word}");
    }
}

#[test]
fn a_character_without_a_glyph_is_reported_once_at_its_place() {
    let pdf = paper("An ideograph 漢 here, 漢 there.").expect("it is set");
    let mut missing = pdf.diagnostics.iter().filter(|diagnostic| diagnostic.rule == "glyph-missing");
    let (Some(diagnostic), None) = (missing.next(), missing.next()) else { panic!("{:?}", pdf.diagnostics) };
    assert!(diagnostic.message.contains("U+6F22") && diagnostic.message.contains("2 times"));
    assert_eq!(diagnostic.location.range.len(), '漢'.len_utf8());
    assert_eq!(pdf.standards, BOTH);
}

#[test]
fn notes_links_and_skipped_levels_are_no_trouble() {
    let body = "Text[^a] and again[^a], [there](#deep), [nowhere](#nowhere), [script](javascript:x).[^self]\n\n\
                ### 1.1. Noted[^b]\n\n###### Deep {#deep}\n\n<a id=\"spot\"></a>[spot](#spot) <br>\n\n![](missing.png)\n\n\
                [^a]: The note.\n\n    Its second paragraph.\n\n[^b]: Of the heading.\n\n[^self]: See [^self] and [^a].\n";
    let pdf = paper(body).expect("it is set");
    assert_eq!(pdf.standards, BOTH, "{:?}", pdf.diagnostics);
    let text = squeezed(&text_of(&pdf));
    assert_eq!(text.matches("Thenote.").count(), 1);
    assert_eq!(text.matches("Oftheheading.").count(), 1);
    assert!(!String::from_utf8_lossy(&pdf.bytes).contains("javascript:"));
}

#[test]
fn a_broken_picture_is_reported_and_the_rest_is_set() {
    let directory = tempfile::tempdir().expect("a directory");
    std::fs::write(directory.path().join("a.svg"), "<svg xmlns='http://www.w3.org/2000/svg' width='0' height='0'/>")
        .expect("written");
    std::fs::write(directory.path().join("b.png"), b"\x89PNG\r\n\x1a\nnothing").expect("written");
    let text = "# A Paper\n\n## 1. One\n\n![A drawing](a.svg)\n\nA word ![A photo](b.png) and more.\n";
    let work = from_text("broken.md", text.to_owned(), None).expect("the text is parsed");
    let pdf = publish(&work, directory.path(), false).expect("it is set");
    let shown = squeezed(&text_of(&pdf));
    assert!(shown.contains("Adrawing") && shown.contains("Aphoto"), "{shown}");
    let found = pdf.diagnostics.iter().filter(|diagnostic| diagnostic.rule == "image-embeddable");
    let places: Vec<&str> = found.map(|diagnostic| work.slice(diagnostic.location.range)).collect();
    assert!(places.contains(&"![A drawing](a.svg)") && places.contains(&"![A photo](b.png)"), "{places:?}");
}

#[test]
fn american_paper_is_american() {
    let work = from_text("letter.md", "# A Paper\n\n## 1. One\n\nText.\n".to_owned(), None).expect("it is parsed");
    let workspace = DiskWorkspace::new(&directory(), None).expect("the directory is there");
    let options = PublicationOptions { page_size: PageSize::UsLetter, ..PublicationOptions::of(&work, false) };
    let (publication, _) = Publication::new(&work, &workspace, options);
    let pdf = pdf::write(&publication).expect("it is set");
    let document = Document::load_mem(&pdf.bytes).expect("the PDF is read");
    let page = document.get_pages().values().next().copied().expect("there is a page");
    let media = document.get_dictionary(page).and_then(|page| page.get(b"MediaBox")).and_then(Object::as_array);
    let sides: Vec<f32> = media.expect("a size").iter().filter_map(|side| side.as_float().ok()).collect();
    assert_eq!(sides, [0.0, 0.0, 612.0, 792.0]);
}

#[test]
fn tables_of_raw_html_keep_their_cells() {
    let body = "<table><tr><th>Name</th><th colspan=2>Meaning</th></tr><tr><td rowspan=2>one</td><td>two</td>\
                <td>three</td></tr><tr><td colspan=99>four<br>five</td></tr></table>\n\n\
                <table><tr><td>open</td><td><table><tr><td>inner</td></tr></table>\n";
    let pdf = paper(body).expect("it is set");
    assert!(pdf.diagnostics.is_empty(), "{:?}", pdf.diagnostics);
    let text = squeezed(&text_of(&pdf));
    for word in ["Name", "Meaning", "one", "two", "three", "four", "five", "open", "inner"] {
        assert!(text.contains(word), "{word}");
    }
}

/// For looking at documents of one's own: `PROOFMARK_LOOK=a.md:b.md PROOFMARK_KEEP=/tmp cargo test --test pdf look -- --ignored`.
#[test]
#[ignore = "writes PDFs to look at"]
fn look() {
    let paths = std::env::var("PROOFMARK_LOOK").unwrap_or_default();
    for path in paths.split(':').map(Path::new) {
        let (directory, name) = (path.parent().expect("a path"), path.file_name().expect("a file"));
        let workspace = DiskWorkspace::new(directory, None).expect("the directory is there");
        let request = Request { sources: vec![name.to_string_lossy().into_owned()], ..Request::default() };
        let Ok(work) = load(&workspace, &request) else {
            println!("{}: does not load", path.display());
            continue;
        };
        let start = std::time::Instant::now();
        match publish(&work, directory, false) {
            Ok(pdf) => {
                println!("{}: {} pages, {:?}, {:?}", path.display(), pdf.pages, pdf.standards, start.elapsed());
                for diagnostic in pdf.diagnostics {
                    println!("  {} {:?} {}", diagnostic.rule, diagnostic.location.range, diagnostic.message);
                }
            }
            Err(diagnostics) => println!("{}: {diagnostics:?}", path.display()),
        }
    }
}
