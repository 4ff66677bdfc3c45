//! Rules about the HTML page, and about the revision all formats share.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use crate::diagnostic::Severity;
use crate::package::{HtmlFacts, PdfFacts};
use crate::work_product::date::{dates, long};
use crate::work_product::{WorkProduct, percent_decoded};

use super::{PackageChecker, is_cosai};

static COPYRIGHT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)copyright\s*(?:©|\(c\))?\s*oasis\s+open\s+(\d{4})").expect("valid pattern"));

/// A path on the machines that build documents.
const RUNNER: &str = "/home/runner/";

/// `html-same-revision`.
pub fn same_revision(checker: &mut PackageChecker<'_>) {
    let package = checker.package;
    let Some(work) = package.work() else {
        return checker.not_applicable("the package holds no readable Markdown to compare with");
    };
    let html = package.html.as_ref().and_then(|read| read.as_ref().ok()).zip(package.html_path.as_deref());
    let pdf = package.pdf.as_ref().and_then(|read| read.as_ref().ok()).zip(package.pdf_path.as_deref());
    if html.is_none() && pdf.is_none() {
        return checker.not_applicable("the package holds neither HTML nor PDF that can be read");
    }
    let date = date_of(work);
    let title = work.title().unwrap_or_default();
    let shown = date.map_or("no date".to_owned(), long);
    checker.compared(observed(html.map(|h| h.0), pdf.map(|p| p.0), date), format!("{title}; {shown}"));
    if let Some((facts, path)) = html {
        let headed = facts.h1.iter().any(|h1| same(h1, &title));
        if !title.is_empty() && !headed && !same(&facts.text, &title) && !contains(&facts.text, &title) {
            let message = format!("the page does not carry the title of the Markdown, {title}");
            let needle = facts.h1.first().cloned().unwrap_or_default();
            let found = checker.found(path, &needle, message);
            checker.report(found);
        }
        compare_date(checker, path, "the page", &facts.text, date);
        compare_year(checker, path, &facts.text, work);
    }
    if let Some((facts, path)) = pdf {
        let text = format!("{} {}", facts.first_page, facts.last_page);
        // Without a single date the text was not extracted well enough to judge.
        if !dates(&text).is_empty() {
            compare_date(checker, path, "the PDF", &text, date);
        }
    }
}

/// The day of the approval, of the cover or of the front matter.
pub(super) fn date_of(work: &WorkProduct) -> Option<Date> {
    let approval = work.cover.approval.as_ref().and_then(|approval| approval.date.as_ref()?.date);
    let cover = || work.cover.date.as_ref()?.date;
    let front = || dates(&work.front_matter.as_ref()?.get("date")?.value).first()?.date;
    approval.or_else(cover).or_else(front)
}

fn observed(html: Option<&HtmlFacts>, pdf: Option<&PdfFacts>, date: Option<Date>) -> String {
    let has = |text: &str| date.is_some_and(|date| dates(text).iter().any(|found| found.date == Some(date)));
    let page = html.map(|facts| {
        let title = facts.h1.first().or(facts.title.as_ref()).cloned().unwrap_or_default();
        format!("HTML: {title}, {}", if has(&facts.text) { "the date" } else { "not the date" })
    });
    let document = pdf.map(|facts| format!("PDF: {}", facts.title.clone().unwrap_or_default()));
    page.into_iter().chain(document).collect::<Vec<_>>().join("; ")
}

fn compare_date(checker: &mut PackageChecker<'_>, path: &str, name: &str, text: &str, date: Option<Date>) {
    let Some(date) = date else { return };
    let found = dates(text);
    if found.iter().any(|found| found.date == Some(date)) {
        return;
    }
    let other = found.first().map(|found| text[found.range.clone()].to_owned());
    let seen = other.as_ref().map_or(String::new(), |other| format!(" but {other}"));
    let message = format!("{name} does not carry the date of the Markdown, {}{seen}", long(date));
    let finding = checker.found(path, &other.unwrap_or_default(), message);
    checker.report(finding.help("build the package again"));
}

fn compare_year(checker: &mut PackageChecker<'_>, path: &str, text: &str, work: &WorkProduct) {
    let years =
        |text: &str| -> BTreeSet<String> { COPYRIGHT.captures_iter(text).map(|found| found[1].to_owned()).collect() };
    let (prose, page) = (years(work.text()), years(text));
    for year in page.difference(&prose).filter(|_| !prose.is_empty()) {
        let wanted = prose.iter().cloned().collect::<Vec<_>>().join(", ");
        let found = checker.found(path, year, format!("the copyright line says {year}, that of the Markdown {wanted}"));
        checker.report(found);
    }
}

/// White space, typographic quotes and a trailing mark do not make another title.
pub(super) fn same(a: &str, b: &str) -> bool {
    folded(a) == folded(b)
}

fn contains(text: &str, part: &str) -> bool {
    folded(text).contains(&folded(part))
}

fn folded(text: &str) -> String {
    let plain = text.replace(['‘', '’'], "'").replace(['“', '”'], "\"").replace('\u{a0}', " ").replace('\u{ad}', "");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn page<'a>(checker: &mut PackageChecker<'a>) -> Option<(&'a str, &'a HtmlFacts)> {
    let package = checker.package;
    if let (Some(path), Some(Ok(facts))) = (package.html_path.as_deref(), package.html.as_ref()) {
        return Some((path, facts));
    }
    checker.not_applicable("the package holds no readable HTML");
    None
}

