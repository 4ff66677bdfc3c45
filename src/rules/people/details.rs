//! What an entry of a role list says, and what a cover names.

use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::Severity;
use crate::markdown::NodeKind;
use crate::profiles::Generation;
use crate::rules::Checker;
use crate::rules::cover::cover_place;
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::{LabelKind, Mail, Person, Section, WorkProduct};

/// `email-as-mailto`: one finding for a list.
pub fn email_as_mailto(checker: &mut Checker<'_>) {
    let work = checker.work;
    for group in &work.people.groups {
        let bare: Vec<_> =
            group.people.iter().filter_map(|person| person.mail.as_ref()).filter(|mail| is_bare(work, mail)).collect();
        let Some(first) = bare.first() else { continue };
        let edits = bare.iter().map(|mail| {
            let address = &mail.shown.text;
            Edit::replace(mail.shown.range, format!("[{address}](mailto:{address})"))
        });
        let fix = Fix::safe("make `mailto:` links of them", edits.collect());
        let count = if bare.len() == 1 { "an address".to_owned() } else { format!("{} addresses", bare.len()) };
        let message = format!("{count} below `{}` without a `mailto:` link", group.label.text);
        checker.report(checker.found(first.shown.range, message).fix(fix));
    }
}

/// An address without a link, and without the remains of one.
fn is_bare(work: &WorkProduct, mail: &Mail) -> bool {
    let before = work.text().get(..mail.shown.range.start as usize).unwrap_or_default();
    let remains = ["mailto:", "\\[", "["].iter().any(|remains| before.ends_with(remains));
    let sample = mail.shown.text.contains("@example.");
    mail.target.is_none() && !remains && !sample && work.slice(mail.shown.range) == mail.shown.text
}

/// `affiliation-present`: where other entries of the document give one.
pub fn affiliation_present(checker: &mut Checker<'_>) {
    let work = checker.work;
    let lacks = |person: &&Person| person.name.is_some() && person.affiliation.is_none();
    if !work.people.all().any(|person| person.affiliation.is_some()) {
        checker.not_applicable("no list of people gives affiliations");
        return;
    }
    for group in &work.people.groups {
        let without: Vec<&Person> = group.people.iter().filter(lacks).collect();
        let help = "add the organization, or `Individual`";
        if without.len() > 1 && without.len() == group.people.len() {
            let message = format!("no entry below `{}` gives an affiliation", group.label.text);
            checker.report(checker.found(group.label.range, message).help(help));
            continue;
        }
        for name in without.iter().filter_map(|person| person.name.as_ref()) {
            checker.report(checker.found(name.range, format!("no affiliation for {}", name.text)).help(help));
        }
    }
}

static TIGHT_COMMA: LazyLock<Regex> = LazyLock::new(|| Regex::new(r",[\[\p{L}]").expect("valid pattern"));
static DOUBLE_BREAK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)<br\s*/?>\s*(?:<br\s*/?>\s*)+").expect("valid pattern"));

/// `person-separators`.
pub fn separators(checker: &mut Checker<'_>) {
    let work = checker.work;
    for group in &work.people.groups {
        for person in &group.people {
            for range in between_parts(person) {
                let Some(comma) = TIGHT_COMMA.find(work.slice(range)) else { continue };
                let at = range.inside(comma.start()..comma.start() + 1);
                let fix = Fix::safe("insert a space", vec![Edit::insert(at.end as usize, " ")]);
                checker.report(checker.found(at, "no space behind the comma").fix(fix));
            }
        }
        for pair in group.people.windows(2) {
            let [before, after] = pair else { continue };
            let between = TextRange { start: before.range.end, end: after.range.start.max(before.range.end) };
            let Some(breaks) = DOUBLE_BREAK.find(work.slice(between)) else { continue };
            let range = between.inside(breaks.start()..breaks.end() - trailing(breaks.as_str()));
            let fix = Fix::safe("leave one `<br>`", vec![Edit::replace(range, "<br>")]);
            checker.report(checker.found(range, "several `<br>` between two people").fix(fix));
        }
    }
}

fn trailing(text: &str) -> usize {
    text.len() - text.trim_end().len()
}

