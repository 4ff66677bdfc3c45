//! Pictures and diagrams.

use std::fmt::Write as _;

use typst::foundations::Bytes;
use typst::visualize::{ExchangeFormat, RasterImage};

use crate::diagnostic::Diagnostic;
use crate::markdown::NodeId;
use crate::render::MediaType;

use super::emit::Emitter;
use super::text::literal;

impl Emitter<'_> {
    /// Writes a picture, or its alternative text where there is none to show.
    /// `width` is a share of the text width, in percent.
    pub fn picture(&mut self, url: &str, alt: &str, width: Option<u8>, node: NodeId, inline: bool) {
        let name = if self.refused.contains(&node) { None } else { self.picture_name(url, node) };
        let Some(name) = name else {
            let text = if alt.is_empty() { file_name(url) } else { alt };
            self.raw("#emph[");
            self.text(&format!("[{text}]"), self.document().range(node));
            return self.raw("];");
        };
        let alt = if alt.trim().is_empty() { file_name(url) } else { alt };
        self.picture_call(&name, alt, width, inline);
    }

    /// Writes a diagram.
    pub fn diagram(&mut self, svg: &str, alt: &str, node: NodeId) {
        let name = format!("diagram-{}.svg", self.pictures.len());
        self.pictures.insert(name.clone(), Bytes::from_string(svg.to_owned()));
        self.shown_at.insert(name.clone(), node);
        self.picture_call(&name, alt, None, false);
    }

    fn picture_call(&mut self, name: &str, alt: &str, width: Option<u8>, inline: bool) {
        let function = if inline { "inline-picture" } else { "picture" };
        // The call to `image` stands here, so that what is wrong with a picture is found at its place.
        let _ = write!(self.out, "#{function}(image({}, alt: {})", literal(name), literal(alt));
        if let Some(width) = width {
            let _ = write!(self.out, ", share: {width}%");
        }
        self.raw(");");
    }

    /// The name of a picture among the files, if it can be decoded.
    fn picture_name(&mut self, url: &str, node: NodeId) -> Option<String> {
        if let Some(known) = self.picture_names.get(url) {
            return known.clone();
        }
        let name = self.load(url, node);
        self.picture_names.insert(url.to_owned(), name.clone());
        name
    }

    fn load(&mut self, url: &str, node: NodeId) -> Option<String> {
        let resource = self.publication.resources.get(url)?;
        let (ending, format) = match resource.media_type {
            MediaType::Png => ("png", Some(ExchangeFormat::Png)),
            MediaType::Jpeg => ("jpg", Some(ExchangeFormat::Jpg)),
            MediaType::Gif => ("gif", Some(ExchangeFormat::Gif)),
            MediaType::Webp => ("webp", Some(ExchangeFormat::Webp)),
            MediaType::Svg => ("svg", None),
        };
        let bytes = Bytes::new(resource.bytes.clone());
        let problem = match format {
            Some(format) => RasterImage::plain(bytes.clone(), format).err().map(|error| error.to_string()),
            None => std::str::from_utf8(&resource.bytes).err().map(|error| error.to_string()),
        };
        if let Some(problem) = problem {
            let range = self.document().range(node);
            let message = format!("the picture `{}` cannot be decoded: {problem}", resource.path);
            self.diagnostics.push(Diagnostic::new("typesetting", range, message));
            return None;
        }
        let name = format!("picture-{}.{ending}", self.pictures.len());
        self.pictures.insert(name.clone(), bytes);
        self.shown_at.insert(name.clone(), node);
        Some(name)
    }
}

/// The last part of a path.
fn file_name(url: &str) -> &str {
    if url.starts_with("data:") {
        return "picture";
    }
    let path = url.split(['?', '#']).next().unwrap_or(url);
    path.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or("picture")
}
