//! The registry of rules, and running them.
//!
//! Every topic has a folder with a table of its rules; the tree is the checklist. The documentation
//! of a rule is its section in the rule book, `spec/rules/<topic>.md`.

mod applies;
mod book;
mod checker;
pub mod fix;
mod literals;
mod preserved;
mod run;
mod running_text;
mod selection;
mod sought;

pub mod artifacts;
pub mod cover;
pub mod headings;
pub mod keywords;
pub mod links;
pub mod metadata;
pub mod naming;
pub mod notices;
pub mod own;
pub mod people;
pub mod placeholders;
pub mod prose;
pub mod references;
pub mod rendition;
pub mod structure;
pub mod tables;

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::diagnostic::Severity;
use crate::profiles::ProfileId;

pub use book::{Example, ExampleKind, Section as BookSection, sections as book_sections};
pub use checker::Checker;
pub use rendition::verify;
pub use run::{LintOptions, LintResult, fold, lint, lint_unfolded, weigh};
pub use selection::{Selection, UnknownSelector};

/// What a rule is about; each topic is a folder of this module and a chapter of the rule book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Topic {
    /// The cover page.
    Cover,
    /// Parts and their order.
    Structure,
    /// Headings and their numbers.
    Headings,
    /// Copyright and legal texts.
    Notices,
    /// File names, stages, URIs.
    Naming,
    /// References and citations.
    References,
    /// BCP 14 key words.
    Keywords,
    /// Additional artifacts and images.
    Artifacts,
    /// Editors, chairs, contributors.
    People,
    /// Front matter and document properties.
    Metadata,
    /// Links.
    Links,
    /// Left-overs of templates.
    Placeholders,
    /// Tables, figures, code.
    Tables,
    /// Characters, spacing, wording.
    Prose,
    /// What was built: HTML, PDF, package.
    Rendition,
    /// Rules a committee wrote for itself.
    Own,
}

impl Topic {
    /// Name in lower case, as in paths and reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Cover => "cover",
            Self::Structure => "structure",
            Self::Headings => "headings",
            Self::Notices => "notices",
            Self::Naming => "naming",
            Self::References => "references",
            Self::Keywords => "keywords",
            Self::Artifacts => "artifacts",
            Self::People => "people",
            Self::Metadata => "metadata",
            Self::Links => "links",
            Self::Placeholders => "placeholders",
            Self::Tables => "tables",
            Self::Prose => "prose",
            Self::Rendition => "rendition",
            Self::Own => "own",
        }
    }
}

/// What can be done about a finding of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FixKind {
    /// Only the author can.
    None,
    /// `--fix` does it where it can.
    Safe,
    /// `--fix --unsafe` does it where it can.
    Unsafe,
}

/// How bad a finding is, by profile and stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Levels {
    publish: [Option<Severity>; 5],
    draft: Severity,
}

impl Levels {
    /// The same for every profile.
    #[must_use]
    pub const fn all(severity: Severity) -> Self {
        Self { publish: [Some(severity); 5], draft: Severity::Error }
    }

    /// For the profiles named; the rule does not apply to others.
    #[must_use]
    pub const fn only(severity: Severity, profiles: &[ProfileId]) -> Self {
        let mut publish = [None; 5];
        let mut index = 0;
        while index < profiles.len() {
            publish[profiles[index] as usize] = Some(severity);
            index += 1;
        }
        Self { publish, draft: Severity::Error }
    }

    /// Another severity for some profiles.
    #[must_use]
    pub const fn but(mut self, severity: Severity, profiles: &[ProfileId]) -> Self {
        let mut index = 0;
        while index < profiles.len() {
            self.publish[profiles[index] as usize] = Some(severity);
            index += 1;
        }
        self
    }

    /// No more than `severity` in a draft.
    #[must_use]
    pub const fn draft(mut self, severity: Severity) -> Self {
        self.draft = severity;
        self
    }

    /// The severity for a profile; `None` where the rule does not apply.
    #[must_use]
    pub fn get(self, profile: ProfileId, draft: bool) -> Option<Severity> {
        let publish = self.publish[profile as usize]?;
        Some(if draft { publish.min(self.draft) } else { publish })
    }

