//! Collects what the checks say of each condition.

use std::collections::BTreeMap;

use crate::source::TextRange;

use super::conditions::{CONDITIONS, Condition, Severity, condition};

/// Whose reading of the conditions counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reading {
    /// What is right: where the official check is wrong, it is not followed.
    #[default]
    Right,
    /// What the official check says, its known faults included.
    Official,
}

/// Where in a package a condition fails.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The package as a whole, or the names of its directories.
    Package,
    /// A file, or a link, by its path.
    File(String),
    /// Bytes of a text file.
    Text(String, TextRange),
    /// A page of a PDF, from 1.
    Page(String, usize),
}

impl Place {
    /// The path of the file; empty for the package as a whole.
    #[must_use]
    pub fn path(&self) -> &str {
        match self {
            Self::Package => "",
            Self::File(path) | Self::Text(path, _) | Self::Page(path, _) => path,
        }
    }
}

/// One failure of a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Where.
    pub place: Place,
    /// What is wrong, as one sentence without a full stop.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Its weight.
    pub severity: Severity,
}

/// What became of a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing is wrong.
    Pass,
    /// At least one failure.
    Fail,
    /// There is nothing to look at, and why.
    NotApplicable(String),
}

/// A condition, judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The condition.
    pub condition: &'static Condition,
    /// What became of it.
    pub outcome: Outcome,
    /// The weight of its worst failure; without one, the condition's.
    pub severity: Severity,
    /// What was seen.
    pub observed: Option<String>,
    /// What was expected.
    pub expected: Option<String>,
    /// Every failure, in the order of the places.
    pub failures: Vec<Failure>,
}

/// Takes down what the checks find.
#[derive(Debug)]
pub struct Judge {
    /// Whose reading counts.
    pub reading: Reading,
    failures: BTreeMap<u8, Vec<Failure>>,
    compared: BTreeMap<u8, (String, String)>,
    not_applicable: BTreeMap<u8, String>,
}

impl Judge {
    /// With nothing taken down.
    #[must_use]
    pub fn new(reading: Reading) -> Self {
        Self { reading, failures: BTreeMap::new(), compared: BTreeMap::new(), not_applicable: BTreeMap::new() }
    }

    /// Whether the official check is to be followed where it is wrong.
    #[must_use]
    pub fn official(&self) -> bool {
        self.reading == Reading::Official
    }

    /// Whether a condition has failed so far.
    #[must_use]
    pub fn has_failed(&self, ordinal: u8) -> bool {
        self.failures.contains_key(&ordinal)
    }

    /// A failure with the weight of its condition.
    pub fn fail(&mut self, ordinal: u8, place: Place, message: impl Into<String>) {
        let severity = condition(ordinal).map_or(Severity::Blocker, |condition| condition.severity);
        self.fail_as(ordinal, severity, place, message);
    }

    /// A failure with a weight of its own.
    pub fn fail_as(&mut self, ordinal: u8, severity: Severity, place: Place, message: impl Into<String>) {
        let failure = Failure { place, message: message.into(), help: None, severity };
        self.failures.entry(ordinal).or_default().push(failure);
    }

    /// Says what to do about the last failure of a condition.
    pub fn help(&mut self, ordinal: u8, help: impl Into<String>) {
        if let Some(failure) = self.failures.get_mut(&ordinal).and_then(|failures| failures.last_mut()) {
            failure.help = Some(help.into());
        }
    }

    /// What a condition compared.
    pub fn compared(&mut self, ordinal: u8, observed: impl Into<String>, expected: impl Into<String>) {
        self.compared.insert(ordinal, (observed.into(), expected.into()));
    }

    /// Why conditions have nothing to look at.
    pub fn not_applicable(&mut self, ordinals: impl IntoIterator<Item = u8>, reason: &str) {
        for ordinal in ordinals {
            self.not_applicable.insert(ordinal, reason.to_owned());
        }
    }

    /// All conditions, judged.
    #[must_use]
    pub fn judgements(mut self) -> Vec<Judgement> {
        CONDITIONS.iter().map(|condition| self.judgement(condition)).collect()
    }

    fn judgement(&mut self, condition: &'static Condition) -> Judgement {
        let mut failures = self.failures.remove(&condition.ordinal).unwrap_or_default();
        failures.sort_by(|a, b| a.place.cmp(&b.place).then_with(|| a.message.cmp(&b.message)));
        failures.dedup();
        let reason = self.not_applicable.remove(&condition.ordinal);
        let outcome = match reason {
            _ if !failures.is_empty() => Outcome::Fail,
            Some(reason) => Outcome::NotApplicable(reason),
            None if condition.live => {
                Outcome::NotApplicable("it asks the live site, and proofmark stays offline".to_owned())
            }
            None => Outcome::Pass,
        };
        let severity = failures.iter().map(|failure| failure.severity).max().unwrap_or(condition.severity);
        let (observed, expected) = self.compared.remove(&condition.ordinal).unzip();
        Judgement { condition, outcome, severity, observed, expected, failures }
    }
}
