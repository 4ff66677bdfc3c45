//! From files to a work product.

use std::sync::Arc;

use crate::diagnostic::{Location, PROSE, Sources};
use crate::markdown::{front_matter, parse, parse_yaml};
use crate::profiles::ProfileId;
use crate::source::{ColumnUnit, ReadError, SourceText, TextRange, Workspace};

use super::anchors::Anchors;
use super::artifacts::{self, Artifacts};
use super::captions::Captions;
use super::citation::CitationFormat;
use super::config::{Config, at_pointer, read_config};
use super::conformance::Conformance;
use super::contents::Contents;
use super::cover::Cover;
use super::informative::InformativeParts;
use super::key_words::{Context, KeyWords};
use super::links::links;
use super::notices::Notices;
use super::other::other;
use super::outline::Outline;
use super::own_rules::{self, OwnRule};
use super::passages::Passages;
use super::people::People;
use super::profile::{Evidence, detect, generation};
use super::references::References;
use super::stage_blocks::stage_blocks;
use super::terms::terms;
use super::{LoadedConfig, WorkProduct};

/// What to load.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Files of the prose, in order, relative to the workspace; empty to go by `config`.
    pub sources: Vec<String>,
    /// Path of a `workproduct.yaml` in the workspace.
    pub config: Option<String>,
    /// The profile asked for on the command line.
    pub profile: Option<ProfileId>,
}

/// Why a work product could not be loaded, for people: where, and what.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct LoadError {
    /// The file.
    pub path: String,
    /// Line and column from 1, where there are any.
    pub position: Option<(u32, u32)>,
    /// What is wrong.
    pub message: String,
    /// The offending line and the bytes to underline in it.
    pub excerpt: Option<(String, std::ops::Range<usize>)>,
}

impl std::fmt::Display for LoadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.position {
            Some((line, column)) => write!(f, "{}:{line}:{column}: {}", self.path, self.message),
            None => write!(f, "{}: {}", self.path, self.message),
        }
    }
}

impl LoadError {
    fn read(path: &str, error: &ReadError) -> Self {
        Self { path: path.to_owned(), position: error.position(), message: error.to_string(), excerpt: None }
    }

    pub(super) fn at(text: &SourceText, offset: u32, len: usize, message: String) -> Self {
        let position = text.position(offset, ColumnUnit::Scalar);
        let line = text.line_range(text.line_index(offset));
        let start = (offset - line.start) as usize;
        Self {
            path: text.segment_at(offset).path.clone(),
            position: Some((position.line, position.column)),
            message,
            excerpt: Some((text.slice(line).to_owned(), start..(start + len.max(1)).min(line.len().max(start + 1)))),
        }
    }
}

/// Loads a work product.
///
/// # Errors
/// Where a file cannot be read, is not text, or `workproduct.yaml` is wrong.
pub fn load(workspace: &dyn Workspace, request: &Request) -> Result<WorkProduct, LoadError> {
    let config = request.config.as_deref().map(|path| load_config(workspace, path)).transpose()?;
    let paths = source_paths(request, config.as_ref());
    if paths.is_empty() {
        let path = request.config.clone().unwrap_or_default();
        let message = "names no prose: add `source:` with the Markdown file".to_owned();
        return Err(LoadError { path, position: None, message, excerpt: None });
    }
    let mut files = Vec::new();
    for path in paths {
        let text = workspace.read_text(&path).map_err(|error| LoadError::read(&path, &error))?;
        files.push((path, text));
    }
    let mut sources = Sources::new(SourceText::assemble(files));
    let loaded = config.map(|(path, text, config)| {
        let source = sources.add(SourceText::new(path.clone(), text));
        LoadedConfig { path, source, config }
    });
    let artifacts = artifacts::load(workspace, loaded.as_ref(), &mut sources);
    let own_rules = own_rules(workspace, loaded.as_ref(), &mut sources)?;
    let mut work = build(sources, loaded, request.profile)?;
    work.artifacts = artifacts;
    work.own_rules = own_rules.into();
    Ok(work)
}

/// The committee's own rules alone: what the list of rules and the names on the command line go by.
///
/// # Errors
/// Where `workproduct.yaml` or a file of rules is absent or wrong.
pub fn load_own_rules(workspace: &dyn Workspace, config: &str) -> Result<Vec<OwnRule>, LoadError> {
    let (path, text, config) = load_config(workspace, config)?;
    let mut sources = Sources::new(SourceText::new(path.clone(), text));
    let loaded = LoadedConfig { path, source: PROSE, config };
    own_rules(workspace, Some(&loaded), &mut sources)
}

fn own_rules(
    workspace: &dyn Workspace,
    config: Option<&LoadedConfig>,
    sources: &mut Sources,
) -> Result<Vec<OwnRule>, LoadError> {
    let Some(loaded) = config.filter(|loaded| !loaded.config.lint.rule_files.is_empty()) else {
        return Ok(Vec::new());
    };
    let tree = parse_yaml(sources.get(loaded.source).text()).ok().flatten();
    let directory = loaded.path.rsplit_once('/').map_or(String::new(), |(directory, _)| format!("{directory}/"));
    let named = loaded.config.lint.rule_files.iter().enumerate().map(|(index, path)| {
        let node = tree.as_ref().and_then(|tree| at_pointer(tree, &format!("/lint/rule-files/{index}")));
        let range = node.map_or(TextRange::empty(0), |node| node.range);
        own_rules::Named { path: format!("{directory}{path}"), at: Location { source: loaded.source, range } }
    });
    own_rules::load(workspace, &named.collect::<Vec<_>>(), sources)
}

