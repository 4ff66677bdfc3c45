//! Acronyms and terms: spelled out, used, defined once.

use std::ops::Range;

use foldhash::{HashMap, HashMapExt, HashSet};

use crate::markdown::NodeKind;
use crate::profiles::is_common_acronym;
use crate::rules::Checker;
use crate::source::TextRange;
use crate::work_product::{Passage, PassageKind, Role, Term, TermKind, WorkProduct};

/// Uses from which an acronym is one the reader has to know.
const USES: usize = 3;

/// Longest acronym; beyond it, a word in capitals is a name.
const MAX_LENGTH: usize = 12;

/// Longest acronym that somebody must spell out.
const MAX_SPOKEN: usize = 6;

/// Most findings shown one by one.
const MAX_SHOWN: usize = 5;

/// Most further places a finding names.
const MAX_RELATED: usize = 12;

/// An acronym that the reader may have to know.
struct Candidate<'a> {
    name: &'a str,
    /// Its first use in the body.
    first: Option<TextRange>,
    uses: usize,
    /// Somewhere it stands beside what it means.
    spelled_out: bool,
}

/// `acronym-first-use`.
pub fn first_use(checker: &mut Checker<'_>) {
    let work = checker.work;
    let mut candidates = used(work);
    candidates.retain(|candidate| candidate.uses >= USES && !candidate.spelled_out);
    if candidates.is_empty() {
        return;
    }
    let codes = short_codes(work);
    candidates.retain(|candidate| !codes.contains(candidate.name.to_lowercase().as_str()));
    let mut missing: Vec<(&str, TextRange)> =
        candidates.iter().filter_map(|candidate| Some((candidate.name, candidate.first?))).collect();
    missing.sort_by_key(|(_, range)| *range);
    let help = "spell it out where it is first used, as in `certificate authority (CA)`, or list it";
    if missing.len() <= MAX_SHOWN {
        for (acronym, range) in missing {
            checker.report(checker.found(range, format!("`{acronym}` is spelled out nowhere")).help(help));
        }
        return;
    }
    let names: Vec<String> = missing.iter().take(MAX_RELATED).map(|(acronym, _)| format!("`{acronym}`")).collect();
    let more = if missing.len() > names.len() { ", …" } else { "" };
    let message = format!("{} acronyms are spelled out nowhere: {}{more}", missing.len(), names.join(", "));
    let mut found = checker.found(missing[0].1, message).help(help);
    for (acronym, range) in missing.iter().skip(1).take(MAX_RELATED) {
        found = found.related(*range, format!("`{acronym}`"));
    }
    checker.report(found);
}

/// The acronyms of the running text that are not known to everybody, with what the places where they stand tell.
fn used(work: &WorkProduct) -> Vec<Candidate<'_>> {
    let passages = &work.passages;
    let (text, words) = (passages.text(), passages.words());
    let (mut candidates, of_word) = candidates(work);
    let mut body: Option<(Passage<'_>, bool)> = None;
    for place in words.places() {
        let Some(candidate) = of_word[place.word].and_then(|index| candidates.get_mut(index)) else { continue };
        let range = place.start..place.start + words.len_of(place.word);
        candidate.spelled_out = candidate.spelled_out || is_spelled_out(text, &range);
        if candidate.spelled_out || !stands_alone(text, &range) {
            continue;
        }
        let known = body.filter(|(passage, _)| range.start < passage.end());
        body = known.or_else(|| passages.at(range.start).map(|passage| (passage, is_of_body(work, passage))));
        let Some((passage, true)) = body else { continue };
        let local = range.start - passage.start()..range.start - passage.start() + candidate.name.len();
        if !passage.overlaps_code(local.clone()) {
            candidate.uses += 1;
            candidate.first = candidate.first.or_else(|| Some(passage.source(local)));
        }
    }
    candidates
}

