//! Stage directories as a release build makes them: what they hold, that they are the same every time, and what is
//! refused.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use proofmark::package::{MANIFEST, Manifest, Package};
use proofmark::source::sha256;
use serde_json::Value;

type Files = BTreeMap<String, Vec<u8>>;

/// A complete work product under `fixtures/`.
struct Fixture {
    name: &'static str,
    stage: &'static str,
    directory: &'static str,
    stem: &'static str,
    companions: &'static [&'static str],
    /// Conditions of the publication check that warn: the notice of 2025 gives an address as a link's text (39).
    warned: &'static [u64],
    /// Conditions by which the official publication check refuses it though nothing is wrong: it asks notes for a
    /// conformance section (65), and Open Projects for the labels of a Technical Committee (63).
    refused_by_fault: &'static [u64],
}

const FIXTURES: [Fixture; 4] = [
    Fixture {
        name: "tc-specification",
        stage: "csd01",
        directory: "harbor-lights/light-format/v1.0/csd01",
        stem: "light-format-v1.0-csd01",
        companions: &["examples/north-pier.json", "schemas/light-record.json"],
        warned: &[39],
        refused_by_fault: &[],
    },
    Fixture {
        name: "tc-note",
        stage: "cnd01",
        directory: "harbor-lights/light-lists/v1.0/cnd01",
        stem: "light-lists-v1.0-cnd01",
        companions: &["images/survey.svg"],
        warned: &[39],
        refused_by_fault: &[65],
    },
    Fixture {
        name: "op-specification",
        stage: "psd01",
        directory: "seed-commons/seed-record/v1.0/psd01",
        stem: "seed-record-v1.0-psd01",
        companions: &["examples/beans.json", "schemas/seed-record.json"],
        warned: &[],
        refused_by_fault: &[63],
    },
    Fixture {
        name: "op-note",
        stage: "pnd02",
        directory: "seed-commons/seed-sharing/v1.0/pnd02",
        stem: "seed-sharing-v1.0-pnd02",
        companions: &[],
        warned: &[],
        refused_by_fault: &[63, 65],
    },
];

fn fixture(name: &str) -> &'static Fixture {
    FIXTURES.iter().find(|fixture| fixture.name == name).expect("a fixture")
}

fn place(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

fn proofmark(arguments: &[&str]) -> Output {
    let mut command = Command::cargo_bin("proofmark").expect("the program");
    command.env_remove("SOURCE_DATE_EPOCH").args(arguments).output().expect("it runs")
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Builds the stage; what was said has to be said without findings.
fn built(source: &Path, stage: &str, out: &Path, more: &[&str]) -> String {
    let (source, out) = (source.to_str().expect("UTF-8"), out.to_str().expect("UTF-8"));
    let output = proofmark(&[&["build", source, "--stage", stage, "--out", out], more].concat());
    let said = said(&output);
    assert!(output.status.success(), "{said}");
    said
}

fn refusal(source: &Path, more: &[&str]) -> String {
    let out = tempfile::tempdir().expect("a place");
    let arguments = [&["build", source.to_str().expect("UTF-8"), "--out", out.path().to_str().expect("UTF-8")], more];
    let output = proofmark(&arguments.concat());
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert_eq!(files(out.path()), Files::new(), "something was written");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// All files below a directory by their path.
fn files(directory: &Path) -> Files {
    let mut found = Files::new();
    let mut open = vec![directory.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).expect("a directory") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(directory).expect("inside").to_str().expect("UTF-8").to_owned();
                found.insert(name, fs::read(&path).expect("a file"));
            }
        }
    }
    found
}

/// A copy of a fixture.
fn copied(name: &str) -> tempfile::TempDir {
    let copy = tempfile::tempdir().expect("a place");
    for (path, bytes) in files(&place(name)) {
        let target = copy.path().join(&path);
        fs::create_dir_all(target.parent().expect("a parent")).expect("directories");
        fs::write(target, bytes).expect("a copy");
    }
    copy
}

