//! Rules a committee wrote for itself, as a user meets them.

use std::fs;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use jsonschema::validator_for;
use proofmark::diagnostic::Severity::{Error, Info, Warning};
use proofmark::diagnostic::{Diagnostic, Verdict};
use proofmark::markdown::parse_yaml;
use proofmark::rules::{LintOptions, LintResult, Selection, lint};
use proofmark::source::{ColumnUnit, DiskWorkspace, MemoryWorkspace};
use proofmark::work_product::config::{CONFIG_SCHEMA, to_json};
use proofmark::work_product::own_rules::RULES_SCHEMA;
use proofmark::work_product::{Request, WorkProduct, load};

const FIXTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/own-rules");

fn own() -> LintOptions {
    LintOptions { draft: false, selection: Selection::new(&["own".to_owned()], &[]).expect("a topic") }
}

fn request() -> Request {
    Request { config: Some("workproduct.yaml".to_owned()), ..Request::default() }
}

/// A document with one file of rules.
fn with_rules(prose: &str, rules: &str) -> (WorkProduct, MemoryWorkspace) {
    let config = "profile: tc-note\nsource: a.md\nlint: {rule-files: [a.rules.yaml]}\n";
    let files = [("workproduct.yaml", config), ("a.md", prose), ("a.rules.yaml", rules)];
    let files = files.into_iter().map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).collect();
    let workspace = MemoryWorkspace { files, today: None };
    (load(&workspace, &request()).expect("the work product loads"), workspace)
}

/// One rule, and what it finds: the text it points at, and the message.
fn found(prose: &str, check: &str) -> Vec<(String, String)> {
    let (result, work) = judged(prose, check);
    let show =
        |d: &Diagnostic| (work.sources.get(d.location.source).slice(d.location.range).to_owned(), d.message.clone());
    result.diagnostics.iter().map(show).collect()
}

fn judged(prose: &str, check: &str) -> (LintResult, WorkProduct) {
    let (work, workspace) = with_rules(prose, &format!("rules:\n- id: T-ONE\n  check: {check}\n"));
    let result = lint(&work, &workspace, &own());
    (result, work)
}

fn places(prose: &str, check: &str) -> Vec<String> {
    found(prose, check).into_iter().map(|(place, _)| place).collect()
}

#[test]
fn the_fixture_breaks_every_kind_of_rule_at_its_place() {
    let workspace = DiskWorkspace::new(Path::new(FIXTURE), None).expect("the fixture is there");
    let work = load(&workspace, &request()).expect("the fixture loads");
    let result = lint(&work, &workspace, &own());
    let seen: Vec<_> = result
        .diagnostics
        .iter()
        .map(|d| {
            let text = work.sources.get(d.location.source);
            let line = text.position(d.location.range.start, ColumnUnit::Scalar).line;
            (line, d.rule.as_str(), d.severity, text.slice(d.location.range))
        })
        .collect();
    let expected = [
        (3, "TIDES-EDITION", Info, "third"),
        (6, "HOUSE-SCOPE", Warning, "Tide Tables Version 1.0"),
        (6, "TIDES-DATUM-CITED", Warning, "Tide Tables Version 1.0"),
        (6, "TIDES-TWO-STATIONS", Error, "Tide Tables Version 1.0"),
        (12, "HOUSE-NO-FIXME", Error, "FIXME"),
        (20, "TIDES-METRES", Warning, "14 feet"),
        (22, "TIDES-REFERENCES", Error, "#lock"),
        (28, "TIDES-NO-ALMANAC", Warning, "4 Almanac"),
    ];
    assert_eq!(seen, expected);
    let help = result.diagnostics[1].help.as_deref();
    assert_eq!(help, Some("A Scope section should be present (etc/rules/tides.rules.yaml:9)"));
    let outcome = result.outcomes.iter().find(|outcome| outcome.rule == "HOUSE-ADDRESS").expect("it was run");
    assert_eq!(outcome.verdict, Verdict::Pass);
    assert_eq!(outcome.observed.as_deref(), Some("`https://docs.example.org/tides/`"));
}

