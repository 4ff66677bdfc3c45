//! How links are written.

use std::sync::LazyLock;

use memchr::memmem;
use regex::Regex;

use crate::markdown::{LinkForm, NodeId, NodeKind};
use crate::rules::Checker;
use crate::rules::running_text::{Pattern, find, pattern};
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::{Link, Target, WorkProduct};

/// `dual-link`.
pub fn dual_link(checker: &mut Checker<'_>) {
    let work = checker.work;
    for link in work.links.iter().filter(|link| link.form == Some(LinkForm::Inline) && link.is_web()) {
        // The templates themselves print the addresses of their legal texts so.
        if in_notice(work, link.range) {
            continue;
        }
        let plain = work.slice(link.range) == format!("[{0}]({0})", link.url);
        let same = link.text == link.url && work.document.children(link.node).count() <= 1;
        if !plain && !same {
            continue;
        }
        let (range, message) = match in_angles(work, link.range) {
            Some(range) => (range, "the angle brackets are shown: what stands in them is a link already"),
            None => (link.range, "the address is both the text and the destination of the link"),
        };
        let found = checker.found(range, message);
        let writable = plain && !link.url.contains(['<', '>', ' ', '\\']);
        let edit = Edit::replace(range, format!("<{}>", link.url));
        checker.report(if writable { found.fix(Fix::safe("Write it once", vec![edit])) } else { found });
    }
}

/// The link with the angle brackets that stand around it, if any do.
fn in_angles(work: &WorkProduct, link: TextRange) -> Option<TextRange> {
    let before = work.text().get(..link.start as usize)?.strip_suffix('<')?;
    let after = work.text().get(link.end as usize..)?;
    (after.starts_with('>') && !before.ends_with('\\')).then(|| TextRange::new(before.len(), link.end as usize + 1))
}

/// Whether a place lies in a paragraph of the legal texts.
fn in_notice(work: &WorkProduct, range: TextRange) -> bool {
    work.passages.holding(range).is_some_and(|passage| work.notices.stand_in(passage.index))
}

/// `autolink-trailing`.
pub fn autolink_trailing(checker: &mut Checker<'_>) {
    let work = checker.work;
    for link in work.links.iter().filter(|link| !link.image && link.is_web()) {
        let slice = work.slice(link.url_range);
        // An address in escaped brackets is a finding of its own.
        let escaped = work.text().get(..link.range.start as usize).is_some_and(|before| before.ends_with("\\["));
        if slice != link.url || escaped {
            continue;
        }
        let Some(kept) = sound_length(link, slice) else { continue };
        let tail = link.url_range.inside(kept..slice.len());
        let found = checker.found(tail, format!("`{}` has become part of the address", &slice[kept..]));
        let edit = Edit::replace(link.range, format!("<{}>{}", &slice[..kept], &slice[kept..]));
        let movable = matches!(link.form, Some(LinkForm::Bare | LinkForm::Angle));
        checker.report(if movable { found.fix(Fix::safe("Take it out of the address", vec![edit])) } else { found });
    }
}

/// What ends a sentence or a line, and no address.
const TRAILING: [char; 4] = ['.', ',', ';', '\\'];

/// Length of the address without the punctuation that got into it; `None` where none did.
fn sound_length(link: &Link, url: &str) -> Option<usize> {
    let bare = link.form == Some(LinkForm::Bare);
    if bare && let Some(at) = url.find(['”', '“', '’', '\\', '`', '|']).or_else(|| url.find("](")) {
        let kept = url[..at].trim_end_matches(TRAILING).len();
        return (kept > "https://".len()).then_some(kept);
    }
    let kept = url.trim_end_matches(TRAILING);
    // Titles of encyclopedia articles end in abbreviations.
    let article = url.contains("wikipedia.org") || url.ends_with("...");
    (kept.len() < url.len() && !article).then_some(kept.len())
}

