//! Front matter, document properties, `workproduct.yaml`, suppressions.

mod agreement;
mod language;
mod properties;
mod suppressions;

use super::{COSAI, ERROR, FixKind, INFO, Levels, Rule, Topic, WARNING};

/// The rule that can only be judged when all others have run.
pub(super) const LAST: &str = "suppression-unused";

/// The only rule that looks at a document that is no work product.
pub(super) const OTHER: &str = "not-a-work-product";

/// The rules of this topic.
pub const RULES: &[Rule] = &[
    Rule {
        id: "yaml-front-matter",
        topic: Topic::Metadata,
        summary: "The document begins with YAML that gives title, author and date",
        levels: Levels::only(ERROR, COSAI),
        fix: FixKind::Unsafe,
        clause: "CoSAI template, Open Project line; CoSAI white paper converter",
        gate: &[],
        check: properties::front_matter,
    },
    Rule {
        id: "yaml-quoting",
        topic: Topic::Metadata,
        summary: "Front matter is sound YAML: a value with a colon stands in quotes",
        levels: Levels::all(ERROR),
        fix: FixKind::Safe,
        clause: "YAML 1.2.2, 7.3.3; CoSAI white paper converter",
        gate: &[],
        check: properties::quoting,
    },
    Rule {
        id: "yaml-author",
        topic: Topic::Metadata,
        summary: "The author is the workstream, or the Coalition for Secure AI",
        levels: Levels::only(WARNING, COSAI),
        fix: FixKind::None,
        clause: "CoSAI template, Open Project line; published CoSAI papers",
        gate: &[],
        check: properties::author,
    },
    Rule {
        id: "yaml-date",
        topic: Topic::Metadata,
        summary: "The date in the front matter is written `12 March 2026`",
        levels: Levels::only(ERROR, COSAI).draft(WARNING),
        fix: FixKind::Safe,
        clause: "CoSAI template, footer; CoSAI white paper converter",
        gate: &[],
        check: properties::date,
    },
    Rule {
        id: "yaml-title-equals-h1",
        topic: Topic::Metadata,
        summary: "The title in the front matter is the title on the cover",
        levels: Levels::only(ERROR, COSAI),
        fix: FixKind::Unsafe,
        clause: "CoSAI template, Open Project line (\"update Title and Author in document Properties\")",
        gate: &[],
        check: properties::title,
    },
    Rule {
        id: "workproduct-agrees",
        topic: Topic::Metadata,
        summary: "What `workproduct.yaml` says, the cover says too",
        levels: Levels::all(ERROR).draft(WARNING),
        fix: FixKind::None,
        clause: "this program's own design",
        gate: &[],
        check: agreement::workproduct,
    },
    Rule {
        id: "profile-declared",
        topic: Topic::Metadata,
        summary: "Stage line, file name and configuration speak for the same template",
        levels: Levels::all(INFO),
        fix: FixKind::None,
        clause: "Naming Directives 5.2; this program's own design",
        gate: &[],
        check: agreement::profile,
    },
    Rule {
        id: "profile-known",
        topic: Topic::Metadata,
        summary: "Something tells which template the document follows",
        levels: Levels::all(INFO),
        fix: FixKind::None,
        clause: "Naming Directives 5.2; this program's own design",
        gate: &[],
        check: agreement::known,
    },
    Rule {
        id: "language-english",
        topic: Topic::Metadata,
        summary: "The document is in English",
        levels: Levels::all(INFO),
        fix: FixKind::None,
        clause: "OASIS Open Project Rules 2.1; TC Process 1",
        gate: &[],
        check: language::english,
    },
    Rule {
        id: OTHER,
        topic: Topic::Metadata,
        summary: "The document is a work product, and not another document of the repository",
        levels: Levels::all(WARNING),
        fix: FixKind::None,
        clause: "this program's own design",
        gate: &[],
        check: agreement::other,
    },
    Rule {
        id: "override-unknown",
        topic: Topic::Metadata,
        summary: "Every rule that `workproduct.yaml` changes exists",
        levels: Levels::all(WARNING),
        fix: FixKind::None,
        clause: "this program's own design",
        gate: &[],
        check: suppressions::overrides,
    },
    Rule {
        id: "suppression-reason",
        topic: Topic::Metadata,
        summary: "A comment that silences a rule says why",
        levels: Levels::all(WARNING),
        fix: FixKind::None,
        clause: "this program's own design",
        gate: &[],
        check: suppressions::reason,
    },
    Rule {
        id: LAST,
        topic: Topic::Metadata,
        summary: "A comment that silences a rule silences something",
        levels: Levels::all(WARNING),
        fix: FixKind::None,
        clause: "this program's own design",
        gate: &[],
        check: suppressions::unused,
    },
];
