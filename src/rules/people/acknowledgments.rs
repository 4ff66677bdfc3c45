//! The words and the table of the acknowledgments.

use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::Severity;
use crate::markdown::{NodeId, NodeKind, visible};
use crate::profiles::ProfileId;
use crate::rules::Checker;
use crate::rules::running_text;
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::{Section, WorkProduct};

static WORD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)acknowledg(?P<e>e?)ments?\b").expect("valid pattern"));

/// `acknowledg-spelling`.
pub fn spelling(checker: &mut Checker<'_>) {
    let work = checker.work;
    let british = work.profile == ProfileId::CosaiPaper;
    let wanted = if british { "Acknowledgements" } else { "Acknowledgments" };
    for (index, section) in work.outline.body().filter(|(_, section)| section.title.len() < MAX_TITLE) {
        let slice = work.slice(section.text_range);
        let Some(captures) = WORD.captures(slice) else { continue };
        let (Some(written), Some(e)) = (captures.get(0), captures.name("e")) else { continue };
        if e.is_empty() != british {
            continue;
        }
        let range = section.text_range.inside(written.range());
        let edit = if british {
            Edit::insert(section.text_range.inside(e.range()).start as usize, "e")
        } else {
            Edit::delete(section.text_range.inside(e.range()))
        };
        let linked = work.anchors.slugs.get(index).is_some_and(|(slug, _)| {
            work.links.iter().any(|link| link.url.strip_prefix('#').is_some_and(|fragment| fragment == slug))
        });
        let message = format!("write `{wanted}`");
        let fix = if linked { Fix::risky(message, vec![edit]) } else { Fix::safe(message, vec![edit]) };
        let found = checker.found(range, format!("the template spells it `{wanted}`, not `{}`", written.as_str()));
        checker.report(found.fix(fix));
    }
}

/// Longest title of acknowledgments; what is longer is a text made a heading by mistake.
const MAX_TITLE: usize = 80;

/// The columns of the table of participants.
const COLUMNS: [&str; 3] = ["First Name", "Last Name", "Company"];

/// `participants-table`.
pub fn table(checker: &mut Checker<'_>) {
    let work = checker.work;
    let sections: Vec<&Section> = work
        .outline
        .body()
        .map(|(_, section)| section)
        .filter(|s| s.title.eq_ignore_ascii_case("participants"))
        .collect();
    if sections.is_empty() {
        checker.not_applicable("the document has no section of participants");
        return;
    }
    for section in sections {
        for &block in &section.blocks {
            match work.document.kind(block) {
                NodeKind::Table { .. } => {
                    columns(checker, block);
                    outer_pipes(checker, block);
                }
                NodeKind::Paragraph => observers(checker, block),
                _ => {}
            }
        }
    }
}

fn columns(checker: &mut Checker<'_>, table: NodeId) {
    let work = checker.work;
    let document = &work.document;
    let Some(header) = document.children(table).next() else { return };
    let names: Vec<String> = document.children(header).map(|cell| work.plain(cell)).collect();
    if names.len() != COLUMNS.len() || names.iter().zip(COLUMNS).any(|(own, wanted)| !own.eq_ignore_ascii_case(wanted))
    {
        let message = format!("the table of participants has the columns {}", names.join(", "));
        let found = checker.found(header_text(work, header), message);
        checker.report(found.help(format!("the template has {}", COLUMNS.join(", "))));
    }
}

fn header_text(work: &WorkProduct, header: NodeId) -> TextRange {
    let range = work.document.range(header);
    range.inside(0..work.slice(range).trim_end().len())
}

/// Rows that neither begin nor end with a pipe, all in one finding.
fn outer_pipes(checker: &mut Checker<'_>, table: NodeId) {
    let work = checker.work;
    let (mut first, mut edits, mut count) = (None, Vec::new(), 0_usize);
    for row in work.document.children(table) {
        let range = header_text(work, row);
        let slice = work.slice(range);
        let (opened, closed) = (slice.trim_start().starts_with('|'), slice.ends_with('|') && !slice.ends_with("\\|"));
        if slice.is_empty() || (opened && closed) {
            continue;
        }
        count += 1;
        first.get_or_insert(range);
        if !opened {
            edits.push(Edit::insert(range.start as usize, "| "));
        }
        if !closed {
            edits.push(Edit::insert(range.end as usize, " |"));
        }
    }
    let Some(first) = first else { return };
    let rows = if count == 1 { "a row".to_owned() } else { format!("{count} rows") };
    let found = checker.found(first, format!("{rows} of the table of participants without pipes at both ends"));
    checker.report(found.at_most(Severity::Info).fix(Fix::safe("add the pipes", edits)));
}

static OBSERVERS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)^(?:[\w.]+\s+){0,4}observers?\s*:?$").expect("valid pattern"));

/// A label above a list of observers.
fn observers(checker: &mut Checker<'_>, block: NodeId) {
    let range = checker.work.document.range(block);
    if range.len() < MAX_TITLE && OBSERVERS.is_match(&checker.work.plain(block)) {
        let range = header_text(checker.work, block);
        let found = checker.found(range, "observers are not listed among the participants");
        checker.report(found.help("list members only"));
    }
}

static NON_MEMBERS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:non-?\s?members?|not\s+(?:a\s+)?members?|outside\s+(?:of\s+)?the\s+(?:TC|Technical\s+Committee|committee))\b")
        .expect("valid pattern")
});

static CONTRIBUTION: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)\bcontribut\w+").expect("valid pattern"));

/// `thanks-wording`.
pub fn thanks(checker: &mut Checker<'_>) {
    let work = checker.work;
    for (_, section) in work.outline.body() {
        let title = section.title.to_lowercase();
        if !title.contains("acknowledg") && !title.contains("thanks") {
            continue;
        }
        for &block in section.blocks.iter().filter(|&&block| *work.document.kind(block) == NodeKind::Paragraph) {
            let seen = visible(&work.document, block, work.text());
            let Some(place) = NON_MEMBERS.find(&seen.text) else { continue };
            let (from, to) = running_text::sentence(&seen.text, &place.range());
            let Some(term) = seen.text.get(from..to).and_then(|words| CONTRIBUTION.find(words)) else { continue };
            let range = seen.source(from + term.start()..from + term.end());
            let found = checker.found(range, format!("`{}` of those who are no members", term.as_str()));
            checker.report(found.help("thank them for their expertise or assistance"));
        }
    }
}
