//! What a user sees: exit codes, messages for bad input, fixes on disk.

use std::fs;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use tempfile::TempDir;

const DEEP: &str = "# T\n\n## 1. Introduction\n\n####### 1.1.1.1.1.1. Too Deep\n";

fn proofmark(directory: &Path, args: &[&str]) -> Output {
    Command::cargo_bin("proofmark").unwrap().current_dir(directory).args(args).output().unwrap()
}

fn with(files: &[(&str, &[u8])]) -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    for (name, content) in files {
        fs::write(directory.path().join(name), content).unwrap();
    }
    directory
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Runs, expects an exit code, returns both streams as one text.
#[track_caller]
fn expect(directory: &TempDir, args: &[&str], code: i32) -> String {
    let output = proofmark(directory.path(), args);
    let text = stdout(&output) + &stderr(&output);
    assert_eq!(output.status.code(), Some(code), "{text}");
    assert!(!text.contains("panicked"), "{text}");
    text
}

#[test]
fn golden_sessions() {
    trycmd::TestCases::new().case("tests/cmd/*.trycmd");
}

#[test]
fn a_missing_file_is_named() {
    let text = expect(&with(&[]), &["lint", "none.md"], 2);
    assert!(text.contains("none.md") && text.contains("does not exist"), "{text}");
    let text = expect(&with(&[]), &["lint", "no/such/file.md"], 2);
    assert!(text.contains("no/such"), "{text}");
}

#[test]
fn a_directory_without_a_work_product_says_so() {
    let text = expect(&with(&[("README.md", b"# Read me\n")]), &["lint"], 2);
    assert!(text.contains("no work product"), "{text}");
}

#[test]
fn binary_and_broken_text_are_refused_with_the_place() {
    let directory = with(&[("a.md", b"# T\n\nx\0y\n"), ("b.md", b"# T\n\nab\xFFc\n")]);
    let text = expect(&directory, &["lint", "a.md"], 2);
    assert!(text.contains("a.md:3:2") && text.contains("NUL"), "{text}");
    let text = expect(&directory, &["lint", "b.md"], 2);
    assert!(text.contains("b.md:3:3") && text.contains("0xFF"), "{text}");
}

#[test]
fn a_file_of_one_word_lints() {
    let directory = with(&[("a.md", b"x"), ("b.md", b"\n\nx"), ("c.md", b"\xEF\xBB\xBFx")]);
    for format in ["human", "json", "jsonl", "sarif", "github", "junit", "html"] {
        expect(&directory, &["lint", "a.md", "b.md", "c.md", "--exit-zero", "--format", format], 0);
    }
}

#[test]
fn front_matter_that_does_not_parse_breaks_nothing() {
    let directory = with(&[("a.md", b"---\ntitle: [x\nauthor: \"\n---\n\n# T\n"), ("b.md", b"---\n: : :\n\t- x\n")]);
    expect(&directory, &["lint", "a.md", "b.md", "--exit-zero"], 0);
}

#[test]
fn ten_thousand_quotes_are_refused_with_their_line() {
    let text = format!("# T\n\n{} deep\n", ">".repeat(10_000));
    let directory = with(&[("a.md", text.as_bytes())]);
    let text = expect(&directory, &["lint", "a.md"], 2);
    assert!(text.contains("a.md:3:1") && text.contains("nested"), "{text}");
    assert!(text.len() < 2_000, "the line is not dumped");
}

#[test]
fn an_unknown_key_is_underlined() {
    let directory = with(&[("workproduct.yaml", b"profile: cosai-paper\nsurce: a.md\n"), ("a.md", b"# T\n")]);
    let text = expect(&directory, &["lint"], 2);
    assert!(text.contains("unknown key `surce`") && text.contains("workproduct.yaml:2:1"), "{text}");
    assert!(text.contains("^^^^^"), "{text}");
}

#[test]
fn a_work_product_without_prose_is_told_what_to_do() {
    let text = expect(&with(&[("workproduct.yaml", b"profile: cosai-paper\n")]), &["lint"], 2);
    assert!(text.contains("source:"), "{text}");
}

#[test]
fn an_unknown_rule_gets_a_suggestion() {
    let directory = with(&[("a.md", DEEP.as_bytes())]);
    for args in [["lint", "a.md", "--select", "heading-max-dept"].as_slice(), &["explain", "heading-max-dept"]] {
        let text = expect(&directory, args, 2);
        assert!(text.contains("did you mean `heading-max-depth`?"), "{text}");
    }
}

#[test]
fn a_wrong_stage_is_told_the_right_ones() {
    let directory = with(&[("a.md", DEEP.as_bytes())]);
    for wrong in ["csd1", "foo01", "os01", ""] {
        let text = expect(&directory, &["lint", "a.md", "--stage", wrong], 2);
        assert!(text.contains("csd01"), "{text}");
    }
    expect(&directory, &["lint", "a.md", "--stage", "wd01", "--exit-zero"], 0);
    expect(&directory, &["lint", "a.md", "--stage", "csd01", "--draft"], 2);
}

