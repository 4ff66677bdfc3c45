//! The numbers of sections: sequence, depth, style.

use std::sync::LazyLock;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};
use regex::Regex;

use crate::rules::Checker;
use crate::rules::headings::form::skips;
use crate::rules::headings::requirements;
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::{Number, Outline, Role, Section};

/// Numbers of sections in digits, those below `Appendix 1` left out, and those below `Appendix A`.
fn numbered(outline: &Outline) -> Vec<(&Section, &Number)> {
    let mut below_keyword: Option<u8> = None;
    let mut found = Vec::new();
    for (index, section) in outline.sections.iter().enumerate() {
        if below_keyword.is_some_and(|level| section.level <= level) {
            below_keyword = None;
        }
        let Some(number) = outline.section_number(index) else { continue };
        if number.keyword.is_some() && number.parts.len() == 1 {
            below_keyword.get_or_insert(section.level);
        }
        let lettered = number.is_appendix();
        if below_keyword.is_none() || lettered {
            found.push((section, number));
        }
    }
    found
}

/// `E.1.X Title`.
static PLACEHOLDER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?:\d+|[A-Z])(?:\.\d+)*\.([XYZxyz]{1,2})(?:[.:]?\s|$)").expect("valid pattern"));

/// `heading-number-sequence`.
pub fn sequence(checker: &mut Checker<'_>) {
    let outline = &checker.work.outline;
    let mut seen: HashMap<String, TextRange> = HashMap::new();
    let mut last: HashMap<String, (u32, TextRange)> = HashMap::new();
    let mut current: Vec<String> = Vec::new();
    let all = numbered(outline);
    let written: HashSet<&[String]> = all.iter().map(|(_, number)| number.parts.as_slice()).collect();
    let mut repeated: HashSet<&[String]> = HashSet::new();
    // `1.0` before `1.1` was the place of the IPR policy.
    let begins_with_zero =
        |above: &[String]| !above.is_empty() && written.contains([above, &["1".to_owned()]].concat().as_slice());
    for &(section, number) in &all {
        let top = number.parts.len() == 1;
        if top && number.is_appendix() {
            // `appendix-sequence` holds the letters themselves.
            if current.first() == number.parts.first() {
                repeated.insert(&number.parts);
            }
            current.clone_from(&number.parts);
            continue;
        }
        let Some((own, above)) = number.parts.split_last() else { continue };
        let Ok(value) = own.parse::<u32>() else { continue };
        let dotted = number.dotted();
        let prefix = above.join(".");
        let previous = last.insert(prefix.clone(), (value, number.range));
        let first = seen.get(&dotted).copied();
        seen.entry(dotted.clone()).or_insert(number.range);
        let inside = current.get(..above.len()) == Some(above);
        let expected = previous.map_or(1, |(value, _)| value.saturating_add(1));
        let message = if let Some(first) = first {
            Some((format!("{dotted} stands twice"), Some((first, "the first one"))))
        } else if !inside && !above.is_empty() {
            let at = if current.is_empty() {
                "before any section".to_owned()
            } else {
                format!("after {}", current.join("."))
            };
            Some((format!("{dotted} stands {at}, not in section {prefix}"), None))
        } else if value == expected
            || (previous.is_none() && top && all.len() < 2)
            || (previous.is_none() && value == 0 && begins_with_zero(above))
            // Parts that were given the letter alone stand where its first numbers should.
            || (previous.is_none() && repeated.contains(above))
        {
            None
        } else if let Some((before, range)) = previous {
            let before = if top { before.to_string() } else { format!("{prefix}.{before}") };
            Some((format!("{dotted} after {before}"), Some((range, "the section before"))))
        } else {
            let expected = if top { "1".to_owned() } else { format!("{prefix}.1") };
            Some((format!("{dotted} is the first: it should be {expected}"), None))
        };
        current.clone_from(&number.parts);
        if let Some((message, related)) = message {
            let mut found = checker.found(number.range, message).help("number the sections without gaps or repeats");
            if let Some((range, text)) = related {
                found = found.related(range, text);
            }
            checker.report(found);
        }
        debug_assert!(matches!(section.role, Role::Section | Role::Appendix));
    }
    for (_, section) in outline.body() {
        let Some(letter) = PLACEHOLDER.captures(&section.text).and_then(|found| found.get(1)) else { continue };
        let found =
            checker.found(section.text_range, format!("the letter `{}` stands in place of a number", letter.as_str()));
        checker.report(found.help("write the number"));
    }
    requirements::repeats(checker);
    if all.is_empty() {
        checker.not_applicable("no section has a number");
    }
}

