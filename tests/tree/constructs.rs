//! What becomes of each construct.

use std::fmt::Write as _;

use proofmark::source::MemoryWorkspace;
use proofmark::work_product::from_text;

use super::*;

/// The body of a document with this text, as it is dumped, and what was said of it.
fn body(text: &str) -> (String, Vec<String>) {
    let whole = format!("# Tides\n\n# 1 Scope\n\n{text}");
    let work = from_text("tides.md", whole, None).unwrap();
    let workspace = MemoryWorkspace { files: BTreeMap::new(), today: None };
    let (publication, said) = Publication::new(&work, &workspace, PublicationOptions::of(&work, false));
    let broken = sound::complaints(&publication.tree, &publication);
    assert!(broken.is_empty(), "{broken:?}");
    let dump = publication.tree.to_string();
    let (_, body) = dump.split_once("\nbody\n").unwrap();
    let body: Vec<&str> = body.lines().skip(1).map(|line| line.strip_prefix("  ").unwrap_or(line)).collect();
    (body.join("\n"), said.into_iter().map(|found| found.message).collect())
}

/// Fails where the body of `text` is not `expected`, and says both.
fn becomes(text: &str, expected: &str) {
    let (found, _) = body(text);
    assert_eq!(found.trim(), expected.trim(), "\nfrom: {text}\nfound:\n{found}\n");
}

#[test]
fn everything_in_one_document() {
    let (work, workspace) = read(&fixture("everything/everything.md"));
    let (publication, said) = Publication::new(&work, &workspace, PublicationOptions::of(&work, false));
    assert_eq!(said, [], "nothing of it is lost");
    snapbox::assert_data_eq!(publication.tree.to_string(), snapbox::file!["everything.txt"].raw());
}

#[test]
fn a_caption_goes_with_what_it_names() {
    becomes(
        "![A](a.png)\n\n*Figure 1. Above the tide*\n\n###### Table 1-1. Names\n\n| A |\n| --- |\n| b |\n",
        "figure Picture\n  caption Below: Figure 1. Above the tide\n  paragraph: {missing picture Some(\"a.png\") \"A\"}\n\
         table [-] 1 header rows\n  caption Above #table-1-1-names #table-1-1.-names: Table 1-1. Names\n  \
         row\n    0 header of Column -: A\n  row\n    0 -: b",
    );
}

#[test]
fn raw_html_holds_markdown() {
    becomes(
        "<details open>\n<summary>More</summary>\n\n- one\n\n</details>\n",
        "details open: More\n  list bullets tight\n    item\n      paragraph: one",
    );
    becomes(
        "<p align=\"center\"><img src=\"a.png\" alt=\"A\" width=\"50%\"></p>\n",
        "division Center\n  paragraph: {missing picture Some(\"a.png\") \"A\" 50%}",
    );
}

#[test]
fn cells_of_pipe_tables_hold_lists() {
    becomes(
        "| A | B |\n| --- | --- |\n| <ul><li>one</li><li>**two**</li></ul> | <p>x</p><p>y</p> |\n",
        "table [-, -] 1 header rows\n  row\n    0 header of Column -: A\n    1 header of Column -: B\n  row\n    0 -\n      \
         list bullets tight\n        item\n          paragraph: one\n        item\n          paragraph: {Strong: two}\n    \
         1 -\n      paragraph: x\n      paragraph: y",
    );
}

#[test]
fn a_row_with_one_cell_parts_a_table() {
    becomes(
        "| A | B |\n| --- | --- |\n| **Group** |\n| 1 | 2 |\n",
        "table [-, -] 1 header rows\n  row\n    0 header of Column -: A\n    1 header of Column -: B\n  row\n    \
         0 2x1 header of Rows -: {Strong: Group}\n  row\n    0 -: 1\n    1 -: 2",
    );
    becomes("| | |\n| --- | --- |\n| 1 | 2 |\n", "table [-, -] 0 header rows\n  row\n    0 -: 1\n    1 -: 2");
}

#[test]
fn attributes_are_no_text() {
    becomes(
        "![A](a.png){#fig-a width=30%}\n",
        "figure Picture #fig-a\n  paragraph: {missing picture Some(\"a.png\") \"A\" 30%}",
    );
    becomes(
        "A [**bold** span]{#s .mark} and `code`{.json}.\n",
        "paragraph: A {Mark #s: {Strong: bold} span} and {code: code}.",
    );
    becomes("A [set]{of} braces and {no: attributes}.\n", "paragraph: A [set]{of} braces and {no: attributes}.");
}

#[test]
fn placeholders_stay_and_tags_go() {
    becomes("Send to <host_name>:<port> or <br/>not.\n", "paragraph: Send to <host_name>:<port> or {break}not.");
    becomes("<div>Send to <host_name> now</div>\n", "paragraph: Send to <host_name> now");
}

