//! Pictures and diagrams.

use std::fmt::Write as _;
use std::io::Cursor;

use image::{ImageFormat, ImageReader};
use typst::foundations::Bytes;
use typst::visualize::{ExchangeFormat, RasterImage};

use crate::diagnostic::Diagnostic;
use crate::render::tree::{Image, Picture, Width};
use crate::render::{MediaType, Resource};
use crate::source::TextRange;

use super::emit::{Emitter, Mark};
use super::text::literal;
use super::vectors;

/// Most pixels of a picture; a page at 600 dots an inch has half as many.
const MAX_PIXELS: u64 = 64_000_000;
/// Longest alternative text, in characters; PDF/A holds no longer strings.
const MAX_ALT: usize = 8_000;
/// Points of a CSS pixel.
const PIXEL: f64 = 0.75;

impl<'a> Emitter<'a> {
    /// Writes an image, or its alternative text where there is none to show. Without an alternative text of its own it
    /// has that of its `caption`.
    pub fn image(&mut self, image: &'a Image, source: TextRange, caption: &str, inline: bool) {
        let alt = if image.alt.trim().is_empty() { caption } else { &image.alt };
        match &image.picture {
            Picture::Resource(key) => match self.picture_name(key, source) {
                Some(name) => self.picture(&name, alt, image.width, source, inline),
                None => self.stand_in(&image.alt, source),
            },
            Picture::Logo { .. } => {
                let alt = if alt.is_empty() { "OASIS Open" } else { alt };
                let call = format!("#word-mark(alt: {});", literal(alt));
                self.raw(&call);
            }
            Picture::Missing { .. } => self.stand_in(&image.alt, source),
        }
    }

    /// Writes a diagram, or its code where it cannot be shown.
    pub fn diagram(&mut self, svg: &str, code: &str, alt: &str, width: Option<Width>, source: TextRange) {
        // Its labels come from the code: what no font has is found there.
        self.drawable(code, source);
        self.drawings += 1;
        let name = format!("diagram-{}.svg", self.drawings);
        if self.refused.contains(&name) {
            return self.code_block(None, code, source);
        }
        self.files.insert(name.clone(), Bytes::from_string(svg.to_owned()));
        self.shown_at.insert(name.clone(), source);
        self.picture(&name, alt, width, source, false);
    }

    /// What stands where a picture cannot be shown.
    fn stand_in(&mut self, alt: &str, source: TextRange) {
        let text = if alt.trim().is_empty() { "picture" } else { alt };
        self.raw("#stand-in[");
        self.text(text, source);
        self.raw("];");
    }

    fn picture(&mut self, name: &str, alt: &str, width: Option<Width>, source: TextRange, inline: bool) {
        self.marks.push(Mark { at: self.out.len(), source, drawing: Some(name.to_owned()) });
        let function = if inline { "inline-picture" } else { "picture" };
        let alt: String = self.drawable(alt, source).chars().take(MAX_ALT).collect();
        let alt = if alt.trim().is_empty() { "none".to_owned() } else { literal(&alt) };
        // The call to `image` stands here, so that what is wrong with a picture is found at its place.
        let _ = write!(self.out, "#{function}(image({}, alt: {alt})", literal(name));
        let _ = match width {
            Some(Width::Percent(percent)) => write!(self.out, ", share: {percent}%"),
            Some(Width::Pixels(pixels)) => write!(self.out, ", width: {:.1}pt", f64::from(pixels) * PIXEL),
            None => Ok(()),
        };
        self.raw(");");
        self.mark(source);
    }

    /// The name of a picture among the files, if it can be shown.
    fn picture_name(&mut self, key: &'a str, source: TextRange) -> Option<String> {
        if let Some(known) = self.picture_names.get(key) {
            return known.clone();
        }
        let resource = self.publication.resources.get(key)?;
        self.drawings += 1;
        let name = format!("picture-{}.{}", self.drawings, ending(resource.media_type));
        let usable = match check(resource) {
            _ if self.refused.contains(&name) => None,
            Ok(bytes) => {
                self.files.insert(name.clone(), bytes);
                self.shown_at.insert(name.clone(), source);
                Some(name)
            }
            Err(problem) => {
                let message = format!("the picture `{}` cannot be shown: {problem}", resource.path);
                let found = Diagnostic::new("image-embeddable", source, message);
                self.diagnostics.push(found.help("the PDF shows its alternative text in its place"));
                None
            }
        };
        self.picture_names.insert(key, usable.clone());
        usable
    }
}

fn ending(kind: MediaType) -> &'static str {
    match kind {
        MediaType::Png => "png",
        MediaType::Jpeg => "jpg",
        MediaType::Gif => "gif",
        MediaType::Webp => "webp",
        MediaType::Svg => "svg",
    }
}

/// The bytes of a picture that can be decoded in bounded memory, or what is wrong with them.
fn check(resource: &Resource) -> Result<Bytes, String> {
    let bytes = Bytes::new(resource.bytes.clone());
    let (format, own) = match resource.media_type {
        MediaType::Png => (ImageFormat::Png, ExchangeFormat::Png),
        MediaType::Jpeg => (ImageFormat::Jpeg, ExchangeFormat::Jpg),
        MediaType::Gif => (ImageFormat::Gif, ExchangeFormat::Gif),
        MediaType::Webp => (ImageFormat::WebP, ExchangeFormat::Webp),
        MediaType::Svg => {
            vectors::check(&bytes, MAX_PIXELS)?;
            return Ok(bytes);
        }
    };
    let reader = ImageReader::with_format(Cursor::new(bytes.as_slice()), format);
    let (width, height) = reader.into_dimensions().map_err(|error| error.to_string())?;
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(format!("{width} by {height} pixels are too many to print"));
    }
    RasterImage::plain(bytes.clone(), own).map_err(|error| error.to_string())?;
    Ok(bytes)
}
