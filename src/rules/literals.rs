//! What a regular expression cannot match without: the literals of which every match holds one.

use regex_syntax::hir::literal::Extractor;
use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind};

/// Literals in small letters of which every match holds at least one, whatever its case.
pub(super) type Literals = Vec<Vec<u8>>;

/// Shorter literals stand nearly everywhere.
const SHORTEST: usize = 3;

/// Most characters of a class that stands for one letter: the letter, and signs that fold to it.
const CASES: usize = 4;

/// Most literals that one part of an expression gives.
const MOST: usize = 32;

/// The literals of an expression, where all are long enough to tell something.
pub(super) fn required(expression: &Hir) -> Option<Literals> {
    best(&in_small_letters(expression)).filter(|literals| shortest(literals) >= SHORTEST)
}

fn best(expression: &Hir) -> Option<Literals> {
    let inner: Vec<Option<Literals>> = match expression.kind() {
        HirKind::Capture(capture) => vec![best(&capture.sub)],
        HirKind::Repetition(repetition) if repetition.min > 0 => vec![best(&repetition.sub)],
        HirKind::Alternation(branches) => vec![branches.iter().map(best).collect::<Option<Vec<_>>>().map(union)],
        HirKind::Concat(parts) => {
            let runs = parts.split(|part| !is_letter(part)).map(|run| beginning(&Hir::concat(run.to_vec())));
            runs.chain(parts.iter().filter(|part| !is_letter(part)).map(best)).collect()
        }
        _ => Vec::new(),
    };
    // The longer a literal the rarer it is.
    let inner = inner.into_iter().flatten().max_by_key(shortest);
    if inner.as_ref().is_some_and(|literals| shortest(literals) >= SHORTEST) {
        return inner;
    }
    inner.into_iter().chain(beginning(expression)).max_by_key(shortest)
}

fn is_letter(part: &Hir) -> bool {
    match part.kind() {
        HirKind::Literal(_) => true,
        HirKind::Class(Class::Unicode(class)) => class.iter().map(ClassUnicodeRange::len).sum::<usize>() <= CASES,
        _ => false,
    }
}

/// What every match begins with.
fn beginning(expression: &Hir) -> Option<Literals> {
    let found = Extractor::new().limit_total(MOST).extract(expression);
    Some(union([found.literals()?.iter().map(|literal| literal.as_bytes().to_vec()).collect()]))
}

/// The expression with small letters for capitals: the literals are looked for whatever their case.
fn in_small_letters(expression: &Hir) -> Hir {
    let all = |parts: &[Hir]| parts.iter().map(in_small_letters).collect();
    match expression.kind() {
        HirKind::Literal(literal) => Hir::literal(literal.0.to_ascii_lowercase()),
        HirKind::Class(Class::Unicode(class)) => {
            let mut capitals = ClassUnicode::new([ClassUnicodeRange::new('A', 'Z')]);
            capitals.intersect(class);
            let mut class = class.clone();
            class.difference(&capitals);
            for range in capitals.iter() {
                let (first, last) = (range.start().to_ascii_lowercase(), range.end().to_ascii_lowercase());
                class.push(ClassUnicodeRange::new(first, last));
            }
            Hir::class(Class::Unicode(class))
        }
        HirKind::Capture(capture) => in_small_letters(&capture.sub),
        HirKind::Repetition(repetition) => Hir::repetition(repetition.with(in_small_letters(&repetition.sub))),
        HirKind::Alternation(parts) => Hir::alternation(all(parts)),
        HirKind::Concat(parts) => Hir::concat(all(parts)),
        _ => expression.clone(),
    }
}

fn union(sets: impl IntoIterator<Item = Literals>) -> Literals {
    let mut all: Literals = sets.into_iter().flatten().collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn shortest(literals: &Literals) -> usize {
    literals.iter().map(Vec::len).min().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(expression: &str) -> Option<Vec<String>> {
        let literals = required(&regex_syntax::parse(expression).unwrap())?;
        Some(literals.into_iter().map(|literal| String::from_utf8_lossy(&literal).into_owned()).collect())
    }

    fn list(literals: &[&str]) -> Vec<String> {
        literals.iter().map(|&literal| literal.to_owned()).collect()
    }

    #[test]
    fn the_longest_part_counts_whatever_its_case() {
        assert_eq!(of(r"(?-u:\b)Page\s+\d+\s+of\s+\d+(?-u:\b)"), Some(list(&["page"])));
        assert_eq!(of(r"(?i)lead\s+document\s+in"), Some(list(&["document"])));
        assert_eq!(of(r"[^a]*(?:later|tbd)"), Some(list(&["later", "tbd"])));
        assert_eq!(of(r"(?:DD|MM)\s(?:March|April)"), Some(list(&["april", "march"])));
    }

    #[test]
    fn signs_that_fold_to_a_letter_are_among_its_cases() {
        assert_eq!(of("(?i)sum"), Some(list(&["sum", "\u{17f}um"])));
    }

    #[test]
    fn what_may_be_absent_or_is_everywhere_is_required_by_nothing() {
        assert_eq!(of(r"(?:word)?\d+"), None);
        assert_eq!(of(r"word|\d+"), None);
        assert_eq!(of(r"\[\s.*"), None);
    }
}
