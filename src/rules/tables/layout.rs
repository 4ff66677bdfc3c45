//! How the cells of a table are set: spaces, full stops, blanks.

use std::ops::Range;

use crate::diagnostic::Severity;
use crate::rules::Checker;
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::{Passage, WorkProduct};

use super::cells::{items, line_of, tables};

/// Edges of cells from which a table has a habit.
const HABIT: usize = 8;

/// `cell-spacing`.
pub fn spacing(checker: &mut Checker<'_>) {
    let work = checker.work;
    for (table, _) in tables(work) {
        let (mut spaced, mut tight) = (0, Vec::new());
        for row in work.document.children(table) {
            let line = line_of(work, row);
            for cell in written_cells(work.slice(line)) {
                let text = &work.slice(line)[cell.clone()];
                if text.trim().is_empty() {
                    continue;
                }
                let edges = [(text.starts_with([' ', '\t']), cell.start), (text.ends_with([' ', '\t']), cell.end)];
                for (has_space, at) in edges {
                    if has_space {
                        spaced += 1;
                    } else {
                        tight.push(line.start as usize + at);
                    }
                }
            }
        }
        let Some(&first) = tight.first() else { continue };
        if spaced < HABIT || tight.len() * 4 > spaced {
            continue;
        }
        let found = checker
            .found(TextRange::empty(first), "no space stands between pipe and text, elsewhere in the table one does");
        let edits = tight.iter().map(|&at| Edit::insert(at, " ")).collect();
        checker.report(found.fix(Fix::safe("Put a space", edits)));
    }
}

/// The cells of a row that pipes enclose on both sides.
fn written_cells(row: &str) -> Vec<Range<usize>> {
    let mut pipes = Vec::new();
    let mut escaped = false;
    for (at, c) in row.char_indices() {
        if c == '|' && !escaped {
            pipes.push(at);
        }
        escaped = c == '\\' && !escaped;
    }
    pipes.windows(2).map(|pair| pair[0] + 1..pair[1]).collect()
}

/// Words from which an item of a cell is taken for a sentence.
const SENTENCE: usize = 4;

/// `cell-punctuation`.
pub fn punctuation(checker: &mut Checker<'_>) {
    let work = checker.work;
    for (table, columns) in tables(work) {
        let mut ends: Vec<Vec<(bool, TextRange)>> = vec![Vec::new(); columns];
        for row in work.document.children(table).skip(1) {
            for (cell, ends) in work.document.children(row).zip(&mut ends) {
                if let Some(passage) = work.passages.of(cell) {
                    ends.extend(sentences(work, passage));
                }
            }
        }
        for column in ends {
            let (stopped, open): (Vec<_>, Vec<_>) = column.into_iter().partition(|(stopped, _)| *stopped);
            if stopped.len() < HABIT / 2 || open.len() * 4 > stopped.len() {
                continue;
            }
            for (_, range) in open {
                let found = checker.found(range, "this ends without a full stop, the others of the column with one");
                let stop = Edit::insert(range.end as usize, ".");
                checker.report(found.fix(Fix::risky("Add a full stop", vec![stop])));
            }
        }
    }
}

/// The items of a cell that are as long as sentences: whether a full stop ends them, and their last words.
fn sentences(work: &WorkProduct, passage: Passage<'_>) -> Vec<(bool, TextRange)> {
    let text = passage.text();
    let mut parts = items(work, passage);
    if parts.is_empty() {
        parts.push(0..text.len());
    }
    let mut found = Vec::new();
    for part in parts {
        let Some(item) = text.get(part.clone()) else { continue };
        let kept = item.trim_end();
        let last = kept.chars().last();
        let is_sentence =
            kept.split_whitespace().count() >= SENTENCE && last.is_some_and(|c| c == '.' || c.is_alphabetic());
        if !is_sentence {
            continue;
        }
        let last_word = kept.len() - kept.rsplit(char::is_whitespace).next().map_or(0, str::len);
        let range = passage.source(part.start + last_word..part.start + kept.len());
        if !passage.is_code(part.start + kept.len() - 1) {
            found.push((last == Some('.'), range));
        }
    }
    found
}

/// `blank-first-cell`.
pub fn blank_first(checker: &mut Checker<'_>) {
    let work = checker.work;
    for (table, _) in tables(work) {
        let mut blank = Vec::new();
        let mut headed = false;
        for row in work.document.children(table).skip(1) {
            let mut cells = work.document.children(row).map(|cell| work.document.children(cell).next().is_none());
            let first_is_blank = cells.next().unwrap_or_default();
            let has_more = cells.any(|blank| !blank);
            if !first_is_blank {
                headed = true;
            } else if has_more && headed {
                blank.push(row);
            }
        }
        let Some(&first) = blank.first() else { continue };
        let line = line_of(work, first);
        let place = written_cells(work.slice(line)).first().cloned().unwrap_or(0..0);
        let message = match blank.len() {
            1 => "the first cell of the row is blank".to_owned(),
            count => format!("the first cell of {count} rows is blank, this is the first"),
        };
        let found = checker.found(line.inside(place), message).at_most(Severity::Info);
        checker.report(found.help("repeat what it belongs to: nobody hears that the cell above is meant"));
    }
}
