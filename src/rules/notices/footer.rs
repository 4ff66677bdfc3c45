//! The running footer, and the sentence that seeds carry behind it.

use std::sync::LazyLock;

use regex::Regex;

use crate::profiles::ProfileId;
use crate::rules::Checker;
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::LabelKind;

use super::copyright::top;

static PAGE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)\bPage\s+\d+\s+of\s+\d+\b").expect("valid pattern"));

static TRACK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)(?:non-)?standards\s+track\s*$").expect("valid pattern"));

static LAST_REVISED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\bwas\s+last\s+revised\s+or\s+approved\s+by\b").expect("valid pattern"));

/// `footer-in-body`.
pub fn in_body(checker: &mut Checker<'_>) {
    let work = checker.work;
    for line in &work.notices.copyright {
        let Some(passage) = work.passages.get(line.passage) else { continue };
        let text = passage.text();
        let Some((before, from)) = text.get(..line.offset).zip(text.get(line.offset..)) else { continue };
        let page = PAGE.find(from);
        if !TRACK.is_match(before.trim_end()) && page.is_none() {
            continue;
        }
        // The footer ends with its page number, else with the copyright line.
        let end = match page {
            Some(page) => passage.source(line.offset..line.offset + page.end()).end,
            None => line.range.end,
        };
        let lead = text.len() - text.trim_start().len();
        let start = passage.source(lead..text.len().max(lead)).start;
        let range = TextRange::new(start as usize, end as usize);
        let after = work.text().get(end as usize..).unwrap_or_default();
        let blank = after.len() - after.trim_start_matches(' ').len();
        let fix = Edit::delete(TextRange::new(start as usize, end as usize + blank));
        let found = checker.found(range, "the running footer stands in the text");
        let found = found.help("remove it: the build writes date, track, copyright and page numbers on every page");
        checker.report(found.fix(Fix::risky("Remove the footer", vec![fix])));
    }
}

/// `last-revised-sentence`.
pub fn last_revised(checker: &mut Checker<'_>) {
    let work = checker.work;
    if work.cover.approval.as_ref().is_some_and(|approval| approval.date.is_some()) {
        return checker.not_applicable("the approval line says who approved the document and when");
    }
    let Some(status) = work.labelled(LabelKind::Status).next() else {
        return checker.not_applicable("the document has no Status section; other rules report that");
    };
    let stands = |text: &str| text.contains("revised") && LAST_REVISED.is_match(text);
    if work.passages.iter().any(|passage| stands(passage.text())) {
        return;
    }
    let (place, who) = match work.profile {
        ProfileId::CosaiPaper => (top(work), "the CoSAI Open Project"),
        _ => (status.text_range, "…"),
    };
    let found = checker.found(place, "no sentence says who last revised or approved the document");
    checker.report(found.help(format!(
        "add to the section Status: `This document was last revised or approved by {who} on the above date.`"
    )));
}
