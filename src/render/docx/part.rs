//! Parts of the file and what ties them together: relationships and content types.

use std::collections::{BTreeMap, HashMap};

use super::xml::Xml;

const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// What ties one part to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Relation {
    Document,
    CoreProperties,
    Properties,
    Styles,
    Numbering,
    Settings,
    Fonts,
    Footnotes,
    Header,
    Footer,
    Image,
    Hyperlink,
}

impl Relation {
    fn address(self) -> String {
        let name = match self {
            Self::CoreProperties => {
                return "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
                    .to_owned();
            }
            Self::Document => "officeDocument",
            Self::Properties => "extended-properties",
            Self::Styles => "styles",
            Self::Numbering => "numbering",
            Self::Settings => "settings",
            Self::Fonts => "fontTable",
            Self::Footnotes => "footnotes",
            Self::Header => "header",
            Self::Footer => "footer",
            Self::Image => "image",
            Self::Hyperlink => "hyperlink",
        };
        format!("{OFFICE}/{name}")
    }
}

/// What a part refers to; each target has one id, however often it is asked for.
#[derive(Default)]
pub(super) struct Relationships {
    list: Vec<(Relation, String)>,
    known: HashMap<(Relation, String), usize>,
}

impl Relationships {
    /// The id under which a part refers to a target.
    pub fn id(&mut self, relation: Relation, target: &str) -> String {
        let key = (relation, target.to_owned());
        let next = self.list.len() + 1;
        let number = *self.known.entry(key.clone()).or_insert(next);
        if number == next {
            self.list.push(key);
        }
        format!("rId{number}")
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The part that lists them.
    pub fn write(&self) -> Vec<u8> {
        let mut xml = Xml::new("Relationships", &[("xmlns", RELATIONSHIPS)]);
        for (index, (relation, target)) in self.list.iter().enumerate() {
            let (id, address) = (format!("rId{}", index + 1), relation.address());
            let mut attributes = vec![("Id", id.as_str()), ("Type", &address), ("Target", target)];
            if *relation == Relation::Hyperlink {
                attributes.push(("TargetMode", "External"));
            }
            xml.empty("Relationship", &attributes);
        }
        xml.finish()
    }
}

/// A part that holds text: the document or its footnotes.
pub(super) struct Part {
    pub xml: Xml,
    pub relationships: Relationships,
}

/// The namespaces that text uses.
const NAMESPACES: [(&str, &str); 9] = [
    ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    ("xmlns:r", OFFICE),
    ("xmlns:m", "http://schemas.openxmlformats.org/officeDocument/2006/math"),
    ("xmlns:wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
    ("xmlns:a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
    ("xmlns:pic", "http://schemas.openxmlformats.org/drawingml/2006/picture"),
    ("xmlns:w14", "http://schemas.microsoft.com/office/word/2010/wordml"),
    ("xmlns:mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"),
    ("mc:Ignorable", "w14"),
];

impl Part {
    /// Begins a part.
    pub fn new(root: &'static str) -> Self {
        Self { xml: Xml::new(root, &NAMESPACES), relationships: Relationships::default() }
    }

    /// Adds the part to the file, with its relationships.
    pub fn finish(self, name: &str, parts: &mut BTreeMap<String, Vec<u8>>) {
        if !self.relationships.is_empty() {
            parts.insert(format!("word/_rels/{name}.rels"), self.relationships.write());
        }
        parts.insert(format!("word/{name}"), self.xml.finish());
    }
}

const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// The part that says what every other part is.
pub(super) fn content_types(parts: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let types = "http://schemas.openxmlformats.org/package/2006/content-types";
    let mut xml = Xml::new("Types", &[("xmlns", types)]);
    for (ending, content_type) in [
        ("gif", "image/gif"),
        ("jpeg", "image/jpeg"),
        ("png", "image/png"),
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("svg", "image/svg+xml"),
        ("xml", "application/xml"),
    ] {
        xml.empty("Default", &[("Extension", ending), ("ContentType", content_type)]);
    }
    for path in parts.keys() {
        if let Some(content_type) = content_type(path) {
            xml.empty("Override", &[("PartName", &format!("/{path}")), ("ContentType", &content_type)]);
        }
    }
    xml.finish()
}

fn content_type(path: &str) -> Option<String> {
    let name = match path {
        "docProps/core.xml" => return Some("application/vnd.openxmlformats-package.core-properties+xml".to_owned()),
        "docProps/app.xml" => {
            return Some("application/vnd.openxmlformats-officedocument.extended-properties+xml".to_owned());
        }
        _ => path.strip_prefix("word/")?.strip_suffix(".xml")?,
    };
    Some(match name {
        "document" => format!("{WORD}.document.main+xml"),
        _ => format!("{WORD}.{}+xml", name.trim_end_matches(|c: char| c.is_ascii_digit())),
    })
}