#[test]
fn headings_match_with_and_without_number_and_colon() {
    for heading in ["# Scope", "# 1.2 Scope", "#### Scope:", "Scope\n====="] {
        let prose = format!("# T\n\n{heading}\n\nText.\n");
        assert_eq!(places(&prose, "{type: section-present, pattern: '^Scope$'}"), [""; 0], "{heading}");
        assert_eq!(found(&prose, "{type: section-absent, pattern: '^scope$', flags: I}").len(), 1, "{heading}");
    }
    assert_eq!(places("# T\n\nScope\n", "{type: section-present, literal: Scope}"), ["T"]);
}

#[test]
fn prose_is_the_source_without_headings_and_code() {
    let prose =
        "---\nx: TBD\n---\n\n# TBD\n\n```\nTBD\n```\n\n    TBD\n\na `TBD` <!-- TBD -->\n\n  tbd  \n\n| TBD |\n|---|\n";
    let all = |flags: &str| format!("{{type: all-match, pattern: 'TBD', invert: true, flags: [{flags}]}}");
    assert_eq!(places(prose, &all("")), ["TBD"; 3]);
    assert_eq!(places(prose, "{type: all-match, pattern: '^\\s*tbd\\s*$', invert: true}"), ["tbd"]);
    assert_eq!(
        places("# T\n\none\ntwo\r\nthree\n", "{type: all-match, pattern: 'one\\s+two$', invert: true}"),
        ["one\ntwo"]
    );
    assert_eq!(places("# T\n\nyes\nno\n\nyes\n", "{type: all-match, pattern: yes}"), ["no"]);
    assert_eq!(places("# T\n\na. c\n", "{type: any-match, literal: 'a. c'}"), [""; 0]);
    assert_eq!(places("# T\n\nab c\n", "{type: any-match, literal: 'a. c'}"), ["T"]);
}

#[test]
fn a_target_is_what_it_is_called() {
    let prose = "# T\n\n## One\n\nin one\n\n### Below\n\nstill in one\n\n## Two\n\nin two [a](b//c.md) <https://example.org//d>\n\n\
                 ![e](f//g.png)\n";
    let section =
        |pattern: &str| format!("{{type: all-match, target: 'section:{pattern}', pattern: 'in', invert: true}}");
    assert_eq!(places(prose, &section("^one")).len(), 2);
    assert_eq!(places(prose, &section("^two")).len(), 1);
    assert_eq!(places(prose, &section("^none")).len(), 0);
    let slashes = |target: &str| format!("{{type: all-match, target: {target}, pattern: '//', invert: true}}");
    assert_eq!(places(prose, &slashes("links")).len(), 3);
    assert_eq!(places(prose, &slashes("relative-links")).len(), 2);
    assert_eq!(places(prose, &slashes("images")).len(), 1);
    let missing = "{type: any-match, target: 'section:^One', pattern: 'absent'}";
    assert_eq!(places(prose, missing), ["One"], "a missing text is shown at the section that should have it");
}

#[test]
fn counts_compare() {
    let prose = "# T\n\nx\n\nx x\n\nx\n";
    let count = |op: &str, value: usize| format!("{{type: count, pattern: x, op: {op}, value: {value}}}");
    for (op, value) in [("eq", 3), ("ne", 2), ("lt", 4), ("le", 3), ("gt", 2), ("ge", 3)] {
        assert_eq!(places(prose, &count(op, value)), [""; 0], "{op} {value}");
    }
    assert_eq!(places(prose, &count("le", 1)), ["x"]);
    assert_eq!(places(prose, &count("ge", 4)), ["T"]);
    let (_, message) = found(prose, &count("lt", 3)).remove(0);
    assert_eq!(message, "3 lines match `x`, and there should be fewer than 3");
}

#[test]
fn metadata_come_from_front_matter_configuration_and_cover() {
    let prose = "---\nIssued-By: Harbour\n---\n\n# Tides Version 1.0\n\n## Committee Note 01\n\n## 3 May 2026\n\n# 1 Introduction\n\nText.\n";
    let check = |key: &str, pattern: &str| format!("{{type: metadata-present, key: {key}, pattern: '{pattern}'}}");
    for (key, pattern) in
        [("issued_by", "^Harbour$"), ("title", "Tides"), ("date", "2026"), ("stage", "Note"), ("profile", "note")]
    {
        assert_eq!(places(prose, &check(key, pattern)), [""; 0], "{key}");
    }
    assert_eq!(places(prose, &check("issued-by", "^Port$")), ["Harbour"]);
    assert_eq!(places(prose, "{type: metadata-present, key: rights}"), ["Tides Version 1.0"]);
}

