//! Pictures of a document, read and bounded once for all writers.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::source::Workspace;
use crate::work_product::{Target, WorkProduct};

/// Largest picture embedded, in bytes.
const MAX_BYTES: usize = 20 * 1024 * 1024;

/// A kind of picture that every writer can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaType {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// GIF.
    Gif,
    /// WebP.
    Webp,
    /// SVG.
    Svg,
}

impl MediaType {
    /// The name registered with IANA.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
            Self::Svg => "image/svg+xml",
        }
    }

    /// The kind the bytes themselves show, whatever the file is called.
    #[must_use]
    pub fn sniff(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x89, b'P', b'N', b'G', ..] => Some(Self::Png),
            [0xFF, 0xD8, 0xFF, ..] => Some(Self::Jpeg),
            [b'G', b'I', b'F', b'8', ..] => Some(Self::Gif),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            _ => {
                let head = std::str::from_utf8(bytes.get(..1024).unwrap_or(bytes));
                let head =
                    head.unwrap_or_else(|error| std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default());
                head.contains("<svg").then_some(Self::Svg)
            }
        }
    }
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// Path in the project.
    pub path: String,
    /// What it is.
    pub media_type: MediaType,
    /// Its bytes; an SVG holds nothing active.
    pub bytes: Vec<u8>,
}

/// Reads the pictures a document shows, by the destination it writes.
pub(super) fn load(
    work: &WorkProduct,
    workspace: &dyn Workspace,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Resource> {
    let mut resources = BTreeMap::new();
    for image in work.links.iter().filter(|link| link.image) {
        if resources.contains_key(&image.url) {
            continue;
        }
        let Target::Relative(path, _) = image.target() else { continue };
        let Some(path) = work.resolve(image.range.start, path) else { continue };
        let Ok(bytes) = workspace.read(&path) else { continue };
        let problem = match MediaType::sniff(&bytes) {
            None => "the file is no PNG, JPEG, GIF, WebP or SVG picture",
            Some(_) if bytes.len() > MAX_BYTES => "the picture is larger than 20 MiB",
            Some(media_type) => {
                resources.insert(image.url.clone(), Resource { path, media_type, bytes });
                continue;
            }
        };
        diagnostics.push(Diagnostic::new("image-embeddable", image.url_range, problem));
    }
    resources
}
