//! Mail addresses.

use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::Severity;
use crate::rules::Checker;
use crate::source::{Edit, Fix};
use crate::work_product::Mail;

static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}]{2,}$")
        .expect("valid pattern")
});

fn mails<'a>(checker: &Checker<'a>) -> Vec<&'a Mail> {
    checker.work.people.all().filter_map(|person| person.mail.as_ref()).collect()
}

/// The address of a target: no scheme, no query, percent signs kept.
fn address(target: &str) -> &str {
    let rest = target.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("mailto:")).map_or(target, |_| &target[7..]);
    rest.split('?').next().unwrap_or(rest).trim()
}

/// `email-syntax`.
pub fn syntax(checker: &mut Checker<'_>) {
    for mail in mails(checker) {
        // `[a@b.c](mailto:…)` with escaped brackets shows the scheme; that is no matter of the address.
        let shown = mail.shown.text.trim().trim_start_matches("mailto:");
        let slice = checker.work.slice(mail.shown.range);
        if shown.contains('@') && !ADDRESS.is_match(shown) {
            let found = checker.found(mail.shown.range, format!("`{shown}` is no mail address"));
            checker.report(found.help("write name, `@` and domain, without spaces"));
        } else if mail.padded {
            let found =
                checker.found(mail.shown.range, format!("white space stands between `{shown}` and its parenthesis"));
            checker.report(found.at_most(Severity::Warning).help("delete the white space"));
        } else if mail.target.is_none() && slice.contains('\\') {
            let found = checker.found(mail.shown.range, format!("the address {shown} is written with an escape"));
            checker.report(
                found
                    .at_most(Severity::Warning)
                    .help("renderers link what stands behind the escape: delete it, or write a `mailto:` link"),
            );
        }
        let Some(target) = &mail.target else { continue };
        let written = address(&target.text);
        if written != shown && !ADDRESS.is_match(written) && !written.contains('%') && !target.text.trim().is_empty() {
            let found = checker.found(target.range, format!("the link writes to `{written}`, no mail address"));
            checker.report(found.help("write name, `@` and domain, without spaces"));
        }
    }
}

/// `mailto-matches`.
pub fn mailto_matches(checker: &mut Checker<'_>) {
    for mail in mails(checker) {
        let Some(target) = &mail.target else { continue };
        let (shown, written) = (mail.shown.text.trim(), address(&target.text));
        if !ADDRESS.is_match(shown) || !ADDRESS.is_match(written) {
            continue;
        }
        checker.compared(written, shown);
        if !shown.eq_ignore_ascii_case(written) {
            let message = format!("the reader sees `{shown}`, the link writes to `{written}`");
            let found = checker.found(target.range, message).related(mail.shown.range, "the address shown");
            checker.report(found.help("find out which of the two is right"));
        }
    }
}

/// `mailto-missing-scheme`.
pub fn missing_scheme(checker: &mut Checker<'_>) {
    for mail in mails(checker) {
        let Some(target) = &mail.target else { continue };
        if ADDRESS.is_match(&target.text) {
            let found = checker.found(target.range, format!("the link to `{}` lacks `mailto:`", target.text));
            let found = found.help("without the scheme the address is a path of this site");
            let exact = checker.work.slice(target.range) == target.text;
            let fix = Fix::safe("Add mailto:", vec![Edit::insert(target.range.start as usize, "mailto:")]);
            checker.report(if exact { found.fix(fix) } else { found });
        }
    }
}
