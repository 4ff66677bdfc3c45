//! Suppressions are held to account like everything else.

use std::sync::atomic::Ordering;

use crate::markdown::parse_yaml;
use crate::rules::{Checker, Rule, Topic, find};
use crate::source::TextRange;
use crate::work_product::config::at_pointer;

/// `suppression-reason`.
pub fn reason(checker: &mut Checker<'_>) {
    for suppression in checker.suppressions {
        if suppression.reason.is_none() {
            let found = checker.found(suppression.range, "the suppression gives no reason");
            checker.report(found.help("write `<!-- proofmark-ignore RULE: reason -->`"));
        }
    }
}

/// `suppression-unused`: a suppression is judged only where all its rules were run; those of the renditions are not
/// while linting.
pub fn unused(checker: &mut Checker<'_>) {
    for suppression in checker.suppressions {
        let is_own = |id: &str| checker.work.own_rules.iter().any(|rule| rule.id == id);
        let is_unknown = |id: &&str| find(id).is_none() && !is_own(id);
        let unknown: Vec<&str> = suppression.rules.iter().map(String::as_str).filter(is_unknown).collect();
        let was_run = |rule: &Rule| rule.topic != Topic::Rendition && checker.selection.contains(rule);
        let judged = suppression.rules.iter().all(|id| match find(id) {
            Some(rule) => was_run(rule),
            None => !is_own(id) || checker.selection.allows(id, Topic::Own),
        });
        if !judged || suppression.used.load(Ordering::Relaxed) {
            continue;
        }
        let message = match unknown.as_slice() {
            [] => "the suppression silences nothing".to_owned(),
            unknown => format!("the suppression names no rule: {}", unknown.join(", ")),
        };
        let found = checker.found(suppression.range, message);
        checker.report(found.help("delete the comment, or correct the name of the rule"));
    }
}

/// `override-unknown`: a misspelt name would change nothing, and nobody would see it.
pub fn overrides(checker: &mut Checker<'_>) {
    let work = checker.work;
    let Some(loaded) = work.config.as_ref().filter(|loaded| !loaded.config.lint.rules.is_empty()) else {
        return checker.not_applicable("no workproduct.yaml changes a rule");
    };
    let tree = parse_yaml(work.sources.get(loaded.source).text()).ok().flatten();
    for (index, change) in loaded.config.lint.rules.iter().enumerate() {
        if find(&change.rule).is_some() || work.own_rules.iter().any(|rule| rule.id == *change.rule) {
            continue;
        }
        let node = tree.as_ref().and_then(|tree| at_pointer(tree, &format!("/lint/rules/{index}/rule")));
        let range = node.map_or(TextRange::empty(0), |node| node.range);
        let mut found = checker.found(range, format!("`{}` is no rule", change.rule));
        found.location.source = loaded.source;
        checker.report(found.help("correct the name; `proofmark rules` lists them"));
    }
}
