//! Left-overs of templates.

use super::Rule;

/// The rules of this topic.
pub const RULES: &[Rule] = &[];
