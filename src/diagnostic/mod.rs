//! Findings, their severity, and what became of each rule.

mod baseline;
mod fingerprint;
mod rule_id;
mod suppression;

use serde::{Deserialize, Serialize};

use crate::source::{Fix, SourceText, TextRange};

pub use baseline::{BASELINE_SCHEMA, Baseline, Comparison, Entry, Key, Scope};
pub use fingerprint::fingerprint;
pub use rule_id::RuleId;
pub use suppression::{Suppression, suppressions};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Fix before the next stage.
    Warning,
    /// Must not be published.
    Error,
}

impl Severity {
    /// `error`, `warning` or `info`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Which text of [`Sources`] a place lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SourceId(pub u32);

/// The prose of the work product.
pub const PROSE: SourceId = SourceId(0);

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Location {
    /// The text.
    pub source: SourceId,
    /// The bytes.
    pub range: TextRange,
}

/// A second place that explains the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// What is to be seen there.
    pub message: String,
    /// Where.
    pub location: Location,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Id of the rule.
    pub rule: RuleId,
    /// How bad.
    pub severity: Severity,
    /// What is wrong, as one sentence without a full stop.
    pub message: String,
    /// Where: the smallest honest range.
    pub location: Location,
    /// Places that explain it.
    pub related: Vec<Related>,
    /// What to do.
    pub help: Option<String>,
    /// The edits that mend it.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// A finding in the prose. The registry sets the severity, never above what is set here.
    #[must_use]
    pub fn new(rule: impl Into<RuleId>, range: TextRange, message: impl Into<String>) -> Self {
        Self::at(rule, Location { source: PROSE, range }, message)
    }

    /// A finding anywhere.
    #[must_use]
    pub fn at(rule: impl Into<RuleId>, location: Location, message: impl Into<String>) -> Self {
        Self {
            rule: rule.into(),
            severity: Severity::Error,
            message: message.into(),
            location,
            related: Vec::new(),
            help: None,
            fix: None,
        }
    }

    /// Lowers the severity the registry gives the rule, for this finding.
    #[must_use]
    pub fn at_most(mut self, severity: Severity) -> Self {
        self.severity = self.severity.min(severity);
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Mends it.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// Points at a second place in the prose.
    #[must_use]
    pub fn related(mut self, range: TextRange, message: impl Into<String>) -> Self {
        self.related.push(Related { message: message.into(), location: Location { source: PROSE, range } });
        self
    }
}

/// What became of a rule on a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing to report.
    Pass,
    /// At least one diagnostic.
    Fail,
    /// The rule does not apply, and why.
    NotApplicable(String),
}

/// A rule's verdict on a target, with what was seen and what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Id of the rule.
    pub rule: RuleId,
    /// Path of the target.
    pub path: String,
    /// The verdict.
    pub verdict: Verdict,
    /// What was found, where the rule compares.
    pub observed: Option<String>,
    /// What it was compared with.
    pub expected: Option<String>,
}

/// Every text a diagnostic may point into; the prose is the first.
#[derive(Debug, Clone)]
pub struct Sources {
    texts: Vec<SourceText>,
    /// What stands before every path when it is shown: the project root as the user names it.
    pub root: String,
}

impl Sources {
    /// Sources of a document whose prose is `prose`.
    #[must_use]
    pub fn new(prose: SourceText) -> Self {
        Self { texts: vec![prose], root: String::new() }
    }

    /// Adds a text and returns its id.
    pub fn add(&mut self, text: SourceText) -> SourceId {
        self.texts.push(text);
        SourceId(u32::try_from(self.texts.len() - 1).unwrap_or(u32::MAX))
    }

    /// A text by id; an unknown id is the prose.
    #[must_use]
    pub fn get(&self, id: SourceId) -> &SourceText {
        self.texts.get(id.0 as usize).unwrap_or(&self.texts[0])
    }

    /// The prose.
    #[must_use]
    pub fn prose(&self) -> &SourceText {
        &self.texts[0]
    }

    /// Paths of all files, as the project names them.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().flat_map(SourceText::segments).map(|segment| segment.path.as_str())
    }

    /// Path of the file a location lies in, as it is shown.
    #[must_use]
    pub fn path(&self, location: Location) -> String {
        self.shown(&self.get(location.source).segment_at(location.range.start).path)
    }

    /// A path of the project as it is shown.
    #[must_use]
    pub fn shown(&self, path: &str) -> String {
        match self.root.as_str() {
            "" => path.to_owned(),
            root => format!("{}/{path}", root.trim_end_matches('/')),
        }
    }

    /// The same sources with another prose.
    #[must_use]
    pub fn with_prose(&self, prose: SourceText) -> Self {
        let texts = std::iter::once(prose).chain(self.texts.iter().skip(1).cloned()).collect();
        Self { texts, root: self.root.clone() }
    }
}
