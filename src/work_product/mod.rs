//! The domain model: what a work product is made of, computed once, with a place for every part.
//!
//! This is the last module that looks at Markdown; rules and writers read the facts gathered here.

mod anchors;
mod artifacts;
mod captions;
mod citation;
pub mod config;
mod conformance;
mod contents;
mod cover;
pub mod date;
mod history;
mod identifiers;
mod informative;
mod key_words;
mod kind;
mod label;
mod links;
mod load;
pub mod notices;
mod other;
mod outline;
pub mod own_rules;
mod participants;
mod passages;

mod people;
mod person;
mod profile;
pub mod references;
mod requirements;
mod sentences;
mod stage_blocks;
mod stage_line;
mod stage_uri;
mod terms;
mod words;

pub use anchors::{Anchor, Anchors, Dialects};
pub use artifacts::{Artifact, ArtifactEntry, ArtifactKind, Artifacts};
pub use captions::{Caption, CaptionForm, Captions, ExtraItem, ItemKind, Side, split_number};
pub use citation::CitationFormat;
pub use conformance::{ClauseForm, Conformance, ConformanceClause, is_chapter};
pub use contents::{Contents, ContentsEntry};
pub use cover::{Approval, Cover, DatePart, Part, ProjectLine};
pub use identifiers::Identifier;
pub use informative::{Informative, InformativeParts, Why};
pub use key_words::{KeyWord, KeyWords, KeyWordsClause, Mode, Standing, Word};
pub use label::{Label, LabelKind};
pub use links::{Link, Target, percent_decoded};
pub use load::{LoadError, Request, from_text, load, load_own_rules, with_prose};
pub use notices::Notices;
pub use other::other_by_name;
pub use outline::{Number, Outline, Role, Section};
pub use participants::Participant;
pub use passages::{Passage, PassageKind, Passages};
pub use people::{People, RoleGroup};
pub use person::{Affiliation, Form, Mail, Person};
pub use profile::{Detected, Evidence, of_file_name as profile_of_file_name, of_stage_line as profile_of_stage_line};
pub use references::{Citation, List, ListKind, ReferenceEntry, References};
pub use requirements::{Statement, statements, statements_in};
pub use sentences::sentences;
pub use stage_blocks::{BlockUri, StageBlock};
pub use stage_line::{NamedStage, StageLine, StageName, stage_name};
pub use stage_uri::{StageToken, StageUri, version_of_name};
pub use terms::{Term, TermKind};
pub use words::{Place, Words};

use std::borrow::Cow;
use std::sync::Arc;

use crate::diagnostic::Sources;
use crate::markdown::{Document, FrontMatter, NodeId};
pub use crate::profiles::Generation;
use crate::profiles::{Profile, ProfileId};
use crate::source::{TextRange, collapsed};

use config::Config;
use own_rules::OwnRule;

/// One work product: its prose, what surrounds it, and everything known of both.
#[derive(Debug, Clone)]
pub struct WorkProduct {
    /// Every text diagnostics may point into; the prose is the first.
    pub sources: Sources,
    /// The prose as a tree.
    pub document: Document,
    /// YAML at the top of the prose.
    pub front_matter: Option<FrontMatter>,
    /// `workproduct.yaml`, where there is one.
    pub config: Option<LoadedConfig>,
    /// The template the document follows.
    pub profile: ProfileId,
    /// What speaks for it.
    pub evidence: Option<Evidence>,
    /// What the document is, where it is none: `a README`.
    pub other: Option<&'static str>,
    /// Which wording of the template.
    pub generation: Generation,
    /// Headings as sections.
    pub outline: Outline,
    /// The cover page.
    pub cover: Cover,
    /// How the cover says that the document is cited.
    pub citation: Option<CitationFormat>,
    /// The people it names.
    pub people: People,
    /// Anchors of every dialect.
    pub anchors: Anchors,
    /// What stands under the cover's stage labels.
    pub stage_blocks: Vec<StageBlock>,
    /// Links and images.
    pub links: Vec<Link>,
    /// Files that travel with the prose.
    pub artifacts: Artifacts,
    /// The table of contents, where there is one.
    pub contents: Option<Contents>,
    /// The bibliography and its citations.
    pub references: References,
    /// Running text, block by block.
    pub passages: Passages,
    /// Copyright lines and legal sentences.
    pub notices: Notices,
    /// The rules the committee wrote for itself.
    pub own_rules: Arc<[OwnRule]>,
    /// Parts that demand nothing.
    pub informative: InformativeParts,
    /// BCP 14 key words and the clause that explains them.
    pub key_words: KeyWords,
    /// The conformance section and its clauses.
    pub conformance: Conformance,
    /// Figures, tables and code with the captions that name them.
    pub captions: Captions,
    /// What the lists of acronyms and of terms define.
    pub terms: Vec<Term>,
}

