//! SARIF 2.1.0, for code scanning.

mod log;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io;

use crate::diagnostic::{Diagnostic, Location, RuleId, Severity, Sources, fingerprint};
use crate::profiles::ProfileId;
use crate::rules::{self, FixKind, Rule, Topic};
use crate::source::{ColumnUnit, Fix, SourceText, TextRange};
use crate::work_product::own_rules::OwnRule;

use super::{Options, Report};
use log::{
    Artifact, ArtifactChange, ArtifactLocation, Configuration, Driver, Invocation, Log, Message, Physical, Place,
    Properties, Region, Replacement, ReportingDescriptor, Run, SarifFix, SarifResult, Tool,
};

/// Writes one run with every finding.
pub(super) fn write(reports: &[Report], options: Options<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let descriptors = descriptors(reports);
    let mut seen = BTreeMap::new();
    let mut results = Vec::new();
    for report in reports {
        for found in &report.diagnostics {
            let mut result = result(found, &report.sources, &descriptors, &mut seen);
            result.baseline_state = options.baseline.map(|_| "new");
            results.push(result);
        }
    }
    let log = Log {
        schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: vec![Run {
            tool: Tool {
                driver: Driver {
                    name: "proofmark",
                    version: env!("CARGO_PKG_VERSION"),
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    information_uri: env!("CARGO_PKG_REPOSITORY"),
                    rules: descriptors,
                },
            },
            invocations: vec![Invocation { execution_successful: true }],
            artifacts: artifacts(reports),
            results,
            column_kind: "utf16CodeUnits",
        }],
    };
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

fn artifacts(reports: &[Report]) -> Vec<Artifact> {
    let prose = |report: &Report| -> Vec<Artifact> {
        let segments = report.sources.prose().segments().iter();
        let path = |range: TextRange| Location { range, ..Location::default() };
        segments
            .map(|segment| Artifact {
                location: ArtifactLocation { uri: uri(&report.sources.path(path(segment.range))) },
                source_language: "markdown",
            })
            .collect()
    };
    reports.iter().flat_map(prose).collect()
}

/// The rules of the registry, and those that found something without being in it.
fn descriptors(reports: &[Report]) -> Vec<ReportingDescriptor> {
    let book: BTreeMap<String, String> =
        rules::book_sections().into_iter().map(|section| (section.id.clone(), section.opening())).collect();
    let mut descriptors: Vec<ReportingDescriptor> =
        rules::registry().iter().map(|rule| descriptor(rule, book.get(rule.id).map(String::as_str))).collect();
    let mut known: BTreeSet<RuleId> = descriptors.iter().map(|descriptor| descriptor.id.clone()).collect();
    for rule in reports.iter().flat_map(|report| report.own_rules.iter()) {
        if known.insert(rule.id.clone()) {
            descriptors.push(own(rule));
        }
    }
    for found in reports.iter().flat_map(|report| &report.diagnostics) {
        if known.insert(found.rule.clone()) {
            descriptors.push(unregistered(found));
        }
    }
    descriptors
}

fn descriptor(rule: &Rule, opening: Option<&str>) -> ReportingDescriptor {
    let levels = ProfileId::ALL.into_iter().filter_map(|profile| rule.levels.get(profile, false));
    let fix = match rule.fix {
        FixKind::None => "none",
        FixKind::Safe => "safe",
        FixKind::Unsafe => "unsafe",
    };
    ReportingDescriptor {
        id: rule.id.into(),
        short_description: Message::new(format!("{}.", rule.summary)),
        full_description: Message::new(opening.filter(|text| !text.is_empty()).unwrap_or(rule.summary)),
        help_uri: rules::url_of(rule.id),
        default_configuration: Configuration { level: level(levels.max().unwrap_or(Severity::Warning)) },
        properties: Properties {
            topic: rule.topic.name(),
            clause: Some(rule.clause.to_owned()),
            fix,
            tags: vec![rule.topic.name()],
        },
    }
}

/// A committee's own rule, in its words.
fn own(rule: &OwnRule) -> ReportingDescriptor {
    let topic = Topic::Own.name();
    ReportingDescriptor {
        id: rule.id.clone(),
        short_description: Message::new(format!("{}.", rule.description.trim_end_matches('.'))),
        full_description: Message::new(rule.description.as_str()),
        help_uri: rules::url_of(&rule.id),
        default_configuration: Configuration { level: level(rule.severity) },
        properties: Properties { topic, clause: Some(rule.path.clone()), fix: "none", tags: vec![topic] },
    }
}

fn unregistered(found: &Diagnostic) -> ReportingDescriptor {
    let topic = rules::topic_of(&found.rule).name();
    ReportingDescriptor {
        id: found.rule.clone(),
        short_description: Message::new(found.rule.as_str()),
        full_description: Message::new(found.rule.as_str()),
        help_uri: rules::url_of(&found.rule),
        default_configuration: Configuration { level: level(found.severity) },
        properties: Properties { topic, clause: None, fix: "none", tags: vec![topic] },
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn result(
    found: &Diagnostic,
    sources: &Sources,
    descriptors: &[ReportingDescriptor],
    seen: &mut BTreeMap<String, usize>,
) -> SarifResult {
    let text = match &found.help {
        Some(help) => format!("{}. Help: {help}.", found.message),
        None => format!("{}.", found.message),
    };
    let related = found.related.iter().enumerate();
    SarifResult {
        rule_id: found.rule.clone(),
        rule_index: descriptors.iter().position(|rule| rule.id == found.rule).unwrap_or_default(),
        level: level(found.severity),
        baseline_state: None,
        message: Message::new(text),
        locations: vec![place(found.location, sources, None, None)],
        related_locations: related
            .map(|(index, related)| place(related.location, sources, Some(index + 1), Some(&related.message)))
            .collect(),
        partial_fingerprints: BTreeMap::from([("contextHash/v1", numbered(found, sources, seen))]),
        fixes: found.fix.as_ref().and_then(|fix| sarif_fix(fix, found.location, sources)).into_iter().collect(),
    }
}

fn place(location: Location, sources: &Sources, id: Option<usize>, message: Option<&str>) -> Place {
    Place {
        id,
        message: message.map(Message::new),
        physical_location: Physical {
            artifact_location: ArtifactLocation { uri: uri(&sources.path(location)) },
            region: region(sources.get(location.source), location.range),
        },
    }
}

/// A range in lines, UTF-16 columns and bytes of its file; cut where the file ends.
fn region(text: &SourceText, range: TextRange) -> Region {
    let limit = text.segment_at(range.start).range.end;
    let end = range.end.min(limit).max(range.start);
    let (from, to) = (text.position(range.start, ColumnUnit::Utf16), text.position(end, ColumnUnit::Utf16));
    Region {
        start_line: from.line,
        start_column: from.column,
        end_line: to.line,
        end_column: to.column,
        byte_offset: from.offset,
        byte_length: to.offset.saturating_sub(from.offset),
    }
}

/// The fingerprint, and which of those that are alike.
fn numbered(found: &Diagnostic, sources: &Sources, seen: &mut BTreeMap<String, usize>) -> String {
    let digest = fingerprint(found, sources);
    let count = seen.entry(format!("{}\0{digest}", sources.path(found.location))).or_default();
    *count += 1;
    format!("{digest}:{count}")
}

/// `None` for a fix that spans files: no replacement could say it.
fn sarif_fix(fix: &Fix, location: Location, sources: &Sources) -> Option<SarifFix> {
    let text = sources.get(location.source);
    let mut changes: BTreeMap<String, Vec<Replacement>> = BTreeMap::new();
    for edit in &fix.edits {
        let segment = text.segment_at(edit.range.start);
        if edit.range.end > segment.range.end {
            return None;
        }
        let path = sources.path(Location { range: edit.range, ..location });
        changes
            .entry(uri(&path))
            .or_default()
            .push(Replacement { deleted_region: region(text, edit.range), inserted_content: Message::new(&edit.text) });
    }
    let change = |(uri, replacements)| ArtifactChange { artifact_location: ArtifactLocation { uri }, replacements };
    let changes: Vec<ArtifactChange> = changes.into_iter().map(change).collect();
    (!changes.is_empty()).then(|| SarifFix { description: Message::new(&fix.message), artifact_changes: changes })
}

/// A path as a URI reference.
fn uri(path: &str) -> String {
    let mut encoded = if path.starts_with('/') { "file://".to_owned() } else { String::new() };
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                encoded.push(char::from(byte));
            }
            _ => {
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri("a b/ü:%.md"), "a%20b/%C3%BC%3A%25.md");
        assert_eq!(uri("/tmp/a.md"), "file:///tmp/a.md");
    }

    #[test]
    fn columns_count_utf16_and_offsets_bytes() {
        let text = SourceText::new("a.md", "𝄞é bad\n");
        let region = region(&text, TextRange::new(7, 10));
        assert_eq!((region.start_column, region.end_column), (5, 8));
        assert_eq!((region.byte_offset, region.byte_length), (7, 3));
    }
}
