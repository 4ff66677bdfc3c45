//! From paths on the command line to work products.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::profiles::ProfileId;
use crate::source::{DiskWorkspace, ReadError, decode};
use crate::work_product::config::{CONFIG_FILE, read_config};
use crate::work_product::own_rules::OwnRule;
use crate::work_product::{LoadError, Request, WorkProduct, from_text, load, load_own_rules, other_by_name};

use super::Trouble;

/// Most bytes read from standard input.
const MAX_STDIN: u64 = 256 * 1024 * 1024;

/// A work product, not yet loaded.
#[derive(Debug)]
pub(super) struct Target {
    pub workspace: DiskWorkspace,
    pub request: Request,
    /// The project root as the user named it, for display.
    pub root: String,
    /// The prose, where it came through standard input.
    stdin: Option<String>,
}

/// How standard input takes part.
#[derive(Debug)]
pub(super) struct Stdin<'a> {
    name: &'a str,
}

impl<'a> Stdin<'a> {
    /// Standard input, called `name` in reports.
    pub fn new(name: &'a str) -> Self {
        Self { name }
    }

    /// Standard input as a work product; links lead from the directory its name gives.
    fn target(&self, profile: Option<ProfileId>) -> Result<Target, Trouble> {
        let trouble = |error| Trouble::Read { path: "standard input".to_owned(), error };
        let mut bytes = Vec::new();
        std::io::stdin()
            .lock()
            .take(MAX_STDIN)
            .read_to_end(&mut bytes)
            .map_err(|error| trouble(ReadError::Io(error.to_string())))?;
        if bytes.len() as u64 == MAX_STDIN {
            return Err(trouble(ReadError::TooLarge));
        }
        let text = decode(bytes).map_err(trouble)?;
        let path = Path::new(self.name);
        let directory = Some(parent(path)).filter(|directory| directory.is_dir()).unwrap_or_else(|| PathBuf::from("."));
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("stdin.md").to_owned();
        let request = Request { sources: vec![name], config: None, profile };
        Ok(Target { workspace: workspace(&directory)?, request, root: shown(&directory), stdin: Some(text) })
    }
}

impl Target {
    /// Whether it came through standard input.
    pub fn is_stdin(&self) -> bool {
        self.stdin.is_some()
    }

    /// Names the file of an error as the user would.
    fn shown(&self, mut error: LoadError) -> LoadError {
        if !self.root.is_empty() {
            error.path = format!("{}/{}", self.root.trim_end_matches('/'), error.path);
        }
        error
    }

    /// The committee's own rules, without the prose.
    pub fn own_rules(&self) -> Result<Vec<OwnRule>, Trouble> {
        let Some(config) = &self.request.config else { return Ok(Vec::new()) };
        Ok(load_own_rules(&self.workspace, config).map_err(|error| self.shown(error))?)
    }

    /// Loads the work product.
    pub fn load(&self) -> Result<WorkProduct, Trouble> {
        let loaded = match (&self.stdin, self.request.sources.first()) {
            (Some(text), Some(name)) => from_text(name, text.clone(), self.request.profile),
            _ => load(&self.workspace, &self.request),
        };
        let mut work = loaded.and_then(refuse_empty).map_err(|error| self.shown(error))?;
        work.sources.root.clone_from(&self.root);
        Ok(work)
    }
}

/// A document without a word is a mistake of whoever names it, not one with ten things missing.
fn refuse_empty(work: WorkProduct) -> Result<WorkProduct, LoadError> {
    if work.text().chars().any(|c| !c.is_whitespace() && c != '\u{feff}') {
        return Ok(work);
    }
    let message = "is empty: it holds no text".to_owned();
    Err(LoadError { path: work.path().to_owned(), position: None, message, excerpt: None })
}

/// What to say where `paths` hold no work product.
pub(super) fn no_work_product(paths: &[PathBuf]) -> Trouble {
    let names: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    let place = if names.is_empty() { "here".to_owned() } else { format!("in {}", names.join(", ")) };
    Trouble::Usage(format!("there is no work product {place}: name a Markdown file, or add a workproduct.yaml"))
}

/// The work products that `paths` name; with none, those of the current directory.
pub(super) fn targets(
    paths: &[PathBuf],
    profile: Option<ProfileId>,
    stdin: &Stdin<'_>,
) -> Result<Vec<Target>, Trouble> {
    if paths.is_empty() {
        let here = Path::new(".");
        return match config_above(here) {
            Some(directory) => Ok(vec![of_config(&directory, profile)?]),
            None => of_directory(here, profile),
        };
    }
    let mut found = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            found.push(stdin.target(profile)?);
        } else if path.is_dir() {
            found.extend(of_directory(path, profile)?);
        } else if path.file_name().is_some_and(|name| name == CONFIG_FILE) {
            found.push(of_config(&parent(path), profile)?);
        } else {
            found.push(of_file(path, profile)?);
        }
    }
    Ok(found)
}

