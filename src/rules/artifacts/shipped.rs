//! The files that travel with the prose, wherever they come from: named by `workproduct.yaml`, or lying in a package.
//! What is asked of them is asked once for both.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Location, PROSE, Severity};
use crate::rules::Checker;
use crate::rules::rendition::PackageChecker;
use crate::source::{TextRange, Workspace};
use crate::work_product::config::{ArtifactRole, Expectation};
use crate::work_product::{Artifact, LabelKind, StageBlock, StageUri, WorkProduct};

/// A file that travels with the prose.
pub(in crate::rules) struct File<'a> {
    /// Its text, empty where it is none.
    pub text: &'a str,
    /// What it is for, where that is said.
    pub role: Option<ArtifactRole>,
    /// It shows a mistake.
    pub wrong: bool,
    content: Content<'a>,
}

/// The bytes of a file, or where to find them.
enum Content<'a> {
    Bytes(&'a [u8]),
    Unread(&'a dyn Workspace, &'a str),
}

impl<'a> File<'a> {
    fn in_package(bytes: &'a [u8]) -> Self {
        let text = std::str::from_utf8(bytes).unwrap_or_default();
        Self { text, role: None, wrong: false, content: Content::Bytes(bytes) }
    }

    /// An example, or a file that is wrong on purpose: nothing is published under what it declares.
    pub fn is_shown_only(&self) -> bool {
        self.wrong || self.role == Some(ArtifactRole::Example)
    }

    /// Its bytes; none where they cannot be read.
    pub fn bytes(&self) -> Cow<'_, [u8]> {
        match &self.content {
            Content::Bytes(bytes) => Cow::Borrowed(bytes),
            Content::Unread(workspace, path) => workspace.read(path).unwrap_or_default().into(),
        }
    }
}

/// The prose and the files that travel with it.
pub(in crate::rules) struct Shipped<'a> {
    /// The prose, where there is any in Markdown.
    prose: Option<&'a WorkProduct>,
    /// The files by path from the stage directory; of a package, the documents too.
    pub files: BTreeMap<String, File<'a>>,
    /// A package with all that is published, its HTML and PDF too.
    pub built: bool,
}

/// Something wrong with what is shipped.
pub(in crate::rules) struct Fault {
    /// A file by its path; without one, the prose.
    pub path: Option<String>,
    pub range: TextRange,
    pub message: String,
    pub help: Option<String>,
    pub most: Severity,
}

impl Fault {
    pub fn prose(range: TextRange, message: impl Into<String>) -> Self {
        Self { path: None, range, message: message.into(), help: None, most: Severity::Error }
    }

    pub fn file(path: &str, range: TextRange, message: impl Into<String>) -> Self {
        Self { path: Some(path.to_owned()), ..Self::prose(range, message) }
    }

    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub fn at_most(mut self, most: Severity) -> Self {
        self.most = most;
        self
    }
}

/// The faults found, or why there is nothing to look at.
pub(in crate::rules) type Judged = Result<Vec<Fault>, String>;

/// Judges what `workproduct.yaml` names.
pub(in crate::rules) fn lint(checker: &mut Checker<'_>, judge: fn(&Shipped<'_>) -> Judged) {
    let work = checker.work;
    if work.config.is_none() {
        return checker.not_applicable("without a workproduct.yaml nothing is known of the files beside the prose");
    }
    // In the package the prose lies at the top.
    let directory = directory_of(work.path());
    let mut shipped = Shipped { prose: Some(work), files: BTreeMap::new(), built: false };
    let mut artifacts: BTreeMap<String, &Artifact> = BTreeMap::new();
    for artifact in &work.artifacts.files {
        let path = artifact.path.strip_prefix(directory).unwrap_or(&artifact.path).to_owned();
        let text = work.sources.get(artifact.source).text();
        let content = match text {
            "" => Content::Unread(checker.workspace, &artifact.path),
            text => Content::Bytes(text.as_bytes()),
        };
        let wrong = artifact.expect == Expectation::Invalid;
        shipped.files.insert(path.clone(), File { text, role: Some(artifact.role), wrong, content });
        artifacts.insert(path, artifact);
    }
    match judge(&shipped) {
        Err(reason) => checker.not_applicable(reason),
        Ok(faults) => {
            for fault in faults {
                let artifact = fault.path.as_ref().and_then(|path| artifacts.get(path));
                let location = match artifact {
                    None => Location { source: PROSE, range: fault.range },
                    // A file as a whole is shown where it is named.
                    Some(artifact) if fault.range.is_empty() => artifact.named_at,
                    Some(artifact) => Location { source: artifact.source, range: fault.range },
                };
                let mut found = checker.found(fault.range, fault.message).at_most(fault.most);
                found.location = location;
                found.help = fault.help;
                checker.report(found);
            }
        }
    }
}

