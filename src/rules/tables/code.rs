//! Fenced code.

use std::collections::HashSet;

use crate::markdown::{NodeId, NodeKind};
use crate::rules::Checker;
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::WorkProduct;

/// A fenced block: its opening line, its info string, whether it is closed.
struct Fence<'a> {
    opening: TextRange,
    info: &'a str,
    closed: bool,
    empty: bool,
}

fn fences(work: &WorkProduct) -> impl Iterator<Item = Fence<'_>> {
    work.document.descendants(work.document.root()).filter_map(|node: NodeId| match work.document.kind(node) {
        NodeKind::CodeBlock { info, fenced: true, closed, literal } => {
            let range = work.document.range(node);
            let line = work.slice(range).lines().next().map_or(0, |line| line.trim_end().len());
            Some(Fence { opening: range.inside(0..line), info, closed: *closed, empty: literal.trim().is_empty() })
        }
        _ => None,
    })
}

/// `fence-info`.
pub fn info(checker: &mut Checker<'_>) {
    let work = checker.work;
    for fence in fences(work) {
        let info = fence.info.trim();
        let Some((language, rest)) = info.split_once(char::is_whitespace) else { continue };
        let rest = rest.trim();
        if language.starts_with('{') || (rest.starts_with('{') && rest.ends_with('}')) {
            continue;
        }
        let Some(at) = work.slice(fence.opening).rfind(rest) else { continue };
        let range = fence.opening.inside(at..at + rest.len());
        let found = checker.found(range, format!("the fence says more than its language `{language}`"));
        let opening = work.slice(fence.opening);
        let kept = opening.get(..at).map_or(0, |before| before.trim_end().len());
        let fix = Fix::risky(
            "Remove the comment",
            vec![Edit::delete(TextRange::new(fence.opening.start as usize + kept, range.end as usize))],
        );
        let comment = rest.starts_with("<!--") && rest.ends_with("-->");
        let found = found.help("put a caption or a comment on a line of its own");
        checker.report(if comment { found.fix(fix) } else { found });
    }
}

/// `fence-closed`.
pub fn closed(checker: &mut Checker<'_>) {
    for fence in fences(checker.work) {
        if !fence.closed {
            checker.flag(fence.opening, "the fence is never closed: all that follows is code");
        }
    }
}

/// `code-language`.
pub fn language(checker: &mut Checker<'_>) {
    for fence in fences(checker.work) {
        if fence.info.trim().is_empty() && !fence.empty {
            let found = checker.found(fence.opening, "the code names no language");
            checker.report(found.help("name it after the fence; `text` for what has none"));
        }
    }
}

/// `mermaid-title`.
pub fn mermaid_title(checker: &mut Checker<'_>) {
    let work = checker.work;
    let captioned: HashSet<NodeId> =
        work.captions.items.iter().filter(|item| item.caption.is_some()).map(|item| item.node).collect();
    for node in work.document.descendants(work.document.root()) {
        let NodeKind::CodeBlock { info, literal, .. } = work.document.kind(node) else { continue };
        if info.split_whitespace().next() != Some("mermaid") || has_title(literal) || captioned.contains(&node) {
            continue;
        }
        let range = work.document.range(node);
        let line = work.slice(range).lines().next().map_or(0, |line| line.trim_end().len());
        let found = checker.found(range.inside(0..line), "the diagram has no title");
        checker.report(found.help("begin it with `---`, `title: …`, `---`: the title becomes the caption"));
    }
}

/// Whether a diagram begins with front matter that names a title.
fn has_title(diagram: &str) -> bool {
    let mut lines = diagram.lines().skip_while(|line| line.trim().is_empty());
    let opened = lines.next().is_some_and(|line| line.trim() == "---");
    opened && lines.take_while(|line| line.trim() != "---").any(|line| line.trim_start().starts_with("title:"))
}
