//! Every kind of check: what it sees, and where it fails.

use crate::diagnostic::{Location, PROSE};
use crate::source::TextRange;
use crate::work_product::own_rules::{Check, Comparison, Pattern, Target};
use crate::work_product::percent_decoded;

use super::{Seen, View};

pub(super) fn judge(check: &Check, view: &View<'_>) -> Seen {
    match check {
        Check::SectionPresent(pattern) => section_present(pattern, view),
        Check::SectionAbsent(pattern) => section_absent(pattern, view),
        Check::MetadataPresent { key, pattern } => metadata(key, pattern.as_ref(), view),
        Check::AllMatch { target, pattern, invert: false } => all_match(target, pattern, view),
        Check::AllMatch { target, pattern, invert: true } => none_match(target, pattern, view),
        Check::AnyMatch { target, pattern } => any_match(target, pattern, view),
        Check::Count { target, pattern, op, value } => count(target, pattern, (*op, *value), view),
        Check::ReferencesResolve => references_resolve(view),
        Check::Conditional { condition, then } => match judge(condition, view) {
            Seen::Holds(_) => judge(then, view),
            Seen::Broken(broken) => {
                let why = broken.first().map_or("it does not hold", |(_, message)| message);
                Seen::NotApplicable(format!("the condition is not met: {why}"))
            }
            not_applicable @ Seen::NotApplicable(_) => not_applicable,
        },
        Check::ProcessingInstructions => {
            Seen::NotApplicable("only nide can check its own processing instructions".to_owned())
        }
    }
}

fn here(range: TextRange) -> Location {
    Location { source: PROSE, range }
}

fn settle(broken: Vec<(Location, String)>, holds: impl FnOnce() -> String) -> Seen {
    if broken.is_empty() { Seen::Holds(holds()) } else { Seen::Broken(broken) }
}

fn section_present(pattern: &Pattern, view: &View<'_>) -> Seen {
    match view.section(pattern) {
        Some(section) => Seen::Holds(format!("the heading `{}`", section.text)),
        None => Seen::Broken(vec![(view.place(None), format!("no heading matches `{}`", pattern.as_str()))]),
    }
}

fn section_absent(pattern: &Pattern, view: &View<'_>) -> Seen {
    let found = view.headings(pattern).map(|section| {
        let message = format!("the heading `{}` matches `{}`, which no heading may", section.text, pattern.as_str());
        (here(section.text_range), message)
    });
    settle(found.collect(), || "no heading matches".to_owned())
}

fn metadata(key: &str, pattern: Option<&Pattern>, view: &View<'_>) -> Seen {
    let Some((value, location)) = view.metadata(key) else {
        let message = format!("neither front matter nor workproduct.yaml gives a value for `{key}`");
        return Seen::Broken(vec![(view.place(None), message)]);
    };
    match pattern.filter(|pattern| !pattern.is_match(&value)) {
        None => Seen::Holds(value),
        Some(pattern) => {
            let message = format!("the value `{value}` of `{key}` does not match `{}`", pattern.as_str());
            Seen::Broken(vec![(location, message)])
        }
    }
}

fn all_match(target: &Target, pattern: &Pattern, view: &View<'_>) -> Seen {
    let items = view.items(target);
    let broken = items.iter().filter(|item| item.find(pattern).is_none()).map(|item| {
        let message = format!("{} does not match `{}`", this(target), pattern.as_str());
        (here(item.range), message)
    });
    settle(broken.collect(), || looked_at(target, items.len()))
}

fn none_match(target: &Target, pattern: &Pattern, view: &View<'_>) -> Seen {
    let broken = matches(target, pattern, view).into_iter().map(|range| {
        let written = view.work.slice(range).split_whitespace().collect::<Vec<_>>().join(" ");
        let message = format!("`{}` must not stand in {}", shortened(&written), any(target));
        (here(range), message)
    });
    settle(broken.collect(), || format!("nothing in {} matches", any(target)))
}

