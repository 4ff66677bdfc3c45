//! Packages as a user sees them: built twice with the same bytes, verified, tampered with, and hostile ones.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;

use assert_cmd::Command;
use proofmark::diagnostic::{Diagnostic, RuleId, Verdict};
use proofmark::package::{ArchiveTime, Package, PackageError, zip};
use proofmark::rules::{ExampleKind, LintOptions, Selection, book_sections, lint, verify};
use proofmark::source::MemoryWorkspace;
use proofmark::source::sha256;
use proofmark::work_product::{Request, load};

type Files = BTreeMap<String, Vec<u8>>;

const STEM: &str = "securing-model-registries-provenance-admission-and-revocation-of-ai-artifacts";

#[test]
fn every_package_of_the_rule_book_does_what_it_says() {
    for section in book_sections() {
        for example in &section.examples {
            let bad = match example.kind {
                ExampleKind::BadPackage => true,
                ExampleKind::GoodPackage => false,
                _ => continue,
            };
            let found = findings(&section.id, &listing(&example.text));
            let messages: Vec<&String> = found.iter().map(|found| &found.message).collect();
            assert_eq!(!found.is_empty(), bad, "{}: {messages:?}\n{}", section.id, example.text);
        }
    }
}

fn options(rule: &str) -> LintOptions {
    LintOptions { draft: false, selection: Selection::new(&[rule.to_owned()], &[]).expect("a rule") }
}

fn findings(rule: &str, files: &Files) -> Vec<Diagnostic> {
    if files.contains_key("workproduct.yaml") {
        let workspace = MemoryWorkspace { files: files.clone(), today: None };
        let request = Request { config: Some("workproduct.yaml".to_owned()), ..Request::default() };
        let work = load(&workspace, &request).expect("the example loads");
        return lint(&work, &workspace, &options(rule)).diagnostics;
    }
    verify(&package(files), &options(rule)).1.diagnostics
}

fn package(files: &Files) -> Package {
    Package::new("example", files.clone(), Vec::new(), None).expect("a package")
}

/// Files below lines `== path`; a PDF is made from its properties, a manifest `auto` from the files.
fn listing(text: &str) -> Files {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let mut path = String::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("== ") {
            name.clone_into(&mut path);
            texts.insert(path.clone(), String::new());
        } else if let Some(text) = texts.get_mut(&path) {
            text.push_str(line);
            text.push('\n');
        }
    }
    let mut files: Files = BTreeMap::new();
    for (path, text) in &texts {
        let bytes = if Path::new(path).extension().is_some_and(|ending| ending == "pdf") {
            pdf(text)
        } else {
            text.clone().into_bytes()
        };
        files.insert(path.clone(), bytes);
    }
    if texts.get("manifest.json").is_some_and(|text| text.trim() == "auto") {
        files.remove("manifest.json");
        let manifest = manifest(&files);
        files.insert("manifest.json".to_owned(), manifest);
    }
    files
}

fn manifest(files: &Files) -> Vec<u8> {
    let items: Vec<_> = files
        .iter()
        .filter(|(path, _)| *path != "manifest.json")
        .map(|(path, bytes)| serde_json::json!({"path": path, "sha256": sha256(&[bytes]), "bytes": bytes.len()}))
        .collect();
    serde_json::to_vec(&serde_json::json!({ "items": items })).expect("JSON")
}

/// A PDF of one page with these properties.
fn pdf(properties: &str) -> Vec<u8> {
    use lopdf::{Document, Object, Stream, dictionary};
    let property =
        |name: &str| properties.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ")).map(str::to_owned);
    let mut document = Document::with_version("1.7");
    let pages = document.new_object_id();
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "Encoding" => "WinAnsiEncoding",
    });
    let text = format!("BT /F1 12 Tf 72 720 Td ({}) Tj ET", property("Text").unwrap_or_default());
    let content = document.add_object(Stream::new(dictionary! {}, text.into_bytes()));
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
    });
    let kids = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
    document.objects.insert(pages, Object::Dictionary(kids));
    let mut catalog = dictionary! { "Type" => "Catalog", "Pages" => pages };
    if let Some(lang) = property("Lang") {
        catalog.set("Lang", Object::string_literal(lang));
    }
    if property("Tagged").is_some_and(|tagged| tagged == "yes") {
        catalog.set("MarkInfo", dictionary! { "Marked" => true });
        catalog.set("StructTreeRoot", dictionary! { "Type" => "StructTreeRoot" });
    }
    if property("Outline").is_some_and(|outline| outline == "yes") {
        catalog.set("Outlines", dictionary! { "First" => dictionary! { "Title" => Object::string_literal("One") } });
    }
    let catalog = document.add_object(catalog);
    let mut info = lopdf::Dictionary::new();
    for name in ["Title", "Author"] {
        if let Some(value) = property(name) {
            info.set(name, Object::string_literal(value));
        }
    }
    let info = document.add_object(info);
    document.trailer.set("Root", catalog);
    document.trailer.set("Info", info);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("a PDF");
    bytes
}

