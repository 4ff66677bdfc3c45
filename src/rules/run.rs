//! Runs the rules on a work product and sorts what they find.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Outcome, PROSE, RuleId, Severity, Suppression, Verdict, suppressions};
use crate::source::Workspace;
use crate::work_product::WorkProduct;
use crate::work_product::config::RuleOverride;
use crate::work_product::own_rules::OwnRule;

use super::applies::ceiling;
use super::own::{self, Seen, View};
use super::sought::Sought;
use super::{Checker, INFO, Rule, Selection, Topic, find, metadata, registry};

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

/// Most rules that one thread takes at a time: some cost a hundred times what others do.
const SHARE: usize = 4;

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
    if let Some(what) = work.other.filter(|_| !options.selection.is_chosen()) {
        leave_alone(what, selected, work, workspace, options, &mut result);
        return result;
    }
    // Whether a suppression is used shows when all other rules have run.
    let (last, rules): (Vec<_>, Vec<&'static Rule>) = selected.partition(|rule| rule.id == metadata::LAST);
    let own = work.own_rules.iter().filter(|rule| options.selection.allows(&rule.id, Topic::Own)).collect::<Vec<_>>();
    let view = View::new(work);
    let sought = Sought::new(&work.passages);
    let shares = rules.par_iter().with_max_len(SHARE);
    let checked = shares.map(|rule| check(rule, work, workspace, options, &all, &sought)).collect::<Vec<_>>();
    let checked_own = own.par_iter().map(|rule| check_own(rule, &view)).collect::<Vec<_>>();
    for checked in checked.into_iter().chain(checked_own) {
        result.take(checked, &silenced);
    }
    for rule in last {
        result.take(check(rule, work, workspace, options, &all, &sought), &silenced);
    }
    sort(&mut result.diagnostics);
    result
}

/// Of a README nothing is asked but whether it is one.
fn leave_alone(
    what: &str,
    rules: impl Iterator<Item = &'static Rule>,
    work: &WorkProduct,
    workspace: &dyn Workspace,
    options: &LintOptions,
    result: &mut LintResult,
) {
    for rule in rules {
        if rule.id == metadata::OTHER {
            let sought = Sought::default();
            result.take(check(rule, work, workspace, options, &[], &sought), &Silenced::new(&[]));
            continue;
        }
        let verdict = Verdict::NotApplicable(format!("the document is {what}, no work product"));
        result.outcomes.push(Outcome { verdict, ..outcome(rule.id, work) });
    }
}

/// Gives what the writers found the severities of the registry and of `workproduct.yaml`, and leaves out what is
/// not selected or silenced.
#[must_use]
pub fn weigh(work: &WorkProduct, options: &LintOptions, found: Vec<Diagnostic>) -> LintResult {
    let all = suppressions(&work.document);
    let silenced = Silenced::new(&all);
    let mut result = LintResult::default();
    let mut by_rule: BTreeMap<RuleId, Vec<Diagnostic>> = BTreeMap::new();
    for mut diagnostic in found {
        if let Some(rule) = find(&diagnostic.rule) {
            let Some(level) = level(rule, work, options).ok().filter(|_| options.selection.contains(rule)) else {
                continue;
            };
            diagnostic.severity = diagnostic.severity.min(level);
        }
        by_rule.entry(diagnostic.rule.clone()).or_default().push(diagnostic);
    }
    for (rule, mut found) in by_rule {
        let before = found.len();
        silenced.apply(&rule, &mut found);
        result.suppressed += before - found.len();
        result.diagnostics.append(&mut found);
    }
    sort(&mut result.diagnostics);
    fold(&mut result.diagnostics);
    result
}

fn sort(found: &mut [Diagnostic]) {
    found.sort_by(|a, b| {
        let key = |d: &Diagnostic| (d.location.source, d.location.range.start, d.location.range.end);
        key(a).cmp(&key(b)).then_with(|| a.rule.cmp(&b.rule)).then_with(|| a.message.cmp(&b.message))
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
    sought: &Sought,
) -> Checked {
    let mut outcome = outcome(rule.id, work);
    let level = match level(rule, work, options) {
        Ok(level) => level,
        Err(reason) => {
            outcome.verdict = Verdict::NotApplicable(reason);
            return Checked { outcome, level: INFO, found: Vec::new() };
        }
    };
    let mut checker = Checker::new(rule, work, workspace, options, suppressions, sought);
    (rule.check)(&mut checker);
    outcome.observed = checker.observed.take();
    outcome.expected = checker.expected.take();
    if let Some(reason) = checker.not_applicable.take() {
        outcome.verdict = Verdict::NotApplicable(reason);
    }
    Checked { outcome, level, found: checker.diagnostics }
}

/// As [`check`], of a rule of the committee's own.
fn check_own(rule: &OwnRule, view: &View<'_>) -> Checked {
    let mut outcome = outcome(rule.id.clone(), view.work);
    outcome.expected = Some(rule.description.clone());
    let level = match change(&rule.id, view.work).map_or(Ok(rule.severity), overridden) {
        Ok(level) => level,
        Err(reason) => {
            outcome.verdict = Verdict::NotApplicable(reason);
            return Checked { outcome, level: INFO, found: Vec::new() };
        }
    };
    let mut found = Vec::new();
    match own::judge(rule, view) {
        Seen::Holds(observed) => outcome.observed = Some(observed),
        Seen::NotApplicable(reason) => outcome.verdict = Verdict::NotApplicable(reason),
        Seen::Broken(places) => {
            outcome.observed = places.first().map(|(_, message)| message.clone());
            let finding = |(location, message)| own::finding(rule, location, message, level, view);
            found = places.into_iter().map(finding).collect();
        }
    }
    Checked { outcome, level, found }
}

/// The outcome of a rule before it is checked.
fn outcome(rule: impl Into<RuleId>, work: &WorkProduct) -> Outcome {
    Outcome { rule: rule.into(), path: work.path().to_owned(), verdict: Verdict::Pass, observed: None, expected: None }
}

impl LintResult {
    fn take(&mut self, checked: Checked, silenced: &Silenced<'_>) {
        let Checked { outcome, level, mut found } = checked;
        let before = found.len();
        silenced.apply(&outcome.rule, &mut found);
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
    change(rule.id, work).map_or(Ok(level), overridden)
}

/// What `workproduct.yaml` says of a rule.
fn change<'a>(rule: &str, work: &'a WorkProduct) -> Option<&'a RuleOverride> {
    work.settings()?.lint.rules.iter().find(|change| change.rule == rule)
}

fn overridden(change: &RuleOverride) -> Result<Severity, String> {
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
pub fn fold(found: &mut Vec<Diagnostic>) {
    let mut counts: BTreeMap<RuleId, usize> = BTreeMap::new();
    for diagnostic in found.iter() {
        *counts.entry(diagnostic.rule.clone()).or_default() += 1;
    }
    let mut seen: BTreeMap<RuleId, usize> = BTreeMap::new();
    found.retain_mut(|diagnostic| {
        let nth = seen.entry(diagnostic.rule.clone()).or_default();
        *nth += 1;
        let more = counts.get(&diagnostic.rule).copied().unwrap_or_default().saturating_sub(MAX_PER_RULE);
        if *nth == MAX_PER_RULE && more > 0 {
            diagnostic.message = format!("{} (and {more} more of this kind)", diagnostic.message);
        }
        *nth <= MAX_PER_RULE
    });
}
