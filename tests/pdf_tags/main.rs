//! The tags of the PDF: what an assistive technology is told, held against the tree that is written.
#![cfg(feature = "pdf")]

mod expected;
mod reader;

use std::path::{Path, PathBuf};

use proofmark::render::pdf::{self, Pdf};
use proofmark::render::{Publication, PublicationOptions};
use proofmark::source::DiskWorkspace;
use proofmark::work_product::{Request, WorkProduct, load};

use expected::Expected;
use reader::tags;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn work(directory: &Path, name: &str) -> WorkProduct {
    let workspace = DiskWorkspace::new(directory, None).expect("the directory is there");
    let request = Request { sources: vec![name.to_owned()], ..Request::default() };
    load(&workspace, &request).expect("the document loads")
}

fn publish<'w>(work: &'w WorkProduct, directory: &Path) -> (Publication<'w>, Pdf) {
    let workspace = DiskWorkspace::new(directory, None).expect("the directory is there");
    let (publication, _) = Publication::new(work, &workspace, PublicationOptions::of(work, false));
    let pdf = pdf::write(&publication).expect("it is set");
    (publication, pdf)
}

/// Everything the tree holds is tagged as what it is, and says what it says, in the same order.
fn hold(directory: &Path, name: &str) {
    let work = work(directory, name);
    let (publication, pdf) = publish(&work, directory);
    assert_eq!(pdf.standards, ["PDF/UA-1", "PDF/A-2a"], "{name}: {:?}", pdf.diagnostics);
    let (mut tags, expected) = (tags(&pdf.bytes), Expected::of(&publication));
    assert_eq!(tags.without_contents(), expected.listed, "{name}: lines of the contents");
    for (kind, wanted) in expected.counts() {
        let found: usize = kind.split(' ').map(|name| tags.count(name)).sum();
        assert_eq!(found, wanted, "{name}: {kind}");
    }
    let said = expected::squeezed(&expected::said(&tags));
    let wanted = expected::squeezed(&expected.text);
    if said != wanted {
        let same = said.bytes().zip(wanted.bytes()).take_while(|(one, other)| one == other).count();
        let around =
            |text: &str| text.get(same.saturating_sub(60)..).unwrap_or(text).chars().take(160).collect::<String>();
        panic!("{name}: the PDF says …{}…\nand the tree …{}…", around(&said), around(&wanted));
    }
}

#[test]
fn a_document_with_one_of_each_construct() {
    hold(&root().join("fixtures/everything"), "everything.md");
}

#[test]
fn a_paper() {
    hold(
        &root().join("fixtures/cosai-paper"),
        "securing-model-registries-provenance-admission-and-revocation-of-ai-artifacts.md",
    );
}

/// The documents beside the project; `PROOFMARK_LOOK` names others, or `all`.
#[test]
fn real_documents() {
    let corpus = root().join("../shared/corpus");
    let Ok(index) = std::fs::read_to_string(corpus.join("index.tsv")) else {
        return println!("skipped: {} is absent", corpus.display());
    };
    let wanted = std::env::var("PROOFMARK_LOOK").unwrap_or_default();
    let whole = index.lines().skip(1).filter(|line| !line.contains("fragment"));
    let mut held = 0;
    for path in whole.filter_map(|line| line.split('\t').next()) {
        let file = corpus.join(path);
        let short = std::fs::metadata(&file).is_ok_and(|file| file.len() < 9_000);
        let asked = if wanted.is_empty() { short } else { wanted == "all" || path.contains(&wanted) };
        if asked {
            let (directory, name) = (file.parent().expect("a directory"), file.file_name().expect("a name"));
            hold(directory, &name.to_string_lossy());
            held += 1;
        }
    }
    assert!(held > 0);
}

/// The readable tree of a document against the one beside it; `PROOFMARK_KEEP` names a directory for new ones.
fn hold_readable(name: &str) {
    let directory = root().join("tests/pdf_tags");
    hold(&directory, &format!("{name}.md"));
    let work = work(&directory, &format!("{name}.md"));
    let (_, pdf) = publish(&work, &directory);
    let readable = tags(&pdf.bytes).readable();
    if let Some(keep) = std::env::var_os("PROOFMARK_KEEP") {
        std::fs::write(Path::new(&keep).join(format!("{name}.txt")), &readable).expect("it is kept");
    }
    let known = std::fs::read_to_string(directory.join(format!("{name}.txt"))).unwrap_or_default();
    assert_eq!(readable, known.replace("\r\n", "\n"));
}

#[test]
fn tables_notes_and_lists_as_they_are_read_out() {
    hold_readable("pilotage");
}

#[test]
fn pictures_formulas_and_terms_as_they_are_read_out() {
    hold_readable("signals");
}
