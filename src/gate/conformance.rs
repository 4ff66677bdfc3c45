//! The Conformance section, its clauses, and whether they stayed what they were: conditions 102 to 110.

use std::collections::{BTreeMap, BTreeSet};

use super::clauses::{Clause, Conformance, Text};
use super::conditions::Severity;
use super::cover_urls::{SITE, url_path};
use super::submission::{Submission, stage_word};
use super::traced::Traced;
use super::{Judge, Place, Reading};

/// Conditions 102 to 110.
pub(super) fn conformance(submission: &Submission<'_>, judge: &mut Judge) {
    if ["cn", "cnd"].contains(&stage_word(&submission.stage)) {
        judge.not_applicable(102..=110, "a note has no conformance clauses");
        return;
    }
    let (text, html) = match (submission.markdown_prose(), submission.html_prose()) {
        (Some(markdown), _) => (markdown, false),
        (None, Some(page)) => (page, true),
        (None, None) => {
            judge.not_applicable(102..=110, "the package holds neither Markdown nor HTML");
            return;
        }
    };
    let Some(found) = Conformance::of(&Text { text, html }, judge.reading) else {
        judge.not_applicable(102..=110, "no heading says Conformance");
        return;
    };
    placement(submission, text, &found, judge);
    numbers(submission, text, &found, judge);
    if html && submission.package.previous.is_none() {
        judge.not_applicable(105..=110, "clauses are compared with those of the previous stage in Markdown only");
        return;
    }
    stability(submission, text, &found, judge);
}

fn at_approval(submission: &Submission<'_>) -> bool {
    ["cs", "os"].contains(&stage_word(&submission.stage))
}

fn heading_place(text: &Traced, found: &Conformance) -> Place {
    text.place(found.main.start, found.main.end)
}

fn placement(submission: &Submission<'_>, text: &Traced, found: &Conformance, judge: &mut Judge) {
    judge.compared(102, found.main.text.as_str(), "a chapter of the body");
    if !found.chapter {
        let severity = if at_approval(submission) && found.certain { Severity::Blocker } else { Severity::Warn };
        let said = format!("`{}` is not a chapter of the body", found.main.text);
        judge.fail_as(102, severity, heading_place(text, found), said);
        judge.help(102, "make it a numbered chapter of its own, beside the others and before the annexes");
    }
}

fn numbers(submission: &Submission<'_>, text: &Traced, found: &Conformance, judge: &mut Judge) {
    let severity = if at_approval(submission) { Severity::Blocker } else { Severity::Warn };
    let seen = format!("{} clauses", found.clauses.len());
    judge.compared(103, seen.as_str(), "one or more with a number");
    judge.compared(104, seen, "each number once");
    let filled: BTreeSet<&str> = found.clauses.iter().map(|clause| clause.profile.as_str()).collect();
    for profile in found.profiles.iter().filter(|profile| !filled.contains(profile.as_str())) {
        judge.fail(103, heading_place(text, found), format!("no clause{} has a number", in_profile(profile)));
        judge.help(103, "give every clause a number, as in 8.1, or a target, as in [WIDGET-C-1]");
    }
    let mut known = BTreeSet::new();
    for clause in found.clauses.iter().filter(|clause| !known.insert(clause.key())) {
        let place = text.place(clause.start, clause.end);
        let of = in_profile(&clause.profile);
        judge.fail_as(104, severity, place, format!("a clause before this one{of} has the number {} too", clause.id));
        judge.help(104, "give every clause a number of its own");
    }
}

fn in_profile(profile: &str) -> String {
    if profile.is_empty() { String::new() } else { format!(" of {profile}") }
}

/// The document of the previous stage.
struct Previous {
    /// Word of its stage: `cs`.
    stage: String,
    /// What it is called in messages.
    name: String,
    /// Its clauses, where it can be read.
    clauses: Option<Vec<Clause>>,
}

/// The document of the previous stage: of the package that was given, else of the directory beside this one that the
/// cover names.
fn previous(submission: &Submission<'_>, reading: Reading) -> Option<Previous> {
    let named: Vec<&str> =
        submission.cover.previous.iter().map(|cited| cited.url.as_str()).filter(|url| url.starts_with(SITE)).collect();
    let markdown = named.iter().find(|url| url_path(url).to_lowercase().ends_with(".md"));
    let url = markdown.filter(|_| named.len() > 1).or(named.first());
    let path = url.map(|url| url_path(url)).unwrap_or_default();
    let mut parts = path.split('/').filter(|part| !part.is_empty()).rev();
    let (file, directory) = (parts.next(), parts.next());
    let clauses = |path: &str, bytes: &[u8]| {
        Conformance::of_file(path, bytes, reading).map(|found| found.clauses).unwrap_or_default()
    };
    if let Some(package) = &submission.package.previous {
        let given = file.filter(|file| package.files.contains_key(*file));
        let document = given.or(package.prose_path.as_deref()).or(package.html_path.as_deref());
        let bytes = document.and_then(|document| Some((document, package.files.get(document)?)));
        return Some(Previous {
            stage: stage_word(package.stage()).to_owned(),
            name: package.name.clone(),
            clauses: bytes.map(|(path, bytes)| clauses(path, bytes)),
        });
    }
    let url = url?;
    let bytes = file.zip(directory).and_then(|(file, directory)| {
        let bytes = submission.package.neighbours.read(1, &format!("{directory}/{file}"))?;
        (!bytes.is_empty()).then_some((file, bytes))
    });
    Some(Previous {
        stage: stage_word(directory.unwrap_or_default()).to_owned(),
        name: (*url).to_owned(),
        clauses: bytes.map(|(path, bytes)| clauses(path, &bytes)),
    })
}

