//! The words of a heading.

use crate::markdown::NodeKind;
use crate::rules::Checker;
use crate::source::TextRange;
use crate::work_product::{Role, Section, WorkProduct};

use super::form::{MAX_WORDS, in_body, is_guidelines};

/// Most characters of a heading.
const MAX_CHARACTERS: usize = 100;

/// `heading-too-long`. One of more than fifteen words is `heading-content-sentence`'s.
pub fn too_long(checker: &mut Checker<'_>) {
    for (_, section) in checker.work.outline.body() {
        let length = section.title.chars().count();
        let words = section.title.split_whitespace().count();
        if length > MAX_CHARACTERS && words <= MAX_WORDS && !is_guidelines(section) {
            let found = checker.found(section.text_range, format!("the heading has {length} characters"));
            checker.report(found.help(format!("say it in {MAX_CHARACTERS}, and the rest in the text")));
        }
    }
}

/// `heading-no-link`.
pub fn no_link(checker: &mut Checker<'_>) {
    let work = checker.work;
    for link in work.links.iter().filter(|link| !link.image) {
        let Some(index) = work.outline.section_at(link.range.start) else { continue };
        let section = &work.outline.sections[index];
        // A label with its content in one heading has a rule of its own.
        let titled = (in_body(section) || section.role == Role::Title) && section.label.is_none();
        // `[[RFC2119](#rfc2119)]` is a citation or the anchor of a requirement.
        if titled && section.range.contains(link.range) && !section.is_tag() && !link.url.starts_with('#') {
            let found = checker.found(link.range, "a link in a heading");
            checker
                .report(found.help("set the link in the text below: it blurs the heading's anchor and the contents"));
        }
    }
}

/// Letters from which on a word is capitalized.
const MIN_LETTERS: usize = 4;
/// Fewest headings that make a habit.
const FEWEST: usize = 8;

/// `heading-title-case`: where nearly all headings capitalize their words, the others stand out.
pub fn title_case(checker: &mut Checker<'_>) {
    let work = checker.work;
    let candidates: Vec<&Section> = work
        .outline
        .body()
        .map(|(_, section)| section)
        .filter(|section| {
            let own = section.label.is_none() && !is_guidelines(section) && !TEMPLATE_TITLES.contains(&&*section.title);
            own && section.title.split_whitespace().count() > 1 && !section.is_tag()
        })
        .collect();
    let small: Vec<Option<TextRange>> = candidates.iter().map(|section| small_word(work, section)).collect();
    let odd = small.iter().flatten().count();
    if candidates.len() < FEWEST || odd * 10 > candidates.len() {
        checker.not_applicable("the headings are not in title case");
        return;
    }
    for range in small.into_iter().flatten() {
        let message = format!("`{}` begins with a small letter, the words of other headings do not", work.slice(range));
        checker.flag(range, message);
    }
}

/// The first long word of a heading that begins with a small letter, outside code.
fn small_word(work: &WorkProduct, section: &Section) -> Option<TextRange> {
    let document = &work.document;
    for node in document.children(section.node) {
        if !matches!(document.kind(node), NodeKind::Text { literal: None }) {
            continue;
        }
        let range = document.range(node);
        let mut at = 0;
        for word in work.slice(range).split(' ') {
            let plain = word.chars().all(char::is_lowercase);
            if plain && word.chars().count() >= MIN_LETTERS && !LINKING.contains(&word) {
                return Some(range.inside(at..at + word.len()));
            }
            at += word.len() + 1;
        }
    }
    None
}

/// Long words that title case leaves small.
const LINKING: [&str; 24] = [
    "about", "after", "among", "before", "between", "during", "from", "into", "onto", "over", "than", "that", "their",
    "these", "this", "through", "under", "until", "upon", "when", "where", "with", "within", "without",
];

/// Titles the templates themselves print with small letters.
const TEMPLATE_TITLES: [&str; 5] = [
    "Definitions of terms",
    "Acronyms and abbreviations",
    "Document conventions",
    "Changes from earlier versions",
    "Subsection title",
];
