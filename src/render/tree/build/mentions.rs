//! `Section 4.2`, `Appendix A`, `Table 3`: what the text names by its number becomes a link to it.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::render::Publication;
use crate::render::tree::{Block, BlockKind, Caption, Inline, InlineKind, Target, Tree, plain_text};
use crate::source::TextRange;
use crate::work_product::references::folded;
use crate::work_product::{Number, WorkProduct};

use super::line::{part, push_text};

/// A word and the numbers behind it.
static MENTION: LazyLock<Regex> = LazyLock::new(|| {
    let number = r"(?:[A-Z]|\d{1,3})(?:[.-]\d{1,3})*[a-z]?\b";
    Regex::new(&format!(
        r"\b(?:(?P<section>[Ss]ections?)|(?P<appendix>[Aa]ppendi(?:x|ces))|(?P<annex>[Aa]nnex(?:es)?)|(?P<table>[Tt]ables?)|(?P<figure>[Ff]ig(?:ures?|s?\.))|(?P<listing>[Ll]istings?)|(?P<example>[Ee]xamples?))[\s\u{{a0}}]+(?P<numbers>{number}(?:(?:\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or|to|through)\s+|\s*[\u{{2013}}\u{{2014}}]\s*){number})*)"
    ))
    .expect("valid pattern")
});

static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:\b[A-Z]|\d{1,3})(?:[.-]\d{1,3})*[a-z]?\b").expect("valid pattern"));

/// What follows says that another document is meant.
static ELSEWHERE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*,?\s*(?:of\b|(?:in|from|to)\s+(?:\[|[A-Z]|the\b|that\b|its\b)|\[|\((?:RFC|ISO|\[)|RFC\b|ISO\b|IEEE\b|NIST\b)")
        .expect("valid pattern")
});
/// What follows says that this document is meant.
static OWN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\s*,?\s*(?:of|in|from)\s+this\s+(?:document|specification|standard|note|paper|profile)\b")
        .expect("valid pattern")
});
/// What stands right before says that another document is meant.
static FOREIGN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:\]|\bRFC[\s-]?\d+|\b(?:ISO|IEC|IEEE|NIST|W3C|ITU|GDPR|Act)\b[^.;]{0,30}|\bSP 800-\d+)[\s,:(]*$")
        .expect("valid pattern")
});

/// A title in quotation marks right behind a number.
static QUOTED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("^[ ,]{0,2}[\u{201c}\"]([^\u{201c}\u{201d}\"]{3,80})").expect("valid pattern"));

/// How many bytes around a mention are looked at.
const NEAR: usize = 80;

/// What a caption begins with.
static CAPTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:(?P<table>(?i:table))|(?P<figure>(?i:fig(?:ure|\.)))|(?P<listing>(?i:listing))|(?P<example>(?i:examples?)))\s+(?P<number>(?:[A-Z]|\d{1,3})(?:[.-]\d{1,3})*[a-z]?)(?:[\s.:)]|$)")
        .expect("valid pattern")
});

/// Kinds of things that have numbers.
const KINDS: [&str; 7] = ["section", "appendix", "annex", "table", "figure", "listing", "example"];

