//! The sentences of the notice against the exact texts.

use std::collections::BTreeSet;

use crate::diagnostic::Severity;
use crate::profiles::{Body, ProfileId, Track};
use crate::rules::Checker;
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::WorkProduct;
use crate::work_product::notices::{Canonical, Family, NoticeSentence, Statement, canonical, difference};

/// What a Technical Committee's notice says in place of the Open Project rules.
const COMMITTEE: [Statement; 3] = [Statement::Terms, Statement::PolicyLocation, Statement::Modification];

/// Statements that a rule of their own asks for.
const ELSEWHERE: [Statement; 3] = [Statement::OpenProjectRules, Statement::Liability, Statement::NonStandardsTrack];

/// Open-ended statements: project names, licences, lists of deliverables, modes and comments have their own rules.
const FREE: [Statement; 5] = [
    Statement::License,
    Statement::PatentDisclosure,
    Statement::Mode,
    Statement::PatentIntroduction,
    Statement::Comments,
];

/// Statements of a notice that every kind of document makes.
const EVERYWHERE: [Statement; 9] = [
    Statement::Terms,
    Statement::PolicyLocation,
    Statement::Permission,
    Statement::Modification,
    Statement::Perpetual,
    Statement::AsIs,
    Statement::Trademark,
    Statement::Welcome,
    Statement::Guidance,
];

/// The notice of a profile, where no generation is to be told apart.
fn family(profile: ProfileId) -> Family {
    match profile {
        ProfileId::CosaiPaper => Family::Cosai,
        ProfileId::OpNote => Family::OpNote,
        ProfileId::OpSpecification => Family::OpSpecification,
        ProfileId::TcSpecification => Family::TcSpecification,
        ProfileId::TcNote => Family::TcNote,
    }
}

/// The exact sentences that are right for `statement` in this document.
fn accepted(work: &WorkProduct, statement: Statement) -> impl Iterator<Item = &'static Canonical> {
    let (profile, body) = (work.profile, work.template().body);
    canonical().iter().filter(move |canon| {
        canon.statement == statement
            && match profile {
                ProfileId::CosaiPaper => canon.family == Family::Cosai,
                _ => canon.family.body().is_none_or(|of| of == body),
            }
    })
}

fn words(sentence: &NoticeSentence) -> Vec<&str> {
    sentence.words.iter().map(|word| word.text.as_str()).collect()
}

fn differs(canon: &Canonical, sentence: &NoticeSentence) -> Option<crate::work_product::notices::Difference> {
    let exact: Vec<&str> = canon.words.iter().map(String::as_str).collect();
    difference(&words(sentence), &exact)
}

/// Whether the wording of the sentence speaks of the other kind of body.
fn is_of_other_body(work: &WorkProduct, sentence: &NoticeSentence) -> bool {
    let (mine, other) = match work.template().body {
        Body::OpenProject => ("OASIS Open Project", "OASIS Technical Committee"),
        Body::TechnicalCommittee => ("OASIS Technical Committee", "OASIS Open Project"),
    };
    let text = words(sentence).join(" ");
    text.contains(other) && !text.contains(mine)
}

/// Whether there is no notice to compare, or no knowing with which.
fn has_nothing_to_compare(checker: &mut Checker<'_>) -> bool {
    if checker.work.notices.sentences.is_empty() && checker.work.notices.copyright.is_empty() {
        checker.not_applicable("the document has no notice");
        return true;
    }
    if checker.work.evidence.is_none() {
        checker.not_applicable("nothing tells which template the document follows");
        return true;
    }
    false
}

/// `notice-verbatim`.
pub fn verbatim(checker: &mut Checker<'_>) {
    let work = checker.work;
    if has_nothing_to_compare(checker) {
        return;
    }
    for sentence in &work.notices.sentences {
        let free = FREE.contains(&sentence.statement);
        if !free && !is_of_other_body(work, sentence) {
            compare(checker, sentence);
        }
    }
    missing(checker);
}

