//! `proofmark verify`.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::{Outcome, Severity, Verdict};
use crate::gate::{self, Reading};
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
    /// Package of the previous stage, to compare conformance clauses with; looked for beside the stage directory without.
    #[arg(long, value_name = "DIR|ZIP")]
    previous: Option<PathBuf>,
    /// Say exactly what the official publication check would say, its known faults included.
    #[arg(long, conflicts_with_all = ["select", "ignore"])]
    strict_gate: bool,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<u8, Trouble> {
    let options = LintOptions { draft: false, selection: Selection::new(&args.select, &args.ignore)? };
    let mut package = open(&args.package, args.profile)?;
    if let Some(previous) = &args.previous {
        package.previous = Some(Box::new(open(previous, args.profile)?));
    }
    let reading = if args.strict_gate { Reading::Official } else { Reading::Right };
    let judgements = gate::judge(&package, reading);
    let report = if args.strict_gate {
        let (sources, diagnostics) = gate::findings(&package, &judgements);
        Report { sources, diagnostics, outcomes: Vec::new(), suppressed: 0, own_rules: Arc::default() }
    } else {
        judged(&package, &options)
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    let failing = report.diagnostics.iter().any(|d| d.severity == Severity::Error);
    let written = match args.format {
        Format::Human => write_outcomes(&report, &mut out),
        format => {
            let options = report::Options { outcomes: true, gate: &judgements, ..report::Options::default() };
            report::write(std::slice::from_ref(&report), format, options, &mut out)
        }
    }
    .and_then(|()| out.flush());
    read_enough(written).map_err(|error| Trouble::Write { path: "standard output".to_owned(), error })?;
    Ok(if failing { FINDINGS } else { SUCCESS })
}

/// Reads a package and judges it.
pub(super) fn verified(path: &Path, profile: Option<ProfileId>, options: &LintOptions) -> Result<Report, Trouble> {
    Ok(judged(&open(path, profile)?, options))
}

fn open(path: &Path, profile: Option<ProfileId>) -> Result<Package, Trouble> {
    Package::open(path, profile).map_err(|error| Trouble::Package { path: path.display().to_string(), error })
}

fn judged(package: &Package, options: &LintOptions) -> Report {
    let (sources, result) = verify(package, options);
    let LintResult { diagnostics, outcomes, suppressed } = result;
    Report { sources, diagnostics, outcomes, suppressed, own_rules: Arc::default() }
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
