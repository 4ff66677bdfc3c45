//! Words.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem;

use crate::markdown::NodeKind;
use crate::rules::Checker;
use crate::rules::running_text::{Pattern, find, pattern};
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::{Place, Role, Words, WorkProduct};

/// Words that stand twice in sound English.
const TWICE: [&str; 3] = ["had", "so", "very"];

/// Behind `that that`, words that show the second to be a slip: it has no noun and is none.
const NO_NOUN: [&str; 14] =
    ["the", "a", "an", "this", "these", "those", "each", "every", "it", "they", "we", "you", "its", "their"];

/// What is followed by a number: `see section [Section 3]`.
const NUMBERED: [&str; 8] = ["section", "table", "figure", "appendix", "annex", "clause", "chapter", "example"];

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
        let (one, other, mark) = (work.slice(first), work.slice(second), work.slice(between).trim());
        // With markup between them, the two are not one word written twice, but for the noun of a reference.
        let opens_link = mark == "[" && NUMBERED.contains(&&*other.to_lowercase());
        if !mark.is_empty() && !opens_link {
            continue;
        }
        let (message, edit) = if !one.eq_ignore_ascii_case(other) {
            (format!("`{one}` and `{other}` stand in a row"), None)
        } else if opens_link {
            let gap = work.slice(between).len() - work.slice(between).trim_start().len();
            let edit = Edit::delete(first.cover(between.inside(0..gap)));
            (format!("`{other}` stands before the link and in it"), Some(edit))
        } else {
            (format!("`{other}` stands twice"), Some(Edit::delete(between.cover(second))))
        };
        let place = if opens_link { first } else { second };
        let found = checker.found(place, message).help("remove one of the two, or write the word that was meant");
        checker.report(match edit {
            Some(edit) => found.fix(Fix::risky("Remove one of the two", vec![edit])),
            None => found,
        });
    }
}

/// The words of a text that stand twice in a row.
fn doubles<'a>(text: &'a str, words: &'a Words) -> impl Iterator<Item = (Range<usize>, Range<usize>)> + 'a {
    let mut before: Option<Place> = None;
    words.places().filter_map(move |place| {
        let last = before.replace(place)?;
        let (len, before) = (words.len_of(place.word), words.len_of(last.word));
        let (first, second) = (last.start..last.start + before, place.start..place.start + len);
        // Names are doubled: `Bora Bora`, `Type type`; so the second has small letters only.
        let slip = if words.folded(last.word) == place.word {
            is_slip(text, &first, &second) || is_reference(text, &first, &second)
        } else if words.folded(last.word) == words.folded(place.word) {
            is_reference(text, &first, &second)
        } else {
            len <= ARTICLE && is_article(text, &first) && is_article(text, &second) && is_slip(text, &first, &second)
        };
        slip.then_some((first, second))
    })
}

/// Length of the longer article that a word may stand behind by mistake.
const ARTICLE: usize = "an".len();

fn is_article(text: &str, word: &Range<usize>) -> bool {
    matches!(text.get(word.clone()), Some("a" | "an"))
}

/// Whether the noun of a reference stands twice before its number: `section Section 3`.
fn is_reference(text: &str, first: &Range<usize>, second: &Range<usize>) -> bool {
    let part = |range: Range<usize>| text.get(range).unwrap_or_default();
    let after = part(second.end..text.len());
    let number = after.trim_start().chars().next().filter(|_| after.starts_with(char::is_whitespace));
    NUMBERED.contains(&&*part(second.clone()).to_lowercase())
        && part(first.end..second.start).trim().is_empty()
        && number.is_some_and(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
}

/// Whether two words that are alike stand in a row by mistake.
fn is_slip(text: &str, first: &Range<usize>, second: &Range<usize>) -> bool {
    let part = |range: Range<usize>| text.get(range).unwrap_or_default();
    let (word, gap) = (part(second.clone()), part(first.end..second.start));
    let next_word = part(second.end..text.len()).trim_start();
    let next_word = &next_word[..next_word.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(next_word.len())];
    let is_fine = match word {
        // `a` may be a letter of a formula or a list.
        "a" | "an" => !is_article(text, first) || next_word.len() <= ARTICLE,
        "that" => !NO_NOUN.contains(&next_word),
        _ => word.len() < 2 || TWICE.contains(&word),
    };
    if is_fine || !word.bytes().all(|b| b.is_ascii_lowercase()) {
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
    let document = &work.document;
    let stars = memmem::Finder::new("**");
    for node in document.descendants(document.root()) {
        if !matches!(document.kind(node), NodeKind::Text { .. }) {
            continue;
        }
        let range = document.range(node);
        let slice = work.slice(range);
        let Some(at) = stars.find(slice.as_bytes()) else { continue };
        // `heading-trailing-punctuation` reports what ends a heading.
        if document.ancestors(node).any(|above| matches!(document.kind(above), NodeKind::Heading { .. })) {
            continue;
        }
        let (shown, rest) = (range.inside(at..at + 2), &slice[at + 2..]);
        let side = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let (before, after) = (slice[..at].chars().last(), rest.chars().next());
        let is_first = document.parent(node).and_then(|block| document.children(block).next()) == Some(node);
        // `** Note **` where a block begins is no formula.
        if at == 0 && is_first && after == Some(' ') && rest.contains(" **") {
            let found = checker.found(shown, "these `**` open nothing, for a space stands behind them");
            checker.report(found.help("delete the spaces on the inner side of both marks"));
        } else if before != Some('\\') && side(before) != side(after) && !matches!(after, Some('/' | '*')) {
            let found = checker.found(shown, "these `**` open or close nothing");
            checker
                .report(found.help("put their counterpart, with no space on the inner side of either, or remove them"));
        }
    }
}
