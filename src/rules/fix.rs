//! Applies the fixes of diagnostics, to a fixed point, and proves after each round that nothing else
//! changed.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, PROSE, RuleId};
use crate::markdown::parse;
use crate::source::{Applicability, Edit, Fix, SourceText, compatible};
use crate::work_product::{WorkProduct, with_prose};

use super::LintResult;
use super::preserved::preserved;

/// Rounds after which fixes that bring forth new ones are left alone.
const MAX_ROUNDS: usize = 10;
/// Most proofs in one round.
const MAX_PROOFS: usize = 200;

/// A work product after its fixes.
#[derive(Debug)]
pub struct Fixed {
    /// The work product with the new prose.
    pub work: WorkProduct,
    /// How many fixes were applied.
    pub applied: usize,
    /// Fixes that were not, because they would have changed more than they say: bugs of ours.
    pub dropped: Vec<Dropped>,
}

/// A fix that did not keep its promise.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dropped {
    /// Id of the rule.
    pub rule: RuleId,
    /// What the fix was to do.
    pub message: String,
    /// The text it was to mend.
    slice: String,
    /// What it would have written.
    edits: Vec<String>,
}

/// Applies the fixes of what `find` finds until none is left: the safe ones, or all that may be applied.
#[must_use]
pub fn apply_fixes(work: WorkProduct, least: Applicability, find: &dyn Fn(&WorkProduct) -> LintResult) -> Fixed {
    let mut fixed = Fixed { work, applied: 0, dropped: Vec::new() };
    let mut refused: BTreeSet<Dropped> = BTreeSet::new();
    for _ in 0..MAX_ROUNDS {
        let found = find(&fixed.work).diagnostics;
        let Some(round) = round(&fixed.work, &found, least, &mut refused) else { break };
        let Some(work) = round.prose.and_then(|prose| with_prose(&fixed.work, prose).ok()) else { break };
        fixed.work = work;
        fixed.applied += round.applied;
    }
    fixed.dropped = refused.into_iter().collect();
    fixed
}

struct Round {
    prose: Option<SourceText>,
    applied: usize,
}

/// One round: the fixes that do not touch each other and change nothing but what they say.
fn round(
    work: &WorkProduct,
    found: &[Diagnostic],
    least: Applicability,
    refused: &mut BTreeSet<Dropped>,
) -> Option<Round> {
    let text = work.sources.prose();
    let least = least.max(Applicability::Unsafe);
    let wanted: Vec<(&Diagnostic, &Fix)> = found
        .iter()
        .filter(|found| found.location.source == PROSE)
        .filter_map(|found| Some((found, found.fix.as_ref()?)))
        .filter(|(found, fix)| fix.applicability >= least && !refused.contains(&key(found, fix, text)))
        .collect();
    let picked = compatible(wanted.iter().map(|(_, fix)| *fix).filter(|fix| is_whole(fix, text)));
    let mut settling = Settling { work, bad: Vec::new(), budget: MAX_PROOFS };
    let kept = settling.settle(&picked);
    let bad = settling.bad;
    for (found, fix) in &wanted {
        if bad.iter().any(|bad| std::ptr::eq(*bad, *fix)) {
            refused.insert(key(found, fix, text));
        }
    }
    if kept.is_empty() && bad.is_empty() {
        return None;
    }
    Some(Round { prose: text.edited(&edits(&kept)), applied: kept.len() })
}

/// Every edit lies in the text, and in one file of it.
fn is_whole(fix: &Fix, text: &SourceText) -> bool {
    fix.edits.iter().all(|edit| {
        let in_one_file = text.segments().iter().any(|segment| segment.range.contains(edit.range));
        in_one_file && text.text().get(edit.range.as_usize()).is_some()
    })
}

fn key(found: &Diagnostic, fix: &Fix, text: &SourceText) -> Dropped {
    Dropped {
        rule: found.rule.clone(),
        message: fix.message.clone(),
        slice: text.slice(found.location.range).to_owned(),
        edits: fix.edits.iter().map(|edit| edit.text.clone()).collect(),
    }
}

