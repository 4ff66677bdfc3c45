//! Editors, chairs, contributors.

mod addresses;
mod entries;
mod roles;

use crate::profiles::ProfileId;

use super::{COSAI, ERROR, FixKind, Levels, Rule, Topic, WARNING};

const TC: &[ProfileId] =
    &[ProfileId::TcSpecification, ProfileId::TcNote, ProfileId::OpSpecification, ProfileId::OpNote];

/// The rules of this topic.
pub const RULES: &[Rule] = &[
    Rule {
        id: "editors-present",
        topic: Topic::People,
        summary: "At least one editor is named",
        levels: Levels::only(ERROR, COSAI).draft(WARNING),
        fix: FixKind::None,
        clause: "CoSAI template, Acknowledgements; TC Process 2.2.1",
        gate: &[],
        check: roles::editors_present,
    },
    Rule {
        id: "chairs-present",
        topic: Topic::People,
        summary: "The leads of the workstream are named",
        levels: Levels::only(WARNING, COSAI),
        fix: FixKind::None,
        clause: "CoSAI template, Acknowledgements",
        gate: &[],
        check: roles::chairs_present,
    },
    Rule {
        id: "role-label-plural",
        topic: Topic::People,
        summary: "A role's label agrees with the number of people below it",
        levels: Levels::all(ERROR).but(WARNING, TC),
        fix: FixKind::Safe,
        clause: "CoSAI template, Acknowledgements (\"remove s from Editors if just one\")",
        gate: &[],
        check: roles::label_plural,
    },
    Rule {
        id: "role-label-single",
        topic: Topic::People,
        summary: "A label names one role",
        levels: Levels::only(WARNING, COSAI),
        fix: FixKind::Safe,
        clause: "CoSAI template, Acknowledgements",
        gate: &[],
        check: roles::label_single,
    },
    Rule {
        id: "person-form",
        topic: Topic::People,
        summary: "All entries of a list give name, affiliation and address in the same order",
        levels: Levels::only(WARNING, COSAI),
        fix: FixKind::None,
        clause: "CoSAI template, Acknowledgements; published CoSAI papers",
        gate: &[],
        check: entries::form,
    },
    Rule {
        id: "email-syntax",
        topic: Topic::People,
        summary: "A mail address is one",
        levels: Levels::all(ERROR),
        fix: FixKind::None,
        clause: "RFC 5322, 3.4.1",
        gate: &[],
        check: addresses::syntax,
    },
    Rule {
        id: "mailto-matches",
        topic: Topic::People,
        summary: "The address a reader sees is the one the link writes to",
        levels: Levels::all(ERROR),
        fix: FixKind::Unsafe,
        clause: "OASIS publication acceptance criteria, 74",
        gate: &[],
        check: addresses::mailto_matches,
    },
    Rule {
        id: "mailto-missing-scheme",
        topic: Topic::People,
        summary: "A link to an address begins with `mailto:`",
        levels: Levels::all(ERROR),
        fix: FixKind::Safe,
        clause: "CoSAI template, Acknowledgements (\"mailto: link for email address\")",
        gate: &[],
        check: addresses::missing_scheme,
    },
    Rule {
        id: "affiliation-link",
        topic: Topic::People,
        summary: "The link of an affiliation is an http or https address",
        levels: Levels::all(WARNING),
        fix: FixKind::None,
        clause: "CoSAI template, Acknowledgements (\"http:// link for affiliation web site\")",
        gate: &[],
        check: entries::affiliation_link,
    },
    Rule {
        id: "placeholder-person",
        topic: Topic::People,
        summary: "No person of the template is left",
        levels: Levels::all(ERROR),
        fix: FixKind::None,
        clause: "CoSAI template, Acknowledgements; OASIS Committee Note template, Appendix B",
        gate: &[],
        check: entries::placeholder,
    },
    Rule {
        id: "contributors-listed",
        topic: Topic::People,
        summary: "The sentence about contributors is followed by their names",
        levels: Levels::only(WARNING, COSAI),
        fix: FixKind::None,
        clause: "CoSAI template, Acknowledgements",
        gate: &[],
        check: roles::contributors_listed,
    },
    Rule {
        id: "person-duplicate",
        topic: Topic::People,
        summary: "Nobody stands twice in one role",
        levels: Levels::all(WARNING),
        fix: FixKind::None,
        clause: "TC Process 2.2.1",
        gate: &[],
        check: entries::duplicate,
    },
];
