//! What documents call their requirements: `[MQTT-3.1.0-1]`, `**R31**`, `5.1-2`, `REQ-7:`.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::markdown::{NodeId, NodeKind};
use crate::source::TextRange;

use super::WorkProduct;
use super::passages::Passage;

/// The name of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identifier {
    /// What it is.
    pub text: String,
    /// Its bytes.
    pub range: TextRange,
}

/// What may be an identifier.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub identifier: Identifier,
    /// Its form leaves no doubt; else it has to be one of a series.
    sure: bool,
    /// How much of the sentence it takes, brackets and colon included.
    taken: usize,
}

impl Candidate {
    /// What a sentence says behind its identifier.
    pub fn behind<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.taken..).unwrap_or_default().trim_start()
    }
}

macro_rules! id {
    () => {
        r"[A-Z][A-Za-z]{0,19}(?:[-_.:][A-Za-z0-9]{1,20}){0,6}"
    };
}

static LEADING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:\[\s*(?P<bracketed>",
        id!(),
        r"|[A-Z]{1,8}\d[\d.]*|\d+(?:\.\d+)*-\d+)\s*\]|\((?P<round>[A-Z]{1,12}-?\d{1,4})\)|(?P<dotted>\d{1,3}(?:\.(?:\d{1,3}|[A-Z])){2,6}|\d{1,3}(?:\.\d{1,3})*-\d{1,3})\s|(?P<bare>(?:Rule|Requirement|Constraint|Statement|Test)\s\d+(?:[-.]\d+)*|",
        id!(),
        r"|[A-Z]{1,8}\d[\d.]*))(?P<colon>\s*[:.)]?)",
    ))
    .expect("valid pattern")
});

static TRAILING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(r"[\[(](?P<id>", id!(), r"|[A-Z]{1,8}\d[\d.]*)[\])]\s*[.;:]?$")).expect("valid pattern")
});

static WHOLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(r"^[\[(]?(?P<id>", id!(), r"|[A-Z]{1,8}\d[\d.]*|\d+(?:\.\d+)*-\d+)[\])]?$"))
        .expect("valid pattern")
});

/// `7.1.3 Requirement 3: TLS`.
static TITLE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?:Requirement|Rule|Constraint)\s\d+(?:[-.]\d+)*\b").expect("valid pattern"));

/// The identifier in the heading of a section: of one that is a mere tag, `#### [R31]`, or of one named after it.
pub(super) fn of_heading(work: &WorkProduct, section: usize) -> Option<Candidate> {
    let place = &work.outline.sections[section];
    if let Some(name) = TITLE.find(&place.title) {
        return candidate(work, name.as_str(), place.text_range, true, 0);
    }
    let listed = || work.references.sections.binary_search(&section).is_ok();
    if !place.is_tag() || listed() {
        return None;
    }
    let inner = place.text.trim_start_matches('[').split([']', '[', ' ']).next().unwrap_or_default();
    let sure = place.text.starts_with('[');
    candidate(work, inner, place.text_range, sure, 0).filter(|_| WHOLE.is_match(inner))
}

/// The identifier in the first cell of a row.
pub(super) fn of_row(work: &WorkProduct, cell: NodeId) -> Option<Candidate> {
    let shown = work.plain(cell);
    let id = WHOLE.captures(&shown)?.name("id")?.as_str();
    candidate(work, id, work.document.range(cell), false, 0)
}

/// The identifier before or behind a sentence.
pub(super) fn of_sentence(
    work: &WorkProduct,
    passage: Passage<'_>,
    part: Range<usize>,
    next: Option<Range<usize>>,
    first: bool,
) -> Option<Candidate> {
    let text = passage.text();
    let sentence = text.get(part.clone())?;
    let leading = leading(work, passage, part.clone(), first);
    leading.or_else(|| {
        let found = |text: &str, from: usize| {
            if !ends_in_bracket(text) {
                return None;
            }
            let id = TRAILING.captures(text)?.name("id")?;
            let range = passage.source(from + id.start()..from + id.end());
            candidate(work, id.as_str(), range, false, 0)
        };
        found(sentence, part.start).or_else(|| {
            let next = next?;
            let behind = text.get(next.clone())?;
            if behind.starts_with('[') { found(behind, next.start).filter(|_| behind.len() < 48) } else { None }
        })
    })
}

