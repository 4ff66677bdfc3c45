//! A key word in its sentence: used, spoken of, or no key word at all.

use crate::markdown::NodeKind;
use crate::source::TextRange;

use super::super::informative::Why;
use super::super::links::{Link, Target};
use super::super::passages::{Passage, PassageKind};
use super::{Context, KEY_WORD, KeyWord, Standing, Word};

/// Records the key words of a passage.
pub(super) fn in_passage(context: Context<'_>, passage: Passage<'_>, section: Option<usize>, uses: &mut Vec<KeyWord>) {
    let informative = context.informative.of_passage(context.document, passage, section);
    let quoted = || {
        let quote = |above| matches!(context.document.kind(above), NodeKind::BlockQuote);
        context.document.ancestors(passage.node).any(quote)
    };
    if informative.is_none_or(|informative| informative.why != Why::Comment) && quoted() {
        return;
    }
    let of_place = match informative {
        _ if passage.kind == PassageKind::Heading => Standing::Heading,
        Some(informative) if informative.why == Why::Record => Standing::Mention,
        Some(informative) => Standing::Informative(informative),
        None => Standing::Normative,
    };
    let text = passage.text();
    for hit in KEY_WORD.find_iter(text) {
        // `MAY NOT` and `OPTIONAL NOT` are none of the eleven: the word alone is.
        let Some(word) = Word::parse(hit.as_str()).or_else(|| Word::parse(first_word(hit.as_str()))) else { continue };
        let at = hit.start()
            ..hit.start() + if word.name().contains(' ') { hit.len() } else { first_word(hit.as_str()).len() };
        let range = passage.source(at.clone());
        if passage.overlaps_code(at.clone()) || in_citation(context.links, range) {
            continue;
        }
        let (before, after) = (&text[..at.start], &text[at.end..]);
        if is_other(word, before, after) {
            continue;
        }
        let standing = if is_mention(word, before, after) { Standing::Mention } else { of_place };
        uses.push(KeyWord { word, range, passage: passage.index, at, section, standing });
    }
}

fn first_word(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or(text)
}

/// The text of a link to another document is often its title.
fn in_citation(links: &[Link], range: TextRange) -> bool {
    let first = links.partition_point(|link| link.range.end <= range.start);
    let link = links.get(first).filter(|link| link.range.contains(range));
    link.is_some_and(|link| !matches!(link.target(), Target::Fragment(_)))
}

/// A word that only looks like a key word: part of a longer word, of a shouted phrase, or the month.
fn is_other(word: Word, before: &str, after: &str) -> bool {
    let joined = before.ends_with(['-', '_', '\u{2011}']) || after.starts_with(['-', '_', '=', '\u{2011}']);
    let month = word == Word::May && (after.trim_start().starts_with(|c: char| c.is_ascii_digit()));
    joined || month || is_shouted(before, after)
}

/// Whether the words around are in capitals too: one on each side, or two on one. `HTTPS MUST` is a name and a demand.
fn is_shouted(before: &str, after: &str) -> bool {
    let shouts = |word: Option<&str>| word.is_some_and(shouts);
    let (mut left, mut right) = (before.split_whitespace().rev(), after.split_whitespace());
    match (shouts(left.next()), shouts(right.next())) {
        (true, true) => true,
        (true, false) => shouts(left.next()) && after.trim().is_empty(),
        (false, true) => shouts(right.next()),
        (false, false) => false,
    }
}

fn shouts(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let modal = ["MUST", "SHALL", "SHOULD", "REQUIRED", "RECOMMENDED", "OPTIONAL"].contains(&word);
    word.len() > 3 && !modal && word.bytes().all(|b| b.is_ascii_uppercase())
}

/// What names requirements by their key word.
const NOUNS: [&str; 7] = ["requirement", "statement", "key word", "keyword", "level", "clause", "condition"];

/// What introduces a key word that is spoken of.
const NAMING: [&str; 8] =
    ["interpreted as", "read as", "key word", "keyword", "key words", "keywords", "the term", "the word"];

fn is_mention(word: Word, before: &str, after: &str) -> bool {
    let quotes = ['"', '“', '”', '‘', '’', '\''];
    if before.ends_with(quotes) || after.starts_with(quotes) {
        return true;
    }
    let before = lower_tail(before.trim_end());
    if NAMING.iter().any(|naming| before.ends_with(naming)) {
        return true;
    }
    let adjective = matches!(word, Word::Required | Word::Recommended | Word::NotRecommended | Word::Optional);
    let noun = after_list(after);
    !adjective && NOUNS.iter().any(|name| noun.starts_with(name))
}

/// What follows a list of key words such as `MUST, SHOULD and MAY`.
fn after_list(mut after: &str) -> &str {
    for _ in Word::ALL {
        let rest = after.trim_start_matches([' ', ',', '/']);
        let rest = rest.strip_prefix("and ").or_else(|| rest.strip_prefix("or ")).unwrap_or(rest).trim_start();
        match starts_with_key_word(rest) {
            Some(len) => after = &rest[len..],
            None => break,
        }
    }
    after.trim_start()
}

fn starts_with_key_word(text: &str) -> Option<usize> {
    let word = Word::ALL.iter().rev().find(|word| text.starts_with(word.name()))?;
    let len = word.name().len();
    (!text[len..].starts_with(char::is_alphanumeric)).then_some(len)
}

/// The end of a text in lower case, as long as the longest phrase looked for.
fn lower_tail(text: &str) -> String {
    let mut from = text.len().saturating_sub(24);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    text[from..].to_lowercase()
}
