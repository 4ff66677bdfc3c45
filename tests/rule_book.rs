//! The rule book against the registry: every rule has a section, every section a rule, and every
//! example does what it says.

use std::collections::BTreeSet;

use proofmark::diagnostic::{Diagnostic, Severity};
use proofmark::package::{Formats, assemble};
use proofmark::profiles::ProfileId;
use proofmark::render::PublicationOptions;
use proofmark::rules::rendition::BUILD_RULES;
use proofmark::rules::{
    BookSection, Example, ExampleKind, LintOptions, Selection, book_sections, find, lint, registry, weigh,
};
use proofmark::source::{Applicability, MemoryWorkspace, apply};
use proofmark::work_product::config::CONFIG_FILE;
use proofmark::work_product::{Request, WorkProduct, from_text, load};

#[test]
fn every_rule_has_a_section_and_every_section_a_rule() {
    let documented: Vec<String> = book_sections().into_iter().map(|section| section.id).collect();
    let unique: BTreeSet<&String> = documented.iter().collect();
    assert_eq!(unique.len(), documented.len(), "a rule is documented twice");
    for rule in registry() {
        assert!(documented.iter().any(|id| id == rule.id), "{} has no section in spec/rules", rule.id);
    }
    for section in book_sections() {
        let rule = find(&section.id).unwrap_or_else(|| panic!("{} in {} is no rule", section.id, section.file));
        assert_eq!(section.file, format!("{}.md", rule.topic.name()), "{} is documented in the wrong file", rule.id);
    }
}

#[test]
fn every_section_states_its_clause() {
    for section in book_sections() {
        assert!(section.text.contains("Clause:"), "{} states no clause", section.id);
        let kinds = [(ExampleKind::Bad, ExampleKind::BadPackage), (ExampleKind::Good, ExampleKind::GoodPackage)];
        for (kind, package) in kinds {
            assert!(
                section.examples.iter().any(|example| example.kind == kind || example.kind == package),
                "{} lacks a {kind:?} example",
                section.id
            );
        }
    }
}

