//! The files beside the prose that name the stage: `workproduct.yaml` and the artifacts.

use crate::markdown::{YamlNode, YamlValue, parse_yaml};
use crate::source::{Edit, Workspace, apply};
use crate::work_product::WorkProduct;

use super::names::Names;
use super::{Bump, Change, Refusal, Request};

pub(super) fn plan(
    work: &WorkProduct,
    workspace: &dyn Workspace,
    names: &Names,
    request: &Request,
    bump: &mut Bump,
) -> Result<(), Refusal> {
    if let Some(config) = &work.config {
        let text = work.sources.get(config.source).text().to_owned();
        let mut edits = settings(&text, names, request);
        edits.extend(names.edits(&text, &edits.iter().map(|edit| edit.range).collect::<Vec<_>>()));
        change(&config.path, text, edits, None, bump);
    }
    for artifact in &work.artifacts.files {
        let bytes =
            workspace.read(&artifact.path).map_err(|error| Refusal::Read { path: artifact.path.clone(), error })?;
        // What is no text names no stage that could be edited.
        let Ok(text) = String::from_utf8(bytes) else { continue };
        let edits = names.edits(&text, &[]);
        change(&artifact.path, text, edits, None, bump);
    }
    Ok(())
}

fn change(path: &str, before: String, mut edits: Vec<Edit>, renamed: Option<String>, bump: &mut Bump) {
    edits.sort();
    let Some(after) = apply(&before, &edits).filter(|after| *after != before) else { return };
    bump.changes.insert(path.to_owned(), Change { before, after, renamed, places: edits.len() });
}

/// `stage`, `date` and the paths under `source`.
fn settings(text: &str, names: &Names, request: &Request) -> Vec<Edit> {
    let Ok(Some(YamlNode { value: YamlValue::Mapping(pairs), .. })) = parse_yaml(text) else { return Vec::new() };
    let mut edits = Vec::new();
    for (key, node) in &pairs {
        let YamlValue::Scalar { text: key, .. } = &key.value else { continue };
        match key.as_str() {
            "stage" => scalar(node, &request.stage.written(), &mut edits),
            "date" => {
                if let Some(date) = request.date {
                    scalar(node, &date.to_string(), &mut edits);
                }
            }
            "source" => sources(node, names, &mut edits),
            _ => {}
        }
    }
    edits
}

fn sources(node: &YamlNode, names: &Names, edits: &mut Vec<Edit>) {
    match &node.value {
        YamlValue::Scalar { text, .. } => {
            if let Some(renamed) = names.renamed(text) {
                scalar(node, &renamed, edits);
            }
        }
        YamlValue::Sequence(items) => items.iter().for_each(|item| sources(item, names, edits)),
        YamlValue::Mapping(_) => {}
    }
}

fn scalar(node: &YamlNode, value: &str, edits: &mut Vec<Edit>) {
    if let YamlValue::Scalar { quoted, .. } = node.value {
        let text = if quoted { format!("\"{value}\"") } else { value.to_owned() };
        edits.push(Edit::replace(node.range, text));
    }
}
