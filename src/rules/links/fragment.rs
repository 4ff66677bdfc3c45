//! Links to places in the document.

use std::cell::OnceCell;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use crate::diagnostic::{Diagnostic, Severity};
use crate::markdown::{ExplicitId, NodeKind};
use crate::rules::Checker;
use crate::rules::references::undefined;
use crate::rules::running_text::code_spans;
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::{Anchor, Link, Target, WorkProduct, percent_decoded};

use super::siblings::anchors;
use super::text::{is_macro, is_misspelled_macro};

/// `fragment-resolves`.
pub fn fragment_resolves(checker: &mut Checker<'_>) {
    let work = checker.work;
    // A citation of what the references do not list is a finding of its own.
    let undefined: HashSet<usize> = undefined(work).iter().filter_map(|citation| citation.link).collect();
    let (beside, shown) = (OnceCell::new(), OnceCell::new());
    let mut reached: HashSet<String> = HashSet::new();
    for (index, link, fragment) in own_fragments(work) {
        let missing = work.anchors.get(&fragment).is_none();
        let elsewhere = || beside.get_or_init(|| anchors(checker)).iter().any(|file| file.get(&fragment).is_some());
        if missing && fragment != "top" && !undefined.contains(&index) && !elsewhere() {
            let level = level(work, shown.get_or_init(|| shown_in_code(work)), &fragment);
            let found = unresolved(checker, index, link, &fragment).at_most(level);
            checker.report(found);
        }
        reached.insert(fragment);
    }
    repeated_ids(checker, &reached);
}

/// `fragment-portable`.
pub fn fragment_portable(checker: &mut Checker<'_>) {
    let work = checker.work;
    let mut on_github_only: Vec<TextRange> = Vec::new();
    for (_, link, fragment) in own_fragments(work) {
        match work.anchors.get(&fragment) {
            Some(anchor) if is_portable(anchor) => {}
            Some(anchor) if anchor.dialects.github => on_github_only.push(link.url_range),
            Some(_) => {
                let message =
                    format!("`#{fragment}` works where pandoc builds the page; on GitHub the link leads nowhere");
                let found = checker.found(link.url_range, message);
                checker.report(found.help(match other_anchor(work, &fragment) {
                    Some(other) => format!("link to `#{other}`, an anchor every renderer knows at the same place"),
                    None => "give the target an explicit anchor: `<a id=\"…\"></a>`".to_owned(),
                }));
            }
            None => {}
        }
    }
    if let Some(&first) = on_github_only.first() {
        let message = match on_github_only.len() {
            1 => "the link leads to an anchor that only GitHub derives".to_owned(),
            count => format!("{count} links lead to anchors that only GitHub derives, this one first"),
        };
        let help = "proofmark writes these anchors; for other converters give the headings explicit anchors";
        checker.report(checker.found(first, message).at_most(Severity::Info).help(help));
    }
}

/// The anchor that the author gave to the heading a fragment leads to.
fn other_anchor<'a>(work: &'a WorkProduct, fragment: &str) -> Option<&'a str> {
    let heading = work.anchors.get(fragment)?.range;
    let explicit = &work.document.explicit_ids;
    let from = explicit.partition_point(|id| id.range.start < heading.start);
    let inside = explicit.get(from..)?.iter().take_while(|id| id.range.end <= heading.end);
    inside.map(|id| &*id.id).find(|id| !id.is_empty())
}

/// Every renderer knows it.
fn is_portable(anchor: &Anchor) -> bool {
    anchor.dialects.explicit || (anchor.dialects.github && anchor.dialects.pandoc)
}

/// Links into the document with their index and fragment. The entries of a table of contents answer to rules of
/// their own, macros are expanded by a later step.
fn own_fragments(work: &WorkProduct) -> Vec<(usize, &Link, String)> {
    let contents = work.outline.contents.map(|index| work.outline.sections[index].body);
    let entries: HashSet<usize> =
        work.contents.iter().flat_map(|c| &c.entries).filter_map(|entry| entry.link).collect();
    let links = work.links.iter().enumerate().filter(|(_, link)| !link.image && !is_macro(link));
    let own = links.filter_map(|(index, link)| {
        let listed = entries.contains(&index) || contents.is_some_and(|contents| contents.contains(link.range));
        let fragment = own_fragment(work, link).filter(|_| !listed)?;
        Some((index, link, percent_decoded(fragment)))
    });
    own.collect()
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

fn unresolved(checker: &Checker<'_>, index: usize, link: &Link, fragment: &str) -> Diagnostic {
    let work = checker.work;
    let at = fragment_range(work, link);
    if let Some(other) = work.anchors.in_other_case(fragment) {
        let message = format!("the anchor is `#{other}`, not `#{fragment}`: links tell capital from small letters");
        return suggested(checker.found(at, message), at, other);
    }
    let found = checker.found(at, format!("`#{fragment}` leads nowhere: no heading and no anchor has this id"));
    match cited_anchor(work, index, link).or_else(|| work.anchors.similar(fragment)) {
        Some(other) => suggested(found.help(format!("did you mean `#{other}`?")), at, other),
        None => found,
    }
}

/// A part of a larger document may lean on anchors of its other parts, and a text on links shows how one looks.
fn level(work: &WorkProduct, shown: &HashSet<&str>, fragment: &str) -> Severity {
    if shown.contains(fragment) {
        return Severity::Info;
    }
    if work.is_whole() { super::certainty(work) } else { Severity::Warning }
}

/// The fragments of the links that code spans show: `see [Section 1](#scope)`.
fn shown_in_code(work: &WorkProduct) -> HashSet<&str> {
    let mut shown = HashSet::new();
    for code in code_spans(work) {
        for rest in ["(#", "\"#"].into_iter().flat_map(|open| code.split(open).skip(1)) {
            shown.extend(rest.split([')', '"']).next());
        }
    }
    shown
}

/// The anchor of the entry that a citation names.
fn cited_anchor<'a>(work: &'a WorkProduct, index: usize, link: &Link) -> Option<&'a str> {
    let citations = &work.references.citations;
    let at = citations.partition_point(|citation| citation.range.start < link.range.start);
    let citation = citations.get(at).filter(|citation| citation.link == Some(index))?;
    let entry = work.references.entries.get(citation.by_tag?)?;
    entry.ids.iter().find(|id| work.anchors.get(id).is_some()).map(String::as_str)
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

/// An id given to two places: a link to it finds the first, or whichever the renderer likes. Headings that share an
/// id have a rule of their own.
fn repeated_ids(checker: &mut Checker<'_>, reached: &HashSet<String>) {
    let work = checker.work;
    let is_heading = |id: &ExplicitId| matches!(work.document.kind(id.block), NodeKind::Heading { .. });
    let mut first: HashMap<&str, &ExplicitId> = HashMap::new();
    for id in &work.document.explicit_ids {
        let known = *first.entry(&id.id).or_insert(id);
        let same = known.block == id.block || (is_heading(known) && is_heading(id));
        if same || is_misspelled_macro(work, id) {
            continue;
        }
        let linked = reached.contains(id.id.as_ref());
        let level = if linked { super::certainty(work) } else { Severity::Warning };
        let why = if linked { ": links to it lead to the first place alone" } else { "" };
        let found = checker.found(id.range, format!("the anchor `{}` is given twice{why}", id.id));
        let found = found.related(known.range, "the first place");
        checker.report(found.at_most(level).help("give one of the two another name"));
    }
}
