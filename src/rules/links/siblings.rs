//! The files beside one that is a part of a larger document.

use crate::rules::Checker;
use crate::work_product::Anchors;

/// Most files of the directory that are looked at.
const MAX_FILES: usize = 200;
/// Longest file that is looked at, in bytes.
const MAX_LEN: usize = 1024 * 1024;

/// The anchors of the other Markdown files in the directory, where the text is a part of a larger document: a build
/// puts them together. Of a whole document nothing is beside.
pub(super) fn anchors(checker: &Checker<'_>) -> Vec<Anchors> {
    let work = checker.work;
    if work.is_whole() || work.config.is_some() {
        return Vec::new();
    }
    let directory = work.path().rsplit_once('/').map_or("", |(directory, _)| directory);
    let files = checker.workspace.files_in(directory);
    let beside = files.iter().filter(|path| is_markdown(path) && path.as_str() != work.path());
    beside
        .take(MAX_FILES)
        .filter_map(|path| checker.workspace.read_text(path).ok().filter(|text| text.len() <= MAX_LEN))
        .filter_map(|text| Anchors::of_text(&text))
        .collect()
}

fn is_markdown(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("md"))
}
