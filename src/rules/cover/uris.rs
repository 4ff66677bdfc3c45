//! The blocks of the cover that say where this stage, the previous one and the latest one are published.

use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::Checker;
use crate::source::{Edit, Fix};
use crate::work_product::{
    Generation, LabelKind, NamedStage, StageBlock, StageToken, StageUri, WorkProduct, version_of_name,
};

use super::cover_place;
use super::stage_line::weighed;

const NO_BLOCKS: &str = "the cover says nowhere where the document is published";

/// What is wrong in a comment is not yet published.
pub(in crate::rules) fn in_block(checker: &Checker<'_>, block: &StageBlock, found: Diagnostic) -> Diagnostic {
    if block.commented { found.at_most(Severity::Warning) } else { weighed(checker, found) }
}

/// `stage-uri-block-required`.
pub fn required(checker: &mut Checker<'_>) {
    let work = checker.work;
    if work.cover.title.is_none() {
        return checker.not_applicable("the document has no title, so no cover either");
    }
    let family = if matches!(work.generation, Generation::G1 | Generation::G3) { "version" } else { "stage" };
    let wanted =
        [(LabelKind::ThisStage, "This"), (LabelKind::PreviousStage, "Previous"), (LabelKind::LatestStage, "Latest")];
    let absent = wanted.into_iter().filter(|(label, _)| work.stage_block(*label).is_none());
    let absent: Vec<String> = absent.map(|(_, name)| format!("`{name} {family}`")).collect();
    if absent.is_empty() {
        return;
    }
    // Labels that are no headings are the matter of other rules.
    let cover = work.slice(work.cover.range).to_ascii_lowercase();
    let spoken = ["this stage", "this version"].iter().any(|label| cover.contains(label));
    let place = work.stage_blocks.last().map_or_else(|| cover_place(work), |block| block.name.range);
    let found = checker.found(place, format!("the cover lacks {}", absent.join(", ")));
    let found = found.help("say where this stage, the previous one and the latest one are published");
    let found = if spoken && work.stage_blocks.is_empty() { found.at_most(Severity::Warning) } else { found };
    checker.report(weighed(checker, found));
}

/// `this-stage-uri-pattern`: one finding of a kind for each block.
pub fn this_stage(checker: &mut Checker<'_>) {
    let work = checker.work;
    let Some(block) = work.stage_block(LabelKind::ThisStage) else { return checker.not_applicable(NO_BLOCKS) };
    let mut told: Vec<&'static str> = Vec::new();
    for uri in block.addresses() {
        let Some((kind, range, message, most)) = pattern_fault(uri) else { continue };
        if told.contains(&kind) {
            continue;
        }
        told.push(kind);
        let form = "https://docs.oasis-open.org/group/name/v1.0/csd01/name-v1.0-csd01.md";
        let found = checker.found(range, message).help(format!("addresses of a stage are built like {form}"));
        checker.report(in_block(checker, block, found.at_most(most)));
    }
}

pub(in crate::rules) type Fault = (&'static str, crate::source::TextRange, String, Severity);

/// What is wrong with the form of an address of this stage: kind, place, words, severity at most.
pub(in crate::rules) fn pattern_fault(uri: &StageUri) -> Option<Fault> {
    if !uri.is_published() {
        return Some(("host", uri.range, "the address is not on docs.oasis-open.org".to_owned(), Severity::Error));
    }
    if !uri.follows_directives() {
        // Open Projects had a host and a scheme of their own until 2022.
        return None;
    }
    if uri.version.is_none() {
        let message = "the address has no directory of a version, such as `v1.0`".to_owned();
        return Some(("version", uri.range, message, Severity::Error));
    }
    let Some(stage) = &uri.stage else {
        // A directory that means to be a stage is the matter of the naming rules.
        let message = "the address has no directory of a stage, such as `csd01`".to_owned();
        return uri.stage_segment().is_none().then_some(("stage", uri.range, message, Severity::Error));
    };
    let token = stage.written();
    let name = uri.place_of_name();
    let tail = behind_version(&uri.stem);
    if tail.split('-').any(|part| part == token) {
        let message = "the name of the file carries no version".to_owned();
        return uri.stem_version().is_none().then_some(("name version", name, message, Severity::Warning));
    }
    let other = tail.split('-').find_map(StageToken::parse).filter(|other| other.name != "errata");
    let message = match other {
        Some(other) => format!("the name of the file says `{}`, its directory `{token}`", other.written()),
        None => format!("the name of the file does not carry the stage `{token}`"),
    };
    Some(("name stage", name, message, Severity::Error))
}

/// What stands behind the version in a name, or the whole where there is none.
fn behind_version(stem: &str) -> &str {
    let Some(version) = version_of_name(stem) else { return stem };
    let at = stem.find(&format!("-{version}")).map_or(0, |at| at + 1 + version.len());
    stem.get(at..).unwrap_or_default().trim_start_matches('-')
}

/// `latest-stage-no-stage-token`.
pub fn latest(checker: &mut Checker<'_>) {
    let work = checker.work;
    let Some(block) = work.stage_block(LabelKind::LatestStage) else { return checker.not_applicable(NO_BLOCKS) };
    for uri in block.addresses() {
        let found = if !uri.is_published() {
            let found = checker.found(uri.range, "the address of the latest stage is not on docs.oasis-open.org");
            found.help("give the address that always leads to the latest stage")
        } else if let Some(token) = pinned_to(uri) {
            let message = format!("the address of the latest stage is pinned to `{token}`");
            let found = checker.found(uri.place_of(&token), message);
            let found = found.help("leave the stage out of directory and file name");
            let loose = uri.url.replacen(&format!("/{token}/"), "/", 1).replacen(&format!("-{token}"), "", 1);
            let exact = work.slice(uri.range) == uri.url;
            let fix = Fix::risky("Leave the stage out", vec![Edit::replace(uri.range, loose)]);
            if exact { found.fix(fix) } else { found }
        } else {
            continue;
        };
        checker.report(in_block(checker, block, found));
    }
}

/// The stage an address carries in its path or in the name of its file.
pub(in crate::rules) fn pinned_to(uri: &StageUri) -> Option<String> {
    let in_name =
        || version_of_name(&uri.stem).and_then(|_| behind_version(&uri.stem).split('-').find_map(StageToken::parse));
    let token = uri.stage.clone().or_else(in_name);
    token.filter(|token| token.name != "errata").map(|token| token.written())
}

static NOT_AVAILABLE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)^\(?N\s*/\s*A\)?\.?$").expect("valid pattern"));

