//! One line of a role list taken apart: name, address, affiliation.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::markdown::{Document, LinkForm, NodeId, NodeKind, Visible};
use crate::source::TextRange;

use super::cover::Part;
use super::people::part;

/// A person as an entry names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The entry.
    pub range: TextRange,
    /// The name; `None` where one line names several people.
    pub name: Option<Part>,
    /// The mail address.
    pub mail: Option<Mail>,
    /// The organization.
    pub affiliation: Option<Affiliation>,
    /// The order of the parts.
    pub form: Form,
}

/// A mail address as shown and as linked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// What the reader sees.
    pub shown: Part,
    /// Destination of the link, if it is one.
    pub target: Option<Part>,
    /// White space stands between the address and its parenthesis.
    pub padded: bool,
}

/// An organization as shown and as linked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Affiliation {
    /// What the reader sees.
    pub shown: Part,
    /// Destination of the link, if it is one.
    pub url: Option<Part>,
}

/// The order in which an entry gives its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// `Name`.
    Name,
    /// `Name (mail)`.
    NameMail,
    /// `Name, Affiliation`.
    NameAffiliation,
    /// `Name (mail), Affiliation`.
    MailFirst,
    /// `Name, Affiliation (mail)`.
    AffiliationFirst,
}

/// A line of a role list.
pub(super) struct Line<'a> {
    pub document: &'a Document,
    pub seen: &'a Visible,
    pub range: Range<usize>,
    pub links: Vec<(Range<usize>, NodeId)>,
    pub text: &'a str,
}

static ADDRESS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[^\s()<>\[\],;:]+@[^\s()<>\[\],;]*").expect("valid pattern"));

static SEPARATOR: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[(,<\[|:]|\s[-\u{2013}\u{2014}]\s|[\u{2013}\u{2014}]").expect("valid pattern"));

/// Words of names that begin with a small letter.
const PARTICLES: [&str; 22] = [
    "al", "bin", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "ibn", "la", "le", "ten", "ter",
    "van", "vom", "von", "y", "zu",
];

/// What stands where a name should and is none.
const NOBODY: [&str; 5] = ["n/a", "none", "tbd", "tba", "na"];

/// Longest name accepted, in words.
const MAX_WORDS: usize = 6;

/// The people a line names. A list item may be a bare name; a line of prose needs the look of an entry.
pub(super) fn persons(line: &Line<'_>, item: bool) -> Vec<Person> {
    // `Former Chairs:` announces people.
    if line.seen.text.get(line.range.clone()).is_some_and(|shown| shown.trim_end().ends_with(':')) {
        return Vec::new();
    }
    let mails = mails(line);
    if mails.len() > 1 {
        let several = mails.into_iter().map(|(at, mail)| Person {
            range: line.seen.source(at),
            name: None,
            mail: Some(mail),
            affiliation: None,
            form: Form::NameMail,
        });
        return several.collect();
    }
    let mail = mails.into_iter().next();
    let name = name(line, mail.as_ref().map(|(at, _)| at.clone()));
    let written = line.seen.text.get(name.clone()).unwrap_or_default();
    let plausible = is_name(written);
    if !plausible && mail.is_none() {
        return Vec::new();
    }
    let affiliation = affiliation(line, name.end, mail.as_ref().map(|(at, _)| at));
    if mail.is_none() && affiliation.is_none() && !item && written.split_whitespace().count() < 2 {
        return Vec::new();
    }
    let form = match (&mail, &affiliation) {
        (None, None) => Form::Name,
        (Some(_), None) => Form::NameMail,
        (None, Some(_)) => Form::NameAffiliation,
        (Some((_, mail)), Some(affiliation)) if mail.shown.range.start < affiliation.shown.range.start => {
            Form::MailFirst
        }
        (Some(_), Some(_)) => Form::AffiliationFirst,
    };
    let range = part(line.seen, line.range.clone()).range;
    let name = plausible.then(|| part(line.seen, name));
    vec![Person { range, name, mail: mail.map(|(_, mail)| mail), affiliation, form }]
}

/// The addresses of a line, linked or bare.
fn mails(line: &Line<'_>) -> Vec<(Range<usize>, Mail)> {
    let shown = line.seen.text.get(line.range.clone()).unwrap_or_default();
    let mut found = Vec::new();
    for (at, node) in &line.links {
        let NodeKind::Link { url, form, .. } = line.document.kind(*node) else { continue };
        let label = line.seen.text.get(at.clone()).unwrap_or_default();
        let lower = url.to_ascii_lowercase();
        let is_page = lower.starts_with("http:") || lower.starts_with("https:");
        if lower.starts_with("mailto:") || (!is_page && (label.contains('@') || url.contains('@'))) {
            let target = Part { text: url.to_string(), range: destination(line, *node, url) };
            // A bare address is linked by the renderer, from its last escape on.
            let bare = matches!(form, LinkForm::Bare | LinkForm::Angle);
            let at = if bare { whole_address(line, at) } else { at.clone() };
            let (target, padded) = if bare { (None, is_padded(line, &at)) } else { (Some(target), false) };
            let mail = Mail { shown: part(line.seen, at.clone()), target, padded };
            found.push((at, mail));
        }
    }
    if shown.contains('@') {
        for address in ADDRESS.find_iter(shown) {
            let at = line.range.start + address.start()..line.range.start + address.end();
            let next = line.links.partition_point(|(link, _)| link.end <= at.start);
            if line.links.get(next).is_none_or(|(link, _)| at.end <= link.start) {
                let mail = Mail { shown: part(line.seen, at.clone()), target: None, padded: is_padded(line, &at) };
                found.push((at, mail));
            }
        }
    }
    found.sort_by_key(|(at, _)| at.start);
    found
}

/// A link's range with the characters before it that belong to the address.
fn whole_address(line: &Line<'_>, linked: &Range<usize>) -> Range<usize> {
    let before = line.seen.text.get(line.range.start..linked.start).unwrap_or_default();
    let bare = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '+' | '-'));
    line.range.start + bare.len()..linked.end
}

