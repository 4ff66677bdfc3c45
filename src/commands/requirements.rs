//! `proofmark requirements`.

use std::path::PathBuf;

use rayon::prelude::*;

use crate::profiles::ProfileId;
use crate::report::{Requirements, TableFormat, write_requirements};
use crate::work_product::statements;

use super::output::emit;
use super::target::{Stdin, Target, no_work_product, targets};
use super::{SUCCESS, Trouble};

/// Arguments of `requirements`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files or directories; `-` is standard input; without any, the work product found here.
    paths: Vec<PathBuf>,
    /// Form of the table.
    #[arg(long, value_enum, default_value_t)]
    format: TableFormat,
    /// Write the table to a file.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Template the document follows; detected without.
    #[arg(long, value_enum)]
    profile: Option<ProfileId>,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<u8, Trouble> {
    let found = targets(&args.paths, args.profile, &Stdin::new("stdin.md"))?;
    if found.is_empty() {
        return Err(no_work_product(&args.paths));
    }
    let read: Result<Vec<Requirements>, Trouble> = found.par_iter().map(read).collect();
    let mut bytes = Vec::new();
    write_requirements(&read?, args.format, &mut bytes)
        .map_err(|error| Trouble::Write { path: "the table".to_owned(), error })?;
    emit(args.output.as_deref(), &bytes, args.format == TableFormat::Human)?;
    Ok(SUCCESS)
}

fn read(target: &Target) -> Result<Requirements, Trouble> {
    let work = target.load()?;
    let statements = statements(&work);
    Ok(Requirements { work, statements })
}
