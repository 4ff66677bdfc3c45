//! `normative-files-wellformed`, `artifact-valid`, `normative-files-referenced`.

use crate::diagnostic::{Diagnostic, Location};
use crate::rules::Checker;
use crate::source::TextRange;
use crate::work_product::{Artifact, ArtifactKind, Link, Target};

use super::{json, parse, xml};

const NONE: &str = "workproduct.yaml names no artifacts";

/// Something wrong in an artifact.
pub(super) struct Problem {
    pub range: TextRange,
    pub message: String,
    pub help: Option<&'static str>,
}

impl Problem {
    pub fn new(range: TextRange, message: impl Into<String>) -> Self {
        Self { range, message: message.into(), help: None }
    }
}

/// `normative-files-wellformed`.
pub fn wellformed(checker: &mut Checker<'_>) {
    let artifacts = &checker.work.artifacts;
    if artifacts.files.is_empty() {
        return checker.not_applicable(NONE);
    }
    for file in &artifacts.files {
        if let Some(problem) = &file.problem {
            let message = format!("{} {problem}", file.path);
            checker.report(Diagnostic::at("normative-files-wellformed", file.named_at, message));
            continue;
        }
        let text = checker.work.sources.get(file.source).text();
        if let Some(problem) = parse::syntax_error(file.kind, text) {
            report(checker, "normative-files-wellformed", file, problem);
        }
    }
}

/// `artifact-valid`: meta-schemas, instances, XML Schemas.
pub fn valid(checker: &mut Checker<'_>) {
    let work = checker.work;
    let sound = |file: &&Artifact| {
        let text = work.sources.get(file.source).text();
        file.problem.is_none() && parse::syntax_error(file.kind, text).is_none()
    };
    let files: Vec<&Artifact> = work.artifacts.files.iter().filter(sound).collect();
    if files.is_empty() {
        return checker.not_applicable(NONE);
    }
    let schemas = json::Schemas::new(work, checker.workspace, &files);
    for file in files {
        let problems = match file.kind {
            ArtifactKind::Xml => xml::schema_problems(work, checker.workspace, file),
            ArtifactKind::Json | ArtifactKind::Yaml => schemas.problems(work, file),
            ArtifactKind::Abnf | ArtifactKind::Other => Vec::new(),
        };
        for problem in problems {
            report(checker, "artifact-valid", file, problem);
        }
    }
}

/// `normative-files-referenced`.
pub fn referenced(checker: &mut Checker<'_>) {
    let work = checker.work;
    if work.artifacts.files.is_empty() {
        return checker.not_applicable(NONE);
    }
    let linked: Vec<String> = work.links.iter().filter_map(|link| relative(checker, link)).collect();
    let text = work.text();
    for file in &work.artifacts.files {
        let covered = linked.iter().any(|target| {
            let directory = target.trim_end_matches('/');
            *target == file.path || file.path.strip_prefix(directory).is_some_and(|rest| rest.starts_with('/'))
        });
        if !covered && !text.contains(&file.path) {
            let message = format!("the prose never refers to {}", file.path);
            let found = Diagnostic::at("normative-files-referenced", file.named_at, message);
            checker.report(found.help("link to the file, or to its directory, where the prose lists the artifacts"));
        }
    }
}

fn relative(checker: &Checker<'_>, link: &Link) -> Option<String> {
    match link.target() {
        Target::Relative(path, _) => checker.work.resolve(link.range.start, path).filter(|path| !path.is_empty()),
        _ => None,
    }
}

fn report(checker: &mut Checker<'_>, rule: &'static str, file: &Artifact, problem: Problem) {
    let location = Location { source: file.source, range: problem.range };
    let mut found = Diagnostic::at(rule, location, problem.message);
    found.help = problem.help.map(str::to_owned);
    checker.report(found);
}
