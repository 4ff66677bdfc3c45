//! What an entry says of the work it names.

use std::sync::LazyLock;

use regex::Regex;

use crate::rules::Checker;
use crate::source::TextRange;
use crate::work_product::{Generation, ListKind, ReferenceEntry};

static MARKUP: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?s)<!--.*?-->|</?[a-zA-Z][^<>]*>|https?://[^\s<>]+").expect("valid pattern"));

/// An address, a year, or the number of a standard.
static FINDABLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)(?i:https?:|www\.|\bdoi\b|\burn:|\bisbn\b|\]\(|href=)|\b(?:19|20)\d\d\b
          |\b(?:RFC|BCP|STD|ISO|IEC|IEEE|ITU|ETSI|NIST|FIPS|ECMA|ANSI|DIN|EN)\b[\sA-Z/.-]{0,12}\d",
    )
    .expect("valid pattern")
});

/// Year, version, edition, number: what tells one state of a work from another.
static SPECIFIC: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)\b(?:19|20)\d\d\b|\bv(?:ersion)?\.?\s*\d|\d+\.\d+|\b(?:edition|revision|rev\.|release|amendment|corrigendum)
          |\b(?:RFC|BCP|STD)[\s-]*\d|\bdraft-\w|\b\d+(?:st|nd|rd|th)\b|_\d{6,8}\b|\b(?:FIPS|SP)[\s-]*(?:PUB\s*)?\d",
    )
    .expect("valid pattern")
});

static DRAFT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\bdraft-[a-z0-9]+-[a-z0-9-]*[a-z0-9]|\b[Ii]nternet[- ][Dd]raft\b|\b[Ww]orking [Dd]raft\b|\bWork in [Pp]rogress\b")
        .expect("valid pattern")
});

static OASIS_WORK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"https?://docs\.oasis-open(?:-projects)?\.org/[\w./-]+/v\d[\w.]*/").expect("valid pattern")
});

static OASIS_EDITORS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\bedited\s+by\b|\beditors?\b|\beds?\.").expect("valid pattern"));

static OASIS_STAGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)\bOASIS\s+(?:(?:Committee|Project)\s+(?:Specification|Note)|Standard|Approved\s+Errata|Working\s+Draft
          |Technical\s+Report|Candidate)|\bLatest\s+(?:stage|version)\b",
    )
    .expect("valid pattern")
});

/// The text of an entry that names a work, with its place; nothing for one that holds code or is yet to be written.
fn body<'a>(checker: &Checker<'a>, entry: &ReferenceEntry) -> Option<(&'a str, TextRange)> {
    let range = entry.body(checker.work.text());
    let slice = checker.work.slice(range);
    (!slice.contains("```")).then_some((slice, range))
}

/// Whether the rules on the form of entries have something to look at.
fn has_entries(checker: &mut Checker<'_>) -> bool {
    let any = !checker.work.references.entries.is_empty() && !checker.work.is_template();
    if !any {
        checker.not_applicable("the document lists no references");
    }
    any
}

/// `ref-complete`.
pub fn ref_complete(checker: &mut Checker<'_>) {
    if !has_entries(checker) {
        return;
    }
    let lacking = |entry: &ReferenceEntry| match body(checker, entry).and_then(|(slice, _)| lack(slice)) {
        Some(Lack::Everything) if entry.is_address() => Some(Lack::Title),
        lack => lack,
    };
    let entries = &checker.work.references.entries;
    let found: Vec<(&ReferenceEntry, Lack)> =
        entries.iter().filter_map(|entry| Some((entry, lacking(entry)?))).collect();
    for kind in [Lack::Everything, Lack::Title, Lack::Place] {
        let lacking: Vec<&ReferenceEntry> =
            found.iter().filter(|(_, lack)| *lack == kind).map(|(entry, _)| *entry).collect();
        let Some(first) = lacking.first() else { continue };
        let help = kind.help();
        if lacking.len() > MANY {
            let message = format!("{} entries {}, this one first", lacking.len(), kind.of_many());
            checker.report(checker.found(first.tag_range, message).help(help));
            continue;
        }
        for entry in lacking {
            let message = format!("the entry `[{}]` {}", entry.tag, kind.of_one());
            checker.report(checker.found(entry.tag_range, message).help(help));
        }
    }
}

/// Most entries of one fault that are reported one by one.
const MANY: usize = 5;

/// What an entry does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lack {
    Everything,
    Title,
    Place,
}

