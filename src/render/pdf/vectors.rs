//! What drawing an SVG costs: effects are painted dot by dot, pictures in it are decoded.

use std::io::Cursor;

use image::ImageReader;
use typst::foundations::Bytes;
use typst::visualize::SvgImage;
use usvg::{Group, ImageKind, Node};

/// Most units of a drawing, squared, that effects are painted on.
const MAX_EFFECTS: f64 = 25_000_000.0;
/// Longest side of such an effect, in units.
const MAX_SIDE: f32 = 5_000.0;

/// Whether an SVG can be drawn in bounded time and memory; else what is wrong with it.
pub(super) fn check(bytes: &Bytes, max_pixels: u64) -> Result<(), String> {
    let drawing = SvgImage::new(bytes.clone()).map_err(|_| "it is no SVG that can be drawn".to_owned())?;
    let mut cost = Cost { effects: 0.0, pixels: 0, max_pixels };
    cost.group(drawing.tree().root())
}

struct Cost {
    effects: f64,
    pixels: u64,
    max_pixels: u64,
}

impl Cost {
    fn group(&mut self, group: &Group) -> Result<(), String> {
        if !group.filters().is_empty() {
            let area = group.layer_bounding_box();
            self.effects += f64::from(area.width()) * f64::from(area.height());
            if self.effects > MAX_EFFECTS || area.width().max(area.height()) > MAX_SIDE {
                return Err("its effects are too large to paint".to_owned());
            }
        }
        group.children().iter().try_for_each(|node| self.node(node))
    }

    fn node(&mut self, node: &Node) -> Result<(), String> {
        let mut result = match node {
            Node::Group(group) => self.group(group),
            Node::Image(image) => self.picture(image.kind()),
            Node::Path(_) | Node::Text(_) => Ok(()),
        };
        node.subroots(|root| {
            if result.is_ok() {
                result = self.group(root);
            }
        });
        result
    }

    fn picture(&mut self, kind: &ImageKind) -> Result<(), String> {
        let bytes = match kind {
            ImageKind::JPEG(bytes) | ImageKind::PNG(bytes) | ImageKind::GIF(bytes) | ImageKind::WEBP(bytes) => bytes,
            ImageKind::SVG(tree) => return self.group(tree.root()),
        };
        let reader = ImageReader::new(Cursor::new(bytes.as_slice())).with_guessed_format();
        let size = reader.map_err(|error| error.to_string())?.into_dimensions();
        let (width, height) = size.map_err(|error| format!("a picture in it cannot be decoded: {error}"))?;
        self.pixels = self.pixels.saturating_add(u64::from(width) * u64::from(height));
        if self.pixels > self.max_pixels {
            return Err("the pictures in it have too many pixels to print".to_owned());
        }
        Ok(())
    }
}
