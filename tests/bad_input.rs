//! Bad and hostile input to every command: one clear message, the right exit code, nothing half-written.

use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;

use assert_cmd::Command;
use tempfile::TempDir;

const HEAD: &str = "# T\n\n## 1. Introduction\n\n";

fn with(files: &[(&str, &[u8])]) -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = directory.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    directory
}

/// Runs, expects an exit code, returns both streams as one text.
#[track_caller]
fn expect(directory: &Path, args: &[&str], code: i32) -> String {
    let output = Command::cargo_bin("proofmark").unwrap().current_dir(directory).args(args).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{args:?}: {text}");
    assert!(!text.contains("panicked"), "{args:?}: {text}");
    text
}

/// Expects `lint`, `lint --fix` and `build` to refuse a project with these words and to leave it as it was.
#[track_caller]
fn refused(files: &[(&str, &[u8])], target: &str, words: &[&str]) {
    let directory = with(files);
    let before = names(directory.path());
    for command in [["lint"].as_slice(), &["lint", "--fix"], &["build"], &["build", "--draft"]] {
        let text = expect(directory.path(), &[command, &[target]].concat(), 2);
        assert!(words.iter().all(|word| text.contains(word)), "{command:?}: {text}");
        assert_eq!(text.matches("error").count(), 1, "{command:?} says it once: {text}");
    }
    assert_eq!(names(directory.path()), before);
}

/// The files below a directory, sorted.
fn names(directory: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).unwrap().map(Result::unwrap) {
        found.push(entry.path().display().to_string());
        if entry.file_type().unwrap().is_dir() {
            found.extend(names(&entry.path()));
        }
    }
    found.sort();
    found
}

#[test]
fn a_prose_that_cannot_be_read_is_named_with_the_place() {
    refused(&[], "none.md", &["none.md", "does not exist"]);
    refused(&[("docs/notes.txt", b"x")], "docs", &["no work product in docs"]);
    refused(&[("a.md", b"x\0y")], "a.md", &["a.md", "NUL", "a.md:1:2"]);
    refused(&[("a.md", b"\x89PNG\r\n\x1a\n\0\0")], "a.md", &["a.md", "is not text"]);
    refused(&[("a.md", b"# T\n\nab\xFFc\n")], "a.md", &["a.md", "0xFF", "a.md:3:3"]);
}

#[test]
fn an_empty_document_is_refused() {
    for empty in ["", "\n\n", "\u{feff}", "\u{feff} \t\r\n"] {
        refused(&[("a.md", empty.as_bytes())], "a.md", &["a.md", "is empty"]);
    }
    let files: [(&str, &[u8]); 3] =
        [("workproduct.yaml", b"source: [a.md, b.md]\n"), ("a.md", b""), ("b.md", b"# T\n")];
    expect(with(&files).path(), &["lint", "--exit-zero"], 0);
}

#[test]
fn the_bad_one_of_two_sources_is_named() {
    let config: &[u8] = b"source: [a.md, b.md]\n";
    let files = [("p/workproduct.yaml", config), ("p/a.md", b"# T\n"), ("p/b.md", b"## x\n\nab\xFF\n")];
    refused(&files, "p", &["p/b.md:3:3", "0xFF"]);
    refused(&files[..2], "p", &["p/b.md", "does not exist"]);
}

#[test]
fn a_wrong_configuration_is_shown_at_its_place() {
    let cases: [(&str, &[&str]); 13] = [
        ("source: a.md\nsurce: b.md\n", &["unknown key `surce`", ":2:1", "^^^^^"]),
        ("source: a.md\nprofile: foo\n", &["`foo` is none of cosai-paper", ":2:10", "^^^"]),
        ("source: 3\n", &["a list of texts", ":1:9"]),
        ("source: a.md\ntitle: 3\n", &["put it in quotes", ":2:8"]),
        ("- a\n", &["keys with values", ":1:1"]),
        ("source: a.md\ntitle: a: b\n", &["second colon", ":2:9", "^"]),
        ("source: a.md\n\ttitle: x\n", &["a tab", ":2:1", "^"]),
        ("source: [a.md\n", &["bracket", ":1:9", "^"]),
        ("source: a.md\ntitle: \"x\n", &["quote", ":2:8", "^"]),
        ("source: a.md\nsource: b.md\n", &["stands twice", ":2:1", "^^^^^^"]),
        ("source: ../a.md\n", &["outside the project"]),
        ("source: none.md\n", &["p/none.md", "does not exist"]),
        ("", &["p/workproduct.yaml", "add `source:`"]),
    ];
    for (config, words) in cases {
        let files = [("p/workproduct.yaml", config.as_bytes()), ("p/a.md", b"# T\n"), ("a.md", b"# T\n")];
        refused(&files, "p", words);
    }
    refused(&[("p/workproduct.yaml", b"a: \xFF\n")], "p", &["p/workproduct.yaml:1:4"]);
}

