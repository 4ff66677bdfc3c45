//! Text of a file that may have been changed on the way, and still knows where in the file it came from.

use std::collections::BTreeMap;

use regex::{Captures, Regex};

use crate::source::TextRange;

use super::Place;

/// A text taken from a file of the package.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Traced {
    path: String,
    text: String,
    /// Where runs of the text begin: in the text, and in the file. What lies after a start was copied, up to the next.
    runs: Vec<(usize, usize)>,
    /// The file is UTF-8, so that places in it can be named.
    exact: bool,
}

impl Traced {
    /// The text of a file, as a program sees it that opens it as text: undecodable bytes are replaced, and every line
    /// ends in a line feed.
    #[must_use]
    pub fn read(path: &str, bytes: &[u8]) -> Self {
        let decoded = String::from_utf8_lossy(bytes);
        let exact = std::str::from_utf8(bytes).is_ok();
        let whole = Self { path: path.to_owned(), runs: vec![(0, 0)], exact, text: decoded.into_owned() };
        if whole.text.contains('\r') { whole.unified() } else { whole }
    }

    /// Every line ends in a line feed.
    fn unified(&self) -> Self {
        let mut made = Made::new(self);
        for (at, _) in self.text.match_indices('\r') {
            let pair = self.text.as_bytes().get(at + 1) == Some(&b'\n');
            made.replace(at, at + 1, if pair { "" } else { "\n" });
        }
        made.finish()
    }

    /// Path of the file.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where in the file a range of the text came from.
    #[must_use]
    pub fn place(&self, start: usize, end: usize) -> Place {
        if !self.exact {
            return Place::File(self.path.clone());
        }
        let from = self.origin(start);
        let to = if end > start { self.origin(end - 1) + 1 } else { from };
        Place::Text(self.path.clone(), TextRange::new(from, to.max(from)))
    }

    /// Where a regular expression's match came from.
    #[must_use]
    pub fn place_of(&self, found: &regex::Match<'_>) -> Place {
        self.place(found.start(), found.end())
    }

    /// Where in the file a byte of the text came from.
    #[must_use]
    pub fn origin(&self, at: usize) -> usize {
        let index = self.runs.partition_point(|(start, _)| *start <= at);
        let (start, origin) = index.checked_sub(1).and_then(|last| self.runs.get(last)).copied().unwrap_or((0, 0));
        let offset = origin + (at - start);
        self.runs.get(index).map_or(offset, |(_, next)| offset.min((*next).max(origin)))
    }

    /// Where each text that the first group of `pattern` takes stands first.
    #[must_use]
    pub fn firsts(&self, pattern: &Regex) -> BTreeMap<&str, Place> {
        let mut found = BTreeMap::new();
        for group in pattern.captures_iter(&self.text).filter_map(|captures| captures.get(1)) {
            found.entry(group.as_str()).or_insert_with(|| self.place_of(&group));
        }
        found
    }

    /// The file as a whole.
    #[must_use]
    pub fn whole(&self) -> Place {
        Place::File(self.path.clone())
    }

    /// The text with every match of `pattern` replaced.
    #[must_use]
    pub fn replaced(&self, pattern: &Regex, with: impl Fn(&Captures<'_>) -> String) -> Self {
        let mut made = Made::new(self);
        for captures in pattern.captures_iter(&self.text) {
            if let Some(whole) = captures.get(0) {
                made.replace(whole.start(), whole.end(), &with(&captures));
            }
        }
        made.finish()
    }

    /// The text with ranges replaced, which are in order and do not overlap.
    #[must_use]
    pub fn with(&self, ranges: impl IntoIterator<Item = (usize, usize, String)>) -> Self {
        let mut made = Made::new(self);
        for (start, end, text) in ranges {
            made.replace(start, end, &text);
        }
        made.finish()
    }
}

/// A text in the making.
struct Made<'a> {
    from: &'a Traced,
    /// How far of the old text is done.
    done: usize,
    text: String,
    runs: Vec<(usize, usize)>,
}

impl<'a> Made<'a> {
    fn new(from: &'a Traced) -> Self {
        Self { from, done: 0, text: String::with_capacity(from.text.len()), runs: Vec::new() }
    }

    /// Copies the old text up to `end`, with the runs in it.
    fn copy(&mut self, end: usize) {
        let Some(copied) = self.from.text.get(self.done..end).filter(|copied| !copied.is_empty()) else { return };
        self.runs.push((self.text.len(), self.from.origin(self.done)));
        let first = self.from.runs.partition_point(|(start, _)| *start <= self.done);
        for (start, origin) in self.from.runs.get(first..).unwrap_or_default().iter().take_while(|run| run.0 < end) {
            self.runs.push((self.text.len() + start - self.done, *origin));
        }
        self.text.push_str(copied);
        self.done = end;
    }

    fn replace(&mut self, start: usize, end: usize, with: &str) {
        self.copy(start);
        if !with.is_empty() {
            self.runs.push((self.text.len(), self.from.origin(start)));
            self.text.push_str(with);
        }
        self.done = end.max(self.done);
    }

    fn finish(mut self) -> Traced {
        self.copy(self.from.text.len());
        Traced { path: self.from.path.clone(), text: self.text, runs: self.runs, exact: self.from.exact }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(place: &Place) -> Option<(u32, u32)> {
        match place {
            Place::Text(_, range) => Some((range.start, range.end)),
            _ => None,
        }
    }

    #[test]
    fn places_lead_back_through_two_changes() {
        let text = Traced::read("a.md", b"one\r\n<b>two</b>\r\nthree");
        assert_eq!(text.text(), "one\n<b>two</b>\nthree");
        let plain = text.replaced(&Regex::new("<[^>]+>").unwrap(), |_| " ".to_owned());
        let short = plain.replaced(&Regex::new(r"\s+").unwrap(), |_| "_".to_owned());
        assert_eq!(short.text(), "one_two_three");
        assert_eq!(span(&short.place(4, 7)), Some((8, 11)));
        assert_eq!(span(&short.place(8, 13)), Some((17, 22)));
    }

    #[test]
    fn a_file_that_is_no_text_has_no_places_in_it() {
        let text = Traced::read("a.html", b"caf\xe9 TODO:");
        assert_eq!(text.text(), "caf\u{fffd} TODO:");
        assert_eq!(text.place(0, 3), Place::File("a.html".to_owned()));
    }
}
