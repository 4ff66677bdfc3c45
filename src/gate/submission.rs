//! A package as the publication check sees it: its place in the tree of docs.oasis-open.org, the documents it
//! delivers, and what they are written in.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::package::{HtmlFacts, Package, PdfFacts};

use super::Reading;
use super::cover_urls::{CoverUrls, SITE};
use super::files::{Files, stem};
use super::prose::{without_html_code, without_markdown_code};
use super::traced::Traced;

/// What a package is written in; it decides which conditions look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A Markdown file is delivered.
    Markdown,
    /// No Markdown, but a Word document.
    Word,
    /// Neither, but an `OpenDocument` text.
    OpenDocument,
    /// HTML and PDF alone.
    None,
}

/// A package on its way to publication.
#[derive(Debug)]
pub struct Submission<'a> {
    /// The package.
    pub package: &'a Package,
    /// Name of the stage directory: `csd01`.
    pub stage: String,
    /// Name of the nearest directory above that is a version, else of the parent: `v1.0`.
    pub version: String,
    /// What it is written in.
    pub source: Source,
    /// The documents delivered, by ending: for each the file whose name ends in the stage, else the one with the
    /// shortest name.
    pub items: BTreeMap<&'static str, String>,
    /// The files below the stage directory, with those that links lead to.
    pub files: Files<'a>,
    /// The Markdown, where there is any and it is not empty.
    pub markdown: Option<Traced>,
    /// The HTML, where there is any and it is not empty.
    pub html: Option<Traced>,
    /// The addresses on the cover: of the Markdown, else of the HTML.
    pub cover: CoverUrls,
    /// The address of the stage directory, with a slash at the end, as the cover has it; empty where it has none.
    pub base: String,
    /// Whose reading of the texts counts.
    pub reading: Reading,
    markdown_prose: OnceLock<Traced>,
    html_prose: OnceLock<Traced>,
    page: OnceLock<HtmlFacts>,
    pdf: OnceLock<Result<PdfFacts, String>>,
}

/// Endings of the documents a package can deliver.
const DELIVERED: [&str; 5] = ["md", "docx", "odt", "html", "pdf"];

impl<'a> Submission<'a> {
    /// Looks at a package.
    #[must_use]
    pub fn new(package: &'a Package, reading: Reading) -> Self {
        let stage = package.place.last().cloned().unwrap_or_default();
        let above = package.place.iter().rev().skip(1);
        let version = above.clone().find(|name| is_version(name)).or_else(|| above.clone().next());
        let files = Files::new(package);
        let items: BTreeMap<&'static str, String> =
            DELIVERED.iter().filter_map(|ending| Some((*ending, delivered(&files, ending, &stage)?))).collect();
        let source = match () {
            () if items.contains_key("md") => Source::Markdown,
            () if items.contains_key("docx") => Source::Word,
            () if items.contains_key("odt") => Source::OpenDocument,
            () => Source::None,
        };
        let text = |ending: &str| {
            let path = items.get(ending)?;
            Some(Traced::read(path, files.read(path)?)).filter(|text| !text.text().is_empty())
        };
        let (markdown, html) = (text("md"), text("html"));
        let cover = match (&markdown, &html) {
            (Some(markdown), _) => CoverUrls::of_markdown(markdown, reading),
            (None, Some(html)) => CoverUrls::of_html(html),
            (None, None) => CoverUrls::default(),
        };
        let mut submission = Self {
            package,
            version: version.cloned().unwrap_or_default(),
            source,
            files,
            markdown,
            html,
            cover,
            stage,
            items,
            base: String::new(),
            reading,
            markdown_prose: OnceLock::new(),
            html_prose: OnceLock::new(),
            page: OnceLock::new(),
            pdf: OnceLock::new(),
        };
        submission.base = submission.stage_address();
        submission
    }

    /// Path of the delivered document with this ending.
    #[must_use]
    pub fn item(&self, ending: &str) -> Option<&str> {
        self.items.get(ending).map(String::as_str)
    }

    /// The name the documents share; the first in order where they do not.
    #[must_use]
    pub fn stem(&self) -> &str {
        self.items.values().map(|path| stem(path)).min().unwrap_or_default()
    }

    /// Whether a path is one of the delivered documents.
    #[must_use]
    pub fn delivers(&self, path: &str) -> bool {
        self.items.values().any(|item| item == path)
    }

    /// The Markdown without code.
    #[must_use]
    pub fn markdown_prose(&self) -> Option<&Traced> {
        let text = self.markdown.as_ref()?;
        Some(self.markdown_prose.get_or_init(|| without_markdown_code(text, self.reading)))
    }

