//! Marks that authors and templates leave for later.

use std::sync::LazyLock;

use memchr::memmem;
use regex::Regex;

use crate::diagnostic::Severity;
use crate::markdown::NodeKind;
use crate::rules::Checker;
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::PassageKind;

use crate::rules::running_text::{Pattern, find, is_all, pattern};

pub(super) static TODO: LazyLock<Pattern> = LazyLock::new(|| pattern(r"\b(?:DATE-TODO|TODO|FIXME|XXX|TBD)\b|\?\?\?+"));

/// Marks only where they are all that is said: in lower case, and what has a meaning elsewhere.
pub(super) static QUIET_TODO: LazyLock<Pattern> =
    LazyLock::new(|| pattern(r"(?i)\b(?:to be determined|to be announced|tbd|tba)\b"));

/// Whether a text carries a mark of unfinished work: `todo-marker` reports it.
pub(in crate::rules) fn is_marked(text: &str) -> bool {
    TODO.is_match(text)
}

/// Behind a mark, the release that the work is planned for.
static RELEASE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^[\s:,]*(?:(?:after|beyond|past|post|until|for|in|with|by)[\s-]+(?:(?:version|release)\s+v?|v)\d
          |(?:after|beyond|past|post|until)[\s-]+\d+\.\d)",
    )
    .expect("valid pattern")
});

/// `todo-marker`.
pub fn todo(checker: &mut Checker<'_>) {
    let quiet = find(checker, &QUIET_TODO).into_iter();
    let quiet =
        quiet.filter(|(passage, place, range)| !TODO.is_match(checker.work.slice(*range)) && is_all(*passage, place));
    let marks: Vec<(TextRange, bool)> = find(checker, &TODO)
        .into_iter()
        .chain(quiet)
        .map(|(passage, place, range)| {
            (range, passage.text().get(place.end..).is_some_and(|after| RELEASE.is_match(after)))
        })
        .collect();
    for (range, planned) in marks {
        let written = checker.work.slice(range).trim();
        checker.report(if planned {
            let found = checker.found(range, format!("`{written}` leaves this to another release"));
            found.at_most(Severity::Warning).help("say so in a sentence, or remove what is not part of this one")
        } else {
            let found = checker.found(range, format!("`{written}` marks unfinished work"));
            found.help("finish it, or remove the mark")
        });
    }
    for comment in &checker.work.document.comments {
        if let Some(place) = TODO.find(&comment.text)
            && let Some(at) = checker.work.slice(comment.range).find(place.as_str())
        {
            let range = comment.range.inside(at..at + place.as_str().len());
            let found =
                checker.found(range, format!("a comment with `{}` is left in the source", place.as_str().trim()));
            checker.report(found.at_most(Severity::Warning).help("finish it, or remove the comment"));
        }
    }
}

pub(super) static LATER: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?xi)\bwill\s+be\s+(?:filled\s+in|completed\s+later|added\s+later|provided\s+later)\b
          |\bneeds?\s+to\s+be\s+(?:updated|added|completed|written|filled\s+in)\s+later\b
          |\bfill\s+in\s+(?:the\s+)?(?:information|text|missing|rest|this\s+(?:section|part))\b
          |\bneeds?\s+to\s+(?:put|add|insert|write|include|fill)\s[^.\n]{0,60}\shere\b
          |\b(?:add|insert|put)\s+(?:the\s+|an?\s+|some\s+|more\s+)?(?:text|content|stuff|figure|diagram|example|table|details|description|link|reference)s?\s+here\b
          |\b(?:this|the\s+following)\s+(?:section|appendix|chapter|list|table|figure|diagram|example|text|paragraph)
          \s+(?:still\s+)?needs\s+to\s+be\s+(?:cleaned\s+up|(?:re)?formatted|rewritten|revised|completed|updated)\b
          |\bfill[\s-]in[\s-]here\b|\badd\s+stuff\b|\bonce\s+we\s+have\s+(?:them|it)\.?(?m:$)
          |(?m:^)[^A-Za-z\n]*(?:to\s+be\s+)?(?:provided?|add(?:ed)?|updated?|completed?)\s+later\b",
    )
});

/// What promises text only where nothing else is said: `Examples to be provided`.
pub(super) static ALL_LATER: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?xi)\b(?:(?:more\s+|further\s+|an?\s+)?(?:examples?|details?|texts?|contents?|figures?|diagrams?|tables?
          |descriptions?|definitions?|references?|links?|grammar)\s+)?
          to\s+be\s+(?:provided|added|completed|written|supplied|filled\s+in)\b",
    )
});

/// `will-be-filled-in`.
pub fn will_be_filled_in(checker: &mut Checker<'_>) {
    let whole = find(checker, &ALL_LATER).into_iter().filter(|(passage, place, _)| is_all(*passage, place));
    for (_, _, range) in find(checker, &LATER).into_iter().chain(whole) {
        checker.flag(range, format!("`{}` promises text that is not there", checker.work.slice(range)));
    }
}