    /// The lowest severity of any profile the rule applies to: what may be said where the profile is a guess.
    #[must_use]
    pub fn least(self, draft: bool) -> Option<Severity> {
        let publish = self.publish.into_iter().flatten().min()?;
        Some(if draft { publish.min(self.draft) } else { publish })
    }

    /// Whether the rule applies to this profile and to no other.
    #[must_use]
    pub fn is_only(self, profile: ProfileId) -> bool {
        self.publish.iter().enumerate().all(|(index, level)| level.is_some() == (index == profile as usize))
    }
}

/// Error.
pub(crate) const ERROR: Severity = Severity::Error;
/// Warning.
pub(crate) const WARNING: Severity = Severity::Warning;
/// Info.
pub(crate) const INFO: Severity = Severity::Info;
/// The profiles of specifications.
pub(crate) const SPECIFICATIONS: &[ProfileId] = &[ProfileId::OpSpecification, ProfileId::TcSpecification];
/// The profiles of Open Projects.
pub(crate) const OPEN_PROJECTS: &[ProfileId] = &[ProfileId::CosaiPaper, ProfileId::OpSpecification, ProfileId::OpNote];
/// The profile of `CoSAI` papers alone.
pub(crate) const COSAI: &[ProfileId] = &[ProfileId::CosaiPaper];
/// The profiles whose documents go through stages.
pub(crate) const STAGED: &[ProfileId] =
    &[ProfileId::OpNote, ProfileId::OpSpecification, ProfileId::TcSpecification, ProfileId::TcNote];

/// A rule.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// The slug in the catalogue: stable, never reused.
    pub id: &'static str,
    /// What it is about.
    pub topic: Topic,
    /// What it demands, in one sentence without a full stop.
    pub summary: &'static str,
    /// Severity by profile and stage.
    pub levels: Levels,
    /// What can be done about it.
    pub fix: FixKind,
    /// The clauses it rests on.
    pub clause: &'static str,
    /// The official gate's conditions it mirrors: class and ordinal.
    pub gate: &'static [(&'static str, u16)],
    /// Reports what it finds.
    pub check: fn(&mut Checker<'_>),
}

/// All rules, by topic and then in the order of their tables.
#[must_use]
pub fn registry() -> &'static [&'static Rule] {
    &REGISTRY
}

static REGISTRY: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
    let tables: [&'static [Rule]; 18] = [
        cover::RULES,
        cover::stage_rules::RULES,
        cover::status_rules::RULES,
        structure::RULES,
        structure::template_2025::RULES,
        headings::RULES,
        notices::RULES,
        naming::RULES,
        references::RULES,
        keywords::RULES,
        artifacts::RULES,
        people::RULES,
        metadata::RULES,
        links::RULES,
        placeholders::RULES,
        tables::RULES,
        prose::RULES,
        own::RULES,
    ];
    let packages = package_rules().map(|package| &package.rule);
    let mut rules: Vec<&'static Rule> =
        tables.into_iter().flatten().chain(packages).chain(rendition::BUILD_RULES).collect();
    rules.sort_by_key(|rule| rule.topic);
    rules
});

/// The rules that look at packages, whatever their topic.
fn package_rules() -> impl Iterator<Item = &'static rendition::PackageRule> {
    rendition::RULES.iter().chain(artifacts::PACKAGE_RULES).chain(naming::PACKAGE_RULES).chain(structure::PACKAGE_RULES)
}

static BY_ID: LazyLock<HashMap<&'static str, &'static Rule>> =
    LazyLock::new(|| registry().iter().map(|&rule| (rule.id, rule)).collect());

/// A rule by id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Rule> {
    BY_ID.get(id).copied()
}

/// The topic of a rule id; what is no rule of the registry is a committee's own.
#[must_use]
pub fn topic_of(id: &str) -> Topic {
    find(id).map_or(Topic::Own, |rule| rule.topic)
}

/// Where the rule's section is published; of a committee's own rules, where their form is described.
#[must_use]
pub fn url_of(id: &str) -> String {
    let fragment = if find(id).is_some() { format!("#{id}") } else { String::new() };
    format!("{}/blob/main/spec/rules/{}.md{fragment}", env!("CARGO_PKG_REPOSITORY"), topic_of(id).name())
}
