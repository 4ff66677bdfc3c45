//! The PDF: Typst in process, tagged, with outline and properties.

mod blocks;
mod captions;
mod emit;
mod fonts;
mod front;
mod html;
mod html_tables;
mod inlines;
mod pictures;
mod tables;
mod text;
mod world;

use std::collections::{HashMap, HashSet};

use typst::World as _;
use typst::diag::{SourceDiagnostic, Warned};
use typst::foundations::{Datetime, Smart};
use typst::syntax::{DiagSpan, DiagSpanKind};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::diagnostic::{Diagnostic, Severity};
use crate::markdown::{NodeId, NodeKind};
use crate::source::{TextRange, sha256};

use super::Publication;
use emit::{Emitter, Generated};
use world::Files;

/// A written PDF.
#[derive(Debug, Clone)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// Number of pages.
    pub pages: usize,
    /// The standards the file keeps, as their names: `PDF/UA-1`, `PDF/A-2a`.
    pub standards: Vec<&'static str>,
    /// What could not be shown as written.
    pub diagnostics: Vec<Diagnostic>,
}

/// Pictures that Typst refuses are left out one build after the other, at most so often.
const MAX_ATTEMPTS: usize = 4;

/// Writes the document.
///
/// # Errors
/// What Typst could not set, at the places in the prose.
pub fn write(publication: &Publication<'_>) -> Result<Pdf, Vec<Diagnostic>> {
    let mut refused = HashSet::new();
    let mut kept = Vec::new();
    for attempt in 1.. {
        let generated = Emitter::new(publication, &refused).publication();
        let before = refused.len();
        match typeset(publication, generated) {
            Ok(mut pdf) => {
                pdf.diagnostics.splice(0..0, kept);
                return Ok(pdf);
            }
            Err(errors) => {
                for (node, diagnostic) in errors {
                    refused.extend(node.into_iter().flat_map(|node| same_picture(publication, node)));
                    kept.push(diagnostic);
                }
            }
        }
        if refused.len() == before || attempt == MAX_ATTEMPTS {
            break;
        }
    }
    Err(kept)
}

/// The Typst markup that [`write`] sets: what of the work is ours and not Typst's.
#[must_use]
pub fn markup(publication: &Publication<'_>) -> String {
    Emitter::new(publication, &HashSet::new()).publication().source
}

/// Every place that shows the picture of `node`; none if it is no picture.
fn same_picture(publication: &Publication<'_>, node: NodeId) -> Vec<NodeId> {
    match publication.work.document.kind(node) {
        NodeKind::Image { url, .. } => {
            let images = publication.work.links.iter().filter(|link| link.image && link.url == **url);
            images.map(|link| link.node).collect()
        }
        NodeKind::CodeBlock { .. } | NodeKind::HtmlBlock => vec![node],
        _ => Vec::new(),
    }
}

/// Errors with the nodes they come from.
type Errors = Vec<(Option<NodeId>, Diagnostic)>;

fn typeset(publication: &Publication<'_>, generated: Generated) -> Result<Pdf, Errors> {
    let Generated { source, marks, pictures, shown_at, mut diagnostics } = generated;
    let Some(files) = Files::new(source, pictures) else { return Err(Vec::new()) };
    let places = Places { publication, files: &files, marks: &marks, shown_at: &shown_at };
    let Warned { output, warnings } = typst::compile::<PagedDocument>(&files);
    let result = output.map_err(|errors| places.diagnostics(&errors)).and_then(|document| {
        let (bytes, standards, objections) = export(publication, &document).map_err(|e| places.diagnostics(&e))?;
        if publication.metadata.date.is_none() {
            let message = "the document has no date, so its PDF does not conform to PDF/A-2a";
            diagnostics.push(Diagnostic::new("typesetting", TextRange::empty(0), message).at_most(Severity::Info));
        }
        let soft = places.diagnostics(&warnings).into_iter().chain(places.diagnostics(&objections));
        diagnostics.extend(soft.map(|(_, diagnostic)| diagnostic.at_most(Severity::Warning)));
        Ok(Pdf { bytes, pages: document.pages().len(), standards, diagnostics })
    });
    // Nothing is built twice from the same layout, and a batch must not grow without end.
    typst::comemo::evict(0);
    result
}

