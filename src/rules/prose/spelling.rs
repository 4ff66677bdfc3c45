//! Words that the dictionary of misspellings knows.

use std::ops::Range;
use std::sync::LazyLock;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};
use typos::tokens::{Identifier, Tokenizer, Word};
use typos::{Dictionary, Status};
use unicase::UniCase;

use crate::markdown::NodeKind;
use crate::profiles::is_field_word;
use crate::rules::Checker;
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::{PassageKind, Passages, Role, Words, WorkProduct};

static TOKENIZER: LazyLock<Tokenizer> = LazyLock::new(Tokenizer::new);

/// The dictionary without the words of the field and of the document.
struct Misspellings {
    own: HashSet<String>,
}

impl Misspellings {
    /// What could be meant by a word, if it is a misspelled one.
    fn corrections(&self, word: &str) -> Option<&'static [&'static str]> {
        let corrections = typos_dict::WORD.find(&UniCase::new(word))?;
        let lower = word.to_lowercase();
        (!is_field_word(&lower) && !self.own.contains(&lower)).then_some(corrections)
    }

    /// Whether a run of letters is misspelled. Names of code and acronyms are no words.
    fn lists(&self, word: &str) -> bool {
        let is_word = word.len() >= SHORTEST
            && word.bytes().all(|b| b.is_ascii_alphabetic() || !b.is_ascii())
            && !word.bytes().skip(1).any(|b| b.is_ascii_uppercase());
        is_word && self.corrections(word).is_some()
    }
}

impl Dictionary for Misspellings {
    fn correct_ident<'s>(&'s self, identifier: Identifier<'_>) -> Option<Status<'s>> {
        let token = identifier.token();
        // Names of code and acronyms are no words; a capital may only begin one.
        let is_word = token.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’'))
            && !token.chars().skip(1).any(char::is_uppercase);
        (!is_word).then_some(Status::Valid)
    }

    fn correct_word<'s>(&'s self, word: Word<'_>) -> Option<Status<'s>> {
        let corrections = self.corrections(word.token())?;
        Some(Status::Corrections(corrections.iter().map(|&word| word.into()).collect()))
    }
}

/// `spelling`.
pub fn misspelling(checker: &mut Checker<'_>) {
    let work = checker.work;
    let own = work.settings().map(|config| config.lint.words.iter().map(|word| word.to_lowercase()).collect());
    let dictionary = Misspellings { own: own.unwrap_or_default() };
    let mut found = in_passages(&work.passages, &dictionary);
    for (text, start) in super::words::alternatives(work) {
        for run in text.split_ascii_whitespace() {
            let at = offset(text, run);
            let misspelled = misspelled(run, &dictionary).into_iter().filter(|_| !in_quotes(text, at));
            found.extend(misspelled.map(|(place, corrections)| {
                (TextRange::new(start + at + place.start, start + at + place.end), corrections)
            }));
        }
    }
    if found.is_empty() {
        return;
    }
    let wanted = found.iter().map(|(range, _)| work.slice(*range).as_bytes()).collect();
    let (foreign, in_code) = (foreign(work), words_in_code(work, &wanted));
    for (range, corrections) in found {
        if !is_name(work, (range, corrections.as_slice()), &foreign, &in_code) {
            report(checker, range, &corrections);
        }
    }
}

/// Where a part of a text begins in it.
fn offset(text: &str, part: &str) -> usize {
    part.as_ptr() as usize - text.as_ptr() as usize
}

/// The misspelled words of the running text. The dictionary is asked about each word once, and only what stands around
/// those that it knows is looked at.
fn in_passages(passages: &Passages, dictionary: &Misspellings) -> Vec<(TextRange, Vec<String>)> {
    let (text, words) = (passages.text(), passages.words());
    let listed = listed(text, words, dictionary);
    if !listed.contains(&true) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut known: HashMap<&str, Vec<Misspelling>> = HashMap::new();
    let mut seen = 0;
    for place in words.places().filter(|place| listed[place.word]) {
        let Some(passage) = passages.at(place.start).filter(|_| place.start >= seen) else { continue };
        let (text, at) = (passage.text(), place.start - passage.start());
        let start = text[..at].rfind(|c: char| c.is_ascii_whitespace()).map_or(0, |before| before + 1);
        let end = text[at..].find(|c: char| c.is_ascii_whitespace()).map_or(text.len(), |after| at + after);
        seen = passage.start() + end;
        let run = &text[start..end];
        let misspelled = known.entry(run).or_insert_with(|| misspelled(run, dictionary));
        if misspelled.is_empty() || in_quotes(text, start) {
            continue;
        }
        for (place, corrections) in misspelled.iter() {
            let place = start + place.start..start + place.end;
            // A cell of one small word holds an identifier.
            let alone = passage.kind == PassageKind::Cell && text.trim() == &text[place.clone()];
            if !alone && !passage.overlaps_code(place.clone()) {
                found.push((passage.source(place), corrections.clone()));
            }
        }
    }
    found
}

