//! The table of contents as nested lists.

use crate::render::Publication;

use super::escape::{push_attribute, push_text};
use super::links;

/// Appends the contents; deeper entries lie in the item of the entry above.
pub(super) fn push_contents(out: &mut String, publication: &Publication<'_>) {
    let mut open: Vec<u8> = Vec::new();
    for entry in &publication.contents {
        while open.last().is_some_and(|&depth| depth > entry.depth) {
            // A jump over a level opens one list, which closes as one.
            if open.len() > 1 && open[open.len() - 2] < entry.depth {
                break;
            }
            open.pop();
            out.push_str("</li></ul>");
            if open.is_empty() {
                break;
            }
        }
        match open.last_mut() {
            Some(depth) if entry.depth <= *depth => {
                *depth = entry.depth;
                out.push_str("</li>\n<li>");
            }
            _ => {
                open.push(entry.depth);
                out.push_str("\n<ul><li>");
            }
        }
        out.push_str("<a");
        push_attribute(out, "href", &links::fragment(&entry.anchor));
        out.push('>');
        if !entry.number.is_empty() {
            out.push_str("<span class=\"number\">");
            push_text(out, &entry.number);
            out.push_str("</span> ");
        }
        push_text(out, &entry.title);
        out.push_str("</a>");
    }
    for _ in &open {
        out.push_str("</li></ul>");
    }
    out.push('\n');
}
