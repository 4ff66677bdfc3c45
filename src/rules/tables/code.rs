//! Fenced code.

use std::collections::HashSet;

use crate::diagnostic::Severity;
use crate::markdown::{NodeId, NodeKind};
use crate::rules::Checker;
use crate::source::TextRange;
use crate::work_product::WorkProduct;

/// A fenced block: its opening line, its info string, whether it is closed, its code.
struct Fence<'a> {
    opening: TextRange,
    info: &'a str,
    closed: bool,
    code: &'a str,
}

impl Fence<'_> {
    /// Whether it is drawn with lines and corners.
    fn is_drawing(&self) -> bool {
        self.code.contains(|c| ('\u{2500}'..='\u{257f}').contains(&c))
    }
}

fn fences(work: &WorkProduct) -> impl Iterator<Item = Fence<'_>> {
    work.document.descendants(work.document.root()).filter_map(|node: NodeId| match work.document.kind(node) {
        NodeKind::CodeBlock { info, fenced: true, closed, literal } => {
            let range = work.document.range(node);
            let line = work.slice(range).lines().next().map_or(0, |line| line.trim_end().len());
            Some(Fence { opening: range.inside(0..line), info, closed: *closed, code: literal })
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
        // Renderers of GitHub Markdown show the block and drop the comment.
        if rest.starts_with("<!--") && rest.find("-->") == Some(rest.len() - "-->".len()) {
            let found = checker.found(range, format!("a comment stands behind the language `{language}`"));
            let help = "GitHub hides it; pandoc loses the code block, unless told that it reads GitHub's Markdown";
            checker.report(found.at_most(Severity::Info).help(help));
            continue;
        }
        let found = checker.found(range, format!("the code block says more than its language `{language}`"));
        checker.report(found.help("put a caption or a comment on a line of its own"));
    }
}

/// `fence-closed`.
pub fn closed(checker: &mut Checker<'_>) {
    for fence in fences(checker.work) {
        if !fence.closed {
            checker.flag(fence.opening, "the code block is never closed: all that follows is code");
        }
    }
}

/// `code-language`.
pub fn language(checker: &mut Checker<'_>) {
    for fence in fences(checker.work) {
        if fence.info.trim().is_empty() && !fence.code.trim().is_empty() {
            let found = checker.found(fence.opening, "the code block names no language");
            checker.report(if fence.is_drawing() {
                found.at_most(Severity::Info).help("write `text` behind the opening marks: the block is a drawing")
            } else {
                found.help("write it behind the opening marks; `text` for what has none")
            });
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
