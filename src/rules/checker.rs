//! What a rule is given and what it gives back.

use crate::diagnostic::{Diagnostic, Suppression};
use crate::source::{TextRange, Workspace};
use crate::work_product::WorkProduct;

use super::sought::Sought;
use super::{LintOptions, Rule, Selection};

/// One rule at work on one work product.
pub struct Checker<'a> {
    /// The work product.
    pub work: &'a WorkProduct,
    /// The files around it.
    pub workspace: &'a dyn Workspace,
    /// Whether the work product is still a draft.
    pub draft: bool,
    /// The rules that run.
    pub selection: &'a Selection,
    /// Comments that silence findings.
    pub suppressions: &'a [Suppression],
    /// Where the phrases stand that rules look for.
    pub(super) sought: &'a Sought,
    rule: &'static Rule,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) not_applicable: Option<String>,
    pub(super) observed: Option<String>,
    pub(super) expected: Option<String>,
}

impl<'a> Checker<'a> {
    pub(super) fn new(
        rule: &'static Rule,
        work: &'a WorkProduct,
        workspace: &'a dyn Workspace,
        options: &'a LintOptions,
        suppressions: &'a [Suppression],
        sought: &'a Sought,
    ) -> Self {
        Self {
            work,
            workspace,
            draft: options.draft,
            selection: &options.selection,
            suppressions,
            sought,
            rule,
            diagnostics: Vec::new(),
            not_applicable: None,
            observed: None,
            expected: None,
        }
    }

    /// A finding of this rule in the prose, ready to be completed and given to [`Self::report`].
    #[must_use]
    pub fn found(&self, range: TextRange, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.rule.id, range, message)
    }

    /// Reports a finding.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Reports a finding in the prose that needs no more words.
    pub fn flag(&mut self, range: TextRange, message: impl Into<String>) {
        let diagnostic = self.found(range, message);
        self.report(diagnostic);
    }

    /// Says why the rule has nothing to look at.
    pub fn not_applicable(&mut self, reason: impl Into<String>) {
        self.not_applicable = Some(reason.into());
    }

    /// Says what the rule compared: what it saw and what it wanted.
    pub fn compared(&mut self, observed: impl Into<String>, expected: impl Into<String>) {
        self.observed = Some(observed.into());
        self.expected = Some(expected.into());
    }
}
