//! The language of the document.

use crate::rules::Checker;
use crate::source::TextRange;
use crate::work_product::PassageKind;

/// Words that no English text does without.
const ENGLISH: [&str; 11] = ["the", "of", "and", "to", "for", "that", "be", "this", "with", "are", "by"];

/// Words from which a text has a language.
const ENOUGH: usize = 120;

/// Words that are looked at.
const SAMPLE: usize = 2000;

/// `language-english`.
pub fn english(checker: &mut Checker<'_>) {
    let work = checker.work;
    if let Some(entry) = work.front_matter.as_ref().and_then(|front| front.get("lang")) {
        let value = entry.value.trim();
        if !value.is_empty() && !value.to_ascii_lowercase().starts_with("en") {
            checker.flag(entry.value_range, format!("the front matter says that the language is `{value}`"));
        }
        return;
    }
    let (mut words, mut english) = (0_usize, 0_usize);
    let mut first: Option<TextRange> = None;
    for passage in work.passages.iter().filter(|passage| passage.kind == PassageKind::Paragraph) {
        if words >= SAMPLE {
            break;
        }
        let text = passage.text();
        let of_letters = text.split(|c: char| !c.is_alphabetic() && c != '\'').filter(|word| !word.is_empty());
        let mut here = 0;
        for word in of_letters {
            here += 1;
            english += usize::from(ENGLISH.contains(&word.to_lowercase().as_str()));
        }
        words += here;
        if here > 8 && first.is_none() {
            let end = text.char_indices().nth(60).map_or(text.len(), |(at, _)| at);
            first = Some(passage.source(0..end));
        }
    }
    let Some(first) = first.filter(|_| words >= ENOUGH) else {
        return checker.not_applicable("the document has too few words to tell its language");
    };
    // In English prose one word of five is one of these; in lists of names fewer are.
    if english * 60 < words {
        checker.flag(
            first,
            "the document does not seem to be in English, which is the language of the version that counts",
        );
    }
}
