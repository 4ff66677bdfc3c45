//! The report as a page to file: the verdict first, then every finding, condition and rule, what passed included.

use std::io::{self, Write};

use minijinja::value::Serde;
use minijinja::{Environment, Error, Output, State, UndefinedBehavior, Value};
use serde::Serialize;

use crate::diagnostic::{Comparison, Diagnostic, Location, Outcome, Severity, Sources, Verdict};
use crate::gate::{self, Judgement};
use crate::render::html::escaped;
use crate::source::ColumnUnit;

use super::terminal::harmless;
use super::{Options, Report};

const PAGE: &str = include_str!("../../assets/report/report.html.jinja");

/// The words of the page; the template escapes them.
#[derive(Serialize)]
struct Page {
    verdict: String,
    class: &'static str,
    subject: String,
    /// There is more than one work product.
    several: bool,
    counts: Vec<Count>,
    findings: Vec<Found>,
    conditions: Vec<Condition>,
    outcomes: Vec<Ruled>,
    version: &'static str,
}

#[derive(Serialize)]
struct Count {
    name: &'static str,
    count: usize,
}

#[derive(Serialize)]
struct Found {
    severity: &'static str,
    rule: String,
    place: String,
    message: String,
    help: Option<String>,
    related: Vec<Remark>,
}

/// Something said of a place.
#[derive(Serialize)]
struct Remark {
    place: String,
    message: String,
    help: Option<String>,
}

#[derive(Serialize)]
struct Condition {
    ordinal: u8,
    class: &'static str,
    short: &'static str,
    outcome: String,
    style: &'static str,
    observed: String,
    expected: String,
    failures: Vec<Remark>,
}

#[derive(Serialize)]
struct Ruled {
    rule: String,
    path: String,
    outcome: String,
    style: &'static str,
    observed: String,
    expected: String,
}

/// Writes the page.
pub(super) fn write(reports: &[Report], options: Options<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_formatter(format);
    let page = Value::from(Serde(page(reports, options)));
    let page = environment.render_named_str("report.html", PAGE, page).map_err(io::Error::other)?;
    writeln!(out, "{page}")
}

/// Whatever comes from outside is escaped, and what would steer a terminal or turn a line is made visible.
fn format(out: &mut Output<'_>, _: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    out.write_str(&escaped(&harmless(&text))).map_err(Error::from)
}

fn page(reports: &[Report], options: Options<'_>) -> Page {
    let total = |severity| reports.iter().map(|report| report.count(severity)).sum::<usize>();
    let blocks = |judgement: &&Judgement| {
        judgement.outcome == gate::Outcome::Fail && judgement.severity == gate::Severity::Blocker
    };
    let blockers = options.gate.iter().filter(blocks).count();
    // Where no rule was run, the findings are the failures of the conditions: they count once.
    let ruled_on = options.gate.is_empty() || reports.iter().any(|report| !report.outcomes.is_empty());
    let errors = if ruled_on { total(Severity::Error) } else { 0 };
    let subjects = reports.iter().map(|report| subject(&report.sources)).collect::<Vec<_>>();
    Page {
        verdict: verdict(errors, blockers),
        class: if errors + blockers == 0 { "pass" } else { "fail" },
        subject: subjects.join(", "),
        several: reports.len() > 1,
        counts: counts(reports, options, blockers),
        findings: reports
            .iter()
            .flat_map(|report| report.diagnostics.iter().map(|found| finding(found, &report.sources)))
            .collect(),
        conditions: options.gate.iter().map(condition).collect(),
        outcomes: reports
            .iter()
            .flat_map(|report| report.outcomes.iter().map(|outcome| ruled(outcome, &report.sources)))
            .collect(),
        version: env!("CARGO_PKG_VERSION"),
    }
}

fn verdict(errors: usize, blockers: usize) -> String {
    let counted = |number: usize, one: &str| match number {
        0 => None,
        1 => Some(format!("1 {one}")),
        many => Some(format!("{many} {one}s")),
    };
    let of_check = counted(blockers, "blocker").map(|blockers| format!("{blockers} of the publication check"));
    let named: Vec<String> = counted(errors, "error").into_iter().chain(of_check).collect();
    let verb = if errors + blockers == 1 { "stands" } else { "stand" };
    match named.as_slice() {
        [] => "Nothing stands in the way of publication".to_owned(),
        named => format!("{} {verb} in the way of publication", named.join(" and ")),
    }
}

