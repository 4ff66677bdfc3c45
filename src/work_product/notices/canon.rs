//! The exact sentences of every family of notices.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use crate::markdown::parse;
use crate::profiles::{Body, Text, text};
use crate::work_product::passages::Passages;

use super::{Word, words};

/// Whose notice a sentence belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// `CoSAI` papers.
    Cosai,
    /// Specifications of Technical Committees.
    TcSpecification,
    /// Notes of Technical Committees.
    TcNote,
    /// Technical Committees, templates of 2025.
    Tc2025,
    /// Specifications of Open Projects.
    OpSpecification,
    /// Notes of Open Projects.
    OpNote,
    /// Technical Committees, paragraphs on patents before 2021.
    Tc2018,
    /// What Technical Committees say in the Status section about patents and comments.
    TcStatus,
    /// What Open Projects say in the Status section about comments.
    OpStatus,
    /// The short notice on the cover.
    Front,
}

impl Family {
    /// Who publishes documents with this notice; nobody in particular, if all do.
    #[must_use]
    pub fn body(self) -> Option<Body> {
        match self {
            Self::TcSpecification | Self::TcNote | Self::Tc2025 | Self::Tc2018 | Self::TcStatus => {
                Some(Body::TechnicalCommittee)
            }
            Self::Cosai | Self::OpSpecification | Self::OpNote | Self::OpStatus => Some(Body::OpenProject),
            Self::Front => None,
        }
    }
}

/// What a sentence of a notice states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Statement {
    /// `All capitalized terms …`
    Terms,
    /// `The full Policy may be found …`
    PolicyLocation,
    /// `… produced under the process and license terms stated in the OASIS Open Project rules`
    OpenProjectRules,
    /// `… is published under …`, and code `is provided under …`
    License,
    /// `All contributions made to this project …`
    Contributions,
    /// `For information on whether any patents have been disclosed …`
    PatentDisclosure,
    /// `… may be copied and furnished to others …`
    Permission,
    /// `However, this document itself may not be modified …`
    Modification,
    /// `The limited permissions granted above are perpetual …`
    Perpetual,
    /// `This document is provided under the … IPR mode …`, or `… Mode of the OASIS IPR Policy …`
    Mode,
    /// `TC members should send comments …`, `Comments on this work can be provided …`, and what follows
    Comments,
    /// `Distributed under the terms of the OASIS IPR Policy.`
    Distribution,
    /// `… provided on an "AS IS" basis …`
    AsIs,
    /// `OASIS AND ITS MEMBERS WILL NOT BE LIABLE …`
    Liability,
    /// `As stated in the OASIS IPR Policy, the following three paragraphs …`
    PatentIntroduction,
    /// A sentence of the three paragraphs on patents.
    Patents,
    /// `The name "OASIS" is a trademark …`
    Trademark,
    /// `OASIS welcomes reference to …`
    Welcome,
    /// `Please see … for above guidance.`
    Guidance,
    /// `This is a Non-Standards Track Work Product.`, and what follows.
    NonStandardsTrack,
}

/// Words by which our own texts are told apart; the first that occurs decides.
const STATEMENTS: &[(&str, Statement)] = &[
    ("All capitalized terms", Statement::Terms),
    ("The full Policy", Statement::PolicyLocation),
    ("OASIS Open Project rules", Statement::OpenProjectRules),
    ("is published under", Statement::License),
    ("is provided under Apache", Statement::License),
    ("All contributions made", Statement::Contributions),
    ("whether any patents have been disclosed", Statement::PatentDisclosure),
    ("may be copied and furnished", Statement::Permission),
    ("may not be modified in any way", Statement::Modification),
    ("The limited permissions", Statement::Perpetual),
    ("IPR mode that was chosen", Statement::Mode),
    ("Mode of the OASIS IPR Policy", Statement::Mode),
    ("should send comments", Statement::Comments),
    ("Comments on this work", Statement::Comments),
    ("Distributed under the terms", Statement::Distribution),
    ("\"AS IS\"", Statement::AsIs),
    ("WILL NOT BE LIABLE", Statement::Liability),
    ("the following three paragraphs", Statement::PatentIntroduction),
    ("OASIS requests that", Statement::Patents),
    ("OASIS invites any party", Statement::Patents),
    ("OASIS may include such claims", Statement::Patents),
    ("OASIS takes no position", Statement::Patents),
    ("Information on OASIS' procedures", Statement::Patents),
    ("Copies of claims of rights", Statement::Patents),
    ("OASIS makes no representation", Statement::Patents),
    ("is a trademark of", Statement::Trademark),
    ("OASIS welcomes reference", Statement::Welcome),
    ("Please see", Statement::Guidance),
    ("Non-Standards Track Work Product", Statement::NonStandardsTrack),
    ("patent provisions", Statement::NonStandardsTrack),
];

