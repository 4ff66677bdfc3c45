//! `proofmark requirements`: what is a statement, what it is called, and what holds implementations to it.

use assert_cmd::Command;
use proofmark::profiles::ProfileId;
use proofmark::report::{Requirements, TableFormat, write_requirements};
use proofmark::work_product::{Statement, from_text, statements};
use serde_json::Value;

fn read(text: &str) -> Vec<Statement> {
    let work = from_text("a.md", text.to_owned(), Some(ProfileId::TcSpecification)).unwrap();
    let found = statements(&work);
    for statement in &found {
        let first = statement.key_words[0].name().split(' ').next().unwrap();
        assert!(work.slice(statement.range).contains(first), "{statement:?}");
    }
    found
}

fn texts(text: &str) -> Vec<String> {
    read(text).into_iter().map(|statement| statement.text).collect()
}

fn identifiers(text: &str) -> Vec<Option<String>> {
    read(text).into_iter().map(|statement| statement.identifier.map(|identifier| identifier.text)).collect()
}

#[test]
fn a_statement_is_the_sentence_around_the_key_word() {
    let text = "# T\n\n# 1 Gauges\n\nText, e.g. this. A gauge **MUST\nNOT** lie. It is `MUST`.\n\n| a | b |\n|--|--|\n| x | MAY y |\n";
    assert_eq!(texts(text), ["A gauge MUST NOT lie.", "x | MAY y"]);
    assert_eq!(texts("# T\n\n# 1 Gauges\n\nHTTPS MUST be used, and POST.\n").len(), 1);
}

#[test]
fn what_is_only_spoken_of_is_no_statement() {
    for text in [
        "All MUST and SHOULD requirements are met.",
        "\"MUST\" is a word.",
        "THE SOFTWARE MUST WORK.",
        "Gauges MUST WORK ALWAYS.",
        "> Others MUST do it.",
        "A MUST-level demand.",
        "On 3 MAY 2021 it rained.",
        "[Why you MUST read this](https://example.org/)",
        "[R1] is to be interpreted as MUST.",
    ] {
        assert_eq!(texts(&format!("# T\n\n# 1 Gauges\n\n{text}\n")), Vec::<String>::new());
    }
}

#[test]
fn what_is_informative_is_no_statement() {
    let text = "# T\n\n# 1 Tides\n\n_This section is non-normative._\n\nIt MUST rain.\n\n## 1.1 Rain\n\nIt MUST rain.\n\n\
                ## 1.2 Sun\n\n*This section is normative.*\n\nIt MUST shine.\n\n# 2 Wind (informative)\n\nIt MUST blow.\n\n\
                # Appendix A. Revision History\n\nIt MUST have been.\n";
    assert_eq!(texts(text), ["It MUST shine."]);
}

#[test]
fn identifiers_in_every_form() {
    let text = "# T\n\n# 1 A\n\n#### [R1]\n\nX MUST a.\n\n#### [R2]\n\nX MUST b.\n";
    assert_eq!(identifiers(text), [Some("R1".into()), Some("R2".into())]);
    let text = "# T\n\n# 1 A\n\n[TG-1] X MUST a. [TG-2] X MUST b.\n\n**TG-3** X MUST c.\n\nX MUST d [TG-4].\n\nX MUST e. [TG-5]\n";
    let expected: Vec<Option<String>> = (1..6).map(|number| Some(format!("TG-{number}"))).collect();
    assert_eq!(identifiers(text), expected);
    let text = "# T\n\n# 1 A\n\n## 1.1 Requirement 1: Clock\n\nX MUST a.\n";
    assert_eq!(identifiers(text), [Some("Requirement 1".into())]);
    let text = "# T\n\n# 1 A\n\n**Rule 3-1** (Model): X MUST a.\n\nRule 3-2: X MUST b.\n";
    assert_eq!(identifiers(text), [Some("Rule 3-1".into()), Some("Rule 3-2".into())]);
    let text = "# T\n\n# 1 A\n\n* 1.1.1 **MUST** a\n* 1.1-2 MUST b\n\n| Id | Text |\n|--|--|\n| Q1 | MUST c |\n| Q2 | MUST d |\n";
    assert_eq!(identifiers(text), [Some("1.1.1".into()), Some("1.1-2".into()), Some("Q1".into()), Some("Q2".into())]);
}

