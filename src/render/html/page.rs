//! The frame: head, cover, contents, text, notes, footer.

use crate::render::Publication;

use super::Page;
use super::head::SCRIPT;
use super::writer::Writer;

pub(super) fn write(publication: &Publication<'_>) -> Page {
    let mut writer = Writer::new(publication);
    let tree = writer.tree;
    let (opening, labels) = tree.cover.split_at(tree.opening.min(tree.cover.len()));
    let main = tree.fresh_id("main");
    writer.push("<!DOCTYPE html>\n");
    writer.tag("html", None, &[("lang", publication.metadata.language)]);
    writer.push("\n");
    writer.head();
    writer.push("<body>\n");
    writer.push("<a class=\"skip\"");
    writer.href_of(&main);
    writer.push(">Skip to the text</a>\n<div class=\"page\">\n");
    writer.header(opening);
    writer.navigation();
    writer.tag("main", Some(&main), &[("tabindex", "-1")]);
    writer.push("\n");
    if !labels.is_empty() {
        writer.push("<div class=\"cover\">\n");
        writer.labels(labels);
        writer.push("</div>\n");
    }
    writer.push("<div class=\"body\">\n");
    writer.blocks(&tree.body);
    writer.notes();
    writer.push("</div>\n");
    writer.push("</main>\n");
    writer.footer();
    writer.push("</div>\n<script>");
    writer.push(SCRIPT);
    writer.push("</script>\n</body>\n</html>\n");
    Page { html: writer.out, diagnostics: writer.diagnostics }
}
