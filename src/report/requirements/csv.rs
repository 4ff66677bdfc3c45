//! The table for spreadsheets.

use std::io::{self, Write};

use super::super::terminal::harmless_line;
use super::{Requirements, with_items};

/// Columns of the CSV; new ones come last.
const COLUMNS: [&str; 9] =
    ["file", "line", "section", "title", "key_words", "identifier", "clauses", "lead_in", "statement"];

/// Writes one line per statement.
pub(super) fn write(all: &[Requirements], out: &mut dyn Write) -> io::Result<()> {
    let mut table = ::csv::Writer::from_writer(out);
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
