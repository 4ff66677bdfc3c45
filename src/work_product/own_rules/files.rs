//! Files of rules and the files they extend.

use std::collections::BTreeMap;

use crate::diagnostic::{Location, SourceId, Sources};
use crate::markdown::{YamlNode, parse_yaml};
use crate::source::{ColumnUnit, SourceText, TextRange, Workspace, normalize};
use crate::work_product::LoadError;
use crate::work_product::config::ConfigError;

use super::read::{Reader, Written, entries, items, text, wrong};
use super::{OwnRule, Replaced};

/// Most files read, those that are extended included.
const MAX_FILES: usize = 32;
/// Most rules of all files together.
const MAX_RULES: usize = 2_000;

/// A file of rules and the place that names it.
#[derive(Debug, Clone)]
pub(in crate::work_product) struct Named {
    /// Its path in the workspace.
    pub path: String,
    /// Where it is named.
    pub at: Location,
}

/// A file of rules, parsed.
struct File {
    path: String,
    source: SourceId,
    root: YamlNode,
}

/// Reads the files named, those they extend before them. Every file becomes one of the sources.
///
/// # Errors
/// The first file that is absent, no YAML or no file of rules, or that extends itself.
pub(in crate::work_product) fn load(
    workspace: &dyn Workspace,
    named: &[Named],
    sources: &mut Sources,
) -> Result<Vec<OwnRule>, LoadError> {
    let mut reading = Reading { workspace, sources, files: Vec::new() };
    for named in named {
        reading.visit(&named.path, named.at, &mut Vec::new())?;
    }
    let files = reading.files;
    let context = context(&files).map_err(|(file, error)| at(sources, file.source, error))?;
    let mut rules: Vec<OwnRule> = Vec::new();
    let mut by_id: BTreeMap<String, usize> = BTreeMap::new();
    for file in &files {
        let read = rules_of(file, sources.get(file.source), &context);
        for rule in read.map_err(|error| at(sources, file.source, error))? {
            take(rule, &mut rules, &mut by_id);
        }
    }
    Ok(rules)
}

/// A rule whose id is known takes the place of the rule that had it.
fn take(mut rule: OwnRule, rules: &mut Vec<OwnRule>, by_id: &mut BTreeMap<String, usize>) {
    let known = by_id.get(rule.id.as_str()).and_then(|&index| rules.get_mut(index));
    if let Some(place) = known {
        rule.replaces = Some(Replaced { location: place.location, description: place.description.clone() });
        *place = rule;
    } else {
        by_id.insert(rule.id.to_string(), rules.len());
        rules.push(rule);
    }
}

struct Reading<'a> {
    workspace: &'a dyn Workspace,
    sources: &'a mut Sources,
    files: Vec<File>,
}

impl Reading<'_> {
    /// Reads a file after the one it extends. `above` are the files that lead here.
    fn visit(&mut self, path: &str, named_at: Location, above: &mut Vec<String>) -> Result<(), LoadError> {
        let refuse = |reading: &Self, message: String| {
            let error = ConfigError { message, range: named_at.range };
            Err(at(reading.sources, named_at.source, error))
        };
        let Some(path) = normalize(path) else {
            return refuse(self, format!("`{path}` lies outside the project directory"));
        };
        if above.contains(&path) {
            return refuse(self, format!("`{path}` extends itself, by way of {}", above.join(", ")));
        }
        if self.files.iter().any(|file| file.path == path) {
            return Ok(());
        }
        if self.files.len() + above.len() >= MAX_FILES {
            return refuse(self, format!("more than {MAX_FILES} files of rules"));
        }
        let content = match self.workspace.read_text(&path) {
            Ok(content) => content,
            Err(error) => return refuse(self, format!("`{path}` {error}")),
        };
        let source = self.sources.add(SourceText::new(path.clone(), content));
        let (root, extends) =
            parsed(self.sources.get(source).text()).map_err(|error| at(self.sources, source, error))?;
        above.push(path.clone());
        if let Some((name, range)) = extends {
            let directory = path.rsplit_once('/').map_or(String::new(), |(directory, _)| format!("{directory}/"));
            self.visit(&format!("{directory}{name}.rules.yaml"), Location { source, range }, above)?;
        }
        above.pop();
        self.files.push(File { path, source, root });
        Ok(())
    }
}

