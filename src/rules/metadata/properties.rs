//! Title, author and date in the front matter.

use crate::markdown::Entry;
use crate::rules::Checker;
use crate::rules::cover::{agree, misnamed};
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::date::{dates, long};

/// What every paper states.
const KEYS: [&str; 3] = ["title", "author", "date"];

/// What an author may be besides a workstream.
const COALITION: [&str; 4] =
    ["Coalition for Secure AI", "Coalition for Secure AI (CoSAI)", "CoSAI Technical Steering Committee", "CoSAI"];

/// `yaml-front-matter`.
pub fn front_matter(checker: &mut Checker<'_>) {
    let work = checker.work;
    let Some(front) = &work.front_matter else {
        let line = work.sources.prose().line_range(0);
        let late = work.text().trim_start_matches('\u{feff}').trim_start().starts_with("---\n");
        let message = if late {
            "the front matter is not on the first line"
        } else {
            "the document has no front matter with title, author and date"
        };
        let found = checker.found(line, message).help("begin the document with `---`, the three keys, `---`");
        return checker.report(match generated(checker) {
            Some(block) if !late => found.fix(Fix::risky("Begin with front matter", vec![Edit::insert(0, block)])),
            _ => found,
        });
    };
    for key in KEYS {
        match front.get(key) {
            None if front.error.is_some() => {}
            None => {
                let fence = TextRange { end: front.range.start + 3, ..front.range };
                let found = checker.found(fence, format!("the front matter gives no {key}"));
                checker.report(found.help(format!("add `{key}: …`")));
            }
            Some(entry) if entry.value.trim().is_empty() => {
                checker.flag(entry.key_range, format!("the front matter leaves the {key} empty"));
            }
            Some(_) => {}
        }
    }
}

/// Front matter made of what the cover says; `None` where it does not say enough.
fn generated(checker: &Checker<'_>) -> Option<String> {
    let cover = &checker.work.cover;
    let title = cover.title.as_ref()?.text.replace('\\', "\\\\").replace('"', "\\\"");
    let author = &cover.project_line.as_ref()?.workstream.as_ref()?.text;
    let date = long(cover.approval.as_ref()?.date.as_ref()?.date?);
    Some(format!("---\ntitle: \"{title}\"\nauthor: \"{}\"\ndate: {date}\n---\n\n", author.replace('"', "\\\"")))
}

/// `yaml-quoting`.
pub fn quoting(checker: &mut Checker<'_>) {
    let Some(front) = &checker.work.front_matter else {
        return checker.not_applicable("the document has no front matter");
    };
    let Some(error) = &front.error else { return };
    let culprit = front.entries.iter().find(|entry| !entry.quoted && has_bare_colon(&entry.value));
    if let Some(entry) = culprit {
        let value = checker.work.slice(entry.value_range);
        let found =
            checker.found(entry.value_range, format!("the {} holds a colon and stands in no quotes", entry.key));
        let quoted = format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""));
        let fix = Fix::safe("Put the value in quotes", vec![Edit::replace(entry.value_range, quoted)]);
        return checker.report(found.fix(fix).help("without quotes the second colon begins another mapping"));
    }
    let range =
        if error.range.is_empty() { TextRange { end: front.range.start + 3, ..front.range } } else { error.range };
    let message = format!("the front matter is no sound YAML: {}", error.message);
    checker.flag(range, message);
}

fn has_bare_colon(value: &str) -> bool {
    value.contains(": ") || value.ends_with(':')
}

fn entry<'a>(checker: &mut Checker<'a>, key: &str) -> Option<&'a Entry> {
    let found = checker.work.front_matter.as_ref().and_then(|front| front.get(key));
    let found = found.filter(|entry| !entry.value.trim().is_empty());
    if found.is_none() {
        checker.not_applicable(format!("the front matter gives no {key}"));
    }
    found
}

/// `yaml-author`. A wrong name behind the right number is the matter of `workstream-name-canonical`.
pub fn author(checker: &mut Checker<'_>) {
    let Some(entry) = entry(checker, "author") else { return };
    let value = entry.value.trim();
    let numbered = value.strip_prefix("Workstream ").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if numbered {
        let workstream = checker.work.cover.project_line.as_ref().and_then(|line| line.workstream.as_ref());
        if let Some(workstream) = workstream
            && misnamed(value).is_none()
            && misnamed(&workstream.text).is_none()
            && workstream.text.to_lowercase().starts_with("workstream ")
            && !agree(value, &workstream.text)
        {
            let message = format!("the author is `{value}`, the Open Project line says `{}`", workstream.text);
            let found = checker.found(entry.value_range, message);
            checker.report(found.related(workstream.range, "the workstream on the cover"));
        }
    } else if !COALITION.contains(&value) {
        let found = checker.found(entry.value_range, format!("the author is `{value}`, no workstream"));
        checker.report(found.help("write `Workstream N: Name`, or `Coalition for Secure AI`"));
    }
}

/// `yaml-date`.
pub fn date(checker: &mut Checker<'_>) {
    let Some(entry) = entry(checker, "date") else { return };
    let value = entry.value.trim();
    let found = dates(value);
    let whole = found.first().filter(|date| date.range == (0..value.len()));
    let Some((written, date)) = whole.and_then(|written| Some((written, written.date?))) else {
        let message = if whole.is_some() {
            format!("`{value}` is a day that no calendar has")
        } else {
            format!("`{value}` is no complete date")
        };
        let found = checker.found(entry.value_range, message);
        return checker.report(found.help("write day, month and year, as in `12 March 2026`"));
    };
    if written.canonical || long(date) == value.strip_prefix('0').unwrap_or(value) {
        return;
    }
    checker.compared(value, long(date));
    let found = checker.found(entry.value_range, format!("the date is written `{value}`"));
    let found = found.help(format!("write `{}`", long(date)));
    let fix = Fix::safe(format!("Write {}", long(date)), vec![Edit::replace(entry.value_range, long(date))]);
    let block = checker.work.slice(entry.value_range).contains('\n');
    checker.report(if block { found } else { found.fix(fix) });
}

/// `yaml-title-equals-h1`.
pub fn title(checker: &mut Checker<'_>) {
    let Some(entry) = entry(checker, "title") else { return };
    let Some(title) = &checker.work.cover.title else {
        return checker.not_applicable("the document has no title of its own");
    };
    checker.compared(entry.value.trim(), &title.text);
    if !agree(&entry.value, &title.text) {
        let message = format!("the front matter calls the document `{}`", entry.value.trim());
        let found = checker.found(entry.value_range, message).related(title.range, "the title on the cover");
        let quoted = format!("\"{}\"", title.text.replace('\\', "\\\\").replace('"', "\\\""));
        let fix = Fix::risky("Take the title of the cover", vec![Edit::replace(entry.value_range, quoted)]);
        let block = checker.work.slice(entry.value_range).starts_with(['|', '>']);
        let found = found.help("give the title of the cover in the front matter");
        checker.report(if block { found } else { found.fix(fix) });
    }
}
