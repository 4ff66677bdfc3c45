//! Code, diagrams and formulas in fences.

use crate::markdown::NodeId;
use crate::render::tree::{Block, BlockKind, FigureKind, plain_text};

use super::Builder;
use super::attributes::attributes;

impl Builder<'_> {
    pub(super) fn code_block(&mut self, node: NodeId, info: &str, literal: &str) -> Vec<Block> {
        let source = self.source(node);
        let (language, id) = read_info(info);
        let caption = self.prose.arrangement.captions.get(&node).map(|captioned| self.caption(captioned));
        let ids: Vec<String> = id.into_iter().filter(|id| self.ids.claim(id)).collect();
        let drawing = self.publication.diagrams.get(&node).filter(|_| self.prose.place.is_none());
        let (figure, kind) = match drawing {
            Some(svg) => {
                let said = caption.as_ref().map(|caption| plain_text(&caption.inlines));
                let alt = said.filter(|said| !said.is_empty()).unwrap_or_else(|| "Diagram".to_owned());
                let code = text_of(literal);
                (FigureKind::Diagram, BlockKind::Diagram { svg: svg.clone(), code, alt, width: None })
            }
            None if language.as_deref() == Some("math") => {
                (FigureKind::Other, BlockKind::Math(literal.trim().to_owned()))
            }
            None => (FigureKind::Listing, BlockKind::Code { language, text: text_of(literal) }),
        };
        if caption.is_none() {
            return vec![Block { source, ids, kind }];
        }
        let inner = Block { source, ids: Vec::new(), kind };
        vec![Block { source, ids, kind: BlockKind::Figure { kind: figure, blocks: vec![inner], caption } }]
    }
}

/// Code without the line feed that ends its last line.
pub(super) fn text_of(literal: &str) -> String {
    let text = literal.replace("\r\n", "\n");
    text.strip_suffix('\n').map_or_else(|| text.clone(), str::to_owned)
}

/// The language and the id an info string gives: `json`, `{.json #lst-x}`, `json title="x"`.
fn read_info(info: &str) -> (Option<String>, Option<String>) {
    let info = info.trim();
    let braces = info.find('{').filter(|_| info.ends_with('}'));
    let given = braces.and_then(|at| attributes(info.get(at + 1..info.len() - 1)?)).unwrap_or_default();
    let word = info.split(|c: char| c.is_whitespace() || matches!(c, ',' | '{' | ':')).next().unwrap_or_default();
    let word = if word.is_empty() { given.classes.first().map_or("", String::as_str) } else { word };
    let plain = word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '#' | '_' | '.'));
    ((plain && !word.is_empty()).then(|| word.to_ascii_lowercase()), given.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_in_every_form() {
        let language = |info| read_info(info).0;
        assert_eq!(language("JSON title=\"x\"").as_deref(), Some("json"));
        assert_eq!(language("{.json #lst-a}").as_deref(), Some("json"));
        assert_eq!(read_info("{.json #lst-a}").1.as_deref(), Some("lst-a"));
        assert_eq!(language("mermaid{theme: x}").as_deref(), Some("mermaid"));
        assert_eq!(language("\"quoted\""), None);
        assert_eq!(language(""), None);
    }
}
