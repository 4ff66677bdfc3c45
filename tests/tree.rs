//! The publishable tree holds what the Markdown tree holds: nothing lost, nothing twice, all in order.
//!
//! The corpus is read where it lies beside the project, and passed over where it does not.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use proofmark::markdown::{NodeId, NodeKind, tags};
use proofmark::render::tree::{
    Block, BlockKind, Caption, Inline, InlineKind, MAX_DEPTH, Position, Table, Target, Tree, plain_text,
};
use proofmark::render::{Publication, PublicationOptions};
use proofmark::source::DiskWorkspace;
use proofmark::work_product::{Request, WorkProduct, load};
use scraper::{Html, Node};

#[path = "tree/constructs.rs"]
mod constructs;
#[path = "tree/counts.rs"]
mod counts;
#[path = "tree/says.rs"]
mod says;
#[path = "tree/sound.rs"]
mod sound;

/// A work product of one file.
fn read(path: &Path) -> (WorkProduct, DiskWorkspace) {
    let workspace = DiskWorkspace::new(path.parent().unwrap(), None).unwrap();
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let work = load(&workspace, &Request { sources: vec![name], ..Request::default() }).unwrap();
    (work, workspace)
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

/// The whole documents of the corpus; none where there is no corpus.
fn corpus() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let Ok(index) = std::fs::read_to_string(root.join("index.tsv")) else {
        println!("skipped: there is no corpus at {}", root.display());
        return Vec::new();
    };
    let whole = index.lines().skip(1).filter(|line| !line.rsplit('\t').next().is_some_and(|n| n.contains("fragment")));
    whole.filter_map(|line| line.split('\t').next()).map(|path| root.join(path)).filter(|p| p.is_file()).collect()
}

fn documents() -> Vec<PathBuf> {
    let mut documents = corpus();
    documents.push(fixture("everything/everything.md"));
    documents
        .push(fixture("cosai-paper/securing-model-registries-provenance-admission-and-revocation-of-ai-artifacts.md"));
    for name in ["lists", "footnotes", "quotes", "tables", "definitions", "terms", "setext", "crlf", "non-ascii"] {
        documents.push(fixture(&format!("markdown/{name}.md")));
    }
    documents
}

/// Calls `check` with every document; its complaints fail the test together.
fn each_document(check: impl Fn(&Publication<'_>) -> Vec<String>) {
    let mut complaints = Vec::new();
    for path in documents() {
        let (work, workspace) = read(&path);
        let (publication, _) = Publication::new(&work, &workspace, PublicationOptions::of(&work, false));
        complaints.extend(check(&publication).into_iter().map(|found| format!("{}: {found}", path.display())));
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn nothing_is_lost_and_nothing_is_twice() {
    each_document(counts::differences);
}

#[test]
fn the_words_come_in_the_same_order() {
    each_document(says::differences);
}

#[test]
fn the_tree_keeps_what_it_promises() {
    each_document(|publication| sound::complaints(&publication.tree, publication));
}