/// The words of two to [`MAX_SPOKEN`] capitals that stand often enough and that nobody has defined, and which of the
/// distinct words are one of them.
fn candidates(work: &WorkProduct) -> (Vec<Candidate<'_>>, Vec<Option<usize>>) {
    let (text, words) = (work.passages.text(), work.passages.words());
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for (word, count) in words.distinct(text) {
        if let Some(name) = acronym(word) {
            *counts.entry(name).or_default() += count;
        }
    }
    let mut known = defined(work);
    known.extend(own_names(work));
    counts.retain(|name, count| {
        *count >= USES
            && !is_common_acronym(name)
            && !known.contains(name.to_lowercase().as_str())
            && !work.references.defines(name)
    });
    let mut candidates = Vec::new();
    let mut indices: HashMap<&str, usize> = HashMap::new();
    let of_word = words.distinct(text).map(|(word, _)| {
        let (name, _) = counts.get_key_value(acronym(word)?)?;
        Some(*indices.entry(name).or_insert_with(|| {
            candidates.push(Candidate { name, first: None, uses: 0, spelled_out: false });
            candidates.len() - 1
        }))
    });
    let of_word = of_word.collect();
    (candidates, of_word)
}

/// A word of capitals without its `s` for more than one.
fn acronym(word: &str) -> Option<&str> {
    let name = word.strip_suffix('s').unwrap_or(word);
    let capitals = name.bytes().all(|b| b.is_ascii_uppercase());
    (capitals && (2..=MAX_SPOKEN).contains(&name.len())).then_some(name)
}

/// Whether a passage is prose of the body. A text in capitals is no row of acronyms.
fn is_of_body(work: &WorkProduct, passage: Passage<'_>) -> bool {
    passage.kind != PassageKind::Heading && !is_shouting(passage.text()) && in_body(work, passage.range)
}

fn in_body(work: &WorkProduct, range: TextRange) -> bool {
    work.outline.section_at(range.start).is_some_and(|at| {
        let section = &work.outline.sections[at];
        section.role == Role::Section && section.label.is_none() && work.references.sections.binary_search(&at).is_err()
    })
}

/// What hangs together with letters, digits and signs is a part of a name.
fn stands_alone(text: &str, place: &Range<usize>) -> bool {
    const BEFORE: [char; 15] = ['-', '_', '&', '/', '.', ':', '@', '#', '[', '$', '\\', '"', '\'', '<', '%'];
    const AFTER: [char; 10] = ['-', '_', '&', '/', ':', '@', '(', '=', ']', '\\'];
    let mut after = text[place.end..].chars();
    let next = after.next();
    let goes_on = next == Some('.') && after.next().is_some_and(char::is_alphanumeric);
    let joined = text[..place.start].chars().last().is_some_and(|c| BEFORE.contains(&c));
    !joined && !goes_on && next.is_none_or(|c| !AFTER.contains(&c))
}

fn is_shouting(text: &str) -> bool {
    let (upper, lower) = text.bytes().fold((0, 0), |(upper, lower), b| {
        (upper + usize::from(b.is_ascii_uppercase()), lower + usize::from(b.is_ascii_lowercase()))
    });
    upper > lower
}

/// What the document lists, and what `workproduct.yaml` takes for known, in lower case.
fn defined(work: &WorkProduct) -> HashSet<String> {
    let listed = work.terms.iter().flat_map(|term| {
        let (name, rest) = term.text.split_once('(').unwrap_or((&term.text, ""));
        [name.trim().to_lowercase(), rest.trim_end_matches(')').trim().to_lowercase()]
    });
    let own = work.settings().map(|config| config.lint.words.as_slice()).unwrap_or_default();
    listed.chain(own.iter().map(|word| word.to_lowercase())).collect()
}

/// Words of the title and of the file's name.
fn own_names(work: &WorkProduct) -> HashSet<String> {
    let title = work.title().unwrap_or_default();
    let names = [title.as_str(), work.path()];
    names.iter().flat_map(|name| words(name)).map(|(_, word)| word.to_lowercase()).collect()
}

