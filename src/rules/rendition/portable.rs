//! Rules about the PDF.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::Severity;
use crate::package::{PdfFacts, font_families, font_family, is_named};
use crate::profiles::Track;
use crate::work_product::WorkProduct;
use crate::work_product::date::long;

use super::page::same;
use super::{PackageChecker, is_cosai};

fn facts<'a>(checker: &mut PackageChecker<'a>) -> Option<(&'a str, &'a PdfFacts)> {
    let package = checker.package;
    if let (Some(path), Some(Ok(facts))) = (package.pdf_path.as_deref(), package.pdf.as_ref()) {
        return Some((path, facts));
    }
    checker.not_applicable("the package holds no readable PDF");
    None
}

/// `pdf-properties`.
pub fn properties(checker: &mut PackageChecker<'_>) {
    let Some((path, facts)) = facts(checker) else { return };
    let title = checker.package.work().and_then(WorkProduct::title);
    let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_owned());
    checker.compared(
        format!("title {}; author {}; language {}", shown(&facts.title), shown(&facts.author), shown(&facts.lang)),
        format!("title {}; an author; a language", shown(&title)),
    );
    // Printers of other profiles have left these out for decades.
    let most = if is_cosai(checker) { Severity::Error } else { Severity::Warning };
    let missing = [
        (facts.title.is_some(), "the PDF has no title among its properties"),
        (facts.author.is_some(), "the PDF has no author among its properties"),
        (facts.lang.is_some(), "the PDF does not name its language"),
    ];
    for (present, message) in missing {
        if !present {
            let found = checker.found(path, "", message);
            checker.report(found.at_most(most));
        }
    }
    if let (Some(written), Some(title)) = (&facts.title, title)
        && !same(written, &title)
    {
        let found = checker.found(path, "", format!("the PDF calls itself {written}, the Markdown {title}"));
        checker.report(found.at_most(most));
    }
}

/// `pdf-fonts`.
pub fn fonts(checker: &mut PackageChecker<'_>) {
    let Some((path, facts)) = facts(checker) else { return };
    let package = checker.package;
    let is_sheet = |path: &&String| path.rsplit_once('.').is_some_and(|(_, ending)| ending == "css");
    let sheets = package.files.keys().filter(is_sheet).chain(&package.html_path);
    let texts = sheets.filter_map(|path| package.files.get(path)).map(|bytes| String::from_utf8_lossy(bytes));
    let families: BTreeSet<String> = texts.flat_map(|text| font_families(&text)).collect();
    // A variable stands for fonts that are named elsewhere.
    if families.iter().all(|family| family.starts_with("var(")) {
        return checker.not_applicable("no style sheet of the package names a font");
    }
    let used: BTreeSet<&str> = facts.fonts.iter().map(|font| font_family(font)).collect();
    let named = families.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    checker.compared(used.iter().copied().collect::<Vec<_>>().join(", "), named);
    for font in used.into_iter().filter(|font| !font.is_empty() && !is_named(font, &families)) {
        checker.flag(path, format!("the PDF is set in {font}, which no style sheet names"));
    }
}

/// `pdf-accessible`.
pub fn accessible(checker: &mut PackageChecker<'_>) {
    let Some((path, facts)) = facts(checker) else { return };
    let said = |yes: bool, what: &str| if yes { what.to_owned() } else { format!("no {what}") };
    let seen = [said(facts.tagged, "tags"), said(facts.outline, "outline")];
    let claims = facts.claims.iter().map(|claim| format!("claims {claim}"));
    checker.compared(seen.into_iter().chain(claims).collect::<Vec<_>>().join(", "), "tags, outline");
    if !facts.tagged {
        checker.flag(path, "the PDF is not tagged, so that a screen reader finds no structure");
    }
    if !facts.outline {
        checker.flag(path, "the PDF has no outline");
    }
}

static PAGE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)page\s*\d+\s*of\s*(\d+)").expect("valid pattern"));

/// `pdf-page-numbers`.
pub fn page_numbers(checker: &mut PackageChecker<'_>) {
    let Some((path, facts)) = facts(checker) else { return };
    if facts.last_page.is_empty() {
        return checker.not_applicable("no text can be read from the last page of the PDF");
    }
    let totals: Vec<String> = PAGE.captures_iter(&facts.last_page).map(|found| found[1].to_owned()).collect();
    let expected = facts.pages.to_string();
    checker.compared(if totals.is_empty() { "none".to_owned() } else { totals.join(", ") }, expected.clone());
    if !totals.contains(&expected) {
        checker.flag(path, format!("the last page does not say that it is one of {expected}"));
    }
}

static OWNER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)copyright\s*(?:©|\(c\))?\s*OASIS\s+Open\s*\d{4}").expect("valid pattern"));

/// `footer-content`: readers of PDF break words at will, so that white space does not count.
pub fn footer(checker: &mut PackageChecker<'_>) {
    let Some((path, facts)) = facts(checker) else { return };
    let Some(work) = checker.package.work() else {
        return checker.not_applicable("the package holds no readable Markdown to compare with");
    };
    // Some fonts do not say which characters their glyphs are.
    let is_word = |word: &str| word.len() > 5 && word.chars().all(char::is_alphabetic);
    let mut words = facts.last_page.split_whitespace().filter(|word| is_word(word));
    if !words.any(|word| work.text().contains(word)) {
        return checker.not_applicable("no text can be read from the last page of the PDF");
    }
    let squeezed = |text: &str| text.split_whitespace().collect::<String>().to_lowercase();
    let shown = squeezed(&facts.last_page);
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let dated = super::page::date_of(work).is_some_and(|date| shown.contains(&squeezed(&long(date))));
    let (track, words) = match work.template().track {
        Track::StandardsTrack => {
            (shown.replace("non-standardstrack", "").contains("standardstrack"), "Standards Track")
        }
        Track::NonStandardsTrack => (shown.contains("non-standardstrack"), "Non-Standards Track"),
    };
    let wanted = [
        (dated || shown.contains(&squeezed(stem)), "the name of the document or its date".to_owned()),
        (track, format!("`{words} Work Product`")),
        (OWNER.is_match(&facts.last_page), "the copyright line".to_owned()),
    ];
    let missing: Vec<String> = wanted.into_iter().filter(|(there, _)| !there).map(|(_, what)| what).collect();
    checker.compared(
        if missing.is_empty() { "all".to_owned() } else { format!("without {}", missing.join(", ")) },
        "name or date, track, copyright line",
    );
    if !missing.is_empty() {
        let message = format!("the footer of the last page lacks {}", missing.join(" and "));
        let found = checker.found(path, "", message);
        checker.report(found.help("build the PDF with `proofmark build`, or set the footer of the template"));
    }
}
