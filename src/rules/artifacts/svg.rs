//! Vector images.

use roxmltree::{Document, Node, ParsingOptions};

use crate::diagnostic::Severity;
use crate::rules::Checker;

use super::images::files;

/// `svg-safe`.
pub fn svg_safe(checker: &mut Checker<'_>) {
    let mut any = false;
    for (file, range) in files(checker.work) {
        if !file.to_ascii_lowercase().ends_with(".svg") {
            continue;
        }
        let Ok(text) = checker.workspace.read_text(&file) else { continue };
        any = true;
        let options = ParsingOptions { allow_dtd: true, nodes_limit: 1_000_000, ..ParsingOptions::default() };
        match Document::parse_with_options(&text, options) {
            Ok(document) => {
                let unsafe_node = document.descendants().find_map(|node| Some((node, danger(node)?)));
                if let Some((node, danger)) = unsafe_node {
                    let line = document.text_pos_at(node.range().start).row;
                    checker.flag(range, format!("`{file}` {danger}, in its line {line}"));
                }
            }
            Err(error) => {
                let found = checker.found(range, format!("`{file}` is no well-formed XML: {error}"));
                checker.report(found.at_most(Severity::Warning));
            }
        }
    }
    if !any {
        checker.not_applicable("the document shows no SVG files");
    }
}

/// What an element of an image must not do.
fn danger(node: Node<'_, '_>) -> Option<String> {
    if !node.is_element() {
        return None;
    }
    let name = node.tag_name().name();
    if name.eq_ignore_ascii_case("script") {
        return Some("holds a script".to_owned());
    }
    for attribute in node.attributes() {
        let (key, value) = (attribute.name().to_ascii_lowercase(), attribute.value().trim().to_ascii_lowercase());
        if key.starts_with("on") && key.len() > 2 {
            return Some(format!("runs a script through `{key}`"));
        }
        if value.starts_with("javascript:") {
            return Some(format!("runs a script through `{key}`"));
        }
        let loads = key == "href" && name != "a" && is_external(&value);
        if loads || (key == "style" && loads_in_css(&value)) {
            return Some(format!("loads `{}`", attribute.value().trim()));
        }
    }
    let css = name == "style" && node.text().is_some_and(|text| loads_in_css(&text.to_ascii_lowercase()));
    css.then(|| "loads a file through its style sheet".to_owned())
}

fn is_external(url: &str) -> bool {
    ["http:", "https:", "file:", "ftp:", "//"].iter().any(|start| url.starts_with(start))
}

fn loads_in_css(css: &str) -> bool {
    let external = |at: &str| is_external(at.trim_start_matches(['"', '\'', ' ']));
    css.contains("@import") || css.split("url(").skip(1).any(external)
}
