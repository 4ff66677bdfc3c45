//! How deep sections go.

use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::{Diagnostic, Severity};
use crate::markdown::{NodeId, NodeKind};
use crate::profiles::ProfileId;
use crate::rules::Checker;
use crate::source::TextRange;
use crate::work_product::{Role, WorkProduct};

/// `####### Title`: Markdown knows six levels, so a seventh hash makes a paragraph. A row of hashes is a rule.
static TOO_MANY_HASHES: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?m)^(#{7,12})[ \t]*[^#\s]").expect("valid pattern"));

/// A number of six components and a title, posing as a heading in bold type.
static DEEP_NUMBER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?:\d+|[A-Z])(?:\.\d+){5,}[.:)]?\s+\S").expect("valid pattern"));

const HELP: &str = "merge the section into the one above, or turn it into a list";

/// `heading-max-depth`.
pub fn max_depth(checker: &mut Checker<'_>) {
    let work = checker.work;
    let limit = work.template().max_section_level;
    let allows = allowance(work);
    for (index, section) in work.outline.sections.iter().enumerate() {
        if matches!(section.role, Role::Section | Role::Appendix) && section.depth > limit && !section.is_tag() {
            let message = format!("section level {}: {allows} {limit}", section.depth);
            let found = checker.found(section.text_range, message);
            checker.report(weighed(checker, found.help(HELP)));
        } else if let Some(number) = work.outline.section_number(index)
            && number.keyword.is_none()
            && number.parts.len() > usize::from(limit)
        {
            let message = format!("{} is a number of level {}: {allows} {limit}", number.dotted(), number.parts.len());
            let found = checker.found(number.range, message);
            checker.report(weighed(checker, found.help(HELP)));
        }
    }
    for block in work.document.blocks() {
        let range = work.document.range(block);
        let slice = work.slice(range);
        if *work.document.kind(block) == NodeKind::HtmlBlock {
            html_heading(checker, range, slice);
        }
        if *work.document.kind(block) != NodeKind::Paragraph {
            continue;
        }
        for hashes in TOO_MANY_HASHES.captures_iter(slice).filter_map(|found| found.get(1)) {
            let count = hashes.len();
            let level = count + 1 - usize::from(work.outline.base_level).min(count);
            let message = format!("{count} `#` are no heading in Markdown, and section level {level} is too deep");
            checker.report(checker.found(range.inside(hashes.range()), message).help(HELP));
        }
        if let Some(bold) = bold_heading(checker, block) {
            let found = checker.found(bold, format!("bold text poses as a section deeper than level {limit}"));
            checker.report(weighed(checker, found.help(HELP)));
        }
    }
}

/// The templates of committees and other projects say that a sixth level is to be avoided, and there is one; `CoSAI`'s has five.
fn weighed(checker: &Checker<'_>, found: Diagnostic) -> Diagnostic {
    if checker.work.profile == ProfileId::CosaiPaper { found } else { found.at_most(Severity::Warning) }
}

fn allowance(work: &WorkProduct) -> &'static str {
    if work.profile == ProfileId::CosaiPaper { "the template allows" } else { "the template advises at most" }
}

static HTML_HEADING: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)^<h([1-6])[\s>]").expect("valid pattern"));

/// `<h6>` at the start of a block.
fn html_heading(checker: &mut Checker<'_>, range: TextRange, slice: &str) {
    let limit = checker.work.template().max_section_level;
    let Some(tag) = HTML_HEADING.captures(slice) else { return };
    let level = tag.get(1).and_then(|digit| digit.as_str().parse::<u8>().ok()).unwrap_or(1);
    let depth = (level + 1).saturating_sub(checker.work.outline.base_level);
    if depth > limit {
        let message = format!("`<h{level}>` is section level {depth}: {} {limit}", allowance(checker.work));
        let found = checker.found(range.inside(0..3), message);
        checker.report(weighed(checker, found.help(HELP)));
    }
}

/// Emphasized text alone on the first line of a paragraph, with a number of six components.
fn bold_heading(checker: &Checker<'_>, block: NodeId) -> Option<TextRange> {
    let document = &checker.work.document;
    let mut children = document.children(block);
    let first = children.next()?;
    let alone =
        children.next().is_none_or(|next| matches!(document.kind(next), NodeKind::SoftBreak | NodeKind::HardBreak));
    let emphasized = matches!(document.kind(first), NodeKind::Strong | NodeKind::Emphasis);
    (alone && emphasized && DEEP_NUMBER.is_match(&checker.work.plain(first))).then(|| document.range(first))
}
