//! The form of the table of contents: its title, its place, its depth.

use crate::rules::Checker;
use crate::source::{Edit, Fix};
use crate::work_product::{Role, Section, WorkProduct};

const TITLE: &str = "Table of Contents";

/// `toc-title`.
pub fn title(checker: &mut Checker<'_>) {
    let work = checker.work;
    let Some(index) = work.outline.contents else {
        checker.not_applicable("the document has no table of contents with a heading");
        return;
    };
    let section = &work.outline.sections[index];
    if let Some(number) = &section.number {
        let found = checker.found(number.range, "the table of contents has a section number");
        checker.report(found.help("delete the number: the contents are no section"));
    }
    if section.title == TITLE {
        return;
    }
    let found = checker.found(section.text_range, format!("the heading is `{TITLE}`, not `{}`", section.title));
    let linked = work.anchors.slugs.get(index).is_some_and(|(slug, _)| {
        work.links.iter().any(|link| link.url.strip_prefix('#').is_some_and(|fragment| fragment == slug))
    });
    let plain = work.slice(section.text_range) == section.title;
    let fix = Fix::safe(format!("write `{TITLE}`"), vec![Edit::replace(section.text_range, TITLE)]);
    checker.report(if plain && !linked { found.fix(fix) } else { found });
}

/// `toc-position`.
pub fn position(checker: &mut Checker<'_>) {
    let work = checker.work;
    let Some(contents) = &work.contents else {
        checker.not_applicable("the document has no table of contents");
        return;
    };
    let place = contents.section.and_then(|at| work.outline.sections.get(at)).map_or(contents.range, |s| s.text_range);
    let title = work.outline.title.and_then(|at| work.outline.sections.get(at));
    if let Some(title) = title.filter(|title| place.end <= title.range.start) {
        let found = checker.found(place, "the table of contents stands before the title");
        checker.report(found.related(title.text_range, "the title"));
    } else if let Some(section) = first_numbered(work).filter(|section| section.range.start < place.start) {
        let found = checker.found(place, "the table of contents stands behind the first section");
        let found = found.related(section.text_range, "the first section");
        checker.report(found.help("put it between the cover page and the first numbered section"));
    }
}

/// The first section numbered 1, whatever stands around it.
fn first_numbered(work: &WorkProduct) -> Option<&Section> {
    let is_one = |section: &&Section| {
        section.level <= work.outline.base_level
            && section.number.as_ref().is_some_and(|number| number.keyword.is_none() && number.parts == ["1"])
    };
    work.outline.sections.iter().find(is_one)
}

/// Levels a table of contents shows at least, where the document has them.
const FEWEST_LEVELS: u8 = 2;
/// Levels it shows at most.
const MOST_LEVELS: u8 = 5;

/// `toc-depth`.
pub fn depth(checker: &mut Checker<'_>) {
    let work = checker.work;
    let Some(contents) = work.contents.as_ref().filter(|contents| contents.entries.iter().any(|e| e.link.is_some()))
    else {
        checker.not_applicable("the document has no table of contents with links");
        return;
    };
    let of_entry = |link: usize| {
        let fragment = work.links.get(link)?.url.strip_prefix('#')?;
        let section = work.outline.sections.get(work.anchors.get(fragment)?.section?)?;
        matches!(section.role, Role::Section | Role::Appendix).then_some(section.depth)
    };
    let shown = contents.entries.iter().filter_map(|entry| of_entry(entry.link?)).max();
    let Some(shown) = shown else {
        checker.not_applicable("no entry of the table of contents leads to a section");
        return;
    };
    let numbered = |(index, section): (usize, &Section)| work.outline.section_number(index).map(|_| section.depth);
    let deepest = work.outline.body().filter_map(numbered).max().unwrap_or(shown);
    let place = contents.section.and_then(|at| work.outline.sections.get(at)).map_or(contents.range, |s| s.text_range);
    checker.compared(shown.to_string(), format!("{FEWEST_LEVELS} to {MOST_LEVELS}"));
    if shown < FEWEST_LEVELS.min(deepest) {
        let message = format!("the table of contents shows {shown} level of sections, the document has {deepest}");
        checker.flag(place, message);
    } else if shown > MOST_LEVELS {
        let message = format!("the table of contents shows {shown} levels of sections");
        checker.report(checker.found(place, message).help(format!("show at most {MOST_LEVELS}")));
    }
}
