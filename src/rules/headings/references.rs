//! Sections named in the text by their number.

use std::ops::Range;
use std::sync::LazyLock;

use foldhash::{HashMap, HashMapExt, HashSet};
use regex::Regex;

use crate::diagnostic::{Diagnostic, Severity};
use crate::profiles::ProfileId;
use crate::rules::Checker;
use crate::rules::links::certainty;
use crate::rules::running_text::{Pattern, find, pattern};
use crate::source::TextRange;
use crate::work_product::references::folded;
use crate::work_product::{Link, Passage, PassageKind, Section, Target, WorkProduct, percent_decoded};

static REFERENCE: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(r"\b(?:[Ss]ections?|[Aa]ppendix|[Aa]nnex)\s+(?P<number>(?:\d{1,3}|[A-Z])(?:\.\d{1,3})*)\b")
});

/// `[4.2 Storage](#42-storage)` names its section without the word.
static LEADING: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?:§\s*)?(?P<number>\d{1,3}(?:\.\d{1,3})+)(?:\s|$)").expect("valid pattern"));

/// What says that the section is of another document.
static ELSEWHERE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\s*(?:,\s*)?(?:of\b|in\b|from\b|and\b|or\b|to\b|\(|\[|RFC|ISO|IEEE|NIST)").expect("valid pattern")
});

static OWN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\s*(?:of|in)\s+this\s+(?:document|specification|standard|note|paper)\b").expect("valid pattern")
});

static FOREIGN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"RFC|ISO|NIST|IEEE|W3C|GDPR|Act\b|SP 800|\[[^\]]{2,}\][^.]{0,40}$").expect("valid pattern")
});

/// A title in quotation marks right behind a number.
static QUOTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^[ ,]{0,2}[\u{201c}\"]([^\u{201c}\u{201d}\"]{3,80})[\u{201d}\"]").expect("valid pattern")
});

/// Sections of the document by number and by title.
struct Index<'a> {
    numbers: HashMap<String, &'a Section>,
    titles: HashMap<String, Vec<&'a Section>>,
}

impl<'a> Index<'a> {
    fn new(work: &'a WorkProduct) -> Self {
        let mut index = Self { numbers: HashMap::new(), titles: HashMap::new() };
        for (place, section) in work.outline.sections.iter().enumerate() {
            let Some(number) = work.outline.section_number(place) else { continue };
            index.numbers.entry(number.dotted()).or_insert(section);
            index.titles.entry(section.title.clone()).or_default().push(section);
        }
        index
    }

    /// The sections whose title is written at the start of `after`; quotation marks may hold it.
    fn named(&self, after: &str) -> Option<&Vec<&'a Section>> {
        if let Some(quoted) = QUOTED.captures(after).and_then(|found| found.get(1)) {
            return self.titles.get(quoted.as_str());
        }
        let after = after.strip_prefix(' ')?;
        let mut ends: Vec<usize> =
            after.char_indices().filter(|(_, c)| ends_word(*c)).map(|(at, _)| at).take(12).collect();
        ends.push(after.len());
        // The longest title counts; one of a single word must end its sentence to be a title.
        ends.into_iter().rev().find_map(|end| {
            let title = after.get(..end)?;
            let sections = self.titles.get(title)?;
            let rest = after.get(end..)?.trim_start();
            let closed = rest.is_empty() || rest.starts_with(['.', ',', ')', ';']);
            (closed || title.contains(' ')).then_some(sections)
        })
    }
}

fn ends_word(c: char) -> bool {
    matches!(c, ' ' | '.' | ',' | ')' | ';' | ':')
}

/// `heading-number-xref`.
pub fn xref(checker: &mut Checker<'_>) {
    let work = checker.work;
    let index = Index::new(work);
    if index.numbers.is_empty() {
        checker.not_applicable("no section has a number");
        return;
    }
    let contents = work.outline.contents.map(|index| work.outline.sections[index].body);
    let listed: HashSet<usize> = work.contents.iter().flat_map(|c| &c.entries).filter_map(|entry| entry.link).collect();
    for (index, link) in work.links.iter().enumerate().filter(|(_, link)| !link.image) {
        // The table of contents answers to rules of its own.
        if listed.contains(&index) || contents.is_some_and(|contents| contents.contains(link.range)) {
            continue;
        }
        if let Some(found) = of_link(checker, link) {
            checker.report(found);
        }
    }
    for (passage, place, _) in find(checker, &REFERENCE) {
        if let Some(found) = of_text(checker, &index, &passage, &place) {
            checker.report(found);
        }
    }
}

