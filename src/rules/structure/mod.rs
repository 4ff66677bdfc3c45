//! Parts and their order.

use super::Rule;

/// The rules of this topic.
pub const RULES: &[Rule] = &[];
