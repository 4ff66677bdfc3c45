//! The labels of the cover page together: which there are, in which order, and how they are written.

use std::collections::BTreeMap;

use crate::diagnostic::Severity;
use crate::profiles::{CoverLabel, CoverTemplate, ProfileId, cover_labels};
use crate::rules::Checker;
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::{Generation, Label, LabelKind, PassageKind, Role, Section, WorkProduct};

use super::cover_place;

/// A cover with fewer labels than this is none of OASIS's.
const FEWEST: usize = 4;

/// The headings of the cover that are labels and nothing but labels.
fn labels(work: &WorkProduct) -> Vec<(&Section, LabelKind)> {
    let on_cover = work.outline.sections.iter().filter(|section| section.role == Role::Cover);
    on_cover
        .filter_map(|section| {
            let label = section.label.as_ref()?;
            label.content.is_empty().then_some((section, label.kind))
        })
        .collect()
}

/// Whether the document has a cover page as OASIS templates lay it out.
pub(super) fn has_cover(work: &WorkProduct) -> bool {
    labels(work).len() >= FEWEST
}

/// What the template asks of a cover page, with the kind of every label.
fn template(work: &WorkProduct) -> Vec<(&'static CoverLabel, LabelKind)> {
    let cover = match (work.profile, work.generation) {
        (ProfileId::CosaiPaper, _) => CoverTemplate::Cosai,
        (_, Generation::G3) => CoverTemplate::Since2025,
        _ => CoverTemplate::Until2024,
    };
    let body = work.template().body;
    let own = cover_labels(cover).iter().filter(|label| label.body.is_none_or(|of| of == body));
    own.filter_map(|label| Some((label, Label::of_heading(&label.name)?.kind))).collect()
}

/// The title of a label without its colon.
fn name(section: &Section) -> &str {
    section.title.trim_end_matches([':', ' '])
}

fn no_cover(checker: &mut Checker<'_>) -> bool {
    let none = !has_cover(checker.work);
    if none {
        checker.not_applicable("the document has no cover page with labels");
    }
    none
}

/// `label-required`.
pub fn required(checker: &mut Checker<'_>) {
    if no_cover(checker) {
        return;
    }
    let work = checker.work;
    let present = labels(work);
    for (label, kind) in template(work).into_iter().filter(|(label, _)| label.required) {
        if present.iter().any(|(_, present)| *present == kind) || stands_otherwise(work, label, kind) {
            continue;
        }
        let found = checker.found(cover_place(work), format!("the cover has no label `{}`", label.name));
        let found = found.help(format!("add the label `{}` of the template", label.name));
        let elsewhere = work.labelled(kind).next();
        checker.report(match elsewhere {
            Some(section) => found.at_most(Severity::Warning).related(section.text_range, "it stands here only"),
            None => found,
        });
    }
}

/// Whether the label is there in another form: a bold paragraph, `Co-Chairs`, or with the markup of another converter.
fn stands_otherwise(work: &WorkProduct, label: &CoverLabel, kind: LabelKind) -> bool {
    let stem = label.name.trim_end_matches('s').to_lowercase();
    let names_it = |section: &Section| section.title.to_lowercase().contains(&stem);
    if work.outline.sections.iter().any(|section| section.role == Role::Cover && names_it(section)) {
        return true;
    }
    let paragraphs = work.passages.iter().take_while(|passage| work.cover.range.contains(passage.range));
    paragraphs.filter(|passage| passage.kind == PassageKind::Paragraph).any(|passage| {
        let text = passage.text().trim();
        let colon = text.find(':').map_or(text.len(), |at| at + 1);
        let head = text.get(..colon).unwrap_or(text);
        head.len() <= label.name.len() + 4 && Label::of_heading(head).is_some_and(|found| found.kind == kind)
    })
}

