//! Leads Typst's messages back to the prose.

use std::collections::BTreeMap;

use typst::World as _;
use typst::diag::SourceDiagnostic;
use typst::syntax::{DiagSpan, DiagSpanKind};

use crate::diagnostic::Diagnostic;
use crate::source::TextRange;

use super::emit::Mark;
use super::world::Files;

/// What Typst said of a place.
pub(super) struct Message {
    /// For people.
    pub diagnostic: Diagnostic,
    /// The picture it is about.
    pub drawing: Option<String>,
}

impl Message {
    /// The typesetter failed without a word.
    pub fn failure() -> Self {
        let message = "the typesetter failed on this document; it is set again without its pictures";
        Self { diagnostic: Diagnostic::new("typesetting", TextRange::empty(0), message), drawing: None }
    }
}

/// Where the main file and the pictures come from.
pub(super) struct Places<'a> {
    pub files: &'a Files,
    pub marks: &'a [Mark],
    pub shown_at: &'a BTreeMap<String, TextRange>,
}

impl Places<'_> {
    /// All messages, each at its place.
    pub fn messages(&self, said: &[SourceDiagnostic]) -> Vec<Message> {
        said.iter().map(|message| self.message(message)).collect()
    }

    fn message(&self, message: &SourceDiagnostic) -> Message {
        let calls = message.trace.iter().map(|call| call.span.into());
        let place = std::iter::once(message.span).chain(calls).find_map(|span| self.place(span));
        let (source, drawing) = place.unwrap_or((TextRange::empty(0), None));
        let mut diagnostic = Diagnostic::new("typesetting", source, message.message.as_str());
        if let Some(hint) = message.hints.first() {
            diagnostic = diagnostic.help(hint.v.as_str());
        }
        Message { diagnostic, drawing }
    }

    /// The place in the prose that a span comes from, with the picture shown there.
    fn place(&self, span: DiagSpan) -> Option<(TextRange, Option<String>)> {
        let file = span.id()?;
        if file != self.files.main() {
            let name = file.get().vpath().get_without_slash();
            return self.shown_at.get(name).map(|&source| (source, Some(name.to_owned())));
        }
        let range = match span.get() {
            DiagSpanKind::Detached => return None,
            DiagSpanKind::Number { num, sub_range, .. } => self.files.main_source().range(num, sub_range)?,
            DiagSpanKind::Range { range, .. } => range,
        };
        let index = self.marks.partition_point(|mark| mark.at <= range.start);
        self.marks.get(index.checked_sub(1)?).map(|mark| (mark.source, mark.drawing.clone()))
    }
}
