//! A document with a past: what is recorded is not reported, what is new is, and what is gone is named.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use proofmark::diagnostic::BASELINE_SCHEMA;
use serde_json::Value;
use tempfile::TempDir;

const DEEP: &str = "# T\n\n## 1. Introduction\n\n####### 1.1.1.1.1.1. Too Deep\n\nText.\n";

fn with(files: &[(&str, &str)]) -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = directory.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    directory
}

/// Runs `lint` for one rule, expects an exit code, returns both streams.
#[track_caller]
fn lint(directory: &Path, args: &[&str], code: i32) -> (String, String) {
    let mut command = Command::cargo_bin("proofmark").unwrap();
    command.current_dir(directory).args(["lint", "--select", "heading-max-depth"]).args(args);
    let output = command.output().unwrap();
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert_eq!(output.status.code(), Some(code), "{out}{err}");
    (out, err)
}

#[test]
fn a_recorded_finding_is_not_reported_again() {
    let directory = with(&[("a.md", DEEP)]);
    let here = directory.path();
    lint(here, &["a.md"], 1);
    let (out, err) = lint(here, &["a.md", "--baseline", "past.json", "--write-baseline"], 0);
    assert!(err.contains("1 finding recorded in past.json"), "{err}");
    assert!(out.contains("no findings in 1 file; 1 in the baseline"), "{out}");
    let text = fs::read_to_string(here.join("past.json")).unwrap();
    let schema = serde_json::from_str(BASELINE_SCHEMA).unwrap();
    assert!(jsonschema::is_valid(&schema, &serde_json::from_str(&text).unwrap()), "{text}");

    // Lines above and words far away change nothing; a second one like it is new.
    fs::write(here.join("a.md"), DEEP.replace("## 1. I", "New text above.\n\n## 1. I").replace("Text.", "Other text."))
        .unwrap();
    let (out, _) = lint(here, &["a.md", "--baseline", "past.json"], 0);
    assert!(out.contains("1 in the baseline"), "{out}");
    let twice = format!("{DEEP}\n####### 1.1.1.1.1.2. Too Deep\n");
    fs::write(here.join("a.md"), twice).unwrap();
    let (out, _) = lint(here, &["a.md", "--baseline", "past.json"], 1);
    assert!(
        out.contains("a.md:9:1") && !out.contains("a.md:5:1") && out.contains("1 error in 1 file; 1 in the baseline"),
        "{out}"
    );

    // Written again without a change, it is the same file; from elsewhere too.
    fs::write(here.join("a.md"), DEEP).unwrap();
    lint(here, &["a.md", "--baseline", "past.json", "--write-baseline"], 0);
    assert_eq!(fs::read_to_string(here.join("past.json")).unwrap(), text);
    let (file, past) = (here.join("a.md"), here.join("past.json"));
    lint(Path::new("/"), &[file.to_str().unwrap(), "--baseline", past.to_str().unwrap()], 0);
}

#[test]
fn what_is_gone_is_named_and_what_was_not_looked_at_stays() {
    let directory = with(&[("a.md", DEEP), ("sub/b.md", DEEP)]);
    let here = directory.path();
    lint(here, &["a.md", "sub/b.md", "--baseline", "past.json", "--write-baseline"], 0);
    fs::write(here.join("a.md"), "# T\n\nText.\n").unwrap();
    let (out, _) = lint(here, &["sub/b.md", "--baseline", "past.json"], 0);
    assert!(!out.contains("gone"), "{out}");
    let (out, _) = lint(here, &["a.md", "--baseline", "past.json"], 0);
    assert!(out.contains("gone from the baseline") && out.contains("a.md: heading-max-depth: 7 `#`"), "{out}");
    let (out, _) = lint(here, &["a.md", "--baseline", "past.json", "--format", "json"], 0);
    let report: Value = serde_json::from_str(&out).unwrap();
    let schema = serde_json::from_str(include_str!("../schemas/report.schema.json")).unwrap();
    assert!(jsonschema::is_valid(&schema, &report), "{out}");
    assert_eq!((&report["baseline"]["known"], &report["baseline"]["gone"][0]["path"]), (&0.into(), &"a.md".into()));
    lint(here, &["a.md", "--baseline", "past.json", "--write-baseline"], 0);
    let kept: Value = serde_json::from_str(&fs::read_to_string(here.join("past.json")).unwrap()).unwrap();
    let paths: Vec<&str> =
        kept["findings"].as_array().unwrap().iter().filter_map(|entry| entry["path"].as_str()).collect();
    assert_eq!(paths, ["sub/b.md"]);
}

