//! Marks that Microsoft Word leaves in the pages it writes.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

static GENERATOR: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?i)<meta\s+name="?Generator"?\s+content="([^"]+)""#).expect("valid pattern"));
static DRAWING: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"<v:imagedata\b").expect("valid pattern"));
static ORDINARY: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"<!\[if !vml\]>\s*<img\b").expect("valid pattern"));

/// The program that wrote a page, as far as the page says.
#[must_use]
pub fn generator(page: &str) -> Option<Range<usize>> {
    Some(GENERATOR.captures(page)?.get(1)?.range())
}

/// Images of a page in VML, which no browser shows, and how many ordinary images stand for them.
#[must_use]
pub fn vml_images(page: &str) -> (Vec<Range<usize>>, usize) {
    (DRAWING.find_iter(page).map(|found| found.range()).collect(), ORDINARY.find_iter(page).count())
}