/// A kind and a number.
type Name = (&'static str, String);

/// Links what the text names, where it names exactly one thing.
pub(super) fn link(tree: &mut Tree, publication: &Publication<'_>) {
    let mut targets = Targets::default();
    targets.sections(publication);
    targets.objects(tree);
    if targets.ids.is_empty() {
        return;
    }
    let mut linker = Linker { work: publication.work, targets, used: HashMap::new() };
    let Tree { cover, body, notes, .. } = &mut *tree;
    for blocks in [cover, body].into_iter().chain(notes.iter_mut().map(|note| &mut note.blocks)) {
        linker.blocks(blocks);
    }
    let used = linker.used;
    if !used.is_empty() {
        give_ids(tree, &used);
    }
}

/// What can be named; `None` where several have the same name.
#[derive(Default)]
struct Targets {
    ids: HashMap<Name, Option<String>>,
    /// Titles of sections, folded, by their ids.
    titles: HashMap<String, String>,
}

impl Targets {
    fn add(&mut self, kind: &'static str, number: &str, id: &str) {
        let entry = self.ids.entry((kind, number.to_owned())).or_insert_with(|| Some(id.to_owned()));
        if entry.as_deref() != Some(id) {
            *entry = None;
        }
    }

    fn sections(&mut self, publication: &Publication<'_>) {
        let outline = &publication.work.outline;
        for index in 0..outline.sections.len() {
            let Some(id) = publication.anchors(index).first() else { continue };
            self.titles.insert(id.clone(), folded(&outline.sections[index].title));
            if let Some(number) = publication.generated_number(index) {
                self.add("section", number.trim_end_matches('.'), id);
            } else if let Some(number) = outline.section_number(index) {
                for kind in kinds_of(number) {
                    self.add(kind, &number.dotted(), id);
                }
            }
        }
    }

    /// Tables and figures; one without an id gets the id its name makes.
    fn objects(&mut self, tree: &Tree) {
        each_object(&tree.cover, &mut |block, caption| self.object(block, caption));
        each_object(&tree.body, &mut |block, caption| self.object(block, caption));
    }

    fn object(&mut self, block: &Block, caption: &Caption) {
        if let Some((kind, number)) = name_of(caption) {
            let own = block.ids.first().or_else(|| caption.ids.first()).cloned();
            let id = own.unwrap_or_else(|| format!("\0{kind}-{number}\0{}", block.source.start));
            self.add(kind, &number, &id);
        }
    }
}

/// The words a section may be named with.
fn kinds_of(number: &Number) -> Vec<&'static str> {
    let letter = number.parts.first().is_some_and(|part| part.starts_with(char::is_alphabetic));
    let keyword = number.keyword.as_deref().map(str::to_ascii_lowercase);
    match keyword.as_deref() {
        Some("appendix") => vec!["appendix"],
        Some(_) => vec!["annex"],
        None if letter => vec!["section", "appendix", "annex"],
        None => vec!["section"],
    }
}

/// The name a caption gives.
fn name_of(caption: &Caption) -> Option<Name> {
    let text = plain_text(&caption.inlines);
    let found = CAPTION.captures(&text)?;
    let kind = KINDS.into_iter().skip(3).find(|kind| found.name(kind).is_some())?;
    Some((kind, found.name("number")?.as_str().to_owned()))
}

/// Calls `look` with every table and figure that has a caption.
fn each_object(blocks: &[Block], look: &mut dyn FnMut(&Block, &Caption)) {
    for block in blocks {
        if let Some(caption) = caption_of(block) {
            look(block, caption);
        }
        for inner in inner(block) {
            each_object(inner, look);
        }
    }
}

fn caption_of(block: &Block) -> Option<&Caption> {
    match &block.kind {
        BlockKind::Table(table) => table.caption.as_ref(),
        BlockKind::Figure { caption, .. } => caption.as_ref(),
        _ => None,
    }
}

fn inner(block: &Block) -> Vec<&[Block]> {
    match &block.kind {
        BlockKind::Quote(blocks)
        | BlockKind::Alert { blocks, .. }
        | BlockKind::Details { blocks, .. }
        | BlockKind::Division { blocks, .. } => vec![blocks],
        BlockKind::List { items, .. } => items.iter().map(|item| item.blocks.as_slice()).collect(),
        BlockKind::Definitions(definitions) => {
            definitions.iter().flat_map(|definition| definition.details.iter().map(Vec::as_slice)).collect()
        }
        _ => Vec::new(),
    }
}

struct Linker<'a> {
    work: &'a WorkProduct,
    targets: Targets,
    /// Ids that stand for what has none, with the ids they become.
    used: HashMap<String, String>,
}

