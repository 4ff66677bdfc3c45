//! `JUnit` XML, for build servers: one test suite per file, one test case per rule that ran.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::diagnostic::{Diagnostic, Location, Severity, Verdict};
use crate::rules;
use crate::source::ColumnUnit;

use super::Report;

/// A test case: the rule and what became of it.
struct Case<'a> {
    rule: &'a str,
    findings: Vec<&'a Diagnostic>,
    skipped: Option<&'a str>,
}

impl Case<'_> {
    /// What is merely worth knowing fails no test.
    fn fails(&self) -> bool {
        self.findings.iter().any(|found| found.severity > Severity::Info)
    }
}

/// Writes the report.
pub(super) fn write(reports: &[Report], out: &mut dyn Write) -> io::Result<()> {
    let mut xml = Writer::new_with_indent(&mut *out, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.create_element("testsuites").with_attribute(("name", "proofmark")).write_inner_content(|xml| {
        for report in reports {
            for (path, cases) in suites(report) {
                suite(xml, report, &path, &cases)?;
            }
        }
        Ok(())
    })?;
    writeln!(out)
}

/// The files of a report, each with its cases in the order of the registry.
fn suites(report: &Report) -> Vec<(String, Vec<Case<'_>>)> {
    let path = |range| report.sources.path(Location { range, ..Location::default() });
    let prose: Vec<String> = report.sources.prose().segments().iter().map(|segment| path(segment.range)).collect();
    let mut by_file: BTreeMap<String, Vec<&Diagnostic>> = BTreeMap::new();
    for found in &report.diagnostics {
        by_file.entry(report.sources.path(found.location)).or_default().push(found);
    }
    let others = by_file.keys().filter(|path| !prose.contains(path)).cloned();
    let files: Vec<String> = prose.iter().cloned().chain(others).collect();
    files
        .into_iter()
        .map(|path| {
            let found = by_file.remove(&path).unwrap_or_default();
            let cases = cases(report, &found, prose.contains(&path));
            (path, cases)
        })
        .collect()
}

fn cases<'a>(report: &'a Report, found: &[&'a Diagnostic], is_prose: bool) -> Vec<Case<'a>> {
    let of = |rule: &str| found.iter().copied().filter(|found| found.rule == rule).collect::<Vec<_>>();
    let mut cases: Vec<Case<'a>> = Vec::new();
    for outcome in report.outcomes.iter().filter(|_| is_prose) {
        let skipped = match &outcome.verdict {
            Verdict::NotApplicable(reason) => Some(reason.as_str()),
            _ => None,
        };
        cases.push(Case { rule: &outcome.rule, findings: of(&outcome.rule), skipped });
    }
    let known: BTreeSet<&str> = cases.iter().map(|case| case.rule).collect();
    let rest: BTreeSet<&'a str> =
        found.iter().map(|found| found.rule.as_str()).filter(|rule| !known.contains(rule)).collect();
    cases.extend(rest.into_iter().map(|rule| Case { rule, findings: of(rule), skipped: None }));
    cases
}

fn suite<W: Write>(xml: &mut Writer<W>, report: &Report, path: &str, cases: &[Case<'_>]) -> io::Result<()> {
    let failures = cases.iter().filter(|case| case.fails()).count().to_string();
    let skipped = cases.iter().filter(|case| case.findings.is_empty() && case.skipped.is_some()).count().to_string();
    let path = clean(path);
    let tests = cases.len().to_string();
    let head =
        [("name", path.as_str()), ("tests", &tests), ("failures", &failures), ("errors", "0"), ("skipped", &skipped)];
    xml.create_element("testsuite")
        .with_attributes(head)
        .write_inner_content(|xml| cases.iter().try_for_each(|case| write_case(xml, report, &path, case)))?;
    Ok(())
}

fn write_case<W: Write>(xml: &mut Writer<W>, report: &Report, path: &str, case: &Case<'_>) -> io::Result<()> {
    let class = format!("proofmark.{}", rules::topic_of(case.rule).name());
    let head = [("name", case.rule), ("classname", class.as_str()), ("file", path)];
    let element = xml.create_element("testcase").with_attributes(head);
    let Some(first) = case.findings.first() else {
        let Some(reason) = case.skipped else {
            element.write_empty()?;
            return Ok(());
        };
        let reason = clean(reason);
        element.write_inner_content(|xml| {
            xml.create_element("skipped").with_attribute(("message", reason.as_str())).write_empty().map(drop)
        })?;
        return Ok(());
    };
    let lines: Vec<String> = case.findings.iter().map(|found| line(found, report)).collect();
    let message = clean(&first.message);
    element.write_inner_content(|xml| {
        if !case.fails() {
            let said = lines.join("\n");
            return xml.create_element("system-out").write_text_content(BytesText::new(&said)).map(drop);
        }
        xml.create_element("failure")
            .with_attributes([("message", message.as_str()), ("type", first.severity.name())])
            .write_text_content(BytesText::new(&lines.join("\n")))
            .map(drop)
    })?;
    Ok(())
}

/// `path:line:column: severity: message`.
fn line(found: &Diagnostic, report: &Report) -> String {
    let text = report.sources.get(found.location.source);
    let at = text.position(found.location.range.start, ColumnUnit::Scalar);
    let path = report.sources.path(found.location);
    let line = format!("{path}:{}:{}: {}: {}", at.line, at.column, found.severity.name(), found.message);
    clean(&line)
}

/// Without the characters XML 1.0 forbids.
fn clean(text: &str) -> String {
    text.chars()
        .filter(|c| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Outcome, Sources};
    use crate::source::{SourceText, TextRange};

    #[test]
    fn a_parser_reads_it_back() {
        let outcome = |rule: &'static str, verdict| Outcome {
            rule: rule.into(),
            path: String::new(),
            verdict,
            observed: None,
            expected: None,
        };
        let hostile = "bad <\u{0}\u{1b}&\"]]>\u{ffff} end";
        let report = Report {
            sources: Sources::new(SourceText::new("a&<.md", "one\ntwo\n")),
            diagnostics: vec![Diagnostic::new("broken", TextRange::new(4, 7), hostile)],
            outcomes: vec![
                outcome("sound", Verdict::Pass),
                outcome("broken", Verdict::Fail),
                outcome("idle", Verdict::NotApplicable("no table\u{8}".to_owned())),
            ],
            suppressed: 0,
            own_rules: std::sync::Arc::default(),
        };
        let mut out = Vec::new();
        write(&[report], &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let document = roxmltree::Document::parse(&text).unwrap();
        let suite = document.descendants().find(|node| node.has_tag_name("testsuite")).unwrap();
        assert_eq!(suite.attribute("name"), Some("a&<.md"));
        assert_eq!(suite.attribute("tests"), Some("3"));
        assert_eq!(suite.attribute("failures"), Some("1"));
        assert_eq!(suite.attribute("skipped"), Some("1"));
        let failure = document.descendants().find(|node| node.has_tag_name("failure")).unwrap();
        assert_eq!(failure.attribute("message"), Some("bad <&\"]]> end"));
        assert_eq!(failure.text(), Some("a&<.md:2:1: error: bad <&\"]]> end"));
        let skipped = document.descendants().find(|node| node.has_tag_name("skipped")).unwrap();
        assert_eq!(skipped.attribute("message"), Some("no table"));
    }
}
