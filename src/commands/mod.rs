//! One file per subcommand: arguments and orchestration, nothing else.

mod baseline;
mod build;
mod bump;
mod explain;
mod lint;
mod new;
mod output;
mod requirements;
mod rules;
mod shell;
mod stage;
mod starter;
mod target;
mod verify;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Lints, fixes, builds and verifies OASIS work products written in Markdown.
#[derive(Debug, Parser)]
#[command(name = "proofmark", version, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start a work product that lints clean but for what only its author knows.
    New(new::Args),
    /// Report what stands between a work product and publication.
    Lint(Box<lint::Args>),
    /// Make the package that OASIS publishes: Markdown, HTML, PDF, artifacts, manifest, zip.
    Build(build::Args),
    /// Judge a package, as a directory or a zip.
    Verify(verify::Args),
    /// Move a work product to its next stage: every place that names the stage, as one diff.
    Bump(bump::Args),
    /// List the normative statements, with the conformance clauses that refer to them.
    Requirements(requirements::Args),
    /// Say what a rule demands and why.
    Explain(explain::Args),
    /// List the rules.
    Rules(rules::Args),
    /// Write the completions of a shell to standard output.
    Completions(shell::Args),
    /// Write the manual page to standard output.
    Man,
}

/// Nothing at or above the level that fails.
const SUCCESS: u8 = 0;
/// Findings.
const FINDINGS: u8 = 1;
/// Usage, unreadable input, failed write.
const TROUBLE: u8 = 2;

/// Runs the command and says how it went: 0 nothing to complain of, 1 findings, 2 trouble.
#[must_use]
pub fn run(cli: Cli) -> ExitCode {
    let outcome = match cli.command {
        Command::Lint(args) => lint::run(&args),
        Command::Build(args) => build::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Bump(args) => bump::run(&args),
        Command::New(args) => new::run(&args),
        Command::Requirements(args) => requirements::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Completions(args) => shell::completions(&args),
        Command::Man => shell::man(),
    };
    ExitCode::from(outcome.unwrap_or_else(|trouble| {
        match &trouble {
            Trouble::Load(error) => anstream::eprintln!("{}", crate::report::load_error(error)),
            other => anstream::eprintln!("error: {}", crate::report::harmless(&other.to_string())),
        }
        TROUBLE
    }))
}

/// What keeps a command from doing its work, said to a person.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error("{0}")]
    Load(#[from] crate::work_product::LoadError),
    #[error("{0}")]
    Selector(#[from] crate::rules::UnknownSelector),
    #[error("{}", error.sentence(path))]
    Read { path: String, error: crate::source::ReadError },
    #[error("{path}: cannot be written: {error}")]
    Write { path: String, error: std::io::Error },
    #[error("{path}: {error}")]
    Package { path: String, error: crate::package::PackageError },
    #[error("{0}")]
    Build(#[from] crate::package::WriteError),
    #[error("{0}")]
    Usage(String),
}
