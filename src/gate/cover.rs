//! The addresses on the cover, in the Markdown or in the HTML: conditions 14 to 23, 25 to 27, 95 and 96.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::cover_urls::{Cited, CoverUrls, SITE, bare, related_work, url_path};
use super::files::ending;
use super::prose::lines;
use super::submission::Submission;
use super::{Judge, Place};

static PUBLISHED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"https?://docs\.oasis-open\.org/\S+").expect("valid pattern"));
static VERSION: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"/v(\d+\.\d+)/").expect("valid pattern"));
static LATEST: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\A\s*(?:[*+-]\s*)?Latest[\w /]*:").expect("valid pattern"));
static LATEST_ANYWHERE: LazyLock<Regex> = LazyLock::new(|| {
    let words = "is|are|of|this|the|always|document|specification|standard|work|product|available|found|can|be|at|from";
    let label = format!(r"\bLatest (?:stage|version)s?(?: (?:{words}))*:?");
    Regex::new(&format!(r"(?i){label}[\s*_<\[(]*(https?://\S+)")).expect("valid pattern")
});
static SHOWN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?i)<a\b[^>]{0,300}?\bhref\s*=\s*["']?(https?://docs\.oasis-open\.org/[^"'\s>]+)"#)
        .expect("valid pattern")
});

const NO_MARKDOWN: &str = "the package holds no Markdown";
const NO_HTML: &str = "the package holds no HTML";

/// Conditions 14 to 22: the cover of the Markdown.
pub(super) fn markdown(submission: &Submission<'_>, judge: &mut Judge) {
    let Some(text) = &submission.markdown else {
        judge.not_applicable(14..=22, NO_MARKDOWN);
        return;
    };
    let cover = &submission.cover;
    judge.compared(14, urls(&cover.this), "addresses under the heading This stage");
    if cover.this.is_empty() {
        judge.fail(14, text.whole(), "the cover gives no address of this stage");
        judge.help(14, "write the heading `#### This stage:` and below it one address for each format");
    }
    judge.compared(15, urls_of(cover), format!("addresses that begin with {SITE}"));
    for cited in cover.this.iter().chain(&cover.latest).filter(|cited| !cited.url.starts_with(SITE)) {
        judge.fail(15, cited.place.clone(), format!("{} does not begin with {SITE}", cited.url));
        judge.help(15, "work products are published nowhere else");
    }
    this_stage(submission, judge);
    latest_stage(submission, judge);
    other_versions(submission, judge);
    labelled_latest(submission, judge);
}

fn this_stage(submission: &Submission<'_>, judge: &mut Judge) {
    let this = &submission.cover.this;
    let wanted = format!("addresses with /{}/ and /{}/", submission.version, submission.stage);
    judge.compared(16, urls(this), wanted);
    let names: Vec<&str> = submission.items.values().map(String::as_str).collect();
    judge.compared(17, urls(this), names.join(", "));
    let mut listed = BTreeSet::new();
    for cited in this {
        if !submission.names_stage(&cited.url) {
            let lacks = format!("{} does not lie in /{}/ and /{}/", cited.url, submission.version, submission.stage);
            judge.fail(16, cited.place.clone(), lacks);
            judge.help(16, "the address of this stage is that of this package on the site");
        }
        match submission.named_document(&cited.url) {
            Ok(name) => {
                listed.insert(ending(name));
            }
            Err(name) => {
                judge.fail(17, cited.place.clone(), format!("`{name}` is no document of the package"));
                judge.help(17, format!("the documents are {}", names.join(", ")));
            }
        }
    }
    judge.compared(18, listed.iter().copied().collect::<Vec<_>>().join(", "), "md, html, pdf");
    for format in ["md", "html", "pdf"].iter().filter(|format| !this.is_empty() && !listed.contains(**format)) {
        let place = this.first().map_or(Place::Package, |cited| cited.place.clone());
        judge.fail(18, place, format!("the addresses of this stage leave the .{format} out"));
        judge.help(18, "name all three formats");
    }
}

