//! The characters of names: conditions 125 to 128.

use std::collections::BTreeSet;

use super::files::{name, stem};
use super::hygiene::in_working_directory;
use super::submission::Submission;
use super::{Judge, Place};

/// Conditions 125 to 128.
pub(super) fn characters(submission: &Submission<'_>, judge: &mut Judge) {
    document(judge, "stage", &submission.stage, Place::Package);
    document(judge, "version", &submission.version, Place::Package);
    let official = judge.official();
    let mut directories = BTreeSet::new();
    let paths: Vec<&str> = submission.files.paths().filter(|path| !in_working_directory(path, official)).collect();
    for path in &paths {
        directories.extend(path.match_indices('/').filter_map(|(at, _)| path.get(..at)));
        let place = Place::File((*path).to_owned());
        match path.rsplit_once('/') {
            None if !submission.stem().is_empty() && stem(path) == submission.stem() => {
                document(judge, "document", path, place);
            }
            Some((directory, name)) if is_part(directory) => document(judge, "document of a part", name, place),
            _ => other(judge, path, place),
        }
    }
    for directory in directories {
        let place = Place::File(directory.to_owned());
        if is_part(directory) {
            document(judge, "directory of a part", directory, place);
        } else {
            other(judge, directory, place);
        }
    }
    let seen = format!("{} names", paths.len() + 2);
    for ordinal in [125, 126] {
        judge.compared(ordinal, seen.as_str(), "letters A to Z, digits, full stops and hyphens");
    }
    judge.compared(127, seen.as_str(), "letters A to Z, digits, full stops, hyphens and underscores");
    judge.compared(128, seen, "no empty name");
}

/// A directory of the stage directory that holds a part: `part1-core`.
fn is_part(path: &str) -> bool {
    let rest = path.strip_prefix("part").unwrap_or_default();
    let name = rest.trim_start_matches(char::is_numeric);
    name.len() < rest.len() && name.len() > 1 && name.starts_with(['-', '_']) && !path.contains('/')
}

/// The characters of a name that are neither letters nor digits, full stops or hyphens.
fn strange(name: &str) -> Vec<char> {
    let mut found = Vec::new();
    for c in name.chars().filter(|c| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))) {
        if !found.contains(&c) {
            found.push(c);
        }
    }
    found
}

/// A name that is part of a document's address.
fn document(judge: &mut Judge, what: &str, name: &str, place: Place) {
    if name.is_empty() {
        judge.fail(128, place, format!("the {what} has no name"));
        judge.help(128, "judge the directory at its place in the tree: …/v1.0/csd01");
        return;
    }
    match strange(name).as_slice() {
        [] => {}
        ['_'] => {
            judge.fail(125, place, format!("the name of the {what} `{name}` has an underscore"));
            judge.help(125, "write a hyphen in its place");
        }
        found => {
            judge.fail(126, place, format!("the name of the {what} `{name}` has {}", listed(found)));
            judge.help(126, "use letters A to Z, digits, full stops and hyphens");
        }
    }
}

/// Another name, which may have underscores.
fn other(judge: &mut Judge, path: &str, place: Place) {
    let found: Vec<char> = strange(name(path)).into_iter().filter(|c| *c != '_').collect();
    if !found.is_empty() {
        judge.fail(127, place, format!("the name `{}` has {}", name(path), listed(&found)));
        judge.help(127, "use letters A to Z, digits, full stops, hyphens and underscores");
    }
}

fn listed(found: &[char]) -> String {
    let names = found.iter().map(|c| match c {
        ' ' => "a space".to_owned(),
        c => format!("`{c}`"),
    });
    names.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_have_a_number_and_a_name() {
        assert!(is_part("part1-core") && is_part("part12_core"));
        assert!(!is_part("part1") && !is_part("part1-") && !is_part("part-core") && !is_part("a/part1-core"));
    }

    #[test]
    fn strange_characters_are_named_once() {
        assert_eq!(strange("a b_c d.é-"), [' ', '_', 'é']);
    }
}
