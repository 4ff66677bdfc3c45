//! Markers, numbers and ends of list items.

use std::collections::BTreeMap;

use crate::markdown::{Document, NodeId, NodeKind};
use crate::rules::Checker;
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::WorkProduct;

fn lists(document: &Document, ordered: bool) -> impl Iterator<Item = NodeId> + '_ {
    document
        .descendants(document.root())
        .filter(move |&node| matches!(document.kind(node), NodeKind::List { start, .. } if start.is_some() == ordered))
}

/// Lists above a list, which settle its indentation.
fn depth(document: &Document, list: NodeId) -> usize {
    document.ancestors(list).filter(|&above| matches!(document.kind(above), NodeKind::List { .. })).count()
}

/// `list-marker-uniform`.
pub fn markers(checker: &mut Checker<'_>) {
    let work = checker.work;
    let document = &work.document;
    let mut by_depth: BTreeMap<usize, BTreeMap<u8, Vec<TextRange>>> = BTreeMap::new();
    let mut before: Option<NodeId> = None;
    for list in lists(document, false) {
        // Another marker is what parts two lists in a row.
        let parted = before.is_some_and(|before| document.next_sibling(before) == Some(list))
            || document.next_sibling(list).is_some_and(|next| matches!(document.kind(next), NodeKind::List { .. }));
        before = Some(list);
        // Tools write the contents, with the marker they know.
        if work.contents.as_ref().is_some_and(|contents| contents.range.overlaps(document.range(list))) {
            continue;
        }
        let items: Vec<NodeId> = document.children(list).collect();
        if parted || items.iter().any(|&item| document.children(item).next().is_none()) {
            continue;
        }
        let markers = by_depth.entry(depth(document, list)).or_default();
        for item in items {
            let range = document.range(item);
            if let Some(marker @ (b'-' | b'*' | b'+')) = work.slice(range).bytes().next() {
                markers.entry(marker).or_default().push(range.inside(0..1));
            }
        }
    }
    for markers in by_depth.values() {
        let Some((&usual, most)) = markers.iter().max_by_key(|(_, places)| places.len()) else { continue };
        let usual = char::from(usual);
        let mut others: Vec<TextRange> = markers
            .iter()
            .filter(|(marker, _)| char::from(**marker) != usual)
            .flat_map(|(_, places)| places.clone())
            .collect();
        others.sort_unstable();
        let Some(&first) = others.first() else { continue };
        if others.len() * 2 > most.len() {
            continue;
        }
        let written = work.slice(first);
        let message = format!(
            "{} of {} items of this level are not marked with `{usual}`, this one with `{written}`",
            others.len(),
            others.len() + most.len()
        );
        let edits = others.iter().map(|&place| Edit::replace(place, usual.to_string())).collect();
        checker.report(checker.found(first, message).fix(Fix::safe(format!("Mark all items with {usual}"), edits)));
    }
}

/// The digits an item of an ordered list is written with.
fn written_number(work: &WorkProduct, item: NodeId) -> Option<(usize, TextRange)> {
    let range = work.document.range(item);
    let slice = work.slice(range);
    let digits = slice.len() - slice.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let value = slice.get(..digits)?.parse().ok()?;
    Some((value, range.inside(0..digits)))
}

/// `ordered-list-restart`.
pub fn numbering(checker: &mut Checker<'_>) {
    let work = checker.work;
    let document = &work.document;
    for list in lists(document, true) {
        let NodeKind::List { start: Some(start), .. } = *document.kind(list) else { continue };
        let numbers: Vec<(usize, TextRange)> =
            document.children(list).filter_map(|item| written_number(work, item)).collect();
        let all_alike = numbers.iter().all(|(value, _)| *value == start);
        let shown = |index: usize| start.saturating_add(index);
        if !all_alike
            && let Some((index, (value, range))) =
                numbers.iter().enumerate().find(|(index, (value, _))| *value != shown(*index))
        {
            let message = format!("this item is written {value} and shown as {}", shown(index));
            let found = checker.found(*range, message);
            let before = index.checked_sub(1).and_then(|before| document.children(list).nth(before));
            let below = before.filter(|_| *value == 1).and_then(|before| missing_indent(work, before, *range));
            checker.report(found.help(match below {
                Some(missing) => format!("to set it below the item before, indent it by {missing}"),
                None => "a list is numbered from its first item on, whatever the others say".to_owned(),
            }));
        }
        for (item, (value, _)) in document.children(list).zip(&numbers) {
            run_in(checker, item, *value);
        }
        if start == 1 && numbers.len() == 1 {
            restart(checker, list);
        }
    }
}

/// Spaces that an item, begun further to the right than the one before it, lacks to stand below that one.
fn missing_indent(work: &WorkProduct, before: NodeId, digits: TextRange) -> Option<String> {
    let (own, text) = (column(work, digits), work.document.children(before).next()?);
    let (outer, inner) = (column(work, work.document.range(before)), column(work, work.document.range(text)));
    (outer < own && own < inner).then(|| match inner - own {
        1 => "1 space".to_owned(),
        spaces => format!("{spaces} spaces"),
    })
}

