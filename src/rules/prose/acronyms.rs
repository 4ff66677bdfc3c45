//! Acronyms and terms: spelled out, used, defined once.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::markdown::NodeKind;
use crate::profiles::is_common_acronym;
use crate::rules::Checker;
use crate::source::TextRange;
use crate::work_product::{PassageKind, Role, Term, TermKind, WorkProduct};

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

/// An acronym in the running text.
struct Uses {
    first: TextRange,
    count: usize,
}

/// `acronym-first-use`.
pub fn first_use(checker: &mut Checker<'_>) {
    let work = checker.work;
    let mut defined = defined(work);
    defined.extend(own_names(work));
    let mut uses: BTreeMap<&str, Uses> = BTreeMap::new();
    for passage in work.passages.iter().filter(|passage| passage.kind != PassageKind::Heading) {
        let text = passage.text();
        let names: Vec<Range<usize>> = capitalized(text)
            .filter(|place| !is_common_acronym(&text[place.clone()]) && stands_alone(text, place))
            .collect();
        // A text in capitals is no row of acronyms.
        if names.is_empty() || is_shouting(text) || !in_body(work, passage.range) {
            continue;
        }
        for place in names.into_iter().filter(|place| !passage.overlaps_code(place.clone())) {
            let first = || Uses { first: passage.source(place.clone()), count: 0 };
            uses.entry(&text[place.clone()]).or_insert_with(first).count += 1;
        }
    }
    uses.retain(|acronym, uses| {
        uses.count >= USES
            && !acronym.contains(|c: char| c.is_ascii_digit())
            && !defined.contains(acronym.to_lowercase().as_str())
            && !work.references.defines(acronym)
    });
    let spelled = spelled_out(work, &uses);
    let mut missing: Vec<(&str, TextRange)> = uses
        .iter()
        .filter(|(acronym, _)| !spelled.contains(*acronym))
        .map(|(acronym, uses)| (*acronym, uses.first))
        .collect();
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

/// The words of two to [`MAX_SPOKEN`] capitals and digits, without an `s` for more than one.
fn capitalized(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let bytes = text.as_bytes();
    let is_word = |at: usize| bytes.get(at).is_some_and(|b| b.is_ascii_alphanumeric() || *b >= 0x80);
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let start = at;
            at += 1;
            if !bytes[start].is_ascii_uppercase() || (start > 0 && is_word(start - 1)) {
                continue;
            }
            let inner = |b: &u8| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'&';
            let end = start + bytes[start..].iter().take_while(|b| inner(b)).count();
            at = end;
            let whole = !is_word(end) || (bytes.get(end) == Some(&b's') && !is_word(end + 1));
            if whole && (2..=MAX_SPOKEN).contains(&(end - start)) {
                return Some(start..end);
            }
        }
        None
    })
}

fn in_body(work: &WorkProduct, range: TextRange) -> bool {
    work.outline.section_at(range.start).is_some_and(|at| {
        let section = &work.outline.sections[at];
        section.role == Role::Section && section.label.is_none() && work.references.sections.binary_search(&at).is_err()
    })
}

/// What hangs together with letters, digits and signs is a part of a name.
fn stands_alone(text: &str, place: &Range<usize>) -> bool {
    const BEFORE: [char; 14] = ['-', '_', '/', '.', ':', '@', '#', '[', '$', '\\', '"', '\'', '<', '%'];
    const AFTER: [char; 9] = ['-', '_', '/', ':', '@', '(', '=', ']', '\\'];
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

/// Words of the title and of the file's name, and what stands alone in a code span.
fn own_names(work: &WorkProduct) -> HashSet<String> {
    let title = work.title().unwrap_or_default();
    let names = [title.as_str(), work.path()];
    let words = names.iter().flat_map(|name| words(name)).map(|(_, word)| word.to_lowercase());
    let document = &work.document;
    let codes = document.descendants(document.root()).filter_map(|node| match document.kind(node) {
        NodeKind::Code { literal } if literal.len() <= MAX_SPOKEN => Some(literal.to_lowercase()),
        _ => None,
    });
    words.chain(codes).collect()
}

/// `(XSS)` after words that begin with its letters, or `XSS (Cross-Site Scripting)`.
static EXPANSION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\(\s*[“\x22]?(?P<after>[A-Z][A-Za-z0-9&/-]*[A-Z0-9]s?)\b|\b(?P<before>[A-Z][A-Z0-9&]*[A-Z])s?\s*(?:\([A-Za-z][a-z]|[-\u{2013}\u{2014}:]\s+[A-Z][a-z])")
        .expect("valid pattern")
});

fn spelled_out<'a>(work: &WorkProduct, uses: &BTreeMap<&'a str, Uses>) -> HashSet<&'a str> {
    let text = work.passages.text();
    let mut spelled = HashSet::new();
    for found in EXPANSION.captures_iter(text) {
        let name = found.name("after").or(found.name("before")).map_or("", |name| name.as_str());
        for name in [name, name.trim_end_matches('s')] {
            if let Some((known, _)) = uses.get_key_value(name) {
                spelled.insert(*known);
            }
        }
    }
    spelled
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
