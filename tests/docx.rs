//! The DOCX, read back: nothing of the publishable tree is lost, and every program opens it.
#![cfg(feature = "docx")]

#[path = "docx/read.rs"]
mod read;
#[path = "docx/tree.rs"]
mod tree;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use proofmark::diagnostic::Diagnostic;
use proofmark::package::{ArchiveTime, zip};
use proofmark::profiles::ProfileId;
use proofmark::render::{Publication, PublicationOptions, Style, docx};
use proofmark::source::{DiskWorkspace, MemoryWorkspace, Workspace};
use proofmark::work_product::{Request, WorkProduct, from_text, load};

use rayon::prelude::*;

use read::{Read, all, is_note_number, style, text, value};
use tree::{Counts, Walk};

/// A file, what the tree holds, and what could not be shown.
struct Made {
    read: Read,
    text: Walk,
    notes: Walk,
    diagnostics: Vec<Diagnostic>,
}

fn make(work: &WorkProduct, workspace: &dyn Workspace, options: PublicationOptions) -> Made {
    let (publication, _) = Publication::new(work, workspace, options);
    let (text, notes) = Walk::of(&publication.tree);
    let docx = docx::write(&publication);
    // PROOFMARK_KEEP names a directory where a person can open the files.
    if let Some(directory) = std::env::var_os("PROOFMARK_KEEP") {
        let name = format!("{}{}.docx", publication.metadata.identifier, if options.draft { "-draft" } else { "" });
        let packed = zip(&docx.parts, ArchiveTime::midnight(publication.metadata.date)).expect("the parts are packed");
        std::fs::write(Path::new(&directory).join(name), packed).expect("the place to keep files can be written");
    }
    let made = Made { read: Read { parts: docx.parts }, text, notes, diagnostics: docx.diagnostics };
    made.read.is_sound();
    made
}

fn of_text(prose: &str) -> Made {
    with_files(prose, BTreeMap::new())
}

fn with_files(prose: &str, files: BTreeMap<String, Vec<u8>>) -> Made {
    let work = from_text("page.md", prose.to_owned(), Some(ProfileId::CosaiPaper)).expect("the text is read");
    make(&work, &MemoryWorkspace { files, today: None }, PublicationOptions::of(&work, false))
}

