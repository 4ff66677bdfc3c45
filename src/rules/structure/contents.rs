//! The table of contents against the headings.

use std::collections::HashSet;
use std::sync::LazyLock;

use foldhash::{HashMap, HashMapExt};
use regex::Regex;

use crate::diagnostic::Severity;
use crate::markdown::NodeKind;
use crate::rules::Checker;
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::{Contents, ContentsEntry, Number, Section, Target, WorkProduct, percent_decoded};

use super::parts::{is_guess, is_incomplete, nowhere};

/// `toc-present`.
pub fn present(checker: &mut Checker<'_>) {
    let there = checker.work.outline.contents.is_some() || checker.work.contents.is_some();
    if there || is_incomplete(checker) {
        return;
    }
    let work = checker.work;
    if PLACEHOLDER.is_match(work.text()) {
        checker.not_applicable("a placeholder stands for the table of contents");
        return;
    }
    let found = checker.found(nowhere(work), "there is no table of contents");
    checker.report(found.help("add a section `Table of Contents` with a link to every section"));
}

static PLACEHOLDER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?mi)\\?\[\\?\[TOC\b[^\]\n]*\]\\?\]|\[\[_TOC_\]\]|^\s*\[TOC\]\s*$|<tocHere\s*/?>")
        .expect("valid pattern")
});

/// What every placeholder contains.
static MACRO: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i-u)\[TOC|_TOC_|<tocHere").expect("valid pattern"));

/// `toc-placeholder`.
pub fn placeholder(checker: &mut Checker<'_>) {
    let work = checker.work;
    let document = &work.document;
    let mut found_one = false;
    let candidates = MACRO.is_match(work.text()).then(|| document.descendants(document.root()));
    for block in candidates.into_iter().flatten() {
        let kind = document.kind(block);
        if !matches!(kind, NodeKind::Paragraph | NodeKind::HtmlBlock | NodeKind::Heading { .. }) {
            continue;
        }
        let range = document.range(block);
        if !work.slice(range).contains(['[', '<']) {
            continue;
        }
        for found in PLACEHOLDER.find_iter(work.slice(range)) {
            let trimmed = found.as_str().trim();
            let from = found.start() + found.as_str().len() - found.as_str().trim_start().len();
            let place = range.inside(from..from + trimmed.len());
            if is_code(work, place) {
                continue;
            }
            found_one = true;
            let found = checker.found(place, format!("`{trimmed}` stands in place of the table of contents"));
            checker.report(found.help(LIST));
        }
    }
    if let Some(section) = work.outline.contents.map(|index| &work.outline.sections[index])
        && !found_one
        && work.contents.as_ref().is_some_and(|contents| contents.entries.is_empty())
        && section.blocks.iter().all(|&b| matches!(document.kind(b), NodeKind::HtmlBlock | NodeKind::ThematicBreak))
    {
        checker.report(checker.found(section.text_range, "the table of contents is empty").help(LIST));
    }
}

/// What belongs in a table of contents.
const LIST: &str = "list the sections with links to them, as in `- [1. Introduction](#1-introduction)`";

fn is_code(work: &WorkProduct, range: TextRange) -> bool {
    let before = work.text().get(..range.start as usize);
    before.is_some_and(|before| before.ends_with('`'))
}

/// What an entry means.
struct Resolved<'a> {
    entry: &'a ContentsEntry,
    section: Option<usize>,
}

/// Words of a title, without the marks and the page number a processor leaves.
fn fold(text: &str) -> String {
    let text = text.split_once("{#").map_or(text, |(text, _)| text);
    let mut folded = String::with_capacity(text.len());
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded.to_lowercase()
}

fn resolve<'a>(work: &WorkProduct, contents: &'a Contents) -> Vec<Resolved<'a>> {
    let section = |entry: &ContentsEntry| {
        let Target::Fragment(fragment) = work.links.get(entry.link?)?.target() else { return None };
        work.anchors.get(fragment).or_else(|| work.anchors.get(&fragment.to_lowercase()))?.section
    };
    contents.entries.iter().map(|entry| Resolved { entry, section: section(entry) }).collect()
}

/// Sections by their folded text.
fn by_text(work: &WorkProduct) -> HashMap<String, usize> {
    let mut found = HashMap::new();
    for (index, section) in work.outline.sections.iter().enumerate() {
        found.entry(fold(&section.text)).or_insert(index);
    }
    found
}

/// Sections by the folded words of their titles; none where several have the same.
fn by_title(work: &WorkProduct) -> HashMap<String, Option<usize>> {
    let mut found = HashMap::new();
    for (index, section) in work.outline.body().filter(|(_, section)| !section.title.is_empty()) {
        found.entry(fold(&section.title)).and_modify(|known| *known = None).or_insert(Some(index));
    }
    found
}

/// The words of an entry without `3.4.2` or `Appendix C.` before them.
fn without_number(entry: &str) -> &str {
    let (first, rest) = entry.trim().split_once(char::is_whitespace).unwrap_or(("", entry));
    let is_keyword = ["appendix", "annex"].iter().any(|word| first.eq_ignore_ascii_case(word));
    match rest.trim_start().split_once(char::is_whitespace) {
        Some((_, words)) if is_keyword => words,
        _ if first.contains(|c: char| c.is_ascii_digit()) => rest,
        _ => entry,
    }
}

