//! The table for programs.

use std::io::{self, Write};

use serde::Serialize;

use crate::source::TextRange;
use crate::work_product::{ClauseForm, ConformanceClause, Statement};

use super::super::json::{Range, range};
use super::{Requirements, Summary, summary};

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

impl Requirements {
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

/// Writes one JSON object.
pub(super) fn write(all: &[Requirements], out: &mut dyn Write) -> io::Result<()> {
    let root = Root { version: 1, documents: all.iter().map(Requirements::json).collect(), summary: summary(all) };
    serde_json::to_writer_pretty(&mut *out, &root)?;
    writeln!(out)
}