/// A copy of a fixture, with its prose changed.
fn changed(name: &str, change: impl Fn(&str) -> String) -> tempfile::TempDir {
    let copy = copied(name);
    let prose = copy.path().join(format!("{}.md", fixture(name).stem));
    let old = fs::read_to_string(&prose).expect("the prose");
    let new = change(&old);
    assert_ne!(old, new, "the change found nothing to change");
    fs::write(prose, new).expect("the prose changed");
    copy
}

fn text(files: &Files, path: &str) -> String {
    String::from_utf8(files.get(path).unwrap_or_else(|| panic!("no {path}")).clone()).expect("UTF-8")
}

/// The conditions of the publication check that a package fails, those that only warn apart.
fn failed(stage: &Path, more: &[&str]) -> (Vec<u64>, Vec<u64>) {
    let output = proofmark(&[&["verify", stage.to_str().expect("UTF-8"), "--format", "json"], more].concat());
    let report: Value = serde_json::from_slice(&output.stdout).expect("a report");
    let conditions = report["gate"].as_array().expect("the conditions");
    assert_eq!(conditions.len(), 165);
    let of = |severity: &str| {
        let failed = conditions.iter().filter(|judged| judged["outcome"] == "fail" && judged["severity"] == severity);
        failed.filter_map(|judged| judged["condition"].as_u64()).collect()
    };
    (of("blocker"), of("warn"))
}

/// What follows the name of the documents.
const ENDINGS: [&str; 7] =
    [".html", ".md", ".pdf", ".zip", "-manifest.txt", "-public-review-metadata.html", "-comment-resolution-log.txt"];

#[test]
fn a_stage_directory_holds_what_is_published_and_nothing_else() {
    for fixture in &FIXTURES {
        let out = tempfile::tempdir().expect("a place");
        let said = built(&place(fixture.name), fixture.stage, out.path(), &["--public-review"]);
        assert_eq!(said.matches("\n0 failed, ").count(), 2, "directory and zip are verified:\n{said}");
        assert!(!said.contains("warning["), "{said}");
        let files = files(out.path());
        let own = ENDINGS.map(|ending| format!("{}{ending}", fixture.stem));
        let companions = fixture.companions.iter().map(|path| (*path).to_owned());
        let mut expected: Vec<String> = own.into_iter().chain(companions).chain([MANIFEST.to_owned()]).collect();
        expected = expected.iter().map(|path| format!("{}/{path}", fixture.directory)).collect();
        expected.sort();
        assert_eq!(files.keys().cloned().collect::<Vec<_>>(), expected);
        let stage = out.path().join(fixture.directory);
        assert_eq!(failed(&stage, &[]), (Vec::new(), fixture.warned.to_vec()), "{}", fixture.name);
        let faulty = (fixture.refused_by_fault.to_vec(), fixture.warned.to_vec());
        assert_eq!(failed(&stage, &["--strict-gate"]), faulty, "{}", fixture.name);
        let source = fs::read(place(fixture.name).join(format!("{}.md", fixture.stem))).expect("the source");
        assert_eq!(files[&format!("{}/{}.md", fixture.directory, fixture.stem)], source);
    }
}

