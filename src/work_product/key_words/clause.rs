//! The paragraph that says what the key words mean.

use std::collections::{BTreeSet, HashSet};

use super::super::passages::Passage;
use super::{Context, KEY_WORD, KeyWordsClause, Mode, Word};

/// How many key words a paragraph lists that explains them.
const LISTED: usize = 4;

/// The paragraphs that explain key words, in order.
pub(super) fn clauses(context: Context<'_>, silent: &[bool]) -> Vec<KeyWordsClause> {
    let (mut found, mut seen) = (Vec::new(), HashSet::new());
    let text = context.passages.text();
    for (at, _) in text.match_indices("interpreted").chain(text.match_indices("Directives")) {
        let Some(passage) = context.passages.at(at) else { continue };
        let section = context.outline.section_at(passage.range.start);
        if section.is_some_and(|section| silent[section]) || !seen.insert(passage.index) {
            continue;
        }
        if let Some(clause) = clause(passage) {
            found.push(clause);
        }
    }
    found.sort_by_key(|clause: &KeyWordsClause| clause.passage);
    found
}

fn clause(passage: Passage<'_>) -> Option<KeyWordsClause> {
    let text = passage.text();
    let listed: BTreeSet<Word> = KEY_WORD.find_iter(text).filter_map(|hit| Word::parse(hit.as_str())).collect();
    let lower = text.to_lowercase();
    let words = ["key word", "keyword", "terms", "words"].iter().any(|name| lower.contains(name));
    let rfc = lower.contains("2119") || lower.contains("bcp 14") || lower.contains("bcp14");
    let bcp14 = lower.contains("interpreted") && (listed.len() >= LISTED || rfc && words);
    let iso = lower.contains("directives")
        && (lower.contains("iso") || lower.contains("iec"))
        && lower.contains("shall")
        && (words || lower.contains("verbal form"));
    let mode = match (bcp14, iso) {
        (true, _) => Mode::Bcp14,
        (false, true) => Mode::Iso,
        (false, false) => return None,
    };
    Some(KeyWordsClause { mode, passage: passage.index, range: passage.range, listed })
}
