//! Runs the rules on a work product and sorts what they find.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Outcome, PROSE, Severity, Suppression, Verdict, suppressions};
use crate::source::Workspace;
use crate::work_product::WorkProduct;
use crate::work_product::config::Config;

use super::applies::ceiling;
use super::{Checker, INFO, Rule, Selection, find, metadata, registry};

/// How to lint.
#[derive(Debug, Clone, Default)]
pub struct LintOptions {
    /// Use the severities of drafts.
    pub draft: bool,
    /// Which rules run.
    pub selection: Selection,
}

/// What came of it.
#[derive(Debug, Clone, Default)]
pub struct LintResult {
    /// Findings, by place.
    pub diagnostics: Vec<Diagnostic>,
    /// What became of every rule.
    pub outcomes: Vec<Outcome>,
    /// How many findings a comment silenced.
    pub suppressed: usize,
}

/// Most findings of one rule shown one by one; the rest are folded into a count.
const MAX_PER_RULE: usize = 40;

/// Runs every selected rule that applies to the profile.
#[must_use]
pub fn lint(work: &WorkProduct, workspace: &dyn Workspace, options: &LintOptions) -> LintResult {
    let mut result = lint_unfolded(work, workspace, options);
    fold(&mut result.diagnostics);
    result
}

/// As [`lint`], with every finding of a rule however many there are: what a fix goes by.
#[must_use]
pub fn lint_unfolded(work: &WorkProduct, workspace: &dyn Workspace, options: &LintOptions) -> LintResult {
    let mut result = LintResult::default();
    let all = suppressions(&work.document);
    let silenced = Silenced::new(&all);
    let selected = registry().iter().copied().filter(|rule| options.selection.contains(rule));
    // Whether a suppression is used shows when all other rules have run.
    let (last, rules): (Vec<_>, Vec<&'static Rule>) = selected.partition(|rule| rule.id == metadata::LAST);
    let checked = rules.par_iter().map(|rule| check(rule, work, workspace, options, &all)).collect::<Vec<_>>();
    for checked in checked {
        result.take(checked, &silenced);
    }
    for rule in last {
        result.take(check(rule, work, workspace, options, &all), &silenced);
    }
    sort(&mut result.diagnostics);
    result
}

/// Gives what the writers found the severities of the registry and of `workproduct.yaml`, and leaves out what is
/// not selected or silenced.
#[must_use]
pub fn weigh(work: &WorkProduct, options: &LintOptions, found: Vec<Diagnostic>) -> LintResult {
    let all = suppressions(&work.document);
    let silenced = Silenced::new(&all);
    let mut result = LintResult::default();
    let mut by_rule: BTreeMap<&str, Vec<Diagnostic>> = BTreeMap::new();
    for mut diagnostic in found {
        if let Some(rule) = find(diagnostic.rule) {
            let Some(level) = level(rule, work, options).ok().filter(|_| options.selection.contains(rule)) else {
                continue;
            };
            diagnostic.severity = diagnostic.severity.min(level);
        }
        by_rule.entry(diagnostic.rule).or_default().push(diagnostic);
    }
    for (rule, mut found) in by_rule {
        let before = found.len();
        silenced.apply(rule, &mut found);
        result.suppressed += before - found.len();
        result.diagnostics.append(&mut found);
    }
    sort(&mut result.diagnostics);
    fold(&mut result.diagnostics);
    result
}

fn sort(found: &mut [Diagnostic]) {
    found.sort_by(|a, b| {
        let key = |d: &Diagnostic| (d.location.source, d.location.range.start, d.location.range.end, d.rule);
        key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
    });
}

/// What one rule found before any of it is silenced.
struct Checked {
    outcome: Outcome,
    level: Severity,
    found: Vec<Diagnostic>,
}

fn check(
    rule: &'static Rule,
    work: &WorkProduct,
    workspace: &dyn Workspace,
    options: &LintOptions,
    suppressions: &[Suppression],
) -> Checked {
    let mut outcome =
        Outcome { rule: rule.id, path: work.path().to_owned(), verdict: Verdict::Pass, observed: None, expected: None };
    let level = match level(rule, work, options) {
        Ok(level) => level,
        Err(reason) => {
            outcome.verdict = Verdict::NotApplicable(reason);
            return Checked { outcome, level: INFO, found: Vec::new() };
        }
    };
    let mut checker = Checker::new(rule, work, workspace, options, suppressions);
    (rule.check)(&mut checker);
    outcome.observed = checker.observed.take();
    outcome.expected = checker.expected.take();
    if let Some(reason) = checker.not_applicable.take() {
        outcome.verdict = Verdict::NotApplicable(reason);
    }
    Checked { outcome, level, found: checker.diagnostics }
}

impl LintResult {
    fn take(&mut self, checked: Checked, silenced: &Silenced<'_>) {
        let Checked { outcome, level, mut found } = checked;
        let before = found.len();
        silenced.apply(outcome.rule, &mut found);
        self.suppressed += before - found.len();
        self.settle(outcome, found, level);
    }

    /// Takes in what a rule found: any finding fails it, and none weighs more than `level`.
    pub(in crate::rules) fn settle(&mut self, mut outcome: Outcome, mut found: Vec<Diagnostic>, level: Severity) {
        if !found.is_empty() {
            outcome.verdict = Verdict::Fail;
        }
        for diagnostic in &mut found {
            diagnostic.severity = diagnostic.severity.min(level);
        }
        self.diagnostics.append(&mut found);
        self.outcomes.push(outcome);
    }
}

/// The severity a finding of `rule` has here, or why it is not run.
fn level(rule: &Rule, work: &WorkProduct, options: &LintOptions) -> Result<Severity, String> {
    let level = ceiling(rule, work, options)?;
    let rules = work.settings().map_or(&[][..], |config: &Config| &config.lint.rules);
    let Some(change) = rules.iter().find(|change| change.rule == rule.id) else {
        return Ok(level);
    };
    change.severity.severity().ok_or_else(|| format!("switched off in workproduct.yaml: {}", change.reason))
}

/// The suppressions of a document, by the rules they name.
struct Silenced<'a> {
    by_rule: BTreeMap<&'a str, Vec<&'a Suppression>>,
}

