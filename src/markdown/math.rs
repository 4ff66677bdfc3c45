//! Telling formulas from prices and variables.
//!
//! `$` begins a formula for some converters, and a variable (`$node_index`) in many specifications. So dollar signs
//! hold formulas only in a document where nothing between two of them is prose.

/// Whether what stands between dollar signs, with these neighbours, is a formula.
pub(super) fn is_formula(before: Option<char>, tex: &str, after: Option<char>) -> bool {
    let apart = |c: char| !c.is_alphanumeric() && !matches!(c, '*' | '_' | '"' | '\'' | '/' | '$' | '`');
    before.is_none_or(apart) && after.is_none_or(|c| !c.is_alphanumeric() && c != '$') && !is_prose(tex)
}

/// Two words side by side are prose, except where TeX is told to write words.
fn is_prose(tex: &str) -> bool {
    let words = tex.split_whitespace().filter(|word| {
        let letters = word.trim_matches(|c: char| c.is_ascii_punctuation() && c != '\\');
        letters.chars().count() > 1 && letters.chars().all(char::is_alphabetic)
    });
    words.count() > 1 && !["\\text", "\\mathrm", "\\operatorname", "\\mbox"].iter().any(|command| tex.contains(command))
}

#[cfg(test)]
mod tests {
    use crate::markdown::{NodeKind, parse};

    fn formulas(text: &str) -> Vec<String> {
        let document = parse(text).unwrap();
        let all = document.descendants(document.root());
        all.filter_map(|node| match document.kind(node) {
            NodeKind::Math { literal, .. } => Some(literal.to_string()),
            _ => None,
        })
        .collect()
    }

    #[test]
    fn formulas_are_told_from_prices_and_variables() {
        assert_eq!(
            formulas("The sum $a_i + b_i$, ($x$) and\n\n$$\n\\frac{1}{n}\n$$\n"),
            ["a_i + b_i", "x", "\n\\frac{1}{n}\n"]
        );
        assert_eq!(formulas("$p = \\text{price of two}$"), ["p = \\text{price of two}"]);
        for none in
            ["$5 or $6", "*$node_index* or *$relationship_index*", "The $name of a node, as in a$, is", "US$a=b$"]
        {
            assert!(formulas(none).is_empty(), "{none}");
        }
    }
}