/// What stands alone in a code span, in lower case.
fn short_codes(work: &WorkProduct) -> HashSet<String> {
    let document = &work.document;
    let codes = document.descendants(document.root()).filter_map(|node| match document.kind(node) {
        NodeKind::Code { literal } if literal.len() <= MAX_SPOKEN => Some(literal.to_lowercase()),
        _ => None,
    });
    codes.collect()
}

/// `(XSS)` after the words that begin with its letters, or `XSS (Cross-Site Scripting)` and `XSS: Cross-Site ...`.
fn is_spelled_out(text: &str, place: &Range<usize>) -> bool {
    let before = text[..place.start].trim_end_matches(['"', '\u{201c}']).trim_end();
    let after = &text[place.end..];
    if before.ends_with('(') && !after.starts_with(['/', '&', '_']) {
        return true;
    }
    let mut after = after.trim_start().chars();
    let sign = after.next();
    let (first, second) = match sign {
        Some('(') => (after.next(), after.next()),
        Some('-' | '\u{2013}' | '\u{2014}' | ':') => {
            let rest = after.as_str();
            let mut title = rest.trim_start().chars();
            let parted = rest.starts_with(char::is_whitespace);
            (title.next().filter(|c| parted && c.is_ascii_uppercase()), title.next())
        }
        _ => return false,
    };
    first.is_some_and(|c| c.is_ascii_alphabetic()) && second.is_some_and(|c| c.is_ascii_lowercase())
}

/// `acronym-unused`.
pub fn unused(checker: &mut Checker<'_>) {
    let work = checker.work;
    let listed: Vec<&Term> = work.terms.iter().filter(|term| term.kind == TermKind::Acronym).collect();
    if listed.is_empty() {
        return checker.not_applicable("the document lists no acronyms");
    }
    // Sections stand in order and apart.
    let mut lists: Vec<TextRange> = listed.iter().map(|term| work.outline.sections[term.section].body).collect();
    lists.dedup();
    let in_list = |at: usize| {
        let after = lists.partition_point(|list| (list.end as usize) <= at);
        lists.get(after).is_some_and(|list| (list.start as usize) <= at)
    };
    let mut outside: HashMap<&str, bool> = listed.iter().map(|term| (term.text.as_str(), false)).collect();
    // Protocols and formats stand in code in small letters.
    let folded: HashMap<String, &str> = outside.keys().map(|&name| (name.to_lowercase(), name)).collect();
    for (at, written) in words(work.text()) {
        if written.len() > MAX_LENGTH || in_list(at) {
            continue;
        }
        let small = written.to_lowercase();
        let name = folded.get(small.as_str()).or_else(|| folded.get(small.strip_suffix('s')?));
        if let Some(used) = name.and_then(|name| outside.get_mut(name)) {
            *used = true;
        }
    }
    for term in listed {
        let is_acronym = words(&term.text).count() == 1 && capitals(&term.text) > 1;
        if is_acronym && outside.get(term.text.as_str()) == Some(&false) {
            checker.flag(term.range, format!("`{}` is listed and used nowhere", term.text));
        }
    }
}

fn capitals(word: &str) -> usize {
    word.bytes().filter(u8::is_ascii_uppercase).count()
}

/// The words of a source with their offsets.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split(|c: char| !c.is_alphanumeric() && c != '&')
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

/// `term-duplicate`.
pub fn duplicate(checker: &mut Checker<'_>) {
    let work = checker.work;
    if work.terms.is_empty() {
        return checker.not_applicable("the document lists no terms");
    }
    let mut seen: HashMap<(TermKind, String), TextRange> = HashMap::new();
    for term in &work.terms {
        let name = term.text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        if let Some(&first) = seen.get(&(term.kind, name.clone())) {
            let found = checker.found(term.range, format!("`{}` is defined twice", term.text));
            checker.report(found.related(first, "the first definition"));
        } else {
            seen.insert((term.kind, name), term.range);
        }
    }
}
