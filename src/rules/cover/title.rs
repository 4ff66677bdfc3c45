//! The title.

use std::sync::LazyLock;

use regex::Regex;

use crate::rules::Checker;
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::Role;

use super::citation::cited_title;
use super::cover_place;

static VERSION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)[,;:]?\s*\b(?P<word>version|ver\.?|v\.?)\s*(?P<number>\d+(?:\.\d+)*)\s*(?:--.*)?$")
        .expect("valid pattern")
});

static VERSION_ANYWHERE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\b(?:version|v\.?)\s*(\d+(?:\.\d+)+)").expect("valid pattern"));

static PATH_VERSION: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:^|[-/])v(\d+(?:\.\d+)+)(?:[-/.]|$)").expect("valid pattern"));

static RESIDUE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b(?:DRAFT|Draft|draft|TMP|tmp|WIP|wip|WD\d*)\b").expect("valid pattern"));

static SPACES: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[ \t\u{a0}]{2,}").expect("valid pattern"));

/// `title-present`.
pub fn present(checker: &mut Checker<'_>) {
    let work = checker.work;
    if work.cover.title.is_some() {
        return;
    }
    let first = work.outline.sections.iter().find(|s| s.role != Role::Banner && !s.text.is_empty());
    let (range, message) = match first {
        Some(section) if section.level > 1 => (
            section.text_range,
            format!("the first heading is on level {}, so the document has no title", section.level),
        ),
        Some(section) => (section.text_range, "the first heading is a numbered section, not a title".to_owned()),
        None => (cover_place(work), "the document has no title".to_owned()),
    };
    let found = checker.found(range, message).help("begin the document with `# Title`");
    checker.report(found);
}

/// `title-version-form`.
pub fn version_form(checker: &mut Checker<'_>) {
    let Some(title) = &checker.work.cover.title else { return no_title(checker) };
    let slice = checker.work.slice(title.range);
    let Some(found) = VERSION.captures(slice) else { return };
    let (Some(whole), Some(word), Some(number)) = (found.get(0), found.name("word"), found.name("number")) else {
        return;
    };
    let wanted = format!(" Version {}", number.as_str());
    let written = &slice[whole.start()..number.end()];
    if written == wanted || (number.as_str().parse::<u32>().is_ok() && word.as_str() == "Version") {
        return;
    }
    checker.compared(written.trim(), wanted.trim());
    let range = title.range.inside(word.start()..number.end());
    let message = format!("the version is written `{}`", written.trim());
    let found =
        checker.found(range, message).help(format!("write `{}`, with a space and no comma before it", wanted.trim()));
    checker.report(found);
}

/// `title-version-agrees`.
pub fn version_agrees(checker: &mut Checker<'_>) {
    let work = checker.work;
    let Some(title) = &work.cover.title else { return no_title(checker) };
    let slice = work.slice(title.range);
    let Some(found) = VERSION_ANYWHERE.captures(slice) else {
        return checker.not_applicable("the title names no version");
    };
    let (Some(whole), Some(number)) = (found.get(0), found.get(1)) else { return };
    let range = title.range.inside(whole.range());
    let mut others: Vec<(String, String, Option<TextRange>)> = Vec::new();
    if let Some(entry) = work.front_matter.as_ref().and_then(|front| front.get("version")) {
        others.push(("the front matter".to_owned(), entry.value.trim().to_owned(), Some(entry.value_range)));
    }
    if let Some(version) = work.settings().and_then(|config| config.version.clone()) {
        others.push(("workproduct.yaml".to_owned(), version, None));
    }
    let name = work.path().rsplit('/').next().unwrap_or_default();
    if let Some(found) = PATH_VERSION.captures(name).and_then(|found| found.get(1)) {
        others.push(("the file name".to_owned(), found.as_str().to_owned(), None));
    }
    for (place, version, at) in others {
        let bare = version.trim_start_matches(['v', 'V']);
        if bare != number.as_str() && bare.starts_with(|c: char| c.is_ascii_digit()) {
            checker.compared(number.as_str(), bare);
            let message = format!("the title says version {}, {place} {bare}", number.as_str());
            let mut found = checker.found(range, message);
            if let Some(at) = at {
                found = found.related(at, "the other version");
            }
            checker.report(found);
        }
    }
}

/// `title-no-oasis-prefix`.
pub fn no_oasis_prefix(checker: &mut Checker<'_>) {
    let Some(title) = &checker.work.cover.title else { return no_title(checker) };
    if title.text == "OASIS" || title.text.starts_with("OASIS ") {
        let slice = checker.work.slice(title.range);
        let range = slice.find("OASIS").map_or(title.range, |at| title.range.inside(at..at + 5));
        let found = checker.found(range, "the title begins with `OASIS`");
        checker.report(found.help("name the work product by what it is about"));
    }
}

/// `title-no-working-residue`.
pub fn no_working_residue(checker: &mut Checker<'_>) {
    let work = checker.work;
    let entry = work.front_matter.as_ref().and_then(|front| front.get("title"));
    let places = work.cover.title.iter().map(|title| title.range).chain(entry.map(|entry| entry.value_range));
    let places: Vec<TextRange> = places.collect();
    for range in places {
        let slice = work.slice(range);
        // `Draft` may be a word of the subject; at the end of the title it is a stage.
        if let Some(found) = RESIDUE.find_iter(slice).last() {
            let rest = &slice[found.end()..];
            if found.as_str() == "DRAFT" || !rest.contains(char::is_alphabetic) {
                checker.flag(range.inside(found.range()), format!("the title says `{}`", found.as_str()));
            }
        }
    }
}

