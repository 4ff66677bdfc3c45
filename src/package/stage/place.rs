//! Where a stage is published, and what its documents are called.

use std::sync::LazyLock;

use regex::Regex;
use url::Url;

use crate::work_product::{StageToken, StageUri, WorkProduct, version_of_name};

use super::StageError;

/// Where OASIS publishes.
const LIBRARY: &str = "https://docs.oasis-open.org";

/// Where a stage is published: `acme-tc/widget/v1.0/csd01` and `widget-v1.0-csd01`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StagePlace {
    /// The stage.
    pub stage: StageToken,
    /// Directory of the version as written: `v1.0`.
    pub version: String,
    /// Directory of the stage in the OASIS Library, without slashes around it.
    pub directory: String,
    /// Name of the documents without ending.
    pub stem: String,
}

static TITLE_VERSION: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\bVersion\s+(\d+(?:\.\d+)+)\b").expect("valid pattern"));

impl StagePlace {
    /// The place of a work product at `stage`: by the addresses of the cover, else by `workproduct.yaml`.
    ///
    /// # Errors
    /// Where neither says it, where they contradict each other, or where a name is none of the OASIS Library.
    pub fn of(work: &WorkProduct, stage: &StageToken) -> Result<Self, StageError> {
        let configured = work.settings().and_then(|config| config.path.clone());
        let place = match (work.own_uri(), configured) {
            (Some(uri), configured) => {
                let covered = uri.place();
                if let Some(configured) = configured.filter(|configured| *configured != covered) {
                    return Err(StageError::Disagree { covered, configured });
                }
                Self::of_address(uri, stage)?
            }
            (None, Some(path)) => Self::of_path(work, &path, stage)?,
            (None, None) => return Err(StageError::NoPlace),
        };
        let odd = |name: &&str| {
            let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
            !plain || !name.starts_with(|c: char| c.is_ascii_alphanumeric())
        };
        let refused = place.directory.split('/').chain([place.stem.as_str()]).find(odd).map(str::to_owned);
        refused.map_or(Ok(place), |name| Err(StageError::Name(name)))
    }

    fn of_address(uri: &StageUri, stage: &StageToken) -> Result<Self, StageError> {
        let elsewhere = || StageError::Elsewhere { address: uri.url.clone(), stage: stage.written() };
        let url = Url::parse(&uri.url).map_err(|_| elsewhere())?;
        let (directory, _) = url.path().trim_start_matches('/').rsplit_once('/').ok_or_else(elsewhere)?;
        let version = uri.version.clone().ok_or_else(elsewhere)?;
        if directory.rsplit('/').next() != Some(stage.written().as_str()) {
            return Err(elsewhere());
        }
        Ok(Self { stage: stage.clone(), version, directory: directory.to_owned(), stem: uri.stem.clone() })
    }

    fn of_path(work: &WorkProduct, path: &str, stage: &StageToken) -> Result<Self, StageError> {
        let config = work.settings();
        let name = work.path().rsplit('/').next().unwrap_or_default();
        let of_file = || version_of_name(name.rsplit_once('.').map_or(name, |(stem, _)| stem)).map(str::to_owned);
        let of_title = || Some(format!("v{}", TITLE_VERSION.captures_iter(&work.title()?).last()?.get(1)?.as_str()));
        let configured = config.and_then(|config| config.version.as_ref()).map(|version| format!("v{version}"));
        let version = configured.or_else(of_title).or_else(of_file).ok_or(StageError::NoVersion)?;
        let abbreviation = config.and_then(|config| config.abbreviation.as_deref());
        let abbreviation = abbreviation.or_else(|| path.rsplit('/').next()).unwrap_or_default();
        let token = stage.written();
        Ok(Self {
            stage: stage.clone(),
            directory: format!("{path}/{version}/{token}"),
            stem: format!("{abbreviation}-{version}-{token}"),
            version,
        })
    }

    /// Address of the document of this stage with an ending, or of another file that begins with its name.
    #[must_use]
    pub fn address(&self, rest: &str) -> String {
        format!("{LIBRARY}/{}/{}{rest}", self.directory, self.stem)
    }

    /// The address that always leads to the latest stage.
    #[must_use]
    pub fn latest(&self, rest: &str) -> String {
        let stem = self.stem.replacen(&format!("-{}", self.stage.written()), "", 1);
        let directory = self.directory.rsplit_once('/').map_or("", |(directory, _)| directory);
        format!("{LIBRARY}/{directory}/{stem}{rest}")
    }

    /// Path of a file in the stage directory whose name begins with the document's.
    #[must_use]
    pub fn file(&self, rest: &str) -> String {
        format!("{}{rest}", self.stem)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::work_product::from_text;

    fn place(addresses: &str, stage: &str) -> Result<StagePlace, StageError> {
        let text = format!("# Kites Version 1.2\n\n## Committee Specification 02\n\n### This stage\n\n{addresses}\n");
        let work = from_text("kites.md", text, None).expect("a document");
        StagePlace::of(&work, &StageToken::parse(stage).expect("a stage"))
    }

    #[test]
    fn the_address_says_directory_and_name() {
        let found =
            place("https://docs.oasis-open.org/air/kites/v1.2/cs02/kites-v1.2-cs02.md", "cs02").expect("a place");
        assert_eq!((found.directory.as_str(), found.stem.as_str()), ("air/kites/v1.2/cs02", "kites-v1.2-cs02"));
        assert_eq!(found.address(".pdf"), "https://docs.oasis-open.org/air/kites/v1.2/cs02/kites-v1.2-cs02.pdf");
        assert_eq!(found.latest(".md"), "https://docs.oasis-open.org/air/kites/v1.2/kites-v1.2.md");
        let errata = "https://docs.oasis-open.org/air/kites/v1.2/errata01/csd01/kites-v1.2-errata01-csd01.md";
        let found = place(errata, "csd01").expect("a place");
        assert_eq!(found.directory, "air/kites/v1.2/errata01/csd01");
        assert_eq!(found.latest(".md"), "https://docs.oasis-open.org/air/kites/v1.2/errata01/kites-v1.2-errata01.md");
    }

    #[test]
    fn no_name_leads_out_of_the_directory() {
        for (address, stage) in [
            ("https://docs.oasis-open.org/air/%2e%2e%2fkites/v1.2/cs02/kites-v1.2-cs02.md", "cs02"),
            ("https://docs.oasis-open.org/air/ki_tes/v1.2/cs02/kites-v1.2-cs02.md", "cs02"),
            ("https://docs.oasis-open.org/air/kites/v1.2/cs02/parts/kites-v1.2-cs02.md", "cs02"),
            ("https://docs.oasis-open.org/air/kites/v1.2/cs01/kites-v1.2-cs01.md", "cs02"),
            ("N/A", "cs02"),
        ] {
            assert!(place(address, stage).is_err(), "{address}");
        }
    }
}
