//! `workproduct.yaml`: what no document can say about itself.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::diagnostic::Severity;
use crate::markdown::{YamlNode, YamlValue, parse_yaml};
use crate::source::TextRange;

/// Name of the file.
pub const CONFIG_FILE: &str = "workproduct.yaml";

/// The JSON Schema every `workproduct.yaml` is held against.
pub const CONFIG_SCHEMA: &str = include_str!("../../schemas/workproduct.schema.json");

/// A `workproduct.yaml`, typed.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Config {
    /// The template the document follows.
    pub profile: Option<String>,
    /// Who publishes.
    pub body: Option<String>,
    /// Title of the work product.
    pub title: Option<String>,
    /// Abbreviation used in names and URIs.
    pub abbreviation: Option<String>,
    /// Directories of the group and the work product in the OASIS Library, `acme-tc/widget`.
    pub path: Option<String>,
    /// Version, `1.0`.
    pub version: Option<String>,
    /// Stage token with revision, `csd01`.
    pub stage: Option<String>,
    /// Date of the stage or of the approval, `YYYY-MM-DD`.
    pub date: Option<String>,
    /// The prose: one file, or several in order.
    pub source: OneOrMany,
    /// Additional artifacts.
    pub artifacts: Vec<ArtifactSpec>,
    /// Overrides of rules.
    pub lint: LintConfig,
    /// How deliverables are made.
    pub build: BuildConfig,
}

/// One path or several.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum OneOrMany {
    /// None given.
    #[default]
    None,
    /// One.
    One(String),
    /// Several, in order.
    Many(Vec<String>),
}

impl OneOrMany {
    /// The paths.
    #[must_use]
    pub fn paths(&self) -> Vec<&str> {
        match self {
            Self::None => Vec::new(),
            Self::One(path) => vec![path],
            Self::Many(paths) => paths.iter().map(String::as_str).collect(),
        }
    }
}

/// Files that travel with the prose.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ArtifactSpec {
    /// Path or glob, relative to `workproduct.yaml`.
    pub path: String,
    /// What the files are for.
    #[serde(default)]
    pub role: ArtifactRole,
    /// `json`, `xml`, `yaml`, `abnf`, or the path of a JSON Schema.
    pub validator: Option<String>,
    /// Whether the files are meant to be valid.
    #[serde(default)]
    pub expect: Expectation,
}

/// What an artifact is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ArtifactRole {
    /// Conformance depends on it.
    Normative,
    /// It informs.
    #[default]
    Informative,
    /// It shows.
    Example,
}

/// Whether an artifact is meant to be valid.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Expectation {
    /// It is.
    #[default]
    Valid,
    /// It shows a mistake.
    Invalid,
}

/// `lint:`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct LintConfig {
    /// Overrides, in order.
    pub rules: Vec<RuleOverride>,
    /// Files of the committee's own rules, relative to `workproduct.yaml`.
    pub rule_files: Vec<String>,
    /// Words of the document's own, which are spelled right and need no explanation.
    pub words: Vec<String>,
}

/// One rule changed, with the reason.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct RuleOverride {
    /// Id of the rule.
    pub rule: String,
    /// Its new severity, or `off`.
    pub severity: OverrideSeverity,
    /// Why.
    pub reason: String,
}

/// A severity, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OverrideSeverity {
    /// The rule is not run.
    Off,
    /// Info.
    Info,
    /// Warning.
    Warning,
    /// Error.
    Error,
}

impl OverrideSeverity {
    /// The severity, `None` for off.
    #[must_use]
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Info => Some(Severity::Info),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}

/// `build:`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct BuildConfig {
    /// `html`, `pdf`, `docx`.
    pub formats: Vec<String>,
    /// `oasis` or `cosai`; the profile's own where absent.
    pub style: Option<String>,
    /// Depth of the generated contents, 1 to 5.
    pub contents_depth: u8,
    /// `a4` or `us-letter`.
    pub page_size: String,
    /// Number the sections of a document that has no numbers.
    pub numbering: bool,
}

impl Default for BuildConfig {
    fn default() -> Self {
        Self {
            formats: vec!["html".to_owned(), "pdf".to_owned()],
            style: None,
            contents_depth: 3,
            page_size: "a4".to_owned(),
            numbering: false,
        }
    }
}

