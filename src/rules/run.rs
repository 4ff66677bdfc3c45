//! Runs the rules on a work product and sorts what they find.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Outcome, PROSE, Severity, Suppression, Verdict, suppressions};
use crate::source::Workspace;
use crate::work_product::WorkProduct;
use crate::work_product::config::Config;

use super::{Checker, INFO, Rule, Selection, Topic, metadata, registry};

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
    let silenced = suppressions(&work.document);
    let mut rules: Vec<&'static Rule> =
        registry().into_iter().filter(|rule| options.selection.contains(rule)).collect();
    // Whether a suppression is used shows when all other rules have run.
    rules.sort_by_key(|rule| rule.id == metadata::LAST);
    for rule in rules {
        run(rule, work, workspace, options, &silenced, &mut result);
    }
    result.diagnostics.sort_by(|a, b| {
        let key = |d: &Diagnostic| (d.location.source, d.location.range.start, d.location.range.end, d.rule);
        key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
    });
    result
}

fn run(
    rule: &'static Rule,
    work: &WorkProduct,
    workspace: &dyn Workspace,
    options: &LintOptions,
    silenced: &[Suppression],
    result: &mut LintResult,
) {
    let mut outcome =
        Outcome { rule: rule.id, path: work.path().to_owned(), verdict: Verdict::Pass, observed: None, expected: None };
    let Some(level) = level(rule, work, options, &mut outcome) else {
        result.outcomes.push(outcome);
        return;
    };
    let mut checker = Checker::new(rule, work, workspace, options, silenced);
    (rule.check)(&mut checker);
    outcome.observed = checker.observed.take();
    outcome.expected = checker.expected.take();
    if let Some(reason) = checker.not_applicable.take() {
        outcome.verdict = Verdict::NotApplicable(reason);
    }
    let mut found = checker.diagnostics;
    let before = found.len();
    found.retain(|diagnostic| !is_silenced(diagnostic, silenced));
    result.suppressed += before - found.len();
    if !found.is_empty() {
        outcome.verdict = Verdict::Fail;
    }
    for diagnostic in &mut found {
        diagnostic.severity = diagnostic.severity.min(level);
    }
    result.diagnostics.append(&mut found);
    result.outcomes.push(outcome);
}

/// The severity a finding of `rule` has here; `None`, with the reason in `outcome`, if it is not run.
fn level(rule: &Rule, work: &WorkProduct, options: &LintOptions, outcome: &mut Outcome) -> Option<Severity> {
    let Some(level) = rule.levels.get(work.profile, options.draft) else {
        let name = &work.template().name;
        outcome.verdict = Verdict::NotApplicable(format!("the rule does not apply to the profile {name}"));
        return None;
    };
    // What an author must replace is what a template is there to hold.
    let level = if rule.topic == Topic::Placeholders && work.is_template() { level.min(INFO) } else { level };
    let rules = work.settings().map_or(&[][..], |config: &Config| &config.lint.rules);
    let Some(change) = rules.iter().find(|change| change.rule == rule.id) else {
        return Some(level);
    };
    let changed = change.severity.severity();
    if changed.is_none() {
        outcome.verdict = Verdict::NotApplicable(format!("switched off in workproduct.yaml: {}", change.reason));
    }
    changed
}

fn is_silenced(diagnostic: &Diagnostic, silenced: &[Suppression]) -> bool {
    let covering = silenced.iter().find(|suppression| {
        diagnostic.location.source == PROSE && suppression.covers(diagnostic.rule, diagnostic.location.range.start)
    });
    if let Some(suppression) = covering {
        suppression.used.set(true);
    }
    covering.is_some()
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
