//! Whether the file is named after the title.

use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::Severity;
use crate::rules::Checker;
use crate::rules::cover::folded;

use super::names::{base, names, stem};

static SLUG_VERSION: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)[-,\s]+(?:version[-\s]*|v[-\s.]?)\d[\d.\-]*$").expect("valid pattern"));

static WORKING_END: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:-(?:draft|tmp|rc\d*|copy|wip))+$").expect("valid pattern"));

/// Most words that a message quotes.
const MAX_QUOTED: usize = 3;

/// `cosai-slug`: the title, or its part before the colon; with or without version. Capitals, spaces and underscores
/// are the matter of other rules.
pub fn cosai_slug(checker: &mut Checker<'_>) {
    let work = checker.work;
    let Some(title) = work.cover.title.as_ref().filter(|_| !work.is_template()) else {
        return checker.not_applicable("the document has no title of its own");
    };
    let Some(named) = names(checker).into_iter().find(|named| named.prose) else {
        return checker.not_applicable("the text has no file name");
    };
    let name = base(&named.path);
    let plain = folded(&title.text);
    let bare = SLUG_VERSION.replace(&plain, "").into_owned();
    let main = bare.split(':').next().unwrap_or(&bare);
    let wanted = slug(&bare);
    let wanted = WORKING_END.replace(&wanted, "");
    let own = unnumbered(&slug(&SLUG_VERSION.replace(stem(name), "")), &bare);
    checker.compared(stem(name), wanted.clone());
    let accepted = [&slug(&plain), &*wanted, &slug(main), &slug(&bare)].iter().any(|slug| **slug == own)
        || slug(stem(name)) == slug(&plain);
    if accepted || own.is_empty() {
        return;
    }
    let help = format!("name it after its title: `{wanted}.md`");
    let foreign = foreign_words(&own, &bare);
    let found = if !foreign.is_empty() {
        let quoted: Vec<String> = foreign.iter().take(MAX_QUOTED).map(|word| format!("`{word}`")).collect();
        checker.found(named.range, format!("the name `{name}` says {}, the title does not", quoted.join(", ")))
    } else if !own.contains('-') {
        // Enough to find it, and not enough to tell it from others.
        let message = format!("the name `{name}` is one word of the title");
        checker.found(named.range, message).at_most(Severity::Info)
    } else if abridges(&own, &bare) {
        return;
    } else {
        checker.found(named.range, format!("the words of the name `{name}` stand in another order than in the title"))
    };
    checker.report(found.help(help));
}

fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.to_lowercase().replace('\'', "").chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// A name without the numbers that files are put in order with.
fn unnumbered(name: &str, title: &str) -> String {
    let title = slug(title);
    let number = |part: &str| part.bytes().all(|b| b.is_ascii_digit()) && !title.split('-').any(|word| word == part);
    name.split('-').filter(|part| !number(part)).collect::<Vec<_>>().join("-")
}

/// Whether two words are the same but for an `s` at the end.
fn alike(one: &str, other: &str) -> bool {
    one.strip_suffix('s').unwrap_or(one) == other.strip_suffix('s').unwrap_or(other)
}

/// The words of a name that are none of the title.
fn foreign_words<'a>(name: &'a str, title: &str) -> Vec<&'a str> {
    let title = slug(title);
    name.split('-').filter(|part| !title.split('-').any(|word| alike(word, part))).collect()
}

/// A name made of words of the title, in their order, and of two at least.
fn abridges(name: &str, title: &str) -> bool {
    let title = slug(title);
    let mut words = title.split('-');
    name.split('-').count() >= 2 && name.split('-').all(|part| words.any(|word| alike(word, part)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs() {
        assert_eq!(slug("Signing ML Artifacts: Building"), "signing-ml-artifacts-building");
        assert!(abridges("risks-and-controls", "Establish Risks and Controls for the Supply Chain"));
        assert!(abridges("gate-spans", "Gate Span Conventions"));
        assert!(!abridges("incident", "Incident Response"));
        assert!(!abridges("response-incident", "Incident Response"));
        assert_eq!(foreign_words("incident-handling", "Incident Response"), ["handling"]);
        assert_eq!(unnumbered("incident-response-2-02", "Incident Response 2"), "incident-response-2");
        assert_eq!(WORKING_END.replace("incident-response-draft", ""), "incident-response");
    }
}
