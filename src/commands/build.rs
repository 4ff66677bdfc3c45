//! `proofmark build`.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::diagnostic::Severity;
use crate::package::{
    ArchiveTime, Assembled, Formats, PdfFacts, StagePlace, assemble_as, complete, stem_of, write_directory, zip,
};
use crate::profiles::ProfileId;
use crate::render::PublicationOptions;
use crate::report::{self, Format, Report};
use crate::rules::{LintOptions, Selection, lint, weigh};
use crate::work_product::{StageToken, WorkProduct};

use super::output::{read_enough, write_file};
use super::stage::{self, keep_review};
use super::target::{Stdin, Target, no_work_product, targets};
use super::verify::{verified, write_outcomes};
use super::{FINDINGS, SUCCESS, Trouble};

/// Arguments of `build`.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(super) struct Args {
    /// A file or directory; without, the work product found here.
    path: Option<PathBuf>,
    /// Directory of the package, or with --stage above it; without, `build/NAME` or `build` in the project.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Make the directory that is published of this stage: csd01, cs01, os, cnd01, psd01, pn01.
    #[arg(long, value_parser = stage::stage)]
    stage: Option<StageToken>,
    /// Add the page and the comment resolution log of a public review, for people to fill in.
    #[arg(long, requires = "stage")]
    public_review: bool,
    /// Make only these formats beside the Markdown.
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<FormatName>,
    /// Build in spite of errors, with a mark that says draft.
    #[arg(long)]
    draft: bool,
    /// Do not verify what was built.
    #[arg(long)]
    no_verify: bool,
    /// Write a zip beside the directory (the default).
    #[arg(long, overrides_with = "no_zip")]
    zip: bool,
    /// Write no zip.
    #[arg(long, conflicts_with = "stage")]
    no_zip: bool,
    /// Template to hold the document against; detected without.
    #[arg(long, value_enum)]
    profile: Option<ProfileId>,
}

/// A rendition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum FormatName {
    /// One self-contained page.
    Html,
    /// A tagged PDF.
    Pdf,
    /// A file for word processors, for reviewers; made only where it is asked for.
    Docx,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<u8, Trouble> {
    let paths: Vec<PathBuf> = args.path.iter().cloned().collect();
    let found = targets(&paths, args.profile, &Stdin::new("stdin.md"))?;
    if found.is_empty() {
        return Err(no_work_product(&paths));
    }
    let several = found.len() > 1;
    let mut code = SUCCESS;
    for target in &found {
        code = code.max(build(args, target, several)?);
    }
    Ok(code)
}

fn build(args: &Args, target: &Target, several: bool) -> Result<u8, Trouble> {
    let mut work = target.load()?;
    let place = args.stage.as_ref().map(|stage| stage::place(&work, stage, args.public_review)).transpose()?;
    let formats = formats(args, &work);
    let mut amended = false;
    if let Some(place) = &place {
        (work, amended) = stage::published(work, place, formats)?;
    }
    let draft = args.draft || work.is_working_draft();
    let options = LintOptions { draft, selection: Selection::default() };
    let linted = lint(&work, &target.workspace, &options);
    let mut report = Report {
        sources: work.sources.clone(),
        diagnostics: linted.diagnostics,
        outcomes: Vec::new(),
        suppressed: linted.suppressed,
        own_rules: Arc::clone(&work.own_rules),
    };
    if refuses(draft, &report) {
        return refuse(&report);
    }
    let stem = place.as_ref().map_or_else(|| stem_of(&work), |place| place.stem.clone());
    let publication = PublicationOptions { time: source_date()?, ..PublicationOptions::of(&work, draft) };
    let mut made = assemble_as(stem, &work, &target.workspace, publication, formats);
    let mut found = weigh(&work, &options, std::mem::take(&mut made.diagnostics));
    report.diagnostics.append(&mut found.diagnostics);
    report.suppressed += found.suppressed;
    if refuses(draft, &report) {
        return refuse(&report);
    }
    show_findings(&report)?;
    let directory = directory(args, target, &made.stem, place.as_ref(), several);
    if let Some(place) = &place {
        let time = archive_time(&made, publication.time);
        complete(&mut made, &work, place, time, args.public_review).map_err(|error| stage::usage(&error))?;
        keep_review(&mut made, place, &directory)?;
    }
    write_directory(&directory, &made.files)?;
    let archive = match &place {
        Some(place) => Some(directory.join(place.file(".zip"))),
        None if args.no_zip => None,
        None => Some(write_zip(&made, &directory, publication.time)?),
    };
    let beside = archive.as_deref().filter(|_| place.is_none());
    let out = &mut io::stdout().lock();
    show(|out| list(&made, &directory, beside, out), out)?;
    if amended {
        let note = "the addresses of the stage stand on the cover of this copy; the source has none and stays as it is";
        show(|out| writeln!(out, "note: {note}"), out)?;
    }
    if args.no_verify {
        return Ok(SUCCESS);
    }
    // What was not asked for is not missed.
    let ignored = if formats.html && formats.pdf { Vec::new() } else { vec!["formats-complete".to_owned()] };
    let options = LintOptions { draft, selection: Selection::new(&[], &ignored)? };
    let mut code = SUCCESS;
    for path in std::iter::once(directory.as_path()).chain(archive.as_deref()) {
        let report = verified(path, Some(work.profile), &options)?;
        if report.count(Severity::Error) > 0 {
            code = FINDINGS;
        }
        show(
            |out| {
                writeln!(out, "\nverified {}", path.display())?;
                write_outcomes(&report, out)
            },
            out,
        )?;
    }
    Ok(code)
}