    /// The HTML, tags included, without code.
    #[must_use]
    pub fn html_prose(&self) -> Option<&Traced> {
        let text = self.html.as_ref()?;
        Some(self.html_prose.get_or_init(|| without_html_code(text)))
    }

    /// What the HTML says of itself.
    #[must_use]
    pub fn page(&self) -> Option<&HtmlFacts> {
        let html = self.html.as_ref()?;
        match &self.package.html {
            Some(Ok(facts)) if self.package.html_path.as_deref() == Some(html.path()) => Some(facts),
            _ => Some(self.page.get_or_init(|| HtmlFacts::read(html.text()))),
        }
    }

    /// What the PDF says of itself, or why it cannot be read.
    #[must_use]
    pub fn pdf(&self) -> Option<Result<&PdfFacts, &str>> {
        let path = self.item("pdf")?;
        let facts = match &self.package.pdf {
            Some(facts) if self.package.pdf_path.as_deref() == Some(path) => facts,
            _ => self.pdf.get_or_init(|| PdfFacts::read(self.files.read(path).unwrap_or_default())),
        };
        Some(facts.as_ref().map_err(String::as_str))
    }

    /// Whether a text names this version and this stage as parts of a path.
    #[must_use]
    pub fn names_stage(&self, url: &str) -> bool {
        url.contains(&format!("/{}/", self.version)) && url.contains(&format!("/{}/", self.stage))
    }

    /// The part of an address that is the file name, and whether it is that of a delivered document.
    pub(super) fn named_document<'u>(&self, url: &'u str) -> Result<&'u str, &'u str> {
        let name = url.trim_end_matches('.').rsplit('/').next().unwrap_or_default();
        if self.delivers(name) { Ok(name) } else { Err(name) }
    }

    /// From the last address of this stage that fits: in Markdown one of a delivered document, in HTML one with the
    /// version and the stage.
    fn stage_address(&self) -> String {
        let fits = |url: &str| match self.markdown {
            Some(_) => self.named_document(url).is_ok(),
            None => self.names_stage(url),
        };
        let found = self.cover.this.iter().rev().find(|cited| fits(&cited.url));
        found.and_then(|cited| cited.url.rsplit_once('/')).map_or_else(String::new, |(base, _)| format!("{base}/"))
    }

    /// The address of the work product, above its versions, without a slash; empty where the cover does not say.
    #[must_use]
    pub fn work_address(&self) -> &str {
        self.base.split(&format!("/{}/", self.version)).next().unwrap_or_default()
    }

    /// The path of the stage directory on the site, where the cover says so.
    #[must_use]
    pub fn site_path(&self) -> Option<&str> {
        self.base.strip_prefix(SITE)
    }
}

/// The letters a stage begins with: `csd` of `csd01`; the whole where it begins with none.
pub(super) fn stage_word(stage: &str) -> &str {
    let rest = stage.trim_start_matches(|c: char| c.is_ascii_lowercase());
    stage.get(..stage.len() - rest.len()).filter(|word| !word.is_empty()).unwrap_or(stage)
}

/// The letters of a stage that is letters alone, or letters and two digits; the whole where it is not.
pub(super) fn whole_stage_word(stage: &str) -> &str {
    let word = stage_word(stage);
    let rest = stage.get(word.len()..).unwrap_or_default();
    let digits = rest.chars().count() == 2 && rest.chars().all(char::is_numeric);
    if digits || rest.is_empty() { word } else { stage }
}

/// Whether a stage is one of a specification.
pub(super) fn is_standards_track(stage: &str) -> bool {
    ["csd", "cs", "os", "errata"].contains(&stage_word(stage))
}

/// `v` and two or more numbers with dots between them.
pub(super) fn is_version(name: &str) -> bool {
    let numbers = name.strip_prefix('v').map(|rest| rest.split('.').collect::<Vec<_>>()).unwrap_or_default();
    numbers.len() > 1 && numbers.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

fn delivered(files: &Files<'_>, ending: &str, stage: &str) -> Option<String> {
    let is = |path: &&str| !path.contains('/') && super::files::ending(path).eq_ignore_ascii_case(ending);
    let candidates: Vec<&str> = files.paths().filter(is).collect();
    let suffix = format!("-{stage}");
    let exact = candidates.iter().filter(|path| stem(path).ends_with(&suffix)).min_by_key(|path| path.chars().count());
    exact.or_else(|| candidates.iter().min_by_key(|path| path.chars().count())).map(|path| (*path).to_owned())
}
