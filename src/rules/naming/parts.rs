//! The parts of a work product, as the files of its package are named.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use crate::rules::rendition::PackageChecker;

static PART: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?P<work>.+)-part(?P<number>\d{1,9})-(?P<name>[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)$")
        .expect("valid pattern")
});
static DIRECTORY: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^part\d{1,9}-[^/]+$").expect("valid pattern"));

/// Endings of documents.
const DOCUMENTS: [&str; 5] = ["md", "docx", "odt", "html", "pdf"];

/// A document that is named as a part.
struct Part<'a> {
    path: &'a str,
    work: String,
    number: u32,
    name: String,
}

/// `part-numbers`.
pub fn numbers(checker: &mut PackageChecker<'_>) {
    let package = checker.package;
    let documents: Vec<(&str, &str)> = package.files.keys().filter_map(|path| document(path)).collect();
    let parts: Vec<Part<'_>> = documents.iter().filter_map(|(path, stem)| part(path, stem)).collect();
    let distinct: BTreeSet<(u32, &str)> = parts.iter().map(|part| (part.number, part.name.as_str())).collect();
    if distinct.len() < 2 {
        return checker.not_applicable("the work product has no parts");
    }
    let listed = distinct.iter().map(|(number, name)| format!("{number} {name}")).collect::<Vec<_>>().join(", ");
    checker.compared(listed, "parts 1, 2, 3 and so on of one work product");
    works(checker, &parts, &documents);
    sequence(checker, &parts);
    for part in &parts {
        let directory = part.path.rsplit_once('/').map(|(directory, _)| directory);
        let wanted =
            part.path.rsplit_once("-part").and_then(|(_, tail)| Some(format!("part{}", tail.rsplit_once('.')?.0)));
        if directory.is_some_and(|directory| Some(directory) != wanted.as_deref()) {
            let message =
                format!("the file is part {}, {}, and lies in another part's directory", part.number, part.name);
            let found = checker.found(part.path, "", message);
            checker.report(found.help("call directory and file alike"));
        }
    }
}

/// A document of the stage directory, or of the directory of a part, with its name.
fn document(path: &str) -> Option<(&str, &str)> {
    let (directory, name) = path.rsplit_once('/').map_or((None, path), |(directory, name)| (Some(directory), name));
    let (stem, ending) = name.rsplit_once('.')?;
    let known = DOCUMENTS.iter().any(|document| ending.eq_ignore_ascii_case(document));
    (known && directory.is_none_or(|directory| DIRECTORY.is_match(directory))).then_some((path, stem))
}

fn part<'a>(path: &'a str, stem: &str) -> Option<Part<'a>> {
    let found = PART.captures(stem)?;
    let text = |name: &str| found.name(name).map_or("", |group| group.as_str()).to_owned();
    Some(Part { path, work: text("work"), number: text("number").parse().ok()?, name: text("name") })
}

/// All parts are of one work product, version and stage, and no document of it stands beside them without a number.
fn works(checker: &mut PackageChecker<'_>, parts: &[Part<'_>], documents: &[(&str, &str)]) {
    let mut works: BTreeMap<&str, &str> = BTreeMap::new();
    for part in parts {
        works.entry(&part.work).or_insert(part.path);
    }
    if let (Some(first), Some((other, path))) = (works.keys().next(), works.iter().nth(1)) {
        let found = checker.found(path, "", format!("the part belongs to {other}, another to {first}"));
        checker.report(found.help("the parts of a work product have one name, one version and one stage"));
    }
    let bare: BTreeSet<&str> =
        documents.iter().filter(|(_, stem)| works.contains_key(stem)).map(|(path, _)| *path).collect();
    for path in bare {
        let found = checker.found(path, "", "the document has no number, and others beside it have");
        checker.report(found.help("name it like `name-v1.0-csd01-part1-overview.md`, or take it out"));
    }
}

/// The numbers run from one, each for one part.
fn sequence(checker: &mut PackageChecker<'_>, parts: &[Part<'_>]) {
    let mut numbers: BTreeMap<u32, BTreeMap<&str, &str>> = BTreeMap::new();
    for part in parts {
        numbers.entry(part.number).or_default().entry(&part.name).or_insert(part.path);
    }
    for (number, names) in &numbers {
        if let (Some(first), Some((other, path))) = (names.keys().next(), names.iter().nth(1)) {
            let found = checker.found(path, "", format!("part {number} is {first} and {other}"));
            checker.report(found.help("give every part a number of its own"));
        }
    }
    let out_of_place = numbers.iter().zip(1u32..).find(|((number, _), wanted)| **number != *wanted);
    if let Some(((number, names), wanted)) = out_of_place
        && let Some(path) = names.values().next()
    {
        let found = checker.found(path, "", format!("part {number} stands where part {wanted} should"));
        checker.report(found.help("number the parts from 1 without gaps"));
    }
}