pub(super) static REMOVE: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:remove|delete|strip)\b[^.\n]{0,60}\b(?:before|prior\s+to)\s+(?:publication|publishing|submitting|submission)\b|\bremove\s+this\s+note\b",
    )
});

/// `remove-before-publication`.
pub fn remove_before_publication(checker: &mut Checker<'_>) {
    for (_, _, range) in find(checker, &REMOVE) {
        let found = checker.found(range, "the text asks to be removed before publication");
        checker.report(found.help("do what the note asks for, then remove it"));
    }
}

/// Whether a text asks to be removed: `remove-before-publication` reports it.
pub(super) fn asks_for_removal(text: &str) -> bool {
    REMOVE.is_match(text)
}

/// `\<` and `\>` around at least three words: fewer are a type or a variable.
static ANGLE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\\<\s*[A-Za-z][^<>,\\\n]*\s[^<>,\\\n]*\s[^<>,\\\n]*\\>").expect("valid pattern"));

/// `angle-instructions`.
pub fn angle_instructions(checker: &mut Checker<'_>) {
    let work = checker.work;
    let escape = memmem::Finder::new("\\<");
    for passage in work.passages.iter().filter(|passage| passage.kind != PassageKind::Cell) {
        let source = work.slice(passage.range);
        if escape.find(source.as_bytes()).is_none() {
            continue;
        }
        for found in ANGLE.find_iter(source) {
            let range = passage.range.inside(found.range());
            let found = checker.found(range, "an instruction in angle brackets is left in the text");
            checker.report(found.help("do what it says, then remove it"));
        }
    }
}

static SQUARE: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r#"(?x)\[\s(?:[^\[\]"'{}0-9=|]*?[A-Za-z]{3}[^\[\]"'{}=|]*?)\s\]
          |\[(?:DD|Month|YYYY|URL|Workstream\ name|[Ff]ull\ TC\ name|(?:your|insert|enter)\ [^\[\]]{1,60}|link\ to\ [^\[\]]{1,80})\]
          |\bVersion\ \#\.\#"#,
    )
});

/// `square-placeholders`.
pub fn square(checker: &mut Checker<'_>) {
    let work = checker.work;
    // Task lists, dates and years in brackets are read by other rules.
    for (passage, place, range) in find(checker, &SQUARE) {
        let text = passage.text().get(place).unwrap_or_default();
        if text.contains("Document abstract") || text.contains("DD") && passage.text().contains("Month ]") {
            continue;
        }
        let nearest = work.links.partition_point(|link| link.range.start <= range.start).checked_sub(1);
        let in_link = nearest.is_some_and(|at| work.links[at].range.contains(range) && !work.links[at].url.is_empty());
        if in_link {
            continue;
        }
        checker.flag(range, format!("`{text}` is a placeholder of the template"));
    }
}

static APPROVER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"\blast revised or approved by (?:the )?(?P<name>[^.]{1,120}?)\s+(?:TC|OP|Technical Committee|Open Project)\b",
    )
    .expect("valid pattern")
});

/// `cross-project-residue`.
pub fn cross_project(checker: &mut Checker<'_>) {
    for passage in checker.work.passages.saying("last revised or approved by") {
        let Some(name) = APPROVER.captures(passage.text()).and_then(|found| found.name("name")) else { continue };
        if ["CoSAI", "Coalition for Secure AI"].iter().any(|own| name.as_str().contains(own)) {
            continue;
        }
        let message = format!("the sentence names `{}` in a CoSAI paper", name.as_str());
        checker.flag(passage.source(name.range()), message);
    }
}

static GUIDANCE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^\s*(?:optional section|required section|this is an optional (?:sub)?section|URI list (?:start|end))",
    )
    .expect("valid pattern")
});

/// Whether a comment holds more than an instruction: what was put into it would go with it.
fn holds_content(comment: &str) -> bool {
    comment.contains("://") || comment.lines().filter(|line| !line.trim().is_empty()).count() > 1
}

/// `html-comment-instructions`.
pub fn comment_instructions(checker: &mut Checker<'_>) {
    let work = checker.work;
    for comment in &work.document.comments {
        if !GUIDANCE.is_match(&comment.text) {
            continue;
        }
        // What is not to be modified may stay until the text is final, and does no harm then.
        let kept = comment.text.to_ascii_lowercase().contains("do not modify");
        if kept && checker.draft {
            continue;
        }
        let found = checker.found(comment.range, "a comment of the template is left in the source");
        let found = if kept { found.at_most(Severity::Info) } else { found };
        // Only a comment that is a block of its own goes without a trace.
        let alone = !holds_content(&comment.text)
            && matches!(work.document.kind(comment.node), NodeKind::HtmlBlock)
            && work.slice(work.document.range(comment.node)).trim().len() == comment.range.len();
        let after = work.text().get(comment.range.end as usize..).unwrap_or_default();
        let blank = after.len() - after.trim_start_matches(['\n', '\r']).len();
        let edit = Edit::delete(TextRange::new(comment.range.start as usize, comment.range.end as usize + blank));
        checker.report(if alone { found.fix(Fix::safe("Remove the comment", vec![edit])) } else { found });
    }
}
