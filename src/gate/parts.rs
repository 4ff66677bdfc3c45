//! Work products of several parts: conditions 135 to 142.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::files::{ending, name, stem};
use super::submission::{Submission, whole_stage_word};
use super::{Judge, Place};

/// Name of a part's file: abbreviation, version, stage, part.
static WHOLE: LazyLock<Regex> = LazyLock::new(|| {
    let words = "[A-Za-z0-9_]+(?:-[A-Za-z0-9_]+)*";
    let stages = r"os|(?:errata|csd|cnd|psd|pnd|wd|cs|cn|ps|pn)\d{2}";
    let pattern = format!(
        r"^(?P<name>{words})-(?P<version>[vV]\d+(?:\.\d+){{1,2}})-(?:{stages})-part(?P<number>\d+)-(?P<part>{words})$"
    );
    Regex::new(&pattern).expect("valid pattern")
});
static PLAIN_DIRECTORY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^part\d+-[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*$").expect("valid pattern"));
/// Number and name of a part, in a directory or behind the stage.
static PART: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^part(\d+)-([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)$").expect("valid pattern"));
static NAMED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)^-part\d+-[a-z0-9]+(?:-[a-z0-9]+)*$").expect("valid pattern"));
static FLAT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^-part\d+-.+$").expect("valid pattern"));

/// Endings of documents.
const DOCUMENTS: [&str; 5] = ["md", "docx", "odt", "html", "pdf"];

/// What may lie beside the parts.
const COMPANIONS: [&str; 4] = ["-public-review-metadata", "-comment-resolution-log", "-DIFF", "-diff"];

/// Whether the end of a name is that of a part: `-part1-core`.
pub(super) fn is_named_part(rest: &str) -> bool {
    NAMED.is_match(rest)
}

/// Whether the end of a name is that of a part, whatever the part is called.
pub(super) fn is_flat_part(rest: &str) -> bool {
    FLAT.is_match(rest)
}

/// A document's name without its part: up to the stage.
pub(super) fn core<'a>(stem: &'a str, stage: &str) -> &'a str {
    let marker = format!("-{stage}-part");
    stem.find(&marker).and_then(|at| stem.get(..at + 1 + stage.len())).unwrap_or(stem)
}

/// The documents of the stage directory and of the directories of parts in it, which `directory` knows.
fn documents<'s>(submission: &'s Submission<'_>, directory: &Regex) -> Vec<&'s str> {
    let below = |path: &str| match path.rsplit_once('/') {
        None => true,
        Some((above, _)) => !above.contains('/') && directory.is_match(above),
    };
    let is_document = |path: &str| DOCUMENTS.iter().any(|known| ending(path).eq_ignore_ascii_case(known));
    submission.files.paths().filter(|path| is_document(path) && below(path)).collect()
}

/// Conditions 135 and 136: all parts have one abbreviation and one version.
pub(super) fn names(submission: &Submission<'_>, judge: &mut Judge) {
    let mut parts: BTreeSet<(String, String)> = BTreeSet::new();
    let mut abbreviations: BTreeMap<String, &str> = BTreeMap::new();
    let mut versions: BTreeMap<String, &str> = BTreeMap::new();
    for path in documents(submission, &PLAIN_DIRECTORY) {
        let Some(found) = WHOLE.captures(stem(path)) else { continue };
        let group = |name: &str| found.name(name).map_or("", |group| group.as_str()).to_owned();
        parts.insert((group("number"), group("part")));
        abbreviations.entry(group("name")).or_insert(path);
        versions.entry(group("version")).or_insert(path);
    }
    if parts.len() < 2 {
        judge.not_applicable([135, 136], "the work product has no parts");
        return;
    }
    let differing = [(135, abbreviations, "abbreviations"), (136, versions, "versions")];
    for (ordinal, found, what) in differing {
        let listed = found.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
        judge.compared(ordinal, listed.as_str(), format!("one of all {what}"));
        if found.len() > 1 {
            let place = found.values().next_back().map_or(Place::Package, |path| Place::File((*path).to_owned()));
            judge.fail(ordinal, place, format!("the parts have several {what}: {listed}"));
            judge.help(ordinal, "the parts of a work product have one name and one version");
        }
    }
}

/// Conditions 137 to 142: every part has a number and a name, and the numbers run from one.
pub(super) fn numbers(submission: &Submission<'_>, judge: &mut Judge) {
    let stage = submission.stage.as_str();
    if !["csd", "cs", "os", "cnd", "cn"].contains(&whole_stage_word(stage)) {
        judge.not_applicable(137..=142, "parts are numbered in stages of committees only");
        return;
    }
    let documents = documents(submission, &PART);
    let marker = format!("-{}-{stage}", submission.version);
    let cores: BTreeSet<&str> = documents.iter().flat_map(|path| cores(stem(path), &marker)).collect();
    let (Some(core), 1) = (cores.first().copied(), cores.len()) else {
        judge.not_applicable(137..=142, "the documents have no name, version and stage in common");
        return;
    };
    let mut tails: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for path in documents {
        let Some(tail) = stem(path).strip_prefix(core) else { continue };
        if (tail.is_empty() || tail.starts_with('-')) && !COMPANIONS.contains(&tail) {
            tails.entry(tail).or_default().push(path);
        }
    }
    if tails.len() < 2 {
        judge.not_applicable(137..=142, "the work product has no parts");
        return;
    }
    let numbers = marked(&tails, core, judge);
    sequence(&numbers, judge);
}

