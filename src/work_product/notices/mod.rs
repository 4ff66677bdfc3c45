//! The notices: copyright lines, and the legal sentences that stand with them.

mod canon;
mod copyright;
mod words;

pub use canon::{Canonical, Family, Statement, canonical};
pub use copyright::CopyrightLine;
pub use words::{Difference, Word, difference};

use std::sync::LazyLock;

use regex::Regex;

use crate::source::TextRange;

use super::passages::{PassageKind, Passages};

/// Copyright lines and legal sentences, wherever they stand.
#[derive(Debug, Clone, Default)]
pub struct Notices {
    /// The copyright lines, in order.
    pub copyright: Vec<CopyrightLine>,
    /// The sentences that are, word for word or nearly, sentences of a notice.
    pub sentences: Vec<NoticeSentence>,
}

/// A sentence of a notice as the document has it.
#[derive(Debug, Clone)]
pub struct NoticeSentence {
    /// What it states.
    pub statement: Statement,
    /// The exact sentence it is nearest to.
    pub nearest: &'static Canonical,
    /// Index of the passage it stands in.
    pub passage: usize,
    /// Its words, normalized, with their places.
    pub words: Vec<Word>,
    /// Its bytes.
    pub range: TextRange,
}

impl Notices {
    /// Reads the notices out of the passages of a document.
    #[must_use]
    pub fn new(passages: &Passages, text: &str) -> Self {
        let mut notices = Self::default();
        for passage in passages.holding_match(&CANDIDATE).filter(|passage| passage.kind == PassageKind::Paragraph) {
            let lines = copyright::lines(passage, text);
            for words in words::sentences(passage, &lines) {
                notices.push_sentence(passage.index, words);
            }
            notices.copyright.extend(lines);
        }
        notices
    }

    fn push_sentence(&mut self, passage: usize, words: Vec<Word>) {
        let (Some(first), Some(last), Some(nearest)) = (words.first(), words.last(), canon::nearest(&words)) else {
            return;
        };
        let range = first.range.cover(last.range);
        self.sentences.push(NoticeSentence { statement: nearest.statement, nearest, passage, words, range });
    }

    /// The sentences that state `statement`.
    pub fn stating(&self, statement: Statement) -> impl Iterator<Item = &NoticeSentence> {
        self.sentences.iter().filter(move |sentence| sentence.statement == statement)
    }

    /// Whether a passage holds a copyright line or a sentence of a notice.
    #[must_use]
    pub fn stand_in(&self, passage: usize) -> bool {
        self.sentences.binary_search_by_key(&passage, |sentence| sentence.passage).is_ok()
            || self.copyright.binary_search_by_key(&passage, |line| line.passage).is_ok()
    }

    /// Whether any sentence states `statement`.
    #[must_use]
    pub fn states(&self, statement: Statement) -> bool {
        self.stating(statement).next().is_some()
    }

    /// Whether the document carries a notice in full, and not only a pointer to one.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.states(Statement::Permission) || self.states(Statement::AsIs)
    }
}

/// Words without which no sentence of a notice can do: they spare us the comparison of every paragraph.
static CANDIDATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        "OASIS|AS IS|perpetual|derivative works|opyright|©|patent|open-projects-process|send comments|Comments on this work",
    )
    .expect("valid pattern")
});
