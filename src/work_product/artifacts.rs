//! The additional artifacts that `workproduct.yaml` names, resolved to files and read once.

use ignore::overrides::OverrideBuilder;

use crate::diagnostic::{Location, SourceId, Sources};
use crate::markdown::parse_yaml;
use crate::source::{SourceText, TextRange, Workspace};

use super::LoadedConfig;
use super::config::{ArtifactRole, ArtifactSpec, Expectation, at_pointer};

/// Most files one entry may match.
const MAX_FILES: usize = 5_000;

/// Largest artifact read as text, in bytes.
const MAX_TEXT: usize = 32 * 1024 * 1024;

/// What a file holds, by its validator or its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArtifactKind {
    /// JSON.
    Json,
    /// XML, XML Schema included.
    Xml,
    /// YAML.
    Yaml,
    /// ABNF.
    Abnf,
    /// Anything else; it travels unread.
    Other,
}

/// One file that travels with the prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// Path in the workspace.
    pub path: String,
    /// What it is for.
    pub role: ArtifactRole,
    /// What it holds.
    pub kind: ArtifactKind,
    /// Path of the JSON Schema it is held against.
    pub schema: Option<String>,
    /// Whether it is meant to be valid.
    pub expect: Expectation,
    /// Its text among the sources, empty where it could not be read.
    pub source: SourceId,
    /// Why it could not be read.
    pub problem: Option<String>,
    /// The entry of `workproduct.yaml` that names it.
    pub named_at: Location,
}

/// One entry of `artifacts:` in `workproduct.yaml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArtifactEntry {
    /// Path, directory or glob as written.
    pub pattern: String,
    /// Where it is written.
    pub named_at: Location,
    /// It leads out of the project.
    pub leaves_project: bool,
    /// The files it names, sorted.
    pub files: Vec<String>,
}

/// The additional artifacts of a work product.
#[derive(Debug, Clone, Default)]
pub struct Artifacts {
    /// The entries of `workproduct.yaml`, as they stand there.
    pub entries: Vec<ArtifactEntry>,
    /// The files, by path; a file that two entries name counts for the first.
    pub files: Vec<Artifact>,
}

impl Artifacts {
    /// An artifact by path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Artifact> {
        let index = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        self.files.get(index)
    }
}

/// Resolves the entries of `workproduct.yaml` and reads what can be validated.
pub(super) fn load(workspace: &dyn Workspace, config: Option<&LoadedConfig>, sources: &mut Sources) -> Artifacts {
    let mut found = Artifacts::default();
    let Some(loaded) = config else { return found };
    let tree = parse_yaml(sources.get(loaded.source).text()).ok().flatten();
    let directory = loaded.path.rsplit_once('/').map_or(String::new(), |(directory, _)| format!("{directory}/"));
    let mut taken = std::collections::BTreeSet::new();
    for (index, spec) in loaded.config.artifacts.iter().enumerate() {
        let node = tree.as_ref().and_then(|tree| at_pointer(tree, &format!("/artifacts/{index}/path")));
        let range = node.map_or(TextRange::empty(0), |node| node.range);
        let named_at = Location { source: loaded.source, range };
        let pattern = format!("{directory}{}", spec.path);
        let files = resolve(workspace, &pattern);
        for path in &files {
            if taken.insert(path.clone()) {
                found.files.push(read(workspace, sources, path.clone(), spec, &directory, named_at));
            }
        }
        let leaves_project = crate::source::normalize(&pattern).is_none();
        found.entries.push(ArtifactEntry { pattern: spec.path.clone(), named_at, leaves_project, files });
    }
    found.files.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// The files a path, a directory or a glob stands for.
fn resolve(workspace: &dyn Workspace, pattern: &str) -> Vec<String> {
    let is_glob = |c: char| matches!(c, '*' | '?' | '[' | '{');
    if !pattern.contains(is_glob) {
        if workspace.exists(pattern) {
            return crate::source::normalize(pattern).into_iter().collect();
        }
        let mut files = workspace.list(pattern.trim_end_matches('/'));
        files.truncate(MAX_FILES);
        return files;
    }
    let literal = pattern.split(is_glob).next().unwrap_or_default();
    let directory = literal.rsplit_once('/').map_or("", |(directory, _)| directory);
    let mut builder = OverrideBuilder::new("");
    // A leading slash anchors the pattern, as paths in the file are anchored to it.
    let Ok(globs) = builder.add(&format!("/{pattern}")).and_then(|builder| builder.build()) else {
        return Vec::new();
    };
    let matching = |path: &String| globs.matched(path, false).is_whitelist();
    workspace.list(directory).into_iter().filter(matching).take(MAX_FILES).collect()
}

fn read(
    workspace: &dyn Workspace,
    sources: &mut Sources,
    path: String,
    spec: &ArtifactSpec,
    directory: &str,
    named_at: Location,
) -> Artifact {
    let (kind, schema) = match spec.validator.as_deref() {
        Some("json") => (ArtifactKind::Json, None),
        Some("xml") => (ArtifactKind::Xml, None),
        Some("yaml") => (ArtifactKind::Yaml, None),
        Some("abnf") => (ArtifactKind::Abnf, None),
        Some(schema) => (by_name(&path), Some(format!("{directory}{schema}"))),
        None => (by_name(&path), None),
    };
    let text = match kind {
        ArtifactKind::Other => Ok(String::new()),
        _ => workspace.read_text(&path).map_err(|error| error.to_string()),
    };
    let text = text.and_then(|text| match text.len() {
        len if len > MAX_TEXT => Err("is too large to be validated".to_owned()),
        _ => Ok(text),
    });
    let (text, problem) = match text {
        Ok(text) => (text, None),
        Err(problem) => (String::new(), Some(problem)),
    };
    let source = sources.add(SourceText::new(path.clone(), text));
    Artifact { path, role: spec.role, kind, schema, expect: spec.expect, source, problem, named_at }
}

fn by_name(path: &str) -> ArtifactKind {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase().as_str() {
        "json" => ArtifactKind::Json,
        "xml" | "xsd" | "xsl" | "xslt" | "rng" | "sch" | "wsdl" => ArtifactKind::Xml,
        "yaml" | "yml" => ArtifactKind::Yaml,
        "abnf" => ArtifactKind::Abnf,
        _ => ArtifactKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::MemoryWorkspace;

    #[test]
    fn patterns_are_anchored_and_directories_are_whole() {
        let mut workspace = MemoryWorkspace::default();
        for path in ["a/x.json", "a/b/y.json", "z/a/x.json", "top.json"] {
            workspace.files.insert(path.to_owned(), Vec::new());
        }
        assert_eq!(resolve(&workspace, "a/*.json"), ["a/x.json"]);
        assert_eq!(resolve(&workspace, "a/**/*.json"), ["a/b/y.json", "a/x.json"]);
        assert_eq!(resolve(&workspace, "*.json"), ["top.json"]);
        assert_eq!(resolve(&workspace, "a/"), ["a/b/y.json", "a/x.json"]);
        assert!(resolve(&workspace, "../*.json").is_empty());
    }
}
