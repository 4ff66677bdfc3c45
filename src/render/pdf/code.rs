//! Blocks of code.

use std::fmt::Write as _;

use crate::source::TextRange;

use super::emit::Emitter;
use super::text::push_literal;

/// Usual size of code, in points.
const SIZE: f64 = 8.5;
/// Code is set no smaller to keep its lines whole.
const SMALLEST: f64 = 7.0;
/// Size of code whose lines wrap, in points.
const WRAPPED: f64 = 8.0;
/// Width of a character, in em.
const CHARACTER: f64 = 0.6;
/// What the frame takes of the width, in points.
const FRAME: f64 = 18.0;
/// A word in code that may be wider than the page.
const WORD: usize = 50;
/// So many lines stay on one page.
const WHOLE: usize = 12;
/// Code of more bytes is not coloured: that would take longer than the rest.
const MAX_COLORED: usize = 100_000;
/// A longer line is no code to read: it is broken where the page ends.
const MAX_LINE: usize = 2_000;

impl Emitter<'_> {
    /// Writes a block of code.
    pub fn code_block(&mut self, language: Option<&str>, code: &str, source: TextRange) {
        let mut shown = self.drawable(code, source);
        let longest = shown.lines().map(|line| line.chars().count()).max().unwrap_or(0).max(1);
        if longest > MAX_LINE {
            shown = broken(&shown, self.available);
        }
        let breaks = longest <= MAX_LINE && shown.split_whitespace().any(|word| word.chars().count() > WORD);
        let keep = shown.lines().count() <= WHOLE && longest <= MAX_LINE;
        let size = size(longest, self.available);
        let _ = write!(self.out, "#code-block(size: {size:.2}pt, long: {breaks}, keep: {keep}, raw(block: true, ");
        let colored = shown.len() <= MAX_COLORED && longest <= MAX_LINE;
        if let Some(language) = language.filter(|&language| colored && language != "text") {
            self.raw("lang: ");
            push_literal(&mut self.out, language);
            self.raw(", ");
        }
        push_literal(&mut self.out, &shown);
        self.raw("))");
    }
}

/// The size at which lines of so many characters fit, or the usual one where they must wrap anyway.
fn size(columns: usize, available: f64) -> f64 {
    let columns = f64::from(u32::try_from(columns).unwrap_or(u32::MAX));
    let fitting = (available - FRAME) / (columns * CHARACTER);
    if fitting < SMALLEST { WRAPPED } else { fitting.min(SIZE) }
}

/// Code whose lines end where the page does.
fn broken(code: &str, available: f64) -> String {
    let room = (available - FRAME) / (WRAPPED * CHARACTER);
    let mut shown = String::with_capacity(code.len() + code.len() / 50);
    for line in code.lines() {
        let mut column = 0.0;
        for c in line.chars() {
            if column + 1.0 > room && column > 0.0 {
                shown.push('\n');
                column = 0.0;
            }
            shown.push(c);
            column += 1.0;
        }
        shown.push('\n');
    }
    shown.truncate(shown.trim_end_matches('\n').len());
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_or_wrap_at_a_legible_size() {
        let about = |size: f64, wanted: f64| (size - wanted).abs() < 0.01;
        assert!(about(size(60, 453.0), SIZE));
        assert!(size(100, 453.0) < SIZE && size(100, 453.0) * 60.0 <= 453.0 - FRAME);
        assert!(about(size(400, 453.0), WRAPPED));
    }

    #[test]
    fn an_endless_line_ends_with_the_page() {
        let broken = broken(&format!("{}\nend", "x".repeat(200)), 453.0);
        assert!(broken.lines().all(|line| line.len() <= 90) && broken.ends_with("\nend"));
        assert_eq!(broken.replace('\n', ""), format!("{}end", "x".repeat(200)));
    }
}
