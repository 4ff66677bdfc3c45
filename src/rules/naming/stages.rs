//! Stage abbreviations.

use std::sync::LazyLock;

use regex::Regex;

use crate::rules::Checker;
use crate::rules::cover::date_places;
use crate::work_product::{LabelKind, Role};

use super::names::{Named, names};

static RETIRED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[-/_.])(csprd|cnprd|csdpr|cndpr|cos)(\d{2})(?:[-/_.]|$)").expect("valid pattern")
});

static RETIRED_NAME: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\b(?:Public Review Draft|Candidate OASIS Standard)\b").expect("valid pattern"));

/// Version 1.7 of the Naming Directives is of 2 January of this year.
const RETIRED_IN: i16 = 2024;

/// `stage-token-retired`: addresses of earlier stages keep the token they were published with.
pub fn retired(checker: &mut Checker<'_>) {
    let work = checker.work;
    if date_places(work).iter().filter_map(|place| place.date).any(|date| date.year() < RETIRED_IN) {
        return checker.not_applicable("the document is older than the Naming Directives that retired them");
    }
    for Named { path, range, .. } in names(checker) {
        if let Some(token) = RETIRED.captures(&path).and_then(|found| found.get(1)) {
            let message = format!("the name {path} carries the retired stage `{}`", token.as_str());
            checker.report(checker.found(range, message).help("use csd, cs, cnd or cn with two digits"));
        }
    }
    if let Some(stage) = &work.cover.stage
        && let Some(found) = RETIRED_NAME.find(&stage.text)
    {
        let slice = work.slice(stage.range);
        let range = slice.find(found.as_str()).map_or(stage.range, |at| stage.range.inside(at..at + found.len()));
        checker.flag(range, format!("`{}` is no stage any more", found.as_str()));
    }
    let sections = work.outline.sections.iter().filter(|section| section.role == Role::Cover);
    let current = [LabelKind::ThisStage, LabelKind::LatestStage];
    for section in sections.filter(|s| s.label.as_ref().is_some_and(|label| current.contains(&label.kind))) {
        for &block in &section.blocks {
            let range = work.document.range(block);
            if let Some(token) = RETIRED.captures(work.slice(range)).and_then(|found| found.get(1)) {
                let message = format!("the address carries the retired stage `{}`", token.as_str());
                checker.flag(range.inside(token.range()), message);
            }
        }
    }
}
