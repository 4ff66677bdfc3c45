//! The verdict of OASIS's publication check on a package, condition by condition, in its own terms.
//!
//! A check is a function that looks at a [`Submission`] and tells a [`Judge`] which conditions fail, and where. Where
//! the official program is wrong, [`Reading::Right`] says what is right and [`Reading::Official`] what it says.

mod conditions;
mod findings;
mod judge;
mod names;
mod submission;

pub use conditions::{CONDITIONS, Condition, Severity, Track, condition};
pub use findings::{findings, rules_of};
pub use judge::{Failure, Judge, Judgement, Outcome, Place, Reading};
pub use submission::{Source, Submission};

use crate::package::Package;

/// Judges a package.
#[must_use]
pub fn judge(package: &Package, reading: Reading) -> Vec<Judgement> {
    let submission = Submission::new(package);
    let mut judge = Judge::new(reading);
    for check in CHECKS {
        check(&submission, &mut judge);
    }
    judge.judgements()
}

type Check = fn(&Submission<'_>, &mut Judge);

/// The checks, by the number of their first condition.
const CHECKS: &[Check] = &[names::stage];
