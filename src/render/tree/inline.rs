//! What stands in a line.

use crate::source::TextRange;

/// A piece of a line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inline {
    /// Where it is written; a piece of raw HTML has the range of the block it stands in.
    pub source: TextRange,
    /// Its ids, its own first.
    pub ids: Vec<String>,
    /// What it is.
    pub kind: InlineKind,
}

/// What an inline is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum InlineKind {
    /// Shows nothing: only a place that links lead to.
    #[default]
    Anchor,
    /// Characters. White space is one space, as in HTML; U+00A0 is not white space.
    Text(String),
    /// The end of a line in the source; a space to the reader.
    SoftBreak,
    /// The end of a line.
    Break,
    /// A place where a long word may be broken.
    BreakOpportunity,
    /// Code; its spaces stay.
    Code(String),
    /// Styled text.
    Styled {
        /// How.
        style: TextStyle,
        /// An explanation for who points at it.
        title: Option<String>,
        /// What is styled.
        inlines: Vec<Inline>,
    },
    /// A link. No link and no note stands in it.
    Link {
        /// Where it leads.
        target: Target,
        /// An explanation for who points at it.
        title: Option<String>,
        /// Its text; at least one inline.
        inlines: Vec<Inline>,
    },
    /// A picture.
    Image(Image),
    /// A reference to a footnote: its index in [`Tree::notes`](super::Tree::notes). The first id of the inline is
    /// that of the reference; there is always one.
    Note(usize),
    /// A formula, as TeX.
    Math(String),
}

/// How text is set apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TextStyle {
    /// Not at all: carries ids or a title.
    #[default]
    Plain,
    /// `em`, `i`.
    Emphasis,
    /// `strong`, `b`.
    Strong,
    /// `del`, `s`.
    Strike,
    /// `u`, `ins`.
    Underline,
    /// `sub`.
    Subscript,
    /// `sup`.
    Superscript,
    /// `code`, `tt`, where there is more in it than text.
    Code,
    /// `kbd`.
    Keyboard,
    /// `samp`.
    Sample,
    /// `var`.
    Variable,
    /// `cite`.
    Citation,
    /// `dfn`.
    Definition,
    /// `abbr`; the title is the long form.
    Abbreviation,
    /// `mark`.
    Mark,
    /// `small`.
    Small,
    /// `q`: the writer puts the quotation marks.
    Quotation,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// An id of this document, as it is given: not percent-encoded.
    Anchor(String),
    /// `http`, `https` or `mailto`, percent-encoded as an address must be.
    Address(String),
    /// A file of the work product, or a place in it, percent-encoded: leads somewhere only from where the
    /// deliverable is published.
    Relative(String),
}

/// A picture in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// What to show.
    pub picture: Picture,
    /// What it shows, in words; empty for decoration.
    pub alt: String,
    /// An explanation for who points at it.
    pub title: Option<String>,
    /// Width asked for.
    pub width: Option<Width>,
}

/// What an image shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Picture {
    /// A picture that is there: its key in [`Publication::resources`](crate::render::Publication::resources).
    Resource(String),
    /// OASIS's logo, which templates show by its address: a word mark stands in for it. `alt` does not say `logo`.
    Logo {
        /// The address.
        address: String,
    },
    /// A picture that is not there; the alternative text stands in for it.
    Missing {
        /// Its address, where one may go there.
        address: Option<String>,
    },
}

/// How wide a picture is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// Share of the width of the text, from 1 to 100.
    Percent(u8),
    /// CSS pixels, at least 1; more than the text is wide means the width of the text.
    Pixels(u32),
}
