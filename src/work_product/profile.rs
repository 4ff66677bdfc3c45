//! Which template a document follows, and which generation of it.

use crate::markdown::FrontMatter;
use crate::profiles::{Generation, ProfileId};

use super::cover::Cover;
use super::label::LabelKind;
use super::outline::{Outline, Section};
use super::stage_blocks::StageBlock;

/// A profile and what speaks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Detected {
    /// The profile.
    pub profile: ProfileId,
    /// The strongest evidence found; `None` where the profile is a mere default.
    pub evidence: Option<Evidence>,
}

/// What speaks for a profile, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// Asked for on the command line or in `workproduct.yaml`.
    Configuration,
    /// The stage line on the cover.
    StageLine,
    /// The stage token in the file name.
    FileName,
    /// `Technical Committee` or `Open Project` on the cover.
    GroupLabel,
    /// Front matter of a `CoSAI` paper, or a link to `CoSAI`.
    Cosai,
}

/// Weighs the evidence in the order of the catalogue (section H).
#[must_use]
pub fn detect(path: &str, front: Option<&FrontMatter>, cover: &Cover, outline: &Outline, text: &str) -> Detected {
    let found = |profile, evidence| Detected { profile, evidence: Some(evidence) };
    if let Some(stage) = &cover.stage
        && let Some(profile) = of_stage_line(&stage.text)
    {
        return found(profile, Evidence::StageLine);
    }
    if let Some(profile) = of_file_name(path) {
        return found(profile, Evidence::FileName);
    }
    if is_cosai(front, cover, text) {
        return found(ProfileId::CosaiPaper, Evidence::Cosai);
    }
    let label = |kind| outline.sections.iter().any(|s| s.label.as_ref().is_some_and(|l| l.kind == kind));
    if label(LabelKind::TechnicalCommittee) {
        return found(ProfileId::TcSpecification, Evidence::GroupLabel);
    }
    if label(LabelKind::OpenProject) {
        return found(ProfileId::OpSpecification, Evidence::GroupLabel);
    }
    // No other project has this line and this section.
    let marked = cover.project_line.is_some() || outline.sections.iter().any(is_focus);
    Detected { profile: ProfileId::CosaiPaper, evidence: marked.then_some(Evidence::Cosai) }
}

/// The profile a stage line speaks for.
#[must_use]
pub fn of_stage_line(line: &str) -> Option<ProfileId> {
    let line = line.to_ascii_lowercase();
    let starts = |prefix: &str| line.starts_with(prefix);
    if starts("committee note") || starts("technical report") {
        Some(ProfileId::TcNote)
    } else if starts("project note") {
        Some(ProfileId::OpNote)
    } else if starts("project specification") {
        Some(ProfileId::OpSpecification)
    } else if starts("committee specification")
        || starts("oasis standard")
        || starts("approved errata")
        || starts("oasis committee specification")
    {
        Some(ProfileId::TcSpecification)
    } else {
        None
    }
}

/// The profile the stage token of a file name speaks for.
#[must_use]
pub fn of_file_name(path: &str) -> Option<ProfileId> {
    let stem = path.rsplit('/').next()?.rsplit_once('.')?.0;
    let token = stem.rsplit('-').next()?;
    let digits = token.trim_start_matches(|c: char| c.is_ascii_lowercase());
    let stage = &token[..token.len() - digits.len()];
    if digits.len() != 2 && stage != "os" {
        return None;
    }
    match stage {
        "csd" | "cs" | "os" | "csprd" | "cos" => Some(ProfileId::TcSpecification),
        "cnd" | "cn" | "cnprd" => Some(ProfileId::TcNote),
        "psd" | "ps" => Some(ProfileId::OpSpecification),
        "pnd" | "pn" => Some(ProfileId::OpNote),
        _ => None,
    }
}

fn is_focus(section: &Section) -> bool {
    section.title.eq_ignore_ascii_case("CoSAI Focus")
}

fn is_cosai(front: Option<&FrontMatter>, cover: &Cover, text: &str) -> bool {
    let head = text.get(..cover.range.end as usize).unwrap_or(text);
    let named = head.contains("cosai-oasis") || head.contains("Coalition for Secure AI") || head.contains("CoSAI");
    let authored = front.and_then(|f| f.get("author")).is_some_and(|a| a.value.starts_with("Workstream"));
    cover.project_line.is_some() && named || authored || (named && front.is_some())
}

/// The generation of the template, by its tell-tales (catalogue A.3).
#[must_use]
pub fn generation(
    profile: ProfileId,
    front: Option<&FrontMatter>,
    outline: &Outline,
    blocks: &[StageBlock],
) -> Generation {
    if profile == ProfileId::CosaiPaper {
        let repaired = || outline.sections.iter().any(is_focus);
        return match front {
            Some(_) => Generation::CosaiPublished,
            None if repaired() => Generation::CosaiTsc,
            None => Generation::CosaiSeed,
        };
    }
    let labelled = |kind| outline.sections.iter().find(move |s| s.label.as_ref().is_some_and(|l| l.kind == kind));
    // Only the templates of 2025 have a label of this wording.
    if labelled(LabelKind::Notices)
        .is_some_and(|s| s.title.to_ascii_lowercase().starts_with("license, document status"))
    {
        return Generation::G3;
    }
    // They moved the status into Annex A.
    let of_2025 =
        |this: &Section| this.level == 3 && !this.text.ends_with(':') && labelled(LabelKind::Status).is_none();
    let of_stages = |name: &str| name.to_ascii_lowercase().starts_with("this stage");
    match labelled(LabelKind::ThisStage) {
        Some(this) if of_stages(&this.text) => Generation::G2,
        Some(this) if of_2025(this) => Generation::G3,
        Some(_) => Generation::G1,
        // Until it is published, a document of these generations keeps its addresses in a comment.
        None => match blocks.iter().find(|block| block.label == LabelKind::ThisStage) {
            Some(block) if of_stages(&block.name.text) => Generation::G2,
            Some(_) => Generation::G1,
            None => Generation::Unknown,
        },
    }
}
