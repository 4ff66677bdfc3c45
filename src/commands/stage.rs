//! The stage that `build --stage` asks for: whether the document is at it, and what its copy in the package says.

use std::path::Path;

use crate::bump::{Refusal, stage_of};
use crate::package::{Assembled, Formats, REVIEW_FILES, StageError, StagePlace, is_reviewed, uri_blocks};
use crate::work_product::{StageToken, WorkProduct, with_prose};

use super::Trouble;

/// Reads a stage on the command line.
pub(super) fn stage(written: &str) -> Result<StageToken, String> {
    StageToken::parse(written).ok_or_else(|| "a stage is a token and two digits, as csd02, or os".to_owned())
}

/// Where the stage is published, if the document is at it.
pub(super) fn place(work: &WorkProduct, stage: &StageToken, public_review: bool) -> Result<StagePlace, Trouble> {
    let asked = stage.written();
    let at = stage_of(work).map_err(|refusal| match refusal {
        Refusal::NoStages(template) => {
            Trouble::Usage(format!("a {template} is published without stages: build it without --stage"))
        }
        other => Trouble::Usage(other.to_string()),
    })?;
    if at != *stage {
        let at = at.written();
        return Err(Trouble::Usage(format!(
            "the document is at {at}, not at {asked}: `proofmark bump {asked}` moves it"
        )));
    }
    if public_review && !is_reviewed(stage) {
        return Err(usage(&StageError::NoReview(asked)));
    }
    StagePlace::of(work, stage).map_err(|error| usage(&error))
}

pub(super) fn usage(error: &StageError) -> Trouble {
    Trouble::Usage(error.to_string())
}

/// The work product with the addresses of the stage on its cover, and whether they had to be written.
pub(super) fn published(
    work: WorkProduct,
    place: &StagePlace,
    formats: Formats,
) -> Result<(WorkProduct, bool), Trouble> {
    let edits = uri_blocks(&work, place, &formats.endings()).map_err(|error| usage(&error))?;
    if edits.is_empty() {
        return Ok((work, false));
    }
    let unfit = || Trouble::Usage("the addresses of the stage cannot be written into the cover".to_owned());
    let prose = work.sources.prose().edited(&edits).ok_or_else(unfit)?;
    Ok((with_prose(&work, prose)?, true))
}

/// The page and the log of a review that lie there stay: people have filled them in.
pub(super) fn keep_review(made: &mut Assembled, place: &StagePlace, directory: &Path) -> Result<(), Trouble> {
    for ending in REVIEW_FILES {
        let name = place.file(ending);
        let path = directory.join(&name);
        // A link is none of ours, and what it leads to is not taken along.
        if !std::fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_file()) {
            continue;
        }
        let bytes = std::fs::read(&path)
            .map_err(|error| Trouble::Usage(format!("{}: cannot be read: {error}", path.display())))?;
        made.files.insert(name, bytes);
    }
    Ok(())
}
