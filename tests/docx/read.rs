//! A DOCX as a word processor reads it.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use roxmltree::{Document, Node};

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The parts of a file.
pub struct Read {
    pub parts: BTreeMap<String, Vec<u8>>,
}

/// The value of an attribute of the main namespace.
pub fn value<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attribute((WORD, name))
}

/// The elements of a name below a node.
pub fn all<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.descendants().filter(move |node| node.is_element() && node.tag_name().name() == name)
}

/// The child of a name.
fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| child.is_element() && child.tag_name().name() == name)
}

/// Style of a paragraph.
pub fn style<'a>(paragraph: Node<'a, '_>) -> &'a str {
    let style = child(paragraph, "pPr").and_then(|properties| child(properties, "pStyle"));
    style.and_then(|style| value(style, "val")).unwrap_or("Normal")
}

/// What a paragraph or anything else says, marks of notes and of check boxes left out.
pub fn text(node: Node<'_, '_>) -> String {
    let mut text = String::new();
    for node in node.descendants().filter(Node::is_element) {
        match node.tag_name().name() {
            "p" | "br" | "tab" | "tc" => text.push(' '),
            "t" if node.tag_name().namespace() == Some(WORD) && !is_mark(node) => {
                text.push_str(node.text().unwrap_or_default());
            }
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The last part of a path after a point.
fn ending(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or_default()
}

/// The number of a note.
pub fn is_note_number(run: Node<'_, '_>) -> bool {
    let style = child(run, "rPr").and_then(|properties| child(properties, "rStyle"));
    style.and_then(|style| value(style, "val")) == Some("FootnoteReference")
}

fn is_mark(text: Node<'_, '_>) -> bool {
    let in_box = text.ancestors().any(|above| {
        above.tag_name().name() == "sdt" && all(above, "checkbox").next().is_some() && all(above, "p").next().is_none()
    });
    text.parent().is_some_and(is_note_number) || in_box
}

impl Read {
    /// A part as text.
    pub fn part(&self, path: &str) -> &str {
        let bytes = self.parts.get(path).unwrap_or_else(|| panic!("{path} is there"));
        std::str::from_utf8(bytes).expect("parts are UTF-8")
    }

    /// The document.
    pub fn document(&self) -> Document<'_> {
        Document::parse(self.part("word/document.xml")).expect("the document is well formed")
    }

    /// The notes.
    pub fn footnotes(&self) -> Document<'_> {
        Document::parse(self.part("word/footnotes.xml")).expect("the notes are well formed")
    }

    /// The paragraphs whose style's name begins so, with what they say.
    pub fn styled(&self, names: &[&str]) -> Vec<(String, String)> {
        let document = self.document();
        let paragraphs = all(document.root(), "p").map(|paragraph| (style(paragraph).to_owned(), text(paragraph)));
        paragraphs.filter(|(style, _)| names.iter().any(|name| style.starts_with(name))).collect()
    }

    /// What holds for every file, whatever the document.
    pub fn is_sound(&self) {
        for path in self.parts.keys().filter(|path| matches!(ending(path), "xml" | "rels")) {
            if let Err(error) = Document::parse(self.part(path)) {
                panic!("{path}: {error}");
            }
        }
        self.types_are_known();
        self.relationships_lead_somewhere();
        self.names_are_given();
        self.tables_are_grids();
        let document = self.document();
        let drawings: Vec<&str> = all(document.root(), "docPr").filter_map(|node| node.attribute("id")).collect();
        assert_eq!(drawings.len(), drawings.iter().collect::<HashSet<_>>().len(), "drawings have ids of their own");
        let paragraphs = all(document.root(), "p").chain(all(document.root(), "sectPr"));
        for paragraph in paragraphs.filter(|node| node.tag_name().name() == "p") {
            assert!(
                !paragraph.ancestors().skip(1).any(|above| above.tag_name().name() == "p"),
                "no paragraph stands in another"
            );
        }
    }

    fn types_are_known(&self) {
        let types = Document::parse(self.part("[Content_Types].xml")).expect("well formed");
        let given = |element: &'static str, key: &'static str| -> BTreeSet<String> {
            all(types.root(), element).filter_map(|node| node.attribute(key)).map(str::to_owned).collect()
        };
        let (defaults, overrides) = (given("Default", "Extension"), given("Override", "PartName"));
        for path in self.parts.keys().filter(|path| *path != "[Content_Types].xml") {
            assert!(defaults.contains(ending(path)), "{path} has no type");
            let own = ending(path) != "xml" || overrides.contains(&format!("/{path}"));
            assert!(own, "{path} has no type of its own");
        }
        for path in &overrides {
            assert!(self.parts.contains_key(path.trim_start_matches('/')), "{path} is there");
        }
    }

    fn relationships_lead_somewhere(&self) {
        for path in self.parts.keys().filter(|path| ending(path) == "rels") {
            let list = Document::parse(self.part(path)).expect("well formed");
            let (directory, name) = path.split_once("_rels/").expect("relationships have a place of their own");
            let mut ids = HashSet::new();
            for relationship in all(list.root(), "Relationship") {
                let target = relationship.attribute("Target").expect("a target");
                assert!(ids.insert(relationship.attribute("Id").expect("an id")), "{path}: ids are given once");
                if relationship.attribute("TargetMode") == Some("External") {
                    assert!(target.is_ascii() && !target.contains(' '), "{target}");
                } else {
                    assert!(self.parts.contains_key(&format!("{directory}{target}")), "{path}: {target} is there");
                }
            }
            let Some(owner) = name.strip_suffix(".rels").filter(|name| !name.is_empty()) else { continue };
            let owner = Document::parse(self.part(&format!("{directory}{owner}"))).expect("well formed");
            for attribute in owner.descendants().flat_map(|node| node.attributes().collect::<Vec<_>>()) {
                let refers = attribute.namespace() == Some(OFFICE);
                assert!(!refers || ids.contains(attribute.value()), "{path}: {} is there", attribute.value());
            }
        }
    }

    fn names_are_given(&self) {
        let (document, footnotes) = (self.document(), self.footnotes());
        let nodes = || [document.root(), footnotes.root()].into_iter();
        let mut bookmarks = HashSet::new();
        let (mut begun, mut ended) = (Vec::new(), Vec::new());
        for bookmark in nodes().flat_map(|root| all(root, "bookmarkStart").collect::<Vec<_>>()) {
            let name = value(bookmark, "name").expect("a name");
            assert!(!name.is_empty() && name.len() <= 40, "{name}");
            assert!(bookmarks.insert(name.to_lowercase()), "{name} is given once");
            begun.extend(value(bookmark, "id").map(str::to_owned));
        }
        for end in nodes().flat_map(|root| all(root, "bookmarkEnd").collect::<Vec<_>>()) {
            ended.extend(value(end, "id").map(str::to_owned));
        }
        begun.sort();
        ended.sort();
        assert_eq!(begun, ended);
        for link in nodes().flat_map(|root| all(root, "hyperlink").collect::<Vec<_>>()) {
            if let Some(anchor) = value(link, "anchor") {
                assert!(bookmarks.contains(&anchor.to_lowercase()), "{anchor} is a place");
            }
        }
        for code in all(document.root(), "instrText").filter_map(|node| node.text()) {
            let mut words = code.split_whitespace();
            if let (Some("PAGEREF" | "NOTEREF"), Some(name)) = (words.next(), words.next()) {
                assert!(bookmarks.contains(&name.to_lowercase()), "{name} is a place");
            }
        }
        self.styles_and_lists_are_given(&document, &footnotes);
    }

    fn styles_and_lists_are_given(&self, document: &Document<'_>, footnotes: &Document<'_>) {
        let styles = Document::parse(self.part("word/styles.xml")).expect("well formed");
        let known: HashSet<&str> = all(styles.root(), "style").filter_map(|node| value(node, "styleId")).collect();
        let lists = Document::parse(self.part("word/numbering.xml")).expect("well formed");
        let numbers: HashSet<&str> = all(lists.root(), "num").filter_map(|node| value(node, "numId")).collect();
        let notes: HashSet<&str> = all(footnotes.root(), "footnote").filter_map(|node| value(node, "id")).collect();
        for root in [document.root(), footnotes.root()] {
            for name in ["pStyle", "rStyle", "tblStyle"] {
                for style in all(root, name).filter_map(|node| value(node, "val")) {
                    assert!(known.contains(style), "the style {style} is there");
                }
            }
            for number in all(root, "numId").filter_map(|node| value(node, "val")) {
                assert!(numbers.contains(number), "the list {number} is there");
            }
            for note in all(root, "footnoteReference").filter_map(|node| value(node, "id")) {
                assert!(notes.contains(note), "the note {note} is there");
            }
        }
        for based in all(styles.root(), "basedOn").filter_map(|node| value(node, "val")) {
            assert!(known.contains(based), "the style {based} is there");
        }
    }

    /// Every row takes all columns, every cell ends with a paragraph, what goes on has begun.
    fn tables_are_grids(&self) {
        let document = self.document();
        for table in all(document.root(), "tbl") {
            let columns = child(table, "tblGrid").map_or(0, |grid| all(grid, "gridCol").count());
            assert!((1..=63).contains(&columns), "{columns} columns");
            let mut open: Vec<bool> = vec![false; columns];
            for row in table.children().filter(|node| node.tag_name().name() == "tr") {
                let mut column = 0;
                for cell in row.children().filter(|node| node.tag_name().name() == "tc") {
                    let last = cell.children().rfind(Node::is_element).map(|node| node.tag_name().name());
                    assert_eq!(last, Some("p"), "a cell ends with a paragraph");
                    let properties = child(cell, "tcPr").expect("properties");
                    let span = child(properties, "gridSpan").and_then(|span| value(span, "val")?.parse().ok());
                    let span: usize = span.unwrap_or(1);
                    let merge = child(properties, "vMerge").map(|merge| value(merge, "val"));
                    if merge == Some(None) {
                        assert!(open[column], "what goes on has begun");
                    }
                    open[column..column + span].fill(merge.is_some());
                    column += span;
                }
                assert_eq!(column, columns, "a row takes all columns");
            }
        }
    }
}
