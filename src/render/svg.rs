//! SVG with everything active or external taken out.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use regex::Regex;
use roxmltree::{Node, ParsingOptions};

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Elements that run, load or hold foreign content.
const REFUSED: [&str; 10] =
    ["script", "foreignObject", "iframe", "object", "embed", "audio", "video", "handler", "listener", "discard"];

/// An SVG safe to show, and what was lost on the way.
pub(super) struct Sanitized {
    pub bytes: Vec<u8>,
    /// Text stood in a `foreignObject`, which only browsers can show.
    pub lost_text: bool,
}

static URL: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)url\(\s*([^)]*)\)?").expect("valid pattern"));
static IMPORT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)@import[^;]*;?").expect("valid pattern"));

/// Copies the SVG elements and attributes of `text` that only draw.
///
/// # Errors
/// Where the text is no well-formed XML or its root is no `svg` element.
pub(super) fn sanitize(text: &str) -> Result<Sanitized, String> {
    sanitize_scoped(text, "")
}

/// As [`sanitize`], with every id under `prefix`, so that several drawings share a page.
///
/// # Errors
/// As [`sanitize`].
pub(super) fn sanitize_scoped(text: &str, prefix: &str) -> Result<Sanitized, String> {
    let options = ParsingOptions { allow_dtd: true, nodes_limit: 2_000_000, ..ParsingOptions::default() };
    let document = roxmltree::Document::parse_with_options(text, options).map_err(|error| error.to_string())?;
    let root = document.root_element();
    if root.tag_name().name() != "svg" || !matches!(root.tag_name().namespace(), None | Some(SVG)) {
        return Err("the root is no svg element".to_owned());
    }
    let ids = match prefix {
        "" => HashSet::new(),
        _ => root.descendants().filter_map(|node| node.attribute("id")).collect(),
    };
    let mut copy = Copy { writer: Writer::new(Vec::new()), lost_text: false, prefix, ids, given: HashSet::new() };
    copy.tree(root).map_err(|error| error.to_string())?;
    Ok(Sanitized { bytes: copy.writer.into_inner(), lost_text: copy.lost_text })
}

struct Copy<'a> {
    writer: Writer<Vec<u8>>,
    lost_text: bool,
    /// What every id starts with.
    prefix: &'a str,
    /// The ids of the drawing, where they are changed.
    ids: HashSet<&'a str>,
    /// The ids written so far.
    given: HashSet<String>,
}

static REFERENCE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"#([A-Za-z_][\w.:-]*)").expect("valid pattern"));

impl Copy<'_> {
    fn scoped(&self, id: &str) -> String {
        let prefix = self.prefix;
        let own = id.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_']));
        if prefix.is_empty() || own { id.to_owned() } else { format!("{prefix}-{id}") }
    }

    /// A value with the ids it refers to under the prefix.
    fn rescoped<'v>(&self, name: &str, value: Cow<'v, str>) -> Cow<'v, str> {
        if self.ids.is_empty() {
            return value;
        }
        if matches!(name, "aria-labelledby" | "aria-describedby" | "aria-controls") {
            let words: Vec<String> = value.split_whitespace().map(|id| self.scoped(id)).collect();
            return Cow::Owned(words.join(" "));
        }
        let refers = name == "href" || name == "style" || value.contains("url(");
        if !refers || !value.contains('#') {
            return value;
        }
        let changed = REFERENCE.replace_all(&value, |found: &regex::Captures<'_>| match &found[1] {
            id if self.ids.contains(id) => format!("#{}", self.scoped(id)),
            _ => found[0].to_owned(),
        });
        Cow::Owned(changed.into_owned())
    }

    /// Goes through the tree without recursion: hostile nesting must not exhaust the stack.
    fn tree(&mut self, root: Node<'_, '_>) -> std::io::Result<()> {
        self.writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        let mut node = root;
        loop {
            let entered = self.enter(node, root)?;
            if entered && let Some(child) = node.first_child() {
                node = child;
                continue;
            }
            if entered && node.is_element() {
                self.leave(node)?;
            }
            loop {
                if node == root {
                    return Ok(());
                }
                if let Some(next) = node.next_sibling() {
                    node = next;
                    break;
                }
                let Some(parent) = node.parent() else { return Ok(()) };
                node = parent;
                self.leave(node)?;
            }
        }
    }

    /// Whether the node was written; only then its children are.
    fn enter(&mut self, node: Node<'_, '_>, root: Node<'_, '_>) -> std::io::Result<bool> {
        if node.is_text() {
            let text = node.text().unwrap_or_default();
            let in_style = node.parent().is_some_and(|above| above.tag_name().name() == "style");
            let text = if in_style { self.rescoped("style", safe_css(text)) } else { Cow::Borrowed(text) };
            self.writer.write_event(Event::Text(BytesText::new(&text)))?;
            return Ok(false);
        }
        if !node.is_element() || !is_drawing(node) {
            let foreign = node.is_element() && node.tag_name().name() == "foreignObject";
            let has_fallback = node.parent().is_some_and(|above| above.tag_name().name() == "switch");
            self.lost_text |= foreign
                && !has_fallback
                && node
                    .descendants()
                    .any(|below| below.is_text() && below.text().is_some_and(|t| !t.trim().is_empty()));
            return Ok(false);
        }
        let mut start = BytesStart::new(written_name(node));
        if node == root {
            start.push_attribute(("xmlns", SVG));
        }
        for attribute in node.attributes() {
            let Some(name) = attribute_name(attribute.namespace(), attribute.name()) else { continue };
            let Some(value) = safe_value(&name, attribute.value()) else { continue };
            if name == "id" {
                let id = self.scoped(&value);
                if self.given.insert(id.clone()) {
                    start.push_attribute(("id", id.as_str()));
                }
            } else {
                let value = self.rescoped(&name, value);
                start.push_attribute((name.as_ref(), value.as_ref()));
            }
        }
        self.writer.write_event(Event::Start(start))?;
        Ok(true)
    }

    fn leave(&mut self, node: Node<'_, '_>) -> std::io::Result<()> {
        self.writer.write_event(Event::End(BytesEnd::new(written_name(node))))
    }
}

