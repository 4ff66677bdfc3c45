//! From the YAML of a rule to the rule, with the place of every mistake.

use std::collections::BTreeMap;

use crate::diagnostic::Severity;
use crate::markdown::{YamlNode, YamlValue};
use crate::work_product::config::{ConfigError, plain_scalar};

use super::pattern::{Flags, Pattern};
use super::{Check, Comparison, Target};

type Read<T> = Result<T, ConfigError>;

/// Kinds of checks with the keys of each; `type` always.
const KINDS: [(&str, &[&str]); 9] = [
    ("section-present", &["pattern", "literal", "flags"]),
    ("section-absent", &["pattern", "literal", "flags"]),
    ("metadata-present", &["key", "pattern", "literal", "flags"]),
    ("all-match", &["target", "pattern", "literal", "flags", "invert"]),
    ("any-match", &["target", "pattern", "literal", "flags"]),
    ("count", &["target", "pattern", "literal", "flags", "op", "value"]),
    ("references-resolve", &[]),
    ("conditional", &["condition", "then"]),
    ("pi", &["mode", "name"]),
];

/// A rule as its file gives it.
pub(super) struct Written<'a> {
    pub id: &'a YamlNode,
    pub description: String,
    pub severity: Severity,
    pub reason: Option<String>,
    pub check: Check,
}

/// What patterns are read with: the text of the file, and the words that stand for others.
pub(super) struct Reader<'a> {
    pub file: &'a str,
    pub context: &'a BTreeMap<String, String>,
}

pub(super) fn wrong<T>(node: &YamlNode, message: impl Into<String>) -> Read<T> {
    Err(ConfigError { message: message.into(), range: node.range })
}

/// The entries of a mapping whose keys are all known.
pub(super) fn entries<'a>(node: &'a YamlNode, known: &[&str]) -> Read<&'a [(YamlNode, YamlNode)]> {
    let YamlValue::Mapping(entries) = &node.value else {
        return wrong(node, "keys with values are expected here");
    };
    match entries.iter().find(|(key, _)| key.text().is_none_or(|key| !known.is_empty() && !known.contains(&key))) {
        Some((key, _)) => wrong(key, format!("unknown key `{}`", key.text().unwrap_or_default())),
        None => Ok(entries),
    }
}

/// The items of a list.
pub(super) fn items(node: &YamlNode) -> Read<&[YamlNode]> {
    match &node.value {
        YamlValue::Sequence(items) => Ok(items),
        _ => wrong(node, "a list is expected here"),
    }
}

/// A text of one line: white space is collapsed.
pub(super) fn text(node: &YamlNode) -> Read<String> {
    match node.text().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")) {
        Some(text) if !text.is_empty() => Ok(text),
        _ => wrong(node, "text is expected here"),
    }
}

fn required<'a>(node: &'a YamlNode, key: &str) -> Read<&'a YamlNode> {
    match node.get(key) {
        Some(value) => Ok(value),
        None => Err(ConfigError { message: format!("`{key}` is missing"), range: first_key(node) }),
    }
}

/// A missing key is shown at the first that is there.
fn first_key(node: &YamlNode) -> crate::source::TextRange {
    match &node.value {
        YamlValue::Mapping(entries) => entries.first().map_or(node.range, |(key, _)| key.range),
        _ => node.range,
    }
}

