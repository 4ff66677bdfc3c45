//! The labels of a cover page and of role lists.

/// What a label announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LabelKind {
    /// `This stage` or `This version`.
    ThisStage,
    /// `Previous stage` or `Previous version`.
    PreviousStage,
    /// `Latest stage` or `Latest version`.
    LatestStage,
    /// The Technical Committee.
    TechnicalCommittee,
    /// The Open Project.
    OpenProject,
    /// Chairs, or Project Chairs.
    Chairs,
    /// `CoSAI`'s Workstream Leads.
    WorkstreamLeads,
    /// Co-chairs of `CoSAI`'s Technical Steering Committee.
    SteeringCommittee,
    /// Secretaries.
    Secretaries,
    /// Editors.
    Editors,
    /// Authors.
    Authors,
    /// Contributors.
    Contributors,
    /// Reviewers.
    Reviewers,
    /// Additional artifacts.
    AdditionalArtifacts,
    /// Related work.
    RelatedWork,
    /// Declared XML or JSON namespaces.
    DeclaredNamespaces,
    /// Abstract.
    Abstract,
    /// Status.
    Status,
    /// Key words.
    KeyWords,
    /// Citation format.
    CitationFormat,
    /// Notices, in any generation's wording.
    Notices,
}

/// A label as a heading writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// What it announces.
    pub kind: LabelKind,
    /// Bytes of the heading's title that are the label, its colon left out.
    pub len: usize,
    /// What follows in the same heading: empty in a sound document.
    pub content: String,
}

/// Longest names first where one begins like another.
const NAMES: &[(&str, LabelKind)] = &[
    ("this stage", LabelKind::ThisStage),
    ("this version", LabelKind::ThisStage),
    ("previous stage", LabelKind::PreviousStage),
    ("previous version", LabelKind::PreviousStage),
    ("latest stage", LabelKind::LatestStage),
    ("latest version", LabelKind::LatestStage),
    ("technical committee", LabelKind::TechnicalCommittee),
    ("oasis open project", LabelKind::OpenProject),
    ("open project", LabelKind::OpenProject),
    ("technical steering committee co-chairs", LabelKind::SteeringCommittee),
    ("technical steering committee", LabelKind::SteeringCommittee),
    ("workstream leads chairs", LabelKind::WorkstreamLeads),
    ("workstream leads", LabelKind::WorkstreamLeads),
    ("workstream lead", LabelKind::WorkstreamLeads),
    ("project chairs", LabelKind::Chairs),
    ("project chair", LabelKind::Chairs),
    ("committee chairs", LabelKind::Chairs),
    ("committee chair", LabelKind::Chairs),
    ("chairs", LabelKind::Chairs),
    ("chair", LabelKind::Chairs),
    ("secretaries", LabelKind::Secretaries),
    ("secretary", LabelKind::Secretaries),
    ("editors", LabelKind::Editors),
    ("editor", LabelKind::Editors),
    ("authors", LabelKind::Authors),
    ("author", LabelKind::Authors),
    ("contributors", LabelKind::Contributors),
    ("contributor", LabelKind::Contributors),
    ("reviewers", LabelKind::Reviewers),
    ("reviewer", LabelKind::Reviewers),
    ("additional artifacts", LabelKind::AdditionalArtifacts),
    ("related work", LabelKind::RelatedWork),
    ("declared xml namespaces", LabelKind::DeclaredNamespaces),
    ("declared xml namespace", LabelKind::DeclaredNamespaces),
    ("declared json namespaces", LabelKind::DeclaredNamespaces),
    ("declared json namespace", LabelKind::DeclaredNamespaces),
    ("declared namespaces", LabelKind::DeclaredNamespaces),
    ("declared namespace", LabelKind::DeclaredNamespaces),
    ("abstract", LabelKind::Abstract),
    ("status", LabelKind::Status),
    ("key words", LabelKind::KeyWords),
    ("citation format", LabelKind::CitationFormat),
    ("license, document status, and notices", LabelKind::Notices),
    ("license, document status and notices", LabelKind::Notices),
    ("copyright notice", LabelKind::Notices),
    ("notices", LabelKind::Notices),
    ("notice", LabelKind::Notices),
];

impl Label {
    /// The label a heading's title is: alone, with a colon, or with its content behind a colon.
    #[must_use]
    pub fn of_heading(title: &str) -> Option<Self> {
        let folded = title.to_ascii_lowercase();
        for (name, kind) in NAMES {
            let Some(rest) = folded.strip_prefix(name) else { continue };
            // `Chair(s)` and `Previous stage of Version 1.0`.
            let rest = rest.strip_prefix("(s)").unwrap_or(rest);
            let rest = if rest.starts_with(" of version") { "" } else { rest };
            let after = rest.trim_start();
            if after.is_empty() {
                return Some(Self { kind: *kind, len: name.len(), content: String::new() });
            }
            if let Some(content) = after.strip_prefix(':') {
                let from = title.len() - content.len();
                let content = title.get(from..).unwrap_or_default().trim().to_owned();
                return Some(Self { kind: *kind, len: name.len(), content });
            }
        }
        None
    }
}

impl LabelKind {
    /// Whether the label stands on a cover page alone: people are named, and notices stand, elsewhere too.
    #[must_use]
    pub fn is_of_cover(self) -> bool {
        matches!(
            self,
            Self::ThisStage
                | Self::PreviousStage
                | Self::LatestStage
                | Self::TechnicalCommittee
                | Self::OpenProject
                | Self::Abstract
                | Self::Status
                | Self::CitationFormat
        )
    }

    /// Whether the label announces people.
    #[must_use]
    pub fn is_role(self) -> bool {
        matches!(
            self,
            Self::Chairs
                | Self::WorkstreamLeads
                | Self::SteeringCommittee
                | Self::Secretaries
                | Self::Editors
                | Self::Authors
                | Self::Contributors
                | Self::Reviewers
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_in_every_spelling() {
        let kind = |title: &str| Label::of_heading(title).map(|l| (l.kind, l.content));
        assert_eq!(kind("Editor(s):"), Some((LabelKind::Editors, String::new())));
        assert_eq!(kind("OASIS Open Project : x"), Some((LabelKind::OpenProject, "x".to_owned())));
        assert_eq!(kind("Previous stage of Version 1.0:"), Some((LabelKind::PreviousStage, String::new())));
        assert_eq!(kind("Status of the art"), None);
        assert_eq!(kind("Editors: A B"), Some((LabelKind::Editors, "A B".to_owned())));
    }
}