/// The committee's own rules of the project here, if there is one.
pub(super) fn own_rules_here() -> Result<Vec<OwnRule>, Trouble> {
    match config_above(Path::new(".")) {
        Some(directory) => of_config(&directory, None)?.own_rules(),
        None => Ok(Vec::new()),
    }
}

fn parent(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

fn workspace(directory: &Path) -> Result<DiskWorkspace, Trouble> {
    let today = jiff::Zoned::now().date();
    DiskWorkspace::new(directory, Some(today))
        .map_err(|error| Trouble::Read { path: directory.display().to_string(), error })
}

fn shown(directory: &Path) -> String {
    if directory == Path::new(".") { String::new() } else { directory.display().to_string() }
}

fn of_config(directory: &Path, profile: Option<ProfileId>) -> Result<Target, Trouble> {
    let request = Request { sources: Vec::new(), config: Some(CONFIG_FILE.to_owned()), profile };
    Ok(Target { workspace: workspace(directory)?, request, root: shown(directory), stdin: None })
}

/// A file belongs to the work product whose `workproduct.yaml` names it; else it stands alone.
fn of_file(path: &Path, profile: Option<ProfileId>) -> Result<Target, Trouble> {
    let directory = parent(path);
    if let Some(above) = config_above(&directory)
        && let Some(target) = named_by(&above, path, profile)
    {
        return Ok(target);
    }
    let name = path.file_name().and_then(|name| name.to_str()).map(str::to_owned);
    let Some(name) = name else {
        return Err(Trouble::Usage(format!("{}: the name is not valid UTF-8", path.display())));
    };
    let request = Request { sources: vec![name], config: None, profile };
    Ok(Target { workspace: workspace(&directory)?, request, root: shown(&directory), stdin: None })
}

fn named_by(directory: &Path, path: &Path, profile: Option<ProfileId>) -> Option<Target> {
    let text = std::fs::read_to_string(directory.join(CONFIG_FILE)).ok()?;
    let wanted = path.canonicalize().ok()?;
    // A broken workproduct.yaml is reported by loading it.
    let names = match read_config(&text) {
        Ok(config) => config
            .source
            .paths()
            .iter()
            .any(|source| directory.join(source).canonicalize().is_ok_and(|source| source == wanted)),
        Err(_) => directory == parent(path),
    };
    if names { of_config(directory, profile).ok() } else { None }
}

/// The nearest directory, from `start` upward, that holds a `workproduct.yaml`.
fn config_above(start: &Path) -> Option<PathBuf> {
    let mut directory = start.to_path_buf();
    for _ in 0..64 {
        if directory.join(CONFIG_FILE).is_file() {
            return Some(directory);
        }
        if directory.join(".git").exists() {
            return None;
        }
        let absolute = directory.canonicalize().ok()?;
        absolute.parent()?;
        directory = if directory == Path::new(".") {
            PathBuf::from("..")
        } else if directory.ends_with("..") {
            directory.join("..")
        } else {
            parent(&directory)
        };
    }
    None
}

/// A directory's own work product, else every Markdown file in it that looks like one.
fn of_directory(directory: &Path, profile: Option<ProfileId>) -> Result<Vec<Target>, Trouble> {
    if directory.join(CONFIG_FILE).is_file() {
        return Ok(vec![of_config(directory, profile)?]);
    }
    let mut found = Vec::new();
    let walk = ignore::WalkBuilder::new(directory).sort_by_file_path(Path::cmp).build();
    for entry in walk.filter_map(Result::ok) {
        let path = entry.path();
        let markdown = path.extension().is_some_and(|ending| ending == "md");
        if markdown && path.is_file() && looks_like_work_product(path) {
            found.push(of_file(path, profile)?);
        }
    }
    Ok(found)
}

/// Words that only work products carry.
const MARKS: [&str; 7] = [
    "All Rights Reserved",
    "OASIS Open Project:",
    "OASIS Open Project :",
    "Committee Specification",
    "Committee Note",
    "Project Specification",
    "Approved by the CoSAI",
];

fn looks_like_work_product(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    if other_by_name(name).is_some() {
        return false;
    }
    std::fs::read_to_string(path).is_ok_and(|text| MARKS.iter().any(|mark| text.contains(mark)))
}
