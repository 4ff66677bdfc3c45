//! What can be said of an XML Schema without claiming more than was checked.

use crate::source::{TextRange, Workspace, normalize};
use crate::work_product::{Artifact, WorkProduct};

use super::parse::xml;
use super::validity::Problem;

const XSD: &str = "http://www.w3.org/2001/XMLSchema";

/// Root element, target namespace and the schemas an XML Schema refers to.
pub(super) fn schema_problems(work: &WorkProduct, workspace: &dyn Workspace, file: &Artifact) -> Vec<Problem> {
    let text = work.sources.get(file.source).text();
    let (body, skipped) = text.strip_prefix('\u{feff}').map_or((text, 0), |rest| (rest, 3));
    let place = |range: std::ops::Range<usize>| TextRange::new(range.start + skipped, range.end + skipped);
    let Ok(document) = xml(body) else { return Vec::new() };
    let root = document.root_element();
    let name = |node: roxmltree::Node<'_, '_>| {
        let start = node.range().start;
        place(
            start + 1
                ..start
                    + 1
                    + body.get(start + 1..).map_or(0, |rest| rest.find([' ', '>', '/', '\n', '\r', '\t']).unwrap_or(0)),
        )
    };
    let is_schema = root.has_tag_name((XSD, "schema"));
    if !is_schema {
        let named_so = file.path.to_ascii_lowercase().ends_with(".xsd");
        return named_so
            .then(|| Problem::new(name(root), "the root of an XML Schema is xs:schema"))
            .into_iter()
            .collect();
    }
    let mut problems = Vec::new();
    match root.attribute_node("targetNamespace") {
        None => problems.push(Problem::new(name(root), "the XML Schema names no target namespace")),
        Some(namespace) if namespace.value().trim().is_empty() => {
            problems.push(Problem::new(place(namespace.range()), "the target namespace is empty"));
        }
        Some(_) => {}
    }
    let directory = file.path.rsplit_once('/').map_or("", |(directory, _)| directory);
    for node in document.descendants().filter(|node| node.tag_name().namespace() == Some(XSD)) {
        let Some(location) = node.attribute_node("schemaLocation") else { continue };
        let target = location.value();
        if target.contains("://") {
            continue;
        }
        let path = normalize(format!("{directory}/{target}").trim_start_matches('/'));
        if !path.is_some_and(|path| workspace.exists(&path)) {
            let message = format!("the schema `{target}` does not exist in the package");
            problems.push(Problem::new(place(location.range()), message));
        }
    }
    problems
}
