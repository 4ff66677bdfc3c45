//! Labels of the cover page and what stands below them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use crate::markdown::NodeKind;
use crate::rules::Checker;
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::{LabelKind, Role, Section, Target, WorkProduct};

/// Words of a fair abstract.
const FEWEST: usize = 30;
const MOST: usize = 250;

/// Labels that stand on the cover; roles of people may come again in the acknowledgements.
fn cover_labels(work: &WorkProduct) -> impl Iterator<Item = (&Section, LabelKind)> {
    let on_cover = work.outline.sections.iter().filter(|section| section.role == Role::Cover);
    on_cover.filter_map(|section| Some((section, section.label.as_ref()?.kind)))
}

/// `label-unique`.
pub fn unique(checker: &mut Checker<'_>) {
    let mut first: BTreeMap<LabelKind, TextRange> = BTreeMap::new();
    let mut twice = Vec::new();
    for (section, kind) in cover_labels(checker.work) {
        // `Previous stage of Version 1.0` stands beside `Previous stage`, and two kinds of namespaces may be declared.
        let several = [LabelKind::PreviousStage, LabelKind::LatestStage, LabelKind::DeclaredNamespaces];
        if several.contains(&kind) {
            continue;
        }
        if let Some(&before) = first.get(&kind) {
            twice.push((section.text_range, section.title.trim_end_matches(':').to_owned(), before));
        } else {
            first.insert(kind, section.text_range);
        }
    }
    for (range, name, before) in twice {
        let found = checker.found(range, format!("the label `{name}` stands twice")).related(before, "the first one");
        checker.report(found.help("keep one and move its content together"));
    }
}

/// `label-content-in-heading`.
pub fn content_in_heading(checker: &mut Checker<'_>) {
    let work = checker.work;
    for section in &work.outline.sections {
        let Some(label) = &section.label else { continue };
        // The Open Project line of a CoSAI paper is the matter of `op-line-format`.
        if label.content.is_empty() || label.kind == LabelKind::OpenProject {
            continue;
        }
        if section.role != Role::Cover && !label.kind.is_role() {
            continue;
        }
        let slice = work.slice(section.text_range);
        let Some(colon) = slice.find(':') else { continue };
        let name = section.title.get(..label.len).unwrap_or("label");
        let rest = slice.get(colon + 1..).unwrap_or_default();
        let content = colon + 1 + rest.len() - rest.trim_start().len();
        let end = slice.trim_end().len();
        let range = section.text_range.inside(content..end.max(content));
        let message = format!("the heading holds more than its label `{name}`");
        let found = checker.found(range, message).help("keep the label in the heading and begin a paragraph below it");
        let gap = section.text_range.inside(colon + 1..content);
        let fix = Fix::risky("Move the content below the label", vec![Edit::replace(gap, "\n\n")]);
        let closes = slice.trim_end().ends_with('#') || slice.contains('\n');
        let first = work.document.children(section.node).next();
        let plain = first.is_some_and(|node| {
            matches!(work.document.kind(node), NodeKind::Text { .. })
                && work.document.range(node).contains(section.text_range.inside(colon..colon + 1))
        });
        let setext = section.text_range.start == section.range.start;
        checker.report(if closes || setext || !plain { found } else { found.fix(fix) });
    }
}

/// `label-content-empty`.
pub fn content_empty(checker: &mut Checker<'_>) {
    let work = checker.work;
    let roles: BTreeSet<usize> = work.people.groups.iter().filter_map(|group| group.heading).collect();
    for (index, section) in work.outline.sections.iter().enumerate() {
        let Some(label) = &section.label else { continue };
        let cover = section.role == Role::Cover;
        let role_list = label.kind.is_role() && roles.contains(&index);
        if !label.content.is_empty() || !(cover || role_list) || has_subsection(work, index) {
            continue;
        }
        let filled = section.blocks.iter().any(|&block| says_something(work, block));
        // Where the address of a stage is still to come, the block is commented out.
        let next = work.document.comments.partition_point(|comment| comment.range.start < section.body.start);
        let commented = work.document.comments.get(next).is_some_and(|comment| section.body.contains(comment.range));
        if !filled && !commented {
            let name = section.title.trim_end_matches([':', ' ']);
            let shown = section.blocks.iter().any(|&block| !work.plain(block).trim().is_empty());
            let what = if shown { "no word stands" } else { "nothing stands" };
            checker.flag(section.text_range, format!("{what} below the label `{name}`"));
        }
    }
}