/// The file as a tree, and the name under `meta.extends` with its place.
fn parsed(content: &str) -> Result<(YamlNode, Option<(String, TextRange)>), ConfigError> {
    let root = parse_yaml(content).map_err(|error| ConfigError { message: error.message, range: error.range })?;
    let Some(root) = root else {
        return Err(ConfigError { message: "the file holds no rules".to_owned(), range: TextRange::empty(0) });
    };
    entries(&root, &["meta", "context", "rules"])?;
    let Some(extends) = root.get("meta").and_then(|meta| meta.get("extends")) else { return Ok((root, None)) };
    let name = text(extends)?;
    let range = extends.range;
    Ok((root, Some((name, range))))
}

/// What `${key}` stands for: the last file that says so decides.
fn context(files: &[File]) -> Result<BTreeMap<String, String>, (&File, ConfigError)> {
    let mut context = BTreeMap::new();
    for file in files {
        let Some(given) = file.root.get("context") else { continue };
        for (key, value) in entries(given, &[]).map_err(|error| (file, error))? {
            let value = match value.text() {
                Some(value) => value.to_owned(),
                None => wrong(value, "text is expected here").map_err(|error| (file, error))?,
            };
            context.insert(key.text().unwrap_or_default().to_owned(), value);
        }
    }
    Ok(context)
}

fn rules_of(file: &File, source: &SourceText, context: &BTreeMap<String, String>) -> Result<Vec<OwnRule>, ConfigError> {
    let Some(list) = file.root.get("rules") else { return Ok(Vec::new()) };
    let reader = Reader { file: source.text(), context };
    let mut rules: Vec<OwnRule> = Vec::new();
    for node in items(list)? {
        let Written { id, description, severity, reason, check } = reader.rule(node)?;
        let name = text(id)?;
        if rules.len() >= MAX_RULES {
            return wrong(id, format!("more than {MAX_RULES} rules"));
        }
        if rules.iter().any(|rule| *rule.id == *name) {
            return wrong(id, format!("the id `{name}` stands twice in this file"));
        }
        rules.push(OwnRule {
            id: name.into(),
            description,
            severity,
            reason,
            check,
            path: file.path.clone(),
            line: source.position(id.range.start, ColumnUnit::Scalar).line,
            location: Location { source: file.source, range: id.range },
            replaces: None,
        });
    }
    Ok(rules)
}

