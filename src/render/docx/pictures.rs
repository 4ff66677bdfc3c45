//! Pictures: each is in the file once, however often it is shown.

use std::collections::{BTreeMap, HashMap};

use crate::diagnostic::{Diagnostic, Severity};
use crate::render::MediaType;
use crate::render::tree::{Image, Width};
use crate::source::TextRange;

use super::emit::{Emitter, Place};
use super::part::Relation;
use super::raster;

/// The format's unit of length, of which a point has 12,700.
const PER_TWIP: u32 = 635;
/// A CSS pixel in twentieths of a point.
const TWIPS_PER_PIXEL: f32 = 15.0;
/// How much of the height of the text a picture may take, in percent.
const MAX_HEIGHT: u32 = 80;

/// A picture in the file.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shown {
    /// Its pixels, by their path from the document.
    pixels: String,
    /// Its lines, where it is a drawing.
    lines: Option<String>,
    /// Its size in CSS pixels.
    size: (f32, f32),
}

/// Pictures put in the file so far.
#[derive(Default)]
pub(super) struct Pictures<'a> {
    /// What became of each picture, by its key or its drawing.
    known: HashMap<&'a str, Option<Shown>>,
    files: BTreeMap<String, Vec<u8>>,
    /// Pictures shown so far.
    shown: usize,
}

impl Pictures<'_> {
    /// The files, by their path.
    pub fn files(&mut self) -> BTreeMap<String, Vec<u8>> {
        std::mem::take(&mut self.files)
    }

    fn add(&mut self, ending: &str, bytes: Vec<u8>) -> String {
        let name = format!("media/image{}.{ending}", self.files.len() + 1);
        self.files.insert(format!("word/{name}"), bytes);
        name
    }

    fn add_drawing(&mut self, svg: &str) -> Result<Shown, String> {
        let drawn = raster::draw(svg)?;
        let pixels = self.add("png", drawn.png);
        let lines = self.add("svg", drawn.svg.into_bytes());
        Ok(Shown { pixels, lines: Some(lines), size: drawn.size })
    }

    fn add_resource(&mut self, media_type: MediaType, bytes: &[u8]) -> Result<Shown, String> {
        let (ending, bytes, size) = match media_type {
            MediaType::Svg => return self.add_drawing(std::str::from_utf8(bytes).map_err(|e| e.to_string())?),
            MediaType::Png => ("png", bytes.to_vec(), raster::size(bytes)?),
            MediaType::Jpeg => ("jpeg", bytes.to_vec(), raster::size(bytes)?),
            MediaType::Gif => ("gif", bytes.to_vec(), raster::size(bytes)?),
            // Word processors do not read WebP.
            MediaType::Webp => {
                let (png, size) = raster::to_png(bytes)?;
                ("png", png, size)
            }
        };
        let pixels = self.add(ending, bytes);
        Ok(Shown { pixels, lines: None, size: (length(size.0), length(size.1)) })
    }
}

/// Sides of pictures are far below what is exact here.
fn length(pixels: u32) -> f32 {
    f32::from(u16::try_from(pixels).unwrap_or(u16::MAX))
}

impl<'a> Emitter<'a> {
    /// Shows a picture of the project; false where it cannot be shown.
    pub fn resource(&mut self, key: &'a str, image: &Image, source: TextRange, place: &Place) -> bool {
        let Some(resource) = self.publication.resources.get(key) else { return false };
        if !self.pictures.known.contains_key(key) {
            let added = self.pictures.add_resource(resource.media_type, &resource.bytes);
            let path = &resource.path;
            let shown =
                self.noted(added, source, |problem| format!("the picture `{path}` cannot be decoded: {problem}"));
            self.pictures.known.insert(key, shown);
        }
        let Some(shown) = self.pictures.known.get(key).cloned().flatten() else { return false };
        self.show(&shown, &image.alt, image.width, place);
        true
    }

    /// The drawing in the file, if it can be drawn.
    pub fn drawing(&mut self, svg: &'a str, source: TextRange) -> Option<Shown> {
        if let Some(known) = self.pictures.known.get(svg) {
            return known.clone();
        }
        let added = self.pictures.add_drawing(svg);
        let shown = self.noted(added, source, |problem| format!("the diagram cannot be drawn: {problem}"));
        self.pictures.known.insert(svg, shown.clone());
        shown
    }

    fn noted(
        &mut self,
        added: Result<Shown, String>,
        source: TextRange,
        message: impl FnOnce(String) -> String,
    ) -> Option<Shown> {
        added
            .map_err(|problem| {
                let found = Diagnostic::new("image-embeddable", source, message(problem));
                self.diagnostics.push(found.at_most(Severity::Warning));
            })
            .ok()
    }

