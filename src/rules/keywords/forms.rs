//! How key words are written.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use crate::diagnostic::Diagnostic;
use crate::markdown::NodeKind;
use crate::rules::running_text::{Pattern, find, pattern};
use crate::rules::{Checker, WARNING};
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::{KeyWord, Passage, Why, Word};

use super::clause::is_normative;
use super::{counted, demands, is_specification, is_unfinished};

static MALFORMED: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?x)\b(?:
            (?P<lower>(?:MUST|SHALL|SHOULD|MAY)[\x20\u{a0}]+not)
          | (?P<upper>(?:must|shall|should)[\x20\u{a0}]+NOT)
          | (?P<may>MAY[\x20\u{a0}]+NOT)
          | (?P<two>(?:MUST|SHALL|SHOULD|MAY)\x20+(?:MUST|SHALL|SHOULD|MAY))
          | (?P<order>(?:MUST|SHALL|SHOULD)\x20+be\x20+(?:not|NOT))
          | (?P<have>(?:MUST|SHALL)\x20+have\x20+to)
          | (?P<unknown>NOT\x20+REQUIRED|NOT\x20+OPTIONAL|CANNOT|CAN\x20+NOT|WILL\x20+NOT|(?:CAN|WILL|MIGHT|COULD)\x20+(?:be|have|not|only|also|use))
          )\b",
    )
});

/// `keywords-malformed`.
pub fn malformed(checker: &mut Checker<'_>) {
    if is_unfinished(checker) || demands(checker).is_empty() {
        return;
    }
    for (passage, place, range) in find(checker, &MALFORMED) {
        let text = passage.text();
        let (before, after) = (&text[..place.start], &text[place.end..]);
        if !is_own(checker, passage) || is_quoted(before, after) || shouts(before, after) {
            continue;
        }
        let Some(found) = MALFORMED.captures(&text[place.clone()]) else { continue };
        let Some(fault) = FAULTS.iter().find(|fault| found.name(fault.group).is_some()) else { continue };
        let pair = Pair { passage, place: place.clone(), range, shown: &text[place] };
        let counts = fault.everywhere || is_specification(checker);
        if counts && !denies_next(&pair, first_word(after)) {
            checker.report((fault.report)(checker, &pair));
        }
    }
}

/// `MUST not only` denies `only`, not the demand.
fn denies_next(pair: &Pair<'_>, next: &str) -> bool {
    pair.shown.ends_with("not") && ["only", "just", "merely", "necessarily", "yet"].contains(&next)
}

fn first_word(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or_default()
}

/// Words that are no key word, or not one.
struct Pair<'a> {
    passage: Passage<'a>,
    /// Their bytes in the text of the passage.
    place: Range<usize>,
    range: TextRange,
    shown: &'a str,
}

/// A way to write a key word wrongly.
struct Fault {
    /// Its group in the pattern.
    group: &'static str,
    /// It is one in documents that make no demands, too.
    everywhere: bool,
    report: fn(&Checker<'_>, &Pair<'_>) -> Diagnostic,
}

const FAULTS: [Fault; 7] = [
    Fault { group: "lower", everywhere: true, report: half },
    Fault { group: "upper", everywhere: true, report: half },
    Fault { group: "two", everywhere: true, report: two },
    Fault { group: "order", everywhere: true, report: order },
    Fault { group: "may", everywhere: false, report: may_not },
    Fault { group: "have", everywhere: false, report: have_to },
    Fault { group: "unknown", everywhere: false, report: unknown },
];

/// What to write where a word can be read in two ways.
const CLEARER: &str = "write `MUST NOT` where it is forbidden, `might not` where it is possible";

