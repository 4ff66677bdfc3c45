//! A package as the publication check sees it: its place in the tree of docs.oasis-open.org, the documents it
//! delivers, and what they are written in.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::package::Package;

/// What a package is written in; it decides which conditions look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A Markdown file is delivered.
    Markdown,
    /// No Markdown, but a Word document.
    Word,
    /// Neither, but an `OpenDocument` text.
    OpenDocument,
    /// HTML and PDF alone.
    None,
}

/// A package on its way to publication.
#[derive(Debug)]
pub struct Submission<'a> {
    /// The package.
    pub package: &'a Package,
    /// Name of the stage directory: `csd01`.
    pub stage: String,
    /// Name of the nearest directory above that is a version, else of the parent: `v1.0`.
    pub version: String,
    /// What it is written in.
    pub source: Source,
    /// The documents delivered, by ending: for each the file whose name ends in the stage, else the one with the
    /// shortest name.
    pub items: BTreeMap<&'static str, String>,
    /// The Markdown, undecodable bytes replaced.
    pub markdown: Option<Cow<'a, str>>,
    /// The HTML, undecodable bytes replaced.
    pub html: Option<Cow<'a, str>>,
}

/// Endings of the documents a package can deliver.
const DELIVERED: [&str; 5] = ["md", "docx", "odt", "html", "pdf"];

impl<'a> Submission<'a> {
    /// Looks at a package.
    #[must_use]
    pub fn new(package: &'a Package) -> Self {
        let stage = package.place.last().cloned().unwrap_or_default();
        let above = package.place.iter().rev().skip(1);
        let version = above.clone().find(|name| is_version(name)).or_else(|| above.clone().next());
        let items: BTreeMap<&'static str, String> =
            DELIVERED.iter().filter_map(|ending| Some((*ending, delivered(package, ending, &stage)?))).collect();
        let source = match () {
            () if items.contains_key("md") => Source::Markdown,
            () if items.contains_key("docx") => Source::Word,
            () if items.contains_key("odt") => Source::OpenDocument,
            () => Source::None,
        };
        let text = |ending: &str| Some(String::from_utf8_lossy(package.files.get(items.get(ending)?)?));
        Self {
            package,
            version: version.cloned().unwrap_or_default(),
            source,
            markdown: text("md"),
            html: text("html"),
            stage,
            items,
        }
    }

    /// Path of the delivered document with this ending.
    #[must_use]
    pub fn item(&self, ending: &str) -> Option<&str> {
        self.items.get(ending).map(String::as_str)
    }
}

/// `v` and two or more numbers with dots between them.
pub(super) fn is_version(name: &str) -> bool {
    let numbers = name.strip_prefix('v').map(|rest| rest.split('.').collect::<Vec<_>>()).unwrap_or_default();
    numbers.len() > 1 && numbers.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

/// File name without its last ending.
pub(super) fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rfind('.') {
        Some(at) if at > 0 => &name[..at],
        _ => name,
    }
}

fn delivered(package: &Package, ending: &str, stage: &str) -> Option<String> {
    let endings = [ending];
    let candidates: Vec<&str> = package.documents(&endings).collect();
    let suffix = format!("-{stage}");
    let exact = candidates.iter().filter(|path| stem(path).ends_with(&suffix)).min_by_key(|path| path.chars().count());
    exact.or_else(|| candidates.iter().min_by_key(|path| path.chars().count())).map(|path| (*path).to_owned())
}
