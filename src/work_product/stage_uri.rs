//! URIs of stages, taken apart as the Naming Directives (4 to 6) build them.

use url::Url;

use crate::source::TextRange;

use super::links::Link;

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
    /// As it is written.
    pub url: String,
    /// Host.
    pub host: String,
    /// Short name of the Technical Committee or Open Project.
    pub group: String,
    /// Segments between the group and the version: the work product, and what it is part of.
    pub work_product: Vec<String>,
    /// The version's directory as written: `v2.0`.
    pub version: Option<String>,
    /// Directories behind the version, the stage's among them.
    pub behind: Vec<String>,
    /// `errata01`, where the URI is one of errata.
    pub errata: Option<String>,
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

/// Hosts OASIS publishes on, the second one until 2022 for Open Projects.
const HOSTS: [&str; 2] = ["docs.oasis-open.org", "docs.oasis-open-projects.org"];

impl StageToken {
    /// Reads `csd01`, `os` or `errata01`.
    #[must_use]
    pub fn parse(segment: &str) -> Option<Self> {
        let token = Self::split(segment)?;
        let two_digits = token.revision.len() == 2;
        (two_digits || (token.name == "os" && token.revision.is_empty())).then_some(token)
    }

    /// Reads a known token with any number of digits: `cs1` and `csd` too.
    #[must_use]
    pub fn split(segment: &str) -> Option<Self> {
        let name = segment.trim_end_matches(|c: char| c.is_ascii_digit());
        let revision = &segment[name.len()..];
        TOKENS.contains(&name).then(|| Self { name: name.to_owned(), revision: revision.to_owned() })
    }

    /// `csd01`.
    #[must_use]
    pub fn written(&self) -> String {
        format!("{}{}", self.name, self.revision)
    }
}

impl StageUri {
    /// Takes the destination of a link apart.
    #[must_use]
    pub fn of_link(link: &Link) -> Option<Self> {
        Self::parse(&link.url, link.url_range)
    }

    /// Takes a web address apart; `None` for what is none.
    #[must_use]
    pub fn parse(written: &str, range: TextRange) -> Option<Self> {
        let url = Url::parse(written.trim()).ok()?;
        let mut segments: Vec<String> = url.path_segments()?.map(str::to_owned).collect();
        let file = segments.pop().filter(|file| !file.is_empty()).unwrap_or_default();
        let version_at = segments.iter().position(|segment| is_version(segment));
        let group = segments.first().cloned().unwrap_or_default();
        let until = version_at.unwrap_or(segments.len()).max(1).min(segments.len());
        let behind = segments.get(version_at.map_or(segments.len(), |at| at + 1)..).unwrap_or_default();
        let (stem, ending) = match file.rsplit_once('.') {
            Some((stem, ending)) if is_ending(ending) => (stem.to_owned(), Some(ending.to_owned())),
            _ => (file, None),
        };
        let errata = behind.first().filter(|segment| StageToken::parse(segment).is_some_and(|t| t.name == "errata"));
        let stages = behind.get(usize::from(errata.is_some())..).unwrap_or_default();
        Some(Self {
            range,
            url: written.trim().to_owned(),
            host: url.host_str().unwrap_or_default().to_owned(),
            group,
            work_product: segments.get(1..until).unwrap_or_default().to_vec(),
            version: version_at.map(|at| segments[at].clone()),
            stage: stages.iter().rev().find_map(|segment| StageToken::parse(segment)),
            errata: errata.cloned(),
            behind: behind.to_vec(),
            stem,
            ending,
        })
    }

    /// Whether it lies where OASIS publishes.
    #[must_use]
    pub fn is_published(&self) -> bool {
        HOSTS.contains(&self.host.as_str())
    }

    /// Whether it lies on the host of today, where every name follows the Naming Directives.
    #[must_use]
    pub fn follows_directives(&self) -> bool {
        self.host == HOSTS[0]
    }

    /// Directories of the group and the work product: `acme-tc/widget`.
    #[must_use]
    pub fn place(&self) -> String {
        std::iter::once(&self.group).chain(&self.work_product).map(String::as_str).collect::<Vec<_>>().join("/")
    }

    /// Whether both are of one work product, in whatever version.
    #[must_use]
    pub fn same_work_product(&self, other: &Self) -> bool {
        self.host == other.host && self.group == other.group && self.work_product == other.work_product
    }

    /// The version without its `v`.
    #[must_use]
    pub fn bare_version(&self) -> Option<&str> {
        self.version.as_deref().map(bare)
    }

    /// The version the name of the file carries, as written: `v2.0`.
    #[must_use]
    pub fn stem_version(&self) -> Option<&str> {
        version_of_name(&self.stem)
    }

    /// The directory where the stage belongs: the first behind version and errata.
    #[must_use]
    pub fn stage_segment(&self) -> Option<&str> {
        self.behind.get(usize::from(self.errata.is_some())).map(String::as_str)
    }