fn latest_stage(submission: &Submission<'_>, judge: &mut Judge) {
    let (version, stage) = (&submission.version, &submission.stage);
    let latest = &submission.cover.latest;
    judge.compared(19, urls(latest), format!("addresses without /{stage}/"));
    judge.compared(20, urls(latest), format!("addresses with /{version}/"));
    for cited in latest {
        if cited.url.contains(&format!("/{stage}/")) {
            judge.fail(19, cited.place.clone(), format!("{} is the address of this stage", cited.url));
            judge.help(19, "the latest stage lies in the directory of the version, where it is replaced");
        }
        if !cited.url.contains(&format!("/{version}/")) {
            judge.fail(20, cited.place.clone(), format!("{} does not lie in /{version}/", cited.url));
            judge.help(20, format!("the version of the package is {version}"));
        }
    }
}

/// Condition 21. The official check takes every address on the site for one of this work product.
fn other_versions(submission: &Submission<'_>, judge: &mut Judge) {
    let Some(text) = &submission.markdown else { return };
    let cited: Vec<Cited> =
        submission.cover.previous.iter().cloned().chain(related_work(text, judge.reading)).collect();
    let addresses: BTreeSet<&str> = cited.iter().map(|cited| cited.url.as_str()).collect();
    let places: BTreeSet<u32> = cited.iter().filter_map(|cited| start_of(&cited.place)).collect();
    let work = format!("{}/v", submission.work_address());
    let fair = |url: &regex::Match<'_>| {
        if judge.official() {
            return addresses.contains(url.as_str());
        }
        let inside = start_of(&text.place_of(url)).is_some_and(|at| places.contains(&at));
        inside || (!submission.base.is_empty() && !url.as_str().starts_with(&work))
    };
    let mut found = Vec::new();
    for url in PUBLISHED.find_iter(text.text()) {
        let Some(version) = VERSION.captures(url.as_str()).and_then(|parts| parts.get(1)) else { continue };
        let version = format!("v{}", version.as_str());
        if version != submission.version && !url.as_str().contains("/templates/") && !fair(&url) {
            found.push((text.place_of(&url), version, bare(url.as_str()).to_owned()));
        }
    }
    judge.compared(21, found.len().to_string(), format!("no address of another version than {}", submission.version));
    for (place, version, url) in found {
        judge.fail(21, place, format!("{url} is of {version}, and the package is {}", submission.version));
        judge.help(21, "see whether that version is meant");
    }
}

fn start_of(place: &Place) -> Option<u32> {
    match place {
        Place::Text(_, range) => Some(range.start),
        _ => None,
    }
}

/// Condition 22. The official check looks only at lines that begin with the label.
fn labelled_latest(submission: &Submission<'_>, judge: &mut Judge) {
    let Some(prose) = submission.markdown_prose() else { return };
    let stage = format!("/{}/", submission.stage);
    judge.compared(22, "what is labelled Latest in the text", format!("addresses without {stage}"));
    let Some((version_address, _)) = submission.base.split_once(&stage) else { return };
    let version_address = format!("{version_address}/");
    for (start, line) in lines(prose.text()) {
        let urls: Vec<regex::Match<'_>> = if judge.official() {
            if !LATEST.is_match(line) {
                continue;
            }
            PUBLISHED.find_iter(line).collect()
        } else {
            LATEST_ANYWHERE.captures_iter(line).filter_map(|found| found.get(1)).collect()
        };
        for url in urls.iter().filter(|url| url.as_str().starts_with(&version_address) && url.as_str().contains(&stage))
        {
            let place = prose.place(start + url.start(), start + url.end());
            judge.fail(22, place, format!("{} is called the latest, and is of this stage", bare(url.as_str())));
            judge.help(22, "leave the stage out of the address, and out of the file name");
        }
    }
}

/// Condition 23: no underscore in the addresses of the cover. The official check looks only at Markdown.
pub(super) fn characters(submission: &Submission<'_>, judge: &mut Judge) {
    if submission.markdown.is_none() && judge.official() {
        judge.not_applicable([23], NO_MARKDOWN);
        return;
    }
    judge.compared(23, urls_of(&submission.cover), "addresses without an underscore");
    for cited in submission.cover.this.iter().chain(&submission.cover.latest) {
        if url_path(&cited.url).contains('_') {
            judge.fail(23, cited.place.clone(), format!("{} holds an underscore", bare(&cited.url)));
            judge.help(23, "the Naming Directives allow letters, digits, `-` and `.`");
        }
    }
}

