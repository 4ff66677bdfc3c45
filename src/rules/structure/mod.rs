//! Parts and their order.

mod appendices;
mod back_matter;
mod conformance;
mod contents;
mod contents_form;
mod cosai;
mod normativity;
mod pagination;
mod parts;
mod setext;
mod stability;
pub mod template_2025;

pub use stability::PACKAGE_RULES;

use crate::profiles::ProfileId;

use super::running_text::Phrases;
use super::{COSAI, ERROR, FixKind, INFO, Levels, Rule, Topic, WARNING};

pub(in crate::rules) use setext::is_underlined_title;

const TC: &[ProfileId] = &[ProfileId::TcSpecification, ProfileId::TcNote];
const SPECIFICATIONS: &[ProfileId] = &[ProfileId::TcSpecification, ProfileId::OpSpecification];
const NOTES: &[ProfileId] = &[ProfileId::CosaiPaper, ProfileId::OpNote, ProfileId::TcNote];
/// Everything but papers of `CoSAI`.
const TEMPLATES: &[ProfileId] =
    &[ProfileId::TcSpecification, ProfileId::TcNote, ProfileId::OpSpecification, ProfileId::OpNote];
/// Those whose template has a revision history; in that of a project specification it is optional.
const WITH_HISTORY: &[ProfileId] = &[ProfileId::TcSpecification, ProfileId::TcNote, ProfileId::OpNote];

/// The phrases of this topic that are looked for in one go.
pub(super) static PHRASES: &[&Phrases] = &[&normativity::LABEL, &cosai::ASSISTED];

