//! Whether figures and tables have captions, where these stand, and whether the text leads to them.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::Severity;
use crate::markdown::{NodeId, NodeKind};
use crate::rules::Checker;
use crate::rules::running_text::{Pattern, find, pattern};
use crate::source::TextRange;
use crate::work_product::{Caption, ExtraItem, Generation, ItemKind, Side, Target, WorkProduct, split_number};

/// `figure-caption`.
pub fn figure_caption(checker: &mut Checker<'_>) {
    // Diagrams carry their titles themselves: `mermaid-title` looks at them.
    let is_image =
        |work: &WorkProduct, item: &ExtraItem| !matches!(work.document.kind(item.node), NodeKind::CodeBlock { .. });
    missing(checker, ItemKind::Figure, "figure", &is_image);
}

/// `table-caption`.
pub fn table_caption(checker: &mut Checker<'_>) {
    missing(checker, ItemKind::Table, "table", &|work, item| !is_history(work, item));
}

/// Lists of revisions and of people are tables for want of a better form.
fn is_history(work: &WorkProduct, item: &ExtraItem) -> bool {
    let Some(section) = work.outline.section_at(item.range.start).map(|at| &work.outline.sections[at]) else {
        return false;
    };
    let title = section.title.to_lowercase();
    ["revision", "acknowledg", "participants", "contributors", "acronym", "abbreviation", "changes from", "glossary"]
        .iter()
        .any(|word| title.contains(word))
}

/// Reports what has no caption: each, where the document captions most of its kind; else once.
fn missing(checker: &mut Checker<'_>, kind: ItemKind, noun: &str, counts: &dyn Fn(&WorkProduct, &ExtraItem) -> bool) {
    let work = checker.work;
    let items: Vec<&ExtraItem> = work.captions.items_of(kind).filter(|item| counts(work, item)).collect();
    let bare = items.iter().copied().filter(|item| {
        item.caption.is_none() && !item.named && (kind != ItemKind::Table || beside(work, item, &OF_PANDOC).is_none())
    });
    let (unnumbered, bare): (Vec<_>, Vec<&ExtraItem>) =
        bare.partition(|item| beside(work, item, &UNNUMBERED).is_some());
    if let Some(place) = unnumbered.first().and_then(|item| beside(work, item, &UNNUMBERED)) {
        let message = match unnumbered.len() {
            1 => format!("the caption of the {noun} has no number"),
            count => format!("the captions of {count} {noun}s have no number; this is the first"),
        };
        checker.report(checker.found(place, message).help(format!("number them, as in `{}`", sample(work, kind))));
    }
    let Some(first) = bare.first() else {
        if items.is_empty() {
            checker.not_applicable(format!("the document has no {noun}s"));
        }
        return;
    };
    let help = format!("give it a number and a title, as in `{}`", sample(work, kind));
    let captioned = items.len() - bare.len();
    if captioned >= bare.len() {
        for item in bare {
            let found = checker.found(opening(work, item), format!("the {noun} has no caption, and others have"));
            let found = found.help(help.clone());
            checker.report(if item.titled { found.at_most(Severity::Info) } else { found });
        }
        return;
    }
    let message = match (captioned, bare.len()) {
        (0, 1) => format!("the {noun} has no caption"),
        (0, count) => format!("none of the {count} {noun}s has a caption"),
        (_, count) => format!("{count} of the {} {noun}s have no caption", items.len()),
    };
    let found = checker.found(opening(work, first), message).help(help);
    // Only the templates of 2025 demand numbers.
    checker.report(if work.generation == Generation::G3 { found } else { found.at_most(Severity::Info) });
}

/// `Figure : Roles`: a word processor counted, and its count is lost.
static UNNUMBERED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?:(?:Figure|Fig\.)\s*|Table\s+):\s+\S").expect("valid pattern"));

/// How pandoc writes the caption of a table, which it does not count.
static OF_PANDOC: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^[Tt]able:\s+\S").expect("valid pattern"));

/// Longest line that may be a caption, in bytes.
const MAX_CAPTION: usize = 250;

