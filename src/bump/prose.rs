//! The places of the prose that name the stage: stage line, date, stage blocks, citation, copyright year, addresses.

use jiff::civil::Date;

use crate::source::{Edit, TextRange};
use crate::work_product::{DatePart, LabelKind, StageBlock, StageToken, WorkProduct, stage_name};

use super::names::Names;
use super::{Bump, Change, Request};

/// Sections that tell of earlier stages: nothing is changed there.
const HISTORY: [&str; 4] =
    ["revision history", "changes from previous version", "changes from the previous version", "change history"];

pub(super) fn plan(work: &WorkProduct, names: &Names, request: &Request, bump: &mut Bump) {
    let mut edits = Vec::new();
    stage_line(work, request, &mut edits, &mut bump.notes);
    if let Some(date) = request.date {
        dates(work, date, &mut edits);
    }
    citation_stage(work, request, &mut edits);
    let mut kept = history(work);
    kept.extend(previous_stage(work, &bump.from, &mut edits, &mut bump.notes));
    edits.extend(names.edits(work.text(), &kept));
    edits.sort();
    let Some(after) = work.sources.prose().edited(&edits) else {
        bump.notes.push("the prose was not changed: two places to change overlap".to_owned());
        return;
    };
    let segments = work.sources.prose().segments().to_vec();
    for (((path, before), (_, after)), segment) in
        work.sources.prose().files().into_iter().zip(after.files()).zip(segments)
    {
        let places = edits.iter().filter(|edit| segment.range.contains(edit.range)).count();
        let renamed = names.renamed(&path);
        if before != after || renamed.is_some() {
            bump.changes.insert(path, Change { before, after, renamed, places });
        }
    }
}

/// The stage line names the new stage.
fn stage_line(work: &WorkProduct, request: &Request, edits: &mut Vec<Edit>, notes: &mut Vec<String>) {
    let stages = work.cover.stage_line.as_ref().map(|line| line.stages.as_slice()).unwrap_or_default();
    let [named] = stages else {
        notes.push("the cover has no line that names one stage: write it".to_owned());
        return;
    };
    let Some(name) = written(&request.stage) else { return };
    let range = named.revision.as_ref().map_or(named.range, |(_, digits)| named.range.cover(*digits));
    edits.push(Edit::replace(range, name));
}

/// `Committee Specification Draft 02`.
fn written(stage: &StageToken) -> Option<String> {
    let name = stage_name(&stage.name)?;
    Some(if stage.revision.is_empty() { name.to_owned() } else { format!("{name} {}", stage.revision) })
}

/// The cover, the front matter, the citation and the copyright lines carry the new date.
fn dates(work: &WorkProduct, date: Date, edits: &mut Vec<Edit>) {
    let cited = work.citation.as_ref().and_then(|citation| citation.date.as_ref());
    for part in work.cover.date.iter().chain(cited).filter(|part| part.date.is_some()) {
        edits.push(Edit::replace(part.range, in_the_style_of(part, date)));
    }
    let entry = work.front_matter.as_ref().and_then(|front| front.get("date"));
    if let Some(entry) = entry.filter(|entry| !entry.quoted && entry.value.trim().parse::<Date>().is_ok()) {
        edits.push(Edit::replace(entry.value_range, date.to_string()));
    }
    for line in &work.notices.copyright {
        let Some(years) = line.years.as_ref().filter(|_| line.last.is_some()) else { continue };
        let keeps = years.text.len().saturating_sub(4);
        if years.text.is_char_boundary(keeps) && years.text.len() == years.range.len() {
            edits.push(Edit::replace(years.range.inside(keeps..years.text.len()), date.year().to_string()));
        }
    }
}

/// `05 March 2026` stays two digits wide, `5 March 2026` does not become so.
fn in_the_style_of(part: &DatePart, date: Date) -> String {
    let wide = part.text.starts_with('0');
    date.strftime(if wide { "%d %B %Y" } else { "%-d %B %Y" }).to_string()
}

fn citation_stage(work: &WorkProduct, request: &Request, edits: &mut Vec<Edit>) {
    let Some(part) = work.citation.as_ref().and_then(|citation| citation.stage.as_ref()) else { return };
    let Some(name) = written(&request.stage) else { return };
    let owner = part.text.starts_with("OASIS ") && !name.starts_with("OASIS ");
    edits.push(Edit::replace(part.range, if owner { format!("OASIS {name}") } else { name }));
}

/// Parts that tell of earlier stages.
fn history(work: &WorkProduct) -> Vec<TextRange> {
    let is_history = |title: &str| HISTORY.contains(&title.trim().to_lowercase().as_str());
    let sections = work.outline.sections.iter().filter(|section| is_history(&section.title));
    sections.map(|section| section.range.cover(section.body)).collect()
}

/// What was this stage becomes the previous one; the ranges are those that must keep their addresses.
fn previous_stage(
    work: &WorkProduct,
    from: &StageToken,
    edits: &mut Vec<Edit>,
    notes: &mut Vec<String>,
) -> Vec<TextRange> {
    let find = |label: LabelKind| work.stage_blocks.iter().find(|block| block.label == label && !block.commented);
    let Some(previous) = find(LabelKind::PreviousStage) else {
        notes.push(
            "the cover has no block `Previous stage`: add one with the addresses of the stage it leaves".to_owned(),
        );
        return Vec::new();
    };
    // A working draft is not published, so it is no stage to come back to.
    let addresses = find(LabelKind::ThisStage).and_then(addresses).filter(|_| from.name != "wd");
    let place = addresses_or_words(previous);
    let (Some(addresses), Some(place)) = (addresses, place) else { return vec![previous.body] };
    edits.push(Edit::replace(place, work.slice(addresses)));
    vec![previous.body]
}

/// From the first address of a block to the end of the last, its mark included.
fn addresses(block: &StageBlock) -> Option<TextRange> {
    let ranges = block.uris.iter().map(|uri| uri.authoritative.map_or(uri.uri.range, |mark| uri.uri.range.cover(mark)));
    ranges.reduce(TextRange::cover)
}

fn addresses_or_words(block: &StageBlock) -> Option<TextRange> {
    addresses(block).or_else(|| block.words.as_ref().map(|words| words.range))
}
