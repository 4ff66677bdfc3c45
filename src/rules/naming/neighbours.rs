//! Files that the process of OASIS puts beside a published document.

use std::collections::BTreeSet;

use crate::rules::Checker;

use super::addresses::published;
use super::names::{Named, base, names};

/// `comment-resolution-log-name`.
pub fn comment_log(checker: &mut Checker<'_>) {
    let meant = |name: &str| {
        name.contains("comment") && ["resolution", "log", "disposition"].iter().any(|word| name.contains(word))
    };
    companions(
        checker,
        "comment-resolution-log",
        &["csv", "docx", "html", "md", "ods", "odt", "pdf", "txt", "xls", "xlsx"],
        &meant,
    );
}

/// `public-review-metadata-name`.
pub fn review_metadata(checker: &mut Checker<'_>) {
    let meant = |name: &str| name.contains("review") && name.contains("metadata");
    companions(checker, "public-review-metadata", &["html"], &meant);
}

/// Files beside the prose that mean to be a companion of it and are named in another way.
fn companions(checker: &mut Checker<'_>, suffix: &str, endings: &[&str], meant: &dyn Fn(&str) -> bool) {
    let prose = names(checker).into_iter().find(|named| named.prose && published(checker.work, &named.path));
    let Some(Named { path, range, .. }) = prose else {
        return checker.not_applicable("the document lies in no directory of a stage");
    };
    let (directory, first) = path.rsplit_once('/').unwrap_or(("", &path));
    let stem = first.rsplit_once('.').map_or(first, |(stem, _)| stem);
    let wanted = format!("{stem}-{suffix}");
    let beside = checker.workspace.list(directory);
    let beside = beside.iter().filter(|path| path.rsplit_once('/').map_or("", |(parent, _)| parent) == directory);
    let wrong: BTreeSet<&str> = beside
        .map(|path| base(path))
        .filter(|name| meant(&name.to_lowercase()))
        .filter(|name| name.rsplit_once('.').is_none_or(|(stem, ending)| stem != wanted || !endings.contains(&ending)))
        .collect();
    for name in wrong {
        let found = checker.found(range, format!("the file `{name}` beside the document is not named after it"));
        let ending =
            endings.first().filter(|_| endings.len() == 1).map_or(String::new(), |ending| format!(".{ending}"));
        checker.report(found.help(format!("name it `{wanted}{ending}`")));
    }
}