/// Whether a bracket and perhaps a stop behind it end a text.
fn ends_in_bracket(text: &str) -> bool {
    text.strip_suffix(['.', ';', ':']).unwrap_or(text).trim_end().ends_with([']', ')'])
}

/// Longest identifier, in bytes.
const LONGEST: usize = 48;

fn leading(work: &WorkProduct, passage: Passage<'_>, part: Range<usize>, first: bool) -> Option<Candidate> {
    let text = passage.text().get(part.clone())?;
    // What stands in no brackets needs a digit near.
    let bare = first && text.bytes().take(LONGEST).any(|byte| byte.is_ascii_digit());
    if !bare && !text.starts_with(['[', '(']) {
        return None;
    }
    let found = LEADING.captures(text)?;
    let whole = found.get(0)?;
    let source = |range: Range<usize>| passage.source(part.start + range.start..part.start + range.end);
    if let Some(id) = found.name("bracketed").or(found.name("round")) {
        return candidate(work, id.as_str(), source(id.range()), false, whole.end());
    }
    if !first {
        return None;
    }
    let document = &work.document;
    if let Some(id) = found.name("dotted") {
        let item = |above| matches!(document.kind(above), NodeKind::Item { .. });
        let listed = document.ancestors(passage.node).any(item);
        return candidate(work, id.as_str(), source(id.range()), true, whole.end()).filter(|_| listed);
    }
    let id = found.name("bare")?;
    let range = source(id.range());
    let bold = work.text().get(..range.start as usize).is_some_and(|before| before.ends_with("**"));
    let colon = found.name("colon").is_some_and(|colon| colon.as_str().ends_with(':'));
    if bold || colon { candidate(work, id.as_str(), range, false, whole.end()) } else { None }
}

fn candidate(work: &WorkProduct, id: &str, range: TextRange, sure: bool, taken: usize) -> Option<Candidate> {
    let id = id.trim_end_matches('.');
    let numbered = id.bytes().any(|b| b.is_ascii_digit());
    if !numbered || id.len() > LONGEST || is_publication(id) || work.references.defines(id) {
        return None;
    }
    Some(Candidate { identifier: Identifier { text: id.to_owned(), range }, sure, taken })
}

/// Names that begin the tags of publications and the names of techniques.
const PUBLICATIONS: [&str; 22] = [
    "rfc", "iso", "iec", "isoiec", "ieee", "fips", "nist", "nistsp", "sp", "bcp", "std", "cve", "cwe", "itu", "utf",
    "sha", "ipv", "http", "tls", "aes", "md", "unicode",
];

fn is_publication(id: &str) -> bool {
    let letters: String = id.chars().filter(char::is_ascii_alphabetic).collect();
    PUBLICATIONS.contains(&letters.to_ascii_lowercase().as_str())
}

/// The families that identifiers come in: `R1`, `R2`, `R3`.
pub(super) struct Series(HashMap<String, HashSet<String>>);

impl Series {
    pub fn new<'a>(candidates: impl Iterator<Item = &'a Candidate>) -> Self {
        let mut series: HashMap<String, HashSet<String>> = HashMap::new();
        for candidate in candidates {
            let id = &candidate.identifier.text;
            series.entry(stem(id).to_owned()).or_default().insert(id.clone());
        }
        Self(series)
    }

    /// Whether a candidate is beyond doubt, or one of several alike.
    pub fn holds(&self, candidate: &Candidate) -> bool {
        let family = self.0.get(stem(&candidate.identifier.text));
        candidate.sure || family.is_some_and(|family| family.len() > 1)
    }
}

fn stem(id: &str) -> &str {
    id.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '_' | ':'))
}
