//! Roles and their labels.

use crate::rules::Checker;
use crate::rules::cover::cover_place;
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::{LabelKind, RoleGroup, WorkProduct};

/// Singular and plural of the labels that must agree in number.
const NUMBERS: [(LabelKind, &str, &str); 5] = [
    (LabelKind::Editors, "editor", "editors"),
    (LabelKind::Authors, "author", "authors"),
    (LabelKind::WorkstreamLeads, "lead", "leads"),
    (LabelKind::Chairs, "chair", "chairs"),
    (LabelKind::Chairs, "chairperson", "chairpersons"),
];

/// The acknowledgements, where people belong, else the title.
fn people_place(work: &WorkProduct) -> TextRange {
    let thanks = work.outline.body().find(|(_, section)| section.title.to_lowercase().contains("acknowledg"));
    thanks.map_or_else(|| cover_place(work), |(_, section)| section.text_range)
}

/// Whether the text is a part of a work product: people are named elsewhere.
fn is_part(checker: &mut Checker<'_>) -> bool {
    let part = !checker.work.is_whole();
    if part {
        checker.not_applicable("nothing tells that the text is a whole work product");
    }
    part
}

/// `editors-present`.
pub fn editors_present(checker: &mut Checker<'_>) {
    if is_part(checker) {
        return;
    }
    let work = checker.work;
    let groups: Vec<&RoleGroup> =
        [LabelKind::Editors, LabelKind::Authors].into_iter().flat_map(|role| work.people.of(role)).collect();
    if groups.iter().any(|group| group.filled) {
        return;
    }
    let (range, message) = match groups.first() {
        Some(group) => (group.label.range, format!("nobody is named below `{}`", group.label.text)),
        None => (people_place(work), "the document names no editor".to_owned()),
    };
    checker.report(checker.found(range, message).help("name at least one editor below an `Editors` label"));
}

/// `chairs-present`.
pub fn chairs_present(checker: &mut Checker<'_>) {
    if is_part(checker) {
        return;
    }
    let work = checker.work;
    let roles = [LabelKind::WorkstreamLeads, LabelKind::Chairs, LabelKind::SteeringCommittee];
    if roles.into_iter().flat_map(|role| work.people.of(role)).any(|group| group.filled) {
        return;
    }
    let found = checker.found(people_place(work), "the document names no workstream leads");
    checker.report(found.help("name them below a `Workstream Leads` label"));
}

/// `role-label-plural`.
pub fn label_plural(checker: &mut Checker<'_>) {
    for group in &checker.work.people.groups {
        let Some((last, written, wanted)) = disagreement(group) else { continue };
        let count = group.people.len();
        let people = if count == 1 { "one person is".to_owned() } else { format!("{count} people are") };
        let message = format!("the label says `{written}`, {people} named");
        let found = checker.found(last, message).help(format!("write `{wanted}`"));
        let edit = Edit::replace(last, wanted.clone());
        // `Workstream Leads Chairs` first loses its second role.
        let doubled = group.label.text.to_lowercase().starts_with("workstream leads ");
        let fix = renaming(checker, group, format!("Write {wanted}"), edit);
        checker.report(if doubled { found } else { found.fix(fix) });
    }
}

/// Renaming a heading breaks links to it; a paragraph has none.
fn renaming(checker: &Checker<'_>, group: &RoleGroup, message: String, edit: Edit) -> Fix {
    let linked = group.heading.is_some() && checker.work.links.iter().any(|link| link.url.starts_with('#'));
    if linked { Fix::risky(message, vec![edit]) } else { Fix::safe(message, vec![edit]) }
}

/// Where the last word of a label has the wrong number, that word and the right one.
fn disagreement(group: &RoleGroup) -> Option<(TextRange, String, String)> {
    let count = group.people.len();
    let sure = if count == 1 { group.certain } else { count > 1 };
    if !sure || group.label.text.ends_with("(s)") {
        return None;
    }
    let written = group.label.text.split_whitespace().last()?;
    let lower = written.to_lowercase();
    let (_, singular, plural) =
        NUMBERS.into_iter().find(|(_, singular, plural)| lower == *singular || lower == *plural)?;
    let right = if count == 1 { singular } else { plural };
    if lower == right || group.label.range.len() < written.len() {
        return None;
    }
    let end = group.label.range.end as usize;
    let range = TextRange::new(end - written.len(), end);
    let wanted = if count == 1 { written.get(..written.len() - 1)?.to_owned() } else { format!("{written}s") };
    Some((range, written.to_owned(), wanted))
}

/// `role-label-single`.
pub fn label_single(checker: &mut Checker<'_>) {
    for group in &checker.work.people.groups {
        let text = &group.label.text;
        let lower = text.to_lowercase();
        let Some(at) = lower.strip_prefix("workstream leads ").map(|_| "Workstream Leads".len()) else { continue };
        if !lower.ends_with("chairs") || text.len() != group.label.range.len() {
            continue;
        }
        let extra = group.label.range.inside(at..text.len());
        let edit = Edit::delete(extra);
        let fix = renaming(checker, group, "Keep `Workstream Leads`".to_owned(), edit);
        let found = checker.found(group.label.range, format!("the label `{text}` names two roles"));
        checker.report(found.help("write `Workstream Leads`").fix(fix));
    }
}

/// `contributors-listed`.
pub fn contributors_listed(checker: &mut Checker<'_>) {
    let work = checker.work;
    let groups: Vec<&RoleGroup> = work.people.of(LabelKind::Contributors).collect();
    if groups.is_empty() {
        return checker.not_applicable("the document announces no contributors");
    }
    for group in groups {
        if !group.filled {
            let found = checker.found(group.label.range, format!("no names follow `{}`", group.label.text));
            checker.report(found.help("list the contributors, or delete the label"));
        }
    }
}
