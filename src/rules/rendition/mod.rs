//! What was built: HTML, PDF, package. These rules look at a package, or are found by the writers that make it;
//! `lint` lists them as not applicable.

mod checker;
mod files;
mod page;
mod portable;
mod run;
mod sources;

pub use checker::PackageChecker;
pub use run::verify;

use super::{COSAI, Checker, ERROR, FixKind, INFO, Levels, Rule, Topic, WARNING};

/// A rule that looks at a package.
#[derive(Debug, Clone, Copy)]
pub struct PackageRule {
    /// The rule as every other: id, levels, clause.
    pub rule: Rule,
    /// Reports what it finds in a package.
    pub check: fn(&mut PackageChecker<'_>),
}

fn needs_package(checker: &mut Checker<'_>) {
    checker.not_applicable("the rule looks at a built package: run `proofmark verify`");
}

fn needs_build(checker: &mut Checker<'_>) {
    checker.not_applicable("found while building: run `proofmark build`");
}

/// The rules of this topic that look at a package.
pub const RULES: &[PackageRule] = &[
    PackageRule {
        rule: Rule {
            id: "formats-complete",
            topic: Topic::Rendition,
            summary: "A package holds the Markdown, an HTML page and a PDF, and all three can be read",
            levels: Levels::all(ERROR),
            fix: FixKind::None,
            clause: "TC Process 2.2.2",
            gate: &[
                ("filenames", 8),
                ("filenames", 12),
                ("pdf-sync", 60),
                ("filenames", 13),
                ("pdf-sync", 58),
                ("pdf-sync", 59),
            ],
            check: needs_package,
        },
        check: files::formats_complete,
    },
    PackageRule {
        rule: Rule {
            id: "one-basename",
            topic: Topic::Rendition,
            summary: "All formats of a document have one name",
            levels: Levels::all(ERROR),
            fix: FixKind::None,
            clause: "Naming Directives 4",
            gate: &[("filenames", 9)],
            check: needs_package,
        },
        check: files::one_basename,
    },
    PackageRule {
        rule: Rule {
            id: "package-names",
            topic: Topic::Rendition,
            summary: "No file has a name that a web server answers to by itself",
            levels: Levels::all(ERROR),
            fix: FixKind::None,
            clause: "Naming Directives 4",
            gate: &[],
            check: needs_package,
        },
        check: files::forbidden_names,
    },
    PackageRule {
        rule: Rule {
            id: "package-junk",
            topic: Topic::Rendition,
            summary: "No working directory, backup or file of an operating system is shipped",
            levels: Levels::all(ERROR),
            fix: FixKind::None,
            clause: "OASIS publication check, junk files",
            gate: &[("junk-files", 77), ("junk-files", 78)],
            check: needs_package,
        },
        check: files::junk_files,
    },
    PackageRule {
        rule: Rule {
            id: "path-safety",
            topic: Topic::Rendition,
            summary: "No symbolic link and no name that other systems read differently is shipped",
            levels: Levels::all(ERROR),
            fix: FixKind::None,
            clause: "OASIS publication check, symbolic links",
            gate: &[("symlinks", 88)],
            check: needs_package,
        },
        check: files::path_safety,
    },
    PackageRule {
        rule: Rule {
            id: "manifest",
            topic: Topic::Rendition,
            summary: "The manifest lists every file with the digest it has",
            levels: Levels::all(ERROR),
            fix: FixKind::None,
            clause: "OASIS publication check, manifest",
            gate: &[("manifest", 74), ("manifest", 75), ("manifest", 76)],
            check: needs_package,
        },
        check: files::manifest,
    },
    PackageRule {
        rule: Rule {
            id: "odt-sound",
            topic: Topic::Rendition,
            summary: "An OpenDocument text can be opened, says what it is, and holds no macros",
            levels: Levels::all(ERROR),
            fix: FixKind::None,
            clause: "OASIS publication check, ODT integrity",
            gate: &[
                ("odt-integrity", 82),
                ("odt-integrity", 83),
                ("odt-integrity", 84),
                ("odt-integrity", 85),
                ("odt-integrity", 86),
                ("odt-integrity", 87),
            ],
            check: needs_package,
        },
        check: sources::odt_sound,
    },
    PackageRule {
        rule: Rule {
            id: "word-page",
            topic: Topic::Rendition,
            summary: "A page saved from a Word document was written by Word, and browsers show all its images",
            levels: Levels::all(ERROR),
            fix: FixKind::None,
            clause: "OASIS publication check, Word renditions",
            gate: &[("generator", 99), ("vml-fallback", 100)],
            check: needs_package,
        },
        check: sources::word_page,
    },
    PackageRule {
        rule: Rule {
            id: "html-same-revision",
            topic: Topic::Rendition,
            summary: "HTML and PDF carry the title, the date and the year of the Markdown",
            levels: Levels::all(ERROR),
            fix: FixKind::None,
            clause: "TC Process 2.2.2",
            gate: &[("date-sync", 97), ("pdf-sync", 61), ("pdf-sync", 62)],
            check: needs_package,
        },
        check: page::same_revision,
    },
    PackageRule {
        rule: Rule {
            id: "html-head",
            topic: Topic::Rendition,
            summary: "The page names its language, its title and what it is about",
            levels: Levels::all(WARNING).but(ERROR, COSAI),
            fix: FixKind::None,
            clause: "OASIS publication check, HTML",
            gate: &[("html-title", 33)],
            check: needs_package,
        },
        check: page::head,
    },
    PackageRule {
        rule: Rule {
            id: "h1-single-render",
            topic: Topic::Rendition,
            summary: "The page shows the title of the document once, as its main heading",
            levels: Levels::all(ERROR),
            fix: FixKind::None,
            clause: "OASIS publication check, HTML",
            gate: &[("html-residue", 34), ("pdf-cover", 52)],
            check: needs_package,
        },
        check: page::main_heading,
    },
    PackageRule {
        rule: Rule {
            id: "html-lint",
            topic: Topic::Rendition,
            summary: "The links of the page lead somewhere, and it loads nothing from elsewhere",
            levels: Levels::all(ERROR),
            fix: FixKind::None,
            clause: "OASIS publication check, HTML",
            gate: &[
                ("html-residue", 36),
                ("html-anchors", 37),
                ("asset-refs", 101),
                ("uri-alias", 150),
                ("html-anchors", 38),
                ("image-policy", 45),
                ("image-policy", 46),
                ("template-css", 66),
                ("template-css", 67),
            ],
            check: needs_package,
        },
        check: page::html_lint,
    },
    PackageRule {
        rule: Rule {
            id: "build-paths",
            topic: Topic::Rendition,
            summary: "Neither the page nor the PDF names a path of the machine that built it",
            levels: Levels::all(ERROR),
            fix: FixKind::None,
            clause: "OASIS publication check, HTML and PDF residue",
            gate: &[("html-residue", 35), ("pdf-cover", 53)],
            check: needs_package,
        },
        check: page::build_paths,
    },
    PackageRule {
        rule: Rule {
            id: "pdf-properties",
            topic: Topic::Rendition,
            summary: "The PDF names its title, its author and its language",
            levels: Levels::all(ERROR),
            fix: FixKind::None,
            clause: "Preparation guide for CoSAI papers, document properties",
            gate: &[],
            check: needs_package,
        },
        check: portable::properties,
    },
    PackageRule {
        rule: Rule {
            id: "pdf-fonts",
            topic: Topic::Rendition,
            summary: "The PDF is set in the fonts that the style sheets of the package name",
            levels: Levels::all(WARNING),
            fix: FixKind::None,
            clause: "OASIS publication check, PDF fonts",
            gate: &[("pdf-fonts", 72), ("pdf-fonts", 73)],
            check: needs_package,
        },
        check: portable::fonts,
    },
    PackageRule {
        rule: Rule {
            id: "pdf-accessible",
            topic: Topic::Rendition,
            summary: "The PDF is tagged and has an outline",
            levels: Levels::all(INFO),
            fix: FixKind::None,
            clause: "ISO 14289-1 (PDF/UA), 7.1",
            gate: &[],
            check: needs_package,
        },
        check: portable::accessible,
    },
    PackageRule {
        rule: Rule {
            id: "pdf-page-numbers",
            topic: Topic::Rendition,
            summary: "Every page of the PDF says which it is and how many there are",
            levels: Levels::all(INFO),
            fix: FixKind::None,
            clause: "OASIS templates, footer",
            gate: &[],
            check: needs_package,
        },
        check: portable::page_numbers,
    },
    PackageRule {
        rule: Rule {
            id: "footer-content",
            topic: Topic::Rendition,
            summary: "The footer of the PDF names the document or its date, the track and the owner",
            levels: Levels::all(WARNING),
            fix: FixKind::None,
            clause: "Naming Directives 2; OASIS templates, footer",
            gate: &[],
            check: needs_package,
        },
        check: portable::footer,
    },
];

/// Where no clause forbids what no reader may be left to discover.
const SAID: &str = "TC Process 2.2.2; proofmark: what cannot be shown is said, never dropped silently";

/// The rules of this topic that the writers of HTML and PDF find broken.
pub const BUILD_RULES: &[Rule] = &[
    Rule {
        id: "diagram-renders",
        topic: Topic::Rendition,
        summary: "Every Mermaid diagram can be drawn",
        levels: Levels::all(ERROR).draft(WARNING),
        fix: FixKind::None,
        clause: SAID,
        gate: &[],
        check: needs_build,
    },
    Rule {
        id: "formula-renders",
        topic: Topic::Rendition,
        summary: "Every formula is TeX that can be set",
        levels: Levels::all(ERROR).draft(WARNING),
        fix: FixKind::None,
        clause: SAID,
        gate: &[],
        check: needs_build,
    },
    Rule {
        id: "image-embeddable",
        topic: Topic::Rendition,
        summary: "Every picture is of a kind that HTML and PDF can show, and travels with the document",
        levels: Levels::all(ERROR),
        fix: FixKind::None,
        clause: SAID,
        gate: &[],
        check: needs_build,
    },
    Rule {
        id: "content-shown",
        topic: Topic::Rendition,
        summary: "Everything that the prose holds is shown in every format",
        levels: Levels::all(WARNING),
        fix: FixKind::None,
        clause: SAID,
        gate: &[],
        check: needs_build,
    },
    Rule {
        id: "glyph-missing",
        topic: Topic::Rendition,
        summary: "The fonts of the PDF have every character of the text",
        levels: Levels::all(ERROR).draft(WARNING),
        fix: FixKind::None,
        clause: "ISO 14289-1 (PDF/UA), 7.21.8",
        gate: &[],
        check: needs_build,
    },
    Rule {
        id: "typesetting",
        topic: Topic::Rendition,
        summary: "The document can be set as a PDF that keeps its standards",
        levels: Levels::all(ERROR),
        fix: FixKind::None,
        clause: "TC Process 2.2.2; ISO 14289-1 (PDF/UA); ISO 19005-2 (PDF/A-2)",
        gate: &[],
        check: needs_build,
    },
];

/// Whether a `CoSAI` paper is judged, which may be published without a page.
fn is_cosai(checker: &PackageChecker<'_>) -> bool {
    COSAI.contains(&checker.profile)
}
