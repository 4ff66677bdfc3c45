//! Raw HTML.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::Severity;
use crate::markdown::{NodeId, NodeKind, tags};
use crate::rules::Checker;
use crate::source::TextRange;

/// Elements that mean something in a document.
const ELEMENTS: [&str; 77] = [
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "body",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "main",
    "mark",
    "math",
    "nav",
    "ol",
    "p",
    "picture",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "source",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
    "wbr",
];

/// Elements that HTML has given up and browsers still show.
const OBSOLETE: [&str; 5] = ["big", "center", "font", "strike", "tt"];

/// Elements that run, load or ask for something.
const ACTIVE: [&str; 17] = [
    "audio", "base", "button", "canvas", "embed", "form", "iframe", "input", "link", "meta", "object", "param",
    "script", "select", "style", "textarea", "video",
];

/// Elements without an end.
const VOID: [&str; 9] = ["br", "col", "hr", "img", "source", "wbr", "input", "link", "meta"];

/// Elements whose end tag may be left out.
const OPTIONAL_END: [&str; 12] = ["li", "p", "td", "tr", "th", "dt", "dd", "tbody", "thead", "tfoot", "colgroup", "rp"];

/// A tag in a source: its name, and whether it ends an element.
static TAG: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9:._-]*)").expect("valid pattern"));

/// An attribute whose value holds a sign of a tag.
static MANGLED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"^<[A-Za-z][^<>"']*="(?P<value>[^"]*[<>][^"]*)""#).expect("valid pattern"));

/// Longest tag looked at, in bytes.
const MAX_TAG: usize = 2000;

/// The tags of a paragraph that wait for their end, by name.
type Open = HashMap<String, Vec<TextRange>>;

/// `raw-html`.
pub fn raw(checker: &mut Checker<'_>) {
    let document = &checker.work.document;
    let mut open: Open = HashMap::new();
    let mut block = None;
    for node in document.descendants(document.root()) {
        match document.kind(node) {
            NodeKind::HtmlBlock => block_tags(checker, node),
            NodeKind::HtmlInline => {
                let here = document.block_of(node);
                if block != Some(here) {
                    unclosed(checker, &mut open);
                    block = Some(here);
                }
                inline_tag(checker, node, &mut open);
            }
            NodeKind::Element { .. } => mangled(checker, document.range(node)),
            _ => {}
        }
    }
    unclosed(checker, &mut open);
}

/// Whether a slice is a comment, a declaration or an instruction.
fn is_no_tag(slice: &str) -> bool {
    slice.starts_with("<!") || slice.starts_with("<?")
}

/// A tag that no other tag answered in its paragraph.
fn inline_tag(checker: &mut Checker<'_>, node: NodeId, open: &mut Open) {
    let work = checker.work;
    let range = work.document.range(node);
    let slice = work.slice(range);
    if is_no_tag(slice) {
        return;
    }
    let Some(tag) = tags(slice).pop() else { return };
    mangled(checker, range);
    if !known(checker, range, &tag.name, tag.closing) || VOID.contains(&tag.name.as_str()) {
        if tag.closing && tag.name == "br" {
            checker.report(checker.found(range, "`</br>` is no tag").help("write `<br>`"));
        }
        return;
    }
    if !tag.closing {
        open.entry(tag.name).or_default().push(range);
        return;
    }
    let begun = open.get_mut(&tag.name).and_then(Vec::pop);
    if begun.is_none() && !OPTIONAL_END.contains(&tag.name.as_str()) {
        checker.flag(range, format!("`</{}>` ends what never began", tag.name));
    }
}

fn unclosed(checker: &mut Checker<'_>, open: &mut Open) {
    for (name, range) in
        open.drain().flat_map(|(name, ranges)| ranges.into_iter().map(move |range| (name.clone(), range)))
    {
        if !OPTIONAL_END.contains(&name.as_str()) && !checker.work.slice(range).ends_with("/>") {
            let found = checker.found(range, format!("`<{name}>` is never closed in its paragraph"));
            checker.report(found.help(format!("write `</{name}>` where it ends")));
        }
    }
}

/// Reports an element that has no place in a document; `true` for one that has.
fn known(checker: &mut Checker<'_>, range: TextRange, name: &str, closing: bool) -> bool {
    if ELEMENTS.contains(&name) {
        return true;
    }
    if closing {
        return false;
    }
    if OBSOLETE.contains(&name) {
        let found = checker.found(range, format!("HTML has given up `<{name}>`"));
        checker.report(found.at_most(Severity::Info).help("write it in Markdown"));
    } else if ACTIVE.contains(&name) {
        let found = checker.found(range, format!("`<{name}>` has no place in a document"));
        // Publication itself puts a style sheet above some documents.
        checker.report(if matches!(name, "link" | "meta") { found.at_most(Severity::Info) } else { found });
    } else {
        let found = checker.found(range, format!("`<{name}>` is read as HTML, and readers do not see it"));
        checker.report(found.help("put it in backticks, or write `\\<`"));
    }
    false
}

/// An id such as `<https;//example.org>`: a tag within a tag.
fn mangled(checker: &mut Checker<'_>, range: TextRange) {
    let slice = checker.work.slice(range);
    let slice = &slice[..slice.floor_char_boundary(MAX_TAG)];
    if let Some(value) = MANGLED.captures(slice).and_then(|found| found.name("value")) {
        checker.flag(range.inside(value.range()), "the value of the attribute holds a tag");
    }
}

/// The tags of a block that no element of HTML has. What is opened in one block may be closed in another.
fn block_tags(checker: &mut Checker<'_>, node: NodeId) {
    let work = checker.work;
    let range = work.document.range(node);
    let slice = work.slice(range);
    let comments = &work.document.comments;
    for found in TAG.captures_iter(slice) {
        let (Some(whole), Some(name)) = (found.get(0), found.name("name")) else { continue };
        let place = range.inside(whole.range());
        let after = comments.partition_point(|comment| comment.range.end <= place.start);
        if comments.get(after).is_some_and(|comment| comment.range.contains(place)) {
            continue;
        }
        let closing = found.name("end").is_some_and(|end| !end.is_empty());
        known(checker, place, &name.as_str().to_ascii_lowercase(), closing);
        let rest = TextRange { start: place.start, end: range.end };
        mangled(checker, rest);
    }
}
