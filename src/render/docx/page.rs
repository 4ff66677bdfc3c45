//! Pages: their size, what stands at their top and bottom, and the sections that have them in common.

use crate::render::PageSize;

use super::emit::Emitter;
use super::part::{Relation, Relationships};

/// Sizes of a page, in twentieths of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Page {
    /// Its shorter side.
    pub width: u32,
    /// Its longer side.
    pub height: u32,
}

/// White left and right of the text: 25 mm.
const SIDE: u32 = 1417;
/// White above and below it.
const TOP: u32 = 1418;
const BOTTOM: u32 = 1474;
/// From the edge of the page to its header and footer.
const EDGE: u32 = 624;

impl Page {
    /// The page of a size.
    pub fn new(size: PageSize) -> Self {
        match size {
            PageSize::A4 => Self { width: 11906, height: 16838 },
            PageSize::UsLetter => Self { width: 12240, height: 15840 },
        }
    }

    /// Width of the text.
    pub fn text_width(self, landscape: bool) -> u32 {
        (if landscape { self.height } else { self.width }) - 2 * SIDE
    }

    /// Height of the text.
    pub fn text_height(self, landscape: bool) -> u32 {
        (if landscape { self.width } else { self.height }) - TOP - BOTTOM
    }
}

/// Ids of the parts at the top and the bottom of the pages.
pub(super) struct Furniture {
    pub first_header: String,
    pub header: String,
    pub footer: String,
}

impl Furniture {
    /// Ties the parts to the document.
    pub fn new(relationships: &mut Relationships) -> Self {
        Self {
            first_header: relationships.id(Relation::Header, "header1.xml"),
            header: relationships.id(Relation::Header, "header2.xml"),
            footer: relationships.id(Relation::Footer, "footer1.xml"),
        }
    }
}

impl Emitter<'_> {
    /// Writes the properties of the section that ends here.
    pub fn section_properties(&mut self, landscape: bool) {
        let page = self.page;
        let (width, height) = if landscape { (page.height, page.width) } else { (page.width, page.height) };
        let is_first = std::mem::replace(&mut self.first_section, false);
        let Furniture { first_header, header, footer } = &self.furniture;
        let xml = &mut self.part.xml;
        xml.open("w:sectPr", &[]);
        if is_first {
            xml.empty("w:headerReference", &[("w:type", "first"), ("r:id", first_header)]);
        }
        xml.empty("w:headerReference", &[("w:type", "default"), ("r:id", header)]);
        if is_first {
            xml.empty("w:footerReference", &[("w:type", "first"), ("r:id", footer)]);
        }
        xml.empty("w:footerReference", &[("w:type", "default"), ("r:id", footer)]);
        xml.property("w:type", "nextPage");
        let (width, height) = (width.to_string(), height.to_string());
        let mut size = vec![("w:w", width.as_str()), ("w:h", &height)];
        if landscape {
            size.push(("w:orient", "landscape"));
        }
        xml.empty("w:pgSz", &size);
        let margins = [
            ("w:top", TOP),
            ("w:right", SIDE),
            ("w:bottom", BOTTOM),
            ("w:left", SIDE),
            ("w:header", EDGE),
            ("w:footer", EDGE),
            ("w:gutter", 0),
        ]
        .map(|(name, length)| (name, length.to_string()));
        xml.empty("w:pgMar", &margins.each_ref().map(|(name, length)| (*name, length.as_str())));
        if is_first {
            xml.empty("w:titlePg", &[]);
        }
        xml.close();
    }
}
