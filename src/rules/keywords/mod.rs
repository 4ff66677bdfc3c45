//! BCP 14 key words.

use super::Rule;

/// The rules of this topic.
pub const RULES: &[Rule] = &[];
