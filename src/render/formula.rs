//! Formulas: TeX as MathML, for all writers.

use std::ops::Range;

use math_core::{LatexToMathML, MathDisplay};

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
