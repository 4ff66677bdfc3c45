//! Entries of the lists of people.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::rules::Checker;
use crate::rules::links::has_scheme_typo;
use crate::source::TextRange;
use crate::work_product::{Form, Person};

static PLACEHOLDER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^\[?\s*(?:
            (?:WS\s+Leads?\s+(?:Chair\s+)?|Workstream\s+Leads?\s+|Chair\s+|Editor\s+|Author\s+|Contributor\s+|Participant\s+|Secretary\s+|Reviewer\s+)Name
            | (?:First\s*Name[,\s]+)?(?:First|Last)\s*Name | First\s*Name\s+Last\s*Name | Your\s+Name | Full\s+Name | Name
            | Alex\s+Amir | Philippe\s+Alcon | Kris\s+Anders | Darren\s+Anysteel | J(?:ane|ohn)\s+Doe
        )\s*\]?$",
    )
    .expect("valid pattern")
});

static PLACEHOLDER_COMPANY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:Example Corp\.?(?:oration)?|Marvelous Networks|Company Name|Affiliation|Company)$")
        .expect("valid pattern")
});

/// `placeholder-person`.
pub fn placeholder(checker: &mut Checker<'_>) {
    let work = checker.work;
    let name = work.path().rsplit('/').next().unwrap_or_default().to_lowercase();
    if name.contains("template") {
        return checker.not_applicable("the file is a template");
    }
    for person in work.people.all() {
        if let Some((range, what)) = left_over(person) {
            let found = checker.found(range, format!("`{what}` is the template's, not a person's"));
            checker.report(found.help("name the person, or delete the entry"));
        }
    }
}

fn left_over(person: &Person) -> Option<(TextRange, &str)> {
    if let Some(name) = person.name.as_ref().filter(|name| PLACEHOLDER.is_match(&name.text)) {
        return Some((name.range, &name.text));
    }
    if let Some(mail) = &person.mail {
        let lower = mail.shown.text.to_lowercase();
        if ["@example.com", "@example.org", "@example.net"].iter().any(|domain| lower.ends_with(domain)) {
            return Some((mail.shown.range, &mail.shown.text));
        }
    }
    let affiliation = person.affiliation.as_ref()?;
    PLACEHOLDER_COMPANY.is_match(&affiliation.shown.text).then_some((affiliation.shown.range, &*affiliation.shown.text))
}

/// `person-form`: only where a list has a clear habit and an entry breaks it.
pub fn form(checker: &mut Checker<'_>) {
    for group in &checker.work.people.groups {
        let full: Vec<&Person> = group
            .people
            .iter()
            .filter(|person| matches!(person.form, Form::MailFirst | Form::AffiliationFirst))
            .collect();
        let first = full.iter().filter(|person| person.form == Form::MailFirst).count();
        let (habit, odd) = if first * 2 > full.len() {
            (Form::MailFirst, full.len() - first)
        } else {
            (Form::AffiliationFirst, first)
        };
        if full.len() < 3 || odd * 3 > full.len() {
            continue;
        }
        for person in full.into_iter().filter(|person| person.form != habit) {
            let wanted = if habit == Form::MailFirst { "Name (mail), Affiliation" } else { "Name, Affiliation (mail)" };
            let found =
                checker.found(person.range, "the entry gives its parts in another order than the rest of the list");
            checker.report(found.help(format!("write `{wanted}`")));
        }
    }
}

/// `affiliation-link`.
pub fn affiliation_link(checker: &mut Checker<'_>) {
    let work = checker.work;
    for person in work.people.all() {
        let Some(url) = person.affiliation.as_ref().and_then(|affiliation| affiliation.url.as_ref()) else { continue };
        let lower = url.text.trim().to_lowercase();
        if lower.starts_with("http://") || lower.starts_with("https://") {
            continue;
        }
        // A scheme that is missing or misspelled is a finding of its own.
        let behind = work.links.partition_point(|link| link.range.start <= url.range.start);
        let link = behind.checked_sub(1).and_then(|at| work.links.get(at));
        if link.is_some_and(|link| link.url_range.contains(url.range) && has_scheme_typo(link)) {
            continue;
        }
        let message = if lower.is_empty() {
            "the link of the affiliation leads nowhere".to_owned()
        } else {
            format!("`{}` is no http or https address", url.text)
        };
        let found = checker.found(url.range, message);
        checker.report(found.help("write the whole address, `https://…`"));
    }
}

/// `person-duplicate`.
pub fn duplicate(checker: &mut Checker<'_>) {
    for group in &checker.work.people.groups {
        let mut first: BTreeMap<String, TextRange> = BTreeMap::new();
        let real = group.people.iter().filter(|person| left_over(person).is_none());
        for name in real.filter_map(|person| person.name.as_ref()) {
            let key = name.text.to_lowercase();
            if let Some(&before) = first.get(&key) {
                let found =
                    checker.found(name.range, format!("{} stands twice below `{}`", name.text, group.label.text));
                checker.report(found.related(before, "the first entry").help("keep one entry"));
            } else {
                first.insert(key, name.range);
            }
        }
    }
}