#[test]
fn artifacts_outside_of_the_project_are_findings() {
    let config =
        "source: a.md\nartifacts:\n  - path: \"../**/*.json\"\n  - path: ../secret.json\n  - path: /etc/*.conf\n";
    let files: [(&str, &[u8]); 3] =
        [("p/workproduct.yaml", config.as_bytes()), ("p/a.md", b"# T\n"), ("secret.json", b"{}")];
    let directory = with(&files);
    let text = expect(directory.path(), &["lint", "p", "--select", "artifact-exists"], 1);
    for line in 3..6 {
        assert!(text.contains(&format!("workproduct.yaml:{line}:11")), "{text}");
        assert!(text.contains("leads out of the project") && !text.contains("names no file"), "{text}");
    }
    expect(directory.path(), &["build", "p"], 1);
    assert!(!directory.path().join("p/build").exists());
}

#[test]
fn pictures_from_elsewhere_are_findings_and_reach_no_package() {
    let prose =
        "# T\n\n![a](link.svg)\n\n![b](../secret.svg)\n\n![c](https://example.org/c.png)\n\n![d](/etc/passwd)\n";
    let directory = with(&[("p/a.md", prose.as_bytes()), ("secret.svg", b"<svg><desc>SECRET</desc></svg>")]);
    #[cfg(unix)]
    std::os::unix::fs::symlink("../secret.svg", directory.path().join("p/link.svg")).unwrap();
    let text = expect(directory.path(), &["lint", "p/a.md", "--select", "images-exist"], 1);
    let places = [":3:6", ":5:6", "lies outside the project", ":7:6", "another host", ":9:6"];
    assert!(places.iter().all(|place| text.contains(place)), "{text}");
    let text = expect(directory.path(), &["build", "p/a.md"], 1);
    assert!(text.contains("nothing was built"), "{text}");
    assert!(!directory.path().join("p/build").exists());
    let draft = ["build", "p/a.md", "--draft", "--only", "html", "--no-verify", "--out", "out"];
    let text = expect(directory.path(), &draft, 0);
    assert!(text.contains("../secret.svg lies outside the project"), "{text}");
    for name in names(&directory.path().join("out")) {
        assert!(!fs::read_to_string(&name).unwrap().contains("SECRET"), "{name}");
    }
}

#[test]
fn a_place_that_is_not_ours_is_left_alone() {
    let directory = with(&[("a.md", b"# T\n\ntext\n"), ("mine/x.txt", b"x"), ("file", b"x")]);
    let before = names(directory.path());
    for (out, word) in [("mine", "no manifest.json"), ("file", "it is a file"), ("file/sub", "cannot be written")] {
        let args = ["build", "a.md", "--draft", "--only", "html", "--no-verify", "--out", out];
        let text = expect(directory.path(), &args, 2);
        assert!(text.contains(word) && text.contains("error: "), "{text}");
    }
    let text = expect(directory.path(), &["lint", "a.md", "--output", "no/such/report.txt"], 2);
    assert!(text.contains("the directory no/such does not exist") && !text.contains(".proofmark-"), "{text}");
    let text = expect(directory.path(), &["new", "file/sub", "--profile", "cosai-paper"], 2);
    assert!(text.contains("file/sub"), "{text}");
    assert_eq!(names(directory.path()), before);
}