fn half(checker: &Checker<'_>, pair: &Pair<'_>) -> Diagnostic {
    let shown = pair.shown;
    if shown.starts_with("MAY") {
        let found = checker.found(pair.range, format!("`{shown}` can be read in two ways"));
        return found.at_most(WARNING).help(CLEARER);
    }
    let capitals = shown.to_ascii_uppercase();
    let found = checker.found(pair.range, format!("`{shown}` is half a key word"));
    let found = found.help(format!("write `{capitals}`: only capitals have the meaning of BCP 14"));
    let found = found.fix(Fix::risky(format!("Write `{capitals}`"), capitalised(pair)));
    if shown.ends_with("NOT") { found.at_most(WARNING) } else { found }
}

fn two(checker: &Checker<'_>, pair: &Pair<'_>) -> Diagnostic {
    let message = format!("`{}` are two key words for one demand", pair.shown);
    checker.found(pair.range, message).help("keep the one that is meant")
}

fn order(checker: &Checker<'_>, pair: &Pair<'_>) -> Diagnostic {
    let help = format!("write `{} NOT be`", first_word(pair.shown));
    checker.found(pair.range, format!("`{}` is no key word of BCP 14", pair.shown)).help(help)
}

fn may_not(checker: &Checker<'_>, pair: &Pair<'_>) -> Diagnostic {
    let before = pair.passage.text().get(..pair.place.start).unwrap_or_default();
    if before.trim_end().ends_with("MAY or") {
        let found = checker.found(pair.range, "`MAY NOT` is no key word of BCP 14").at_most(WARNING);
        return found.help("`MAY` alone leaves the choice");
    }
    checker.found(pair.range, "`MAY NOT` is no key word of BCP 14, and can be read in two ways").help(CLEARER)
}

fn have_to(checker: &Checker<'_>, pair: &Pair<'_>) -> Diagnostic {
    let help = format!("write `{}` alone", first_word(pair.shown));
    checker.found(pair.range, format!("`{}` demands twice", pair.shown)).at_most(WARNING).help(help)
}

fn unknown(checker: &Checker<'_>, pair: &Pair<'_>) -> Diagnostic {
    let small = pair.shown.find(char::is_lowercase).unwrap_or(pair.shown.len());
    let word = pair.shown[..small].trim_end();
    let range = pair.passage.source(pair.place.start..pair.place.start + word.len());
    let found = checker.found(range, format!("`{word}` is no key word of BCP 14"));
    found.at_most(WARNING).help("write it in lower case, or use a key word")
}

/// The edits that write the lower-case word of a pair in capitals.
fn capitalised(pair: &Pair<'_>) -> Vec<Edit> {
    let gap = pair.shown.find([' ', '\u{a0}']).unwrap_or(pair.shown.len());
    let behind = pair.shown[gap..].trim_start();
    let words = [0..gap, pair.shown.len() - behind.len()..pair.shown.len()];
    let small = words.into_iter().filter(|word| pair.shown[word.clone()].starts_with(char::is_lowercase));
    small
        .map(|word| {
            let range = pair.passage.source(pair.place.start + word.start..pair.place.start + word.end);
            Edit::replace(range, pair.shown[word].to_ascii_uppercase())
        })
        .collect()
}

/// Whether a passage is the document's own: no list of references, no legal text, no quotation.
fn is_own(checker: &Checker<'_>, passage: Passage<'_>) -> bool {
    let work = checker.work;
    let section = work.outline.section_at(passage.range.start);
    if section.is_some_and(|section| work.key_words.is_silent(section)) {
        return false;
    }
    let comment = work.informative.of_passage(&work.document, passage, section).is_some_and(|i| i.why == Why::Comment);
    comment || !work.document.ancestors(passage.node).any(|above| *work.document.kind(above) == NodeKind::BlockQuote)
}

fn is_quoted(before: &str, after: &str) -> bool {
    let quotes = ['"', '“', '”', '‘', '’', '\''];
    before.ends_with(quotes) && after.starts_with(quotes)
}

/// Whether the words belong to a phrase in capitals.
fn shouts(before: &str, after: &str) -> bool {
    let shouted = |word: Option<&str>| {
        let word = word.unwrap_or_default().trim_matches(|c: char| !c.is_alphanumeric());
        word.len() > 2 && word != "MAY" && word != "NOT" && word.bytes().all(|b| b.is_ascii_uppercase())
    };
    shouted(before.split_whitespace().next_back()) && shouted(after.split_whitespace().next())
}

