//! What an HTML page says of itself.

use std::collections::BTreeSet;

use scraper::{Html, Selector};

/// Facts of an HTML page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HtmlFacts {
    /// `<title>`.
    pub title: Option<String>,
    /// Text of every `<title>`, those of drawings included, as it stands.
    pub titles: Vec<String>,
    /// Text of every `<h1>`.
    pub h1: Vec<String>,
    /// `lang` of the root.
    pub lang: Option<String>,
    /// `<meta name="description">`.
    pub description: Option<String>,
    /// Every `id`, and the names of anchors.
    pub ids: BTreeSet<String>,
    /// Destinations of links.
    pub links: Vec<String>,
    /// Files the page loads: pictures, scripts, style sheets.
    pub loads: Vec<String>,
    /// Things a deliverable does not hold: a base address, a redirection.
    pub forbidden: Vec<&'static str>,
    /// Visible text, white space collapsed.
    pub text: String,
}

impl HtmlFacts {
    /// Reads a page; HTML has no syntax error that stops a reader.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let page = Html::parse_document(text);
        let mut facts = Self { text: visible(&page), ..Self::default() };
        for element in page.tree.nodes().filter_map(scraper::ElementRef::wrap) {
            facts.element(element);
        }
        facts
    }

    fn element(&mut self, element: scraper::ElementRef<'_>) {
        let value = element.value();
        let attribute = |name: &str| value.attr(name).map(str::to_owned);
        self.ids.extend(attribute("id"));
        if value.name() == "title" {
            self.titles.push(element.text().collect());
        }
        match value.name() {
            "html" => self.lang = attribute("lang").filter(|lang| !lang.trim().is_empty()),
            "title" if self.title.is_none() && !in_svg(element) => self.title = Some(collapsed(element)),
            "h1" => self.h1.push(collapsed(element)),
            "a" => {
                self.ids.extend(attribute("name"));
                self.links.extend(attribute("href"));
            }
            "img" | "script" | "source" | "video" | "audio" | "iframe" | "embed" => self.loads.extend(attribute("src")),
            "link" if value.attr("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("stylesheet")) => {
                self.loads.extend(attribute("href"));
            }
            "base" => self.forbidden.push("a base address"),
            "meta" if value.attr("http-equiv").is_some_and(|kind| kind.eq_ignore_ascii_case("refresh")) => {
                self.forbidden.push("a redirection");
            }
            "meta" if value.attr("name").is_some_and(|name| name.eq_ignore_ascii_case("description")) => {
                self.description = attribute("content").filter(|content| !content.trim().is_empty());
            }
            _ => {}
        }
    }
}

fn in_svg(element: scraper::ElementRef<'_>) -> bool {
    element.ancestors().filter_map(scraper::ElementRef::wrap).any(|above| above.value().name() == "svg")
}

fn collapsed(element: scraper::ElementRef<'_>) -> String {
    join(element.text())
}

fn visible(page: &Html) -> String {
    let Ok(body) = Selector::parse("body") else { return String::new() };
    let Some(body) = page.select(&body).next() else { return String::new() };
    let seen = body.descendants().filter_map(|node| {
        let above = node.parent().and_then(scraper::ElementRef::wrap);
        let hidden = above.is_some_and(|above| matches!(above.value().name(), "script" | "style"));
        node.value().as_text().filter(|_| !hidden)
    });
    join(seen.map(|text| &**text))
}

fn join<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let mut joined = String::new();
    for text in texts {
        joined.push_str(text);
        joined.push(' ');
    }
    joined.split_whitespace().collect::<Vec<_>>().join(" ")
}
