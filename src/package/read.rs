//! Reading a package back, from a directory or a zip, bounded and suspicious.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read as _;
use std::path::Path;

use crate::profiles::ProfileId;
use crate::source::decode;
use crate::work_product::{StageToken, WorkProduct, from_text};

use super::archive::unzip;
use super::html::HtmlFacts;
use super::manifest::{MANIFEST, Manifest};
use super::neighbours::Neighbours;
use super::pdf::PdfFacts;

/// How much is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub entries: usize,
    pub file: u64,
    pub total: u64,
    /// Largest ratio of unpacked to packed size, for entries larger than `ratio_from`.
    pub ratio: u64,
    pub ratio_from: u64,
}

const LIMITS: Limits = Limits { entries: 10_000, file: 256 << 20, total: 1 << 30, ratio: 1_000, ratio_from: 8 << 20 };

/// Why a package could not be read. The text is a predicate: `x.zip: names an entry twice`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackageError {
    /// Nothing is there.
    #[error("does not exist")]
    Missing,
    /// The path cannot be read.
    #[error("cannot be read: {0}")]
    Io(String),
    /// The archive is damaged or means harm.
    #[error("{0}")]
    Archive(String),
    /// A name that would leave the package.
    #[error("holds the name `{0}`, which leaves the package")]
    Path(String),
    /// Two names that are one where capital letters do not count.
    #[error("holds `{0}` and `{1}`, which are one file where capital letters do not count")]
    Case(String, String),
    /// More than is read.
    #[error("is larger than a package can be: {0}")]
    TooLarge(String),
}

/// A symbolic link.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// Its path relative to the stage directory.
    pub path: String,
    /// What it says.
    pub target: String,
}

/// A package in memory, with what its documents say of themselves.
#[derive(Debug)]
pub struct Package {
    /// Path as the user gave it.
    pub name: String,
    /// Directory inside the archive that is the stage directory; empty for its root.
    pub base: String,
    /// Files by path relative to the stage directory.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Symbolic links in the order of their paths, which are never followed.
    pub links: Vec<Link>,
    /// Names of the directories from the top down to the stage directory, as far as they are known.
    pub place: Vec<String>,
    /// What lies around the stage directory.
    pub neighbours: Neighbours,
    /// The package of the previous stage, where it is given.
    pub previous: Option<Box<Package>>,
    /// Path of the Markdown that is the work product.
    pub prose_path: Option<String>,
    /// The Markdown as a work product, or why it is none.
    pub prose: Option<Result<WorkProduct, String>>,
    /// Path of the HTML page.
    pub html_path: Option<String>,
    /// What the page says.
    pub html: Option<Result<HtmlFacts, String>>,
    /// Path of the PDF.
    pub pdf_path: Option<String>,
    /// What the PDF says.
    pub pdf: Option<Result<PdfFacts, String>>,
    /// The manifest, or why it cannot be read.
    pub manifest: Option<Result<Manifest, String>>,
}

