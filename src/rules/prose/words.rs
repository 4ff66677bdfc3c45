//! Words.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem;

use crate::markdown::NodeKind;
use crate::rules::Checker;
use crate::rules::running_text::{Pattern, find, pattern};
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::{PassageKind, Place, Role, Words, WorkProduct};

/// Words that stand twice in sound English.
const TWICE: [&str; 4] = ["had", "that", "so", "very"];

/// `doubled-word`.
pub fn doubled(checker: &mut Checker<'_>) {
    let work = checker.work;
    let passages = &work.passages;
    let mut found = Vec::new();
    for (first, second) in doubles(passages.text(), passages.words()) {
        let Some(passage) = passages.at(first.start) else { continue };
        let within = |place: Range<usize>| place.start - passage.start()..place.end - passage.start();
        // Code is a word of another language.
        if second.end <= passage.end() && !passage.overlaps_code(within(first.start..second.end)) {
            found.push((passage.source(within(first)), passage.source(within(second))));
        }
    }
    for (text, start) in alternatives(work) {
        let at = |place: Range<usize>| TextRange::new(start + place.start, start + place.end);
        found.extend(doubles(text, &Words::new(text)).map(|(first, second)| (at(first), at(second))));
    }
    for (first, second) in found {
        let between = TextRange::new(first.end as usize, second.start as usize);
        // With markup between them, the two are not one word written twice.
        if !work.slice(between).trim().is_empty() {
            continue;
        }
        let found = checker
            .found(second, format!("`{}` stands twice", work.slice(second)))
            .help("remove one of the two, or write the word that was meant");
        let edit = Edit::delete(between.cover(second));
        checker.report(found.fix(Fix::risky("Remove one of the two", vec![edit])));
    }
}

/// The words of a text that stand twice in a row.
fn doubles<'a>(text: &'a str, words: &'a Words) -> impl Iterator<Item = (Range<usize>, Range<usize>)> + 'a {
    let mut before: Option<Place> = None;
    words.places().filter_map(move |place| {
        let last = before.replace(place)?;
        // Names are doubled: `Bora Bora`, `Type type`; so the second has small letters only.
        if words.folded(last.word) != place.word {
            return None;
        }
        let len = words.len_of(place.word);
        let (first, second) = (last.start..last.start + len, place.start..place.start + len);
        is_slip(text, &first, &second).then_some((first, second))
    })
}

/// Whether two words that are alike stand in a row by mistake.
fn is_slip(text: &str, first: &Range<usize>, second: &Range<usize>) -> bool {
    let part = |range: Range<usize>| text.get(range).unwrap_or_default();
    let (word, gap) = (part(second.clone()), part(first.end..second.start));
    if word.len() < 2 || !word.bytes().all(|b| b.is_ascii_lowercase()) || TWICE.contains(&word) {
        return false;
    }
    // An apostrophe makes one word of what stands before and behind it.
    let apostrophe = |c: Option<char>| matches!(c, Some('\'' | '\u{2019}'));
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let mut before = part(0..first.start).chars().rev();
    let previous = before.next();
    let free = previous.is_none_or(|c| !matches!(c, '-' | '_' | '/' | '.' | '"' | '\u{201c}'));
    let mut after = part(second.end..text.len()).chars();
    let next = after.next();
    let whole = next.is_none_or(|c| !matches!(c, '-' | '_' | '/' | '='));
    let is_part = apostrophe(previous) && letter(before.next()) || apostrophe(next) && letter(after.next());
    !gap.is_empty() && gap.trim().is_empty() && free && whole && !is_part
}

/// Longest tag of an image without its alternative text, in bytes.
const MAX_TAG: usize = 1000;

/// The alternative texts of images that stand in the source as they are, with their places.
pub(super) fn alternatives(work: &WorkProduct) -> impl Iterator<Item = (&str, usize)> {
    work.links.iter().filter(|link| link.image && !link.text.is_empty()).filter_map(|link| {
        // The text of an image in a block of HTML stands near its address, before or behind it.
        let (block, near) = (work.document.range(link.node), link.text.len() + MAX_TAG);
        let from = (link.range.start as usize).saturating_sub(near).max(block.start as usize);
        let to = (link.range.end as usize).saturating_add(near).min(block.end as usize);
        let (from, to) = (work.text().floor_char_boundary(from), work.text().floor_char_boundary(to));
        let at = from + work.text().get(from..to)?.find(&link.text)?;
        let range = TextRange::new(at, at + link.text.len());
        Some((work.slice(range), range.start as usize))
    })
}

