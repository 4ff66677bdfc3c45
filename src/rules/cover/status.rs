//! Status, approver and track.

use std::sync::LazyLock;

use regex::Regex;

use crate::markdown::{NodeKind, visible};
use crate::profiles::{Text, text};
use crate::rules::Checker;
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::{LabelKind, Role, WorkProduct};

use super::{cover_place, missing};

static APPROVER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)This (?:document|specification|note) was last revised or approved by (?P<by>.+?) on the above date",
    )
    .expect("valid pattern")
});

static TRACK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?P<non>\bnon[-\s\u{2010}\u{2011}]?)?\bstandards[-\s]track(?:\s+work\s+product)?")
        .expect("valid pattern")
});

/// Who approves a paper.
const APPROVERS: [&str; 3] = ["the CoSAI Open Project", "CoSAI Open Project", "the CoSAI Project Governing Board"];

/// `status-present`.
pub fn present(checker: &mut Checker<'_>) {
    let work = checker.work;
    if work.labelled(LabelKind::Status).next().is_none() {
        let found = checker.found(cover_place(work), "the document has no Status section");
        let wanted = "`This document was last revised or approved by the CoSAI Open Project on the above date.`";
        checker.report(found.help(format!("add a `Status` label and {wanted}")));
    }
}

/// `status-approver`.
pub fn approver(checker: &mut Checker<'_>) {
    let work = checker.work;
    if !work.text().contains("revised or approved") {
        return checker.not_applicable("the document has no Status sentence");
    }
    for block in work.document.blocks() {
        if *work.document.kind(block) != NodeKind::Paragraph
            || !work.slice(work.document.range(block)).contains("approved")
        {
            continue;
        }
        let seen = visible(&work.document, block, work.text());
        let Some(by) = APPROVER.captures(&seen.text).and_then(|found| found.name("by")) else { continue };
        checker.compared(by.as_str(), APPROVERS[0]);
        if !APPROVERS.contains(&by.as_str()) {
            let range = seen.source(by.range());
            let found = checker.found(range, format!("the Status sentence names {} as the approver", by.as_str()));
            let fix = Fix::risky("Name the CoSAI Open Project", vec![Edit::replace(range, APPROVERS[0])]);
            let found = found.help("CoSAI papers are approved by the CoSAI Open Project").fix(fix);
            checker.report(missing(work, found));
        }
    }
}

/// Paragraphs, list items and quotes that speak of the track, as ranges of what they say.
fn track_words(work: &WorkProduct) -> Vec<(String, bool, TextRange, String)> {
    let mut found = Vec::new();
    for node in work.document.descendants(work.document.root()) {
        if *work.document.kind(node) != NodeKind::Paragraph {
            continue;
        }
        let slice = work.slice(work.document.range(node));
        if !slice.contains("rack") && !slice.contains("RACK") {
            continue;
        }
        let seen = visible(&work.document, node, work.text());
        for words in TRACK.captures_iter(&seen.text) {
            let Some(whole) = words.get(0) else { continue };
            let range = seen.source(whole.range());
            found.push((whole.as_str().to_owned(), words.name("non").is_some(), range, seen.text.clone()));
        }
    }
    found
}

/// `status-nontrack-sentence`.
pub fn nontrack_sentence(checker: &mut Checker<'_>) {
    let work = checker.work;
    let sentence = normal(text(Text::NonStandardsTrack));
    let mut exact: Vec<TextRange> = Vec::new();
    let mut near: Vec<TextRange> = Vec::new();
    for (words, non, range, paragraph) in track_words(work) {
        if !non || !words.to_lowercase().contains("work product") {
            continue;
        }
        if normal(&paragraph).contains(&sentence) {
            exact.push(range);
        } else if normal(&paragraph).contains("This is a Non-Standards Track Work Product") {
            near.push(range);
        }
    }
    exact.dedup();
    if let [first, second, ..] = exact.as_slice() {
        let found =
            checker.found(*second, "the Non-Standards Track sentence stands twice").related(*first, "the first one");
        checker.report(found.help("delete one of the two"));
    } else if exact.is_empty() {
        let help = format!("write `{}` in the copyright notice", sentence.trim());
        let found = match near.first() {
            Some(&range) => {
                checker.found(range, "the Non-Standards Track sentence is not worded as the TC Process demands")
            }
            None => {
                let notice = work.labelled(LabelKind::Notices).last().map(|section| section.text_range);
                let range = notice.unwrap_or_else(|| cover_place(work));
                missing(
                    work,
                    checker.found(range, "the document does not say that it is a Non-Standards Track Work Product"),
                )
            }
        };
        checker.report(found.help(help));
    }
}

fn normal(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace(['\u{2010}', '\u{2011}'], "-")
}

/// `track-designation`: the sentence of the notice counts as the designation.
pub fn track_designation(checker: &mut Checker<'_>) {
    let work = checker.work;
    let words = track_words(work);
    if words.is_empty() {
        return checker.not_applicable("the document names no track; status-nontrack-sentence reports that");
    }
    let cover = work.cover.range;
    let notices: Vec<TextRange> = work
        .outline
        .sections
        .iter()
        .filter(|s| s.label.as_ref().is_some_and(|l| l.kind == LabelKind::Notices) || s.role == Role::Cover)
        .map(|s| s.body)
        .collect();
    for (word, non, range, _) in words {
        let speaks_of_itself = word.to_lowercase().contains("work product")
            && (cover.contains(range) || notices.iter().any(|notice| notice.contains(range)));
        if !non && speaks_of_itself {
            checker.compared("Standards Track", "Non-Standards Track");
            let found = checker.found(range, format!("`{word}`: CoSAI papers are on no standards track"));
            let fix =
                Fix::risky("Name the right track", vec![Edit::replace(range, "Non-Standards Track Work Product")]);
            checker.report(found.fix(fix));
        }
    }
}