/// The source between name, address and affiliation of an entry, the first byte of what follows included.
fn between_parts(person: &Person) -> Vec<TextRange> {
    let mut parts: Vec<TextRange> = Vec::new();
    parts.extend(person.name.as_ref().map(|name| name.range));
    if let Some(mail) = &person.mail {
        parts.push(mail.target.as_ref().map_or(mail.shown.range, |target| mail.shown.range.cover(target.range)));
    }
    parts.extend(person.affiliation.as_ref().map(|affiliation| affiliation.shown.range));
    parts.sort();
    let pairs = parts.windows(2).filter_map(|pair| match pair {
        [before, after] if before.end < after.start => Some(TextRange { start: before.end, end: after.start }),
        _ => None,
    });
    pairs.collect()
}

static PROMISE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\bwill\s+(?:be|follow)\b|\bto\s+be\s+\w+ed\b|\bto\s+follow\b|\blater\b").expect("valid pattern")
});

/// What stands where a technical report names its authors.
struct Byline {
    range: TextRange,
    text: String,
    named: bool,
}

/// `authors-for-tr`.
pub fn authors(checker: &mut Checker<'_>) {
    let work = checker.work;
    let stage = work.cover.stage.as_ref().map(|stage| stage.text.to_lowercase()).unwrap_or_default();
    if !stage.starts_with("technical report") {
        checker.not_applicable("the document is no technical report");
        return;
    }
    let Some(byline) = byline(work).or_else(|| labelled_authors(work)) else {
        let found = checker.found(cover_place(work), "the technical report names no authors");
        checker.report(found.help("name them on the cover page below `Authors`"));
        return;
    };
    let promised = PROMISE.is_match(&byline.text);
    if byline.named && !promised {
        return;
    }
    let message = if promised { "the authors are only promised" } else { "nobody is named as author" };
    let found = checker.found(byline.range, message).help("name the authors before the report is approved");
    checker.report(if promised && stage.contains("draft") { found.at_most(Severity::Warning) } else { found });
}

/// `by Ada Marlowe and Jo Lund`, right below the stage.
fn byline(work: &WorkProduct) -> Option<Byline> {
    let stage = work.cover.stage.as_ref()?.range;
    let section = work.outline.sections.iter().find(|section| section.text_range == stage)?;
    let block = section.blocks.iter().find(|&&block| *work.document.kind(block) == NodeKind::Paragraph)?;
    let text = work.plain(*block);
    let authors = text.strip_prefix("by ").or_else(|| text.strip_prefix("By "))?.trim().to_owned();
    let range = work.document.range(*block);
    let range = range.inside(0..work.slice(range).trim_end().len());
    let named = authors.chars().next().is_some_and(char::is_uppercase) && !PLACEHOLDERS.contains(&&*authors);
    Some(Byline { range, text: authors, named })
}

/// What stands in a list until the names are known.
const PLACEHOLDERS: [&str; 4] = ["TBD", "TBA", "TBC", "TODO"];

/// The list below `Authors`.
fn labelled_authors(work: &WorkProduct) -> Option<Byline> {
    let group = work.people.of(LabelKind::Authors).next()?;
    let section = group.heading.and_then(|at| work.outline.sections.get(at));
    let text = section.map(|section| work.slice(section.body).to_owned()).unwrap_or_default();
    let real = |person: &Person| person.name.as_ref().is_none_or(|name| !PLACEHOLDERS.contains(&&*name.text));
    Some(Byline { range: group.label.range, text, named: group.people.iter().any(real) })
}

/// `secretaries-label`.
pub fn secretaries(checker: &mut Checker<'_>) {
    let work = checker.work;
    if work.generation != Generation::G3 {
        checker.not_applicable("the document does not follow the template of 2025");
        return;
    }
    let place = |kind| on_cover(work, kind);
    let (chairs, secretaries, editors) =
        (place(LabelKind::Chairs), place(LabelKind::Secretaries), place(LabelKind::Editors));
    let Some(secretaries) = secretaries else {
        let at = chairs.map_or_else(|| cover_place(work), |chairs| chairs.text_range);
        let found = checker.found(at, "the cover page has no label `Secretaries`");
        checker.report(found.help("add it between `Chairs` and `Editors`, if the committee has any"));
        return;
    };
    let before = chairs.is_none_or(|chairs| chairs.range.start < secretaries.range.start);
    let after = editors.is_none_or(|editors| secretaries.range.start < editors.range.start);
    if !(before && after) {
        let found = checker.found(secretaries.text_range, "the secretaries do not stand between chairs and editors");
        checker.report(found);
    }
}

fn on_cover(work: &WorkProduct, kind: LabelKind) -> Option<&Section> {
    work.labelled(kind).find(|section| matches!(work.document.kind(section.node), NodeKind::Heading { .. }))
}
