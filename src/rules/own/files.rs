//! What is asked of files of rules.

use crate::rules::{Checker, find};
use crate::work_product::own_rules::OwnRule;

/// `own-rule-id`.
pub fn id(checker: &mut Checker<'_>) {
    for rule in own(checker) {
        if find(&rule.id).is_some() {
            let mut found = checker.found(rule.location.range, format!("`{}` is a rule of this program", rule.id));
            found.location = rule.location;
            let help = "choose another id; `lint.rules` in workproduct.yaml changes a rule of this program";
            checker.report(found.help(help));
        }
    }
}

/// `own-rule-reason`: a reason of its own, or a description that is not the inherited one.
pub fn reason(checker: &mut Checker<'_>) {
    for rule in own(checker) {
        let Some(replaced) = &rule.replaces else { continue };
        let described = rule.description != *rule.id && rule.description != replaced.description;
        if rule.reason.is_some() || described {
            continue;
        }
        let message = format!("`{}` replaces an inherited rule and does not say why", rule.id);
        let mut found = checker.found(rule.location.range, message).help("add `reason: …`");
        found.location = rule.location;
        let there =
            crate::diagnostic::Related { message: "the inherited rule".to_owned(), location: replaced.location };
        found.related.push(there);
        checker.report(found);
    }
}

fn own<'a>(checker: &mut Checker<'a>) -> &'a [OwnRule] {
    let rules = &checker.work.own_rules;
    if rules.is_empty() {
        checker.not_applicable("workproduct.yaml names no files of rules");
    }
    rules
}
