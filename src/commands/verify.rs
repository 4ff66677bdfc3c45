//! `proofmark verify`.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::{Outcome, Severity, Verdict};
use crate::package::Package;
use crate::profiles::ProfileId;
use crate::report::{self, Format, Report};
use crate::rules::{LintOptions, LintResult, Selection, verify};
use crate::source::ColumnUnit;

use super::output::read_enough;
use super::{FINDINGS, SUCCESS, Trouble};

/// Arguments of `verify`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A stage directory or its zip.
    #[arg(value_name = "DIR|ZIP")]
    package: PathBuf,
    /// Form of the report.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Template to hold the package against; detected without.
    #[arg(long, value_enum)]
    profile: Option<ProfileId>,
    /// Run only these rules or topics (repeatable, comma-separated).
    #[arg(long, value_name = "RULE|TOPIC")]
    select: Vec<String>,
    /// Leave these rules or topics out (repeatable, comma-separated).
    #[arg(long, value_name = "RULE|TOPIC")]
    ignore: Vec<String>,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<u8, Trouble> {
    let options = LintOptions { draft: false, selection: Selection::new(&args.select, &args.ignore)? };
    let report = verified(&args.package, args.profile, &options)?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    let failing = report.diagnostics.iter().any(|d| d.severity == Severity::Error);
    let written = match args.format {
        Format::Human => write_outcomes(&report, &mut out),
        format => {
            let options = report::Options { outcomes: true, ..report::Options::default() };
            report::write(std::slice::from_ref(&report), format, options, &mut out)
        }
    }
    .and_then(|()| out.flush());
    read_enough(written).map_err(|error| Trouble::Write { path: "standard output".to_owned(), error })?;
    Ok(if failing { FINDINGS } else { SUCCESS })
}

/// Reads a package and judges it.
pub(super) fn verified(path: &Path, profile: Option<ProfileId>, options: &LintOptions) -> Result<Report, Trouble> {
    let package =
        Package::open(path, profile).map_err(|error| Trouble::Package { path: path.display().to_string(), error })?;
    let (sources, result) = verify(&package, options);
    let LintResult { diagnostics, outcomes, suppressed } = result;
    Ok(Report { sources, diagnostics, outcomes, suppressed, own_rules: Arc::default() })
}

/// Failures with what was seen and what was expected, then the rest in numbers.
pub(super) fn write_outcomes(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let failed = report.outcomes.iter().filter(|outcome| outcome.verdict == Verdict::Fail);
    for outcome in failed.clone() {
        writeln!(out, "fail {}", outcome.rule)?;
        if let (Some(observed), Some(expected)) = (&outcome.observed, &outcome.expected) {
            writeln!(out, "  observed: {}", report::harmless_line(observed))?;
            writeln!(out, "  expected: {}", report::harmless_line(expected))?;
        }
        for found in report.diagnostics.iter().filter(|found| found.rule == outcome.rule) {
            let text = report.sources.get(found.location.source);
            let path = report.sources.path(found.location);
            let place = if text.text() == "" {
                path.trim_end_matches('/').to_owned()
            } else {
                let position = text.position(found.location.range.start, ColumnUnit::Scalar);
                format!("{path}:{}:{}", position.line, position.column)
            };
            writeln!(
                out,
                "  {}: {}",
                found.severity.name(),
                report::harmless_line(&format!("{place}: {}", found.message))
            )?;
            if let Some(help) = &found.help {
                writeln!(out, "    help: {}", report::harmless_line(help))?;
            }
        }
        writeln!(out)?;
    }
    for outcome in &report.outcomes {
        if let Verdict::NotApplicable(reason) = &outcome.verdict {
            writeln!(out, "not applicable {}: {reason}", outcome.rule)?;
        }
    }
    let count = |wanted: fn(&Outcome) -> bool| report.outcomes.iter().filter(|outcome| wanted(outcome)).count();
    writeln!(
        out,
        "{} failed, {} passed, {} not applicable",
        failed.count(),
        count(|outcome| outcome.verdict == Verdict::Pass),
        count(|outcome| matches!(outcome.verdict, Verdict::NotApplicable(_)))
    )
}
