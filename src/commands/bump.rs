//! `proofmark bump`.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::bump::{Bump, Request, plan};
use crate::work_product::StageToken;

use super::output::{read_enough, write_file};
use super::stage::stage;
use super::target::{Stdin, no_work_product, targets};
use super::{SUCCESS, Trouble};

/// Arguments of `bump`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The stage to move to: csd02, cs01, os, cnd02, pn01.
    #[arg(value_parser = stage)]
    stage: StageToken,
    /// A file or directory; without, the work product found here.
    path: Option<PathBuf>,
    /// Day of the new stage, YYYY-MM-DD; without, dates and years stay.
    #[arg(long, value_name = "DATE")]
    date: Option<Date>,
    /// Show what would change, and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Move to a stage that the process does not lead to.
    #[arg(long)]
    allow_leap: bool,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<u8, Trouble> {
    let paths: Vec<PathBuf> = args.path.iter().cloned().collect();
    let found = targets(&paths, None, &Stdin::new("stdin.md"))?;
    let [target] = found.as_slice() else {
        return Err(match found.len() {
            0 => no_work_product(&paths),
            many => Trouble::Usage(format!("{many} work products are here: name the one to move")),
        });
    };
    if target.is_stdin() {
        return Err(Trouble::Usage(
            "bump writes several files: name a file or a directory, not standard input".to_owned(),
        ));
    }
    let work = target.load()?;
    let request = Request { stage: args.stage.clone(), date: args.date, allow_leap: args.allow_leap };
    let bump = plan(&work, &target.workspace, &request).map_err(|refusal| Trouble::Usage(refusal.to_string()))?;
    let root = Path::new(&target.root);
    refuse_to_overwrite(&bump, root)?;
    let shown = show(&bump, args.dry_run, &mut io::stdout().lock());
    read_enough(shown).map_err(|error| Trouble::Write { path: "standard output".to_owned(), error })?;
    if !args.dry_run {
        write(&bump, root)?;
    }
    Ok(SUCCESS)
}

fn refuse_to_overwrite(bump: &Bump, root: &Path) -> Result<(), Trouble> {
    let new = bump.changes.values().filter_map(|change| change.renamed.as_ref());
    match new.map(|path| root.join(path)).find(|path| path.exists()) {
        Some(path) => Err(Trouble::Usage(format!("{} exists: nothing was changed", path.display()))),
        None => Ok(()),
    }
}

/// The diff, then what was done and what is left to do.
fn show(bump: &Bump, dry_run: bool, out: &mut dyn Write) -> io::Result<()> {
    for (path, change) in &bump.changes {
        let new = change.renamed.as_ref().unwrap_or(path);
        let diff = similar::TextDiff::from_lines(&change.before, &change.after);
        write!(out, "{}", diff.unified_diff().context_radius(1).header(&format!("a/{path}"), &format!("b/{new}")))?;
    }
    let places: usize = bump.changes.values().map(|change| change.places).sum();
    let verb = if dry_run { "would change" } else { "changed" };
    writeln!(
        out,
        "\n{} to {}: {verb} {places} places in {} files",
        bump.from.written(),
        bump.to.written(),
        bump.changes.len()
    )?;
    for (path, change) in &bump.changes {
        if let Some(new) = &change.renamed {
            writeln!(out, "  {path} becomes {new}")?;
        }
    }
    for note in &bump.notes {
        writeln!(out, "note: {note}")?;
    }
    Ok(())
}

/// Writes the new files before the old ones go, so that nothing is ever lost.
fn write(bump: &Bump, root: &Path) -> Result<(), Trouble> {
    for (path, change) in &bump.changes {
        write_file(&root.join(change.renamed.as_ref().unwrap_or(path)), change.after.as_bytes())?;
    }
    for path in bump.changes.iter().filter(|(_, change)| change.renamed.is_some()).map(|(path, _)| root.join(path)) {
        std::fs::remove_file(&path).map_err(|error| Trouble::Write { path: path.display().to_string(), error })?;
    }
    Ok(())
}
