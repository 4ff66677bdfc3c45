//! BCP 14 key words.

mod citations;
mod clause;
mod forms;
mod notes;
mod places;
mod wording;

use super::{ERROR, FixKind, INFO, Levels, Rule, Topic, WARNING};
use crate::profiles::ProfileId;
use crate::rules::Checker;
use crate::work_product::{KeyWord, Standing};

/// Documents that may make demands.
const SPECIFICATIONS: &[ProfileId] = &[ProfileId::OpSpecification, ProfileId::TcSpecification];

/// The rules of this topic.
pub const RULES: &[Rule] = &[
    Rule {
        id: "keywords-clause-present",
        topic: Topic::Keywords,
        summary: "A document that uses BCP 14 key words says what they mean",
        levels: Levels::only(ERROR, SPECIFICATIONS).draft(WARNING),
        fix: FixKind::None,
        clause: "Keyword Guidelines 2.0, 1; OASIS Handbook, Work Product Quality Checklist",
        gate: &[("rfc-keywords", 92)],
        check: clause::present,
    },
    Rule {
        id: "keywords-clause-verbatim",
        topic: Topic::Keywords,
        summary: "The meaning of the key words is given in the words of BCP 14",
        levels: Levels::only(WARNING, SPECIFICATIONS),
        fix: FixKind::Unsafe,
        clause: "RFC 8174, 2; Keyword Guidelines 2.0, 1.1",
        gate: &[],
        check: wording::verbatim,
    },
    Rule {
        id: "keywords-rfc-cited",
        topic: Topic::Keywords,
        summary: "RFC 2119 and RFC 8174 are among the normative references",
        levels: Levels::only(ERROR, SPECIFICATIONS).draft(WARNING),
        fix: FixKind::None,
        clause: "Keyword Guidelines 2.0, 1.1; RFC 8174, 2",
        gate: &[("rfc-keywords", 92), ("rfc-keywords", 93)],
        check: citations::cited,
    },
    Rule {
        id: "keywords-clause-unused",
        topic: Topic::Keywords,
        summary: "A document that says what key words mean uses them",
        levels: Levels::all(INFO),
        fix: FixKind::None,
        clause: "Keyword Guidelines 2.0, 1",
        gate: &[],
        check: clause::unused,
    },
    Rule {
        id: "keywords-in-notes",
        topic: Topic::Keywords,
        summary: "A document off the standards track makes no normative demands",
        levels: Levels::only(WARNING, &[ProfileId::CosaiPaper, ProfileId::OpNote, ProfileId::TcNote]),
        fix: FixKind::None,
        clause: "Naming Directives 9; Keyword Guidelines 2.0, TC Notes",
        gate: &[],
        check: notes::keywords_in_notes,
    },
    Rule {
        id: "keywords-in-nonnormative",
        topic: Topic::Keywords,
        summary: "What is said to be informative makes no demands",
        levels: Levels::only(WARNING, SPECIFICATIONS),
        fix: FixKind::None,
        clause: "Keyword Guidelines 2.0; OASIS Handbook, Conformance Clauses",
        gate: &[],
        check: places::in_informative,
    },
    Rule {
        id: "keywords-malformed",
        topic: Topic::Keywords,
        summary: "Key words are those of BCP 14, wholly in capitals",
        levels: Levels::all(WARNING).but(ERROR, SPECIFICATIONS).draft(WARNING),
        fix: FixKind::Unsafe,
        clause: "RFC 2119; RFC 8174, 2",
        gate: &[],
        check: forms::malformed,
    },
    Rule {
        id: "keywords-lowercase",
        topic: Topic::Keywords,
        summary: "`must` and `shall` in lower case demand nothing",
        levels: Levels::only(INFO, SPECIFICATIONS),
        fix: FixKind::None,
        clause: "RFC 8174, 2; Keyword Guidelines 2.0",
        gate: &[],
        check: forms::lowercase,
    },
    Rule {
        id: "keywords-must-shall-mix",
        topic: Topic::Keywords,
        summary: "Demands are made with MUST or with SHALL, not with both",
        levels: Levels::only(INFO, SPECIFICATIONS),
        fix: FixKind::None,
        clause: "Keyword Guidelines 2.0",
        gate: &[],
        check: forms::must_and_shall,
    },
    Rule {
        id: "keywords-outside-clauses",
        topic: Topic::Keywords,
        summary: "Where requirements have identifiers, every demand has one",
        levels: Levels::only(INFO, SPECIFICATIONS),
        fix: FixKind::None,
        clause: "OASIS Handbook, Conformance Clauses",
        gate: &[],
        check: places::without_identifier,
    },
    Rule {
        id: "keywords-iso-mode",
        topic: Topic::Keywords,
        summary: "The words of BCP 14 and those of the ISO/IEC Directives are not mixed",
        levels: Levels::only(WARNING, SPECIFICATIONS),
        fix: FixKind::None,
        clause: "Keyword Guidelines 2.0, 1 and 1.2",
        gate: &[],
        check: clause::iso_mode,
    },
    Rule {
        id: "keywords-emphasis-uniform",
        topic: Topic::Keywords,
        summary: "Key words are all in bold type, or none is",
        levels: Levels::only(INFO, SPECIFICATIONS),
        fix: FixKind::None,
        clause: "Board-approved specification template of 2025, 3.1",
        gate: &[],
        check: forms::emphasis,
    },
    Rule {
        id: "keywords-in-heading",
        topic: Topic::Keywords,
        summary: "No demand is made in a heading",
        levels: Levels::only(INFO, SPECIFICATIONS),
        fix: FixKind::None,
        clause: "Keyword Guidelines 2.0",
        gate: &[],
        check: places::in_heading,
    },
    Rule {
        id: "bcp14-untagged",
        topic: Topic::Keywords,
        summary: "The RFCs that give the key words their meaning are linked to their entries",
        levels: Levels::only(INFO, SPECIFICATIONS),
        fix: FixKind::Safe,
        clause: "OASIS Committee Note template, 1.3.4",
        gate: &[],
        check: citations::untagged,
    },
];

/// Whether the document is of unknown kind, or the template others start from: it may not be meant to hold.
fn is_unfinished(checker: &mut Checker<'_>) -> bool {
    let guess = checker.work.evidence.is_none();
    let unfinished = guess || checker.work.is_template();
    if guess {
        checker.not_applicable("nothing tells which template the document follows");
    } else if unfinished {
        checker.not_applicable("the document is a template");
    }
    unfinished
}

/// Whether the document may make demands.
fn is_specification(checker: &Checker<'_>) -> bool {
    SPECIFICATIONS.contains(&checker.work.profile)
}

/// The key words that make demands; says so where there are none.
fn demands<'a>(checker: &mut Checker<'a>) -> Vec<&'a KeyWord> {
    let found: Vec<&KeyWord> = checker.work.key_words.normative().collect();
    if found.is_empty() {
        checker.not_applicable("the document uses no key words");
    }
    found
}

/// Whether a key word is used in the document's own text, be it where demands count or not.
fn is_used(found: &KeyWord) -> bool {
    !matches!(found.standing, Standing::Mention | Standing::Heading)
}

/// `1 key word`, `3 key words`.
fn counted(number: usize, name: &str) -> String {
    format!("{number} {name}{}", if number == 1 { "" } else { "s" })
}
