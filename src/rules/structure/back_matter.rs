//! The order and the parts of the appendices in the templates before 2025.

use crate::markdown::{NodeId, NodeKind};
use crate::profiles::{Generation, ProfileId};
use crate::rules::Checker;
use crate::work_product::{LabelKind, Section, WorkProduct};

use super::parts::{is_acknowledgments, is_incomplete, nowhere};

/// The appendices of the top level, in order.
fn appendices(work: &WorkProduct) -> Vec<&Section> {
    let is_appendix = |section: &Section| {
        let keyword = section.number.as_ref().and_then(|number| number.keyword.as_deref());
        section.depth == 1 && keyword.is_some_and(|keyword| keyword.eq_ignore_ascii_case("appendix"))
    };
    work.outline.body().map(|(_, section)| section).filter(|section| is_appendix(section)).collect()
}

/// The appendix with the full notices: the mark of templates since 2021.
fn notices<'a>(appendices: &[&'a Section]) -> Option<&'a Section> {
    let is_notices = |section: &&&Section| section.label.as_ref().is_some_and(|label| label.kind == LabelKind::Notices);
    appendices.iter().find(is_notices).copied()
}

/// Whether the document follows another template than those of 2018 to 2024.
fn is_newer(checker: &mut Checker<'_>) -> bool {
    if is_incomplete(checker) {
        return true;
    }
    let newer = checker.work.generation == Generation::G3;
    if newer {
        checker.not_applicable("the document follows the template of 2025");
    }
    newer
}

/// `notices-last-appendix`.
pub fn notices_last(checker: &mut Checker<'_>) {
    if is_newer(checker) {
        return;
    }
    let all = appendices(checker.work);
    let Some(notices) = notices(&all) else {
        checker.not_applicable("the notices are no appendix");
        return;
    };
    if let Some(last) = all.last().filter(|last| last.node != notices.node) {
        let found = checker.found(notices.text_range, "the notices are not the last appendix");
        checker.report(found.related(last.text_range, "the last appendix").help("move them behind it"));
    }
    let references = all.iter().position(|section| section.title.eq_ignore_ascii_case("references"));
    if let (Some(at @ 1..), Some(first)) = (references, all.first()) {
        let found = checker.found(all[at].text_range, "the references are not the first appendix");
        checker.report(found.related(first.text_range, "the first appendix").help("move them before it"));
    }
}

/// `acknowledgments-subsections`.
pub fn acknowledgments_subsections(checker: &mut Checker<'_>) {
    if is_incomplete(checker) {
        return;
    }
    let work = checker.work;
    let wanted: &[&str] = match work.generation {
        Generation::G3 => &["Leadership", "Participants"],
        // The template before 2021 had a bare list.
        _ if notices(&appendices(work)).is_some() => &["Participants"],
        _ => {
            checker.not_applicable("the template of the document has no subsections in its acknowledgments");
            return;
        }
    };
    let thanks: Vec<&Section> =
        work.outline.body().map(|(_, section)| section).filter(|s| s.depth == 1 && is_acknowledgments(s)).collect();
    let Some(section) = thanks.first().filter(|_| !is_errata(work)) else {
        checker.not_applicable("the document has no acknowledgments of its own");
        return;
    };
    for name in wanted {
        let within = |below: &Section| thanks.iter().any(|section| section.extent.contains(below.range));
        let mut below = work.outline.body().filter(|(_, s)| s.depth > 1 && within(s));
        let titled = below.any(|(_, below)| below.title.eq_ignore_ascii_case(name));
        if !titled && !thanks.iter().any(|section| has_bold_label(work, section, name)) {
            let found = checker.found(section.text_range, format!("the acknowledgments have no subsection `{name}`"));
            checker.report(found.help("list the people below the subsections of the template"));
        }
    }
}

/// Whether a label in bold type in the section does the work of a subsection: `**Participants:**`, and for them
/// `**TC Members:**` too.
fn has_bold_label(work: &WorkProduct, section: &Section, name: &str) -> bool {
    let document = &work.document;
    let is_bold = |block: NodeId| {
        let mut children = document.children(block);
        children.next().is_some_and(|first| *document.kind(first) == NodeKind::Strong) && children.next().is_none()
    };
    let says = |label: &str| {
        label.eq_ignore_ascii_case(name) || (name == "Participants" && label.to_lowercase().ends_with("members"))
    };
    document.blocks().any(|block| {
        section.extent.contains(document.range(block))
            && *document.kind(block) == NodeKind::Paragraph
            && is_bold(block)
            && says(work.plain(block).trim_end_matches([':', ' ']))
    })
}

/// `revision-history-present`.
pub fn revision_history(checker: &mut Checker<'_>) {
    if is_incomplete(checker) {
        return;
    }
    let work = checker.work;
    if is_errata(work) {
        checker.not_applicable("errata name their changes in the text");
        return;
    }
    let is_history = |section: &Section| {
        let title = section.title.to_lowercase();
        ["revision history", "document history", "version history", "change history", "changes history"]
            .iter()
            .any(|name| title.contains(name))
    };
    if !work.outline.sections.iter().any(is_history) {
        let found = checker.found(nowhere(work), "there is no revision history");
        let place = match (work.generation, work.profile) {
            (Generation::G3, _) => "a subsection `Revision History` in the appendix on changes",
            (_, ProfileId::TcSpecification | ProfileId::TcNote | ProfileId::OpNote | ProfileId::OpSpecification) => {
                "an appendix `Revision History` with a table of revisions, dates, editors and changes"
            }
            (_, ProfileId::CosaiPaper) => "a section `Revision History`",
        };
        checker.report(found.help(format!("add {place}")));
    }
}

fn is_errata(work: &WorkProduct) -> bool {
    let has = |text: &str| text.to_lowercase().contains("errata");
    work.cover.stage.as_ref().is_some_and(|stage| has(&stage.text)) || work.title().is_some_and(|title| has(&title))
}
