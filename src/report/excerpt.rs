//! A few lines of a text, cut and cleaned so that they can be shown to a person.

use std::ops::Range;

use crate::source::{ColumnUnit, SourceText, TextRange};

use super::terminal::stand_in;

/// Bytes of a line shown on either side of what the line is shown for.
const CONTEXT: usize = 100;
/// Most bytes underlined in one line.
const MAX_MARK: usize = 400;

/// Lines of a text with places in them.
#[derive(Debug)]
pub(super) struct Excerpt {
    /// The lines, joined by line feeds.
    pub text: String,
    /// Number of the first line in its file, from 1.
    pub line: usize,
    /// Where the places asked for lie in `text`, in the order asked.
    pub marks: Vec<Range<usize>>,
}

impl Excerpt {
    /// The lines that hold the start of each of `ranges`, and those between. A range that runs over
    /// several lines is cut at the end of its first unless `whole`.
    pub fn new(source: &SourceText, ranges: &[TextRange], whole: bool) -> Self {
        let ends = |range: &TextRange| if whole { range.end } else { range.start };
        let first = ranges.iter().map(|range| source.line_index(range.start)).min().unwrap_or(0);
        let last = ranges.iter().map(|range| source.line_index(ends(range))).max().unwrap_or(0);
        let start = source.line_range(first).start;
        let line = source.position(start, ColumnUnit::Scalar).line as usize;
        let mut excerpt =
            Self { text: String::new(), line, marks: vec![Range { start: usize::MAX, end: 0 }; ranges.len()] };
        for index in first..=last {
            if index > first {
                excerpt.text.push('\n');
            }
            excerpt.push_line(source, source.line_range(index), ranges);
        }
        for mark in &mut excerpt.marks {
            if mark.start > mark.end {
                *mark = excerpt.text.len()..excerpt.text.len();
            }
        }
        excerpt
    }

    fn push_line(&mut self, source: &SourceText, line: TextRange, ranges: &[TextRange]) {
        let shown = window(source, line, ranges);
        if shown.start > line.start {
            self.text.push('…');
        }
        let slice = source.slice(shown);
        let from = shown.start;
        let mut at = from;
        for c in slice.chars() {
            self.mark(ranges, at);
            if !(c == '\u{feff}' && at == 0) {
                self.text.push(stand_in(c));
            }
            at += u32::try_from(c.len_utf8()).unwrap_or(1);
        }
        self.mark(ranges, at);
        let end = self.text.len();
        // A range that goes on beyond what is shown ends where the line ends.
        for (range, mark) in ranges.iter().zip(&mut self.marks) {
            if range.start >= line.start && range.start <= line.end && range.end > at {
                mark.start = mark.start.min(end);
                mark.end = mark.end.max(end);
            }
        }
        if shown.end < line.end {
            self.text.push('…');
        }
    }

    /// Notes the places that begin or end at `at`, which is about to be written.
    fn mark(&mut self, ranges: &[TextRange], at: u32) {
        let here = self.text.len();
        for (range, mark) in ranges.iter().zip(&mut self.marks) {
            if range.start == at {
                mark.start = mark.start.min(here);
            }
            if range.end == at && mark.start <= here {
                mark.end = mark.end.max(here);
            }
        }
    }
}

/// The part of a line that is shown: everything near the places, never all of a very long line.
fn window(source: &SourceText, line: TextRange, ranges: &[TextRange]) -> TextRange {
    if line.len() <= 2 * CONTEXT {
        return line;
    }
    let here = || ranges.iter().filter(|range| range.start <= line.end && range.end >= line.start);
    let (from, length) = (line.start as usize, line.len());
    let first = here().map(|range| (range.start as usize).saturating_sub(from)).min().unwrap_or(0);
    let last = here().map(|range| (range.end as usize).saturating_sub(from)).max().unwrap_or(0);
    let slice = source.slice(line);
    let start = floor(slice, first.saturating_sub(CONTEXT));
    let end = floor(slice, (last.min(first + MAX_MARK) + CONTEXT).min(length));
    TextRange::new(from + start, from + end)
}

/// The nearest character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(start: usize, end: usize) -> TextRange {
        TextRange::new(start, end)
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let text = format!("one\n{}bad{}\n", "a".repeat(250_000), "é".repeat(250_000));
        let source = SourceText::new("a.md", text);
        let excerpt = Excerpt::new(&source, &[range(250_004, 250_007)], false);
        assert!(excerpt.text.len() < 300, "{}", excerpt.text.len());
        assert_eq!(excerpt.line, 2);
        assert_eq!(&excerpt.text[excerpt.marks[0].clone()], "bad");
    }

    #[test]
    fn stand_ins_keep_places() {
        let source = SourceText::new("a.md", "\u{1b}[31mred\u{202e}x\r\nnext");
        let excerpt = Excerpt::new(&source, &[range(5, 8), range(11, 12)], false);
        assert_eq!(&excerpt.text[excerpt.marks[0].clone()], "red");
        assert_eq!(&excerpt.text[excerpt.marks[1].clone()], "x");
        assert!(!excerpt.text.contains('\u{1b}'));
    }

    #[test]
    fn a_range_over_lines_ends_with_its_first_line() {
        let source = SourceText::new("a.md", "one two\nthree\n");
        let excerpt = Excerpt::new(&source, &[range(4, 12)], false);
        assert_eq!(&excerpt.text[excerpt.marks[0].clone()], "two");
        let empty = Excerpt::new(&SourceText::new("a.md", ""), &[range(0, 0)], false);
        assert_eq!((empty.text.as_str(), empty.marks[0].clone()), ("", 0..0));
    }
}
