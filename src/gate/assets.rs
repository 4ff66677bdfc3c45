//! Files that the texts say the package holds: conditions 68 and 101.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use crate::work_product::percent_decoded;

use super::files::Entry;
use super::submission::Submission;
use super::traced::Traced;
use super::{Judge, Place};

static CITED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\A[\w./%-]+").expect("valid pattern"));
static BREAK: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[\r\n]").expect("valid pattern"));
static REFERENCE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r##"(?:src|href)="([^"#]+)""##).expect("valid pattern"));
static WRITTEN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?i)\b(?:src|href)\s*=\s*["']?([^"'\s>]+)"#).expect("valid pattern"));
static EXTERNAL: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\A(?:[a-z][a-z0-9+.-]*:|//)").expect("valid pattern"));

/// Condition 68: what the Markdown cites below the address of this stage is in the package.
pub(super) fn own_files(submission: &Submission<'_>, judge: &mut Judge) {
    let Some(prose) = submission.markdown_prose().filter(|_| !submission.base.is_empty()) else {
        judge.not_applicable([68], "no Markdown gives the address of this stage");
        return;
    };
    let mut count = 0;
    for (at, base) in prose.text().match_indices(&submission.base) {
        let rest = prose.text().get(at + base.len()..).unwrap_or_default();
        let path = CITED.find(rest).map_or("", |found| found.as_str()).trim_end_matches(['.', ',', ')', '\\']);
        if path.is_empty() || [".md", ".html", ".pdf"].iter().any(|ending| path.ends_with(ending)) {
            continue;
        }
        count += 1;
        let shipped = match submission.files.entry(path) {
            Entry::File(_) => true,
            Entry::Directory => !judge.official(),
            Entry::Nothing => !judge.official() && is_file(submission, &percent_decoded(path)),
        };
        if !shipped {
            let place = prose.place(at, at + base.len() + path.len());
            judge.fail(68, place, format!("`{path}` is cited as a file of this stage, and is not in the package"));
            judge.help(68, "ship the file, or correct the address");
        }
    }
    judge.compared(68, format!("{count} files cited below {}", submission.base), "each in the package");
}

fn is_file(submission: &Submission<'_>, path: &str) -> bool {
    matches!(submission.files.entry(path), Entry::File(_))
}

/// Condition 101: what the page refers to is in the package.
pub(super) fn references(submission: &Submission<'_>, judge: &mut Judge) {
    let Some(html) = &submission.html else {
        judge.not_applicable([101], "the package holds no HTML");
        return;
    };
    let found = if judge.official() { written(html) } else { meant(submission, html) };
    let local: Vec<(&String, &Place)> = found.iter().filter(|(path, _)| !EXTERNAL.is_match(path)).collect();
    let missing: Vec<&(&String, &Place)> =
        local.iter().filter(|(path, _)| !shipped(submission, path, judge.official())).collect();
    judge.compared(101, format!("{} files, {} not in the package", local.len(), missing.len()), "all in the package");
    for (path, place) in missing {
        judge.fail(101, (*place).clone(), format!("`{path}` is not in the package"));
        judge.help(101, "ship the file with the page, or correct the reference");
    }
}

/// References as the official check sees them: in double quotes, without a fragment.
fn written(html: &Traced) -> BTreeMap<String, Place> {
    let flat = html.replaced(&BREAK, |_| String::new());
    let mut found = BTreeMap::new();
    for reference in REFERENCE.captures_iter(flat.text()).filter_map(|found| found.get(1)) {
        found.entry(reference.as_str().to_owned()).or_insert_with(|| flat.place_of(&reference));
    }
    found
}

/// References as a browser sees them.
fn meant(submission: &Submission<'_>, html: &Traced) -> BTreeMap<String, Place> {
    let Some(page) = submission.page() else { return BTreeMap::new() };
    let references: BTreeSet<&String> =
        page.links.iter().chain(&page.loads).filter(|link| !link.trim().is_empty() && !link.starts_with('#')).collect();
    let places = html.firsts(&WRITTEN);
    let place = |reference: &str| places.get(reference).cloned().unwrap_or_else(|| html.whole());
    references.into_iter().map(|reference| (reference.clone(), place(reference))).collect()
}

fn shipped(submission: &Submission<'_>, reference: &str, official: bool) -> bool {
    if official {
        let path = reference.split('?').next().unwrap_or_default();
        return !path.starts_with('/') && submission.files.entry(path) != Entry::Nothing;
    }
    let path = percent_decoded(reference.trim().split(['?', '#']).next().unwrap_or_default());
    // What lies beside the package is not published with it.
    let climbs = path.split('/').try_fold(0i32, |depth, part| match part {
        "" | "." => Some(depth),
        ".." => Some(depth - 1).filter(|depth| *depth >= 0),
        _ => Some(depth + 1),
    });
    !path.starts_with('/') && climbs.is_some() && submission.files.entry(&path) != Entry::Nothing
}
