//! Formulas as `MathML`.

use crate::render::formula::mathml;
use crate::render::tree::{Block, Inline};
use crate::source::TextRange;

use super::writer::Writer;

impl<'p> Writer<'p> {
    pub(super) fn formula(&mut self, inline: &'p Inline, tex: &str) {
        if let Some(mathml) = self.mathml(inline.source, tex, false) {
            self.push(&mathml);
        } else {
            self.push("<code class=\"formula\">");
            self.text(tex);
            self.push("</code>");
        }
    }

    pub(super) fn displayed_formula(&mut self, block: &'p Block, tex: &str) {
        if let Some(mathml) = self.mathml(block.source, tex, true) {
            self.start("div", &block.ids, &[("class", "formula"), ("tabindex", "0")]);
            self.push(&mathml);
            self.push("</div>\n");
        } else {
            self.anchors(&block.ids);
            self.code(Some("latex"), tex);
        }
    }

    /// The formula; where it cannot be set, its source stays visible and a diagnostic says why.
    fn mathml(&mut self, source: TextRange, tex: &str, display: bool) -> Option<String> {
        match mathml(tex, display) {
            Ok(mathml) => Some(mathml),
            Err(unset) => {
                self.diagnostics.push(unset.diagnostic(self.publication.work, tex, source));
                None
            }
        }
    }
}
