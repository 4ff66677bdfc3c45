//! The addresses of this, the previous and the latest stage on a cover, in the Markdown or in the HTML.

use std::sync::LazyLock;

use regex::Regex;

use super::prose::without_tags;
use super::traced::Traced;
use super::{Place, Reading};

/// The site of published work.
pub const SITE: &str = "https://docs.oasis-open.org/";

static ADDRESS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"https?://\S[^)\s\\]*").expect("valid pattern"));
static PUBLISHED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"https?://docs\.oasis-open\.org/[^\s"<>]+"#).expect("valid pattern"));
static RELATED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?ms)^#+ Related [Ww]ork.*?$(.*?)^#+ ").expect("valid pattern"));
static BLANKS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"&nbsp;|&#160;|\s+").expect("valid pattern"));

/// How much of an HTML body is taken for its cover, in characters.
const COVER: usize = 120_000;

/// An address on the cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited {
    /// The address.
    pub url: String,
    /// Where it stands.
    pub place: Place,
}

/// The addresses of a cover, by the label they stand under.
#[derive(Debug, Clone, Default)]
pub struct CoverUrls {
    /// This stage.
    pub this: Vec<Cited>,
    /// The previous stage.
    pub previous: Vec<Cited>,
    /// The latest stage.
    pub latest: Vec<Cited>,
}

impl CoverUrls {
    /// Those of Markdown: what stands under a heading `This stage`, up to the next heading.
    #[must_use]
    pub fn of_markdown(text: &Traced, reading: Reading) -> Self {
        let under = |pattern: &LazyLock<Regex>| {
            let block = pattern.captures(text.text()).and_then(|found| found.get(1));
            block.map_or_else(Vec::new, |block| addresses(text, block.start(), block.end(), reading))
        };
        Self { this: under(&THIS), previous: under(&PREVIOUS), latest: under(&LATEST) }
    }

    /// Those of an HTML page: what stands between the labels of the cover, in its visible text.
    #[must_use]
    pub fn of_html(html: &Traced) -> Self {
        let head = head(html);
        let between = |start: &Regex, ends: &[&Regex]| -> Vec<Cited> {
            let Some(label) = start.find(head.text()) else { return Vec::new() };
            let rest = head.text().get(label.end()..).unwrap_or_default();
            let end = ends.iter().filter_map(|end| Some(end.find(rest)?.start())).min().unwrap_or(rest.len());
            let found = PUBLISHED.find_iter(rest.get(..end).unwrap_or_default());
            let cited = |url: regex::Match<'_>| Cited {
                url: url.as_str().to_owned(),
                place: head.place(label.end() + url.start(), label.end() + url.end()),
            };
            found.map(cited).collect()
        };
        Self {
            this: between(&LABEL_THIS, &[&LABEL_PREVIOUS, &LABEL_LATEST, &LABEL_COMMITTEE]),
            previous: between(&LABEL_PREVIOUS, &[&LABEL_LATEST, &LABEL_COMMITTEE]),
            latest: between(&LABEL_LATEST, &[&LABEL_COMMITTEE, &LABEL_CHAIRS]),
        }
    }
}

static THIS: LazyLock<Regex> = LazyLock::new(|| block_under("This"));
static PREVIOUS: LazyLock<Regex> = LazyLock::new(|| block_under("Previous"));
static LATEST: LazyLock<Regex> = LazyLock::new(|| block_under("Latest"));
static LABEL_THIS: LazyLock<Regex> = LazyLock::new(|| label("This (version|stage)"));
static LABEL_PREVIOUS: LazyLock<Regex> = LazyLock::new(|| label("Previous (version|stage)"));
static LABEL_LATEST: LazyLock<Regex> = LazyLock::new(|| label("Latest (version|stage)"));
static LABEL_COMMITTEE: LazyLock<Regex> = LazyLock::new(|| label("Technical Committee"));
static LABEL_CHAIRS: LazyLock<Regex> = LazyLock::new(|| label(r"Chairs?\b"));

fn block_under(word: &str) -> Regex {
    Regex::new(&format!(r"(?ims)^#+ {word} (?:Stage|Version)\b.*?$(.*?)^#+ ")).expect("valid pattern")
}

fn label(pattern: &str) -> Regex {
    Regex::new(&format!("(?i){pattern}")).expect("valid pattern")
}

/// Addresses in a part of Markdown. The official check reads the bracket that closes an autolink as part of it.
fn addresses(text: &Traced, start: usize, end: usize, reading: Reading) -> Vec<Cited> {
    let part = text.text().get(start..end).unwrap_or_default();
    let cited = |found: regex::Match<'_>| {
        let mut url = found.as_str();
        if reading == Reading::Right {
            url = url.split(['>', '<', ']']).next().unwrap_or(url);
        }
        let at = start + found.start();
        Cited { url: url.to_owned(), place: text.place(at, at + url.len()) }
    };
    ADDRESS.find_iter(part).map(cited).collect()
}