fn at(sources: &Sources, source: SourceId, error: ConfigError) -> LoadError {
    LoadError::at(sources.get(source), error.range.start, error.range.len(), error.message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;
    use crate::source::MemoryWorkspace;

    fn read(files: &[(&str, &str)]) -> Result<Vec<OwnRule>, LoadError> {
        let mut workspace = MemoryWorkspace::default();
        for (path, content) in files {
            workspace.files.insert((*path).to_owned(), content.as_bytes().to_vec());
        }
        let mut sources = Sources::new(SourceText::new("workproduct.yaml", "lint"));
        let named =
            Named { path: files[0].0.to_owned(), at: Location { range: TextRange::new(0, 4), ..Location::default() } };
        load(&workspace, &[named], &mut sources)
    }

    const BASE: &str = "rules:\n- id: B-ONE\n  severity: BLOCKER\n  description: One\n  check: {type: references-resolve}\n\
                        - id: B-TWO\n  check: {type: section-present, literal: '${name}'}\n";

    #[test]
    fn a_file_replaces_what_it_extends_in_its_place() {
        let spec = "meta: {extends: base}\ncontext: {name: Tides}\nrules:\n- id: B-ONE\n  severity: INFO\n  \
                    description: Less\n  check: {type: pi}\n";
        let rules = read(&[("etc/spec.rules.yaml", spec), ("etc/base.rules.yaml", BASE)]).unwrap();
        let seen: Vec<_> =
            rules.iter().map(|rule| (rule.id.as_str(), rule.severity, rule.replaces.is_some())).collect();
        assert_eq!(seen, [("B-ONE", Severity::Info, true), ("B-TWO", Severity::Warning, false)]);
        assert!(matches!(&rules[1].check, super::super::Check::SectionPresent(pattern) if pattern.is_match("Tides")));
        assert_eq!((rules[0].path.as_str(), rules[0].line), ("etc/spec.rules.yaml", 4));
    }

    /// The mistake stands behind the mark.
    #[test]
    fn mistakes_have_places() {
        let check = |check: &str| format!("rules:\n- id: A\n  check: {check}\n");
        let cases = [
            ("rules: ⟦[".to_owned(), "unclosed"),
            ("⟦".to_owned(), "no rules"),
            ("⟦ruels: []\n".to_owned(), "unknown key `ruels`"),
            ("rules: ⟦{}\n".to_owned(), "a list"),
            ("rules:\n- ⟦check: {type: pi}\n".to_owned(), "`id` is missing"),
            ("rules:\n- id: ⟦A B\n".to_owned(), "letters"),
            ("rules:\n- id: A\n  severity: ⟦ERROR\n".to_owned(), "none of BLOCKER"),
            ("rules:\n- ⟦id: A\n".to_owned(), "`check` is missing"),
            (check("{type: ⟦section-presnt}"), "no kind of check"),
            (check("{⟦type: section-present}"), "`pattern` is missing"),
            (check("{type: section-present, ⟦patern: x}"), "unknown key `patern`"),
            (check("{type: any-match, target: ⟦text, pattern: x}"), "none of prose"),
            (check("{type: any-match, pattern: x, flags: [I, ⟦Q]}"), "none of IGNORECASE"),
            (check("{type: any-match, pattern: x, literal: ⟦y}"), "exclude each other"),
            (check("{type: any-match, pattern: ⟦'${tc}'}"), "says nothing of `tc`"),
            (check("{type: any-match, pattern: 'ab⟦(?=c)'}"), "look-around"),
            (check("{type: any-match, pattern: ⟦'(?:[\\s\\S]{1000}){1000}'}"), "too large"),
            (check("{type: count, pattern: x, op: ⟦about}"), "none of eq"),
            (check("{type: count, pattern: x, value: ⟦-1}"), "whole number"),
            (check("{type: all-match, pattern: x, invert: ⟦1}"), "true or false"),
            (check("{⟦type: conditional, condition: {type: pi}}"), "`then` is missing"),
            (format!("{BASE}context: {{name: ⟦[]}}\n"), "text"),
            (format!("{}- id: ⟦A\n  check: {{type: pi}}\n", check("{type: pi}")), "twice"),
            ("meta: {extends: ⟦none}\n".to_owned(), "does not exist"),
            ("meta: {extends: ⟦../../none}\n".to_owned(), "outside"),
        ];
        for (marked, message) in cases {
            let (before, _) = marked.split_once('⟦').unwrap();
            let line = before.lines().count().max(1) + usize::from(before.ends_with('\n'));
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            let error = read(&[("etc/a.rules.yaml", &marked.replace('⟦', ""))]).unwrap_err();
            assert!(error.message.contains(message), "{marked}\n{error:?}");
            assert_eq!(
                error.position.map(|(l, c)| (l as usize, c as usize)),
                Some((line, column)),
                "{marked}\n{error:?}"
            );
        }
    }

    #[test]
    fn a_circle_is_refused() {
        let extending = |name: &str| format!("meta:\n  extends: {name}\n");
        let error = read(&[("a.rules.yaml", &extending("b")), ("b.rules.yaml", &extending("a"))]).unwrap_err();
        assert_eq!((error.path.as_str(), error.position), ("b.rules.yaml", Some((2, 12))));
        assert!(error.message.contains("extends itself"), "{error}");
    }
}
