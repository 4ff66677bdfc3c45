//! The line of the cover that names the stage, taken apart.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::source::TextRange;

/// A stage as the OASIS rules name it.
#[derive(Debug, PartialEq, Eq)]
pub struct StageName {
    /// As the cover writes it.
    pub name: &'static str,
    /// As names and URIs write it; a Technical Report has none.
    pub token: Option<&'static str>,
    /// Whether a revision follows.
    pub numbered: bool,
    /// Given up by version 1.7 of the Naming Directives.
    pub retired: bool,
}

const fn stage(name: &'static str, token: &'static str) -> StageName {
    StageName { name, token: Some(token), numbered: true, retired: false }
}

/// Longer names stand before those they begin with.
static NAMES: [StageName; 17] = [
    StageName { retired: true, ..stage("Committee Specification Public Review Draft", "csprd") },
    StageName { retired: true, ..stage("Committee Note Public Review Draft", "cnprd") },
    StageName { retired: true, token: None, ..stage("Public Review Draft", "") },
    StageName { retired: true, ..stage("Candidate OASIS Standard", "cos") },
    stage("Committee Specification Draft", "csd"),
    stage("Committee Specification", "cs"),
    stage("Committee Note Draft", "cnd"),
    stage("Committee Note", "cn"),
    stage("Project Specification Draft", "psd"),
    stage("Project Specification", "ps"),
    stage("Project Note Draft", "pnd"),
    stage("Project Note", "pn"),
    stage("Working Draft", "wd"),
    StageName { numbered: false, ..stage("OASIS Standard", "os") },
    StageName { numbered: false, ..stage("Approved Errata", "errata") },
    StageName { token: None, ..stage("Technical Report Draft", "") },
    StageName { token: None, ..stage("Technical Report", "") },
];

/// How the cover names a stage of today: `Committee Specification Draft` for `csd`.
#[must_use]
pub fn stage_name(token: &str) -> Option<&'static str> {
    NAMES.iter().find(|stage| !stage.retired && stage.token == Some(token)).map(|stage| stage.name)
}

/// One stage a line names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedStage {
    /// Which.
    pub stage: &'static StageName,
    /// Where its name stands.
    pub range: TextRange,
    /// The digits behind the name, as written, and where.
    pub revision: Option<(String, TextRange)>,
}

/// What a stage line says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StageLine {
    /// The stages it names, in order.
    pub stages: Vec<NamedStage>,
    /// It says that the text is a working draft of the stage it names.
    pub working_draft: bool,
    /// It holds nothing but stages and what joins them.
    pub plain: bool,
}

impl NamedStage {
    /// `csd01`, where the stage has a token and the revision it needs.
    #[must_use]
    pub fn token(&self) -> Option<String> {
        let token = self.stage.token?;
        match &self.revision {
            Some((digits, _)) => Some(format!("{token}{digits}")),
            None if self.stage.numbered => None,
            None => Some(token.to_owned()),
        }
    }
}

static STAGES: LazyLock<Regex> = LazyLock::new(|| {
    let names: Vec<String> = NAMES.iter().map(|stage| stage.name.replace(' ', r"\s+")).collect();
    Regex::new(&format!(r"(?i)\b(?P<name>{})\b(?:\s+(?P<revision>\d+)\b)?", names.join("|"))).expect("valid pattern")
});

static WORKING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:working\s+draft|editor(?:['’]?s|s['’])?\s+draft|work\s+in\s+progress|WIP|WD\s*\d*)\b")
        .expect("valid pattern")
});

/// What may stand around the stages of a line: the publisher's name, joints, the mark of a working draft.
static JOINTS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:\s|/|\\|-|OASIS\b|WD\s*\d+\b|of\b|incorporating\b|with\b|plus\b)*$").expect("valid pattern")
});

/// Longest line that is looked at, in bytes.
const LONGEST: usize = 400;

impl StageLine {
    /// Reads a line; `place` leads ranges of it back to the source.
    #[must_use]
    pub fn read(line: &str, place: &dyn Fn(Range<usize>) -> TextRange) -> Self {
        let mut read = Self::default();
        if line.len() > LONGEST {
            return read;
        }
        let (mut rest, mut from) = (String::new(), 0);
        for found in STAGES.captures_iter(line) {
            let (Some(whole), Some(name)) = (found.get(0), found.name("name")) else { continue };
            let words: Vec<&str> = name.as_str().split_whitespace().collect();
            let words = words.join(" ");
            let Some(stage) = NAMES.iter().find(|stage| stage.name.eq_ignore_ascii_case(&words)) else { continue };
            let revision = found.name("revision").map(|digits| (digits.as_str().to_owned(), place(digits.range())));
            read.stages.push(NamedStage { stage, range: place(name.range()), revision });
            rest.push_str(line.get(from..whole.start()).unwrap_or_default());
            from = whole.end();
        }
        rest.push_str(line.get(from..).unwrap_or_default());
        read.working_draft = WORKING.is_match(line);
        read.plain = !read.stages.is_empty() && JOINTS.is_match(&rest);
        read
    }

    /// The first stage that is not merely `Working Draft`, else that.
    #[must_use]
    pub fn stage(&self) -> Option<&NamedStage> {
        let of_work = self.stages.iter().find(|named| named.stage.token != Some("wd"));
        of_work.or(self.stages.first())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> (Vec<Option<String>>, bool, bool) {
        let read = StageLine::read(line, &|range| TextRange::new(range.start, range.end));
        (read.stages.iter().map(NamedStage::token).collect(), read.working_draft, read.plain)
    }

    fn tokens(tokens: &[&str]) -> Vec<Option<String>> {
        tokens.iter().map(|token| Some((*token).to_owned()).filter(|token| !token.is_empty())).collect()
    }

    #[test]
    fn stages_in_every_spelling() {
        assert_eq!(read("Committee Specification Draft 02"), (tokens(&["csd02"]), false, true));
        assert_eq!(read("committee  specification 1"), (tokens(&["cs1"]), false, true));
        assert_eq!(read("OASIS Standard"), (tokens(&["os"]), false, true));
        assert_eq!(read("OASIS Approved Errata"), (tokens(&["errata"]), false, true));
        assert_eq!(read("WD02 of Committee Specification Draft 01"), (tokens(&["csd01"]), true, true));
        assert_eq!(read("Committee Specification Draft 01 / Public Review Draft 01").0, tokens(&["csd01", ""]));
        assert_eq!(read("Project Specification Draft (V0.1)"), (tokens(&[""]), false, false));
        assert_eq!(
            read("Working Draft 0 (Version 1.0 Committee Specification 01)"),
            (tokens(&["wd0", "cs01"]), true, false)
        );
        assert_eq!(read("OASIS Standard incorporating Approved Errata 01").0, tokens(&["os", "errata01"]));
        assert_eq!(read("A Guide for Beginners"), (tokens(&[]), false, false));
    }
}
