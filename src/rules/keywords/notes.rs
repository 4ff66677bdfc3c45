//! Key words in documents that demand nothing.

use std::sync::LazyLock;

use regex::Regex;

use crate::markdown::{NodeId, NodeKind};
use crate::rules::Checker;
use crate::source::TextRange;
use crate::work_product::{LabelKind, Role, Section};

static KEY_WORD: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b(?:MUST|SHALL|SHOULD|REQUIRED|RECOMMENDED)(?:\s+NOT)?\b").expect("valid pattern"));

/// `keywords-in-notes`.
pub fn keywords_in_notes(checker: &mut Checker<'_>) {
    let work = checker.work;
    if work.evidence.is_none() {
        checker.not_applicable("nothing says which track the document is on");
        return;
    }
    let document = &work.document;
    let mut found: Vec<TextRange> = Vec::new();
    for section in work.outline.sections.iter().filter(|section| speaks_for_itself(section)) {
        for &block in &section.blocks {
            for node in document.descendants(block) {
                if matches!(document.kind(node), NodeKind::Text { .. }) && !is_quoted(checker, node) {
                    collect(checker, node, &mut found);
                }
            }
        }
    }
    let entries = &work.references.entries;
    found.retain(|range| {
        let before = entries.partition_point(|entry| entry.range.start <= range.start);
        before.checked_sub(1).is_none_or(|index| !entries[index].range.contains(*range))
    });
    let Some(&first) = found.first() else { return };
    let shown = work.slice(first).split_whitespace().collect::<Vec<_>>().join(" ");
    let message = match found.len() {
        1 => format!("`{shown}` is a BCP 14 key word, and this document makes no normative demands"),
        count => format!("`{shown}` is the first of {count} BCP 14 key words in a document without normative demands"),
    };
    let help = "say it in lower case, or without a demand: `should`, `needs to`, `we recommend`";
    let diagnostic = checker.found(first, message).help(help);
    checker.report(diagnostic);
}

/// Not legal text, not the explanation of the key words, not a list of other people's titles.
fn speaks_for_itself(section: &Section) -> bool {
    let kind = section.label.as_ref().map(|label| label.kind);
    let title = section.title.to_ascii_lowercase();
    let legal = ["notice", "disclaimer", "license", "guidelines on usage", "key words", "terminology"];
    !matches!(kind, Some(LabelKind::Notices | LabelKind::KeyWords | LabelKind::CitationFormat))
        && !matches!(section.role, Role::Contents | Role::ReferenceEntry)
        && !legal.iter().any(|word| title.contains(word))
}

/// Quotations of others: block quotes, links, and cited titles.
fn is_quoted(checker: &Checker<'_>, node: NodeId) -> bool {
    let document = &checker.work.document;
    document.ancestors(node).any(|above| {
        matches!(document.kind(above), NodeKind::BlockQuote | NodeKind::Link { .. } | NodeKind::Image { .. })
    })
}

fn collect(checker: &Checker<'_>, node: NodeId, found: &mut Vec<TextRange>) {
    let range = checker.work.document.range(node);
    let slice = checker.work.slice(range);
    if !slice.contains("MUST") && !slice.contains("SH") && !slice.contains("RE") {
        return;
    }
    for word in KEY_WORD.find_iter(slice) {
        let (before, after) = (&slice[..word.start()], &slice[word.end()..]);
        let capitals = shouts(before.split_whitespace().next_back()) || shouts(after.split_whitespace().next());
        let quoted = before.ends_with(['"', '“', '‘', '\'', '-', '_'])
            || after.starts_with(['"', '”', '’', '\'', '-', '_', '=']);
        if !capitals && !quoted {
            found.push(range.inside(word.range()));
        }
    }
}

/// A neighbour in capitals: the word belongs to a shouted phrase, not to a demand.
fn shouts(word: Option<&str>) -> bool {
    let word = word.unwrap_or_default().trim_matches(|c: char| !c.is_alphanumeric());
    let modal = ["MUST", "SHALL", "SHOULD", "MAY", "NOT", "REQUIRED", "RECOMMENDED", "OPTIONAL", "BE"].contains(&word);
    word.len() > 4 && !modal && word.chars().all(|c| c.is_ascii_uppercase())
}