/// What was looked at, as it is shown.
fn subject(sources: &Sources) -> String {
    let named: Vec<String> = sources.prose().segments().iter().map(|segment| sources.shown(&segment.path)).collect();
    named.join(", ").trim_end_matches('/').to_owned()
}

fn counts(reports: &[Report], options: Options<'_>, blockers: usize) -> Vec<Count> {
    let total = |severity| reports.iter().map(|report| report.count(severity)).sum();
    let outcomes = || reports.iter().flat_map(|report| &report.outcomes);
    let mut counts = vec![
        Count { name: "Errors", count: total(Severity::Error) },
        Count { name: "Warnings", count: total(Severity::Warning) },
        Count { name: "Remarks", count: total(Severity::Info) },
        Count { name: "Silenced by a comment", count: reports.iter().map(|report| report.suppressed).sum() },
        Count { name: "Rules that passed", count: outcomes().filter(|o| o.verdict == Verdict::Pass).count() },
        Count { name: "Rules that failed", count: outcomes().filter(|o| o.verdict == Verdict::Fail).count() },
    ];
    if let Some(baseline) = options.baseline {
        counts.push(Count { name: "Known from the baseline", count: Comparison::count(baseline) });
    }
    if !options.gate.is_empty() {
        let of = |wanted: &gate::Outcome| options.gate.iter().filter(|judged| judged.outcome == *wanted).count();
        let failed = of(&gate::Outcome::Fail);
        counts.push(Count { name: "Conditions of the publication check that passed", count: of(&gate::Outcome::Pass) });
        counts.push(Count { name: "Conditions that refuse the package", count: blockers });
        counts.push(Count { name: "Conditions that warn", count: failed.saturating_sub(blockers) });
    }
    counts
}

fn finding(found: &Diagnostic, sources: &Sources) -> Found {
    let related = found.related.iter().map(|related| Remark {
        place: place(sources, related.location),
        message: related.message.clone(),
        help: None,
    });
    Found {
        severity: found.severity.name(),
        rule: found.rule.as_str().to_owned(),
        place: place(sources, found.location),
        message: found.message.clone(),
        help: found.help.clone(),
        related: related.collect(),
    }
}

/// `paper.md:11:51`; of a file that is no text, its path.
fn place(sources: &Sources, location: Location) -> String {
    let (text, path) = (sources.get(location.source), sources.path(location));
    if text.text().is_empty() {
        return path.trim_end_matches('/').to_owned();
    }
    let position = text.position(location.range.start, ColumnUnit::Scalar);
    format!("{path}:{}:{}", position.line, position.column)
}

fn condition(judgement: &Judgement) -> Condition {
    let severity = judgement.severity.name();
    let (outcome, style) = match &judgement.outcome {
        gate::Outcome::Pass => ("pass".to_owned(), "pass"),
        gate::Outcome::Fail => (severity.to_owned(), severity),
        gate::Outcome::NotApplicable(reason) => (format!("not applicable: {reason}"), "quiet"),
    };
    let failures = judgement.failures.iter().map(|failure| Remark {
        place: match &failure.place {
            gate::Place::Package => "the package".to_owned(),
            gate::Place::Page(path, page) => format!("{path}, page {page}"),
            place => place.path().to_owned(),
        },
        message: failure.message.clone(),
        help: failure.help.clone(),
    });
    Condition {
        ordinal: judgement.condition.ordinal,
        class: judgement.condition.class,
        short: judgement.condition.short,
        outcome,
        style,
        observed: judgement.observed.clone().unwrap_or_default(),
        expected: judgement.expected.clone().unwrap_or_default(),
        failures: failures.collect(),
    }
}

