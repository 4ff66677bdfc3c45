//! What a package rule is given and what it gives back.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Location, SourceId, Sources};
use crate::package::Package;
use crate::profiles::ProfileId;
use crate::rules::Rule;
use crate::source::{SourceText, TextRange};

/// One rule at work on one package.
pub struct PackageChecker<'a> {
    /// The package.
    pub package: &'a Package,
    /// The template its prose follows.
    pub profile: ProfileId,
    pub(super) rule: &'static Rule,
    pub(super) texts: &'a mut Texts,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) not_applicable: Option<String>,
    pub(super) observed: Option<String>,
    pub(super) expected: Option<String>,
}

/// The files that findings point into.
pub(super) struct Texts {
    pub sources: Sources,
    ids: BTreeMap<String, SourceId>,
}

impl Texts {
    /// Starts with the prose, or with the package itself where it has none.
    pub fn new(package: &Package) -> Self {
        let (path, text) = match package.work() {
            Some(work) => (work.path().to_owned(), work.text().to_owned()),
            None => (String::new(), String::new()),
        };
        let mut sources = Sources::new(SourceText::new(path.clone(), text));
        sources.root = format!("{}/{}", package.name.trim_end_matches('/'), package.base);
        Self { sources, ids: BTreeMap::from([(path, SourceId(0))]) }
    }

    fn id(&mut self, package: &Package, path: &str) -> SourceId {
        if let Some(id) = self.ids.get(path) {
            return *id;
        }
        let readable = std::path::Path::new(path).extension().is_none_or(|ending| ending != "pdf");
        let bytes = package.files.get(path).filter(|bytes| readable && bytes.len() < 64 << 20);
        let text = bytes.and_then(|bytes| String::from_utf8(bytes.clone()).ok()).unwrap_or_default();
        let id = self.sources.add(SourceText::new(path, text));
        self.ids.insert(path.to_owned(), id);
        id
    }
}

impl PackageChecker<'_> {
    /// A finding in a file, at the first place where `needle` stands in it, else at its start.
    #[must_use]
    pub fn found(&mut self, path: &str, needle: &str, message: impl Into<String>) -> Diagnostic {
        let source = self.texts.id(self.package, path);
        let text = self.texts.sources.get(source).text();
        let at = if needle.is_empty() { None } else { text.find(needle) };
        let range = at.map_or(TextRange::empty(0), |at| TextRange::new(at, at + needle.len()));
        Diagnostic::at(self.rule.id, Location { source, range }, message)
    }

    /// A finding in a file, at a place of it.
    #[must_use]
    pub fn found_at(&mut self, path: &str, range: TextRange, message: impl Into<String>) -> Diagnostic {
        let source = self.texts.id(self.package, path);
        Diagnostic::at(self.rule.id, Location { source, range }, message)
    }

    /// Reports a finding.
    pub fn report(&mut self, found: Diagnostic) {
        self.diagnostics.push(found);
    }

    /// Reports a finding about a whole file.
    pub fn flag(&mut self, path: &str, message: impl Into<String>) {
        let found = self.found(path, "", message);
        self.report(found);
    }

    /// Says why the rule has nothing to look at.
    pub fn not_applicable(&mut self, reason: impl Into<String>) {
        self.not_applicable = Some(reason.into());
    }

    /// Says what the rule compared.
    pub fn compared(&mut self, observed: impl Into<String>, expected: impl Into<String>) {
        self.observed = Some(observed.into());
        self.expected = Some(expected.into());
    }
}
