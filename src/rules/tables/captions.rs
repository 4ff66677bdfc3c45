//! Images and captions.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::markdown::NodeKind;
use crate::rules::Checker;
use crate::rules::links::certainty;
use crate::source::TextRange;
use crate::work_product::PassageKind;

/// `image-alt`.
pub fn image_alt(checker: &mut Checker<'_>) {
    let work = checker.work;
    for link in work.links.iter().filter(|link| link.image) {
        let text = link.text.trim();
        let file = link.url.rsplit(['/', '\\']).next().unwrap_or_default();
        let stem = file.split('.').next().unwrap_or_default();
        if text.is_empty() {
            let found = checker.found(link.range, "the image has no alternative text");
            checker.report(found.at_most(certainty(work)).help("say in a sentence what the picture shows"));
        } else if !file.is_empty()
            && (text == file || (text == stem && !text.contains(' ') && text.contains(['_', '-'])))
        {
            let found = checker.found(link.range, format!("the alternative text is the file name `{text}`"));
            checker.report(found.at_most(certainty(work)).help("say in a sentence what the picture shows"));
        }
    }
}

static CAPTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*(?P<kind>Figure|Fig\.|Table)\s+(?P<number>(?:(?:\d+|[A-Z])[.-])*\d+)\s*(?:[:.]|--|[-–—])\s*\S")
        .expect("valid pattern")
});

/// `figure-number-sequence`.
pub fn figures(checker: &mut Checker<'_>) {
    sequence(checker, "Fig");
}

/// `table-number-sequence`.
pub fn tables(checker: &mut Checker<'_>) {
    sequence(checker, "Table");
}

/// Numbers run from 1, in the whole document or in each section apart.
fn sequence(checker: &mut Checker<'_>, kind: &str) {
    let work = checker.work;
    let mut last: BTreeMap<String, (usize, TextRange)> = BTreeMap::new();
    for passage in work.passages.iter() {
        let text = passage.text();
        if passage.kind == PassageKind::Cell || !text.trim_start().starts_with(kind) {
            continue;
        }
        let Some(found) = CAPTION.captures(text) else { continue };
        let Some(number) = found.name("number") else { continue };
        // A sentence may begin with `Table 3:`; a caption is emphasized, or a heading, and short.
        let first = work.document.children(passage.node).next();
        let marked =
            first.is_some_and(|node| matches!(work.document.kind(node), NodeKind::Strong | NodeKind::Emphasis));
        if text.len() > 250 || !(marked || passage.kind == PassageKind::Heading) {
            continue;
        }
        let (prefix, digits) = match number.as_str().rfind(['.', '-']) {
            Some(at) => number.as_str().split_at(at + 1),
            None => ("", number.as_str()),
        };
        let Ok(value) = digits.parse::<usize>() else { continue };
        let range = passage.source(number.range());
        let before = last.insert(prefix.to_owned(), (value, range));
        let wanted = before.map_or(1, |(value, _)| value + 1);
        if value != wanted {
            let message = format!("number {prefix}{value} where {prefix}{wanted} is next");
            let found = checker.found(range, message);
            checker.report(match before {
                Some((_, place)) => found.related(place, "the caption before"),
                None => found,
            });
        }
    }
}
