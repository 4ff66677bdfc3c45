//! The PDF: Typst in process, tagged, with outline and properties.

mod blocks;
mod code;
mod emit;
mod fonts;
mod front;
mod inlines;
mod layout;
mod math;
mod pictures;
mod places;
mod tables;
mod targets;
mod text;
mod vectors;
mod world;

use std::collections::{BTreeSet, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use typst::diag::{SourceDiagnostic, Warned};
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{TextRange, sha256};

use super::Publication;
use emit::{Emitter, Generated};
use places::{Message, Places};
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

/// Pictures that Typst refuses are left out one build after the other, at most so often; then all are.
const MAX_ATTEMPTS: usize = 4;

/// Writes the document.
///
/// # Errors
/// What Typst could not set, at the places in the prose.
pub fn write(publication: &Publication<'_>) -> Result<Pdf, Vec<Diagnostic>> {
    let mut refused = HashSet::new();
    let mut kept: Vec<Diagnostic> = Vec::new();
    for attempt in 1..=MAX_ATTEMPTS {
        let generated = Emitter::new(publication, &refused).publication();
        let drawings: Vec<String> = generated.files.keys().cloned().collect();
        match typeset(publication, generated) {
            Ok(mut pdf) => {
                pdf.diagnostics.splice(0..0, kept);
                return Ok(pdf);
            }
            Err(messages) => {
                let before = refused.len();
                for Message { diagnostic, drawing } in messages {
                    refused.extend(drawing);
                    kept.push(diagnostic);
                }
                if refused.len() == before || attempt + 1 == MAX_ATTEMPTS {
                    refused.extend(drawings);
                }
            }
        }
    }
    Err(kept)
}

/// The Typst markup that [`write`] sets: what of the work is ours and not Typst's.
#[must_use]
pub fn markup(publication: &Publication<'_>) -> String {
    Emitter::new(publication, &HashSet::new()).publication().source
}

fn typeset(publication: &Publication<'_>, generated: Generated) -> Result<Pdf, Vec<Message>> {
    let Generated { source, marks, files, shown_at, mut diagnostics } = generated;
    let Some(files) = Files::new(source, files) else { return Err(Vec::new()) };
    let places = Places { files: &files, marks: &marks, shown_at: &shown_at };
    // The typesetter is large, its input hostile: a panic in it must not end the build.
    let attempt = catch_unwind(AssertUnwindSafe(|| typst::compile::<PagedDocument>(&files)));
    let Ok(Warned { output, warnings }) = attempt else { return Err(vec![Message::failure()]) };
    let result = output.map_err(|errors| places.messages(&errors)).and_then(|document| {
        let (bytes, standards, objections) = export(publication, &document).map_err(|e| places.messages(&e))?;
        let soft = places.messages(&warnings).into_iter().chain(places.messages(&objections));
        diagnostics.extend(soft.map(|message| message.diagnostic.at_most(Severity::Warning)));
        Ok(Pdf { bytes, pages: document.pages().len(), standards, diagnostics: once_each(diagnostics) })
    });
    // Nothing is built twice from the same layout, and a batch must not grow without end.
    typst::comemo::evict(0);
    result
}

/// A table set twice, or a warning from each run of the layout, is one finding.
fn once_each(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut seen = BTreeSet::new();
    let key = |found: &Diagnostic| {
        let TextRange { start, end } = found.location.range;
        (found.rule.clone(), start, end, found.message.clone())
    };
    diagnostics.into_iter().filter(|found| seen.insert(key(found))).collect()
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
    for attempt in attempts {
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

/// `SOURCE_DATE_EPOCH`, else midnight of the document's day, else what an undated zip carries: PDF/A has no file
/// without a time.
fn timestamp(publication: &Publication<'_>) -> Option<Timestamp> {
    let undated = jiff::civil::date(1980, 1, 1);
    let day = publication.metadata.date.unwrap_or(undated).at(0, 0, 0, 0);
    let time = publication.options.time.unwrap_or(day);
    let part = |value: i8| u8::try_from(value).unwrap_or_default();
    let (hour, minute, second) = (part(time.hour()), part(time.minute()), part(time.second()));
    let (month, day) = (part(time.month()), part(time.day()));
    Datetime::from_ymd_hms(i32::from(time.year()), month, day, hour, minute, second).map(Timestamp::new_utc)
}
