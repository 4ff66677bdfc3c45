//! `proofmark explain`.

use std::fmt::Write as _;

use crate::diagnostic::RuleId;
use crate::markdown::{NodeKind, parse};
use crate::profiles::ProfileId;
use crate::report;
use crate::rules::{self, FixKind, Rule, Selection, Topic};
use crate::work_product::own_rules::OwnRule;

use super::output::emit;
use super::target::own_rules_here;
use super::{SUCCESS, Trouble};

const BOLD: &str = "\u{1b}[1m";
const RESET: &str = "\u{1b}[0m";
/// Columns prose is wrapped at.
const WIDTH: usize = 80;

/// Arguments of `explain`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Id of the rule, as reports name it.
    rule: String,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<u8, Trouble> {
    // A topic is a selector too, but there is nothing to explain about it.
    let text = if let Some(rule) = rules::find(&args.rule) {
        explain(rule)
    } else {
        let own = own_rules_here()?;
        let rule = own.iter().find(|rule| *rule.id == *args.rule).ok_or_else(|| unknown(&args.rule, &own))?;
        explain_own(rule)
    };
    emit(None, text.as_bytes(), true)?;
    Ok(SUCCESS)
}

fn unknown(name: &str, own: &[OwnRule]) -> Trouble {
    let own: Vec<RuleId> = own.iter().map(|rule| rule.id.clone()).collect();
    match Selection::with_own(&[name.to_owned()], &[], &own) {
        Err(error) => error.into(),
        Ok(_) => Trouble::Usage(format!("`{name}` is no rule; `proofmark rules --topic {name}` lists a topic")),
    }
}

fn explain(rule: &Rule) -> String {
    let mut text = format!("{BOLD}{}{RESET}: {}\n\n", rule.id, rule.summary);
    row(&mut text, "topic", rule.topic.name());
    row(&mut text, "severity", &severities(rule));
    row(&mut text, "fix", fix(rule.fix));
    row(&mut text, "clause", rule.clause);
    text.push('\n');
    if let Some(section) = rules::book_sections().into_iter().find(|section| section.id == rule.id) {
        text += &render(&section.text);
    }
    let _ = writeln!(text, "{}", rules::url_of(rule.id));
    text
}

fn row(text: &mut String, name: &str, value: &str) {
    let _ = writeln!(text, "  {name:<10}{}", report::harmless_line(value));
}

/// A committee's own rule explains itself with its description.
fn explain_own(rule: &OwnRule) -> String {
    let mut text = format!("{BOLD}{}{RESET}: {}\n\n", rule.id, report::harmless_line(&rule.description));
    row(&mut text, "topic", Topic::Own.name());
    row(&mut text, "severity", rule.severity.name());
    row(&mut text, "fix", fix(FixKind::None));
    row(&mut text, "file", &format!("{}:{}", rule.path, rule.line));
    if rule.replaces.is_some() {
        let reason = rule.reason.as_deref().unwrap_or("not given");
        row(&mut text, "replaces", &format!("an inherited rule; reason: {reason}"));
    }
    let _ = writeln!(text, "\n{}", rules::url_of(&rule.id));
    text
}

/// One severity where all profiles agree, else one per profile.
fn severities(rule: &Rule) -> String {
    let shown = |profile: ProfileId| match (rule.levels.get(profile, false), rule.levels.get(profile, true)) {
        (None, _) | (_, None) => "off".to_owned(),
        (Some(publish), Some(draft)) if publish == draft => publish.name().to_owned(),
        (Some(publish), Some(draft)) => format!("{} ({} in a draft)", publish.name(), draft.name()),
    };
    let each: Vec<(ProfileId, String)> = ProfileId::ALL.into_iter().map(|profile| (profile, shown(profile))).collect();
    if let Some((_, first)) = each.first()
        && each.iter().all(|(_, other)| other == first)
    {
        return first.clone();
    }
    each.iter().map(|(profile, level)| format!("{}: {level}", profile.name())).collect::<Vec<_>>().join(", ")
}

fn fix(kind: FixKind) -> &'static str {
    match kind {
        FixKind::None => "by hand",
        FixKind::Safe => "safe, applied by --fix",
        FixKind::Unsafe => "unsafe, applied by --fix --unsafe",
    }
}

/// The section for a terminal: prose wrapped, examples indented under their names.
fn render(section: &str) -> String {
    let Ok(document) = parse(section) else { return section.to_owned() };
    let mut shown = String::new();
    for block in document.blocks() {
        let slice = section.get(document.range(block).as_usize()).unwrap_or_default();
        match document.kind(block) {
            // The clause stands in the table above.
            NodeKind::Paragraph if slice.starts_with("Clause:") => {}
            NodeKind::Paragraph => {
                shown += &wrap(slice);
                shown.push('\n');
            }
            NodeKind::HtmlBlock => {}
            NodeKind::CodeBlock { info, literal, .. } => {
                let name = match info.as_ref() {
                    "bad" => "Bad (marked):",
                    "fixed" => "Fixed:",
                    "good" => "Good:",
                    _ => "",
                };
                if !name.is_empty() {
                    let _ = writeln!(shown, "{BOLD}{name}{RESET}\n");
                }
                for line in literal.lines() {
                    let _ = writeln!(shown, "{}", format!("    {line}").trim_end());
                }
                shown.push('\n');
            }
            _ => {
                shown += slice.trim_end();
                shown += "\n\n";
            }
        }
    }
    shown
}

fn wrap(paragraph: &str) -> String {
    let (mut shown, mut width) = (String::new(), 0);
    for word in paragraph.split_whitespace() {
        let length = word.chars().count();
        if width > 0 && width + 1 + length > WIDTH {
            shown.push('\n');
            width = 0;
        } else if width > 0 {
            shown.push(' ');
            width += 1;
        }
        shown += word;
        width += length;
    }
    shown.push('\n');
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_can_be_explained() {
        for rule in rules::registry() {
            let text = explain(rule);
            assert!(text.contains(rule.summary) && text.contains(rule.clause), "{}", rule.id);
        }
    }
}
