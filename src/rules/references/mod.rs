//! References and citations.

mod anchors;
mod entries;
mod form;
mod linked;
mod lists;
mod own_stages;
mod rfc;
mod tags;
mod undefined;

use crate::profiles::ProfileId;

use super::{COSAI, ERROR, FixKind, INFO, Levels, Rule, STAGED, Topic, WARNING};

pub(super) use undefined::undefined;

/// Profiles on the standards track.
const SPECIFICATIONS: &[ProfileId] = &[ProfileId::OpSpecification, ProfileId::TcSpecification];
/// Profiles off the standards track.
const NOTES: &[ProfileId] = &[ProfileId::CosaiPaper, ProfileId::OpNote, ProfileId::TcNote];
/// Profiles of Technical Committees.
const COMMITTEE: &[ProfileId] = &[ProfileId::TcSpecification, ProfileId::TcNote];

/// The rules of this topic.
pub const RULES: &[Rule] = &[
    Rule {
        id: "refs-split",
        topic: Topic::References,
        summary: "References are split into normative and informative ones",
        levels: Levels::only(ERROR, SPECIFICATIONS),
        fix: FixKind::None,
        clause: "TC Process 2.2.1; TC Handbook, Work Product Quality Checklist",
        gate: &[("references-split", 111)],
        check: lists::refs_split,
    },
    Rule {
        id: "refs-informative-only",
        topic: Topic::References,
        summary: "A document off the standards track lists informative references only",
        levels: Levels::only(WARNING, NOTES),
        fix: FixKind::None,
        clause: "Naming Directives 9; OASIS Committee Note template, Appendix A",
        gate: &[],
        check: lists::refs_informative_only,
    },
    Rule {
        id: "ref-entry-tag",
        topic: Topic::References,
        summary: "Every entry of a reference list begins with its tag",
        levels: Levels::only(ERROR, COSAI),
        fix: FixKind::None,
        clause: "OASIS Committee Note template, 1.3.4",
        gate: &[],
        check: entries::ref_entry_tag,
    },
    Rule {
        id: "ref-tag-unique",
        topic: Topic::References,
        summary: "No two references have the same tag",
        levels: Levels::all(ERROR),
        fix: FixKind::None,
        clause: "TC Handbook, Work Product Quality Checklist",
        gate: &[],
        check: tags::ref_tag_unique,
    },
    Rule {
        id: "ref-both-lists",
        topic: Topic::References,
        summary: "No reference is listed as normative and as informative",
        levels: Levels::all(WARNING),
        fix: FixKind::None,
        clause: "TC Handbook, Work Product Quality Checklist",
        gate: &[("references-split", 112)],
        check: tags::ref_both_lists,
    },
    Rule {
        id: "ref-undefined",
        topic: Topic::References,
        summary: "Every work cited is in the reference list",
        levels: Levels::all(ERROR),
        fix: FixKind::None,
        clause: "TAB checklist for editorial quality, R2",
        gate: &[],
        check: undefined::ref_undefined,
    },
    Rule {
        id: "ref-unused",
        topic: Topic::References,
        summary: "Every reference is cited",
        levels: Levels::all(WARNING),
        fix: FixKind::None,
        clause: "TAB checklist for editorial quality, R1",
        gate: &[],
        check: tags::ref_unused,
    },
    Rule {
        id: "ref-anchor-form",
        topic: Topic::References,
        summary: "A citation leads to the entry that it names",
        levels: Levels::all(ERROR),
        fix: FixKind::None,
        clause: "OASIS Committee Note template, 1.3.4",
        gate: &[],
        check: anchors::ref_anchor_form,
    },
    Rule {
        id: "ref-rfc-number",
        topic: Topic::References,
        summary: "Tag, text and address of an RFC agree on its number",
        levels: Levels::all(ERROR),
        fix: FixKind::None,
        clause: "TC Handbook, Work Product Quality Checklist",
        gate: &[],
        check: rfc::ref_rfc_number,
    },
    Rule {
        id: "ref-rfc-canonical-url",
        topic: Topic::References,
        summary: "RFCs are linked at the address the RFC Editor gives",
        levels: Levels::all(INFO),
        fix: FixKind::Safe,
        clause: "OASIS Specification template of 2025, B.1",
        gate: &[],
        check: rfc::ref_rfc_canonical_url,
    },
    Rule {
        id: "ref-obsolete-rfc",
        topic: Topic::References,
        summary: "No reference is to an RFC that another one replaced",
        levels: Levels::all(INFO),
        fix: FixKind::None,
        clause: "TAB checklist for editorial quality, Reference",
        gate: &[],
        check: rfc::ref_obsolete_rfc,
    },
    Rule {
        id: "ref-style-uniform",
        topic: Topic::References,
        summary: "References have names or numbers, not both",
        levels: Levels::all(WARNING),
        fix: FixKind::None,
        clause: "OASIS Note template of 2025, References",
        gate: &[],
        check: entries::ref_style_uniform,
    },
    Rule {
        id: "ref-complete",
        topic: Topic::References,
        summary: "An entry names the work and says how to find it",
        levels: Levels::all(WARNING),
        fix: FixKind::None,
        clause: "OASIS Committee Note template, 1.3.4",
        gate: &[],
        check: form::ref_complete,
    },
    Rule {
        id: "ref-normative-specific",
        topic: Topic::References,
        summary: "A normative reference says which edition it means",
        levels: Levels::only(WARNING, SPECIFICATIONS),
        fix: FixKind::None,
        clause: "OASIS Specification template of 2025, Annex B",
        gate: &[],
        check: form::ref_normative_specific,
    },
    Rule {
        id: "ref-no-draft-normative",
        topic: Topic::References,
        summary: "No normative reference is to a draft",
        levels: Levels::only(INFO, SPECIFICATIONS),
        fix: FixKind::None,
        clause: "TAB checklist for editorial quality, Reference",
        gate: &[],
        check: form::ref_no_draft_normative,
    },
    Rule {
        id: "ref-oasis-form",
        topic: Topic::References,
        summary: "An entry of an OASIS work names its editors and its stage",
        levels: Levels::all(WARNING),
        fix: FixKind::None,
        clause: "TC Process 2.2.1; TC Handbook, Work Product Quality Requirements",
        gate: &[],
        check: form::ref_oasis_form,
    },
    Rule {
        id: "ref-ieee",
        topic: Topic::References,
        summary: "Entries are written in the style of the IEEE",
        levels: Levels::only(INFO, COMMITTEE),
        fix: FixKind::None,
        clause: "OASIS templates of 2025, References",
        gate: &[],
        check: form::ref_ieee,
    },
    Rule {
        id: "ref-order",
        topic: Topic::References,
        summary: "A list that is sorted is sorted throughout",
        levels: Levels::all(INFO),
        fix: FixKind::None,
        clause: "OASIS templates of 2025, References",
        gate: &[],
        check: tags::ref_order,
    },
    Rule {
        id: "ref-longevity-sentence",
        topic: Topic::References,
        summary: "The references say that OASIS cannot guarantee links",
        levels: Levels::only(WARNING, STAGED),
        fix: FixKind::Unsafe,
        clause: "OASIS Committee Note template, Appendix A; OASIS templates of 2025, Annex B",
        gate: &[],
        check: lists::ref_longevity_sentence,
    },
    Rule {
        id: "ref-section-intro",
        topic: Topic::References,
        summary: "The lists open with the text of the template",
        levels: Levels::only(INFO, COMMITTEE),
        fix: FixKind::None,
        clause: "OASIS templates of 2025, Annex B",
        gate: &[],
        check: lists::ref_section_intro,
    },
    Rule {
        id: "external-link-listed",
        topic: Topic::References,
        summary: "A publication that the text links is in the references",
        levels: Levels::all(INFO),
        fix: FixKind::None,
        clause: "TAB checklist for editorial quality, R2",
        gate: &[],
        check: linked::external_link_listed,
    },
    Rule {
        id: "previous-stage-in-body",
        topic: Topic::References,
        summary: "The body links to no other stage of the document itself",
        levels: Levels::only(ERROR, STAGED),
        fix: FixKind::None,
        clause: "OASIS publication acceptance criteria, 49",
        gate: &[],
        check: own_stages::previous_stage,
    },
];
