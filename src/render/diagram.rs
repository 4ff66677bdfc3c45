//! Mermaid diagrams as vectors.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::markdown::NodeId;
use crate::work_product::WorkProduct;

/// Renders every Mermaid block; one that fails is a diagnostic and stays visible as code.
pub(super) fn render(_work: &WorkProduct, _diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<NodeId, String> {
    BTreeMap::new()
}
