//! Calendar dates as documents write them.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

/// A date found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenDate {
    /// Where, in bytes of the text searched.
    pub range: std::ops::Range<usize>,
    /// The day it names; `None` for a day that no calendar has.
    pub date: Option<Date>,
    /// Whether it is written `D Month YYYY`, the form OASIS prescribes.
    pub canonical: bool,
}

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)\b(?:(?P<day>\d{1,2})(?P<sep>[\s-]+)(?P<month>january|february|march|april|may|june|july|august|september|october|november|december
            |jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?(?:,)?[\s-]+(?P<year>\d{4})
          |(?P<first>january|february|march|april|may|june|july|august|september|october|november|december
            |jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?\s+(?P<second>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<last>\d{4})
          |(?P<iso>\d{4}-\d{2}-\d{2}))\b",
    )
    .expect("valid pattern")
});

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// All dates in `text`, in order.
#[must_use]
pub fn dates(text: &str) -> Vec<WrittenDate> {
    DATE.captures_iter(text)
        .filter_map(|found| {
            let whole = found.get(0)?;
            if let Some(iso) = found.name("iso") {
                return Some(WrittenDate { range: whole.range(), date: iso.as_str().parse().ok(), canonical: false });
            }
            // `April 17, 2024` is a date, though not as OASIS writes it.
            let first = found.name("first");
            let written = found.name("month").or(first)?.as_str();
            let lower = written.to_ascii_lowercase();
            let month = MONTHS.iter().position(|m| m.to_ascii_lowercase().starts_with(&lower[..3]))?;
            let day: i8 = found.name("day").or(found.name("second"))?.as_str().parse().ok()?;
            let year: i16 = found.name("year").or(found.name("last"))?.as_str().parse().ok()?;
            let date = Date::new(year, i8::try_from(month + 1).ok()?, day).ok();
            let day = found.name("day").map_or("", |day| day.as_str());
            let plain = format!("{day} {} {year}", MONTHS[month]);
            Some(WrittenDate { range: whole.range(), date, canonical: first.is_none() && plain == whole.as_str() })
        })
        .collect()
}

/// `12 March 2026`, the form OASIS prescribes.
#[must_use]
pub fn long(date: Date) -> String {
    let month = usize::try_from(date.month() - 1).unwrap_or(0);
    format!("{} {} {}", date.day(), MONTHS[month % 12], date.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        let found = dates("on 12 March 2026, 16-Mar-2026, 2026-03-12 or 30 February 2025");
        assert_eq!(found.len(), 4);
        assert_eq!(found[0].date.map(long).as_deref(), Some("12 March 2026"));
        assert!(found[0].canonical && !found[1].canonical && !found[2].canonical);
        assert_eq!(found[0].date, found[2].date);
        assert_eq!(found[3].date, None);
        let month_first = dates("on March 12, 2026 or Mar 12th 2026, and in May 2026");
        assert_eq!(month_first.len(), 2);
        assert!(month_first.iter().all(|written| written.date == found[0].date && !written.canonical));
    }
}