/// The edits of several fixes, sorted, each once.
fn edits(fixes: &[&Fix]) -> Vec<Edit> {
    let mut edits: Vec<Edit> = fixes.iter().flat_map(|fix| fix.edits.iter().cloned()).collect();
    edits.sort();
    edits.dedup();
    edits
}

/// Finds the fixes that together change nothing but what they say.
struct Settling<'a> {
    work: &'a WorkProduct,
    /// Fixes that do not keep their promise even alone.
    bad: Vec<&'a Fix>,
    /// Proofs still allowed: each reads the whole text.
    budget: usize,
}

impl<'a> Settling<'a> {
    fn settle(&mut self, fixes: &[&'a Fix]) -> Vec<&'a Fix> {
        if fixes.is_empty() || self.budget == 0 {
            return Vec::new();
        }
        if self.is_sound(fixes) {
            return fixes.to_vec();
        }
        if let [only] = fixes {
            self.bad.push(only);
            return Vec::new();
        }
        let (left, right) = fixes.split_at(fixes.len() / 2);
        let mut kept = self.settle(left);
        let half = kept.len();
        kept.extend(self.settle(right));
        if half > 0 && kept.len() > half && !self.is_sound(&kept) {
            // Each half is sound and both are not: the other half gets its chance in the next round.
            kept.truncate(half);
        }
        kept
    }

    fn is_sound(&mut self, fixes: &[&Fix]) -> bool {
        self.budget = self.budget.saturating_sub(1);
        let edits = edits(fixes);
        let Some(prose) = self.work.sources.prose().edited(&edits) else { return false };
        let Ok(after) = parse(prose.text()) else { return false };
        preserved((&self.work.document, self.work.text()), &edits, (&after, prose.text()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::TextRange;
    use crate::work_product::from_text;

    fn load(text: &str) -> WorkProduct {
        from_text("a.md", text.to_owned(), None).unwrap()
    }

    /// Finds every `needle` and wants it replaced.
    fn replacing(needle: &'static str, new: &'static str) -> impl Fn(&WorkProduct) -> LintResult {
        move |work| {
            let found = work.text().match_indices(needle).map(|(at, _)| {
                let range = TextRange::new(at, at + needle.len());
                let fix = Fix::safe(format!("write `{new}`"), vec![Edit::replace(range, new)]);
                Diagnostic::new("tiny", range, "m").fix(fix)
            });
            LintResult { diagnostics: found.collect(), ..LintResult::default() }
        }
    }

    #[test]
    fn fixes_go_on_until_nothing_is_left() {
        let fixed = apply_fixes(load("# T\n\nxaaaaay\n"), Applicability::Safe, &replacing("aa", "a"));
        assert_eq!(fixed.work.text(), "# T\n\nxay\n");
        assert!(fixed.dropped.is_empty());
        assert!(fixed.applied >= 4);
    }

    #[test]
    fn a_fix_that_breaks_more_is_dropped_and_the_others_stay() {
        let find = |work: &WorkProduct| {
            let mut result = replacing("colour", "color")(work);
            result.diagnostics.extend(replacing("Fence", "```")(work).diagnostics);
            result
        };
        let text = "# T\n\ncolour\n\nFence\n\n*colour*\n\nend\n";
        let fixed = apply_fixes(load(text), Applicability::Safe, &find);
        assert_eq!(fixed.work.text(), "# T\n\ncolor\n\nFence\n\n*color*\n\nend\n");
        assert_eq!((fixed.applied, fixed.dropped.len()), (2, 1));
    }

    #[test]
    fn unsafe_fixes_wait_to_be_asked_for() {
        let find = |work: &WorkProduct| {
            let mut result = replacing("a", "b")(work);
            for fix in result.diagnostics.iter_mut().filter_map(|found| found.fix.as_mut()) {
                fix.applicability = Applicability::Unsafe;
            }
            result
        };
        assert_eq!(apply_fixes(load("a\n"), Applicability::Safe, &find).applied, 0);
        assert_eq!(apply_fixes(load("a\n"), Applicability::Unsafe, &find).work.text(), "b\n");
    }

    #[test]
    fn rounds_end_even_where_fixes_do_not() {
        let fixed = apply_fixes(load("a\n"), Applicability::Safe, &replacing("a", "aa"));
        assert!(fixed.applied > 0);
    }
}