/// Conditions 25 to 27: the cover of the HTML, where there is no Markdown.
pub(super) fn html(submission: &Submission<'_>, judge: &mut Judge) {
    let Some(html) = submission.html.as_ref().filter(|_| submission.markdown.is_none()) else {
        let reason = if submission.markdown.is_some() { "the cover of the Markdown is looked at" } else { NO_HTML };
        judge.not_applicable(25..=27, reason);
        return;
    };
    let (cover, stage) = (&submission.cover, &submission.stage);
    judge.compared(25, urls(&cover.this), "addresses after the label This version or This stage");
    if cover.this.is_empty() {
        judge.fail(25, html.whole(), "the cover gives no address of this version");
        judge.help(25, "write the label `This version:` and after it one address for each format");
    }
    judge.compared(26, urls(&cover.this), format!("addresses with /{}/ and /{stage}/", submission.version));
    let told = |cited: &Cited, judge: &mut Judge| {
        let lacks = format!("{} does not lie in /{}/ and /{stage}/", cited.url, submission.version);
        judge.fail(26, cited.place.clone(), lacks);
        judge.help(26, "the address of this version is that of this package on the site");
    };
    for cited in cover.this.iter().filter(|cited| !submission.names_stage(&cited.url)) {
        told(cited, judge);
    }
    if !judge.official() {
        for target in targets(submission, html).iter().filter(|target| !submission.names_stage(&target.url)) {
            told(target, judge);
        }
    }
    judge.compared(27, urls(&cover.latest), format!("addresses without /{stage}/"));
    for cited in cover.latest.iter().filter(|cited| cited.url.contains(&format!("/{stage}/"))) {
        judge.fail(27, cited.place.clone(), format!("{} is the address of this stage", cited.url));
        judge.help(27, "the latest version lies in the directory of the version, where it is replaced");
    }
}

/// Where the links of the addresses of this version lead.
fn targets(submission: &Submission<'_>, html: &super::traced::Traced) -> Vec<Cited> {
    let places: Vec<u32> = submission.cover.this.iter().filter_map(|cited| start_of(&cited.place)).collect();
    let (Some(first), Some(last)) = (places.first(), places.last()) else { return Vec::new() };
    // A link begins before what it shows.
    let first = first.saturating_sub(2_000);
    let shown: BTreeSet<&str> = submission.cover.this.iter().map(|cited| cited.url.as_str()).collect();
    let mut found: Vec<Cited> = Vec::new();
    for link in SHOWN.captures_iter(html.text()) {
        let Some(target) = link.get(1) else { continue };
        let cited = Cited { url: target.as_str().to_owned(), place: html.place_of(&target) };
        let Some(at) = start_of(&cited.place) else { continue };
        let text = html.text().get(target.end()..).unwrap_or_default();
        let text = text.split_once('>').map_or("", |(_, text)| text.trim_start());
        let text = text.split(|c: char| c == '<' || c == '"' || c.is_whitespace()).next().unwrap_or_default();
        if (first..=*last).contains(&at) && shown.contains(text) {
            found.push(cited);
        }
    }
    found
}

/// Conditions 95 and 96: a second or later revision names the stage before it.
pub(super) fn previous(submission: &Submission<'_>, judge: &mut Judge) {
    let digits = submission.stage.trim_start_matches(|c: char| c.is_ascii_lowercase());
    let later = digits.len() == 2
        && digits.len() < submission.stage.len()
        && digits.parse::<u8>().is_ok_and(|revision| revision > 1);
    let (ordinal, other, file) = match (&submission.markdown, &submission.html) {
        (Some(markdown), _) => (95, 96, markdown.path()),
        (None, Some(html)) => (96, 95, html.path()),
        (None, None) => {
            judge.not_applicable([95, 96], NO_HTML);
            return;
        }
    };
    judge.not_applicable([other], if ordinal == 95 { "the cover of the Markdown is looked at" } else { NO_MARKDOWN });
    if !later {
        judge.not_applicable([ordinal], "the stage is a first revision");
        return;
    }
    let previous = &submission.cover.previous;
    judge.compared(ordinal, urls(previous), "addresses of the previous stage");
    if !previous.iter().any(|cited| cited.url.contains("docs.oasis-open.org")) {
        let message = format!("{} follows an earlier stage, and the cover does not say which", submission.stage);
        judge.fail(ordinal, Place::File(file.to_owned()), message);
        judge.help(ordinal, "give the addresses of the previous stage, one for each format");
    }
}