/// `title-whitespace`.
pub fn whitespace(checker: &mut Checker<'_>) {
    let work = checker.work;
    let Some(title) = &work.cover.title else { return no_title(checker) };
    let mut places: Vec<TextRange> =
        SPACES.find_iter(work.slice(title.range)).map(|found| title.range.inside(found.range())).collect();
    // Only a double-quoted or plain scalar writes its spaces as they are.
    if let Some(entry) = work.front_matter.as_ref().and_then(|front| front.get("title")) {
        let slice = work.slice(entry.value_range);
        if !slice.starts_with(['|', '>']) && !slice.contains('\n') {
            places.extend(SPACES.find_iter(slice).map(|found| entry.value_range.inside(found.range())));
        }
    }
    for range in places {
        let fix = Fix::safe("Write one space", vec![Edit::replace(range, " ")]);
        let found = checker.found(range, format!("{} spaces in a row in the title", work.slice(range).chars().count()));
        let code =
            work.slice(work.sources.prose().line_range(work.sources.prose().line_index(range.start))).contains('`');
        checker.report(if code { found } else { found.fix(fix) });
    }
    let line = work.sources.prose().line_range(work.sources.prose().line_index(title.range.end));
    let tail = TextRange { start: title.range.end, end: line.end.max(title.range.end) };
    if !tail.is_empty() && work.slice(tail).chars().all(|c| matches!(c, ' ' | '\t')) {
        let found = checker.found(tail, "white space at the end of the title");
        checker.report(found.fix(Fix::safe("Delete the white space", vec![Edit::delete(tail)])));
    }
}

/// `title-consistent`: cover against citation. The front matter has its own rule.
pub fn consistent(checker: &mut Checker<'_>) {
    let work = checker.work;
    let Some(title) = &work.cover.title else { return no_title(checker) };
    let Some(cited) = cited_title(work) else {
        return checker.not_applicable("the document cites itself nowhere");
    };
    // A title filled in by a build is not yet one.
    if cited.text.contains('%') || cited.text.contains('$') {
        return;
    }
    checker.compared(&cited.text, &title.text);
    if !agree(&cited.text, &title.text) {
        let found = checker.found(cited.range, format!("the citation calls the document `{}`", cited.text));
        checker.report(found.related(title.range, "the title").help("cite the document under its title"));
    }
}

/// Words that titles write small wherever they stand, and short ones.
const SMALL: usize = 3;

/// `title-case`.
pub fn title_case(checker: &mut Checker<'_>) {
    let work = checker.work;
    let Some(title) = &work.cover.title else { return no_title(checker) };
    let slice = work.slice(title.range);
    // Code and links in a title are names.
    if slice.contains(['`', '<', '[']) {
        return checker.not_applicable("the title is not plain words");
    }
    let is_small = |word: &&str| {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        letters > SMALL && word.chars().all(|c| c.is_lowercase() || matches!(c, ',' | ':' | '-' | '.' | '\''))
    };
    let small: Vec<&str> = slice.split_whitespace().filter(is_small).collect();
    let Some(first) = small.first() else { return };
    let at = first.as_ptr() as usize - slice.as_ptr() as usize;
    let words: Vec<String> =
        small.iter().map(|word| format!("`{}`", word.trim_matches(|c: char| !c.is_alphabetic()))).collect();
    let message = format!(
        "{} in the title {} with a small letter",
        words.join(", "),
        if words.len() == 1 { "begins" } else { "begin" }
    );
    let found = checker.found(title.range.inside(at..at + first.len()), message);
    checker.report(found.help("write a capital at the beginning of every word of four letters or more"));
}

fn no_title(checker: &mut Checker<'_>) {
    checker.not_applicable("the document has no title");
}

/// Whether two titles are the same but for case of quotes, dashes, apostrophes and white space.
pub fn agree(one: &str, other: &str) -> bool {
    folded(one) == folded(other)
}

/// A title without what two honest copies of it may differ in.
pub fn folded(title: &str) -> String {
    let mut plain = String::with_capacity(title.len());
    for c in title.chars() {
        match c {
            '\u{2018}' | '\u{2019}' | '\u{2bc}' | '`' => plain.push('\''),
            '\u{201c}' | '\u{201d}' => plain.push('"'),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => plain.push('-'),
            '\\' | '\u{200b}' | '\u{feff}' => {}
            c => plain.push(c),
        }
    }
    let words: Vec<&str> = plain.split_whitespace().collect();
    words
        .join(" ")
        .replace("---", "-")
        .replace("--", "-")
        .replace(" - ", "-")
        .replace('\u{2026}', "...")
        .trim_end_matches('.')
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typography_is_no_disagreement() {
        assert!(agree("Tom\u{2019}s  Models \u{2013} A View", "Tom's Models - A View"));
        assert!(agree("A \"B\"", "A \u{201c}B\u{201d}"));
        assert!(!agree("Models", "Model"));
    }
}
