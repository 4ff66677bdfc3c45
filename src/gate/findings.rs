//! The failures of conditions as findings of the rules that mirror them.

use std::collections::BTreeMap;

use crate::diagnostic::{self, Diagnostic, Location, SourceId, Sources};
use crate::package::Package;
use crate::rules::{Rule, registry};
use crate::source::{SourceText, TextRange};

use super::{Condition, Judgement, Place, Severity};

/// Ids of the rules that mirror a condition, in the order of the registry.
#[must_use]
pub fn rules_of(condition: &Condition) -> Vec<&'static str> {
    let mirrors = |rule: &&Rule| rule.gate.contains(&(condition.class, u16::from(condition.ordinal)));
    registry().iter().copied().filter(mirrors).map(|rule| rule.id).collect()
}

/// The failures as findings, in the order of the conditions, with the texts they point into.
#[must_use]
pub fn findings(package: &Package, judgements: &[Judgement]) -> (Sources, Vec<Diagnostic>) {
    let mut texts = Texts::new(package);
    let mut found = Vec::new();
    for judgement in judgements {
        let rules = rules_of(judgement.condition);
        let Some(rule) = rules.first() else { continue };
        for failure in &judgement.failures {
            let page = match &failure.place {
                Place::Page(_, page) => format!("page {page}: "),
                _ => String::new(),
            };
            let location = texts.location(&failure.place);
            let mut diagnostic = Diagnostic::at(*rule, location, format!("{page}{}", failure.message));
            diagnostic.severity = match failure.severity {
                Severity::Blocker => diagnostic::Severity::Error,
                Severity::Warn => diagnostic::Severity::Warning,
            };
            diagnostic.help.clone_from(&failure.help);
            found.push(diagnostic);
        }
    }
    (texts.sources, found)
}

/// The files that findings point into.
struct Texts<'a> {
    package: &'a Package,
    sources: Sources,
    ids: BTreeMap<String, SourceId>,
}

impl<'a> Texts<'a> {
    fn new(package: &'a Package) -> Self {
        let mut sources = Sources::new(SourceText::new(String::new(), String::new()));
        sources.root = format!("{}/{}", package.name.trim_end_matches('/'), package.base);
        Self { package, sources, ids: BTreeMap::from([(String::new(), SourceId(0))]) }
    }

    fn location(&mut self, place: &Place) -> Location {
        let range = match place {
            Place::Text(_, range) => *range,
            _ => TextRange::empty(0),
        };
        Location { source: self.id(place.path()), range }
    }

    fn id(&mut self, path: &str) -> SourceId {
        if let Some(id) = self.ids.get(path) {
            return *id;
        }
        let bytes = self.package.files.get(path).map(Vec::as_slice).unwrap_or_default();
        let text = std::str::from_utf8(bytes).unwrap_or_default();
        let id = self.sources.add(SourceText::new(path, text.to_owned()));
        self.ids.insert(path.to_owned(), id);
        id
    }
}
