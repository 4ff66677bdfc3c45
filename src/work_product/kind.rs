//! What kind of text it is: a whole document or a part of one, a draft, a template.

use std::sync::LazyLock;

use regex::Regex;

use super::{Evidence, Section, StageToken, WorkProduct};

/// A template writes the word where a title goes, and the pattern of a date below it.
static DATE_PATTERN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\bDD[\s-]+M(?:onth|M+)\b").expect("valid pattern"));

/// `Draft` is a word like others; in capitals it is a mark.
static DRAFT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\bDRAFT\b").expect("valid pattern"));

impl WorkProduct {
    /// Whether this is a working draft: `workproduct.yaml` decides; without it the stage line, the name of the file
    /// or the title says so.
    #[must_use]
    pub fn is_working_draft(&self) -> bool {
        if let Some(stage) = self.settings().and_then(|config| config.stage.as_deref()) {
            return stage.starts_with("wd");
        }
        let name = self.path().rsplit('/').next().unwrap_or_default();
        let stem = name.split_once(".md").map_or(name, |(stem, _)| stem);
        let token = stem.rsplit('-').next().and_then(StageToken::split);
        let line = self.cover.stage_line.as_ref().is_some_and(|line| line.working_draft);
        line || token.is_some_and(|token| token.name == "wd")
            || self.title().is_some_and(|title| DRAFT.is_match(&title))
    }

    /// Whether this is the template others start from: by the name of the file, or as its title is still `Title`
    /// and its date a pattern. Its placeholders are its content.
    #[must_use]
    pub fn is_template(&self) -> bool {
        let name = self.path().rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
        let stem = name.split('.').next().unwrap_or_default();
        let named = stem == "template" || stem.ends_with("-template") || stem.ends_with("_template");
        self.config.is_none() && (named || self.is_blank())
    }

    fn is_blank(&self) -> bool {
        let untitled = self.cover.title.as_ref().is_some_and(|title| title.text.trim() == "Title");
        untitled && DATE_PATTERN.is_match(self.slice(self.cover.range))
    }

    /// Whether the prose is a piece that a build puts together with others: nothing of a cover, and no title. Who
    /// names a template for it says that it is whole.
    #[must_use]
    pub fn is_fragment(&self) -> bool {
        let first = self.outline.sections.first();
        let cover = &self.cover;
        let covered = self.front_matter.is_some()
            || cover.title.is_some() && first.is_some_and(|section| section.level == 1)
            || cover.stage.is_some()
            || cover.date.is_some()
            || cover.project_line.is_some()
            || cover.approval.is_some()
            || self.outline.sections.iter().any(is_of_cover);
        let named = self.evidence == Some(Evidence::Configuration);
        self.steers_assembly() || !covered && !named
    }

    /// Whether a comment at the top tells a build how the piece goes into the table of contents.
    fn steers_assembly(&self) -> bool {
        let comment = self.document.comments.first();
        comment.is_some_and(|comment| {
            let before = self.text().get(..comment.range.start as usize).unwrap_or_default();
            before.trim().is_empty() && comment.text.lines().any(|line| line.trim_start().starts_with("toc:"))
        })
    }

    /// Whether the prose is a whole document and no part of one: it has a title, and sections follow its cover.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let end = self.outline.sections.iter().rposition(is_of_cover).map_or(0, |index| index + 1);
        let titled = self.outline.title.is_some() || self.front_matter.is_some();
        let mut body = self.outline.body();
        titled
            && !self.steers_assembly()
            && body.any(|(index, section)| index >= end && section.depth == 1 && section.label.is_none())
    }
}

fn is_of_cover(section: &Section) -> bool {
    section.label.as_ref().is_some_and(|label| label.kind.is_of_cover())
}

#[cfg(test)]
mod tests {
    use crate::work_product::{WorkProduct, from_text};

    fn read(path: &str, text: &str) -> WorkProduct {
        from_text(path, text.to_owned(), None).unwrap()
    }

    #[test]
    fn drafts_say_so_on_the_cover_in_the_name_or_in_the_title() {
        assert!(read("a.md", "# T Version 1.0\n\n## Working Draft 02\n").is_working_draft());
        assert!(read("a-v1.0-wd02.md", "# T Version 1.0\n").is_working_draft());
        assert!(read("a.md", "# Tide Tables - DRAFT\n").is_working_draft());
        assert!(!read("a.md", "# How to Draft a Letter\n").is_working_draft());
        assert!(!read("a.md", "# T Version 1.0\n\n## Committee Specification Draft 02\n").is_working_draft());
    }

    #[test]
    fn pieces_have_neither_cover_nor_title() {
        assert!(read("a.md", "## Annex A. Licence\n\nText.\n").is_fragment());
        assert!(read("a.md", "<!--\ntoc: skip\n-->\n# Tides\n\nText.\n").is_fragment());
        assert!(read("a.md", "Text.\n").is_fragment());
        assert!(!read("a.md", "# Tides\n\nText.\n").is_fragment());
        assert!(!read("a.md", "## Tides\n\n### Abstract:\n\nText.\n").is_fragment());
        assert!(!read("a.md", "---\ntitle: Tides\n---\n\n## Tides\n").is_fragment());
    }

    #[test]
    fn templates_by_name_or_by_what_is_still_blank() {
        assert!(read("paper-template.md", "# Tides\n").is_template());
        assert!(read("a.md", "# Title\n\n## DD Month YYYY\n\n# 1 Introduction\n").is_template());
        assert!(!read("a.md", "# Title\n\n# 1 Introduction\n").is_template());
        assert!(!read("a.md", "# Tides\n\n## DD Month YYYY\n").is_template());
    }
}
