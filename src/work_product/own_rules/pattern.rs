//! Regular expressions of rule files: bounded in size, linear in time, with the place of a mistake.

use regex::{Regex, RegexBuilder};

use crate::markdown::YamlNode;
use crate::source::TextRange;
use crate::work_product::config::ConfigError;

/// Longest pattern, in bytes.
const MAX_PATTERN: usize = 4_000;
/// Largest compiled pattern, in bytes.
const MAX_COMPILED: usize = 8 << 20;

/// A pattern that matches line by line: `^` and `$` are the ends of lines.
#[derive(Debug, Clone)]
pub struct Pattern {
    regex: Regex,
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

impl Pattern {
    /// Compiles `pattern`, which stands at `node` of `file`.
    pub(super) fn compile(pattern: &str, flags: Flags, node: &YamlNode, file: &str) -> Result<Self, ConfigError> {
        let whole = |message: String| ConfigError { message, range: node.range };
        if pattern.len() > MAX_PATTERN {
            return Err(whole(format!("the pattern is longer than {MAX_PATTERN} bytes")));
        }
        let mut parser = regex_syntax::ParserBuilder::new();
        let parsed = parser.ignore_whitespace(flags.verbose).build().parse(pattern);
        if let Err(error) = parsed {
            return Err(explain(&error, pattern, node, file));
        }
        let regex = RegexBuilder::new(pattern)
            .multi_line(true)
            .crlf(true)
            .case_insensitive(flags.ignore_case)
            .dot_matches_new_line(flags.dot_all)
            .ignore_whitespace(flags.verbose)
            .size_limit(MAX_COMPILED)
            .build()
            .map_err(|_| whole("the pattern is too large: write smaller repetitions".to_owned()))?;
        Ok(Self { regex, shown: pattern.to_owned() })
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
        self.regex.is_match(text)
    }

    /// Where it matches first, surrounding white space left out.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<std::ops::Range<usize>> {
        self.find_all(text).next()
    }

    /// Where it matches, surrounding white space left out.
    pub fn find_all<'a>(&'a self, text: &'a str) -> impl Iterator<Item = std::ops::Range<usize>> + 'a {
        self.regex.find_iter(text).map(|found| {
            let (start, shown) = (found.start(), found.as_str());
            let lead = shown.len() - shown.trim_start().len();
            let trimmed = shown.trim();
            if trimmed.is_empty() { found.range() } else { start + lead..start + lead + trimmed.len() }
        })
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
