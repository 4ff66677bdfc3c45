//! The date, wherever the cover gives it.

use crate::diagnostic::{Location, PROSE, Related};
use crate::markdown::{YamlNode, parse_yaml};
use crate::rules::Checker;
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::WorkProduct;
use crate::work_product::date::{dates, long};

use jiff::civil::Date;

use super::cover_place;

/// A place that gives the date of the document.
#[derive(Debug, Clone)]
pub struct DatePlace {
    /// What it is called in messages.
    pub name: &'static str,
    /// The day.
    pub date: Option<Date>,
    /// What is written.
    pub text: String,
    /// Where.
    pub location: Location,
}

/// The dates of a document: cover, front matter, approval line, citation, `workproduct.yaml`.
pub fn date_places(work: &WorkProduct) -> Vec<DatePlace> {
    let prose = |name, text: &str, range, date| DatePlace {
        name,
        date,
        text: text.to_owned(),
        location: Location { source: PROSE, range },
    };
    let mut places = Vec::new();
    if let Some(entry) = work.front_matter.as_ref().and_then(|front| front.get("date")) {
        let found = dates(&entry.value).into_iter().next();
        places.push(prose("front matter", &entry.value, entry.value_range, found.and_then(|d| d.date)));
    }
    // Several dates in one line are a history, not a date.
    if let Some(date) = work.cover.date.as_ref().filter(|date| dates(&date.text).len() < 2) {
        places.push(prose("cover", &date.text, date.range, date.date));
    }
    if let Some(date) = work.cover.approval.as_ref().and_then(|approval| approval.date.as_ref()) {
        places.push(prose("approval line", &date.text, date.range, date.date));
    }
    places.extend(citation(work));
    places.extend(configured(work));
    places
}

/// The date of the citation, where it gives a day.
fn citation(work: &WorkProduct) -> Option<DatePlace> {
    let date = work.citation.as_ref()?.date.as_ref()?;
    let location = Location { source: PROSE, range: date.range };
    Some(DatePlace { name: "citation", date: date.date, text: date.text.clone(), location })
}

fn configured(work: &WorkProduct) -> Option<DatePlace> {
    let loaded = work.config.as_ref()?;
    let text = loaded.config.date.clone()?;
    let range = config_range(work, "date").unwrap_or_default();
    let date = dates(&text).into_iter().next().and_then(|found| found.date);
    let location = Location { source: loaded.source, range };
    Some(DatePlace { name: "workproduct.yaml", date, text, location })
}

/// Where `workproduct.yaml` gives a key.
pub fn config_range(work: &WorkProduct, key: &str) -> Option<TextRange> {
    let loaded = work.config.as_ref()?;
    let root: YamlNode = parse_yaml(work.sources.get(loaded.source).text()).ok()??;
    root.get(key).map(|node| node.range)
}

/// `cover-date-present`.
pub fn present(checker: &mut Checker<'_>) {
    let work = checker.work;
    let placed = date_places(work).into_iter().any(|place| place.name != "citation");
    let approved = work.cover.approval.is_some();
    if !placed && !approved {
        let found = checker.found(cover_place(work), "the cover gives no date");
        let found =
            found.help("give `date: 12 March 2026` in the front matter and the date of approval below the title");
        checker.report(found);
    }
}

/// `cover-date-format`: the front matter's date has a rule of its own.
pub fn format(checker: &mut Checker<'_>) {
    let work = checker.work;
    let approval = work.cover.approval.as_ref().and_then(|approval| approval.date.as_ref());
    let parts: Vec<_> = work.cover.date.iter().chain(approval).collect();
    if parts.is_empty() {
        return checker.not_applicable("the cover gives no date");
    }
    for part in parts {
        let padded = part.text.strip_prefix('0').unwrap_or(&part.text);
        if part.canonical || part.date.is_some_and(|date| long(date) == padded) {
            continue;
        }
        let message = match part.date {
            Some(_) if dates(&part.text).first().is_some_and(|found| found.range.len() < part.text.trim().len()) => {
                "the line holds more than the date".to_owned()
            }
            Some(_) => format!("the date is written `{}`", part.text),
            None if dates(&part.text).is_empty() => format!("`{}` is no complete date", part.text),
            None => format!("`{}` is a day that no calendar has", part.text),
        };
        let mut found = checker.found(part.range, message).help("write day, month and year, as in `12 March 2026`");
        if let Some(date) = part.date
            && dates(&part.text).first().is_some_and(|found| found.range.len() == part.text.len())
        {
            found = found.fix(Fix::risky(format!("Write {}", long(date)), vec![Edit::replace(part.range, long(date))]));
        }
        checker.report(found);
    }
}

/// `cover-date-consistent`. What `workproduct.yaml` says is the matter of `workproduct-agrees`.
pub fn consistent(checker: &mut Checker<'_>) {
    let places: Vec<DatePlace> = date_places(checker.work)
        .into_iter()
        .filter(|place| place.location.source == PROSE && place.date.is_some())
        .collect();
    let Some((first, rest)) = places.split_first().filter(|(_, rest)| !rest.is_empty()) else {
        return checker.not_applicable("the date stands in one place at most");
    };
    for other in rest {
        checker.compared(&other.text, &first.text);
        if other.date != first.date {
            let message = format!("the {} says {}, the {} {}", other.name, other.text, first.name, first.text);
            let mut found = checker.found(other.location.range, message);
            let message = format!("the date of the {}", first.name);
            found.related.push(Related { message, location: first.location });
            checker.report(found.help("write the date of approval in every place"));
            return;
        }
    }
}

/// `cover-date-not-future`.
pub fn not_future(checker: &mut Checker<'_>) {
    let Some(today) = checker.workspace.today() else {
        return checker.not_applicable("today's date is not known");
    };
    let places = date_places(checker.work);
    // Time zones make tomorrow out of today.
    let limit = today.tomorrow().unwrap_or(today);
    let late = places.iter().find(|place| {
        place.location.source == PROSE && place.name != "citation" && place.date.is_some_and(|date| date > limit)
    });
    if let Some(place) = late {
        let message = format!("the {} gives {}, a day still to come", place.name, place.text);
        let found = checker.found(place.location.range, message);
        checker.report(found.help("give the date of approval"));
    }
}