#[test]
#[cfg(unix)]
fn fixes_follow_links_and_keep_line_ends() {
    let directory = with(&[("real/a.md", b"# T\r\n\r\n## **1. Introduction**\r\n\r\ntext\r\n")]);
    std::os::unix::fs::symlink("real/a.md", directory.path().join("link.md")).unwrap();
    // The link stays in the project, and so does what it leads to.
    expect(directory.path(), &["lint", "link.md", "--fix", "--select", "headings", "--exit-zero"], 0);
    let text = fs::read_to_string(directory.path().join("real/a.md")).unwrap();
    assert_eq!(text, "# T\r\n\r\n## 1. Introduction\r\n\r\ntext\r\n");
    assert!(directory.path().join("link.md").is_symlink());
}

#[test]
fn a_read_only_file_is_not_replaced() {
    const PROSE: &str = "# T\n\n## **1. Introduction**\n\ntext\n";
    let directory = with(&[("a.md", PROSE.as_bytes())]);
    let path = directory.path().join("a.md");
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let text = expect(directory.path(), &["lint", "a.md", "--fix", "--select", "headings"], 2);
    assert!(text.contains("a.md: cannot be written: the file is read-only"), "{text}");
    assert_eq!(fs::read_to_string(&path).unwrap(), PROSE);
    assert_eq!(names(directory.path()).len(), 1);
}

fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ::zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = ::zip::write::SimpleFileOptions::default().compression_method(::zip::CompressionMethod::Stored);
    for (name, bytes) in entries {
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Sets the flag that says encrypted, in the entry's own header and in the central directory.
fn encrypted(mut zip: Vec<u8>) -> Vec<u8> {
    for (mark, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let at = zip.windows(4).position(|window| window == mark).unwrap();
        zip[at + flags] |= 1;
    }
    zip
}

#[test]
fn what_is_no_package_is_refused() {
    let sound = zipped(&[("a.md", b"# T\n")]);
    let files: [(&str, &[u8]); 6] = [
        ("a.md", b"# T\n"),
        ("empty", b""),
        ("half.zip", &sound[..sound.len() / 2]),
        ("cut.zip", &sound[..sound.len() - 10]),
        ("secret.zip", &encrypted(sound.clone())),
        ("up.zip", &zipped(&[("../a.md", b"x")])),
    ];
    let directory = with(&files);
    let cases = [
        ("none.zip", "does not exist"),
        ("a.md", "neither a directory nor a zip"),
        ("empty", "neither a directory nor a zip"),
        ("half.zip", "damaged zip"),
        ("cut.zip", "damaged zip"),
        ("secret.zip", "is encrypted"),
        ("up.zip", "`../a.md`, which leaves the package"),
    ];
    for (name, words) in cases {
        let text = expect(directory.path(), &["verify", name], 2);
        assert!(text.contains(words) && text.contains(name) && text.lines().count() == 1, "{text}");
    }
}

#[test]
fn packages_of_nothing_are_findings() {
    let directory = with(&[
        ("empty.zip", &zipped(&[])),
        ("zeros.zip", &zipped(&[("a.md", b"# T\n"), ("a.html", b"<p>"), ("a.pdf", &vec![0; 100_000])])),
    ]);
    fs::create_dir(directory.path().join("dir")).unwrap();
    for name in ["empty.zip", "dir"] {
        let text = expect(directory.path(), &["verify", name], 1);
        assert!(text.contains("holds no Markdown"), "{text}");
    }
    let text = expect(directory.path(), &["verify", "zeros.zip"], 1);
    assert!(text.contains("a.pdf is not a PDF"), "{text}");
}

#[test]
#[ignore = "several seconds in a debug build"]
fn a_page_of_twenty_megabytes_is_read() {
    let page = "<p>x</p>\n".repeat(2_200_000);
    let directory = with(&[("a.zip", &zipped(&[("a.md", b"# T\n"), ("a.html", page.as_bytes())]))]);
    expect(directory.path(), &["verify", "a.zip"], 1);
}

#[test]
fn a_closed_pipe_stops_no_command() {
    let directory = with(&[("a.md", b"# T\n\ntext\n")]);
    let build = ["build", "a.md", "--draft", "--only", "html", "--no-verify", "--out", "out"].as_slice();
    let lint = ["lint", "a.md", "--format", "json", "--exit-zero"].as_slice();
    for (args, code) in
        [(lint, 0), (build, 0), (&["verify", "."], 1), (&["rules"], 0), (&["explain", "heading-max-depth"], 0)]
    {
        let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("proofmark"))
            .args(args)
            .current_dir(directory.path())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        drop(child.stderr.take());
        assert_eq!(child.wait().unwrap().code(), Some(code), "{args:?}");
    }
    assert!(directory.path().join("out/a.html").is_file());
}

