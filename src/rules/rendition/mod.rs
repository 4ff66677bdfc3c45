//! What was built: HTML, PDF, package. These rules look at a package; `lint` lists them as not applicable.

mod checker;
mod files;
mod page;
mod portable;
mod run;

pub use checker::PackageChecker;
pub use run::verify;

use super::{COSAI, Checker, ERROR, FixKind, INFO, Levels, Rule, Topic};
use crate::diagnostic::Severity;

/// A rule that looks at a package.
#[derive(Debug, Clone, Copy)]
pub struct PackageRule {
    /// The rule as every other: id, levels, clause.
    pub rule: Rule,
    /// Reports what it finds in a package.
    pub check: fn(&mut PackageChecker<'_>),
}

const fn rule(
    id: &'static str,
    summary: &'static str,
    severity: Severity,
    clause: &'static str,
    gate: &'static [(&'static str, u16)],
    check: fn(&mut PackageChecker<'_>),
) -> PackageRule {
    let levels = Levels::all(severity);
    let rule =
        Rule { id, topic: Topic::Rendition, summary, levels, fix: FixKind::None, clause, gate, check: needs_package };
    PackageRule { rule, check }
}

fn needs_package(checker: &mut Checker<'_>) {
    checker.not_applicable("the rule looks at a built package: run `proofmark verify`");
}

/// The rules of this topic.
pub const RULES: &[PackageRule] = &[
    rule(
        "formats-complete",
        "A package holds the Markdown, an HTML page and a PDF, and all three can be read",
        ERROR,
        "TC Process 2.2.2",
        &[("filenames", 8), ("filenames", 12), ("pdf-sync", 60)],
        files::formats_complete,
    ),
    rule(
        "one-basename",
        "All formats of a document have one name",
        ERROR,
        "Naming Directives 4",
        &[("filenames", 9)],
        files::one_basename,
    ),
    rule(
        "package-names",
        "No file has a name that a web server answers to by itself",
        ERROR,
        "Naming Directives 4",
        &[],
        files::forbidden_names,
    ),
    rule(
        "package-junk",
        "No working directory, backup or file of an operating system is shipped",
        ERROR,
        "OASIS publication check, junk files",
        &[("junk-files", 77), ("junk-files", 78)],
        files::junk_files,
    ),
    rule(
        "path-safety",
        "No symbolic link and no name that other systems read differently is shipped",
        ERROR,
        "OASIS publication check, symbolic links",
        &[("symlinks", 88)],
        files::path_safety,
    ),
    rule(
        "manifest",
        "The manifest lists every file with the digest it has",
        ERROR,
        "OASIS publication check, manifest",
        &[("manifest", 74), ("manifest", 75), ("manifest", 76)],
        files::manifest,
    ),
    rule(
        "html-same-revision",
        "HTML and PDF carry the title, the date and the year of the Markdown",
        ERROR,
        "TC Process 2.2.2",
        &[("date-sync", 97), ("pdf-sync", 61)],
        page::same_revision,
    ),
    rule(
        "html-lint",
        "The page has a language, a title, a description and one main heading, and its links lead somewhere",
        ERROR,
        "OASIS publication check, HTML",
        &[("html-title", 33), ("html-residue", 36), ("html-anchors", 37), ("asset-refs", 101), ("uri-alias", 150)],
        page::html_lint,
    ),
    rule(
        "pdf-properties",
        "The PDF names its title, its author and its language",
        ERROR,
        "Preparation guide for CoSAI papers, document properties",
        &[],
        portable::properties,
    ),
    rule(
        "pdf-accessible",
        "The PDF is tagged and has an outline",
        INFO,
        "ISO 14289-1 (PDF/UA), 7.1",
        &[],
        portable::accessible,
    ),
    rule(
        "pdf-page-numbers",
        "Every page of the PDF says which it is and how many there are",
        INFO,
        "OASIS templates, footer",
        &[],
        portable::page_numbers,
    ),
];

/// Whether a `CoSAI` paper is judged, which may be published without a page.
fn is_cosai(checker: &PackageChecker<'_>) -> bool {
    COSAI.contains(&checker.profile)
}
