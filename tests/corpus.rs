//! The seed and the real documents that lie beside the project. Where they are absent these tests
//! say so and pass: the project's own `fixtures/` carry the contract.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use proofmark::rules::{LintOptions, lint};
use proofmark::source::{DiskWorkspace, Workspace};
use proofmark::work_product::{Request, load};
use rayon::prelude::*;

fn shared(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(path);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: {} is absent", path.display());
    None
}

/// Lines and rules found in a document.
fn findings(root: &Path, file: &str) -> Vec<(u32, &'static str, String)> {
    let today = "2026-11-23".parse().ok();
    let workspace = DiskWorkspace::new(root, today).expect("the directory is there");
    let request = Request { sources: vec![file.to_owned()], ..Request::default() };
    let work = match load(&workspace, &request) {
        Ok(work) => work,
        Err(error) => panic!("{error}"),
    };
    let result = lint(&work, &workspace, &LintOptions::default());
    let line = |offset| work.sources.prose().position(offset, proofmark::source::ColumnUnit::Scalar).line;
    result.diagnostics.iter().map(|d| (line(d.location.range.start), d.rule, d.message.clone())).collect()
}

/// True findings in the seed that its list does not name; each one was read against the text.
const ALSO_TRUE: &[(u32, &str)] = &[
    (1, "approval-line"),
    (1, "citation-present"),
    (1, "toc-present"),
    // `\[`, `\\]` and `\\!`.
    (3, "escape-residue"),
    (9, "heading-content-sentence"),
    // The acronym, the caption, and what the notes on the seed say of its table and its prose besides.
    (19, "acronym-first-use"),
    (21, "table-caption"),
    (24, "cell-punctuation"),
    (28, "cell-spacing"),
    (29, "acronym-first-use"),
    (30, "cell-punctuation"),
    (37, "contractions"),
    (57, "role-label-single"),
    (65, "dual-link"),
    // The footer's `2025\\.`.
    (69, "copyright-escaped-dot"),
    (69, "trailing-whitespace"),
    (69, "file-encoding"),
];

/// What the list of the seed gives on two lines, "either line", and is reported once: an empty section and the
/// empty subsection it begins with.
const REPORTED_AT: &[((u32, &str), (u32, &str))] = &[((13, "empty-section"), (15, "empty-section"))];

#[test]
fn the_seed_yields_what_is_expected_and_nothing_false() {
    let Some(seed) = shared("seed") else { return };
    let expected = std::fs::read_to_string(seed.join("expected.tsv")).expect("readable");
    let expected: BTreeSet<(u32, String)> = expected
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut cells = line.split('\t');
            Some((cells.next()?.parse().ok()?, cells.next()?.to_owned()))
        })
        .collect();
    let found = findings(&seed, "preparing-defenders-of-ai-systems.md");
    let pairs: BTreeSet<(u32, String)> = found.iter().map(|(line, rule, _)| (*line, (*rule).to_owned())).collect();
    let holds = |(line, rule): &(u32, &str)| pairs.contains(&(*line, (*rule).to_owned()));
    let reported_elsewhere = |(line, rule): &(u32, String)| {
        REPORTED_AT.iter().any(|(listed, place)| *listed == (*line, rule.as_str()) && holds(place))
    };
    let missing: Vec<_> = expected.difference(&pairs).filter(|pair| !reported_elsewhere(pair)).collect();
    assert!(missing.is_empty(), "not found: {missing:?}");
    let also: BTreeSet<(u32, String)> = ALSO_TRUE.iter().map(|(line, rule)| (*line, (*rule).to_owned())).collect();
    let unread: Vec<_> = found
        .iter()
        .filter(|(line, rule, _)| {
            let pair = (*line, (*rule).to_owned());
            !expected.contains(&pair) && !also.contains(&pair)
        })
        .collect();
    assert!(unread.is_empty(), "found beside the list, not yet read: {unread:#?}");
}

#[test]
fn every_real_document_is_linted_without_a_panic_and_twice_alike() {
    let Some(corpus) = shared("corpus") else { return };
    let workspace = DiskWorkspace::new(&corpus, None).expect("the directory is there");
    let documents: Vec<String> = workspace
        .list("")
        .into_iter()
        .filter(|path| Path::new(path).extension().is_some_and(|ending| ending == "md"))
        .collect();
    assert!(documents.len() > 50, "the corpus is incomplete");
    documents.par_iter().for_each(|path| {
        let first = findings(&corpus, path);
        assert_eq!(first, findings(&corpus, path), "{path}");
    });
}