/// Bytes before a place in its line.
fn column(work: &WorkProduct, range: TextRange) -> usize {
    let before = work.text().get(..range.start as usize).unwrap_or_default();
    before.len() - before.rfind('\n').map_or(0, |at| at + 1)
}

/// Lines of an item's paragraph that carry the next numbers: set too far to the right, they are no items.
fn run_in(checker: &mut Checker<'_>, item: NodeId, mut last: usize) {
    let (work, document) = (checker.work, &checker.work.document);
    let Some(paragraph) = document.children(item).next() else { return };
    if !matches!(document.kind(paragraph), NodeKind::Paragraph) {
        return;
    }
    let range = document.range(paragraph);
    let mut at = 0;
    for line in work.slice(range).split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches([' ', '\t', '>']).len();
        let digits = line[indent..].len() - line[indent..].trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let number = line[indent..indent + digits].parse::<usize>().ok();
        let marked = line[indent + digits..].starts_with(". ") || line[indent + digits..].starts_with(") ");
        if at > 0 && marked && number == last.checked_add(1) {
            last = last.saturating_add(1);
            let place = range.inside(at + indent..at + indent + digits);
            let found = checker.found(place, format!("item {last} runs on in the text of the item before it"));
            checker.report(found.help("begin it in the column where the number of that item begins"));
        }
        at += line.len();
    }
}

/// A list of one item that begins at 1 again: the block before it was to be part of the item above.
fn restart(checker: &mut Checker<'_>, list: NodeId) {
    let document = &checker.work.document;
    let Some(between) = document.next_sibling(list) else { return };
    let is_inset = matches!(
        document.kind(between),
        NodeKind::CodeBlock { .. } | NodeKind::Table { .. } | NodeKind::BlockQuote | NodeKind::HtmlBlock
    );
    let Some(next) = document.next_sibling(between).filter(|_| is_inset) else { return };
    if !matches!(document.kind(next), NodeKind::List { start: Some(1), .. }) {
        return;
    }
    let (Some(first), Some(second)) = (document.children(list).next(), document.children(next).next()) else { return };
    let work = checker.work;
    let (Some((_, before)), Some((_, again))) = (written_number(work, first), written_number(work, second)) else {
        return;
    };
    let found = checker.found(again, "the numbering begins again at 1").related(before, "the item before");
    checker.report(found.help("indent what stands between the two items, so that it belongs to the first"));
}

/// Items from which a list has a habit.
const HABIT: usize = 4;

/// Words from which an item is taken for a sentence.
const SENTENCE: usize = 5;

/// `list-punctuation`.
pub fn ends(checker: &mut Checker<'_>) {
    let work = checker.work;
    let document = &work.document;
    let all =
        document.descendants(document.root()).filter(|&node| matches!(document.kind(node), NodeKind::List { .. }));
    for list in all {
        if document.children(list).nth(HABIT - 1).is_none() || is_reference(work, list) {
            continue;
        }
        let (mut stopped, mut open) = (0, Vec::new());
        for item in document.children(list) {
            let mut blocks = document.children(item);
            let (Some(only), None) = (blocks.next(), blocks.next()) else { continue };
            let text = work.plain(only);
            if text.split(' ').count() < SENTENCE {
                continue;
            }
            match text.chars().last() {
                Some('.') => stopped += 1,
                Some(last) if last.is_alphabetic() => open.extend(last_word(work, only)),
                _ => {}
            }
        }
        if stopped < HABIT - 1 || open.len() * 3 > stopped {
            continue;
        }
        for range in open {
            let found = checker.found(range, "the item ends without a full stop, most others of the list with one");
            let stop = Edit::insert(range.end as usize, ".");
            checker.report(found.fix(Fix::risky("Add a full stop", vec![stop])));
        }
    }
}

/// The word a block ends with, where that is plain text.
fn last_word(work: &WorkProduct, block: NodeId) -> Option<TextRange> {
    let last = work.document.children(block).last()?;
    let range = work.document.range(last);
    let text = work.slice(range).trim_end();
    let end = text.rsplit(char::is_whitespace).next().filter(|end| end.chars().all(char::is_alphabetic))?;
    matches!(work.document.kind(last), NodeKind::Text { .. }).then(|| range.inside(text.len() - end.len()..text.len()))
}

/// Lists of references and people end as names and titles do.
fn is_reference(work: &WorkProduct, node: NodeId) -> bool {
    let Some(at) = work.outline.section_at(work.document.range(node).start) else { return false };
    let title = work.outline.sections[at].title.to_lowercase();
    work.outline.sections[at].label.is_some()
        || work.references.sections.binary_search(&at).is_ok()
        || ["contents", "acknowledg", "participants", "contributors"].iter().any(|word| title.contains(word))
}
