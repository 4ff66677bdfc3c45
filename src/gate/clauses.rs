//! The Conformance section of a text and the clauses in it, as lines say them.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use super::headings::{self, Form, Heading, number, plain, section_end, without_number};
use super::prose::collapsed;
use super::traced::Traced;
use super::{Reading, prose};

static SECTION: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)^Conformance\b").expect("valid pattern"));
static ANNEX: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)^(?:Annex|Appendix)\b").expect("valid pattern"));
static BLOCK_START: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)<(?:h[1-6]|p|li|br|tr)\b[^>]*>|</(?:h[1-6]|p|li|tr)>").expect("valid pattern"));
static KIND: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)\b(?:profile|level)\b").expect("valid pattern"));
static LEADING: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^[ \t]*#{0,6}[ \t]*(?:\d+(?:\.\d+)*\.?[ \t]+)?").expect("valid pattern"));
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[ \t]*#{0,6}[ \t]*(\d+(?:\.\d+)+)\.?[ \t]*(?:\[([A-Z][A-Z0-9_-]{2,}-C-\d+)\])?")
        .expect("valid pattern")
});
static TARGET: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[ \t]*(?:[-*+][ \t]+)?#{0,6}[ \t]*\[([A-Z][A-Z0-9_-]{2,}-C-\d+)\]").expect("valid pattern")
});
static WORD: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^[ \t]*(?:[-*+][ \t]+)?Clause[ \t]+(\d+)\b").expect("valid pattern"));

/// How much of a clause counts when two are compared, in characters.
const COMPARED: usize = 400;

/// A clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// The profile or level it belongs to; empty where the section names none.
    pub profile: String,
    /// Its number or target.
    pub id: String,
    /// What it says, white space and capital letters levelled.
    pub text: String,
    /// Where its number stands, in Markdown; the section's heading in a page.
    pub start: usize,
    /// Where its number ends.
    pub end: usize,
}

impl Clause {
    /// Number and profile.
    #[must_use]
    pub fn key(&self) -> (&str, &str) {
        (&self.profile, &self.id)
    }
}

/// What a text says on conformance.
#[derive(Debug)]
pub struct Conformance {
    /// Its headings `Conformance`, the main one first.
    pub main: Heading,
    /// The main one is a chapter of the body.
    pub chapter: bool,
    /// The level of chapters is certain.
    pub certain: bool,
    /// The profiles or levels it is split by; one without a name where it is not.
    pub profiles: Vec<String>,
    /// The clauses, in order.
    pub clauses: Vec<Clause>,
}

/// A text without code in which clauses are looked for.
pub struct Text<'a> {
    /// The text.
    pub text: &'a Traced,
    /// It is a page.
    pub html: bool,
}

impl Conformance {
    /// Of a file.
    #[must_use]
    pub fn of_file(path: &str, bytes: &[u8], reading: Reading) -> Option<Self> {
        let html = [".html", ".htm"].iter().any(|ending| path.to_ascii_lowercase().ends_with(ending));
        let text = Traced::read(path, bytes);
        let text = if html { prose::without_html_code(&text) } else { prose::without_markdown_code(&text, reading) };
        Self::of(&Text { text: &text, html }, reading)
    }

    /// Of a text; `None` where no heading says Conformance.
    #[must_use]
    pub fn of(source: &Text<'_>, reading: Reading) -> Option<Self> {
        let text = source.text.text();
        let headings = match (source.html, reading) {
            (true, _) => headings::html(text),
            (false, Reading::Official) => headings::markdown(text, Form::Plain),
            (false, Reading::Right) => headings::markdown(text, Form::Any),
        };
        let said: Vec<usize> = (0..headings.len()).filter(|index| says_conformance(&headings[*index])).collect();
        let (chapters, certain) = chapter_level(&headings);
        let annexed = in_annexes(&headings, reading);
        let is_chapter = |index: &&usize| {
            let heading = &headings[**index];
            let deeper = chapters.is_some_and(|level| heading.level > level);
            let whole = number(&heading.text).is_none_or(|number| number.chars().all(char::is_numeric));
            whole && !deeper && !annexed[**index]
        };
        let first =
            |indices: &mut dyn Iterator<Item = &usize>| indices.min_by_key(|index| headings[**index].level).copied();
        let chapter = first(&mut said.iter().filter(is_chapter));
        let index = chapter.or_else(|| first(&mut said.iter()))?;
        let main = headings[index].clone();
        let end = section_end(&headings, index, text.len());
        let mut found = Self { main, chapter: chapter.is_some(), certain, profiles: Vec::new(), clauses: Vec::new() };
        found.read(source, end, reading);
        Some(found)
    }

