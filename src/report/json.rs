//! The JSON report; its shape is `schemas/report.schema.json` and only grows.

use std::io::{self, Write};

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Entry, Location, Outcome, RuleId, Severity, Sources, Verdict};
use crate::gate::{self, Judgement};
use crate::rules;
use crate::source::{Applicability, ColumnUnit, Fix};

use super::{Options, Report};

#[derive(Serialize)]
struct Root {
    version: u32,
    diagnostics: Vec<JsonDiagnostic>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    outcomes: Vec<JsonOutcome>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<JsonBaseline>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    gate: Vec<JsonCondition>,
    summary: Summary,
}

#[derive(Serialize)]
struct JsonCondition {
    class: &'static str,
    condition: u8,
    outcome: &'static str,
    severity: &'static str,
    rules: Vec<&'static str>,
    short: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    observed: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<String>,
    failures: usize,
}

#[derive(Serialize)]
struct JsonBaseline {
    known: usize,
    gone: Vec<Entry>,
}

#[derive(Serialize)]
struct JsonDiagnostic {
    rule: RuleId,
    topic: &'static str,
    severity: Severity,
    message: String,
    path: String,
    range: Range,
    related: Vec<JsonRelated>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<JsonFix>,
}

#[derive(Serialize)]
struct JsonRelated {
    message: String,
    path: String,
    range: Range,
}

#[derive(Serialize)]
pub(super) struct Range {
    start: Place,
    end: Place,
}

#[derive(Serialize)]
struct Place {
    line: u32,
    column: u32,
    offset: u32,
}

#[derive(Serialize)]
struct JsonFix {
    applicability: Applicability,
    message: String,
    edits: Vec<JsonEdit>,
}

#[derive(Serialize)]
struct JsonEdit {
    range: Range,
    text: String,
}

#[derive(Serialize)]
struct JsonOutcome {
    rule: RuleId,
    path: String,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    observed: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<String>,
}

#[derive(Serialize)]
struct Summary {
    files: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    suppressed: usize,
}

pub(super) fn write(reports: &[Report], options: Options<'_>, out: &mut dyn Write) -> io::Result<()> {
    let diagnostics =
        reports.iter().flat_map(|report| report.diagnostics.iter().map(|d| diagnostic(d, &report.sources)));
    let told = reports.iter().filter(|_| options.outcomes);
    let outcomes = told.flat_map(|report| report.outcomes.iter().map(|o| outcome(o, &report.sources)));
    let total = |severity| reports.iter().map(|report| report.count(severity)).sum();
    let root = Root {
        version: 1,
        diagnostics: diagnostics.collect(),
        outcomes: outcomes.collect(),
        baseline: options
            .baseline
            .map(|compared| JsonBaseline { known: compared.count(), gone: compared.gone.clone() }),
        gate: options.gate.iter().map(condition).collect(),
        summary: Summary {
            files: reports.iter().map(|report| report.sources.prose().segments().len()).sum(),
            errors: total(Severity::Error),
            warnings: total(Severity::Warning),
            infos: total(Severity::Info),
            suppressed: reports.iter().map(|report| report.suppressed).sum(),
        },
    };
    serde_json::to_writer_pretty(&mut *out, &root)?;
    writeln!(out)
}

/// One finding per line.
pub(super) fn write_lines(reports: &[Report], out: &mut dyn Write) -> io::Result<()> {
    for report in reports {
        for found in &report.diagnostics {
            serde_json::to_writer(&mut *out, &diagnostic(found, &report.sources))?;
            writeln!(out)?;
        }
    }
    Ok(())
}

fn diagnostic(found: &Diagnostic, sources: &Sources) -> JsonDiagnostic {
    JsonDiagnostic {
        rule: found.rule.clone(),
        topic: rules::topic_of(&found.rule).name(),
        severity: found.severity,
        message: found.message.clone(),
        path: sources.path(found.location),
        range: range(sources, found.location),
        related: found
            .related
            .iter()
            .map(|related| JsonRelated {
                message: related.message.clone(),
                path: sources.path(related.location),
                range: range(sources, related.location),
            })
            .collect(),
        help: found.help.clone(),
        url: rules::url_of(&found.rule),
        fix: found.fix.as_ref().map(|fix| json_fix(fix, sources, found.location)),
    }
}

fn json_fix(fix: &Fix, sources: &Sources, location: Location) -> JsonFix {
    let edit = |edit: &crate::source::Edit| JsonEdit {
        range: range(sources, Location { range: edit.range, ..location }),
        text: edit.text.clone(),
    };
    JsonFix {
        applicability: fix.applicability,
        message: fix.message.clone(),
        edits: fix.edits.iter().map(edit).collect(),
    }
}

pub(super) fn range(sources: &Sources, location: Location) -> Range {
    let text = sources.get(location.source);
    let place = |offset| {
        let position = text.position(offset, ColumnUnit::Scalar);
        Place { line: position.line, column: position.column, offset: position.offset }
    };
    Range { start: place(location.range.start), end: place(location.range.end) }
}

fn condition(judgement: &Judgement) -> JsonCondition {
    let (outcome, reason) = match &judgement.outcome {
        gate::Outcome::Pass => ("pass", None),
        gate::Outcome::Fail => ("fail", None),
        gate::Outcome::NotApplicable(reason) => ("not-applicable", Some(reason.clone())),
    };
    JsonCondition {
        class: judgement.condition.class,
        condition: judgement.condition.ordinal,
        outcome,
        severity: judgement.severity.name(),
        rules: gate::rules_of(judgement.condition),
        short: judgement.condition.short,
        reason,
        observed: judgement.observed.clone(),
        expected: judgement.expected.clone(),
        failures: judgement.failures.len(),
    }
}

fn outcome(outcome: &Outcome, sources: &Sources) -> JsonOutcome {
    let (name, reason) = match &outcome.verdict {
        Verdict::Pass => ("pass", None),
        Verdict::Fail => ("fail", None),
        Verdict::NotApplicable(reason) => ("not-applicable", Some(reason.clone())),
    };
    JsonOutcome {
        rule: outcome.rule.clone(),
        path: sources.shown(&outcome.path),
        outcome: name,
        reason,
        observed: outcome.observed.clone(),
        expected: outcome.expected.clone(),
    }
}