#[test]
fn no_color_means_none() {
    let directory = with(&[("a.md", b"# T\n\n####### x\n")]);
    let mut command = Command::cargo_bin("proofmark").unwrap();
    let command = command.current_dir(directory.path()).env("NO_COLOR", "1").args(["lint", "a.md", "none.md"]);
    let output = command.output().unwrap();
    assert!(!output.stdout.contains(&0x1b) && !output.stderr.contains(&0x1b));
}

/// Markdown made to be slow or to break something, at a size where anything quadratic is felt.
fn patterns() -> Vec<(&'static str, String)> {
    let repeated = |part: &str, count: usize| format!("{HEAD}{}\n", part.repeat(count));
    let mut nested = String::from(HEAD);
    for level in 0..190 {
        let _ = writeln!(nested, "{}- x", "  ".repeat(level));
    }
    let notes = format!("{HEAD}{}\n\n[^1]: note\n", "x[^1] ".repeat(25_000));
    let keys: String = (0..10_000).fold(String::new(), |keys, number| keys + &format!("k{number}: v\n"));
    let columns = format!("{HEAD}{}|\n{}|\n{}|\n", "| a ".repeat(60), "|---".repeat(60), "| 1 ".repeat(60));
    vec![
        ("open brackets", repeated("[", 50_000)),
        ("stars", repeated("**", 100_000)),
        ("unclosed tags", repeated("<a ", 50_000)),
        ("start tags", repeated("<b>", 20_000)),
        ("end tags", repeated("</b>", 20_000)),
        ("start tags, other end tags", format!("{HEAD}x{}{}\n", "<b>".repeat(20_000), "</i>".repeat(20_000))),
        ("tags in and beside emphasis", repeated("x<br>*<b>*y ", 10_000)),
        ("footnote references", notes),
        ("equal ids", repeated("<a id=\"x\"></a>\n\n", 10_000)),
        ("suppressions", repeated("<!-- proofmark-ignore heading-max-depth: a reason -->\n\n####### x\n\n", 5_000)),
        ("keys of the front matter", format!("---\n{keys}---\n{HEAD}")),
        ("front matter that does not parse", format!("---\n{keys}a: b: c\n---\n{HEAD}")),
        ("front matter twice", format!("---\na: b\n---\n---\na: b\n---\n{HEAD}")),
        ("front matter with a tab", format!("---\na: b\n\tc: d\n---\n{HEAD}")),
        ("a long table", format!("{HEAD}| a | b |\n|---|---|\n{}", "| 1 | 2 |\n".repeat(3_000))),
        ("a wide table", columns),
        ("a long line", repeated("word ", 100_000)),
        ("an unclosed fence", format!("{HEAD}```\n{}", "code\n".repeat(5_000))),
        ("carriage returns alone", format!("# T\r\r{}", "line\r\r".repeat(5_000))),
        ("headings of images", repeated("## ![](a.png)\n\n", 2_000)),
        ("nested lists", nested),
    ]
}

#[test]
fn hostile_markdown_is_linted() {
    let files = patterns();
    for (name, text) in &files {
        let directory = with(&[("a.md", text.as_bytes())]);
        let shown = expect(directory.path(), &["lint", "a.md", "--exit-zero"], 0);
        assert!(shown.len() < 1_000_000, "{name}: {}", shown.len());
    }
}

#[test]
fn lists_nested_by_indentation_are_refused_or_read() {
    let mut nested = String::from(HEAD);
    for level in 0..2_000 {
        let _ = writeln!(nested, "{}- x", "  ".repeat(level));
    }
    let directory = with(&[("a.md", nested.as_bytes())]);
    expect(directory.path(), &["lint", "a.md", "--exit-zero"], 0);
    expect(directory.path(), &["build", "a.md", "--draft", "--no-verify", "--only", "html", "--out", "out"], 0);
}
