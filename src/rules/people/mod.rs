//! Editors, chairs, contributors.

mod addresses;
mod entries;
mod roles;

use crate::profiles::ProfileId;

use super::{COSAI, ERROR, FixKind, Levels, Rule, Topic, WARNING};

const TC: &[ProfileId] =
    &[ProfileId::TcSpecification, ProfileId::TcNote, ProfileId::OpSpecification, ProfileId::OpNote];

const fn rule(
    id: &'static str,
    summary: &'static str,
    clause: &'static str,
    check: fn(&mut super::Checker<'_>),
) -> Rule {
    let levels = Levels::all(ERROR);
    Rule { id, topic: Topic::People, summary, levels, fix: FixKind::None, clause, gate: &[], check }
}

/// The rules of this topic.
pub const RULES: &[Rule] = &[
    Rule {
        levels: Levels::only(ERROR, COSAI).draft(WARNING),
        ..rule(
            "editors-present",
            "At least one editor is named",
            "CoSAI template, Acknowledgements; TC Process 2.2.1",
            roles::editors_present,
        )
    },
    Rule {
        levels: Levels::only(WARNING, COSAI),
        ..rule(
            "chairs-present",
            "The leads of the workstream are named",
            "CoSAI template, Acknowledgements",
            roles::chairs_present,
        )
    },
    Rule {
        levels: Levels::all(ERROR).but(WARNING, TC),
        fix: FixKind::Safe,
        ..rule(
            "role-label-plural",
            "A role's label agrees with the number of people below it",
            "CoSAI template, Acknowledgements (\"remove s from Editors if just one\")",
            roles::label_plural,
        )
    },
    Rule {
        levels: Levels::only(WARNING, COSAI),
        fix: FixKind::Safe,
        ..rule("role-label-single", "A label names one role", "CoSAI template, Acknowledgements", roles::label_single)
    },
    Rule {
        levels: Levels::only(WARNING, COSAI),
        ..rule(
            "person-form",
            "All entries of a list give name, affiliation and address in the same order",
            "CoSAI template, Acknowledgements; published CoSAI papers",
            entries::form,
        )
    },
    rule("email-syntax", "A mail address is one", "RFC 5322, 3.4.1", addresses::syntax),
    Rule {
        fix: FixKind::Unsafe,
        ..rule(
            "mailto-matches",
            "The address a reader sees is the one the link writes to",
            "OASIS publication acceptance criteria, 74",
            addresses::mailto_matches,
        )
    },
    Rule {
        fix: FixKind::Safe,
        ..rule(
            "mailto-missing-scheme",
            "A link to an address begins with `mailto:`",
            "CoSAI template, Acknowledgements (\"mailto: link for email address\")",
            addresses::missing_scheme,
        )
    },
    Rule {
        levels: Levels::all(WARNING),
        ..rule(
            "affiliation-link",
            "The link of an affiliation is an http or https address",
            "CoSAI template, Acknowledgements (\"http:// link for affiliation web site\")",
            entries::affiliation_link,
        )
    },
    rule(
        "placeholder-person",
        "No person of the template is left",
        "CoSAI template, Acknowledgements; OASIS Committee Note template, Appendix B",
        entries::placeholder,
    ),
    Rule {
        levels: Levels::only(WARNING, COSAI),
        ..rule(
            "contributors-listed",
            "The sentence about contributors is followed by their names",
            "CoSAI template, Acknowledgements",
            roles::contributors_listed,
        )
    },
    Rule {
        levels: Levels::all(WARNING),
        ..rule("person-duplicate", "Nobody stands twice in one role", "TC Process 2.2.1", entries::duplicate)
    },
];
