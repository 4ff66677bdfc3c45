//! Words of the field: what the dictionary need not correct, and what nobody has to spell out.

use std::collections::HashSet;
use std::sync::LazyLock;

static WORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| read(include_str!("words.txt")));

static ACRONYMS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| read(include_str!("acronyms.txt")));

fn read(list: &'static str) -> HashSet<&'static str> {
    list.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect()
}

/// Whether a word, in lower case, is right in this field whatever the dictionary says.
#[must_use]
pub fn is_field_word(word: &str) -> bool {
    WORDS.contains(word)
}

/// Whether an acronym needs no spelling out.
#[must_use]
pub fn is_common_acronym(acronym: &str) -> bool {
    ACRONYMS.contains(acronym)
}