impl Package {
    /// Reads a directory or a zip.
    ///
    /// # Errors
    /// Where it cannot be read as a whole, or holds names or sizes that no sound package has.
    pub fn open(path: &Path, profile: Option<ProfileId>) -> Result<Self, PackageError> {
        let metadata = fs::metadata(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => PackageError::Missing,
            _ => PackageError::Io(error.to_string()),
        })?;
        if metadata.is_dir() {
            let (files, links) = read_directory(path)?;
            let name = path.display().to_string();
            let stage = path.canonicalize().ok().and_then(|path| StageToken::parse(path.file_name()?.to_str()?));
            // A directory that is called as a stage is one, whatever lies in the directories below it.
            let base = if stage.is_some() { String::new() } else { base(&files) };
            let mut package = Self::at(&name, base, files, links, profile)?;
            package.locate(path);
            return Ok(package);
        }
        if metadata.len() > LIMITS.total {
            return Err(PackageError::TooLarge(format!("{} bytes", metadata.len())));
        }
        let bytes = fs::read(path).map_err(|error| PackageError::Io(error.to_string()))?;
        let (files, links) = unzip(&bytes, &LIMITS)?;
        Self::new(&path.display().to_string(), files, links, profile)
    }

    /// The package of a zip in memory.
    ///
    /// # Errors
    /// As [`Package::open`].
    pub fn from_zip(name: &str, bytes: &[u8], profile: Option<ProfileId>) -> Result<Self, PackageError> {
        let (files, links) = unzip(bytes, &LIMITS)?;
        Self::new(name, files, links, profile)
    }

    /// The package made of `files`.
    ///
    /// # Errors
    /// Where two names differ in capital letters only.
    pub fn new(
        name: &str,
        files: BTreeMap<String, Vec<u8>>,
        links: Vec<Link>,
        profile: Option<ProfileId>,
    ) -> Result<Self, PackageError> {
        Self::at(name, base(&files), files, links, profile)
    }

    fn at(
        name: &str,
        base: String,
        files: BTreeMap<String, Vec<u8>>,
        links: Vec<Link>,
        profile: Option<ProfileId>,
    ) -> Result<Self, PackageError> {
        let mut folded: BTreeMap<String, &String> = BTreeMap::new();
        for path in files.keys().chain(links.iter().map(|link| &link.path)) {
            if let Some(other) = folded.insert(path.to_lowercase(), path) {
                return Err(PackageError::Case(other.clone(), path.clone()));
            }
        }
        let strip = |path: &str| path.strip_prefix(&base).map(str::to_owned);
        let mut links: Vec<Link> =
            links.into_iter().map(|link| Link { path: strip(&link.path).unwrap_or(link.path), ..link }).collect();
        links.sort();
        let (inside, outside): (BTreeMap<_, _>, BTreeMap<_, _>) =
            files.into_iter().partition(|(path, _)| path.starts_with(&base));
        let files: BTreeMap<String, Vec<u8>> =
            inside.into_iter().filter_map(|(path, bytes)| Some((strip(&path)?, bytes))).collect();
        let place: Vec<String> = base.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
        let neighbours = Neighbours::Archive { base: place.join("/"), files: outside };
        let manifest = files.get(MANIFEST).map(|bytes| {
            serde_json::from_slice::<Manifest>(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes))
                .map_err(|error| error.to_string())
        });
        let prose_path = prose_path(&files, manifest.as_ref().and_then(|m| m.as_ref().ok()));
        let rendition = |ending: &str| {
            let own = prose_path.as_ref().and_then(|path| Some(format!("{}.{ending}", path.strip_suffix(".md")?)));
            own.filter(|path| files.contains_key(path)).or_else(|| only(&files, ending))
        };
        let (html_path, pdf_path) = (rendition("html"), rendition("pdf"));
        let text = |path: &String| decode(files[path].clone()).map_err(|error| error.to_string());
        let prose = prose_path
            .as_ref()
            .map(|path| text(path).and_then(|text| from_text(path, text, profile).map_err(|error| error.message)));
        let html = html_path.as_ref().map(|path| text(path).map(|text| HtmlFacts::read(&text)));
        let pdf = pdf_path.as_ref().map(|path| PdfFacts::read(&files[path]));
        let name = name.to_owned();
        Ok(Self {
            name,
            base,
            files,
            links,
            place,
            neighbours,
            previous: None,
            prose_path,
            prose,
            html_path,
            html,
            pdf_path,
            pdf,
            manifest,
        })
    }

    /// Notes where on the disk the package lies.
    fn locate(&mut self, path: &Path) {
        let Ok(path) = path.canonicalize() else { return };
        let directory = path.join(&self.base);
        let names = directory.components().filter_map(|part| match part {
            std::path::Component::Normal(name) => name.to_str().map(str::to_owned),
            _ => None,
        });
        self.place = names.collect();
        self.neighbours = Neighbours::Directory(directory);
    }

    /// The prose, where there is any that can be read.
    #[must_use]
    pub fn work(&self) -> Option<&WorkProduct> {
        self.prose.as_ref()?.as_ref().ok()
    }

    /// The stage: what its directory is called, else what the name of its document ends in.
    #[must_use]
    pub fn stage(&self) -> &str {
        let directory = self.place.last().map(String::as_str).filter(|name| StageToken::parse(name).is_some());
        let document = self.prose_path.as_deref().or(self.html_path.as_deref()).unwrap_or_default();
        let stem = document.rsplit_once('.').map_or(document, |(stem, _)| stem);
        directory.or_else(|| Some(stem.rsplit_once('-')?.1)).unwrap_or_default()
    }

    /// Files in the stage directory itself with one of these endings.
    pub fn documents<'a>(&'a self, endings: &'a [&str]) -> impl Iterator<Item = &'a str> {
        let ending = |path: &str| path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        let wanted = move |path: &&str| !path.contains('/') && ending(path).is_some_and(|e| endings.contains(&&*e));
        self.files.keys().map(String::as_str).filter(wanted)
    }
}

