//! Images of the page and in the package: conditions 42 to 51.

use std::sync::LazyLock;

use regex::Regex;
use roxmltree::{Document, Node, ParsingOptions};

use super::files::ending;
use super::submission::Submission;
use super::traced::Traced;
use super::{Judge, Place};

static IMAGE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)<img\b[^>]*>").expect("valid pattern"));
static BREAK: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[\r\n]").expect("valid pattern"));
static PICTURE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)<picture\b").expect("valid pattern"));
static SOURCE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#"src="([^"]*)""#).expect("valid pattern"));
static SOURCE_ANY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?i)\ssrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"#).expect("valid pattern"));
static SCRIPT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)<script\b").expect("valid pattern"));
static HANDLER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)\son\w+\s*=").expect("valid pattern"));
static LOADS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?i)<(image|use)\b[^>]*href="https?://"#).expect("valid pattern"));

const ENDINGS: [&str; 6] = ["svg", "png", "jpg", "jpeg", "gif", "webp"];

/// Largest image, in bytes.
const MAX_IMAGE: usize = 2 << 20;

/// Most bytes of all images.
const MAX_IMAGES: usize = 5 << 20;

/// Conditions 42 to 46: how the page shows images.
pub(super) fn tags(submission: &Submission<'_>, judge: &mut Judge) {
    let Some(html) = &submission.html else {
        judge.not_applicable(42..=46, "the package holds no HTML");
        return;
    };
    let flat = html.replaced(&BREAK, |_| String::new());
    let images: Vec<regex::Match<'_>> = IMAGE.find_iter(flat.text()).collect();
    let seen = format!("{} images", images.len());
    for (ordinal, expected) in [
        (42, "each with a source"),
        (43, "none from the top of the server"),
        (44, "none from a directory above"),
        (45, "none with a choice of sources"),
        (46, "none in a picture element"),
    ] {
        judge.compared(ordinal, seen.as_str(), expected);
    }
    for image in images {
        source(&flat, &image, judge);
        if image.as_str().to_lowercase().contains("srcset=") {
            judge.fail(45, flat.place_of(&image), "the image offers a choice of sources");
            judge.help(45, "give one source: a page is published with all it shows");
        }
    }
    for found in PICTURE.find_iter(flat.text()) {
        judge.fail(46, flat.place_of(&found), "the picture element offers a choice of sources");
        judge.help(46, "show the image with `img`");
    }
}

fn source(flat: &Traced, image: &regex::Match<'_>, judge: &mut Judge) {
    let pattern = if judge.official() { &SOURCE } else { &SOURCE_ANY };
    let Some(found) = pattern.captures(image.as_str()) else { return };
    let Some(value) = found.iter().skip(1).flatten().next() else { return };
    let source = value.as_str().trim();
    let place = flat.place(image.start() + value.start(), image.start() + value.end());
    let shown: String = source.chars().take(60).collect();
    if source.is_empty() {
        judge.fail(42, flat.place_of(image), "the image has an empty source");
        judge.help(42, "name the file of the image, or delete the element");
    } else if source.starts_with('/') && !source.starts_with("//") {
        judge.fail(43, place, format!("`{shown}` begins at the top of the server, outside the package"));
        judge.help(43, "give a path relative to the page");
    } else if source.split('?').next().is_some_and(|path| path.split('/').any(|part| part == "..")) {
        judge.fail(44, place, format!("`{shown}` climbs out of its directory"));
        judge.help(44, "put the image into the package, below the page");
    }
}

/// Conditions 47 to 51: the images of the package.
pub(super) fn files(submission: &Submission<'_>, judge: &mut Judge) {
    let mut total = 0usize;
    let mut count = 0;
    for path in submission.files.paths() {
        let kind = ending(path).to_lowercase();
        let Some(bytes) = submission.files.read(path).filter(|_| ENDINGS.contains(&kind.as_str())) else { continue };
        count += 1;
        total = total.saturating_add(bytes.len());
        if bytes.len() > MAX_IMAGE {
            judge.fail(47, Place::File(path.to_owned()), format!("the image has {} KB", bytes.len() / 1024));
            judge.help(47, "keep an image below 2 MB");
        }
        if kind == "svg" {
            drawing(&Traced::read(path, bytes), judge);
        }
    }
    for ordinal in 47..=50 {
        judge.compared(ordinal, format!("{count} images in the package"), expected(ordinal));
    }
    judge.compared(51, format!("{total} bytes of images"), format!("{MAX_IMAGES} bytes or less"));
    if total > MAX_IMAGES {
        judge.fail(51, Place::Package, format!("the images have {} MB together", total >> 20));
        judge.help(51, "keep all images together below 5 MB");
    }
}