    /// Bytes of a part of the address; of the whole where it is written in another way.
    #[must_use]
    pub fn place_of(&self, part: &str) -> TextRange {
        let whole = self.range.len() == self.url.len();
        let path = self.url.find("://").map_or(0, |at| at + 3);
        let at = self.url.get(path..).and_then(|rest| rest.find(part)).map(|at| at + path);
        at.filter(|_| whole && !part.is_empty()).map_or(self.range, |at| self.range.inside(at..at + part.len()))
    }

    /// Bytes of a directory of the path.
    #[must_use]
    pub fn place_of_segment(&self, segment: &str) -> TextRange {
        let place = self.place_of(&format!("/{segment}/"));
        if place == self.range { place } else { place.inside(1..place.len().saturating_sub(1)) }
    }

    /// Bytes of the name of the file.
    #[must_use]
    pub fn place_of_name(&self) -> TextRange {
        let name = self.url.rsplit('/').next().unwrap_or_default();
        let from = self.range.len().saturating_sub(name.len());
        if self.range.len() == self.url.len() && !name.is_empty() {
            self.range.inside(from..self.range.len())
        } else {
            self.range
        }
    }
}

/// A directory that is a version, or means to be one: `v1.0`, `V1.0`, `1.0`, `v1`.
fn is_version(segment: &str) -> bool {
    let digits = bare(segment);
    let dotted = digits.contains('.') || digits.len() < segment.len();
    digits.starts_with(|c: char| c.is_ascii_digit()) && digits.chars().all(|c| c.is_ascii_digit() || c == '.') && dotted
}

fn bare(version: &str) -> &str {
    version.strip_prefix(['v', 'V']).unwrap_or(version)
}

fn is_ending(ending: &str) -> bool {
    !ending.is_empty() && ending.chars().all(char::is_alphanumeric) && !ending.starts_with(|c: char| c.is_ascii_digit())
}

/// The version between the hyphens of a name: `v2.0` of `csaf-v2.0-os`.
#[must_use]
pub fn version_of_name(stem: &str) -> Option<&str> {
    let versions = stem.split('-').skip(1).filter(|part| part.starts_with(['v', 'V']) && is_version(part));
    versions.last()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(url: &str) -> StageUri {
        StageUri::parse(url, TextRange::new(0, url.len())).unwrap()
    }

    #[test]
    fn parts() {
        let uri = parse("https://docs.oasis-open.org/air/kites/core/v1.2/cs02/kites-v1.2-cs02.md");
        assert_eq!((uri.group.as_str(), uri.work_product.join("/").as_str()), ("air", "kites/core"));
        assert_eq!((uri.version.as_deref(), uri.stem_version()), (Some("v1.2"), Some("v1.2")));
        assert_eq!(uri.stage, StageToken::parse("cs02"));
        assert_eq!((uri.stem.as_str(), uri.ending.as_deref()), ("kites-v1.2-cs02", Some("md")));
        let place = uri.place_of_segment("cs02").as_usize();
        assert_eq!(&uri.url[place], "cs02");
        assert_eq!(&uri.url[uri.place_of_name().as_usize()], "kites-v1.2-cs02.md");
    }

    #[test]
    fn errata_and_parts_of_a_work_product() {
        let uri = parse("https://docs.oasis-open.org/air/kites/v1.2/errata01/os/kites-v1.2-errata01-os.md");
        assert_eq!(
            (uri.errata.as_deref(), uri.stage.as_ref().map(StageToken::written).as_deref()),
            (Some("errata01"), Some("os"))
        );
        let latest = parse("https://docs.oasis-open.org/air/kites/v1.2/errata01/kites-v1.2-errata01.md");
        assert_eq!((latest.errata.as_deref(), latest.stage), (Some("errata01"), None));
        let part = parse("https://docs.oasis-open.org/air/kites/v1.2/os/part1-tails/kites-v1.2-os-part1-tails.html");
        assert_eq!((part.stage_segment(), part.stage.as_ref().map(|t| t.name.as_str())), (Some("os"), Some("os")));
    }

    #[test]
    fn wrong_versions_are_read_as_versions() {
        assert_eq!(parse("https://docs.oasis-open.org/air/kites/V1.2/cs02/k.md").version.as_deref(), Some("V1.2"));
        assert_eq!(parse("https://docs.oasis-open.org/air/kites/1.2/cs02/k.md").version.as_deref(), Some("1.2"));
        assert_eq!(parse("https://docs.oasis-open.org/air/2020/k.md").version, None);
        assert_eq!(parse("https://docs.oasis-open.org/air/kites/v1.2/kites-v1.2").stem, "kites-v1.2");
    }

    #[test]
    fn tokens() {
        assert_eq!(StageToken::parse("os").map(|token| token.revision), Some(String::new()));
        for bad in ["cs", "v1.0", "csd001", "schemas", "é01", "cs1"] {
            assert_eq!(StageToken::parse(bad), None, "{bad}");
        }
        assert_eq!(StageToken::split("cs1").map(|token| token.revision), Some("1".to_owned()));
    }
}