    /// Reads the clauses of the section.
    fn read(&mut self, source: &Text<'_>, end: usize, reading: Reading) {
        let start = self.main.start;
        let section = source.text.text().get(start..end).unwrap_or_default();
        let flat = source.html.then(|| lines_of_page(section));
        let lines: Vec<(usize, &str)> = split(flat.as_deref().unwrap_or(section));
        let named = |line: &str| profile(line, !source.html && reading == Reading::Right).map(str::to_owned);
        let marks: Vec<(usize, String)> =
            lines.iter().enumerate().filter_map(|(index, (_, line))| Some((index, named(line)?))).collect();
        let mut scopes: Vec<(String, &[(usize, &str)])> = Vec::new();
        if marks.is_empty() {
            scopes.push((String::new(), lines.as_slice()));
        }
        let mut known: HashMap<&str, usize> = HashMap::new();
        for (nth, (from, name)) in marks.iter().enumerate() {
            let to = marks.get(nth + 1).map_or(lines.len(), |(next, _)| *next);
            let scope = lines.get(*from..to).unwrap_or_default();
            // A name that comes twice stands for the later.
            let index = *known.entry(name).or_insert(scopes.len());
            match scopes.get_mut(index) {
                Some(earlier) => earlier.1 = scope,
                None => scopes.push((name.clone(), scope)),
            }
        }
        for (profile, scope) in scopes {
            let from = self.clauses.len();
            clauses(&profile, scope, &mut self.clauses);
            self.profiles.push(profile);
            for clause in self.clauses.iter_mut().skip(from) {
                (clause.start, clause.end) = if source.html {
                    (self.main.start, self.main.end)
                } else {
                    (start + clause.start, start + clause.end)
                };
            }
        }
    }
}

fn says_conformance(heading: &Heading) -> bool {
    SECTION.is_match(heading.text.trim_start()) || SECTION.is_match(without_number(&heading.text))
}

/// The level at which most headings carry a whole number, and whether three or more agree on it.
fn chapter_level(headings: &[Heading]) -> (Option<usize>, bool) {
    let mut counts: Vec<(usize, usize)> = Vec::new();
    for heading in headings {
        if !number(&heading.text).is_some_and(|number| number.chars().all(char::is_numeric)) {
            continue;
        }
        match counts.iter_mut().find(|(level, _)| *level == heading.level) {
            Some((_, count)) => *count += 1,
            None => counts.push((heading.level, 1)),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or_default();
    let level = counts.iter().find(|(_, count)| *count == most).map(|(level, _)| *level);
    let tie = counts.iter().filter(|(_, count)| *count == most).count() > 1;
    let total: usize = counts.iter().map(|(_, count)| count).sum();
    (level, total >= 3 && !tie)
}

/// For each heading whether it stands in an annex. The official check takes the annex before a heading of the same
/// level for one around it.
fn in_annexes(headings: &[Heading], reading: Reading) -> Vec<bool> {
    let annex = |heading: &&Heading| ANNEX.is_match(&heading.text) || ANNEX.is_match(without_number(&heading.text));
    let mut above: Vec<&Heading> = Vec::new();
    let mut found = Vec::with_capacity(headings.len());
    for heading in headings {
        let before = above.iter().any(annex);
        while above.last().is_some_and(|last| last.level >= heading.level) {
            above.pop();
        }
        let around = above.iter().any(annex);
        found.push(if reading == Reading::Official { before } else { around });
        above.push(heading);
    }
    found
}

/// A piece of a page with every block on a line of its own.
fn lines_of_page(html: &str) -> String {
    let broken = BLOCK_START.replace_all(html, "\n");
    plain(&broken, " ").split('\n').map(runs_collapsed).collect::<Vec<_>>().join("\n")
}

/// A line with every run of blanks as one.
fn runs_collapsed(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        let blank = matches!(c, ' ' | '\t');
        if !(blank && out.ends_with(' ')) {
            out.push(if blank { ' ' } else { c });
        }
    }
    out
}

fn split(text: &str) -> Vec<(usize, &str)> {
    let mut at = 0;
    let with_start = |line: &'_ str| {
        let start = at;
        at += line.len() + 1;
        start
    };
    let starts: Vec<usize> = text.split('\n').map(with_start).collect();
    starts.into_iter().zip(text.split('\n')).collect()
}

/// The profile or level that a line is the title of: a short line without a full stop that says so. In the right
/// reading only a heading is one.
fn profile(line: &str, heading: bool) -> Option<&str> {
    if heading && !line.trim_start().starts_with('#') {
        return None;
    }
    let from = LEADING.find(line).map_or(0, |found| found.end());
    let title = line.get(from..)?;
    if title.contains(['.', '!', '?']) {
        return None;
    }
    let words = KIND.find_iter(title).filter(|word| {
        let before = title.get(..word.start()).unwrap_or_default().chars().count();
        let after = title.get(word.end()..).unwrap_or_default().trim_end_matches([' ', '\t']).chars().count();
        before <= 80 && (before > 0 || from > 0) && after <= 20
    });
    words.last().map(|_| title.trim())
}

