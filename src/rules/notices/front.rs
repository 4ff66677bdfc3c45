//! The short notice on the cover, and the full one it points at.

use std::sync::LazyLock;

use regex::Regex;

use crate::rules::Checker;
use crate::source::TextRange;
use crate::work_product::notices::{NoticeSentence, Statement};
use crate::work_product::{Generation, LabelKind, PassageKind, Role, Section, WorkProduct};

/// The notices on the cover, where the full notice stands elsewhere.
fn short<'a>(checker: &mut Checker<'a>) -> Option<(&'a Section, &'a NoticeSentence)> {
    let work = checker.work;
    let front = work.labelled(LabelKind::Notices).find(|section| section.role == Role::Cover);
    let full = work.notices.stating(Statement::Permission).next();
    // A full notice on the cover is told of where it stands twice.
    let found = front.zip(full).filter(|(front, full)| !front.body.contains(full.range));
    if found.is_none() {
        checker.not_applicable("the cover carries no short notice");
    }
    found
}

/// `notice-short-form`.
pub fn short_form(checker: &mut Checker<'_>) {
    let Some((front, full)) = short(checker) else { return };
    let work = checker.work;
    let on_cover = |statement| work.notices.stating(statement).any(|sentence| front.body.contains(sentence.range));
    let copyright = work.notices.copyright.iter().any(|line| front.body.contains(line.range));
    let since_2025 = work.generation == Generation::G3;
    let mut absent = Vec::new();
    if !copyright {
        absent.push("the copyright line");
    }
    if !since_2025 && !on_cover(Statement::Distribution) {
        absent.push("`Distributed under the terms of the OASIS IPR Policy.`");
    }
    if pointer(work, front.body).is_none() {
        absent.push("the sentence that points at the full notice");
    }
    if !absent.is_empty() {
        let found = checker.found(front.text_range, format!("the notice on the cover lacks {}", absent.join(" and ")));
        checker.report(found.related(full.range, "the full notice").help("write the short notice of the template"));
    }
}

static POINTER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)\bsee\b(?:[^.]{0,80}?\b(?P<named>(?:appendix|annex)\s+(?P<mark>[A-Z]|\d{1,2})\b)|[^.]{0,60}?\bnotices\b)",
    )
    .expect("valid pattern")
});

/// Words that send the reader to the full notice, and the letter they name.
struct Pointer {
    range: TextRange,
    named: Option<(String, TextRange)>,
}

fn pointer(work: &WorkProduct, within: TextRange) -> Option<Pointer> {
    let passages = work.passages.iter().filter(|passage| within.contains(passage.range));
    passages.filter(|passage| passage.kind == PassageKind::Paragraph).find_map(|passage| {
        let found = POINTER.captures(passage.text())?;
        let named = found.name("mark").zip(found.name("named"));
        Some(Pointer {
            range: passage.source(found.get(0)?.range()),
            named: named.map(|(mark, whole)| (mark.as_str().to_owned(), passage.source(whole.range()))),
        })
    })
}

/// The annex or appendix that holds an offset.
fn appendix_at(work: &WorkProduct, offset: u32) -> Option<&Section> {
    let mut index = work.outline.section_at(offset)?;
    loop {
        let section = work.outline.sections.get(index)?;
        if section.number.as_ref().is_some_and(|number| number.keyword.is_some()) {
            return Some(section);
        }
        index = section.parent?;
    }
}

fn mark(section: &Section) -> Option<&str> {
    section.number.as_ref()?.parts.first().map(String::as_str)
}

/// `notice-pointer-resolves`.
pub fn pointer_resolves(checker: &mut Checker<'_>) {
    let work = checker.work;
    let front = work.labelled(LabelKind::Notices).find(|section| section.role == Role::Cover);
    let Some(pointer) = front.and_then(|front| pointer(work, front.body)) else {
        return checker.not_applicable("the cover points at no notice");
    };
    // What is assembled elsewhere has its annexes in other files.
    if work.outline.body().next().is_none() {
        return checker.not_applicable("the document is a fragment");
    }
    let full = work.notices.stating(Statement::Permission).find(|sentence| !work.cover.range.contains(sentence.range));
    let Some(full) = full else {
        let range = pointer.named.map_or(pointer.range, |(_, range)| range);
        let found = checker.found(range, "the document has no full notice for the cover to point at");
        return checker.report(found.help("add the appendix `Notices` of the template"));
    };
    let (Some((named, range)), Some(holder)) = (pointer.named, appendix_at(work, full.range.start)) else { return };
    let Some(letter) = mark(holder).filter(|letter| !letter.eq_ignore_ascii_case(&named)) else { return };
    let found = checker.found(range, format!("the full notice does not stand there but in `{}`", holder.text));
    checker.report(found.related(holder.text_range, "here").help(format!("point at `{letter}`")));
}
