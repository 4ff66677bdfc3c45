//! Which rules run.

use crate::diagnostic::RuleId;

use super::{Rule, Topic, registry};

/// Rules chosen by id or topic. Nothing selected means everything; `ignore` wins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    select: Vec<String>,
    ignore: Vec<String>,
}

/// A name that is neither a rule nor a topic.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` is neither a rule nor a topic; `proofmark rules` lists both{}", .nearest.as_ref().map(|n| format!(" (did you mean `{n}`?)")).unwrap_or_default())]
pub struct UnknownSelector {
    /// The name.
    pub name: String,
    /// The nearest known one.
    pub nearest: Option<String>,
}

impl Selection {
    /// A selection of ids and topics; each entry may be a comma-separated list.
    ///
    /// # Errors
    /// The first name that is neither.
    pub fn new(select: &[String], ignore: &[String]) -> Result<Self, UnknownSelector> {
        Self::with_own(select, ignore, &[])
    }

    /// As [`Self::new`], where a committee has rules of its own.
    ///
    /// # Errors
    /// The first name that is neither a rule, of whomever, nor a topic.
    pub fn with_own(select: &[String], ignore: &[String], own: &[RuleId]) -> Result<Self, UnknownSelector> {
        Ok(Self { select: names(select, own)?, ignore: names(ignore, own)? })
    }

    /// Whether rules were named that are to run, and no others.
    #[must_use]
    pub fn is_chosen(&self) -> bool {
        !self.select.is_empty()
    }

    /// Whether a rule runs.
    #[must_use]
    pub fn contains(&self, rule: &Rule) -> bool {
        self.allows(rule.id, rule.topic)
    }

    /// Whether a rule of this id and topic runs.
    #[must_use]
    pub fn allows(&self, id: &str, topic: Topic) -> bool {
        let named = |list: &[String]| list.iter().any(|name| name == id || name == topic.name());
        (self.select.is_empty() || named(&self.select)) && !named(&self.ignore)
    }
}

fn names(entries: &[String], own: &[RuleId]) -> Result<Vec<String>, UnknownSelector> {
    let split = entries.iter().flat_map(|entry| entry.split(',')).map(str::trim).filter(|name| !name.is_empty());
    split.map(|name| known(name, own)).collect()
}

fn known(name: &str, own: &[RuleId]) -> Result<String, UnknownSelector> {
    let rules = registry();
    let is_known = |rule: &&Rule| rule.id == name || rule.topic.name() == name;
    if rules.iter().copied().any(|rule| is_known(&rule)) || own.iter().any(|id| id == name) {
        return Ok(name.to_owned());
    }
    let ratio = |candidate: &str| similar::TextDiff::from_chars(name, candidate).ratio();
    let nearest = rules
        .iter()
        .map(|rule| rule.id)
        .chain(own.iter().map(RuleId::as_str))
        .map(|id| (ratio(id), id))
        .filter(|(ratio, _)| *ratio > 0.6)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, id)| id.to_owned());
    Err(UnknownSelector { name: name.to_owned(), nearest })
}
