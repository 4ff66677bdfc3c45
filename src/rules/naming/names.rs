//! Names of the prose and of the artifacts that `workproduct.yaml` lists.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use ignore::overrides::OverrideBuilder;
use regex::Regex;

use crate::rules::Checker;
use crate::rules::cover::{cover_place, folded};
use crate::source::{TextRange, normalize};

/// A file of the work product and where a finding about it is shown.
pub(super) struct Named {
    /// Path from the project root.
    pub path: String,
    /// The cover: names stand in no text.
    pub range: TextRange,
    /// It is the prose.
    pub prose: bool,
}

/// The prose files and the artifacts listed. Other files of the repository are nobody's business.
pub(super) fn names(checker: &Checker<'_>) -> Vec<Named> {
    let work = checker.work;
    let place = cover_place(work);
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for segment in work.sources.prose().segments() {
        // Standard input and buffers have no name.
        if segment.path != "-" && !segment.path.starts_with('<') && seen.insert(segment.path.clone()) {
            let range = if found.is_empty() { place } else { TextRange::empty(segment.range.start as usize) };
            found.push(Named { path: segment.path.clone(), range, prose: true });
        }
    }
    for path in artifacts(checker) {
        if seen.insert(path.clone()) {
            found.push(Named { path, range: place, prose: false });
        }
    }
    found
}

fn artifacts(checker: &Checker<'_>) -> BTreeSet<String> {
    let Some(loaded) = &checker.work.config else { return BTreeSet::new() };
    let directory = loaded.path.rsplit_once('/').map_or("", |(directory, _)| directory);
    let mut found = BTreeSet::new();
    for artifact in &loaded.config.artifacts {
        let Some(pattern) = normalize(format!("{directory}/{}", artifact.path).trim_start_matches('/')) else {
            continue;
        };
        if !pattern.contains(['*', '?', '[', '{']) {
            found.insert(pattern);
            continue;
        }
        let fixed = pattern.split(['*', '?', '[', '{']).next().unwrap_or_default();
        let root = fixed.rsplit_once('/').map_or("", |(root, _)| root).to_owned();
        let mut glob = OverrideBuilder::new("");
        let matcher = glob.add(&format!("/{pattern}")).and_then(|glob| glob.build());
        let Ok(matcher) = matcher else { continue };
        let listed = checker.workspace.list(&root).into_iter();
        found.extend(listed.filter(|path| matcher.matched(path, false).is_whitelist()));
    }
    found
}

pub(super) fn base(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// `name-charset`.
pub fn charset(checker: &mut Checker<'_>) {
    for Named { path, range, .. } in names(checker) {
        let odd: BTreeSet<char> =
            path.chars().filter(|c| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '/'))).collect();
        if odd.is_empty() {
            continue;
        }
        let shown: Vec<String> = odd
            .iter()
            .map(|c| match c {
                ' ' => "a space".to_owned(),
                c => format!("`{}`", c.escape_default().collect::<String>().replace("\\u", "U+")),
            })
            .collect();
        let found = checker.found(range, format!("the name `{path}` holds {}", shown.join(", ")));
        checker.report(found.help("rename the file: letters A to Z, digits, dots and hyphens only"));
    }
}

/// `name-punctuation`.
pub fn punctuation(checker: &mut Checker<'_>) {
    for Named { path, range, .. } in names(checker) {
        for part in path.split('/') {
            let stem = part.rsplit_once('.').map_or(part, |(stem, _)| stem);
            let mark = |c: char| matches!(c, '.' | '-' | '_');
            let doubled = part.chars().zip(part.chars().skip(1)).any(|(one, next)| mark(one) && mark(next));
            let wrong = if part.starts_with(mark) {
                "begins with"
            } else if part.ends_with(mark) || (stem.ends_with(mark) && !doubled) {
                "ends with"
            } else if doubled {
                "holds doubled"
            } else {
                continue;
            };
            let found = checker.found(range, format!("the name `{part}` {wrong} punctuation"));
            checker.report(found.help("rename the file"));
            break;
        }
    }
}

/// `lower-case-paths`.
pub fn lower_case(checker: &mut Checker<'_>) {
    for Named { path, range, .. } in names(checker) {
        let name = base(&path);
        if name.chars().any(|c| c.is_ascii_uppercase()) && !CUSTOMARY.contains(&name) {
            let found = checker.found(range, format!("the name `{name}` holds capital letters"));
            checker.report(found.help("the server that publishes the document tells case apart: rename the file"));
        }
    }
}

/// Names that may go without extension, or in capitals.
const CUSTOMARY: [&str; 7] = ["CATALOG", "catalog", "README", "README.md", "ChangeLog", "LICENSE", "LICENSE.md"];

/// `case-collision`.
pub fn case_collision(checker: &mut Checker<'_>) {
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    for Named { path, range, .. } in names(checker) {
        if let Some(other) = first.get(&path.to_lowercase()) {
            let message = format!("`{other}` and `{path}` differ in case only");
            checker.flag(range, message);
        } else {
            first.insert(path.to_lowercase(), path);
        }
    }
}