#[test]
fn every_example_does_what_it_says() {
    let mut failures = Vec::new();
    for section in book_sections() {
        failures.extend(check_section(&section));
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

fn check_section(section: &BookSection) -> Vec<String> {
    let mut failures = Vec::new();
    let mut after_fix: Option<String> = None;
    for (index, example) in section.examples.iter().enumerate() {
        let (text, marked) = marks(&example.text);
        // Examples made of several files are run by the tests of packages.
        let of_package = matches!(example.kind, ExampleKind::BadPackage | ExampleKind::GoodPackage);
        if of_package || !has_writer(&section.id) {
            continue;
        }
        let mut fail = |why: String| failures.push(format!("{} example {}: {why}", section.id, index + 1));
        let found = run(&section.id, example, &text);
        match example.kind {
            ExampleKind::Good if !found.is_empty() => fail(format!("not silent: {}", show(&found, &text))),
            ExampleKind::Good | ExampleKind::BadPackage | ExampleKind::GoodPackage => {}
            ExampleKind::Bad => {
                let places: Vec<_> = found.iter().map(|d| d.location.range.as_usize()).collect();
                if marked.is_empty() || places != marked {
                    fail(format!("expected {marked:?}, found {}", show(&found, &text)));
                }
                after_fix = fixed(&text, &found);
            }
            ExampleKind::Fixed => {
                if after_fix.as_deref() != Some(text.as_str()) {
                    fail(format!("the fix gives\n{}", after_fix.clone().unwrap_or_default()));
                }
                if !found.is_empty() {
                    fail(format!("the fixed text is not silent: {}", show(&found, &text)));
                }
            }
        }
    }
    failures
}

/// The text without its marks, and the ranges they enclose. `⟦⟧` marks an empty range.
fn marks(text: &str) -> (String, Vec<std::ops::Range<usize>>) {
    let (mut clean, mut ranges, mut start) = (String::new(), Vec::new(), 0);
    for c in text.chars() {
        match c {
            '⟦' => start = clean.len(),
            '⟧' => ranges.push(start..clean.len()),
            _ => clean.push(c),
        }
    }
    (clean, ranges)
}

/// Whether this build of the program has the writer that finds what breaks the rule.
fn has_writer(rule: &str) -> bool {
    let writers = [
        ("glyph-missing", cfg!(feature = "pdf")),
        ("typesetting", cfg!(feature = "pdf")),
        ("diagram-renders", cfg!(feature = "mermaid")),
    ];
    writers.iter().all(|&(id, built)| id != rule || built)
}

fn run(rule: &str, example: &Example, text: &str) -> Vec<Diagnostic> {
    let option = |name: &str| {
        example.options.iter().find_map(|option| option.strip_prefix(name)?.strip_prefix('=')).map(str::to_owned)
    };
    let path = option("file").unwrap_or_else(|| "example.md".to_owned());
    let profile = option("profile").map_or(ProfileId::CosaiPaper, |name| ProfileId::parse(&name).expect("a profile"));
    let mut workspace = MemoryWorkspace::default();
    workspace.files.insert(path.clone(), text.as_bytes().to_vec());
    for file in example.options.iter().filter_map(|option| option.strip_prefix("with=")) {
        let (name, content) = file.split_once(':').unwrap_or((file, ""));
        // `with=a.png#600000` is a file of that many bytes.
        let (name, content) = match name.split_once('#') {
            Some((name, size)) => (name, vec![b' '; size.parse().expect("a number of bytes")]),
            // Prose that says nothing is refused before any rule is asked.
            None if content.is_empty() => (name, b"Text.\n".to_vec()),
            None => (name, content.as_bytes().to_vec()),
        };
        workspace.files.insert(name.to_owned(), content);
    }
    // The day the rule book takes for today.
    workspace.today = "2026-06-30".parse().ok();
    let work: WorkProduct = if workspace.files.contains_key(CONFIG_FILE) {
        // An example that is itself a workproduct.yaml names its prose.
        let sources = if path == CONFIG_FILE { Vec::new() } else { vec![path] };
        let request = Request { sources, config: Some(CONFIG_FILE.to_owned()), profile: Some(profile) };
        load(&workspace, &request).expect("the example loads")
    } else {
        // `detect` leaves it to the program what the document is.
        let detect = example.options.iter().any(|option| option == "detect");
        from_text(&path, text.to_owned(), (!detect).then_some(profile)).expect("the example loads")
    };
    let options = LintOptions {
        draft: example.options.iter().any(|option| option == "draft"),
        selection: Selection::new(&[rule.to_owned()], &[]).expect("the rule exists"),
    };
    if BUILD_RULES.iter().any(|known| known.id == rule) {
        return build(&work, &workspace, &options);
    }
    lint(&work, &workspace, &options).diagnostics
}

/// What the writers of HTML and PDF find, as `proofmark build` shows it.
fn build(work: &WorkProduct, workspace: &MemoryWorkspace, options: &LintOptions) -> Vec<Diagnostic> {
    let formats = Formats { html: true, pdf: cfg!(feature = "pdf"), docx: false };
    let made = assemble(work, workspace, PublicationOptions::of(work, options.draft), formats);
    weigh(work, options, made.diagnostics).diagnostics
}

#[test]
fn what_the_writers_find_has_the_severity_of_the_registry() {
    let text = "# Tide Tables\n\n![Low tide](tide.gif)\n\n<!-- proofmark-ignore image-embeddable: shown later -->\n\n\
                ![High tide](https://example.org/tide.gif)\n\n```mermaid\ntide\n```\n";
    let workspace = MemoryWorkspace { files: [("tide.gif".to_owned(), b"tide".to_vec())].into(), today: None };
    let work = from_text("example.md", text.to_owned(), Some(ProfileId::CosaiPaper)).expect("the example loads");
    let severities = |draft: bool| {
        let selection = Selection::new(&["image-embeddable".to_owned(), "diagram-renders".to_owned()], &[]);
        let options = LintOptions { draft, selection: selection.expect("the rules exist") };
        let found = build(&work, &workspace, &options);
        found.into_iter().map(|found| (found.rule.to_string(), found.severity)).collect::<Vec<_>>()
    };
    let picture = || ("image-embeddable".to_owned(), Severity::Error);
    let diagram = |severity| has_writer("diagram-renders").then(|| ("diagram-renders".to_owned(), severity));
    let expected = |severity| std::iter::once(picture()).chain(diagram(severity)).collect::<Vec<_>>();
    assert_eq!(severities(false), expected(Severity::Error));
    assert_eq!(severities(true), expected(Severity::Warning));
}

#[test]
fn what_is_mere_style_is_no_error() {
    let too_deep =
        "# 1 A\n\n## 1.1 B\n\n### 1.1.1 C\n\n#### 1.1.1.1 D\n\n##### 1.1.1.1.1 E\n\n###### Too Deep\n\nText.\n";
    let spaced = "Copyright © OASIS Open 2021 - 2024. All Rights Reserved.\n";
    let appendices = "# 1 A\n\n# Appendix A. B\n\n# Appendix B - C\n";
    let shared = "# 1 A\n\nText.\n\n## Read Queue Base Low\n\n## Write Queue Base Low\n\nText.\n";
    let cases = [
        ("heading-max-depth", ProfileId::CosaiPaper, too_deep, Severity::Error),
        ("heading-max-depth", ProfileId::TcSpecification, too_deep, Severity::Warning),
        ("copyright-line-form", ProfileId::OpSpecification, spaced, Severity::Warning),
        ("appendix-sequence", ProfileId::TcSpecification, appendices, Severity::Warning),
        ("empty-section", ProfileId::TcSpecification, shared, Severity::Info),
    ];
    for (rule, profile, text, severity) in cases {
        let work = from_text("example.md", text.to_owned(), Some(profile)).expect("the example loads");
        let selection = Selection::new(&[rule.to_owned()], &[]).expect("the rule exists");
        let options = LintOptions { draft: false, selection };
        let found = lint(&work, &MemoryWorkspace::default(), &options).diagnostics;
        let severities: Vec<Severity> = found.iter().map(|found| found.severity).collect();
        assert_eq!(severities, [severity], "{rule} for {profile:?}");
    }
}

fn fixed(text: &str, found: &[Diagnostic]) -> Option<String> {
    let fixes = found.iter().filter_map(|d| d.fix.as_ref()).filter(|f| f.applicability != Applicability::DisplayOnly);
    apply(text, fixes.flat_map(|fix| &fix.edits))
}

fn show(found: &[Diagnostic], text: &str) -> String {
    let lines = found.iter().map(|d| {
        let range = d.location.range.as_usize();
        format!("{range:?} `{}` {}", text.get(range.clone()).unwrap_or("?"), d.message)
    });
    lines.collect::<Vec<_>>().join("; ")
}
