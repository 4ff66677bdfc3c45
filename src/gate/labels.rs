//! Whether examples say that they are not normative: condition 113.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::Judge;
use super::headings::{self, Form, Heading, plain};
use super::prose::{collapsed, without_tags};
use super::submission::{Submission, whole_stage_word};

/// Titles of sections that hold examples.
static EXAMPLE: LazyLock<Regex> = LazyLock::new(|| {
    let samples = "requests?|responses?|messages?|payloads?|documents?|configurations?|files?|data|code|instances?|\
        outputs?|inputs?|records?";
    let pattern = format!(r"(?i)^(?:(?:illustrative\s+)?examples?|sample\s+(?:\S+\s+)?(?:{samples}))\b");
    Regex::new(&pattern).expect("valid pattern")
});
static ANNEX: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)^(?:appendix|annex)\b").expect("valid pattern"));
static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^[A-Z0-9]+(?:\.[A-Z0-9]+)*\.?\s+").expect("valid pattern"));
/// A label at the end of a title: in brackets, or after a dash or a colon.
static AT_END: LazyLock<Regex> = LazyLock::new(|| {
    let non = r"non[-\s]?normative";
    let pattern = format!(
        r"(?i)(?:\(\s*(?:{non}|informative|normative)\s*\)|[-:]\s*{non}\s*|(?:-\s+|:\s*)(?:informative|normative)\s*)$"
    );
    Regex::new(&pattern).expect("valid pattern")
});
static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:this\s+(?:appendix|annex|section|example)\s+is|it\s+is)\s+").expect("valid pattern")
});
static FIRST: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)^(?:non[-\s]?normative|informative|normative)\b").expect("valid pattern"));
static LAST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:\bnon[-\s]?normative|(?:^|[^\w-])(?:informative|normative))[.!]\s*$").expect("valid pattern")
});
static ABBREVIATED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\b(?:e\.g|i\.e|etc|cf|vs|fig|eq|no|approx|resp)\.$").expect("valid pattern"));
static ALL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:all|these|every)\s+(appendi(?:x|xes|ces)|annexes?|examples?)\b").expect("valid pattern")
});
static MARK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)(?:^|\W)(?:non[-\s]?normative|informative|normative)\b").expect("valid pattern"));

/// How many characters of a section are read for its first sentence.
const SENTENCE: usize = 200;

/// How far a statement on all examples may reach, in characters.
const REACH: usize = 120;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Example,
    Annex,
}

/// Condition 113.
pub(super) fn examples(submission: &Submission<'_>, judge: &mut Judge) {
    if ["cn", "cnd"].contains(&whole_stage_word(&submission.stage.to_lowercase())) {
        judge.not_applicable([113], "nothing in a note is normative");
        return;
    }
    let (text, html) = match (submission.markdown_prose(), submission.html_prose()) {
        (Some(markdown), _) => (markdown, false),
        (None, Some(page)) => (page, true),
        (None, None) => {
            judge.not_applicable([113], "the package holds neither Markdown nor HTML");
            return;
        }
    };
    let headings = if html { headings::html(text.text()) } else { headings::markdown(text.text(), Form::Any) };
    let blanket = if html { labelled_together(without_tags(text).text()) } else { labelled_together(text.text()) };
    let mut above: Vec<(usize, bool)> = Vec::new();
    let mut examples = 0;
    for (index, heading) in headings.iter().enumerate() {
        while above.last().is_some_and(|(level, _)| *level >= heading.level) {
            above.pop();
        }
        let title = plain_dashes(&heading.text);
        let title = NUMBER.replace(&title, "").trim().to_owned();
        let kind = kind(&title);
        let looked_at = kind.is_some() || !judge.official();
        let body = body(text.text(), &headings, index, html);
        let own = looked_at && (AT_END.is_match(&title) || sentence_labels(first_sentence(&body, judge.official())));
        let inherited = above.iter().any(|(_, labelled)| *labelled);
        above.push((heading.level, own));
        if kind != Some(Kind::Example) {
            continue;
        }
        examples += 1;
        if !own && !inherited && !blanket.contains(&Kind::Example) {
            let place = text.place(heading.start, heading.end);
            judge.fail(113, place, format!("`{}` does not say that examples are not normative", heading.text));
            judge.help(113, "write (non-normative) behind the heading, or say so in the first sentence");
        }
    }
    judge.compared(113, format!("{examples} sections of examples"), "each labelled as non-normative");
}

fn kind(title: &str) -> Option<Kind> {
    match () {
        () if EXAMPLE.is_match(title) => Some(Kind::Example),
        () if ANNEX.is_match(title) => Some(Kind::Annex),
        () => None,
    }
}

/// The text with every dash as a hyphen.
fn plain_dashes(text: &str) -> String {
    text.replace(['\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2212}'], "-")
}