/// `toc-matches-headings`.
pub fn matches(checker: &mut Checker<'_>) {
    if is_guess(checker) {
        return;
    }
    let work = checker.work;
    let Some(contents) = work.contents.as_ref().filter(|contents| !contents.entries.is_empty()) else {
        checker.not_applicable("the document has no table of contents");
        return;
    };
    let (texts, titles) = (by_text(work), by_title(work));
    let sections = &work.outline.sections;
    let mut listed = vec![false; sections.len()];
    let mut unmatched = Unmatched::default();
    let mut last: Option<usize> = None;
    for Resolved { entry, section } in resolve(work, contents) {
        let text = fold(&entry.text);
        let same_text = texts.get(&text).copied();
        let Some(section) = section.or(same_text) else {
            let title = fold(without_number(&entry.text));
            // A section that got another number leaves its old one to the next.
            if titles.contains_key(&title) {
                unmatched.titles.insert(title);
            } else {
                unmatched.numbers.extend(leading_number(&entry.text));
            }
            if entry.link.is_none() && !text.is_empty() {
                let found = checker.found(entry.text_range, format!("no heading says `{}`", entry.text));
                checker.report(found.help("write the entry as its heading stands, or delete it"));
            }
            continue;
        };
        listed[section] = true;
        let heading = &sections[section];
        // `1.1 [Scope](#scope)`: the number stands before the link.
        let number = (fold(&heading.title) == text).then(|| number_before(work, entry));
        if let Some(Some(written)) = &number
            && let Some(actual) = heading.number.as_ref().map(Number::dotted).filter(|actual| actual != written)
        {
            let message = format!("the entry says {written}, the heading {actual}");
            let found = checker.found(entry.text_range, message).related(heading.text_range, "the heading");
            checker.report(found.help("number the entry as the heading"));
        } else if let Some(page) = page_number(&text, heading) {
            let message = format!("the entry shows the page number {page}");
            checker
                .report(checker.found(entry.text_range, message).help("delete it: pages are numbered in print alone"));
        } else if number.is_none() && fold(&heading.text) != text {
            let message = format!("the entry says `{}`, the heading `{}`", entry.text, heading.text);
            let found = checker.found(entry.text_range, message).related(heading.text_range, "the heading");
            checker.report(found.help("write the entry as the heading, or the heading as the entry"));
        }
        if last.is_some_and(|last| section < last) {
            let found = checker.found(entry.text_range, "the entry stands behind that of a later section");
            checker.report(found.related(heading.text_range, "the heading"));
        }
        last = Some(section);
    }
    for found in missing(checker, contents, &listed, &unmatched) {
        checker.report(found);
    }
}

/// What a word processor left behind the words of a heading.
fn page_number<'a>(entry: &'a str, heading: &Section) -> Option<&'a str> {
    let (words, page) = entry.rsplit_once(' ')?;
    let is_page = page.bytes().all(|byte| byte.is_ascii_digit()) && fold(&heading.text) == words;
    is_page.then_some(page)
}

/// The number of several components that stands before the link of an entry; `1.` may count the lines of a list.
fn number_before(work: &WorkProduct, entry: &ContentsEntry) -> Option<String> {
    let link = work.links.get(entry.link?)?;
    let before = work.text().get(..link.range.start as usize)?;
    let own = before.get(before.rfind('\n').map_or(0, |at| at + 1)..)?;
    let number = own.split_whitespace().next_back()?.trim_end_matches('.');
    let component = |part: &str| part.len() == 1 || part.bytes().all(|byte| byte.is_ascii_digit());
    (number.contains('.') && number.split('.').all(component)).then(|| number.to_owned())
}

/// What the entries say that no heading says: `toc-anchors-resolve` reports those with links.
#[derive(Default)]
struct Unmatched {
    /// Numbers of entries whose title no section has.
    numbers: HashSet<String>,
    /// Titles of sections that have another number.
    titles: HashSet<String>,
}

fn leading_number(text: &str) -> Option<String> {
    let number: String = text.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    let number = number.trim_end_matches('.').to_owned();
    (!number.is_empty()).then_some(number)
}

