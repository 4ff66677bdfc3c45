//! How the notice is laid out: paragraphs, copies, links, left-overs.

use std::sync::LazyLock;

use regex::Regex;

use crate::markdown::LinkForm;
use crate::rules::Checker;
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::Link;
use crate::work_product::notices::{NoticeSentence, Statement};

/// Pages of OASIS that notices point at.
const POLICIES: [&str; 3] =
    ["/policies-guidelines/ipr", "/policies-guidelines/trademark", "/policies-guidelines/open-projects-process"];

/// `notice-policy-urls`.
pub fn policy_urls(checker: &mut Checker<'_>) {
    let work = checker.work;
    let in_notice = |link: &Link| {
        work.notices
            .sentences
            .iter()
            .filter_map(|sentence| work.passages.get(sentence.passage))
            .any(|passage| passage.range.contains(link.range))
    };
    for link in work.links.iter().filter(|link| !link.image && link.url.contains("oasis-open.org/policies-guidelines"))
    {
        if !in_notice(link) {
            continue;
        }
        let bare = |url: &str| url.trim().trim_end_matches('/').to_ascii_lowercase();
        let (url, text) = (bare(&link.url), bare(&link.text));
        if let Some(rest) = link.url.strip_prefix("http://") {
            let fix = Fix::risky("Use https", vec![Edit::replace(link.url_range, format!("https://{rest}"))]);
            let found = checker.found(link.url_range, "the policy is served by https");
            checker.report(if link.form == Some(LinkForm::Inline) && !text.contains("://") {
                found.fix(fix)
            } else {
                found
            });
        } else if text.contains("://") && text != url {
            checker.flag(link.range, format!("the link shows `{}` and leads to `{}`", link.text.trim(), link.url));
        } else if !POLICIES.iter().any(|policy| url.contains(policy)) {
            checker.flag(link.url_range, format!("`{}` is not a policy that notices point at", link.url));
        }
    }
}

/// `notice-paragraphing`.
pub fn paragraphing(checker: &mut Checker<'_>) {
    let work = checker.work;
    if !work.notices.is_full() {
        checker.not_applicable("the document carries no full notice");
        return;
    }
    let glued: Vec<&NoticeSentence> =
        work.notices.sentences.iter().filter(|sentence| opens_glued(checker, sentence)).collect();
    let prefix = work.notices.copyright.iter().find_map(|line| {
        let passage = work.passages.get(line.passage)?;
        let full = work
            .notices
            .sentences
            .iter()
            .any(|s| s.passage == line.passage && s.statement != Statement::NonStandardsTrack);
        let before = passage.text().get(..line.offset)?;
        let trimmed = before.trim();
        let start = before.len() - before.trim_start().len();
        (full && !trimmed.is_empty())
            .then(|| (trimmed.to_owned(), passage.source(start..start + trimmed.len()), line.range))
    });
    let breaks = glued.iter().filter_map(|sentence| break_before(checker, sentence.range.start));
    let mut edits: Vec<Edit> = breaks.collect();
    if let Some((words, range, line)) = prefix {
        let message = if glued.is_empty() {
            format!("`{words}` runs into the copyright line")
        } else {
            format!("`{words}` runs into the copyright line, and the paragraphs of the notice run together")
        };
        edits.push(Edit::delete(TextRange::new(range.start as usize, line.start as usize)));
        let fix = Fix::risky("Remove the words and split the paragraphs", edits);
        checker.report(checker.found(range, message).help("make a heading of it, or remove it").fix(fix));
    } else if let Some(first) = glued.first() {
        let range = first.words.first().map_or(first.range, |word| word.range);
        let found = checker.found(range, "the paragraphs of the notice run together");
        let complete = edits.len() == glued.len();
        let found = found.help("begin a paragraph here");
        checker.report(if complete { found.fix(Fix::safe("Split the paragraphs", edits)) } else { found });
    }
}

/// Whether the sentence begins a paragraph of the exact text and stands inside one here.
fn opens_glued(checker: &Checker<'_>, sentence: &NoticeSentence) -> bool {
    let work = checker.work;
    let begins = match sentence.statement {
        Statement::Permission => true,
        Statement::NonStandardsTrack => sentence.words.iter().any(|word| word.text == "Non-Standards"),
        _ => false,
    };
    let Some(passage) = work.passages.get(sentence.passage) else { return false };
    let inside = work
        .notices
        .copyright
        .iter()
        .any(|line| line.passage == sentence.passage && line.range.start < sentence.range.start)
        || work
            .notices
            .sentences
            .iter()
            .any(|other| other.passage == sentence.passage && other.range.start < sentence.range.start);
    begins && inside && passage.top
}

fn break_before(checker: &Checker<'_>, start: u32) -> Option<Edit> {
    let before = checker.work.text().get(..start as usize)?;
    let gap = before.len() - before.trim_end().len();
    (gap > 0).then(|| Edit::replace(TextRange::new(before.len() - gap, before.len()), "\n\n"))
}

/// `notice-single-copy`.
pub fn single_copy(checker: &mut Checker<'_>) {
    let mut copies = checker.work.notices.stating(Statement::Permission);
    let Some(first) = copies.next() else {
        checker.not_applicable("the document carries no full notice");
        return;
    };
    let more: Vec<TextRange> = copies
        .map(|sentence| {
            sentence
                .words
                .first()
                .map_or(sentence.range, |word| word.range)
                .cover(sentence.words.get(2).map_or(sentence.range, |word| word.range))
        })
        .collect();
    for range in more {
        let found = checker.found(range, "the full notice stands in the document twice");
        checker.report(found.related(first.range, "here it stands first"));
    }
}

static RESIDUE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\(\s*This required section should not be altered[^()]*\)").expect("valid pattern")
});

/// `notice-template-residue`.
pub fn residue(checker: &mut Checker<'_>) {
    let work = checker.work;
    for passage in work.passages.saying("should not be altered") {
        let Some(found) = RESIDUE.find(passage.text()) else { continue };
        let range = passage.source(found.range());
        let alone = found.as_str().len() == passage.text().trim().len();
        let edit = if alone { delete_block(work.text(), range) } else { Edit::delete(range) };
        let diagnostic = checker.found(range, "an instruction of the template is left in the notice");
        checker.report(diagnostic.fix(Fix::safe("Remove the instruction", vec![edit])));
    }
}

/// Deletes a block with the blank lines that follow it.
fn delete_block(text: &str, range: TextRange) -> Edit {
    let after = text.get(range.end as usize..).unwrap_or_default();
    let blank = after.len() - after.trim_start_matches(['\n', '\r', ' ']).len();
    Edit::delete(TextRange::new(range.start as usize, range.end as usize + blank))
}