fn of_directory(directory: &Path, request: &Request, draft: bool) -> Made {
    let workspace = DiskWorkspace::new(directory, None).expect("the directory is there");
    let work = load(&workspace, request).expect("the document loads");
    make(&work, &workspace, PublicationOptions::of(&work, draft))
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

/// A paper with `body` as its first section.
fn paper(body: &str) -> Made {
    of_text(&format!("# A Paper\n\n## Table of Contents\n\n* [1. One](#1-one)\n\n## 1. One\n\n{body}\n"))
}

impl Made {
    /// What the file holds.
    fn counts(&self) -> Counts {
        let (document, footnotes) = (self.read.document(), self.read.footnotes());
        let both = |name: &'static str| all(document.root(), name).chain(all(footnotes.root(), name));
        let styled =
            |names: &[&str]| both("p").filter(|p| names.iter().any(|name| style(*p).starts_with(name))).count();
        let is_reference = |link: &roxmltree::Node<'_, '_>| all(*link, "r").any(is_note_number);
        let in_link = |run: &roxmltree::Node<'_, '_>| run.ancestors().any(|above| above.has_tag_name(link_name()));
        let repeated =
            both("instrText").filter(|code| code.text().is_some_and(|code| code.contains("NOTEREF"))).count();
        Counts {
            headings: styled(&["Heading", "UnlistedHeading", "Title", "Banner", "StageLine", "CoverLabel"]),
            tables: both("tbl").count(),
            header_rows: both("tblHeader").count(),
            pictures: both("drawing").count(),
            references: both("footnoteReference").count() + repeated + both("hyperlink").filter(is_reference).count(),
            notes: all(footnotes.root(), "r").filter(|run| is_note_number(*run) && !in_link(run)).count(),
            links: both("hyperlink").filter(|link| !is_reference(link)).count(),
            code: styled(&["Code"]),
            items: both("numPr").count(),
            boxes: both("checkbox").count(),
            captions: styled(&["Caption"]),
        }
    }

    /// Nothing of the tree is lost or changed on the way.
    #[track_caller]
    fn is_complete(&self) {
        let (body, notes) = (&self.text.counts, &self.notes.counts);
        let wanted = Counts {
            headings: body.headings + notes.headings,
            tables: body.tables + notes.tables,
            header_rows: body.header_rows + notes.header_rows,
            pictures: body.pictures + notes.pictures,
            references: body.references + notes.references,
            notes: notes.notes,
            links: body.links + notes.links,
            code: body.code + notes.code,
            items: body.items + notes.items,
            boxes: body.boxes + notes.boxes,
            captions: body.captions + notes.captions,
        };
        let mut found = self.counts();
        if self.diagnostics.iter().any(|found| found.rule == *"image-embeddable") {
            // Words stand in for pictures that cannot be shown.
            assert!(found.pictures < wanted.pictures);
            found.pictures = wanted.pictures;
            assert_eq!(found, wanted);
            return;
        }
        assert_eq!(found, wanted);
        same(&text(self.read.document().root_element()), &self.text.words);
        same(&text(self.read.footnotes().root_element()), &self.notes.words);
    }
}

fn link_name() -> (&'static str, &'static str) {
    ("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "hyperlink")
}

/// Holds two texts against each other, white space aside.
#[track_caller]
fn same(found: &str, wanted: &str) {
    let squeezed = |text: &str| text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect::<Vec<char>>();
    let (found, wanted) = (squeezed(found), squeezed(wanted));
    let at = found.iter().zip(&wanted).position(|(a, b)| a != b).unwrap_or(found.len().min(wanted.len()));
    let near = |text: &[char]| text.iter().skip(at.saturating_sub(60)).take(120).collect::<String>();
    assert!(found == wanted, "at character {at}\nfound:  {}\nwanted: {}", near(&found), near(&wanted));
}

#[test]
fn the_fixture_is_complete() {
    let made = of_directory(
        &fixture("cosai-paper"),
        &Request { config: Some("workproduct.yaml".to_owned()), ..Request::default() },
        false,
    );
    assert_eq!(made.diagnostics, []);
    made.is_complete();
    let counts = made.counts();
    assert!(counts.headings > 40 && counts.tables > 2 && counts.notes > 0 && counts.pictures > 1, "{counts:?}");
}

#[test]
fn a_document_with_one_of_each_construct_is_complete() {
    let directory = fixture("everything");
    let request = Request { sources: vec!["everything.md".to_owned()], ..Request::default() };
    let made = of_directory(&directory, &request, true);
    made.is_complete();
    let counts = made.counts();
    assert!(counts.boxes > 0 && counts.code > 0 && counts.captions > 0 && counts.notes > 0, "{counts:?}");
}

#[test]
fn small_documents_are_complete() {
    let directory = fixture("markdown");
    let mut names: Vec<_> = std::fs::read_dir(&directory).expect("the fixtures are there").flatten().collect();
    names.sort_by_key(std::fs::DirEntry::file_name);
    for name in names {
        let path = name.file_name().to_string_lossy().into_owned();
        println!("{path}");
        let text = std::fs::read_to_string(name.path()).expect("the fixture is text");
        if text.trim().is_empty() {
            continue;
        }
        let work = from_text(&path, text, Some(ProfileId::TcSpecification)).expect("the fixture is read");
        let workspace = DiskWorkspace::new(&directory, None).expect("the fixtures are there");
        make(&work, &workspace, PublicationOptions::of(&work, false)).is_complete();
    }
}

/// Whole documents that lie beside the project; where they are absent the test says so and passes.
#[test]
fn real_documents_are_complete() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let Ok(index) = std::fs::read_to_string(corpus.join("index.tsv")) else {
        return println!("skipped: {} is absent", corpus.display());
    };
    let is_whole = |line: &&str| !line.rsplit('\t').next().is_some_and(|notes| notes.contains("fragment"));
    let whole: Vec<&str> = index.lines().skip(1).filter(is_whole).filter_map(|line| line.split('\t').next()).collect();
    whole.par_iter().for_each(|file| {
        println!("{file}");
        let (directory, name) = file.rsplit_once('/').expect("documents lie in directories");
        let request = Request { sources: vec![name.to_owned()], ..Request::default() };
        of_directory(&corpus.join(directory), &request, false).is_complete();
    });
}

#[test]
fn equal_documents_give_equal_bytes() {
    let packed = || {
        let made = of_directory(
            &fixture("everything"),
            &Request { sources: vec!["everything.md".to_owned()], ..Request::default() },
            true,
        );
        zip(&made.read.parts, ArchiveTime::midnight(None)).expect("the parts are packed")
    };
    assert!(packed() == packed());
}

#[test]
fn the_properties_name_the_document() {
    let text = "---\ntitle: \"Locks & <Keys>\"\nauthor: Harbor Works\ndate: 12 March 2026\n---\n\n# Locks & \\<Keys>\n\n\
                ## Abstract\n\nWhat locks are for.\n\n## 1. Introduction\n\nText.\n";
    let made = of_text(text);
    let core = roxmltree::Document::parse(made.read.part("docProps/core.xml")).expect("well formed");
    let property = |name| all(core.root(), name).next().and_then(|node| node.text()).unwrap_or_default().to_owned();
    assert_eq!(property("title"), "Locks & <Keys>");
    assert_eq!(property("creator"), "Harbor Works");
    assert_eq!(property("language"), "en");
    assert_eq!(property("subject"), "What locks are for.");
    assert_eq!(property("created"), "2026-03-12T00:00:00Z");
    let styles = roxmltree::Document::parse(made.read.part("word/styles.xml")).expect("well formed");
    assert_eq!(all(styles.root(), "lang").next().and_then(|lang| value(lang, "val")), Some("en"));
}

#[test]
fn the_pages_say_whose_they_are_and_that_they_are_a_draft() {
    for draft in [false, true] {
        let text = "# Tide Tables\n\n## 1. Introduction\n\nText.\n";
        let work = from_text("tides.md", text.to_owned(), Some(ProfileId::TcNote)).expect("the text is read");
        let workspace = MemoryWorkspace { files: BTreeMap::new(), today: None };
        let made = make(&work, &workspace, PublicationOptions::of(&work, draft));
        for header in ["word/header1.xml", "word/header2.xml"] {
            let header = made.read.part(header);
            assert_eq!(header.contains("string=\"DRAFT\""), draft);
            assert_eq!(header.contains(">DRAFT"), draft);
        }
        // The cover shows the title already.
        assert!(made.read.part("word/header2.xml").contains("Tide Tables"));
        assert!(!made.read.part("word/header1.xml").contains("Tide Tables"));
        let footer = made.read.part("word/footer1.xml");
        for shown in ["tides", "Non-Standards Track Work Product", "Copyright © OASIS Open", " PAGE ", " NUMPAGES "] {
            assert!(footer.contains(shown), "{shown}");
        }
        assert_eq!(made.read.part("docProps/core.xml").contains("Draft"), draft);
    }
}

#[test]
fn each_style_has_its_own_colors() {
    let work = from_text("a.md", "# A\n\n## 1. B\n\nText.\n".to_owned(), None).expect("the text is read");
    let workspace = MemoryWorkspace { files: BTreeMap::new(), today: None };
    for (look, color, other) in [(Style::Oasis, "446CAA", "0C4A4F"), (Style::Cosai, "0C4A4F", "446CAA")] {
        let options = PublicationOptions { style: look, ..PublicationOptions::of(&work, false) };
        let made = make(&work, &workspace, options);
        let styles = made.read.part("word/styles.xml");
        assert!(styles.contains(color) && !styles.contains(other));
    }
}

#[test]
fn headings_keep_their_numbers_and_get_no_second_one() {
    let made = of_text(
        "# Title\n\n## Table of Contents\n\n* [1. One](#1-one)\n\n## 1. One\n\n### 1.1. Two\n\nText.\n\n## Appendix A. Three\n\nText.\n",
    );
    let headings = made.read.styled(&["Heading"]);
    let wanted = [("Heading1", "1. One"), ("Heading2", "1.1. Two"), ("Heading1", "Appendix A. Three")];
    assert_eq!(headings, wanted.map(|(style, text)| (style.to_owned(), text.to_owned())));
    let document = made.read.document();
    assert_eq!(all(document.root(), "numPr").count(), 0);
    // The contents are a field, and are there before it is brought up to date.
    let entries = made.read.styled(&["TOC1", "TOC2"]);
    let entries: Vec<&str> = entries.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(entries, ["1. One", "1.1. Two", "Appendix A. Three"]);
    let codes: Vec<&str> = all(document.root(), "instrText").filter_map(|code| code.text()).collect();
    assert_eq!(codes.iter().filter(|code| code.contains("TOC \\o \"1-3\"")).count(), 1);
    assert_eq!(codes.iter().filter(|code| code.contains("PAGEREF")).count(), 3);
}

/// For each item what counts it: the format, the first number, the level.
fn numbers(made: &Made) -> Vec<(String, Option<String>, String)> {
    let document = made.read.document();
    let lists = roxmltree::Document::parse(made.read.part("word/numbering.xml")).expect("well formed");
    let of = |element: &'static str, key: &'static str, wanted: &str| {
        all(lists.root(), element).find(|node| value(*node, key) == Some(wanted))
    };
    let mut found = Vec::new();
    for number in all(document.root(), "numPr") {
        let get = |name| all(number, name).next().and_then(|node| value(node, "val")).expect("a value").to_owned();
        let (level, list) = (get("ilvl"), of("num", "numId", &get("numId")).expect("the list is there"));
        let kind = all(list, "abstractNumId").next().and_then(|node| value(node, "val")).expect("a kind");
        let kind = of("abstractNum", "abstractNumId", kind).expect("the kind is there");
        let at_level = all(kind, "lvl").find(|node| value(*node, "ilvl") == Some(&level)).expect("the level is there");
        let format = all(at_level, "numFmt").next().and_then(|node| value(node, "val")).expect("a format");
        let begins = all(list, "lvlOverride").find(|node| value(*node, "ilvl") == Some(&level));
        let start = begins.and_then(|node| all(node, "startOverride").next()).and_then(|node| value(node, "val"));
        found.push((format.to_owned(), start.map(str::to_owned), level));
    }
    found
}

#[test]
fn lists_are_numbered_as_they_are_written() {
    let made =
        paper("3. three\n4. four\n   * bullet\n     1. inner\n\nText.\n\n1. one again\n\n* [x] done\n* [ ] open\n");
    let numbered = |start: &str, level: &str| ("decimal".to_owned(), Some(start.to_owned()), level.to_owned());
    let marked = |format: &str, level: &str| (format.to_owned(), None, level.to_owned());
    assert_eq!(
        numbers(&made),
        [
            numbered("3", "0"),
            numbered("3", "0"),
            marked("bullet", "1"),
            numbered("1", "2"),
            numbered("1", "0"),
            marked("none", "0"),
            marked("none", "0"),
        ]
    );
    let document = made.read.document();
    let states: Vec<&str> =
        all(document.root(), "checked").filter_map(|node| node.attributes().next()).map(|a| a.value()).collect();
    assert_eq!(states, ["1", "0"]);
    // Each list begins anew: no two lists share an instance.
    let ids: Vec<&str> = all(document.root(), "numId").filter_map(|node| value(node, "val")).collect();
    assert!(ids[0] == ids[1] && ids[0] != ids[4] && ids[5] == ids[6], "{ids:?}");
}

#[test]
fn notes_have_the_numbers_of_the_text() {
    let made = paper(
        "One[^a], two[^b], one again[^a], three[^c].\n\n[^a]: First, see[^c] and[^d].\n[^b]: Second.\n[^c]: Third.\n[^d]: Fourth.\n",
    );
    let document = made.read.document();
    let references: Vec<&str> =
        all(document.root(), "footnoteReference").filter_map(|node| value(node, "id")).collect();
    assert_eq!(references.len(), 3, "each note has one mark");
    assert_eq!(
        all(document.root(), "instrText").filter(|code| code.text().unwrap_or("").contains("NOTEREF")).count(),
        1
    );
    let notes = made.read.part("word/footnotes.xml");
    for word in ["First", "Second", "Third", "Fourth"] {
        assert_eq!(notes.matches(word).count(), 1, "{word}");
    }
}

#[test]
fn tables_keep_spans_and_repeat_their_header() {
    let table = "<table><thead><tr><th rowspan=\"2\">Port</th><th colspan=\"2\">Tide</th></tr>\
                 <tr><th>High</th><th>Low</th></tr></thead>\
                 <tbody><tr><td>A</td><td colspan=\"2\" rowspan=\"2\">none</td></tr><tr><td>B</td></tr></tbody></table>";
    let made = paper(table);
    let document = made.read.document();
    assert_eq!(all(document.root(), "tblHeader").count(), 2);
    let spans: Vec<&str> = all(document.root(), "gridSpan").filter_map(|node| value(node, "val")).collect();
    assert_eq!(spans, ["2", "2", "2"], "two that begin, one that goes on");
    let merges: Vec<Option<&str>> = all(document.root(), "vMerge").map(|node| value(node, "val")).collect();
    assert_eq!(merges, [Some("restart"), None, Some("restart"), None]);
}

#[test]
fn links_lead_inside_and_outside() {
    let made = paper("[Up](#1-one), [out](https://example.org/a?b=c&d=e \"Tip\"), <https://example.org/>.\n");
    let relationships = made.read.part("word/_rels/document.xml.rels");
    assert!(relationships.contains("https://example.org/a?b=c&amp;d=e"));
    let document = made.read.document();
    let links: Vec<_> =
        all(document.root(), "hyperlink").filter(|link| text(*link) == "Up" || text(*link) == "out").collect();
    assert!(links.iter().any(|link| value(*link, "anchor").is_some()));
    assert!(links.iter().any(|link| value(*link, "tooltip") == Some("Tip")));
}

const PIXEL: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8,
    6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 0x0d, b'I', b'D', b'A', b'T', 0x78, 0xda, 0x63, 0x64, 0xf8, 0xcf,
    0x50, 0x0f, 0, 0x03, 0x86, 0x01, 0x80, 0x5a, 0x34, 0x7d, 0x6b, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42,
    0x60, 0x82,
];

