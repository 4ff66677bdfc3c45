//! Positions: against pulldown-cmark over real documents, and as properties of any text.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use proofmark::markdown::{Document, IdForm, LinkForm, MAX_NESTING, NodeKind, parse};
use proptest::prelude::*;
use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag};

/// What both parsers place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Code,
    CodeBlock,
    Emphasis,
    Strong,
    Link,
    Image,
    Heading,
    FootnoteReference,
    FootnoteDefinition,
}

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_YAML_STYLE_METADATA_BLOCKS);

type Place = (usize, usize, Kind);

#[test]
fn positions_agree_with_pulldown_cmark() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = markdown_files(&manifest.join("fixtures"));
    assert!(files.len() > 10, "the fixtures are missing");
    let corpus =
        std::env::var_os("PROOFMARK_CORPUS").map_or_else(|| manifest.join("../shared/corpus/files"), PathBuf::from);
    if corpus.is_dir() {
        files.extend(markdown_files(&corpus));
    } else {
        println!("skipped: there is no corpus at {}", corpus.display());
    }
    let mut failures = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).expect("a text");
        failures.extend(disagreements(&text).into_iter().map(|line| format!("{}: {line}", file.display())));
    }
    assert!(failures.is_empty(), "{} disagreements\n{}", failures.len(), failures.join("\n"));
}

fn markdown_files(directory: &Path) -> Vec<PathBuf> {
    let walk = ignore::WalkBuilder::new(directory).standard_filters(false).build();
    let mut files: Vec<PathBuf> = walk.filter_map(Result::ok).map(ignore::DirEntry::into_path).collect();
    files.retain(|path| path.is_file() && path.extension().is_some_and(|extension| extension == "md"));
    files.sort();
    files
}

fn disagreements(text: &str) -> Vec<String> {
    let Ok(document) = parse(text) else {
        return vec!["does not parse".to_owned()];
    };
    let dialect = Dialect::new(&document, text);
    let ours: BTreeSet<Place> = ours(&document, text);
    let theirs: BTreeSet<Place> = theirs(text);
    let only_ours = ours.difference(&theirs).filter(|place| !dialect.explains(**place)).map(|p| ("ours", p));
    let only_theirs = theirs.difference(&ours).filter(|place| !dialect.explains(**place)).map(|p| ("theirs", p));
    only_ours.chain(only_theirs).map(|(whose, place)| show(text, whose, *place)).collect()
}

fn show(text: &str, whose: &str, (start, end, kind): Place) -> String {
    let line = text.get(..start).map_or(0, |before| before.matches('\n').count() + 1);
    let slice: String = text.get(start..end).unwrap_or("?").chars().take(60).collect();
    format!("{line}: only {whose}: {kind:?} {start}..{end} {slice:?}")
}

fn ours(document: &Document, text: &str) -> BTreeSet<Place> {
    let mut places = BTreeSet::new();
    for node in document.descendants(document.root()) {
        let kind = match document.kind(node) {
            NodeKind::Code { .. } => Kind::Code,
            NodeKind::CodeBlock { .. } => Kind::CodeBlock,
            NodeKind::Emphasis => Kind::Emphasis,
            NodeKind::Strong => Kind::Strong,
            // pulldown-cmark knows neither bare addresses nor folded HTML.
            NodeKind::Link { form: LinkForm::Bare | LinkForm::Html, .. } => continue,
            NodeKind::Link { .. } => Kind::Link,
            NodeKind::Image { .. } => Kind::Image,
            NodeKind::Heading { .. } => Kind::Heading,
            NodeKind::FootnoteReference { .. } => Kind::FootnoteReference,
            NodeKind::FootnoteDefinition { .. } => Kind::FootnoteDefinition,
            _ => continue,
        };
        let range = document.range(node).as_usize();
        // Folded HTML: `<b>`, `<em>`, `<img>`.
        if matches!(kind, Kind::Emphasis | Kind::Strong | Kind::Image) && text[range.clone()].starts_with('<') {
            continue;
        }
        places.insert(normalized(text, range, kind));
    }
    places
}

