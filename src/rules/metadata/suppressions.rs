//! Suppressions are held to account like everything else.

use std::sync::atomic::Ordering;

use crate::rules::{Checker, Rule, Topic, find};

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
