//! Mermaid diagrams as vectors.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::markdown::NodeId;
#[cfg(feature = "mermaid")]
use crate::markdown::NodeKind;
use crate::work_product::WorkProduct;

/// Renders every Mermaid block; one that fails is a diagnostic and stays visible as code.
#[cfg(feature = "mermaid")]
pub(super) fn render(work: &WorkProduct, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<NodeId, String> {
    let document = &work.document;
    let mut diagrams = BTreeMap::new();
    for node in document.descendants(document.root()) {
        let NodeKind::CodeBlock { info, literal, .. } = document.kind(node) else { continue };
        let language = info.split([' ', ',', '{']).next().unwrap_or_default();
        if !language.eq_ignore_ascii_case("mermaid") {
            continue;
        }
        match mermaid::svg(literal, diagrams.len() + 1) {
            Ok(svg) => {
                diagrams.insert(node, svg);
            }
            Err(problem) => {
                let range = first_line(work, node);
                let message = format!("the diagram cannot be drawn: {problem}");
                diagnostics.push(Diagnostic::new("diagram-renders", range, message));
            }
        }
    }
    diagrams
}

/// Without the feature a diagram stays visible as code.
#[cfg(not(feature = "mermaid"))]
pub(super) fn render(_work: &WorkProduct, _diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<NodeId, String> {
    BTreeMap::new()
}

#[cfg(feature = "mermaid")]
fn first_line(work: &WorkProduct, node: NodeId) -> crate::source::TextRange {
    let range = work.document.range(node);
    let line = work.slice(range).lines().next().map_or(0, str::len);
    range.inside(0..line)
}

#[cfg(feature = "mermaid")]
mod mermaid {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use merman::svg::{SvgPipeline, SvgRenderOptions};
    use merman::{OperationControl, RenderOutput, RenderRequest, Renderer, SvgEnvironment, SvgRequest};

    use crate::render::svg::sanitize_scoped;

    /// Longest diagram drawn, in bytes; the longest known in a published document has 6 kB.
    const MAX_SOURCE: usize = 64 * 1024;

    /// The diagram as SVG whose ids start with `proofmark-diagram-NUMBER`, so that several share a page.
    pub(super) fn svg(source: &str, number: usize) -> Result<String, String> {
        if source.len() > MAX_SOURCE {
            return Err(format!("it is longer than {} kB", MAX_SOURCE / 1024));
        }
        // The renderer is large and young, its input hostile: a panic in it must not end the build.
        let id = format!("proofmark-diagram-{number}");
        let drawn = catch_unwind(AssertUnwindSafe(|| draw(source, &id)));
        let drawn = drawn.unwrap_or_else(|_| Err("the renderer failed on it".to_owned()))?;
        let clean = sanitize_scoped(&drawn, &id)?;
        if clean.lost_text {
            return Err("labels would be lost".to_owned());
        }
        let text = String::from_utf8(clean.bytes).map_err(|error| error.to_string())?;
        Ok(text.split_once("?>").map_or(text.clone(), |(_, svg)| svg.trim_start().to_owned()))
    }

    fn draw(source: &str, id: &str) -> Result<String, String> {
        let request = SvgRequest {
            environment: SvgEnvironment::deterministic(),
            options: SvgRenderOptions { diagram_id: Some(id.to_owned()), ..SvgRenderOptions::default() },
            pipeline: Some(SvgPipeline::resvg_safe()),
            ..SvgRequest::default()
        };
        let output = Renderer::new().render(RenderRequest::svg(source, OperationControl::new(), request));
        match output {
            Ok(RenderOutput::Svg(Some(svg))) => Ok(svg.into_parts().0),
            Ok(_) => Err("its type is not known".to_owned()),
            Err(error) => Err(one_line(&error.to_string())),
        }
    }

    fn one_line(message: &str) -> String {
        let message = message.split_whitespace().collect::<Vec<_>>().join(" ");
        message.trim_end_matches('.').to_owned()
    }

    #[cfg(test)]
    mod tests {
        use super::svg;

        #[test]
        fn draws_with_labels_and_unique_ids() {
            let drawn = svg("flowchart LR\n  A[Start here] --> B[Done]\n", 3).unwrap_or_default();
            assert!(drawn.starts_with("<svg") && drawn.contains("Start"), "{drawn}");
            assert!(drawn.contains("diagram-3") && !drawn.contains("foreignObject"), "{drawn}");
            let again = svg("flowchart LR\n  A[Start here] --> B[Done]\n", 3).unwrap_or_default();
            assert_eq!(drawn, again);
        }

        #[test]
        fn an_authors_style_stays_in_the_drawing() {
            let source = "%%{init: {\"themeCSS\": \"body{display:none} @import url(//e.test);\"}}%%\nflowchart LR\n  A --> B\n\
                classDef x fill:url(https://e.test/x)\n  class A x\n  click A \"javascript:alert(1)\"\n";
            let drawn = svg(source, 1).unwrap_or_default();
            assert!(drawn.starts_with("<svg"), "{drawn}");
            for gone in ["e.test", "javascript", "}body{", ">body{", "} body{"] {
                assert!(!drawn.contains(gone), "{gone} in {drawn}");
            }
        }

        #[test]
        fn says_what_is_wrong() {
            assert!(svg("flowchart LR\n  A[Start -->\n", 1).is_err());
            assert!(svg("no diagram at all", 1).is_err());
        }
    }
}
