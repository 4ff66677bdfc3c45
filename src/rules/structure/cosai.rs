//! What a `CoSAI` paper holds besides its topic.

use std::sync::LazyLock;

use regex::Regex;

use crate::markdown::{NodeId, NodeKind, visible};
use crate::profiles::{Text, text};
use crate::rules::Checker;
use crate::rules::links::certainty;
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::{LabelKind, Role, Section, WorkProduct};

use super::parts::{find, labelled, nowhere};

/// `cosai-conclusion`.
pub fn conclusion(checker: &mut Checker<'_>) {
    let concludes = |s: &Section| {
        let title = s.title.to_lowercase();
        matches!(s.role, Role::Section | Role::Appendix)
            && s.depth <= 2
            && ["conclusion", "takeaway", "looking forward"].iter().any(|word| title.contains(word))
    };
    part(checker, "Takeaways and Conclusion", concludes);
}

/// `cosai-references`.
pub fn references(checker: &mut Checker<'_>) {
    let refers = |s: &Section| {
        let title = s.title.to_lowercase();
        s.role != Role::Contents && ["references", "sources", "bibliography"].iter().any(|word| title.contains(word))
    };
    part(checker, "References", refers);
}

fn part(checker: &mut Checker<'_>, name: &str, is_it: impl Fn(&Section) -> bool) {
    let work = checker.work;
    if find(work, name).is_none() && !work.outline.sections.iter().any(is_it) {
        let found = checker.found(nowhere(work), format!("there is no section `{name}`"));
        checker.report(found.help(format!("the template closes with `{name}` before the acknowledgements")));
    }
}

/// The fixed parts of the appendix, in the order of the template.
fn fixed_parts(work: &WorkProduct) -> [(&'static str, Option<usize>); 3] {
    [
        ("CoSAI Focus", focus_section(work)),
        ("Guidelines on usage of more advanced AI systems", guidelines_section(work)),
        ("Copyright Notice", labelled(work, LabelKind::Notices)),
    ]
}

fn focus_section(work: &WorkProduct) -> Option<usize> {
    titled(work, |title| title.starts_with("cosai") && title.ends_with("focus"))
}

fn guidelines_section(work: &WorkProduct) -> Option<usize> {
    titled(work, |title| title.starts_with("guidelines on usage") || title.starts_with("guidelines on the use"))
}

fn titled(work: &WorkProduct, is_it: impl Fn(&str) -> bool) -> Option<usize> {
    let body = |s: &Section| matches!(s.role, Role::Section | Role::Appendix);
    work.outline.sections.iter().position(|s| body(s) && is_it(&s.title.to_lowercase()))
}

/// `cosai-appendix-set`.
pub fn appendix_set(checker: &mut Checker<'_>) {
    let work = checker.work;
    let Some(appendix) = find(work, "Appendix") else {
        checker.not_applicable("the document has no appendix");
        return;
    };
    let parts = fixed_parts(work);
    let missing: Vec<&str> = parts.iter().filter(|(_, at)| at.is_none()).map(|(name, _)| *name).collect();
    let heading = work.outline.sections[appendix].text_range;
    if !missing.is_empty() {
        let message = format!("the appendix lacks {}", list(&missing));
        let found = checker.found(heading, message);
        checker.report(found.at_most(certainty(work)).help("add each as a subsection, in the words of the template"));
    }
    let mut before: Option<(&str, usize)> = None;
    for (name, at) in parts {
        let Some(at) = at else { continue };
        if let Some((earlier, place)) = before
            && at < place
        {
            let range = work.outline.sections[at].text_range;
            checker.flag(range, format!("`{name}` stands before `{earlier}`"));
        }
        before = Some((name, at));
    }
}

fn list(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => quoted.join(""),
    }
}

/// `cosai-focus-verbatim`.
pub fn focus(checker: &mut Checker<'_>) {
    let work = checker.work;
    let Some(index) = focus_section(work) else {
        checker.not_applicable("the document has no section `CoSAI Focus`");
        return;
    };
    let section = &work.outline.sections[index];
    if section.title != "CoSAI Focus" {
        checker.flag(section.text_range, format!("the section is called `CoSAI Focus`, not `{}`", section.title));
    }
    compare(checker, section, Text::CosaiFocus);
}

/// `cosai-ai-guidelines-verbatim`.
pub fn guidelines(checker: &mut Checker<'_>) {
    let work = checker.work;
    let Some(index) = guidelines_section(work) else {
        checker.not_applicable("the document has no section on the use of AI systems");
        return;
    };
    let section = &work.outline.sections[index];
    let refers = |link: &&crate::work_product::Link| link.url.contains("AI-USAGE-GUIDELINES");
    let from = work.links.partition_point(|link| link.range.start < section.body.start);
    let mut own = work.links.iter().skip(from).take_while(|link| link.range.end <= section.body.end);
    if own.any(|link| refers(&link)) {
        checker.not_applicable("the section refers to the guidelines as published");
        return;
    }
    compare(checker, section, Text::CosaiAiGuidelines);
}

/// A word of the document and where it stands.
struct Word {
    text: String,
    range: TextRange,
}

