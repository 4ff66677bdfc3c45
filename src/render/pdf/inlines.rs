//! Text, emphasis, links, notes and pictures in a line.

use crate::markdown::{NodeId, NodeKind};

use super::emit::Emitter;
use super::text::{LONG_WORD, literal};

/// Schemes a link of a deliverable may have.
const SCHEMES: [&str; 3] = ["http://", "https://", "mailto:"];

/// Depth at which the content of a note begins: nothing in it may turn the page.
const NOTE_DEPTH: usize = 4;

impl Emitter<'_> {
    /// Writes the inline children of a node.
    pub fn inlines(&mut self, parent: NodeId) {
        let mut after_break = true;
        for child in self.document().children(parent) {
            let kind = self.kind(child);
            // A line does not begin with the space of a soft break.
            if !(after_break && *kind == NodeKind::SoftBreak) {
                self.inline(child);
            }
            after_break = *kind == NodeKind::HardBreak;
        }
    }

    fn inline(&mut self, node: NodeId) {
        self.mark(node);
        let range = self.document().range(node);
        match self.kind(node) {
            NodeKind::Text { .. } => {
                let text = self.document().literal(node, self.publication.work.text());
                self.text(text, range);
            }
            NodeKind::SoftBreak => self.raw("#\" \";"),
            NodeKind::HardBreak => self.raw("#linebreak();"),
            NodeKind::Code { literal } | NodeKind::Math { literal, .. } => self.code(literal, range),
            NodeKind::Emphasis => self.wrapped("#emph", node),
            NodeKind::Strong => self.wrapped("#strong", node),
            NodeKind::Strikethrough => self.wrapped("#strike", node),
            NodeKind::Subscript => self.wrapped("#sub", node),
            NodeKind::Superscript => self.wrapped("#super", node),
            NodeKind::Element { name } => self.element(name, node),
            NodeKind::Link { url, .. } => self.link(url, node),
            NodeKind::Image { url, .. } => {
                let alt = self.publication.work.plain(node);
                self.picture(url, &alt, None, node, true);
            }
            NodeKind::FootnoteReference { name } => self.footnote(name, node),
            // Tags of elements that are not folded show nothing.
            _ => {}
        }
    }

    fn wrapped(&mut self, function: &str, node: NodeId) {
        if self.enter() {
            self.raw(function);
            self.raw("[");
            self.inlines(node);
            self.raw("];");
        } else {
            self.flat(node);
        }
        self.leave();
    }

    /// What is nested too deep is written as plain text.
    pub fn flat(&mut self, node: NodeId) {
        let text = self.document().plain_text(node, self.publication.work.text());
        self.text(&text, self.document().range(node));
    }

    fn element(&mut self, name: &str, node: NodeId) {
        let function = match name {
            "u" | "ins" => "#underline",
            "mark" => "#highlight",
            "small" => "#smaller",
            "cite" | "dfn" | "var" => "#emph",
            "code" | "kbd" | "samp" | "tt" => "#mono",
            _ => "#plain",
        };
        self.wrapped(function, node);
    }

    fn link(&mut self, url: &str, node: NodeId) {
        let url = url.trim();
        let target = match url.strip_prefix('#') {
            Some(fragment) => self.label_of(&decoded(fragment)).map(|label| {
                self.want(&label);
                format!("<{label}>")
            }),
            None => external(url).then(|| literal(url)),
        };
        match target {
            Some(target) if !self.in_link => {
                self.in_link = true;
                self.wrapped(&format!("#link({target})"), node);
                self.in_link = false;
            }
            // A path in the package leads nowhere from a PDF on a desk.
            _ => self.wrapped("#plain", node),
        }
    }

    fn footnote(&mut self, name: &str, node: NodeId) {
        let Some((index, definition)) = self.note(name) else {
            return self.text(&format!("[^{name}]"), self.document().range(node));
        };
        // The contents repeat headings, but not their notes.
        let in_heading = std::mem::take(&mut self.in_heading);
        self.raw(if in_heading { "#outside-contents[" } else { "" });
        if self.notes_done.contains(&index) {
            self.raw(&format!("#footnote(<n{index}>);"));
        } else if self.notes_open.contains(&index) || self.notes_open.len() > 2 || self.in_link {
            self.raw(&format!("#super[#\"{}\";];", index + 1));
        } else {
            self.new_footnote(index, definition);
        }
        self.raw(if in_heading { "]" } else { "" });
        self.in_heading = in_heading;
    }

    fn new_footnote(&mut self, index: usize, definition: NodeId) {
        self.notes_open.push(index);
        let (depth, word) = (self.depth, self.long_word);
        (self.depth, self.long_word) = (NOTE_DEPTH, LONG_WORD);
        self.raw("#footnote[");
        let children: Vec<NodeId> = self.document().children(definition).collect();
        self.anchors_in(definition);
        self.blocks(&children, "\n\n");
        self.raw(&format!("]<n{index}>"));
        (self.depth, self.long_word) = (depth, word);
        self.notes_open.pop();
        self.notes_done.insert(index);
    }
}

/// Whether a PDF may lead there.
pub(super) fn external(url: &str) -> bool {
    let lower = url.get(..url.len().min(8)).unwrap_or(url).to_ascii_lowercase();
    SCHEMES.iter().any(|scheme| lower.starts_with(scheme)) && !url.contains(char::is_control)
}

/// A fragment with its percent escapes resolved.
fn decoded(fragment: &str) -> String {
    if !fragment.contains('%') {
        return fragment.to_owned();
    }
    let mut bytes = Vec::with_capacity(fragment.len());
    let mut rest = fragment.as_bytes();
    while let [first, tail @ ..] = rest {
        let escape = tail.get(..2).and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        match escape {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| fragment.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_and_mail_are_linked() {
        assert!(external("https://docs.oasis-open.org/") && external("MAILTO:a@example.org"));
        assert!(!external("javascript:alert(1)") && !external("file:///etc/passwd") && !external("schemas/a.json"));
    }

    #[test]
    fn fragments_are_decoded() {
        assert_eq!(decoded("a%20b%C5%82"), "a bł");
        assert_eq!(decoded("100%"), "100%");
    }
}