fn is_padded(line: &Line<'_>, at: &Range<usize>) -> bool {
    let before = line.seen.text.get(line.range.start..at.start).unwrap_or_default();
    let after = line.seen.text.get(at.end..line.range.end).unwrap_or_default();
    (after.trim_start().starts_with(')') && after.starts_with(char::is_whitespace))
        || (before.trim_end().ends_with('(') && before.ends_with(char::is_whitespace))
}

/// The destination as written; the whole link where it is written elsewhere.
fn destination(line: &Line<'_>, node: NodeId, url: &str) -> TextRange {
    let range = line.document.range(node);
    let slice = line.text.get(range.as_usize()).unwrap_or_default();
    match slice.rfind(url) {
        Some(at) if !url.is_empty() => range.inside(at..at + url.len()),
        _ => range,
    }
}

/// The name ends where the address, the affiliation or a parenthesis begins.
fn name(line: &Line<'_>, mail: Option<Range<usize>>) -> Range<usize> {
    let slice = line.seen.text.get(line.range.clone()).unwrap_or_default();
    let start = line.range.start + slice.len() - slice.trim_start_matches([' ', '\t', '*', '-', '•', '\u{a0}']).len();
    let separator = line.seen.text.get(start..line.range.end).and_then(|rest| SEPARATOR.find(rest));
    let mut end = separator.map_or(line.range.end, |found| start + found.start());
    for (at, _) in &line.links {
        if at.start > start {
            end = end.min(at.start);
        }
    }
    if let Some(mail) = mail {
        end = end.min(mail.start);
    }
    start..end.max(start)
}

fn is_name(text: &str) -> bool {
    let text = text.trim();
    let words: Vec<&str> = text.split_whitespace().collect();
    let cased = |word: &&str| {
        PARTICLES.contains(&word.to_lowercase().as_str()) || word.chars().next().is_some_and(|c| !c.is_lowercase())
    };
    !words.is_empty()
        && words.len() <= MAX_WORDS
        && text.chars().any(char::is_alphabetic)
        && !text.ends_with('.')
        && !NOBODY.contains(&text.to_lowercase().as_str())
        && words.iter().all(cased)
}

/// A link to a page, else the text between name and address or behind the address.
fn affiliation(line: &Line<'_>, name_end: usize, mail: Option<&Range<usize>>) -> Option<Affiliation> {
    for (at, node) in &line.links {
        let NodeKind::Link { url, .. } = line.document.kind(*node) else { continue };
        let is_mail = mail.is_some_and(|mail| mail.start < at.end && at.start < mail.end);
        if at.start >= name_end && !is_mail {
            let url = Part { text: url.to_string(), range: destination(line, *node, url) };
            return Some(Affiliation { shown: part(line.seen, at.clone()), url: Some(url) });
        }
    }
    let end = line.range.end;
    let pieces = mail.map_or([name_end..end, end..end], |mail| [name_end..mail.start, mail.end..end]);
    pieces.into_iter().find_map(|piece| {
        let slice = line.seen.text.get(piece.clone())?;
        let lead =
            slice.len() - slice.trim_start_matches([' ', ',', ';', ')', '(', '<', '>', '-', '\u{2013}', '|']).len();
        let rest = &slice[lead..];
        let rest = rest.split(['(', '<', '[']).next().unwrap_or(rest);
        let rest = rest.trim_end_matches([' ', ',', ';', ')']);
        let start = piece.start + lead;
        rest.chars()
            .any(char::is_alphanumeric)
            .then(|| Affiliation { shown: part(line.seen, start..start + rest.len()), url: None })
    })
}