/// Errors stop everything but a draft.
fn refuses(draft: bool, report: &Report) -> bool {
    !draft && report.count(Severity::Error) > 0
}

fn refuse(report: &Report) -> Result<u8, Trouble> {
    show_findings(report)?;
    let errors = match report.count(Severity::Error) {
        1 => "1 error stands".to_owned(),
        many => format!("{many} errors stand"),
    };
    anstream::eprintln!("error: {errors} in the way of publication; nothing was built (--draft builds anyway)");
    Ok(FINDINGS)
}

fn show_findings(report: &Report) -> Result<(), Trouble> {
    if report.diagnostics.is_empty() {
        return Ok(());
    }
    let mut err = anstream::stderr().lock();
    let reports = std::slice::from_ref(report);
    show(|out| report::write(reports, Format::Human, report::Options::default(), out), &mut err)
}

/// `SOURCE_DATE_EPOCH`, else the document's day; never the clock.
fn archive_time(made: &Assembled, time: Option<DateTime>) -> ArchiveTime {
    time.map_or_else(|| ArchiveTime::midnight(made.date), ArchiveTime::at)
}

/// Writes the zip beside the directory, under the directory's name.
fn write_zip(made: &Assembled, directory: &Path, time: Option<DateTime>) -> Result<PathBuf, Trouble> {
    let mut name = directory.file_name().map_or_else(|| made.stem.clone().into(), std::ffi::OsStr::to_os_string);
    name.push(".zip");
    let path = directory.with_file_name(name);
    let bytes = zip(&made.files, archive_time(made, time))
        .map_err(|said| Trouble::Usage(format!("{}: {said}", path.display())))?;
    write_file(&path, &bytes)?;
    Ok(path)
}

fn show(write: impl FnOnce(&mut dyn Write) -> io::Result<()>, out: &mut dyn Write) -> Result<(), Trouble> {
    read_enough(write(out).and_then(|()| out.flush()))
        .map_err(|error| Trouble::Write { path: "standard output".to_owned(), error })
}

/// What the command line asks for, else `workproduct.yaml`, else HTML and PDF.
fn formats(args: &Args, work: &WorkProduct) -> Formats {
    if !args.only.is_empty() {
        let asked = |format| args.only.contains(&format);
        return Formats { html: asked(FormatName::Html), pdf: asked(FormatName::Pdf), docx: asked(FormatName::Docx) };
    }
    let configured = work.settings().map(|config| config.build.formats.clone()).unwrap_or_default();
    let wants = |name: &str| configured.iter().any(|format| format == name);
    let usual = configured.is_empty();
    Formats { html: usual || wants("html"), pdf: usual || wants("pdf"), docx: wants("docx") }
}

fn directory(args: &Args, target: &Target, stem: &str, place: Option<&StagePlace>, several: bool) -> PathBuf {
    if let Some(place) = place {
        let out = args.out.clone().unwrap_or_else(|| Path::new(&target.root).join("build"));
        return out.join(&place.directory);
    }
    match &args.out {
        Some(out) if several => out.join(stem),
        Some(out) => out.clone(),
        None if target.root.is_empty() => Path::new("build").join(stem),
        None => Path::new(&target.root).join("build").join(stem),
    }
}

/// `SOURCE_DATE_EPOCH`; without it the document's day counts, never the clock.
fn source_date() -> Result<Option<DateTime>, Trouble> {
    let Ok(epoch) = std::env::var("SOURCE_DATE_EPOCH") else { return Ok(None) };
    let time = epoch.trim().parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    let time = time.map(|time| TimeZone::UTC.to_datetime(time));
    time.map(Some).ok_or_else(|| Trouble::Usage(format!("SOURCE_DATE_EPOCH is not a number of seconds: {epoch}")))
}

/// What was written: path, size, pages.
fn list(made: &Assembled, directory: &Path, archive: Option<&Path>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "wrote {}", directory.display())?;
    for (path, bytes) in &made.files {
        let is_pdf = Path::new(path).extension().is_some_and(|ending| ending == "pdf");
        let pages = if is_pdf { PdfFacts::read(bytes).ok().map(|facts| facts.pages) } else { None };
        let pages = pages.map_or(String::new(), |pages| format!(", {pages} pages"));
        writeln!(out, "  {path} ({}{pages})", size(bytes.len() as u64))?;
    }
    if let Some(path) = archive {
        let length = std::fs::metadata(path).map_or(0, |metadata| metadata.len());
        writeln!(out, "wrote {} ({})", path.display(), size(length))?;
    }
    Ok(())
}

fn size(bytes: u64) -> String {
    match bytes {
        0..10_000 => format!("{bytes} bytes"),
        10_000..10_000_000 => format!("{} kB", bytes / 1000),
        _ => format!("{} MB", bytes / 1_000_000),
    }
}