/// Judges what lies in a package.
pub(in crate::rules) fn verify(checker: &mut PackageChecker<'_>, judge: fn(&Shipped<'_>) -> Judged) {
    let package = checker.package;
    // Findings about the prose of a package that has none cannot be.
    let prose = package.prose_path.clone().unwrap_or_default();
    let files = package.files.iter().map(|(path, bytes)| (path.clone(), File::in_package(bytes)));
    let shipped = Shipped { prose: package.work(), files: files.collect(), built: true };
    match judge(&shipped) {
        Err(reason) => checker.not_applicable(reason),
        Ok(faults) => {
            for fault in faults {
                let path = fault.path.as_deref().unwrap_or(&prose);
                let mut found: Diagnostic = checker.found_at(path, fault.range, fault.message).at_most(fault.most);
                found.help = fault.help;
                checker.report(found);
            }
        }
    }
}

fn directory_of(path: &str) -> &str {
    path.rfind('/').map_or("", |at| &path[..=at])
}

impl<'a> Shipped<'a> {
    /// The prose.
    pub fn work(&self) -> Result<&'a WorkProduct, String> {
        self.prose.ok_or_else(|| "the package holds no readable Markdown".to_owned())
    }

    /// The addresses under `This stage`.
    pub fn this_stage(&self) -> impl Iterator<Item = &'a StageUri> + use<'a> {
        let blocks = self.prose.into_iter().flat_map(|work| &work.stage_blocks);
        let own = blocks.filter(|block| block.label == LabelKind::ThisStage && !block.commented);
        own.flat_map(StageBlock::addresses)
    }

    /// Where the stage is published.
    pub fn published_at(&self) -> Result<Published, String> {
        self.work()?;
        let published = || {
            let own = self.this_stage().find(|uri| uri.host == "docs.oasis-open.org" && uri.stage.is_some())?;
            let address = without_scheme(&own.url);
            let stage = directory_of(address).to_owned();
            let version = own.version.as_ref()?;
            let at = stage.find(&format!("/{version}/"))?;
            let root = stage.get(..at + version.len() + 2)?.to_owned();
            let latest = directory_of(stage.trim_end_matches('/')).to_owned();
            Some(Published { stage, latest, root })
        };
        published().ok_or_else(|| "the cover does not say where the stage is published".to_owned())
    }

    /// Names of the documents without ending, as the cover and the prose give them.
    pub fn stems(&self) -> Vec<&'a str> {
        let prose = self.prose.map(|work| {
            let name = work.path().rsplit('/').next().unwrap_or_default();
            name.rsplit_once('.').map_or(name, |(stem, _)| stem)
        });
        self.this_stage().map(|uri| uri.stem.as_str()).chain(prose).collect()
    }
}

/// Where a work product is published: addresses without scheme, `docs.oasis-open.org/air/kites/v1.0/cs01/`.
pub(in crate::rules) struct Published {
    /// Directory of the stage.
    pub stage: String,
    /// The directory above it, where the latest stage lies.
    pub latest: String,
    /// Directory of the version; of errata, that is farther up.
    pub root: String,
}

/// An address without `http://` or `https://`.
pub(in crate::rules) fn without_scheme(address: &str) -> &str {
    let address = address.trim();
    address.strip_prefix("https://").or_else(|| address.strip_prefix("http://")).unwrap_or(address)
}