#[test]
fn exit_codes_follow_the_findings() {
    let directory = with(&[("a.md", DEEP.as_bytes())]);
    let select = ["lint", "a.md", "--select", "heading-max-depth"];
    expect(&directory, &select, 1);
    expect(&directory, &[select.as_slice(), &["--exit-zero"]].concat(), 0);
    expect(&directory, &["lint", "a.md", "--select", "headings", "--ignore", "headings"], 0);
}

#[test]
fn standard_input_is_linted_under_its_name() {
    let directory = with(&[]);
    let mut command = Command::cargo_bin("proofmark").unwrap();
    let args = ["lint", "-", "--stdin-filename", "draft.md", "--select", "heading-max-depth"];
    let output = command.current_dir(directory.path()).args(args).write_stdin(DEEP).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("draft.md:5:1"), "{}", stdout(&output));
    let mut command = Command::cargo_bin("proofmark").unwrap();
    let output = command.current_dir(directory.path()).args(["lint", "-", "--fix"]).write_stdin(DEEP).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn escape_sequences_of_a_document_reach_no_terminal() {
    let text = "# T\n\n####### 1.1.1.1.1.1. \u{1b}]0;pwned\u{7}\u{1b}[31m \u{9b}2J \u{202e}\n";
    let directory = with(&[("a.md", text.as_bytes())]);
    let mut command = Command::cargo_bin("proofmark").unwrap();
    command.current_dir(directory.path()).args(["lint", "a.md", "--exit-zero"]);
    // Even with colours on, only our own sequences are written.
    let output = command.env("CLICOLOR_FORCE", "1").output().unwrap();
    let shown = stdout(&output);
    assert!(shown.contains("␛]0;pwned␇"), "{shown:?}");
    assert!(!shown.contains(['\u{7}', '\u{9b}', '\u{202e}']), "{shown:?}");
    assert!(!shown.contains("\u{1b}]"), "{shown:?}");
}

#[test]
fn a_line_of_half_a_megabyte_is_not_dumped() {
    let text = format!("# T\n\n####### 1.1.1.1.1.1. ![x](data:image/png;base64,{})\n", "A".repeat(500_000));
    let directory = with(&[("a.md", text.as_bytes())]);
    let text = expect(&directory, &["lint", "a.md", "--select", "heading-max-depth"], 1);
    assert!(text.len() < 5_000, "{}", text.len());
}

#[test]
fn output_goes_to_a_file_without_colour() {
    let directory = with(&[("a.md", DEEP.as_bytes())]);
    expect(&directory, &["lint", "a.md", "--output", "report.txt", "--exit-zero"], 0);
    let report = fs::read_to_string(directory.path().join("report.txt")).unwrap();
    assert!(report.contains("error[heading-max-depth]") && !report.contains('\u{1b}'), "{report}");
    let text = expect(&directory, &["lint", "a.md", "--output", "no/such/dir/report.txt"], 2);
    assert!(text.contains("cannot be written"), "{text}");
}

/// What stands where only the author knows what to write.
const BLANKS: [&str; 12] = [
    "TODO",
    "DD Month",
    "yyyy-mm-dd",
    "Workstream name",
    " Name",
    "Section Title",
    "Section Heading",
    "Summary of",
    "## Abstract",
    "## Citation ",
    "Short-Name",
    "full project name",
];

#[test]
fn a_new_work_product_lints_and_builds() {
    let directory = with(&[]);
    let starters = [
        ("cosai-paper", "title-of-the-paper.md"),
        ("op-note", "title-of-the-note-v1.0-pnd01.md"),
        ("op-specification", "title-of-the-specification-v1.0-psd01.md"),
        ("tc-specification", "title-of-the-specification-v1.0-csd01.md"),
        ("tc-note", "title-of-the-note-v1.0-cnd01.md"),
    ];
    for (profile, name) in starters {
        expect(&directory, &["new", profile, "--profile", profile], 0);
        let text = expect(&directory, &["lint", profile, "--draft", "--format", "json", "--exit-zero"], 0);
        let report: serde_json::Value = serde_json::from_str(&text).unwrap();
        let prose = fs::read_to_string(directory.path().join(profile).join(name)).unwrap();
        // What is left is what only the author knows: every finding stands where the author has to write.
        for found in report["diagnostics"].as_array().unwrap() {
            let line = usize::try_from(found["range"]["start"]["line"].as_u64().unwrap()).unwrap();
            let line = prose.lines().nth(line - 1).unwrap();
            assert!(BLANKS.iter().any(|blank| line.contains(blank)), "{profile}: {found}");
        }
        expect(&directory, &["build", profile, "--draft", "--only", "html"], 0);
        let archive = format!("{profile}/build/{}.zip", name.trim_end_matches(".md"));
        assert!(directory.path().join(&archive).is_file(), "{archive}");
    }
}