static NEARLY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:n\s*/?\s*a\b|not\s+applicable|none\b|no\s+previous|-+$|first\s+(?:stage|version))")
        .expect("valid pattern")
});

/// `previous-stage-na-or-uri`.
pub fn previous(checker: &mut Checker<'_>) {
    let work = checker.work;
    let blocks = work.stage_blocks.iter().filter(|block| block.label == LabelKind::PreviousStage);
    let blocks: Vec<&StageBlock> = blocks.collect();
    if blocks.is_empty() {
        return checker.not_applicable(NO_BLOCKS);
    }
    for block in &blocks {
        // `Previous stage of Version 1.0` stands beside a first stage that has none of its own.
        if let (Some(words), true) = (&block.words, block.uris.is_empty()) {
            let found = if NOT_AVAILABLE.is_match(&words.text) {
                let Some(earlier) = expected_before(work).filter(|_| blocks.len() == 1) else { continue };
                let found = checker.found(words.range, format!("`{}`, but {} came before", words.text, earlier.name));
                let found = found.help("give the addresses of the stage before this one");
                if earlier.numbered { found } else { found.at_most(Severity::Warning) }
            } else {
                let near = NEARLY.is_match(&words.text);
                let message =
                    if near { "the block does not say exactly `N/A`" } else { "neither an address nor `N/A`" };
                let found = checker.found(words.range, message).help("write `N/A` where there is no earlier stage");
                if near { found.at_most(Severity::Warning) } else { found }
            };
            checker.report(in_block(checker, block, found));
        }
        let Some(found) = block.addresses().find_map(|uri| not_earlier(checker, uri)) else { continue };
        checker.report(in_block(checker, block, found));
    }
}

/// What came before the stage of the cover.
struct Earlier {
    name: String,
    /// Its number says so; else it is the way of approval, which may have led over another work product.
    numbered: bool,
}

fn expected_before(work: &WorkProduct) -> Option<Earlier> {
    let line = work.cover.stage_line.as_ref().filter(|line| line.plain && !line.working_draft)?;
    let named: &NamedStage = line.stage()?;
    let digits = named.revision.as_ref().and_then(|(digits, _)| digits.parse::<u8>().ok());
    if let Some(before) = digits.and_then(|number| number.checked_sub(1)).filter(|before| *before > 0) {
        return Some(Earlier { name: format!("{} {before:02}", named.stage.name), numbered: true });
    }
    // A specification is approved only after a public review of its draft.
    let name = match named.stage.token {
        Some("cs") => "a Committee Specification Draft",
        Some("ps") => "a Project Specification Draft",
        Some("os") => "a Committee or Project Specification",
        _ => return None,
    };
    Some(Earlier { name: name.to_owned(), numbered: false })
}

fn not_earlier(checker: &Checker<'_>, uri: &StageUri) -> Option<Diagnostic> {
    if !uri.host.ends_with("oasis-open.org") && !uri.is_published() {
        let found = checker.found(uri.range, "the address of the previous stage is not one of OASIS");
        return Some(found.help("give its address on docs.oasis-open.org"));
    }
    let this = checker.work.stage_block(LabelKind::ThisStage)?;
    let own = this.addresses().find(|own| own.stage.is_some() && own.same_work_product(uri))?;
    let (one, other) = (own.stage.as_ref()?, uri.stage.as_ref()?);
    let same = own.version == uri.version && own.errata == uri.errata && one.name == other.name;
    if !same || one.revision > other.revision {
        return None;
    }
    let token = other.written();
    let message = if one == other {
        format!("the previous stage is this stage, `{token}`")
    } else {
        format!("the previous stage, `{token}`, comes after this one, `{}`", one.written())
    };
    let found = checker.found(uri.place_of_segment(&token), message);
    Some(found.related(own.range, "this stage").help("give the addresses of the stage before this one"))
}

/// `uri-block-commented-out`.
pub fn commented_out(checker: &mut Checker<'_>) {
    let work = checker.work;
    let Some(first) = work.stage_blocks.iter().find(|block| block.commented) else { return };
    if work.stage_blocks.iter().any(|block| !block.commented) {
        return;
    }
    let found = checker.found(first.name.range, "the addresses of the stages stand in a comment");
    let found = found.help("take the comment away when the document is published");
    // The comment of the template says itself who takes it away, and when.
    let comments = &work.document.comments;
    let around = comments.iter().find(|comment| comment.range.contains(first.name.range));
    let expected = around.is_some_and(|comment| comment.text.contains("except during publication"));
    checker.report(if expected { found.at_most(Severity::Warning) } else { found });
}