fn compare(checker: &mut Checker<'_>, sentence: &NoticeSentence) {
    let candidates: Vec<&Canonical> = accepted(checker.work, sentence.statement).collect();
    let mut differences = Vec::new();
    for canon in candidates {
        match differs(canon, sentence) {
            None => return,
            Some(difference) => differences.push((canon, difference)),
        }
    }
    // The exact sentence with which it goes along the farthest is the one that was meant.
    // Of sentences that go along as far, that of the document's own kind.
    let own = family(checker.work.profile);
    let likeness = |canon: &Canonical, start: usize| (start, canon.family == own, canon.family.body().is_none());
    let best = differences.into_iter().max_by_key(|(canon, difference)| likeness(canon, difference.left.start));
    let Some((canon, difference)) = best else {
        return;
    };
    let own: Vec<&str> = words(sentence);
    let said = own.get(difference.left.clone()).unwrap_or_default().join(" ");
    let exact = canon.words.get(difference.right.clone()).unwrap_or_default().join(" ");
    let range = places(sentence, &difference.left);
    let message = match (said.as_str(), exact.as_str()) {
        ("", exact) => format!("the notice lacks `{exact}` here"),
        (said, "") => format!("the notice says `{said}`, which the exact text does not have"),
        (said, exact) => format!("the notice says `{said}`, the exact text `{exact}`"),
    };
    let found = checker.found(range, message).help(format!("the sentence is `{}`", canon.text()));
    // Open Projects had paragraphs on patents in words of their own before they had these.
    let older = sentence.statement == Statement::Patents && checker.work.template().body == Body::OpenProject;
    let found = if older || same_words(&said, &exact) { found.at_most(Severity::Warning) } else { found };
    let fix = Fix::risky("Write the exact words", vec![Edit::replace(range, exact.clone())]);
    // Words are replaced by words; where one side is empty, spaces would have to move with them.
    let simple = !said.is_empty() && !exact.is_empty() && !exact.contains("://");
    checker.report(if simple { found.fix(fix) } else { found });
}

/// Whether nothing but punctuation parts two pieces of a sentence.
fn same_words(said: &str, exact: &str) -> bool {
    let bare = |text: &str| text.replace(|c: char| !c.is_alphanumeric(), "");
    !said.is_empty() && bare(said) == bare(exact)
}

/// The bytes of some words of a sentence; of the word before, where there are none.
fn places(sentence: &NoticeSentence, words: &std::ops::Range<usize>) -> TextRange {
    let place = |index: usize| sentence.words.get(index).map(|word| word.range);
    let first = place(words.start.min(sentence.words.len().saturating_sub(1))).unwrap_or(sentence.range);
    if words.is_empty() {
        return if words.start >= sentence.words.len() {
            TextRange::empty(first.end as usize)
        } else {
            TextRange::empty(first.start as usize)
        };
    }
    place(words.end - 1).map_or(first, |last| first.cover(last))
}

/// Sentences of the notice that are not there at all, in one finding.
fn missing(checker: &mut Checker<'_>) {
    let work = checker.work;
    if !work.notices.is_full() {
        return;
    }
    let family = family(work.profile);
    let mut absent: Vec<&Canonical> = Vec::new();
    for canon in canonical().iter().filter(|canon| canon.family == family) {
        let asked = family == Family::Cosai || EVERYWHERE.contains(&canon.statement);
        if asked && !ELSEWHERE.contains(&canon.statement) && !work.notices.states(canon.statement) {
            absent.push(canon);
        }
    }
    let Some(first) = absent.first() else { return };
    let names: Vec<String> =
        absent.iter().map(|canon| format!("`{} …`", canon.words[..4.min(canon.words.len())].join(" "))).collect();
    let near = work.notices.sentences.iter().rev().find(|sentence| sentence.statement < first.statement);
    let range = near
        .or(work.notices.sentences.first())
        .map_or(TextRange::empty(0), |sentence| TextRange::empty(sentence.range.end as usize));
    let found = checker.found(range, format!("the notice lacks {}", names.join(", ")));
    let exact: Vec<String> = absent.iter().map(|canon| canon.text()).collect();
    checker.report(found.help(format!("add `{}`", exact.join(" "))));
}

/// `notice-profile`.
pub fn profile(checker: &mut Checker<'_>) {
    let work = checker.work;
    if has_nothing_to_compare(checker) {
        return;
    }
    // A CoSAI paper without the Open Project's sentence carries the wrong notice as a whole: another rule says so.
    if work.profile == ProfileId::CosaiPaper && !work.notices.states(Statement::OpenProjectRules) {
        return;
    }
    let (mine, other) = match work.template().body {
        Body::OpenProject => ("Open Project", "Technical Committee"),
        Body::TechnicalCommittee => ("Technical Committee", "Open Project"),
    };
    let whose = match work.template().body {
        Body::OpenProject => "Open Projects",
        Body::TechnicalCommittee => "Technical Committees",
    };
    for sentence in &work.notices.sentences {
        if !is_of_other_body(work, sentence) {
            continue;
        }
        let own = words(sentence);
        let first = other.split(' ').next().unwrap_or_default();
        let Some(at) = own.iter().position(|word| *word == first) else { continue };
        let range = places(sentence, &(at..(at + 2).min(own.len())));
        let message = format!(
            "the notice names a {other} in a document of a{} {mine}",
            if mine.starts_with('O') { "n" } else { "" }
        );
        checker.report(
            checker.found(range, message).help(format!("write the sentence as the notices of {whose} have it")),
        );
    }
}

