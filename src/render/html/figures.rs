//! Figures, diagrams, code.

use crate::render::tree::{Block, Caption, FigureKind, Position, Width};

use super::code::push_code;
use super::writer::Writer;

impl<'p> Writer<'p> {
    pub(super) fn figure(
        &mut self,
        ids: &[String],
        kind: FigureKind,
        blocks: &'p [Block],
        caption: Option<&'p Caption>,
    ) {
        let class = match kind {
            FigureKind::Picture => "picture",
            FigureKind::Diagram => "diagram",
            FigureKind::Listing => "listing",
            FigureKind::Other => "other",
        };
        self.start("figure", ids, &[("class", class)]);
        self.push("\n");
        let above = caption.filter(|caption| caption.position == Position::Above);
        let below = caption.filter(|caption| caption.position == Position::Below);
        self.figure_caption(above);
        self.snug(blocks);
        self.figure_caption(below);
        self.push("</figure>\n");
    }

    fn figure_caption(&mut self, caption: Option<&'p Caption>) {
        let Some(caption) = caption else { return };
        self.start_around("figcaption", &caption.ids, &[]);
        self.inlines(&caption.inlines);
        self.push("</figcaption>\n");
    }

    /// A drawing, and what it is drawn from: the labels of a picture are no text to everyone.
    pub(super) fn diagram(&mut self, svg: &str, code: &str, alt: &str, width: Option<Width>) {
        let style = width.map(width_style).unwrap_or_default();
        let mut attributes = vec![("class", "drawing"), ("role", "img"), ("aria-label", alt)];
        if !style.is_empty() {
            attributes.push(("style", &style));
        }
        self.tag("div", None, &attributes);
        self.push(svg);
        self.push("</div>\n<details class=\"diagram-source\"><summary>Source of the diagram</summary>\n");
        self.code(Some("mermaid"), code);
        self.push("</details>\n");
    }

    pub(super) fn code(&mut self, language: Option<&str>, text: &str) {
        self.push("<div class=\"code\"><pre tabindex=\"0\"><code");
        if let Some(language) = language {
            self.attribute("class", &format!("language-{language}"));
        }
        self.push(">");
        push_code(&mut self.out, text, language.unwrap_or_default());
        self.push("</code></pre></div>\n");
    }
}

/// A width as a declaration.
pub(super) fn width_style(width: Width) -> String {
    match width {
        Width::Percent(percent) => format!("width:{percent}%"),
        Width::Pixels(pixels) => format!("width:{pixels}px"),
    }
}