fn any_match(target: &Target, pattern: &Pattern, view: &View<'_>) -> Seen {
    if let Some(&range) = matches(target, pattern, view).first() {
        return Seen::Holds(format!("`{}`", shortened(view.work.slice(range))));
    }
    let message = format!("nothing in {} matches `{}`", any(target), pattern.as_str());
    Seen::Broken(vec![(view.place(Some(target)), message)])
}

fn count(target: &Target, pattern: &Pattern, (op, value): (Comparison, usize), view: &View<'_>) -> Seen {
    let items = view.items(target);
    let found: Vec<TextRange> = items.iter().filter_map(|item| item.find(pattern)).collect();
    let number = found.len();
    if op.holds(number, value) {
        return Seen::Holds(format!("{number} in {}", any(target)));
    }
    let verb = if number == 1 { "matches" } else { "match" };
    let things = if number == 1 { one(target).to_owned() } else { format!("{}s", one(target)) };
    let message =
        format!("{number} {things} {verb} `{}`, and there should be {} {value}", pattern.as_str(), op.words());
    // Where there are too many, the first that is one too many.
    let most = if op == Comparison::Less { value.saturating_sub(1) } else { value };
    let too_many = matches!(op, Comparison::Less | Comparison::AtMost | Comparison::Equal | Comparison::Other);
    let place = found.get(most).filter(|_| too_many).map_or_else(|| view.place(Some(target)), |&range| here(range));
    Seen::Broken(vec![(place, message)])
}

fn references_resolve(view: &View<'_>) -> Seen {
    let work = view.work;
    let fragments = work.links.iter().filter_map(|link| {
        let fragment = link.url.strip_prefix('#').filter(|fragment| !fragment.is_empty())?;
        // Citations are resolved against the references when the document is assembled.
        (!link.image && link.text != "cite").then_some((link, percent_decoded(fragment)))
    });
    let known = |id: &str| id == "top" || work.anchors.get(id).is_some();
    let broken = fragments.filter(|(_, fragment)| !known(fragment)).map(|(link, fragment)| {
        let message = format!("`#{fragment}` leads nowhere: no heading and no anchor has this id");
        (here(link.url_range), message)
    });
    settle(broken.collect(), || "every link to a place in the document leads somewhere".to_owned())
}

/// Where a pattern matches: in prose everywhere, across lines too, elsewhere once per item.
fn matches(target: &Target, pattern: &Pattern, view: &View<'_>) -> Vec<TextRange> {
    match (target, view.part(target)) {
        (_, Some((part, from))) => pattern
            .find_all(part)
            .into_iter()
            .map(|found| TextRange::new(from + found.start, from + found.end))
            .collect(),
        (Target::Headings, None) => view.headings(pattern).map(|section| section.text_range).collect(),
        _ => view.items(target).iter().filter_map(|item| item.find(pattern)).collect(),
    }
}

fn looked_at(target: &Target, number: usize) -> String {
    format!("{number} looked at in {}", any(target))
}

/// Where things of a kind stand.
fn any(target: &Target) -> String {
    match target {
        Target::Prose => "the prose".to_owned(),
        Target::Section(pattern) => format!("the section `{}`", pattern.as_str()),
        Target::Headings => "the headings".to_owned(),
        Target::Links => "the links".to_owned(),
        Target::RelativeLinks => "the relative links".to_owned(),
        Target::Images => "the images".to_owned(),
    }
}

fn one(target: &Target) -> &'static str {
    match target {
        Target::Prose | Target::Section(_) => "line",
        Target::Headings => "heading",
        Target::Links => "link",
        Target::RelativeLinks => "relative link",
        Target::Images => "image",
    }
}

fn this(target: &Target) -> String {
    format!("this {}", one(target))
}

/// At most 60 characters of what is written.
fn shortened(written: &str) -> String {
    let mut chars = written.chars();
    let short: String = chars.by_ref().take(60).collect();
    if chars.next().is_some() { short + "…" } else { short }
}
