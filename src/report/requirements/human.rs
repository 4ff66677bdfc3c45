//! The table for people.

use std::io::{self, Write};

use crate::work_product::Statement;

use super::super::terminal::harmless_line;
use super::{Requirements, Summary, summary, with_items};

/// Columns the table for people is wrapped at.
const WIDTH: usize = 100;
/// Columns of the line numbers and the gap behind them.
const MARGIN: usize = 8;

/// Writes the statements section by section, and what they count to.
pub(super) fn write(all: &[Requirements], out: &mut dyn Write) -> io::Result<()> {
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