#[test]
fn both_manifests_say_what_lies_there() {
    let fixture = fixture("tc-specification");
    let out = tempfile::tempdir().expect("a place");
    built(&place(fixture.name), fixture.stage, out.path(), &[]);
    let files = files(&out.path().join(fixture.directory));
    let manifest: Manifest = serde_json::from_slice(&files[MANIFEST]).expect("a manifest");
    assert_eq!((manifest.version.as_deref(), manifest.stage.as_deref()), (Some("v1.0"), Some("csd01")));
    let listed: Vec<(&str, &str)> = manifest.items.iter().map(|item| (&*item.path, &*item.role)).collect();
    let expected = [
        ("examples/north-pier.json", "other"),
        ("light-format-v1.0-csd01-manifest.txt", "other"),
        ("light-format-v1.0-csd01.html", "delivery"),
        ("light-format-v1.0-csd01.md", "authoritative"),
        ("light-format-v1.0-csd01.pdf", "delivery"),
        ("light-format-v1.0-csd01.zip", "other"),
        ("schemas/light-record.json", "schema"),
    ];
    assert_eq!(listed, expected);
    assert!(manifest.items.iter().all(|item| item.sha256 == sha256(&[&files[&item.path]])));
    let readable = text(&files, "light-format-v1.0-csd01-manifest.txt");
    for line in [
        "Harbor Light Format Version 1.0",
        "Committee Specification Draft 01",
        "05 March 2026",
        "Copyright (c) OASIS Open 2026. All Rights Reserved.",
        "Produced by:  OASIS Harbor Light Signals (HLS) TC",
        "              https://www.oasis-open.org/committees/harbor-lights/",
        "Release URI:  https://docs.oasis-open.org/harbor-lights/light-format/v1.0/csd01/light-format-v1.0-csd01.zip",
        "Archive:  light-format-v1.0-csd01.zip",
        "      52        47  2026-03-05 00:00 0ef75295  examples/north-pier.json",
    ] {
        assert!(readable.lines().any(|written| written == line), "{line}\n{readable}");
    }
    for (path, bytes) in files.iter().filter(|(path, _)| !path.contains("manifest")) {
        assert!(readable.contains(&format!("{}  {path}\n", sha256(&[bytes]))), "{path}\n{readable}");
    }
    // The zip holds the documents and what travels with them.
    let package = Package::from_zip("zip", &files["light-format-v1.0-csd01.zip"], None).expect("a zip");
    let beside = |path: &&String| !path.contains("manifest") && path.as_str() != "light-format-v1.0-csd01.zip";
    assert!(package.files.keys().eq(files.keys().filter(beside)), "{:?}", package.files.keys());
    assert!(package.files.iter().all(|(path, bytes)| files[path] == *bytes));
}

#[test]
fn a_stage_is_the_same_bytes_twice_and_from_another_place() {
    let fixture = fixture("tc-note");
    let (first, second) = (tempfile::tempdir().expect("a place"), tempfile::tempdir().expect("a place"));
    built(&place(fixture.name), fixture.stage, first.path(), &["--public-review"]);
    built(copied(fixture.name).path(), fixture.stage, second.path(), &["--public-review"]);
    let (one, other) = (files(first.path()), files(second.path()));
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (path, bytes) in &one {
        assert!(other[path] == *bytes, "{path} differs");
    }
}

/// From `This stage` to the first label behind the blocks.
fn blocks(prose: &str) -> (usize, usize) {
    (prose.find("#### This stage:").expect("the blocks"), prose.find("#### Open Project:").expect("the next label"))
}

#[test]
fn blocks_in_a_comment_and_blocks_that_are_missing_are_written_into_the_copy() {
    let fixture = fixture("op-specification");
    let name = format!("{}.md", fixture.stem);
    let whole = fs::read_to_string(place(fixture.name).join(&name)).expect("the source");
    let hide = |prose: &str| {
        let (start, end) = blocks(prose);
        let kept = prose[start..end].trim_end();
        format!("{}<!-- URI list start\n\n{kept}\n\nURI list end -->\n\n{}", &prose[..start], &prose[end..])
    };
    let drop = |prose: &str| {
        let (start, end) = blocks(prose);
        format!("{}{}", &prose[..start], &prose[end..])
    };
    for change in [&hide as &dyn Fn(&str) -> String, &drop] {
        let (copy, out) = (changed(fixture.name, change), tempfile::tempdir().expect("a place"));
        let before = files(copy.path());
        let said = built(copy.path(), fixture.stage, out.path(), &[]);
        assert!(said.contains("note: the addresses of the stage stand on the cover of this copy"), "{said}");
        assert_eq!(text(&files(&out.path().join(fixture.directory)), &name), whole);
        assert_eq!(files(copy.path()), before, "the source was touched");
    }
}