#[test]
fn what_looks_like_an_identifier_is_none() {
    let text = "# T\n\n# 1 A\n\nX MUST follow [RFC8259].\n\n[RFC3339] MUST be met.\n\nSHA256: it MUST be used.\n\n\
                **Step1** MUST come first.\n\n[B7] MUST be read.\n\n# Appendix A. References\n\n###### [B7]\n\nA book.\n";
    assert!(identifiers(text).iter().all(Option::is_none), "{:?}", identifiers(text));
}

#[test]
fn a_list_has_its_lead_and_a_lead_its_list() {
    let found = read(
        "# T\n\n# 1 A\n\nReaders MUST:\n\n1. open it\n2. close it\n\nA reader\n\n* SHOULD read\n* Readers MAY sleep\n",
    );
    assert_eq!(found[0].items, ["open it", "close it"]);
    assert_eq!(found[1].lead_in.as_deref(), Some("A reader"));
    assert_eq!(found[2].lead_in, None);
}

const CLAUSES: &str = "# T\n\n# 1 Gauges\n\n## 1.1 Clocks\n\nA clock MUST tick.\n\n# 2 Readers\n\nA reader MUST read.\n\n# 3 Walls\n\n\
    A wall MUST stand.\n\n# 4 Conformance\n\n## 4.1 Conformance Clause 1: Gauge\n\nA gauge conforms if it meets sections 1 and 2.\n\n\
    ## 4.2 Conformance Clause 2: Reader\n\nA reader conforms to [section 2](#2-readers), and to section 3 of [X].\n";

#[test]
fn clauses_hold_implementations_to_sections_and_what_is_part_of_them() {
    let clauses: Vec<Vec<usize>> = read(CLAUSES).into_iter().map(|statement| statement.clauses).collect();
    assert_eq!(clauses, [vec![0], vec![0, 1], vec![]]);
}

fn written(text: &str, format: TableFormat) -> String {
    let work = from_text("one two.md", text.to_owned(), Some(ProfileId::TcSpecification)).unwrap();
    let statements = statements(&work);
    let mut out = Vec::new();
    write_requirements(&[Requirements { work, statements }], format, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn json_follows_its_schema() {
    let hostile = format!("{CLAUSES}\n[TG-1] \u{1b}[31m MUST:\n\n* x\n\n[TG-2] MUST y.\n");
    let table: Value = serde_json::from_str(&written(&hostile, TableFormat::Json)).unwrap();
    let schema: Value = serde_json::from_str(include_str!("../schemas/requirements.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(&table).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    assert_eq!(table["summary"]["statements"], 5);
    assert_eq!(table["documents"][0]["statements"][0]["clauses"][0], "4.1");
    assert_eq!(table["documents"][0]["clauses"][1]["sections"][0]["number"], "2");
}

#[test]
fn csv_is_read_back_and_is_no_formula() {
    let text = "# T\n\n# 1 A, \"B\"\n\n=HYPERLINK(\"x\") MUST not be run, \u{1b}]0;x\u{7} MUST it.\n";
    let table = written(text, TableFormat::Csv);
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    assert_eq!(reader.headers().unwrap().get(8), Some("statement"));
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 1);
    assert_eq!(&rows[0][3], "A, \"B\"");
    assert!(rows[0][8].starts_with("'=HYPERLINK") && !rows[0][8].contains('\u{1b}'), "{:?}", &rows[0][8]);
}

#[test]
fn escape_sequences_of_a_document_reach_no_terminal() {
    let table = written("# T\n\n# 1 A \u{9b}\n\nIt MUST \u{1b}]0;x\u{7} \u{202e} end.\n", TableFormat::Human);
    assert!(!table.contains(['\u{7}', '\u{9b}', '\u{202e}']) && !table.contains("\u{1b}]"), "{table:?}");
}

#[test]
fn a_table_goes_to_a_file_and_a_missing_document_is_named() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("a.md"), CLAUSES).unwrap();
    let run = |args: &[&str]| {
        Command::cargo_bin("proofmark").unwrap().current_dir(directory.path()).args(args).output().unwrap()
    };
    let output = run(&["requirements", "a.md", "--format", "csv", "--output", "a.csv"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(std::fs::read_to_string(directory.path().join("a.csv")).unwrap().lines().count(), 4);
    assert_eq!(run(&["requirements", "none.md"]).status.code(), Some(2));
    assert_eq!(run(&["requirements"]).status.code(), Some(2));
}
