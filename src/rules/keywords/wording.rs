//! The paragraph on the key words, against the exact text.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::profiles::{Text, text};
use crate::rules::{Checker, INFO};
use crate::source::{Edit, Fix};
use crate::work_product::{Generation, KeyWordsClause, Mode, Passage, Word, WorkProduct, sentences};

use super::citations::{entry, link_at, mention};
use super::is_unfinished;

/// `keywords-clause-verbatim`.
pub fn verbatim(checker: &mut Checker<'_>) {
    if is_unfinished(checker) {
        return;
    }
    let work = checker.work;
    let clauses: Vec<&KeyWordsClause> =
        work.key_words.clauses.iter().filter(|clause| clause.mode == Mode::Bcp14).collect();
    if clauses.is_empty() {
        checker.not_applicable("the document does not say what key words mean");
    }
    for clause in clauses {
        compare(checker, clause);
    }
}

/// A word of a sentence, as it is compared, and where it stands.
struct Token {
    word: String,
    at: Range<usize>,
}

fn compare(checker: &mut Checker<'_>, clause: &KeyWordsClause) {
    let work = checker.work;
    let Some(passage) = work.passages.get(clause.passage) else { return };
    let Some(sentence) = explaining(passage) else { return };
    // Templates of 2018 did not name BCP 14.
    let early = work.generation == Generation::G1;
    let counts = |token: &Token| !(early && token.word == "bcp14");
    let written: Vec<Token> = tokens(&passage.text()[sentence.clone()]).into_iter().filter(counts).collect();
    let words = |tokens: &[Token]| tokens.iter().map(|token| token.word.clone()).collect::<Vec<_>>();
    let wanted: Vec<Token> = tokens(canonical(work)).into_iter().filter(counts).collect();
    let (old, new) = (words(&written), words(&wanted));
    let changes = capture_diff_slices(Algorithm::Myers, &old, &new);
    let Some(first) = changes.iter().find(|change| !matches!(change, DiffOp::Equal { .. })) else { return };
    // What is missing is missing behind the word before it.
    let at = first.old_range();
    let near = if at.is_empty() { at.start.saturating_sub(1)..at.start } else { at };
    let tokens = written.get(near.start..near.end.min(written.len())).unwrap_or_default();
    let range = match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => passage.source(sentence.start + first.at.start..sentence.start + last.at.end),
        _ => passage.source(sentence.clone()),
    };
    let message = faults(clause, &old, &new, first);
    let mut found = checker.found(range, message).help("write the paragraph as the template does");
    if early {
        found = found.at_most(INFO);
    }
    if let Some(fixed) = rewritten(work, clause) {
        let edit = Edit::replace(passage.source(sentence), fixed);
        found = found.fix(Fix::risky("Write the paragraph of the template", vec![edit]));
    }
    checker.report(found);
}

/// The sentence that explains the key words.
fn explaining(passage: Passage<'_>) -> Option<Range<usize>> {
    let text = passage.text();
    sentences(text, |at| passage.is_code(at)).into_iter().find(|range| text[range.clone()].contains("interpreted"))
}

fn canonical(work: &WorkProduct) -> &'static str {
    text(if work.generation == Generation::G3 { Text::KeyWords2025 } else { Text::KeyWords }).trim_end()
}

/// The words of a sentence in lower case, `RFC 2119` and `BCP 14` as one; `and` between two RFCs is free.
fn tokens(sentence: &str) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::new();
    let mut start = None;
    for (at, c) in sentence.char_indices().chain([(sentence.len(), ' ')]) {
        if c.is_alphanumeric() {
            start.get_or_insert(at);
        } else if let Some(from) = start.take() {
            let word = sentence[from..at].to_lowercase();
            match found.last_mut().filter(|last| matches!(last.word.as_str(), "rfc" | "bcp")) {
                Some(last) => {
                    last.word += &word;
                    last.at.end = at;
                }
                None => found.push(Token { word, at: from..at }),
            }
        }
    }
    let is_rfc = |token: Option<&Token>| token.is_some_and(|token| token.word.starts_with("rfc"));
    let free = |index: usize| {
        found[index].word == "and" && index > 0 && is_rfc(found.get(index - 1)) && is_rfc(found.get(index + 1))
    };
    let kept: Vec<bool> = (0..found.len()).map(|index| !free(index)).collect();
    found.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(token, _)| token).collect()
}

/// What is wrong, in words: what is missing by name, else the first words that differ.
fn faults(clause: &KeyWordsClause, old: &[String], new: &[String], first: &DiffOp) -> String {
    let lacks = |word: &str| new.iter().any(|token| token == word) && !old.iter().any(|token| token == word);
    let named = [
        (!clause.listed.contains(&Word::NotRecommended), "does not list `NOT RECOMMENDED`"),
        (lacks("bcp14"), "does not name BCP 14"),
        (lacks("rfc2119"), "does not cite RFC 2119"),
        (lacks("rfc8174"), "does not cite RFC 8174"),
        (lacks("capitals"), "does not say that only words in capitals count"),
    ];
    let named: Vec<&str> = named.into_iter().filter(|(wrong, _)| *wrong).map(|(_, fault)| fault).collect();
    if let Some((last, others)) = named.split_last() {
        let others = if others.is_empty() { String::new() } else { format!("{} and ", others.join(", ")) };
        return format!("the paragraph on the key words {others}{last}");
    }
    let (was, is) = (old[first.old_range()].join(" "), new[first.new_range()].join(" "));
    match (was.is_empty(), is.is_empty()) {
        (true, _) => format!("the paragraph on the key words lacks `{is}`"),
        (_, true) => format!("`{was}` does not belong into the paragraph on the key words"),
        _ => format!("the paragraph on the key words says `{was}`, the template `{is}`"),
    }
}

/// The paragraph of the template with the citations of the document.
fn rewritten(work: &WorkProduct, clause: &KeyWordsClause) -> Option<String> {
    let bold = work.slice(clause.range).contains("**MUST");
    let form = if bold || work.generation == Generation::G3 { Text::KeyWords2025 } else { Text::KeyWords };
    let citation = |number: &str| {
        let link = mention(work, clause, number).and_then(|mention| link_at(work, mention));
        let own = link.map(|link| work.slice(link.range));
        let id = entry(work, number)?.ids.first()?;
        let link = own.map_or_else(|| format!("[RFC{number}](#{id})"), str::to_owned);
        let bracketed = link.starts_with("[[") || link.starts_with("[\\[");
        Some(if bracketed { link } else { format!("[{link}]") })
    };
    let text = text(form).trim_end().to_owned();
    Some(text.replace("{RFC2119}", &citation("2119")?).replace("{RFC8174}", &citation("8174")?))
}