/// A section that the text names without a link.
fn of_text(
    checker: &Checker<'_>,
    index: &Index<'_>,
    passage: &Passage<'_>,
    place: &Range<usize>,
) -> Option<Diagnostic> {
    let work = checker.work;
    // A number holds no space, and one stands before it.
    let number = passage.text().get(place.clone())?.rsplit(char::is_whitespace).next()?;
    let (at, range) = (place.start, passage.source(place.end - number.len()..place.end));
    if passage.kind == PassageKind::Heading || is_linked(work, range) || work.tells_history(range.start) {
        return None;
    }
    let after = passage.text().get(place.end..)?;
    let section = index.numbers.get(number);
    if let Some(named) = index.named(after) {
        let right = section.is_some_and(|section| named.iter().any(|named| named.range == section.range));
        let other = *named.first().filter(|_| !right)?;
        let actual = other.number.as_ref()?;
        let message = format!("`{}` is section {}, not {number}", other.title, actual.dotted());
        let found = checker.found(range, message).related(actual.range, "the section");
        return Some(found.help(format!("write {}", actual.dotted())));
    }
    if let Some(section) = section {
        return of_quoted_title(checker, section, after, range);
    }
    if !number.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let before = sentence_before(passage.text(), at);
    if follows_citation(work, passage, at) || is_elsewhere(after) || QUOTED.is_match(after) || FOREIGN.is_match(before)
    {
        return None;
    }
    // Elsewhere than in a paper, numbers of other documents abound, and short ones above all.
    let paper = work.profile == ProfileId::CosaiPaper;
    if !paper && !number.contains('.') {
        return None;
    }
    let level = if paper { certainty(work) } else { Severity::Warning };
    Some(checker.found(range, format!("there is no section {number}")).at_most(level))
}

/// A title in quotation marks behind the number of a section that has another title.
fn of_quoted_title(checker: &Checker<'_>, section: &Section, after: &str, range: TextRange) -> Option<Diagnostic> {
    let quoted = QUOTED.captures(after)?;
    let title = quoted.get(1)?.as_str().trim_end_matches(['.', ',']);
    let (written, actual) = (folded(title), folded(&section.title));
    let rest = after.get(quoted.get(0)?.end()..)?;
    let foreign = ["of ", "in ", "from "].iter().any(|word| rest.trim_start().starts_with(word)) && !OWN.is_match(rest);
    if written.contains(&actual) || actual.contains(&written) || foreign {
        return None;
    }
    let number = section.number.as_ref()?;
    let message = format!("section {} is `{}`, not `{title}`", number.dotted(), section.title);
    let found = checker.found(range, message).related(section.text_range, "the section");
    Some(found.at_most(Severity::Warning))
}

/// What follows says that the section is of another document; `of this document` says that it is not.
fn is_elsewhere(after: &str) -> bool {
    ELSEWHERE.is_match(after) && !OWN.is_match(after)
}

/// A citation, or a link to another document, stands right before: `[JSON](#rfc8259) Section 7`.
fn follows_citation(work: &WorkProduct, passage: &Passage<'_>, at: usize) -> bool {
    const NEAR: u32 = 40;
    let start = passage.source(at..at).start;
    let near = |range: TextRange| range.end <= start && range.end + NEAR >= start && passage.range.contains(range);
    let citations = &work.references.citations;
    let cited = citations.partition_point(|citation| citation.range.start < start).checked_sub(1);
    let links = work.links.partition_point(|link| link.range.start < start).checked_sub(1);
    cited.is_some_and(|last| near(citations[last].range))
        || links.is_some_and(|last| near(work.links[last].range) && work.links[last].is_web())
}

/// The number stands in a link: its target tells which section is meant.
fn is_linked(work: &WorkProduct, range: TextRange) -> bool {
    let first = work.links.partition_point(|link| link.range.end <= range.start);
    work.links.get(first).is_some_and(|link| link.range.contains(range))
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

/// A link that names one section and leads to another.
fn of_link(checker: &Checker<'_>, link: &Link) -> Option<Diagnostic> {
    let work = checker.work;
    let Target::Fragment(fragment) = link.target() else { return None };
    let captures = REFERENCE.captures(&link.text).or_else(|| LEADING.captures(&link.text))?;
    let number = captures.name("number")?.as_str();
    let section = work.anchors.get(&percent_decoded(fragment))?.section?;
    let actual = work.outline.section_number(section)?;
    if actual.dotted() == number {
        return None;
    }
    let slice = work.slice(link.range);
    let range = slice.find(number).map_or(link.range, |at| link.range.inside(at..at + number.len()));
    let message = format!("the text says {number}, the link leads to section {}", actual.dotted());
    Some(checker.found(range, message).related(actual.range, "the section"))
}
