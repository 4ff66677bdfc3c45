//! A text, the files it was assembled from, and its line index.

use std::ops::Range;

use super::{Edit, TextRange, apply};

/// One file's share of a [`SourceText`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Path as it is shown to people, with `/` as separator.
    pub path: String,
    /// Where the file's text lies in the whole.
    pub range: TextRange,
    /// Bytes of the file that precede the segment (a byte order mark that assembly dropped).
    pub skipped: u32,
}

/// A place as people read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in Unicode scalar values, from 1.
    pub column: u32,
    /// Byte offset in the file, from 0.
    pub offset: u32,
}

/// The unit a column is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnUnit {
    /// Unicode scalar values, for people and JSON.
    Scalar,
    /// UTF-16 code units, for SARIF and the language server.
    Utf16,
}

/// One text made of one or more files, with positions that lead back to them.
#[derive(Debug, Clone)]
pub struct SourceText {
    text: String,
    segments: Vec<Segment>,
    line_starts: Vec<u32>,
}

impl SourceText {
    /// A text that is one file.
    #[must_use]
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self::assemble([(path.into(), text.into())])
    }

    /// Several files read as one document, in order. Files are separated by a blank line.
    #[must_use]
    pub fn assemble(files: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut text = String::new();
        let mut segments = Vec::new();
        for (index, (path, file)) in files.into_iter().enumerate() {
            let mut body = file.as_str();
            let mut skipped = 0;
            if index > 0 {
                if let Some(rest) = body.strip_prefix('\u{feff}') {
                    body = rest;
                    skipped = 3;
                }
                text.push_str(if text.ends_with('\n') { "\n" } else { "\n\n" });
            }
            let start = text.len();
            if index == 0 && text.is_empty() {
                text = file;
            } else {
                text.push_str(body);
            }
            segments.push(Segment { path, range: TextRange::new(start, text.len()), skipped });
        }
        let line_starts = line_starts(&text);
        Self { text, segments, line_starts }
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The files, in order.
    #[must_use]
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The text of `range`; empty where the range does not lie on character boundaries.
    #[must_use]
    pub fn slice(&self, range: TextRange) -> &str {
        self.text.get(range.as_usize()).unwrap_or_default()
    }

    /// The file that holds `offset`; between two files, the one before.
    #[must_use]
    pub fn segment_at(&self, offset: u32) -> &Segment {
        let index = self.segments.partition_point(|s| s.range.start <= offset);
        &self.segments[index.saturating_sub(1)]
    }

    /// The files it was assembled from, whole: path and text.
    #[must_use]
    pub fn files(&self) -> Vec<(String, String)> {
        let file = |segment: &Segment| {
            let mark = if segment.skipped > 0 { "\u{feff}" } else { "" };
            (segment.path.clone(), format!("{mark}{}", self.slice(segment.range)))
        };
        self.segments.iter().map(file).collect()
    }

    /// The text after `edits`, each inside one file. `None` if one crosses from file to file, lies
    /// outside the text, splits a character or overlaps another.
    #[must_use]
    pub fn edited(&self, edits: &[Edit]) -> Option<Self> {
        let mut shares: Vec<Vec<Edit>> = vec![Vec::new(); self.segments.len()];
        for edit in edits {
            let holds = |segment: &&Segment| segment.range.contains(edit.range);
            let index = self.segments.iter().rposition(|segment| holds(&segment))?;
            let (segment, share) = (self.segments.get(index)?, shares.get_mut(index)?);
            let local = |offset: u32| (offset - segment.range.start + segment.skipped) as usize;
            share.push(Edit::replace(TextRange::new(local(edit.range.start), local(edit.range.end)), &edit.text));
        }
        let files =
            self.files().into_iter().zip(shares).map(|((path, text), share)| Some((path, apply(&text, &share)?)));
        Some(Self::assemble(files.collect::<Option<Vec<_>>>()?))
    }

    /// Number of lines, at least 1.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.line_starts.len()
    }

    /// Index from 0 of the line that holds `offset`, in the whole text.
    #[must_use]
    pub fn line_index(&self, offset: u32) -> usize {
        self.line_starts.partition_point(|&s| s <= offset) - 1
    }

    /// Range of line `index` (from 0) without its line ending.
    #[must_use]
    pub fn line_range(&self, index: usize) -> TextRange {
        let start = self.line_starts.get(index).map_or(self.text.len(), |&s| s as usize);
        let end = self.line_starts.get(index + 1).map_or(self.text.len(), |&s| s as usize);
        let line = self.text.get(start..end).unwrap_or_default();
        TextRange::new(start, start + line.trim_end_matches(['\n', '\r']).len())
    }

    /// The position of `offset` in its file.
    #[must_use]
    pub fn position(&self, offset: u32, unit: ColumnUnit) -> Position {
        let offset = self.floor(offset);
        let segment = self.segment_at(offset);
        let line = self.line_index(offset);
        let before = &self.text[self.line_starts[line] as usize..offset as usize];
        let before = before.strip_prefix('\u{feff}').unwrap_or(before);
        let column = match unit {
            ColumnUnit::Scalar => before.chars().count(),
            ColumnUnit::Utf16 => before.chars().map(char::len_utf16).sum(),
        };
        let first_line = self.line_index(segment.range.start);
        Position {
            line: u32::try_from(line - first_line).unwrap_or(u32::MAX).saturating_add(1),
            column: u32::try_from(column).unwrap_or(u32::MAX).saturating_add(1),
            offset: offset.saturating_sub(segment.range.start) + segment.skipped,
        }
    }

    fn floor(&self, offset: u32) -> u32 {
        let mut at = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        u32::try_from(at).unwrap_or(u32::MAX)
    }

    /// The lines that `range` touches, with their endings.
    #[must_use]
    pub fn lines_of(&self, range: TextRange) -> Range<usize> {
        let first = self.line_index(range.start);
        let last = self.line_index(range.end.max(range.start));
        first..last + 1
    }
}

