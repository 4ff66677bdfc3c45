//! Workflow commands that GitHub Actions turns into annotations.

use std::io::{self, Write};

use crate::diagnostic::{Diagnostic, Severity, Sources};
use crate::source::ColumnUnit;

use super::Report;
use super::terminal::harmless;

/// Writes one command per finding.
pub(super) fn write(reports: &[Report], out: &mut dyn Write) -> io::Result<()> {
    for report in reports {
        for found in &report.diagnostics {
            writeln!(out, "{}", command(found, &report.sources))?;
        }
    }
    Ok(())
}

fn command(found: &Diagnostic, sources: &Sources) -> String {
    let name = match found.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let text = sources.get(found.location.source);
    let start = text.position(found.location.range.start, ColumnUnit::Scalar);
    let end = text.position(found.location.range.end, ColumnUnit::Scalar);
    let path = property(&sources.path(found.location));
    let title = property(&found.rule);
    let lines = format!("line={},endLine={}", start.line, end.line.max(start.line));
    // GitHub refuses columns of a range over several lines.
    let columns = format!(",col={},endColumn={}", start.column, end.column);
    let columns = if start.line == end.line { columns } else { String::new() };
    let message = match &found.help {
        Some(help) => format!("{}\n{help}", found.message),
        None => found.message.clone(),
    };
    format!("::{name} file={path},{lines}{columns},title={title}::{}", data(&message))
}

/// Escapes what follows the last `::`.
fn data(text: &str) -> String {
    harmless(&text.replace('\r', "")).replace('%', "%25").replace('\n', "%0A")
}

/// Escapes the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceText, TextRange};

    /// A command as the runner reads it: name, properties, message.
    fn parse(line: &str) -> (String, Vec<(String, String)>, String) {
        let (head, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
        let (name, properties) = head.split_once(' ').unwrap();
        let unescape = |text: &str| {
            text.replace("%0D", "\r").replace("%0A", "\n").replace("%3A", ":").replace("%2C", ",").replace("%25", "%")
        };
        let properties = properties.split(',').map(|p| p.split_once('=').unwrap());
        let properties = properties.map(|(key, value)| (key.to_owned(), unescape(value))).collect();
        (name.to_owned(), properties, unescape(message))
    }

    #[test]
    fn a_command_reads_back() {
        let sources = Sources::new(SourceText::new("a,b:c%.md", "one two\n"));
        let found = Diagnostic::new("rule-id", TextRange::new(4, 7), "100 % wrong: a::b, c").help("mend it");
        let line = command(&found, &sources);
        let (name, properties, message) = parse(&line);
        assert_eq!(name, "error");
        let expected = [
            ("file", "a,b:c%.md"),
            ("line", "1"),
            ("endLine", "1"),
            ("col", "5"),
            ("endColumn", "8"),
            ("title", "rule-id"),
        ];
        assert_eq!(properties, expected.map(|(k, v)| (k.to_owned(), v.to_owned())));
        assert_eq!(message, "100 % wrong: a::b, c\nmend it");
    }

    #[test]
    fn no_text_forges_a_command() {
        let sources = Sources::new(SourceText::new("x%0A::error::.md", "one\n"));
        let forged = "title %0A::error::forged\r\n::error::forged\n::stop-commands::x\u{1b}[2K";
        let found = Diagnostic::new("rule-id", TextRange::new(0, 3), forged);
        let line = command(&found, &sources);
        assert_eq!(line.lines().count(), 1, "{line}");
        assert!(!line.contains(['\u{1b}', '\r', '\n']));
        let (_, properties, message) = parse(&line);
        assert_eq!(properties.len(), 6);
        assert!(message.starts_with("title %0A::error::forged\n::error::forged"), "{message}");
        assert!(line.contains("title %250A::error"), "{line}");
        assert!(property("a:b,c%0A").eq("a%3Ab%2Cc%250A"));
    }
}
