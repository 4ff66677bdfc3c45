//! How to cite the document.

use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::Severity;
use crate::rules::Checker;
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::{
    CitationFormat, Generation, LabelKind, Part, Role, StageBlock, WorkProduct, profile_of_stage_line,
};

use super::cover_place;

/// `citation-present`.
pub fn present(checker: &mut Checker<'_>) {
    let work = checker.work;
    if work.labelled(LabelKind::CitationFormat).next().is_none() {
        let found = checker.found(cover_place(work), "the cover does not say how to cite the document");
        checker.report(found.help("add a `Citation format` label with tag, title, editors, date and address"));
    }
}

/// The citation of the document, where it has one and is no template.
fn citation<'a>(checker: &mut Checker<'a>) -> Option<&'a CitationFormat> {
    let citation = checker.work.citation.as_ref().filter(|_| !checker.work.is_template());
    if citation.is_none() {
        checker.not_applicable("the cover does not say how to cite the document");
    }
    citation
}

/// What variables of a build look like: `%version%`, `$$$pubdate$$$`, `{stage}`.
fn is_variable(text: &str) -> bool {
    text.contains(['%', '$', '{', '['])
}

/// Variables that no citation holds by chance.
static VARIABLE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"%[a-z_]+%|\$\$\$|\$\{|\{\{").expect("valid pattern"));

/// `citation-fields`.
pub fn fields(checker: &mut Checker<'_>) {
    let Some(citation) = citation(checker) else { return };
    let work = checker.work;
    if VARIABLE.is_match(work.slice(citation.range)) {
        return checker.not_applicable("the citation is filled in by a build");
    }
    // The templates of 2025 ask for the style of the IEEE, which names neither editors nor addresses as ours does.
    let ieee = work.generation == Generation::G3 && citation.editors.is_none();
    let parts = [
        ("tag", citation.tag.is_some()),
        ("title in italics", citation.title.is_some() && (citation.italic || ieee)),
        ("editors (`Edited by …`)", citation.editors.is_some() || ieee),
        ("date", citation.date.is_some()),
        ("stage (`OASIS …`)", citation.stage.is_some() || ieee),
        ("address of this stage", citation.uri.is_some() || ieee),
        ("address of the latest stage", citation.latest.is_some() || ieee),
    ];
    let absent: Vec<&str> = parts.iter().filter(|(_, there)| !there).map(|(name, _)| *name).collect();
    let form = "the form is `_Title_. Edited by A, B, and C. DD Month YYYY. OASIS Stage NN. URI. Latest stage: URI.`";
    if !absent.is_empty() {
        let found = checker.found(citation.label, format!("the citation lacks the {}", absent.join(", the ")));
        let found = if checker.draft || ieee { found.at_most(Severity::Warning) } else { found };
        checker.report(found.help(form));
    } else if !citation.closed && !ieee {
        let end = TextRange::empty(citation.range.end as usize);
        let found = checker.found(end, "no full stop ends the citation").at_most(Severity::Warning);
        let fix = Fix::risky("Add the full stop", vec![Edit::insert(citation.range.end as usize, ".")]);
        let plain = work.slice(citation.range).ends_with(char::is_alphanumeric);
        checker.report(if plain { found.fix(fix) } else { found });
    }
    let incomplete = citation.date.as_ref().filter(|date| date.date.is_none() && !is_variable(&date.text));
    if let Some(date) = incomplete.filter(|date| !date.text.starts_with("DD")) {
        let found = checker.found(date.range, format!("`{}` is no complete date", date.text));
        checker.report(found.at_most(Severity::Warning).help("write day, month and year, as in `12 March 2026`"));
    }
}

/// `citation-consistent`: editors, version and addresses. Title, date and stage have rules of their own.
pub fn consistent(checker: &mut Checker<'_>) {
    let Some(citation) = citation(checker) else { return };
    editors(checker, citation);
    version(checker, citation);
    address(checker, citation.uri.as_ref(), LabelKind::ThisStage, "this stage");
    address(checker, citation.latest.as_ref(), LabelKind::LatestStage, "the latest stage");
}