/// Headings the table leaves out although it lists most of their level.
fn missing(
    checker: &Checker<'_>,
    contents: &Contents,
    listed: &[bool],
    unmatched: &Unmatched,
) -> Vec<crate::diagnostic::Diagnostic> {
    let outline = &checker.work.outline;
    let behind = |index: usize| outline.sections[index].range.start >= contents.range.end;
    let mut counts = [(0_usize, 0_usize); 8];
    for (index, section) in outline.body().filter(|(index, _)| behind(*index)) {
        if let Some(count) = counts.get_mut(section.depth as usize) {
            count.0 += usize::from(listed[index]);
            count.1 += 1;
        }
    }
    let numbers = outline.body().any(|(index, _)| listed[index] && outline.section_number(index).is_some());
    // Sections of the first level are listed whatever else is.
    let declared =
        |depth: u8| counts.get(depth as usize).is_some_and(|&(some, all)| some * 2 > all || (depth == 1 && some > 1));
    let mut reports = Vec::new();
    for (index, section) in outline.body().filter(|(index, _)| behind(*index)) {
        let parent_listed = section.parent.is_none_or(|p| listed[p] || Some(p) == outline.title);
        let renamed = unmatched.titles.contains(&fold(&section.title))
            || section.number.as_ref().is_some_and(|number| unmatched.numbers.contains(&number.dotted()));
        // Between numbered sections the others are steps and labels.
        let minor = numbers && section.depth > 1 && outline.section_number(index).is_none();
        if listed[index] || minor || !declared(section.depth) || !parent_listed || renamed || section.text.is_empty() {
            continue;
        }
        let message = format!("`{}` is not in the table of contents", section.text);
        let place = contents.section.map_or(contents.range, |at| outline.sections[at].text_range);
        reports.push(checker.found(section.text_range, message).related(place, "the table of contents"));
    }
    reports
}

/// `toc-anchors-resolve`.
pub fn anchors(checker: &mut Checker<'_>) {
    let work = checker.work;
    let Some(contents) = work.contents.as_ref().filter(|c| c.entries.iter().any(|e| e.link.is_some())) else {
        checker.not_applicable("the document has no table of contents with links");
        return;
    };
    let (texts, titles) = (by_text(work), by_title(work));
    for entry in &contents.entries {
        let Some(link) = entry.link.and_then(|index| work.links.get(index)) else { continue };
        let mut known_to_pandoc = false;
        let written = match link.target() {
            Target::Fragment(fragment) => match work.anchors.get(&percent_decoded(fragment)).map(|a| a.dialects) {
                Some(dialects) if dialects.explicit || dialects.github => continue,
                Some(_) => {
                    known_to_pandoc = true;
                    format!("`#{fragment}` works where pandoc builds the page; on GitHub the entry leads nowhere")
                }
                None => format!("`#{fragment}` leads nowhere"),
            },
            Target::Relative(path, None) if work.anchors.get(path).is_some() => format!("`{path}` lacks its `#`"),
            // Links without a destination have a rule of their own.
            _ => continue,
        };
        let mut found = checker.found(link.url_range, written);
        match texts.get(&fold(&entry.text)).and_then(|&section| work.anchors.slugs.get(section)) {
            Some((slug, _)) if link.url_range != link.range => {
                let edits = vec![Edit::replace(link.url_range, format!("#{slug}"))];
                let message = "lead it to the heading";
                // What GitHub finds pandoc would find no more.
                let fix = if known_to_pandoc { Fix::risky(message, edits) } else { Fix::safe(message, edits) };
                found = found.help(format!("the heading is at `#{slug}`")).fix(fix);
            }
            Some((slug, _)) => found = found.help(format!("the heading is at `#{slug}`")),
            None => {
                let renumbered = titles.get(&fold(without_number(&entry.text))).copied().flatten();
                if let Some(section) = renumbered
                    && let Some((slug, _)) = work.anchors.slugs.get(section)
                {
                    let heading = &work.outline.sections[section];
                    let help = format!("`{}` has another number; it is at `#{slug}`", heading.text);
                    found = found.help(help).related(heading.text_range, "the heading");
                }
            }
        }
        checker.report(if known_to_pandoc { found.at_most(Severity::Warning) } else { found });
    }
}

static ATTRIBUTE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\s*\{#[^}\n]*\}?").expect("valid pattern"));

/// `toc-attribute-residue`.
pub fn attribute_residue(checker: &mut Checker<'_>) {
    let work = checker.work;
    let Some(contents) = &work.contents else {
        checker.not_applicable("the document has no table of contents");
        return;
    };
    for entry in &contents.entries {
        let slice = work.slice(entry.text_range);
        let Some(residue) = slice.contains("{#").then(|| ATTRIBUTE.find(slice)).flatten() else { continue };
        let range = entry.text_range.inside(residue.range());
        let blank = residue.as_str().len() - residue.as_str().trim_start().len();
        let shown = range.inside(blank..residue.len());
        let fix = Fix::safe("delete it", vec![Edit::delete(range)]);
        checker.report(checker.found(shown, "the anchor of a heading shows in the table of contents").fix(fix));
    }
}

#[cfg(test)]
mod tests {
    use super::without_number;

    #[test]
    fn numbers_and_letters_are_no_words_of_an_entry() {
        assert_eq!(without_number("3.4.2 Tides"), "Tides");
        assert_eq!(without_number("E.1 Tides and Winds"), "Tides and Winds");
        assert_eq!(without_number("Appendix C. Tides"), "Tides");
        assert_eq!(without_number("A Tale of Tides"), "A Tale of Tides");
        assert_eq!(without_number("Tides"), "Tides");
        assert_eq!(without_number("Appendix"), "Appendix");
        assert_eq!(without_number(""), "");
    }
}
