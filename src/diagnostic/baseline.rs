//! Findings of the past: a document that has some records them, and later runs report what is new.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The JSON Schema of a baseline.
pub const BASELINE_SCHEMA: &str = include_str!("../../schemas/baseline.schema.json");

/// Version of the form.
const VERSION: u32 = 1;

/// The findings recorded, by path, rule and fingerprint.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    entries: BTreeMap<Key, Kept>,
}

/// What a finding is recognised by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// Path of the file, from the directory of the baseline, with `/`.
    pub path: String,
    /// Id of the rule.
    pub rule: String,
    /// Its fingerprint.
    pub fingerprint: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Kept {
    count: usize,
    message: String,
}

/// One entry as the file holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Path of the file, from the directory of the baseline, with `/`.
    pub path: String,
    /// Id of the rule.
    pub rule: String,
    /// What a finding said, for people.
    pub message: String,
    /// Its fingerprint.
    pub fingerprint: String,
    /// How many findings are alike.
    pub count: usize,
}

#[derive(Serialize, Deserialize)]
struct File {
    version: u32,
    findings: Vec<Entry>,
}

/// What a run looked at: entries about anything else are left alone.
pub trait Scope {
    /// Whether the run looked at the file.
    fn looked_at(&self, path: &str) -> bool;
    /// Whether the run applied the rule.
    fn applied(&self, rule: &str) -> bool;
    /// Whether the file is there.
    fn exists(&self, path: &str) -> bool;
}

/// Findings held against a baseline.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Which of the findings are recorded, in their order.
    pub known: Vec<bool>,
    /// What is recorded and not found any more, with the number of findings that are gone.
    pub gone: Vec<Entry>,
}

impl Comparison {
    /// How many findings are recorded.
    #[must_use]
    pub fn count(&self) -> usize {
        self.known.iter().filter(|known| **known).count()
    }
}

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    /// Where the text is no JSON, or of a form this program does not know.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: File = serde_json::from_str(text).map_err(|error| format!("is no baseline: {error}"))?;
        if file.version != VERSION {
            return Err(format!("is a baseline of version {}; this program knows version {VERSION}", file.version));
        }
        let mut baseline = Self::default();
        for Entry { path, rule, message, fingerprint, count } in file.findings {
            baseline.add(Key { path, rule, fingerprint }, message, count);
        }
        Ok(baseline)
    }

    /// The file: the same findings always give the same bytes.
    #[must_use]
    pub fn to_json(&self) -> String {
        let findings = self.entries.iter().map(|(key, kept)| entry(key, kept, kept.count)).collect();
        let text = serde_json::to_string_pretty(&File { version: VERSION, findings }).unwrap_or_default();
        text + "\n"
    }

    /// Records a finding.
    pub fn record(&mut self, key: Key, message: &str) {
        self.add(key, message.to_owned(), 1);
    }

    fn add(&mut self, key: Key, message: String, count: usize) {
        let kept = self.entries.entry(key).or_insert(Kept { count: 0, message });
        kept.count = kept.count.saturating_add(count);
    }

    /// How many findings are recorded.
    #[must_use]
    pub fn count(&self) -> usize {
        self.entries.values().fold(0, |all, kept| all.saturating_add(kept.count))
    }

    /// Takes over the entries of `other` that the run could not judge.
    pub fn keep(&mut self, other: &Self, scope: &dyn Scope) {
        for (key, kept) in &other.entries {
            if !judged(key, scope) {
                self.add(key.clone(), kept.message.clone(), kept.count);
            }
        }
    }

    /// Which findings are recorded, and which entries no finding answers to. Of findings that are alike the first ones
    /// are the old ones. An entry about a file that is gone stands for the same finding in another file: files are
    /// renamed with every stage.
    #[must_use]
    pub fn compare(&self, findings: &[Key], scope: &dyn Scope) -> Comparison {
        let mut left: BTreeMap<&Key, usize> = self.entries.iter().map(|(key, kept)| (key, kept.count)).collect();
        let mut known: Vec<bool> = findings.iter().map(|key| take(left.get_mut(key))).collect();
        let mut moved: BTreeMap<(&str, &str), Vec<&Key>> = BTreeMap::new();
        for key in self.entries.keys().filter(|key| !scope.exists(&key.path)) {
            moved.entry((&key.rule, &key.fingerprint)).or_default().push(key);
        }
        for (known, key) in known.iter_mut().zip(findings).filter(|(known, _)| !**known) {
            let others = moved.get(&(key.rule.as_str(), key.fingerprint.as_str()));
            *known = others.into_iter().flatten().any(|other| take(left.get_mut(*other)));
        }
        let gone = left.into_iter().filter(|(key, count)| *count > 0 && judged(key, scope));
        let gone = gone.filter_map(|(key, count)| Some(entry(key, self.entries.get(key)?, count))).collect();
        Comparison { known, gone }
    }
}

