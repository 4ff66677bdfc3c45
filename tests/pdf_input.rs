//! What is broken, hostile or too large: said at its place, and the rest is set.
#![cfg(feature = "pdf")]

use std::path::Path;

use lopdf::{Document, Object};
use proofmark::diagnostic::Diagnostic;
use proofmark::render::pdf::{self, Pdf};
use proofmark::render::{Publication, PublicationOptions};
use proofmark::source::DiskWorkspace;
use proofmark::work_product::{WorkProduct, from_text};

const BOTH: [&str; 2] = ["PDF/UA-1", "PDF/A-2a"];

fn work(body: &str) -> WorkProduct {
    from_text("paper.md", format!("# A Paper\n\n## 1. One\n\n{body}\n\nThe end.\n"), None).expect("the text is parsed")
}

/// The PDF, with what was found while the tree was made and while it was set.
fn publish(work: &WorkProduct, directory: &Path) -> (Pdf, Vec<Diagnostic>) {
    let workspace = DiskWorkspace::new(directory, None).expect("the directory is there");
    let (publication, mut found) = Publication::new(work, &workspace, PublicationOptions::of(work, false));
    let pdf = pdf::write(&publication).expect("it is set");
    found.extend(pdf.diagnostics.iter().cloned());
    (pdf, found)
}

fn paper(body: &str) -> (Pdf, Vec<(String, String)>) {
    let work = work(body);
    let directory = tempfile::tempdir().expect("a directory");
    let (pdf, found) = publish(&work, directory.path());
    assert_eq!(pdf.standards, BOTH, "{found:?}");
    assert!(text(&pdf).contains("Theend."));
    let at = |found: Diagnostic| (found.rule.to_string(), work.slice(found.location.range).to_owned());
    (pdf, found.into_iter().map(at).collect())
}

/// All text, without the white space a PDF has only by accident.
fn text(pdf: &Pdf) -> String {
    let document = Document::load_mem(&pdf.bytes).expect("the PDF is read");
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    let text: String = pages.iter().map(|&page| document.extract_text(&[page]).unwrap_or_default()).collect();
    text.split_whitespace().collect()
}

fn widths(pdf: &Pdf) -> Vec<f32> {
    let document = Document::load_mem(&pdf.bytes).expect("the PDF is read");
    let pages = document.get_pages().into_values();
    let width = |page| {
        let media = document.get_dictionary(page).and_then(|page| page.get(b"MediaBox")).and_then(Object::as_array);
        media.expect("a size")[2].as_float().expect("a number")
    };
    pages.map(width).collect()
}

/// A table of so many columns and rows below its header.
fn table(columns: usize, rows: usize) -> String {
    let line = |text: &dyn Fn(usize) -> String| {
        let cells: Vec<String> = (0..columns).map(text).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let head = line(&|column| format!("Heading{column}")) + &line(&|_| "---".to_owned());
    (0..rows).fold(head, |table, row| table + &line(&|column| format!("cell{row}x{column}")))
}

/// Pictures that cannot be shown, as a file each.
fn broken_pictures() -> Vec<(&'static str, Vec<u8>)> {
    let svg = |body: &str| {
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"90\" height=\"90\">{body}</svg>").into_bytes()
    };
    let ten = |part: &dyn Fn(u8) -> String| (1..10).map(part).collect::<Vec<_>>().concat();
    let uses =
        ten(&|level| format!("<g id=\"u{level}\">{}</g>", format!("<use href=\"#u{}\"/>", level - 1).repeat(10)));
    let entities = ten(&|level| format!("<!ENTITY a{level} \"{}\">", format!("&a{};", level - 1).repeat(10)));
    let mut truncated = png(40, 40);
    truncated.truncate(60);
    vec![
        ("truncated.png", truncated),
        ("huge.png", png(20_000, 20_000)),
        ("text.png", b"no picture at all".to_vec()),
        ("uses.svg", svg(&format!("<g id=\"u0\"><rect width=\"1\" height=\"1\"/></g>{uses}<use href=\"#u9\"/>"))),
        ("entities.svg", format!("<!DOCTYPE svg [<!ENTITY a0 \"a\">{entities}]><svg>&a9;</svg>").into_bytes()),
        (
            "effects.svg",
            svg("<filter id=\"f\" x=\"0\" y=\"0\" width=\"900000\" height=\"900000\" filterUnits=\"userSpaceOnUse\">\
                 <feGaussianBlur stdDeviation=\"400\"/></filter><rect width=\"900000\" height=\"900000\" filter=\"url(#f)\"/>"),
        ),
        ("nothing.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"0\" height=\"0\"/>".to_vec()),
    ]
}