/// Which of the distinct words the dictionary knows, by their places in the list.
fn listed(text: &str, words: &Words, dictionary: &Misspellings) -> Vec<bool> {
    let mut listed: Vec<bool> = words
        .distinct(text)
        .enumerate()
        .map(|(index, (word, _))| words.folded(index) == index && dictionary.lists(word))
        .collect();
    for index in 0..listed.len() {
        listed[index] = listed[words.folded(index)];
    }
    listed
}

fn report(checker: &mut Checker<'_>, range: TextRange, corrections: &[String]) {
    let written = checker.work.slice(range);
    let found = checker.found(range, format!("`{written}` is misspelled"));
    let quoted: Vec<String> = corrections.iter().map(|word| format!("`{word}`")).collect();
    let found = found.help(format!("write {}, or allow the word in `workproduct.yaml`", quoted.join(" or ")));
    checker.report(match corrections {
        [only] => found.fix(Fix::risky(format!("Write {only}"), vec![Edit::replace(range, only.clone())])),
        _ => found,
    });
}

/// Where a word stands, and what could be meant.
type Misspelling = (Range<usize>, Vec<String>);

/// Shorter words the dictionary is too often wrong about.
const SHORTEST: usize = 3;

/// Whether a word is a name: it stands in a list of references or people, it has a capital inside a sentence and is
/// not clearly a word, or the document's code has it too.
fn is_name(
    work: &WorkProduct,
    (range, corrections): (TextRange, &[String]),
    foreign: &[TextRange],
    in_code: &HashSet<&[u8]>,
) -> bool {
    let after = foreign.partition_point(|list| list.end <= range.start);
    if foreign.get(after).is_some_and(|list| list.contains(range)) {
        return true;
    }
    let written = work.slice(range);
    let before = work.text().get(..range.start as usize).unwrap_or_default().trim_end_matches(' ');
    let opens = before.is_empty() || before.ends_with(['.', ':', '!', '?', '\n', '|', '*', '#', '_', '>', '-']);
    let capital = written.starts_with(char::is_uppercase);
    let unlike = written.len() <= SHORT_NAME || corrections.len() > 1;
    (capital && !opens && unlike) || in_code.contains(written.as_bytes())
}

/// Which of some words a document's code has too.
fn words_in_code<'a>(work: &'a WorkProduct, wanted: &HashSet<&[u8]>) -> HashSet<&'a [u8]> {
    let document = &work.document;
    let mut begins = [false; 256];
    for first in wanted.iter().filter_map(|word| word.first()) {
        begins[usize::from(*first)] = true;
    }
    let literals = document.descendants(document.root()).filter_map(|node| match document.kind(node) {
        NodeKind::Code { literal } | NodeKind::CodeBlock { literal, .. } => Some(&**literal),
        _ => None,
    });
    let is_wanted =
        |word: &&[u8]| word.first().is_some_and(|&first| begins[usize::from(first)]) && wanted.contains(word);
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let mut found = HashSet::new();
    for code in literals {
        let mut start = 0;
        let parts = |byte: &u8| byte.is_ascii() && !byte.is_ascii_alphanumeric() && *byte != b'_';
        for piece in code.as_bytes().split(parts) {
            let place = start..start + piece.len();
            start = place.end + 1;
            if piece.is_ascii() {
                found.extend(Some(piece).filter(is_wanted));
            } else {
                let words = code.get(place).unwrap_or_default().split(|c| !is_part(c));
                found.extend(words.map(str::as_bytes).filter(is_wanted));
            }
        }
    }
    found
}

/// Up to this length a capital inside a sentence is taken for a name's.
const SHORT_NAME: usize = 4;

