//! Quotation marks, apostrophes, dashes.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::Severity;
use crate::markdown::NodeKind;
use crate::profiles::Body;
use crate::rules::Checker;
use crate::rules::running_text::{Pattern, find, pattern};
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::{Generation, Passage, PassageKind, Role};

use super::spelling::in_quotes;

static CURLY: LazyLock<Pattern> = LazyLock::new(|| pattern("[\u{201c}\u{201d}\u{2018}\u{2019}]"));

/// `straight-quotes`.
pub fn quotes(checker: &mut Checker<'_>) {
    in_code(checker);
    let work = checker.work;
    let mut edits = Vec::new();
    for (passage, place, range) in find(checker, &CURLY) {
        let text = passage.text();
        if is_kept(checker, passage, range) || is_in_name(text, place.start) {
            continue;
        }
        let double = text[place].starts_with(['\u{201c}', '\u{201d}']);
        edits.push(Edit::replace(range, if double { "\"" } else { "'" }));
    }
    let Some(first) = edits.first() else { return };
    let message = match edits.len() {
        1 => "a typographic quotation mark or apostrophe".to_owned(),
        count => format!("{count} typographic quotation marks and apostrophes, this is the first"),
    };
    let found = checker.found(first.range, message).help("write `\"` and `'`");
    // Only the templates of 2025 ask for it.
    let asked =
        work.generation == Generation::G3 && work.template().body == Body::TechnicalCommittee && !work.is_template();
    let found = if asked { found } else { found.at_most(Severity::Info) };
    checker.report(found.fix(Fix::safe("Write straight quotation marks", edits)));
}

/// The title, what it must agree with, and legal texts stay as they are.
fn is_kept(checker: &Checker<'_>, passage: Passage<'_>, range: TextRange) -> bool {
    let work = checker.work;
    let title = work.outline.title.is_some_and(|title| work.outline.sections[title].node == passage.node);
    let cover = work.cover.range.contains(passage.range);
    let after = work.notices.sentences.partition_point(|sentence| sentence.range.end <= range.start);
    title || cover || work.notices.sentences.get(after).is_some_and(|sentence| sentence.range.overlaps(range))
}

/// The apostrophe of `O’Brien`.
fn is_in_name(text: &str, at: usize) -> bool {
    let before = text[..at].chars().last();
    let after = text[at..].chars().nth(1);
    before.is_some_and(char::is_uppercase) && after.is_some_and(char::is_uppercase)
}

/// Opening and closing marks where a delimiter belongs: after white space or a bracket, before one.
static IN_CODE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?m)^[^\"'`#/\n]*?(?:[=:,(\\[{]\\s*|^\\s*)(?P<mark>[\u{201c}\u{201d}\u{2018}])").expect("valid pattern")
});

fn in_code(checker: &mut Checker<'_>) {
    let work = checker.work;
    for node in work.document.descendants(work.document.root()) {
        let NodeKind::CodeBlock { info, literal, .. } = work.document.kind(node) else { continue };
        let language = info.split_whitespace().next().unwrap_or_default();
        if matches!(language, "" | "text" | "mermaid" | "markdown" | "md")
            || !literal.contains(['\u{201c}', '\u{2018}'])
        {
            continue;
        }
        let range = work.document.range(node);
        let slice = work.slice(range);
        let from = slice.find('\n').unwrap_or_default();
        let Some(mark) = IN_CODE.captures_at(slice, from).and_then(|found| found.name("mark")) else { continue };
        let found = checker.found(range.inside(mark.range()), "a typographic quotation mark stands in code");
        checker.report(found.at_most(Severity::Warning).help("no program reads it: write `\"` or `'`"));
    }
}

/// How contractions end; the word before the apostrophe is looked at when one is found.
static TAIL: LazyLock<Pattern> = LazyLock::new(|| pattern(r"(?i)['\u{2019}](?:t|s|re|ve|ll|d|m)\b"));

/// Words that take `’s` for `is` or `us`: after others it shows whose a thing is.
const WITH_S: [&str; 6] = ["it", "that", "there", "here", "what", "let"];

/// Words that take `’t`, without their `n`.
const WITH_NOT: [&str; 17] = [
    "ca", "do", "does", "did", "wo", "is", "are", "was", "were", "has", "have", "had", "could", "should", "would",
    "must", "need",
];

