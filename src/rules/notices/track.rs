//! Sentences of the notice that depend on the track of the document.

use jiff::civil::{Date, date};

use crate::profiles::Body;
use crate::rules::Checker;
use crate::source::{Edit, Fix};
use crate::work_product::notices::Statement;

use super::copyright::own_dates;

/// Since then there are no Candidate OASIS Standards.
const NO_CANDIDATES: Date = date(2024, 1, 2);

/// `notice-final-deliverable-list`.
pub fn final_deliverables(checker: &mut Checker<'_>) {
    let work = checker.work;
    let Some(sentence) = work.notices.stating(Statement::PatentIntroduction).next() else {
        return checker.not_applicable("the notice has no paragraphs on patents");
    };
    let exact = match work.template().body {
        Body::TechnicalCommittee => "(Committee Specifications, OASIS Standards, or Approved Errata)",
        Body::OpenProject => "(Project Specifications, OASIS Standards, or Approved Errata)",
    };
    let from = sentence.words.iter().position(|word| word.text.starts_with('('));
    let Some(listed) = from.and_then(|from| sentence.words.get(from..)) else { return };
    let (Some(first), Some(last)) = (listed.first(), listed.last()) else { return };
    let said = listed.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    let said = said.trim_end_matches('.');
    checker.compared(said, exact);
    if said == exact {
        return;
    }
    let dated = own_dates(work).into_iter().next().map(|(_, date, _)| date);
    let was_right = said.contains("Candidate OASIS Standard") && dated.is_none_or(|date| date < NO_CANDIDATES);
    if was_right && work.template().body == Body::TechnicalCommittee {
        return;
    }
    let range = first.range.cover(last.range);
    let found = checker.found(range, "the list of final deliverables is not the present one");
    let found = found.help(format!("write `{exact}`"));
    let stop = if work.slice(range).ends_with('.') { "." } else { "" };
    let fix = Fix::risky("Write the present list", vec![Edit::replace(range, format!("{exact}{stop}"))]);
    checker.report(found.fix(fix));
}

/// `nontrack-sentence-forbidden`.
pub fn nontrack_forbidden(checker: &mut Checker<'_>) {
    let work = checker.work;
    let claims = |text: &str| text.contains("Non-Standards");
    for sentence in work.notices.stating(Statement::NonStandardsTrack) {
        if !sentence.words.iter().any(|word| claims(&word.text)) {
            continue;
        }
        let found = checker.found(sentence.range, "a document on the standards track says that it is on none");
        checker.report(found.help("delete the sentence and the one on patents behind it: it belongs to notes"));
    }
}