/// The rules of this topic.
pub const RULES: &[Rule] = &[
    Rule {
        id: "section-required",
        topic: Topic::Structure,
        summary: "Every section the template requires is there",
        levels: Levels::all(ERROR).draft(WARNING),
        fix: FixKind::None,
        clause: "CoSAI white paper template, sections 1 to 6; OASIS Committee Note template; Board-approved template of 2025",
        gate: &[],
        check: parts::required,
    },
    Rule {
        id: "section-order",
        topic: Topic::Structure,
        summary: "The sections of the template stand in its order",
        levels: Levels::all(WARNING),
        fix: FixKind::None,
        clause: "CoSAI white paper template, sections 1 to 6; Board-approved template of 2025",
        gate: &[],
        check: parts::order,
    },
    Rule {
        id: "first-section",
        topic: Topic::Structure,
        summary: "The first numbered section is the one the template begins with",
        levels: Levels::all(ERROR),
        fix: FixKind::None,
        clause: "CoSAI white paper template, section 1; Board-approved template of 2025, section 1",
        gate: &[],
        check: parts::first,
    },
    Rule {
        id: "empty-section",
        topic: Topic::Structure,
        summary: "No section is empty",
        levels: Levels::all(ERROR).draft(WARNING),
        fix: FixKind::None,
        clause: "OASIS Handbook, Work Product Quality Checklist",
        gate: &[],
        check: parts::empty,
    },
    Rule {
        id: "acknowledgments-present",
        topic: Topic::Structure,
        summary: "The acknowledgements name those who made the work product",
        levels: Levels::all(ERROR).draft(WARNING),
        fix: FixKind::None,
        clause: "TC Process 2.2.1; CoSAI white paper template, section 5",
        gate: &[],
        check: parts::acknowledgments,
    },
    Rule {
        id: "appendix-sequence",
        topic: Topic::Structure,
        summary: "Annexes and appendices are lettered or numbered without gap, in one style, annexes first",
        levels: Levels::all(ERROR),
        fix: FixKind::None,
        clause: "OASIS Committee Note template, appendices; Board-approved template of 2025, Annex vs Appendix",
        gate: &[],
        check: appendices::sequence,
    },
    Rule {
        id: "toc-present",
        topic: Topic::Structure,
        summary: "The document has a table of contents",
        levels: Levels::all(ERROR).but(WARNING, COSAI).draft(WARNING),
        fix: FixKind::None,
        clause: "Board-approved Committee Note template of 2025, Page Numbers",
        gate: &[],
        check: contents::present,
    },
    Rule {
        id: "toc-placeholder",
        topic: Topic::Structure,
        summary: "No placeholder stands for the table of contents",
        levels: Levels::all(ERROR).draft(WARNING),
        fix: FixKind::None,
        clause: "OASIS Committee Note template, Table of Contents",
        gate: &[],
        check: contents::placeholder,
    },
    Rule {
        id: "toc-matches-headings",
        topic: Topic::Structure,
        summary: "The table of contents says what the headings say, in their order",
        levels: Levels::all(ERROR),
        fix: FixKind::None,
        clause: "OASIS Handbook, Work Product Quality Checklist",
        gate: &[],
        check: contents::matches,
    },
    Rule {
        id: "toc-anchors-resolve",
        topic: Topic::Structure,
        summary: "Every entry of the table of contents leads to its heading",
        levels: Levels::all(ERROR),
        fix: FixKind::Safe,
        clause: "OASIS Committee Note template, 1.3.4",
        gate: &[],
        check: contents::anchors,
    },
    Rule {
        id: "toc-attribute-residue",
        topic: Topic::Structure,
        summary: "No entry of the table of contents shows the anchor of a heading",
        levels: Levels::all(ERROR),
        fix: FixKind::Safe,
        clause: "OASIS Committee Note template, 1.3.4",
        gate: &[],
        check: contents::attribute_residue,
    },
    Rule {
        id: "setext-hazard",
        topic: Topic::Structure,
        summary: "No rule stands right below a line of text",
        levels: Levels::all(ERROR),
        fix: FixKind::Safe,
        clause: "CommonMark, setext headings",
        gate: &[],
        check: setext::hazard,
    },
    Rule {
        id: "cosai-conclusion",
        topic: Topic::Structure,
        summary: "A paper draws its conclusion",
        levels: Levels::only(WARNING, COSAI),
        fix: FixKind::None,
        clause: "CoSAI white paper template, section 3",
        gate: &[],
        check: cosai::conclusion,
    },
    Rule {
        id: "cosai-references",
        topic: Topic::Structure,
        summary: "A paper lists its references",
        levels: Levels::only(WARNING, COSAI),
        fix: FixKind::None,
        clause: "CoSAI white paper template, section 4",
        gate: &[],
        check: cosai::references,
    },
    Rule {
        id: "cosai-appendix-set",
        topic: Topic::Structure,
        summary: "The appendix holds its fixed parts, in order",
        levels: Levels::only(ERROR, COSAI),
        fix: FixKind::None,
        clause: "CoSAI white paper template, 6.1 to 6.3",
        gate: &[],
        check: cosai::appendix_set,
    },
    Rule {
        id: "cosai-focus-verbatim",
        topic: Topic::Structure,
        summary: "CoSAI's focus is described in the words of the template",
        levels: Levels::only(WARNING, COSAI),
        fix: FixKind::Unsafe,
        clause: "CoSAI white paper template, 6.1",
        gate: &[],
        check: cosai::focus,
    },
    Rule {
        id: "cosai-ai-guidelines-verbatim",
        topic: Topic::Structure,
        summary: "The guidelines on the use of AI are those of the template, or a link to them",
        levels: Levels::only(WARNING, COSAI),
        fix: FixKind::Unsafe,
        clause: "CoSAI white paper template, 6.2",
        gate: &[],
        check: cosai::guidelines,
    },
    Rule {
        id: "cosai-disclaimer",
        topic: Topic::Structure,
        summary: "A paper of 2026 or later carries the disclaimer",
        levels: Levels::only(INFO, COSAI),
        fix: FixKind::None,
        clause: "CoSAI papers as published since 2026",
        gate: &[],
        check: cosai::disclaimer,
    },
    Rule {
        id: "toc-title",
        topic: Topic::Structure,
        summary: "The table of contents is called so",
        levels: Levels::all(INFO),
        fix: FixKind::Safe,
        clause: "OASIS Committee Note template, Table of Contents",
        gate: &[],
        check: contents_form::title,
    },
    Rule {
        id: "toc-position",
        topic: Topic::Structure,
        summary: "The table of contents stands between the cover page and the first section",
        levels: Levels::all(WARNING),
        fix: FixKind::None,
        clause: "OASIS Committee Note template, Table of Contents",
        gate: &[],
        check: contents_form::position,
    },
    Rule {
        id: "toc-depth",
        topic: Topic::Structure,
        summary: "The table of contents shows three to five levels of sections",
        levels: Levels::all(INFO),
        fix: FixKind::None,
        clause: "OASIS Committee Note template, Table of Contents",
        gate: &[],
        check: contents_form::depth,
    },
    Rule {
        id: "no-conformance-in-notes",
        topic: Topic::Structure,
        summary: "A document that is not on the standards track has no section on conformance",
        levels: Levels::only(WARNING, NOTES),
        fix: FixKind::None,
        clause: "OASIS Naming Directives, Track; OASIS Defined Terms, Non-Standards Track Work Product",
        gate: &[],
        check: normativity::no_conformance,
    },
    Rule {
        id: "normative-labels",
        topic: Topic::Structure,
        summary: "Sections of examples say that they do not bind",
        levels: Levels::only(WARNING, SPECIFICATIONS),
        fix: FixKind::None,
        clause: "OASIS Handbook, Conformance",
        gate: &[("content-labels", 113)],
        check: normativity::labels,
    },
    Rule {
        id: "appendix-normativity",
        topic: Topic::Structure,
        summary: "An appendix says whether it binds",
        levels: Levels::only(INFO, SPECIFICATIONS),
        fix: FixKind::None,
        clause: "OASIS Handbook, Conformance",
        gate: &[],
        check: normativity::appendices,
    },
    Rule {
        id: "notices-last-appendix",
        topic: Topic::Structure,
        summary: "References are the first appendix, notices the last",
        levels: Levels::only(WARNING, TEMPLATES),
        fix: FixKind::None,
        clause: "OASIS Committee Note template, appendices",
        gate: &[],
        check: back_matter::notices_last,
    },
    Rule {
        id: "acknowledgments-subsections",
        topic: Topic::Structure,
        summary: "The acknowledgments have the subsections of the template",
        levels: Levels::only(WARNING, TC),
        fix: FixKind::None,
        clause: "OASIS Committee Note template, Appendix B; Board-approved template of 2025, Appendix 1",
        gate: &[],
        check: back_matter::acknowledgments_subsections,
    },
    Rule {
        id: "revision-history-present",
        topic: Topic::Structure,
        summary: "The document has a revision history",
        levels: Levels::only(WARNING, WITH_HISTORY),
        fix: FixKind::None,
        clause: "OASIS Committee Note template, Appendix C; Board-approved template of 2025, Appendix 2",
        gate: &[],
        check: back_matter::revision_history,
    },
    Rule {
        id: "page-break-rules",
        topic: Topic::Structure,
        summary: "A rule before each section of the top level begins a page",
        levels: Levels::only(INFO, TEMPLATES),
        fix: FixKind::Safe,
        clause: "OASIS Committee Note template, 1.4; Board-approved template of 2025, Pagination",
        gate: &[],
        check: pagination::page_breaks,
    },
    Rule {
        id: "cosai-ai-disclosure",
        topic: Topic::Structure,
        summary: "The use of AI is declared as `Assisted-by:`",
        levels: Levels::only(INFO, COSAI),
        fix: FixKind::None,
        clause: "CoSAI guidelines on the usage of AI, Specific Policies 2(c)",
        gate: &[],
        check: cosai::ai_disclosure,
    },
    conformance::PRESENT,
    conformance::TOP_LEVEL,
    conformance::LAST,
    conformance::NUMBERED,
    conformance::UNIQUE,
    conformance::TARGET,
    conformance::REFERENCES,
];
