//! Rules that make headings of the line above them.

use crate::markdown::NodeKind;
use crate::rules::Checker;
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::{Section, WorkProduct};

/// `setext-hazard`.
pub fn hazard(checker: &mut Checker<'_>) {
    let work = checker.work;
    let newline = if work.text().contains("\r\n") { "\r\n" } else { "\n" };
    for section in &work.outline.sections {
        let NodeKind::Heading { level: 2, setext: true } = *work.document.kind(section.node) else { continue };
        let Some(rule) = underline(work, section).filter(|_| !is_underlined_title(work, section)) else { continue };
        let above = work.slice(TextRange { start: section.range.start, end: rule.start });
        // The whole gap is replaced: it borders on the text and on the rule, and both become other nodes.
        let gap = TextRange { start: section.range.inside(0..above.trim_end().len()).end, end: rule.start };
        let blank = Edit::replace(gap, format!("{newline}{newline}"));
        let fix = Fix::safe("insert a blank line before the rule", vec![blank]);
        let found = match first_line(work, section, rule) {
            Some(first) => {
                let found = checker.found(first, "the rule below makes a heading of these lines");
                found.related(rule, "the rule")
            }
            None => checker.found(rule, "the rule makes a heading of the line above it"),
        };
        checker.report(found.help("leave a blank line before the rule").fix(fix));
    }
}

/// The first of several lines that a rule makes a heading of.
fn first_line(work: &WorkProduct, section: &Section, rule: TextRange) -> Option<TextRange> {
    let above = TextRange { start: section.range.start, end: rule.start };
    let slice = work.slice(above);
    let lead = slice.len() - slice.trim_start().len();
    let end = lead + slice.get(lead..)?.find('\n')?;
    let several = !slice.get(end..)?.trim().is_empty();
    several.then(|| above.inside(lead..slice.get(..end).map_or(end, |line| line.trim_end().len())))
}

/// The underline of a setext heading.
fn underline(work: &WorkProduct, section: &Section) -> Option<TextRange> {
    let slice = work.slice(section.range);
    let trimmed = slice.trim_end();
    let from = trimmed.rfind('\n')? + 1;
    let line = trimmed.get(from..)?;
    let blank = line.len() - line.trim_start().len();
    Some(section.range.inside(from + blank..trimmed.len()))
}

/// Whether an underlined heading is meant: one short line, its underline about as long.
pub(in crate::rules) fn is_underlined_title(work: &WorkProduct, section: &Section) -> bool {
    let slice = work.slice(section.range).trim_end();
    let Some(rule) = underline(work, section) else { return false };
    if work.slice(rule).starts_with('=') {
        return true;
    }
    let special = |node| matches!(work.document.kind(node), NodeKind::Image { .. } | NodeKind::Link { .. });
    let length = section.text.chars().count();
    slice.lines().count() == 2
        && rule.len() > 3
        && rule.len() * 10 >= length * 7
        && rule.len() <= length + 3
        && !section.text.ends_with(['.', ':', '\\'])
        && !work.document.descendants(section.node).any(special)
}
