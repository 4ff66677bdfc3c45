//! The normative statements of work products as a table: for people, as JSON, as CSV. The shape of the JSON is
//! `schemas/requirements.schema.json` and only grows.

use std::io::{self, Write};

use serde::Serialize;

use crate::diagnostic::{Location, PROSE};
use crate::source::{ColumnUnit, TextRange};
use crate::work_product::{ClauseForm, ConformanceClause, Standing, Statement, WorkProduct};

use super::json::{Range, range};
use super::terminal::harmless_line;

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
        TableFormat::Human => human(all, out),
        TableFormat::Json => json(all, out),
        TableFormat::Csv => csv(all, out),
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
}

#[derive(Serialize)]
struct Root<'a> {
    version: u32,
    documents: Vec<JsonDocument<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct JsonDocument<'a> {
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    profile: &'static str,
    clauses: Vec<JsonClause<'a>>,
    statements: Vec<JsonStatement<'a>>,
}

#[derive(Serialize)]
struct JsonClause<'a> {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    identifier: Option<&'a str>,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<&'a str>,
    path: String,
    range: Range,
    sections: Vec<JsonSection<'a>>,
}

#[derive(Serialize)]
struct JsonSection<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<String>,
    title: &'a str,
}

#[derive(Serialize)]
struct JsonStatement<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    identifier: Option<&'a str>,
    key_words: Vec<&'static str>,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    lead_in: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    items: &'a [String],
    path: String,
    range: Range,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<JsonSection<'a>>,
    clauses: Vec<String>,
}

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

impl Requirements {
    /// The clauses of the conformance section; one that is not divided counts as one.
    fn clauses(&self) -> impl Iterator<Item = &ConformanceClause> {
        self.work.conformance.clauses.iter()
    }

    fn json_section(&self, section: usize) -> JsonSection<'_> {
        let (number, title) = self.section(section);
        JsonSection { number, title }
    }

    fn json(&self) -> JsonDocument<'_> {
        let whole = TextRange::empty(0);
        JsonDocument {
            path: self.path(whole),
            title: self.work.title(),
            profile: self.work.profile.name(),
            clauses: self.clauses().map(|clause| self.json_clause(clause)).collect(),
            statements: self.statements.iter().map(|statement| self.json_statement(statement)).collect(),
        }
    }

    fn json_clause<'a>(&'a self, clause: &'a ConformanceClause) -> JsonClause<'a> {
        JsonClause {
            name: self.clause_name(clause),
            identifier: clause.identifier.as_deref().filter(|_| clause.form == ClauseForm::Named),
            title: self.section(clause.section).1,
            target: clause.target.as_deref(),
            path: self.path(clause.extent),
            range: range(&self.work.sources, Self::at(clause.extent)),
            sections: clause.sections.iter().map(|&section| self.json_section(section)).collect(),
        }
    }

    fn json_statement<'a>(&'a self, statement: &'a Statement) -> JsonStatement<'a> {
        JsonStatement {
            identifier: statement.identifier.as_ref().map(|identifier| identifier.text.as_str()),
            key_words: statement.key_words.iter().map(|word| word.name()).collect(),
            text: &statement.text,
            lead_in: statement.lead_in.as_deref(),
            items: &statement.items,
            path: self.path(statement.range),
            range: range(&self.work.sources, Self::at(statement.range)),
            section: statement.section.map(|section| self.json_section(section)),
            clauses: self.clause_names(statement),
        }
    }
}

fn json(all: &[Requirements], out: &mut dyn Write) -> io::Result<()> {
    let root = Root { version: 1, documents: all.iter().map(Requirements::json).collect(), summary: summary(all) };
    serde_json::to_writer_pretty(&mut *out, &root)?;
    writeln!(out)
}

/// Columns of the CSV; new ones come last.
const COLUMNS: [&str; 9] =
    ["file", "line", "section", "title", "key_words", "identifier", "clauses", "lead_in", "statement"];