#[test]
fn pictures_are_there_once_with_words_and_pixels() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\"><rect width=\"40\" height=\"20\" fill=\"red\"/></svg>";
    let files =
        BTreeMap::from([("dot.png".to_owned(), PIXEL.to_vec()), ("bar.svg".to_owned(), svg.as_bytes().to_vec())]);
    let made = with_files("# T\n\n## 1. One\n\n![A dot](dot.png)\n\n![A bar](bar.svg)\n\n![The dot](dot.png)\n", files);
    assert_eq!(made.diagnostics, []);
    let media: Vec<&String> = made.read.parts.keys().filter(|path| path.starts_with("word/media/")).collect();
    assert_eq!(media, ["word/media/image1.png", "word/media/image2.png", "word/media/image3.svg"]);
    let document = made.read.document();
    let words: Vec<&str> = all(document.root(), "docPr").filter_map(|node| node.attribute("descr")).collect();
    assert_eq!(words, ["A dot", "A bar", "The dot"]);
    assert_eq!(all(document.root(), "svgBlip").count(), 1);
    assert!(made.read.parts["word/media/image2.png"].starts_with(b"\x89PNG"));
}

#[test]
fn lying_pictures_are_named_and_their_words_stand_in() {
    // Says it is 2,000,000,000 pixels wide.
    let mut bomb = PIXEL.to_vec();
    bomb[16..20].copy_from_slice(&2_000_000_000_u32.to_be_bytes());
    let mut torn = PIXEL.to_vec();
    torn.truncate(40);
    let huge = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1e9\" height=\"1e9\"><rect width=\"5\" height=\"5\"/></svg>".to_vec();
    let files =
        BTreeMap::from([("bomb.png".to_owned(), bomb), ("torn.png".to_owned(), torn), ("huge.svg".to_owned(), huge)]);
    let made = with_files("# T\n\n## 1. One\n\n![A bomb](bomb.png)\n\n![Torn](torn.png)\n\n![Huge](huge.svg)\n", files);
    let rules: Vec<String> = made.diagnostics.iter().map(|found| found.rule.to_string()).collect();
    assert_eq!(rules, ["image-embeddable", "image-embeddable"], "{:?}", made.diagnostics);
    let said = text(made.read.document().root_element());
    assert!(said.contains("[A bomb]") && said.contains("[Torn]") && !said.contains("[Huge]"), "{said}");
    assert!(made.read.parts.values().map(Vec::len).sum::<usize>() < 1_000_000);
}