/// The clauses of some lines.
fn clauses(profile: &str, lines: &[(usize, &str)], found: &mut Vec<Clause>) {
    let mut open: Option<(Clause, String)> = None;
    for (start, line) in lines {
        let text = match clause_id(line) {
            Some((id, length)) => {
                found.extend(open.take().map(closed));
                let clause = Clause {
                    profile: profile.to_owned(),
                    id: id.to_owned(),
                    text: String::new(),
                    start: *start,
                    end: start + length,
                };
                open = Some((clause, String::new()));
                line.get(length..).unwrap_or_default()
            }
            None => line,
        };
        if let Some((_, body)) = &mut open {
            body.push_str(text);
            body.push('\n');
        }
    }
    found.extend(open.map(closed));
}

fn closed((mut clause, body): (Clause, String)) -> Clause {
    let start: String = body.chars().take(COMPARED).collect();
    clause.text = collapsed(&start).to_lowercase();
    clause
}

/// The number or target a line begins with, and its length with what is before it.
fn clause_id(line: &str) -> Option<(&str, usize)> {
    let numbered = NUMBERED.captures(line);
    let found = numbered.or_else(|| TARGET.captures(line)).or_else(|| WORD.captures(line))?;
    let id = found.get(2).or_else(|| found.get(1))?;
    Some((id.as_str(), found.get(0)?.end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, reading: Reading) -> Conformance {
        let traced = Traced::read("a.md", text.as_bytes());
        Conformance::of(&Text { text: &traced, html: false }, reading).unwrap()
    }

    fn ids(found: &Conformance) -> Vec<(&str, &str)> {
        found.clauses.iter().map(Clause::key).collect()
    }

    #[test]
    fn clauses_have_numbers_targets_and_words() {
        let text = "# 1 Introduction\n# 2 Model\n# 3 Rules\n# 8 Conformance\n8.1 [WIDGET-C-1] One.\n## 8.2. Two\n\
            - [WIDGET-C-3] as in [WIDGET-C-1]\n* Clause 4 says\nsee 8.1 and Clause 1\n# 9 End\n9.1 x\n";
        let found = of(text, Reading::Official);
        assert!(found.chapter && found.certain);
        assert_eq!(ids(&found), [("", "WIDGET-C-1"), ("", "8.2"), ("", "WIDGET-C-3"), ("", "4")]);
        assert_eq!(found.clauses[3].text, "says see 8.1 and clause 1");
        assert_eq!(&text[found.clauses[1].start..found.clauses[1].end], "## 8.2. ");
    }

    #[test]
    fn profiles_are_short_titles() {
        assert_eq!(profile("## 8.1 Core Profile", true), Some("Core Profile"));
        assert_eq!(profile("Profile A", false), None);
        assert_eq!(profile("## Profile A", false), Some("Profile A"));
        assert_eq!(profile("This clause covers the Core Profile.", false), None);
        assert_eq!(profile("a level that is followed by a long run of words", false), None);
        assert_eq!(profile("and the highest level", true), None);
        let text = "# Conformance\n## Core Profile\n8.1 a\n## Full Profile\n";
        let found = of(text, Reading::Right);
        assert_eq!(found.profiles, ["Core Profile", "Full Profile"]);
        assert_eq!(ids(&found), [("Core Profile", "8.1")]);
    }

    #[test]
    fn the_section_is_a_chapter() {
        let body = "# 1 A\n# 2 B\n# 3 C\n";
        assert!(!of(&format!("{body}## 3.1 Conformance\n"), Reading::Right).chapter);
        assert!(!of(&format!("{body}# Appendix A\n## Conformance\n"), Reading::Right).chapter);
        let after = format!("{body}# Appendix A\n# Conformance\n");
        assert!(of(&after, Reading::Right).chapter);
        assert!(!of(&after, Reading::Official).chapter);
    }

    #[test]
    fn a_page_is_read_by_its_blocks() {
        let page = "<h1>8&nbsp;Conformance</h1><p>8.1&nbsp;One</p><ul><li>[AB-X-C-2] two</li></ul><h1>9 End</h1>9.1";
        let found = Conformance::of_file("a.html", page.as_bytes(), Reading::Official).unwrap();
        assert_eq!(ids(&found), [("", "8.1"), ("", "AB-X-C-2")]);
        let heading = "<h1>8&nbsp;Conformance</h1>".len();
        assert!(found.clauses.iter().all(|clause| (clause.start, clause.end) == (0, heading)));
    }
}
