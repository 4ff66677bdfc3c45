//! Front matter and document properties.

use super::Rule;

/// The rules of this topic.
pub const RULES: &[Rule] = &[];
