//! One file per format. Lines and columns exist only here.

mod excerpt;
mod github;
mod html;
mod human;
mod json;
mod junit;
mod requirements;
mod sarif;
mod terminal;

use std::io::{self, Write};
use std::sync::Arc;

use crate::diagnostic::{Comparison, Diagnostic, Outcome, Severity, Sources};
use crate::gate::Judgement;

use crate::work_product::own_rules::OwnRule;

pub use human::load_error;
pub use requirements::{Requirements, TableFormat, write_requirements};
pub use terminal::{harmless, harmless_line};

/// The forms a report can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Format {
    /// For people: the source line, the mistake underlined, the fix.
    #[default]
    Human,
    /// One JSON object; see `schemas/report.schema.json`.
    Json,
    /// One JSON object per finding and line.
    Jsonl,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
    /// `JUnit` XML, for build servers.
    Junit,
    /// A page to file: the verdict, then everything that was looked at.
    Html,
}

/// What a run found in one work product.
#[derive(Debug)]
pub struct Report {
    /// The texts the diagnostics point into.
    pub sources: Sources,
    /// Findings, by place.
    pub diagnostics: Vec<Diagnostic>,
    /// What became of the rules.
    pub outcomes: Vec<Outcome>,
    /// How many findings a comment silenced.
    pub suppressed: usize,
    /// The rules the committee wrote for itself.
    pub own_rules: Arc<[OwnRule]>,
}

impl Report {
    /// How many findings have this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|d| d.severity == severity).count()
    }
}

/// How to write.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// Say in JSON what became of every rule.
    pub outcomes: bool,
    /// How the findings compare with a baseline; what it records is not among them.
    pub baseline: Option<&'a Comparison>,
    /// The verdict of the publication check, condition by condition; JSON tells it.
    pub gate: &'a [Judgement],
}

/// Writes reports in a format. The human format carries terminal styles: give it a stream that
/// strips them where they are not wanted.
///
/// # Errors
/// Whatever keeps `out` from being written.
pub fn write(reports: &[Report], format: Format, options: Options<'_>, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Human => human::write(reports, options, out),
        Format::Json => json::write(reports, options, out),
        Format::Jsonl => json::write_lines(reports, out),
        Format::Sarif => sarif::write(reports, options, out),
        Format::Github => github::write(reports, out),
        Format::Junit => junit::write(reports, out),
        Format::Html => html::write(reports, options, out),
    }
}
