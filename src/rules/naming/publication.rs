//! The name under which the prose is published.

use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::Severity;
use crate::rules::Checker;
use crate::rules::cover::in_block;
use crate::work_product::{LabelKind, StageBlock, StageToken, StageUri, version_of_name};

use super::addresses::published;
use super::names::{base, names};

/// `filename-pattern`: drafts in their repositories are named as their editors like; what is published is not.
pub fn pattern(checker: &mut Checker<'_>) {
    let work = checker.work;
    let Some(named) = names(checker).into_iter().find(|named| named.prose) else {
        return checker.not_applicable("the text has no file name");
    };
    if work.cover.title.is_none() || work.is_template() || work.is_working_draft() {
        return checker.not_applicable("the file is no document to be published under its name");
    }
    let name = base(&named.path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let own = work.stage_block(LabelKind::ThisStage).into_iter().flat_map(StageBlock::addresses);
    let own: Vec<&StageUri> = own.filter(|uri| uri.follows_directives() && uri.stage.is_some()).collect();
    let wanted = own.iter().map(|uri| uri.stem.as_str()).find(|stem| is_complete(stem));
    if is_complete(stem) {
        // A complete name that differs is the matter of the rules on version, stage and abbreviation.
        return;
    }
    let message = format!("the name `{name}` is not made of abbreviation, version and stage");
    let found = checker.found(named.range, message);
    let found = match wanted {
        Some(wanted) => found.help(format!("the cover publishes it as `{wanted}.md`")),
        None => found.help("name the file like `name-v1.0-csd01.md` when it is published"),
    };
    // Outside of a stage's directory nothing says that the file goes out under this name.
    checker.report(if published(work, &named.path) { found } else { found.at_most(Severity::Info) });
}

/// `name-v1.0-csd01`, with errata before the stage and a part behind it.
fn is_complete(stem: &str) -> bool {
    let Some(version) = version_of_name(stem) else { return false };
    let tail = stem.split_once(&format!("-{version}-")).map_or("", |(_, tail)| tail);
    tail.split('-').any(|part| StageToken::parse(part).is_some_and(|token| token.name != "errata"))
}

static PART: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)(?:^|-)part-?(?P<number>\d+)(?P<name>-[a-z0-9.-]+)?$").expect("valid pattern"));

static TITLE_PART: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\bPart\s+(?P<number>\d{1,3})\b").expect("valid pattern"));

/// `multipart-names`.
pub fn parts(checker: &mut Checker<'_>) {
    let work = checker.work;
    let title = work.cover.title.as_ref().and_then(|title| {
        let found = TITLE_PART.captures(work.slice(title.range))?;
        let number: u32 = found.name("number")?.as_str().parse().ok()?;
        Some((number, title.range.inside(found.get(0)?.range())))
    });
    let Some(block) = work.stage_block(LabelKind::ThisStage) else {
        return checker.not_applicable("the cover gives no address of this stage");
    };
    for uri in block.addresses().filter(|uri| uri.follows_directives()) {
        let place = uri.place_of_name();
        let part = PART.captures(&uri.stem);
        let number = part.as_ref().and_then(|part| part.name("number")?.as_str().parse::<u32>().ok());
        let named = part.as_ref().is_some_and(|part| part.name("name").is_some());
        let found = match (title, number) {
            (_, Some(0)) => checker.found(place, "parts are numbered from 1"),
            (Some((title, range)), Some(number)) if title != number => {
                let message = format!("the file is part {number}, the title says part {title}");
                checker.found(place, message).related(range, "the title")
            }
            (Some((title, range)), None) => {
                let message = format!("the file name does not say that it is part {title}");
                checker.found(place, message).related(range, "the title").at_most(Severity::Warning)
            }
            (_, Some(_)) if !named => {
                checker.found(place, "the file name does not name the part").at_most(Severity::Warning)
            }
            _ => continue,
        };
        let found = found.help("name the file of a part like `name-v1.0-csd01-part2-schema.md`");
        checker.report(in_block(checker, block, found));
        return;
    }
}