fn sound() -> Files {
    let text = "== tide.md\n# Tide Tables\n\n_Approved by the CoSAI Project Governing Board on 3 May 2026_\n\
        == tide.html\n<!doctype html><html lang=\"en\"><head><title>Tide Tables</title><meta name=\"description\" \
        content=\"Water.\"></head><body><h1>Tide Tables</h1><p>3 May 2026</p><img src=\"images/a.png\"></body></html>\n\
        == tide.pdf\nTitle: Tide Tables\nAuthor: WS2\nLang: en\nTagged: yes\nOutline: yes\nText: 3 May 2026 Non-Standards Track Work Product Copyright OASIS Open 2026 Page 1 of 1\n\
        == images/a.png\nx\n== manifest.json\nauto\n";
    listing(text)
}

fn failing(files: &Files) -> Vec<RuleId> {
    let (_, result) = verify(&package(files), &LintOptions::default());
    result
        .outcomes
        .iter()
        .filter(|outcome| outcome.verdict == Verdict::Fail)
        .map(|outcome| outcome.rule.clone())
        .collect()
}

#[test]
fn one_change_fails_one_rule() {
    assert!(failing(&sound()).is_empty(), "{:?}", failing(&sound()));
    let change = |path: &str, from: &str, to: &str| {
        let mut files = sound();
        let text = String::from_utf8(files[path].clone()).expect("text").replace(from, to);
        files.insert(path.to_owned(), text.into_bytes());
        let fresh = manifest(&files);
        files.insert("manifest.json".to_owned(), fresh);
        failing(&files)
    };
    assert_eq!(change("tide.html", "<p>3 May", "<p>2 May"), ["html-same-revision"]);
    assert_eq!(change("tide.html", "images/a.png", "images/b.png"), ["html-lint"]);
    assert_eq!(change("tide.html", " lang=\"en\"", ""), ["html-head"]);
    let mut files = sound();
    files.insert("images/a.png".to_owned(), b"y".to_vec());
    assert_eq!(failing(&files), ["manifest"]);
    let mut files = sound();
    files.insert("tide.pdf".to_owned(), vec![0; 5000]);
    let fresh = manifest(&files);
    files.insert("manifest.json".to_owned(), fresh);
    assert_eq!(failing(&files), ["formats-complete"]);
}

#[test]
fn damaged_pdfs_are_refused_without_a_panic() {
    let whole = sound()["tide.pdf"].clone();
    for length in (0..whole.len()).step_by(97) {
        let _ = proofmark::package::PdfFacts::read(&whole[..length]);
    }
    assert!(proofmark::package::PdfFacts::read(&[b"%PDF-1.7\n".as_slice(), &[0; 4096]].concat()).is_err());
}

fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ::zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(*name, ::zip::write::SimpleFileOptions::default()).expect("an entry");
        writer.write_all(bytes).expect("bytes");
    }
    writer.finish().expect("a zip").into_inner()
}