fn csv(all: &[Requirements], out: &mut dyn Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(COLUMNS)?;
    for each in all {
        for statement in &each.statements {
            let (number, title) = statement.section.map_or((None, ""), |section| each.section(section));
            let words: Vec<&str> = statement.key_words.iter().map(|word| word.name()).collect();
            let identifier = statement.identifier.as_ref().map_or("", |identifier| identifier.text.as_str());
            table.write_record([
                cell(&each.path(statement.range)),
                each.line(statement.range).to_string(),
                cell(&number.unwrap_or_default()),
                cell(title),
                words.join(", "),
                cell(identifier),
                cell(&each.clause_names(statement).join(", ")),
                cell(statement.lead_in.as_deref().unwrap_or_default()),
                cell(&with_items(statement)),
            ])?;
        }
    }
    table.flush()
}

/// A cell that no spreadsheet takes for a formula and no terminal for a command.
fn cell(text: &str) -> String {
    let shown = harmless_line(text);
    if shown.starts_with(['=', '+', '-', '@', '\t']) { format!("'{shown}") } else { shown }
}

/// The text of a statement with the list it leads to.
fn with_items(statement: &Statement) -> String {
    if statement.items.is_empty() {
        return statement.text.clone();
    }
    format!("{} {}", statement.text, statement.items.join("; "))
}

/// Columns the table for people is wrapped at.
const WIDTH: usize = 100;
/// Columns of the line numbers and the gap behind them.
const MARGIN: usize = 8;

fn human(all: &[Requirements], out: &mut dyn Write) -> io::Result<()> {
    for each in all {
        let (mut path, mut section) = (String::new(), None);
        for statement in &each.statements {
            let here = each.path(statement.range);
            if here != path {
                writeln!(out, "\u{1b}[1m{}\u{1b}[0m\n", harmless_line(&here))?;
                path = here;
            }
            if section != Some(statement.section) {
                writeln!(out, "{}\n", heading(each, statement))?;
                section = Some(statement.section);
            }
            row(each, statement, out)?;
        }
    }
    writeln!(out, "{}", counted(&summary(all)))
}

/// Clauses named in a heading.
const MAX_NAMES: usize = 8;

/// `3.2 Storage (conformance: 7.1, 7.2)`.
fn heading(each: &Requirements, statement: &Statement) -> String {
    let (number, title) = statement.section.map_or((None, "(no section)"), |section| each.section(section));
    let names = each.clause_names(statement);
    let clauses = match names.len() {
        0 => String::new(),
        1..=MAX_NAMES => format!(" (conformance: {})", names.join(", ")),
        many => format!(" (conformance: {} and {} more)", names[..MAX_NAMES].join(", "), many - MAX_NAMES),
    };
    let title = number.map_or(title.to_owned(), |number| format!("{number} {title}"));
    format!("\u{1b}[1m{}\u{1b}[0m{}", harmless_line(&title), harmless_line(&clauses))
}

/// The line of a statement, its identifier, and its text in lines of their own.
fn row(each: &Requirements, statement: &Statement, out: &mut dyn Write) -> io::Result<()> {
    let identifier = statement.identifier.as_ref().filter(|identifier| !statement.text.contains(&identifier.text));
    let mut text = String::new();
    for part in [identifier.map(|identifier| format!("[{}]", identifier.text)), statement.lead_in.clone()] {
        text += &part.map_or(String::new(), |part| part + " ");
    }
    text += &with_items(statement);
    let mut margin = format!("{:>6}  ", each.line(statement.range));
    for line in wrapped(&harmless_line(&text), WIDTH - MARGIN) {
        writeln!(out, "{margin}{line}")?;
        margin = " ".repeat(MARGIN);
    }
    writeln!(out)
}

fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > width {
            lines.push(String::new());
            used = 0;
        }
        if let Some(line) = lines.last_mut() {
            let gap = if used > 0 { " " } else { "" };
            line.push_str(gap);
            line.push_str(word);
            used += gap.len() + length;
        }
    }
    lines
}

/// `12 normative statements in 1 file; 3 with an identifier, 9 in sections that a conformance clause refers to`.
fn counted(summary: &Summary) -> String {
    let count = |number: usize, name: &str| format!("{number} {name}{}", if number == 1 { "" } else { "s" });
    let statements = count(summary.statements, "normative statement");
    let mut parts = vec![format!("{statements} in {}", count(summary.files, "file"))];
    if summary.statements > 0 {
        parts.push(format!(
            "{} with an identifier, {} in sections that a conformance clause refers to",
            summary.identified, summary.in_clauses
        ));
    }
    if summary.informative > 0 {
        parts.push(format!("{} in informative parts left out", count(summary.informative, "key word")));
    }
    parts.join("; ")
}