#[test]
fn characters_that_xml_has_no_place_for_stay_out() {
    let made = paper("a\u{1}b\u{b}c\u{fffe}d `e\u{1f}f`\n\n```\ng\u{c}h\u{7f}\n```\n");
    let said = text(made.read.document().root_element());
    assert!(said.contains("abcd ef"), "{said}");
}

#[test]
fn large_tables_stay_whole() {
    let mut rows = "| Number | Name |\n| --- | --- |\n".to_owned();
    for number in 0..3000 {
        let _ = writeln!(rows, "| {number} | value |");
    }
    let made = paper(&rows);
    assert_eq!(all(made.read.document().root(), "tr").count(), 3001);
    made.is_complete();
    let wide = |count: usize| {
        let row = |text: &str| format!("|{}\n", format!(" {text} |").repeat(count));
        paper(&format!("{}{}{}", row("Head"), row("---"), row("cell")))
    };
    wide(60).is_complete();
    // The format has no more than 63 columns: the table goes on below.
    let made = wide(64);
    let document = made.read.document();
    let columns: Vec<usize> = all(document.root(), "tblGrid").map(|grid| all(grid, "gridCol").count()).collect();
    assert_eq!(columns, [32, 32]);
    assert_eq!(text(document.root_element()).matches("cell").count(), 64);
}

