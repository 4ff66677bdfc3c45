//! `proofmark completions` and `proofmark man`.

use clap::CommandFactory as _;

use super::output::emit;
use super::{Cli, SUCCESS, Trouble};

/// Arguments of `completions`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The shell to complete for.
    shell: clap_complete::Shell,
}

/// Writes the completions of a shell.
pub(super) fn completions(args: &Args) -> Result<u8, Trouble> {
    let mut bytes = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "proofmark", &mut bytes);
    emit(None, &bytes, false)?;
    Ok(SUCCESS)
}

/// Writes the manual page, with a section per command.
pub(super) fn man() -> Result<u8, Trouble> {
    let mut bytes = Vec::new();
    let trouble = |error| Trouble::Write { path: "the manual page".to_owned(), error };
    let mut command = Cli::command();
    command.build();
    clap_mangen::Man::new(command).render(&mut bytes).map_err(trouble)?;
    emit(None, &bytes, false)?;
    Ok(SUCCESS)
}
