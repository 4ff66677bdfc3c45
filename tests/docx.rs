//! The DOCX, read back: nothing of the publishable tree is lost, and every program opens it.
#![cfg(feature = "docx")]

#[path = "docx/read.rs"]
mod read;
#[path = "docx/tree.rs"]
mod tree;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use proofmark::diagnostic::Diagnostic;
use proofmark::package::{ArchiveTime, zip};
use proofmark::profiles::ProfileId;
use proofmark::render::{Publication, PublicationOptions, Style, docx};
use proofmark::source::{DiskWorkspace, MemoryWorkspace, Workspace};
use proofmark::work_product::{Request, WorkProduct, from_text, load};

use read::{Read, all, style, text, value};
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
    /// Counts of the file, as far as they do not depend on how it is written.
    fn counts(&self) -> Counts {
        let (document, footnotes) = (self.read.document(), self.read.footnotes());
        let count = |name: &'static str| all(document.root(), name).count() + all(footnotes.root(), name).count();
        let styled = |names: &[&str]| {
            let paragraphs = all(document.root(), "p").chain(all(footnotes.root(), "p"));
            paragraphs.filter(|p| names.iter().any(|name| style(*p).starts_with(name))).count()
        };
        let of_style = |name: &str| {
            let runs = all(document.root(), "rStyle").chain(all(footnotes.root(), "rStyle"));
            runs.filter(|run| value(*run, "val") == Some(name)).count()
        };
        let marks = count("footnoteRef");
        let repeated = all(document.root(), "instrText").filter(|code| code.text().unwrap_or("").contains("NOTEREF"));
        let _ = (of_style("FootnoteReference"), repeated.count());
        Counts {
            headings: styled(&["Heading", "UnlistedHeading", "Title", "Banner", "StageLine", "CoverLabel"]),
            tables: count("tbl"),
            header_rows: count("tblHeader"),
            pictures: count("drawing"),
            references: 0,
            notes: marks,
            links: count("hyperlink"),
            code: styled(&["Code"]),
            items: count("numPr"),
            boxes: count("checkbox"),
            captions: styled(&["Caption"]),
        }
    }

    /// Nothing of the tree is lost or changed on the way.
    #[track_caller]
    fn is_complete(&self) {
        let (text, notes) = (&self.text.counts, &self.notes.counts);
        let wanted = Counts {
            headings: text.headings + notes.headings,
            tables: text.tables + notes.tables,
            header_rows: text.header_rows + notes.header_rows,
            pictures: text.pictures + notes.pictures,
            references: 0,
            notes: notes.notes,
            links: text.links + notes.links,
            code: text.code + notes.code,
            items: text.items + notes.items,
            boxes: text.boxes + notes.boxes,
            captions: text.captions + notes.captions,
        };
        assert_eq!(self.counts(), wanted);
        same(&text_of(self.read.document().root_element()), &self.text.words);
        same(&text_of(self.read.footnotes().root_element()), &self.notes.words);
    }
}

fn text_of(node: roxmltree::Node<'_, '_>) -> String {
    text(node)
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