fn urls(cited: &[Cited]) -> String {
    match cited {
        [] => "none".to_owned(),
        cited => cited.iter().map(|cited| cited.url.as_str()).collect::<Vec<_>>().join(", "),
    }
}

fn urls_of(cover: &CoverUrls) -> String {
    let both: Vec<Cited> = cover.this.iter().chain(&cover.latest).cloned().collect();
    urls(&both)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::{Reading, judge};
    use crate::gate::Outcome;
    use crate::package::Package;

    fn failing(ordinal: u8, files: &[(&str, &str)], reading: Reading) -> bool {
        let files: BTreeMap<String, Vec<u8>> =
            files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
        let mut package = Package::new("x", files, Vec::new(), None).unwrap();
        package.place = ["tc", "tides", "v1.0", "csd01"].map(str::to_owned).to_vec();
        let judgements = judge(&package, reading);
        judgements.iter().any(|j| j.condition.ordinal == ordinal && j.outcome == Outcome::Fail)
    }

    const AT: &str = "https://docs.oasis-open.org/tc/tides/v1.0";

    #[test]
    fn a_link_of_the_cover_leads_where_it_says() {
        let page = |target: &str| {
            format!(
                "<body><p>This version:</p><p><a href=\"{AT}/{target}/tides.html\">{AT}/csd01/tides-v1.0-csd01.html</a>\
                 </p><p>Technical Committee</p></body>"
            )
        };
        let said = |target: &str, reading| {
            let page = page(target);
            failing(26, &[("tides-v1.0-csd01.html", &page), ("tides-v1.0-csd01.docx", "")], reading)
        };
        assert!(!said("csd00", Reading::Official) && said("csd00", Reading::Right));
        assert!(!said("csd01", Reading::Right));
    }

    #[test]
    fn the_latest_stage_is_not_this_stage() {
        let text = |sentence: &str| {
            format!("# Tides\n#### This stage:\n{AT}/csd01/tides-v1.0-csd01.md\n\n# 1 Introduction\n{sentence}\n")
        };
        let said = |sentence: &str, reading| {
            let text = text(sentence);
            failing(22, &[("tides-v1.0-csd01.md", &text)], reading)
        };
        let flush = format!("Latest stage: {AT}/csd01/tides-v1.0-csd01.html");
        assert!(said(&flush, Reading::Official) && said(&flush, Reading::Right));
        let inside = format!("The latest version is always at {AT}/csd01/tides-v1.0-csd01.html.");
        assert!(!said(&inside, Reading::Official) && said(&inside, Reading::Right));
        let other = format!("Later than the latest stage, this text is at {AT}/csd01/tides-v1.0-csd01.html.");
        assert!(!said(&other, Reading::Right));
    }

    #[test]
    fn citations_of_other_work_are_no_other_version() {
        let text = |cited: &str| {
            format!("# Tides\n#### This stage:\n{AT}/csd01/tides-v1.0-csd01.md\n\n# 1 Introduction\nSee {cited} too.\n")
        };
        let said = |cited: &str, reading| {
            let text = text(cited);
            failing(21, &[("tides-v1.0-csd01.md", &text)], reading)
        };
        let other = "https://docs.oasis-open.org/tc/waves/v2.0/waves-v2.0.html";
        assert!(said(other, Reading::Official) && !said(other, Reading::Right));
        let own = "https://docs.oasis-open.org/tc/tides/v2.0/tides-v2.0.html";
        assert!(said(own, Reading::Official) && said(own, Reading::Right));
    }
}
