//! What a repository holds beside its work products: a README, minutes, a charter.

use std::sync::LazyLock;

use regex::Regex;

use crate::markdown::{Document, NodeKind};

use super::outline::Outline;
use super::profile::Evidence;

/// Names of files, in lower case with hyphens, and what they are.
const NAMES: [(&str, &str); 27] = [
    ("readme", "a README"),
    ("contributing", "a guide for contributors"),
    ("code-of-conduct", "a code of conduct"),
    ("license", "a licence"),
    ("licence", "a licence"),
    ("notice", "a notice of the repository"),
    ("governance", "a document of governance"),
    ("charter", "a charter"),
    ("standing-rules", "a document of governance"),
    ("security", "a security policy"),
    ("support", "a page of help"),
    ("changelog", "a list of changes"),
    ("changes", "a list of changes"),
    ("history", "a list of changes"),
    ("releases", "a list of releases"),
    ("roadmap", "a plan"),
    ("maintainers", "a list of people"),
    ("codeowners", "a list of people"),
    ("authors", "a list of people"),
    ("contributors", "a list of people"),
    ("onboarding", "a guide for newcomers"),
    ("faq", "a list of questions"),
    ("install", "the manual of a program"),
    ("agenda", "an agenda"),
    ("minutes", "the minutes of a meeting"),
    ("pull-request-template", "a form of the repository"),
    ("issue-template", "a form of the repository"),
];

static DAY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\A(?:(?:minutes|agenda|meeting|notes)-)?\d{4}-?\d{2}-?\d{2}(?:-(?:minutes|agenda|meeting|notes))?\z")
        .expect("valid pattern")
});

static MEETING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\bmeeting\s+(?:minutes|notes|agenda)\b|\bminutes\s+of\b|\b(?:minutes|agenda)\z")
        .expect("valid pattern")
});

static MANUAL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:guide|manual|tutorial|quick\s?start|how-?to)\z|\A(?:installation|usage|getting started)\b")
        .expect("valid pattern")
});

/// What a file is by its name alone, where the name is one that repositories use for other things.
#[must_use]
pub fn other_by_name(path: &str) -> Option<&'static str> {
    let stem = stem(path).to_lowercase().replace(['_', ' '], "-");
    // Translations stand beside the original: `README.de.md`, `readme-fr.md`.
    let base = stem.split('.').next().unwrap_or(&stem);
    let translated = base.strip_suffix(|c: char| c.is_ascii_lowercase()).and_then(|rest| {
        let rest = rest.strip_suffix(|c: char| c.is_ascii_lowercase())?;
        rest.strip_suffix('-')
    });
    let named = NAMES.iter().find(|(name, _)| *name == base || translated == Some(name));
    named.map(|(_, what)| *what).or_else(|| DAY.is_match(&stem).then_some("the minutes of a meeting"))
}

fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// What a document is that is no work product; `None` where it is one, or may become one.
///
/// A draft without a cover and a chapter in a file of its own say as little of themselves as a page of help, so that
/// the absence of a stage proves nothing: only what is known for something else is called so.
pub(super) fn other(
    path: &str,
    evidence: Option<Evidence>,
    outline: &Outline,
    document: &Document,
) -> Option<&'static str> {
    let by_name = other_by_name(path);
    match evidence {
        Some(Evidence::Configuration | Evidence::StageLine) => return None,
        Some(_) => return by_name,
        None if by_name.is_some() => return by_name,
        None => {}
    }
    if outline.sections.iter().any(|section| section.number.is_some()) {
        return None;
    }
    if is_shouted(stem(path)) {
        return Some("a file of the repository");
    }
    let title = &outline.sections.get(outline.title?)?.text;
    if MEETING.is_match(title) {
        return Some("the minutes of a meeting");
    }
    let shells = document.blocks().filter(|&block| match document.kind(block) {
        NodeKind::CodeBlock { info, .. } => ["bash", "sh", "shell", "console", "powershell"].contains(&info.as_ref()),
        _ => false,
    });
    (MANUAL.is_match(title) && shells.count() > 1).then_some("the manual of a program")
}

/// `STANDING-RULES`: repositories shout the names of what is about themselves. A single short word may be an acronym.
fn is_shouted(stem: &str) -> bool {
    let upper = stem.chars().all(|c| c.is_ascii_uppercase() || matches!(c, '-' | '_'));
    let words = stem.split(['-', '_']).filter(|word| word.len() > 3).count();
    upper && (words > 1 || stem.len() > 7)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::work_product::from_text;

    #[test]
    fn names_of_repositories() {
        for name in [
            "README.md",
            "docs/Readme.MD",
            "README.de.md",
            "readme-fr.md",
            "CODE_OF_CONDUCT.md",
            "Code of Conduct.md",
            "minutes/2026-06-02.md",
            "agenda-20260602.md",
            "PULL_REQUEST_TEMPLATE.md",
        ] {
            assert!(other_by_name(name).is_some(), "{name}");
        }
        for name in
            ["security-principles.md", "notice-boards-v1.0.md", "paper.md", "minutes-of-arc.md", "support-vectors.md"]
        {
            assert_eq!(other_by_name(name), None, "{name}");
        }
    }

    #[test]
    fn only_what_is_known_for_something_else_is_called_so() {
        let kind = |path: &str, text: &str| from_text(path, text.to_owned(), None).unwrap().other;
        let shell = "# Kite Guide\n\n```sh\nkite up\n```\n\n```sh\nkite down\n```\n";
        assert_eq!(kind("docs/kite.md", shell), Some("the manual of a program"));
        assert_eq!(kind("docs/kite.md", "# Kite Guide\n\nHold the line.\n"), None);
        assert_eq!(kind("HARBOUR-BOARD-RULES.md", "# Rules\n\n## Voting\n"), Some("a file of the repository"));
        assert_eq!(kind("HARBOUR-BOARD-RULES.md", "# Rules\n\n## 1. Voting\n"), None);
        assert_eq!(kind("KITE.md", "# Kite\n\nText.\n"), None);
        assert_eq!(kind("kites.md", "# Kites\n\n## Scope\n\nText.\n"), None);
        assert_eq!(kind("kites.md", "# Kite TC Meeting Minutes\n\nPresent: all.\n"), Some("the minutes of a meeting"));
        let staged = "# Kites Version 1.0\n\n## Committee Note 01\n\n## 3 May 2026\n\n# 1 Introduction\n\nText.\n";
        assert_eq!(kind("README.md", staged), None);
    }
}