impl<'a> Silenced<'a> {
    fn new(all: &'a [Suppression]) -> Self {
        let mut by_rule: BTreeMap<&str, Vec<&Suppression>> = BTreeMap::new();
        for suppression in all {
            for rule in &suppression.rules {
                by_rule.entry(rule).or_default().push(suppression);
            }
        }
        for list in by_rule.values_mut() {
            list.sort_by_key(|suppression| (suppression.target.start, Reverse(suppression.target.end)));
        }
        Self { by_rule }
    }

    /// Takes out the findings of `rule` that are silenced. Findings and suppressions are walked together, in
    /// order of place, and as blocks nest, the targets that are open at a place are a stack.
    fn apply(&self, rule: &str, found: &mut Vec<Diagnostic>) {
        let Some(list) = self.by_rule.get(rule) else { return };
        found.sort_by_key(|diagnostic| diagnostic.location.range.start);
        let mut coming = list.iter().peekable();
        let mut open: Vec<&Suppression> = Vec::new();
        found.retain(|diagnostic| {
            if diagnostic.location.source != PROSE {
                return true;
            }
            let offset = diagnostic.location.range.start;
            while let Some(next) = coming.next_if(|next| next.target.start <= offset) {
                close(&mut open, next.target.start);
                open.push(next);
            }
            close(&mut open, offset);
            let covering = open.first().filter(|suppression| suppression.covers(rule, offset));
            if let Some(suppression) = covering {
                suppression.used.store(true, Ordering::Relaxed);
            }
            covering.is_none()
        });
    }
}

/// Leaves the targets that end before `offset`.
fn close(open: &mut Vec<&Suppression>, offset: u32) {
    while open.pop_if(|suppression| suppression.target.end < offset).is_some() {}
}

/// One defect repeated a thousand times is one defect: the last finding shown says how many follow.
fn fold(found: &mut Vec<Diagnostic>) {
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    for diagnostic in found.iter() {
        *counts.entry(diagnostic.rule).or_default() += 1;
    }
    let mut seen: BTreeMap<&'static str, usize> = BTreeMap::new();
    found.retain_mut(|diagnostic| {
        let nth = seen.entry(diagnostic.rule).or_default();
        *nth += 1;
        let more = counts.get(diagnostic.rule).copied().unwrap_or_default().saturating_sub(MAX_PER_RULE);
        if *nth == MAX_PER_RULE && more > 0 {
            diagnostic.message = format!("{} (and {more} more of this kind)", diagnostic.message);
        }
        *nth <= MAX_PER_RULE
    });
}
