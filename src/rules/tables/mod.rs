//! Tables, figures, code.

use super::Rule;

/// The rules of this topic.
pub const RULES: &[Rule] = &[];
