//! Rules about packages that were not written in Markdown.

use crate::package::{generator, odt_faults, vml_images};

use super::PackageChecker;

/// `odt-sound`.
pub fn odt_sound(checker: &mut PackageChecker<'_>) {
    let package = checker.package;
    let is_odt = |path: &&String| path.to_ascii_lowercase().ends_with(".odt");
    let texts: Vec<&String> = package.files.keys().filter(is_odt).collect();
    if texts.is_empty() {
        return checker.not_applicable("the package holds no OpenDocument text");
    }
    checker.compared(format!("{} OpenDocument texts", texts.len()), "each can be opened, without macros");
    for path in texts {
        for fault in package.files.get(path).map(|bytes| odt_faults(bytes)).unwrap_or_default() {
            checker.flag(path, format!("{path} {fault}"));
        }
    }
}

/// `word-page`.
pub fn word_page(checker: &mut PackageChecker<'_>) {
    let package = checker.package;
    let Some((path, page)) =
        package.html_path.as_ref().and_then(|path| Some((path, String::from_utf8_lossy(package.files.get(path)?))))
    else {
        return checker.not_applicable("the package holds no HTML page");
    };
    let (drawings, ordinary) = vml_images(&page);
    let from_word = package.documents(&["docx"]).next().is_some() && package.documents(&["md"]).next().is_none();
    if !from_word && drawings.is_empty() {
        return checker.not_applicable("the page was not saved from a Word document");
    }
    let name = generator(&page).and_then(|range| page.get(range)).unwrap_or("a program it does not name");
    checker.compared(
        format!("written by {name}; {} VML images, {ordinary} ordinary ones for them", drawings.len()),
        "written by Microsoft Word; an ordinary image for each VML image",
    );
    if from_word && !name.contains("Microsoft Word") {
        let found = checker.found(path, name, format!("the page was written by {name}, not by Microsoft Word"));
        checker.report(found);
    }
    if ordinary < drawings.len() {
        let count = drawings.len() - ordinary;
        let message = format!("{count} VML images have no ordinary image, and browsers show nothing in their place");
        let found = checker.found(path, "<v:imagedata", message);
        checker.report(found);
    }
}