fn stability(submission: &Submission<'_>, text: &Traced, found: &Conformance, judge: &mut Judge) {
    let Some(previous) = previous(submission, judge.reading) else {
        judge.not_applicable(105..=110, "the cover names no previous stage");
        return;
    };
    let place = match submission.cover.previous.first() {
        Some(cited) => cited.place.clone(),
        None => heading_place(text, found),
    };
    let to_standard = stage_word(&submission.stage) == "os" && previous.stage == "cs";
    if to_standard {
        judge.not_applicable([105, 106, 110], "a Standard is held against its Committee Specification");
    } else {
        judge.not_applicable(107..=109, "this is no OASIS Standard after a Committee Specification");
    }
    let Some(old) = previous.clauses else {
        let ordinal = if to_standard { 109 } else { 110 };
        judge.fail(ordinal, place, format!("the clauses cannot be compared with those of {}", previous.name));
        judge.help(ordinal, "put the previous stage beside this directory, or name it with --previous");
        let compared: &[u8] = if to_standard { &[107, 108] } else { &[105, 106] };
        judge.not_applicable(compared.iter().copied(), "the previous stage is not at hand");
        return;
    };
    let heading = heading_place(text, found);
    let side = Side { text, heading, new: latest(&found.clauses), old: latest(&old) };
    if to_standard { side.kept_by_standard(judge) } else { side.kept(judge) }
}

type Clauses<'a> = BTreeMap<(&'a str, &'a str), &'a Clause>;

/// The clauses by profile and number; of two with one number the later.
fn latest(clauses: &[Clause]) -> Clauses<'_> {
    clauses.iter().map(|clause| (clause.key(), clause)).collect()
}

fn listed<'a>(keys: impl Iterator<Item = &'a (&'a str, &'a str)>) -> String {
    let names: Vec<String> = keys.map(|(profile, id)| format!("{id}{}", in_profile(profile))).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

/// The clauses of two stages.
struct Side<'a> {
    text: &'a Traced,
    heading: Place,
    new: Clauses<'a>,
    old: Clauses<'a>,
}

impl Side<'_> {
    /// Conditions 105 and 106: between two stages clauses may be added, none may go or change its number.
    fn kept(&self, judge: &mut Judge) {
        for ordinal in [105, 106] {
            judge.compared(ordinal, listed(self.new.keys()), listed(self.old.keys()));
        }
        let mut by_text: BTreeMap<&str, Vec<&Clause>> = BTreeMap::new();
        for clause in self.new.values() {
            by_text.entry(&clause.text).or_default().push(clause);
        }
        for (key, old) in &self.old {
            let (profile, id) = key;
            let of = in_profile(profile);
            let same = by_text.get(old.text.as_str()).map(Vec::as_slice).unwrap_or_default();
            let moved = same.iter().find(|clause| clause.key() != *key);
            match (self.new.get(key), moved) {
                (Some(new), _) if new.text == old.text => {}
                (None, to) if judge.official() || to.is_none() || old.text.is_empty() => {
                    judge.fail(105, self.heading.clone(), format!("clause {id}{of} of the previous stage is gone"));
                    judge.help(105, "keep the numbers of clauses: claims of conformance cite them");
                }
                (_, Some(to)) => {
                    let place = self.text.place(to.start, to.end);
                    judge.fail(106, place, format!("this was clause {id}{of} at the previous stage"));
                    judge.help(106, format!("give it the number {id} again: claims of conformance cite it"));
                }
                _ => {}
            }
        }
    }

    /// Conditions 107 and 108: a Standard has the clauses of its Committee Specification, word for word.
    fn kept_by_standard(&self, judge: &mut Judge) {
        for ordinal in [107, 108] {
            judge.compared(ordinal, listed(self.new.keys()), listed(self.old.keys()));
        }
        if !self.new.keys().eq(self.old.keys()) {
            let gone = listed(self.old.keys().filter(|key| !self.new.contains_key(*key)));
            let added = listed(self.new.keys().filter(|key| !self.old.contains_key(*key)));
            let said = format!("the Committee Specification has other clauses: gone {gone}, added {added}");
            judge.fail(107, self.heading.clone(), said);
            judge.help(107, "a Standard has the clauses of the Committee Specification that was approved");
            return;
        }
        for (key, new) in &self.new {
            if self.old.get(key).is_some_and(|old| old.text != new.text) {
                let place = self.text.place(new.start, new.end);
                let of = in_profile(key.0);
                judge.fail(
                    108,
                    place,
                    format!("clause {}{of} says something else than in the Committee Specification", key.1),
                );
                judge.help(
                    108,
                    "restore the words, or agree on the change with TC Administration as a non-material one",
                );
            }
        }
    }
}
