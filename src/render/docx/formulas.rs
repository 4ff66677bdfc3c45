//! Formulas: TeX as `MathML` as the format's own equations, which reviewers can edit.

use roxmltree::{Document, Node};

use crate::render::formula::{Unset, mathml};
use crate::source::TextRange;

use super::emit::{Emitter, Place, Setting};
use super::inlines::Look;
use super::xml::Xml;

/// Deeper formulas are shown as TeX.
const MAX_DEPTH: usize = 20;

/// Signs that stand around a formula and grow with it.
const FENCES: &str = "()[]{}|‖⟨⟩⌊⌋⌈⌉";

impl Emitter<'_> {
    /// Writes a formula in a line.
    pub fn formula(&mut self, tex: &str, source: TextRange, look: Look) {
        if !self.equation(tex, source, false) {
            self.run(tex, Look { formula: true, ..look });
        }
    }

    /// Writes a displayed formula.
    pub fn displayed_formula(&mut self, tex: &str, source: TextRange, place: &Place) {
        let keep_lines = Setting { keep_lines: true, ..Setting::default() };
        self.open_paragraph("Formula", place, keep_lines);
        if !self.equation(tex, source, true) {
            self.plain_run(tex);
        }
        self.close_paragraph();
    }

    /// Writes an equation; where it cannot be set, nothing but a diagnostic.
    fn equation(&mut self, tex: &str, source: TextRange, display: bool) -> bool {
        let whole = |message: &str| Unset { message: message.to_owned(), place: 0..tex.len() };
        let set = mathml(tex, display).and_then(|written| {
            let document = Document::parse(&written).map_err(|_| whole("its MathML cannot be read"))?;
            if depth(document.root_element()) > MAX_DEPTH {
                return Err(whole("it is nested too deep"));
            }
            let xml = &mut self.part.xml;
            if display {
                xml.open("m:oMathPara", &[]);
            }
            xml.open("m:oMath", &[]);
            Equation { xml }.row(document.root_element());
            xml.close();
            if display {
                xml.close();
            }
            Ok(())
        });
        let diagnostic = set.map_err(|unset| unset.diagnostic(self.publication.work, tex, source));
        let is_set = diagnostic.is_ok();
        self.diagnostics.extend(diagnostic.err());
        is_set
    }
}

/// How deep elements are nested, found without recursion.
fn depth(root: Node<'_, '_>) -> usize {
    root.descendants().filter(Node::is_element).map(|node| node.ancestors().count()).max().unwrap_or(0)
}

/// Writes an equation.
struct Equation<'x> {
    xml: &'x mut Xml,
}

fn parts<'a, 'i>(node: Node<'a, 'i>) -> Vec<Node<'a, 'i>> {
    node.children().filter(Node::is_element).collect()
}

