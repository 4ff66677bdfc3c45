//! What the page says of itself.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use crate::render::{Publication, Style};
use crate::work_product::date;

use super::escape::push_css_string;
use super::writer::Writer;

const BASE: &str = include_str!("../../../assets/html/base.css");
const OASIS: &str = include_str!("../../../assets/html/oasis.css");
const COSAI: &str = include_str!("../../../assets/html/cosai.css");
pub(super) const SCRIPT: &str = include_str!("../../../assets/html/page.js");

impl Writer<'_> {
    pub(super) fn head(&mut self) {
        let publication = self.publication;
        let metadata = &publication.metadata;
        self.push("<head>\n<meta charset=\"utf-8\">\n");
        self.tag("meta", None, &[("http-equiv", "Content-Security-Policy"), ("content", &policy())]);
        self.push("\n<title>");
        self.text(if metadata.title.is_empty() { &metadata.identifier } else { &metadata.title });
        self.push("</title>\n");
        self.meta("viewport", "width=device-width, initial-scale=1");
        self.meta("generator", concat!("proofmark ", env!("CARGO_PKG_VERSION")));
        self.meta("description", &metadata.description);
        self.meta("author", &metadata.author);
        self.meta("color-scheme", "light dark");
        if publication.options.draft {
            self.meta("robots", "noindex");
        }
        if let Some(address) = &metadata.canonical {
            self.tag("link", None, &[("rel", "canonical"), ("href", address)]);
            self.push("\n");
        }
        self.dublin_core();
        self.push("<style>\n");
        self.push(match publication.options.style {
            Style::Oasis => OASIS,
            Style::Cosai => COSAI,
        });
        self.push(BASE);
        self.out.push_str(&printed_footer(publication));
        self.push("</style>\n</head>\n");
    }

    fn dublin_core(&mut self) {
        let metadata = &self.publication.metadata;
        self.push("<link rel=\"schema.DC\" href=\"http://purl.org/dc/elements/1.1/\">\n");
        self.meta("DC.title", &metadata.title);
        self.meta("DC.creator", &metadata.author);
        self.meta("DC.description", &metadata.description);
        self.meta("DC.date", &metadata.date.map_or(String::new(), |date| date.to_string()));
        self.meta("DC.publisher", "OASIS Open");
        self.meta("DC.language", metadata.language);
        self.meta("DC.type", "Text");
        self.meta("DC.format", "text/html");
        self.meta("DC.identifier", metadata.canonical.as_ref().unwrap_or(&metadata.identifier));
        self.meta("DC.rights", &metadata.copyright);
    }

    fn meta(&mut self, name: &str, content: &str) {
        if !content.is_empty() {
            self.tag("meta", None, &[("name", name), ("content", content)]);
            self.push("\n");
        }
    }

    /// The end of the page: what the footer of the templates says.
    pub(super) fn footer(&mut self) {
        let metadata = &self.publication.metadata;
        self.push("<footer>\n");
        let day = metadata.date.map(date::long).unwrap_or_default();
        for line in [&metadata.identifier, &day, metadata.track, &metadata.copyright] {
            if !line.is_empty() {
                self.push("<p>");
                self.text(line);
                self.push("</p>\n");
            }
        }
        self.push("</footer>\n");
    }
}

/// Nothing is loaded but pictures that lie beside the page, and no script runs but ours.
fn policy() -> String {
    let digest = STANDARD.encode(Sha256::digest(SCRIPT.as_bytes()));
    format!(
        "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; \
         base-uri 'none'; form-action 'none'"
    )
}

/// The running footer of printed pages, as the templates have it.
fn printed_footer(publication: &Publication<'_>) -> String {
    let metadata = &publication.metadata;
    let day = metadata.date.map(date::long).unwrap_or_default();
    let mut rules = "@page {\n  @bottom-left { content: ".to_owned();
    push_css_string(&mut rules, &format!("{}\n{}", metadata.identifier, metadata.copyright));
    rules.push_str("; }\n  @bottom-center { content: ");
    push_css_string(&mut rules, metadata.track);
    rules.push_str("; }\n  @bottom-right { content: ");
    push_css_string(&mut rules, &format!("{day}\nPage "));
    rules.push_str(" counter(page) \" of \" counter(pages); }\n}\n");
    rules
}