/// The misspelled words in a run of characters without white space.
fn misspelled(run: &str, dictionary: &Misspellings) -> Vec<Misspelling> {
    let word = run.trim_matches(|c: char| !c.is_alphanumeric());
    // Paths, addresses, formulas and identifiers.
    let is_code = |c: char| {
        c.is_ascii_digit()
            || matches!(
                c,
                '_' | '\\' | '@' | '#' | '=' | '$' | '%' | '{' | '}' | '<' | '>' | '|' | '^' | '~' | '+' | '*'
            )
    };
    let mut inner = word.char_indices().peekable();
    let mut joined = false;
    while let Some((_, c)) = inner.next() {
        joined |=
            is_code(c) || (matches!(c, '.' | ':') && inner.peek().is_some_and(|(_, next)| next.is_alphanumeric()));
    }
    if joined || run.starts_with(['@', '#', '/', '.', '-', '$', '\\']) {
        return Vec::new();
    }
    typos::check_str(run, &TOKENIZER, dictionary)
        .filter_map(|typo| {
            let Status::Corrections(corrections) = &typo.corrections else { return None };
            let place = typo.byte_offset..typo.byte_offset + typo.typo.len();
            Some((place, corrections.iter().map(|word| in_case(word, &typo.typo)).collect()))
        })
        .collect()
}

/// The correction with the capital of what it corrects.
fn in_case(correction: &str, written: &str) -> String {
    let mut letters = correction.chars();
    match letters.next() {
        Some(first) if written.starts_with(char::is_uppercase) => first.to_uppercase().chain(letters).collect(),
        _ => correction.to_owned(),
    }
}

/// Longest quotation, in bytes.
const MAX_QUOTATION: usize = 300;

/// Whether the byte at `at` stands between double quotes: what is quoted is another's.
pub(super) fn in_quotes(text: &str, at: usize) -> bool {
    let before = &text[text.floor_char_boundary(at.saturating_sub(MAX_QUOTATION))..at];
    let after = &text[at..text.floor_char_boundary(at + MAX_QUOTATION)];
    let curly = before.rfind('\u{201c}').is_some_and(|from| !before[from..].contains('\u{201d}'));
    (curly && after.contains('\u{201d}')) || (before.matches('"').count() % 2 == 1 && after.contains('"'))
}

/// Where names and titles of others stand.
fn foreign(work: &WorkProduct) -> Vec<TextRange> {
    let mut ranges: Vec<TextRange> = work.references.entries.iter().map(|entry| entry.range).collect();
    for (index, section) in work.outline.sections.iter().enumerate() {
        let title = section.title.to_lowercase();
        let people = ["acknowledg", "participants", "contributors", "citation"].iter().any(|word| title.contains(word));
        let lists = section.label.is_some() && section.role == Role::Cover && !title.starts_with("abstract");
        if people || lists || work.references.sections.binary_search(&index).is_ok() {
            ranges.push(section.body);
        }
    }
    ranges.sort_unstable();
    // Entries lie in the sections they stand in: what is left is in order and apart.
    ranges.dedup_by(|next, kept| kept.contains(*next));
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(run: &str) -> Vec<Vec<String>> {
        let dictionary = Misspellings { own: std::iter::once("recieve".to_owned()).collect() };
        misspelled(run, &dictionary).into_iter().map(|(_, corrections)| corrections).collect()
    }

    #[test]
    fn both_spellings_of_english_are_right() {
        for word in
            ["colour", "color", "organisation", "organization", "modelling", "modeling", "catalogue", "artefact"]
        {
            assert!(wrong(word).is_empty(), "{word}");
        }
    }

    #[test]
    fn misspellings_are_corrected_and_names_are_not() {
        assert_eq!(wrong("(Definiton),"), [["Definition"]]);
        assert_eq!(wrong("propertie(s)"), [["property", "properties"]]);
        for name in [
            "definitonFile",
            "definiton_file",
            "definiton.yaml",
            "https://example.org/definiton",
            "DEFINITON",
            "#definiton",
            "recieve",
        ] {
            assert!(wrong(name).is_empty(), "{name}");
        }
    }

    #[test]
    fn quotations_are_anothers() {
        assert!(in_quotes("the field “definiton” is", 15));
        assert!(in_quotes("the field \"definiton\" is", 12));
        assert!(!in_quotes("the \"field\" definiton", 14));
    }
}
