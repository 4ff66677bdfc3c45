//! JSON Schemas against their meta-schemas, instances against JSON Schemas. Nothing is fetched.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use jsonschema::{Retrieve, Uri};
use serde_json::Value;

use crate::markdown::{YamlNode, parse_yaml};
use crate::source::{TextRange, Workspace};
use crate::work_product::config::{Expectation, at_pointer, to_json};
use crate::work_product::{Artifact, ArtifactKind, WorkProduct};

use super::validity::Problem;

/// What stands before a path, so that a relative `$ref` leads to the neighbouring file.
const BASE: &str = "https://package.invalid/";

/// The drafts whose meta-schemas are at hand.
const DRAFTS: [&str; 5] = [
    "http://json-schema.org/draft-04/schema",
    "http://json-schema.org/draft-06/schema",
    "http://json-schema.org/draft-07/schema",
    "https://json-schema.org/draft/2019-09/schema",
    "https://json-schema.org/draft/2020-12/schema",
];

/// Most findings of one instance.
const MAX_ERRORS: usize = 5;

/// The JSON Schemas of a package, ready to be applied.
pub(super) struct Schemas {
    documents: Arc<BTreeMap<String, Value>>,
    validators: BTreeMap<String, Result<jsonschema::Validator, String>>,
    /// References that lead out of the package, by schema.
    outside: BTreeMap<String, BTreeSet<String>>,
}

/// Answers references from the package; what is not there is noted and accepts everything.
struct Package {
    documents: Arc<BTreeMap<String, Value>>,
    missing: Arc<Mutex<BTreeSet<String>>>,
}

impl Retrieve for Package {
    fn retrieve(&self, uri: &Uri<String>) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        let uri = uri.as_str();
        let uri = uri.split('#').next().unwrap_or(uri);
        let by_path = uri.strip_prefix(BASE).and_then(|path| self.documents.get(path));
        let by_id = || self.documents.values().find(|document| id(document) == Some(uri));
        if let Some(document) = by_path.or_else(by_id) {
            return Ok(document.clone());
        }
        if let Ok(mut missing) = self.missing.lock() {
            missing.insert(uri.strip_prefix(BASE).unwrap_or(uri).to_owned());
        }
        Ok(Value::Bool(true))
    }
}

fn id(document: &Value) -> Option<&str> {
    document.get("$id").or_else(|| document.get("id"))?.as_str().map(|id| id.trim_end_matches('#'))
}

impl Schemas {
    /// Reads the schemas among `files` and those that validate them.
    pub fn new(work: &WorkProduct, workspace: &dyn Workspace, files: &[&Artifact]) -> Self {
        let mut documents = BTreeMap::new();
        for file in files.iter().filter(|file| file.kind == ArtifactKind::Json) {
            if let Some(value) = value(file.kind, work.sources.get(file.source).text()) {
                documents.insert(file.path.clone(), value);
            }
        }
        let wanted: BTreeSet<&String> = files.iter().filter_map(|file| file.schema.as_ref()).collect();
        for path in &wanted {
            if !documents.contains_key(*path)
                && let Ok(text) = workspace.read_text(path)
                && let Some(value) = value(ArtifactKind::Json, &text)
            {
                documents.insert((*path).clone(), value);
            }
        }
        let mut schemas =
            Self { documents: Arc::new(documents), validators: BTreeMap::new(), outside: BTreeMap::new() };
        for path in wanted {
            let (validator, missing) = schemas.validator(path);
            schemas.validators.insert(path.clone(), validator);
            schemas.outside.insert(path.clone(), missing);
        }
        schemas
    }

    fn validator(&self, path: &str) -> (Result<jsonschema::Validator, String>, BTreeSet<String>) {
        let Some(schema) = self.documents.get(path) else {
            return (Err("it does not exist or is not JSON".to_owned()), BTreeSet::new());
        };
        let missing = Arc::new(Mutex::new(BTreeSet::new()));
        let retriever = Package { documents: Arc::clone(&self.documents), missing: Arc::clone(&missing) };
        let built = jsonschema::options()
            .with_base_uri(format!("{BASE}{path}"))
            .with_retriever(retriever)
            .should_validate_formats(true)
            .build(schema)
            .map_err(|error| error.to_string());
        let missing = missing.lock().map(|missing| missing.clone()).unwrap_or_default();
        (built, missing)
    }

    /// What is wrong with an artifact.
    pub fn problems(&self, work: &WorkProduct, file: &Artifact) -> Vec<Problem> {
        let text = work.sources.get(file.source).text();
        let Some(value) = value(file.kind, text) else { return Vec::new() };
        let tree = parse_yaml(text.trim_start_matches('\u{feff}')).ok().flatten();
        let places = Places { text, tree };
        let mut problems = self.schema_problems(file, &value, &places);
        if let Some(schema) = &file.schema {
            problems.extend(self.instance_problems(file, schema, &value, &places));
        }
        problems
    }