static LOWERCASE: LazyLock<Pattern> = LazyLock::new(|| pattern(r"\b(?:must|shall)\b"));

/// `keywords-lowercase`.
pub fn lowercase(checker: &mut Checker<'_>) {
    if is_unfinished(checker) {
        return;
    }
    let capitals = demands(checker).len();
    if capitals == 0 {
        return;
    }
    let places: Vec<_> = find(checker, &LOWERCASE)
        .into_iter()
        .filter(|(passage, at, _)| {
            let text = passage.text();
            is_normative(checker, *passage)
                && is_own(checker, *passage)
                && !is_quoted(&text[..at.start], &text[at.end..])
        })
        .collect();
    let Some((passage, at, range)) = places.first() else { return };
    let outline = &checker.work.outline;
    let sections: BTreeSet<_> = places.iter().map(|(_, _, range)| outline.section_at(range.start)).collect();
    let word = &passage.text()[at.clone()];
    let message = match places.len() {
        1 => format!("`{word}` in lower case demands nothing, beside {}", counted(capitals, "key word")),
        count => format!(
            "`{word}` is the first of {count} in lower case, which demand nothing ({}), beside {}",
            counted(sections.len(), "section"),
            counted(capitals, "key word"),
        ),
    };
    let help = "write a demand in capitals, and anything else with another word: `has to`, `needs to`";
    checker.report(checker.found(*range, message).help(help));
}

/// `keywords-must-shall-mix`.
pub fn must_and_shall(checker: &mut Checker<'_>) {
    if is_unfinished(checker) {
        return;
    }
    let all = demands(checker);
    let of = |words: [Word; 2]| all.iter().filter(|found| words.contains(&found.word)).copied().collect::<Vec<_>>();
    let (must, shall) = (of([Word::Must, Word::MustNot]), of([Word::Shall, Word::ShallNot]));
    let (few, many) = if must.len() < shall.len() { (must, shall) } else { (shall, must) };
    if let (Some(first), Some(other)) = (few.first(), many.first()) {
        let (rare, usual) = (base(first), base(other));
        let message = format!("`{rare}` ({}) and `{usual}` ({}) demand the same", times(few.len()), times(many.len()));
        let found = checker.found(first.range, message).related(other.range, format!("the first `{usual}`"));
        checker.report(found.help(format!("use one of them, here `{usual}`")));
    }
}

fn times(number: usize) -> String {
    if number == 1 { "once".to_owned() } else { format!("{number} times") }
}

fn base(found: &KeyWord) -> &'static str {
    found.word.name().split(' ').next().unwrap_or_default()
}

/// `keywords-emphasis-uniform`.
pub fn emphasis(checker: &mut Checker<'_>) {
    if is_unfinished(checker) {
        return;
    }
    let all = demands(checker);
    let text = checker.work.text();
    let is_bold = |found: &&KeyWord| {
        let before = text.get(..found.range.start as usize).unwrap_or_default();
        let after = text.get(found.range.end as usize..).unwrap_or_default();
        before.ends_with("**") || before.ends_with("__") || after.starts_with("**") || after.starts_with("__")
    };
    let (bold, plain): (Vec<&KeyWord>, Vec<&KeyWord>) = all.iter().copied().partition(is_bold);
    let (few, rest, form) =
        if bold.len() < plain.len() { (&bold, plain.len(), "bold") } else { (&plain, bold.len(), "not bold") };
    if let Some(first) = few.first() {
        let message =
            format!("`{}` is {form}, {rest} of {} are not", first.word.name(), counted(all.len(), "key word"));
        let message = if form == "bold" { message } else { message.replace("are not", "are") };
        let help = match few.len() {
            1 => "write all key words alike".to_owned(),
            count => format!("write all key words alike; {count} are {form}"),
        };
        checker.report(checker.found(first.range, message).help(help));
    }
}
