//! Words.

use std::sync::LazyLock;

use regex::Regex;

use crate::markdown::NodeKind;
use crate::rules::Checker;
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::PassageKind;

/// Words that stand twice in sound English.
const TWICE: [&str; 4] = ["had", "that", "so", "very"];

static WORD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[A-Za-z]+(?:['’][a-z]+)?").expect("valid pattern"));

/// Whether two neighbours are alike at a glance, which nearly no text's are.
fn may_double(text: &str) -> bool {
    let mut words = text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_ascii_alphabetic()));
    let Some(mut before) = words.next() else { return false };
    words.any(|word| {
        let last = std::mem::replace(&mut before, word);
        last.len() > 1 && last.eq_ignore_ascii_case(word)
    })
}

/// `doubled-word`.
pub fn doubled(checker: &mut Checker<'_>) {
    let work = checker.work;
    for passage in work.passages.iter().filter(|passage| may_double(passage.text())) {
        let text = passage.text();
        let mut before: Option<regex::Match<'_>> = None;
        for word in WORD.find_iter(text) {
            let last = before.replace(word);
            let Some(last) = last else { continue };
            let gap = text.get(last.end()..word.start()).unwrap_or_default();
            let second = word.as_str();
            if gap.is_empty()
                || !gap.trim().is_empty()
                || second.len() < 2
                || !last.as_str().eq_ignore_ascii_case(second)
            {
                continue;
            }
            // Names are doubled (`Bora Bora`, `Type type`); code is a word of another language.
            let lower = second.bytes().all(|b| b.is_ascii_lowercase());
            if !lower || TWICE.contains(&second) || passage.is_code(last.start()) || passage.is_code(word.start()) {
                continue;
            }
            let whole = |at: usize| {
                text.get(at..).and_then(|rest| rest.chars().next()).is_none_or(|c| !matches!(c, '-' | '_' | '/' | '='))
            };
            let free = text
                .get(..last.start())
                .and_then(|rest| rest.chars().last())
                .is_none_or(|c| !matches!(c, '-' | '_' | '/' | '.' | '"' | '“'));
            let range = passage.source(word.range());
            let between = TextRange::new(passage.source(last.range()).end as usize, range.start as usize);
            // With markup between them, the two are not one word written twice.
            if !free || !whole(word.end()) || !work.slice(between).trim().is_empty() {
                continue;
            }
            let edit = Edit::delete(between.cover(range));
            let found = checker.found(range, format!("`{second}` stands twice"));
            checker.report(found.fix(Fix::risky("Remove the second", vec![edit])));
        }
    }
}

static BRANDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\bcoalition\s+for\s+secure\s*AI\b|\bcosai\b|\bOASIS[\s-]open[\s-]projects?\b")
        .expect("valid pattern")
});

/// `brand-spelling`.
pub fn brands(checker: &mut Checker<'_>) {
    for passage in checker.work.passages.iter() {
        let text = passage.text();
        for word in BRANDS.find_iter(text) {
            let written = word.as_str().split_whitespace().collect::<Vec<_>>().join(" ");
            let lower = written.to_ascii_lowercase();
            let right = match lower.as_str() {
                "cosai" => "CoSAI",
                "coalition for secure ai" | "coalition for secureai" => "Coalition for Secure AI",
                _ if lower.ends_with('s') => "OASIS Open Projects",
                _ => "OASIS Open Project",
            };
            let neighbour = |c: Option<char>| c.is_some_and(|c| matches!(c, '/' | '-' | '_' | '@' | '.' | '#'));
            let before = text.get(..word.start()).and_then(|rest| rest.chars().last());
            let mut after = text.get(word.end()..).unwrap_or_default().chars();
            let next = after.next();
            let in_name = neighbour(before) || neighbour(next) && after.next().is_some_and(char::is_alphanumeric);
            if written == right || in_name || passage.is_code(word.start()) {
                continue;
            }
            let range = passage.source(word.range());
            let fix = Fix::risky("Spell the name", vec![Edit::replace(range, right)]);
            checker.report(checker.found(range, format!("`{written}` is spelled `{right}`")).fix(fix));
        }
    }
}

/// `emphasis-unbalanced`.
pub fn emphasis(checker: &mut Checker<'_>) {
    let work = checker.work;
    for passage in work.passages.iter().filter(|passage| passage.kind == PassageKind::Heading) {
        let text = passage.text().trim_end();
        let stray = text.len() - text.trim_end_matches('*').len();
        if stray > 0
            && text.len() > stray
            && !passage.is_code(text.len() - 1)
            && !text.trim_end_matches('*').ends_with(' ')
        {
            checker.flag(passage.source(text.len() - stray..text.len()), "a stray `*` ends the heading");
        }
    }
    for node in work.document.descendants(work.document.root()) {
        if !matches!(work.document.kind(node), NodeKind::Text { .. }) {
            continue;
        }
        let range = work.document.range(node);
        let slice = work.slice(range);
        let Some(at) = slice.find("**") else { continue };
        let side = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let (before, after) = (slice[..at].chars().last(), slice[at + 2..].chars().next());
        let heading =
            work.document.ancestors(node).any(|above| matches!(work.document.kind(above), NodeKind::Heading { .. }));
        if before != Some('\\') && side(before) != side(after) && after != Some('/') && after != Some('*') && !heading {
            checker.flag(range.inside(at..at + 2), "these `**` open or close nothing");
        }
    }
}