impl Lack {
    fn of_one(self) -> &'static str {
        match self {
            Self::Everything => "is only a tag",
            Self::Title => "is only an address",
            Self::Place => "gives neither a date nor an address",
        }
    }

    fn help(self) -> &'static str {
        match self {
            Self::Everything => "add author or organization, title, date, and address",
            Self::Title => "add author or organization, title, and date",
            Self::Place => "add the date, and the address where there is one",
        }
    }

    fn of_many(self) -> &'static str {
        match self {
            Self::Everything => "are only tags",
            Self::Title => "are only addresses",
            Self::Place => "give neither a date nor an address",
        }
    }
}

fn lack(slice: &str) -> Option<Lack> {
    let words = MARKUP.replace_all(slice, " ");
    match (words.contains(char::is_alphabetic), FINDABLE.is_match(slice)) {
        (false, false) => Some(Lack::Everything),
        (false, true) => Some(Lack::Title),
        (true, false) => Some(Lack::Place),
        (true, true) => None,
    }
}

/// `ref-normative-specific`.
pub fn ref_normative_specific(checker: &mut Checker<'_>) {
    if !has_entries(checker) {
        return;
    }
    let normative = |entry: &&ReferenceEntry| entry.kind == Some(ListKind::Normative);
    for entry in checker.work.references.entries.iter().filter(normative) {
        let Some((slice, _)) = body(checker, entry) else { continue };
        // An entry that says less is a finding of another rule.
        if lack(slice).is_none() && !SPECIFIC.is_match(slice) {
            let message = format!("the normative reference `[{}]` has neither date nor version nor edition", entry.tag);
            let found = checker.found(entry.tag_range, message);
            checker.report(found.help("say which edition the text relies on"));
        }
    }
}

/// `ref-no-draft-normative`.
pub fn ref_no_draft_normative(checker: &mut Checker<'_>) {
    if !has_entries(checker) {
        return;
    }
    let normative = |entry: &&ReferenceEntry| entry.kind == Some(ListKind::Normative);
    for entry in checker.work.references.entries.iter().filter(normative) {
        let Some((slice, range)) = body(checker, entry) else { continue };
        if let Some(draft) = DRAFT.find(slice) {
            let message = format!("the normative reference `[{}]` is a draft", entry.tag);
            let found = checker.found(range.inside(draft.range()), message).related(entry.tag_range, "the entry");
            checker.report(found.help("refer to a published edition, or list it as informative"));
        }
    }
}

/// `ref-oasis-form`.
pub fn ref_oasis_form(checker: &mut Checker<'_>) {
    if !has_entries(checker) {
        return;
    }
    if checker.work.generation == Generation::G3 {
        checker.not_applicable("the template of 2025 cites in the style of the IEEE");
        return;
    }
    for entry in &checker.work.references.entries {
        let Some((slice, _)) = body(checker, entry) else { continue };
        // The first address is the one of the work itself.
        let first = slice.find("http").and_then(|at| slice.get(at..)).unwrap_or_default();
        if OASIS_WORK.find(first).is_none_or(|work| work.start() != 0) {
            continue;
        }
        let parts = [("editors", &OASIS_EDITORS), ("stage", &OASIS_STAGE)];
        let missing: Vec<&str> = parts.iter().filter(|(_, p)| !p.is_match(slice)).map(|(name, _)| *name).collect();
        if !missing.is_empty() {
            let message =
                format!("the entry `[{}]` of an OASIS work lacks its {}", entry.tag, missing.join(" and its "));
            let found = checker.found(entry.tag_range, message);
            checker.report(found.help(
                "write: _Title Version X.Y_. Edited by … DD Month YYYY. OASIS stage. Address. Latest stage: address.",
            ));
        }
    }
}

/// `ref-ieee`.
pub fn ref_ieee(checker: &mut Checker<'_>) {
    if checker.work.generation != Generation::G3 {
        checker.not_applicable("only the template of 2025 cites in the style of the IEEE");
        return;
    }
    if !has_entries(checker) {
        return;
    }
    let entries = &checker.work.references.entries;
    let linked: Vec<&ReferenceEntry> =
        entries.iter().filter(|entry| checker.work.slice(entry.range).contains("http")).collect();
    let other = |entry: &&&ReferenceEntry| !checker.work.slice(entry.range).contains("Available:");
    let others: Vec<&&ReferenceEntry> = linked.iter().filter(other).collect();
    let Some(first) = others.first() else { return };
    let message = match others.len() {
        1 => format!("`[{}]` is not written in the style of the IEEE", first.tag),
        count => format!("{count} entries are not written in the style of the IEEE, `[{}]` first", first.tag),
    };
    let found = checker.found(first.tag_range, message);
    checker.report(found.help("put `[Online]. Available:` before the address"));
}
