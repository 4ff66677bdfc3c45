//! Small packages that conditions 102 and after say something of, in both readings.

use std::collections::BTreeMap;

use crate::package::Package;

use super::{Outcome, Reading, judge};

const STAGE: &str = "air/kites/v1.2/csd02";
const STEM: &str = "kites-v1.2-csd02";

const COVER: &str = "# Kite Signals Version 1.2

## Committee Specification Draft 02

#### This stage:
https://docs.oasis-open.org/air/kites/v1.2/csd02/kites-v1.2-csd02.md (Authoritative) \\

#### Previous stage:
PREVIOUS

#### Latest stage:
LATEST

#### Abstract:
Of kites.

# 1 Introduction
# 2 Kites
# 3 Strings
";

const PREVIOUS: &str = "https://docs.oasis-open.org/air/kites/v1.2/csd01/kites-v1.2-csd01.md";
const LATEST: &str = "https://docs.oasis-open.org/air/kites/v1.2/kites-v1.2.md";
const CLAUSES: &str = "# 4 Conformance\n4.1 A kite flies.\n4.2 A string holds.\n";
const PAGE: &str = "<title>Kite Signals Version 1.2</title><h1>Kite Signals Version 1.2</h1>";

/// Files of a stage directory, or of the tree where they begin with a slash.
struct Tree(BTreeMap<String, Vec<u8>>);

impl Tree {
    /// A document with this text behind its cover.
    fn document(body: &str) -> Self {
        let cover = COVER.replace("PREVIOUS", PREVIOUS).replace("LATEST", LATEST);
        let old = cover.replace("csd02", "csd01").replace("# 1 ", CLAUSES_OLD) + "\n";
        Self(BTreeMap::new())
            .with(&format!("{STEM}.md"), &format!("{cover}{body}"))
            .with(&format!("{STEM}.html"), PAGE)
            .with("/air/kites/v1.2/csd01/kites-v1.2-csd01.md", &old)
    }

    fn sound() -> Self {
        Self::document(CLAUSES)
    }

    fn with(mut self, path: &str, text: &str) -> Self {
        let path = path.strip_prefix('/').map_or_else(|| format!("{STAGE}/{path}"), str::to_owned);
        self.0.insert(path, text.as_bytes().to_vec());
        self
    }

    fn without(mut self, path: &str) -> Self {
        self.0.remove(&format!("{STAGE}/{path}"));
        self
    }

    /// The Markdown with one text in place of another.
    fn replaced(self, old: &str, new: &str) -> Self {
        let path = format!("{STEM}.md");
        let text = String::from_utf8(self.0[&format!("{STAGE}/{path}")].clone()).unwrap();
        assert!(text.contains(old), "{old}");
        self.with(&path, &text.replace(old, new))
    }

    /// The tree at another stage.
    fn at(self, stage: &str) -> Self {
        let moved = |path: String| path.replace("csd02", stage);
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace("csd02", stage).into_bytes();
        Self(self.0.into_iter().map(|(path, bytes)| (moved(path), text(bytes))).collect())
    }

    fn package(self) -> Package {
        Package::new("kites", self.0, Vec::new(), None).unwrap()
    }

    /// The conditions from 102 that fail, in the official reading and in the right one.
    fn failing(self) -> (Vec<u8>, Vec<u8>) {
        let package = self.package();
        let of = |reading| {
            let judgements = judge(&package, reading);
            let failed = judgements.iter().filter(|found| found.outcome == Outcome::Fail);
            failed.map(|found| found.condition.ordinal).filter(|ordinal| *ordinal > 101).collect()
        };
        (of(Reading::Official), of(Reading::Right))
    }
}

/// The conformance chapter of the previous stage, before its introduction.
const CLAUSES_OLD: &str = "# 4 Conformance\n4.1 A kite flies.\n4.2 A string holds.\n# 1 ";

