//! Pictures: in the page itself while it stays small enough, else beside it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::render::Resource;
use crate::render::tree::{Image, Picture, Width};

use super::figures::width_style;
use super::writer::Writer;

/// Largest picture written into the page, in bytes; a larger one is loaded from the package.
const MAX_PICTURE: usize = 2 * 1024 * 1024;
/// Most bytes of pictures in one page: one picture shown a thousand times must not fill the disk.
const MAX_PICTURES: usize = 32 * 1024 * 1024;

impl<'p> Writer<'p> {
    pub(super) fn image(&mut self, image: &'p Image) {
        match &image.picture {
            Picture::Resource(key) => match self.publication.resources.get(key) {
                Some(resource) => self.picture(image, resource),
                None => self.words(&image.alt, "missing"),
            },
            Picture::Logo { .. } => {
                let name = if image.alt.trim().is_empty() { "OASIS" } else { &image.alt };
                self.words(name, "logo");
            }
            Picture::Missing { address: Some(address) } => self.missing(image, address),
            Picture::Missing { .. } => self.words(&image.alt, "missing"),
        }
    }

    /// A way to a picture that is not there, under its name where it has no other words.
    fn missing(&mut self, image: &Image, address: &str) {
        let element = if self.in_link { "span" } else { "a" };
        let attributes = [("class", "missing"), ("href", address)];
        self.tag(element, None, if self.in_link { &attributes[..1] } else { &attributes });
        let name = address.rsplit('/').find(|part| !part.is_empty()).unwrap_or(address);
        self.text(if image.alt.trim().is_empty() { name } else { &image.alt });
        self.end(element);
    }

    /// Words that stand in for a picture.
    fn words(&mut self, words: &str, class: &str) {
        if !words.is_empty() {
            self.tag("span", None, &[("class", class)]);
            self.text(words);
            self.end("span");
        }
    }

    fn picture(&mut self, image: &Image, resource: &Resource) {
        let size = resource.bytes.len();
        let address = resource.address(self.publication.work);
        let fits = (size <= MAX_PICTURE || address.is_none()) && self.pictures + size <= MAX_PICTURES;
        if fits {
            self.pictures += size;
            self.push("<img src=\"data:");
            self.push(resource.media_type.name());
            self.push(";base64,");
            STANDARD.encode_string(&resource.bytes, &mut self.out);
            self.push("\"");
        } else if let Some(address) = address {
            self.push("<img");
            self.attribute("src", &address);
        } else {
            return self.words(&image.alt, "missing");
        }
        self.attribute("alt", &image.alt);
        if let Some(title) = &image.title {
            self.attribute("title", title);
        }
        match image.width {
            Some(Width::Pixels(pixels)) => self.attribute("width", &pixels.to_string()),
            Some(width) => self.attribute("style", &width_style(width)),
            None => {}
        }
        self.push(">");
    }
}