impl Reader<'_> {
    /// Reads a rule.
    pub fn rule<'a>(&self, node: &'a YamlNode) -> Read<Written<'a>> {
        entries(node, &["id", "name", "severity", "description", "reason", "check"])?;
        let id = required(node, "id")?;
        let name = text(id)?;
        if !is_id(&name) {
            return wrong(id, "an id holds letters, digits, dots, hyphens and underscores only");
        }
        let severity = match node.get("severity") {
            None => Severity::Warning,
            Some(value) => match value.text() {
                Some("BLOCKER") => Severity::Error,
                Some("WARN") => Severity::Warning,
                Some("INFO") => Severity::Info,
                other => {
                    return wrong(value, format!("`{}` is none of BLOCKER, WARN, INFO", other.unwrap_or_default()));
                }
            },
        };
        let described = node.get("description").or_else(|| node.get("name"));
        let description = described.map_or_else(|| Ok(name), text)?;
        let reason = node.get("reason").map(text).transpose()?;
        let check = self.check(required(node, "check")?)?;
        Ok(Written { id, description, severity, reason, check })
    }

    fn check(&self, node: &YamlNode) -> Read<Check> {
        entries(node, &[])?;
        let kind = required(node, "type")?;
        let name = kind.text().unwrap_or_default();
        let Some((_, keys)) = KINDS.iter().find(|(known, _)| *known == name) else {
            let kinds: Vec<&str> = KINDS.iter().map(|(kind, _)| *kind).collect();
            return wrong(kind, format!("`{name}` is no kind of check; there are {}", kinds.join(", ")));
        };
        let keys: Vec<&str> = std::iter::once("type").chain(keys.iter().copied()).collect();
        entries(node, &keys)?;
        Ok(match name {
            "section-present" => Check::SectionPresent(self.pattern(node)?),
            "section-absent" => Check::SectionAbsent(self.pattern(node)?),
            "metadata-present" => Check::MetadataPresent {
                key: self.resolved(required(node, "key")?)?.to_lowercase(),
                pattern: self.pattern_if_any(node)?,
            },
            "all-match" => Check::AllMatch {
                target: self.target(node)?,
                pattern: self.pattern(node)?,
                invert: node.get("invert").map_or(Ok(false), boolean)?,
            },
            "any-match" => Check::AnyMatch { target: self.target(node)?, pattern: self.pattern(node)? },
            "count" => Check::Count {
                target: self.target(node)?,
                pattern: self.pattern(node)?,
                op: node.get("op").map_or(Ok(Comparison::AtLeast), comparison)?,
                value: node.get("value").map_or(Ok(1), number)?,
            },
            "references-resolve" => Check::ReferencesResolve,
            "conditional" => Check::Conditional {
                condition: Box::new(self.check(required(node, "condition")?)?),
                then: Box::new(self.check(required(node, "then")?)?),
            },
            _ => Check::ProcessingInstructions,
        })
    }

    fn pattern(&self, node: &YamlNode) -> Read<Pattern> {
        match self.pattern_if_any(node)? {
            Some(pattern) => Ok(pattern),
            None => Err(ConfigError { message: "`pattern` is missing".to_owned(), range: first_key(node) }),
        }
    }

    fn pattern_if_any(&self, node: &YamlNode) -> Read<Option<Pattern>> {
        let mut flags = Flags::default();
        if let Some(given) = node.get("flags") {
            let all = match &given.value {
                YamlValue::Sequence(items) => items.iter().collect(),
                _ => vec![given],
            };
            for flag in all {
                let name = flag.text().unwrap_or_default();
                if !flags.add(name) {
                    return wrong(flag, format!("`{name}` is none of IGNORECASE, MULTILINE, DOTALL, VERBOSE, UNICODE"));
                }
            }
        }
        match (node.get("pattern"), node.get("literal")) {
            (Some(_), Some(literal)) => wrong(literal, "`pattern` and `literal` exclude each other"),
            (Some(pattern), None) => Pattern::compile(&self.resolved(pattern)?, flags, pattern, self.file).map(Some),
            (None, Some(literal)) => Pattern::literal(&self.resolved(literal)?, flags, literal, self.file).map(Some),
            (None, None) => Ok(None),
        }
    }

    fn target(&self, node: &YamlNode) -> Read<Target> {
        let Some(given) = node.get("target") else { return Ok(Target::Prose) };
        let name = given.text().unwrap_or_default();
        if let Some(heading) = name.strip_prefix("section:") {
            let flags = Flags { ignore_case: true, ..Flags::default() };
            return Pattern::compile(heading.trim(), flags, given, self.file).map(Target::Section);
        }
        Ok(match name {
            "prose" => Target::Prose,
            "headings" => Target::Headings,
            "links" => Target::Links,
            "relative-links" => Target::RelativeLinks,
            "images" => Target::Images,
            _ => {
                let known = "prose, headings, links, relative-links, images, section:PATTERN";
                return wrong(given, format!("`{name}` is none of {known}"));
            }
        })
    }

    /// A scalar in which `${key}` stands for what `context` says.
    fn resolved(&self, node: &YamlNode) -> Read<String> {
        let Some(text) = node.text() else { return wrong(node, "text is expected here") };
        let (mut resolved, mut rest) = (String::new(), text);
        while let Some((before, after)) = rest.split_once("${") {
            let Some((key, after)) = after.split_once('}') else { break };
            let Some(value) = self.context.get(key) else {
                return wrong(node, format!("`context` says nothing of `{key}`"));
            };
            resolved.push_str(before);
            resolved.push_str(value);
            rest = after;
        }
        Ok(resolved + rest)
    }
}

fn is_id(id: &str) -> bool {
    id.starts_with(|c: char| c.is_ascii_alphanumeric())
        && id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

fn boolean(node: &YamlNode) -> Read<bool> {
    match plain_scalar(node.text().unwrap_or_default()).as_bool() {
        Some(value) => Ok(value),
        None => wrong(node, "true or false is expected here"),
    }
}

fn number(node: &YamlNode) -> Read<usize> {
    match node.text().and_then(|text| text.parse().ok()) {
        Some(value) => Ok(value),
        None => wrong(node, "a whole number is expected here"),
    }
}

fn comparison(node: &YamlNode) -> Read<Comparison> {
    let name = node.text().unwrap_or_default();
    match Comparison::parse(name) {
        Some(op) => Ok(op),
        None => wrong(node, format!("`{name}` is none of eq, ne, lt, le, gt, ge")),
    }
}