#[track_caller]
fn both(tree: Tree, expected: &[u8]) {
    differ(tree, expected, expected);
}

#[track_caller]
fn differ(tree: Tree, official: &[u8], right: &[u8]) {
    assert_eq!(tree.failing(), (official.to_vec(), right.to_vec()));
}

#[test]
fn a_sound_package_fails_nothing() {
    both(Tree::sound(), &[]);
}

#[test]
fn clauses_have_numbers_and_a_chapter() {
    both(Tree::document("## 3.1 Conformance\n4.1 A kite flies.\n4.2 A string holds.\n"), &[102]);
    both(Tree::document("# Conformance\n- Clause 4 holds.\n4.1 A kite flies.\n4.2 A string holds.\n"), &[]);
    both(Tree::document(&format!("{CLAUSES}4.2 A knot.\n")), &[104]);
    both(Tree::document("# 4 Conformance\nAll kites fly.\n").replaced(PREVIOUS, "N/A"), &[103]);
    differ(Tree::document(&format!("# Annex A\n{CLAUSES}")), &[102], &[]);
}

#[test]
fn clauses_keep_their_numbers() {
    both(Tree::document("# 4 Conformance\n4.1 A kite flies.\n"), &[105]);
    both(Tree::document("# 4 Conformance\n4.1 A string holds.\n4.2 A kite flies.\n"), &[106]);
    differ(Tree::document("# 4 Conformance\n4.1 A kite flies.\n4.3 A string holds.\n"), &[105], &[106]);
    both(Tree::sound().replaced("csd01/kites-v1.2-csd01.md", "csd01/kites.md"), &[110]);
    both(Tree::sound().replaced(PREVIOUS, "N/A"), &[]);
}

#[test]
fn a_standard_keeps_everything() {
    let standard = |body: &str| {
        let mut tree = Tree::document(body).replaced("csd01", "cs01").at("os");
        let old = tree.0.remove("air/kites/v1.2/csd01/kites-v1.2-csd01.md").unwrap();
        tree.0.insert("air/kites/v1.2/cs01/kites-v1.2-cs01.md".to_owned(), old);
        tree
    };
    both(standard(CLAUSES), &[]);
    both(standard("# 4 Conformance\n4.1 A kite  FLIES.\n4.2 A string holds.\n"), &[]);
    both(standard("# 4 Conformance\n4.1 A kite may fly.\n4.2 A string holds.\n"), &[108]);
    both(standard("# 4 Conformance\n4.1 A kite flies.\n"), &[107]);
    let mut alone = standard(CLAUSES);
    alone.0.retain(|path, _| !path.contains("/cs01/"));
    both(alone, &[109]);
}

#[test]
fn a_previous_package_that_is_given_counts() {
    let mut package = Tree::sound().package();
    package.previous = Some(Box::new(Tree::document("# 4 Conformance\n4.1 A kite flies.\n4.9 Gone.\n").package()));
    let failed = judge(&package, Reading::Right);
    let failed: Vec<u8> =
        failed.iter().filter(|found| found.outcome == Outcome::Fail).map(|found| found.condition.ordinal).collect();
    assert!(failed.contains(&105) && !failed.contains(&110), "{failed:?}");
}

#[test]
fn references_are_split() {
    let list = "\n[RFC2119]\nA.\n\n[RFC8174]\nB.\n";
    both(Tree::document(&format!("## 3.1 References{list}{CLAUSES}")), &[111]);
    both(Tree::document(&format!("## 3.1 References\n### 3.1.1 Normative References{list}{CLAUSES}")), &[]);
    let shared = format!("## 3.1 Normative References{list}## 3.2 Informative References\n[RFC8174]\n{CLAUSES}");
    both(Tree::document(&shared), &[112]);
    both(Tree::document(&shared).replaced("## 3.2", "```\n## 3.2").replaced("# 4", "```\n# 4"), &[]);
}