/// A name without titles, dots and case.
fn folded(name: &str) -> String {
    const TITLES: [&str; 8] = ["dr", "prof", "mr", "mrs", "ms", "ing", "phd", "ph.d"];
    let words = name.split(|c: char| c.is_whitespace() || c == ',');
    let words = words.map(|word| word.trim_matches('.').to_lowercase());
    words.filter(|word| !word.is_empty() && !TITLES.contains(&word.as_str())).collect::<Vec<_>>().join(" ")
}

fn editors(checker: &mut Checker<'_>, citation: &CitationFormat) {
    let work = checker.work;
    let on_cover = |index: usize| work.outline.sections.get(index).is_some_and(|s| s.role == Role::Cover);
    let group = work.people.of(LabelKind::Editors).find(|group| group.heading.is_some_and(on_cover));
    let Some(group) = group.filter(|group| group.certain && !group.people.is_empty()) else { return };
    let Some(list) = citation.editors.as_ref().filter(|list| !is_variable(&list.text)) else { return };
    let cover: Vec<(String, &Part)> =
        group.people.iter().filter_map(|person| person.name.as_ref()).map(|name| (folded(&name.text), name)).collect();
    let cited: Vec<(String, &Part)> = citation.names.iter().map(|name| (folded(&name.text), name)).collect();
    let mut left_out: Vec<&(String, &Part)> =
        cover.iter().filter(|(name, _)| cited.iter().all(|(other, _)| other != name)).collect();
    for (name, part) in cited.iter().filter(|(name, _)| cover.iter().all(|(other, _)| other != name)) {
        let alike = left_out.iter().position(|(other, _)| is_alike(name, other));
        let found = if let Some((_, editor)) = alike.map(|index| left_out.remove(index)) {
            let message = format!("the citation writes the editor `{}`, the cover `{}`", part.text, editor.text);
            checker.found(part.range, message).related(editor.range, "the name on the cover")
        } else {
            let message = format!("the citation names `{}`, who is no editor on the cover", part.text);
            checker.found(part.range, message).related(group.label.range, "the editors")
        };
        checker.report(found.help("name the same editors in both places"));
    }
    if let Some((_, first)) = left_out.first() {
        let names: Vec<String> = left_out.iter().map(|(_, name)| format!("`{}`", name.text)).collect();
        let found = checker.found(list.range, format!("the citation leaves out {}", names.join(", ")));
        let found = found.related(first.range, "an editor on the cover");
        checker.report(found.help("name the editors of the cover, all and in their order"));
    } else if cited.len() == cover.len() && cited.iter().zip(&cover).any(|((one, _), (other, _))| one != other) {
        let same = cited.iter().all(|(name, _)| cover.iter().any(|(other, _)| other == name));
        if same {
            let found = checker.found(list.range, "the citation names the editors in another order than the cover");
            checker.report(found.at_most(Severity::Warning).related(group.label.range, "the editors"));
        }
    }
}

/// Whether two names are one in two spellings.
fn is_alike(one: &str, other: &str) -> bool {
    /// Longest name compared.
    const LONGEST: usize = 64;
    const LIKENESS: f32 = 0.8;
    let short = one.len() <= LONGEST && other.len() <= LONGEST;
    short && similar::TextDiff::from_chars(one, other).ratio() >= LIKENESS
}

static TITLE_VERSION: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\bversion\s+(\d+(?:\.\d+)+)").expect("valid pattern"));

static TAG_VERSION: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)[-_ ]v(\d+(?:\.\d+)+)").expect("valid pattern"));

fn version(checker: &mut Checker<'_>, citation: &CitationFormat) {
    let work = checker.work;
    let (Some(tag), Some(title)) = (&citation.tag, &work.cover.title) else { return };
    let number = |pattern: &Regex, text: &str| Some(pattern.captures(text)?.get(1)?.as_str().to_owned());
    let (Some(tagged), Some(titled)) = (number(&TAG_VERSION, &tag.text), number(&TITLE_VERSION, &title.text)) else {
        return;
    };
    if tagged != titled {
        let found = checker.found(tag.range, format!("the tag names version {tagged}, the title version {titled}"));
        let found = if checker.draft { found.at_most(Severity::Warning) } else { found };
        checker.report(found.related(title.range, "the title").help("cite the version that this document is"));
    }
}

/// An address without scheme, ending and slash: HTML, PDF and Markdown of one stage are one document.
fn stem(url: &str) -> &str {
    let bare = url.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/');
    let endings = [".html", ".htm", ".md", ".pdf", ".docx", ".doc", ".odt", ".xml"];
    endings.iter().find_map(|ending| bare.strip_suffix(ending)).unwrap_or(bare)
}

