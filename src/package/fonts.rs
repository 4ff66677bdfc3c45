//! Names of fonts, in style sheets and in PDFs.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

static FAMILY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?i)font-family\s*:\s*([^;}\n"]+)"#).expect("valid pattern"));
static SUBSET: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\A[A-Z]{6}\+").expect("valid pattern"));

/// Names that CSS gives to kinds of fonts, and values that are no fonts.
const GENERIC: [&str; 7] = ["serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "inherit"];

/// Font families that a page or a style sheet names, small, without blanks and hyphens.
#[must_use]
pub fn font_families(text: &str) -> BTreeSet<String> {
    let lists = FAMILY.captures_iter(text).filter_map(|found| Some(found.get(1)?.as_str()));
    let listed =
        lists.flat_map(|list| list.split(',').map(|name| name.trim().trim_matches(['\'', '"']).to_lowercase()));
    let fonts = listed.filter(|name| !name.is_empty() && !GENERIC.contains(&name.as_str()));
    fonts.map(|name| name.replace(|c: char| c.is_whitespace() || c == '_' || c == '-', "")).collect()
}

/// The family in the name of a PDF's font: up to a blank, a hyphen or a comma, without the mark of a subset.
#[must_use]
pub fn font_family(font: &str) -> &str {
    let name = font.split_whitespace().next().unwrap_or_default();
    let name = SUBSET.find(name).map_or(name, |mark| name.get(mark.end()..).unwrap_or_default());
    name.split(['-', ',']).next().unwrap_or_default()
}

/// Whether a family of a PDF is one of those that style sheets name.
#[must_use]
pub fn is_named(family: &str, families: &BTreeSet<String>) -> bool {
    let small = family.to_lowercase();
    families.iter().any(|named| small.contains(named) || named.contains(&small))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_are_read_in_style_sheets_and_pdfs() {
        let named = font_families("<style>p { font-family: 'DejaVu Sans', Arial,serif } td{FONT-FAMILY:Noto_Mono;}");
        assert_eq!(named.iter().map(String::as_str).collect::<Vec<_>>(), ["arial", "dejavusans", "notomono"]);
        assert_eq!(font_family("ABCDEF+DejaVuSans-Bold"), "DejaVuSans");
        assert_eq!(font_family("Helvetica Neue,Bold"), "Helvetica");
        assert_eq!(font_family("ABC+X"), "ABC+X");
        assert!(is_named("DejaVuSansMono", &named) && is_named("Arial", &named) && !is_named("Times", &named));
    }
}