#[test]
fn examples_are_labelled() {
    both(Tree::document(&format!("## 3.1 Examples\nA kite.\n{CLAUSES}")), &[113]);
    both(Tree::document(&format!("## 3.1 Examples (non-normative)\nA kite.\n{CLAUSES}")), &[]);
    both(Tree::document(&format!("## Examples\nThis section is informative.\n### Example 1\nA kite.\n{CLAUSES}")), &[]);
    differ(Tree::document(&format!("## Flights - informative\n### Example 1\nA kite.\n{CLAUSES}")), &[113], &[]);
}

#[test]
fn stages_in_addresses() {
    let old = |stage: &str| Tree::sound().replaced("csd01", stage);
    both(old("csprd01"), &[110, 114]);
    differ(old("cs01"), &[110, 115], &[110]);
    both(old("cn01"), &[110, 115]);
    both(Tree::sound().replaced(LATEST, &LATEST.replace(".md", "-csd02.md")), &[116]);
    let approved = Tree::sound().replaced(LATEST, &LATEST.replace(".md", "-cs02.md")).at("cs02");
    differ(approved, &[], &[116]);
    both(Tree::sound().replaced(LATEST, &LATEST.replace("air/kites", "air/ns/kites")), &[164]);
}

#[test]
fn titles_have_a_version() {
    let titled =
        |title: &str| Tree::sound().with(&format!("{STEM}.html"), &format!("<title>{title}</title><h1>{title}</h1>"));
    both(titled("Kite Signals v1.2"), &[117]);
    both(titled("Kite Signals Version 1.3"), &[118]);
    both(titled("Kite Signals, Version 1.2"), &[119]);
    both(titled("Kite Signals Version 1.2. Part 1: Flight"), &[]);
    both(titled("OASIS Kites Version 1.2"), &[120]);
    both(titled("Oasiskites Version 1.2"), &[]);
}

#[test]
fn names_and_endings() {
    let file = |path: &str| Tree::sound().with(path, path);
    both(file("schemas/a b.txt"), &[127]);
    both(file("schemas/a_b.txt"), &[]);
    both(file("part1_x/a.txt"), &[125]);
    both(file("part1-x/a b.txt"), &[126]);
    both(file("NOTES"), &[131]);
    both(file("CATALOG"), &[]);
    both(file("a.xml.txt"), &[132]);
    both(file("a.tar.gz"), &[]);
    both(file(&format!("{STEM}.wpz")), &[133, 134]);
    differ(file(&format!("{STEM}.epub")), &[134], &[]);
    both(file("schemas/kites-csd02.xsl"), &[134]);
    both(file("csd02/kites.xsl"), &[]);
}

#[test]
fn parts_are_numbered() {
    let parts = |names: &[&str]| {
        let mut tree = Tree::sound().without(&format!("{STEM}.md")).without(&format!("{STEM}.html"));
        for name in names {
            for ending in ["md", "html", "pdf"] {
                tree = tree.with(&format!("{STEM}-{name}.{ending}"), &format!("{name} {ending}"));
            }
        }
        let (official, right) = tree.failing();
        let numbered = |found: Vec<u8>| found.into_iter().filter(|n| (135..=142).contains(n)).collect::<Vec<u8>>();
        let official = numbered(official);
        assert_eq!(official, numbered(right));
        official
    };
    let none: [u8; 0] = [];
    assert_eq!(parts(&["part1-a", "part2-b"]), none);
    assert_eq!(parts(&["part01-a", "part2-b"]), none);
    assert_eq!(parts(&["part2-a", "part3-b"]), [141, 142]);
    assert_eq!(parts(&["part1-a", "part3-b"]), [142]);
    assert_eq!(parts(&["part1-a", "part1-b"]), [140]);
    assert_eq!(parts(&["part1-a", "two"]), [138]);
    assert_eq!(parts(&["part1-a", "DIFF"]), none);
}

