//! How a heading is written.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::Severity;
use crate::markdown::{IdForm, NodeId, NodeKind, visible};
use crate::rules::Checker;
use crate::rules::links::certainty;
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::{Outline, Role, Section};

pub(super) fn in_body(section: &Section) -> bool {
    matches!(section.role, Role::Section | Role::Appendix)
}

/// Headings that lie more than one level below the heading before them, with that heading.
fn level_skips(outline: &Outline) -> Vec<(&Section, &Section)> {
    let all: Vec<&Section> = outline.body().map(|(_, section)| section).filter(|section| !section.is_tag()).collect();
    let pairs = all.windows(2).filter_map(|pair| <[&Section; 2]>::try_from(pair).ok());
    pairs.filter(|[above, section]| section.level > above.level + 1).map(|[above, section]| (above, section)).collect()
}

/// The headings that `heading-level-skip` reports.
pub(super) fn skips(outline: &Outline) -> HashSet<NodeId> {
    level_skips(outline).into_iter().map(|(_, section)| section.node).collect()
}

/// `heading-level-skip`.
pub fn level_skip(checker: &mut Checker<'_>) {
    for (above, section) in level_skips(&checker.work.outline) {
        let message = format!("level {} follows level {}", section.level, above.level);
        let found = checker.found(section.text_range, message).related(above.text_range, "the heading before");
        checker.report(found.help(format!("give the heading {} `#`", above.level + 1)));
    }
}

/// `heading-escape-residue`.
pub fn escape_residue(checker: &mut Checker<'_>) {
    let work = checker.work;
    for section in &work.outline.sections {
        let setext = matches!(work.document.kind(section.node), NodeKind::Heading { setext: true, .. });
        if section.role == Role::Cover || setext || !work.slice(section.range).contains('\\') {
            continue;
        }
        let mut escapes = Vec::new();
        for node in work.document.descendants(section.node) {
            if matches!(work.document.kind(node), NodeKind::Text { .. }) {
                needless_escapes(work.slice(work.document.range(node)), work.document.range(node), &mut escapes);
            }
        }
        let Some(&first) = escapes.first() else { continue };
        escapes.truncate(MAX_EDITS);
        let edits = escapes.iter().map(|range| Edit::delete(TextRange { start: range.start, end: range.start + 1 }));
        let fix = Fix::safe("delete the backslash", edits.collect());
        let message = format!("`{}` needs no backslash in a heading", work.slice(first).trim_start_matches('\\'));
        checker.report(checker.found(first, message).fix(fix));
    }
}

/// Most edits of one fix; what is left is mended in the next round.
const MAX_EDITS: usize = 64;

/// Escapes of characters that mean nothing in a heading.
fn needless_escapes(slice: &str, range: TextRange, found: &mut Vec<TextRange>) {
    let bytes = slice.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let Some(&next) = bytes.get(at + 1).filter(|_| byte == b'\\') else {
            at += 1;
            continue;
        };
        let after = bytes.get(at + 2).copied();
        let inner = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_alphanumeric());
        let needless = match next {
            b'.' | b'-' | b'(' | b')' | b',' | b'+' | b'=' | b'\'' | b'"' | b'/' | b'%' | b'?' | b';' => true,
            b'!' => after.is_some_and(|b| b != b'['),
            b'_' => inner(at.checked_sub(1).and_then(|i| bytes.get(i)).copied()) && inner(after),
            b'&' => after == Some(b' '),
            _ => false,
        };
        if needless {
            found.push(range.inside(at..at + 2));
        }
        at += 2;
    }
}

/// `heading-emphasis-wrapped`.
pub fn emphasis_wrapped(checker: &mut Checker<'_>) {
    let work = checker.work;
    for section in &work.outline.sections {
        if !matches!(section.role, Role::Section | Role::Appendix | Role::Title) || section.is_tag() {
            continue;
        }
        let Some((outer, edits)) = wrapping(checker, section.node) else { continue };
        let fix = Fix::safe("delete the emphasis", edits);
        checker.report(checker.found(outer, "the whole heading is emphasized").fix(fix));
    }
}

