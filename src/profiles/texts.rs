//! Exact legal and fixed texts, as the templates print them.

/// A text that documents carry word for word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Text {
    /// Notice of a `CoSAI` paper: Open Project rules.
    CosaiNotice,
    /// `CoSAI`'s focus.
    CosaiFocus,
    /// `CoSAI`'s guidelines on the use of AI systems.
    CosaiAiGuidelines,
    /// The sentence that a work product is not on the standards track.
    NonStandardsTrack,
}

/// The text, in Markdown. `{year}` stands for the year of the copyright.
#[must_use]
pub fn text(text: Text) -> &'static str {
    match text {
        Text::CosaiNotice => include_str!("texts/cosai-notice.md"),
        Text::CosaiFocus => include_str!("texts/cosai-focus.md"),
        Text::CosaiAiGuidelines => include_str!("texts/cosai-ai-guidelines.md"),
        Text::NonStandardsTrack => include_str!("texts/non-standards-track.md"),
    }
}
