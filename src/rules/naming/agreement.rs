//! Version and abbreviation of a work product, wherever a name or an address carries them.

use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::{Diagnostic, Severity};
use crate::profiles::Track;
use crate::rules::Checker;
use crate::rules::cover::{in_block, pattern_fault, pinned_to};
use crate::source::TextRange;
use crate::work_product::{LabelKind, StageBlock, StageUri, version_of_name};

use super::names::{Named, base, names};

static TITLE_VERSION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?P<word>version\s+|v\.?\s?)?(?P<number>\d+(?:\.\d+)+)\b").expect("valid pattern")
});

/// A version the title names.
struct TitleVersion {
    number: String,
    range: TextRange,
    /// The word `Version` stands before it: it is that of the document, not of what the document is about.
    own: bool,
}

fn title_versions(checker: &Checker<'_>) -> Vec<TitleVersion> {
    let Some(title) = &checker.work.cover.title else { return Vec::new() };
    let numbers = TITLE_VERSION.captures_iter(checker.work.slice(title.range)).filter_map(|found| {
        Some(TitleVersion {
            number: found.name("number")?.as_str().to_owned(),
            range: title.range.inside(found.get(0)?.range()),
            own: found.name("word").is_some(),
        })
    });
    numbers.collect()
}

fn prose_name(checker: &Checker<'_>) -> Option<Named> {
    names(checker).into_iter().find(|named| named.prose)
}

