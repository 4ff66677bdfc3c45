//! The conditions of OASIS's publication check, by their number. What each looks at is said in our own words.

use Severity::{Blocker, Warn};
use Track::{Any, Markdown, OpenDocument, Word};

/// How the official check weighs a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Publication goes on; staff look at it.
    Warn,
    /// The package is refused.
    Blocker,
}

impl Severity {
    /// `warn` or `blocker`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Warn => "warn",
            Self::Blocker => "blocker",
        }
    }
}

/// What a package must be written in for a condition to look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Track {
    /// Whatever it is written in.
    Any,
    /// Markdown.
    Markdown,
    /// Word, or another source whose cover is only readable in the HTML.
    Word,
    /// An `OpenDocument` text.
    OpenDocument,
}

/// One condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Condition {
    /// Its number, from 1.
    pub ordinal: u8,
    /// The class it belongs to.
    pub class: &'static str,
    /// The sources it looks at.
    pub track: Track,
    /// The weight of a failure; some checks lower it for drafts.
    pub severity: Severity,
    /// What a failure means.
    pub short: &'static str,
    /// It asks the live site, which proofmark never does.
    pub live: bool,
}

const fn on(ordinal: u8, class: &'static str, track: Track, severity: Severity, short: &'static str) -> Condition {
    Condition { ordinal, class, track, severity, short, live: false }
}

const fn live(ordinal: u8, class: &'static str, track: Track, severity: Severity, short: &'static str) -> Condition {
    Condition { ordinal, class, track, severity, short, live: true }
}