fn ruled(outcome: &Outcome, sources: &Sources) -> Ruled {
    let (said, style) = match &outcome.verdict {
        Verdict::Pass => ("pass".to_owned(), "pass"),
        Verdict::Fail => ("fail".to_owned(), "fail"),
        Verdict::NotApplicable(reason) => (format!("not applicable: {reason}"), "quiet"),
    };
    Ruled {
        rule: outcome.rule.as_str().to_owned(),
        path: sources.shown(&outcome.path),
        outcome: said,
        style,
        observed: outcome.observed.clone().unwrap_or_default(),
        expected: outcome.expected.clone().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceText, TextRange};

    fn report(diagnostics: Vec<Diagnostic>) -> Report {
        let outcome = |rule: &'static str, verdict| Outcome {
            rule: rule.into(),
            path: "a.md".to_owned(),
            verdict,
            observed: Some("2 <b>".to_owned()),
            expected: Some("1".to_owned()),
        };
        Report {
            sources: Sources::new(SourceText::new("a.md", "one\ntwo\n")),
            diagnostics,
            outcomes: vec![
                outcome("sound", Verdict::Pass),
                outcome("idle", Verdict::NotApplicable("no table".to_owned())),
            ],
            suppressed: 0,
            own_rules: std::sync::Arc::default(),
        }
    }

    fn written(report: Report, options: Options<'_>) -> String {
        let mut out = Vec::new();
        write(&[report], options, &mut out).expect("a page");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn the_verdict_comes_first_and_what_passed_is_told() {
        let page = written(report(Vec::new()), Options::default());
        assert!(page.contains("<h1 class=\"pass\">Nothing stands in the way of publication</h1>"), "{page}");
        assert!(page.contains(
            "<tr><td><code>sound</code></td><td class=\"pass\">pass</td><td>2 &lt;b&gt;</td><td>1</td></tr>"
        ));
        assert!(page.contains("<td class=\"quiet\">not applicable: no table</td>"), "{page}");
        assert!(!page.contains("Findings") && !page.contains("Publication check"), "{page}");
        let failing = report(vec![Diagnostic::new("broken", TextRange::new(4, 7), "bad").help("mend it")]);
        let page = written(failing, Options::default());
        assert!(page.contains("<h1 class=\"fail\">1 error stands in the way of publication</h1>"), "{page}");
        assert!(page.contains("<td>a.md:2:1</td><td>bad<br>Help: mend it</td>"), "{page}");
    }

    #[test]
    fn every_condition_is_there_with_its_number() {
        let mut judge = gate::Judge::new(gate::Reading::Right);
        judge.fail(10, gate::Place::File("a-draft.md".to_owned()), "holds `draft`");
        let judged = judge.judgements();
        let options = Options { gate: &judged, ..Options::default() };
        let mut strict = report(vec![Diagnostic::new("no-working-token", TextRange::new(0, 1), "holds `draft`")]);
        strict.outcomes.clear();
        assert!(written(strict, options).contains("<h1 class=\"fail\">1 blocker of the publication check stands"));
        let page = written(report(Vec::new()), options);
        let first = "1 blocker of the publication check stands in the way of publication</h1>";
        assert!(page.contains(first), "{page}");
        assert!(
            page.contains("<ul><li>a-draft.md: holds `draft`</li></ul></td><td class=\"blocker\">blocker</td>"),
            "{page}"
        );
        for judgement in &judged {
            assert!(page.contains(&format!("<tr><td>{}</td>", judgement.condition.ordinal)));
        }
    }

    #[test]
    fn nothing_from_outside_becomes_markup() {
        let hostile = "</td><script>alert(\"1\")</script>&\u{202e}";
        let page = written(report(vec![Diagnostic::new("broken", TextRange::new(0, 1), hostile)]), Options::default());
        assert!(!page.contains("<script") && !page.contains('\u{202e}'), "{page}");
        assert!(page.contains("&lt;/td&gt;&lt;script&gt;alert(&quot;1&quot;)"), "{page}");
    }

    #[test]
    fn the_verdict_counts_in_words_that_agree() {
        assert_eq!(verdict(0, 0), "Nothing stands in the way of publication");
        assert_eq!(verdict(2, 0), "2 errors stand in the way of publication");
        assert_eq!(verdict(1, 2), "1 error and 2 blockers of the publication check stand in the way of publication");
    }
}
