//! A specification moved to its next stage, as its editor does it.

use std::fs;
use std::path::Path;

use assert_cmd::Command;

const NAME: &str = "tide-v1.0-csd01.md";

const PROSE: &str = "\
# Tide Gauge Format Version 1.0

## Committee Specification Draft 01

## 05 March 2026

#### This stage:
https://docs.oasis-open.org/tide/tide/v1.0/csd01/tide-v1.0-csd01.md (Authoritative) \\
https://docs.oasis-open.org/tide/tide/v1.0/csd01/tide-v1.0-csd01.html

#### Previous stage:
N/A

#### Latest stage:
https://docs.oasis-open.org/tide/tide/v1.0/tide-v1.0.html

#### Citation format:
When referencing this document, the following citation format should be used:

**[Tide-v1.0]**

_Tide Gauge Format Version 1.0_. Edited by Ada Example. 05 March 2026. OASIS Committee Specification Draft 01. \
https://docs.oasis-open.org/tide/tide/v1.0/csd01/tide-v1.0-csd01.html. \
Latest stage: https://docs.oasis-open.org/tide/tide/v1.0/tide-v1.0.html.

#### Notices:
Copyright © OASIS Open 2026. All Rights Reserved.

# 1 Introduction
The schema is `tide-v1.0-csd01.json`; drafts before csd01 had none.

# Appendix A. Revision History
Published first as https://docs.oasis-open.org/tide/tide/v1.0/csd01/tide-v1.0-csd01.md.
";

const CONFIG: &str = "\
profile: tc-specification
stage: csd01   # the stage of the next ballot
source: tide-v1.0-csd01.md
artifacts:
  - path: schemas/*.json
";

const SCHEMA: &str = "{ \"$id\": \"https://docs.oasis-open.org/tide/tide/v1.0/csd01/schemas/tide.json\" }\n";

fn project() -> tempfile::TempDir {
    let directory = tempfile::tempdir().expect("a directory");
    let write = |path: &str, text: &str| fs::write(directory.path().join(path), text).expect("a file");
    fs::create_dir(directory.path().join("schemas")).expect("a directory");
    write(NAME, PROSE);
    write("workproduct.yaml", CONFIG);
    write("schemas/tide.json", SCHEMA);
    directory
}

fn bump(directory: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("proofmark")
        .expect("the program")
        .arg("bump")
        .args(arguments)
        .current_dir(directory)
        .output()
        .expect("it runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

fn read(directory: &Path, path: &str) -> String {
    fs::read_to_string(directory.join(path)).expect("a file")
}

#[test]
fn every_place_that_names_the_stage_moves_and_history_stays() {
    let project = project();
    let (code, shown, _) = bump(project.path(), &["csd02", "--date", "2027-01-09"]);
    assert_eq!(code, 0, "{shown}");
    assert!(!project.path().join(NAME).exists(), "the file keeps its old name");
    let (current, history) = PROSE.split_once("# Appendix A").expect("an appendix");
    let addresses = "https://docs.oasis-open.org/tide/tide/v1.0/csd01/tide-v1.0-csd01.md (Authoritative) \\\n\
                     https://docs.oasis-open.org/tide/tide/v1.0/csd01/tide-v1.0-csd01.html";
    let current = current
        .replace("/csd01/", "/csd02/")
        .replace("tide-v1.0-csd01", "tide-v1.0-csd02")
        .replace("Draft 01", "Draft 02")
        .replace("05 March 2026", "09 January 2027")
        .replace("Open 2026", "Open 2027")
        .replace("N/A", addresses);
    let moved = format!("{current}# Appendix A{history}");
    assert_eq!(read(project.path(), "tide-v1.0-csd02.md"), moved);
    assert_eq!(
        read(project.path(), "workproduct.yaml"),
        CONFIG.replace("stage: csd01 ", "stage: csd02 ").replace(NAME, "tide-v1.0-csd02.md")
    );
    assert_eq!(read(project.path(), "schemas/tide.json"), SCHEMA.replace("csd01", "csd02"));
}

#[test]
fn a_dry_run_writes_nothing() {
    let project = project();
    let (code, shown, _) = bump(project.path(), &["csd02", "--dry-run"]);
    assert_eq!(code, 0);
    assert!(shown.contains("+## Committee Specification Draft 02"), "{shown}");
    assert!(shown.contains("note: dates stay as they are"), "{shown}");
    assert_eq!(read(project.path(), NAME), PROSE);
    assert_eq!(read(project.path(), "workproduct.yaml"), CONFIG);
}

#[test]
fn leaps_and_contradictions_are_refused() {
    let project = project();
    let (code, _, said) = bump(project.path(), &["os"]);
    assert_eq!((code, said.contains("os cannot follow csd01")), (2, true), "{said}");
    let (code, ..) = bump(project.path(), &["os", "--allow-leap", "--dry-run"]);
    assert_eq!(code, 0);
    fs::write(project.path().join("workproduct.yaml"), CONFIG.replace("stage: csd01", "stage: csd03")).expect("a file");
    let (code, _, said) = bump(project.path(), &["csd04"]);
    assert_eq!(code, 2);
    assert!(said.contains("workproduct.yaml says csd03, the stage line says csd01"), "{said}");
    assert_eq!(read(project.path(), NAME), PROSE);
}

#[test]
fn nothing_is_overwritten() {
    let project = project();
    fs::write(project.path().join("tide-v1.0-csd02.md"), "mine").expect("a file");
    let (code, _, said) = bump(project.path(), &[NAME, "csd02"]);
    assert_eq!(code, 2, "{said}");
    let (code, _, said) = bump(project.path(), &["csd02", "."]);
    assert_eq!((code, said.contains("exists: nothing was changed")), (2, true), "{said}");
    assert_eq!(read(project.path(), "tide-v1.0-csd02.md"), "mine");
    assert_eq!(read(project.path(), NAME), PROSE);
}
