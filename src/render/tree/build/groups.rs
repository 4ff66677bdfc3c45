//! Raw HTML that opens in one block and closes in another, with the Markdown between.

use crate::markdown::{Document, NodeId, NodeKind, Tag, tags};

/// Most elements that are followed at a time.
const MAX_OPEN: usize = 64;

/// Runs of blocks that belong together, as first and last index in `blocks`; they do not overlap.
pub(super) fn groups(document: &Document, text: &str, blocks: &[NodeId]) -> Vec<(usize, usize)> {
    let mut open: Vec<(String, usize)> = Vec::new();
    let mut spans: Vec<(usize, usize)> = Vec::new();
    for (index, &block) in blocks.iter().enumerate() {
        if !matches!(document.kind(block), NodeKind::HtmlBlock) {
            continue;
        }
        for tag in tags(text.get(document.range(block).as_usize()).unwrap_or_default()) {
            if !tag.closing {
                if !needs_no_end(&tag) && open.len() < MAX_OPEN {
                    open.push((tag.name, index));
                }
            } else if let Some(at) = open.iter().rposition(|(name, _)| *name == tag.name) {
                let start = open[at].1;
                open.truncate(at);
                if start < index {
                    spans.push((start, index));
                }
            }
        }
    }
    merged(spans)
}

/// Runs that share a block are one.
fn merged(mut spans: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    spans.sort_unstable();
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (start, end) in spans {
        match runs.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => runs.push((start, end)),
        }
    }
    runs
}

/// Elements whose end tag authors leave out.
fn needs_no_end(tag: &Tag) -> bool {
    ["br", "hr", "img", "input", "link", "meta", "col", "source", "wbr", "p", "li", "td", "tr", "th"]
        .contains(&tag.name.as_str())
}

#[cfg(test)]
mod tests {
    use super::merged;

    #[test]
    fn runs_do_not_overlap() {
        assert_eq!(merged(vec![(0, 2), (5, 6), (2, 4), (0, 1)]), [(0, 4), (5, 6)]);
    }
}
