//! Emphasized paragraphs that do a heading's work.

use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::Severity;
use crate::markdown::{NodeId, NodeKind};
use crate::rules::Checker;
use crate::source::TextRange;
use crate::work_product::{Label, Section, WorkProduct};

/// What is set in bold above a table, a picture, code or a remark, and is no heading.
static CAPTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:figure|fig\.|table|listing|example|sample|note|warning|caution|tip|important|step|q:|question)\b|^[\[(<]")
        .expect("valid pattern")
});

/// A number as sections have it, of two components at least: `1.` may count steps.
static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?:\d{1,2}|[A-Z])(?:\.\d{1,2})+[.:)]?\s+\S").expect("valid pattern"));

/// Most words of a heading written as a paragraph.
const MAX_WORDS: usize = 10;

/// `heading-as-emphasis`.
pub fn as_emphasis(checker: &mut Checker<'_>) {
    let work = checker.work;
    for (index, section) in work.outline.body() {
        let listed = work.references.sections.binary_search(&index).is_ok() || defines_terms(section);
        if section.label.is_some() || listed {
            continue;
        }
        for pair in section.blocks.windows(2) {
            let &[block, next] = pair else { continue };
            let Some(bold) = bold_title(work, block, next) else { continue };
            let text = work.slice(bold).trim_matches(['*', '_']).to_owned();
            let numbered = NUMBER.is_match(&text);
            let found = checker.found(bold, format!("`{text}` is set in bold and does a heading's work"));
            let found = found.help("make it a heading, so that it gets an anchor and a place in the outline");
            checker.report(if numbered { found } else { found.at_most(Severity::Info) });
        }
    }
}

/// Terms are set in bold above their definitions.
fn defines_terms(section: &Section) -> bool {
    let title = section.title.to_lowercase();
    ["glossary", "definition", "term", "acronym", "abbreviation"].iter().any(|word| title.contains(word))
}

/// The emphasized text a paragraph consists of, where running text or a list follows it.
fn bold_title(work: &WorkProduct, block: NodeId, next: NodeId) -> Option<TextRange> {
    let document = &work.document;
    let follows = matches!(document.kind(next), NodeKind::Paragraph | NodeKind::List { .. });
    if !follows || *document.kind(block) != NodeKind::Paragraph {
        return None;
    }
    let mut children = document.children(block);
    let (first, None) = (children.next()?, children.next()) else { return None };
    if *document.kind(first) != NodeKind::Strong {
        return None;
    }
    let plain = work.plain(first);
    let title = plain.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && !plain.ends_with(['.', ':', ';', ',', '!', '?'])
        && plain.split_whitespace().count() <= MAX_WORDS
        && !plain.contains('@')
        && !CAPTION.is_match(&plain)
        && Label::of_heading(&plain).is_none();
    (title && only_text(work, first)).then(|| document.range(first))
}

fn only_text(work: &WorkProduct, node: NodeId) -> bool {
    let plain = |below| matches!(work.document.kind(below), NodeKind::Text { .. } | NodeKind::Code { .. });
    work.document.children(node).all(plain)
}
