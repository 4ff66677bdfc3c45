//! A work product moved to its next stage: every place that names the stage, its date and its addresses, as edits.

mod files;
mod lifecycle;
mod names;
mod prose;

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::source::{ReadError, Workspace};
use crate::work_product::{StageToken, WorkProduct};

pub use lifecycle::leap;

use names::Names;

/// Where to go.
#[derive(Debug, Clone)]
pub struct Request {
    /// The stage to move to.
    pub stage: StageToken,
    /// The day of the new stage; without one, dates stay.
    pub date: Option<Date>,
    /// Go where the process does not lead.
    pub allow_leap: bool,
}

/// Why nothing is moved. The text is a sentence without a full stop.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The document follows a template without stages.
    #[error("{0} has no stages: its date and its approval line are all that change")]
    NoStages(String),
    /// The document does not say at which stage it is.
    #[error(
        "the document does not say at which stage it is: no stage line, no address under `This stage`, no stage in workproduct.yaml"
    )]
    Unknown,
    /// The document says different things about its stage.
    #[error("the document contradicts itself about its stage: {0}; mend that first")]
    Contradiction(String),
    /// The stage cannot follow.
    #[error("{0} (--allow-leap moves it all the same)")]
    Leap(String),
    /// A file cannot be read.
    #[error("{path} {error}")]
    Read {
        /// Its path in the project.
        path: String,
        /// Why.
        error: ReadError,
    },
}

/// A file as it is and as it will be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its text now.
    pub before: String,
    /// Its text then.
    pub after: String,
    /// Its new path, where the old one names the stage.
    pub renamed: Option<String>,
    /// How many places change.
    pub places: usize,
}

/// What a move to another stage changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bump {
    /// The stage the document leaves.
    pub from: StageToken,
    /// The stage it moves to.
    pub to: StageToken,
    /// The files that change, by path in the project.
    pub changes: BTreeMap<String, Change>,
    /// What a person has to look at.
    pub notes: Vec<String>,
}

/// Works out what a move changes; nothing is written.
///
/// # Errors
/// A [`Refusal`] where the stage is not known, cannot follow, or a file cannot be read.
pub fn plan(work: &WorkProduct, workspace: &dyn Workspace, request: &Request) -> Result<Bump, Refusal> {
    let from = stage_of(work)?;
    if let Some(reason) = leap(&from, &request.stage).filter(|_| !request.allow_leap) {
        return Err(Refusal::Leap(reason));
    }
    let names = Names::new(work, &from, &request.stage);
    let mut bump = Bump { from, to: request.stage.clone(), changes: BTreeMap::new(), notes: Vec::new() };
    prose::plan(work, &names, request, &mut bump);
    files::plan(work, workspace, &names, request, &mut bump)?;
    if request.date.is_none() {
        bump.notes.push("dates stay as they are: give the day of the new stage with --date YYYY-MM-DD".to_owned());
    }
    Ok(bump)
}

/// The stage a document is at: what `workproduct.yaml`, the stage line and the address of this stage agree on.
///
/// # Errors
/// Where the document follows a template without stages, names none, or contradicts itself.
pub fn stage_of(work: &WorkProduct) -> Result<StageToken, Refusal> {
    let template = work.template();
    if template.stages.is_empty() {
        return Err(Refusal::NoStages(template.name.clone()));
    }
    let configured = work.settings().and_then(|config| config.stage.clone());
    let line = work.cover.stage_line.as_ref().and_then(|line| line.stages.first()?.token());
    let address = names::this_stage(work).and_then(|uri| Some(uri.stage.as_ref()?.written()));
    let said: Vec<(&str, String)> =
        [("workproduct.yaml", configured), ("the stage line", line), ("the address of this stage", address)]
            .into_iter()
            .filter_map(|(place, token)| Some((place, token?)))
            .collect();
    let (_, first) = said.first().ok_or(Refusal::Unknown)?;
    if said.iter().any(|(_, token)| token != first) {
        let list: Vec<String> = said.iter().map(|(place, token)| format!("{place} says {token}")).collect();
        return Err(Refusal::Contradiction(list.join(", ")));
    }
    StageToken::parse(first).ok_or(Refusal::Unknown)
}