/// Byte offsets at which lines start; `\n`, `\r\n` and a lone `\r` end a line.
fn line_starts(text: &str) -> Vec<u32> {
    let bytes = text.as_bytes();
    let mut starts = vec![0];
    for index in memchr::memchr2_iter(b'\n', b'\r', bytes) {
        if bytes[index] == b'\n' || bytes.get(index + 1) != Some(&b'\n') {
            starts.push(u32::try_from(index + 1).unwrap_or(u32::MAX));
        }
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_scalars_and_code_units() {
        let text = SourceText::new("a.md", "é𝄞x\r\nzwei");
        let x = text.position(6, ColumnUnit::Scalar);
        assert_eq!((x.line, x.column), (1, 3));
        assert_eq!(text.position(6, ColumnUnit::Utf16).column, 4);
        let z = text.position(9, ColumnUnit::Scalar);
        assert_eq!((z.line, z.column, z.offset), (2, 1, 9));
        assert_eq!(text.slice(text.line_range(0)), "é𝄞x");
    }

    #[test]
    fn an_offset_inside_a_character_is_its_start() {
        let text = SourceText::new("a.md", "aé");
        assert_eq!(text.position(2, ColumnUnit::Scalar).column, 2);
    }

    #[test]
    fn edits_find_their_file() {
        let text = SourceText::assemble([
            ("one.md".to_owned(), "# One\n".to_owned()),
            ("two.md".to_owned(), "\u{feff}# Two\n".to_owned()),
        ]);
        let two = text.text().find("Two").unwrap();
        let edits = [Edit::replace(TextRange::new(2, 5), "Eins"), Edit::replace(TextRange::new(two, two + 3), "Zwei")];
        let edited = text.edited(&edits).unwrap();
        let files = edited.files();
        assert_eq!(files[0].1, "# Eins\n");
        assert_eq!(files[1].1, "\u{feff}# Zwei\n");
        assert!(text.edited(&[Edit::delete(TextRange::new(2, two))]).is_none());
    }

    #[test]
    fn assembled_files_keep_their_own_lines() {
        let text = SourceText::assemble([
            ("one.md".to_owned(), "# One".to_owned()),
            ("two.md".to_owned(), "\u{feff}# Two\nbody\n".to_owned()),
        ]);
        let at = text.text().find("body").unwrap();
        let at = u32::try_from(at).unwrap();
        assert_eq!(text.segment_at(at).path, "two.md");
        let position = text.position(at, ColumnUnit::Scalar);
        assert_eq!((position.line, position.column, position.offset), (2, 1, 9));
    }
}
