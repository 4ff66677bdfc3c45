//! `proofmark lint`.

use std::io::Write as _;
use std::path::PathBuf;

use rayon::prelude::*;

use crate::diagnostic::Severity;
use crate::profiles::ProfileId;
use crate::report::{self, Format, Report};
use crate::rules::{LintOptions, Selection, lint};

use super::target::{Target, targets};
use super::{FINDINGS, SUCCESS, Trouble};

/// Arguments of `lint`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files or directories; without any, the work product found here.
    paths: Vec<PathBuf>,
    /// Form of the report.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Template to hold the document against; detected without.
    #[arg(long, value_enum)]
    profile: Option<ProfileId>,
    /// Judge as a draft: what only the last revision must have is a warning.
    #[arg(long)]
    draft: bool,
    /// Run only these rules or topics (repeatable, comma-separated).
    #[arg(long, value_name = "RULE|TOPIC")]
    select: Vec<String>,
    /// Leave these rules or topics out (repeatable, comma-separated).
    #[arg(long, value_name = "RULE|TOPIC")]
    ignore: Vec<String>,
    /// Lowest severity that makes the exit code 1.
    #[arg(long, value_enum, default_value = "error", value_name = "LEVEL")]
    fail_on: Severity,
    /// Exit with 0 even where there are findings.
    #[arg(long)]
    exit_zero: bool,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<u8, Trouble> {
    let options = LintOptions { draft: args.draft, selection: Selection::new(&args.select, &args.ignore)? };
    let targets = targets(&args.paths, args.profile)?;
    let reports: Result<Vec<Report>, Trouble> =
        targets.par_iter().map(|target| lint_target(target, &options)).collect();
    let reports = reports?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    report::write(&reports, args.format, &mut out)
        .and_then(|()| out.flush())
        .map_err(|error| Trouble::Write { path: "standard output".to_owned(), error })?;
    let failing = reports.iter().flat_map(|r| &r.diagnostics).any(|d| d.severity >= args.fail_on);
    Ok(if failing && !args.exit_zero { FINDINGS } else { SUCCESS })
}

fn lint_target(target: &Target, options: &LintOptions) -> Result<Report, Trouble> {
    let work = target.load()?;
    let result = lint(&work, &target.workspace, options);
    Ok(Report {
        sources: work.sources,
        diagnostics: result.diagnostics,
        outcomes: Vec::new(),
        suppressed: result.suppressed,
    })
}
