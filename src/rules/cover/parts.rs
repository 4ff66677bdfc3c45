//! Work products of several parts, and the banner of notes.

use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::Severity;
use crate::profiles::{Body, Track};
use crate::rules::Checker;
use crate::work_product::{Generation, LabelKind, Role, StageUri};

use super::cover_place;
use super::uris::pinned_to;

static PART: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?P<word>Part|PART|part)\s+(?P<number>\d+|[IVX]+|[A-Z])\b").expect("valid pattern")
});

static PART_FORM: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\bVersion\s\d+(?:\.\d+)+\.\sPart\s\d+:\s\S").expect("valid pattern"));

/// `title-multipart-form`.
pub fn title_form(checker: &mut Checker<'_>) {
    let Some(title) = &checker.work.cover.title else {
        return checker.not_applicable("the document has no title");
    };
    let slice = checker.work.slice(title.range);
    // A title that speaks of some part in passing numbers none.
    let Some(part) = PART.find(slice).filter(|_| !PART_FORM.is_match(slice)) else { return };
    let found = checker.found(title.range.inside(part.range()), "the part is not named as the Naming Directives say");
    checker.report(found.help("write `Name Version 1.0. Part 2: Name of the Part`"));
}

/// `note-banner`.
pub fn note_banner(checker: &mut Checker<'_>) {
    let work = checker.work;
    if work.generation != Generation::G2 {
        return checker.not_applicable("only the template of 2020 has a banner above the title");
    }
    let committee = work.template().body == Body::TechnicalCommittee;
    let wanted = if committee { "OASIS Committee Note" } else { "OASIS Project Note" };
    let banner = work.outline.sections.iter().find(|section| section.role == Role::Banner);
    let found = match banner {
        Some(section) if section.text.eq_ignore_ascii_case(wanted) => return,
        Some(section) => {
            checker.compared(&section.text, wanted);
            checker.found(section.text_range, format!("the banner says `{}`", section.text))
        }
        None => checker.found(cover_place(work), "no banner says that this is a note"),
    };
    checker.report(found.help(format!("write the heading `{wanted}` above the title")));
}

/// `multipart-primary-link`.
pub fn sibling_parts(checker: &mut Checker<'_>) {
    let work = checker.work;
    let title = work.cover.title.as_ref();
    let Some((title, part)) = title.and_then(|title| Some((title, PART.find(work.slice(title.range))?))) else {
        return checker.not_applicable("the document is no part of a work product of several parts");
    };
    let label = work.labelled(LabelKind::AdditionalArtifacts).find(|section| section.role == Role::Cover);
    let Some(section) = label else {
        let found = checker.found(title.range.inside(part.range()), "the cover does not name the other parts");
        return checker.report(found.help("list the parts of the work product under `Additional artifacts`"));
    };
    let says_part = section.blocks.iter().any(|&block| PART.is_match(&work.plain(block)));
    let linked = work.links.iter().any(|link| section.body.contains(link.range));
    if !says_part || !linked {
        let found = checker.found(section.text_range, "the additional artifacts do not link the other parts");
        checker.report(found.help("list every part of the work product with its title and address"));
    }
}

/// `additional-artifacts-stage`.
pub fn artifact_stage(checker: &mut Checker<'_>) {
    let work = checker.work;
    let label = work.labelled(LabelKind::AdditionalArtifacts).find(|section| section.role == Role::Cover);
    let own = work.own_uri().and_then(|own| Some((own, own.stage.as_ref()?.written())));
    let (Some(section), Some((own, token))) = (label, own) else {
        return checker.not_applicable("the cover names no additional artifacts, or not its own stage");
    };
    for link in work.links.iter().filter(|link| section.body.contains(link.range)) {
        let Some(uri) = StageUri::of_link(link).filter(StageUri::is_published) else { continue };
        let ours = uri.same_work_product(own) && uri.version == own.version && uri.errata == own.errata;
        let Some(other) = pinned_to(&uri).filter(|other| ours && *other != token) else { continue };
        let message = format!("the artifact is one of stage `{other}`, the document of `{token}`");
        let found = checker.found(uri.place_of_segment(&other), message).related(own.range, "this stage");
        let found = found.help("give the address the artifact has in this stage");
        let standards = work.template().track == Track::StandardsTrack;
        checker.report(if standards { found } else { found.at_most(Severity::Warning) });
    }
}