#[test]
fn a_review_brings_its_page_and_log_and_keeps_what_people_wrote() {
    let fixture = fixture("op-note");
    let out = tempfile::tempdir().expect("a place");
    built(&place(fixture.name), fixture.stage, out.path(), &["--public-review"]);
    let stage = out.path().join(fixture.directory);
    let page = "seed-sharing-v1.0-pnd02-public-review-metadata.html";
    let log = "seed-sharing-v1.0-pnd02-comment-resolution-log.txt";
    let made = files(&stage);
    for part in [
        "<title>Public Review Metadata: Sharing Seed Version 1.0, Project Note Draft 02</title>",
        "<li><a href=\"https://docs.oasis-open.org/seed-commons/seed-sharing/v1.0/pnd02/seed-sharing-v1.0-pnd02.md\">",
        "<a href=\"https://github.com/oasis-open-projects/seed-commons\">Seed Commons, an OASIS Open Project</a>",
        "<tr><th scope=\"row\">Closes</th><td>not yet announced</td></tr>",
    ] {
        assert!(text(&made, page).contains(part), "{part}\n{}", text(&made, page));
    }
    assert!(
        text(&made, log).starts_with("Comment Resolution Log\n\nSharing Seed Version 1.0\nProject Note Draft 02\n")
    );
    for text in [text(&made, page), text(&made, log)] {
        let lower = text.to_lowercase();
        assert!(!["todo", "tbd", "will be filled in", "remove"].iter().any(|word| lower.contains(word)), "{text}");
    }
    let manifest = text(&made, MANIFEST);
    assert!(!manifest.contains(page) && !manifest.contains(log), "people change them, so no digest holds: {manifest}");
    fs::write(stage.join(log), "No comments were received.\n").expect("the log filled in");
    let said = built(&place(fixture.name), fixture.stage, out.path(), &[]);
    assert!(said.contains("\n0 failed, "), "{said}");
    assert_eq!(text(&files(&stage), log), "No comments were received.\n");
}

#[test]
fn another_stage_or_none_is_refused() {
    let said = refusal(&place("tc-specification"), &["--stage", "csd02"]);
    assert_eq!(said, "error: the document is at csd01, not at csd02: `proofmark bump csd02` moves it\n");
    let said = refusal(&place("cosai-paper"), &["--stage", "csd01"]);
    assert_eq!(said, "error: a CoSAI paper is published without stages: build it without --stage\n");
    let said = refusal(&place("tc-specification"), &["--stage", "draft"]);
    assert!(said.contains("a stage is a token and two digits, as csd02, or os"), "{said}");
}

#[test]
fn a_contradiction_about_the_place_is_refused() {
    let copy = changed("tc-note", |prose| prose.replace("harbor-lights/light-lists", "harbor-lights/lists"));
    let said = refusal(copy.path(), &["--stage", "cnd01"]);
    assert_eq!(
        said,
        "error: the cover publishes the work product under harbor-lights/lists, workproduct.yaml under \
         harbor-lights/light-lists: mend one of them\n"
    );
}

#[test]
fn a_review_is_held_of_drafts() {
    let copy = changed("tc-note", |prose| {
        prose.replace("Committee Note Draft 01", "Committee Note 01").replace("cnd01", "cn01")
    });
    let config = copy.path().join("workproduct.yaml");
    let text = fs::read_to_string(&config).expect("the settings");
    fs::write(&config, text.replace("stage: cnd01", "stage: cn01")).expect("the settings changed");
    let said = refusal(copy.path(), &["--stage", "cn01", "--public-review"]);
    assert_eq!(said, "error: a public review is held of a draft, and cn01 is none: leave --public-review out\n");
}
