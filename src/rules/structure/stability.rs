//! Whether the conformance clauses stayed what they were at the previous stage.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Severity;
use crate::package::Package;
use crate::rules::rendition::{PackageChecker, PackageRule};
use crate::rules::{Checker, ERROR, FixKind, Levels, Rule, SPECIFICATIONS, Topic};
use crate::source::{TextRange, decode};
use crate::work_product::{ConformanceClause, LabelKind, StageBlock, StageUri, WorkProduct, from_text};

/// The rules of this topic that look at packages.
pub const PACKAGE_RULES: &[PackageRule] = &[PackageRule {
    rule: Rule {
        id: "conformance-clause-stable",
        topic: Topic::Structure,
        summary: "Conformance clauses keep their numbers from stage to stage; a Standard keeps their words, too",
        levels: Levels::only(ERROR, SPECIFICATIONS),
        fix: FixKind::None,
        clause: "TC Process 2.9; OASIS Handbook, Conformance Clauses",
        gate: &[
            ("conformance-structure", 105),
            ("conformance-structure", 106),
            ("conformance-structure", 107),
            ("conformance-structure", 108),
            ("conformance-structure", 109),
            ("conformance-structure", 110),
        ],
        check: lint,
    },
    check: stable,
}];

fn lint(checker: &mut Checker<'_>) {
    checker.not_applicable("the rule compares two packages: run `proofmark verify`");
}

/// The document of the previous stage, and the word of the stage: `cs`.
struct Previous<'a> {
    stage: String,
    work: Option<Cow<'a, WorkProduct>>,
}

/// `conformance-clause-stable`.
fn stable(checker: &mut PackageChecker<'_>) {
    let package = checker.package;
    let Some(work) = package.work() else { return checker.not_applicable("the package holds no Markdown") };
    if work.conformance.clauses.is_empty() {
        return checker.not_applicable("the document has no conformance clauses");
    }
    let Some(previous) = previous(package, work) else {
        return checker.not_applicable("the cover names no previous stage in Markdown");
    };
    let to_standard = word(package.stage()) == "os" && previous.stage == "cs";
    let Some(old) = previous.work else {
        let block = work.stage_block(LabelKind::PreviousStage);
        let range = block.map_or(TextRange::empty(0), |block| block.name.range);
        let message = "the previous stage is not at hand, and its clauses cannot be compared";
        let found = checker.found_at(work.path(), range, message);
        let found = found.help("put it beside the stage directory, or name it with `--previous`");
        return checker.report(if to_standard { found } else { found.at_most(Severity::Info) });
    };
    let clauses = |work: &WorkProduct| -> Vec<(String, String)> {
        work.conformance.clauses.iter().filter_map(|clause| Some((name(work, clause)?, text(work, clause)))).collect()
    };
    let (new, old) = (clauses(work), clauses(&old));
    checker.compared(listed(&new), listed(&old));
    compare(checker, work, &new, &old, to_standard);
}