fn load_config(workspace: &dyn Workspace, path: &str) -> Result<(String, String, Config), LoadError> {
    let text = workspace.read_text(path).map_err(|error| LoadError::read(path, &error))?;
    let config = read_config(&text).map_err(|error| {
        let source = SourceText::new(path, text.clone());
        LoadError::at(&source, error.range.start, error.range.len(), error.message)
    })?;
    Ok((path.to_owned(), text, config))
}

/// Paths in `workproduct.yaml` are relative to it.
fn source_paths(request: &Request, config: Option<&(String, String, Config)>) -> Vec<String> {
    if !request.sources.is_empty() {
        return request.sources.clone();
    }
    let Some((path, _, config)) = config else {
        return Vec::new();
    };
    let directory = path.rsplit_once('/').map_or(String::new(), |(directory, _)| format!("{directory}/"));
    config.source.paths().iter().map(|source| format!("{directory}{source}")).collect()
}

fn build(sources: Sources, config: Option<LoadedConfig>, asked: Option<ProfileId>) -> Result<WorkProduct, LoadError> {
    let prose = sources.prose();
    let text = prose.text();
    let document = parse(text).map_err(|error| {
        let offset = u32::try_from(error.offset).unwrap_or(u32::MAX);
        LoadError::at(prose, offset, 1, error.to_string())
    })?;
    let path = prose.segments().first().map_or("", |segment| segment.path.as_str());
    let front = || {
        let front_matter = front_matter(&document, text);
        let outline = Outline::new(&document, text);
        let cover = Cover::new(&document, &outline, front_matter.as_ref(), text);
        let citation = CitationFormat::new(&document, &outline, text);
        (front_matter, outline, cover, citation)
    };
    let body = || (Passages::new(&document, text), links(&document, text));
    let ((front_matter, outline, cover, citation), (passages, links)) = rayon::join(front, body);
    let configured = config.as_ref().and_then(|loaded| ProfileId::parse(loaded.config.profile.as_deref()?));
    let (profile, evidence) = if let Some(profile) = asked.or(configured) {
        (profile, Some(Evidence::Configuration))
    } else {
        let detected = detect(path, front_matter.as_ref(), &cover, &outline, text);
        (detected.profile, detected.evidence)
    };
    let known = if config.is_some() { Some(Evidence::Configuration) } else { evidence };
    let other = other(path, known, &outline, &document);
    let said = || {
        let notices = Notices::new(&passages, text);
        let captions = Captions::new(&document, &outline, &passages, text);
        (notices, captions, People::new(&document, &outline, text), terms(&document, &outline, text))
    };
    let targets = || {
        let anchors = Anchors::new(&document, &outline, text);
        let references = References::new(&document, &outline, &anchors, &links, text);
        (anchors, references)
    };
    let ((notices, captions, people, terms), (anchors, references)) = rayon::join(said, targets);
    let stage_blocks = stage_blocks(&document, &outline, &links, text);
    let generation = generation(profile, front_matter.as_ref(), &outline, &stage_blocks);
    let demands = || {
        let informative = InformativeParts::new(&document, &outline, &passages, generation);
        let key_words = KeyWords::new(Context {
            document: &document,
            outline: &outline,
            passages: &passages,
            references: &references,
            links: &links,
            informative: &informative,
        });
        (informative, key_words)
    };
    let lists = || {
        let conformance = Conformance::new(&outline, &anchors, &links, &passages, text);
        (conformance, Contents::new(&document, &outline, &links, text))
    };
    let ((informative, key_words), (conformance, contents)) = rayon::join(demands, lists);
    Ok(WorkProduct {
        sources,
        document,
        front_matter,
        config,
        profile,
        evidence,
        other,
        generation,
        outline,
        cover,
        citation,
        people,
        anchors,
        stage_blocks,
        links,
        artifacts: Artifacts::default(),
        own_rules: Arc::default(),
        contents,
        references,
        passages,
        notices,
        informative,
        key_words,
        conformance,
        captions,
        terms,
    })
}

/// The same work product with another prose, under the same profile.
///
/// # Errors
/// Where the new prose nests too deeply.
pub fn with_prose(work: &WorkProduct, prose: SourceText) -> Result<WorkProduct, LoadError> {
    let sources = work.sources.with_prose(prose);
    let mut changed = build(sources, work.config.clone(), Some(work.profile))?;
    changed.evidence.clone_from(&work.evidence);
    changed.other = work.other;
    changed.artifacts.clone_from(&work.artifacts);
    changed.own_rules = Arc::clone(&work.own_rules);
    Ok(changed)
}

/// A work product of one text that lies in no file: standard input, an example, an editor's buffer.
///
/// # Errors
/// As [`load`].
pub fn from_text(path: &str, text: String, profile: Option<ProfileId>) -> Result<WorkProduct, LoadError> {
    build(Sources::new(SourceText::new(path, text)), None, profile)
}
