//! What has no place in a package: working directories and junk (77, 78), capital letters in names (79), links that
//! lead nowhere or out (88).

use std::collections::BTreeSet;

use super::conditions::Severity;
use super::files::{Entry, name};
use super::submission::Submission;
use super::{Judge, Place};

/// Working directories the official check knows.
const WORKING: [&str; 5] = ["__MACOSX", ".git", ".venv", "venv", "node_modules"];

/// Further ones.
const FURTHER: [&str; 10] = [
    "__pycache__",
    ".idea",
    ".vscode",
    ".svn",
    ".hg",
    ".github",
    ".cache",
    ".pytest_cache",
    ".ipynb_checkpoints",
    ".Trashes",
];

const JUNK: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

const JUNK_ENDINGS: [&str; 4] = ["~", ".bak", ".orig", ".swp"];

/// The only name with capital letters that every package may hold.
const LOGO: &str = "OASISLogo-v3.0.png";

/// The directories above a path that are working directories, the topmost first.
fn working(path: &str, official: bool) -> Option<&str> {
    let directory = path.rsplit_once('/').map_or("", |(directory, _)| directory);
    let mut end = 0;
    for part in directory.split('/').filter(|part| !part.is_empty()) {
        end += part.len();
        if WORKING.contains(&part) || (!official && FURTHER.contains(&part)) {
            return path.get(..end);
        }
        end += 1;
    }
    None
}

/// Whether a path lies in a working directory.
pub(super) fn in_working_directory(path: &str, official: bool) -> bool {
    working(path, official).is_some()
}

/// Whether a name is that of a file which programs leave behind.
pub(super) fn is_junk(name: &str) -> bool {
    JUNK.contains(&name) || JUNK_ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// Conditions 77 and 78.
pub(super) fn junk(submission: &Submission<'_>, judge: &mut Judge) {
    let mut directories = BTreeSet::new();
    let mut files = Vec::new();
    for path in submission.files.paths() {
        match working(path, judge.official()) {
            Some(directory) => {
                directories.insert(directory);
            }
            None if is_junk(name(path)) => files.push(path),
            None => {}
        }
    }
    let linked = submission.package.links.iter().map(|link| link.path.as_str());
    directories.extend(
        linked.filter(|path| WORKING.contains(&name(path)) && submission.files.entry(path) == Entry::Directory),
    );
    judge.compared(77, format!("{} working directories", directories.len()), "none");
    judge.compared(78, format!("{} junk files", files.len()), "none");
    for directory in directories {
        judge.fail(77, Place::File(directory.to_owned()), format!("the working directory {directory}/ is shipped"));
        judge.help(77, "delete it from the package");
    }
    for path in files {
        judge.fail(78, Place::File(path.to_owned()), format!("{path} is no part of the work product"));
        judge.help(78, "delete it from the package");
    }
}

/// Condition 79: the server tells capital letters from small ones. A document is refused, another file is not.
pub(super) fn capitals(submission: &Submission<'_>, judge: &mut Judge) {
    let mut found = Vec::new();
    for path in submission.files.paths() {
        let name = name(path);
        let clean = name.to_lowercase() == name || name == LOGO;
        if !clean && !is_junk(name) && working(path, judge.official()).is_none() {
            found.push(path);
        }
    }
    judge.compared(
        79,
        if found.is_empty() { "none".to_owned() } else { found.join(", ") },
        "no name with capital letters",
    );
    let documents: BTreeSet<&str> = submission.items.values().map(String::as_str).collect();
    for path in found {
        let delivered = documents.contains(name(path));
        let severity = if delivered { Severity::Blocker } else { Severity::Warn };
        judge.fail_as(79, severity, Place::File(path.to_owned()), format!("{path} has capital letters in its name"));
        judge.help(79, "write the name in small letters: the server tells capital letters apart");
    }
}

/// Condition 88: a link to its own directory, or to one above, is copied into itself without end. The right reading
/// refuses links that lead nowhere, or out of the package, too.
pub(super) fn links(submission: &Submission<'_>, judge: &mut Judge) {
    let links = &submission.package.links;
    judge.compared(88, format!("{} symbolic links", links.len()), "none to a directory above");
    for link in links {
        if working(&link.path, judge.official()).is_some() {
            continue;
        }
        let directory = submission.files.directory_of(&link.path);
        let target = submission.files.target(&link.path);
        let above = target.as_ref().is_some_and(|target| !target.is_empty() && directory.starts_with(target));
        let outside = target.as_ref().is_none_or(|target| !submission.files.holds(target));
        let place = Place::File(link.path.clone());
        if above {
            judge.fail(88, place, format!("the link leads to {}, which holds it", link.target));
        } else if judge.official() {
            continue;
        } else if outside {
            judge.fail(88, place, format!("the link leads to {}, out of the package", link.target));
        } else if submission.files.entry(&link.path) == Entry::Nothing {
            judge.fail(88, place, format!("the link leads to {}, which is not there", link.target));
        } else {
            continue;
        }
        judge.help(88, "ship the file itself, or nothing: links are lost on the way to the site");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn working_directories_are_named_whole() {
        assert_eq!(working("a/.git/b/c", true), Some("a/.git"));
        assert_eq!(working("__pycache__/x.pyc", true), None);
        assert_eq!(working("__pycache__/x.pyc", false), Some("__pycache__"));
        assert_eq!(working(".git", true), None);
    }

    #[test]
    fn backups_end_in_a_tilde() {
        assert!(is_junk("a.md~") && is_junk(".DS_Store") && !is_junk("a~.md"));
    }
}
