//! The line below the title that names the stage.

use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::Checker;
use crate::source::{Edit, Fix};
use crate::work_product::{LabelKind, NamedStage, PassageKind, StageLine, StageUri};

use super::cover_place;

/// Words of which stages are made; a heading without any of them is something else.
static STAGE_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:drafts?|specifications?|standards?|notes?|report|errata|WIP|WD\d*)\b").expect("valid pattern")
});

/// Blocks of the cover in which a stage that is no heading is looked for.
const FIRST_BLOCKS: usize = 12;

/// What concerns a working draft need not be right before the first approval.
pub(super) fn weighed(checker: &Checker<'_>, found: Diagnostic) -> Diagnostic {
    if checker.draft { found.at_most(Severity::Warning) } else { found }
}

/// `stage-line-present`.
pub fn present(checker: &mut Checker<'_>) {
    let work = checker.work;
    if work.cover.title.is_none() {
        return checker.not_applicable("the document has no title to stand below");
    }
    let named = work.cover.stage_line.as_ref().is_some_and(|line| !line.stages.is_empty() || line.working_draft);
    let meant = work.cover.stage.as_ref().is_some_and(|stage| STAGE_WORDS.is_match(&stage.text));
    if named || meant {
        // What is no stage though it means to be one is the matter of `stage-line-vocabulary`.
        return;
    }
    let on_cover = work.passages.iter().take_while(|passage| passage.range.start < work.cover.range.end);
    let paragraph = on_cover.take(FIRST_BLOCKS).find(|passage| {
        passage.kind == PassageKind::Paragraph && StageLine::read(passage.text(), &|range| passage.source(range)).plain
    });
    if let Some(passage) = paragraph {
        let found = checker.found(passage.range, "the stage stands in no heading").at_most(Severity::Warning);
        return checker.report(found.help("write it as a heading of level 2 below the title"));
    }
    let found = checker.found(cover_place(work), "no stage stands below the title");
    let found = found.help("name the stage in a heading of level 2, such as `## Committee Specification Draft 01`");
    checker.report(weighed(checker, found));
}

/// `stage-line-vocabulary`.
pub fn vocabulary(checker: &mut Checker<'_>) {
    let work = checker.work;
    let (Some(stage), Some(line)) = (&work.cover.stage, &work.cover.stage_line) else {
        return checker.not_applicable("no stage stands below the title; stage-line-present reports that");
    };
    if line.plain || work.is_template() || !STAGE_WORDS.is_match(&stage.text) {
        return;
    }
    let found = if let Some(named) = line.stage() {
        checker.compared(&stage.text, named.stage.name);
        let found = checker.found(stage.range, "the stage line says more than a stage");
        found.help(format!("write `{}`{} and nothing else", named.stage.name, with_digits(named)))
    } else {
        let stages = "Committee Specification Draft 01, Committee Note 01, Project Specification 01";
        let found = checker.found(stage.range, "what stands where the stage belongs is no stage");
        found.help(format!("name the stage as OASIS does, for example {stages}"))
    };
    checker.report(weighed(checker, found));
}

fn with_digits(named: &NamedStage) -> &'static str {
    if named.stage.numbered { " and two digits" } else { "" }
}

/// `stage-line-revision`.
pub fn revision(checker: &mut Checker<'_>) {
    let work = checker.work;
    let Some(line) = work.cover.stage_line.as_ref().filter(|line| line.plain) else {
        return checker.not_applicable("the cover names no stage");
    };
    for named in &line.stages {
        let name = named.stage.name;
        let found = match &named.revision {
            None if named.stage.numbered => {
                let found = checker.found(named.range, format!("`{name}` has no revision"));
                found.help(format!("write `{name} 01` for the first, `{name} 02` for the next"))
            }
            None => continue,
            Some((_, range)) if named.stage.token == Some("os") => {
                checker.found(*range, format!("an {name} has no revision")).help("leave the number out")
            }
            Some((digits, _)) if digits.len() == 2 && digits != "00" => continue,
            Some((digits, range)) => {
                let found = checker.found(*range, format!("the revision is written `{digits}`"));
                let found = found.help("write the revision with two digits, from 01");
                match digits.parse::<u8>() {
                    Ok(number) if (1..=99).contains(&number) => {
                        let edit = Edit::replace(*range, format!("{number:02}"));
                        found.fix(Fix::risky(format!("Write {number:02}"), vec![edit]))
                    }
                    _ => found,
                }
            }
        };
        checker.report(weighed(checker, found));
    }
}

/// `stage-line-matches-uri`.
pub fn matches_uri(checker: &mut Checker<'_>) {
    let work = checker.work;
    let line = work.cover.stage_line.as_ref().and_then(|line| Some((line, line.stage()?)));
    let (Some((line, named)), Some(block)) = (line, work.stage_block(LabelKind::ThisStage)) else {
        return checker.not_applicable("the cover lacks a stage or the addresses of this stage");
    };
    let uri = block.addresses().find(|uri| uri.is_published() && uri.stage.is_some() && !agrees(line, named, uri));
    let Some((uri, token)) = uri.and_then(|uri| Some((uri, uri.stage.as_ref()?.written()))) else { return };
    let said = named.token().unwrap_or_else(|| named.stage.name.to_owned());
    checker.compared(&token, &said);
    let found = checker.found(
        uri.place_of_segment(&token),
        format!("the address is of `{token}`, the cover says {}", in_words(named)),
    );
    let found = found.related(named.range, "the stage line").help("name the same stage in both places");
    checker.report(if block.commented { found.at_most(Severity::Warning) } else { weighed(checker, found) });
}

/// `Committee Specification 02`.
fn in_words(named: &NamedStage) -> String {
    match &named.revision {
        Some((digits, _)) => format!("{} {digits}", named.stage.name),
        None => named.stage.name.to_owned(),
    }
}

/// Stages a working draft may lead to. The addresses of the approved one it came from are not its own.
const DRAFTS: [&str; 6] = ["wd", "csd", "csprd", "cnd", "psd", "pnd"];

fn agrees(line: &StageLine, named: &NamedStage, uri: &StageUri) -> bool {
    let Some(token) = &uri.stage else { return true };
    let (name, written) = (token.name.as_str(), token.written());
    let says = |named: &NamedStage| match (named.stage.token, &named.revision) {
        (Some("errata"), _) => uri.errata.is_some(),
        (Some(known), None) => known == name,
        (Some(known), Some((digits, _))) => written == format!("{known}{digits}"),
        // A Technical Report has no token; of a public review, the token follows what was reviewed.
        (None, None) => true,
        (None, Some((digits, _))) => !named.stage.retired || (name.ends_with("prd") && token.revision == *digits),
    };
    // A line that says `Version 1.0 Committee Specification 01` names what the text came from.
    let working = named.stage.token == Some("wd") && DRAFTS.contains(&name);
    working || line.stages.iter().any(says)
}