/// The beginnings of a stem that end in the version and stage.
fn cores<'s>(stem: &'s str, marker: &str) -> Vec<&'s str> {
    let end = |(at, _): (usize, &str)| {
        let end = at + marker.len();
        let over = stem.get(end..).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
        if at > 0 && over { stem.get(..end) } else { None }
    };
    stem.match_indices(marker).filter_map(end).collect()
}

/// Conditions 137 to 139; the numbers, with the names and first file of each.
fn marked<'p>(tails: &BTreeMap<&str, Vec<&'p str>>, core: &str, judge: &mut Judge) -> Numbers<'p> {
    let mut numbers: Numbers<'p> = BTreeMap::new();
    let seen = tails.keys().map(|tail| format!("{core}{tail}")).collect::<Vec<_>>().join(", ");
    for ordinal in 137..=139 {
        judge.compared(ordinal, seen.as_str(), format!("{core}-part1-name and so on"));
    }
    for (tail, paths) in tails {
        let Some(first) = paths.first() else { continue };
        let place = Place::File((*first).to_owned());
        if tail.is_empty() {
            judge.fail(137, place, format!("`{}` has no number, and other documents beside it have", name(first)));
            judge.help(137, format!("call it {core}-part1-name, or take it out"));
            continue;
        }
        let Some((number, title)) = tail.strip_prefix('-').and_then(part) else {
            judge.fail(138, place, format!("`{}` has no number and name of a part", name(first)));
            judge.help(138, format!("call it {core}-part1-name"));
            continue;
        };
        let directories: BTreeMap<&str, &str> =
            paths.iter().filter_map(|path| Some((path.rsplit_once('/')?.0, *path))).collect();
        for (directory, path) in directories {
            if Some(directory) != tail.strip_prefix('-') {
                let said = format!("the file is part {number}, {title}, and its directory is {directory}");
                judge.fail(139, Place::File(path.to_owned()), said);
                judge.help(139, "call directory and file alike");
            }
        }
        let value = number.trim_start_matches('0');
        numbers.entry((value.len(), value.to_owned())).or_default().entry(title.to_owned()).or_insert(*first);
    }
    numbers
}

/// Names of the parts with a number, which is ordered by its length and digits, with a file of each.
type Numbers<'p> = BTreeMap<(usize, String), BTreeMap<String, &'p str>>;

fn part(text: &str) -> Option<(&str, &str)> {
    let found = PART.captures(text)?;
    Some((found.get(1)?.as_str(), found.get(2)?.as_str()))
}

/// Conditions 140 to 142.
fn sequence(numbers: &Numbers<'_>, judge: &mut Judge) {
    let shown = |digits: &str| if digits.is_empty() { "0".to_owned() } else { digits.to_owned() };
    let listed = numbers.keys().map(|(_, digits)| shown(digits)).collect::<Vec<_>>().join(", ");
    for ordinal in 140..=142 {
        judge.compared(ordinal, listed.as_str(), "1, 2, 3 and so on, each once");
    }
    for ((_, digits), names) in numbers {
        let mut files = names.iter();
        if let (Some((one, _)), Some((other, path))) = (files.next(), files.next()) {
            let said = format!("part {} is {one} and {other}", shown(digits));
            judge.fail(140, Place::File((*path).to_owned()), said);
            judge.help(140, "give every part a number of its own");
        }
    }
    let place = |names: &BTreeMap<String, &str>| {
        names.values().next().map_or(Place::Package, |path| Place::File((*path).to_owned()))
    };
    let mut wanted: u64 = 0;
    for (index, ((_, digits), names)) in numbers.iter().enumerate() {
        wanted += 1;
        if digits.parse() == Ok(wanted) {
            continue;
        }
        if index == 0 {
            judge.fail(141, place(names), format!("the parts begin at {}", shown(digits)));
            judge.help(141, "number the parts from 1");
        }
        judge.fail(
            142,
            place(names),
            format!("part {} stands where part {wanted} should: there are {listed}", shown(digits)),
        );
        judge.help(142, "number the parts without gaps");
        return;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_named_behind_the_stage() {
        assert_eq!(core("w-v1.0-csd01-part1-core", "csd01"), "w-v1.0-csd01");
        assert_eq!(core("w-v1.0-csd01", "csd01"), "w-v1.0-csd01");
        assert_eq!(cores("w-v1.0-csd010", "-v1.0-csd01"), Vec::<&str>::new());
        assert_eq!(cores("w-v1.0-csd01-part1", "-v1.0-csd01"), ["w-v1.0-csd01"]);
        let found = WHOLE.captures("a-b-v1.0-os-part2-x-y").unwrap();
        assert_eq!((&found["name"], &found["number"], &found["part"]), ("a-b", "2", "x-y"));
        assert!(!WHOLE.is_match("a-v1.0-os01-part1-x") && !WHOLE.is_match("a-v1.0-csd-part1-x"));
        assert_eq!(part("part01-a.b"), Some(("01", "a.b")));
    }
}