/// `heading-number-depth`.
pub fn depth(checker: &mut Checker<'_>) {
    let outline = &checker.work.outline;
    // Level of the first heading of a letter; one that repeats the letter further down is the matter of another rule.
    let mut lettered: Option<(&str, u8)> = None;
    let skipped = skips(outline);
    for (section, number) in numbered(outline) {
        let parts = u8::try_from(number.parts.len()).unwrap_or(u8::MAX);
        let expected = if number.is_appendix() {
            let Some(letter) = number.parts.first().map(String::as_str) else { continue };
            if parts == 1 {
                lettered = lettered.filter(|&(last, _)| last == letter).or(Some((letter, section.depth)));
                continue;
            }
            let Some((_, root)) = lettered else { continue };
            parts + root - 1
        } else {
            parts
        };
        // `heading-max-depth` reports numbers that no level can have.
        if section.depth == expected
            || skipped.contains(&section.node)
            || expected > checker.work.template().max_section_level
        {
            continue;
        }
        let hashes = expected.saturating_add(outline.base_level).saturating_sub(1);
        let message =
            format!("{} is a number of level {expected}, its heading has level {}", number.dotted(), section.depth);
        let mut found = checker.found(number.range, message);
        if (1..=6).contains(&hashes) {
            found = found.help(format!("give the heading {hashes} `#`, or the number {} components", section.depth));
        }
        checker.report(found);
    }
}

/// Digits with a dot, or without, at one depth.
#[derive(Default)]
struct Styles {
    dotted: usize,
    bare: usize,
    first_dotted: bool,
}

impl Styles {
    fn wants_dot(&self) -> bool {
        self.dotted > self.bare || (self.dotted == self.bare && self.first_dotted)
    }
}

/// `heading-number-style`.
pub fn style(checker: &mut Checker<'_>) {
    let outline = &checker.work.outline;
    let mut styles: HashMap<usize, Styles> = HashMap::new();
    let plain = |number: &Number| !number.is_appendix() && matches!(number.separator.as_str(), "" | ".");
    let all: Vec<&Number> = numbered(outline).into_iter().map(|(_, n)| n).filter(|n| plain(n)).collect();
    for number in &all {
        let style = styles.entry(number.parts.len()).or_default();
        let dot = number.separator == ".";
        style.first_dotted |= dot && style.bare == 0 && style.dotted == 0;
        if dot { style.dotted += 1 } else { style.bare += 1 }
    }
    for number in all {
        let Some(style) = styles.get(&number.parts.len()) else { continue };
        let dot = number.separator == ".";
        if dot == style.wants_dot() {
            continue;
        }
        let digits = end_of_digits(checker, number);
        let (message, edit) = if dot {
            (
                format!("{}. has a dot, most numbers of its level have none", number.dotted()),
                Edit::delete(TextRange { start: digits, end: number.range.end }),
            )
        } else {
            (
                format!("{} has no dot, most numbers of its level have one", number.dotted()),
                Edit::insert(digits as usize, "."),
            )
        };
        let found = checker.found(number.range, message).fix(Fix::safe("write it like the others", vec![edit]));
        checker.report(found);
    }
}

/// `heading-number-colon`.
pub fn colon(checker: &mut Checker<'_>) {
    for (_, number) in numbered(&checker.work.outline) {
        if number.separator != ":" || number.is_appendix() {
            continue;
        }
        let range = TextRange { start: end_of_digits(checker, number), end: number.range.end };
        let found = checker.found(range, format!("a colon after the number {}", number.dotted()));
        checker.report(found.fix(Fix::safe("delete the colon", vec![Edit::delete(range)])));
    }
}

fn end_of_digits(checker: &Checker<'_>, number: &Number) -> u32 {
    let slice = checker.work.slice(number.range);
    let at = slice.rfind(|c: char| c.is_ascii_digit()).map_or(slice.len(), |at| at + 1);
    number.range.inside(at..at).start
}

/// `heading-number-mixed`.
pub fn mixed(checker: &mut Checker<'_>) {
    let outline = &checker.work.outline;
    let mut groups: HashMap<(Option<usize>, u8), Vec<usize>> = HashMap::new();
    for (index, section) in outline.body().filter(|(_, s)| s.role == Role::Section && s.label.is_none()) {
        groups.entry((section.parent, section.level)).or_default().push(index);
    }
    let mut stray = Vec::new();
    for siblings in groups.values() {
        let is_numbered = |&&index: &&usize| outline.section_number(index).is_some();
        let Some(first) = siblings.iter().position(|index| is_numbered(&index)) else { continue };
        let Some(last) = siblings.iter().rposition(|index| is_numbered(&index)) else { continue };
        let between = siblings.iter().take(last).skip(first);
        // `3.1.X` has a number, though not yet all of it.
        let is_bare = |section: &Section| section.number.is_none() && !PLACEHOLDER.is_match(&section.text);
        stray.extend(between.filter(|index| is_bare(&outline.sections[**index])).copied());
    }
    stray.sort_unstable();
    for index in stray {
        let found = checker.found(outline.sections[index].text_range, "an unnumbered section between numbered ones");
        checker.report(found.help("number it and those behind it, or move it before or behind the numbered ones"));
    }
}
