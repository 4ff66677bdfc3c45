//! BCP 14 key words.

mod notes;

use super::{FixKind, Levels, Rule, Topic, WARNING};
use crate::profiles::ProfileId;

/// The rules of this topic.
pub const RULES: &[Rule] = &[Rule {
    id: "keywords-in-notes",
    topic: Topic::Keywords,
    summary: "A document off the standards track makes no normative demands",
    levels: Levels::only(WARNING, &[ProfileId::CosaiPaper, ProfileId::OpNote, ProfileId::TcNote]),
    fix: FixKind::None,
    clause: "Naming Directives 9; Keyword Guidelines 2.0, TC Notes",
    gate: &[],
    check: notes::keywords_in_notes,
}];
