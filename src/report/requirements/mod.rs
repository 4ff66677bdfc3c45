//! The normative statements of work products as a table: for people, as JSON, as CSV. The shape of the JSON is
//! `schemas/requirements.schema.json` and only grows.

mod csv;
mod human;
mod json;

use std::io::{self, Write};

use serde::Serialize;

use crate::diagnostic::{Location, PROSE};
use crate::source::{ColumnUnit, TextRange};
use crate::work_product::{ConformanceClause, Standing, Statement, WorkProduct};

/// A work product with its normative statements.
#[derive(Debug, Clone)]
pub struct Requirements {
    /// The work product.
    pub work: WorkProduct,
    /// Its statements, in order.
    pub statements: Vec<Statement>,
}

/// Form of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum TableFormat {
    /// For people.
    #[default]
    Human,
    /// One JSON object.
    Json,
    /// One line per statement, for spreadsheets.
    Csv,
}

/// Writes the table. For people it is styled; the caller's stream strips the styles where they are not wanted.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write_requirements(all: &[Requirements], format: TableFormat, out: &mut dyn Write) -> io::Result<()> {
    match format {
        TableFormat::Human => human::write(all, out),
        TableFormat::Json => json::write(all, out),
        TableFormat::Csv => csv::write(all, out),
    }
}

impl Requirements {
    fn at(range: TextRange) -> Location {
        Location { source: PROSE, range }
    }

    fn path(&self, range: TextRange) -> String {
        self.work.sources.path(Self::at(range))
    }

    fn line(&self, range: TextRange) -> u32 {
        self.work.sources.prose().position(range.start, ColumnUnit::Scalar).line
    }

    /// Number and title of a section.
    fn section(&self, section: usize) -> (Option<String>, &str) {
        let outline = &self.work.outline;
        let number = outline.section_number(section).map(crate::work_product::Number::dotted);
        (number, outline.sections.get(section).map_or("", |section| section.title.as_str()))
    }

    /// What a clause is called in the table: the number of its section, else its title.
    fn clause_name(&self, clause: &ConformanceClause) -> String {
        let (number, title) = self.section(clause.section);
        number.unwrap_or_else(|| title.to_owned())
    }

    fn clause_names(&self, statement: &Statement) -> Vec<String> {
        let clauses = &self.work.conformance.clauses;
        statement
            .clauses
            .iter()
            .filter_map(|&index| clauses.get(index))
            .map(|clause| self.clause_name(clause))
            .collect()
    }

    /// Key words that stand where nothing is demanded.
    fn informative(&self) -> usize {
        let uses = &self.work.key_words.uses;
        uses.iter().filter(|found| matches!(found.standing, Standing::Informative(_))).count()
    }

    /// The clauses of the conformance section; one that is not divided counts as one.
    fn clauses(&self) -> impl Iterator<Item = &ConformanceClause> {
        self.work.conformance.clauses.iter()
    }
}

/// What is counted.
#[derive(Serialize, Default)]
struct Summary {
    files: usize,
    statements: usize,
    identified: usize,
    in_clauses: usize,
    clauses: usize,
    informative: usize,
}

fn summary(all: &[Requirements]) -> Summary {
    let mut summary = Summary::default();
    for each in all {
        summary.files += each.work.sources.prose().segments().len();
        summary.statements += each.statements.len();
        summary.identified += each.statements.iter().filter(|statement| statement.identifier.is_some()).count();
        summary.in_clauses += each.statements.iter().filter(|statement| !statement.clauses.is_empty()).count();
        summary.clauses += each.clauses().count();
        summary.informative += each.informative();
    }
    summary
}

/// The text of a statement with the list it leads to.
fn with_items(statement: &Statement) -> String {
    if statement.items.is_empty() {
        return statement.text.clone();
    }
    format!("{} {}", statement.text, statement.items.join("; "))
}
