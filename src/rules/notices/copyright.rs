//! The copyright line: that it is there, its form, its year.

use jiff::civil::Date;

use crate::diagnostic::Diagnostic;
use crate::rules::Checker;
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::WorkProduct;
use crate::work_product::date::dates as written_dates;
use crate::work_product::notices::CopyrightLine;

const PRESCRIBED: &str = "Copyright © OASIS Open YYYY. All Rights Reserved.";

/// `copyright-line-present`.
pub fn present(checker: &mut Checker<'_>) {
    let notices = &checker.work.notices;
    if !notices.copyright.is_empty() {
        return;
    }
    let (range, message) = match notices.sentences.first() {
        Some(first) => (first.range, "the notice has no copyright line"),
        None => (top(checker.work), "the document has no copyright line and no notice"),
    };
    let found = checker.found(range, message);
    checker.report(found.help(format!("begin the notice with `{PRESCRIBED}`")));
}

/// The title, or the first line.
pub(super) fn top(work: &WorkProduct) -> TextRange {
    work.cover.title.as_ref().map_or_else(|| work.sources.prose().line_range(0), |title| title.range)
}

/// `copyright-line-form`.
pub fn form(checker: &mut Checker<'_>) {
    if checker.work.notices.copyright.is_empty() {
        checker.not_applicable("the document has no copyright line");
        return;
    }
    for line in &checker.work.notices.copyright {
        if line.has_placeholder() {
            continue;
        }
        let prescribed = line.prescribed();
        if line.text.replace("\\.", ".") != prescribed {
            let found = checker.found(line.range, format!("the copyright line reads `{}`", line.text));
            let found = found.help(format!("write `{prescribed}`"));
            checker.report(match line.years {
                Some(_) => found.fix(Fix::risky("Write it as prescribed", vec![Edit::replace(line.range, prescribed)])),
                None => found,
            });
        }
    }
}

/// Dates the document gives itself: what says so, the day, and where.
pub(super) fn own_dates(work: &WorkProduct) -> Vec<(&'static str, Date, TextRange)> {
    let mut found = Vec::new();
    let cover = work.cover.date.as_ref().map(|part| ("the cover", part));
    let approval = work.cover.approval.as_ref().and_then(|a| a.date.as_ref()).map(|part| ("the approval line", part));
    for (name, part) in [cover, approval].into_iter().flatten() {
        found.extend(part.date.map(|date| (name, date, part.range)));
    }
    if let Some(entry) = work.front_matter.as_ref().and_then(|front| front.get("date"))
        && let Some(date) = written_dates(&entry.value).into_iter().find_map(|written| written.date)
    {
        found.push(("the front matter", date, entry.value_range));
    }
    found
}

/// The year the document was published in, where it says so: the first date speaks, unless another agrees
/// with the copyright, for then the dates are at odds with each other and not with it.
fn wrong_year(work: &WorkProduct, line: &CopyrightLine) -> Option<(&'static str, Date, TextRange)> {
    let last = line.last?;
    let dates = own_dates(work);
    // A line that tells the history of the document holds more dates than its first.
    let line = work.cover.date.as_ref().map_or("", |part| work.slice(part.range));
    let later = written_dates(line).into_iter().filter_map(|written| written.date);
    let agrees = dates.iter().map(|(_, date, _)| *date).chain(later).any(|date| date.year() == last);
    dates.into_iter().next().filter(|_| !agrees)
}

/// `copyright-year`.
pub fn year(checker: &mut Checker<'_>) {
    let work = checker.work;
    if work.notices.copyright.is_empty() {
        checker.not_applicable("the document has no copyright line");
        return;
    }
    if own_dates(work).is_empty() {
        checker.not_applicable("the document gives itself no date");
    }
    for line in &work.notices.copyright {
        let (Some(years), Some(first), Some(last)) = (&line.years, line.first, line.last) else { continue };
        if let Some((name, date, place)) = wrong_year(work, line) {
            let message = format!("the copyright line says {last}, {name} {}", date.year());
            let range = last_year(years.range);
            let fix = Fix::risky("Write the year of the document", vec![Edit::replace(range, date.year().to_string())]);
            let found = checker.found(range, message).related(place, format!("{name} says {}", date.year()));
            checker.report(if first < date.year() { found.fix(fix) } else { found });
        } else if first > last {
            checker.flag(years.range, format!("the years run backwards: {first} to {last}"));
        }
        if let Some((_, date, _)) = own_dates(work).first() {
            checker.compared(last.to_string(), date.year().to_string());
        }
    }
}

/// Years have four digits, and the last stands last.
fn last_year(years: TextRange) -> TextRange {
    TextRange::new((years.end as usize).saturating_sub(4).max(years.start as usize), years.end as usize)
}

/// `copyright-lines-agree`.
pub fn agree(checker: &mut Checker<'_>) {
    let work = checker.work;
    let lines: Vec<&CopyrightLine> = work.notices.copyright.iter().filter(|line| line.last.is_some()).collect();
    // The line that was brought up to date last is the one to follow.
    let Some(first) = lines.iter().rev().max_by_key(|line| line.last).filter(|_| lines.len() > 1) else {
        checker.not_applicable("the document has no two copyright lines");
        return;
    };
    let Some(said) = &first.years else { return };
    // A year at odds with the date of the document is `copyright-year`'s finding, not ours.
    for line in lines.iter().filter(|line| wrong_year(work, line).is_none()) {
        let Some(years) = &line.years else { continue };
        if (line.first, line.last) != (first.first, first.last) {
            let message = format!("this copyright line says {}, another {}", years.text, said.text);
            let found = checker.found(years.range, message).related(said.range, format!("here it is {}", said.text));
            checker.report(found.help("write the years of the document in every line"));
        }
    }
}

/// `copyright-escaped-dot`.
pub fn escaped_dot(checker: &mut Checker<'_>) {
    if checker.work.notices.copyright.is_empty() {
        checker.not_applicable("the document has no copyright line");
    }
    for line in &checker.work.notices.copyright {
        let Some(escape) = line.escape else { continue };
        let message = match escape.len() {
            1 => "the full stop after the year needs no backslash, and the line is not verbatim with it",
            _ => "a backslash is printed after the year",
        };
        let fix = Fix::safe("Remove the backslash", vec![Edit::delete(escape)]);
        checker.report(checker.found(escape, message).fix(fix));
    }
}

/// `copyright-year-placeholder`.
pub fn placeholder(checker: &mut Checker<'_>) {
    for line in &checker.work.notices.copyright {
        if let Some(years) = &line.years
            && line.has_placeholder()
        {
            let found: Diagnostic = checker.found(years.range, format!("`{}` is not a year", years.text));
            checker.report(found.help("write the year of publication"));
        }
    }
}