fn expected(ordinal: u8) -> &'static str {
    match ordinal {
        47 => "none above 2 MB",
        48 => "no script in a drawing",
        49 => "no event handler in a drawing",
        _ => "nothing from elsewhere in a drawing",
    }
}

/// Conditions 48 to 50. The official check reads drawings as plain text; the right reading knows elements and their
/// attributes, where the drawing is well-formed.
fn drawing(text: &Traced, judge: &mut Judge) {
    let options = ParsingOptions { allow_dtd: true, nodes_limit: 1_000_000, ..ParsingOptions::default() };
    match Document::parse_with_options(text.text(), options) {
        Ok(document) if !judge.official() => {
            for node in document.descendants().filter(Node::is_element) {
                element(text, &node, judge);
            }
        }
        _ => {
            for (ordinal, pattern) in [(48, &SCRIPT), (49, &HANDLER), (50, &LOADS)] {
                if let Some(found) = pattern.find(text.text()) {
                    unsafe_drawing(ordinal, text.place_of(&found), judge);
                }
            }
        }
    }
}

fn element(text: &Traced, node: &Node<'_, '_>, judge: &mut Judge) {
    let name = node.tag_name().name();
    if name.eq_ignore_ascii_case("script") {
        unsafe_drawing(48, text.place(node.range().start, node.range().start + name.len() + 1), judge);
    }
    for attribute in node.attributes() {
        let place = || text.place(attribute.range().start, attribute.range().end);
        let key = attribute.name().to_ascii_lowercase();
        if key.len() > 2 && key.starts_with("on") {
            unsafe_drawing(49, place(), judge);
        }
        let value = attribute.value().trim().to_ascii_lowercase();
        let external = ["http://", "https://", "//"].iter().any(|start| value.starts_with(start));
        if key == "href" && external && matches!(name, "image" | "use" | "feImage") {
            unsafe_drawing(50, place(), judge);
        }
    }
}

fn unsafe_drawing(ordinal: u8, place: Place, judge: &mut Judge) {
    let (message, help) = match ordinal {
        48 => ("the drawing holds a script", "delete the script: nothing on the site runs programs"),
        49 => ("the drawing runs a script at an event", "delete the attribute: nothing on the site runs programs"),
        _ => ("the drawing loads something from another server", "put into the drawing what it shows"),
    };
    judge.fail(ordinal, place, message);
    judge.help(ordinal, help);
}

#[cfg(test)]
mod tests {
    use super::super::Reading;
    use super::*;

    fn failing(drawn: &str, reading: Reading) -> Vec<u8> {
        let mut judge = Judge::new(reading);
        drawing(&Traced::read("a.svg", drawn.as_bytes()), &mut judge);
        (48..=50).filter(|ordinal| judge.has_failed(*ordinal)).collect()
    }

    #[test]
    fn drawings_are_read_as_xml_in_the_right_reading() {
        let text = "<svg xmlns='http://www.w3.org/2000/svg'><text>turn on =1</text></svg>";
        assert_eq!(failing(text, Reading::Official), [] as [u8; 0]);
        let text = "<svg xmlns='http://www.w3.org/2000/svg'><text>once=1</text><text> online =1</text></svg>";
        assert_eq!(failing(text, Reading::Official), [49]);
        assert_eq!(failing(text, Reading::Right), [] as [u8; 0]);
        let text = "<svg xmlns='http://www.w3.org/2000/svg'><image href='https://example.org/a.png'/></svg>";
        assert_eq!(failing(text, Reading::Official), [] as [u8; 0]);
        assert_eq!(failing(text, Reading::Right), [50]);
        let text = "<svg xmlns='http://www.w3.org/2000/svg' onload='x()'><script/></svg>";
        assert_eq!(failing(text, Reading::Official), [48, 49]);
        assert_eq!(failing(text, Reading::Right), [48, 49]);
        assert_eq!(failing("<svg onload='x()'>", Reading::Right), [49]);
    }
}