fn take(left: Option<&mut usize>) -> bool {
    let Some(left) = left.filter(|left| **left > 0) else { return false };
    *left -= 1;
    true
}

/// Whether a run would have found it again.
fn judged(key: &Key, scope: &dyn Scope) -> bool {
    scope.applied(&key.rule) && (scope.looked_at(&key.path) || !scope.exists(&key.path))
}

fn entry(key: &Key, kept: &Kept, count: usize) -> Entry {
    Entry {
        path: key.path.clone(),
        rule: key.rule.clone(),
        message: kept.message.clone(),
        fingerprint: key.fingerprint.clone(),
        count,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Files looked at, and files that are there.
    struct Files(&'static [&'static str], &'static [&'static str]);

    impl Scope for Files {
        fn looked_at(&self, path: &str) -> bool {
            self.0.contains(&path)
        }

        fn applied(&self, rule: &str) -> bool {
            rule != "off"
        }

        fn exists(&self, path: &str) -> bool {
            self.1.contains(&path)
        }
    }

    fn key(path: &str, rule: &str, fingerprint: &str) -> Key {
        Key { path: path.to_owned(), rule: rule.to_owned(), fingerprint: fingerprint.to_owned() }
    }

    fn baseline(keys: &[Key]) -> Baseline {
        let mut baseline = Baseline::default();
        for key in keys {
            baseline.record(key.clone(), "m");
        }
        baseline
    }

    #[test]
    fn alike_findings_are_counted() {
        let past = baseline(&[key("a.md", "r", "1"), key("a.md", "r", "1"), key("a.md", "r", "2")]);
        let now = [key("a.md", "r", "1"), key("a.md", "r", "3"), key("a.md", "r", "1"), key("a.md", "r", "1")];
        let compared = past.compare(&now, &Files(&["a.md"], &["a.md"]));
        assert_eq!(compared.known, [true, false, true, false]);
        let gone: Vec<_> = compared.gone.iter().map(|entry| (entry.fingerprint.as_str(), entry.count)).collect();
        assert_eq!((gone, compared.count()), (vec![("2", 1)], 2));
    }

    #[test]
    fn what_was_not_looked_at_is_left_alone() {
        let past = baseline(&[key("a.md", "r", "1"), key("b.md", "r", "1"), key("a.md", "off", "1")]);
        let scope = Files(&["a.md"], &["a.md", "b.md"]);
        let gone = past.compare(&[], &scope).gone;
        assert_eq!(gone.iter().map(|entry| entry.path.as_str()).collect::<Vec<_>>(), ["a.md"]);
        let mut next = baseline(&[]);
        next.keep(&past, &scope);
        assert_eq!(next.count(), 2);
    }

    #[test]
    fn a_renamed_file_keeps_its_past() {
        let past = baseline(&[key("a-csd01.md", "r", "1"), key("a-csd01.md", "r", "2")]);
        let compared = past.compare(&[key("a-csd02.md", "r", "1")], &Files(&["a-csd02.md"], &["a-csd02.md"]));
        assert_eq!((compared.known, compared.gone.len()), (vec![true], 1));
        let both = Files(&["a-csd02.md"], &["a-csd01.md", "a-csd02.md"]);
        assert_eq!(past.compare(&[key("a-csd02.md", "r", "1")], &both).known, [false]);
    }

    #[test]
    fn the_file_is_read_back_as_it_was() {
        let print = "0123456789abcdef".repeat(2);
        let past = baseline(&[key("b.md", "r", &print), key("a.md", "r", &print), key("a.md", "r", &print)]);
        let text = past.to_json();
        assert_eq!(Baseline::parse(&text).unwrap(), past);
        assert!(text.find("a.md") < text.find("b.md") && text.ends_with("}\n"), "{text}");
        let schema = serde_json::from_str(BASELINE_SCHEMA).unwrap();
        assert!(jsonschema::is_valid(&schema, &serde_json::from_str(&text).unwrap()));
        assert!(Baseline::parse("{").unwrap_err().contains("line 1"));
        assert!(Baseline::parse("{\"version\": 2, \"findings\": []}").unwrap_err().contains("version 2"));
    }
}