impl Linker<'_> {
    fn blocks(&mut self, blocks: &mut [Block]) {
        for block in blocks {
            let source = block.source;
            match &mut block.kind {
                BlockKind::Paragraph(inlines) if !self.work.tells_history(source.start) => self.line(inlines, ""),
                BlockKind::Quote(blocks)
                | BlockKind::Alert { blocks, .. }
                | BlockKind::Details { blocks, .. }
                | BlockKind::Figure { blocks, .. }
                | BlockKind::Division { blocks, .. } => self.blocks(blocks),
                BlockKind::List { items, .. } => items.iter_mut().for_each(|item| self.blocks(&mut item.blocks)),
                BlockKind::Definitions(definitions) => {
                    let details = definitions.iter_mut().flat_map(|definition| &mut definition.details);
                    details.for_each(|details| self.blocks(details));
                }
                BlockKind::Table(table) => {
                    let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
                    cells.for_each(|cell| self.blocks(&mut cell.blocks));
                }
                _ => {}
            }
        }
    }

    /// Links the mentions in inlines side by side; `after` follows the last of them.
    fn line(&mut self, inlines: &mut Vec<Inline>, after: &str) {
        let mut text = String::new();
        let mut starts = Vec::with_capacity(inlines.len());
        for inline in inlines.iter() {
            starts.push(text.len());
            match &inline.kind {
                InlineKind::Text(said) => text.push_str(said),
                InlineKind::SoftBreak | InlineKind::Break => text.push(' '),
                // A link to another document, or a citation, right before a number is its document.
                InlineKind::Link { inlines, .. } => {
                    text.push_str(&plain_text(inlines));
                    text.push(']');
                }
                _ => text.push_str(&plain_text(std::slice::from_ref(inline))),
            }
        }
        let end = text.len();
        text.push_str(after);
        for (index, inline) in inlines.iter_mut().enumerate() {
            if let InlineKind::Styled { inlines, .. } = &mut inline.kind {
                let next = starts.get(index + 1).copied().unwrap_or(end);
                self.line(inlines, near_after(&text, next));
            }
        }
        let found = self.mentions(&text[..end], &text);
        if !found.is_empty() {
            *inlines = with_links(std::mem::take(inlines), &starts, found);
        }
    }

    /// What the text names, by place.
    fn mentions(&mut self, own: &str, text: &str) -> Vec<(Range<usize>, String)> {
        let mut found = Vec::new();
        for mention in MENTION.captures_iter(own) {
            let Some((whole, numbers)) = mention.get(0).zip(mention.name("numbers")) else { continue };
            let Some(kind) = KINDS.into_iter().find(|kind| mention.name(kind).is_some()) else { continue };
            let after = near_after(text, whole.end());
            let foreign = FOREIGN.is_match(near_before(text, whole.start()));
            if foreign || (ELSEWHERE.is_match(after) && !OWN.is_match(after)) {
                continue;
            }
            for (index, number) in NUMBER.find_iter(numbers.as_str()).enumerate() {
                let Some(id) = self.target(kind, number.as_str()) else { continue };
                if self.contradicts(&id, after) {
                    continue;
                }
                let from = if index == 0 { whole.start() } else { numbers.start() + number.start() };
                found.push((from..numbers.start() + number.end(), id));
            }
        }
        found
    }

    /// A title in quotation marks follows, and it is not that of the section: the number is out of date.
    fn contradicts(&self, id: &str, after: &str) -> bool {
        let written = QUOTED.captures(after).and_then(|found| found.get(1)).map(|title| folded(title.as_str()));
        match (written, self.targets.titles.get(id)) {
            (Some(written), Some(title)) => !written.contains(title.as_str()) && !title.contains(&written),
            _ => false,
        }
    }

    fn target(&mut self, kind: &'static str, number: &str) -> Option<String> {
        let id = self.targets.ids.get(&(kind, number.to_owned()))?.clone()?;
        if let Some(wanted) = id.strip_prefix('\0') {
            let wanted = wanted.split('\0').next().unwrap_or_default().to_owned();
            self.used.insert(id.clone(), wanted);
        }
        Some(id)
    }
}

