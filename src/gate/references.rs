//! Whether references are split into normative and informative ones: conditions 111 and 112.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::headings::{self, Form, Heading, plain, section_end};
use super::prose::collapsed;
use super::submission::{Submission, is_standards_track};
use super::traced::Traced;
use super::{Judge, Place};

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:(?:annex|appendix)\s+)?(?:\d+(?:\.\d+)*|[a-z](?:\.\d+)*)\.?\s+").expect("valid pattern")
});
static BLOCK_END: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)</(?:p|li|div|tr|h[1-6])>|<br\s*/?>").expect("valid pattern"));

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Undivided,
    Normative,
    Informative,
    Other,
}

/// Conditions 111 and 112.
pub(super) fn references(submission: &Submission<'_>, judge: &mut Judge) {
    if !is_standards_track(&submission.stage) {
        judge.not_applicable([111, 112], "only specifications have normative references");
        return;
    }
    let (text, html) = match (submission.markdown_prose(), submission.html_prose()) {
        (Some(markdown), _) => (markdown, false),
        (None, Some(page)) => (page, true),
        (None, None) => {
            judge.not_applicable([111, 112], "the package holds neither Markdown nor HTML");
            return;
        }
    };
    let form = if judge.official() { Form::Plain } else { Form::Any };
    let all = if html { headings::html(text.text()) } else { headings::markdown(text.text(), form) };
    let headings: Vec<Heading> = all.into_iter().filter(|heading| heading.level <= 3 || !judge.official()).collect();
    let lists = Lists { text, html, kinds: headings.iter().map(|heading| kind(&heading.text)).collect(), headings };
    if lists.kinds.iter().all(|kind| *kind == Kind::Other) {
        judge.not_applicable([111, 112], "no heading says References");
        return;
    }
    lists.undivided(judge);
    lists.shared(judge);
}

fn kind(heading: &str) -> Kind {
    let name = NUMBER.replace(heading.trim(), "");
    let name = collapsed(&name).trim_end_matches(['.', ':', ';', ',']).to_lowercase();
    match name.as_str() {
        "references" => Kind::Undivided,
        "normative references" => Kind::Normative,
        "informative references" => Kind::Informative,
        _ => Kind::Other,
    }
}

/// The lists of references in a text.
struct Lists<'a> {
    text: &'a Traced,
    html: bool,
    headings: Vec<Heading>,
    kinds: Vec<Kind>,
}

impl Lists<'_> {
    fn of(&self, kind: Kind) -> impl Iterator<Item = (usize, &Heading)> {
        let is = move |(index, _): &(usize, &Heading)| self.kinds.get(*index) == Some(&kind);
        self.headings.iter().enumerate().filter(is)
    }

    fn end(&self, index: usize) -> usize {
        section_end(&self.headings, index, self.text.text().len())
    }

    /// Tags of the references between two places; in Markdown with where they stand.
    fn tags(&self, start: usize, end: usize) -> Tags {
        let part = self.text.text().get(start..end).unwrap_or_default();
        if self.html {
            let found = tags(&plain(&BLOCK_END.replace_all(part, "\n"), ""));
            return found.into_keys().map(|tag| (tag, None)).collect();
        }
        let shifted = |(from, to): (usize, usize)| (start + from, start + to);
        tags(part).into_iter().map(|(tag, range)| (tag, range.map(shifted))).collect()
    }

    fn place(&self, heading: &Heading) -> Place {
        self.text.place(heading.start, heading.end)
    }

    /// Condition 111.
    fn undivided(&self, judge: &mut Judge) {
        let names: Vec<&str> = self
            .headings
            .iter()
            .zip(&self.kinds)
            .filter(|(_, kind)| **kind != Kind::Other)
            .map(|(h, _)| &*h.text)
            .collect();
        judge.compared(111, names.join(", "), "Normative References and Informative References");
        for (index, heading) in self.of(Kind::Undivided) {
            let end = self.end(index);
            let mut inside = self.headings.iter().skip(index + 1).take_while(|below| below.start < end);
            let direct = inside.find(|below| below.level == heading.level + 1).map_or(end, |first| first.start);
            let found = self.tags(heading.end, direct);
            if found.len() >= 2 {
                let said = format!("{} references stand under one heading, `{}`", found.len(), heading.text);
                judge.fail(111, self.place(heading), said);
                judge.help(111, "list them under Normative References and Informative References");
            }
        }
    }

    /// Condition 112.
    fn shared(&self, judge: &mut Judge) {
        let all = |kind: Kind| -> Option<Tags> {
            let lists: Vec<Tags> = self.of(kind).map(|(index, h)| self.tags(h.end, self.end(index))).collect();
            (!lists.is_empty()).then(|| lists.into_iter().flatten().collect())
        };
        let (Some(normative), Some(informative)) = (all(Kind::Normative), all(Kind::Informative)) else {
            judge.not_applicable([112], "there are not both normative and informative references");
            return;
        };
        judge.compared(
            112,
            format!("{} normative, {} informative", normative.len(), informative.len()),
            "no reference in both lists",
        );
        let heading = self.of(Kind::Informative).next().map(|(_, heading)| self.place(heading));
        for (tag, range) in informative.iter().filter(|(tag, _)| normative.contains_key(*tag)) {
            let place = match range {
                Some((from, to)) => self.text.place(*from, *to),
                None => heading.clone().unwrap_or(Place::Package),
            };
            judge.fail(112, place, format!("[{tag}] is listed as normative and as informative"));
            judge.help(112, "list it once");
        }
    }
}

/// Tags with where they stand, where that is known.
type Tags = BTreeMap<String, Option<(usize, usize)>>;

/// What stands in brackets at the start of lines.
fn tags(text: &str) -> Tags {
    let mut at = 0;
    let mut found = Tags::new();
    for line in text.split('\n') {
        let start = at;
        at += line.len() + 1;
        let inner = line.trim_start_matches(|c: char| matches!(c, '#' | '*' | '\\') || c.is_whitespace());
        let from = start + line.len() - inner.len();
        let Some(inner) = inner.strip_prefix('[') else { continue };
        let Some(end) = inner.find(['[', ']']).filter(|end| inner.as_bytes().get(*end) == Some(&b']')) else {
            continue;
        };
        let tag = inner.get(..end).unwrap_or_default().trim().trim_end_matches('\\').trim();
        if !tag.is_empty() {
            found.entry(tag.to_owned()).or_insert(Some((from, from + end + 2)));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_lose_their_numbers() {
        assert_eq!(kind("1.2. Normative References:"), Kind::Normative);
        assert_eq!(kind("Appendix A. References"), Kind::Undivided);
        assert_eq!(kind("A.1 Informative  References"), Kind::Informative);
        assert_eq!(kind("Cross References"), Kind::Other);
    }

    #[test]
    fn tags_begin_lines() {
        let found = tags("###### [RFC2119]\nS. Bradner\n**[RFC8174]** see [A]\n[not [B]\n\\[C\\] d\n");
        assert_eq!(found.keys().collect::<Vec<_>>(), ["C", "RFC2119", "RFC8174"]);
        assert_eq!(found["RFC2119"], Some((7, 16)));
    }
}
