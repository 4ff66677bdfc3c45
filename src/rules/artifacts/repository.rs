//! What the repository of an Open Project holds beside the work product.

use std::sync::LazyLock;

use regex::Regex;

use crate::rules::Checker;
use crate::rules::cover::cover_place;

/// Files every repository has, with the spellings that count.
const REQUIRED: [&[&str]; 4] = [
    &["LICENSE.md", "LICENSE", "LICENSE.txt"],
    &["CODE_OF_CONDUCT.md", "CODE-OF-CONDUCT.md"],
    &["CONTRIBUTING.md"],
    &["README.md"],
];

/// `repo-required-files`.
pub fn required_files(checker: &mut Checker<'_>) {
    let exists = |path: &str| checker.workspace.exists(path);
    if !exists(".git/HEAD") && !exists(".git") {
        return checker.not_applicable("the project directory is not the root of a repository");
    }
    let missing: Vec<&str> =
        REQUIRED.iter().filter(|names| !names.iter().any(|name| exists(name))).map(|names| names[0]).collect();
    if missing.is_empty() {
        return;
    }
    let message = format!("the repository has no {}", missing.join(", no "));
    let found = checker.found(cover_place(checker.work), message);
    checker.report(found.help("add the files; the Open Project Rules say what each holds"));
}

/// Words that stand in the full text of a licence and not in a mention of it.
const LICENCES: [&str; 9] = [
    "terms and conditions for use, reproduction, and distribution",
    "permission is hereby granted, free of charge",
    "redistribution and use in source and binary forms",
    "by exercising the licensed rights",
    "this license is acceptable to",
    "certain owners wish to permanently relinquish",
    "this eclipse public license",
    "everyone is permitted to copy and distribute verbatim copies",
    "permission to use, copy, modify, and/or distribute this software",
];

/// `license-full-text`.
pub fn license(checker: &mut Checker<'_>) {
    let Some((name, text)) = at_root(checker, REQUIRED[0]) else { return };
    let text = text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    if !LICENCES.iter().any(|words| text.contains(words)) {
        let message = format!("{name} does not hold the full text of a licence");
        let found = checker.found(cover_place(checker.work), message);
        checker.report(found.help("write the whole licence into the file, not a link to it"));
    }
    if !text.contains("patent disclosure") {
        let message = format!("{name} does not hold the Call for Patent Disclosure");
        let found = checker.found(cover_place(checker.work), message);
        checker.report(found.help("add the call that OASIS gives to Open Projects"));
    }
}

/// `readme-op-statement`.
pub fn readme(checker: &mut Checker<'_>) {
    let Some((name, text)) = at_root(checker, &["README.md"]) else { return };
    if STATEMENT.is_match(&text) {
        return;
    }
    let plain = ["OASIS Open Project", "an Open Project of OASIS"].iter().any(|words| text.contains(words));
    let message = if plain {
        format!("{name} says that this is an OASIS Open Project without a link")
    } else {
        format!("{name} does not say that this is an OASIS Open Project")
    };
    let found = checker.found(cover_place(checker.work), message);
    checker.report(found.help("write `NAME is an [OASIS Open Project](https://www.oasis-open.org/open-projects/)`"));
}

static STATEMENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:is|as) an?\s+(?:\[[^\]]*OASIS\s+Open\s+Project[^\]]*\]\(|\S*\s*<a [^>]*>[^<]*OASIS\s+Open\s+Project|\[?OASIS\]?(?:\([^)\s]*\))?\s+\[Open\s+Project\]\()")
        .expect("valid pattern")
});

/// A file at the root of the repository; a missing one is the matter of `repo-required-files`.
fn at_root(checker: &mut Checker<'_>, names: &[&'static str]) -> Option<(&'static str, String)> {
    let exists = |path: &str| checker.workspace.exists(path);
    if !exists(".git/HEAD") && !exists(".git") {
        checker.not_applicable("the project directory is not the root of a repository");
        return None;
    }
    let found = names.iter().find(|name| exists(name));
    let read = found.and_then(|name| Some((*name, checker.workspace.read_text(name).ok()?)));
    if read.is_none() {
        checker.not_applicable(format!("the repository has no {} that can be read", names[0]));
    }
    read
}
