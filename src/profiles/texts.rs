//! Exact legal and fixed texts, as the templates print them.

/// A text that documents carry word for word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Text {
    /// Notice of a `CoSAI` paper: Open Project rules.
    CosaiNotice,
    /// Notice of a specification of a Technical Committee.
    TcSpecificationNotice,
    /// Notice of a note of a Technical Committee.
    TcNoteNotice,
    /// Notice of the Technical Committee templates of 2025.
    Tc2025Notice,
    /// Notice of a specification of an Open Project; its licence is the project's own.
    OpSpecificationNotice,
    /// Notice of a note of an Open Project; its licence is the project's own.
    OpNoteNotice,
    /// The paragraphs on patents as specifications of Technical Committees had them before 2021.
    Tc2018Patents,
    /// The sentences on comments and patents in the Status section of a Technical Committee, with every mode.
    TcStatus,
    /// The sentence on comments in the Status section of an Open Project.
    OpStatus,
    /// The sentence of the short notice on the cover.
    FrontNotice,
    /// `CoSAI`'s focus.
    CosaiFocus,
    /// `CoSAI`'s guidelines on the use of AI systems.
    CosaiAiGuidelines,
    /// The sentence that a work product is not on the standards track.
    NonStandardsTrack,
    /// What the key words mean, in the templates of 2020. `{RFC2119}` and `{RFC8174}` stand for the citations.
    KeyWords,
    /// What the key words mean, in the templates of 2025.
    KeyWords2025,
    /// What opens the lists of references in the Technical Committee templates of 2025, a paragraph for each.
    Tc2025References,
    /// That OASIS cannot guarantee links; `{part}` stands for `section` or `appendix`.
    LinkLongevity,
}

/// The text, in Markdown. `{year}` stands for the year of the copyright.
#[must_use]
pub fn text(text: Text) -> &'static str {
    match text {
        Text::CosaiNotice => include_str!("texts/cosai-notice.md"),
        Text::TcSpecificationNotice => include_str!("texts/tc-specification-notice.md"),
        Text::TcNoteNotice => include_str!("texts/tc-note-notice.md"),
        Text::Tc2025Notice => include_str!("texts/tc-2025-notice.md"),
        Text::OpSpecificationNotice => include_str!("texts/op-specification-notice.md"),
        Text::OpNoteNotice => include_str!("texts/op-note-notice.md"),
        Text::Tc2018Patents => include_str!("texts/tc-2018-patents.md"),
        Text::TcStatus => include_str!("texts/tc-status.md"),
        Text::OpStatus => include_str!("texts/op-status.md"),
        Text::FrontNotice => include_str!("texts/front-notice.md"),
        Text::CosaiFocus => include_str!("texts/cosai-focus.md"),
        Text::CosaiAiGuidelines => include_str!("texts/cosai-ai-guidelines.md"),
        Text::NonStandardsTrack => include_str!("texts/non-standards-track.md"),
        Text::KeyWords => include_str!("texts/key-words.md"),
        Text::KeyWords2025 => include_str!("texts/key-words-2025.md"),
        Text::Tc2025References => include_str!("texts/tc-2025-references.md"),
        Text::LinkLongevity => include_str!("texts/link-longevity.md"),
    }
}