#[test]
fn ids_are_kept_with_what_they_name() {
    becomes("<a id=\"x\"></a>\n\nText, [there](#x).\n", "paragraph #x: Text, {link to #x: there}.");
    becomes(
        "Text <span id=\"a\">one</span> [nowhere](#none).\n\n<a name=\"end\"></a>\n",
        "paragraph: Text {Plain #a: one} nowhere.\nanchor #end",
    );
}

#[test]
fn what_would_do_harm_is_left_out_and_said() {
    let (found, said) = body("<p onclick=\"x()\">Text</p>\n<script>alert(1)</script>\n\n[a](javascript:alert(1))\n");
    assert_eq!(found, "paragraph: Text\nparagraph: a");
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(said.iter().any(|message| message.contains("<script>")));
}

#[test]
fn notes_are_numbered_as_they_are_met() {
    let (found, said) =
        body("One[^b], [two[^a]](https://a.test), one[^b], [^none].\n\n[^a]: A.\n[^b]: B[^a].\n[^c]: C.\n");
    assert_eq!(
        found,
        "paragraph: One{note 1 #reference-1}, {link to https://a.test: two}{note 2 #reference-2}, one{note 1 #reference-1-2}, [^none].\n\
         note 1 #footnote-1 from #reference-1 #reference-1-2\nparagraph: B{note 2 #reference-2-2}.\n\
         note 2 #footnote-2 from #reference-2 #reference-2-2\nparagraph: A."
    );
    assert_eq!(said, ["nothing refers to footnote `c`, so it is not shown"]);
}

#[test]
fn hostile_nesting_stays_shallow() {
    let mut deep = String::new();
    for level in 0..90 {
        let _ = writeln!(deep, "{}- item {level}", "  ".repeat(level));
    }
    let quotes = format!("{}end\n", "> ".repeat(150));
    let marks = format!("{}text{}\n", "*a **b ".repeat(200), "** *".repeat(200));
    let divisions = format!("{}deep{}\n", "<div align=center>".repeat(120), "</div>".repeat(120));
    let too_many = format!("{}deep\n", "<div>".repeat(5000));
    let styles = format!("{}x{}\n", "<b><i>".repeat(60), "<p>y".repeat(5000));
    for text in [&deep, &quotes, &marks, &divisions, &too_many, &styles] {
        let (found, _) = body(text);
        assert!(found.len() < text.len() * 60, "{} from {}", found.len(), text.len());
        assert!(["item 89", "end", "text", "deep", "y"].iter().any(|last| found.contains(last)), "{found:.300}");
    }
}

#[test]
fn hostile_tables_stay_small() {
    let rows = "<tr><td colspan=1000 rowspan=65534>x</td><td rowspan=0>y</td></tr>".repeat(300);
    let (found, _) = body(&format!("<table>{rows}</table>\n"));
    assert!(found.matches(": x").count() == 300, "every cell still says what it says");
}

#[test]
fn a_forged_slot_shows_nothing_twice() {
    let (found, _) = body("<div>\n\nOnce.\n\n<proofmark-slot n=0></proofmark-slot>\n\n</div>\n");
    assert_eq!(found.matches("Once.").count(), 1, "{found}");
}

#[test]
fn what_is_named_by_its_number_is_linked() {
    let linked = |text: &str| {
        let more =
            "\n\n## 1.1 High\n\n## 1.2 Low\n\n**Table 1. Tides**\n\n| A |\n| --- |\n| b |\n\n# Appendix A. More\n";
        let (found, _) = body(&format!("{text}{more}"));
        found.lines().next().unwrap_or_default().trim_start_matches("paragraph: ").to_owned()
    };
    assert_eq!(linked("See Section 1.2."), "See {link to #12-low: Section 1.2}.");
    assert_eq!(linked("See section\n1.1."), "See {link to #11-high: section\u{21b5}1.1}.");
    assert_eq!(linked("Sections 1.1 and 1.2 say"), "{link to #11-high: Sections 1.1} and {link to #12-low: 1.2} say");
    assert_eq!(
        linked("In **Table 1** and Appendix A"),
        "In {Strong: {link to #table-1: Table 1}} and {link to #appendix-a-more: Appendix A}"
    );
    assert_eq!(linked("In Section 1.2 of this document"), "In {link to #12-low: Section 1.2} of this document");
    for other in [
        "Section 1.2 of [RFC2119]",
        "Section 1.2 of RFC 2119",
        "Section 1.2 of the Harbor specification",
        "RFC 2119, Section 1.2",
        "[RFC2119] Section 1.2",
        "Section 1.2, \"The Moon\"",
        "Section 1.9 and Table 2",
        "Annex A",
        "`Section 1.2`",
    ] {
        assert!(!linked(other).contains("link to"), "{other}: {}", linked(other));
    }
}