#[test]
fn the_comment_log_has_a_name() {
    let review = || Tree::sound().with(&format!("{STEM}-public-review-metadata.html"), "reviewed");
    both(review(), &[]);
    both(review().with(&format!("{STEM}-comment-resolution-log.txt"), "none"), &[]);
    both(review().with("kites-comment_resolution_log.txt", "none"), &[146]);
    both(review().with("/air/kites/v1.2/cs01/kites-v1.2-cs01.html", "x"), &[147]);
}

#[test]
fn definitions_are_referred_to() {
    let schema = || Tree::sound().with("s/kite.xsd", "<a/>");
    both(schema(), &[148]);
    both(schema().with("README.txt", "see kite.xsd"), &[]);
    both(schema().with("examples/kite.rng", "<a/>"), &[148]);
    both(Tree::document(&format!("[it](./s/kite.xsd#a)\n{CLAUSES}")).with("s/kite.xsd", "<a/>"), &[]);
    both(schema().with("README.txt", "see kite.xsd").with("t/kite.xsd", "<b/>"), &[149]);
    both(schema().with("README.txt", "see s/kite.xsd").with("s/kite.rnc", "location = \"kite.xsd\""), &[148]);
}

#[test]
fn nothing_has_two_addresses() {
    both(Tree::sound().with("old.html", "<meta http-equiv=refresh content=0>"), &[150]);
    both(Tree::sound().with("copy.htm", PAGE), &[151]);
    both(Tree::sound().with("a.txt", "sixteen bytes or more").with("b/a.txt", "sixteen bytes or more"), &[152]);
    both(Tree::sound().with("a.txt", "few").with("b/a.txt", "few"), &[]);
    both(Tree::sound().replaced(PREVIOUS, "https://www.bit.ly/kites"), &[153]);
    let prose = |text: &str| Tree::document(&format!("{text}\n{CLAUSES}"));
    both(prose("[oasis-open.org](https://bit.ly/x \"t\")"), &[155]);
    both(prose("[kites](https://bit.ly/x)"), &[]);
    both(prose("See oasis-open.org at\nhttps://bit.ly/x."), &[157]);
    both(prose("See oasis-open.org. At https://bit.ly/x"), &[]);
}

#[test]
fn namespaces_belong_to_the_committee() {
    let declaring = |namespaces: &[&str]| {
        let tree = Tree::sound().with("README.txt", "a0.xsd a1.xsd");
        namespaces.iter().enumerate().fold(tree, |tree, (index, name)| {
            tree.with(&format!("s/a{index}.xsd"), &format!("<schema targetNamespace=\"{name}\"/>"))
        })
    };
    both(declaring(&["http://docs.oasis-open.org/air/ns/kites"]), &[]);
    both(declaring(&["http://docs.oasis-open.org/air/kites"]), &[159]);
    both(declaring(&["urn:oasis:air"]), &[162]);
    both(declaring(&["http://docs.oasis-open.org/air/ns/a", "https://docs.oasis-open.org/air/ns/a"]), &[161]);
    let grammar = "<grammar ns=\"http://docs.oasis-open.org/air/ns/a\"><element ns=\"urn:b\"/></grammar>";
    both(Tree::sound().with("a.rng", grammar).with("README.txt", "a.rng"), &[163]);
    differ(Tree::sound().with("a.xsd", "<schema").with("README.txt", "a.xsd"), &[], &[159]);
}

#[test]
fn reports_have_authors() {
    let report = |below: &str| {
        let heading = "## Committee Specification Draft 02\n";
        Tree::sound().replaced(heading, below)
    };
    both(report("## Technical Report 01\n"), &[121]);
    both(report("## Technical Report 01\n\n#### Authors:\nTBD\n"), &[122]);
    both(report("## Technical Report Draft 01\nby will be filled in\n"), &[123]);
    both(report("## Technical Report 01\nby will be filled in\n"), &[124]);
    both(report("## Technical Report 01\nby Jane Doe\n"), &[]);
}
