//! Every machine-readable report holds against its own standard.

use jsonschema::Validator;
use proofmark::diagnostic::{Diagnostic, Location, Outcome, Sources, Verdict};
use proofmark::report::{Format, Options, Report, write};
use proofmark::source::{Edit, Fix, SourceText, TextRange};
use serde_json::Value;

/// A report that has everything: two files, another source, related places, fixes, hostile text.
fn report() -> Report {
    let prose = SourceText::assemble([
        ("one two.md".to_owned(), "# One 𝄞 \u{1b}[31m\n\ntext\n".to_owned()),
        ("two.md".to_owned(), "# Two\n\nmore\n".to_owned()),
    ]);
    let at = |needle: &str| {
        let start = prose.text().find(needle).unwrap();
        TextRange::new(start, start + needle.len())
    };
    let (text, more) = (at("text"), at("more"));
    let mut sources = Sources::new(prose.clone());
    let config = sources.add(SourceText::new("workproduct.yaml", "title: x\n"));
    let fix = Fix::safe("Write it so", vec![Edit::replace(text, "prose"), Edit::insert(more.end as usize, " ")]);
    let diagnostics = vec![
        Diagnostic::new("heading-max-depth", text, "bad \u{1b}]0;x\u{7} & <b>\n%0A::error::")
            .related(more, "see here")
            .help("mend it")
            .fix(fix),
        Diagnostic::new("suppression-reason", more, "two"),
        Diagnostic::at("heading-max-depth", Location { source: config, range: TextRange::new(0, 5) }, "three"),
        Diagnostic::new("heading-max-depth", TextRange::empty(prose.text().len()), "at the end"),
        Diagnostic::new("heading-max-depth", TextRange::new(0, prose.text().len()), "all"),
    ];
    let outcome = |verdict| Outcome {
        rule: "heading-max-depth".into(),
        path: "one two.md".to_owned(),
        verdict,
        observed: Some("a".to_owned()),
        expected: None,
    };
    let outcomes = vec![outcome(Verdict::Fail), outcome(Verdict::NotApplicable("no".to_owned()))];
    Report { sources, diagnostics, outcomes, suppressed: 1, own_rules: std::sync::Arc::default() }
}

fn written(format: Format) -> String {
    let mut out = Vec::new();
    write(&[report()], format, Options { outcomes: true, ..Options::default() }, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn check(schema: &str, instance: &Value) {
    let mut schema: Value = serde_json::from_str(schema).unwrap();
    // The standard's pattern for a language tag has a bracket too many, which a strict engine
    // refuses; no report names a language.
    for owner in ["run", "toolComponent"] {
        if let Some(language) = schema.pointer_mut(&format!("/definitions/{owner}/properties/language")) {
            language.as_object_mut().unwrap().remove("pattern");
        }
    }
    let validator: Validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(instance).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

#[test]
fn json_follows_its_schema() {
    let report: Value = serde_json::from_str(&written(Format::Json)).unwrap();
    check(include_str!("../schemas/report.schema.json"), &report);
    assert_eq!(report["diagnostics"].as_array().unwrap().len(), 5);
    assert_eq!(report["outcomes"][1]["reason"], "no");
}

#[test]
fn each_json_line_is_a_finding() {
    let lines: Vec<Value> = written(Format::Jsonl).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let whole: Value = serde_json::from_str(&written(Format::Json)).unwrap();
    assert_eq!(whole["diagnostics"], Value::Array(lines));
}

#[test]
fn sarif_follows_the_schema_of_the_standard() {
    let log: Value = serde_json::from_str(&written(Format::Sarif)).unwrap();
    check(include_str!("data/sarif-schema-2.1.0.json"), &log);
    let run = &log["runs"][0];
    for result in run["results"].as_array().unwrap() {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
    }
    let first = &run["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(first["artifactLocation"]["uri"], "one%20two.md");
    assert_eq!(first["region"]["startLine"], 3);
    assert_eq!(run["results"][0]["fixes"][0]["artifactChanges"].as_array().unwrap().len(), 2);
    let prints: std::collections::BTreeSet<String> =
        run["results"].as_array().unwrap().iter().map(|result| result["partialFingerprints"].to_string()).collect();
    assert_eq!(prints.len(), 5, "fingerprints tell findings apart");
}

#[test]
fn no_format_lets_a_control_character_through() {
    for format in [Format::Json, Format::Jsonl, Format::Sarif, Format::Github, Format::Junit] {
        let text = written(format);
        assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{format:?}");
    }
}

#[test]
fn junit_is_xml() {
    let text = written(Format::Junit);
    let document = roxmltree::Document::parse(&text).unwrap();
    let names: Vec<_> = document
        .descendants()
        .filter(|node| node.has_tag_name("testsuite"))
        .filter_map(|node| node.attribute("name"))
        .collect();
    assert_eq!(names, ["one two.md", "two.md", "workproduct.yaml"]);
}

#[test]
fn github_writes_one_command_per_finding() {
    let text = written(Format::Github);
    assert_eq!(text.lines().count(), 5);
    assert!(text.lines().all(|line| line.starts_with("::error file=")), "{text}");
}
