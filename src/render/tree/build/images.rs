//! Images.

use crate::render::resources;
use crate::render::tree::{Image, Inline, InlineKind, Picture, Target, Width};
use crate::source::TextRange;

use super::Builder;
use super::address::target;
use super::attributes::{style_property, width};

/// Where templates show OASIS's logo from.
const LOGOS: &str = "//docs.oasis-open.org/templates/";

/// An image as it is written.
pub(super) struct Shown<'w> {
    pub url: &'w str,
    pub alt: &'w str,
    pub title: Option<&'w str>,
    pub width: Option<Width>,
    pub ids: Vec<String>,
    pub source: TextRange,
}

impl Builder<'_> {
    /// An image; where its picture is not there, it says so itself.
    pub(super) fn image(&self, shown: Shown<'_>) -> Inline {
        let Shown { url, alt, title, width, ids, source } = shown;
        let key = resources::key(url);
        let mut alt = alt.split_whitespace().collect::<Vec<_>>().join(" ");
        let picture = if self.publication.resources.contains_key(key.as_ref()) {
            Picture::Resource(key.into_owned())
        } else if is_logo(url) {
            let word = alt.strip_suffix(" Logo").or_else(|| alt.strip_suffix(" logo"));
            if let Some(word) = word.map(str::to_owned) {
                alt = word;
            }
            Picture::Logo { address: url.to_owned() }
        } else {
            let address = match target(url) {
                Some(Target::Address(address) | Target::Relative(address)) => Some(address),
                _ => None,
            };
            Picture::Missing { address }
        };
        let title = title.map(str::trim).filter(|title| !title.is_empty()).map(str::to_owned);
        Inline { source, ids, kind: InlineKind::Image(Image { picture, alt, title, width }) }
    }
}

fn is_logo(url: &str) -> bool {
    let rest = url.trim().strip_prefix("https:").or_else(|| url.trim().strip_prefix("http:"));
    rest.is_some_and(|rest| rest.starts_with(LOGOS))
}

/// The width that the attributes of an `img` ask for.
pub(super) fn written_width(attribute: Option<&str>, style: Option<&str>) -> Option<Width> {
    let styled = style.and_then(|style| style_property(style, "width")).and_then(width);
    styled.or_else(|| attribute.and_then(width))
}
