//! Comments that silence a finding: `<!-- proofmark-ignore heading-max-depth: reason -->`.

use std::sync::atomic::AtomicBool;

use crate::markdown::{Document, NodeKind};
use crate::source::TextRange;

const MARKER: &str = "proofmark-ignore";

/// One comment that silences rules.
#[derive(Debug)]
pub struct Suppression {
    /// Ids of the rules.
    pub rules: Vec<String>,
    /// Why; a suppression without a reason is itself a finding.
    pub reason: Option<String>,
    /// The comment.
    pub range: TextRange,
    /// What it covers: its own block where it stands in one, else the block that follows.
    pub target: TextRange,
    /// Whether it has silenced anything.
    pub used: AtomicBool,
}

impl Suppression {
    /// Whether a finding of `rule` that starts at `offset` is silenced.
    #[must_use]
    pub fn covers(&self, rule: &str, offset: u32) -> bool {
        self.target.start <= offset && offset <= self.target.end && self.rules.iter().any(|r| r == rule)
    }
}

/// The suppressions of a document, in order.
#[must_use]
pub fn suppressions(document: &Document) -> Vec<Suppression> {
    let mut found = Vec::new();
    for comment in &document.comments {
        let Some(rest) = comment.text.trim().strip_prefix(MARKER) else {
            continue;
        };
        let (rules, reason) = match rest.split_once(':') {
            Some((rules, reason)) => (rules, reason.trim()),
            None => (rest, ""),
        };
        let block = document.block_of(comment.node);
        let target = match document.kind(block) {
            NodeKind::HtmlBlock => document.next_sibling(block).map_or(comment.range, |next| document.range(next)),
            _ => document.range(block),
        };
        found.push(Suppression {
            rules: rules.split([',', ' ']).filter(|r| !r.is_empty()).map(str::to_owned).collect(),
            reason: (!reason.is_empty()).then(|| reason.to_owned()),
            range: comment.range,
            target,
            used: AtomicBool::new(false),
        });
    }
    found
}
