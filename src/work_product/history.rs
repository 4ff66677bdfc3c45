//! Parts of a document that speak of other documents, and of other days.

use super::WorkProduct;

impl WorkProduct {
    /// Whether what stands at `offset` lists references or changes: it names sections of other documents and of
    /// other days.
    #[must_use]
    pub fn tells_history(&self, offset: u32) -> bool {
        let Some(mut at) = self.outline.section_at(offset) else { return false };
        if self.references.sections.binary_search(&at).is_ok() {
            return true;
        }
        while let Some(section) = self.outline.sections.get(at) {
            let title = section.title.to_lowercase();
            if ["history", "changes", "change log", "changelog", "release notes"]
                .iter()
                .any(|word| title.contains(word))
            {
                return true;
            }
            match section.parent {
                Some(parent) => at = parent,
                None => return false,
            }
        }
        false
    }
}