static ESCAPED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)\\\[(?P<text>[^\[\]\\\n]+)\\?\]\\?\((?P<target>(?:https?://|mailto:|\#)[^()\s\\]*)\\?\)
          |\\\[(?P<url>https?://[^\s\[\]\\<>]+)\\?\]",
    )
    .expect("valid pattern")
});

/// Longest text of a link that is looked at, in characters.
const LONGEST_TEXT: usize = 80;

/// `[text](` as a reader sees it: the parser found no link there.
static BROKEN: LazyLock<Pattern> =
    LazyLock::new(|| pattern(r"\[[^\[\]\n]{1,80}\]\((?:[\[#<]|https?:|mailto:|www\.|\.{0,2}/)"));

/// `](#id)` as a reader sees it: what it ends never began.
static UNBEGUN: LazyLock<Pattern> = LazyLock::new(|| pattern(r"\]\(#[\w.:-]+\)"));

/// A comment, a tag, or a link of Markdown between tags.
static IN_HTML: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?isx)<!--.*?(?:-->|$)
          |<(?P<end>/?)(?P<verbatim>pre|code|script|style|svg|textarea)\b[^<>]*>
          |<[a-z/!?][^<>]*>
          |(?P<link>\[(?P<text>[^\[\]<>\n]+)\]\((?P<url>(?:https?://|mailto:|\#)[^()\s<>"]+)\))"#,
    )
    .expect("valid pattern")
});

/// Links of Markdown in a block of HTML, where no parser looks for any.
fn links_in_html(checker: &mut Checker<'_>) {
    let work = checker.work;
    for node in work.document.descendants(work.document.root()) {
        let range = work.document.range(node);
        if *work.document.kind(node) != NodeKind::HtmlBlock || !work.slice(range).contains("](") {
            continue;
        }
        let mut verbatim = 0usize;
        for found in IN_HTML.captures_iter(work.slice(range)) {
            if found.name("verbatim").is_some() {
                let ends = found.name("end").is_some_and(|end| !end.is_empty());
                verbatim = if ends { verbatim.saturating_sub(1) } else { verbatim + 1 };
            }
            let (Some(link), Some(text), Some(url)) = (found.name("link"), found.name("text"), found.name("url"))
            else {
                continue;
            };
            if verbatim > 0 {
                continue;
            }
            let place = range.inside(link.range());
            let edit = Edit::replace(place, format!("<a href=\"{}\">{}</a>", url.as_str(), text.as_str()));
            let found = checker.found(place, "in a block of HTML this is no link: readers see its source");
            let found = found.help("write `<a href=\"…\">…</a>`");
            checker.report(found.fix(Fix::risky("Write it in HTML", vec![edit])));
        }
    }
}

/// The end of a link whose beginning is missing.
fn unbegun_links(checker: &mut Checker<'_>) {
    for (passage, place, range) in find(checker, &UNBEGUN) {
        let before = checker.work.text().get(..range.start as usize).unwrap_or_default();
        // What is escaped, and what has a beginning, is told already.
        let mut back = passage.text().get(..place.start).unwrap_or_default().chars().rev().take(LONGEST_TEXT);
        let begun = back.find(|c| matches!(c, '[' | ']')) == Some('[');
        if begun || before.ends_with('\\') || checker.work.slice(range).contains('\\') {
            continue;
        }
        let message = format!("`{}` ends a link that never began: readers see it", checker.work.slice(range));
        checker.report(checker.found(range, message).help("write `[` before the text of the link"));
    }
}

/// A link whose destination holds a space or a bracket, so that its source is shown.
fn broken_links(checker: &mut Checker<'_>) {
    for (passage, place, range) in find(checker, &BROKEN) {
        // Escapes are the concern of the other half of the rule.
        let slice = checker.work.slice(range);
        if slice.contains('\\') {
            continue;
        }
        let text = passage.text().get(place.start + 1..place.end).and_then(|inner| inner.split(']').next());
        let message = format!("`[{}](` begins a link that is none: readers see its source", text.unwrap_or_default());
        let found = checker.found(range, message);
        checker.report(found.help("a destination holds no space and no bracket; close it with `)`"));
    }
}

/// `escaped-link`.
pub fn escaped_link(checker: &mut Checker<'_>) {
    broken_links(checker);
    unbegun_links(checker);
    links_in_html(checker);
    let work = checker.work;
    let escape = memmem::Finder::new("\\[");
    if escape.find(work.text().as_bytes()).is_none() {
        return;
    }
    let document = &work.document;
    let leaves: Vec<NodeId> = document
        .descendants(document.root())
        .filter(|&id| matches!(document.kind(id), NodeKind::Paragraph | NodeKind::Heading { .. } | NodeKind::TableCell))
        .collect();
    for leaf in leaves {
        let range = document.range(leaf);
        let slice = work.slice(range);
        if escape.find(slice.as_bytes()).is_none() {
            continue;
        }
        let code: Vec<TextRange> = document
            .descendants(leaf)
            .filter(|&id| {
                matches!(document.kind(id), NodeKind::Code { .. } | NodeKind::Math { .. } | NodeKind::HtmlInline)
            })
            .map(|id| document.range(id))
            .collect();
        for found in ESCAPED.captures_iter(slice) {
            let Some(whole) = found.get(0).map(|whole| range.inside(whole.range())) else { continue };
            let at = code.partition_point(|code| code.end <= whole.start);
            if code.get(at).is_some_and(|code| code.overlaps(whole)) {
                continue;
            }
            let replacement = match (found.name("url"), found.name("text"), found.name("target")) {
                (Some(url), _, _) => format!("<{}>", url.as_str()),
                (None, Some(text), Some(target)) => format!("[{}]({})", text.as_str(), target.as_str()),
                _ => continue,
            };
            let message = if found.name("url").is_some() {
                "readers see escaped brackets around this address instead of a link"
            } else {
                "the backslashes keep this from being a link: readers see its source"
            };
            let edits = vec![Edit::replace(whole, replacement)];
            let title = "Remove the backslashes";
            // Nothing changes the legal texts unasked.
            let fix = if in_notice(work, range) { Fix::risky(title, edits) } else { Fix::safe(title, edits) };
            checker.report(checker.found(whole, message).fix(fix));
        }
    }
}

/// `empty-link`.
pub fn empty_link(checker: &mut Checker<'_>) {
    let work = checker.work;
    for link in work.links.iter().filter(|link| !link.image) {
        if link.target() == Target::Empty || link.url.trim() == "#" {
            checker.flag(link.range, format!("the link `{}` has no destination", link.text.trim()));
            continue;
        }
        let in_block = matches!(work.document.kind(link.node), NodeKind::HtmlBlock);
        let shows = in_block
            || work
                .document
                .descendants(link.node)
                .any(|id| matches!(work.document.kind(id), NodeKind::Image { .. } | NodeKind::HtmlInline));
        if link.text.trim().is_empty() && !shows {
            checker.flag(link.range, format!("the link to `{}` has no text", link.url));
        }
    }
}