/// The head of a PNG of this size, and no more than it takes to be one.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |name: &[u8], data: &[u8]| {
        let body = [name, data].concat();
        bytes.extend(u32::try_from(data.len()).expect("short").to_be_bytes());
        bytes.extend(&body);
        let mut sum = flate2::Crc::new();
        sum.update(&body);
        bytes.extend(sum.sum().to_be_bytes());
    };
    chunk(b"IHDR", &[&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 0, 0, 0, 0]].concat());
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, &[0; 4096]).expect("it is packed");
    chunk(b"IDAT", &packed.finish().expect("it is packed"));
    chunk(b"IEND", b"");
    bytes
}

#[test]
fn broken_pictures_are_named_and_their_words_stand_in() {
    let directory = tempfile::tempdir().expect("a directory");
    for (name, bytes) in broken_pictures() {
        std::fs::write(directory.path().join(name), bytes).expect("written");
        let work = work(&format!("![What {name} shows]({name})"));
        let (pdf, found) = publish(&work, directory.path());
        assert_eq!(pdf.standards, BOTH, "{name}");
        let text = text(&pdf);
        assert!(text.contains(&format!("What{name}shows")) && text.contains("Theend."), "{name}: {text}");
        let places: Vec<&str> = found.iter().map(|found| work.slice(found.location.range)).collect();
        assert!(places.iter().any(|place| place.contains(name)), "{name}: {found:?}");
        assert!(found.iter().all(|found| found.rule == "image-embeddable"), "{name}: {found:?}");
    }
}

#[test]
fn a_picture_is_what_it_is_whatever_its_name_says() {
    let directory = tempfile::tempdir().expect("a directory");
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><script>x()</script><circle r='4'/></svg>";
    std::fs::write(directory.path().join("drawing.png"), svg).expect("written");
    let work = work("![A disk](drawing.png)");
    let (pdf, found) = publish(&work, directory.path());
    assert!(!text(&pdf).contains("Adisk"), "{found:?}");
    assert_eq!(pdf.standards, BOTH);
}

#[test]
fn a_table_too_wide_for_every_page_has_its_own() {
    let (pdf, found) = paper(&table(60, 3));
    assert!(widths(&pdf).iter().any(|&width| width > 2000.0));
    assert!(found.iter().any(|(rule, place)| rule == "typesetting" && place.starts_with("| Heading0")), "{found:?}");
    let text = text(&pdf);
    assert!(text.contains("Heading59") && text.contains("cell2x59"));
}

#[test]
fn a_wide_table_is_turned_with_its_heading_and_nothing_else() {
    let before = "Before the table stand words enough that they are no line to announce it with. ".repeat(2);
    let (pdf, found) = paper(&format!("{before}\n\n### 1.1. Wide\n\n{}\n\nAfter.", table(11, 2)));
    assert!(found.is_empty(), "{found:?}");
    let document = Document::load_mem(&pdf.bytes).expect("the PDF is read");
    let page = |number| document.extract_text(&[number]).unwrap_or_default();
    let turned: Vec<usize> =
        (0..).zip(widths(&pdf)).filter(|(_, width)| *width > 800.0).map(|(page, _)| page).collect();
    let [turned] = turned[..] else { panic!("{:?}", widths(&pdf)) };
    let turned = u32::try_from(turned + 1).expect("few pages");
    assert!(page(turned).contains("1.1. Wide") && page(turned).contains("cell1x10"));
    assert!(page(turned - 1).contains("Before the table") && page(turned + 1).contains("After."));
}

#[test]
fn a_table_in_a_list_in_a_cell_stays_on_its_page() {
    let inner = "<table><tr><th>considerations</th><th>considerations</th><th>considerations</th></tr>\
                 <tr><td>implementation</td><td>implementation</td><td>implementation</td></tr></table>";
    let cells = format!("<td>{inner}</td>").repeat(6);
    let (pdf, found) = paper(&format!("<ul><li><table><tr>{cells}</tr></table></li></ul>"));
    assert!(widths(&pdf).iter().all(|&width| width < 600.0));
    assert!(found.iter().any(|(rule, _)| rule == "typesetting"), "{found:?}");
}