/// The emphasis around the whole of a node, and the edits that delete its marks.
fn wrapping(checker: &Checker<'_>, mut node: NodeId) -> Option<(TextRange, Vec<Edit>)> {
    let document = &checker.work.document;
    let (mut outer, mut edits) = (None, Vec::new());
    loop {
        let mut children = document.children(node).filter(|&child| !is_blank(checker, child));
        let (Some(only), None) = (children.next(), children.next()) else { break };
        if !matches!(document.kind(only), NodeKind::Strong | NodeKind::Emphasis) {
            break;
        }
        let range = document.range(only);
        // A tag such as `<b>` is folded into the same node; its marks are not ours to count.
        if !checker.work.slice(range).starts_with(['*', '_']) {
            break;
        }
        let inner = document.children(only).map(|child| document.range(child)).reduce(TextRange::cover)?;
        edits.push(Edit::delete(TextRange { start: range.start, end: inner.start }));
        edits.push(Edit::delete(TextRange { start: inner.end, end: range.end }));
        outer.get_or_insert(range);
        node = only;
    }
    outer.map(|outer| (outer, edits))
}

fn is_blank(checker: &Checker<'_>, node: NodeId) -> bool {
    matches!(checker.work.document.kind(node), NodeKind::Text { .. })
        && checker.work.document.literal(node, checker.work.text()).trim().is_empty()
}

/// A heading that is a sentence has its own rule.
fn is_sentence(section: &Section) -> bool {
    let words = section.title.split_whitespace().count();
    words > 5 && section.title.ends_with('.') && !ends_in_abbreviation(&section.title)
}

/// The template's own heading of 24 words, which some of its copies end in a colon.
pub(super) fn is_guidelines(section: &Section) -> bool {
    section.title.starts_with("Guidelines on usage of")
}

fn ends_in_abbreviation(title: &str) -> bool {
    ["...", "etc.", "e.g.", "i.e.", "Inc.", "Corp.", "Ltd."].iter().any(|ending| title.ends_with(ending))
}

/// `heading-trailing-punctuation`.
pub fn trailing_punctuation(checker: &mut Checker<'_>) {
    let work = checker.work;
    for section in work.outline.sections.iter().filter(|s| in_body(s) && !s.title.is_empty()) {
        if is_sentence(section)
            || section.label.is_some()
            || is_guidelines(section)
            || ends_in_abbreviation(&section.title)
        {
            continue;
        }
        let Some(last) = section.title.chars().last().filter(|c| matches!(c, '.' | ':' | ';' | ',' | '*')) else {
            continue;
        };
        let seen = visible(&work.document, section.node, work.text());
        let end = seen.text.trim_end().len();
        let at = end.saturating_sub(last.len_utf8());
        if seen.is_code(at) {
            continue;
        }
        let mut range = seen.source(at..end);
        if work.slice(range) != last.to_string() {
            continue;
        }
        let shown = range;
        if work.text().get(..range.start as usize).is_some_and(|before| before.ends_with('\\')) {
            range.start -= 1;
        }
        let found = checker.found(shown, format!("the heading ends in `{last}`"));
        let found = if last == '*' { found.help("remove it, or put the one that opens the emphasis") } else { found };
        checker.report(found.fix(Fix::safe(format!("delete the `{last}`"), vec![Edit::delete(range)])));
    }
}

/// Most words of a heading that is no sentence.
pub(super) const MAX_WORDS: usize = 15;

/// `heading-content-sentence`.
pub fn content_sentence(checker: &mut Checker<'_>) {
    let date = checker.work.cover.date.as_ref().map(|date| date.range);
    for section in &checker.work.outline.sections {
        let cover = section.role == Role::Cover && section.label.is_none();
        // A date line that tells the history of the document is no sentence.
        if (!in_body(section) && !cover) || Some(section.text_range) == date {
            continue;
        }
        let words = section.title.split_whitespace().filter(|word| is_word(word)).count();
        let long = in_body(section) && words > MAX_WORDS && section.label.is_none() && !is_guidelines(section);
        if is_sentence(section) {
            let found = checker.found(section.text_range, "the heading ends in a full stop, as a sentence does");
            checker.report(found.help("move the sentence into the text, or delete the full stop"));
        } else if long {
            let found = checker.found(section.text_range, format!("the heading has {words} words"));
            checker
                .report(found.at_most(Severity::Info).help("name the section in fewer, and say the rest in the text"));
        }
    }
}