fn compare(
    checker: &mut PackageChecker<'_>,
    work: &WorkProduct,
    new: &[(String, String)],
    old: &[(String, String)],
    to_standard: bool,
) {
    let level = if to_standard { Severity::Error } else { Severity::Warning };
    let main = work.conformance.main(&work.outline).and_then(|index| work.outline.sections.get(index));
    let heading = main.map_or(TextRange::empty(0), |section| section.text_range);
    let mut places: BTreeMap<String, TextRange> = BTreeMap::new();
    for clause in &work.conformance.clauses {
        if let Some(name) = name(work, clause) {
            places.entry(name).or_insert(clause.identifier_range);
        }
    }
    let place = |name: &str| places.get(name).copied().unwrap_or(heading);
    let mut by_text: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, text) in new.iter().filter(|(_, text)| !text.is_empty()) {
        by_text.entry(text).or_default().push(name);
    }
    let now: BTreeMap<&str, &str> = new.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let before: BTreeMap<&str, &str> = old.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    for (name, text) in old {
        let same = by_text.get(text.as_str()).map(Vec::as_slice).unwrap_or_default();
        let moved = same.iter().find(|other| *other != name);
        match (now.get(name.as_str()), moved) {
            (Some(same), _) if same == text => {}
            (_, Some(to)) => {
                let message = format!("this was clause {name} at the previous stage");
                let found = checker.found_at(work.path(), place(to), message).at_most(level);
                checker.report(found.help(format!("give it the number {name} again: claims of conformance cite it")));
            }
            (None, None) => {
                let message = format!("clause {name} of the previous stage is gone");
                let found = checker.found_at(work.path(), heading, message).at_most(level);
                checker.report(found.help("keep the numbers of clauses: claims of conformance cite them"));
            }
            (Some(_), None) if to_standard => {
                let message = format!("clause {name} says something else than in the Committee Specification");
                let found = checker.found_at(work.path(), place(name), message).at_most(Severity::Warning);
                checker.report(found.help("restore the words, or agree on the change with TC Administration"));
            }
            (Some(_), None) => {}
        }
    }
    let added = new.iter().filter(|(name, _)| to_standard && !before.contains_key(name.as_str()));
    let said: BTreeSet<&str> = old.iter().map(|(_, text)| text.as_str()).collect();
    for (name, _) in added.filter(|(_, text)| !said.contains(text.as_str())) {
        let message = format!("clause {name} is not in the Committee Specification");
        let found = checker.found_at(work.path(), place(name), message);
        checker.report(found.help("a Standard has the clauses of the Committee Specification that was approved"));
    }
}

/// The previous stage that was given, else the one that the cover names and that lies beside this one.
fn previous<'a>(package: &'a Package, work: &'a WorkProduct) -> Option<Previous<'a>> {
    if let Some(given) = &package.previous {
        return Some(Previous { stage: word(given.stage()).to_owned(), work: given.work().map(Cow::Borrowed) });
    }
    let addresses = work.stage_block(LabelKind::PreviousStage).into_iter().flat_map(StageBlock::addresses);
    let uri = addresses.into_iter().find(|uri| uri.is_published() && uri.ending.as_deref() == Some("md"))?;
    let directory = uri.stage_segment()?;
    Some(Previous { stage: word(directory).to_owned(), work: beside(package, work, uri).map(Cow::Owned) })
}

fn beside(package: &Package, work: &WorkProduct, uri: &StageUri) -> Option<WorkProduct> {
    let name = format!("{}/{}.md", uri.stage_segment()?, uri.stem);
    let text = decode(package.neighbours.read(1, &name)?).ok()?;
    from_text(&name, text, Some(work.profile)).ok()
}

fn word(stage: &str) -> &str {
    stage.trim_end_matches(|c: char| c.is_ascii_digit())
}

/// The number of a clause, with the section it is one of where that is not the section on conformance itself.
fn name(work: &WorkProduct, clause: &ConformanceClause) -> Option<String> {
    let id = clause.identifier.as_ref()?;
    let parent = work.outline.sections.get(clause.section)?.parent;
    let main = work.conformance.main(&work.outline);
    match parent.filter(|parent| Some(*parent) != main && clause.section != main.unwrap_or_default()) {
        Some(parent) => Some(format!("{id} of {}", work.outline.sections.get(parent)?.title)),
        None => Some(id.clone()),
    }
}

/// What a clause says, heading included, without its number.
fn text(work: &WorkProduct, clause: &ConformanceClause) -> String {
    let title = work.outline.sections.get(clause.section).map_or("", |section| section.title.as_str());
    let title = clause.identifier.as_deref().map_or(title.to_owned(), |id| title.replacen(id, "", 1));
    let passages = clause.passages.iter().filter_map(|&passage| work.passages.get(passage));
    let texts: Vec<String> = passages.map(|passage| passage.text().to_owned()).collect();
    let all = format!("{title} {}", texts.join(" "));
    all.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn listed(clauses: &[(String, String)]) -> String {
    let names: Vec<&str> = clauses.iter().map(|(name, _)| name.as_str()).collect();
    if names.is_empty() { "no clauses".to_owned() } else { names.join(", ") }
}
