//! Addresses: schemes, hosts, and what a reader is shown of them.

use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::Severity;
use crate::markdown::LinkForm;
use crate::rules::Checker;
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::{LabelKind, Link, Target, WorkProduct, percent_decoded};

const SHORTENERS: [&str; 14] = [
    "bit.ly",
    "tinyurl.com",
    "goo.gl",
    "t.co",
    "ow.ly",
    "is.gd",
    "buff.ly",
    "rb.gy",
    "cutt.ly",
    "shorturl.at",
    "tiny.cc",
    "lnkd.in",
    "t.ly",
    "purl.oclc.org",
];

/// `member-only-uri`.
pub fn member_only_uri(checker: &mut Checker<'_>) {
    for link in &checker.work.links {
        let Some((host, path)) = link.host() else { continue };
        let members = host.ends_with("oasis-open.org")
            && ["/apps/org/", "/committees/download.php", "/committees/document.php"]
                .iter()
                .any(|p| path.starts_with(p));
        if members {
            let found = checker.found(link.url_range, "the page is open to members of OASIS only");
            checker.report(found.help("link to a public copy, for example on docs.oasis-open.org"));
        }
    }
}

/// `dead-list-host`.
pub fn dead_list_host(checker: &mut Checker<'_>) {
    for link in &checker.work.links {
        if !link.url.contains("lists.oasis-open.org") {
            continue;
        }
        if link.url.starts_with("mailto:") {
            checker.flag(link.url_range, "mail to lists.oasis-open.org is no longer delivered");
        } else if link.host().is_some_and(|(host, _)| host == "lists.oasis-open.org") {
            let message = "the list archives on lists.oasis-open.org are no longer served";
            let found = checker.found(link.url_range, message).at_most(Severity::Warning);
            checker.report(found);
        }
    }
}

/// `url-text-mismatch`.
pub fn url_text_mismatch(checker: &mut Checker<'_>) {
    for link in checker.work.links.iter().filter(|link| !link.image && link.is_web()) {
        let shown = link.text.trim();
        let is_address = shown.starts_with("http://") || shown.starts_with("https://") || shown.starts_with("www.");
        let shortened = shown.contains(['…', ' ', '*', '<', '{', '\u{200b}', '\u{ad}']) || shown.contains("...");
        if is_address && !shortened && essence(shown) != essence(&link.url) {
            checker.flag(link.range, format!("the link shows `{shown}` but leads to `{}`", link.url));
        }
    }
}

/// What counts of an address: no scheme, no `www.`, no closing slash, nothing encoded.
fn essence(url: &str) -> String {
    let url = percent_decoded(url.trim());
    let url = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
    let url = url.strip_prefix("www.").unwrap_or(url);
    url.trim_end_matches(['/', '.', ',', '#']).to_lowercase()
}

/// Hosts known to answer with https whose addresses are not names of namespaces; RFCs have a rule of their own.
const SECURE: &[&str] = &[
    "arxiv.org",
    "cve.mitre.org",
    "cwe.mitre.org",
    "capec.mitre.org",
    "attack.mitre.org",
    "doi.org",
    "dx.doi.org",
    "www.iana.org",
    "www.iso.org",
    "github.com",
    "www.nist.gov",
    "csrc.nist.gov",
    "nvlpubs.nist.gov",
    "www.first.org",
    "www.unicode.org",
    "www.ecma-international.org",
    "en.wikipedia.org",
];

/// `http-oasis`.
pub fn http_oasis(checker: &mut Checker<'_>) {
    to_oasis(checker);
    to_others(checker);
}

