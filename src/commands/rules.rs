//! `proofmark rules`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use crate::diagnostic::Severity;
use crate::profiles::ProfileId;
use crate::rules::{self, FixKind, Rule};

use super::output::emit;
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
    id: &'static str,
    topic: &'static str,
    summary: &'static str,
    severity: BTreeMap<&'static str, Levels>,
    fix: &'static str,
    clause: &'static str,
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
    let mut listed = rules::registry().to_vec();
    if let Some(topic) = &args.topic {
        listed.retain(|rule| rule.topic.name() == topic);
        if listed.is_empty() {
            let mut topics: Vec<&str> = rules::registry().iter().map(|rule| rule.topic.name()).collect();
            topics.dedup();
            return Err(Trouble::Usage(format!("`{topic}` is no topic with rules; there are {}", topics.join(", "))));
        }
    }
    let text = match args.format {
        ListFormat::Human => human(&listed),
        ListFormat::Json => json(&listed)?,
    };
    emit(None, text.as_bytes(), args.format == ListFormat::Human)?;
    Ok(SUCCESS)
}

fn human(listed: &[&Rule]) -> String {
    let mut text = String::new();
    let width = listed.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    let mut topic = None;
    for rule in listed {
        if topic != Some(rule.topic) {
            let gap = if topic.is_some() { "\n" } else { "" };
            let _ = writeln!(text, "{gap}\u{1b}[1m{}\u{1b}[0m", rule.topic.name());
            topic = Some(rule.topic);
        }
        let worst = ProfileId::ALL.into_iter().filter_map(|profile| rule.levels.get(profile, false)).max();
        let level = worst.map_or("off", Severity::name);
        let _ = writeln!(text, "  {:<width$}  {level:<7}  {:<6}  {}", rule.id, fix(rule.fix), rule.summary);
    }
    text
}

fn json(listed: &[&Rule]) -> Result<String, Trouble> {
    let entries: Vec<Entry> = listed.iter().map(|rule| entry(rule)).collect();
    let text = serde_json::to_string_pretty(&entries)
        .map_err(|error| Trouble::Write { path: "the list".to_owned(), error: error.into() })?;
    Ok(text + "\n")
}

fn entry(rule: &Rule) -> Entry {
    let levels = |profile: ProfileId| {
        let (publish, draft) = (rule.levels.get(profile, false)?, rule.levels.get(profile, true)?);
        Some((profile.name(), Levels { publish, draft }))
    };
    Entry {
        id: rule.id,
        topic: rule.topic.name(),
        summary: rule.summary,
        severity: ProfileId::ALL.into_iter().filter_map(levels).collect(),
        fix: fix(rule.fix),
        clause: rule.clause,
        gate: rule.gate.iter().map(|&(class, condition)| Condition { class, condition }).collect(),
        url: rules::url_of(rule.id),
    }
}

fn fix(kind: FixKind) -> &'static str {
    match kind {
        FixKind::None => "none",
        FixKind::Safe => "safe",
        FixKind::Unsafe => "unsafe",
    }
}