fn theirs(text: &str) -> BTreeSet<Place> {
    let mut places = BTreeSet::new();
    // pulldown-cmark takes a byte order mark for text.
    let skipped = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    for (event, range) in Parser::new_ext(&text[skipped..], OPTIONS).into_offset_iter() {
        let range = range.start + skipped..range.end + skipped;
        let kind = match event {
            Event::Code(_) => Kind::Code,
            Event::FootnoteReference(_) => Kind::FootnoteReference,
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented)) => Kind::CodeBlock,
            Event::Start(Tag::Emphasis) => Kind::Emphasis,
            Event::Start(Tag::Strong) => Kind::Strong,
            Event::Start(Tag::Link { link_type, .. }) if link_type != LinkType::WikiLink { has_pothole: true } => {
                Kind::Link
            }
            Event::Start(Tag::Image { .. }) => Kind::Image,
            Event::Start(Tag::Heading { .. }) => Kind::Heading,
            Event::Start(Tag::FootnoteDefinition(_)) => Kind::FootnoteDefinition,
            _ => continue,
        };
        places.insert(normalized(text, range, kind));
    }
    places
}

/// Blocks are compared from their first to their last visible character: the parsers differ in what
/// indentation and which line ending they count in. Of footnote definitions and headings, only the
/// start and the first line are compared, as their ends are other blocks' ends.
fn normalized(text: &str, range: std::ops::Range<usize>, kind: Kind) -> Place {
    let slice = text.get(range.clone()).unwrap_or_default();
    match kind {
        Kind::CodeBlock | Kind::Heading | Kind::FootnoteDefinition => {
            let start = range.start + slice.len() - slice.trim_start().len();
            let slice = slice.trim_start();
            let line = slice.split(['\n', '\r']).next().unwrap_or_default();
            let kept = if matches!(kind, Kind::CodeBlock) { slice } else { line };
            (start, start + kept.trim_end_matches(|c: char| c.is_whitespace() || c == '>').len(), kind)
        }
        // pulldown-cmark counts a tab behind strong emphasis in.
        _ => (range.start, range.start + slice.trim_end().len(), kind),
    }
}

/// Where the two dialects differ by design.
struct Dialect<'a> {
    text: &'a str,
    /// Headings whose attributes we take off, and what else only one dialect knows.
    regions: Vec<std::ops::Range<usize>>,
}

impl<'a> Dialect<'a> {
    fn new(document: &Document, text: &'a str) -> Self {
        let nodes = document.descendants(document.root());
        let regions = nodes.filter(|&node| {
            matches!(
                document.kind(node),
                // Details are parsed as blocks of their own.
                NodeKind::DescriptionList | NodeKind::FrontMatter
            )
        });
        let regions = regions.map(|node| document.range(node).as_usize()).chain(metadata_blocks(text)).collect();
        Self { text, regions }
    }

    fn explains(&self, (start, end, _kind): Place) -> bool {
        self.regions.iter().any(|region| region.start <= start && end <= region.end)
            || self.text.get(start..end).is_some_and(single_tilde)
    }
}

/// pulldown-cmark takes `---` and what follows for metadata in the middle of a text too.
fn metadata_blocks(text: &str) -> Vec<std::ops::Range<usize>> {
    let events = Parser::new_ext(text, OPTIONS).into_offset_iter();
    let blocks = events.filter(|(event, _)| matches!(event, Event::Start(Tag::MetadataBlock(_))));
    blocks.map(|(_, range)| range).collect()
}

/// `~x~` strikes out in GFM as comrak reads it, which changes how neighbouring emphasis pairs up.
fn single_tilde(slice: &str) -> bool {
    slice.replace("~~", "").contains('~')
}