    /// Shows a picture, no wider than the text nor higher than most of a page.
    pub fn show(&mut self, shown: &Shown, alt: &str, width: Option<Width>, place: &Place) {
        self.pictures.shown += 1;
        let number = self.pictures.shown.to_string();
        let (width, height) = self.extent(shown, width, place);
        let pixels = self.part.relationships.id(Relation::Image, &shown.pixels);
        let lines = shown.lines.as_ref().map(|lines| self.part.relationships.id(Relation::Image, lines));
        let name = format!("Picture {number}");
        let alt = alt.split_whitespace().collect::<Vec<_>>().join(" ");
        let named = [("id", number.as_str()), ("name", &name), ("descr", &alt)];
        let size = [("cx", width.as_str()), ("cy", &height)];
        let xml = &mut self.part.xml;
        xml.open("w:r", &[]);
        xml.open("w:rPr", &[]);
        xml.empty("w:noProof", &[]);
        xml.close();
        xml.open("w:drawing", &[]);
        xml.open("wp:inline", &[("distT", "0"), ("distB", "0"), ("distL", "0"), ("distR", "0")]);
        xml.empty("wp:extent", &size);
        xml.empty("wp:docPr", &named);
        xml.open("wp:cNvGraphicFramePr", &[]);
        xml.empty("a:graphicFrameLocks", &[("noChangeAspect", "1")]);
        xml.close();
        xml.open("a:graphic", &[]);
        xml.open("a:graphicData", &[("uri", "http://schemas.openxmlformats.org/drawingml/2006/picture")]);
        xml.open("pic:pic", &[]);
        xml.open("pic:nvPicPr", &[]);
        xml.empty("pic:cNvPr", &named);
        xml.empty("pic:cNvPicPr", &[]);
        xml.close();
        self.fill(&pixels, lines.as_deref());
        let xml = &mut self.part.xml;
        xml.open("pic:spPr", &[]);
        xml.open("a:xfrm", &[]);
        xml.empty("a:off", &[("x", "0"), ("y", "0")]);
        xml.empty("a:ext", &size);
        xml.close();
        xml.open("a:prstGeom", &[("prst", "rect")]);
        xml.empty("a:avLst", &[]);
        for _ in ["a:prstGeom", "pic:spPr", "pic:pic", "a:graphicData", "a:graphic", "wp:inline", "w:drawing", "w:r"] {
            xml.close();
        }
    }

    /// What the picture is filled with: its pixels, and for programs that can its lines.
    fn fill(&mut self, pixels: &str, lines: Option<&str>) {
        let xml = &mut self.part.xml;
        xml.open("pic:blipFill", &[]);
        match lines {
            None => xml.empty("a:blip", &[("r:embed", pixels)]),
            Some(lines) => {
                xml.open("a:blip", &[("r:embed", pixels)]);
                xml.open("a:extLst", &[]);
                xml.open("a:ext", &[("uri", "{96DAC541-7B7A-43D3-8B79-37D633B846F1}")]);
                let namespace = "http://schemas.microsoft.com/office/drawing/2016/SVG/main";
                xml.empty("asvg:svgBlip", &[("xmlns:asvg", namespace), ("r:embed", lines)]);
                for _ in ["a:ext", "a:extLst", "a:blip"] {
                    xml.close();
                }
            }
        }
        xml.open("a:stretch", &[]);
        xml.empty("a:fillRect", &[]);
        xml.close();
        xml.close();
    }

    /// Width and height in the format's unit.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the page")]
    fn extent(&self, shown: &Shown, asked: Option<Width>, place: &Place) -> (String, String) {
        let (natural, high) = (shown.size.0.max(1.0), shown.size.1.max(1.0));
        let most = length(place.width);
        let wanted = match asked {
            None => natural * TWIPS_PER_PIXEL,
            Some(Width::Pixels(pixels)) => length(pixels) * TWIPS_PER_PIXEL,
            Some(Width::Percent(percent)) => most * f32::from(percent) / 100.0,
        };
        let limit = length(self.page.text_height(false) * MAX_HEIGHT / 100);
        let width = wanted.min(most).min(limit * natural / high).max(TWIPS_PER_PIXEL);
        let height = (width * high / natural).min(limit).max(1.0);
        let units = |length: f32| (u64::from(length as u32) * u64::from(PER_TWIP)).to_string();
        (units(width), units(height))
    }
}
