//! How deep sections go.

use std::sync::LazyLock;

use regex::Regex;

use crate::markdown::NodeKind;
use crate::rules::Checker;
use crate::work_product::Role;

/// `####### Title`: Markdown knows six levels, so a seventh hash makes a paragraph.
static TOO_MANY_HASHES: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^#{7,}(?:\s|$)").expect("valid pattern"));

/// A number of six components and a title, posing as a heading in bold type.
static DEEP_NUMBER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?:\d+|[A-Z])(?:\.\d+){5,}[.:)]?\s+\S").expect("valid pattern"));

/// `heading-max-depth`.
pub fn max_depth(checker: &mut Checker<'_>) {
    let work = checker.work;
    let limit = work.template().max_section_level;
    for section in &work.outline.sections {
        if matches!(section.role, Role::Section | Role::Appendix) && section.depth > limit && !section.is_tag() {
            let message = format!("section level {}: the template allows {limit}", section.depth);
            let found = checker.found(section.text_range, message);
            checker.report(found.help("merge the section into the one above, or turn it into a list"));
        }
    }
    for block in work.document.blocks() {
        if *work.document.kind(block) != NodeKind::Paragraph {
            continue;
        }
        let range = work.document.range(block);
        let slice = work.slice(range);
        if let Some(hashes) = TOO_MANY_HASHES.find(slice) {
            let count = hashes.as_str().trim_end().len();
            let message =
                format!("{count} `#` are no heading in Markdown, and section level {} is too deep", count - 1);
            checker.flag(range.inside(0..count), message);
        } else if is_bold_heading(checker, block) {
            let message = format!("bold text poses as a section deeper than level {limit}");
            checker.flag(range, message);
        }
    }
}

fn is_bold_heading(checker: &Checker<'_>, block: crate::markdown::NodeId) -> bool {
    let document = &checker.work.document;
    let mut children = document.children(block);
    let (Some(only), None) = (children.next(), children.next()) else {
        return false;
    };
    let emphasized = matches!(document.kind(only), NodeKind::Strong | NodeKind::Emphasis);
    emphasized && DEEP_NUMBER.is_match(&checker.work.plain(only))
}
