//! Runs the package rules.

use crate::diagnostic::{Diagnostic, Outcome, Sources, Verdict};
use crate::package::Package;
use crate::profiles::ProfileId;
use crate::rules::{LintOptions, LintResult, package_rules};

use super::PackageRule;
use super::checker::{PackageChecker, Texts};

/// Runs every selected rule on a package; the sources are what the findings point into.
#[must_use]
pub fn verify(package: &Package, options: &LintOptions) -> (Sources, LintResult) {
    let mut texts = Texts::new(package);
    let mut result = LintResult::default();
    // A package without readable prose is held against the strictest template.
    let profile = package.work().map_or(ProfileId::TcSpecification, |work| work.profile);
    for rule in package_rules().filter(|rule| options.selection.contains(&rule.rule)) {
        run(rule, package, profile, options, &mut texts, &mut result);
    }
    result.diagnostics.sort_by(|a, b| {
        let key = |d: &Diagnostic| (std::cmp::Reverse(d.severity), d.location);
        key(a).cmp(&key(b)).then_with(|| a.rule.cmp(&b.rule)).then_with(|| a.message.cmp(&b.message))
    });
    (texts.sources, result)
}

fn run(
    rule: &'static PackageRule,
    package: &Package,
    profile: ProfileId,
    options: &LintOptions,
    texts: &mut Texts,
    result: &mut LintResult,
) {
    let path = package.name.clone();
    let mut outcome =
        Outcome { rule: rule.rule.id.into(), path, verdict: Verdict::Pass, observed: None, expected: None };
    let Some(level) = rule.rule.levels.get(profile, options.draft) else {
        outcome.verdict = Verdict::NotApplicable(format!("the rule does not apply to {}", profile.profile().name));
        result.outcomes.push(outcome);
        return;
    };
    let mut checker = PackageChecker {
        package,
        profile,
        rule: &rule.rule,
        texts,
        diagnostics: Vec::new(),
        not_applicable: None,
        observed: None,
        expected: None,
    };
    (rule.check)(&mut checker);
    outcome.observed = checker.observed.take();
    outcome.expected = checker.expected.take();
    if let Some(reason) = checker.not_applicable.take() {
        outcome.verdict = Verdict::NotApplicable(reason);
    }
    result.settle(outcome, checker.diagnostics, level);
}
