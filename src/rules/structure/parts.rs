//! The parts the template prescribes: there, in order, and not empty.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::Severity;
use crate::markdown::NodeKind;
use crate::profiles::{Need, RequiredSection};
use crate::rules::Checker;
use crate::rules::placeholders::is_marked;
use crate::source::TextRange;
use crate::work_product::{LabelKind, Outline, Role, Section, WorkProduct};

/// Where a missing part is reported: at the title, else on the first line.
pub(super) fn nowhere(work: &WorkProduct) -> TextRange {
    let title = work.cover.title.as_ref().map(|title| title.range);
    title.or_else(|| work.outline.sections.first().map(|s| s.text_range)).unwrap_or(TextRange::empty(0))
}

/// Whether the profile is a mere guess: such a document may be no work product at all.
pub(super) fn is_guess(checker: &mut Checker<'_>) -> bool {
    let guess = checker.work.evidence.is_none();
    if guess {
        checker.not_applicable("nothing tells which template the document follows");
    }
    guess
}

/// Whether there is no whole document to hold against a template.
pub(super) fn is_incomplete(checker: &mut Checker<'_>) -> bool {
    let fragment = !checker.work.is_whole();
    if fragment {
        checker.not_applicable("the text is a part of a document");
    }
    fragment
}

fn named(section: &Section, names: &RequiredSection) -> bool {
    if (section.depth > 1 && !names.nested) || !matches!(section.role, Role::Section | Role::Appendix | Role::Cover) {
        return false;
    }
    let title = section.title.trim_end_matches([':', '*', '.']).to_lowercase();
    let lettered = section.number.as_ref().is_some_and(|number| number.keyword.is_some());
    match names.name.as_str() {
        "Introduction" if title.starts_with("introduction") => true,
        "Appendix" if lettered || title.starts_with("appendix") => true,
        _ => names.titles.contains(&title),
    }
}

/// The parts the template of the document's generation has.
fn parts(work: &WorkProduct) -> impl Iterator<Item = &'static RequiredSection> {
    let generation = work.generation;
    work.template().sections.iter().filter(move |part| part.is_of(generation))
}

/// The section that is a part of the template.
pub(super) fn find(work: &WorkProduct, name: &str) -> Option<usize> {
    let part = parts(work).find(|part| part.name == name)?;
    work.outline.sections.iter().position(|section| named(section, part))
}

/// `section-required`.
pub fn required(checker: &mut Checker<'_>) {
    if is_incomplete(checker) {
        return;
    }
    let work = checker.work;
    let mut missing = Vec::new();
    for part in parts(work).filter(|part| part.need == Need::Required && part.held_by.is_none()) {
        if !work.outline.sections.iter().any(|section| named(section, part)) {
            missing.push(part.name.as_str());
        }
    }
    for name in missing {
        let found = checker.found(nowhere(work), format!("there is no section `{name}`"));
        let found = found.help(format!("add the section `{name}`: the template requires it"));
        let introduced = name == "Introduction" && has_other_opening(work);
        checker.report(if introduced { found.at_most(Severity::Warning) } else { found });
    }
}

/// Whether the first section does the work of an introduction under another name.
fn has_other_opening(work: &WorkProduct) -> bool {
    let first = work.outline.body().map(|(_, section)| section).find(|section| section.depth == 1);
    first.is_some_and(|first| ["overview", "executive summary"].contains(&&*first.title.to_lowercase()))
}

/// `section-order`.
pub fn order(checker: &mut Checker<'_>) {
    let work = checker.work;
    let mut before: Option<(&str, &Section)> = None;
    for part in parts(work).filter(|part| part.ordered) {
        let place = work
            .outline
            .sections
            .iter()
            .find(|s| s.depth <= 1 && matches!(s.role, Role::Section | Role::Appendix) && named(s, part));
        let Some(section) = place else { continue };
        if let Some((name, earlier)) = before
            && section.range.start < earlier.range.start
        {
            let message = format!("`{}` stands before `{name}`", part.name);
            checker.report(checker.found(section.text_range, message).related(earlier.text_range, "belongs before it"));
        } else {
            before = Some((&part.name, section));
        }
    }
}

/// `first-section`.
pub fn first(checker: &mut Checker<'_>) {
    let outline = &checker.work.outline;
    let numbered = outline.body().find(|(i, s)| s.depth == 1 && outline.section_number(*i).is_some());
    let Some((index, section)) = numbered else {
        checker.not_applicable("no section has a number");
        return;
    };
    let opening = parts(checker.work).find(|part| part.ordered).map_or("Introduction", |part| part.name.as_str());
    let Some(first) = find(checker.work, opening) else {
        checker.not_applicable(format!("the document has no section `{opening}`"));
        return;
    };
    if index == first {
        return;
    }
    let at = outline.sections[first].text_range;
    let message = format!("the first numbered section is `{}`, not `{opening}`", section.title);
    let found = checker.found(section.text_range, message).related(at, format!("`{opening}`"));
    checker.report(found.help(format!("number `{opening}` 1")));
}

/// `acknowledgments-present`.
pub fn acknowledgments(checker: &mut Checker<'_>) {
    if is_incomplete(checker) {
        return;
    }
    let work = checker.work;
    let Some(index) = work.outline.sections.iter().position(is_acknowledgments) else {
        checker.flag(nowhere(work), "there are no acknowledgements");
        return;
    };
    let section = &work.outline.sections[index];
    let people = work.outline.sections.iter().skip(index).any(|s| {
        s.range.start < section.extent.end && has_content(work, s)
            || s.range.start >= section.extent.end && s.label.as_ref().is_some_and(|l| l.kind.is_role())
    });
    if !people {
        checker.flag(section.text_range, "the acknowledgements name nobody");
    }
}

