//! JSON files and where their schemas say they are: conditions 54 to 57.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use super::files::name;
use super::submission::Submission;
use super::traced::Traced;
use super::{Judge, Place};

static OWN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"https://docs\.oasis-open\.org/[^"\s]+\.json"#).expect("valid pattern"));
static OWN_PLACE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(https://docs\.oasis-open\.org/[^"\s]+\.json)"#).expect("valid pattern"));
static ERRATA: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"errata\d+/\z").expect("valid pattern"));
static TOKEN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#""(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b"#).expect("valid pattern"));

/// Conditions 54 to 57.
pub(super) fn schemas(submission: &Submission<'_>, judge: &mut Judge) {
    if submission.base.is_empty() {
        judge.not_applicable(54..=57, "the cover gives no address of this stage");
        return;
    }
    let root = submission.base.replace(&format!("/{}/", submission.stage), "/");
    let mut count = 0;
    for path in submission.files.called(".json") {
        // A link that leads nowhere ends the official program; here it is a broken file.
        let text = Traced::read(path, submission.files.read(path).unwrap_or_default());
        count += 1;
        match read(text.text(), judge.official()) {
            Err(error) => {
                judge.fail(54, Place::File(path.to_owned()), format!("{} is not JSON: {error}", name(path)));
                judge.help(54, "correct the file at the line named");
            }
            Ok(value) => schema(&text, &value, &root, judge),
        }
    }
    if count == 0 {
        judge.not_applicable(54..=57, "the package holds no JSON");
        return;
    }
    judge.compared(54, format!("{count} JSON files"), "each is JSON");
    for ordinal in 55..=57 {
        judge.compared(ordinal, format!("{count} JSON files"), format!("schemas with a $id below {root}"));
    }
}

/// JSON as the official program reads it: with the numbers that are none, and without a byte order mark.
pub(super) fn read(text: &str, official: bool) -> Result<Value, String> {
    let told = |error: serde_json::Error| error.to_string();
    if !official {
        return serde_json::from_str(text.strip_prefix('\u{feff}').unwrap_or(text)).map_err(told);
    }
    let error = match serde_json::from_str(text) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    let plain = TOKEN.replace_all(text, |found: &regex::Captures<'_>| {
        let token = found.get(0).map_or("", |token| token.as_str());
        if token.starts_with('"') { token.to_owned() } else { "0".to_owned() }
    });
    serde_json::from_str(&plain).map_err(|_| told(error))
}

fn schema(text: &Traced, value: &Value, root: &str, judge: &mut Judge) {
    let path = text.path();
    let keyword = match value.get("$id") {
        Some(_) => "$id",
        None if !judge.official() && older(value) => "id",
        None => return,
    };
    let Some(declared) = value.get(keyword).and_then(Value::as_str) else { return };
    let expected = format!("{root}{path}");
    let place = place_of(text, declared);
    // An empty fragment adds nothing to an address.
    let address = if judge.official() { declared } else { declared.strip_suffix('#').unwrap_or(declared) };
    if address != expected {
        let roots = [root.to_owned(), ERRATA.replace(root, "").into_owned()];
        let inside = roots.iter().any(|root| address.starts_with(root));
        if inside && address.rsplit('/').next() == Some(name(path)) {
            judge.fail(55, place, format!("{keyword} is {declared}, which leaves out the directory of the file"));
            judge.help(55, format!("publish a copy there, or let {keyword} be {expected}"));
        } else {
            judge.fail(56, place, format!("{keyword} is {declared}, and the file is published below {root}"));
            judge.help(56, format!("let {keyword} be {expected}"));
        }
    }
    let places = text.firsts(&OWN_PLACE);
    let whole = value.to_string();
    let others: BTreeSet<&str> = OWN.find_iter(&whole).map(|found| found.as_str()).collect();
    for url in others {
        if url.rsplit('/').next() == Some(name(path)) && url != address && url != expected {
            let place = places.get(url).cloned().unwrap_or_else(|| text.whole());
            judge.fail(57, place, format!("the schema calls itself {url}, and its {keyword} is {declared}"));
            judge.help(57, "let the schema call itself by one address");
        }
    }
}

/// Draft 4 of JSON Schema called the keyword `id`.
fn older(value: &Value) -> bool {
    value.get("$schema").and_then(Value::as_str).is_some_and(|schema| schema.contains("draft-04"))
}

/// Where a text stands in the file, as far as it is written as it reads.
fn place_of(text: &Traced, wanted: &str) -> Place {
    match text.text().find(wanted) {
        Some(at) => text.place(at, at + wanted.len()),
        None => text.whole(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_are_none_are_read_by_the_official_program_alone() {
        let text = r#"{"a": NaN, "b": -Infinity, "NaN": "NaN"}"#;
        assert!(read(text, true).is_ok() && read(text, false).is_err());
        assert!(read("{\"a\": NaN", true).is_err());
        let marked = "\u{feff}{}";
        assert!(read(marked, true).is_err() && read(marked, false).is_ok());
    }
}
