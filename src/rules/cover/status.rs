//! Status, approver and track.

use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::Severity;
use crate::markdown::{NodeKind, visible};
use crate::profiles::{Body, ProfileId, Text, text};
use crate::rules::Checker;
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::{LabelKind, Role, StageLine, WorkProduct};

use super::cover_place;

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
        // An approval line with its date says what matters most of it.
        let approved = work.cover.approval.as_ref().is_some_and(|approval| approval.date.is_some());
        let found = if approved { found.at_most(Severity::Info) } else { found };
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
        if checker.work.profile != ProfileId::CosaiPaper {
            by_membership(checker, by.as_str(), seen.source(by.range()));
            continue;
        }
        checker.compared(by.as_str(), APPROVERS[0]);
        if !APPROVERS.contains(&by.as_str()) {
            let range = seen.source(by.range());
            let found = checker.found(range, format!("the Status sentence names {} as the approver", by.as_str()));
            let fix = Fix::risky("Name the CoSAI Open Project", vec![Edit::replace(range, APPROVERS[0])]);
            let found = found.help("CoSAI papers are approved by the CoSAI Open Project").fix(fix);
            checker.report(found);
        }
    }
}

/// Who approves OASIS Standards, and nothing else.
const MEMBERSHIP: &str = "the membership of OASIS";

/// A stage below the OASIS Standard said to be approved by all members.
fn by_membership(checker: &mut Checker<'_>, by: &str, range: TextRange) {
    let work = checker.work;
    let Some(named) = work.cover.stage_line.as_ref().and_then(StageLine::stage) else { return };
    if by != MEMBERSHIP || named.stage.token.is_none_or(|token| token == "os") {
        return;
    }
    let message = format!("{MEMBERSHIP} approves OASIS Standards, the cover says `{}`", named.stage.name);
    let who = match work.template().body {
        Body::TechnicalCommittee => "the Technical Committee",
        Body::OpenProject => "the Project Governing Board",
    };
    let stage = work.cover.stage.as_ref().map_or(range, |stage| stage.range);
    let found = checker.found(range, message).related(stage, "the stage on the cover");
    checker.report(found.help(format!("name {who}, which approves this stage")));
}

/// Words that name a track.
struct TrackWords {
    text: String,
    /// `Non-` stands before them.
    non: bool,
    range: TextRange,
    /// The paragraph holds the whole sentence of the TC Process.
    exact: bool,
    /// It holds the beginning of the sentence.
    near: bool,
}

/// Where paragraphs speak of a track.
fn track_words(work: &WorkProduct) -> Vec<TrackWords> {
    let sentence = normal(text(Text::NonStandardsTrack));
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
        let plain = normal(&seen.text);
        let (exact, near) = (plain.contains(&sentence), plain.contains("This is a Non-Standards Track Work Product"));
        for words in TRACK.captures_iter(&seen.text) {
            let Some(whole) = words.get(0) else { continue };
            found.push(TrackWords {
                text: whole.as_str().to_owned(),
                non: words.name("non").is_some(),
                range: seen.source(whole.range()),
                exact,
                near,
            });
        }
    }
    found
}

/// `status-nontrack-sentence`.
pub fn nontrack_sentence(checker: &mut Checker<'_>) {
    let work = checker.work;
    let sentence = normal(text(Text::NonStandardsTrack));
    let words = track_words(work);
    let claims: Vec<&TrackWords> =
        words.iter().filter(|words| words.non && words.text.to_lowercase().contains("work product")).collect();
    let exact: Vec<TextRange> = claims.iter().filter(|words| words.exact).map(|words| words.range).collect();
    let near = claims.iter().find(|words| words.near).map(|words| words.range);
    if let [first, second, ..] = exact.as_slice() {
        let found =
            checker.found(*second, "the Non-Standards Track sentence stands twice").related(*first, "the first one");
        checker.report(found.help("delete one of the two"));
    } else if exact.is_empty() {
        let help = format!("write `{}` in the copyright notice", sentence.trim());
        let found = if let Some(range) = near {
            checker.found(range, "the Non-Standards Track sentence is not worded as the TC Process demands")
        } else {
            let notice = work.labelled(LabelKind::Notices).last().map(|section| section.text_range);
            let range = notice.unwrap_or_else(|| cover_place(work));
            let message = "the document does not say that it is a Non-Standards Track Work Product";
            checker.found(range, message)
        };
        checker.report(found.help(help));
    }
}

/// Words of the sentence about machine-readable content, in all its generations.
static COMPUTER_LANGUAGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)any\s+machine-readable\s+content\b.{0,80}\bdeclared\s+normative").expect("valid pattern")
});

/// `status-computer-language-sentence`: a note has no normative files, so it has no such sentence.
pub fn computer_language_sentence(checker: &mut Checker<'_>) {
    for passage in checker.work.passages.iter() {
        let Some(place) = COMPUTER_LANGUAGE.find(passage.text()) else { continue };
        let message = "the sentence on normative machine-readable content belongs to the standards track";
        let found = checker.found(passage.source(place.range()), message);
        checker.report(found.help("delete the sentence: the files of a note inform, they do not prescribe"));
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
    for TrackWords { text: word, non, range, .. } in words {
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