/// Reports the first sentence of a section that is not the fixed text's.
fn compare(checker: &mut Checker<'_>, section: &Section, fixed: Text) {
    let work = checker.work;
    let wanted: Vec<String> = text(fixed).split_whitespace().map(fold).filter(|word| !word.is_empty()).collect();
    let blocks: Vec<NodeId> = section.blocks.iter().copied().filter(|&block| is_text(work, block)).collect();
    let words = words(work, &blocks);
    let same = wanted.iter().zip(&words).take_while(|(a, b)| **a == b.text).count();
    if same == wanted.len() && words.len() <= wanted.len() {
        return;
    }
    if words.is_empty() {
        checker.flag(section.text_range, "the section does not carry the text of the template");
        return;
    }
    let wanted_here = wanted.get(same..(same + 6).min(wanted.len())).unwrap_or_default().join(" ");
    let (range, message) = match words.get(same) {
        Some(here) if same < wanted.len() => (
            here.range,
            format!("the template's text goes on `{wanted_here} …`, here stands `{}`", work.slice(here.range)),
        ),
        Some(here) => (here.range, "the template's text ends before this word".to_owned()),
        None => {
            let last = words.last().map_or(section.text_range, |word| word.range);
            (last, format!("the template's text goes on `{wanted_here} …`"))
        }
    };
    let mut found = checker.found(range, message).help("use the text of the template, word for word");
    let whole = blocks.iter().map(|&block| work.document.range(block)).reduce(TextRange::cover);
    if let Some(whole) = whole {
        found = found.fix(Fix::risky("use the template's text", vec![Edit::replace(whole, text(fixed).trim())]));
    }
    checker.report(found);
}

fn is_text(work: &WorkProduct, block: NodeId) -> bool {
    matches!(work.document.kind(block), NodeKind::Paragraph | NodeKind::List { .. } | NodeKind::BlockQuote)
}

fn words(work: &WorkProduct, blocks: &[NodeId]) -> Vec<Word> {
    let mut words = Vec::new();
    let paragraphs = blocks.iter().flat_map(|&block| std::iter::once(block).chain(work.document.descendants(block)));
    for node in paragraphs.filter(|&node| *work.document.kind(node) == NodeKind::Paragraph) {
        let seen = visible(&work.document, node, work.text());
        let mut from = 0;
        for piece in seen.text.split(char::is_whitespace) {
            let folded = fold(piece);
            if !folded.is_empty() {
                words.push(Word { text: folded, range: seen.source(from..from + piece.len()) });
            }
            from = next_start(&seen.text, from + piece.len());
        }
    }
    words
}

/// Behind the white space at `at`.
fn next_start(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.chars().next()).map_or(at, |c| at + c.len_utf8())
}

/// A word with straight quotes and without the marks of Markdown.
fn fold(word: &str) -> String {
    let kept = word.chars().filter(|c| !matches!(c, '*' | '\\' | '_' | '[' | ']'));
    kept.map(|c| match c {
        '’' | '‘' => '\'',
        '“' | '”' => '"',
        '‑' => '-',
        c => c,
    })
    .collect()
}

static DISCLAIMER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)views\s+represented\s+in\s+this\s+(?:paper|document)\s+do\s+not").expect("valid pattern")
});

/// First year whose papers carry the disclaimer.
const DISCLAIMER_SINCE: i16 = 2026;

/// `cosai-disclaimer`.
pub fn disclaimer(checker: &mut Checker<'_>) {
    let work = checker.work;
    let approval = work.cover.approval.as_ref().and_then(|approval| approval.date.as_ref()?.date);
    let front = || {
        let value = work.front_matter.as_ref()?.get("date")?.value.clone();
        crate::work_product::date::dates(&value).first()?.date
    };
    let Some(date) = approval.or_else(front) else {
        checker.not_applicable("the paper has no date");
        return;
    };
    if date.year() < DISCLAIMER_SINCE {
        checker.not_applicable("papers before 2026 carry no disclaimer");
        return;
    }
    if !DISCLAIMER.is_match(work.text()) {
        let place = find(work, "Appendix").map_or_else(|| nowhere(work), |at| work.outline.sections[at].text_range);
        let found = checker.found(place, "there is no disclaimer");
        checker.report(found.help(
            "add the sentence `The views represented in this paper do not necessarily represent the views of all CoSAI \
             members, including reviewers and their organizations.`",
        ));
    }
}

/// A sentence in which the authors say that they had the help of a machine.
pub(super) static ASSISTED: LazyLock<crate::rules::running_text::Pattern> = LazyLock::new(|| {
    crate::rules::running_text::pattern(
        r"(?i)\bthis\s+(?:white\s*)?(?:paper|document|work|draft|text)\s+(?:was|has\s+been|is)\s+(?:partly\s+|partially\s+)?(?:written|drafted|edited|prepared|created|developed|produced|generated|revised|reviewed)\s+(?:in\s+part\s+)?(?:with|by|using)\s+(?:the\s+)?(?:(?:help|assistance|aid|support|use)\s+of\s+)?(?:an?\s+)?(?:generative\s+)?(?:AI\b|artificial\s+intelligence|LLMs?\b|large\s+language|ChatGPT|GPT|Claude|Gemini|Copilot)",
    )
});

/// `cosai-ai-disclosure`.
pub fn ai_disclosure(checker: &mut Checker<'_>) {
    let work = checker.work;
    if work.text().contains("Assisted-by:") {
        return;
    }
    let Some((_, _, range)) = crate::rules::running_text::find(checker, &ASSISTED).into_iter().next() else {
        checker.not_applicable("the document does not declare the use of AI");
        return;
    };
    let found = checker.found(range, "the use of AI is declared in words of its own");
    checker.report(found.help("declare it on the cover page as `Assisted-by:` and the name of the system"));
}
