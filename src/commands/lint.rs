//! `proofmark lint`.

use std::path::PathBuf;

use rayon::prelude::*;

use crate::diagnostic::{Comparison, Severity};
use crate::profiles::ProfileId;
use crate::report::{self, Format, Report};
use crate::rules::fix::{Dropped, apply_fixes};
use crate::rules::{LintOptions, LintResult, Selection, fold, lint_unfolded};
use crate::source::Applicability;
use crate::work_product::{StageToken, WorkProduct};

use super::baseline::OnDisk;
use super::output::{emit, write_file};
use super::target::{Stdin, Target, no_work_product, targets};
use super::{FINDINGS, SUCCESS, Trouble};

/// Arguments of `lint`.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the command line")]
pub(super) struct Args {
    /// Files or directories; `-` is standard input; without any, the work product found here.
    paths: Vec<PathBuf>,
    /// Apply safe fixes.
    #[arg(long)]
    fix: bool,
    /// With --fix or --diff: also fixes that may change the meaning.
    #[arg(long = "unsafe")]
    risky: bool,
    /// Show what --fix would change, as a unified diff, and write nothing.
    #[arg(long, conflicts_with = "format")]
    diff: bool,
    /// Form of the report.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Write the report to a file.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Template to hold the document against; detected without.
    #[arg(long, value_enum)]
    profile: Option<ProfileId>,
    /// Stage to judge for, such as csd01; a working draft (wd01) is judged as a draft.
    #[arg(long, value_parser = stage, value_name = "STAGE", conflicts_with = "draft")]
    stage: Option<String>,
    /// Judge as a draft: what only the last revision must have is a warning.
    #[arg(long)]
    draft: bool,
    /// Run only these rules or topics (repeatable, comma-separated).
    #[arg(long, value_name = "RULE|TOPIC")]
    select: Vec<String>,
    /// Leave these rules or topics out (repeatable, comma-separated).
    #[arg(long, value_name = "RULE|TOPIC")]
    ignore: Vec<String>,
    /// Report only what this file does not record.
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Record what is found in the baseline.
    #[arg(long, requires = "baseline", conflicts_with = "diff")]
    write_baseline: bool,
    /// Lowest severity that makes the exit code 1.
    #[arg(long, value_enum, default_value = "error", value_name = "LEVEL")]
    fail_on: Severity,
    /// Exit with 0 even where there are findings.
    #[arg(long)]
    exit_zero: bool,
    /// Say in JSON what became of every rule.
    #[arg(long)]
    outcomes: bool,
    /// Name to give standard input in the report.
    #[arg(long, value_name = "NAME", default_value = "stdin.md")]
    stdin_filename: String,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<u8, Trouble> {
    if args.risky && !args.fix && !args.diff {
        return Err(Trouble::Usage("--unsafe widens --fix or --diff: give one of them".to_owned()));
    }
    let targets = targets(&args.paths, args.profile, &Stdin::new(&args.stdin_filename))?;
    let selection = selection(args, &targets)?;
    if args.fix && !args.diff && targets.iter().any(Target::is_stdin) {
        return Err(Trouble::Usage("--fix cannot write standard input back; --diff shows the changes".to_owned()));
    }
    if targets.is_empty() {
        return Err(no_work_product(&args.paths));
    }
    let done: Result<Vec<Done>, Trouble> = targets.par_iter().map(|target| work_on(target, &selection, args)).collect();
    let done = done?;
    let mut bytes = Vec::new();
    if args.diff {
        bytes.extend(done.iter().flat_map(|done| done.diff.bytes()));
    }
    for dropped in done.iter().flat_map(|done| &done.dropped) {
        anstream::eprintln!(
            "warning: the fix of {} was dropped: to {} would have changed more than that; please report this",
            dropped.rule,
            report::harmless_line(&lower_first(&dropped.message)),
        );
    }
    let applied: usize = done.iter().map(|done| done.applied).sum();
    let mut reports: Vec<Report> = done.into_iter().map(|done| done.report).collect();
    let compared = compare(args, &selection, &targets, &mut reports)?;
    for report in &mut reports {
        fold(&mut report.diagnostics);
    }
    if !args.diff {
        let options =
            report::Options { outcomes: args.outcomes, baseline: compared.as_ref(), ..report::Options::default() };
        report::write(&reports, args.format, options, &mut bytes)
            .map_err(|error| Trouble::Write { path: "the report".to_owned(), error })?;
    }
    emit(args.output.as_deref(), &bytes, args.format == Format::Human && !args.diff)?;
    say_applied(args, applied);
    let failing = reports.iter().flat_map(|r| &r.diagnostics).any(|d| d.severity >= args.fail_on);
    Ok(if failing && !args.exit_zero { FINDINGS } else { SUCCESS })
}

/// The rules asked for; files of rules are read only where a name is no rule of ours.
fn selection(args: &Args, targets: &[Target]) -> Result<Selection, Trouble> {
    if let Ok(selection) = Selection::new(&args.select, &args.ignore) {
        return Ok(selection);
    }
    let mut own = Vec::new();
    for target in targets {
        own.extend(target.own_rules()?.into_iter().map(|rule| rule.id));
    }
    Ok(Selection::with_own(&args.select, &args.ignore, &own)?)
}

/// Takes what the baseline records out of the reports.
fn compare(
    args: &Args,
    selection: &Selection,
    targets: &[Target],
    reports: &mut [Report],
) -> Result<Option<Comparison>, Trouble> {
    let Some(path) = &args.baseline else { return Ok(None) };
    let disk = OnDisk::new(path, selection)?;
    let baseline = if args.write_baseline {
        let written = disk.write(targets, reports)?;
        let plural = if written.count() == 1 { "" } else { "s" };
        anstream::eprintln!("{} finding{plural} recorded in {}", written.count(), path.display());
        written
    } else {
        disk.read()?
    };
    Ok(Some(disk.subtract(&baseline, targets, reports)))
}

fn say_applied(args: &Args, applied: usize) {
    let plural = if applied == 1 { "" } else { "es" };
    if args.diff {
        anstream::eprintln!("{applied} fix{plural} would be applied");
    } else if args.fix {
        anstream::eprintln!("{applied} fix{plural} applied");
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

/// What became of one work product.
struct Done {
    report: Report,
    diff: String,
    applied: usize,
    dropped: Vec<Dropped>,
}

fn work_on(target: &Target, selection: &Selection, args: &Args) -> Result<Done, Trouble> {
    let work = target.load()?;
    let options = LintOptions { draft: is_draft(&work, args), selection: selection.clone() };
    if !args.fix && !args.diff {
        let result = lint_unfolded(&work, &target.workspace, &options);
        return Ok(Done { report: report_of(work, result), diff: String::new(), applied: 0, dropped: Vec::new() });
    }
    let least = if args.risky { Applicability::Unsafe } else { Applicability::Safe };
    let find = |work: &WorkProduct| lint_unfolded(work, &target.workspace, &options);
    let fixed = apply_fixes(work.clone(), least, &find);
    let diff = if args.diff { diff(&work, &fixed.work) } else { String::new() };
    // What --diff judges is what lies on the disk.
    let after = if args.diff {
        work
    } else {
        save(target, &work, &fixed.work)?;
        fixed.work
    };
    let result = lint_unfolded(&after, &target.workspace, &options);
    Ok(Done { report: report_of(after, result), diff, applied: fixed.applied, dropped: fixed.dropped })
}

/// A draft if the command line says so, else if `workproduct.yaml` or the document says it is a working draft.
fn is_draft(work: &WorkProduct, args: &Args) -> bool {
    match &args.stage {
        Some(stage) => stage.starts_with("wd"),
        None => args.draft || work.is_working_draft(),
    }
}

fn report_of(work: WorkProduct, result: LintResult) -> Report {
    let LintResult { diagnostics, outcomes, suppressed } = result;
    Report { sources: work.sources, diagnostics, outcomes, suppressed, own_rules: work.own_rules }
}

/// The files whose text changed: path, before, after.
fn changed(before: &WorkProduct, after: &WorkProduct) -> Vec<(String, String, String)> {
    let pairs = before.sources.prose().files().into_iter().zip(after.sources.prose().files());
    pairs.filter(|(old, new)| old.1 != new.1).map(|(old, new)| (old.0, old.1, new.1)).collect()
}

fn diff(before: &WorkProduct, after: &WorkProduct) -> String {
    let mut shown = String::new();
    for (path, old, new) in changed(before, after) {
        let path = report::harmless_line(&before.sources.shown(&path));
        let diff = similar::TextDiff::from_lines(&old, &new);
        shown += &diff.unified_diff().context_radius(3).header(&format!("a/{path}"), &format!("b/{path}")).to_string();
    }
    shown
}

fn save(target: &Target, before: &WorkProduct, after: &WorkProduct) -> Result<(), Trouble> {
    for (path, _, new) in changed(before, after) {
        let shown = before.sources.shown(&path);
        let full = target.workspace.resolve(&path).map_err(|error| Trouble::Read { path: shown, error })?;
        write_file(&full, new.as_bytes())?;
    }
    Ok(())
}

/// A stage as addresses write it.
fn stage(token: &str) -> Result<String, String> {
    let known = StageToken::parse(token).filter(|stage| stage.name != "os" || stage.revision.is_empty());
    let known = known.map(|stage| stage.written());
    known.ok_or_else(|| {
        "a stage is wd, csd, cs, cnd, cn, psd, ps, pnd, pn or errata with two digits (csd01), or os".to_owned()
    })
}
