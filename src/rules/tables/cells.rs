//! Rows and cells.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::{Diagnostic, Severity};
use crate::markdown::{NodeId, NodeKind};
use crate::rules::Checker;
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::{Passage, PassageKind, WorkProduct};

static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\s*(?P<number>\d{1,3})\.\s+\S").expect("valid pattern"));

/// `cell-list-numbering`.
pub fn list_numbering(checker: &mut Checker<'_>) {
    let work = checker.work;
    for passage in work.passages.iter().filter(|passage| passage.kind == PassageKind::Cell) {
        let items = items(work, passage);
        let numbers: Vec<Option<(usize, Range<usize>)>> = items.iter().map(|item| number(passage, item)).collect();
        if numbers.iter().flatten().count() < 2 {
            continue;
        }
        for (index, (item, number)) in items.iter().zip(&numbers).enumerate() {
            let wanted = index + 1;
            match number {
                Some((written, _)) if *written == wanted => {}
                Some((written, place)) => {
                    let range = passage.source(place.clone());
                    let fix = Fix::safe("Number the items", vec![Edit::replace(range, wanted.to_string())]);
                    checker.report(
                        checker.found(range, format!("item {wanted} of the cell has the number {written}")).fix(fix),
                    );
                }
                None => {
                    let text = passage.text().get(item.clone()).unwrap_or_default();
                    let start = item.start + text.len() - text.trim_start().len();
                    let end = start + text.split_whitespace().next().map_or(0, str::len);
                    let range = passage.source(start..end);
                    let insert = Edit::insert(range.start as usize, format!("{wanted}. "));
                    let found = checker.found(range, format!("item {wanted} of the cell has no number"));
                    checker.report(found.fix(Fix::safe("Number the item", vec![insert])));
                }
            }
        }
    }
}

/// The pieces of a cell between its line breaks, as ranges of the visible text.
pub(super) fn items(work: &WorkProduct, passage: Passage<'_>) -> Vec<Range<usize>> {
    let breaks =
        work.document.descendants(passage.node).filter(|&node| matches!(work.document.kind(node), NodeKind::HardBreak));
    let starts: Vec<u32> = breaks.map(|node| work.document.range(node).start).collect();
    if starts.is_empty() {
        return Vec::new();
    }
    let text = passage.text();
    let (mut items, mut from) = (Vec::new(), 0);
    let mut next = starts.into_iter().peekable();
    for (at, _) in text.match_indices(' ') {
        if next.peek().is_some_and(|&start| start == passage.source(at..at + 1).start) {
            next.next();
            items.push(from..at);
            from = at + 1;
        }
    }
    items.push(from..text.len());
    items.retain(|item| text.get(item.clone()).is_some_and(|item| !item.trim().is_empty()));
    items
}

fn number(passage: Passage<'_>, item: &Range<usize>) -> Option<(usize, Range<usize>)> {
    let text = passage.text().get(item.clone())?;
    let found = NUMBER.captures(text)?.name("number")?;
    Some((found.as_str().parse().ok()?, item.start + found.start()..item.start + found.end()))
}

/// The tables that are written with pipes.
pub(super) fn tables(work: &WorkProduct) -> impl Iterator<Item = (NodeId, usize)> + '_ {
    work.document.descendants(work.document.root()).filter_map(|node| match work.document.kind(node) {
        NodeKind::Table { alignments } if !work.slice(work.document.range(node)).trim_start().starts_with('<') => {
            Some((node, alignments.len()))
        }
        _ => None,
    })
}

