//! The stage directory as OASIS publishes it: its place and name, the blocks of addresses on the cover, and what
//! stands beside the documents.

mod listing;
mod place;
mod review;
mod uri_blocks;

pub use place::StagePlace;
pub use review::{REVIEW_FILES, is_reviewed};
pub use uri_blocks::uri_blocks;

use crate::work_product::{LabelKind, WorkProduct, stage_name};

use super::archive::{ArchiveTime, zip};
use super::assemble::Assembled;
use super::manifest::{MANIFEST, Release, manifest};

/// Why a stage directory cannot be made. The text is a sentence without a full stop.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StageError {
    /// Nothing says where the stage is published.
    #[error(
        "nothing says where the stage is published: give its addresses under `This stage`, or write \
         `path: group/work-product` into workproduct.yaml"
    )]
    NoPlace,
    /// Neither title nor file name nor `workproduct.yaml` names a version.
    #[error("nothing says which version this is: end the title in `Version 1.0`, or add `version` to workproduct.yaml")]
    NoVersion,
    /// Cover and `workproduct.yaml` say different things.
    #[error(
        "the cover publishes the work product under {covered}, workproduct.yaml under {configured}: mend one of them"
    )]
    Disagree {
        /// What the addresses of the cover say.
        covered: String,
        /// What `path` says.
        configured: String,
    },
    /// The address is not of the stage, or of a directory in it.
    #[error("the address {address} under `This stage` does not lie in the directory of a version's stage {stage}")]
    Elsewhere {
        /// The address as written.
        address: String,
        /// The stage.
        stage: String,
    },
    /// A name that the Naming Directives do not allow.
    #[error("`{0}` is no name of the OASIS Library, where names are made of letters, digits, dots and hyphens")]
    Name(String),
    /// A later stage whose document does not say which stage came before.
    #[error("the cover does not say which stage came before {0}: add `Previous stage` with its addresses")]
    NoPrevious(String),
    /// The cover has no labels.
    #[error("the cover has no labels, such as `Editors`, before which the addresses of the stage could stand")]
    NoLabels,
    /// The review is one of drafts.
    #[error("a public review is held of a draft, and {0} is none: leave --public-review out")]
    NoReview(String),
    /// The zip or a page could not be made.
    #[error("{0}")]
    Failed(String),
}

/// Adds to the documents what is published with them: zip, readable manifest, `manifest.json`, and for a review its
/// page and log.
///
/// # Errors
/// Where the zip cannot be made, or a review is asked for what is no draft.
pub fn complete(
    made: &mut Assembled,
    work: &WorkProduct,
    place: &StagePlace,
    time: ArchiveTime,
    public_review: bool,
) -> Result<(), StageError> {
    made.files.remove(MANIFEST);
    let archive = zip(&made.files, time).map_err(StageError::Failed)?;
    let facts = Facts::of(work, place, made);
    let name = place.file(".zip");
    let listing = listing::listing(&facts, &made.files, &name, &archive).map_err(StageError::Failed)?;
    made.files.insert(name, archive);
    made.files.insert(place.file(listing::ENDING), listing.into_bytes());
    let release = Release { version: Some(place.version.clone()), stage: Some(place.stage.written()) };
    let manifest = manifest(release, &place.file(".md"), &made.files);
    made.files.insert(MANIFEST.to_owned(), manifest);
    if public_review {
        // People fill these in after the build: no manifest holds a digest of them.
        for (path, text) in review::pages(&facts)? {
            made.files.insert(path, text.into_bytes());
        }
    }
    Ok(())
}

/// What the files beside the documents say of them.
struct Facts<'a> {
    place: &'a StagePlace,
    title: String,
    /// `Committee Specification Draft 01`.
    stage: String,
    /// The day as the cover writes it.
    date: String,
    year: String,
    /// Committee or project as the cover names it, and its page.
    group: String,
    group_page: Option<String>,
    /// Endings of the documents, the authoritative first.
    endings: Vec<&'static str>,
}

impl<'a> Facts<'a> {
    fn of(work: &WorkProduct, place: &'a StagePlace, made: &Assembled) -> Self {
        let token = &place.stage;
        let named = stage_name(&token.name).map(|name| format!("{name} {}", token.revision).trim_end().to_owned());
        let covered = work.cover.date.as_ref().map(|date| date.text.clone());
        let iso = || made.date.map(|date| date.to_string());
        let section = [LabelKind::TechnicalCommittee, LabelKind::OpenProject];
        let section = section.iter().find_map(|label| work.labelled(*label).next());
        let group = section.and_then(|section| section.blocks.first()).map(|block| work.plain(*block));
        let page = section.and_then(|section| {
            let below = |link: &&crate::work_product::Link| section.body.contains(link.range) && !link.image;
            work.links.iter().find(below).map(|link| link.url.clone())
        });
        let present = |ending: &&str| made.files.contains_key(&place.file(&format!(".{ending}")));
        Self {
            place,
            title: work.title().unwrap_or_else(|| place.stem.clone()),
            stage: named.unwrap_or_else(|| token.written()),
            date: covered.or_else(iso).unwrap_or_default(),
            year: made.date.map(|date| date.year().to_string()).unwrap_or_default(),
            group: group.unwrap_or_default(),
            group_page: page.filter(|page| page.starts_with("http")),
            endings: ["md", "html", "pdf", "docx"].into_iter().filter(present).collect(),
        }
    }
}