type Messages = typst::ecow::EcoVec<SourceDiagnostic>;

/// Exports with as many standards as the document allows; the objections are those of the first attempt.
fn export(
    publication: &Publication<'_>,
    document: &PagedDocument,
) -> Result<(Vec<u8>, Vec<&'static str>, Messages), Messages> {
    let attempts: [&[(PdfStandard, &'static str)]; 3] =
        [&[(PdfStandard::Ua_1, "PDF/UA-1"), (PdfStandard::A_2a, "PDF/A-2a")], &[(PdfStandard::Ua_1, "PDF/UA-1")], &[]];
    let mut objections = Messages::new();
    // PDF/A has no file without a date, and the clock's would be a lie.
    let undated = publication.metadata.date.is_none();
    for attempt in attempts.into_iter().skip(usize::from(undated)) {
        let list: Vec<PdfStandard> = attempt.iter().map(|&(standard, _)| standard).collect();
        let Ok(standards) = PdfStandards::new(&list) else { continue };
        match typst_pdf::pdf(document, &options(publication, standards)) {
            Ok(bytes) => return Ok((bytes, attempt.iter().map(|&(_, name)| name).collect(), objections)),
            Err(errors) if attempt.is_empty() => return Err(errors),
            Err(errors) if objections.is_empty() => objections = errors,
            Err(_) => {}
        }
    }
    Err(objections)
}

/// Nothing here depends on the clock or the machine.
fn options(publication: &Publication<'_>, standards: PdfStandards) -> PdfOptions {
    let text = publication.work.text();
    let ident = sha256(&[publication.metadata.identifier.as_bytes(), &[0], text.as_bytes()]);
    PdfOptions {
        ident: Smart::Custom(ident),
        creator: Smart::Custom(Some(concat!("proofmark ", env!("CARGO_PKG_VERSION")).to_owned())),
        timestamp: timestamp(publication),
        standards,
        tagged: true,
        ..PdfOptions::default()
    }
}

fn timestamp(publication: &Publication<'_>) -> Option<Timestamp> {
    let date = publication.metadata.date?;
    let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
    Datetime::from_ymd_hms(i32::from(date.year()), month, day, 0, 0, 0).map(Timestamp::new_utc)
}

/// Leads Typst's messages back to the prose.
struct Places<'a> {
    publication: &'a Publication<'a>,
    files: &'a Files,
    marks: &'a [(usize, NodeId)],
    shown_at: &'a HashMap<String, NodeId>,
}

impl Places<'_> {
    fn diagnostics(&self, messages: &[SourceDiagnostic]) -> Errors {
        messages.iter().map(|message| self.diagnostic(message)).collect()
    }

    fn diagnostic(&self, message: &SourceDiagnostic) -> (Option<NodeId>, Diagnostic) {
        let calls = message.trace.iter().map(|call| call.span.into());
        let node = std::iter::once(message.span).chain(calls).find_map(|span| self.node(span));
        let range = node.map_or(TextRange::empty(0), |node| self.publication.work.document.range(node));
        let mut diagnostic = Diagnostic::new("typesetting", range, message.message.as_str());
        if let Some(hint) = message.hints.first() {
            diagnostic = diagnostic.help(hint.v.as_str());
        }
        (node, diagnostic)
    }

    /// The node whose Typst a span lies in.
    fn node(&self, span: DiagSpan) -> Option<NodeId> {
        let file = span.id()?;
        if file != self.files.main() {
            return self.shown_at.get(file.get().vpath().get_without_slash()).copied();
        }
        let range = match span.get() {
            DiagSpanKind::Detached => return None,
            DiagSpanKind::Number { num, sub_range, .. } => self.files.main_source().range(num, sub_range)?,
            DiagSpanKind::Range { range, .. } => range,
        };
        let index = self.marks.partition_point(|&(start, _)| start <= range.start);
        self.marks.get(index.checked_sub(1)?).map(|&(_, node)| node)
    }
}