/// `label-order`.
pub fn order(checker: &mut Checker<'_>) {
    let work = checker.work;
    let ranks: BTreeMap<LabelKind, usize> =
        template(work).into_iter().enumerate().map(|(rank, (_, kind))| (kind, rank)).collect();
    let mut seen: Vec<(&Section, usize)> = Vec::new();
    for (section, kind) in labels(work) {
        // Of a label that stands twice, the first counts.
        if let Some(&rank) = ranks.get(&kind)
            && seen.iter().all(|(_, other)| *other != rank)
        {
            seen.push((section, rank));
        }
    }
    if seen.len() < 2 {
        return checker.not_applicable("the cover has no two labels");
    }
    let kept = longest_rising(&seen.iter().map(|(_, rank)| *rank).collect::<Vec<_>>());
    for (index, (section, rank)) in seen.iter().enumerate() {
        if kept.contains(&index) {
            continue;
        }
        let next = seen.iter().enumerate().filter(|(other, _)| kept.contains(other)).find(|(_, (_, r))| r > rank);
        let message = match next {
            Some((other, (after, _))) if other < index => {
                format!("the label `{}` stands behind `{}`", name(section), name(after))
            }
            _ => format!("the label `{}` stands too early", name(section)),
        };
        let mut found = checker.found(section.text_range, message);
        if let Some((_, (after, _))) = next {
            found = found
                .related(after.text_range, "it belongs before this label")
                .help(format!("move it before `{}`, as in the template", name(after)));
        } else {
            found = found.help("move it to the end of the cover, as in the template");
        }
        checker.report(found);
    }
}

/// Indices of the longest rising run through `ranks`, gaps allowed. There are no more ranks than labels in a template.
fn longest_rising(ranks: &[usize]) -> Vec<usize> {
    let mut best: Vec<Vec<usize>> = Vec::new();
    for (index, rank) in ranks.iter().enumerate() {
        let before = best.iter().filter(|run| run.last().is_some_and(|&last| ranks[last] < *rank));
        let mut run = before.max_by_key(|run| run.len()).cloned().unwrap_or_default();
        run.push(index);
        best.push(run);
    }
    best.into_iter().rev().max_by_key(Vec::len).unwrap_or_default()
}

/// `stage-label-generation-mix`.
pub fn generation_mix(checker: &mut Checker<'_>) {
    let work = checker.work;
    let family = [LabelKind::ThisStage, LabelKind::PreviousStage, LabelKind::LatestStage];
    let mut words: Vec<(TextRange, &str)> = Vec::new();
    for (section, _) in labels(work).into_iter().filter(|(_, kind)| family.contains(kind)) {
        words.extend(stage_word(work, section.text_range));
    }
    let Some(&(first, wanted)) = majority(&words) else {
        return checker.not_applicable("the cover has no labels of stages");
    };
    let cited = work.citation.as_ref().and_then(|citation| citation.latest_label.as_ref());
    let cited = cited.and_then(|label| stage_word(work, label.range));
    // The template of 2025 itself says `version` in its labels and `stage` in its citation.
    let mildly = work.generation == Generation::G3;
    let labels = words.iter().map(|(range, word)| (*range, *word, false));
    for (range, word, mildly) in labels.chain(cited.map(|(range, word)| (range, word, mildly))) {
        if word.eq_ignore_ascii_case(wanted) {
            continue;
        }
        let found = checker.found(range, format!("`{word}` here, `{}` in the other labels", wanted.to_lowercase()));
        let found = found.related(first, "as here").help("use one word for the stages of the document");
        let found = if mildly { found.at_most(Severity::Info) } else { found };
        let text = if word.starts_with(char::is_uppercase) { capitalized(wanted) } else { wanted.to_lowercase() };
        checker.report(found.fix(Fix::risky("Use the word of the other labels", vec![Edit::replace(range, text)])));
    }
}

/// `stage` or `version`, behind `This`, `Previous` or `Latest`.
fn stage_word(work: &WorkProduct, range: TextRange) -> Option<(TextRange, &str)> {
    let slice = work.slice(range);
    let lower = slice.to_ascii_lowercase();
    let at = ["stage", "version"].iter().filter_map(|word| Some((lower.find(word)?, word.len()))).min()?;
    Some((range.inside(at.0..at.0 + at.1), slice.get(at.0..at.0 + at.1)?))
}

