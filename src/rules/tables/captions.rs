//! Images and captions.

use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

use crate::diagnostic::Severity;
use crate::rules::Checker;
use crate::rules::links::certainty;
use crate::rules::running_text::{Pattern, find, pattern};
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::{Caption, CaptionForm, Generation, ItemKind, Link, WorkProduct, split_number};

/// `image-alt`.
pub fn image_alt(checker: &mut Checker<'_>) {
    let work = checker.work;
    for link in work.links.iter().filter(|link| link.image) {
        let text = link.text.trim();
        let file = link.url.rsplit(['/', '\\']).next().unwrap_or_default();
        let stem = file.split('.').next().unwrap_or_default();
        let is_file_name =
            !file.is_empty() && (text == file || (text == stem && !text.contains(' ') && text.contains(['_', '-'])));
        let message = if text.is_empty() {
            "the image has no alternative text".to_owned()
        } else if is_file_name {
            format!("the alternative text is the file name `{text}`")
        } else {
            continue;
        };
        let lower = file.to_ascii_lowercase();
        let logo = lower.contains("logo");
        let help = if !logo {
            "say what the picture shows"
        } else if lower.contains("oasis") {
            "write `OASIS Logo`"
        } else {
            "say whose logo it is, as in `OASIS Logo`"
        };
        let found = checker.found(link.range, message).at_most(certainty(work)).help(help);
        // Nobody misses what a logo shows, and a caption says a part of what a picture does.
        checker.report(if logo || has_figcaption(work, link) { found.at_most(Severity::Warning) } else { found });
    }
}

/// Whether an image stands in a block of HTML with a caption.
fn has_figcaption(work: &WorkProduct, link: &Link) -> bool {
    let after = work.captions.items.partition_point(|item| item.range.start <= link.range.start);
    let item = after.checked_sub(1).and_then(|at| work.captions.items.get(at));
    item.is_some_and(|item| item.named && item.range.contains(link.range))
}

/// `figure-number-sequence`.
pub fn figures(checker: &mut Checker<'_>) {
    sequence(checker, ItemKind::Figure);
}

/// `table-number-sequence`.
pub fn tables(checker: &mut Checker<'_>) {
    sequence(checker, ItemKind::Table);
}

/// `listing-numbering`.
pub fn listings(checker: &mut Checker<'_>) {
    let work = checker.work;
    if work.generation != Generation::G3 {
        return checker.not_applicable("only the templates of 2025 number listings");
    }
    sequence(checker, ItemKind::Listing);
    sequence(checker, ItemKind::Equation);
    let numbered = work.captions.of(ItemKind::Listing).next().is_some();
    for item in work.captions.items_of(ItemKind::Listing).filter(|item| numbered && item.caption.is_none()) {
        let line = work.slice(item.range).lines().next().map_or(0, |line| line.trim_end().len());
        checker.flag(item.range.inside(0..line), "the listing has no number, and others have");
    }
}

/// A caption is emphasized, or a heading: a sentence may begin with `Table 3:`.
fn is_marked(caption: &Caption) -> bool {
    caption.form != CaptionForm::Plain
}

/// Numbers run from 1, in the whole document or in each section apart. A part of a document, and nothing tells that
/// it is a whole one, may begin where another part ends.
fn sequence(checker: &mut Checker<'_>, kind: ItemKind) {
    let work = checker.work;
    let mut last: BTreeMap<&str, (usize, TextRange)> = BTreeMap::new();
    for caption in work.captions.of(kind).filter(|caption| is_marked(caption)) {
        let Some((prefix, value)) = split_number(&caption.number) else { continue };
        let before = last.insert(prefix, (value, caption.number_range));
        let start = if work.evidence.is_none() { value } else { 1 };
        let wanted = before.map_or(start, |(value, _)| value + 1);
        // `Figure 1a` and `Figure 1b` are parts of one.
        let part = caption.number.ends_with(|c: char| c.is_ascii_lowercase());
        if value == wanted || (part && before.is_some_and(|(before, _)| before == value)) {
            continue;
        }
        let message = format!("number {prefix}{value} where {prefix}{wanted} is next");
        let found = checker.found(caption.number_range, message).at_most(certainty(work));
        checker.report(match before {
            Some((_, place)) => found.related(place, "the caption before"),
            None => found,
        });
    }
}

/// `example-numbering`.
pub fn examples(checker: &mut Checker<'_>) {
    let work = checker.work;
    let mut last: BTreeMap<&str, (usize, Option<usize>, TextRange)> = BTreeMap::new();
    for caption in work.captions.of(ItemKind::Example).filter(|caption| is_marked(caption)) {
        let Some((prefix, value)) = split_number(&caption.number) else { continue };
        let section = work.outline.section_at(caption.range.start);
        let Some((before, there, place)) = last.insert(prefix, (value, section, caption.number_range)) else {
            continue;
        };
        // Every section may begin anew.
        if value != before + 1 && !(value == 1 && section != there) {
            let message = format!("example {prefix}{value} follows example {prefix}{before}");
            checker.report(checker.found(caption.number_range, message).related(place, "the example before"));
        }
    }
}

static LONG: LazyLock<Pattern> =
    LazyLock::new(|| pattern(r"\b(?P<word>[Ff]igures?|fig\.|tables?)[ \u{a0}](?:(?:\d+|[A-Z])[.-])*\d+\b"));

/// `fig-abbreviation`.
pub fn abbreviation(checker: &mut Checker<'_>) {
    let work = checker.work;
    if work.generation != Generation::G3 {
        return checker.not_applicable("only the templates of 2025 ask for `Fig.`");
    }
    let captions: HashSet<u32> = work.captions.all.iter().map(|caption| caption.word.start).collect();
    for (passage, place, range) in find(checker, &LONG) {
        let text = passage.text();
        let opens = text[..place.start].trim_end().is_empty() || text[..place.start].trim_end().ends_with(['.', ':']);
        let Some(name) = LONG.captures(&text[place]).and_then(|found| Some(found.name("word")?.range())) else {
            continue;
        };
        let range = range.inside(name);
        let written = work.slice(range);
        if captions.contains(&range.start) || (opens && written.starts_with('F')) {
            continue;
        }
        let right = match written {
            "figures" | "Figures" => "Figs.",
            "table" => "Table",
            "tables" => "Tables",
            _ => "Fig.",
        };
        let fix = Fix::safe(format!("Write {right}"), vec![Edit::replace(range, right)]);
        checker
            .report(checker.found(range, format!("a number is referred to with `{written}`, not `{right}`")).fix(fix));
    }
}