#[test]
fn what_does_not_apply_says_why() {
    let conditional = "{type: conditional, condition: {type: any-match, pattern: MUST}, then: {type: section-present, literal: Conformance}}";
    let reason = |prose: &str, check: &str| {
        let (result, _) = judged(prose, check);
        result.outcomes.into_iter().find(|outcome| outcome.rule == "T-ONE").map(|outcome| outcome.verdict)
    };
    let expected = "the condition is not met: nothing in the prose matches `MUST`";
    assert_eq!(reason("# T\n\nmay\n", conditional), Some(Verdict::NotApplicable(expected.to_owned())));
    assert_eq!(reason("# T\n\nMUST\n", conditional), Some(Verdict::Fail));
    assert!(
        matches!(reason("# T\n", "{type: pi, mode: deprecated-syntax}"), Some(Verdict::NotApplicable(why)) if why.contains("nide"))
    );
}

#[test]
fn a_comment_silences_and_workproduct_yaml_changes_them() {
    let ignored =
        "# T\n\n<!-- proofmark-ignore T-ONE: quoted -->\n\nTODO: x\n\n<!-- proofmark-ignore T-TWO: gone -->\n\nText.\n";
    let rules = "rules:\n- id: T-ONE\n  check: {type: all-match, literal: 'TODO: x', invert: true}\n";
    let (work, workspace) = with_rules(ignored, rules);
    let options = LintOptions { selection: Selection::new(&["own,metadata".to_owned()], &[]).unwrap(), draft: false };
    let result = lint(&work, &workspace, &options);
    let seen: Vec<_> = result.diagnostics.iter().map(|d| (d.rule.as_str(), d.message.as_str())).collect();
    assert_eq!(seen, [("suppression-unused", "the suppression names no rule: T-TWO")]);
    assert_eq!(result.suppressed, 1);

    let directory = tempfile::tempdir().unwrap();
    let config = "profile: tc-note\nsource: a.md\nlint:\n  rule-files: [a.rules.yaml]\n  rules:\n  - {rule: T-ONE, severity: error, reason: we mean it}\n";
    for (name, text) in [("workproduct.yaml", config), ("a.md", "# T\n\nTODO: x\n"), ("a.rules.yaml", rules)] {
        fs::write(directory.path().join(name), text).unwrap();
    }
    let output = run(directory.path(), &["lint", "--select", "T-ONE", "--format", "jsonl"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!((output.status.code(), said.lines().count()), (Some(1), 1), "{said}");
    assert!(said.contains(r#""rule":"T-ONE","topic":"own","severity":"error""#), "{said}");
}

fn run(directory: &Path, args: &[&str]) -> Output {
    Command::cargo_bin("proofmark").unwrap().current_dir(directory).args(args).output().unwrap()
}

#[test]
fn a_mistake_in_a_file_is_shown_where_it_stands() {
    let directory = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(directory.path().join(name), text).unwrap();
    write("workproduct.yaml", "source: a.md\nlint: {rule-files: [a.rules.yaml]}\n");
    write("a.md", "# T\n");
    write("a.rules.yaml", "rules:\n  - id: A\n    check: { type: any-match, pattern: 'a(b' }\n");
    let output = run(directory.path(), &["lint"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("a.rules.yaml:3:42") && said.contains("unclosed group") && said.contains('^'), "{said}");

    fs::remove_file(directory.path().join("a.rules.yaml")).unwrap();
    let said = String::from_utf8(run(directory.path(), &["lint"]).stderr).unwrap();
    assert!(said.contains("workproduct.yaml:2:21") && said.contains("`a.rules.yaml` does not exist"), "{said}");
    write("workproduct.yaml", "source: a.md\nlint: {rule-files: [../a.rules.yaml]}\n");
    let said = String::from_utf8(run(directory.path(), &["lint"]).stderr).unwrap();
    assert!(said.contains("outside the project"), "{said}");
}

#[test]
fn they_are_listed_explained_and_reported_like_ours() {
    let here = Path::new(FIXTURE);
    let listed = run(here, &["rules", "--topic", "own", "--format", "json"]);
    let listed: serde_json::Value = serde_json::from_slice(&listed.stdout).unwrap();
    let ids: Vec<&str> = listed.as_array().unwrap().iter().filter_map(|rule| rule["id"].as_str()).collect();
    assert!(ids.starts_with(&["own-rule-id", "own-rule-reason", "HOUSE-SCOPE"]) && ids.len() == 11, "{ids:?}");
    let explained = String::from_utf8(run(here, &["explain", "HOUSE-SCOPE"]).stdout).unwrap();
    assert!(explained.contains("cited by contracts") && explained.contains("tides.rules.yaml:9"), "{explained}");
    let misspelt = String::from_utf8(run(here, &["lint", "--select", "HOUSE-SCOP"]).stderr).unwrap();
    assert!(misspelt.contains("did you mean `HOUSE-SCOPE`"), "{misspelt}");

    let sarif = run(here, &["lint", "--select", "own", "--format", "sarif"]);
    let sarif: serde_json::Value = serde_json::from_slice(&sarif.stdout).unwrap();
    let rules = sarif.pointer("/runs/0/tool/driver/rules").unwrap().as_array().unwrap();
    let result = sarif.pointer("/runs/0/results/1").unwrap();
    let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!((&result["ruleId"], &rules[index]["id"]), (&"HOUSE-SCOPE".into(), &"HOUSE-SCOPE".into()));
    assert_eq!(rules[index]["shortDescription"]["text"], "A Scope section should be present.");
    for format in ["human", "json", "github", "junit", "html"] {
        let output = run(here, &["lint", "--select", "own", "--format", format, "--outcomes"]);
        assert!(String::from_utf8_lossy(&output.stdout).contains("HOUSE-SCOPE"), "{format}");
    }
}

#[test]
fn the_schema_and_the_reader_agree() {
    let schema = serde_json::from_str(RULES_SCHEMA).unwrap();
    let validator = validator_for(&schema).unwrap();
    for name in ["house", "tides"] {
        let text = fs::read_to_string(format!("{FIXTURE}/etc/rules/{name}.rules.yaml")).unwrap();
        let value = to_json(&parse_yaml(&text).unwrap().unwrap());
        let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
    }
    for (check, sound) in [
        ("{type: section-present, pattern: a}", true),
        ("{type: section-present}", false),
        ("{type: section-present, pattern: a, literal: b}", false),
        ("{type: metadata-present, key: title}", true),
        ("{type: metadata-present}", false),
        ("{type: count, literal: a, op: le, value: 3}", true),
        ("{type: count, literal: a, op: most}", false),
        ("{type: any-match, target: words, literal: a}", false),
        ("{type: any-match, target: 'section:a', literal: a, flags: [I]}", true),
        ("{type: all-match, pattern: a, invert: maybe}", false),
        ("{type: references-resolve, pattern: a}", false),
        ("{type: conditional, condition: {type: pi}, then: {type: pi}}", true),
        ("{type: conditional, condition: {type: pi}}", false),
        ("{type: sections}", false),
    ] {
        let file = format!("rules:\n- id: A\n  check: {check}\n");
        let value = to_json(&parse_yaml(&file).unwrap().unwrap());
        assert_eq!(validator.is_valid(&value), sound, "schema: {check}");
        let directory = tempfile::tempdir().unwrap();
        fs::write(directory.path().join("workproduct.yaml"), "source: a.md\nlint: {rule-files: [a.rules.yaml]}\n")
            .unwrap();
        fs::write(directory.path().join("a.md"), "# T\n").unwrap();
        fs::write(directory.path().join("a.rules.yaml"), file).unwrap();
        let workspace = DiskWorkspace::new(directory.path(), None).unwrap();
        assert_eq!(load(&workspace, &request()).is_ok(), sound, "reader: {check}");
    }
    assert!(CONFIG_SCHEMA.contains("rule-files"));
}