/// The word most labels use; of two used alike, the first.
fn majority<'a, 'b>(words: &'b [(TextRange, &'a str)]) -> Option<&'b (TextRange, &'a str)> {
    let count = |word: &str| words.iter().filter(|(_, other)| other.eq_ignore_ascii_case(word)).count();
    words
        .iter()
        .rev()
        .max_by_key(|(_, word)| count(word))
        .map(|found| words.iter().find(|(_, word)| word.eq_ignore_ascii_case(found.1)).unwrap_or(found))
}

fn capitalized(word: &str) -> String {
    let lower = word.to_lowercase();
    let mut chars = lower.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

/// Labels that share a form: the notices have another in every template.
fn uniform(work: &WorkProduct) -> Vec<&Section> {
    labels(work).into_iter().filter(|(_, kind)| *kind != LabelKind::Notices).map(|(section, _)| section).collect()
}

/// `label-markup-uniform`.
pub fn markup_uniform(checker: &mut Checker<'_>) {
    if no_cover(checker) {
        return;
    }
    let work = checker.work;
    let sections = uniform(work);
    let Some(level) = most(sections.iter().map(|section| usize::from(section.level))) else { return };
    let hashes = "#".repeat(level);
    let first = sections.iter().find(|section| usize::from(section.level) == level).map(|section| section.text_range);
    for section in sections.iter().filter(|section| usize::from(section.level) != level) {
        let message = format!(
            "the label `{}` is a heading of level {}, the others are of level {level}",
            name(section),
            section.level
        );
        let mut found = checker.found(section.text_range, message).help(format!("begin the line with `{hashes}`"));
        if let Some(first) = first {
            found = found.related(first, "another label");
        }
        let marker = TextRange { start: section.range.start, end: section.range.start + u32::from(section.level) };
        let is_atx = !work.slice(marker).is_empty() && work.slice(marker).chars().all(|c| c == '#');
        let fix = Fix::safe("Give it the level of the others", vec![Edit::replace(marker, hashes.clone())]);
        checker.report(if is_atx { found.fix(fix) } else { found });
    }
}

/// `label-colon-uniform`.
pub fn colon_uniform(checker: &mut Checker<'_>) {
    if no_cover(checker) {
        return;
    }
    let work = checker.work;
    let sections = uniform(work);
    let has_colon = |section: &Section| section.title.ends_with(':');
    let Some(wanted) = most(sections.iter().map(|section| usize::from(has_colon(section)))) else { return };
    for section in sections.iter().filter(|section| usize::from(has_colon(section)) != wanted) {
        let slice = work.slice(section.text_range);
        // What stands behind the label, such as an anchor, stays where it is.
        let Some(at) = slice.find(section.title.as_str()) else { continue };
        let label = section.text_range.inside(at..at + section.title.len());
        let end = label.end as usize;
        let (range, message, help, edit) = if wanted == 1 {
            (label, "no colon ends this label, as one ends the others", "add a colon", Edit::insert(end, ":"))
        } else {
            let colon = TextRange::new(end.saturating_sub(1), end);
            (colon, "a colon ends this label, as none ends the others", "delete the colon", Edit::delete(colon))
        };
        let found = checker.found(range, message).help(help);
        checker.report(found.fix(Fix::safe("Write all labels alike", vec![edit])));
    }
}

/// The value of at least two thirds.
fn most(values: impl Iterator<Item = usize>) -> Option<usize> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    let mut all = 0;
    for value in values {
        *counts.entry(value).or_default() += 1;
        all += 1;
    }
    let (value, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (count * 3 >= all * 2).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fewest_labels_are_blamed() {
        assert_eq!(longest_rising(&[0, 2, 1, 3]), [0, 2, 3]);
        assert_eq!(longest_rising(&[9, 0, 1, 2]), [1, 2, 3]);
        assert!(longest_rising(&[]).is_empty());
    }
}