/// Most words of a title; what has more is text that a rule below it made a heading of.
const TITLE_WORDS: usize = 8;

pub(super) fn is_acknowledgments(section: &Section) -> bool {
    let title = section.title.to_lowercase();
    section.role != Role::Contents
        && (title.contains("acknowledgement") || title.contains("acknowledgment"))
        && title.split_whitespace().count() <= TITLE_WORDS
}

static TAGS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?s)<!--.*?-->|<[^>]*>|&nbsp;").expect("valid pattern"));

/// Whether something stands between this heading and the next.
pub(super) fn has_content(work: &WorkProduct, section: &Section) -> bool {
    let document = &work.document;
    section.blocks.iter().any(|&block| match document.kind(block) {
        NodeKind::ThematicBreak => false,
        NodeKind::HtmlBlock => {
            let slice = work.slice(document.range(block));
            let shown = ["<img", "<svg", "<video", "<object"].iter().any(|tag| slice.contains(tag));
            shown || !TAGS.replace_all(slice, "").trim().is_empty()
        }
        NodeKind::Paragraph => {
            let image = |node| matches!(document.kind(node), NodeKind::Image { .. });
            let shown = |node| !document.literal(node, work.text()).trim().is_empty();
            document.descendants(block).any(|node| shown(node) || image(node))
        }
        _ => true,
    })
}

/// `empty-section`.
pub fn empty(checker: &mut Checker<'_>) {
    let work = checker.work;
    let outline = &work.outline;
    if work.is_template() {
        checker.not_applicable("the sections of a template are the author's to fill");
        return;
    }
    let stage = work.cover.stage.as_ref().map(|stage| stage.range);
    let mut own: Vec<bool> = outline.sections.iter().map(|section| has_content(work, section)).collect();
    // A heading without text is no section: what stands below it belongs to the one above.
    for index in (1..own.len()).rev().filter(|&index| outline.sections[index].text.is_empty()) {
        own[index - 1] |= own[index];
    }
    let mut filled = own.clone();
    let mut first_child: Vec<Option<usize>> = vec![None; own.len()];
    for (index, section) in outline.sections.iter().enumerate().rev() {
        let Some(parent) = section.parent else { continue };
        // A heading that is there for its anchor alone holds nothing and is no subsection.
        if !section.text.is_empty() && (!section.is_tag() || filled[index]) {
            first_child[parent] = Some(index);
        }
        filled[parent] |= filled[index] || matches!(section.role, Role::Caption | Role::ReferenceEntry);
    }
    let is_asked = |index: usize, section: &Section| {
        let exempt = section.label.is_some()
            || section.title.is_empty()
            || is_marked(&section.title)
            || section.is_tag()
            || Some(section.text_range) == stage
            || is_list_of_people(outline, index)
            || is_continued(outline, index);
        !own[index] && !exempt
    };
    for (index, section) in outline.body().filter(|&(index, section)| is_asked(index, section)) {
        if let Some(child) = first_child[index].map(|child| (child, &outline.sections[child])) {
            let empty = !filled[child.0] && first_child[child.0].is_none() && child.1.role == section.role;
            if empty {
                let message = format!("`{}` has no text, and its first subsection is empty", section.title);
                let found = checker.found(section.text_range, message).at_most(Severity::Info);
                checker.report(found.related(child.1.text_range, "the subsection"));
            }
            continue;
        }
        if filled[index] {
            continue;
        }
        let found = checker.found(section.text_range, format!("`{}` is empty", section.title));
        checker.report(match alternative(outline, index) {
            Some(next) => found
                .at_most(Severity::Info)
                .related(next.text_range, "the next heading, in nearly the same words")
                .help("where both headings share the text, make one heading of them"),
            None => found.help("write the section, or delete its heading"),
        });
    }
}

/// Fewest words that two headings of one section share.
const FEWEST_SHARED: usize = 3;

/// The next heading, where it is of the same level and says nearly the same: both stand above one text.
fn alternative(outline: &Outline, index: usize) -> Option<&Section> {
    let own = outline.sections.get(index)?;
    let next = outline.sections.iter().skip(index + 1).find(|section| !section.text.is_empty())?;
    let words = |section: &Section| -> BTreeSet<String> {
        let words = section.title.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 1);
        words.map(str::to_lowercase).collect()
    };
    let (one, other) = (words(own), words(next));
    let shared = one.intersection(&other).count();
    let alike = shared >= FEWEST_SHARED && shared * 3 >= one.len().min(other.len()) * 2;
    (alike && own.level == next.level).then_some(next)
}

/// Acknowledgements whose lists of people follow as headings of the same level.
fn is_list_of_people(outline: &Outline, index: usize) -> bool {
    let next = outline.sections.get(index + 1);
    is_acknowledgments(&outline.sections[index])
        && next.and_then(|next| next.label.as_ref()).is_some_and(|label| label.kind.is_role())
}

/// 6.2 followed by 6.2.1 at the same level is a wrong level, not an empty section.
fn is_continued(outline: &Outline, index: usize) -> bool {
    let (Some(own), Some(next)) = (outline.section_number(index), outline.section_number(index + 1)) else {
        return false;
    };
    let level = |at: usize| outline.sections[at].level;
    level(index + 1) <= level(index) && next.parts.len() > own.parts.len() && next.parts.starts_with(&own.parts)
}

/// A label that carries what belongs below it is the cover's business; here it counts as a part.
pub(super) fn labelled(work: &WorkProduct, kind: LabelKind) -> Option<usize> {
    work.outline.sections.iter().position(|s| s.label.as_ref().is_some_and(|label| label.kind == kind))
}
