//! Related work.

use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::Severity;
use crate::markdown::{NodeId, NodeKind};
use crate::rules::Checker;
use crate::source::TextRange;
use crate::work_product::{Generation, LabelKind, Role, WorkProduct};

static INTRODUCTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:replaces?|supersedes?|(?:is|are)\s+related\s+to)\b").expect("valid pattern")
});

/// What stands where works should and names none.
const NOTHING: [&str; 6] = ["n/a", "na", "n.a", "none", "tbd", "-"];

/// A related work: a list item, or a paragraph of its own.
struct Entry {
    node: NodeId,
    range: TextRange,
    text: String,
}

/// `related-work-form`.
pub fn form(checker: &mut Checker<'_>) {
    let work = checker.work;
    let section = work.labelled(LabelKind::RelatedWork).find(|section| section.role == Role::Cover);
    let Some(section) = section.filter(|section| !section.blocks.is_empty()) else {
        return checker.not_applicable("the cover names no related work");
    };
    let mut entries: Vec<Entry> = Vec::new();
    let (mut introduced, mut named_nothing) = (false, false);
    for &block in &section.blocks {
        let nodes = std::iter::once(block).chain(work.document.descendants(block));
        for node in nodes.filter(|&node| *work.document.kind(node) == NodeKind::Paragraph) {
            let text = work.plain(node);
            let range = work.document.range(node);
            if NOTHING.contains(&text.trim_end_matches('.').to_lowercase().as_str()) {
                named_nothing = true;
            } else if node == block && (text.ends_with(':') || INTRODUCTION.is_match(&text)) {
                introduced = true;
            } else if !is_hint(&text) {
                if !introduced {
                    let found = checker.found(first_words(work, range), "no sentence says how this work is related");
                    let help = "begin with `This document is related to:` or `This document replaces or supersedes:`";
                    checker.report(found.help(help));
                    introduced = true;
                }
                entries.push(Entry { node, range, text });
            }
        }
    }
    if entries.is_empty() && named_nothing {
        let found = checker.found(section.text_range, "the related work names no work");
        // The template of 2025 prints its two sentences even above nothing.
        let found = if work.generation == Generation::G3 { found.at_most(Severity::Info) } else { found };
        return checker.report(found.help("leave out the label where there is no related work"));
    }
    twice(checker, &entries);
    unlinked(checker, &entries);
}

/// Hints of the template have a rule of their own.
fn is_hint(text: &str) -> bool {
    text.contains("(include hyperlink")
        || !text.contains(char::is_alphanumeric)
        || text.starts_with('[') && text.ends_with(']')
}

/// Works that stand there twice.
fn twice(checker: &mut Checker<'_>, entries: &[Entry]) {
    let mut seen: std::collections::BTreeMap<&str, TextRange> = std::collections::BTreeMap::new();
    for entry in entries {
        match seen.get(entry.text.as_str()) {
            Some(&before) => {
                let range = first_words(checker.work, entry.range);
                let found = checker.found(range, "the same related work stands here twice");
                let found = found.related(first_words(checker.work, before), "here it stands first");
                checker.report(found.help("name the work that was meant, or delete the copy"));
            }
            None => {
                seen.insert(&entry.text, entry.range);
            }
        }
    }
}

/// Works without an address.
fn unlinked(checker: &mut Checker<'_>, entries: &[Entry]) {
    let work = checker.work;
    for entry in entries {
        let linked = work.document.descendants(entry.node).any(|node| {
            matches!(work.document.kind(node), NodeKind::Link { .. } | NodeKind::HtmlInline | NodeKind::Element { .. })
        });
        // A line that introduces a list of parts has its links there.
        let heads_list = work
            .document
            .next_sibling(entry.node)
            .is_some_and(|next| matches!(work.document.kind(next), NodeKind::List { .. }));
        let cited = entry.text.contains('[') || entry.text.contains("://");
        let is_work =
            entry.text.chars().any(char::is_alphabetic) && !entry.text.to_lowercase().contains("work in progress");
        if is_work && !linked && !heads_list && !cited {
            let found = checker.found(first_words(work, entry.range), "the related work has no address");
            checker.report(found.help("end the entry with a link to it"));
        }
    }
}

/// The first line of a block, or its first words.
fn first_words(work: &WorkProduct, range: TextRange) -> TextRange {
    let slice = work.slice(range);
    let line = slice.lines().next().unwrap_or_default().trim_end_matches(['\\', ' ']);
    TextRange::new(range.start as usize, range.start as usize + line.len())
}