/// What stands between a heading and the next.
fn body(text: &str, headings: &[Heading], index: usize, html: bool) -> String {
    let start = headings.get(index).map_or(0, |heading| heading.end);
    let end = headings.get(index + 1).map_or(text.len(), |next| next.start);
    let part = text.get(start..end).unwrap_or_default();
    // Far more than the first sentence takes, and not the whole of a long section.
    let enough = part.char_indices().nth(SENTENCE * 50).map_or(part, |(at, _)| part.get(..at).unwrap_or(part));
    plain_dashes(&if html { collapsed(&plain(enough, "")) } else { enough.to_owned() })
}

/// The first sentence of a section's first paragraph. The official check ends it behind the first letter of `e.g.`.
fn first_sentence(body: &str, official: bool) -> &str {
    let body = body.trim_start();
    let mut end = body.len();
    for (at, _) in body.match_indices('\n') {
        let rest = body.get(at + 1..).unwrap_or_default();
        if rest.lines().next().is_some_and(|line| line.trim().is_empty()) {
            end = at;
            break;
        }
    }
    let paragraph = body.get(..end).unwrap_or(body);
    let cut = paragraph.char_indices().nth(SENTENCE).map_or(paragraph.len(), |(at, _)| at);
    let start = paragraph.get(..cut).unwrap_or(paragraph);
    for (at, _) in start.match_indices(['.', '!']) {
        let (before, after) = start.split_at(at + 1);
        let goes_on = |c: char| if official { c.is_numeric() } else { c.is_alphanumeric() };
        if !after.starts_with(goes_on) && !ABBREVIATED.is_match(before) {
            return before.trim();
        }
    }
    start.trim()
}

/// Whether a sentence says of what it belongs to that it is normative, or not.
fn sentence_labels(sentence: &str) -> bool {
    FIRST.is_match(&LEAD.replace(sentence, "")) || LAST.is_match(sentence)
}

/// What a sentence says of all examples, or all annexes, at once.
fn labelled_together(text: &str) -> BTreeSet<Kind> {
    let text = plain_dashes(text);
    let mut found = BTreeSet::new();
    for phrase in ALL.captures_iter(&text) {
        let (Some(whole), Some(what)) = (phrase.get(0), phrase.get(1)) else { continue };
        let before = text.get(..whole.start()).unwrap_or_default();
        let negated = before.ends_with(char::is_whitespace) && before.trim_end().to_lowercase().ends_with("not");
        let rest = text.get(whole.end()..).unwrap_or_default();
        // The mark itself, and a character that bounds it, are shorter than twenty.
        let near = rest.char_indices().nth(REACH + 20).map_or(rest, |(at, _)| rest.get(..at).unwrap_or(rest));
        let sentence = near.split('.').next().unwrap_or_default();
        let near = |mark: regex::Match<'_>| {
            sentence.get(..mark.start()).is_some_and(|between| between.chars().count() <= REACH)
        };
        // A hyphen before the word makes it another one: anti-normative.
        let whole_word = |mark: &regex::Match<'_>| {
            !mark.as_str().starts_with('-') || mark.as_str().to_lowercase().starts_with("-non")
        };
        let marked = MARK.find_iter(sentence).filter(whole_word).any(near);
        if marked && !negated {
            let example = what.as_str().to_lowercase().starts_with("example");
            found.insert(if example { Kind::Example } else { Kind::Annex });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_examples() {
        for title in ["Examples", "example 3", "Illustrative Examples of use", "Sample JSON Requests", "Sample data"] {
            assert_eq!(kind(title), Some(Kind::Example), "{title}");
        }
        assert_eq!(kind("Exampleless"), None);
        assert_eq!(kind("Samples"), None);
        assert_eq!(kind("Annex B"), Some(Kind::Annex));
    }

    #[test]
    fn labels_at_the_end_of_a_title() {
        for title in
            ["Examples (Non-Normative)", "Examples - informative", "Examples: non normative", "X -nonnormative"]
        {
            assert!(AT_END.is_match(title), "{title}");
        }
        assert!(!AT_END.is_match("Examples (anti-normative)"));
        assert!(!AT_END.is_match("Examples -informative"));
    }

    #[test]
    fn first_sentences() {
        assert_eq!(first_sentence("\nSee v1.2 (e.g. this) now. More.\n", false), "See v1.2 (e.g. this) now.");
        assert_eq!(first_sentence("\nSee v1.2 (e.g. this) now. More.\n", true), "See v1.2 (e.");
        assert_eq!(first_sentence("See fig. 1 etc. Now.", true), "See fig. 1 etc. Now.");
        assert_eq!(first_sentence("One\n \nTwo.", true), "One");
        assert!(sentence_labels("This section is non-normative."));
        assert!(sentence_labels("What follows is informative."));
        assert!(!sentence_labels("What follows is anti-normative."));
        assert!(!sentence_labels("The normative text is elsewhere."));
    }

    #[test]
    fn all_examples_at_once() {
        assert!(labelled_together("All examples in this document are non-normative.").contains(&Kind::Example));
        assert!(labelled_together("Not all examples are non-normative.").is_empty());
        assert!(labelled_together("All examples are short. They are informative.").is_empty());
        assert!(labelled_together("These appendices are informative").contains(&Kind::Annex));
    }
}
