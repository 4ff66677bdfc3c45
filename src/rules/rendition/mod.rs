//! What was built: HTML, PDF, package.

use super::Rule;

/// The rules of this topic.
pub const RULES: &[Rule] = &[];
