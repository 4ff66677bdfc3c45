//! Links that lead to the site by way of a shortener: conditions 153 to 158.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use regex::Regex;

use super::cover_urls::{bare, blocks, cover_part, head};
use super::submission::Submission;
use super::tokens::{Piece, attribute, pieces};
use super::traced::Traced;
use super::{Judge, Place};

/// Services that redirect.
const SERVICES: [&str; 13] = [
    "tinyurl.com",
    "bit.ly",
    "goo.gl",
    "ow.ly",
    "t.co",
    "is.gd",
    "buff.ly",
    "rebrand.ly",
    "tiny.cc",
    "cutt.ly",
    "shorturl.at",
    "rb.gy",
    "purl.oclc.org",
];

static ADDRESS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"https?://\S[^)\s\\]*").expect("valid pattern"));
static ANY: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"https?://\S+").expect("valid pattern"));
static WRITTEN: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#"https?://[^\s"'<>]+"#).expect("valid pattern"));
static HREF: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#"href\s*=\s*["']([^"']+)["']"#).expect("valid pattern"));
static LINK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"\[([^\]]+)\]\(\s*<?([^\s)>]+)>?(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)"#).expect("valid pattern")
});
static SITE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)oasis-open\.org").expect("valid pattern"));
static IS_ADDRESS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)^<?https?://").expect("valid pattern"));
static SECTIONS: LazyLock<[Regex; 4]> = LazyLock::new(|| {
    ["This (?:Stage|Version)", "Previous (?:Stage|Version)", "Latest (?:Stage|Version)", "Related Work"]
        .map(|name| Regex::new(&format!(r"(?im)^#+ {name}\b.*$")).expect("valid pattern"))
});
static NEXT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?m)^#+ ").expect("valid pattern"));
static LABEL: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)This (?:version|stage)").expect("valid pattern"));
static COVER_END: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)Chairs?\b|Technical Committee").expect("valid pattern"));
static RELATED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)Related Work").expect("valid pattern"));
static HEADING: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)<h[1-6][^>]*>").expect("valid pattern"));

/// How long a cover is where nothing tells its end, in bytes.
const COVER: usize = 6000;

/// Conditions 153 to 158.
pub(super) fn shorteners(submission: &Submission<'_>, judge: &mut Judge) {
    match (submission.markdown_prose(), &submission.html) {
        (Some(markdown), _) => {
            judge.not_applicable([154, 156, 158], "the Markdown is looked at, of which the page is made");
            markdown_cover(submission, judge);
            markdown_links(&without_sections(markdown), judge);
        }
        (None, Some(html)) => {
            judge.not_applicable([153, 155, 157], "the package holds no Markdown");
            html_cover(html, judge);
            if let Some(prose) = submission.html_prose() {
                html_links(&without_zones(prose), judge);
            }
        }
        (None, None) => judge.not_applicable(153..=158, "the package holds neither Markdown nor HTML"),
    }
}

