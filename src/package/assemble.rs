//! From a work product to the files of its package, in memory.

use std::collections::{BTreeMap, HashSet};

use crate::diagnostic::Diagnostic;
use crate::render::{Publication, PublicationOptions, html, place_in_package};
use crate::source::{ReadError, Workspace};
use crate::work_product::{Target, WorkProduct};

use super::manifest::{MANIFEST, Release, manifest};

/// Which renditions are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Formats {
    /// The page.
    pub html: bool,
    /// The PDF.
    pub pdf: bool,
    /// The DOCX, for reviewers.
    pub docx: bool,
}

impl Formats {
    /// Endings of the documents, the authoritative first.
    #[must_use]
    pub fn endings(self) -> Vec<&'static str> {
        let made = [("md", true), ("html", self.html), ("pdf", self.pdf), ("docx", self.docx)];
        made.into_iter().filter_map(|(ending, made)| made.then_some(ending)).collect()
    }
}

/// A package before it is written.
#[derive(Debug, Default)]
pub struct Assembled {
    /// Name of the documents without ending.
    pub stem: String,
    /// The files by path.
    pub files: BTreeMap<String, Vec<u8>>,
    /// What could not be shown or read.
    pub diagnostics: Vec<Diagnostic>,
    /// The day of the document.
    pub date: Option<jiff::civil::Date>,
}

/// Name of the documents without ending: abbreviation, version and stage where they are known, else the file's.
#[must_use]
pub fn stem_of(work: &WorkProduct) -> String {
    let staged = work.settings().and_then(|config| {
        let (name, stage) = (config.abbreviation.as_ref()?, config.stage.as_ref()?);
        Some(config.version.as_ref().map_or(format!("{name}-{stage}"), |version| format!("{name}-v{version}-{stage}")))
    });
    let path = work.path();
    let name = path.rsplit('/').next().unwrap_or(path);
    staged.unwrap_or_else(|| name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned())
}

/// Makes all files of the package, under the name that [`stem_of`] gives.
#[must_use]
pub fn assemble(
    work: &WorkProduct,
    workspace: &dyn Workspace,
    options: PublicationOptions,
    formats: Formats,
) -> Assembled {
    assemble_as(stem_of(work), work, workspace, options, formats)
}

/// Makes all files of the package; the documents are called `stem`.
#[must_use]
pub fn assemble_as(
    stem: String,
    work: &WorkProduct,
    workspace: &dyn Workspace,
    options: PublicationOptions,
    formats: Formats,
) -> Assembled {
    let (mut publication, diagnostics) = Publication::new(work, workspace, options);
    publication.metadata.identifier.clone_from(&stem);
    let mut made = Assembled { stem, diagnostics, date: publication.metadata.date, ..Assembled::default() };
    let prose = format!("{}.md", made.stem);
    made.files.insert(prose.clone(), work.text().as_bytes().to_vec());
    if formats.html {
        let page = html::write(&publication);
        made.files.insert(format!("{}.html", made.stem), page.html.into_bytes());
        made.diagnostics.extend(page.diagnostics);
    }
    if formats.pdf {
        pdf(&publication, &mut made);
    }
    if formats.docx {
        docx(&publication, &mut made);
    }
    for path in companions(work) {
        match workspace.read(&path) {
            Ok(bytes) => {
                let place = place_in_package(work, &path).to_owned();
                made.files.entry(place).or_insert(bytes);
            }
            Err(error) => made.diagnostics.push(unreadable(work, &path, &error.to_string())),
        }
    }
    made.diagnostics.extend(pictures_outside(work));
    say_once(&mut made.diagnostics);
    let settings = work.settings();
    let release = Release {
        version: settings.and_then(|config| config.version.as_ref()).map(|version| format!("v{version}")),
        stage: settings.and_then(|config| config.stage.clone()),
    };
    let listing = manifest(release, &prose, &made.files);
    made.files.insert(MANIFEST.to_owned(), listing);
    made
}

/// What several writers found is said once.
fn say_once(diagnostics: &mut Vec<Diagnostic>) {
    let mut said = HashSet::new();
    diagnostics.retain(|found| said.insert((found.rule.clone(), found.location, found.message.clone())));
}

#[cfg(feature = "pdf")]
fn pdf(publication: &Publication<'_>, made: &mut Assembled) {
    match crate::render::pdf::write(publication) {
        Ok(pdf) => {
            made.files.insert(format!("{}.pdf", made.stem), pdf.bytes);
            // What no format can show, the page has reported already.
            let new: Vec<Diagnostic> =
                pdf.diagnostics.into_iter().filter(|found| !made.diagnostics.contains(found)).collect();
            made.diagnostics.extend(new);
        }
        Err(found) => made.diagnostics.extend(found),
    }
}

#[cfg(not(feature = "pdf"))]
fn pdf(_publication: &Publication<'_>, made: &mut Assembled) {
    let message = "this program was built without the PDF writer";
    made.diagnostics.push(Diagnostic::new("formats-complete", crate::source::TextRange::empty(0), message));
}

#[cfg(feature = "docx")]
fn docx(publication: &Publication<'_>, made: &mut Assembled) {
    use super::archive::{ArchiveTime, zip};

    let docx = crate::render::docx::write(publication);
    made.diagnostics.extend(docx.diagnostics);
    if docx.parts.is_empty() {
        return;
    }
    let time = publication.options.time.map_or_else(|| ArchiveTime::midnight(made.date), ArchiveTime::at);
    match zip(&docx.parts, time) {
        Ok(bytes) => {
            made.files.insert(format!("{}.docx", made.stem), bytes);
        }
        Err(problem) => {
            let message = format!("the DOCX cannot be packed: {problem}");
            made.diagnostics.push(Diagnostic::new("formats-complete", crate::source::TextRange::empty(0), message));
        }
    }
}

#[cfg(not(feature = "docx"))]
fn docx(_publication: &Publication<'_>, made: &mut Assembled) {
    let message = "this program was built without the DOCX writer";
    made.diagnostics.push(Diagnostic::new("formats-complete", crate::source::TextRange::empty(0), message));
}

/// Artifacts, and the files of the project that the prose shows or links to as pictures.
fn companions(work: &WorkProduct) -> std::collections::BTreeSet<String> {
    let artifacts = work.artifacts.files.iter().map(|file| file.path.clone());
    let pictures = work.links.iter().filter(|link| link.image).filter_map(|link| match link.target() {
        Target::Relative(path, _) => work.resolve(link.range.start, path),
        _ => None,
    });
    artifacts.chain(pictures).filter(|path| path != MANIFEST && !path.is_empty()).collect()
}

/// Pictures whose path leaves the project: nothing is read from there.
fn pictures_outside(work: &WorkProduct) -> impl Iterator<Item = Diagnostic> {
    work.links.iter().filter(|link| link.image).filter_map(|link| {
        let Target::Relative(path, _) = link.target() else { return None };
        let inside = work.resolve(link.range.start, path).is_some();
        let message = || format!("{path} {}", ReadError::Outside);
        (!inside).then(|| Diagnostic::new("formats-complete", link.url_range, message()))
    })
}

fn unreadable(work: &WorkProduct, path: &str, error: &str) -> Diagnostic {
    let image = work.links.iter().find(|link| link.image && link.url.trim().ends_with(path));
    let range = image.map_or(crate::source::TextRange::empty(0), |link| link.url_range);
    let mut found = Diagnostic::new("formats-complete", range, format!("{path} {error}"));
    if let (None, Some(artifact)) = (image, work.artifacts.get(path)) {
        found.location = artifact.named_at;
    }
    found
}