/// Where the contraction begins whose apostrophe stands at `at`.
fn contraction(text: &str, place: &Range<usize>) -> Option<usize> {
    let before = text.get(..place.start)?;
    let start = before.len() - before.bytes().rev().take_while(u8::is_ascii_alphabetic).count();
    let stem = before.get(start..)?.to_ascii_lowercase();
    let tail = text.get(place.clone())?.trim_start_matches(['\'', '\u{2019}']).to_ascii_lowercase();
    let is_one = match tail.as_str() {
        "t" => stem.strip_suffix('n').is_some_and(|stem| WITH_NOT.contains(&stem)),
        "s" => WITH_S.contains(&stem.as_str()),
        "m" => stem == "i",
        _ => ["we", "they", "you", "i"].contains(&stem.as_str()),
    };
    is_one.then_some(start)
}

/// `contractions`.
pub fn contractions(checker: &mut Checker<'_>) {
    let work = checker.work;
    let mut places: Vec<TextRange> = Vec::new();
    for (passage, place, _) in find(checker, &TAIL) {
        let text = passage.text();
        // A title may speak as people do.
        if passage.kind != PassageKind::Heading
            && let Some(start) = contraction(text, &place)
            && !in_quotes(text, start)
        {
            places.push(passage.source(start..place.end));
        }
    }
    let Some(&first) = places.first() else { return };
    let message = match places.len() {
        1 => format!("`{}` is a contraction", work.slice(first)),
        count => format!("`{}` is a contraction, the first of {count}", work.slice(first)),
    };
    let edits: Vec<Edit> =
        places.iter().filter_map(|&place| Some(Edit::replace(place, in_full(work.slice(place))?))).collect();
    let mut found = checker.found(first, message).help("formal prose writes it in full");
    for &place in places.iter().skip(1).take(MAX_RELATED) {
        found = found.related(place, format!("`{}`", work.slice(place)));
    }
    let whole = edits.len() == places.len();
    checker.report(if whole { found.fix(Fix::risky("Write them in full", edits)) } else { found });
}

/// Most further places a finding names.
const MAX_RELATED: usize = 8;

/// A contraction in full, where it can stand for one thing only.
fn in_full(written: &str) -> Option<String> {
    let (stem, tail) = written.split_once(['\'', '’'])?;
    let lower = stem.to_ascii_lowercase();
    Some(match (lower.as_str(), tail) {
        ("can", "t") => format!("{stem}not"),
        ("won", "t") => format!("{}ill not", stem.get(..1)?),
        (_, "t") => format!("{} not", stem.strip_suffix('n').unwrap_or(stem)),
        ("let", "s") => format!("{stem} us"),
        (_, "re") => format!("{stem} are"),
        (_, "ve") => format!("{stem} have"),
        (_, "ll") => format!("{stem} will"),
        (_, "m") => format!("{stem} am"),
        (_, "s") => format!("{stem} is"),
        _ => return None,
    })
}

/// A dash between words, with the space around it.
static DASH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?m)\S(?P<dash>[ \u{a0}]*(?:---?|\u{2013}|\u{2014})[ \u{a0}]*|[ ]-[ ])\S").expect("valid pattern")
});

/// `inconsistent-dash`.
pub fn dashes(checker: &mut Checker<'_>) {
    let work = checker.work;
    let mut by_form: BTreeMap<&str, Vec<TextRange>> = BTreeMap::new();
    for passage in work.passages.iter().filter(|passage| passage.kind == PassageKind::Heading) {
        let Some(at) = work.outline.section_at(passage.range.start) else { continue };
        let section = &work.outline.sections[at];
        if !matches!(section.role, Role::Section | Role::Appendix) || section.is_tag() || section.node != passage.node {
            continue;
        }
        // What parts a number from its title has a rule of its own.
        let text = passage.text();
        let from = section.number.as_ref().map_or(0, |_| text.find(|c: char| c.is_whitespace()).unwrap_or(0));
        let title = text.find(&section.title).unwrap_or(from);
        let Some(found) = DASH.captures_at(text, title).and_then(|found| found.name("dash")) else { continue };
        // A range of numbers is no pause.
        let digits = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let is_range = digits(text[..found.start()].chars().last()) && digits(text[found.end()..].chars().next());
        if !is_range && !passage.is_code(found.start()) {
            by_form.entry(found.as_str().trim()).or_default().push(passage.source(found.range()));
        }
    }
    let Some((&usual, most)) = by_form.iter().max_by_key(|(_, places)| places.len()) else { return };
    for (form, places) in &by_form {
        if *form == usual || places.len() * 2 > most.len() {
            continue;
        }
        for &range in places {
            let message = format!("the heading is parted by `{form}`, others by `{usual}`");
            let fix = Fix::risky(format!("Write {usual}"), vec![Edit::replace(range, work.slice(most[0]))]);
            checker.report(checker.found(range, message).related(most[0], "as here").fix(fix));
        }
    }
}