/// Whether an address is one of a shortener.
fn is_short(address: &str) -> bool {
    let Ok(url) = url::Url::parse(address) else { return false };
    let host = url.host_str().unwrap_or_default().trim_end_matches('.').to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    SERVICES.iter().any(|service| host.strip_suffix(service).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
}

const HELP: &str = "link to the address on docs.oasis-open.org itself";

fn markdown_cover(submission: &Submission<'_>, judge: &mut Judge) {
    let cited = &submission.cover.previous;
    judge.compared(153, format!("{} addresses", cited.len()), "none of a shortener");
    for cited in cited.iter().filter(|cited| is_short(&cited.url)) {
        judge.fail(153, cited.place.clone(), format!("{} hides the address of the previous stage", bare(&cited.url)));
        judge.help(153, HELP);
    }
}

fn html_cover(html: &Traced, judge: &mut Judge) {
    let mut found: Vec<(String, Place)> = Vec::new();
    let text = head(html);
    for (start, end) in blocks(text.text()) {
        let block = text.text().get(start..end).unwrap_or_default();
        found.extend(
            ANY.find_iter(block)
                .map(|url| (url.as_str().to_owned(), text.place(start + url.start(), start + url.end()))),
        );
    }
    let raw = cover_part(html);
    for (start, end) in blocks(raw.text()) {
        let block = raw.text().get(start..end).unwrap_or_default();
        let targets = HREF.captures_iter(block).filter_map(|href| href.get(1));
        found.extend(targets.map(|url| (url.as_str().to_owned(), raw.place(start + url.start(), start + url.end()))));
    }
    judge.compared(154, format!("{} addresses", found.len()), "none of a shortener");
    let mut said: BTreeSet<String> = BTreeSet::new();
    for (url, place) in found.into_iter().filter(|(url, _)| is_short(url)) {
        if said.insert(bare(&url).to_owned()) {
            judge.fail(154, place, format!("{} hides an address on the cover", bare(&url)));
            judge.help(154, HELP);
        }
    }
}

/// The Markdown without the sections that have checks of their own.
fn without_sections(text: &Traced) -> Traced {
    let mut text = text.clone();
    for section in SECTIONS.iter() {
        let Some(heading) = section.find(text.text()) else { continue };
        let rest = text.text().get(heading.end()..).unwrap_or_default();
        let length = NEXT.find(rest).map_or(rest.len(), |next| next.start());
        let lines = "\n".repeat(rest.get(..length).unwrap_or_default().matches('\n').count());
        let range = (heading.end(), heading.end() + length, lines);
        text = text.with([range]);
    }
    text
}

fn markdown_links(text: &Traced, judge: &mut Judge) {
    let links: Vec<regex::Captures<'_>> = LINK.captures_iter(text.text()).collect();
    judge.compared(155, format!("{} links", links.len()), "none that names the site and leads to a shortener");
    let mut ranges = Vec::new();
    for link in &links {
        let (Some(whole), Some(shown), Some(target)) = (link.get(0), link.get(1), link.get(2)) else { continue };
        ranges.push((whole.start(), whole.end(), " ".to_owned()));
        let (shown, target) = (shown.as_str().trim(), target.as_str().trim_end_matches(['.', ',', ')', '>']));
        if !IS_ADDRESS.is_match(shown) && is_short(target) && SITE.is_match(shown) {
            judge.fail(155, text.place_of(&whole), format!("the link `{shown}` leads to {target}"));
            judge.help(155, HELP);
        }
    }
    let rest = text.with(ranges);
    sentences(rest.text(), 157, judge, |start, end| rest.place(start, end));
}

/// Addresses of shorteners in sentences that name the site.
fn sentences(text: &str, ordinal: u8, judge: &mut Judge, place: impl Fn(usize, usize) -> Place) {
    let ends = sentence_ends(text);
    let named: Vec<(usize, usize)> = SITE.find_iter(text).map(|site| (site.start(), site.end())).collect();
    let mut seen = 0;
    for url in ADDRESS.find_iter(text) {
        seen += 1;
        let address = bare(url.as_str());
        if !is_short(address) {
            continue;
        }
        let end = if judge.official() { url.end() } else { url.start() + address.len() };
        let before = text.get(..url.start()).is_some_and(|before| before.ends_with(['.', '!', '?']));
        let last = ends.partition_point(|(_, after)| *after <= url.start()).checked_sub(1);
        let from =
            if before { url.start() } else { last.and_then(|last| ends.get(last)).map_or(0, |(_, after)| *after) };
        let to = ends.get(ends.partition_point(|(at, _)| *at < end)).map_or(text.len(), |(at, _)| at + 1);
        let site = named.get(named.partition_point(|(start, _)| *start < from));
        if site.is_some_and(|(_, end)| *end <= to) {
            let place = place(url.start(), url.start() + address.len());
            judge.fail(ordinal, place, format!("the sentence names the site and links to {address}"));
            judge.help(ordinal, HELP);
        }
    }
    judge.compared(ordinal, format!("{seen} addresses"), "none of a shortener in a sentence that names the site");
}

/// Where sentences and paragraphs end: first and last byte of what ends them, the latter excluded.
fn sentence_ends(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut done = 0;
    for (at, c) in text.char_indices() {
        let rest = text.get(at + c.len_utf8()..).unwrap_or_default();
        match c {
            _ if at < done => {}
            '.' | '!' | '?' if rest.is_empty() || rest.starts_with(char::is_whitespace) => found.push((at, at + 1)),
            '\n' => {
                let space = rest.len() - rest.trim_start().len();
                // What was looked at is not looked at again.
                done = at + 1 + space;
                if let Some(last) = rest.get(..space).and_then(|space| space.rfind('\n')) {
                    found.push((at, at + 1 + last + 1));
                }
            }
            _ => {}
        }
    }
    found
}

/// The page without its cover and the section on related work.
fn without_zones(html: &Traced) -> Traced {
    let mut text = html.clone();
    if let Some(label) = LABEL.find(text.text()) {
        let rest = text.text().get(label.start()..).unwrap_or_default();
        let near = rest.char_indices().nth(COVER).map_or(rest.len(), |(at, _)| at);
        let length = COVER_END.find(rest).map_or(near, |end| end.end());
        let range = (label.start(), label.start() + length, " ".to_owned());
        text = text.with([range]);
    }
    if let Some(label) = RELATED.find(text.text()) {
        let rest = text.text().get(label.end()..).unwrap_or_default();
        let length = HEADING.find(rest).map_or(rest.len(), |next| next.start());
        let range = (label.start(), label.end() + length, " ".to_owned());
        text = text.with([range]);
    }
    text
}

fn html_links(html: &Traced, judge: &mut Judge) {
    let Flat { links, text } = flat(html.text());
    let mut written: HashMap<&str, Place> = HashMap::new();
    for url in WRITTEN.find_iter(html.text()) {
        written.entry(bare(url.as_str())).or_insert_with(|| html.place_of(&url));
    }
    let place = |url: &str| written.get(bare(url)).cloned().unwrap_or(Place::File(html.path().to_owned()));
    judge.compared(156, format!("{} links", links.len()), "none that names the site and leads to a shortener");
    for (target, shown) in links {
        if !IS_ADDRESS.is_match(&shown) && is_short(&target) && SITE.is_match(&shown) {
            judge.fail(156, place(&target), format!("the link `{shown}` leads to {target}"));
            judge.help(156, HELP);
        }
    }
    sentences(&text, 158, judge, |start, end| place(text.get(start..end).unwrap_or_default()));
}

/// What a page says.
struct Flat {
    /// Targets and texts of links.
    links: Vec<(String, String)>,
    /// The text outside links, an empty line at every tag.
    text: String,
}

fn flat(page: &str) -> Flat {
    let mut found = Flat { links: Vec::new(), text: String::new() };
    let mut open: HashMap<String, usize> = HashMap::new();
    let (mut target, mut shown) = (String::new(), String::new());
    for piece in pieces(page) {
        let count = |open: &HashMap<String, usize>, name: &str| open.get(name).copied().unwrap_or_default();
        let kept = |open: &HashMap<String, usize>| ["pre", "code", "template"].iter().any(|name| count(open, name) > 0);
        match piece {
            Piece::Start(name, attributes) => {
                *open.entry(name.clone()).or_default() += 1;
                if kept(&open) {
                    continue;
                }
                if name == "a" && count(&open, "a") == 1 {
                    attribute(&attributes, "href").unwrap_or_default().clone_into(&mut target);
                    shown.clear();
                }
                if count(&open, "a") == 0 {
                    found.text.push_str("\n\n");
                }
            }
            Piece::End(name) => {
                if name == "a" && count(&open, "a") > 0 {
                    found.links.push((target.clone(), shown.trim().to_owned()));
                }
                if let Some(count) = open.get_mut(&name) {
                    *count = count.saturating_sub(1);
                }
                if !kept(&open) && count(&open, "a") == 0 {
                    found.text.push_str("\n\n");
                }
            }
            Piece::Text(_) if kept(&open) => {}
            Piece::Text(text) if count(&open, "a") > 0 => shown.push_str(&text),
            Piece::Text(text) => found.text.push_str(&text),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_of_shorteners() {
        assert!(is_short("https://bit.ly/x") && is_short("http://u@www.BIT.ly.:80/x") && is_short("https://a.t.co/"));
        assert!(!is_short("https://mybit.ly/x") && !is_short("https://bit.ly.example.org/") && !is_short("bit.ly/x"));
    }

    #[test]
    fn sentences_end_before_space() {
        let text = "See oasis-open.org. Then\nmore! At\n\nend.";
        let found: Vec<&str> = sentence_ends(text).iter().map(|(from, to)| &text[*from..*to]).collect();
        assert_eq!(found, [".", "!", "\n\n", "."]);
    }

    #[test]
    fn a_page_is_flat() {
        let found = flat("<p>one <a href=x>two <b>three</b></a> four<code>five</code></p>");
        assert_eq!(found.links, [("x".to_owned(), "two three".to_owned())]);
        assert_eq!(found.text, "\n\none \n\n four\n\n\n\n");
    }
}