/// What is wrong with a `workproduct.yaml`, and where in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ConfigError {
    /// What is wrong.
    pub message: String,
    /// The offending key or value.
    pub range: TextRange,
}

/// Reads a `workproduct.yaml`.
///
/// # Errors
/// The first thing that is wrong with it: syntax, an unknown key, a value of the wrong kind.
pub fn read_config(text: &str) -> Result<Config, ConfigError> {
    let root = parse_yaml(text).map_err(|error| ConfigError { message: error.message, range: error.range })?;
    let Some(root) = root else {
        return Ok(Config::default());
    };
    let value = to_json(&root);
    let schema: Value = serde_json::from_str(CONFIG_SCHEMA).unwrap_or(Value::Bool(true));
    let validator = jsonschema::validator_for(&schema).map_err(|error| ConfigError {
        message: format!("the schema of {CONFIG_FILE} is broken: {error}"),
        range: TextRange::empty(0),
    })?;
    if let Some(error) = validator.iter_errors(&value).next() {
        return Err(explain(&root, &error));
    }
    serde_json::from_value(value).map_err(|error| ConfigError { message: error.to_string(), range: root.range })
}

/// Puts a schema error into words and at its place.
fn explain(root: &YamlNode, error: &jsonschema::ValidationError<'_>) -> ConfigError {
    let pointer = error.instance_path().to_string();
    let node = at_pointer(root, &pointer).unwrap_or(root);
    if let jsonschema::error::ValidationErrorKind::AdditionalProperties { unexpected } = error.kind()
        && let Some(name) = unexpected.first()
        && let YamlValue::Mapping(entries) = &node.value
        && let Some((key, _)) = entries.iter().find(|(key, _)| key.text() == Some(name))
    {
        return ConfigError { message: format!("unknown key `{name}`"), range: key.range };
    }
    ConfigError { message: in_words(error, node.text().unwrap_or_default()), range: node.range }
}

/// What a schema demands, without the schema's own terms.
fn in_words(error: &jsonschema::ValidationError<'_>, written: &str) -> String {
    use jsonschema::error::{TypeKind, ValidationErrorKind};
    match error.kind() {
        ValidationErrorKind::Enum { options } => {
            let options: Vec<&str> = options.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            format!("`{written}` is none of {}", options.join(", "))
        }
        ValidationErrorKind::Type { kind: TypeKind::Single(kind) } => match kind.to_string().as_str() {
            "object" => "keys with values are expected here".to_owned(),
            "array" => "a list is expected here".to_owned(),
            "string" => "text is expected here: put it in quotes".to_owned(),
            "integer" => "a whole number is expected here".to_owned(),
            _ => error.to_string(),
        },
        ValidationErrorKind::OneOfNotValid { .. } => "text, or a list of texts, is expected here".to_owned(),
        _ => error.to_string(),
    }
}

/// The node a JSON Pointer leads to.
#[must_use]
pub fn at_pointer<'a>(root: &'a YamlNode, pointer: &str) -> Option<&'a YamlNode> {
    pointer.split('/').skip(1).try_fold(root, |node, step| {
        let step = step.replace("~1", "/").replace("~0", "~");
        match &node.value {
            YamlValue::Sequence(items) => items.get(step.parse::<usize>().ok()?),
            YamlValue::Mapping(_) => node.get(&step),
            YamlValue::Scalar { .. } => None,
        }
    })
}

/// YAML as JSON, plain scalars by YAML's core schema.
#[must_use]
pub fn to_json(node: &YamlNode) -> Value {
    match &node.value {
        YamlValue::Scalar { text, quoted: true } => Value::String(text.clone()),
        YamlValue::Scalar { text, quoted: false } => plain_scalar(text),
        YamlValue::Sequence(items) => Value::Array(items.iter().map(to_json).collect()),
        YamlValue::Mapping(entries) => {
            let entries = entries.iter().map(|(k, v)| (k.text().unwrap_or_default().to_owned(), to_json(v)));
            Value::Object(entries.collect::<Map<_, _>>())
        }
    }
}

pub(super) fn plain_scalar(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => match text.parse::<i64>() {
            Ok(number) => number.into(),
            Err(_) => text
                .parse::<f64>()
                .ok()
                .filter(|n| n.is_finite())
                .map_or_else(|| Value::String(text.to_owned()), Value::from),
        },
    }
}
