//! Edits, fixes, and applying them to a text.

use std::collections::BTreeSet;

use serde::Serialize;

use super::TextRange;

/// Replace `range` by `text`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub range: TextRange,
    /// What takes its place; empty for a deletion.
    pub text: String,
}

/// How far a fix can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Applicability {
    /// Shown, never applied.
    DisplayOnly,
    /// Applied by `--fix --unsafe`: the meaning may change.
    Unsafe,
    /// Applied by `--fix`: the meaning stays.
    Safe,
}

/// Edits that belong together and are applied all or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// How far the fix can be trusted.
    pub applicability: Applicability,
    /// What it does, in the imperative: `Remove the backslash`.
    pub message: String,
    /// The edits, in any order, not overlapping.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// A fix that keeps the meaning.
    #[must_use]
    pub fn safe(message: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self { applicability: Applicability::Safe, message: message.into(), edits }
    }

    /// A fix a person has to agree to.
    #[must_use]
    pub fn risky(message: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self { applicability: Applicability::Unsafe, message: message.into(), edits }
    }
}

impl Edit {
    /// Replace `range` by `text`.
    #[must_use]
    pub fn replace(range: TextRange, text: impl Into<String>) -> Self {
        Self { range, text: text.into() }
    }

    /// Delete `range`.
    #[must_use]
    pub fn delete(range: TextRange) -> Self {
        Self::replace(range, "")
    }

    /// Insert `text` before the byte at `offset`.
    #[must_use]
    pub fn insert(offset: usize, text: impl Into<String>) -> Self {
        Self::replace(TextRange::empty(offset), text)
    }
}

/// Picks, in the order given, the fixes none of whose edits touches an edit already picked.
#[must_use]
pub fn compatible<'a>(fixes: impl IntoIterator<Item = &'a Fix>) -> Vec<&'a Fix> {
    let mut taken = BTreeSet::new();
    let mut picked = Vec::new();
    for fix in fixes {
        let free = fix.edits.iter().all(|edit| is_free(&taken, edit.range));
        if free && !fix.edits.is_empty() {
            taken.extend(fix.edits.iter().map(|edit| edit.range));
            picked.push(fix);
        }
    }
    picked
}

/// Neighbours that merely share a border conflict when one is an insertion: their order would be arbitrary.
fn is_free(taken: &BTreeSet<TextRange>, range: TextRange) -> bool {
    let clear = |other: &TextRange| {
        let border = range.is_empty() || other.is_empty();
        !(range.overlaps(*other) || border && range.start <= other.end && other.start <= range.end)
    };
    let limit = TextRange { start: range.end, end: u32::MAX };
    // Taken ranges do not overlap, so only the nearest ones can touch: two, as one may be empty.
    taken.range(..=limit).rev().take(3).all(clear)
}

/// Applies edits that do not overlap. `None` if one lies outside the text, splits a character or
/// overlaps another.
#[must_use]
pub fn apply<'a>(text: &str, edits: impl IntoIterator<Item = &'a Edit>) -> Option<String> {
    let mut edits: Vec<&Edit> = edits.into_iter().collect();
    edits.sort();
    edits.dedup();
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let range = edit.range.as_usize();
        result.push_str(text.get(at..range.start)?);
        text.get(range.clone())?;
        result.push_str(&edit.text);
        at = range.end;
    }
    result.push_str(text.get(at..)?);
    Some(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replace(start: usize, end: usize, text: &str) -> Edit {
        Edit::replace(TextRange::new(start, end), text)
    }

    #[test]
    fn applies_in_order_of_place() {
        let edits = [replace(4, 5, "E"), replace(0, 1, "A")];
        assert_eq!(apply("abcde", &edits).as_deref(), Some("AbcdE"));
    }

    #[test]
    fn refuses_overlap_and_split_characters() {
        assert_eq!(apply("abc", &[replace(0, 2, ""), replace(1, 3, "")]), None);
        assert_eq!(apply("é", &[replace(1, 2, "")]), None);
        assert_eq!(apply("a", &[replace(0, 9, "")]), None);
    }

    #[test]
    fn picks_fixes_that_do_not_touch() {
        let first = Fix::safe("a", vec![replace(0, 3, "")]);
        let second = Fix::safe("b", vec![replace(2, 4, "")]);
        let third = Fix::safe("c", vec![replace(4, 5, "")]);
        let picked = compatible([&first, &second, &third]);
        assert_eq!(picked, [&first, &third]);
    }
}
