//! `proofmark new`.

use std::path::{Path, PathBuf};

use crate::profiles::ProfileId;

use super::output::{emit, write_file};
use super::{SUCCESS, Trouble, starter};

/// Arguments of `new`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Directory to write to; made where it does not exist.
    #[arg(default_value = ".")]
    directory: PathBuf,
    /// Template to follow.
    #[arg(long, value_enum)]
    profile: ProfileId,
    /// Title of the work product; of all but a paper, it ends in `Version X.Y`.
    #[arg(long, value_parser = title)]
    title: Option<String>,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<u8, Trouble> {
    let year = jiff::Zoned::now().date().year();
    let files = starter::files(args.profile, args.title.as_deref(), year)
        .map_err(|error| Trouble::Usage(format!("the starter is broken: {error}")))?;
    // Nothing is written before it is known that nothing is overwritten.
    for (name, _) in &files {
        let path = args.directory.join(name);
        if path.symlink_metadata().is_ok() {
            return Err(Trouble::Usage(format!("{}: exists already; nothing was written", path.display())));
        }
    }
    let mut told = Vec::new();
    for (name, content) in &files {
        let path = args.directory.join(name);
        make_parent(&path)?;
        write_file(&path, content.as_bytes())?;
        told.push(path.display().to_string());
    }
    emit(None, (told.join("\n") + "\n").as_bytes(), false)?;
    Ok(SUCCESS)
}

fn make_parent(path: &Path) -> Result<(), Trouble> {
    let Some(parent) = path.parent() else { return Ok(()) };
    std::fs::create_dir_all(parent).map_err(|error| Trouble::Write { path: parent.display().to_string(), error })
}

fn title(given: &str) -> Result<String, String> {
    let title = given.trim();
    match title {
        "" => Err("the title is empty".to_owned()),
        _ if title.chars().any(char::is_control) => Err("a title is one line".to_owned()),
        _ => Ok(title.to_owned()),
    }
}
