//! Reading a line as a caption.

use std::sync::LazyLock;

use regex::Regex;

use crate::markdown::{Document, NodeKind};
use crate::work_product::passages::{Passage, PassageKind};

use super::{Caption, CaptionForm, ItemKind};

static CAPTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)^\s*(?P<word>Figure|FIGURE|Fig\.?|Table|TABLE|Listing|Code|Examples?|Equation|Eq\.)\s+
          (?P<number>(?:(?:\d+|[A-Z])[.-])*\d+[a-z]?|[IVXL]{1,6})\b(?P<after>\s*(?:[:.]|--|[-\u{2013}\u{2014}])|\s*\(|\s|$)",
    )
    .expect("valid pattern")
});

/// What the words of captions begin with.
const OPENINGS: [&str; 8] = ["Fig", "FIGURE", "Table", "TABLE", "Listing", "Code", "Example", "Eq"];

/// Longest text that may be a caption, in bytes.
const MAX_CAPTION: usize = 250;

/// Whether a text begins as a caption does.
pub(super) fn is_numbered(text: &str) -> bool {
    CAPTION.is_match(text)
}

/// The caption a passage is, if it is one.
pub(super) fn caption(document: &Document, passage: &Passage<'_>) -> Option<Caption> {
    let text = passage.text();
    let opening = text.trim_start();
    if !matches!(passage.kind, PassageKind::Paragraph | PassageKind::Heading)
        || !OPENINGS.iter().any(|word| opening.starts_with(word))
    {
        return None;
    }
    let found = CAPTION.captures(text)?;
    let (word, number) = (found.name("word")?, found.name("number")?);
    let after = found.name("after").map_or("", |after| after.as_str().trim());
    let mut children = document.children(passage.node).filter(|&node| {
        !matches!(
            document.kind(node),
            NodeKind::Image { .. } | NodeKind::SoftBreak | NodeKind::HardBreak | NodeKind::HtmlInline
        )
    });
    let marked =
        children.next().is_some_and(|node| matches!(document.kind(node), NodeKind::Strong | NodeKind::Emphasis));
    let whole = marked && children.next().is_none();
    let titled = text.get(number.end()..).is_some_and(|rest| rest.trim_start().starts_with(char::is_uppercase));
    let form = match (passage.kind, marked) {
        (PassageKind::Heading, _) => CaptionForm::Heading,
        // `**Table 2** compares` opens a sentence, `**Table 2** Roles` does not.
        (_, true) if whole || !after.is_empty() || titled => CaptionForm::Emphasized,
        _ if !after.is_empty() || number.end() == text.trim_end().len() => CaptionForm::Plain,
        _ => return None,
    };
    if text.len() > MAX_CAPTION {
        return None;
    }
    let kind = match word.as_str() {
        "Table" | "TABLE" => ItemKind::Table,
        "Listing" | "Code" => ItemKind::Listing,
        "Example" | "Examples" => ItemKind::Example,
        "Equation" | "Eq." => ItemKind::Equation,
        _ => ItemKind::Figure,
    };
    Some(Caption {
        kind,
        form,
        word: passage.source(word.range()),
        number: number.as_str().to_owned(),
        number_range: passage.source(number.range()),
        node: passage.node,
        range: passage.range,
        side: None,
    })
}