/// The line beside an item that names it in the form of `pattern`.
fn beside(work: &WorkProduct, item: &ExtraItem, pattern: &Regex) -> Option<TextRange> {
    let document = &work.document;
    [item.before, document.next_sibling(item.node)].into_iter().flatten().find_map(|node| {
        let range = document.range(node);
        let is_line = *document.kind(node) == NodeKind::Paragraph && range.len() <= MAX_CAPTION;
        (is_line && pattern.is_match(&work.plain(node))).then_some(range)
    })
}

fn sample(work: &WorkProduct, kind: ItemKind) -> &'static str {
    match (work.generation, kind) {
        (Generation::G3, ItemKind::Table) => "**Table I:** Roles",
        (Generation::G3, _) => "**Fig. 2-1.** Admission of an artifact",
        (_, ItemKind::Table) => "**Table 1-1. Roles**",
        _ => "**Figure 1 -- Admission of an artifact**",
    }
}

/// The first line of an item: the smallest range that shows it.
fn opening(work: &WorkProduct, item: &ExtraItem) -> TextRange {
    let line = work.slice(item.range).lines().next().map_or(0, |line| line.trim_end().len());
    item.range.inside(0..line)
}

/// `caption-position`.
pub fn position(checker: &mut Checker<'_>) {
    let work = checker.work;
    for (kind, noun) in [(ItemKind::Figure, "figures"), (ItemKind::Table, "tables")] {
        let on = |side: Side| work.captions.of(kind).filter(move |caption| caption.side == Some(side));
        let (above, below) = (on(Side::Above).count(), on(Side::Below).count());
        let (few, rare, common) =
            if above >= below { (Side::Below, "below", "above") } else { (Side::Above, "above", "below") };
        if above.min(below) * 2 > above.max(below) {
            continue;
        }
        let captions: Vec<&Caption> = on(few).collect();
        for caption in captions {
            let message = format!("this caption stands {rare}, those of the other {noun} {common}");
            let place = caption.word.cover(caption.number_range);
            checker.flag(place, message);
        }
    }
}

static MENTION: LazyLock<Pattern> = LazyLock::new(|| {
    let number = r"(?:(?:\d+|[A-Z])[.-])*\d+[a-z]?\b|[IVXL]+\b";
    pattern(&format!(
        r"(?x)\b(?:(?P<figure>[Ff]ig(?:ure|s?\.|s)?s?|FIGURE)|(?P<table>[Tt]ables?|TABLE)|(?P<listing>[Ll]istings?|[Cc]ode)|(?P<example>[Ee]xamples?))
          [\s\u{{a0}}]+(?P<numbers>(?:{number})(?:\s*(?:,\s*(?:and|or)?|and|or|to|through|&|\u{{2013}}|\u{{2014}})\s*(?:{number}))*)"
    ))
});

static NUMBER: LazyLock<Pattern> = LazyLock::new(|| pattern(r"(?:(?:\d+|[A-Z])[.-])*\d+[a-z]?\b|[IVXL]+\b"));

/// `figure-referenced`.
pub fn referenced(checker: &mut Checker<'_>) {
    let work = checker.work;
    let kinds = [(ItemKind::Figure, "figure"), (ItemKind::Table, "table"), (ItemKind::Listing, "listing")];
    let wanted = |caption: &&Caption| kinds.iter().any(|(kind, _)| *kind == caption.kind);
    if !work.captions.all.iter().any(|caption| wanted(&caption)) {
        return checker.not_applicable("no figure, table or listing has a number");
    }
    let mentioned = mentions(checker);
    let (linked, introduced) = (linked(work), introduced(work));
    for (kind, noun) in kinds {
        let captions: Vec<&Caption> = work.captions.of(kind).collect();
        let lost: Vec<&Caption> = captions
            .iter()
            .copied()
            .filter(|caption| {
                !mentioned.contains(&(kind, caption.number.clone()))
                    && !linked.contains(&caption.range)
                    && !introduced.contains(&caption.range)
            })
            .collect();
        let Some(first) = lost.first() else { continue };
        let help = "refer to it by its number where it is explained";
        if lost.len() * 2 > captions.len() && lost.len() > 1 {
            let message = format!("{} of the {} {noun}s are referred to nowhere", lost.len(), captions.len());
            let found = checker.found(first.word.cover(first.number_range), message);
            checker.report(found.at_most(Severity::Info).help(help));
            continue;
        }
        for caption in lost {
            let message = format!("no sentence refers to {noun} {}", caption.number);
            checker.report(checker.found(caption.word.cover(caption.number_range), message).help(help));
        }
    }
}

