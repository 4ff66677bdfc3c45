//! Drawings as pixels, and pictures in kinds that every program shows.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, LazyLock};

use image::{ImageFormat, ImageReader, Limits};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{ImageHrefResolver, Indent, Options, Tree, WriteOptions, fontdb};

use crate::render::fonts::FILES;

/// Pixels of a drawing for each of its own units, where that is not too many.
const SCALE: f32 = 2.0;
/// Longest side of a drawing, in pixels.
const MAX_SIDE: f32 = 3000.0;
/// Longest side of a picture, in pixels.
const MAX_PICTURE: u32 = 20_000;
/// Memory that a picture may take when it is unpacked.
const MAX_MEMORY: u64 = 256 << 20;

/// A picture as it is put in the file.
pub(super) struct Drawn {
    /// Its pixels as PNG.
    pub png: Vec<u8>,
    /// Its lines, without style sheets and with letters as outlines, so that every program draws the same.
    pub svg: String,
    /// Its size in CSS pixels.
    pub size: (f32, f32),
}

/// The fonts of the deliverables.
static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    for file in FILES {
        fonts.load_font_data(file.to_vec());
    }
    for set in [
        fontdb::Database::set_sans_serif_family,
        fontdb::Database::set_serif_family,
        fontdb::Database::set_cursive_family,
        fontdb::Database::set_fantasy_family,
    ] {
        set(&mut fonts, "Liberation Sans");
    }
    fonts.set_monospace_family("Liberation Mono");
    Arc::new(fonts)
});

/// Draws an SVG.
pub(super) fn draw(svg: &str) -> Result<Drawn, String> {
    // The drawing is hostile, and a failure of the program that draws it must not end the build.
    let drawn = catch_unwind(AssertUnwindSafe(|| draw_it(svg)));
    drawn.unwrap_or_else(|_| Err("the drawing failed".to_owned()))
}

fn draw_it(svg: &str) -> Result<Drawn, String> {
    let options = Options {
        font_family: "Liberation Sans".to_owned(),
        fontdb: Arc::clone(&FONTS),
        // Nothing is read from the disk.
        image_href_resolver: ImageHrefResolver {
            resolve_data: ImageHrefResolver::default_data_resolver(),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).map_err(|error| error.to_string())?;
    let size = (tree.size().width(), tree.size().height());
    let scale = SCALE.min(MAX_SIDE / size.0.max(size.1));
    let (width, height) = (pixels(size.0 * scale), pixels(size.1 * scale));
    let mut pixmap = Pixmap::new(width, height).ok_or("it has no size")?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    let png = pixmap.encode_png().map_err(|error| error.to_string())?;
    let options = WriteOptions { indent: Indent::None, coordinates_precision: 3, ..WriteOptions::default() };
    Ok(Drawn { png, svg: tree.to_string(&options), size })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what fits")]
fn pixels(length: f32) -> u32 {
    length.ceil().clamp(1.0, MAX_SIDE) as u32
}

/// Size of a picture whose pixels can be unpacked, in pixels.
pub(super) fn size(bytes: &[u8]) -> Result<(u32, u32), String> {
    decode(bytes).map(|picture| (picture.width(), picture.height()))
}

/// The picture as PNG, with its size.
pub(super) fn to_png(bytes: &[u8]) -> Result<(Vec<u8>, (u32, u32)), String> {
    let picture = decode(bytes)?;
    let mut png = Cursor::new(Vec::new());
    picture.write_to(&mut png, ImageFormat::Png).map_err(|error| error.to_string())?;
    Ok((png.into_inner(), (picture.width(), picture.height())))
}

fn decode(bytes: &[u8]) -> Result<image::DynamicImage, String> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_PICTURE);
    limits.max_image_height = Some(MAX_PICTURE);
    limits.max_alloc = Some(MAX_MEMORY);
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|error| error.to_string())?;
    reader.limits(limits);
    catch_unwind(AssertUnwindSafe(|| reader.decode()))
        .map_err(|_| "it is damaged".to_owned())?
        .map_err(|error| error.to_string())
}
