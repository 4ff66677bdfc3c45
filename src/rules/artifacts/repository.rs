//! What the repository of an Open Project holds beside the work product.

use crate::rules::Checker;
use crate::rules::cover::cover_place;

/// Files every repository has, with the spellings that count.
const REQUIRED: [&[&str]; 4] = [
    &["LICENSE.md", "LICENSE", "LICENSE.txt"],
    &["CODE_OF_CONDUCT.md", "CODE-OF-CONDUCT.md"],
    &["CONTRIBUTING.md"],
    &["README.md"],
];

/// `repo-required-files`.
pub fn required_files(checker: &mut Checker<'_>) {
    let exists = |path: &str| checker.workspace.exists(path);
    if !exists(".git/HEAD") && !exists(".git") {
        return checker.not_applicable("the project directory is not the root of a repository");
    }
    let missing: Vec<&str> =
        REQUIRED.iter().filter(|names| !names.iter().any(|name| exists(name))).map(|names| names[0]).collect();
    if missing.is_empty() {
        return;
    }
    let message = format!("the repository has no {}", missing.join(", no "));
    let found = checker.found(cover_place(checker.work), message);
    checker.report(found.help("add the files; the Open Project Rules say what each holds"));
}