fn near_after(text: &str, at: usize) -> &str {
    let mut end = (at + NEAR).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(at..end).unwrap_or_default()
}

fn near_before(text: &str, at: usize) -> &str {
    let mut start = at.saturating_sub(NEAR);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    text.get(start..at).unwrap_or_default()
}

/// Inlines side by side with links around ranges of their text, in one pass.
fn with_links(inlines: Vec<Inline>, starts: &[usize], found: Vec<(Range<usize>, String)>) -> Vec<Inline> {
    let accepted = found.into_iter().filter(|(range, _)| is_plain(&inlines, starts, range)).collect::<Vec<_>>();
    let mut links = accepted.into_iter().peekable();
    let mut line = Vec::with_capacity(inlines.len());
    let mut open: Vec<Inline> = Vec::new();
    for (inline, &start) in inlines.into_iter().zip(starts) {
        let InlineKind::Text(text) = &inline.kind else {
            let inside = links.peek().is_some_and(|(range, _)| range.start < start && start < range.end);
            if inside {
                open.push(inline);
            } else {
                line.push(inline);
            }
            continue;
        };
        let piece = |line: &mut Vec<Inline>, from: usize, to: usize| {
            push_text(line, &text[from..to], part(text, inline.source, from, to));
        };
        let mut at = 0;
        while let Some((range, _)) = links.peek().filter(|(range, _)| range.start < start + text.len()) {
            let from = range.start.saturating_sub(start);
            let to = (range.end - start).min(text.len());
            piece(&mut line, at, from);
            piece(&mut open, from, to);
            at = to;
            if range.end > start + text.len() {
                break;
            }
            if let Some((_, id)) = links.next() {
                line.push(link_to(id, std::mem::take(&mut open)));
            }
        }
        if at == 0 && inline.ids.is_empty() && open.is_empty() {
            line.push(inline);
        } else {
            piece(&mut line, at, text.len());
        }
    }
    line
}

fn link_to(id: String, inlines: Vec<Inline>) -> Inline {
    let source = inlines.iter().map(|inline| inline.source).reduce(TextRange::cover).unwrap_or_default();
    Inline { source, ids: Vec::new(), kind: InlineKind::Link { target: Target::Anchor(id), title: None, inlines } }
}

/// Whether nothing but text without ids stands in a range.
fn is_plain(inlines: &[Inline], starts: &[usize], range: &Range<usize>) -> bool {
    let first = starts.partition_point(|&start| start <= range.start).saturating_sub(1);
    let last = starts.partition_point(|&start| start < range.end).saturating_sub(1);
    let plain =
        |inline: &Inline| matches!(inline.kind, InlineKind::Text(_) | InlineKind::SoftBreak) && inline.ids.is_empty();
    inlines.get(first..=last).is_some_and(|run| run.iter().all(plain))
}

/// Gives ids to the tables and figures that links lead to.
fn give_ids(tree: &mut Tree, used: &HashMap<String, String>) {
    let mut names: Vec<(&String, &String)> = used.iter().collect();
    names.sort();
    let mut ids: HashMap<String, String> = HashMap::new();
    for (name, wanted) in names {
        let id = tree.fresh_id(wanted);
        tree.ids.insert(id.clone());
        ids.insert(name.clone(), id);
    }
    let mut give = |block: &mut Block| {
        let Some((kind, number)) = caption_of(block).and_then(name_of) else { return };
        if let Some(id) = ids.get(&format!("\0{kind}-{number}\0{}", block.source.start)) {
            block.ids.push(id.clone());
        }
    };
    super::super::walk::each_block(tree, &mut give);
    super::super::walk::each_line(tree, &mut |line| {
        for inline in line {
            if let InlineKind::Link { target: Target::Anchor(target), .. } = &mut inline.kind
                && let Some(id) = ids.get(target)
            {
                target.clone_from(id);
            }
        }
    });
}