/// Whether a token is a word, and not a piece of a formula or an address: letters, hyphens, apostrophes.
fn is_word(token: &str) -> bool {
    let bare = token.trim_matches(|c: char| !c.is_alphanumeric());
    bare.starts_with(char::is_alphabetic) && bare.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'))
}

static ATTRIBUTE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[ \t]*\{#[^}\n]*\}").expect("valid pattern"));

/// `heading-anchor-residue`.
pub fn anchor_residue(checker: &mut Checker<'_>) {
    let work = checker.work;
    for section in &work.outline.sections {
        let slice = work.slice(section.range);
        if !slice.contains("{#") {
            continue;
        }
        let explicit = &work.document.explicit_ids;
        let from = explicit.partition_point(|id| id.range.start < section.range.start);
        let own = explicit.iter().skip(from).take_while(|id| id.range.end <= section.range.end);
        for id in own.filter(|id| id.form == IdForm::Attribute && is_export(&id.id)) {
            let Some(found) = ATTRIBUTE.find_iter(slice).find(|m| section.range.inside(m.range()).contains(id.range))
            else {
                continue;
            };
            let range = section.range.inside(found.range());
            let shown = section.range.inside(found.end() - found.as_str().trim_start().len()..found.end());
            let message = format!("`#{}` is an anchor of a word processor's export", id.id);
            checker
                .report(checker.found(shown, message).fix(Fix::risky("delete the anchor", vec![Edit::delete(range)])));
        }
    }
}

/// Characters no hand-written id has.
fn is_export(id: &str) -> bool {
    id.contains([',', '&', '/', ':', '’', '(', ')', '?', '\\']) || (id.contains('.') && id.contains('-'))
}

/// `heading-spacing`.
pub fn spacing(checker: &mut Checker<'_>) {
    let work = checker.work;
    let newline = if work.text().contains("\r\n") { "\r\n" } else { "\n" };
    for section in &work.outline.sections {
        let NodeKind::Heading { setext, .. } = *work.document.kind(section.node) else { continue };
        let slice = work.slice(section.range);
        if section.text.is_empty() && !has_image(checker, section) {
            checker.flag(section.range, "a heading without text");
            continue;
        }
        if setext {
            if crate::rules::structure::is_underlined_title(work, section) {
                checker.flag(section.text_range, "an underlined heading: write it with `#`");
            }
            continue;
        }
        let hashes = slice.len() - slice.trim_start_matches('#').len();
        let rest = slice.get(hashes..).unwrap_or_default();
        let gap = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        if gap != 1 {
            let range = section.range.inside(hashes..hashes + gap);
            let fix = Fix::safe("leave one space", vec![Edit::replace(range, " ")]);
            let found = checker.found(range, "more than one space between `#` and the heading").fix(fix);
            checker.report(found);
        }
        closing_hashes(checker, section);
        if in_body(section) {
            blank_lines(checker, section, newline);
        }
    }
    glued_hashes(checker);
}

fn has_image(checker: &Checker<'_>, section: &Section) -> bool {
    let document = &checker.work.document;
    document.descendants(section.node).any(|node| matches!(document.kind(node), NodeKind::Image { .. }))
}

fn closing_hashes(checker: &mut Checker<'_>, section: &Section) {
    let tail = TextRange { start: section.text_range.end, end: section.range.end };
    let slice = checker.work.slice(tail);
    let hashes = slice.trim_end();
    if hashes.trim_start().is_empty() || !hashes.trim_start().chars().all(|c| c == '#') {
        return;
    }
    let blank = hashes.len() - hashes.trim_start().len();
    let found = checker.found(tail.inside(blank..hashes.len()), "closing `#` behind the heading");
    let fix = Fix::safe("delete the closing `#`", vec![Edit::delete(tail.inside(0..hashes.len()))]);
    checker.report(found.fix(fix));
}

fn blank_lines(checker: &mut Checker<'_>, section: &Section, newline: &str) {
    let prose = checker.work.sources.prose();
    let line = prose.line_index(section.range.start);
    let first = prose.line_range(line);
    let is_blank = |index: usize| prose.slice(prose.line_range(index)).trim().is_empty();
    if line > 0 && !is_blank(line - 1) && !follows_front_matter(checker, section) {
        let fix = Fix::safe("insert a blank line", vec![Edit::insert(first.start as usize, newline)]);
        let found =
            checker.found(section.text_range, "no blank line before the heading").at_most(Severity::Info).fix(fix);
        checker.report(found);
    } else if line + 1 < prose.line_count() && !is_blank(line + 1) {
        let next = prose.line_range(line + 1);
        let fix = Fix::safe("insert a blank line", vec![Edit::insert(next.start as usize, newline)]);
        let found =
            checker.found(section.text_range, "no blank line after the heading").at_most(Severity::Info).fix(fix);
        checker.report(found);
    }
}

fn follows_front_matter(checker: &Checker<'_>, section: &Section) -> bool {
    let Some(front) = &checker.work.front_matter else { return false };
    let between = checker.work.text().get(front.range.end as usize..section.range.start as usize);
    between.is_some_and(|between| between.trim().is_empty())
}

static GLUED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^#{2,6}[^\s#!]").expect("valid pattern"));

/// `##Title` is a paragraph.
fn glued_hashes(checker: &mut Checker<'_>) {
    let document = &checker.work.document;
    for block in document.blocks() {
        if *document.kind(block) != NodeKind::Paragraph {
            continue;
        }
        let range = document.range(block);
        if GLUED.is_match(checker.work.slice(range)) {
            let slice = checker.work.slice(range);
            let hashes = slice.len() - slice.trim_start_matches('#').len();
            let found =
                checker.found(range.inside(0..hashes), "no space between `#` and the heading: it is a paragraph");
            checker.report(found.help("put a space behind the `#`"));
        }
    }
}

/// Most sections of level 1 that are reported one by one.
const MAX_SINGLE: usize = 3;

/// `single-h1-cosai`: the table of contents by itself, and sections that all begin at level 1 together.
pub fn single_h1(checker: &mut Checker<'_>) {
    let outline = &checker.work.outline;
    let first = outline.title.or_else(|| outline.sections.iter().position(|s| s.level == 1));
    let others = outline.sections.iter().enumerate().filter(|(index, s)| s.level == 1 && Some(*index) != first);
    let is_setext =
        |section: &Section| matches!(checker.work.document.kind(section.node), NodeKind::Heading { setext: true, .. });
    let (contents, sections): (Vec<&Section>, Vec<&Section>) =
        others.map(|(_, section)| section).partition(|section| section.role == Role::Contents && !is_setext(section));
    let most = certainty(checker.work);
    for section in contents {
        let fix = Fix::safe("make it a section", vec![Edit::insert(section.range.start as usize, "#")]);
        checker.report(checker.found(section.text_range, alone(section)).fix(fix).at_most(most));
    }
    let count = sections.len();
    for section in sections.into_iter().take(if count > MAX_SINGLE { 1 } else { MAX_SINGLE }) {
        let message = if count > MAX_SINGLE {
            format!("{count} sections are of level 1, as only the title should be; this is the first")
        } else {
            alone(section)
        };
        let found = checker
            .found(section.text_range, message)
            .help("only the title is of level 1: sections start with `##`, and what is below them with one `#` more");
        checker.report(found.at_most(most));
    }
}

fn alone(section: &Section) -> String {
    match shorten(&section.text) {
        name if name.is_empty() => "a heading without text is of level 1, as only the title should be".to_owned(),
        name => format!("`{name}` is of level 1, as only the title should be"),
    }
}

/// The beginning of a text, for a message.
fn shorten(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
