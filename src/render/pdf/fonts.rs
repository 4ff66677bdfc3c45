//! The fonts in the binary, and what they cannot show.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::layout::Abs;
use typst::text::{Font, FontInstance, FontVariant, FontVariations};

use crate::diagnostic::Diagnostic;
use crate::render::fonts::FILES;
use crate::source::TextRange;

/// The fonts, text first, fallbacks last.
pub(super) static FONTS: LazyLock<Vec<Font>> =
    LazyLock::new(|| FILES.iter().flat_map(|&file| Font::iter(Bytes::new(file))).collect());

/// The fonts, ready to be asked for their glyphs. Their lists of characters name some that have none.
static FACES: LazyLock<Vec<FontInstance>> = LazyLock::new(|| {
    let (variant, size, variations) = (FontVariant::default(), Abs::pt(10.0), FontVariations::default());
    FONTS.iter().map(|font| font.clone().instantiate(variant, size, &variations)).collect()
});

/// Width of the bold face's characters from U+0020 to U+007E, in em; headers and emphasis must fit too.
static WIDTHS: LazyLock<Vec<f64>> = LazyLock::new(|| {
    let bold = FACES.get(1);
    (' '..='~').map(|c| bold.and_then(|face| advance(face, c)).unwrap_or(FALLBACK_WIDTH)).collect()
});

/// Width of a character outside ASCII, in em, where no one looks it up.
const FALLBACK_WIDTH: f64 = 0.65;

fn advance(font: &FontInstance, c: char) -> Option<f64> {
    let glyph = font.ttf().glyph_index(c)?;
    font.x_advance(glyph.0).map(typst::layout::Em::get)
}

/// Width of a text in bold, in em.
pub(super) fn width(text: &str) -> f64 {
    text.chars().map(char_width).sum()
}

fn char_width(c: char) -> f64 {
    let index = (c as usize).wrapping_sub(' ' as usize);
    WIDTHS.get(index).copied().unwrap_or(FALLBACK_WIDTH)
}

/// Characters that no font has, with their number and first place.
#[derive(Debug, Default)]
pub(super) struct Coverage {
    known: HashMap<char, bool>,
    missing: BTreeMap<char, (usize, TextRange)>,
}

impl Coverage {
    /// Whether some font has `c`. What a private character means no reader's machine knows, so PDF/A forbids them.
    pub fn has(&mut self, c: char) -> bool {
        let private = matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}');
        c.is_ascii()
            || !private
                && *self.known.entry(c).or_insert_with(|| {
                    FACES.iter().any(|face| face.ttf().glyph_index(c).is_some_and(|glyph| glyph.0 != 0))
                })
    }

    /// Notes a character that cannot be shown.
    pub fn miss(&mut self, c: char, place: TextRange) {
        self.missing.entry(c).or_insert((0, place)).0 += 1;
    }

    /// One finding for each character.
    pub fn diagnostics(self) -> impl Iterator<Item = Diagnostic> {
        self.missing.into_iter().map(|(c, (count, place))| {
            let times = if count == 1 { String::new() } else { format!(" ({count} times in the document)") };
            let code = u32::from(c);
            Diagnostic::new("glyph-missing", place, format!("no embedded font has `{c}` (U+{code:04X}){times}"))
                .help("the PDF shows a replacement character in its place; write the word instead")
        })
    }
}

/// What is not drawn at all: joiners, variation selectors, direction marks, byte order marks.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{0}'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}'
        | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fonts_are_read() {
        assert_eq!(FONTS.len(), FILES.len());
        assert!(width("i") < width("W"));
    }

    #[test]
    fn arrows_and_emoji_are_covered_and_chinese_is_not() {
        let mut coverage = Coverage::default();
        assert!("→≥☐☑ćŁ©—ΩЖ✅❌🔴".chars().all(|c| coverage.has(c)));
        assert!(!coverage.has('漢') && !coverage.has('\u{f400}'));
    }
}
