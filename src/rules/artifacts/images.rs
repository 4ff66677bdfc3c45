//! Images.

use std::collections::BTreeMap;

use crate::diagnostic::Severity;
use crate::profiles::ProfileId;
use crate::rules::Checker;
use crate::rules::links::certainty;
use crate::source::{ReadError, TextRange};
use crate::work_product::{Link, Target, WorkProduct, percent_decoded};

/// The official gate warns above this size, in bytes.
const LARGE: usize = 500 * 1024;
/// It refuses above this one.
const TOO_LARGE: usize = 2 * 1024 * 1024;
/// All images of a document together.
const TOTAL: usize = 5 * 1024 * 1024;

/// `images-exist`.
pub fn images_exist(checker: &mut Checker<'_>) {
    let work = checker.work;
    let (mut any, mut missing) = (false, BTreeMap::<String, Vec<(&Link, String)>>::new());
    for link in work.links.iter().filter(|link| link.image) {
        any = true;
        match link.target() {
            Target::Empty => checker.flag(link.range, "the image names no file"),
            Target::Absolute(scheme, _) if scheme.eq_ignore_ascii_case("data") => {}
            Target::Absolute(..) if link.is_web() || link.url.starts_with("//") => remote(checker, link),
            Target::Absolute(..) => {
                let message = format!("`{}` is a path of one machine", link.url);
                checker.flag(link.url_range, message);
            }
            Target::Relative(path, _) => {
                if let Some((directory, path)) = local(checker, link, path) {
                    missing.entry(directory).or_default().push((link, path));
                }
            }
            Target::Fragment(_) => {}
        }
    }
    for (directory, images) in missing {
        absent(checker, &directory, &images);
    }
    if !any {
        checker.not_applicable("the document has no images");
    }
}

fn remote(checker: &mut Checker<'_>, link: &Link) {
    if link.url.contains("docs.oasis-open.org/templates/") {
        return;
    }
    let ours = checker.work.profile == ProfileId::CosaiPaper;
    let level = if ours { certainty(checker.work) } else { Severity::Warning };
    let message = "the image lies on another host, and the deliverables are built without the network";
    let found = checker.found(link.url_range, message).at_most(level);
    checker.report(found.help("keep a copy beside the document and link to that"));
}

/// The directory and the path of an image that is not there. What is wrong with the path itself is reported at once.
fn local(checker: &mut Checker<'_>, link: &Link, path: &str) -> Option<(String, String)> {
    let path = percent_decoded(path);
    if path.starts_with('/') || path.contains('\\') {
        checker.flag(link.url_range, format!("`{path}` is not relative to the document"));
        return None;
    }
    let file = checker.work.resolve(link.range.start, &path);
    if file.as_ref().is_some_and(|file| checker.workspace.exists(file)) {
        return None;
    }
    // A symbolic link may leave the project where its path does not.
    let Some(file) = file.filter(|file| checker.workspace.read(file) != Err(ReadError::Outside)) else {
        let found = checker.found(link.url_range, format!("the image `{path}` lies outside the project directory"));
        let found = found.at_most(certainty(checker.work));
        checker.report(found.help("keep it beside the document, so that it travels with it"));
        return None;
    };
    Some((file.rsplit_once('/').map_or("", |(directory, _)| directory).to_owned(), path))
}

/// From so many on, the images of a directory that is not there are one finding.
const MANY: usize = 4;

/// Images that are not in a directory of the project.
fn absent(checker: &mut Checker<'_>, directory: &str, images: &[(&Link, String)]) {
    let level = certainty(checker.work);
    let help = match level {
        Severity::Error => "paths are relative to the file that holds the image, and capital letters matter",
        _ => {
            "paths are relative to the file that holds the image; nothing shows that this one is a whole document, \
             so this is no error: what it is a part of may lie elsewhere"
        }
    };
    if images.len() >= MANY
        && !directory.is_empty()
        && let (true, Some((first, _))) = (checker.workspace.list(directory).is_empty(), images.first())
    {
        let count = images.len();
        let message =
            format!("{count} images lie in the directory `{directory}`, which does not exist: this one first");
        return checker.report(checker.found(first.url_range, message).at_most(level).help(help));
    }
    for (link, path) in images {
        let found = checker.found(link.url_range, format!("the image `{path}` does not exist"));
        checker.report(found.at_most(level).help(help));
    }
}

/// The files that images of the document lead to, each with the first image that shows it.
pub(super) fn files(work: &WorkProduct) -> BTreeMap<String, TextRange> {
    let mut files = BTreeMap::new();
    for link in work.links.iter().filter(|link| link.image) {
        if let Target::Relative(path, _) = link.target()
            && let Some(file) = work.resolve(link.range.start, &percent_decoded(path))
        {
            files.entry(file).or_insert(link.url_range);
        }
    }
    files
}

/// `image-size`.
pub fn image_size(checker: &mut Checker<'_>) {
    let work = checker.work;
    let mut sizes: Vec<(String, TextRange, usize)> = Vec::new();
    for (file, range) in files(work) {
        if let Ok(bytes) = checker.workspace.read(&file) {
            sizes.push((format!("`{file}`"), range, bytes.len()));
        }
    }
    // Base64 writes three bytes as four characters.
    let inline = work.document.data_uris.iter();
    sizes.extend(inline.map(|range| {
        ("the image in the text".to_owned(), TextRange::empty(range.start as usize), range.len() / 4 * 3)
    }));
    if sizes.is_empty() {
        checker.not_applicable("the document has no images of its own");
        return;
    }
    sizes.sort_by_key(|(_, range, _)| *range);
    let total: usize = sizes.iter().map(|(_, _, size)| size).sum();
    for (name, range, size) in &sizes {
        let (size_kb, limit) = (size / 1024, if *size > TOO_LARGE { TOO_LARGE } else { LARGE } / 1024);
        if *size > LARGE {
            let found = checker.found(*range, format!("{name} takes {size_kb} kB, more than {limit} kB"));
            checker.report(found.help("use a vector image, or fewer pixels"));
        }
    }
    if let Some((_, range, _)) = sizes.first().filter(|_| total > TOTAL) {
        let message = format!("the images take {} kB together, more than {} kB", total / 1024, TOTAL / 1024);
        checker.flag(*range, message);
    }
}