#[test]
fn hostile_zips_are_refused() {
    let refused = |bytes: &[u8]| Package::from_zip("x.zip", bytes, None).expect_err("refused");
    for name in ["../evil.md", "/etc/passwd", "a/../../b", "C:/x", "a\\..\\b"] {
        assert!(matches!(refused(&zipped(&[(name, b"x")])), PackageError::Path(_)), "{name}");
    }
    assert!(matches!(refused(&zipped(&[("A.md", b"x"), ("a.md", b"y")])), PackageError::Case(..)));
    // Two entries of one name: the writer refuses to make them, so a byte of the second name is changed.
    let mut twice = zipped(&[("one.md", b"x"), ("two.md", b"y")]);
    while let Some(at) = twice.windows(6).position(|window| window == b"two.md") {
        twice[at..at + 6].copy_from_slice(b"one.md");
    }
    assert!(matches!(refused(&twice), PackageError::Archive(_)));
    let bomb = zipped(&[("zeros.bin", &vec![0; 64 << 20])]);
    assert!(matches!(refused(&bomb), PackageError::Archive(_)));
    let sound = zip(&sound(), ArchiveTime::midnight(None)).expect("a zip");
    for length in [0, 1, 30, sound.len() / 2, sound.len() - 10] {
        assert!(matches!(refused(&sound[..length]), PackageError::Archive(_)), "{length}");
    }
    let many: Vec<String> = (0..10_001).map(|number| format!("{number}.txt")).collect();
    let entries: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
    assert!(matches!(refused(&zipped(&entries)), PackageError::Archive(_)));
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a directory");
    for entry in fs::read_dir(from).expect("a directory") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

fn build(project: &Path) -> Vec<u8> {
    let mut command = Command::cargo_bin("proofmark").expect("the program");
    command.args(["build", "--only", "html", "--no-verify", "--draft"]).arg(project).env_remove("SOURCE_DATE_EPOCH");
    command.assert().success();
    fs::read(project.join("build").join(format!("{STEM}.zip"))).expect("the zip")
}

#[test]
fn two_builds_and_a_build_elsewhere_give_the_same_bytes() {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cosai-paper");
    let places = [tempfile::tempdir().expect("a place"), tempfile::tempdir().expect("a place")];
    let elsewhere = places[1].path().join("another name");
    copy(&fixture, &places[0].path().join("p"));
    copy(&fixture, &elsewhere);
    let first = build(&places[0].path().join("p"));
    assert!(first == build(&places[0].path().join("p")) && first == build(&elsewhere));
    let package = Package::from_zip("x.zip", &first, None).expect("a package");
    let source = fs::read(fixture.join(format!("{STEM}.md"))).expect("the source");
    assert_eq!(package.files[&format!("{STEM}.md")], source);
    assert!(package.files.contains_key("examples/valid/admitted.json"));
    assert!(package.files.contains_key("images/admission-pipeline.svg"));
    let (_, result) = verify(&package, &options("manifest"));
    assert!(result.diagnostics.is_empty(), "{:?}", result.diagnostics);
}

#[test]
fn a_foreign_directory_is_left_alone() {
    let place = tempfile::tempdir().expect("a place");
    let (project, out) = (place.path().join("p"), place.path().join("mine"));
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cosai-paper"), &project);
    fs::create_dir(&out).expect("a directory");
    fs::write(out.join("thesis.txt"), "years of work").expect("a file");
    let mut command = Command::cargo_bin("proofmark").expect("the program");
    command.args(["build", "--only", "html", "--draft", "--out"]).arg(&out).arg(&project);
    command.assert().code(2);
    assert_eq!(fs::read_dir(&out).expect("a directory").count(), 1);
}

#[test]
fn a_previous_package_that_is_named_is_compared_with() {
    let place = tempfile::tempdir().expect("a place");
    let write = |directory: &str, stem: &str, clauses: &str| {
        let directory = place.path().join(directory);
        fs::create_dir_all(&directory).expect("a directory");
        let text = format!(
            "# Kite Signals Version 1.2\n\n## Committee Specification Draft 01\n\n#### Technical Committee:\n\
             [OASIS Airborne Signals TC](https://groups.oasis-open.org/c)\n\n# 1 Conformance\n\n{clauses}"
        );
        fs::write(directory.join(format!("{stem}.md")), text).expect("a file");
        fs::write(directory.join(format!("{stem}.html")), "<!doctype html><title>Kites</title>").expect("a file");
        directory
    };
    let clause = |number: u8, says: &str| format!("## 1.{number} Conformance Clause {number}: Kite\n\n{says}\n\n");
    let new = write("v1.2/csd02", "kites-v1.2-csd02", &clause(1, "It flies."));
    let old = write("elsewhere", "kites-v1.2-csd01", &(clause(1, "It flies.") + &clause(2, "It holds.")));
    let said = |previous: Option<&Path>| {
        let mut command = Command::cargo_bin("proofmark").expect("the program");
        command.args(["verify", "--select", "conformance-clause-stable"]).arg(&new);
        if let Some(previous) = previous {
            command.arg("--previous").arg(previous);
        }
        String::from_utf8(command.output().expect("output").stdout).expect("text")
    };
    assert!(said(Some(&old)).contains("clause 2 of the previous stage is gone"), "{}", said(Some(&old)));
    assert!(said(None).contains("not applicable conformance-clause-stable"), "{}", said(None));
    assert!(!said(Some(&new)).contains("is gone"));
}

#[test]
#[cfg(feature = "docx")]
fn a_docx_is_made_where_it_is_asked_for() {
    let place = tempfile::tempdir().expect("a place");
    let project = place.path().join("p");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cosai-paper"), &project);
    let build = |only: &str, epoch: &str| {
        let mut command = Command::cargo_bin("proofmark").expect("the program");
        command.args(["build", "--only", only, "--draft"]).arg(&project).env("SOURCE_DATE_EPOCH", epoch);
        command.assert().success();
        fs::read(project.join("build").join(format!("{STEM}.zip"))).expect("the zip")
    };
    let docx = format!("{STEM}.docx");
    let packed = build("html,docx", "1700000000");
    assert!(packed == build("html,docx", "1700000000"));
    let package = Package::from_zip("x.zip", &packed, None).expect("a package");
    let manifest = package.manifest.as_ref().expect("a manifest").as_ref().expect("that can be read");
    let item = manifest.items.iter().find(|item| item.path == docx).expect("the manifest lists it");
    assert_eq!(item.role, "delivery");
    // The time of its parts is that of the build.
    let later = Package::from_zip("x.zip", &build("docx", "1800000000"), None).expect("a package");
    assert!(later.files[&docx] != package.files[&docx]);
    assert!(later.files[&docx].starts_with(b"PK"));
    let without = Package::from_zip("x.zip", &build("html", "1700000000"), None).expect("a package");
    assert!(!without.files.contains_key(&docx));
}