fn stem(path: &str) -> &str {
    let name = base(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// `version-agreement`.
pub fn version(checker: &mut Checker<'_>) {
    let work = checker.work;
    let titles = title_versions(checker);
    let mut reported = false;
    for label in [LabelKind::ThisStage, LabelKind::LatestStage] {
        let Some(block) = work.stage_block(label) else { continue };
        if let Some(found) = torn(checker, block) {
            checker.report(in_block(checker, block, found));
        }
        let Some(uri) = block.addresses().find(|uri| uri.is_published() && uri.version.is_some()) else { continue };
        let Some(version) = uri.bare_version() else { continue };
        let agrees = titles.iter().any(|title| title.number == version);
        let last = titles.iter().rfind(|title| title.own).or(titles.last());
        // One wrong version in both blocks is one mistake.
        let (false, false, Some(title)) = (agrees, reported, last) else { continue };
        reported = true;
        checker.compared(version, &title.number);
        let place_here = uri.place_of_segment(uri.version.as_deref().unwrap_or_default());
        let message = format!("the address is of version {version}, the title says {}", title.number);
        let found = checker.found(place_here, message).related(title.range, "the version of the title");
        let found = found.help("give title and addresses the same version");
        // The title of a note may name the version of the work it is about.
        let sure = titles.len() == 1 && title.own && work.template().track == Track::StandardsTrack;
        checker.report(in_block(checker, block, if sure { found } else { found.at_most(Severity::Warning) }));
    }
    // Title and name of the file are compared by `title-version-agrees`.
    if titles.is_empty()
        && let Some(found) = own_name(checker)
    {
        checker.report(found);
    }
    if let Some(found) = latest_of_another(checker, &titles) {
        checker.report(found);
    }
}

/// An address whose directory and file name are of two versions.
fn torn(checker: &Checker<'_>, block: &StageBlock) -> Option<Diagnostic> {
    let differs = |uri: &&StageUri| matches!((uri.version.as_deref(), uri.stem_version()), (Some(one), Some(other)) if one != other);
    let uri = block.addresses().filter(|uri| uri.follows_directives()).find(differs)?;
    let (one, other) = (uri.version.as_deref()?, uri.stem_version()?);
    let message = format!("the file is of version `{other}`, its directory of `{one}`");
    let found = checker.found(uri.place_of_name(), message);
    Some(found.related(uri.place_of_segment(one), "the directory").help("give both the same version"))
}

/// The name of the file against the addresses of this stage.
fn own_name(checker: &Checker<'_>) -> Option<Diagnostic> {
    let work = checker.work;
    let block = work.stage_block(LabelKind::ThisStage)?;
    let uri = block.addresses().find(|uri| uri.is_published() && uri.version.is_some())?;
    let named = prose_name(checker)?;
    let written = version_of_name(stem(&named.path))?.trim_start_matches(['v', 'V']);
    let version = uri.bare_version()?;
    // `csaf-v2-draft.md` is version 2 of whatever minor version.
    if version == written || version.split('.').next() == Some(written) {
        return None;
    }
    let place = uri.place_of_segment(uri.version.as_deref()?);
    let message = format!("the address is of version {version}, the file is named `{}`", base(&named.path));
    Some(in_block(checker, block, checker.found(place, message).help("give name and addresses the same version")))
}

/// The latest stage of another version than this stage, where no title has told already.
fn latest_of_another(checker: &Checker<'_>, titles: &[TitleVersion]) -> Option<Diagnostic> {
    let work = checker.work;
    let block = work.stage_block(LabelKind::LatestStage)?;
    let (this, latest) = (work.own_uri()?, block.addresses().find(|uri| uri.is_published())?);
    let (one, other) = (this.bare_version()?, latest.bare_version()?);
    if one == other || !(titles.is_empty() || titles.iter().any(|title| title.number == other)) {
        return None;
    }
    let found = checker.found(
        latest.place_of_segment(latest.version.as_deref()?),
        format!("the latest stage is of version {other}, this stage of {one}"),
    );
    let place = this.place_of_segment(this.version.as_deref()?);
    Some(in_block(checker, block, found.related(place, "this stage").help("give both the same version")))
}

/// `doc-identifier`: all formats of a stage have one name.
pub fn identifier(checker: &mut Checker<'_>) {
    let work = checker.work;
    for label in [LabelKind::ThisStage, LabelKind::LatestStage] {
        let Some(block) = work.stage_block(label) else { continue };
        let uris: Vec<&StageUri> = block.addresses().filter(|uri| uri.is_published() && !uri.stem.is_empty()).collect();
        let Some((first, rest)) = uris.split_first() else { continue };
        // What is wrong with an address by itself has been said by other rules.
        let sound = |uri: &StageUri| match label {
            LabelKind::ThisStage => pattern_fault(uri).is_none(),
            _ => pinned_to(uri).is_none(),
        };
        let other = rest.iter().find(|uri| uri.stem != first.stem && same_part(first, uri) && sound(uri));
        if let Some(other) = other.filter(|_| sound(first)) {
            checker.compared(&other.stem, &first.stem);
            let message = format!("the file is named `{}`, the first one `{}`", other.stem, first.stem);
            let found = checker.found(other.place_of_name(), message).related(first.place_of_name(), "the first one");
            checker.report(in_block(checker, block, found.help("give all formats of a document one name")));
        }
    }
}

/// Parts of a work product have names of their own, and errata come complete and with marks of what changed.
fn same_part(one: &StageUri, other: &StageUri) -> bool {
    let special = |stem: &str| ["part", "complete", "redlined", "diff"].iter().any(|word| stem.contains(word));
    !special(&one.stem) && !special(&other.stem)
}

/// The abbreviation of the work product a name begins with.
fn abbreviation(stem: &str) -> Option<&str> {
    let version = version_of_name(stem)?;
    stem.split_once(&format!("-{version}")).map(|(name, _)| name)
}

/// `wp-abbrev-stable`.
pub fn abbreviations(checker: &mut Checker<'_>) {
    let work = checker.work;
    let Some(block) = work.stage_block(LabelKind::ThisStage) else {
        return checker.not_applicable("the cover gives no address of this stage");
    };
    let Some(uri) = block.addresses().find(|uri| uri.follows_directives() && abbreviation(&uri.stem).is_some()) else {
        return;
    };
    let Some(own) = abbreviation(&uri.stem) else { return };
    if !of_directories(own, uri) {
        let directory = uri.work_product.join("/");
        let message = format!("the file is abbreviated `{own}`, its directory `{directory}`");
        checker.report(in_block(checker, block, checker.found(uri.place_of_name(), message).help(HELP)));
    }
    let latest = work.stage_block(LabelKind::LatestStage).into_iter().flat_map(StageBlock::addresses);
    let other = latest
        .filter(|uri| uri.follows_directives())
        .find(|uri| abbreviation(&uri.stem).is_some_and(|name| name != own));
    if let Some(other) = other {
        let message = format!("the latest stage is named `{}`, this stage `{}`", other.stem, uri.stem);
        let found = checker.found(other.place_of_name(), message).related(uri.place_of_name(), "this stage");
        checker.report(in_block(checker, block, found.help(HELP)));
    }
    let Some(named) = prose_name(checker) else { return };
    // A name without a version is that of a draft in its repository.
    if let Some(name) = abbreviation(stem(&named.path)).filter(|name| !name.eq_ignore_ascii_case(own)) {
        let message = format!("the address abbreviates the work product `{own}`, the name of the file `{name}`");
        checker.report(in_block(checker, block, checker.found(uri.place_of_name(), message).help(HELP)));
    }
}

const HELP: &str = "use one abbreviation of the work product in names, directories and addresses";

/// Whether the abbreviation is that of the directories: `acal-core` lies in `acal-core` or in `acal/core`.
fn of_directories(name: &str, uri: &StageUri) -> bool {
    let segments = &uri.work_product;
    segments.is_empty() || segments.iter().any(|segment| segment == name) || segments.join("-").ends_with(name)
}
