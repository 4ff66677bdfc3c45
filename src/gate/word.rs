//! Pages written by Word: conditions 99 and 100.

use crate::package::{generator as generator_of, vml_images};

use super::submission::{Source, Submission};
use super::{Judge, Place};

const NO_HTML: &str = "the package holds no HTML";

/// Condition 99: where the source is a Word document, Word wrote the page.
pub(super) fn generator(submission: &Submission<'_>, judge: &mut Judge) {
    let Some(html) = submission.html.as_ref().filter(|_| submission.source == Source::Word) else {
        let reason = if submission.source == Source::Word { NO_HTML } else { "the source is no Word document" };
        judge.not_applicable([99], reason);
        return;
    };
    let range = generator_of(html.text());
    let name = range.clone().and_then(|range| html.text().get(range)).unwrap_or("a program it does not name");
    judge.compared(99, name, "Microsoft Word");
    if !name.contains("Microsoft Word") {
        let whole = Place::File(html.path().to_owned());
        let place = range.map_or(whole, |range| html.place(range.start, range.end));
        judge.fail(99, place, format!("the page was written by {name}"));
        judge.help(99, "save the page from Microsoft Word, as the earlier stages were");
    }
}

/// Condition 100: browsers show no VML.
pub(super) fn vml(submission: &Submission<'_>, judge: &mut Judge) {
    let Some(html) = &submission.html else {
        judge.not_applicable([100], NO_HTML);
        return;
    };
    let (drawings, ordinary) = vml_images(html.text());
    judge.compared(100, format!("{} VML images, {ordinary} ordinary ones for them", drawings.len()), "one for each");
    if let Some(first) = drawings.first().filter(|_| ordinary < drawings.len()) {
        let count = drawings.len() - ordinary;
        let message = format!("{count} VML images have no ordinary image, and browsers show nothing");
        judge.fail(100, html.place(first.start, first.end), message);
        judge.help(100, "switch off VML in Word's options for the web, and save the page again");
    }
}