    fn schema_problems(&self, file: &Artifact, value: &Value, places: &Places<'_>) -> Vec<Problem> {
        let Some(draft) = value.get("$schema").and_then(Value::as_str) else { return Vec::new() };
        if !DRAFTS.contains(&draft.trim_end_matches('#')) {
            return Vec::new();
        }
        let Ok(meta) = jsonschema::meta::validator_for(value) else { return Vec::new() };
        let mut problems: Vec<Problem> = meta
            .iter_errors(value)
            .take(MAX_ERRORS)
            .map(|error| {
                let place = places.of(&error.instance_path().to_string());
                Problem::new(place, format!("the JSON Schema is not valid: {}", brief(&error)))
            })
            .collect();
        if problems.is_empty()
            && let (Err(said), _) = self.validator(&file.path)
        {
            problems.push(Problem::new(places.of(""), format!("the JSON Schema cannot be used: {said}")));
        }
        problems
    }

    fn instance_problems(&self, file: &Artifact, schema: &str, value: &Value, places: &Places<'_>) -> Vec<Problem> {
        let validator = match self.validators.get(schema) {
            Some(Ok(validator)) => validator,
            Some(Err(said)) => {
                return vec![Problem::new(places.of(""), format!("the schema {schema} cannot be used: {said}"))];
            }
            None => return Vec::new(),
        };
        if file.expect == Expectation::Invalid {
            let valid = validator.is_valid(value);
            let found = || Problem {
                help: Some("let the file show its mistake, or drop `expect: invalid`"),
                ..Problem::new(places.of(""), format!("the file is valid against {schema} but is said to be invalid"))
            };
            return valid.then(found).into_iter().collect();
        }
        let outside = self.outside.get(schema).into_iter().flatten().map(|uri| Problem {
            help: Some("let the schema travel with the package"),
            ..Problem::new(places.of(""), format!("{schema} refers to {uri}, which is not in the package"))
        });
        let errors = validator.iter_errors(value).take(MAX_ERRORS).map(|error| {
            let place = places.of(&error.instance_path().to_string());
            Problem::new(place, format!("the file does not conform to {schema}: {}", brief(&error)))
        });
        errors.chain(outside).collect()
    }
}

/// The error in one line that does not repeat a whole document.
fn brief(error: &jsonschema::ValidationError<'_>) -> String {
    let said = error.masked_with("the value").to_string();
    if said.chars().count() <= 240 { said } else { said.chars().take(239).chain(['…']).collect() }
}

fn value(kind: ArtifactKind, text: &str) -> Option<Value> {
    let text = text.trim_start_matches('\u{feff}');
    match kind {
        ArtifactKind::Json => serde_json::from_str(text).ok(),
        ArtifactKind::Yaml => parse_yaml(text).ok().flatten().as_ref().map(to_json),
        _ => None,
    }
}

/// JSON Pointers to places: JSON is YAML, so the tree with places is read as YAML.
struct Places<'a> {
    text: &'a str,
    tree: Option<YamlNode>,
}

impl Places<'_> {
    /// The value a pointer leads to; a collection stands for its first line, the whole for the first.
    fn of(&self, pointer: &str) -> TextRange {
        let skipped = if self.text.starts_with('\u{feff}') { 3 } else { 0 };
        let node = self.tree.as_ref().and_then(|tree| at_pointer(tree, pointer));
        let range = node.map_or(TextRange::new(0, self.text.len() - skipped), |node| node.range);
        let (start, end) = (range.start as usize + skipped, range.end as usize + skipped);
        let slice = self.text.get(start..end).unwrap_or_default();
        let line = slice.lines().next().map_or(0, str::len);
        TextRange::new(start, start + line)
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::{LintOptions, Selection, lint};
    use crate::source::MemoryWorkspace;
    use crate::work_product::{Request, load};

    fn messages(schema: &str, instance: &str, more: &str) -> Vec<String> {
        let config = format!("source: a.md\nartifacts:\n  - path: '*.json'\n    validator: s.json\n{more}");
        let mut workspace = MemoryWorkspace::default();
        let files =
            [("workproduct.yaml", config.as_str()), ("a.md", "# A\n"), ("s.json", schema), ("i.json", instance)];
        workspace.files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
        let request = Request { config: Some("workproduct.yaml".to_owned()), ..Request::default() };
        let work = load(&workspace, &request).expect("it loads");
        let selection = Selection::new(&["artifact-valid".to_owned()], &[]).expect("a rule");
        let found = lint(&work, &workspace, &LintOptions { draft: false, selection }).diagnostics;
        found.into_iter().filter(|d| work.sources.path(d.location) == "i.json").map(|d| d.message).collect()
    }

    #[test]
    fn references_stay_inside_and_come_to_an_end() {
        let remote = r#"{"properties": {"a": {"$ref": "https://example.com/x.json"}}}"#;
        assert!(messages(remote, r#"{"a": 1}"#, "")[0].contains("https://example.com/x.json"));
        let endless = r##"{"$ref": "#"}"##;
        let _ = messages(endless, "{}", "");
        let pair = r##"{"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}, "$ref": "#/$defs/a"}"##;
        let _ = messages(pair, "{}", "");
    }

    #[test]
    fn an_instance_meant_to_be_invalid_must_be() {
        let schema = r#"{"type": "object"}"#;
        assert!(messages(schema, "{}", "    expect: invalid\n")[0].contains("said to be invalid"));
        assert!(messages(schema, "[]", "    expect: invalid\n").is_empty());
        assert_eq!(messages(schema, "[]", "").len(), 1);
    }
}