/// `notice-patent-paragraphs`.
pub fn patent_paragraphs(checker: &mut Checker<'_>) {
    let work = checker.work;
    if has_nothing_to_compare(checker) {
        return;
    }
    let patents = work.notices.stating(Statement::Patents).next();
    match work.template().track {
        Track::NonStandardsTrack => {
            let introduction = work.notices.stating(Statement::PatentIntroduction).next();
            if let Some(sentence) = introduction.or(patents) {
                let message = "a note carries no paragraphs on patents: the patent provisions do not apply to it";
                let range = places(sentence, &(0..sentence.words.len().min(4)));
                checker.flag(range, message);
            }
        }
        Track::StandardsTrack if work.notices.is_full() => {
            if patents.is_none()
                && let Some(sentence) = work.notices.stating(Statement::AsIs).last()
            {
                let message = "the notice of a specification lacks the three paragraphs on patents";
                checker.flag(TextRange::empty(sentence.range.end as usize), message);
            }
        }
        Track::StandardsTrack => checker.not_applicable("the document carries no full notice"),
    }
}

/// `notice-liability-sentence`.
pub fn liability(checker: &mut Checker<'_>) {
    let work = checker.work;
    let Some(as_is) = work.notices.stating(Statement::AsIs).next() else {
        checker.not_applicable("the document carries no full notice");
        return;
    };
    if work.notices.states(Statement::Liability) {
        return;
    }
    let Some(canon) = accepted(work, Statement::Liability).next() else { return };
    let end = as_is.range.end as usize;
    let found = checker.found(TextRange::empty(end), "the notice lacks the sentence on liability");
    let fix = Fix::risky("Add the sentence", vec![Edit::insert(end, format!(" {}", canon.text()))]);
    checker.report(found.help(format!("add `{}`", canon.text())).fix(fix));
}

/// `notice-cosai-op-rules`.
pub fn cosai_rules(checker: &mut Checker<'_>) {
    let work = checker.work;
    let notices = &work.notices;
    if has_nothing_to_compare(checker) || notices.states(Statement::OpenProjectRules) {
        return;
    }
    let committee: Vec<&NoticeSentence> =
        notices.sentences.iter().filter(|sentence| COMMITTEE.contains(&sentence.statement)).collect();
    let help = "the second sentence of a CoSAI paper's notice is `This document has been produced under the process and license terms stated in the OASIS Open Project rules: https://www.oasis-open.org/policies-guidelines/open-projects-process.`";
    let Some(first) = committee.first() else {
        let Some(line) = notices.copyright.first() else { return };
        let message = "the notice does not name the OASIS Open Project rules";
        checker.report(checker.found(line.range, message).help(help));
        return;
    };
    let range = places(first, &(0..first.words.len().min(3)));
    let mut found =
        checker.found(range, "this is a Technical Committee's notice in a paper of an Open Project").help(help);
    for sentence in committee.iter().skip(1).filter(|sentence| sentence.statement == Statement::Modification) {
        found = found.related(sentence.range, "a Technical Committee's sentence too");
    }
    let edits = other_notice(work, &committee);
    checker.report(if edits.is_empty() {
        found
    } else {
        found.fix(Fix::risky("Write the Open Project's sentences", edits))
    });
}

/// Edits that put the Open Project's sentence where the Technical Committee's stand, if all stand in one paragraph.
fn other_notice(work: &WorkProduct, committee: &[&NoticeSentence]) -> Vec<Edit> {
    let statements: Vec<Statement> = committee.iter().map(|sentence| sentence.statement).collect();
    let passages: BTreeSet<usize> = committee.iter().map(|sentence| sentence.passage).collect();
    let [terms, policy, modification] = committee else { return Vec::new() };
    if statements != COMMITTEE || passages.len() != 1 {
        return Vec::new();
    }
    let sentence = "This document has been produced under the process and license terms stated in the OASIS Open Project rules: <https://www.oasis-open.org/policies-guidelines/open-projects-process>.";
    let before = work.text().get(..modification.range.start as usize).unwrap_or_default();
    let gap = before.len() - before.trim_end().len();
    vec![
        Edit::replace(whole(work, terms.range.cover(policy.range)), sentence),
        Edit::delete(TextRange::new(before.len() - gap, modification.range.end as usize)),
    ]
}

/// The range with the punctuation that normalization drops from its end.
fn whole(work: &WorkProduct, range: TextRange) -> TextRange {
    let after = work.text().get(range.end as usize..).unwrap_or_default();
    let more = after.len() - after.trim_start_matches(['\\', ']', ')', '.', '>']).len();
    TextRange::new(range.start as usize, range.end as usize + more)
}
