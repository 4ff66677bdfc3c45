//! Sections named in the text by their number.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::Severity;
use crate::markdown::{NodeKind, visible};
use crate::profiles::ProfileId;
use crate::rules::Checker;
use crate::source::TextRange;
use crate::work_product::{Link, Number, Target, WorkProduct};

static REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?:[Ss]ections?|[Aa]ppendix|[Aa]nnex)\s+(?P<number>(?:\d{1,3}|[A-Z])(?:\.\d{1,3})*)\b")
        .expect("valid pattern")
});

/// What says that the section is of another document.
static ELSEWHERE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)^\s*(?:,\s*)?(?:of|in|from|\(|\[)|^\s*,?\s*[“\x22]").expect("valid pattern"));

static FOREIGN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"RFC|ISO|NIST|IEEE|W3C|GDPR|Act\b|SP 800|\[[^\]]{2,}\][^.]{0,40}$").expect("valid pattern")
});

/// `heading-number-xref`.
pub fn xref(checker: &mut Checker<'_>) {
    let work = checker.work;
    let outline = &work.outline;
    let numbers: HashSet<String> =
        (0..outline.sections.len()).filter_map(|i| outline.section_number(i)).map(Number::dotted).collect();
    if numbers.is_empty() {
        checker.not_applicable("no section has a number");
        return;
    }
    for link in work.links.iter().filter(|link| !link.image) {
        if let Some(found) = of_link(checker, link) {
            checker.report(found);
        }
    }
    for node in work.document.descendants(work.document.root()) {
        if *work.document.kind(node) != NodeKind::Paragraph || !mentions(work.slice(work.document.range(node))) {
            continue;
        }
        let seen = visible(&work.document, node, work.text());
        for captures in REFERENCE.captures_iter(&seen.text) {
            let (Some(whole), Some(number)) = (captures.get(0), captures.name("number")) else { continue };
            let digits = number.as_str().starts_with(|c: char| c.is_ascii_digit());
            if !digits || numbers.contains(number.as_str()) {
                continue;
            }
            let before = sentence_before(&seen.text, whole.start());
            let after = seen.text.get(whole.end()..).unwrap_or_default();
            let range = seen.source(number.range());
            let first = work.links.partition_point(|link| link.range.end <= range.start);
            let linked = work.links.get(first).is_some_and(|link| link.range.contains(range));
            let cited = first.checked_sub(1).and_then(|at| work.links.get(at)).is_some_and(|l| cites(work, l, range));
            let foreign = cited || ELSEWHERE.is_match(after) || FOREIGN.is_match(before);
            if linked || foreign || seen.is_code(number.start()) {
                continue;
            }
            let found = checker.found(range, format!("there is no section {}", number.as_str()));
            let sure = work.profile == ProfileId::CosaiPaper;
            checker.report(if sure { found } else { found.at_most(Severity::Warning) });
        }
    }
}

/// Most bytes between a citation and the section it is about.
const NEAR: u32 = 40;

/// Whether a link right before a reference cites the document that has the section.
fn cites(work: &WorkProduct, link: &Link, reference: TextRange) -> bool {
    let near = link.range.end <= reference.start && reference.start - link.range.end <= NEAR;
    near && match link.target() {
        Target::Fragment(fragment) => {
            let section = work.anchors.get(fragment).and_then(|anchor| work.outline.section_at(anchor.range.start));
            section.is_some_and(|section| work.references.sections.binary_search(&section).is_ok())
        }
        Target::Absolute(..) => true,
        _ => false,
    }
}

/// Bytes looked at before a reference; more would make a long paragraph slow.
const BEFORE: usize = 160;

/// What stands before `at` in its sentence.
fn sentence_before(text: &str, at: usize) -> &str {
    let mut from = at.saturating_sub(BEFORE);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    text.get(from..at).and_then(|before| before.rsplit(". ").next()).unwrap_or_default()
}

fn mentions(slice: &str) -> bool {
    slice.contains("ection")
}

/// A link that names one section and leads to another.
fn of_link(checker: &Checker<'_>, link: &Link) -> Option<crate::diagnostic::Diagnostic> {
    let work = checker.work;
    let Target::Fragment(fragment) = link.target() else { return None };
    let captures = REFERENCE.captures(&link.text)?;
    let number = captures.name("number")?.as_str();
    let section = work.anchors.get(fragment)?.section?;
    let actual = work.outline.section_number(section)?;
    if actual.dotted() == number {
        return None;
    }
    let slice = work.slice(link.range);
    let range = slice.find(number).map_or(link.range, |at| link.range.inside(at..at + number.len()));
    let message = format!("the text says {number}, the link leads to section {}", actual.dotted());
    Some(checker.found(range, message).related(actual.range, "the section"))
}
