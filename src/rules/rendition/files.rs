//! Rules about the files of a package.

use std::collections::BTreeSet;

use crate::diagnostic::Severity;
use crate::package::{MANIFEST, REVIEW_FILES};
use crate::source::sha256;

use super::{PackageChecker, is_cosai};

/// `formats-complete`.
pub fn formats_complete(checker: &mut PackageChecker<'_>) {
    let package = checker.package;
    let present = |path: &Option<String>, name: &'static str| path.as_ref().map(|_| name);
    let seen = [
        present(&package.prose_path, "Markdown"),
        present(&package.html_path, "HTML"),
        present(&package.pdf_path, "PDF"),
    ];
    let seen: Vec<&str> = seen.into_iter().flatten().collect();
    checker.compared(if seen.is_empty() { "nothing".to_owned() } else { seen.join(", ") }, "Markdown, HTML, PDF");
    // A word processor's file is an editable source as good as Markdown.
    let source = package.documents(&["docx", "odt"]).next().is_some();
    for name in ["Markdown", "HTML", "PDF"] {
        let replaced = source && name == "Markdown";
        if !seen.contains(&name) && !replaced {
            let mut found = checker.found("", "", format!("the package holds no {name} of the document"));
            if name == "HTML" && is_cosai(checker) {
                found = found.at_most(Severity::Warning);
            }
            checker.report(found.help("build the work product with `proofmark build`"));
        }
    }
    let problems = [
        (&package.prose_path, package.prose.as_ref().and_then(|read| read.as_ref().err())),
        (&package.html_path, package.html.as_ref().and_then(|read| read.as_ref().err())),
        (&package.pdf_path, package.pdf.as_ref().and_then(|read| read.as_ref().err())),
    ];
    for (path, problem) in problems {
        if let (Some(path), Some(problem)) = (path, problem) {
            checker.flag(path, format!("{path} {problem}"));
        }
    }
}

/// Files that stand beside a document under their own name.
const BESIDE: [&str; 4] = ["readme", "license", "changelog", "notice"];

/// What OASIS appends to the name of a document for what comes with it.
const COMPANIONS: [&str; 5] = ["diff", "redline", "comment-resolution-log", "public-review-metadata", "manifest"];

/// `one-basename`.
pub fn one_basename(checker: &mut PackageChecker<'_>) {
    let Some(prose) = checker.package.prose_path.clone() else {
        return checker.not_applicable("the package holds no Markdown to take the name from");
    };
    let stem = prose.strip_suffix(".md").unwrap_or(&prose).to_owned();
    let mut others = Vec::new();
    for path in checker.package.documents(&["md", "html", "pdf", "docx", "odt"]) {
        let name = path.rsplit_once('.').map_or(path, |(name, _)| name);
        let lower = name.to_lowercase();
        let companion = COMPANIONS.iter().any(|word| lower.contains(word)) || BESIDE.contains(&&*lower);
        if name != stem && !companion {
            others.push(path.to_owned());
        }
    }
    let seen: BTreeSet<&str> =
        others.iter().filter_map(|path| Some(path.rsplit_once('.')?.0)).chain([&*stem]).collect();
    checker.compared(seen.into_iter().collect::<Vec<_>>().join(", "), stem.clone());
    for path in others {
        let message = format!("{path} does not have the name of the document, {stem}");
        checker.flag(&path, message);
    }
}

/// `package-names`.
pub fn forbidden_names(checker: &mut PackageChecker<'_>) {
    let package = checker.package;
    for path in package.files.keys() {
        let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
        let forbidden = matches!(&*name, "index.html" | "index.htm" | ".htaccess");
        let runs = std::path::Path::new(&name).extension().is_some_and(|ending| ending == "cgi");
        if forbidden || runs {
            checker.flag(path, format!("the name {path} is not allowed: a web server gives it a meaning of its own"));
        }
    }
}

