//! The authors of a technical report: conditions 121 to 124.

use std::sync::LazyLock;

use regex::Regex;

use super::headings::{self, Form, Heading};
use super::prose::collapsed;
use super::submission::Submission;
use super::{Judge, Place};

static TAG: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"<[^>]+>").expect("valid pattern"));
static ATTRIBUTES: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\{#[^}]*\}\s*$").expect("valid pattern"));
static REVISION: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\s*\d{1,3}\s*$").expect("valid pattern"));
static AUTHORS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)^Authors?\b").expect("valid pattern"));
static ABSTRACT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)^Abstract\b").expect("valid pattern"));
static LATER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\bby\s+(tbd|n/a|none|will\s+be\s+filled\s+in)\b").expect("valid pattern"));
static BY: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\bby\s+[A-Z][\w.'-]+").expect("valid pattern"));
static LIST: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?:>+\s*|(?:[-*+•]\s+(?:\[[ xX]\]\s+)?|\(?\d+[.)]\s+))").expect("valid pattern"));

/// What stands where names should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Named {
    Somebody,
    /// Somebody, later.
    Later,
    /// Nobody, or a mark that stands for a name.
    Nobody,
}

/// Conditions 121 to 124.
pub(super) fn authors(submission: &Submission<'_>, judge: &mut Judge) {
    let Some(text) = submission.markdown_prose() else {
        judge.not_applicable(121..=124, "the package holds no Markdown");
        return;
    };
    let cover = Cover { text: text.text(), headings: headings::markdown(text.text(), Form::Plain) };
    let kind = cover.kind();
    if kind != "technical report" && kind != "technical report draft" {
        judge.not_applicable(121..=124, "the document is no Technical Report");
        return;
    }
    let draft = kind.ends_with("draft");
    let (named, at) = match cover.section() {
        Some((heading, block)) => (Some(names(block)), Some(heading)),
        None => (cover.byline(), None),
    };
    let place = match at.or(cover.headings.first()) {
        Some(heading) => text.place(heading.start, heading.end),
        None => Place::File(text.path().to_owned()),
    };
    let seen = match named {
        Some(Named::Somebody) => "authors",
        Some(Named::Later) => "a promise",
        Some(Named::Nobody) => "no name",
        None => "no authors",
    };
    for ordinal in 121..=124 {
        judge.compared(ordinal, seen, "one author or more");
    }
    let (ordinal, said) = match named {
        Some(Named::Somebody) => return,
        None => (121, "a Technical Report names its authors, and this one has none"),
        Some(Named::Nobody) => (122, "the list of authors holds no name"),
        Some(Named::Later) if draft => (123, "the names of the authors are still to come"),
        Some(Named::Later) => (124, "the names of the authors are still to come, in a report that is approved"),
    };
    judge.fail(ordinal, place, said);
    judge.help(ordinal, "name the authors under a heading Authors on the cover");
}

/// The beginning of a document.
struct Cover<'a> {
    text: &'a str,
    headings: Vec<Heading>,
}

impl<'a> Cover<'a> {
    fn title(&self) -> Option<usize> {
        self.headings.iter().position(|heading| heading.level == 1 && !heading.text.is_empty())
    }

    /// What the heading after the title calls the document, without its number.
    fn kind(&self) -> String {
        let heading = self.title().and_then(|title| self.headings.get(title + 1));
        let Some(heading) = heading else { return String::new() };
        let text = TAG.replace_all(&heading.text, "");
        let text = ATTRIBUTES.replace(&text, "").trim_end().trim_end_matches('#').replace('\u{a0}', " ");
        let text = collapsed(&text.replace(['*', '_', '‘', '’', '“', '”'], ""));
        let marks = |c: char| matches!(c, ' ' | '.' | ':' | '-' | '–' | '—');
        REVISION.replace(text.trim_matches(marks), "").trim_matches(marks).to_lowercase()
    }

    /// Where the cover ends: behind the abstract.
    fn end(&self) -> usize {
        let found = self.headings.iter().position(|heading| ABSTRACT.is_match(&heading.text));
        let next = found.map(|index| self.headings.get(index + 1));
        next.flatten().map_or(self.text.len(), |next| next.start)
    }

    /// The section `Authors` of the cover.
    fn section(&self) -> Option<(&Heading, &'a str)> {
        let end = self.end();
        let index = self.headings.iter().position(|heading| heading.start < end && AUTHORS.is_match(&heading.text))?;
        let heading = self.headings.get(index)?;
        let until = headings::section_end(&self.headings, index, self.text.len()).min(end);
        Some((heading, self.text.get(heading.end..until)?))
    }

    /// Who it is by, as the lines around the title say.
    fn byline(&self) -> Option<Named> {
        let end = match self.title() {
            None => self.text.len(),
            Some(title) => match (self.headings.get(title + 1), self.headings.get(title + 2)) {
                (None, _) => self.headings.get(title).map_or(0, |title| title.end),
                (Some(_), next) => next.map_or(self.text.len(), |next| next.start),
            },
        };
        let top = self.text.get(..end)?;
        match LATER.captures(top).and_then(|found| found.get(1)) {
            Some(word) => Some(names(&collapsed(word.as_str()))),
            None => BY.is_match(top).then_some(Named::Somebody),
        }
    }
}

fn names(block: &str) -> Named {
    let mut later = false;
    let mut nobody = false;
    for line in block.lines() {
        let line = LIST.replace(line.trim(), "");
        let word = line.trim().trim_matches([' ', '.']).to_lowercase();
        match word.as_str() {
            "" if line.trim().is_empty() => {}
            "tbd" | "n/a" | "none" => nobody = true,
            "will be filled in" => later = true,
            _ => return Named::Somebody,
        }
    }
    if later && !nobody { Named::Later } else { Named::Nobody }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cover(text: &str) -> Cover<'_> {
        Cover { text, headings: headings::markdown(text, Form::Plain) }
    }

    #[test]
    fn reports_say_what_they_are_below_the_title() {
        assert_eq!(cover("# T\n## **Technical Report Draft 01** {#s}\n").kind(), "technical report draft");
        assert_eq!(cover("# T\n## Committee Note 01\n## Technical Report\n").kind(), "committee note");
    }

    #[test]
    fn authors_stand_in_a_section_or_behind_by() {
        let text = "# T\n## Technical Report 01\nby Jane Doe\n## Abstract\n## Authors\nx\n";
        assert!(cover(text).section().is_none());
        assert_eq!(cover(text).byline(), Some(Named::Somebody));
        assert_eq!(cover("# T\n## Technical Report\nby the committee\n# A\n").byline(), None);
        assert_eq!(cover("# T\nby TBD\n## Technical Report\n").byline(), Some(Named::Nobody));
        let text = "# T\n## Technical Report\n#### Authors:\n- [ ] TBD\n> N/A.\n## Abstract\n";
        assert_eq!(names(cover(text).section().unwrap().1), Named::Nobody);
        assert_eq!(names("* will be filled in\n"), Named::Later);
        assert_eq!(names("* will be filled in\n* TBD"), Named::Nobody);
        assert_eq!(names("1. Jane\n2. TBD"), Named::Somebody);
    }
}