fn address(checker: &mut Checker<'_>, cited: Option<&Part>, label: LabelKind, name: &str) {
    let work = checker.work;
    let blocks = work.stage_blocks.iter().filter(|block| block.label == label && !block.commented);
    let mut uris = blocks.flat_map(StageBlock::addresses).peekable();
    let (Some(cited), Some(first)) = (cited.filter(|uri| !is_variable(&uri.text)), uris.peek().map(|uri| uri.range))
    else {
        return;
    };
    if uris.any(|uri| stem(work.slice(uri.range)) == stem(&cited.text)) {
        return;
    }
    let message = format!("the citation gives an address of {name} that the cover does not give");
    let found = checker.found(cited.range, message).related(first, format!("the address of {name} on the cover"));
    let found = if checker.draft { found.at_most(Severity::Warning) } else { found };
    checker.report(found.help("cite the address of the HTML file"));
}

static STAGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:OASIS\s+)?(?P<name>[a-z][a-z ]*?)\s*(?P<revision>\d+)?(?:\s*[/(].*)?$").expect("valid pattern")
});

/// Name and revision of a stage, as far as they can be compared.
fn taken_apart(stage: &str) -> Option<(String, Option<String>)> {
    let found = STAGE.captures(stage.trim())?;
    let name = found.name("name")?.as_str().split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    Some((name, found.name("revision").map(|revision| revision.as_str().to_owned())))
}

/// `citation-stage-text`.
pub fn stage_text(checker: &mut Checker<'_>) {
    let Some(citation) = citation(checker) else { return };
    let work = checker.work;
    let Some(stage) = &citation.stage else {
        return checker.not_applicable("the citation names no stage");
    };
    let ieee = work.generation == Generation::G3 && citation.editors.is_none();
    if !stage.text.starts_with("OASIS ") && !ieee {
        let found =
            checker.found(stage.range, format!("the citation names the stage `{}` without `OASIS`", stage.text));
        let edit = Edit::insert(stage.range.start as usize, "OASIS ");
        checker.report(found.fix(Fix::risky("Write `OASIS` before it", vec![edit])));
    }
    let Some(cover) = work.cover.stage.as_ref().filter(|cover| profile_of_stage_line(&cover.text).is_some()) else {
        return;
    };
    // A working draft cites what it is to become.
    let (Some((said, revision)), Some((line, number))) = (taken_apart(&stage.text), taken_apart(&cover.text)) else {
        return;
    };
    if work.is_working_draft() {
        return;
    }
    let named = said != line;
    let numbered = revision.is_some() && number.is_some() && revision != number;
    let has_none = line == "standard" && revision.is_some();
    checker.compared(&stage.text, &cover.text);
    if named || numbered || has_none {
        let message = format!("the citation says `{}`, the cover `{}`", stage.text, cover.text);
        let found = checker.found(stage.range, message).related(cover.range, "the stage on the cover");
        checker.report(found.help("cite the document as what it is"));
    }
}

static TAG_FORM: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^[\p{L}0-9][\p{L}0-9.'\u{2019}-]*$").expect("valid pattern"));

/// `citation-tag-form`.
pub fn tag_form(checker: &mut Checker<'_>) {
    let Some(citation) = citation(checker) else { return };
    let Some(tag) = &citation.tag else {
        return checker.not_applicable("the citation has no tag");
    };
    if is_variable(&tag.text) {
        return checker.not_applicable("the tag is filled in by a build");
    }
    let versioned = checker.work.title().is_some_and(|title| TITLE_VERSION.is_match(&title));
    let message = if !TAG_FORM.is_match(&tag.text) {
        format!("the tag `{}` holds more than letters, digits, dots and hyphens", tag.text)
    } else if versioned && !TAG_VERSION.is_match(&tag.text) {
        format!("the tag `{}` does not name the version as `-v1.0` does", tag.text)
    } else {
        return;
    };
    checker.report(checker.found(tag.range, message).help("write a short name and the version, as in `[Kites-v1.0]`"));
}

/// The title that the citation gives, and where.
pub(super) fn cited_title(work: &WorkProduct) -> Option<&Part> {
    work.citation.as_ref()?.title.as_ref()
}