/// Addresses under the heading `Related work`.
#[must_use]
pub fn related_work(text: &Traced, reading: Reading) -> Vec<Cited> {
    let block = RELATED.captures(text.text()).and_then(|found| found.get(1));
    block.map_or_else(Vec::new, |block| addresses(text, block.start(), block.end(), reading))
}

/// The visible text at the beginning of a page, white space collapsed. Word writes a great deal before the body.
#[must_use]
pub fn head(html: &Traced) -> Traced {
    without_tags(&cover_part(html)).replaced(&BLANKS, |_| " ".to_owned())
}

/// The beginning of a page's body, with its tags.
#[must_use]
pub fn cover_part(html: &Traced) -> Traced {
    let text = html.text();
    let start = text.find("<body").unwrap_or_default();
    let body = text.get(start..).unwrap_or_default();
    let end = body.char_indices().nth(COVER).map_or(text.len(), |(offset, _)| start + offset);
    html.with([(0, start, String::new()), (end, text.len(), String::new())])
}

/// Where the blocks of this, the previous and the latest stage stand in the text of a cover, tags or not.
#[must_use]
pub fn blocks(text: &str) -> Vec<(usize, usize)> {
    let kinds: [(&Regex, &[&LazyLock<Regex>]); 3] = [
        (&LABEL_THIS, &[&LABEL_PREVIOUS, &LABEL_LATEST, &LABEL_COMMITTEE]),
        (&LABEL_PREVIOUS, &[&LABEL_LATEST, &LABEL_COMMITTEE]),
        (&LABEL_LATEST, &[&LABEL_COMMITTEE, &LABEL_CHAIRS]),
    ];
    let block = |(start, ends): (&Regex, &[&LazyLock<Regex>])| {
        let label = start.find(text)?;
        let rest = text.get(label.end()..)?;
        let length = ends.iter().filter_map(|end| Some(end.find(rest)?.start())).min().unwrap_or(rest.len());
        Some((label.end(), label.end() + length))
    };
    kinds.into_iter().filter_map(block).collect()
}

/// The path of an address, percent signs decoded, without query and fragment.
#[must_use]
pub fn url_path(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = rest.split_once('/').map_or("", |(_, path)| path);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    percent_encoding::percent_decode_str(path).decode_utf8_lossy().into_owned()
}

/// An address without the punctuation that may follow it in a sentence.
#[must_use]
pub fn bare(url: &str) -> &str {
    url.trim_end_matches(['.', ',', ')'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn urls(cited: &[Cited]) -> Vec<&str> {
        cited.iter().map(|cited| cited.url.as_str()).collect()
    }

    #[test]
    fn a_block_ends_at_the_next_heading() {
        let text = "#### This stage:\nhttps://a/x.md (Authoritative) \\\n<https://a/x.html>\n\n#### Latest version\nhttps://b/\n## Next\n";
        let text = Traced::read("a.md", text.as_bytes());
        let right = CoverUrls::of_markdown(&text, Reading::Right);
        assert_eq!(urls(&right.this), ["https://a/x.md", "https://a/x.html"]);
        assert_eq!(urls(&right.latest), ["https://b/"]);
        assert!(right.previous.is_empty());
        let official = CoverUrls::of_markdown(&text, Reading::Official);
        assert_eq!(urls(&official.this), ["https://a/x.md", "https://a/x.html>"]);
        let last = Traced::read("a.md", b"#### This stage:\nhttps://a/x.md\n");
        assert!(CoverUrls::of_markdown(&last, Reading::Official).this.is_empty());
    }

    #[test]
    fn a_page_shows_its_addresses_between_labels() {
        let page = "<style>This version</style><body><p><b>This\nversion:</b></p><a href=\"https://docs.oasis-open.org/a\">\
            https://docs.oasis-open.org/b/</a><p>Latest&nbsp;stage: https://docs.oasis-open.org/c Technical Committee \
            https://docs.oasis-open.org/d";
        let page = Traced::read("a.html", page.as_bytes());
        let cover = CoverUrls::of_html(&page);
        assert_eq!(urls(&cover.this), ["https://docs.oasis-open.org/b/"]);
        assert_eq!(urls(&cover.latest), ["https://docs.oasis-open.org/c"]);
    }

    #[test]
    fn paths_are_decoded() {
        assert_eq!(url_path("https://docs.oasis-open.org/a%5Fb/c?d#e"), "a_b/c");
        assert_eq!(url_path("mailto:x"), "");
    }
}
