//! The frame: head, cover, contents, text, notes, footer.

use sha2::{Digest as _, Sha256};

use crate::markdown::{NodeId, NodeKind};
use crate::render::{Metadata, Publication, Style};
use crate::work_product::{Role, date};

use super::contents::push_contents;
use super::escape::{push_attribute, push_base64, push_text};
use super::writer::Writer;

const BASE: &str = include_str!("../../../assets/html/base.css");
const OASIS: &str = include_str!("../../../assets/html/oasis.css");
const COSAI: &str = include_str!("../../../assets/html/cosai.css");
const SCRIPT: &str = include_str!("../../../assets/html/page.js");

/// Writes the page.
pub(super) fn write(publication: &Publication<'_>) -> String {
    let (opening, matter) = publication.cover.split_at(opening(publication));
    let mut writer = Writer::new(publication, &[opening, matter, &publication.body]);
    let (main, contents) = (writer.ids.fresh("main"), writer.ids.fresh("contents"));
    head(&mut writer.out, publication);
    writer.out.push_str("<body>\n<a class=\"skip\"");
    push_attribute(&mut writer.out, "href", &format!("#{main}"));
    writer.out.push_str(">Skip to the text</a>\n<div class=\"page\">\n");
    cover(&mut writer, opening);
    navigation(&mut writer, &contents);
    writer.out.push_str("<main tabindex=\"-1\"");
    push_attribute(&mut writer.out, "id", &main);
    writer.out.push_str(">\n");
    writer.nodes(matter);
    writer.nodes(&publication.body);
    footnotes(&mut writer);
    writer.out.push_str("</main>\n");
    footer(&mut writer.out, &publication.metadata);
    writer.out.push_str("</div>\n<script>");
    writer.out.push_str(SCRIPT);
    writer.out.push_str("</script>\n</body>\n</html>\n");
    writer.out
}

/// Blocks of the cover that belong to the page's header: what stands before the first label.
fn opening(publication: &Publication<'_>) -> usize {
    let sections = &publication.work.outline.sections;
    // Some papers write the project line as a heading.
    let project = publication.work.cover.project_line.as_ref().map(|line| line.node);
    let label = |&block: &NodeId| {
        publication.section_of(block).is_some_and(|index| {
            let section = &sections[index];
            (section.label.is_some() && Some(block) != project) || !matches!(section.role, Role::Cover | Role::Banner)
        })
    };
    publication.cover.iter().position(label).unwrap_or(publication.cover.len())
}

fn head(out: &mut String, publication: &Publication<'_>) {
    let metadata = &publication.metadata;
    out.push_str("<!DOCTYPE html>\n<html");
    push_attribute(out, "lang", metadata.language);
    out.push_str(">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\"");
    push_attribute(out, "content", &policy());
    out.push_str(">\n<title>");
    push_text(out, &metadata.title);
    out.push_str("</title>\n");
    meta(out, "viewport", "width=device-width, initial-scale=1");
    meta(out, "generator", concat!("proofmark ", env!("CARGO_PKG_VERSION")));
    meta(out, "description", &metadata.description);
    meta(out, "author", &metadata.author);
    if publication.options.draft {
        meta(out, "robots", "noindex");
    }
    out.push_str("<link rel=\"schema.DC\" href=\"http://purl.org/dc/elements/1.1/\">\n");
    meta(out, "DC.title", &metadata.title);
    meta(out, "DC.creator", &metadata.author);
    meta(out, "DC.date", &metadata.date.map_or(String::new(), |date| date.to_string()));
    meta(out, "DC.publisher", "OASIS Open");
    meta(out, "DC.language", metadata.language);
    meta(out, "DC.type", "Text");
    meta(out, "DC.identifier", &metadata.identifier);
    meta(out, "DC.rights", &metadata.copyright);
    meta(out, "color-scheme", "light dark");
    out.push_str("<style>\n");
    out.push_str(match publication.options.style {
        Style::Oasis => OASIS,
        Style::Cosai => COSAI,
    });
    out.push_str(BASE);
    out.push_str("</style>\n</head>\n");
}

/// Nothing is loaded, and no script runs but ours.
fn policy() -> String {
    let mut digest = String::new();
    push_base64(&mut digest, &Sha256::digest(SCRIPT.as_bytes()));
    format!(
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; base-uri 'none'; \
         form-action 'none'"
    )
}

fn meta(out: &mut String, name: &str, content: &str) {
    if content.is_empty() {
        return;
    }
    out.push_str("<meta");
    push_attribute(out, "name", name);
    push_attribute(out, "content", content);
    out.push_str(">\n");
}