#[test]
fn explicit_ids_have_exact_places() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/markdown/anchors.md");
    let text = fs::read_to_string(path).expect("the fixture");
    let document = parse(&text).expect("it parses");
    let ids: Vec<(&str, IdForm)> = document.explicit_ids.iter().map(|e| (&*e.id, e.form)).collect();
    let expected = [
        ("1.2-one,-two-&-three", IdForm::Attribute),
        ("two’s", IdForm::Attribute),
        ("three", IdForm::Html),
        ("four", IdForm::Html),
        ("five", IdForm::Html),
        ("six", IdForm::Attribute),
        ("seven", IdForm::Attribute),
        ("def;eight", IdForm::Html),
    ];
    assert_eq!(ids, expected);
    for explicit in &document.explicit_ids {
        assert_eq!(&text[explicit.range.as_usize()], &*explicit.id);
    }
}

#[test]
fn every_citation_is_a_link() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/markdown/citations.md");
    let text = fs::read_to_string(path).expect("the fixture");
    let document = parse(&text).expect("it parses");
    let links = document.descendants(document.root()).filter(|&n| matches!(document.kind(n), NodeKind::Link { .. }));
    assert_eq!(links.filter(|&node| &text[document.range(node).as_usize()] == "[RFC2119]").count(), 300);
}

#[test]
fn hostile_nesting_is_refused() {
    assert!(parse(&"> ".repeat(10_000)).is_err());
    assert!(parse(&"> ".repeat(MAX_NESTING)).is_ok());
    assert!(parse(&"[".repeat(10_000)).is_ok());
    assert!(parse(&"*a ".repeat(10_000)).is_ok());
}

#[test]
fn five_megabytes_parse() {
    let paragraph =
        "Text with `code`, *emphasis*, [RFC2119] and [a link](#x).\n\n| a | b |\n|---|---|\n| `c\\|d` | e |\n\n";
    let text = format!("{}[RFC2119]: #x\n", paragraph.repeat(5 * 1024 * 1024 / paragraph.len()));
    let document = parse(&text).expect("it parses");
    assert!(document.descendants(document.root()).count() > 100_000);
}

fn fragments() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("# "),
        Just("\n"),
        Just("\n\n"),
        Just("> "),
        Just("- "),
        Just("1. "),
        Just("\t"),
        Just("    "),
        Just("`"),
        Just("``"),
        Just("```\n"),
        Just("*"),
        Just("**"),
        Just("_"),
        Just("~~"),
        Just("["),
        Just("]"),
        Just("]("),
        Just(")"),
        Just("!["),
        Just("[a]: /u\n"),
        Just("[a]: /u 'x\ny'\n"),
        Just("[a]"),
        Just("[^1]"),
        Just("[^1]: "),
        Just("| "),
        Just("\\|"),
        Just("|--|--|\n"),
        Just("\\"),
        Just("&amp;"),
        Just("<a id=x>"),
        Just("</a>"),
        Just("<!--"),
        Just("-->"),
        Just("<br>"),
        Just("{#id}"),
        Just("---\n"),
        Just("===\n"),
        Just(": "),
        Just("é"),
        Just("𝄞"),
        Just("\u{feff}"),
        Just("\r\n"),
        Just("\r"),
        Just("https://x.org/"),
        Just("a"),
        Just("word "),
        Just("[!NOTE]\n"),
        Just("\0"),
        Just("<img src=x alt='y'>"),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn ranges_lie_in_the_text(text in fragments()) {
        if let Ok(document) = parse(&text) {
            for node in document.descendants(document.root()) {
                let range = document.range(node);
                prop_assert!(text.get(range.as_usize()).is_some(), "{range:?} {:?}", document.kind(node));
                if let Some(parent) = document.parent(node) {
                    prop_assert!(document.range(parent).contains(range), "{:?} {range:?}", document.kind(node));
                }
            }
            for explicit in &document.explicit_ids {
                prop_assert!(text.get(explicit.range.as_usize()).is_some());
            }
            for definition in &document.definitions {
                prop_assert!(text.get(definition.range.as_usize()).is_some());
            }
        }
    }
}