/// An exact sentence.
#[derive(Debug)]
pub struct Canonical {
    /// Whose.
    pub family: Family,
    /// What it states.
    pub statement: Statement,
    /// Its words, normalized.
    pub words: Vec<String>,
    /// Number of the paragraph it stands in.
    pub paragraph: usize,
}

impl Canonical {
    /// The sentence.
    #[must_use]
    pub fn text(&self) -> String {
        self.words.join(" ")
    }
}

/// How many numbers two sorted lists have in common.
fn shared(left: &[usize], right: &[usize]) -> usize {
    let (mut i, mut j, mut count) = (0, 0, 0);
    while let (Some(a), Some(b)) = (left.get(i), right.get(j)) {
        count += usize::from(a == b);
        i += usize::from(a <= b);
        j += usize::from(b <= a);
    }
    count
}

/// The words of all exact sentences, numbered.
static VOCABULARY: LazyLock<HashMap<&'static str, usize>> = LazyLock::new(|| {
    let words: BTreeSet<&str> = canonical().iter().flat_map(|canon| &canon.words).map(String::as_str).collect();
    words.into_iter().zip(0..).collect()
});

/// The exact sentences by their words as numbers.
static BAGS: LazyLock<Vec<Vec<usize>>> =
    LazyLock::new(|| canonical().iter().map(|canon| bag(canon.words.iter().map(String::as_str))).collect());

/// The words that the vocabulary has, as sorted numbers.
fn bag<'a>(words: impl Iterator<Item = &'a str>) -> Vec<usize> {
    let mut bag: Vec<usize> = words.filter_map(|word| VOCABULARY.get(word).copied()).collect();
    bag.sort_unstable();
    bag
}

static CANON: LazyLock<Vec<Canonical>> = LazyLock::new(|| {
    let texts = [
        (Family::Cosai, Text::CosaiNotice),
        (Family::TcSpecification, Text::TcSpecificationNotice),
        (Family::TcNote, Text::TcNoteNotice),
        (Family::Tc2025, Text::Tc2025Notice),
        (Family::OpSpecification, Text::OpSpecificationNotice),
        (Family::OpNote, Text::OpNoteNotice),
        (Family::Tc2018, Text::Tc2018Patents),
        (Family::TcStatus, Text::TcStatus),
        (Family::OpStatus, Text::OpStatus),
        (Family::Front, Text::FrontNotice),
    ];
    texts.into_iter().flat_map(|(family, which)| read(family, text(which))).collect()
});

/// The embedded texts are Markdown and are read as documents are.
fn read(family: Family, source: &str) -> Vec<Canonical> {
    let Ok(document) = parse(source) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for passage in Passages::new(&document, source).iter() {
        let paragraph = passage.index;
        let lines = super::copyright::lines(passage, source);
        for sentence in words::sentences(passage, &lines) {
            let words: Vec<String> = sentence.into_iter().map(|word| word.text).collect();
            let whole = words.join(" ");
            let Some((_, statement)) = STATEMENTS.iter().find(|(words, _)| whole.contains(words)) else {
                continue;
            };
            found.push(Canonical { family, statement: *statement, words, paragraph });
        }
    }
    found
}

/// The exact sentences of all families.
#[must_use]
pub fn canonical() -> &'static [Canonical] {
    &CANON
}

/// A sentence that has less than this in common with an exact one is another sentence.
const LIKENESS: f64 = 0.6;

/// The exact sentence that is most like `words`.
pub(super) fn nearest(words: &[Word]) -> Option<&'static Canonical> {
    let known = bag(words.iter().map(|word| word.text.as_str()));
    if ratio(known.len(), words.len()) < LIKENESS {
        return None;
    }
    let scored = canonical().iter().zip(&*BAGS).map(|(canon, bag)| (likeness(bag, canon, &known, words), canon));
    let (best, canon) = scored.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    (best >= LIKENESS).then_some(canon)
}

/// How many words two sentences share, against the longer of the two.
fn likeness(bag: &[usize], canon: &Canonical, known: &[usize], words: &[Word]) -> f64 {
    // A sentence twice as long or half as long is another sentence, and not worth the counting.
    let (short, long) = (canon.words.len().min(words.len()), canon.words.len().max(words.len()));
    if short * 2 < long { 0.0 } else { ratio(shared(bag, known), long) }
}

#[expect(clippy::cast_precision_loss, reason = "sentences are short")]
fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_family_is_read_whole() {
        let count = |family| canonical().iter().filter(|canon| canon.family == family).count();
        assert_eq!(count(Family::Cosai), 10);
        assert_eq!(count(Family::TcNote), 10);
        assert_eq!(count(Family::TcSpecification), 18);
        assert_eq!(count(Family::Tc2025), 20);
        assert_eq!(count(Family::OpSpecification), 22);
        assert_eq!(count(Family::OpNote), 12);
        assert_eq!(count(Family::Tc2018), 7);
        assert_eq!(count(Family::TcStatus), 13);
        assert_eq!(count(Family::OpStatus), 1);
        assert_eq!(count(Family::Front), 1);
    }
}