fn is_drawing(node: Node<'_, '_>) -> bool {
    let name = node.tag_name();
    let animates_link = node.attribute("attributeName").is_some_and(|target| {
        let target = target.to_ascii_lowercase();
        target.contains("href") || target.starts_with("on")
    });
    matches!(name.namespace(), None | Some(SVG))
        && !REFUSED.iter().any(|refused| refused.eq_ignore_ascii_case(name.name()))
        && !animates_link
}

/// A link in a picture leads nowhere: its content stays.
fn written_name<'a>(node: Node<'a, '_>) -> &'a str {
    match node.tag_name().name() {
        "a" => "g",
        name => name,
    }
}

fn attribute_name<'a>(namespace: Option<&str>, name: &'a str) -> Option<Cow<'a, str>> {
    match namespace {
        None if name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("on")) => None,
        // Mermaid writes it; SVG has no such attribute.
        None if name == "name" => None,
        None => Some(Cow::Borrowed(name)),
        Some(XLINK) if name == "href" => Some(Cow::Borrowed(name)),
        Some(XML) => Some(Cow::Owned(format!("xml:{name}"))),
        Some(_) => None,
    }
}

/// Links stay inside the file; styles load nothing.
fn safe_value<'a>(name: &str, value: &'a str) -> Option<Cow<'a, str>> {
    if matches!(name, "href" | "src" | "xml:base") {
        let value = value.trim();
        let inside = value.starts_with('#') && name == "href";
        return (inside || (name == "href" && is_raster(value))).then_some(Cow::Borrowed(value));
    }
    Some(safe_css(value))
}

fn is_raster(url: &str) -> bool {
    ["data:image/png;base64,", "data:image/jpeg;base64,", "data:image/gif;base64,", "data:image/webp;base64,"]
        .iter()
        .any(|start| url.starts_with(start))
}

/// Style without imports and external references. Escapes could hide either: with them nothing stays.
fn safe_css(css: &str) -> Cow<'_, str> {
    if !css.contains('(') && !css.contains('@') {
        return Cow::Borrowed(css);
    }
    if css.contains('\\') {
        return Cow::Borrowed("");
    }
    let css = IMPORT.replace_all(css, "");
    let local = URL.replace_all(&css, |found: &regex::Captures<'_>| {
        let target = found.get(1).map_or("", |target| target.as_str()).trim_matches(['"', '\'', ' ']);
        if target.starts_with('#') { format!("url({target})") } else { "none".to_owned() }
    });
    Cow::Owned(local.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clean(svg: &str) -> String {
        String::from_utf8(sanitize(svg).map(|s| s.bytes).unwrap_or_default()).unwrap_or_default()
    }

    #[test]
    fn only_drawing_stays() {
        let svg = r##"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" onload="alert(1)">
            <script>alert(2)</script><style>@import url(http://x/y.css); a{fill:url(http://x/z)} b{fill:url(#g)}</style>
            <a xlink:href="javascript:alert(3)"><text onclick="alert(4)">kept &amp; shown</text></a>
            <use xlink:href="#g"/><image href="http://x/p.png"/></svg>"##;
        let out = clean(svg);
        assert!(
            out.contains("kept &amp; shown") && out.contains("url(#g)") && out.contains(r##"<use href="#g">"##),
            "{out}"
        );
        for gone in ["alert", "http://x", "@import", "script"] {
            assert!(!out.contains(gone), "{gone} in {out}");
        }
    }

    #[test]
    fn foreign_text_is_noticed() {
        let svg = r#"<svg xmlns="http://www.w3.org/2000/svg"><foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject></svg>"#;
        assert!(sanitize(svg).is_ok_and(|s| s.lost_text));
        assert!(sanitize("<p/>").is_err() && sanitize("<svg>").is_err());
    }
}
