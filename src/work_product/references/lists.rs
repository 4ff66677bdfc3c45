//! Which sections list references, and what a list says of its entries.

use crate::work_product::{Outline, Role, Section};

/// Whether the document depends on what a list names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListKind {
    /// It does.
    Normative,
    /// It does not.
    Informative,
}

/// A heading that opens a list of references.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct List {
    /// Index of the section.
    pub section: usize,
    /// What the heading, or one above it, says of the entries.
    pub kind: Option<ListKind>,
}

/// Words that may stand before `References` in the heading of a list.
const BEFORE: &[&str] = &[
    "normative",
    "non",
    "nonnormative",
    "informative",
    "informational",
    "bibliographic",
    "additional",
    "other",
    "external",
    "further",
    "related",
    "selected",
    "general",
    "key",
    "cited",
    "useful",
    "example",
    "literature",
    "standards",
    "and",
    "or",
    "list",
    "of",
    "the",
];

/// Words that may stand behind it.
const BEHIND: &[&str] = &[
    "normative",
    "non",
    "nonnormative",
    "informative",
    "informational",
    "and",
    "further",
    "reading",
    "resources",
    "bibliography",
    "citations",
    "cited",
    "links",
    "notes",
    "sources",
    "footnotes",
];

/// The headings that open a list; and, for every section, the list it belongs to.
pub(super) fn lists(outline: &Outline) -> (Vec<List>, Vec<Option<usize>>) {
    let mut lists: Vec<List> = Vec::new();
    let mut list_of: Vec<Option<usize>> = Vec::with_capacity(outline.sections.len());
    for (index, section) in outline.sections.iter().enumerate() {
        let above: Option<usize> = section.parent.and_then(|parent| list_of.get(parent).copied().flatten());
        if opens_list(section) {
            let inherited = above.and_then(|list| lists[list].kind);
            lists.push(List { section: index, kind: ListKind::of_title(&section.title).or(inherited) });
            list_of.push(Some(lists.len() - 1));
        } else {
            list_of.push(above);
        }
    }
    (lists, list_of)
}

fn opens_list(section: &Section) -> bool {
    // A file may hold nothing but the references.
    matches!(section.role, Role::Section | Role::Appendix | Role::Title) && is_list_title(&section.title)
}

/// `Normative References`, but not `Vulnerabilities Property - References`.
fn is_list_title(title: &str) -> bool {
    let title = title.to_lowercase();
    if title.contains("bibliograph") || title == "works cited" || title == "further reading" {
        return true;
    }
    let words: Vec<&str> = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let Some(at) = words.iter().position(|word| matches!(*word, "references" | "reference")) else { return false };
    let plural = words[at] == "references" || words.get(at + 1).is_some_and(|next| *next == "documents");
    let behind = words[at + 1..].iter().all(|word| BEHIND.contains(word) || *word == "documents");
    plural && behind && words[..at].iter().all(|word| BEFORE.contains(word))
}

impl ListKind {
    /// What the title of a list says of its entries.
    #[must_use]
    pub fn of_title(title: &str) -> Option<Self> {
        let title = title.to_lowercase().replace(['-', ' ', '\u{2010}', '\u{2011}'], "");
        let informative = ["nonnormative", "informative", "informational", "bibliograph", "furtherreading"];
        let informs = informative.iter().any(|word| title.contains(word));
        let binds = title.replace("nonnormative", "").contains("normative");
        match (binds, informs) {
            (true, false) => Some(ListKind::Normative),
            (false, true) => Some(ListKind::Informative),
            // `Informative (Non-Normative) References` is one list, `Normative and Informative References` two.
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_lists() {
        for title in [
            "References",
            "Normative References",
            "Informative (Non-Normative) References",
            "Non-Normative References",
            "References and Further Reading",
            "Reference Documents",
            "Bibliography",
        ] {
            assert!(is_list_title(title), "{title}");
        }
        for title in ["References Type", "Vulnerabilities Property - References", "Reference", "API Reference"] {
            assert!(!is_list_title(title), "{title}");
        }
    }

    #[test]
    fn kinds_of_lists() {
        assert_eq!(ListKind::of_title("Normative References"), Some(ListKind::Normative));
        assert_eq!(ListKind::of_title("Informative (Non-Normative) References"), Some(ListKind::Informative));
        assert_eq!(ListKind::of_title("Bibliography"), Some(ListKind::Informative));
        assert_eq!(ListKind::of_title("Normative and Informative References"), None);
        assert_eq!(ListKind::of_title("References"), None);
    }
}