/// The numbers the text names, by kind.
fn mentions(checker: &Checker<'_>) -> HashSet<(ItemKind, String)> {
    let work = checker.work;
    let captions: HashSet<u32> = work.captions.all.iter().map(|caption| caption.word.start).collect();
    let mut found = HashSet::new();
    for (passage, place, range) in find(checker, &MENTION) {
        let text = passage.text().get(place).unwrap_or_default();
        if captions.contains(&range.start) {
            continue;
        }
        let Some(parts) = MENTION.captures(text) else { continue };
        let kind = if parts.name("figure").is_some() {
            ItemKind::Figure
        } else if parts.name("table").is_some() {
            ItemKind::Table
        } else if parts.name("listing").is_some() {
            ItemKind::Listing
        } else {
            ItemKind::Example
        };
        let numbers = parts.name("numbers").map_or("", |numbers| numbers.as_str());
        let mut before: Option<(&str, usize, usize)> = None;
        for number in NUMBER.find_iter(numbers) {
            found.insert((kind, number.as_str().to_owned()));
            let Some((prefix, value)) = split_number(number.as_str()) else { continue };
            if let Some((last, from, end)) = before
                && last == prefix
                && numbers.get(end..number.start()).is_some_and(is_span)
            {
                found.extend((from..value).take(MAX_SPAN).map(|value| (kind, format!("{prefix}{value}"))));
            }
            before = Some((prefix, value, number.end()));
        }
    }
    found
}

/// Most numbers that `Figures 1 to 9` stands for.
const MAX_SPAN: usize = 100;

fn is_span(between: &str) -> bool {
    matches!(between.trim(), "to" | "through" | "\u{2013}" | "\u{2014}")
}

/// Captions that a link leads to.
fn linked(work: &WorkProduct) -> HashSet<TextRange> {
    let fragments: HashSet<&str> = work
        .links
        .iter()
        .filter_map(|link| match link.target() {
            Target::Fragment(fragment) => Some(fragment),
            _ => None,
        })
        .collect();
    let by_id = work.document.explicit_ids.iter().filter(|id| fragments.contains(&*id.id));
    let blocks: HashSet<_> = by_id.map(|id| id.block).collect();
    let mut ranges: HashSet<TextRange> = work
        .captions
        .all
        .iter()
        .filter(|caption| blocks.contains(&caption.node))
        .map(|caption| caption.range)
        .collect();
    for (section, (github, pandoc)) in work.outline.sections.iter().zip(&work.anchors.slugs) {
        if fragments.contains(github.as_str()) || fragments.contains(pandoc.as_str()) {
            ranges.insert(section.range);
        }
    }
    ranges
}

/// Captions of what the paragraph before announces: `as follows:`, `the following table`.
fn introduced(work: &WorkProduct) -> HashSet<TextRange> {
    let items = work.captions.items.iter();
    let captions = items.filter(|item| item.before.is_some_and(|before| announces(work, before)));
    captions.filter_map(|item| Some(work.captions.all.get(item.caption?)?.range)).collect()
}

fn announces(work: &WorkProduct, before: NodeId) -> bool {
    if !matches!(work.document.kind(before), NodeKind::Paragraph) {
        return false;
    }
    let text = work.plain(before).to_lowercase();
    let last = &text[text.floor_char_boundary(text.len().saturating_sub(ANNOUNCEMENT))..];
    last.ends_with(':') || last.contains("following") || last.contains("below")
}

/// How far from its end a paragraph is searched, in bytes.
const ANNOUNCEMENT: usize = 400;
