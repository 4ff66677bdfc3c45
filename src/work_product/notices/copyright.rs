//! Copyright lines.

use std::sync::LazyLock;

use regex::Regex;

use crate::source::TextRange;
use crate::work_product::cover::Part;
use crate::work_product::passages::Passage;

/// `Copyright © OASIS Open 2026. All Rights Reserved.`, in whatever form it is written.
#[derive(Debug, Clone)]
pub struct CopyrightLine {
    /// Index of the passage it stands in.
    pub passage: usize,
    /// Its bytes.
    pub range: TextRange,
    /// What a reader sees, white space collapsed.
    pub text: String,
    /// Who holds the copyright.
    pub holder: Part,
    /// The year or years as written; `None` where none is.
    pub years: Option<Part>,
    /// First year, where years are written in digits.
    pub first: Option<i16>,
    /// Last year, the first where there is only one.
    pub last: Option<i16>,
    /// The full stop after the year stands behind this backslash, or these.
    pub escape: Option<TextRange>,
    /// Where the line starts in the visible text of its passage.
    pub offset: usize,
}

static LINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?xi)
        (?:\bcopyright(?:\s*(?P<sign>©|\(c\)))?|(?P<bare>©)(?:\s*copyright\b)?)
        (?:\s+(?P<early>\d{4}(?:\s*[-–—]\s*\d{4})?),?)?
        \s+(?P<holder>(?:[\w&,.'’\-\ ]+?\ )??OASIS®?(?:\s+Open\b)?®?)
        (?:[\s,]+(?P<years>
            (?:\d{4}|YYYY|\d{2}XX|\d{2}YY|\d{3}\s*\[\s*\d?\s*\]|\[\s*(?:\d{4}|YYYY)\s*\]|\{year\})
            (?:\s*[-–—]\s*(?:\d{4}|YYYY|\d{2}XX))?))?
        (?P<dot>\s*\\?\.)?
        (?:\s*(?P<rights>All\s+Rights\s+Reserved\b\.?))?",
    )
    .expect("valid pattern")
});

/// Longest list of holders, in bytes.
const LONGEST_HOLDER: usize = 120;

impl CopyrightLine {
    /// The line as OASIS prescribes it, with the holder and years this one names.
    #[must_use]
    pub fn prescribed(&self) -> String {
        let holder = match self.holder.text.rsplit_once("OASIS") {
            Some((before, _)) if before.trim_end().ends_with('&') => format!("{before}OASIS Open"),
            _ => "OASIS Open".to_owned(),
        };
        let years = match (self.first, self.last) {
            (Some(first), Some(last)) if first != last => format!("{first}-{last}"),
            (Some(first), _) => first.to_string(),
            _ => self.years.as_ref().map_or("YYYY".to_owned(), |years| years.text.clone()),
        };
        format!("Copyright © {holder} {years}. All Rights Reserved.")
    }

    /// Whether a template's stand-in holds the place of the year.
    #[must_use]
    pub fn has_placeholder(&self) -> bool {
        self.years.is_some() && self.last.is_none()
    }
}

/// The copyright lines of OASIS in a passage.
pub(super) fn lines(passage: Passage<'_>, source: &str) -> Vec<CopyrightLine> {
    let text = passage.text();
    if !text.contains("OASIS") || !(text.contains('©') || text.contains("opyright") || text.contains("OPYRIGHT")) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for captures in LINE.captures_iter(text) {
        let (Some(whole), Some(holder)) = (captures.get(0), captures.name("holder")) else { continue };
        let years = captures.name("years").or(captures.name("early"));
        let sign = captures.name("sign").or(captures.name("bare"));
        let signs = [sign, years, captures.name("rights")];
        // `the copyright of OASIS` is prose: a line shows two of sign, year and reservation.
        if signs.iter().flatten().count() < 2 || passage.is_code(whole.start()) || holder.len() > LONGEST_HOLDER {
            continue;
        }
        let part = |found: regex::Match<'_>| Part {
            text: found.as_str().split_whitespace().collect::<Vec<_>>().join(" "),
            range: passage.source(found.range()),
        };
        let digits: Vec<i16> = years.map_or_else(Vec::new, |years| year_numbers(years.as_str()));
        let range = passage.source(whole.range());
        found.push(CopyrightLine {
            passage: passage.index,
            range,
            text: whole.as_str().split_whitespace().collect::<Vec<_>>().join(" "),
            holder: part(holder),
            years: years.map(part),
            first: digits.first().copied(),
            last: digits.last().copied(),
            escape: years.and_then(|years| escape(source, passage.source(years.range()))),
            offset: whole.start(),
        });
    }
    found
}

/// The years, if nothing but years is written.
fn year_numbers(text: &str) -> Vec<i16> {
    let parts: Option<Vec<i16>> = text.split(['-', '–', '—']).map(|part| part.trim().parse().ok()).collect();
    parts.unwrap_or_default()
}

/// The backslashes between the year and its full stop.
fn escape(source: &str, years: TextRange) -> Option<TextRange> {
    let after = source.get(years.end as usize..)?;
    let slashes = after.len() - after.trim_start_matches('\\').len();
    let stands = slashes > 0 && after[slashes..].starts_with('.');
    stands.then(|| TextRange::new(years.end as usize, years.end as usize + slashes))
}
