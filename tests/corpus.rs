//! The seed and the real documents that lie beside the project. Where they are absent these tests
//! say so and pass: the project's own `fixtures/` carry the contract.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use proofmark::diagnostic::RuleId;
use proofmark::markdown::NodeKind;
use proofmark::rules::fix::apply_fixes;
use proofmark::rules::{LintOptions, Selection, lint, lint_unfolded};
use proofmark::source::{Applicability, DiskWorkspace, Workspace};
use proofmark::work_product::{Request, WorkProduct, load};
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
fn findings(root: &Path, file: &str) -> Vec<(u32, RuleId, String)> {
    let today = "2026-11-23".parse().ok();
    let workspace = DiskWorkspace::new(root, today).expect("the directory is there");
    let request = Request { sources: vec![file.to_owned()], ..Request::default() };
    let work = match load(&workspace, &request) {
        Ok(work) => work,
        Err(error) => panic!("{error}"),
    };
    let result = lint(&work, &workspace, &LintOptions::default());
    let line = |offset| work.sources.prose().position(offset, proofmark::source::ColumnUnit::Scalar).line;
    result.diagnostics.iter().map(|d| (line(d.location.range.start), d.rule.clone(), d.message.clone())).collect()
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
    let pairs: BTreeSet<(u32, String)> = found.iter().map(|(line, rule, _)| (*line, rule.to_string())).collect();
    let missing: Vec<_> = expected.difference(&pairs).collect();
    assert!(missing.is_empty(), "not found: {missing:?}");
    let also: BTreeSet<(u32, String)> = ALSO_TRUE.iter().map(|(line, rule)| (*line, (*rule).to_owned())).collect();
    let unread: Vec<_> = found
        .iter()
        .filter(|(line, rule, _)| {
            let pair = (*line, rule.to_string());
            !expected.contains(&pair) && !also.contains(&pair)
        })
        .collect();
    assert!(unread.is_empty(), "found beside the list, not yet read: {unread:#?}");
}

#[test]
fn every_real_document_is_linted_without_a_panic_and_twice_alike() {
    let Some(corpus) = shared("corpus") else { return };
    documents(&corpus).par_iter().for_each(|path| {
        let first = findings(&corpus, path);
        assert_eq!(first, findings(&corpus, path), "{path}");
    });
}

/// The Markdown files of the corpus.
fn documents(corpus: &Path) -> Vec<String> {
    let workspace = DiskWorkspace::new(corpus, None).expect("the directory is there");
    let is_markdown = |path: &String| Path::new(path).extension().is_some_and(|ending| ending == "md");
    let documents: Vec<String> = workspace.list("").into_iter().filter(is_markdown).collect();
    assert!(documents.len() > 50, "the corpus is incomplete");
    documents
}

/// What no safe fix may change: code, pictures, legal text, people. Line ends and `https` are no changes.
fn kept(work: &WorkProduct) -> Vec<String> {
    let document = &work.document;
    let mut kept = Vec::new();
    for node in document.descendants(document.root()) {
        match document.kind(node) {
            NodeKind::CodeBlock { literal, .. } => kept.push(format!("code {}", literal.replace('\r', ""))),
            NodeKind::Code { literal } => kept.push(format!("code {literal}")),
            NodeKind::Image { url, .. } => kept.push(format!("picture {}", url.replace("http://", "https://"))),
            _ => {}
        }
    }
    for sentence in &work.notices.sentences {
        let bare = |word: &str| word.replace(['\\', '[', ']', '<', '>'], "").trim_end_matches(['.', '/']).to_owned();
        let words: Vec<String> = sentence.words.iter().map(|word| bare(&word.text)).collect();
        kept.push(words.join(" "));
    }
    let people = work.people.groups.iter().flat_map(|group| &group.people);
    kept.extend(people.filter_map(|person| Some(person.name.as_ref()?.text.clone())));
    kept
}

/// The words a reader sees, but for addresses.
fn words(work: &WorkProduct) -> Vec<String> {
    let shown = work.passages.text().split_whitespace().filter(|word| !word.contains("://"));
    let bare = shown.flat_map(|word| word.split(|c: char| !c.is_alphanumeric())).filter(|word| !word.is_empty());
    bare.map(str::to_owned).collect()
}

/// Rules whose safe fixes change a word on purpose.
const WORDING: [&str; 3] = ["changes-appendix-none", "role-label-plural", "toc-title"];

/// The first word of `after` that does not stand in `before` behind the ones before it.
fn added<'a>(before: &[String], after: &'a [String]) -> Option<&'a str> {
    let mut old = before.iter();
    after.iter().find(|word| !old.any(|old| old == *word)).map(String::as_str)
}

#[test]
fn safe_fixes_settle_and_keep_what_matters_in_every_real_document() {
    let Some(corpus) = shared("corpus") else { return };
    let workspace = DiskWorkspace::new(&corpus, None).expect("the directory is there");
    let wording: Vec<String> = WORDING.map(str::to_owned).to_vec();
    let selection = Selection::new(&[], &wording).expect("these are rules");
    let options = LintOptions { draft: false, selection };
    let failures: Vec<String> = documents(&corpus)
        .par_iter()
        .flat_map(|path| {
            let request = Request { sources: vec![path.clone()], ..Request::default() };
            let work = load(&workspace, &request).expect("loads");
            let find = |work: &WorkProduct| lint_unfolded(work, &workspace, &options);
            // What an author fills in is a name, until it is filled in.
            if work.is_template() {
                return Vec::new();
            }
            let (before, shown) = (kept(&work), words(&work));
            let fixed = apply_fixes(work, Applicability::Safe, &find);
            let mut failures = Vec::new();
            if !fixed.dropped.is_empty() {
                failures.push(format!("{path}: dropped {:?}", fixed.dropped));
            }
            let after = kept(&fixed.work);
            if let Some((old, new)) = before.iter().zip(&after).find(|(old, new)| old != new) {
                failures.push(format!("{path}: {old:?} became {new:?}"));
            } else if before.len() != after.len() {
                failures.push(format!("{path}: {} became {}", before.len(), after.len()));
            }
            if let Some(word) = added(&shown, &words(&fixed.work)) {
                failures.push(format!("{path}: the word {word:?} is new"));
            }
            let text = fixed.work.text().to_owned();
            let again = apply_fixes(fixed.work, Applicability::Safe, &find);
            if again.applied > 0 || again.work.text() != text {
                failures.push(format!("{path}: {} fixes in a second run", again.applied));
            }
            failures
        })
        .collect();
    assert!(failures.is_empty(), "{failures:#?}");
}
