//! `proofmark rules`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use crate::diagnostic::Severity;
use crate::profiles::ProfileId;
use crate::rules::{self, FixKind, Rule, Topic};
use crate::work_product::own_rules::OwnRule;

use super::output::emit;
use super::target::own_rules_here;
use super::{SUCCESS, Trouble};

/// Arguments of `rules`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Form of the list.
    #[arg(long, value_enum, default_value = "human")]
    format: ListFormat,
    /// Only the rules of this topic.
    #[arg(long)]
    topic: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum ListFormat {
    /// For people.
    Human,
    /// One JSON array.
    Json,
}

#[derive(Serialize)]
struct Entry {
    id: String,
    topic: &'static str,
    summary: String,
    severity: BTreeMap<&'static str, Levels>,
    fix: &'static str,
    clause: String,
    gate: Vec<Condition>,
    url: String,
}

#[derive(Serialize)]
struct Levels {
    publish: Severity,
    draft: Severity,
}

#[derive(Serialize)]
struct Condition {
    class: &'static str,
    condition: u16,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<u8, Trouble> {
    let mut listed: Vec<Entry> = rules::registry().iter().map(|rule| entry(rule)).collect();
    listed.extend(own_rules_here()?.iter().map(own_entry));
    if let Some(topic) = &args.topic {
        let mut topics: Vec<&str> = listed.iter().map(|rule| rule.topic).collect();
        topics.dedup();
        if !topics.contains(&topic.as_str()) {
            return Err(Trouble::Usage(format!("`{topic}` is no topic with rules; there are {}", topics.join(", "))));
        }
        listed.retain(|rule| rule.topic == topic);
    }
    let text = match args.format {
        ListFormat::Human => human(&listed),
        ListFormat::Json => json(&listed)?,
    };
    emit(None, text.as_bytes(), args.format == ListFormat::Human)?;
    Ok(SUCCESS)
}

fn human(listed: &[Entry]) -> String {
    let mut text = String::new();
    let width = listed.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    let mut topic = None;
    for rule in listed {
        if topic != Some(rule.topic) {
            let gap = if topic.is_some() { "\n" } else { "" };
            let _ = writeln!(text, "{gap}\u{1b}[1m{}\u{1b}[0m", rule.topic);
            topic = Some(rule.topic);
        }
        let level = rule.severity.values().map(|levels| levels.publish).max().map_or("off", Severity::name);
        let summary = crate::report::harmless_line(&rule.summary);
        let _ = writeln!(text, "  {:<width$}  {level:<7}  {:<6}  {summary}", rule.id, rule.fix);
    }
    text
}

fn json(listed: &[Entry]) -> Result<String, Trouble> {
    let text = serde_json::to_string_pretty(listed)
        .map_err(|error| Trouble::Write { path: "the list".to_owned(), error: error.into() })?;
    Ok(text + "\n")
}

fn entry(rule: &Rule) -> Entry {
    let levels = |profile: ProfileId| {
        let (publish, draft) = (rule.levels.get(profile, false)?, rule.levels.get(profile, true)?);
        Some((profile.name(), Levels { publish, draft }))
    };
    Entry {
        id: rule.id.to_owned(),
        topic: rule.topic.name(),
        summary: rule.summary.to_owned(),
        severity: ProfileId::ALL.into_iter().filter_map(levels).collect(),
        fix: fix(rule.fix),
        clause: rule.clause.to_owned(),
        gate: rule.gate.iter().map(|&(class, condition)| Condition { class, condition }).collect(),
        url: rules::url_of(rule.id),
    }
}

/// A rule of the committee's own: its severity is the same everywhere.
fn own_entry(rule: &OwnRule) -> Entry {
    let levels = || Levels { publish: rule.severity, draft: rule.severity };
    Entry {
        id: rule.id.to_string(),
        topic: Topic::Own.name(),
        summary: rule.description.clone(),
        severity: ProfileId::ALL.into_iter().map(|profile| (profile.name(), levels())).collect(),
        fix: fix(FixKind::None),
        clause: format!("{}:{}", rule.path, rule.line),
        gate: Vec::new(),
        url: rules::url_of(&rule.id),
    }
}

fn fix(kind: FixKind) -> &'static str {
    match kind {
        FixKind::None => "none",
        FixKind::Safe => "safe",
        FixKind::Unsafe => "unsafe",
    }
}
