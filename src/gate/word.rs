//! Pages written by Word: conditions 99 and 100.

use std::sync::LazyLock;

use regex::Regex;

use super::submission::{Source, Submission};
use super::{Judge, Place};

static GENERATOR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?i)<meta\s+name="?Generator"?\s+content="([^"]+)""#).expect("valid pattern")
});
static DRAWING: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"<v:imagedata\b").expect("valid pattern"));
static ORDINARY: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"<!\[if !vml\]>\s*<img\b").expect("valid pattern"));

const NO_HTML: &str = "the package holds no HTML";

/// Condition 99: where the source is a Word document, Word wrote the page.
pub(super) fn generator(submission: &Submission<'_>, judge: &mut Judge) {
    let Some(html) = submission.html.as_ref().filter(|_| submission.source == Source::Word) else {
        let reason = if submission.source == Source::Word { NO_HTML } else { "the source is no Word document" };
        judge.not_applicable([99], reason);
        return;
    };
    let generator = GENERATOR.captures(html.text()).and_then(|found| found.get(1));
    let written_by = generator.map_or("nothing that says so", |found| found.as_str());
    judge.compared(99, written_by, "Microsoft Word");
    if !written_by.contains("Microsoft Word") {
        let place = generator.map_or_else(|| Place::File(html.path().to_owned()), |found| html.place_of(&found));
        judge.fail(99, place, format!("the page was written by {written_by}"));
        judge.help(99, "save the page from Microsoft Word, as the earlier stages were");
    }
}

/// Condition 100: browsers show no VML.
pub(super) fn vml(submission: &Submission<'_>, judge: &mut Judge) {
    let Some(html) = &submission.html else {
        judge.not_applicable([100], NO_HTML);
        return;
    };
    let drawings = DRAWING.find_iter(html.text()).count();
    let ordinary = ORDINARY.find_iter(html.text()).count();
    judge.compared(100, format!("{drawings} VML images, {ordinary} ordinary ones for them"), "one for each");
    if let Some(first) = DRAWING.find(html.text()).filter(|_| ordinary < drawings) {
        let message = format!("{} VML images have no ordinary image, and browsers show nothing", drawings - ordinary);
        judge.fail(100, html.place_of(&first), message);
        judge.help(100, "switch off VML in Word's options for the web, and save the page again");
    }
}
