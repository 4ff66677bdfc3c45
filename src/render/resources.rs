//! Pictures of a document, read and bounded once for all writers.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{Workspace, sha256};
use crate::work_product::{Link, Target, WorkProduct};

use super::svg;

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
    /// Path in the project; `data:` of a picture that is written into the prose.
    pub path: String,
    /// What it is.
    pub media_type: MediaType,
    /// Its bytes; an SVG holds nothing active.
    pub bytes: Vec<u8>,
}

impl Resource {
    /// Where it lies in the package, seen from the page, percent-encoded; `None` where it is no file.
    #[must_use]
    pub fn address(&self, work: &WorkProduct) -> Option<String> {
        let place = place_in_package(work, &self.path);
        (self.path != IN_PROSE).then(|| percent_encoding::utf8_percent_encode(place, PATH).to_string())
    }
}

/// What stands for the path of a picture that is written into the prose.
const IN_PROSE: &str = "data:";

/// What a path of an address holds as it is. A colon is not among it: it could end a scheme.
const PATH: &percent_encoding::AsciiSet =
    &percent_encoding::NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Where a file of the project lies in the package: links in the prose are relative to it, and there it lies at the top.
#[must_use]
pub fn place_in_package<'p>(work: &WorkProduct, path: &'p str) -> &'p str {
    let directory = work.path().rsplit_once('/').map_or("", |(directory, _)| directory);
    let below = path.strip_prefix(directory).and_then(|rest| rest.strip_prefix('/'));
    below.filter(|_| !directory.is_empty()).unwrap_or(path)
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
        let (key, path, bytes) = if is_data(image.url.trim()) {
            let key = key(&image.url).into_owned();
            if resources.contains_key(&key) {
                continue;
            }
            (key, IN_PROSE.to_owned(), written(&image.url))
        } else {
            let Target::Relative(path, _) = image.target() else {
                diagnostics.extend(external(image));
                continue;
            };
            let Some(path) = work.resolve(image.range.start, path) else { continue };
            let Ok(bytes) = workspace.read(&path) else { continue };
            (image.url.clone(), path, Ok(bytes))
        };
        match bytes.and_then(embeddable) {
            Ok((media_type, bytes, lost_text)) => {
                if lost_text {
                    diagnostics.push(lost_labels(image));
                }
                resources.insert(key, Resource { path, media_type, bytes });
            }
            Err(problem) => diagnostics.push(Diagnostic::new("image-embeddable", image.url_range, problem)),
        }
    }
    resources
}

/// The key of a picture: its destination; of one that is written into the prose, a digest of it.
pub(super) fn key(url: &str) -> Cow<'_, str> {
    let url = url.trim();
    if !is_data(url) {
        return Cow::Borrowed(url);
    }
    Cow::Owned(format!("data:{}", sha256(&[url.as_bytes()])))
}

fn is_data(url: &str) -> bool {
    url.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"))
}

/// The bytes of a picture that is written into the prose.
fn written(url: &str) -> Result<Vec<u8>, String> {
    let data =
        data_url::DataUrl::process(url.trim()).map_err(|error| format!("the `data:` address is wrong: {error:?}"))?;
    let decoded = data.decode_to_vec().map_err(|_| "the `data:` address holds no base64")?;
    Ok(decoded.0)
}

/// The kind of a picture, its bytes made safe, and whether an SVG lost text; or why it can't be shown.
fn embeddable(bytes: Vec<u8>) -> Result<(MediaType, Vec<u8>, bool), String> {
    if bytes.len() > MAX_BYTES {
        return Err("the picture is larger than 20 MiB".to_owned());
    }
    let media_type = MediaType::sniff(&bytes);
    let media_type = media_type.ok_or("the file is no PNG, JPEG, GIF, WebP or SVG picture")?;
    if media_type != MediaType::Svg {
        return Ok((media_type, bytes, false));
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| "the SVG is not UTF-8")?;
    let text = text.trim_start_matches('\u{feff}');
    let clean = svg::sanitize(text).map_err(|error| format!("the SVG cannot be read: {error}"))?;
    Ok((media_type, clean.bytes, clean.lost_text))
}

fn lost_labels(image: &Link) -> Diagnostic {
    Diagnostic::new("image-embeddable", image.url_range, "labels of the SVG are HTML, which only a browser can show")
        .help("export it with text as SVG text")
}

/// Templates prescribe the logo by its address; any other picture must travel with the document.
fn external(image: &Link) -> Option<Diagnostic> {
    let Target::Absolute(scheme, rest) = image.target() else { return None };
    if scheme.eq_ignore_ascii_case("data") || rest.starts_with("//docs.oasis-open.org/templates/") {
        return None;
    }
    let message = "the picture is not part of the work product, so the deliverable shows its alternative text";
    let found = Diagnostic::new("image-embeddable", image.url_range, message).at_most(Severity::Warning);
    Some(found.help("add the file and refer to it with a relative path"))
}