impl Equation<'_> {
    /// The children of a node side by side; between signs that grow with them where they stand first and last.
    fn row(&mut self, node: Node<'_, '_>) {
        let parts = parts(node);
        match parts.as_slice() {
            [first, inner @ .., last] if node.has_tag_name("mrow") && is_fence(*first) && is_fence(*last) => {
                self.xml.open("m:d", &[]);
                self.xml.open("m:dPr", &[]);
                self.character("m:begChr", first.text().unwrap_or_default());
                self.character("m:endChr", last.text().unwrap_or_default());
                self.xml.close();
                self.xml.open("m:e", &[]);
                for part in inner {
                    self.node(*part);
                }
                self.xml.close();
                self.xml.close();
            }
            parts => {
                for part in parts {
                    self.node(*part);
                }
            }
        }
    }

    fn node(&mut self, node: Node<'_, '_>) {
        let text = node.text().unwrap_or_default();
        match (node.tag_name().name(), parts(node).as_slice()) {
            ("mi", _) => {
                let upright = text.chars().count() > 1 || node.attribute("mathvariant") == Some("normal");
                self.run(text, upright.then_some("m:sty"));
            }
            ("mn" | "mo", _) => self.run(text, Some("m:sty")),
            ("mtext", _) => self.run(text, Some("m:nor")),
            ("mspace", _) => self.space(node),
            ("msup", &[base, top]) => self.structure("m:sSup", &[("m:e", base), ("m:sup", top)]),
            ("msub", &[base, bottom]) => self.structure("m:sSub", &[("m:e", base), ("m:sub", bottom)]),
            ("msubsup", &[base, bottom, top]) => {
                self.structure("m:sSubSup", &[("m:e", base), ("m:sub", bottom), ("m:sup", top)]);
            }
            ("mover", &[base, mark]) if node.attribute("accent").is_some() => self.accent(base, mark, true),
            ("munder", &[base, mark]) if node.attribute("accentunder").is_some() => self.accent(base, mark, false),
            ("mover", &[base, top]) => self.structure("m:limUpp", &[("m:e", base), ("m:lim", top)]),
            ("munder", &[base, bottom]) => self.structure("m:limLow", &[("m:e", base), ("m:lim", bottom)]),
            ("munderover", &[base, bottom, top]) => {
                self.xml.open("m:limUpp", &[]);
                self.xml.open("m:e", &[]);
                self.structure("m:limLow", &[("m:e", base), ("m:lim", bottom)]);
                self.xml.close();
                self.argument("m:lim", top);
                self.xml.close();
            }
            ("mfrac", &[over, under]) => {
                self.xml.open("m:f", &[]);
                if node.attribute("linethickness") == Some("0") {
                    self.setting("m:fPr", "m:type", "noBar");
                }
                self.argument("m:num", over);
                self.argument("m:den", under);
                self.xml.close();
            }
            ("mroot", &[base, index]) => self.structure("m:rad", &[("m:deg", index), ("m:e", base)]),
            ("msqrt", _) => {
                self.xml.open("m:rad", &[]);
                self.setting("m:radPr", "m:degHide", "1");
                self.xml.empty("m:deg", &[]);
                self.argument("m:e", node);
                self.xml.close();
            }
            ("mphantom", _) => {
                self.xml.open("m:phant", &[]);
                self.setting("m:phantPr", "m:show", "0");
                self.argument("m:e", node);
                self.xml.close();
            }
            ("mtable", rows) => self.table(rows),
            ("annotation" | "annotation-xml", _) => {}
            _ => self.row(node),
        }
    }

    fn structure(&mut self, name: &'static str, arguments: &[(&'static str, Node<'_, '_>)]) {
        self.xml.open(name, &[]);
        for (name, node) in arguments {
            self.argument(name, *node);
        }
        self.xml.close();
    }

    /// An argument of a structure: all of a node, or what stands in it where it only groups.
    fn argument(&mut self, name: &'static str, node: Node<'_, '_>) {
        self.xml.open(name, &[]);
        match node.tag_name().name() {
            "mrow" | "mtd" | "msqrt" | "mphantom" | "mstyle" | "mpadded" => self.row(node),
            _ => self.node(node),
        }
        self.xml.close();
    }

    /// A mark over or under a base: a brace, a line, or an accent.
    fn accent(&mut self, base: Node<'_, '_>, mark: Node<'_, '_>, over: bool) {
        let sign = mark.text().unwrap_or_default();
        let is_line = matches!(sign, "_" | "\u{af}" | "\u{332}" | "\u{305}" | "\u{203e}" | "\u{2015}");
        let side = if over { "top" } else { "bot" };
        if is_line {
            self.xml.open("m:bar", &[]);
            self.setting("m:barPr", "m:pos", side);
        } else if over && !matches!(sign, "\u{23de}" | "\u{23b4}") {
            self.xml.open("m:acc", &[]);
            self.setting("m:accPr", "m:chr", combining(sign));
        } else {
            self.xml.open("m:groupChr", &[]);
            self.xml.open("m:groupChrPr", &[]);
            self.character("m:chr", sign);
            self.character("m:pos", side);
            self.xml.close();
        }
        self.argument("m:e", base);
        self.xml.close();
    }

    /// A matrix; cells that only center the others stay out.
    fn table(&mut self, rows: &[Node<'_, '_>]) {
        self.xml.open("m:m", &[]);
        for row in rows {
            self.xml.open("m:mr", &[]);
            for cell in parts(*row).into_iter().filter(Node::has_children) {
                self.argument("m:e", cell);
            }
            self.xml.close();
        }
        self.xml.close();
    }

    fn space(&mut self, node: Node<'_, '_>) {
        let width = node.attribute("width").and_then(|width| width.strip_suffix("em")?.parse::<f64>().ok());
        let space = match width.unwrap_or(0.0) {
            width if width >= 0.9 => "\u{2003}",
            width if width >= 0.4 => "\u{2002}",
            width if width > 0.1 => "\u{2009}",
            _ => return,
        };
        self.run(space, Some("m:nor"));
    }

    /// Characters: letters of a formula, upright ones, or words of the text.
    fn run(&mut self, text: &str, kind: Option<&'static str>) {
        // Signs that only say how a formula is read are no letters.
        let visible: String = text.chars().filter(|c| !matches!(c, '\u{2061}'..='\u{2064}')).collect();
        if visible.is_empty() {
            return;
        }
        let xml = &mut *self.xml;
        xml.open("m:r", &[]);
        if let Some(kind) = kind {
            xml.open("m:rPr", &[]);
            let value: &[(&str, &str)] = if kind == "m:sty" { &[("m:val", "p")] } else { &[] };
            xml.empty(kind, value);
            xml.close();
        }
        xml.open("w:rPr", &[]);
        let font = "Cambria Math";
        xml.empty("w:rFonts", &[("w:ascii", font), ("w:hAnsi", font)]);
        xml.close();
        xml.open("m:t", &[("xml:space", "preserve")]);
        xml.text(&visible);
        xml.close();
        xml.close();
    }

    fn setting(&mut self, properties: &'static str, name: &'static str, value: &str) {
        self.xml.open(properties, &[]);
        self.character(name, value);
        self.xml.close();
    }

    fn character(&mut self, name: &'static str, value: &str) {
        let value: String = value.chars().filter(|c| !matches!(c, '\u{2061}'..='\u{2064}')).collect();
        self.xml.empty(name, &[("m:val", &value)]);
    }
}

/// The sign that goes with the letter before it, which is how the format knows accents.
fn combining(sign: &str) -> &str {
    match sign {
        "`" => "\u{300}",
        "´" => "\u{301}",
        "^" | "ˆ" => "\u{302}",
        "~" | "˜" => "\u{303}",
        "¯" | "ˉ" => "\u{304}",
        "˘" => "\u{306}",
        "." | "˙" => "\u{307}",
        "¨" => "\u{308}",
        "˚" | "°" => "\u{30a}",
        "ˇ" => "\u{30c}",
        "→" => "\u{20d7}",
        sign => sign,
    }
}

fn is_fence(node: Node<'_, '_>) -> bool {
    let sign = node.text().unwrap_or_default();
    let is_sign = sign.chars().all(|c| FENCES.contains(c) || c == '\u{2063}');
    node.has_tag_name("mo") && node.attribute("stretchy") != Some("false") && is_sign
}
