//! The formats in which the blocks of the cover offer a stage, and how their lines stand.

use crate::diagnostic::Severity;
use crate::rules::Checker;
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::{BlockUri, LabelKind, StageBlock};

use super::uris::in_block;

const PAGES: [&str; 3] = ["html", "htm", "pdf"];

fn endings(block: &StageBlock) -> Vec<String> {
    block.addresses().filter_map(|uri| Some(uri.ending.as_ref()?.to_ascii_lowercase())).collect()
}

fn editable(endings: &[String]) -> Option<&String> {
    endings.iter().find(|ending| !PAGES.contains(&ending.as_str()))
}

/// `stage-uri-formats`.
pub fn complete(checker: &mut Checker<'_>) {
    let work = checker.work;
    let blocks = [LabelKind::ThisStage, LabelKind::LatestStage].map(|label| work.stage_block(label));
    let blocks: Vec<&StageBlock> = blocks.into_iter().flatten().filter(|block| !block.uris.is_empty()).collect();
    if blocks.is_empty() {
        return checker.not_applicable("the cover gives no address of a stage");
    }
    let mut complete = Vec::new();
    for block in blocks {
        let seen = endings(block);
        let source = editable(&seen).cloned();
        let has = |wanted: &[&str]| seen.iter().any(|ending| wanted.contains(&ending.as_str()));
        let absent = [("the editable source", source.is_some()), ("HTML", has(&PAGES[..2])), ("PDF", has(&PAGES[2..]))];
        let absent: Vec<&str> = absent.iter().filter(|(_, there)| !there).map(|(name, _)| *name).collect();
        checker.compared(seen.join(", "), "the editable source, html, pdf");
        if absent.is_empty() {
            complete.push((block, source));
            continue;
        }
        let message = format!("`{}` does not offer {}", block.name.text, absent.join(" and "));
        let found = checker.found(block.name.range, message);
        checker.report(in_block(checker, block, found.help("list the editable source, the HTML and the PDF")));
    }
    if let [(this, Some(one)), (latest, Some(other))] = complete.as_slice()
        && one != other
    {
        let message = format!("the source of the latest stage is `{other}`, of this stage `{one}`");
        let found = checker.found(latest.name.range, message).related(this.name.range, "this stage");
        checker.report(in_block(checker, latest, found.help("list the same formats in both blocks")));
    }
}

/// `authoritative-exactly-one`.
pub fn authoritative(checker: &mut Checker<'_>) {
    let work = checker.work;
    let mark = |block: &StageBlock| {
        let marked = block.uris.iter().find(|uri| uri.authoritative.is_some())?;
        Some((marked.uri.ending.clone()?.to_ascii_lowercase(), marked.authoritative?))
    };
    let this = work.stage_block(LabelKind::ThisStage);
    let own = this.and_then(mark);
    for block in work.stage_blocks.iter().filter(|block| !block.uris.is_empty()) {
        let marks: Vec<TextRange> = block.uris.iter().filter_map(|uri| uri.authoritative).collect();
        let earlier = block.label == LabelKind::PreviousStage;
        let found = match marks.as_slice() {
            [_] => continue,
            [] => {
                // The block of an earlier stage was published as it is.
                if earlier || (block.label == LabelKind::LatestStage && own.is_none()) {
                    continue;
                }
                let found =
                    checker.found(block.name.range, format!("`{}` marks no format as authoritative", block.name.text));
                let found = found.help("write `(Authoritative)` behind the address of the format that counts");
                if block.label == LabelKind::ThisStage { found } else { found.at_most(Severity::Warning) }
            }
            [first, second, ..] => {
                let found = checker.found(*second, format!("`{}` marks more than one format", block.name.text));
                let found = found.related(*first, "the first mark").help("mark the one format that counts");
                if earlier { found.at_most(Severity::Warning) } else { found }
            }
        };
        checker.report(in_block(checker, block, found));
    }
    let latest = work.stage_block(LabelKind::LatestStage);
    let Some(((ending, range), block)) = latest.and_then(|block| Some((mark(block)?, block))) else { return };
    if let Some((wanted, place)) = own.filter(|(wanted, _)| *wanted != ending) {
        let message = format!("of the latest stage the `{ending}` is authoritative, of this stage the `{wanted}`");
        let found = checker.found(range, message).related(place, "the mark of this stage");
        checker.report(in_block(checker, block, found.help("mark the same format in both blocks")));
    }
}

/// `uri-block-line-breaks`.
pub fn line_breaks(checker: &mut Checker<'_>) {
    let work = checker.work;
    for block in work.stage_blocks.iter().filter(|block| !block.commented) {
        for pair in block.uris.windows(2) {
            let [one, next] = pair else { continue };
            let Some((gap, fixable)) = run_together(checker, one, next) else { continue };
            let message = "no line break follows, so the next address continues the line";
            let found = checker.found(one.uri.range, message);
            let found = found.help("end every address but the last with a space and a backslash");
            let fixable = fixable && block.label != LabelKind::PreviousStage;
            let fix = Fix::safe("Break the line", vec![Edit::replace(gap, " \\")]);
            checker.report(if fixable { found.fix(fix) } else { found });
        }
    }
}

/// Where the break between two addresses belongs, if there is none, and whether it can be put there.
fn run_together(checker: &Checker<'_>, one: &BlockUri, next: &BlockUri) -> Option<(TextRange, bool)> {
    let between = TextRange { start: one.uri.range.end, end: next.uri.range.start };
    let slice = checker.work.slice(between);
    let lower = slice.to_ascii_lowercase();
    let lines: Vec<&str> = slice.split('\n').collect();
    let broken = lower.contains("<br")
        || lower.contains("</")
        || lower.contains("\\\n")
        || lower.contains("\\\r")
        || lines.iter().take(lines.len().saturating_sub(1)).any(|line| line.trim_end_matches('\r').ends_with("  "));
    let (last, inner) = lines.split_last()?;
    let apart = inner.iter().skip(1).any(|line| line.trim().is_empty())
        || last.trim_start().starts_with(['-', '*', '+', '|', '#'])
        || last.trim_start().starts_with(|c: char| c.is_ascii_digit());
    if broken || apart {
        return None;
    }
    let first = lines.first().copied().unwrap_or_default();
    let kept = first.trim_end().len();
    let fixable = lines.len() == 2 && last.trim().trim_matches(['<', '[']).is_empty();
    Some((between.inside(kept..first.trim_end_matches('\r').len()), fixable))
}