static THIS_SPECIFICATION: LazyLock<Pattern> = LazyLock::new(|| pattern(r"[Tt]his specification\b"));

/// `doc-noun`.
pub fn noun(checker: &mut Checker<'_>) {
    let work = checker.work;
    if work.evidence.is_none() {
        return checker.not_applicable("nothing tells what kind of document this is");
    }
    for (_, _, range) in find(checker, &THIS_SPECIFICATION) {
        let in_body = work.outline.section_at(range.start).is_some_and(|at| {
            let section = &work.outline.sections[at];
            matches!(section.role, Role::Section | Role::Appendix) && section.label.is_none()
        });
        let after = work.notices.sentences.partition_point(|sentence| sentence.range.end <= range.start);
        let legal = work.notices.sentences.get(after).is_some_and(|sentence| sentence.range.overlaps(range));
        if !in_body || legal {
            continue;
        }
        let written = work.slice(range);
        let right = written.replace("specification", "document");
        let found = checker.found(range, "the document is no specification and speaks of itself as one");
        let fix = Fix::risky(format!("Write {right}"), vec![Edit::replace(range, right.clone())]);
        checker.report(found.help(format!("write `{right}`, where this document is meant")).fix(fix));
    }
}

pub(super) static BRANDS: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?xi)\bcoalition\s+for\s+secure\s*AI\b|\bcosai\b|\bOASIS[\s-]open[\s-]projects?\b
          |\bOASIS\s+(?:R|IP|PR|IR|IRP|PIR|IPPR|IPRR|I\s+PR)\s+policy\b",
    )
});

/// `brand-spelling`.
pub fn brands(checker: &mut Checker<'_>) {
    for (passage, place, range) in find(checker, &BRANDS) {
        let text = passage.text();
        let written = text[place.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
        let lower = written.to_ascii_lowercase();
        let right = match lower.as_str() {
            "cosai" => "CoSAI",
            "coalition for secure ai" | "coalition for secureai" => "Coalition for Secure AI",
            _ if lower.ends_with("policy") => "OASIS IPR Policy",
            _ if lower.ends_with('s') => "OASIS Open Projects",
            _ => "OASIS Open Project",
        };
        let neighbour = |c: Option<char>| c.is_some_and(|c| matches!(c, '/' | '-' | '_' | '@' | '.' | '#'));
        let before = text.get(..place.start).and_then(|rest| rest.chars().last());
        let mut after = text.get(place.end..).unwrap_or_default().chars();
        let next = after.next();
        let in_name = neighbour(before) || neighbour(next) && after.next().is_some_and(char::is_alphanumeric);
        if written == right || in_name {
            continue;
        }
        let fix = Fix::risky("Spell the name", vec![Edit::replace(range, right)]);
        checker.report(checker.found(range, format!("`{written}` is spelled `{right}`")).fix(fix));
    }
}

/// `emphasis-unbalanced`.
pub fn emphasis(checker: &mut Checker<'_>) {
    let work = checker.work;
    for passage in work.passages.iter().filter(|passage| passage.kind == PassageKind::Heading) {
        let text = passage.text().trim_end();
        let stray = text.len() - text.trim_end_matches('*').len();
        if stray > 0
            && text.len() > stray
            && !passage.is_code(text.len() - 1)
            && !text.trim_end_matches('*').ends_with(' ')
        {
            let range = passage.source(text.len() - stray..text.len());
            let found = checker.found(range, "a stray `*` ends the heading");
            checker.report(found.help("remove it, or put the one that opens the emphasis"));
        }
    }
    let stars = memmem::Finder::new("**");
    for node in work.document.descendants(work.document.root()) {
        if !matches!(work.document.kind(node), NodeKind::Text { .. }) {
            continue;
        }
        let range = work.document.range(node);
        let slice = work.slice(range);
        let Some(at) = stars.find(slice.as_bytes()) else { continue };
        let side = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let (before, after) = (slice[..at].chars().last(), slice[at + 2..].chars().next());
        let heading =
            work.document.ancestors(node).any(|above| matches!(work.document.kind(above), NodeKind::Heading { .. }));
        if before != Some('\\') && side(before) != side(after) && after != Some('/') && after != Some('*') && !heading {
            let found = checker.found(range.inside(at..at + 2), "these `**` open or close nothing");
            checker
                .report(found.help("put their counterpart, with no space on the inner side of either, or remove them"));
        }
    }
}
