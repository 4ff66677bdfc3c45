//! The files that `workproduct.yaml` names.

use crate::diagnostic::Diagnostic;
use crate::rules::Checker;
use crate::work_product::ArtifactEntry;

/// `artifact-exists`.
pub fn artifact_exists(checker: &mut Checker<'_>) {
    let Some(entries) = entries(checker) else { return };
    for entry in entries.iter().filter(|entry| entry.files.is_empty()) {
        let found = if entry.leaves_project {
            let found = at(checker, entry, format!("`{}` leads out of the project", entry.pattern));
            found.help("name files below the directory of workproduct.yaml")
        } else {
            let found = at(checker, entry, format!("`{}` names no file", entry.pattern));
            found.help("paths are relative to workproduct.yaml, and case counts")
        };
        checker.report(found);
    }
}

/// `junk-files`.
pub fn junk_files(checker: &mut Checker<'_>) {
    let Some(entries) = entries(checker) else { return };
    for entry in entries {
        let junk: Vec<&String> = entry.files.iter().filter(|file| is_junk(file)).collect();
        let Some(first) = junk.first() else { continue };
        let message = match junk.len() {
            1 => format!("`{first}` is no artifact but the left-over of a tool"),
            count => format!("`{first}` and {} more files are no artifacts but left-overs of tools", count - 1),
        };
        let found = at(checker, entry, message);
        checker.report(found.help("delete the file, or name the artifacts more narrowly"));
    }
}

fn entries<'a>(checker: &mut Checker<'a>) -> Option<&'a [ArtifactEntry]> {
    let entries = &checker.work.artifacts.entries;
    if entries.is_empty() {
        checker.not_applicable("no workproduct.yaml names additional artifacts");
        return None;
    }
    Some(entries)
}

/// A finding in `workproduct.yaml`.
fn at(checker: &Checker<'_>, entry: &ArtifactEntry, message: String) -> Diagnostic {
    let mut found = checker.found(entry.named_at.range, message);
    found.location.source = entry.named_at.source;
    found
}

fn is_junk(path: &str) -> bool {
    const NAMES: [&str; 4] = [".ds_store", "thumbs.db", "desktop.ini", "ehthumbs.db"];
    const ENDINGS: [&str; 6] = ["~", ".bak", ".orig", ".rej", ".swp", ".tmp"];
    const FOLDERS: [&str; 7] = ["__macosx", ".git", ".svn", "node_modules", "__pycache__", ".venv", "venv"];
    let path = path.to_ascii_lowercase();
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", &path));
    NAMES.contains(&name)
        || name.starts_with("._")
        || name.starts_with("~$")
        || ENDINGS.iter().any(|end| name.ends_with(end))
        || folders.split('/').any(|folder| FOLDERS.contains(&folder))
}