/// `build-paths`.
pub fn build_paths(checker: &mut PackageChecker<'_>) {
    let package = checker.package;
    let html = package.html.as_ref().and_then(|read| read.as_ref().ok()).zip(package.html_path.as_deref());
    let pdf = package.pdf.as_ref().and_then(|read| read.as_ref().ok()).zip(package.pdf_path.as_deref());
    if html.is_none() && pdf.is_none() {
        return checker.not_applicable("the package holds neither HTML nor PDF that can be read");
    }
    checker.compared("the addresses of the page, the text of the PDF", format!("nothing below {RUNNER}"));
    if let Some((facts, path)) = html {
        let local = |address: &&String| address.strip_prefix("file://").unwrap_or(address).starts_with(RUNNER);
        let addresses: BTreeSet<&String> = facts.links.iter().chain(&facts.loads).filter(local).collect();
        for address in addresses {
            let message = format!("{address} is a path of the machine that built the page");
            let found = checker.found(path, address, message);
            checker.report(found);
        }
    }
    if let Some((facts, path)) = pdf {
        for (index, lines) in facts.lines.iter().enumerate() {
            if lines.iter().any(|line| line.contains(RUNNER)) {
                checker.flag(path, format!("page {}: the text holds a path below {RUNNER}", index + 1));
            }
        }
    }
}

/// `html-head`.
pub fn head(checker: &mut PackageChecker<'_>) {
    let Some((path, facts)) = page(checker) else { return };
    let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_owned());
    checker.compared(
        format!("language {}; title {}", shown(&facts.lang), shown(&facts.title)),
        "a language, a title, a description",
    );
    let properties = [
        (facts.lang.is_some(), "the page does not name its language"),
        (facts.title.as_ref().is_some_and(|title| !title.is_empty()), "the page has no title"),
        (facts.description.is_some(), "the page has no description"),
    ];
    for (present, message) in properties {
        if !present {
            checker.flag(path, message);
        }
    }
}

/// `h1-single-render`.
pub fn main_heading(checker: &mut PackageChecker<'_>) {
    let Some((path, facts)) = page(checker) else { return };
    let title = checker.package.work().and_then(WorkProduct::title).unwrap_or_default();
    checker.compared(format!("{} main headings", facts.h1.len()), "one main heading");
    match facts.h1.as_slice() {
        [] => checker.flag(path, "the page has no main heading (h1)"),
        [only] if !title.is_empty() && !same(only, &title) => {
            let found =
                checker.found(path, only, format!("the main heading is not the title of the Markdown, {title}"));
            checker.report(found);
        }
        [_] => {}
        several if several.iter().filter(|h1| same(h1, &title)).count() > 1 => {
            checker.flag(path, "the title stands in more than one main heading (h1)");
        }
        several => {
            // OASIS's own tools have long made a main heading of every chapter.
            let most = if is_cosai(checker) { Severity::Error } else { Severity::Warning };
            let message = format!("the page has {} main headings (h1) instead of one", several.len());
            let found = checker.found(path, "", message);
            checker.report(found.at_most(most));
        }
    }
}

/// `html-lint`.
pub fn html_lint(checker: &mut PackageChecker<'_>) {
    let Some((path, facts)) = page(checker) else { return };
    checker.compared(format!("{} links", facts.links.len()), "every link has its target");
    let most = if is_cosai(checker) { Severity::Error } else { Severity::Warning };
    for thing in &facts.forbidden {
        let found = checker.found(path, "", format!("the page holds {thing}"));
        checker.report(found.at_most(most));
    }
    check_targets(checker, path, facts);
}

fn check_targets(checker: &mut PackageChecker<'_>, path: &str, facts: &HtmlFacts) {
    let mut told = BTreeSet::new();
    let links = facts.links.iter().map(|link| (link, false));
    for (target, loads) in links.chain(facts.loads.iter().map(|load| (load, true))) {
        if !told.insert(target) {
            continue;
        }
        let Some(message) = problem(checker, facts, target.trim(), loads) else { continue };
        let found = checker.found(path, target, message);
        let remote = loads && target.contains("//");
        checker.report(if remote { found.at_most(Severity::Warning) } else { found });
    }
}

fn problem(checker: &PackageChecker<'_>, facts: &HtmlFacts, target: &str, loads: bool) -> Option<String> {
    if let Some(fragment) = target.strip_prefix('#') {
        let known = fragment.is_empty() || fragment == "top" || facts.ids.contains(fragment);
        let known = known || facts.ids.contains(&percent_decoded(fragment));
        return (!known).then(|| format!("the link #{fragment} leads nowhere in the page"));
    }
    if target.starts_with("//") || has_scheme(target) {
        // Style sheets and the logo of OASIS's own templates stay where they are.
        let own = target.starts_with("data:") || target.starts_with("https://docs.oasis-open.org/templates/");
        let elsewhere = loads && !own;
        return elsewhere.then(|| format!("the page loads {target} from elsewhere"));
    }
    let file = target.split(['#', '?']).next().unwrap_or(target);
    if file.is_empty() {
        return None;
    }
    let Some(file) = crate::source::normalize(&percent_decoded(file)) else {
        return Some(format!("{target} leads out of the package"));
    };
    let directory = format!("{}/", file.trim_end_matches('/'));
    let files = &checker.package.files;
    let below = || files.range(directory.clone()..).next().is_some_and(|(path, _)| path.starts_with(&directory));
    let known = file.is_empty() || files.contains_key(&file) || below();
    (!known).then(|| format!("{target} is not in the package"))
}

fn has_scheme(target: &str) -> bool {
    target.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}
