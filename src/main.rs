//! Parses the command line, calls a command, sets the exit code.

use std::process::ExitCode;

use clap::Parser;

use proofmark::commands::{Cli, run};

fn main() -> ExitCode {
    run(Cli::parse())
}