const JUNK_DIRECTORIES: [&str; 13] = [
    ".git",
    ".svn",
    ".hg",
    ".idea",
    ".vscode",
    ".github",
    "__MACOSX",
    "__pycache__",
    "node_modules",
    "venv",
    ".venv",
    ".cache",
    ".pytest_cache",
];

const JUNK_ENDINGS: [&str; 8] = ["~", ".bak", ".orig", ".swp", ".swo", ".tmp", ".rej", ".pyc"];

/// `package-junk`.
pub fn junk_files(checker: &mut PackageChecker<'_>) {
    let package = checker.package;
    let mut told = BTreeSet::new();
    for path in package.files.keys().chain(package.links.iter().map(|link| &link.path)) {
        let parts: Vec<&str> = path.split('/').collect();
        let directory = parts.iter().position(|part| JUNK_DIRECTORIES.contains(part));
        if let Some(depth) = directory {
            let directory = parts.get(..=depth).unwrap_or_default().join("/");
            if told.insert(directory.clone()) {
                checker.flag(path, format!("the working directory {directory} is shipped"));
            }
            continue;
        }
        let name = parts.last().copied().unwrap_or_default();
        let lower = name.to_lowercase();
        let system = matches!(&*lower, ".ds_store" | "thumbs.db" | "desktop.ini" | ".gitignore" | ".gitattributes");
        if system
            || lower.starts_with("~$")
            || lower.starts_with("._")
            || JUNK_ENDINGS.iter().any(|e| lower.ends_with(e))
        {
            checker.flag(path, format!("{path} is no part of the work product"));
        }
    }
}

/// `path-safety`.
pub fn path_safety(checker: &mut PackageChecker<'_>) {
    let package = checker.package;
    for link in &package.links {
        checker.flag(&link.path, format!("{} is a symbolic link", link.path));
    }
    for path in package.files.keys() {
        let odd = |c: char| c.is_control() || matches!(c, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
        if let Some(c) = path.chars().find(|c| odd(*c)) {
            checker.flag(path, format!("the name {path:?} holds {c:?}, which other systems do not allow"));
        }
    }
}

/// `manifest`.
pub fn manifest(checker: &mut PackageChecker<'_>) {
    let package = checker.package;
    let manifest = match &package.manifest {
        None => return checker.not_applicable("the package has no manifest.json"),
        Some(Err(error)) => return checker.flag(MANIFEST, format!("the manifest cannot be read: {error}")),
        Some(Ok(manifest)) => manifest,
    };
    checker.compared(format!("{} files", package.files.len() - 1), format!("{} files", manifest.items.len()));
    for item in &manifest.items {
        let Some(bytes) = package.files.get(&item.path) else {
            let found =
                checker.found(MANIFEST, &item.path, format!("the manifest lists {}, which is absent", item.path));
            checker.report(found);
            continue;
        };
        let actual = sha256(&[bytes]);
        if !item.sha256.eq_ignore_ascii_case(&actual) {
            let message = format!("{} has the digest {actual}, not the one the manifest gives", item.path);
            let found = checker.found(MANIFEST, &item.sha256, message);
            checker.report(found);
        } else if item.bytes.is_some_and(|size| size != bytes.len() as u64) {
            let message = format!("{} has {} bytes, not the number the manifest gives", item.path, bytes.len());
            let found = checker.found(MANIFEST, &item.path, message);
            checker.report(found);
        }
    }
    let listed: BTreeSet<&str> = manifest.items.iter().map(|item| item.path.as_str()).collect();
    // The page and the log of a public review are filled in after the build.
    let later = |path: &str| REVIEW_FILES.iter().any(|ending| path.ends_with(ending));
    let unlisted = |path: &&String| *path != MANIFEST && !listed.contains(path.as_str()) && !later(path);
    for path in package.files.keys().filter(unlisted) {
        let found = checker.found(path, "", format!("the manifest does not list {path}"));
        checker.report(found.at_most(Severity::Warning));
    }
}