#[test]
fn a_document_renamed_for_its_next_stage_keeps_its_past() {
    let directory = with(&[("a-v1.0-csd01.md", DEEP)]);
    let here = directory.path();
    lint(here, &["a-v1.0-csd01.md", "--baseline", "past.json", "--write-baseline"], 0);
    fs::rename(here.join("a-v1.0-csd01.md"), here.join("a-v1.0-csd02.md")).unwrap();
    let (out, _) = lint(here, &["a-v1.0-csd02.md", "--baseline", "past.json"], 0);
    assert!(out.contains("1 in the baseline") && !out.contains("gone"), "{out}");
}

#[test]
fn more_findings_than_are_shown_are_all_recorded() {
    let many: Vec<String> = (1..=60).map(|n| format!("####### Too Deep {}", "x".repeat(n))).collect();
    let directory = with(&[("a.md", &format!("# T\n\n{}\n", many.join("\n\n")))]);
    let here = directory.path();
    let (out, err) = lint(here, &["a.md", "--baseline", "past.json", "--write-baseline"], 0);
    assert!(err.contains("60 findings") && out.contains("60 in the baseline"), "{out}{err}");
    lint(here, &["a.md", "--baseline", "past.json"], 0);
}

#[test]
fn a_baseline_that_cannot_be_used_is_refused() {
    let directory = with(&[
        ("a.md", DEEP),
        ("bad.json", "{\n  \"version\": }"),
        ("new.json", "{\"version\": 9, \"findings\": []}"),
    ]);
    let here = directory.path();
    for (name, said) in [("none.json", "--write-baseline"), ("bad.json", "line 2"), ("new.json", "version 9")] {
        let (_, err) = lint(here, &["a.md", "--baseline", name], 2);
        assert!(err.contains(name) && err.contains(said), "{err}");
    }
    lint(here, &["a.md", "--write-baseline"], 2);
    let (_, err) = lint(here, &["a.md", "--baseline", "no/such/past.json", "--write-baseline"], 2);
    assert!(err.contains("does not exist"), "{err}");
    assert!(!here.join("no").exists());
}

#[test]
fn sarif_says_that_the_rest_is_new() {
    let directory = with(&[("a.md", DEEP)]);
    let here = directory.path();
    lint(here, &["a.md", "--baseline", "past.json", "--write-baseline"], 0);
    fs::write(here.join("a.md"), format!("{DEEP}\n####### Deeper\n")).unwrap();
    let (out, _) = lint(here, &["a.md", "--baseline", "past.json", "--format", "sarif"], 1);
    let log: Value = serde_json::from_str(&out).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!((results.len(), &results[0]["baselineState"]), (1, &"new".into()));
}

#[test]
fn no_count_in_a_baseline_is_too_large() {
    let entry =
        format!(r#"{{"path": "a.md", "rule": "r", "message": "m", "fingerprint": "f", "count": {}}}"#, usize::MAX);
    let past = format!(r#"{{"version": 1, "findings": [{entry}, {entry}]}}"#);
    let directory = with(&[("a.md", DEEP), ("past.json", &past)]);
    let (out, err) = lint(directory.path(), &["a.md", "--baseline", "past.json"], 1);
    assert!(!err.contains("panicked") && out.contains("heading-max-depth"), "{out}{err}");
}
