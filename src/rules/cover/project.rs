//! The Open Project line and the approval line of a `CoSAI` paper.

use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::Severity;
use crate::markdown::{NodeKind, visible};
use crate::rules::Checker;
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::{ProjectLine, WorkProduct};

use super::cover_place;

/// The names in `CoSAI`'s list of workstreams, by number.
pub const WORKSTREAMS: [&str; 4] = [
    "Software Supply Chain Security for AI Systems",
    "Preparing Defenders for a Changing Cybersecurity Landscape",
    "AI Security Risk Governance",
    "Secure Design Patterns for Agentic Systems",
];

static NUMBERED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)^Workstream\s+(\d+)\s*(?::|-|\u{2013})\s*(.+?)\s*$").expect("valid pattern"));

static SPACE_COLON: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)Open\s+Project(\s+):").expect("valid pattern"));

/// The name a workstream should have where it has another.
pub fn misnamed(name: &str) -> Option<String> {
    let found = NUMBERED.captures(name)?;
    let number: usize = found.get(1)?.as_str().parse().ok()?;
    let canonical = WORKSTREAMS.get(number.checked_sub(1)?)?;
    let written = found.get(2)?.as_str().split_whitespace().collect::<Vec<_>>().join(" ");
    (written != *canonical).then(|| format!("Workstream {number}: {canonical}"))
}

fn approved_by_tsc(work: &WorkProduct) -> bool {
    let by = work.cover.approval.as_ref().map(|approval| approval.by.to_lowercase());
    by.is_some_and(|by| by.contains("steering committee"))
}

/// `op-line-present`.
pub fn present(checker: &mut Checker<'_>) {
    let work = checker.work;
    if work.cover.project_line.is_some() {
        return;
    }
    let found = checker.found(cover_place(work), "no line below the title names the Open Project");
    let form = "`OASIS Open Project: [Coalition for Secure AI (CoSAI)](https://github.com/cosai-oasis), [Workstream N: Name](…)`";
    let found = found.help(format!("write {form}"));
    checker.report(if approved_by_tsc(work) { found.at_most(Severity::Warning) } else { found });
}

/// `op-line-format`.
pub fn format(checker: &mut Checker<'_>) {
    let Some(line) = &checker.work.cover.project_line else {
        return checker.not_applicable("no line names the Open Project");
    };
    let work = checker.work;
    let slice = work.slice(line.range);
    if line.heading {
        let inlines =
            work.document.children(line.node).next().map_or(line.range.end, |child| work.document.range(child).start);
        let marker = TextRange { start: line.range.start, end: inlines };
        let found = checker.found(heading_text(work, line), "the Open Project line is a heading");
        let found = found.help("make it a paragraph: it belongs in no table of contents");
        // A link to the heading would break; the manual table of contents has one.
        let linked = work.links.iter().any(|link| link.url.starts_with("#oasis-open-project"));
        let edits = vec![Edit::delete(marker)];
        let fix =
            if linked { Fix::risky("Make it a paragraph", edits) } else { Fix::safe("Make it a paragraph", edits) };
        let plain =
            work.slice(marker).starts_with('#') && !slice.trim_end().ends_with('#') && followed_by_blank(work, line);
        checker.report(if plain { found.fix(fix) } else { found });
    }
    if let Some(space) = SPACE_COLON.captures(slice).and_then(|found| found.get(1)) {
        let range = line.range.inside(space.range());
        let fix = Fix::safe("Delete the space", vec![Edit::delete(range)]);
        let found = checker.found(range, "a space stands before the colon of `OASIS Open Project:`");
        checker.report(found.fix(fix));
    }
    for needle in [r"\[", r"\]("] {
        if let Some(at) = slice.find(needle) {
            let found = checker.found(line.range.inside(at..at + 2), "an escaped bracket makes no link");
            checker.report(found.help("write the workstream as a link, `[Workstream N: Name](https://…)`"));
            return;
        }
    }
    if let Some(workstream) = &line.workstream
        && !line.workstream_linked
    {
        let found = checker.found(workstream.range, "the workstream is not a link");
        checker.report(found.help("link it to the repository of the workstream"));
    }
}

fn heading_text(work: &WorkProduct, line: &ProjectLine) -> TextRange {
    let seen = visible(&work.document, line.node, work.text());
    let end = seen.text.find(':').map_or(seen.text.len(), |colon| colon + 1);
    seen.source(0..end)
}

/// Without its `#`, a heading joins a paragraph that follows it at once.
fn followed_by_blank(work: &WorkProduct, line: &ProjectLine) -> bool {
    let rest = work.text().get(line.range.end as usize..).unwrap_or_default();
    let mut lines = rest.split('\n').skip(1);
    let before = work.text().get(..line.range.start as usize).unwrap_or_default();
    let blank_before =
        before.trim_end_matches([' ', '\t']).ends_with("\n\n") || before.ends_with("\n\r\n") || before.is_empty();
    blank_before && lines.next().is_none_or(|next| next.trim().is_empty())
}

/// `workstream-name-canonical`.
pub fn workstream_canonical(checker: &mut Checker<'_>) {
    let work = checker.work;
    let entry = work.front_matter.as_ref().and_then(|front| front.get("author"));
    let mut places: Vec<(TextRange, String)> = Vec::new();
    if let Some(entry) = entry {
        let slice = work.slice(entry.value_range);
        let quoted = slice.len() >= 2 && slice.starts_with(['"', '\'']) && slice.ends_with(['"', '\'']);
        let inner = if quoted { entry.value_range.inside(1..slice.len() - 1) } else { entry.value_range };
        places.push((inner, entry.value.clone()));
    }
    if let Some(part) = work.cover.project_line.as_ref().and_then(|line| line.workstream.as_ref()) {
        places.push((part.range, part.text.clone()));
    }
    if places.is_empty() {
        return checker.not_applicable("the document names no workstream");
    }
    for (range, name) in places {
        let Some(wanted) = misnamed(&name) else { continue };
        checker.compared(&name, &wanted);
        let found = checker.found(range, format!("CoSAI has no `{}`", name.trim())).help(format!("write `{wanted}`"));
        let same = work.slice(range).trim() == name.trim();
        let fix = Fix::risky("Write the name CoSAI gave it", vec![Edit::replace(range, wanted)]);
        checker.report(if same { found.fix(fix) } else { found });
    }
}

/// `approval-line`.
pub fn approval(checker: &mut Checker<'_>) {
    let work = checker.work;
    let Some(approval) = &work.cover.approval else {
        let found = checker.found(cover_place(work), "the cover does not say who approved the document and when");
        let found = found.help(
            "write `_Approved by the CoSAI Project Governing Board on 12 March 2026_` below the Open Project line",
        );
        return checker.report(found);
    };
    let by = approval.by.to_lowercase();
    if !["governing board", "pgb", "steering committee", "tsc"].iter().any(|body| by.contains(body)) {
        let message = format!("{} approves no CoSAI papers", approval.by);
        let found = checker.found(approval.range, message);
        checker.report(
            found.help(
                "the CoSAI Project Governing Board approves, for its own papers the Technical Steering Committee",
            ),
        );
    }
    if approval.date.is_none() {
        checker.flag(approval.range, "the approval line gives no date");
    }
    if !approval.italic && *work.document.kind(approval.node) == NodeKind::Paragraph {
        let found = checker.found(approval.range, "the approval line is not in italics").at_most(Severity::Warning);
        checker.report(found.help("enclose the line in `_`"));
    }
}
