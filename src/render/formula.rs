//! Formulas: TeX as `MathML`, for all writers.

use std::ops::Range;

use math_core::{LatexToMathML, MathDisplay};

use crate::diagnostic::Diagnostic;
use crate::source::TextRange;
use crate::work_product::WorkProduct;

/// Longest formula that is set, in bytes.
const MAX_FORMULA: usize = 8 * 1024;
/// Stack for each byte of a formula: the converter goes as deep as braces and commands are nested.
const STACK_PER_BYTE: usize = 32 * 1024;

/// Why a formula cannot be set, and where in it.
#[derive(Debug)]
pub(super) struct Unset {
    /// What is wrong.
    pub message: String,
    /// The bytes of the formula it is about.
    pub place: Range<usize>,
}

impl Unset {
    /// The diagnostic: at the fault where the formula stands in the prose as it is, else at all of `source`.
    pub fn diagnostic(&self, work: &WorkProduct, tex: &str, source: TextRange) -> Diagnostic {
        let is_fault = tex.get(self.place.clone()).is_some_and(|fault| !fault.trim().is_empty());
        let range = match work.slice(source).find(tex) {
            Some(at) if is_fault => source.inside(at + self.place.start..at + self.place.end),
            Some(at) => source.inside(at..at + tex.len()),
            None => source,
        };
        let mut letters = self.message.chars();
        let first = letters.next().map(|first| first.to_lowercase().to_string()).unwrap_or_default();
        let message = format!("the formula cannot be set: {first}{}", letters.as_str());
        Diagnostic::new("formula-renders", range, message)
    }
}

/// A formula as a `math` element.
///
/// # Errors
/// Where the formula is no TeX that can be set.
pub(super) fn mathml(tex: &str, display: bool) -> Result<String, Unset> {
    let whole = |message: String| Unset { message, place: 0..tex.len() };
    if tex.len() > MAX_FORMULA {
        return Err(whole(format!("it is longer than {} kB", MAX_FORMULA / 1024)));
    }
    let display = if display { MathDisplay::Block } else { MathDisplay::Inline };
    let stack = 1024 * 1024 + STACK_PER_BYTE * tex.len();
    let converted = std::thread::scope(|scope| {
        let worker = std::thread::Builder::new().stack_size(stack);
        let convert = || LatexToMathML::default().convert_with_local_state(tex, display);
        worker.spawn_scoped(scope, convert).ok()?.join().ok()
    });
    match converted {
        Some(Ok(set)) => Ok(set.mathml),
        Some(Err(error)) => {
            let message = error.error_message();
            Err(Unset { message: message.trim_end_matches('.').to_owned(), place: error.0.clone() })
        }
        None => Err(whole("the converter failed on it".to_owned())),
    }
}