/// Refuses names that are absolute, climb, or name a drive.
pub(super) fn check_name(name: &str) -> Result<(), PackageError> {
    let climbs = name.split('/').any(|part| part == "..");
    if climbs || crate::source::normalize(name).is_none_or(|clean| clean.is_empty()) {
        return Err(PackageError::Path(name.chars().take(200).collect()));
    }
    Ok(())
}

/// The shallowest directory that holds Markdown beside HTML or PDF, else a manifest, else the root.
fn base(files: &BTreeMap<String, Vec<u8>>) -> String {
    let mut endings: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for path in files.keys() {
        let (directory, name) = path.rsplit_once('/').unwrap_or(("", path));
        let ending = if name == MANIFEST { name } else { name.rsplit_once('.').map_or("", |(_, ending)| ending) };
        endings.entry(directory).or_default().insert(ending);
    }
    let shallowest = |wanted: &dyn Fn(&BTreeSet<&str>) -> bool| {
        let found = endings.iter().filter(|(_, endings)| wanted(endings)).map(|(directory, _)| *directory);
        found.min_by_key(|directory| (directory.split('/').filter(|part| !part.is_empty()).count(), *directory))
    };
    let documents = shallowest(&|e| e.contains("md") && (e.contains("html") || e.contains("pdf")));
    let directory = documents.or_else(|| shallowest(&|e| e.contains(MANIFEST))).unwrap_or("");
    if directory.is_empty() { String::new() } else { format!("{directory}/") }
}

fn is_markdown(path: &str) -> bool {
    std::path::Path::new(path).extension().is_some_and(|ending| ending == "md")
}

/// What the manifest calls authoritative, else Markdown with a rendition of its name, else the only Markdown.
fn prose_path(files: &BTreeMap<String, Vec<u8>>, manifest: Option<&Manifest>) -> Option<String> {
    let listed = manifest.and_then(|m| m.items.iter().find(|item| item.role == "authoritative"));
    if let Some(item) = listed
        && is_markdown(&item.path)
        && files.contains_key(&item.path)
    {
        return Some(item.path.clone());
    }
    let markdown = || files.keys().filter(|path| !path.contains('/') && is_markdown(path));
    let rendered = markdown().find(|path| {
        let stem = path.strip_suffix(".md").unwrap_or(path);
        ["html", "pdf"].iter().any(|ending| files.contains_key(&format!("{stem}.{ending}")))
    });
    rendered.cloned().or_else(|| only(files, "md"))
}

/// The only file of the stage directory with an ending.
fn only(files: &BTreeMap<String, Vec<u8>>, ending: &str) -> Option<String> {
    let suffix = format!(".{ending}");
    let mut found = files.keys().filter(|path| !path.contains('/') && path.ends_with(&suffix));
    match (found.next(), found.next()) {
        (Some(path), None) => Some(path.clone()),
        _ => None,
    }
}

type Read = (BTreeMap<String, Vec<u8>>, Vec<Link>);

fn read_directory(root: &Path) -> Result<Read, PackageError> {
    let io = |error: &std::io::Error| PackageError::Io(error.to_string());
    let (mut files, mut links, mut total) = (BTreeMap::new(), Vec::new(), 0u64);
    let walk = ignore::WalkBuilder::new(root).standard_filters(false).follow_links(false).build();
    for (count, entry) in walk.enumerate() {
        let entry = entry.map_err(|error| PackageError::Io(error.to_string()))?;
        if count > LIMITS.entries {
            return Err(PackageError::TooLarge(format!("more than {} entries", LIMITS.entries)));
        }
        let Ok(relative) = entry.path().strip_prefix(root) else { continue };
        let Some(name) = relative.to_str().map(|name| name.replace('\\', "/")) else {
            return Err(PackageError::Archive("holds a name that is not UTF-8".to_owned()));
        };
        let Some(kind) = entry.file_type().filter(|_| !name.is_empty()) else { continue };
        if kind.is_symlink() {
            let target = fs::read_link(entry.path()).map_err(|error| io(&error))?;
            links.push(Link { path: name, target: target.to_string_lossy().into_owned() });
        } else if kind.is_file() {
            let mut bytes = Vec::new();
            let file = fs::File::open(entry.path()).map_err(|error| io(&error))?;
            file.take(LIMITS.file + 1).read_to_end(&mut bytes).map_err(|error| io(&error))?;
            total += bytes.len() as u64;
            if bytes.len() as u64 > LIMITS.file || total > LIMITS.total {
                return Err(PackageError::TooLarge(name));
            }
            files.insert(name, bytes);
        }
    }
    links.sort();
    Ok((files, links))
}