/// A `workproduct.yaml` and where it lies.
#[derive(Debug, Clone)]
pub struct LoadedConfig {
    /// Its path in the workspace.
    pub path: String,
    /// Its text among the sources.
    pub source: crate::diagnostic::SourceId,
    /// What it says.
    pub config: Config,
}

impl WorkProduct {
    /// The text of the prose.
    #[must_use]
    pub fn text(&self) -> &str {
        self.sources.prose().text()
    }

    /// The prose of a range.
    #[must_use]
    pub fn slice(&self, range: TextRange) -> &str {
        self.sources.prose().slice(range)
    }

    /// What a reader sees of a node, white space collapsed.
    #[must_use]
    pub fn plain(&self, node: NodeId) -> String {
        let text = self.document.plain_text(node, self.text());
        match collapsed(&text) {
            Cow::Borrowed(_) => text,
            Cow::Owned(collapsed) => collapsed,
        }
    }

    /// The template.
    #[must_use]
    pub fn template(&self) -> &'static Profile {
        self.profile.profile()
    }

    /// What `workproduct.yaml` says, or nothing.
    #[must_use]
    pub fn settings(&self) -> Option<&Config> {
        self.config.as_ref().map(|loaded| &loaded.config)
    }

    /// A block of addresses of the cover; one that is shown goes before one in a comment.
    #[must_use]
    pub fn stage_block(&self, label: LabelKind) -> Option<&StageBlock> {
        let mut blocks = self.stage_blocks.iter().filter(|block| block.label == label);
        let shown = blocks.clone().find(|block| !block.commented);
        shown.or_else(|| blocks.next())
    }

    /// The first address of this stage that lies where OASIS publishes.
    #[must_use]
    pub fn own_uri(&self) -> Option<&StageUri> {
        self.stage_block(LabelKind::ThisStage)?.addresses().find(|uri| uri.is_published())
    }

    /// Path of the first file of the prose.
    #[must_use]
    pub fn path(&self) -> &str {
        self.sources.prose().segments().first().map_or("", |segment| &segment.path)
    }

    /// A path written in the prose at `offset`, relative to the project root; `None` if it leaves it.
    #[must_use]
    pub fn resolve(&self, offset: u32, path: &str) -> Option<String> {
        let file = &self.sources.prose().segment_at(offset).path;
        let directory = file.rsplit_once('/').map_or("", |(directory, _)| directory);
        crate::source::normalize(format!("{directory}/{path}").trim_start_matches('/'))
    }

    /// The title: of the first heading, else of the front matter, else of `workproduct.yaml`.
    #[must_use]
    pub fn title(&self) -> Option<String> {
        let heading = self.cover.title.as_ref().map(|part| part.text.clone());
        let front = || self.front_matter.as_ref()?.get("title").map(|entry| entry.value.trim().to_owned());
        heading.or_else(front).or_else(|| self.settings()?.title.clone())
    }

    /// Sections whose label is `kind`.
    pub fn labelled(&self, kind: LabelKind) -> impl Iterator<Item = &Section> {
        self.outline.sections.iter().filter(move |s| s.label.as_ref().is_some_and(|l| l.kind == kind))
    }
}