/// The cells a row is written with: pipes part them unless a backslash stands before.
fn written_cells(row: &str) -> Vec<&str> {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let (mut cells, mut from, mut escaped) = (Vec::new(), 0, false);
    for (at, c) in row.char_indices() {
        if c == '|' && !escaped {
            cells.push(&row[from..at]);
            from = at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    // The pipe that closes the row parts it from nothing.
    if from < row.len() || cells.is_empty() {
        cells.push(&row[from..]);
    }
    cells
}

/// The line a row is written on.
pub(super) fn line_of(work: &WorkProduct, row: NodeId) -> TextRange {
    let prose = work.sources.prose();
    prose.line_range(prose.line_index(work.document.range(row).start))
}

/// `table-columns`.
pub fn columns(checker: &mut Checker<'_>) {
    let work = checker.work;
    for (table, columns) in tables(work) {
        let rows = work.document.children(table).map(|row| (row, work.slice(line_of(work, row))));
        let rows: Vec<(NodeId, Vec<&str>)> = rows
            .filter(|(_, written)| written.contains('|'))
            .map(|(row, written)| (row, written_cells(written.trim_start_matches(['>', ' ']))))
            .collect();
        // Where other rows leave their last cell empty, one may leave it out.
        let complete = rows.iter().all(|(_, cells)| cells.len() < columns || !cells.iter().any(is_blank));
        for (row, cells) in &rows {
            let range = work.document.range(*row);
            let message = format!("the row has {} cells, the header {columns}", cells.len());
            let surplus = cells.get(columns..).unwrap_or_default();
            if !surplus.iter().all(is_blank) {
                let found = checker.found(range, format!("{message}: the rest is not shown"));
                checker.report(found.help("write `\\|` for a pipe that is text"));
            } else if !surplus.is_empty() {
                let found = checker.found(range, format!("{message}: what is too much is empty"));
                checker.report(found.at_most(Severity::Warning).help("remove the pipe at its end"));
            } else if cells.len() < columns && cells.len() > 1 {
                checker.report(short_row(checker.found(range, message), complete && !cells.iter().any(is_blank)));
            }
        }
    }
}

fn is_blank(cell: &&str) -> bool {
    cell.trim().is_empty()
}

/// Short rows are filled up with empty cells, and often meant so; one of filled cells among full rows lacks one.
fn short_row(found: Diagnostic, lacks_one: bool) -> Diagnostic {
    if lacks_one {
        found
            .at_most(Severity::Warning)
            .help("its end is shown empty: look for a cell that was left out, or for a pipe")
    } else {
        found.at_most(Severity::Info)
    }
}

/// `table-blank-lines`.
pub fn blank_lines(checker: &mut Checker<'_>) {
    let work = checker.work;
    let mut previous: Option<NodeId> = None;
    for block in work.document.blocks() {
        if matches!(work.document.kind(block), NodeKind::Table { .. }) {
            let range = work.document.range(block);
            let glued = previous.filter(|&before| {
                *work.document.kind(before) == NodeKind::Paragraph
                    && work
                        .slice(TextRange::new(work.document.range(before).end as usize, range.start as usize))
                        .matches('\n')
                        .count()
                        < 2
            });
            if glued.is_some() {
                let start = range.start as usize;
                let fix = Fix::safe("Insert a blank line", vec![Edit::insert(start, "\n")]);
                let message = "no blank line stands before the table: pandoc takes it for text of the paragraph";
                checker.report(checker.found(TextRange::empty(start), message).fix(fix));
            }
            swallowed(checker, block);
        }
        previous = Some(block);
    }
}

/// Text right below a table is taken for a row of it.
fn swallowed(checker: &mut Checker<'_>, table: NodeId) {
    let work = checker.work;
    if work.slice(work.document.range(table)).trim_start().starts_with('<') {
        return;
    }
    let rows: Vec<TextRange> = work.document.children(table).skip(1).map(|row| line_of(work, row)).collect();
    for (index, &line) in rows.iter().enumerate() {
        let text = work.slice(line);
        // A line that pandoc reads as the caption of the table above it stands where it should.
        let caption = text.trim_start().starts_with(':') || text.trim_start().to_lowercase().starts_with("table");
        if text.contains('|') || text.trim().is_empty() || caption {
            continue;
        }
        let found = checker.found(line, "no blank line stands after the table: this text is a row of it");
        let rest = &rows[index..];
        let last = rest.last().copied().unwrap_or(line);
        // Rows below the text would lose their table.
        let ends_table = rest.iter().all(|&row| !work.slice(row).contains('|'));
        // All rows of the edit stop being rows, and the line feed before ends the table.
        let edit = line.start.checked_sub(1).map(|start| {
            let range = TextRange { start, end: last.end };
            Edit::replace(range, format!("\n{}", work.slice(range)))
        });
        let fix = edit.filter(|_| ends_table).map(|edit| Fix::safe("Insert a blank line", vec![edit]));
        checker.report(match fix {
            Some(fix) => found.fix(fix),
            None => found,
        });
        return;
    }
}

/// `table-header`.
pub fn header(checker: &mut Checker<'_>) {
    let work = checker.work;
    for (table, _) in tables(work) {
        let Some(row) = work.document.children(table).next() else { continue };
        let mut seen: BTreeMap<String, TextRange> = BTreeMap::new();
        for (index, cell) in work.document.children(row).enumerate() {
            let text = work.plain(cell);
            let inlines = work.document.children(cell).map(|node| work.document.range(node));
            let range = inlines.reduce(TextRange::cover).unwrap_or(work.document.range(cell));
            let image =
                work.document.descendants(cell).any(|node| matches!(work.document.kind(node), NodeKind::Image { .. }));
            // The corner above the row headings may be empty.
            if text.is_empty() && index > 0 && !image {
                checker.flag(range, format!("column {} of the table has no heading", index + 1));
            } else if !text.is_empty()
                && let Some(first) = seen.insert(text.to_lowercase(), range)
            {
                let found = checker.found(range, format!("two columns are headed `{text}`"));
                checker.report(found.related(first, "the first of them"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::written_cells;

    #[test]
    fn cells_are_counted_as_written() {
        assert_eq!(written_cells("| a | b |").len(), 2);
        assert_eq!(written_cells("a | b").len(), 2);
        assert_eq!(written_cells(r"| a \| x | b |  ").len(), 2);
        assert_eq!(written_cells("| a | b | c").len(), 3);
        assert_eq!(written_cells("| a |").len(), 1);
        assert_eq!(written_cells("|").len(), 1);
        assert_eq!(written_cells("| a | |"), [" a ", " "]);
    }
}
