//! Links to places in the document.

use std::collections::HashSet;

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::Checker;
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::{Link, Target, WorkProduct, percent_decoded};

/// `fragment-resolves`.
pub fn fragment_resolves(checker: &mut Checker<'_>) {
    let work = checker.work;
    let contents = work.outline.contents.map(|index| work.outline.sections[index].body);
    let entries: HashSet<usize> =
        work.contents.iter().flat_map(|c| &c.entries).filter_map(|entry| entry.link).collect();
    let undefined: HashSet<TextRange> = crate::rules::references::undefined(work).map(|c| c.range).collect();
    let cited = |link: &Link| {
        let from = work.references.citations.partition_point(|c| c.range.start < link.range.start);
        work.references
            .citations
            .get(from)
            .is_some_and(|c| link.range.contains(c.range) && undefined.contains(&c.range))
    };
    let mut on_github_only: Vec<TextRange> = Vec::new();
    for (index, link) in work.links.iter().enumerate() {
        let Some(fragment) = own_fragment(work, link) else { continue };
        // The entries of a table of contents answer to a rule of their own.
        let listed = entries.contains(&index) || contents.is_some_and(|contents| contents.contains(link.range));
        let skip = listed || link.image || cited(link);
        if skip || is_macro(link) {
            continue;
        }
        let decoded = percent_decoded(fragment);
        match work.anchors.get(&decoded) {
            None if decoded == "top" => {}
            None => {
                let found = unresolved(checker, link, &decoded);
                checker.report(found);
            }
            Some(anchor) if anchor.dialects.explicit || (anchor.dialects.github && anchor.dialects.pandoc) => {}
            Some(anchor) if anchor.dialects.github => on_github_only.push(link.url_range),
            Some(_) => {
                let message = format!("`#{decoded}` is an anchor for pandoc alone; on GitHub the link leads nowhere");
                let found = checker.found(link.url_range, message).at_most(Severity::Warning);
                checker.report(found.help("give the target an explicit anchor: `<a id=\"…\"></a>`"));
            }
        }
    }
    if let Some(&first) = on_github_only.first() {
        let count = on_github_only.len();
        let message = match count {
            1 => "the link leads to an anchor that only GitHub derives".to_owned(),
            _ => format!("{count} links lead to anchors that only GitHub derives, this one first"),
        };
        let help = "proofmark writes these anchors; for other converters give the headings explicit anchors";
        let found = checker.found(first, message).at_most(Severity::Info).help(help);
        checker.report(found);
    }
}

/// The fragment of a link into the document itself.
fn own_fragment<'a>(work: &WorkProduct, link: &'a Link) -> Option<&'a str> {
    match link.target() {
        Target::Fragment(fragment) => Some(fragment).filter(|fragment| !fragment.is_empty()),
        Target::Relative(path, Some(fragment)) if !fragment.is_empty() => {
            let resolved = work.resolve(link.range.start, &percent_decoded(path))?;
            (resolved == work.path()).then_some(fragment)
        }
        _ => None,
    }
}

/// `[cite](#RFC2119)`: macros that a later step expands.
fn is_macro(link: &Link) -> bool {
    matches!(link.text.as_str(), "cite" | "sec" | "fig" | "tab" | "eq")
}

fn unresolved(checker: &Checker<'_>, link: &Link, fragment: &str) -> Diagnostic {
    let anchors = &checker.work.anchors;
    let at = fragment_range(checker.work, link);
    // A part of a larger document may lean on anchors of its other parts.
    let level = super::certainty(checker.work);
    if let Some(other) = anchors.in_other_case(fragment) {
        let message = format!("the anchor is `#{other}`, not `#{fragment}`: case counts");
        return suggested(checker.found(at, message), at, other).at_most(level);
    }
    let found = checker.found(at, format!("`#{fragment}` leads nowhere: no heading and no anchor has this id"));
    match anchors.similar(fragment) {
        Some(other) => suggested(found.help(format!("did you mean `#{other}`?")), at, other).at_most(level),
        None => found.at_most(level),
    }
}

fn suggested(found: Diagnostic, at: TextRange, id: &str) -> Diagnostic {
    let writable = !id.contains(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>' | '\\' | '"'));
    if !writable || at.is_empty() {
        return found;
    }
    found.fix(Fix::risky(format!("Link to `#{id}`"), vec![Edit::replace(at, format!("#{id}"))]))
}

/// The fragment with its `#`, where it stands in the source as it is meant.
fn fragment_range(work: &WorkProduct, link: &Link) -> TextRange {
    let slice = work.slice(link.url_range);
    match slice.find('#').filter(|_| slice == link.url) {
        Some(at) => link.url_range.inside(at..slice.len()),
        None => link.range,
    }
}