/// Links to other hosts, in one finding.
fn to_others(checker: &mut Checker<'_>) {
    let work = checker.work;
    let mut edits: Vec<Edit> = Vec::new();
    let mut found: Vec<TextRange> = Vec::new();
    for link in work.links.iter().filter(|link| !link.image && link.url.starts_with("http://")) {
        let secure = link.host().is_some_and(|(host, _)| SECURE.contains(&host.as_str()));
        if secure && work.slice(link.url_range) == link.url {
            found.push(link.url_range);
            edits.push(Edit::insert(link.url_range.start as usize + 4, "s"));
            edits.extend(same_text(work, link));
        }
    }
    let Some(&first) = found.first() else { return };
    let message = match found.len() {
        1 => "the link uses http where the host offers https".to_owned(),
        count => format!("{count} links use http where the host offers https, this one first"),
    };
    let found = checker.found(first, message).at_most(Severity::Info);
    checker.report(found.fix(Fix::safe("Use https", edits)));
}

/// Links to hosts of OASIS, one by one.
fn to_oasis(checker: &mut Checker<'_>) {
    let work = checker.work;
    let kept: Vec<TextRange> = [LabelKind::PreviousStage, LabelKind::DeclaredNamespaces]
        .into_iter()
        .flat_map(|kind| work.labelled(kind))
        .map(|section| section.body)
        .collect();
    for link in work.links.iter().filter(|link| link.url.starts_with("http://")) {
        let Some((host, path)) = link.host() else { continue };
        let ours = host == "oasis-open.org" || host.ends_with(".oasis-open.org");
        // The name of a namespace is no address: it must stay as it was published.
        let namespace = path.contains("/ns/") || path.contains("/namespace") || path.contains("/schemas/");
        let named = link.form == Some(LinkForm::Bare) && is_named(work, link);
        if !ours || namespace || named || kept.iter().any(|body| body.contains(link.range)) {
            continue;
        }
        let found = checker.found(link.url_range, format!("`{host}` is linked with http"));
        let slice = work.slice(link.url_range);
        if slice != link.url {
            checker.report(found);
            continue;
        }
        let mut edits = vec![Edit::insert(link.url_range.start as usize + 4, "s")];
        edits.extend(same_text(work, link));
        checker.report(found.fix(Fix::safe("Use https", edits)));
    }
}

/// What stands before an address that is given as a name: `**Unique Name**:`.
static NAME: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\b(?:name|identifier|id|namespace)[*_]*\s*:[*_]*\s*$").expect("valid pattern"));

/// An address behind a label that says it is the name of something is compared, not opened.
fn is_named(work: &WorkProduct, link: &Link) -> bool {
    let before = work.text().get(..link.range.start as usize).unwrap_or_default();
    let label = before.rsplit('\n').next().unwrap_or_default();
    label.contains(':') && NAME.is_match(label)
}

/// The edit for a link that shows its own address.
fn same_text(work: &WorkProduct, link: &Link) -> Option<Edit> {
    let slice = work.slice(link.range);
    let at = slice.find(link.url.as_str())? + link.range.start as usize;
    (link.text == link.url && at < link.url_range.start as usize).then(|| Edit::insert(at + 4, "s"))
}

/// `scheme-typo`.
pub fn scheme_typo(checker: &mut Checker<'_>) {
    for link in &checker.work.links {
        match link.target() {
            Target::Absolute(scheme, rest) => absolute(checker, link, scheme, rest),
            Target::Relative(path, _) if !link.image => {
                let path = percent_decoded(path);
                let Some(host) = domain_without_scheme(&path) else { continue };
                let file = checker.work.resolve(link.range.start, &path);
                if file.is_some_and(|file| checker.workspace.exists(&file)) {
                    continue;
                }
                let fix = Edit::insert(link.url_range.start as usize, "https://");
                let message = format!("`{host}` lacks a scheme, which makes the link one to a file");
                let mut found = checker.found(link.url_range, message);
                if checker.work.slice(link.url_range) == link.url {
                    found = found.fix(Fix::risky("Add https://", vec![fix]));
                }
                checker.report(found);
            }
            _ => {}
        }
    }
}

