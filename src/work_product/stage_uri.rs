//! URIs of stages, taken apart as the Naming Directives (4 to 6) build them.

use url::Url;

use crate::source::TextRange;

use super::label::LabelKind;
use super::links::Link;
use super::outline::Outline;

/// A stage token with its revision: `csd01`, `os`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageToken {
    /// The token: `csd`.
    pub name: String,
    /// The digits behind it, as written; empty for `os`.
    pub revision: String,
}

/// `https://docs.oasis-open.org/csaf/csaf/v2.0/os/csaf-v2.0-os.md` in parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageUri {
    /// Where it is written.
    pub range: TextRange,
    /// The label it stands under: this, previous or latest stage.
    pub label: LabelKind,
    /// Host.
    pub host: String,
    /// Short name of the Technical Committee or Open Project.
    pub group: String,
    /// Segments between the group and the version: the work product, and what it is part of.
    pub work_product: Vec<String>,
    /// `v2.0`.
    pub version: Option<String>,
    /// The stage's directory; none in URIs of the latest stage.
    pub stage: Option<StageToken>,
    /// Name of the file without its ending.
    pub stem: String,
    /// Ending of the file, without dot.
    pub ending: Option<String>,
}

/// Tokens the Naming Directives know or have known.
const TOKENS: [&str; 15] =
    ["wd", "csd", "csprd", "cs", "cos", "os", "errata", "cnd", "cnprd", "cn", "psd", "psprd", "ps", "pnd", "pn"];

impl StageToken {
    /// Reads `csd01`, `os` or `errata01`.
    #[must_use]
    pub fn parse(segment: &str) -> Option<Self> {
        let name = segment.trim_end_matches(|c: char| c.is_ascii_digit());
        let revision = &segment[name.len()..];
        let known = TOKENS.contains(&name) && (revision.len() <= 2 && (name == "os" || !revision.is_empty()));
        known.then(|| Self { name: name.to_owned(), revision: revision.to_owned() })
    }
}

/// The URIs below the cover's stage labels, in order.
pub(super) fn stage_uris(outline: &Outline, links: &[Link]) -> Vec<StageUri> {
    let mut found = Vec::new();
    for section in &outline.sections {
        let Some(label) = section.label.as_ref().map(|label| label.kind) else { continue };
        if !matches!(label, LabelKind::ThisStage | LabelKind::PreviousStage | LabelKind::LatestStage) {
            continue;
        }
        let from = links.partition_point(|link| link.range.start < section.body.start);
        let below = links[from..].iter().take_while(|link| link.range.start < section.body.end);
        found.extend(below.filter(|link| !link.image).filter_map(|link| take_apart(link, label)));
    }
    found
}

fn take_apart(link: &Link, label: LabelKind) -> Option<StageUri> {
    let url = Url::parse(link.url.trim()).ok()?;
    let mut segments: Vec<String> = url.path_segments()?.map(str::to_owned).collect();
    let file = segments.pop().filter(|file| !file.is_empty()).unwrap_or_default();
    let is_version = |segment: &String| {
        let digits = segment.strip_prefix('v').unwrap_or_default();
        digits.starts_with(|c: char| c.is_ascii_digit()) && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
    };
    let version_at = segments.iter().position(is_version);
    let group = segments.first().cloned().unwrap_or_default();
    let until = version_at.unwrap_or(segments.len()).max(1).min(segments.len());
    let behind = segments.get(version_at.map_or(segments.len(), |at| at + 1)..).unwrap_or_default();
    let (stem, ending) = match file.rsplit_once('.') {
        Some((stem, ending)) if !ending.is_empty() && ending.chars().all(char::is_alphanumeric) => {
            (stem.to_owned(), Some(ending.to_owned()))
        }
        _ => (file, None),
    };
    Some(StageUri {
        range: link.url_range,
        label,
        host: url.host_str().unwrap_or_default().to_owned(),
        group,
        work_product: segments.get(1..until).unwrap_or_default().to_vec(),
        version: version_at.map(|at| segments[at].clone()),
        stage: behind.iter().rev().find_map(|segment| StageToken::parse(segment)),
        stem,
        ending,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::work_product::from_text;

    #[test]
    fn uris_of_a_cover() {
        let text = "# Kites Version 1.2\n\n## Committee Specification 02\n\n#### This stage:\n\
                    https://docs.oasis-open.org/air/kites/core/v1.2/cs02/kites-v1.2-cs02.md (Authoritative) \\\n\
                    https://docs.oasis-open.org/air/kites/core/v1.2/cs02/kites-v1.2-cs02.html\n\n\
                    #### Latest stage:\n<https://docs.oasis-open.org/air/kites/v1.2/kites-v1.2.html>\n\n# 1 Introduction\n\nText.\n";
        let work = from_text("kites.md", text.to_owned(), None).unwrap();
        let uris = &work.stage_uris;
        assert_eq!(uris.len(), 3, "{uris:?}");
        let first = &uris[0];
        assert_eq!((first.group.as_str(), first.work_product.join("/").as_str()), ("air", "kites/core"));
        assert_eq!(first.version.as_deref(), Some("v1.2"));
        assert_eq!(first.stage, StageToken::parse("cs02"));
        assert_eq!((first.stem.as_str(), first.ending.as_deref()), ("kites-v1.2-cs02", Some("md")));
        assert!(work.slice(first.range).ends_with("kites-v1.2-cs02.md"));
        assert_eq!((uris[2].label, uris[2].stage.as_ref()), (LabelKind::LatestStage, None));
    }

    #[test]
    fn tokens() {
        assert_eq!(StageToken::parse("os").map(|token| token.revision), Some(String::new()));
        for bad in ["cs", "v1.0", "csd001", "schemas", "é01"] {
            assert_eq!(StageToken::parse(bad), None, "{bad}");
        }
    }
}
