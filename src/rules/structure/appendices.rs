//! The letters and numbers of annexes and appendices.

use crate::diagnostic::Severity;
use crate::rules::Checker;
use crate::source::TextRange;
use crate::work_product::{Number, Outline};

/// Annexes and appendices by letter or number, with their keyword and their level.
fn lettered(outline: &Outline) -> Vec<(&Number, &str, u8)> {
    let numbers = outline.body().filter_map(|(_, section)| Some((section.number.as_ref()?, section.level)));
    let single = numbers.filter(|(number, _)| number.parts.len() == 1);
    single.filter_map(|(number, level)| Some((number, number.keyword.as_deref()?, level))).collect()
}

/// `appendix-sequence`.
pub fn sequence(checker: &mut Checker<'_>) {
    let all = lettered(&checker.work.outline);
    let Some(usual) = usual_separator(&all) else {
        checker.not_applicable("the document has no lettered appendix");
        return;
    };
    let mut last: [Option<(u32, TextRange)>; 3] = [None; 3];
    let top = all.iter().map(|&(_, _, level)| level).min().unwrap_or(1);
    for (number, keyword, level) in all {
        let annex = keyword.eq_ignore_ascii_case("annex");
        let part = number.parts[0].as_str();
        let (series, value) = match part.parse::<u32>() {
            Ok(value) => (2, value),
            Err(_) => (usize::from(annex), letter(part)),
        };
        let expected = last[series].map_or(1, |(value, _)| value.saturating_add(1));
        if value != expected {
            let message = match last[series] {
                Some((before, _)) if before == value => format!("{keyword} {part} stands twice"),
                Some((before, _)) => format!("{keyword} {part} after {}", name_of(series, before)),
                None => format!("{keyword} {part} is the first"),
            };
            let mut found = checker.found(number.range, message);
            if let Some((_, range)) = last[series] {
                found = found.related(range, "the one before");
            }
            let below = level > top && last[series].is_some_and(|(before, _)| before == value);
            checker.report(if below {
                found.help(format!("a part of {keyword} {part} is numbered {part}.1, {part}.2, ..."))
            } else {
                found.help(format!("it should be {keyword} {}", name_of(series, expected)))
            });
        } else if annex && last[2].is_some() {
            checker.flag(number.range, "an annex stands behind an appendix");
        } else if number.separator != usual {
            let show = |s: &str| if s.is_empty() { "nothing".to_owned() } else { format!("`{s}`") };
            let message = format!("{} behind the letter, {} behind others", show(&number.separator), show(usual));
            let found = checker.found(number.range, message).at_most(Severity::Warning);
            checker.report(found.help("write all of them in one style"));
        }
        last[series] = Some((value, number.range));
    }
}

/// The separator most appendices have; of two as frequent the first.
fn usual_separator<'a>(all: &[(&'a Number, &str, u8)]) -> Option<&'a str> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for (number, _, _) in all {
        match counts.iter_mut().find(|(separator, _)| *separator == number.separator) {
            Some((_, count)) => *count += 1,
            None => counts.push((&number.separator, 1)),
        }
    }
    counts.into_iter().rev().max_by_key(|&(_, count)| count).map(|(separator, _)| separator)
}

fn letter(part: &str) -> u32 {
    part.bytes().next().map_or(0, |byte| u32::from(byte.wrapping_sub(b'A')) + 1)
}

fn name_of(series: usize, value: u32) -> String {
    let letter = u8::try_from(value).ok().and_then(|v| b'A'.checked_add(v.saturating_sub(1)));
    match letter.filter(|letter| series < 2 && letter.is_ascii_uppercase()) {
        Some(letter) => char::from(letter).to_string(),
        None => value.to_string(),
    }
}
