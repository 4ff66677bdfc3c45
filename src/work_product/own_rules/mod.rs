//! The rules a committee wrote for itself: files in the form of `oasis.rules.yaml`, read and checked.
//!
//! A file holds `meta`, `context` and `rules`; its form is `schemas/rules.schema.json`. Whoever names a file under
//! `lint.rule-files` of `workproduct.yaml` gets its rules and those of the files it extends.

mod files;
mod pattern;
mod read;

use crate::diagnostic::{Location, RuleId, Severity};

pub(super) use files::{Named, load};
pub use pattern::Pattern;

/// The JSON Schema of a file of rules, for editors.
pub const RULES_SCHEMA: &str = include_str!("../../../schemas/rules.schema.json");

/// A rule of a committee's own.
#[derive(Debug, Clone)]
pub struct OwnRule {
    /// Its id, unique among all rules.
    pub id: RuleId,
    /// What it demands, in the committee's words.
    pub description: String,
    /// Severity of its findings.
    pub severity: Severity,
    /// Why it replaces a rule of the same id.
    pub reason: Option<String>,
    /// What it looks for.
    pub check: Check,
    /// Path of its file.
    pub path: String,
    /// Line of its id in the file, from 1.
    pub line: u32,
    /// Its id in the file.
    pub location: Location,
    /// The inherited rule it takes the place of.
    pub replaces: Option<Replaced>,
}

/// A rule that another file replaces under its id.
#[derive(Debug, Clone)]
pub struct Replaced {
    /// Its id in the file.
    pub location: Location,
    /// What it demanded.
    pub description: String,
}

/// What a rule looks for.
#[derive(Debug, Clone)]
pub enum Check {
    /// A heading matches.
    SectionPresent(Pattern),
    /// No heading matches.
    SectionAbsent(Pattern),
    /// Something is known of the document, and matches.
    MetadataPresent {
        /// What: `title`, `version`, a key of the front matter.
        key: String,
        /// What it has to match.
        pattern: Option<Pattern>,
    },
    /// Everything of a kind matches, or nothing does.
    AllMatch {
        /// What is looked at.
        target: Target,
        /// What it has to match.
        pattern: Pattern,
        /// Nothing may match.
        invert: bool,
    },
    /// Something of a kind matches.
    AnyMatch {
        /// What is looked at.
        target: Target,
        /// What one of it has to match.
        pattern: Pattern,
    },
    /// So many of a kind match.
    Count {
        /// What is looked at.
        target: Target,
        /// What is counted.
        pattern: Pattern,
        /// How the number compares.
        op: Comparison,
        /// With what.
        value: usize,
    },
    /// Links to places in the document lead somewhere.
    ReferencesResolve,
    /// The second holds where the first does.
    Conditional {
        /// Where it does not hold, the rule does not apply.
        condition: Box<Check>,
        /// What has to hold.
        then: Box<Check>,
    },
    /// Processing instructions of nide: a check of its own, which no other program can make.
    ProcessingInstructions,
}

/// What patterns are held against.
#[derive(Debug, Clone)]
pub enum Target {
    /// The lines of the source, without headings, code blocks and front matter.
    Prose,
    /// The prose of the first section whose heading matches.
    Section(Pattern),
    /// Headings, without their numbers.
    Headings,
    /// Destinations of links and images.
    Links,
    /// Those that are no web or mail address.
    RelativeLinks,
    /// Destinations of images.
    Images,
}

/// How a number compares with another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `eq`.
    Equal,
    /// `ne`.
    Other,
    /// `lt`.
    Less,
    /// `le`.
    AtMost,
    /// `gt`.
    More,
    /// `ge`.
    AtLeast,
}

impl Comparison {
    /// Reads `eq`, `ne`, `lt`, `le`, `gt` or `ge`.
    #[must_use]
    pub fn parse(op: &str) -> Option<Self> {
        Some(match op {
            "eq" => Self::Equal,
            "ne" => Self::Other,
            "lt" => Self::Less,
            "le" => Self::AtMost,
            "gt" => Self::More,
            "ge" => Self::AtLeast,
            _ => return None,
        })
    }

    /// Whether `number` compares so with `value`.
    #[must_use]
    pub fn holds(self, number: usize, value: usize) -> bool {
        match self {
            Self::Equal => number == value,
            Self::Other => number != value,
            Self::Less => number < value,
            Self::AtMost => number <= value,
            Self::More => number > value,
            Self::AtLeast => number >= value,
        }
    }

    /// As one says it before the number.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Equal => "exactly",
            Self::Other => "any number but",
            Self::Less => "fewer than",
            Self::AtMost => "at most",
            Self::More => "more than",
            Self::AtLeast => "at least",
        }
    }
}
