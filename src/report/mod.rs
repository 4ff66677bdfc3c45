//! One file per format. Lines and columns exist only here.

mod json;

use std::io::{self, Write};

use crate::diagnostic::{Diagnostic, Outcome, Severity, Sources};

/// The forms a report can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Format {
    /// For people: the source line, the mistake underlined, the fix.
    #[default]
    Human,
    /// One JSON object; see `schemas/report.schema.json`.
    Json,
}

/// What a run found in one work product.
#[derive(Debug)]
pub struct Report {
    /// The texts the diagnostics point into.
    pub sources: Sources,
    /// Findings, by place.
    pub diagnostics: Vec<Diagnostic>,
    /// What became of the rules, where asked for.
    pub outcomes: Vec<Outcome>,
    /// How many findings a comment silenced.
    pub suppressed: usize,
}

impl Report {
    /// How many findings have this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|d| d.severity == severity).count()
    }
}

/// Writes reports in a format.
///
/// # Errors
/// Whatever keeps `out` from being written.
pub fn write(reports: &[Report], format: Format, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Human | Format::Json => json::write(reports, out),
    }
}
