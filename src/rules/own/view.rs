//! The document as the rules of a committee see it.

use std::sync::OnceLock;

use crate::diagnostic::{Location, PROSE};
use crate::markdown::NodeKind;
use crate::source::TextRange;
use crate::work_product::own_rules::{Pattern, Target};
use crate::work_product::{Section, WorkProduct};

/// A work product, with its prose taken out when first asked for.
pub(in crate::rules) struct View<'a> {
    pub work: &'a WorkProduct,
    prose: OnceLock<String>,
}

/// One thing that a pattern is held against.
pub(in crate::rules) struct Item<'a> {
    pub text: &'a str,
    pub range: TextRange,
}

impl Item<'_> {
    /// Where `pattern` matches.
    pub fn find(&self, pattern: &Pattern) -> Option<TextRange> {
        let found = pattern.find(self.text)?;
        // What is unescaped or collapsed has no exact place but that of the whole.
        let exact = self.range.len() == self.text.len();
        Some(if exact { self.range.inside(found) } else { self.range })
    }
}

impl<'a> View<'a> {
    pub fn new(work: &'a WorkProduct) -> Self {
        Self { work, prose: OnceLock::new() }
    }

    /// The text with all that is no prose blanked out, so that places stay what they are.
    pub fn prose(&self) -> &str {
        self.prose.get_or_init(|| {
            let document = &self.work.document;
            let mut bytes = self.work.text().as_bytes().to_vec();
            for node in document.descendants(document.root()) {
                let kind = document.kind(node);
                if matches!(kind, NodeKind::Heading { .. } | NodeKind::CodeBlock { .. } | NodeKind::FrontMatter) {
                    let blanked = bytes.get_mut(document.range(node).as_usize()).into_iter().flatten();
                    blanked.filter(|byte| !matches!(byte, b'\n' | b'\r')).for_each(|byte| *byte = b' ');
                }
            }
            String::from_utf8(bytes).unwrap_or_default()
        })
    }

    /// The part of the prose a target means, with its place in the document; `None` where there is none.
    pub fn part(&self, target: &Target) -> Option<(&str, usize)> {
        let prose = self.prose();
        match target {
            Target::Section(pattern) => {
                let extent = self.section(pattern)?.extent;
                Some((prose.get(extent.as_usize())?, extent.start as usize))
            }
            Target::Prose => Some((prose, 0)),
            Target::Headings | Target::Links | Target::RelativeLinks | Target::Images => None,
        }
    }

    /// What a target means, one by one: of prose, the lines that are not blank.
    pub fn items(&self, target: &Target) -> Vec<Item<'_>> {
        let work = self.work;
        match target {
            Target::Prose | Target::Section(_) => {
                let Some((part, from)) = self.part(target) else { return Vec::new() };
                let mut at = from;
                let lines = part.split_inclusive('\n').map(|line| {
                    let start = at + line.len() - line.trim_start().len();
                    at += line.len();
                    let text = line.trim();
                    Item { text, range: TextRange::new(start, start + text.len()) }
                });
                lines.filter(|line| !line.text.is_empty()).collect()
            }
            Target::Headings => {
                let item = |section: &'a Section| Item { text: &section.title, range: section.text_range };
                work.outline.sections.iter().map(item).collect()
            }
            Target::Links | Target::RelativeLinks | Target::Images => {
                let meant = |url: &str, image: bool| match target {
                    Target::Images => image,
                    Target::RelativeLinks => is_relative(url),
                    _ => true,
                };
                let links = work.links.iter().filter(|link| meant(&link.url, link.image));
                links.map(|link| Item { text: &link.url, range: link.url_range }).collect()
            }
        }
    }

    /// The headings that match: with number or without, with a closing colon or without.
    pub fn headings<'s>(&'s self, pattern: &'s Pattern) -> impl Iterator<Item = &'s Section> + 's {
        self.work.outline.sections.iter().filter(|section| {
            pattern.is_match(&section.title)
                || pattern.is_match(&section.text)
                || section.title.strip_suffix(':').is_some_and(|title| pattern.is_match(title.trim_end()))
        })
    }

    /// The first section whose heading matches.
    pub fn section<'s>(&'s self, pattern: &'s Pattern) -> Option<&'s Section> {
        self.headings(pattern).next()
    }

    /// Where to point when something is missing: at the section that should have it, else at the title.
    pub fn place(&self, target: Option<&Target>) -> Location {
        let section = match target {
            Some(Target::Section(pattern)) => self.section(pattern),
            _ => None,
        };
        let range = section.map_or_else(|| crate::rules::cover::cover_place(self.work), |section| section.text_range);
        Location { source: PROSE, range }
    }

    /// What is known of the document under a key, and where: in the front matter, in `workproduct.yaml`, on the cover.
    pub fn metadata(&self, key: &str) -> Option<(String, Location)> {
        let key = key.replace('_', "-");
        // Names of the Dublin Core beside those of the template.
        let names: &[&str] = match key.as_str() {
            "creator" | "author" => &["author", "creator"],
            "publisher" | "body" => &["publisher", "body"],
            "status" | "stage" => &["status", "stage"],
            other => &[other],
        };
        names.iter().find_map(|name| self.one_metadata(name)).filter(|(value, _)| !value.is_empty())
    }

    fn one_metadata(&self, key: &str) -> Option<(String, Location)> {
        let work = self.work;
        let entry = work
            .front_matter
            .as_ref()
            .and_then(|front| front.entries.iter().find(|entry| entry.key.to_lowercase().replace('_', "-") == key));
        if let Some(entry) = entry {
            return Some((entry.value.trim().to_owned(), Location { source: PROSE, range: entry.value_range }));
        }
        if let Some(loaded) = &work.config {
            let tree = crate::markdown::parse_yaml(work.sources.get(loaded.source).text()).ok().flatten();
            if let Some(node) = tree.as_ref().and_then(|tree| tree.get(key))
                && let Some(value) = node.text()
            {
                return Some((value.trim().to_owned(), Location { source: loaded.source, range: node.range }));
            }
        }
        let cover = &work.cover;
        let (text, range) = match key {
            "title" => cover.title.as_ref().map(|title| (&title.text, title.range))?,
            "stage" => cover.stage.as_ref().map(|stage| (&stage.text, stage.range))?,
            "date" => cover.date.as_ref().map(|date| (&date.text, date.range))?,
            _ => return None,
        };
        Some((text.trim().to_owned(), Location { source: PROSE, range }))
    }
}

/// Neither of the web nor a mail address.
fn is_relative(url: &str) -> bool {
    let starts = |scheme: &str| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    !["http:", "https:", "mailto:"].iter().any(|scheme| starts(scheme))
}
