//! What accompanies a public review: its page and the log of the comments, for people to fill in.

use minijinja::{AutoEscape, Environment, Error, Output, State, UndefinedBehavior, Value, context, escape_formatter};

use crate::render::html::escaped;
use crate::work_product::StageToken;

use super::{Facts, StageError};

/// What follows the name of the document in the names of the files.
pub const REVIEW_FILES: [&str; 2] = ["-public-review-metadata.html", "-comment-resolution-log.txt"];

const PAGE: &str = include_str!("../../../assets/package/public-review-metadata.html.jinja");
const LOG: &str = include_str!("../../../assets/package/comment-resolution-log.txt.jinja");

/// Whether public reviews are held of documents at this stage.
#[must_use]
pub fn is_reviewed(stage: &StageToken) -> bool {
    matches!(stage.name.as_str(), "csd" | "cnd" | "psd" | "pnd")
}

/// The files by path.
pub(super) fn pages(facts: &Facts<'_>) -> Result<Vec<(String, String)>, StageError> {
    let place = facts.place;
    if !is_reviewed(&place.stage) {
        return Err(StageError::NoReview(place.stage.written()));
    }
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_formatter(format);
    let addresses: Vec<String> = facts.endings.iter().map(|ending| place.address(&format!(".{ending}"))).collect();
    let values = context! {
        title => facts.title.as_str(),
        stage => facts.stage.as_str(),
        date => facts.date.as_str(),
        year => facts.year.as_str(),
        group => facts.group.as_str(),
        group_page => facts.group_page.as_deref(),
        addresses,
        log => place.file(REVIEW_FILES[1]),
    };
    // The ending of the name says how values are escaped.
    let pages = REVIEW_FILES.iter().zip([PAGE, LOG]).map(|(ending, source)| {
        let name = place.file(ending);
        let text = environment.render_named_str(&name, source, &values);
        text.map(|text| (name, text + "\n")).map_err(|error| StageError::Failed(format!("{ending}: {error}")))
    });
    pages.collect()
}

/// Values are escaped as in the pages of documents, where slashes stay as they are.
fn format(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    match (state.auto_escape(), value.as_str()) {
        (AutoEscape::Html, Some(text)) => out.write_str(&escaped(text)).map_err(Error::from),
        _ => escape_formatter(out, state, value),
    }
}
