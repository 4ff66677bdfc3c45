//! The numbers of captions.

/// The part of a number before its last component, and the last component: `2-1` is `2-` and 1, as is `2-1b`.
#[must_use]
pub fn split_number(number: &str) -> Option<(&str, usize)> {
    let at = number.rfind(['.', '-']).map_or(0, |at| at + 1);
    let (prefix, last) = (number.get(..at)?, number.get(at..)?.trim_end_matches(|c: char| c.is_ascii_lowercase()));
    Some((prefix, last.parse().ok().or_else(|| roman(last))?))
}

fn roman(digits: &str) -> Option<usize> {
    let value = |c| match c {
        'I' => Some(1_isize),
        'V' => Some(5),
        'X' => Some(10),
        'L' => Some(50),
        _ => None,
    };
    let values: Vec<isize> = digits.chars().map(value).collect::<Option<_>>()?;
    let mut sum = 0;
    for (index, &this) in values.iter().enumerate() {
        let smaller = values.get(index + 1).is_some_and(|&next| next > this);
        sum += if smaller { -this } else { this };
    }
    usize::try_from(sum).ok().filter(|&sum| sum > 0)
}
