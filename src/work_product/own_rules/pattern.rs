//! Regular expressions of rule files: bounded in size, linear in time, with the place of a mistake.

use std::ops::Range;

use regex::{Regex, RegexBuilder};
use regex_syntax::hir::{Hir, HirKind};

use crate::markdown::YamlNode;
use crate::source::TextRange;
use crate::work_product::config::ConfigError;

/// Longest pattern, in bytes.
const MAX_PATTERN: usize = 4_000;
/// Largest pattern that is tried everywhere, compiled, in bytes: the time of a search grows with it.
const MAX_COMPILED: usize = 512 << 10;
/// Largest pattern that begins with a word and is tried only where the word stands.
const MAX_LONG: usize = 8 << 20;
/// Letters such a word has at least.
const MIN_WORD: usize = 4;
/// Most places where a large pattern is tried, and the bytes it may match from there.
const MAX_PLACES: usize = 16;
const MAX_REACH: usize = 24 << 10;

/// A pattern that matches line by line: `^` and `$` are the ends of lines.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// Anchored where `word` is given.
    regex: Regex,
    /// The word that a large pattern begins with.
    word: Option<Regex>,
    shown: String,
}

/// Switches of a pattern, by Python's names.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Flags {
    pub ignore_case: bool,
    pub dot_all: bool,
    pub verbose: bool,
}

impl Flags {
    /// Adds a flag by name; whether it is known.
    pub fn add(&mut self, name: &str) -> bool {
        match name.to_ascii_uppercase().as_str() {
            "IGNORECASE" | "I" => self.ignore_case = true,
            "DOTALL" | "S" => self.dot_all = true,
            "VERBOSE" | "X" => self.verbose = true,
            // Patterns are both of these at all times.
            "MULTILINE" | "M" | "UNICODE" | "U" => {}
            _ => return false,
        }
        true
    }
}

impl Flags {
    fn build(self, pattern: &str, limit: usize) -> Result<Regex, regex::Error> {
        RegexBuilder::new(pattern)
            .multi_line(true)
            .crlf(true)
            .case_insensitive(self.ignore_case)
            .dot_matches_new_line(self.dot_all)
            .ignore_whitespace(self.verbose)
            .size_limit(limit)
            .build()
    }
}

/// The word every match begins with, where there is one.
fn first_word(parsed: &Hir) -> Option<String> {
    let first = match parsed.kind() {
        HirKind::Concat(parts) => parts.first()?,
        _ => parsed,
    };
    let HirKind::Literal(literal) = first.kind() else { return None };
    let word = std::str::from_utf8(&literal.0).ok()?;
    (word.len() >= MIN_WORD).then(|| word.to_owned())
}

impl Pattern {
    /// Compiles `pattern`, which stands at `node` of `file`.
    pub(super) fn compile(pattern: &str, flags: Flags, node: &YamlNode, file: &str) -> Result<Self, ConfigError> {
        let whole = |message: String| ConfigError { message, range: node.range };
        if pattern.len() > MAX_PATTERN {
            return Err(whole(format!("the pattern is longer than {MAX_PATTERN} bytes")));
        }
        let mut parser = regex_syntax::ParserBuilder::new();
        let parsed = match parser.ignore_whitespace(flags.verbose).build().parse(pattern) {
            Ok(parsed) => parsed,
            Err(error) => return Err(explain(&error, pattern, node, file)),
        };
        let shown = pattern.to_owned();
        if let Ok(regex) = flags.build(pattern, MAX_COMPILED) {
            return Ok(Self { regex, word: None, shown });
        }
        let too_large = |_| whole("the pattern is too large: write smaller repetitions".to_owned());
        let Some(word) = first_word(&parsed) else {
            return Err(whole(
                "the pattern is too large: begin it with a word, or write smaller repetitions".to_owned(),
            ));
        };
        let word = flags.build(&regex::escape(&word), MAX_COMPILED).map_err(too_large)?;
        // A line break ends the comment that a verbose pattern may end with.
        let end = if flags.verbose { "\n" } else { "" };
        let regex = flags.build(&format!("\\A(?:{pattern}{end})"), MAX_LONG).map_err(too_large)?;
        Ok(Self { regex, word: Some(word), shown })
    }

