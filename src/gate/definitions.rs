//! Whether every schema and grammar is referred to: conditions 148 and 149.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

use percent_encoding::percent_decode_str;
use regex::Regex;

use crate::package::MANIFEST;

use super::files::{ending, name};
use super::hygiene::in_working_directory;
use super::schemas;
use super::submission::{Submission, is_standards_track};
use super::tokens::{Piece, attribute, pieces};
use super::traced::Traced;
use super::{Judge, Place};

/// Endings of definitions in a computer language; JSON is one where it says that it is a schema.
const DEFINITIONS: [&str; 11] = ["xsd", "rng", "rnc", "dtd", "wsdl", "abnf", "bnf", "ebnf", "g4", "java", "xml"];

/// Directories of what illustrates or builds.
const ASIDE: [&str; 17] = [
    "example",
    "examples",
    "sample",
    "samples",
    "test-case",
    "test-cases",
    "non-normative",
    "assets",
    "template",
    "templates",
    "_template",
    "_assets",
    "vendor",
    "css",
    "js",
    "dist",
    "build",
];

/// Endings of what is no plain text.
const BINARY: [&str; 13] =
    ["docx", "doc", "pdf", "odt", "zip", "xlsx", "pptx", "ppt", "xls", "png", "jpg", "jpeg", "gif"];

/// How many names are looked for that are more than a word; no sound package has one.
const ODD: usize = 100;

static GUIDE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)^(?:readme|index)(?:[._-][\w-]+)*$").expect("valid pattern"));
static LINK: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\]\((\S+?)\)").expect("valid pattern"));
static LOCATION: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?i)(?:schemaLocation|location)\s*=\s*"([^"]+)""#).expect("valid pattern"));
static REFERENCE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#""\$ref"\s*:\s*"([^"]+)""#).expect("valid pattern"));
static WORD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[\w.-]+").expect("valid pattern"));

/// Conditions 148 and 149.
pub(super) fn references(submission: &Submission<'_>, judge: &mut Judge) {
    if !is_standards_track(&submission.stage) {
        judge.not_applicable([148, 149], "only specifications define normatively");
        return;
    }
    let candidates: Vec<&str> =
        submission.files.paths().filter(|path| is_definition(submission, path, judge)).collect();
    if candidates.is_empty() {
        judge.not_applicable([148, 149], "the package holds no schema or grammar");
        return;
    }
    let names: HashSet<&str> = candidates.iter().map(|path| name(path)).collect();
    let mut mentions = Mentions::new(names, judge.official());
    document(submission, &mut mentions);
    guides(submission, &candidates, &mut mentions);
    for (index, path) in candidates.iter().enumerate() {
        let text = Traced::read(path, submission.files.read(path).unwrap_or_default());
        mentions.text(text.text(), Some(index));
        mentions.targets(text.text(), &[&LOCATION, &REFERENCE], Some(index));
    }
    let mut owners: BTreeMap<&str, usize> = BTreeMap::new();
    for path in &candidates {
        *owners.entry(name(path)).or_default() += 1;
    }
    for ordinal in [148, 149] {
        judge.compared(ordinal, candidates.join(", "), "each referred to, by a path where two have one name");
    }
    for (index, path) in candidates.iter().enumerate() {
        let place = Place::File((*path).to_owned());
        if mentions.by_path(path, index) {
            continue;
        }
        if !mentions.by_name(name(path), index) {
            judge.fail(148, place, format!("nothing refers to {path}"));
            judge.help(148, "link to the file from the document, or from another schema");
        } else if owners.get(name(path)).is_some_and(|count| *count > 1) {
            judge.fail(149, place, format!("`{}` is the name of several files", name(path)));
            judge.help(149, "refer to each by its path");
        }
    }
}

fn is_definition(submission: &Submission<'_>, path: &str, judge: &Judge) -> bool {
    let directory = path.rsplit_once('/').map_or("", |(directory, _)| directory);
    let aside = directory.split('/').any(|part| ASIDE.contains(&part.to_lowercase().as_str()));
    if aside || in_working_directory(path, judge.official()) || submission.delivers(path) || path == MANIFEST {
        return false;
    }
    let ending = ending(path).to_lowercase();
    DEFINITIONS.contains(&ending.as_str()) || (ending == "json" && is_schema(submission, path, judge))
}

fn is_schema(submission: &Submission<'_>, path: &str, judge: &Judge) -> bool {
    let text = Traced::read(path, submission.files.read(path).unwrap_or_default());
    let value = schemas::read(text.text(), judge.official()).unwrap_or_default();
    value.get("$schema").is_some() || value.get("$id").is_some()
}

/// What the document itself says.
fn document(submission: &Submission<'_>, mentions: &mut Mentions<'_>) {
    if let Some(markdown) = submission.markdown_prose() {
        mentions.text(markdown.text(), None);
        mentions.targets(markdown.text(), &[&LINK], None);
        return;
    }
    let Some(html) = submission.html_prose() else { return };
    let mut silent = 0usize;
    let mut seen = String::new();
    for piece in pieces(html.text()) {
        match piece {
            Piece::Start(name, attributes) => {
                for key in ["href", "src"] {
                    if let Some(target) = attribute(&attributes, key) {
                        mentions.target(target, None);
                    }
                }
                silent += usize::from(name == "script" || name == "style");
            }
            Piece::End(name) if name == "script" || name == "style" => silent = silent.saturating_sub(1),
            Piece::Text(text) if silent == 0 => seen.push_str(&text),
            _ => {}
        }
    }
    mentions.text(&seen, None);
}

