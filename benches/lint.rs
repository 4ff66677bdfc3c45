//! Linting beside parsing: on the fixture always, on the corpus where it lies beside the project.
//!
//! `cargo bench --bench lint`

use std::path::{Path, PathBuf};

use proofmark::rules::{LintOptions, lint};
use proofmark::source::{DiskWorkspace, MemoryWorkspace};
use proofmark::work_product::from_text;

fn main() {
    divan::main();
}

const FIXTURE: &str =
    "fixtures/cosai-paper/securing-model-registries-provenance-admission-and-revocation-of-ai-artifacts.md";

/// The documents measured: the fixture, the fixture twenty times over, and the largest of the corpus.
const DOCUMENTS: [&str; 5] =
    ["fixture", "fixture x20", "corpus: CSAF 2.1 draft", "corpus: Baseline", "corpus: Preparing Defenders draft"];

fn document(name: &str) -> Option<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: PathBuf| std::fs::read_to_string(path).ok();
    let corpus = |path: &str| read(root.join("../shared/corpus/files").join(path));
    match name {
        "fixture" => read(root.join(FIXTURE)),
        "fixture x20" => read(root.join(FIXTURE)).map(|text| text.repeat(20)),
        "corpus: CSAF 2.1 draft" => corpus("oasis-tcs+csaf/csaf_2.1/prose/share/csaf-v2.1-draft.md"),
        "corpus: Baseline" => corpus("ethereum-oasis-op+baseline-standard/core/baseline-core-v1.0-psd01.md"),
        _ => corpus(
            "cosai-oasis+ws2-defenders/draft-documents/Preparing Defenders of AI Systems - Review of Frameworks and Identification of Gaps.md",
        ),
    }
}

#[divan::bench(args = DOCUMENTS)]
fn parse(bencher: divan::Bencher<'_, '_>, name: &str) {
    let Some(text) = document(name) else { return };
    bencher
        .counter(divan::counter::BytesCount::of_str(&text))
        .bench(|| proofmark::markdown::parse(&text).expect("parses"));
}

#[divan::bench(args = DOCUMENTS)]
fn model(bencher: divan::Bencher<'_, '_>, name: &str) {
    let Some(text) = document(name) else { return };
    bencher
        .counter(divan::counter::BytesCount::of_str(&text))
        .bench(|| from_text("document.md", text.clone(), None).expect("loads"));
}

#[divan::bench(args = DOCUMENTS)]
fn rules(bencher: divan::Bencher<'_, '_>, name: &str) {
    let Some(text) = document(name) else { return };
    let work = from_text("document.md", text.clone(), None).expect("loads");
    let workspace = MemoryWorkspace::default();
    bencher
        .counter(divan::counter::BytesCount::of_str(&text))
        .bench(|| lint(&work, &workspace, &LintOptions::default()));
}

#[divan::bench]
fn whole_corpus(bencher: divan::Bencher<'_, '_>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/files");
    let Ok(workspace) = DiskWorkspace::new(&root, None) else { return };
    let paths = proofmark::source::Workspace::list(&workspace, "");
    let texts: Vec<String> = paths
        .iter()
        .filter(|path| Path::new(path).extension().is_some_and(|ending| ending == "md"))
        .filter_map(|path| proofmark::source::Workspace::read_text(&workspace, path).ok())
        .collect();
    let bytes: usize = texts.iter().map(String::len).sum();
    let empty = MemoryWorkspace::default();
    bencher.counter(divan::counter::BytesCount::new(bytes)).bench(|| {
        for text in &texts {
            let work = from_text("document.md", text.clone(), None).expect("loads");
            divan::black_box(lint(&work, &empty, &LintOptions::default()));
        }
    });
}