    /// A pattern that matches `text` and nothing else.
    pub(super) fn literal(text: &str, flags: Flags, node: &YamlNode, file: &str) -> Result<Self, ConfigError> {
        let flags = Flags { verbose: false, ..flags };
        let pattern = Self::compile(&regex::escape(text), flags, node, file)?;
        Ok(Self { shown: text.to_owned(), ..pattern })
    }

    /// Whether it matches somewhere in `text`.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        if self.word.is_none() { self.regex.is_match(text) } else { self.find(text).is_some() }
    }

    /// Where it matches first, surrounding white space left out.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Range<usize>> {
        self.find_all(text).into_iter().next()
    }

    /// Where it matches, surrounding white space left out.
    #[must_use]
    pub fn find_all(&self, text: &str) -> Vec<Range<usize>> {
        let found: Vec<Range<usize>> = match &self.word {
            None => self.regex.find_iter(text).map(|found| found.range()).collect(),
            Some(word) => self.find_long(word, text),
        };
        let trimmed = found.into_iter().map(|range| {
            let shown = text.get(range.clone()).unwrap_or_default();
            let start = range.start + shown.len() - shown.trim_start().len();
            let trimmed = shown.trim();
            if trimmed.is_empty() { range } else { start..start + trimmed.len() }
        });
        trimmed.collect()
    }

    /// Tries a large pattern where its first word stands.
    fn find_long(&self, word: &Regex, text: &str) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        for start in word.find_iter(text).map(|word| word.start()).take(MAX_PLACES) {
            if found.last().is_some_and(|last| start < last.end) {
                continue;
            }
            let mut end = (start + MAX_REACH).min(text.len());
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            let reach = text.get(start..end).unwrap_or_default();
            found.extend(self.regex.find(reach).map(|found| start..start + found.end()));
        }
        found
    }

    /// As written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.shown
    }
}

/// The parser's complaint at the character it is about, where the pattern stands in the file as it is meant.
fn explain(error: &regex_syntax::Error, pattern: &str, node: &YamlNode, file: &str) -> ConfigError {
    let (said, span) = match error {
        regex_syntax::Error::Parse(error) => (error.kind().to_string(), Some(*error.span())),
        regex_syntax::Error::Translate(error) => (error.kind().to_string(), Some(*error.span())),
        other => (other.to_string(), None),
    };
    let slice = file.get(node.range.as_usize()).unwrap_or_default();
    let range = span.zip(slice.find(pattern)).map(|(span, at)| {
        let start = node.range.start as usize + at;
        TextRange::new(start + span.start.offset, start + span.end.offset)
    });
    ConfigError { message: format!("the pattern is no regular expression: {said}"), range: range.unwrap_or(node.range) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::YamlValue;

    fn compiled(pattern: &str) -> Result<Pattern, ConfigError> {
        let value = YamlValue::Scalar { text: pattern.to_owned(), quoted: true };
        let node = YamlNode { value, range: TextRange::new(0, pattern.len()) };
        Pattern::compile(pattern, Flags { ignore_case: true, ..Flags::default() }, &node, pattern)
    }

    #[test]
    fn a_large_pattern_is_tried_where_its_first_word_stands() {
        let pattern = compiled(r"send word[\s\S]{1,6000}?send word").unwrap();
        assert!(pattern.word.is_some());
        let text = format!("é Send word{}\nsend word. send word and send word", " é".repeat(900));
        let found = pattern.find_all(&text);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(text[found[0].clone()].starts_with("Send word") && text[found[1].clone()].ends_with("send word"));
        assert!(pattern.is_match(&text) && !pattern.is_match("send word once"));
        // However often the word stands, the search ends.
        assert!(!pattern.is_match(&"send wor ".repeat(50_000)));
        let never = compiled(r"send word[\s\S]{1,6000}?never").unwrap();
        assert!(never.find_all(&"send word ".repeat(50_000)).is_empty());
    }

    #[test]
    fn a_large_pattern_that_begins_anywhere_is_refused() {
        for pattern in [r"[\s\S]{1,3000}?x", r"ab[\s\S]{1,6000}", r"(?:(?:a|[^q]){0,60}){0,60}z"] {
            let error = compiled(pattern).unwrap_err();
            assert!(error.message.contains("too large"), "{error}");
        }
    }
}
