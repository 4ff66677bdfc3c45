//! The templates as data: what a document of each kind must hold, in which order.

mod labels;
mod rfcs;
mod texts;
mod words;

use std::sync::LazyLock;

use serde::Deserialize;

pub use labels::{CoverLabel, CoverTemplate, cover_labels};
pub use rfcs::obsoleted_by;
pub use texts::{Text, text};
pub use words::{is_common_acronym, is_field_word};

/// A kind of work product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum ProfileId {
    /// A white paper of the Coalition for Secure AI.
    CosaiPaper,
    /// A note of an Open Project.
    OpNote,
    /// A specification of an Open Project.
    OpSpecification,
    /// A specification of a Technical Committee.
    TcSpecification,
    /// A note of a Technical Committee.
    TcNote,
}

/// Which wording of its template a document follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Generation {
    /// Technical Committee templates of 2018 to 2020: `#### This version:`.
    G1,
    /// Templates of 2020 to 2024: `#### This stage:`.
    G2,
    /// Board-approved templates of 2025: `### This version`.
    G3,
    /// `CoSAI`'s first template: labels as headings, no front matter.
    CosaiSeed,
    /// `CoSAI`'s second template: numbering repaired, the appendix in three parts, still no front matter.
    CosaiTsc,
    /// `CoSAI` papers as published: front matter, approval line.
    CosaiPublished,
    /// No tell-tale.
    Unknown,
}

/// Whether the patent provisions of the IPR Policy apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Track {
    /// They do.
    StandardsTrack,
    /// They do not.
    NonStandardsTrack,
}

/// Who publishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Body {
    /// A Technical Committee.
    TechnicalCommittee,
    /// An Open Project.
    OpenProject,
}

/// A template.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Profile {
    /// Which one.
    pub id: ProfileId,
    /// Its name for people.
    pub name: String,
    /// Letter in the catalogue of rules.
    pub letter: char,
    /// Track.
    pub track: Track,
    /// Publishing body.
    pub body: Body,
    /// Style of the deliverable where `workproduct.yaml` names none.
    pub style: String,
    /// Deepest section level allowed.
    pub max_section_level: u8,
    /// Stage tokens a document of the profile may carry; empty where it has no stage.
    pub stages: Vec<String>,
    /// Parts the document must have, in the order the template gives them.
    pub sections: Vec<RequiredSection>,
}

/// A part a document must have.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RequiredSection {
    /// Name as the template writes it.
    pub name: String,
    /// Titles that count as it, lower case, without number.
    pub titles: Vec<String>,
    /// Whether it is required, recommended or optional.
    pub need: Need,
    /// Its place among the numbered sections is fixed.
    #[serde(default)]
    pub ordered: bool,
    /// The generations of the template that have it; empty for all.
    #[serde(default)]
    pub generations: Vec<Generation>,
    /// It may be a subsection.
    #[serde(default)]
    pub nested: bool,
    /// The rule that holds whether it is there, where it is not `section-required`.
    #[serde(default)]
    pub held_by: Option<String>,
}

impl RequiredSection {
    /// Whether a document of `generation` has the part.
    #[must_use]
    pub fn is_of(&self, generation: Generation) -> bool {
        self.generations.is_empty() || self.generations.contains(&generation)
    }
}

/// How much a part is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Need {
    /// It must be there.
    Required,
    /// It should be there.
    Recommended,
    /// It may be there.
    Optional,
}

static PROFILES: LazyLock<Vec<Profile>> = LazyLock::new(|| {
    [
        include_str!("cosai-paper.yaml"),
        include_str!("op-note.yaml"),
        include_str!("op-specification.yaml"),
        include_str!("tc-specification.yaml"),
        include_str!("tc-note.yaml"),
    ]
    .iter()
    .map(|text| serde_saphyr::from_str(text).expect("the embedded profiles are valid"))
    .collect()
});

impl ProfileId {
    /// The name used on the command line and in `workproduct.yaml`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::CosaiPaper => "cosai-paper",
            Self::OpNote => "op-note",
            Self::OpSpecification => "op-specification",
            Self::TcSpecification => "tc-specification",
            Self::TcNote => "tc-note",
        }
    }

    /// All profiles.
    pub const ALL: [Self; 5] =
        [Self::CosaiPaper, Self::OpNote, Self::OpSpecification, Self::TcSpecification, Self::TcNote];

    /// The profile of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|id| id.name() == name)
    }

    /// The template.
    #[must_use]
    pub fn profile(self) -> &'static Profile {
        &PROFILES[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_profile_loads_under_its_own_id() {
        for id in ProfileId::ALL {
            assert_eq!(id.profile().id, id);
            assert_eq!(ProfileId::parse(id.name()), Some(id));
        }
    }
}