#[test]
fn a_wide_table_lies_on_its_side_and_the_text_does_not() {
    let row = |text: &str| format!("|{}\n", format!(" {text} |").repeat(14));
    let table = format!("{}{}{}", row("Interoperability"), row("---"), row("x"));
    let made = paper(&format!("Before.\n\n{table}\n\n{table}\n\nAfter.\n"));
    let document = made.read.document();
    let sections: Vec<Option<&str>> = all(document.root(), "pgSz").map(|size| value(size, "orient")).collect();
    assert_eq!(sections, [None, Some("landscape"), None], "both tables share their pages");
    assert_eq!(all(document.root(), "titlePg").count(), 1);
}

#[test]
fn long_lines_and_deep_nesting_are_written() {
    let long = "word ".repeat(100_000);
    let code = "x".repeat(500_000);
    paper(&format!("{long}\n\n```\n{code}\n```\n")).is_complete();
    let quotes = format!("{} deep\n", "> ".repeat(60));
    let lists = (0..30).fold(String::new(), |lists, depth| lists + &"  ".repeat(depth) + "* item\n");
    let made = paper(&format!("{quotes}\n{lists}"));
    made.is_complete();
    for (_, _, level) in numbers(&made) {
        assert!(level.parse::<usize>().is_ok_and(|level| level <= 8), "{level}");
    }
}

#[test]
fn formulas_are_equations() {
    let made = paper("Text.\n\n$$\n\\frac{a}{b} + \\sqrt{x}\n$$\n");
    let document = made.read.document();
    assert_eq!(all(document.root(), "oMathPara").count(), 1);
    assert_eq!(all(document.root(), "f").count(), 1);
    assert_eq!(all(document.root(), "rad").count(), 1);
}
