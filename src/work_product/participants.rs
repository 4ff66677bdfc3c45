//! Those whom the acknowledgments list without a role: participants, and those thanked.

use crate::markdown::{Document, NodeId, NodeKind, visible};
use crate::source::TextRange;

use super::cover::Part;
use super::outline::Outline;
use super::people::part;

/// Someone listed below `Participants` or `Special Thanks`, in a table or a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// First and last name.
    pub name: Part,
    /// The organization.
    pub affiliation: Option<Part>,
}

/// The participants of a document, in order.
#[must_use]
pub fn participants(document: &Document, outline: &Outline, text: &str) -> Vec<Participant> {
    let mut found = Vec::new();
    for section in &outline.sections {
        let title = section.title.to_lowercase();
        if !["participants", "special thanks", "acknowledgments", "acknowledgements"].contains(&title.as_str()) {
            continue;
        }
        for &block in &section.blocks {
            match document.kind(block) {
                NodeKind::Table { .. } => rows(document, block, text, &mut found),
                NodeKind::List { .. } => items(document, block, text, &mut found),
                _ => {}
            }
        }
    }
    found
}

/// `| First Name | Last Name | Company |`.
fn rows(document: &Document, table: NodeId, text: &str, found: &mut Vec<Participant>) {
    for row in document.children(table) {
        if *document.kind(row) != (NodeKind::TableRow { header: false }) {
            continue;
        }
        let mut cells = document.children(row).map(|cell| whole(document, cell, text));
        let (Some(first), Some(last)) = (cells.next(), cells.next()) else { continue };
        let affiliation = cells.next().filter(|company| !company.text.is_empty());
        if first.text.is_empty() || last.text.is_empty() {
            continue;
        }
        let name = Part { text: format!("{} {}", first.text, last.text), range: first.range.cover(last.range) };
        found.push(Participant { name, affiliation });
    }
}

/// `* Name, Company`.
fn items(document: &Document, list: NodeId, text: &str, found: &mut Vec<Participant>) {
    for item in document.children(list) {
        let Some(line) = document.children(item).next() else { continue };
        let seen = visible(document, line, text);
        let Some((name, company)) = seen.text.split_once(',') else { continue };
        let at = name.len() + 1;
        let is_name = (2..=5).contains(&name.split_whitespace().count()) && !name.contains([':', '(']);
        let is_company = !company.contains([',', '(', ';', '@']) && !company.trim().is_empty();
        if is_name && is_company {
            let affiliation = Some(part(&seen, at..at + company.len()));
            found.push(Participant { name: part(&seen, 0..name.len()), affiliation });
        }
    }
}

fn whole(document: &Document, cell: NodeId, text: &str) -> Part {
    let seen = visible(document, cell, text);
    let whole = part(&seen, 0..seen.text.len());
    if whole.text.is_empty() { Part { text: String::new(), range: TextRange::empty(0) } } else { whole }
}

#[cfg(test)]
mod tests {
    use crate::work_product::from_text;

    #[test]
    fn tables_and_lists() {
        let text = "# T\n\n# 1 Introduction\n\n# Appendix A. Acknowledgments\n\n## A.1 Special Thanks\n\n\
                    * Ada Marlowe, Northwind\n* Everyone who helped\n\n## A.2 Participants\n\n\
                    | First Name | Last Name | Company |\n| :--- | :--- | :--- |\nMei | Zhao | Sable\n| Jo | Lund | |\n";
        let work = from_text("a.md", text.to_owned(), None).unwrap();
        let all = work.people.participants.iter();
        let read: Vec<_> = all.map(|p| (&*p.name.text, p.affiliation.as_ref().map(|a| &*a.text))).collect();
        assert_eq!(read, [("Ada Marlowe", Some("Northwind")), ("Mei Zhao", Some("Sable")), ("Jo Lund", None)]);
    }
}