#[test]
fn a_long_table_repeats_its_header_on_every_page() {
    let (pdf, _) = paper(&table(4, 200));
    let document = Document::load_mem(&pdf.bytes).expect("the PDF is read");
    let mut with_cells = 0;
    for &page in document.get_pages().keys() {
        let text = document.extract_text(&[page]).unwrap_or_default();
        if text.contains("x1") {
            with_cells += 1;
            assert!(text.contains("Heading3"), "page {page}");
        }
    }
    assert!(with_cells > 3);
}

#[test]
fn an_endless_line_is_broken_and_complete() {
    let word = "abcdefghi-".repeat(6_000);
    let (pdf, found) = paper(&format!("{word}\n\n```json\n{word}\n```"));
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(text(&pdf).matches("abcdefghi-").count(), 12_000);
}

#[test]
fn names_are_copied_as_they_are() {
    let name = "urn:oasis:names:tc:example:3.0:attribute-category:environmentSubjectLocality:dns-name[*]";
    let (pdf, _) =
        paper(&format!("{name}\n\n`{name}`\n\n| A | B | C |\n| --- | --- | --- |\n| {name} | `{name}` | c |"));
    let document = Document::load_mem(&pdf.bytes).expect("the PDF is read");
    let last = u32::try_from(pdf.pages).expect("few pages");
    let text: String = (1..=last).map(|page| document.extract_text(&[page]).unwrap_or_default()).collect();
    assert_eq!(text.split_whitespace().collect::<String>().matches(name).count(), 4);
    assert!(!text.contains(['\u{200b}', '\u{ad}', '\u{2010}', '\u{feff}']));
}

#[test]
fn a_formula_that_cannot_be_set_stays_as_it_is_written() {
    let (pdf, found) = paper("It is $a + \\heigth$ high.\n\n$$\n\\frac{1\n$$");
    assert_eq!(found.iter().filter(|(rule, _)| rule == "formula-renders").count(), 2, "{found:?}");
    assert!(found.iter().any(|(_, place)| place == "\\heigth"), "{found:?}");
    let text = text(&pdf);
    assert!(text.contains("a+\\heigth") && text.contains("\\frac{1"), "{text}");
}

#[test]
fn private_characters_are_reported_and_keep_no_standard_back() {
    let (_, found) = paper("A private \u{e010} character.");
    assert_eq!(found, [("glyph-missing".to_owned(), "\u{e010}".to_owned())]);
}

#[test]
fn the_time_is_that_of_the_release_or_of_no_day() {
    let work = work("Text.");
    let workspace = DiskWorkspace::new(Path::new(env!("CARGO_MANIFEST_DIR")), None).expect("it is there");
    let created = |time| {
        let options = PublicationOptions { time, ..PublicationOptions::of(&work, false) };
        let (publication, _) = Publication::new(&work, &workspace, options);
        let pdf = pdf::write(&publication).expect("it is set");
        assert_eq!(pdf.standards, BOTH);
        let document = Document::load_mem(&pdf.bytes).expect("the PDF is read");
        let info = document.trailer.get(b"Info").and_then(Object::as_reference).expect("properties");
        let date = document.get_dictionary(info).and_then(|info| info.get(b"CreationDate")).expect("a date");
        lopdf::decode_text_string(date).expect("text")
    };
    assert!(created(None).starts_with("D:19800101000000"));
    assert!(created(Some(jiff::civil::datetime(2026, 3, 4, 5, 6, 7, 0))).starts_with("D:20260304050607"));
}

#[test]
fn headings_can_be_linked_to_from_outside() {
    let (pdf, _) = paper("## 2. Two {#two}");
    let bytes = String::from_utf8_lossy(&pdf.bytes).into_owned();
    let document = Document::load_mem(&pdf.bytes).expect("the PDF is read");
    let names = document.catalog().and_then(|catalog| catalog.get(b"Names")).is_ok();
    assert!(names && bytes.contains("(1-one)"), "{names}");
}