#[test]
fn a_new_work_product_overwrites_nothing() {
    let directory = with(&[]);
    let new = ["new", "paper", "--profile", "cosai-paper", "--title", "Securing Agents: A Guide"];
    let text = expect(&directory, &new, 0);
    assert!(text.contains("securing-agents-a-guide.md"), "{text}");
    let text = expect(&directory, &new, 2);
    assert!(text.contains("exists already"), "{text}");
    let text = expect(&directory, &["new", "other", "--profile", "rfc"], 2);
    assert!(text.contains("op-specification") && text.contains("tc-note"), "{text}");
}

#[test]
fn completions_and_manual_are_written() {
    let directory = with(&[]);
    assert!(expect(&directory, &["completions", "bash"], 0).contains("proofmark"));
    assert!(expect(&directory, &["man"], 0).contains(".TH proofmark"));
    let rules: serde_json::Value =
        serde_json::from_str(&expect(&directory, &["rules", "--format", "json"], 0)).unwrap();
    assert!(rules.as_array().unwrap().iter().any(|rule| rule["id"] == "heading-max-depth"));
    expect(&directory, &["rules", "--topic", "nonsense"], 2);
}

/// A document with what some safe fixes mend; what they are is the rule book's affair.
const FIXABLE: &str = "# T\r\n\r\n## **1. Introduction**\r\n\r\ntext\r\n";

#[test]
fn fixes_are_written_once_and_a_diff_writes_nothing() {
    let directory = with(&[("a.md", FIXABLE.as_bytes())]);
    let path = directory.path().join("a.md");
    expect(&directory, &["lint", "a.md", "--select", "headings", "--diff", "--exit-zero"], 0);
    assert_eq!(fs::read_to_string(&path).unwrap(), FIXABLE);
    let text = expect(&directory, &["lint", "a.md", "--select", "headings", "--fix", "--exit-zero"], 0);
    assert!(text.contains("applied") && !text.contains("was dropped"), "{text}");
    let once = fs::read_to_string(&path).unwrap();
    if proofmark::rules::find("heading-emphasis-wrapped").is_some() {
        assert!(once.contains("## 1. Introduction\r\n"), "{once:?}");
    }
    assert_eq!(once.matches('\n').count(), once.matches("\r\n").count(), "line endings stay");
    let text = expect(&directory, &["lint", "a.md", "--select", "headings", "--fix", "--exit-zero"], 0);
    assert!(text.contains("0 fixes applied"), "{text}");
    assert_eq!(fs::read_to_string(&path).unwrap(), once);
    expect(&directory, &["lint", "a.md", "--unsafe"], 2);
}

#[test]
#[ignore = "half a minute in a debug build"]
fn fifty_megabytes_lint() {
    let text = format!("# T\n\n{}", "Some *plain* paragraph of a long document.\n\n".repeat(1_200_000));
    let directory = with(&[("a.md", text.as_bytes())]);
    expect(&directory, &["lint", "a.md", "--exit-zero"], 0);
}

#[test]
fn what_is_no_work_product_gets_one_word() {
    let minutes = "# Kite TC Meeting Minutes\n\nPresent:  all.\n\n- TODO: ask [Ann](nowhere.md)\n";
    let readme = "<img src=\"logo.png\">\n\n## Kites\n\nKites is an OASIS Open Project: about kites.  \n";
    let manual = "# Kite Guide\n\n```sh\nkite up\n```\n\n```sh\nkite down\n```\n";
    let rules = "# Rules\n\n## Voting\n\nApproved by the board.\n";
    let files = [("README.md", readme), ("2026-06-02.md", minutes), ("kite.md", manual), ("STANDING-RULES.md", rules)];
    let directory = with(&files.map(|(name, text)| (name, text.as_bytes())));
    for (name, _) in files {
        let text = expect(&directory, &["lint", name, "--format", "jsonl"], 0);
        assert_eq!(text.lines().count(), 1, "{text}");
        assert!(text.contains("not-a-work-product") && text.contains("no work product"), "{text}");
        let before = fs::read(directory.path().join(name)).unwrap();
        expect(&directory, &["lint", name, "--fix"], 0);
        assert_eq!(fs::read(directory.path().join(name)).unwrap(), before, "--fix leaves {name} alone");
    }
    let text = expect(&directory, &["lint"], 2);
    assert!(text.contains("no work product here"), "{text}");
    // Whoever asks for rules gets them.
    let text = expect(&directory, &["lint", "README.md", "--select", "images-exist", "--format", "jsonl"], 0);
    assert!(text.contains("images-exist"), "{text}");
    let text =
        expect(&directory, &["lint", "README.md", "--profile", "tc-note", "--exit-zero", "--format", "jsonl"], 0);
    assert!(text.lines().count() > 3, "{text}");
}