fn cover(writer: &mut Writer<'_>, opening: &[NodeId]) {
    let publication = writer.publication;
    let outline = &publication.work.outline;
    writer.out.push_str("<header>\n");
    if publication.options.draft {
        writer.out.push_str("<p class=\"draft\" role=\"note\">Draft \u{2014} not approved for publication</p>\n");
    }
    let title = outline.title.map(|index| (index, outline.sections[index].node));
    let before: Vec<NodeId> = match title {
        Some((_, title)) => {
            let start = writer.document.range(title).start;
            opening.iter().copied().filter(|&block| writer.document.range(block).start < start).collect()
        }
        None => Vec::new(),
    };
    writer.nodes(&before);
    if let Some((index, node)) = title {
        let ids: Vec<String> = publication.anchors(index).iter().filter(|id| writer.ids.claim(id)).cloned().collect();
        for alias in ids.iter().skip(1) {
            writer.anchor(alias);
        }
        writer.out.push_str("<h1");
        if let Some(id) = ids.first() {
            push_attribute(&mut writer.out, "id", id);
        }
        writer.out.push('>');
        writer.children(node);
    } else {
        writer.out.push_str("<h1>");
        push_text(&mut writer.out, &publication.metadata.title);
    }
    writer.out.push_str("</h1>\n");
    writer.nodes(&opening[before.len()..]);
    writer.out.push_str("</header>\n");
}

fn navigation(writer: &mut Writer<'_>, fallback: &str) {
    let publication = writer.publication;
    if publication.contents.is_empty() {
        return;
    }
    writer.out.push_str("<nav aria-label=\"Table of contents\">\n");
    let ids: Vec<String> = match publication.work.outline.contents {
        Some(section) => publication.anchors(section).iter().filter(|id| writer.ids.claim(id)).cloned().collect(),
        None => Vec::new(),
    };
    for alias in ids.iter().skip(1) {
        writer.anchor(alias);
    }
    writer.out.push_str("<details><summary");
    push_attribute(&mut writer.out, "id", ids.first().map_or(fallback, String::as_str));
    writer.out.push_str(">Table of Contents</summary>");
    push_contents(&mut writer.out, publication);
    writer.out.push_str("</details>\n</nav>\n");
}

fn footnotes(writer: &mut Writer<'_>) {
    let publication = writer.publication;
    if publication.footnotes.is_empty() {
        return;
    }
    writer.out.push_str("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Footnotes\">\n<ol>\n");
    // References that stand in notes are only known once all notes are written.
    let before = std::mem::take(&mut writer.out);
    let mut notes = Vec::new();
    for (name, node) in &publication.footnotes {
        let blocks: Vec<NodeId> = writer.document.children(*node).collect();
        let (last, others) = match blocks.split_last() {
            Some((&last, others)) if *writer.document.kind(last) == NodeKind::Paragraph => (Some(last), others),
            _ => (None, blocks.as_slice()),
        };
        writer.nodes(others);
        if let Some(last) = last {
            writer.out.push_str("<p>");
            writer.children(last);
        }
        notes.push((name.as_str(), std::mem::take(&mut writer.out), last.is_some()));
    }
    writer.out = before;
    for (name, text, open) in notes {
        let Some(note) = writer.notes.get(name) else { continue };
        writer.out.push_str("<li");
        push_attribute(&mut writer.out, "id", &note.id);
        writer.out.push('>');
        writer.out.push_str(&text);
        writer.out.push_str(if open { "" } else { "<p>" });
        for (index, reference) in note.references.iter().enumerate() {
            writer.out.push_str(" <a class=\"back\" role=\"doc-backlink\"");
            push_attribute(&mut writer.out, "href", &format!("#{reference}"));
            let label = match index {
                0 => format!("Back to reference {}", note.number),
                more => format!("Back to reference {}, {}", note.number, more + 1),
            };
            push_attribute(&mut writer.out, "aria-label", &label);
            writer.out.push_str("></a>");
        }
        writer.out.push_str("</p></li>\n");
    }
    writer.out.push_str("</ol>\n</section>\n");
}

fn footer(out: &mut String, metadata: &Metadata) {
    let day = metadata.date.map(date::long);
    out.push_str("<footer>\n");
    for line in
        [Some(metadata.identifier.clone()), day, Some(metadata.track.to_owned()), Some(metadata.copyright.clone())]
            .into_iter()
            .flatten()
    {
        out.push_str("<p>");
        push_text(out, &line);
        out.push_str("</p>\n");
    }
    out.push_str("</footer>\n");
}