/// All conditions, by number.
pub const CONDITIONS: [Condition; 165] = [
    on(1, "stage-name", Any, Blocker, "Stage name lacks its two-digit number"),
    on(2, "stage-name", Any, Blocker, "Stage name uses an abandoned abbreviation"),
    on(3, "stage-name", Any, Blocker, "Stage name is not a known stage"),
    on(4, "version-naming", Any, Blocker, "Version directory is not vN.N"),
    on(5, "version-naming", Any, Blocker, "File name carries a different version than the directory"),
    on(6, "version-naming", Any, Warn, "File name carries no version"),
    live(7, "revision-collision", Any, Warn, "Stage already exists on the live site"),
    on(8, "filenames", Any, Blocker, "Stage directory holds no documents"),
    on(9, "filenames", Any, Blocker, "Documents do not share one base name"),
    on(10, "filenames", Any, Blocker, "File name holds a working word (draft, tmp, rc)"),
    on(11, "filenames", Any, Blocker, "File name does not end in the stage"),
    on(12, "filenames", Any, Blocker, "HTML, PDF or source format is absent"),
    on(13, "filenames", Any, Warn, "No editable source beside HTML and PDF"),
    on(14, "front-matter", Markdown, Blocker, "Markdown cover has no This-stage URLs"),
    on(15, "front-matter", Markdown, Blocker, "Cover URL is outside docs.oasis-open.org"),
    on(16, "front-matter", Markdown, Blocker, "This-stage URL lacks version or stage segment"),
    on(17, "front-matter", Markdown, Blocker, "This-stage URL names a file not shipped"),
    on(18, "front-matter", Markdown, Warn, "This-stage block omits one of the formats"),
    on(19, "front-matter", Markdown, Blocker, "Latest-stage URL contains the stage segment"),
    on(20, "front-matter", Markdown, Blocker, "Latest-stage URL is under another version"),
    on(21, "front-matter", Markdown, Warn, "Body URL points at another version"),
    on(22, "front-matter", Markdown, Blocker, "Line labelled Latest cites a stage-pinned URL"),
    on(23, "uri-chars", Markdown, Blocker, "Underscore in a cover URI (markdown)"),
    on(24, "member-uri", Any, Blocker, "Link to a members-only OASIS page"),
    on(25, "front-matter", Word, Blocker, "HTML cover has no This-version URLs"),
    on(26, "front-matter", Word, Blocker, "HTML cover This-version URL lacks version or stage"),
    on(27, "front-matter", Word, Blocker, "HTML cover Latest-version URL contains the stage"),
    on(28, "residue", Any, Blocker, "Editor TODO mark left in the text"),
    on(29, "residue", Any, Blocker, "Section consisting only of TBD"),
    on(30, "residue", Any, Blocker, "Template instruction to the editor left in"),
    on(31, "residue", Any, Warn, "Placeholder promising later text left in"),
    on(32, "html-title", Any, Blocker, "HTML title ends in tmp, draft or wip"),
    on(33, "html-title", Any, Warn, "HTML title has fewer than eight characters"),
    on(34, "html-residue", Any, Blocker, "Pandoc title-block header left in the HTML"),
    on(35, "html-residue", Any, Blocker, "Build-runner path in an HTML link"),
    on(36, "html-residue", Any, Blocker, "Document title occurs in several h1 elements"),
    on(37, "html-anchors", Any, Blocker, "Internal link has no target"),
    on(38, "html-anchors", Any, Warn, "HTML has no internal links"),
    on(39, "md-links", Markdown, Warn, "Link text repeats its URL (markdown)"),
    on(40, "md-links", Markdown, Blocker, "URL directly followed by full stop and backslash"),
    on(41, "fence-collapse", Markdown, Blocker, "Code fence has extra text after the language"),
    on(42, "image-policy", Any, Blocker, "Image with empty source"),
    on(43, "image-policy", Any, Blocker, "Image source begins with a slash"),
    on(44, "image-policy", Any, Blocker, "Image source climbs to a parent directory"),
    on(45, "image-policy", Any, Warn, "Image uses srcset"),
    on(46, "image-policy", Any, Warn, "Picture element used"),
    on(47, "image-policy", Any, Warn, "Image file exceeds 2 MB"),
    on(48, "image-policy", Any, Blocker, "SVG contains a script element"),
    on(49, "image-policy", Any, Blocker, "SVG contains event handler attributes"),
    on(50, "image-policy", Any, Blocker, "SVG loads an external image or symbol"),
    on(51, "image-policy", Any, Warn, "Images exceed 5 MB together"),
    on(52, "pdf-cover", Any, Blocker, "Title repeated on the first PDF page"),
    on(53, "pdf-cover", Any, Blocker, "Build-runner path in the PDF text"),
    on(54, "schema-id", Any, Blocker, "JSON file does not parse"),
    on(55, "schema-id", Any, Warn, "Schema $id is at the version root, flattened"),
    on(56, "schema-id", Any, Blocker, "Schema $id disagrees with where the file is published"),
    on(57, "schema-id", Any, Blocker, "Schema refers to itself under another URL"),
    on(58, "pdf-sync", Any, Warn, "PDF text tool is not installed"),
    on(59, "pdf-sync", Any, Warn, "PDF text tool could not be run"),
    on(60, "pdf-sync", Any, Blocker, "PDF cannot be read"),
    on(61, "pdf-sync", Any, Blocker, "PDF lacks the this-stage URL on its first pages"),
    on(62, "pdf-sync", Any, Warn, "PDF cites another version of this document"),
    on(63, "template", Markdown, Blocker, "Required cover section is missing"),
    on(64, "template", Markdown, Warn, "Cover sections are out of order"),
    on(65, "template", Markdown, Blocker, "No Conformance heading"),
    on(66, "template-css", Markdown, Warn, "Own style sheet uses another font family"),
    on(67, "template-css", Markdown, Blocker, "HTML has no style at all"),
    on(68, "package-refs", Markdown, Blocker, "Text cites a file of this stage not shipped"),
    on(69, "link-mismatch", Markdown, Blocker, "Link text is one URL, target another"),
    on(70, "double-slash", Markdown, Blocker, "Relative link has a double slash"),
    on(71, "cover-hr", Markdown, Warn, "Rule between logo and title"),
    on(72, "pdf-fonts", Any, Warn, "PDF font tool could not be run"),
    on(73, "pdf-fonts", Any, Warn, "PDF font not named in the style sheets"),
    on(74, "manifest", Any, Blocker, "Manifest does not parse"),
    on(75, "manifest", Any, Blocker, "Manifest names an absent file"),
    on(76, "manifest", Any, Blocker, "Manifest digest differs from the file"),
    on(77, "junk-files", Any, Blocker, "Working directory shipped (.git, node_modules, ...)"),
    on(78, "junk-files", Any, Blocker, "Junk or backup file shipped"),
    on(79, "case", Any, Blocker, "File name with capital letters"),
    on(80, "case", Any, Warn, "docs.oasis-open.org URL with capitals (markdown)"),
    on(81, "case", Any, Warn, "docs.oasis-open.org URL with capitals (HTML)"),
    on(82, "odt-integrity", OpenDocument, Blocker, "ODT is not a ZIP archive"),
    on(83, "odt-integrity", OpenDocument, Blocker, "ODT has no mimetype entry"),
    on(84, "odt-integrity", OpenDocument, Blocker, "ODT declares another media type"),
    on(85, "odt-integrity", OpenDocument, Blocker, "ODT has no content.xml"),
    on(86, "odt-integrity", OpenDocument, Blocker, "ODT content.xml is not well-formed"),
    on(87, "odt-integrity", OpenDocument, Blocker, "ODT carries macros or scripts"),
    on(88, "symlinks", Any, Blocker, "Symbolic link to its own or a parent directory"),
    on(89, "dead-lists", Any, Blocker, "Address at the closed list server (markdown)"),
    on(90, "dead-lists", Any, Blocker, "Address at the closed list server (HTML)"),
    on(91, "dead-lists", Markdown, Warn, "Link to the old list archives"),
    on(92, "rfc-keywords", Markdown, Blocker, "Requirement words used without citing RFC 2119"),
    on(93, "rfc-keywords", Markdown, Warn, "RFC 2119 cited without RFC 8174"),
    on(94, "logo", Markdown, Warn, "Cover logo is not the current one"),
    on(95, "previous-stage", Markdown, Blocker, "Later revision names no previous stage (markdown)"),
    on(96, "previous-stage", Word, Blocker, "Later revision names no previous stage (HTML cover)"),
    on(97, "date-sync", Markdown, Blocker, "Markdown date does not occur in the HTML"),
    on(98, "date-sync", Markdown, Warn, "Copyright year differs from the document date"),
    on(99, "generator", Word, Blocker, "Word-based HTML was not written by Word"),
    on(100, "vml-fallback", Any, Blocker, "VML image without ordinary image fallback"),
    on(101, "asset-refs", Any, Blocker, "HTML refers to a file not shipped"),
    on(102, "conformance-structure", Any, Blocker, "Conformance section is not a top-level chapter"),
    on(103, "conformance-structure", Any, Warn, "Conformance section has no numbered clauses"),
    on(104, "conformance-structure", Any, Blocker, "Conformance clause number occurs twice"),
    on(105, "conformance-structure", Any, Warn, "Clause of the previous stage is gone"),
    on(106, "conformance-structure", Any, Warn, "Clause text moved to another number"),
    on(107, "conformance-structure", Any, Blocker, "OASIS Standard clause set differs from the CS"),
    on(108, "conformance-structure", Any, Warn, "OASIS Standard clause text differs from the CS"),
    on(109, "conformance-structure", Any, Blocker, "CS baseline for the OASIS Standard not found"),
    on(110, "conformance-structure", Any, Warn, "Previous stage not available for clause comparison"),
    on(111, "references-split", Any, Warn, "References not split into normative and informative"),
    on(112, "references-split", Any, Warn, "Reference listed as normative and informative"),
    on(113, "content-labels", Any, Warn, "Examples section without a non-normative label"),
    on(114, "stage-token", Any, Warn, "Previous-stage URL uses an abandoned stage token"),
    on(115, "stage-token", Any, Warn, "Previous-stage URL has a different stage token"),
    on(116, "stage-token", Any, Blocker, "Latest-stage file name contains a stage token"),
    on(117, "title-version", Any, Blocker, "Title has no version"),
    on(118, "title-version", Any, Blocker, "Title has a different version than the package"),
    on(119, "title-version", Any, Blocker, "Title is not of the form Name Version N"),
    on(120, "title-oasis-prefix", Any, Blocker, "Title begins with OASIS"),
    on(121, "authors", Markdown, Blocker, "Technical Report names no authors"),
    on(122, "authors", Markdown, Blocker, "Author list holds only placeholders"),
    on(123, "authors", Markdown, Warn, "Report draft promises authors later"),
    on(124, "authors", Markdown, Blocker, "Approved report still promises authors later"),
    on(125, "name-chars", Any, Blocker, "Underscore in a document or part name"),
    on(126, "name-chars", Any, Blocker, "Forbidden character in a document or part name"),
    on(127, "name-chars", Any, Blocker, "Forbidden character in another package name"),
    on(128, "name-chars", Any, Blocker, "Stage, version or document name is empty"),
    on(129, "extension-count", Any, Blocker, "Document file has no extension"),
    on(130, "extension-count", Any, Blocker, "Document file has more than one extension"),
    on(131, "extension-count", Any, Warn, "Other file without extension"),
    on(132, "extension-count", Any, Warn, "Other file that seems to have two extensions"),
    on(133, "extension-conformance", Any, Warn, "Document extension is not a common format"),
    on(134, "artifact-naming", Any, Warn, "Supporting file name carries a stage number"),
    on(135, "multi-part-naming", Any, Blocker, "Parts use different name abbreviations"),
    on(136, "multi-part-naming", Any, Blocker, "Parts use different versions"),
    on(137, "multi-part-naming", Any, Blocker, "Unnumbered document beside numbered parts"),
    on(138, "multi-part-naming", Any, Blocker, "Part file lacks a well-formed part marker"),
    on(139, "multi-part-naming", Any, Blocker, "Part file disagrees with its directory"),
    on(140, "multi-part-naming", Any, Blocker, "One part number for two parts"),
    on(141, "multi-part-naming", Any, Blocker, "Part numbers do not start at one"),
    on(142, "multi-part-naming", Any, Blocker, "Part numbers have a gap"),
    live(143, "public-review-metadata", Any, Blocker, "Live stage lacks its review metadata page"),
    live(144, "public-review-metadata", Any, Warn, "Live review metadata page is empty"),
    live(145, "public-review-metadata", Any, Warn, "Live review metadata page cannot be fetched"),
    on(146, "comment-resolution-log", Any, Blocker, "Comment log has a wrong file name"),
    on(147, "comment-resolution-log", Any, Warn, "No comment log although the review is over"),
    on(148, "normdef-refs", Any, Blocker, "Schema or grammar file is never referred to"),
    on(149, "normdef-refs", Any, Warn, "File name reference fits several files"),
    on(150, "uri-alias", Any, Blocker, "Page redirects itself by meta refresh"),
    on(151, "uri-alias", Any, Blocker, "Delivered file has an identical copy"),
    on(152, "uri-alias", Any, Warn, "Supporting files with identical content"),
    on(153, "uri-alias", Markdown, Blocker, "Previous-stage block uses a link shortener"),
    on(154, "uri-alias", Word, Blocker, "HTML cover uses a link shortener"),
    on(155, "uri-alias", Any, Blocker, "Link naming oasis-open.org uses a shortener (markdown)"),
    on(156, "uri-alias", Any, Blocker, "Link naming oasis-open.org uses a shortener (HTML)"),
    on(157, "uri-alias", Any, Blocker, "Sentence naming oasis-open.org uses a shortener (markdown)"),
    on(158, "uri-alias", Any, Blocker, "Sentence naming oasis-open.org uses a shortener (HTML)"),
    on(159, "xml-namespace", Any, Blocker, "XML namespace does not follow the OASIS pattern"),
    on(160, "xml-namespace", Any, Warn, "Grandfathered namespace pattern needs confirmation"),
    on(161, "xml-namespace", Any, Blocker, "One namespace declared with http and https"),
    on(162, "xml-namespace", Any, Blocker, "URN namespace of a TC without permission"),
    on(163, "xml-namespace", Any, Warn, "RELAX NG grammar has a further namespace"),
    on(164, "ns-segment", Any, Blocker, "This or Latest URL uses the /ns/ segment"),
    on(165, "ns-segment", Any, Warn, "Previous URL uses the /ns/ segment"),
];

/// The condition of this number.
#[must_use]
pub fn condition(ordinal: u8) -> Option<&'static Condition> {
    CONDITIONS.get(usize::from(ordinal).checked_sub(1)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_run_from_one_without_a_gap() {
        for (index, condition) in CONDITIONS.iter().enumerate() {
            assert_eq!(usize::from(condition.ordinal), index + 1);
        }
    }
}
