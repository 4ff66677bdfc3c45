//! The parts the template prescribes: there, in order, and not empty.

use std::sync::LazyLock;

use regex::Regex;

use crate::markdown::NodeKind;
use crate::profiles::{Need, RequiredSection};
use crate::rules::Checker;
use crate::source::TextRange;
use crate::work_product::{LabelKind, Number, Outline, Role, Section, WorkProduct};

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

fn named(section: &Section, names: &RequiredSection) -> bool {
    if section.depth > 1 || !matches!(section.role, Role::Section | Role::Appendix | Role::Cover) {
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

/// The section that is a part of the template.
pub(super) fn find(work: &WorkProduct, name: &str) -> Option<usize> {
    let part = work.template().sections.iter().find(|part| part.name == name)?;
    work.outline.sections.iter().position(|section| named(section, part))
}

/// `section-required`.
pub fn required(checker: &mut Checker<'_>) {
    if is_guess(checker) {
        return;
    }
    let work = checker.work;
    let mut missing = Vec::new();
    // Acknowledgements have a rule of their own.
    let parts = work.template().sections.iter().filter(|p| p.need == Need::Required && p.name != "Acknowledgements");
    for part in parts {
        if !work.outline.sections.iter().any(|section| named(section, part)) {
            missing.push(part.name.as_str());
        }
    }
    for name in missing {
        let found = checker.found(nowhere(work), format!("there is no section `{name}`"));
        checker.report(found.help(format!("add the section `{name}`: the template requires it")));
    }
}

/// `section-order`.
pub fn order(checker: &mut Checker<'_>) {
    let work = checker.work;
    let mut before: Option<(&str, &Section)> = None;
    for part in work.template().sections.iter().filter(|part| part.ordered) {
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
    let Some(introduction) = find(checker.work, "Introduction") else {
        checker.not_applicable("the document has no introduction");
        return;
    };
    if index == introduction {
        return;
    }
    let at = outline.sections[introduction].text_range;
    let message = format!("the first numbered section is `{}`, not the introduction", section.title);
    let found = checker.found(section.text_range, message).related(at, "the introduction");
    checker.report(found.help("number the introduction 1"));
}

/// `acknowledgments-present`.
pub fn acknowledgments(checker: &mut Checker<'_>) {
    if is_guess(checker) {
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

fn is_acknowledgments(section: &Section) -> bool {
    let title = section.title.to_lowercase();
    section.role != Role::Contents && (title.contains("acknowledgement") || title.contains("acknowledgment"))
}

static TAGS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?s)<!--.*?-->|<[^>]*>|&nbsp;").expect("valid pattern"));

/// Whether something stands between this heading and the next.
fn has_content(work: &WorkProduct, section: &Section) -> bool {
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
            !work.plain(block).is_empty() || document.descendants(block).any(image)
        }
        _ => true,
    })
}

/// `empty-section`.
pub fn empty(checker: &mut Checker<'_>) {
    let work = checker.work;
    let outline = &work.outline;
    let own: Vec<bool> = outline.sections.iter().map(|section| has_content(work, section)).collect();
    let mut filled = own.clone();
    let mut first_child: Vec<Option<usize>> = vec![None; own.len()];
    for (index, section) in outline.sections.iter().enumerate().rev() {
        let Some(parent) = section.parent else { continue };
        first_child[parent] = Some(index);
        filled[parent] |= filled[index] || matches!(section.role, Role::Caption | Role::ReferenceEntry);
    }
    for (index, section) in outline.body() {
        if own[index]
            || section.label.is_some()
            || section.title.is_empty()
            || is_list_of_people(outline, index)
            || is_continued(outline, index)
        {
            continue;
        }
        if !filled[index] && first_child[index].is_none() {
            checker.flag(section.text_range, format!("`{}` is empty", section.title));
        } else if let Some(child) = first_child[index]
            && !filled[child]
            && first_child[child].is_none()
            && !matches!(outline.sections[child].role, Role::Caption | Role::ReferenceEntry)
        {
            let message = format!("`{}` has no text, and its first subsection is empty", section.title);
            let found = checker.found(section.text_range, message);
            checker.report(found.related(outline.sections[child].text_range, "the subsection"));
        }
    }
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

/// Annexes and appendices by letter or number, with their keyword.
fn lettered(outline: &Outline) -> Vec<(&Number, &str)> {
    let numbers = outline.body().filter_map(|(_, section)| section.number.as_ref());
    numbers.filter(|n| n.parts.len() == 1).filter_map(|n| Some((n, n.keyword.as_deref()?))).collect()
}

/// `appendix-sequence`.
pub fn appendices(checker: &mut Checker<'_>) {
    let all = lettered(&checker.work.outline);
    let Some(usual) = usual_separator(&all) else {
        checker.not_applicable("the document has no lettered appendix");
        return;
    };
    let mut last: [Option<(u32, TextRange)>; 3] = [None; 3];
    for (number, keyword) in all {
        let annex = keyword.eq_ignore_ascii_case("annex");
        let part = number.parts[0].as_str();
        let (series, value) = match part.parse::<u32>() {
            Ok(value) => (2, value),
            Err(_) => (usize::from(annex), letter(part)),
        };
        let expected = last[series].map_or(1, |(value, _)| value.saturating_add(1));
        if value != expected {
            let message = match last[series] {
                Some((before, _)) if before == value => format!("{keyword} {part} stands twice"),
                Some((before, _)) => format!("{keyword} {part} after {}", name_of(series, before)),
                None => format!("{keyword} {part} is the first"),
            };
            let mut found = checker.found(number.range, message);
            if let Some((_, range)) = last[series] {
                found = found.related(range, "the one before");
            }
            checker.report(found.help(format!("it should be {keyword} {}", name_of(series, expected))));
        } else if annex && last[2].is_some() {
            checker.flag(number.range, "an annex stands behind an appendix");
        } else if number.separator != usual {
            let show = |s: &str| if s.is_empty() { "nothing".to_owned() } else { format!("`{s}`") };
            let message = format!("{} behind the letter, {} behind others", show(&number.separator), show(usual));
            checker.flag(number.range, message);
        }
        last[series] = Some((value, number.range));
    }
}

/// The separator most appendices have; of two as frequent the first.
fn usual_separator<'a>(all: &[(&'a Number, &str)]) -> Option<&'a str> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for (number, _) in all {
        match counts.iter_mut().find(|(separator, _)| *separator == number.separator) {
            Some((_, count)) => *count += 1,
            None => counts.push((&number.separator, 1)),
        }
    }
    counts.into_iter().rev().max_by_key(|&(_, count)| count).map(|(separator, _)| separator)
}

fn letter(part: &str) -> u32 {
    part.bytes().next().map_or(0, |byte| u32::from(byte.wrapping_sub(b'A')) + 1)
}

fn name_of(series: usize, value: u32) -> String {
    let letter = u8::try_from(value).ok().and_then(|v| b'A'.checked_add(v.saturating_sub(1)));
    match letter.filter(|letter| series < 2 && letter.is_ascii_uppercase()) {
        Some(letter) => char::from(letter).to_string(),
        None => value.to_string(),
    }
}

/// A label that carries what belongs below it is the cover's business; here it counts as a part.
pub(super) fn labelled(work: &WorkProduct, kind: LabelKind) -> Option<usize> {
    work.outline.sections.iter().position(|s| s.label.as_ref().is_some_and(|label| label.kind == kind))
}