/// What the manifest and the files that introduce the package say.
fn guides(submission: &Submission<'_>, candidates: &[&str], mentions: &mut Mentions<'_>) {
    for path in submission.files.paths().filter(|path| !path.contains('/') && !candidates.contains(path)) {
        let guide = GUIDE.is_match(path) && !BINARY.contains(&ending(path).to_lowercase().as_str());
        let patterns: &[&LazyLock<Regex>] = match path {
            MANIFEST => &[&REFERENCE],
            _ if guide => &[&REFERENCE, &LOCATION],
            _ => continue,
        };
        let text = Traced::read(path, submission.files.read(path).unwrap_or_default());
        mentions.text(text.text(), None);
        mentions.targets(text.text(), patterns, None);
    }
}

/// Who mentions something: the package's documents, or definitions by their index.
#[derive(Debug, Default)]
struct Sources {
    document: bool,
    first: Option<usize>,
    several: bool,
}

impl Sources {
    fn add(&mut self, source: Option<usize>) {
        match (source, self.first) {
            (None, _) => self.document = true,
            (Some(source), None) => self.first = Some(source),
            (Some(source), Some(first)) => self.several |= source != first,
        }
    }

    /// Whether another than this definition does.
    fn other_than(&self, index: usize) -> bool {
        self.document || self.several || self.first.is_some_and(|first| first != index)
    }
}

/// Everything that is mentioned.
#[derive(Debug, Default)]
struct Mentions<'a> {
    /// Names of the definitions.
    names: HashSet<&'a str>,
    /// Those that are more than a word.
    odd: Vec<&'a str>,
    official: bool,
    /// Names in running text.
    words: HashMap<String, Sources>,
    /// Where links and includes lead.
    targets: HashMap<String, Sources>,
    /// The last parts of those.
    target_names: HashMap<String, Sources>,
}

impl<'a> Mentions<'a> {
    fn new(names: HashSet<&'a str>, official: bool) -> Self {
        let is_odd = |name: &&str| WORD.find(name).is_none_or(|word| word.len() < name.len());
        let mut odd: Vec<&str> = names.iter().copied().filter(is_odd).collect();
        odd.sort_unstable();
        odd.truncate(ODD);
        Self { names, odd, official, ..Self::default() }
    }

    fn text(&mut self, text: &str, source: Option<usize>) {
        let text = percent_decode_str(text).decode_utf8_lossy();
        for word in WORD.find_iter(&text) {
            let word = if self.official { word.as_str() } else { word.as_str().trim_end_matches(['.', '-']) };
            if self.names.contains(word) {
                self.words.entry(word.to_owned()).or_default().add(source);
            }
        }
        for name in &self.odd {
            if text.contains(*name) {
                self.words.entry((*name).to_owned()).or_default().add(source);
            }
        }
    }

    fn targets(&mut self, text: &str, patterns: &[&LazyLock<Regex>], source: Option<usize>) {
        for pattern in patterns {
            for found in pattern.captures_iter(text) {
                self.target(found.get(1).map_or("", |target| target.as_str()), source);
            }
        }
    }

    fn target(&mut self, target: &str, source: Option<usize>) {
        let path = target_path(target);
        self.target_names.entry(name(&path).to_owned()).or_default().add(source);
        self.targets.entry(path).or_default().add(source);
    }

    /// Whether another file leads to this one, by its path or by two or more of the last parts of it.
    fn by_path(&self, path: &str, index: usize) -> bool {
        let path = target_path(path);
        let ends: BTreeSet<&str> = path.match_indices('/').filter_map(|(at, _)| path.get(at + 1..)).collect();
        let led = |path: &str| self.targets.get(path).is_some_and(|sources| sources.other_than(index));
        led(&path) || ends.into_iter().filter(|end| end.contains('/')).any(led)
    }

    /// Whether another file has the name of this one.
    fn by_name(&self, name: &str, index: usize) -> bool {
        let said = |found: Option<&Sources>| found.is_some_and(|sources| sources.other_than(index));
        said(self.words.get(name)) || said(self.target_names.get(&target_path(name)))
    }
}

/// A target as a path of the package, without what leads to its directory.
fn target_path(target: &str) -> String {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let path = percent_decode_str(path).decode_utf8_lossy().replace('\\', "/");
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mentions(name: &str, official: bool) -> Mentions<'_> {
        Mentions::new(HashSet::from([name]), official)
    }

    #[test]
    fn a_name_is_a_whole_word() {
        let mut found = mentions("w.xsd", true);
        found.text("the file w.xsd.bak and my-w.xsd", None);
        assert!(!found.by_name("w.xsd", 0));
        found.text("see (w.xsd)", None);
        assert!(found.by_name("w.xsd", 0));
    }

    #[test]
    fn a_sentence_may_end_in_a_name() {
        for (official, expected) in [(true, false), (false, true)] {
            let mut found = mentions("w.xsd", official);
            found.text("See w.xsd.", None);
            assert_eq!(found.by_name("w.xsd", 0), expected);
        }
    }

    #[test]
    fn no_definition_vouches_for_itself() {
        let mut found = mentions("w.xsd", true);
        found.text("w.xsd", Some(0));
        found.target("../s/w.xsd#x", Some(0));
        assert!(!found.by_name("w.xsd", 0) && !found.by_path("s/w.xsd", 0));
        assert!(found.by_name("w.xsd", 1) && found.by_path("a/s/w.xsd", 1));
        assert!(!found.by_path("a/w.xsd", 1));
    }
}