/// Whether an address lacks its scheme or has a misspelled one.
pub(in crate::rules) fn has_scheme_typo(link: &Link) -> bool {
    match link.target() {
        Target::Absolute(scheme, rest) => meant_scheme(scheme, rest).is_some(),
        Target::Relative(path, _) => domain_without_scheme(&percent_decoded(path)).is_some(),
        _ => false,
    }
}

/// The scheme that a misspelled one was meant to be.
fn meant_scheme(scheme: &str, rest: &str) -> Option<&'static str> {
    let lower = scheme.to_ascii_lowercase();
    let meant = ["https", "http", "mailto"].into_iter().find(|known| near(&lower, known))?;
    (meant != lower && rest.starts_with("//") == meant.starts_with("http")).then_some(meant)
}

fn absolute(checker: &mut Checker<'_>, link: &Link, scheme: &str, rest: &str) {
    let exact = checker.work.slice(link.url_range) == link.url;
    if let Some(meant) = meant_scheme(scheme, rest) {
        let range = if exact { link.url_range.inside(0..scheme.len()) } else { link.range };
        let mut found = checker.found(range, format!("the scheme is `{scheme}`, not `{meant}`"));
        if exact {
            found = found.fix(Fix::risky(format!("Write `{meant}`"), vec![Edit::replace(range, meant)]));
        }
        checker.report(found);
        return;
    }
    if !link.is_web() {
        return;
    }
    let Some((host, _)) = link.host() else { return };
    let authority = rest.trim_start_matches('/').split('/').next().unwrap_or_default();
    let at =
        if exact { link.url.find(authority).map(|at| link.url_range.inside(at..at + authority.len())) } else { None };
    let at = at.filter(|range| !range.is_empty()).unwrap_or(link.range);
    if host.is_empty() || authority.contains("http:") || authority.contains("https:") {
        checker.flag(at, format!("`{}` is no address: a scheme stands where the host belongs", link.url));
    } else if ["-org", "-com", "-net"].iter().any(|end| host.ends_with(end)) || host.contains("oasis-open-org") {
        checker.flag(at, format!("the host `{host}` does not exist: a hyphen stands where a full stop belongs"));
    }
}

/// At most two letters added, lost or swapped; known schemes are near to themselves alone.
fn near(scheme: &str, known: &str) -> bool {
    const KNOWN: [&str; 14] =
        ["http", "https", "mailto", "ftp", "ftps", "sftp", "tel", "urn", "data", "file", "doi", "ws", "wss", "git"];
    if KNOWN.contains(&scheme) {
        return scheme == known;
    }
    let (a, b) = (scheme.as_bytes(), known.as_bytes());
    if a.len().abs_diff(b.len()) > 2 || a.first() != b.first() {
        return false;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let cost = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = cost.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()] <= 2
}

/// The host of what looks like a web address without its scheme.
pub(super) fn domain_without_scheme(path: &str) -> Option<&str> {
    let host = path.split('/').next().unwrap_or(path);
    let labels: Vec<&str> = host.split('.').collect();
    let word = |label: &str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let last = labels.last()?;
    let top = ["org", "com", "net", "gov", "edu", "mil", "eu", "int"].contains(last);
    (labels.len() > 1 && labels.iter().all(|label| word(label)) && top).then_some(host)
}

/// `url-shortener`.
pub fn url_shortener(checker: &mut Checker<'_>) {
    for link in checker.work.links.iter().filter(|link| link.is_web()) {
        let Some((host, path)) = link.host() else { continue };
        let bare = host.strip_prefix("www.").unwrap_or(&host);
        // `purl.oclc.org/dsdl` names the Schematron namespace.
        if SHORTENERS.contains(&bare) && path.len() > 1 && !path.starts_with("/dsdl") {
            let found = checker.found(link.url_range, format!("`{host}` hides where the link leads"));
            checker.report(found.help("write the full address"));
        }
    }
}