fn has_subsection(work: &WorkProduct, index: usize) -> bool {
    let next = work.outline.sections.get(index + 1);
    next.is_some_and(|next| next.level > work.outline.sections[index].level)
}

fn says_something(work: &WorkProduct, block: crate::markdown::NodeId) -> bool {
    match work.document.kind(block) {
        NodeKind::ThematicBreak | NodeKind::HtmlBlock => false,
        NodeKind::CodeBlock { .. } | NodeKind::Table { .. } => true,
        _ => work.plain(block).chars().any(char::is_alphanumeric),
    }
}

/// `abstract-length`.
pub fn abstract_length(checker: &mut Checker<'_>) {
    let work = checker.work;
    let on_cover = |section: &&Section| section.role == Role::Cover;
    let Some(section) = work.labelled(LabelKind::Abstract).find(on_cover) else {
        return checker.not_applicable("the cover has no abstract");
    };
    let words: usize = section.blocks.iter().map(|&block| work.plain(block).split_whitespace().count()).sum();
    if words == 0 {
        return checker.not_applicable("the abstract is empty");
    }
    checker.compared(format!("{words} words"), format!("{FEWEST} to {MOST} words"));
    let odd = section.blocks.iter().find(|&&block| {
        !matches!(work.document.kind(block), NodeKind::Paragraph | NodeKind::HtmlBlock | NodeKind::ThematicBreak)
    });
    if !(FEWEST..=MOST).contains(&words) {
        let message = format!("the abstract has {words} words");
        let found = checker.found(section.text_range, message);
        checker.report(found.help(format!("say in {FEWEST} to {MOST} words what the document is for")));
    } else if let Some(&block) = odd {
        let range = work.document.range(block);
        let line = work.sources.prose().line_range(work.sources.prose().line_index(range.start));
        let range = TextRange { start: range.start, end: line.end.min(range.end) };
        checker.flag(range, "the abstract is more than paragraphs");
    }
}

static POINTS_ELSEWHERE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\[[A-Z0-9][\w.-]*\]|(?i)\b(?:see|in)\s+(?:section|appendix|annex)\s+[A-Z0-9][\d.]*\b")
        .expect("valid pattern")
});

/// `abstract-self-contained`.
pub fn abstract_self_contained(checker: &mut Checker<'_>) {
    let work = checker.work;
    let on_cover = |section: &&Section| section.role == Role::Cover;
    let Some(section) = work.labelled(LabelKind::Abstract).find(on_cover) else {
        return checker.not_applicable("the cover has no abstract");
    };
    let links = work.links.iter().filter(|link| section.body.contains(link.range) && !link.image);
    let mut places: Vec<TextRange> =
        links.filter(|link| matches!(link.target(), Target::Fragment(_))).map(|link| link.range).collect();
    let passages = work.passages.iter().skip_while(|passage| passage.range.start < section.body.start);
    for passage in passages.take_while(|passage| passage.range.start < section.body.end) {
        for found in POINTS_ELSEWHERE.find_iter(passage.text()) {
            let range = passage.source(found.range());
            if places.iter().all(|place| !place.overlaps(range)) {
                places.push(range);
            }
        }
    }
    places.sort();
    for range in places {
        let found = checker.found(range, "the abstract points at another part of the document");
        checker.report(found.help("name the thing itself: the abstract is read by itself, in catalogues too"));
    }
}
