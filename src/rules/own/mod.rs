//! The rules a committee wrote for itself, read from files by `work_product::own_rules`; and what is asked of such
//! files.

mod checks;
mod files;
mod view;

use super::{ERROR, FixKind, Levels, Rule, Topic, WARNING};
use crate::diagnostic::{Diagnostic, Location, Severity};
use crate::work_product::own_rules::OwnRule;

pub(super) use view::View;

/// The rules about a committee's own rules.
pub const RULES: &[Rule] = &[
    Rule {
        id: "own-rule-id",
        topic: Topic::Own,
        summary: "No rule of one's own has the id of a rule of this program",
        levels: Levels::all(ERROR),
        fix: FixKind::None,
        clause: "this program's own design",
        gate: &[],
        check: files::id,
    },
    Rule {
        id: "own-rule-reason",
        topic: Topic::Own,
        summary: "A rule that replaces an inherited one says why",
        levels: Levels::all(WARNING),
        fix: FixKind::None,
        clause: "this program's own design",
        gate: &[],
        check: files::reason,
    },
];

/// What became of a committee's own rule.
pub(super) enum Seen {
    /// It holds; what showed it.
    Holds(String),
    /// It does not: where, and what is wrong.
    Broken(Vec<(Location, String)>),
    /// There is nothing to look at, and why.
    NotApplicable(String),
}

/// Holds a work product against a rule.
pub(super) fn judge(rule: &OwnRule, view: &View<'_>) -> Seen {
    checks::judge(&rule.check, view)
}

/// A finding of a committee's own rule: what is wrong in our words, what to do in theirs.
pub(super) fn finding(
    rule: &OwnRule,
    location: Location,
    message: String,
    level: Severity,
    view: &View<'_>,
) -> Diagnostic {
    let path = view.work.sources.shown(&rule.path);
    let mut found = Diagnostic::at(rule.id.clone(), location, message);
    found.severity = level;
    found.help(format!("{} ({path}:{})", rule.description.trim_end_matches('.'), rule.line))
}
