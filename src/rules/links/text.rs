//! The text of links.

use std::sync::LazyLock;

use crate::markdown::ExplicitId;
use crate::rules::Checker;
use crate::rules::running_text::{Pattern, find, pattern};
use crate::work_product::{Link, Target, WorkProduct};

/// Names of the macros of liitos.
const MACROS: &[&str] = &["cite", "sec", "fig", "tab", "eq"];

/// What links are called that say nothing.
const NOTHING: &[&str] = &[
    "here",
    "click here",
    "see here",
    "link",
    "this link",
    "this",
    "this page",
    "page",
    "read more",
    "more",
    "more info",
];

/// `nondescriptive-text`.
pub fn nondescriptive_text(checker: &mut Checker<'_>) {
    for link in checker.work.links.iter().filter(|link| !link.image) {
        let shown = link.text.trim().trim_end_matches(['.', '…']).to_lowercase();
        if NOTHING.contains(&shown.as_str()) {
            let found = checker.found(link.range, format!("`{}` does not say where the link leads", link.text.trim()));
            checker.report(found.help("let the text name the target: links are read out of context, and on paper"));
        }
    }
}

/// A command with braces that hold no anchor either, so that all of it is shown.
static BRACED: LazyLock<Pattern> = LazyLock::new(|| pattern(r"\[(?:cite|sec|fig|tab|eq)\]\{[^{}#\s]+\}"));

/// `unexpanded-macro`.
pub fn unexpanded_macro(checker: &mut Checker<'_>) {
    let work = checker.work;
    if work.evidence.is_none() {
        checker.not_applicable("nothing tells that the document is whole: a part of one may hold macros");
        return;
    }
    let help = "write what the command stands for, or build the document with the tool that knows it";
    for link in work.links.iter().filter(|link| is_macro(link)) {
        let name = link.text.trim();
        // Of a link in a block of HTML only the address is known by its place.
        let message = if link.range == link.url_range {
            format!("the link to `{}` shows `{name}`, a left-over command of the build tool", link.url)
        } else {
            format!("`{name}` is a left-over command of the build tool: a reader sees its name")
        };
        checker.report(checker.found(link.range, message).help(help));
    }
    for (_, _, range) in find(checker, &BRACED) {
        let written = work.slice(range);
        if written.starts_with('[') {
            let message = format!("`{written}` is a left-over command of the build tool: it is no link");
            checker.report(checker.found(range, message).help("write the link with parentheses: `[…](#…)`"));
        }
    }
    for id in work.document.explicit_ids.iter().filter(|id| is_misspelled_macro(work, id)) {
        let message =
            format!("the command of the build tool with `#{}` has braces instead of parentheses: it is no link", id.id);
        checker.report(checker.found(id.range, message).help("write the link with parentheses: `[…](#…)`"));
    }
}

/// `[sec]{#scope}`: a macro that was meant as a link makes an anchor instead.
pub(super) fn is_misspelled_macro(work: &WorkProduct, id: &ExplicitId) -> bool {
    let before = work.text().get(..id.range.start as usize).unwrap_or_default();
    let attribute = before.strip_suffix("{#").and_then(|before| before.strip_suffix(']'));
    attribute
        .is_some_and(|before| MACROS.iter().any(|name| before.strip_suffix(name).is_some_and(|b| b.ends_with('['))))
}

/// `[cite](#RFC2119)`: a macro that a later step expands.
pub(super) fn is_macro(link: &Link) -> bool {
    MACROS.contains(&link.text.trim()) && !link.image && matches!(link.target(), Target::Fragment(_))
}
