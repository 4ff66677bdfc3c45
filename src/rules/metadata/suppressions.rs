//! Suppressions are held to account like everything else.

use crate::rules::{Checker, find};

/// `suppression-reason`.
pub fn reason(checker: &mut Checker<'_>) {
    for suppression in checker.suppressions {
        if suppression.reason.is_none() {
            let found = checker.found(suppression.range, "the suppression gives no reason");
            checker.report(found.help("write `<!-- proofmark-ignore RULE: reason -->`"));
        }
    }
}

/// `suppression-unused`: a suppression is judged only where all its rules were run.
pub fn unused(checker: &mut Checker<'_>) {
    for suppression in checker.suppressions {
        let unknown: Vec<&str> = suppression.rules.iter().map(String::as_str).filter(|id| find(id).is_none()).collect();
        let judged = suppression.rules.iter().all(|id| find(id).is_none_or(|rule| checker.selection.contains(rule)));
        if !judged || suppression.used.get() {
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
