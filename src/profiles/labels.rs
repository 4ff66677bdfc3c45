//! The labels of the cover page, in the order of the templates.

use std::sync::LazyLock;

use serde::Deserialize;

use super::Body;

/// A label of a template's cover page.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct CoverLabel {
    /// The label, its colon left out.
    pub name: String,
    /// Documents of this body carry it; of any, where none is named.
    #[serde(default)]
    pub body: Option<Body>,
    /// The cover must have it.
    #[serde(default)]
    pub required: bool,
}

/// The cover pages of the templates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CoverTemplate {
    /// `CoSAI`'s white papers.
    Cosai,
    /// OASIS templates of 2018 to 2024.
    Until2024,
    /// OASIS templates of 2025.
    Since2025,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Covers {
    cosai: Vec<CoverLabel>,
    #[serde(rename = "until-2024")]
    until_2024: Vec<CoverLabel>,
    #[serde(rename = "since-2025")]
    since_2025: Vec<CoverLabel>,
}

static COVERS: LazyLock<Covers> =
    LazyLock::new(|| serde_saphyr::from_str(include_str!("cover-labels.yaml")).expect("the embedded labels are valid"));

/// The labels of a template's cover page.
#[must_use]
pub fn cover_labels(template: CoverTemplate) -> &'static [CoverLabel] {
    match template {
        CoverTemplate::Cosai => &COVERS.cosai,
        CoverTemplate::Until2024 => &COVERS.until_2024,
        CoverTemplate::Since2025 => &COVERS.since_2025,
    }
}