/// Extensions that are formats; two of them at the end of a name are two extensions.
const FORMATS: [&str; 20] = [
    "md", "html", "htm", "pdf", "docx", "odt", "txt", "json", "xml", "yaml", "yml", "xsd", "rng", "csv", "zip", "svg",
    "png", "jpg", "abnf", "tex",
];

/// `single-extension`: the dots of `v1.0` are no extensions, and `x.schema.json` is a schema's name.
pub fn single_extension(checker: &mut Checker<'_>) {
    for Named { path, range, prose } in names(checker) {
        let name = base(&path);
        let mut parts = name.rsplit('.');
        let last = parts.next().unwrap_or_default().to_ascii_lowercase();
        let before = parts.next().map(str::to_ascii_lowercase);
        let message = match before {
            None if CUSTOMARY.contains(&name) => continue,
            None => format!("the name `{name}` has no extension"),
            Some(before)
                if parts.next().is_some() && FORMATS.contains(&before.as_str()) && FORMATS.contains(&last.as_str()) =>
            {
                format!("the name `{name}` has two extensions, `.{before}` and `.{last}`")
            }
            Some(_) if prose && !FORMATS.contains(&last.as_str()) && last != "markdown" => {
                format!("the name `{name}` ends in no extension of a document")
            }
            Some(_) => continue,
        };
        checker.report(checker.found(range, message).help("rename the file"));
    }
}

/// `forbidden-names`.
pub fn forbidden(checker: &mut Checker<'_>) {
    for Named { path, range, .. } in names(checker) {
        let name = base(&path).to_ascii_lowercase();
        let page = matches!(name.as_str(), "index.html" | "index.htm" | ".htaccess");
        if page || name.rsplit_once('.').is_some_and(|(_, ending)| ending == "cgi") {
            let found = checker.found(range, format!("the name `{name}` belongs to the web server"));
            checker.report(found.help("rename the file"));
        }
    }
}

static WORKING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:^|[-._ ])(draft|tmp|rc\d*|final|copy|wip)(?:[-._ \d]|$)").expect("valid pattern")
});

/// `no-working-token`.
pub fn working_token(checker: &mut Checker<'_>) {
    let work = checker.work;
    let title = work.cover.title.as_ref().map(|title| title.text.to_lowercase()).unwrap_or_default();
    for Named { path, range, prose } in names(checker) {
        let name = base(&path);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let Some(token) = WORKING.captures(stem).and_then(|found| found.get(1)) else { continue };
        // A paper about final approval may say so in its name.
        let working = token.as_str().to_lowercase();
        if prose && title.split(|c: char| !c.is_alphanumeric()).any(|part| part == working) && working != "draft" {
            continue;
        }
        let found = checker.found(range, format!("the name `{name}` carries the working word `{}`", token.as_str()));
        checker.report(found.help("rename the file before it is published"));
    }
}

static SLUG_VERSION: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)[-,\s]+(?:version[-\s]*|v[-\s.]?)\d[\d.\-]*$").expect("valid pattern"));

/// `cosai-slug`: the title, or its part before the colon, or its part behind it; with or without version.
pub fn cosai_slug(checker: &mut Checker<'_>) {
    let work = checker.work;
    let Some(title) = &work.cover.title else {
        return checker.not_applicable("the document has no title");
    };
    let Some(named) = names(checker).into_iter().find(|named| named.prose) else {
        return checker.not_applicable("the text has no file name");
    };
    let name = base(&named.path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let plain = folded(&title.text);
    let bare = SLUG_VERSION.replace(&plain, "").into_owned();
    let main = bare.split(':').next().unwrap_or(&bare);
    let accepted = [slug(&plain), slug(&bare), slug(main)];
    let own = SLUG_VERSION.replace(stem, "");
    checker.compared(stem, &accepted[1]);
    let kebab = |name: &str| !name.is_empty() && name == slug(name);
    if accepted.iter().any(|wanted| wanted == stem || *wanted == own) || abridges(&own, &bare) && kebab(&own) {
        return;
    }
    let message = format!("the file is named `{name}`");
    let found = checker.found(named.range, message).help(format!("name it after its title: `{}.md`", accepted[1]));
    checker.report(found);
}

fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.to_lowercase().replace('\'', "").chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// A name made of words of the title, in their order, and of two at least.
fn abridges(name: &str, title: &str) -> bool {
    let title = slug(title);
    let mut words = title.split('-');
    name.split('-').count() >= 2 && name.split('-').all(|part| words.any(|word| word == part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs() {
        assert_eq!(slug("Signing ML Artifacts: Building"), "signing-ml-artifacts-building");
        assert!(abridges("risks-and-controls", "Establish Risks and Controls for the Supply Chain"));
        assert!(!abridges("incident", "Incident Response"));
        assert!(!abridges("response-incident", "Incident Response"));
    }
}
