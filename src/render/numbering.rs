//! Numbers for the sections of a document that has none.

use crate::work_product::{Role, WorkProduct};

use super::publication::Style;

/// The number of each section of the outline, where `workproduct.yaml` asks for numbers and the author wrote none:
/// what is numbered by hand is kept as it is.
pub(super) fn numbers(work: &WorkProduct, style: Style) -> Vec<Option<String>> {
    let outline = &work.outline;
    let asked = work.settings().is_some_and(|config| config.build.numbering);
    if !asked || (0..outline.sections.len()).any(|index| outline.section_number(index).is_some()) {
        return Vec::new();
    }
    let (mut open, mut counts): (Vec<u8>, Vec<usize>) = (Vec::new(), Vec::new());
    let mut numbers = Vec::with_capacity(outline.sections.len());
    for section in &outline.sections {
        let source = work.slice(section.range);
        let plain = source.contains(".unnumbered") || source.contains("{-}");
        if section.role != Role::Section || section.depth == 0 || plain {
            numbers.push(None);
            continue;
        }
        let position = open.iter().take_while(|&&depth| depth < section.depth).count();
        open.truncate(position);
        open.push(section.depth);
        // A level that was passed over keeps its place: no number is given twice.
        counts.resize(position + 1, 0);
        counts[position] += 1;
        let parts: Vec<String> = counts.iter().map(usize::to_string).collect();
        // Papers of CoSAI put a full stop behind every number.
        let stop = if style == Style::Cosai { "." } else { "" };
        numbers.push(Some(parts.join(".") + stop));
    }
    numbers
}

#[cfg(test)]
mod tests {
    use crate::render::{Publication, PublicationOptions};
    use crate::source::MemoryWorkspace;
    use crate::work_product::{Request, load};

    fn titles(text: &str, build: &str) -> Vec<String> {
        let files = [
            ("a.md", text.to_owned()),
            ("workproduct.yaml", format!("source: a.md\nbuild:\n  {build}\n  style: oasis\n")),
        ];
        let files = files.into_iter().map(|(name, text)| (name.to_owned(), text.into_bytes())).collect();
        let workspace = MemoryWorkspace { files, today: None };
        let request = Request { config: Some("workproduct.yaml".to_owned()), ..Request::default() };
        let work = load(&workspace, &request).unwrap();
        let (publication, _) = Publication::new(&work, &workspace, PublicationOptions::of(&work, false));
        let entries = publication.tree.contents.entries.iter();
        entries.map(|entry| format!("{} {}", entry.number, entry.title).trim().to_owned()).collect()
    }

    #[test]
    fn only_what_has_no_numbers_is_numbered() {
        let text =
            "# T\n\n# Introduction\n\n# Tides\n\n### Deep\n\n## High\n\n## Low\n\n# Index {.unnumbered}\n\n# End\n";
        let numbered = ["1 Introduction", "2 Tides", "2.1 Deep", "2.2 High", "2.3 Low", "Index", "3 End"];
        let found = titles(text, "numbering: true");
        assert_eq!(found.len(), numbered.len(), "{found:?}");
        assert_eq!(found, numbered);
        assert_eq!(titles(text, "numbering: false").first().map(String::as_str), Some("Introduction"));
        let own = titles("# T\n\n# 1 Introduction\n\n# Annexes\n", "numbering: true");
        assert_eq!(own, ["1 Introduction", "Annexes"]);
    }
}
