//! Formulas: TeX as `MathML` as Typst.

use std::fmt::Write as _;

use roxmltree::{Document, Node};

use crate::render::formula::{Unset, mathml};
use crate::source::TextRange;

use super::emit::Emitter;
use super::text::{literal, push_literal};

/// Typst sets formulas nested so deep.
const MAX_DEPTH: usize = 20;
/// Longest source that is given as alternative text, in characters.
const MAX_ALT: usize = 4_000;

impl Emitter<'_> {
    /// Writes a formula; one that cannot be set as its source, with a diagnostic.
    pub fn math(&mut self, tex: &str, source: TextRange, display: bool) {
        match typst(tex, display) {
            Ok(body) => {
                // What the formula shows comes from its source; a letter no font has is found there.
                self.drawable(tex, source);
                let alt: String = tex.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(MAX_ALT).collect();
                let function = if display { "displayed" } else { "math.equation" };
                let _ = write!(self.out, "#{function}(block: {display}, alt: {}, {body});", literal(&alt));
            }
            Err(unset) => {
                self.diagnostics.push(unset.diagnostic(self.publication.work, tex, source));
                if display {
                    self.code_block(None, tex, source);
                } else {
                    self.code(tex, source);
                }
            }
        }
    }
}

/// The body of an equation as a Typst expression.
fn typst(tex: &str, display: bool) -> Result<String, Unset> {
    let written = mathml(tex, display)?;
    let whole = |message: &str| Unset { message: message.to_owned(), place: 0..tex.len() };
    let document = Document::parse(&written).map_err(|_| whole("its MathML cannot be read"))?;
    let mut out = String::new();
    if row(document.root_element(), 0, &mut out) { Ok(out) } else { Err(whole("it is nested too deep")) }
}

/// Whether all of the node was written.
fn expression(node: Node<'_, '_>, depth: usize, out: &mut String) -> bool {
    if depth > MAX_DEPTH {
        return false;
    }
    let text = || node.text().unwrap_or_default();
    let parts: Vec<Node<'_, '_>> = node.children().filter(Node::is_element).collect();
    let mut call = |function: &str, parts: &[(&str, Node<'_, '_>)]| {
        out.push_str(function);
        let written = parts.iter().all(|(name, part)| {
            out.push_str(name);
            let written = expression(*part, depth + 1, out);
            out.push_str(", ");
            written
        });
        out.push(')');
        written
    };
    match (node.tag_name().name(), parts.as_slice()) {
        ("mi", _) => identifier(node, text(), out),
        ("mn" | "mtext", _) => written(out, "math-text", text()),
        ("mo", _) => operator(node, text(), out),
        ("mspace", _) => space(node, out),
        ("msup", &[base, top]) => call("side-scripts(", &[("", base), ("t: ", top)]),
        ("msub", &[base, bottom]) => call("side-scripts(", &[("", base), ("b: ", bottom)]),
        ("msubsup", &[base, bottom, top]) => call("side-scripts(", &[("", base), ("b: ", bottom), ("t: ", top)]),
        ("mover", &[base, mark]) if node.attribute("accent").is_some() => accent(base, mark, true, depth, out),
        ("munder", &[base, mark]) if node.attribute("accentunder").is_some() => accent(base, mark, false, depth, out),
        ("mover", &[base, top]) => call("limit-scripts(", &[("", base), ("t: ", top)]),
        ("munder", &[base, bottom]) => call("limit-scripts(", &[("", base), ("b: ", bottom)]),
        ("munderover", &[base, bottom, top]) => call("limit-scripts(", &[("", base), ("b: ", bottom), ("t: ", top)]),
        ("mfrac", &[over, under]) if node.attribute("linethickness") == Some("0") => {
            call("stacked(", &[("", over), ("", under)])
        }
        ("mfrac", &[over, under]) => call("math.frac(", &[("", over), ("", under)]),
        ("mroot", &[base, index]) => call("math.root(", &[("", index), ("", base)]),
        ("msqrt", _) => wrapped("math.sqrt(", node, depth, out),
        ("mphantom", _) => wrapped("hide(", node, depth, out),
        ("menclose", _) => wrapped("math.cancel(", node, depth, out),
        ("mtable", rows) => table(rows, depth, out),
        _ => row(node, depth, out),
    }
}

fn wrapped(function: &str, node: Node<'_, '_>, depth: usize, out: &mut String) -> bool {
    out.push_str(function);
    let written = row(node, depth + 1, out);
    out.push(')');
    written
}

/// The children of a node side by side; between two fences that grow with them.
fn row(node: Node<'_, '_>, depth: usize, out: &mut String) -> bool {
    let parts: Vec<Node<'_, '_>> = node.children().filter(Node::is_element).collect();
    if let [only] = parts.as_slice() {
        return expression(*only, depth + 1, out);
    }
    let grows = |part: Option<&Node<'_, '_>>| {
        part.is_some_and(|part| {
            let fence = part.text().is_some_and(|text| text.chars().all(|c| "()[]{}|‖⟨⟩⌊⌋⌈⌉\u{2063}".contains(c)));
            part.has_tag_name("mo") && part.attribute("stretchy") != Some("false") && fence
        })
    };
    let fenced = node.has_tag_name("mrow") && (grows(parts.first()) || grows(parts.last()));
    out.push_str(if fenced { "math.lr(math-row(" } else { "math-row(" });
    for part in parts {
        if !expression(part, depth + 1, out) {
            return false;
        }
        out.push_str(", ");
    }
    out.push_str(if fenced { "))" } else { ")" });
    true
}

/// A call with a text; what is invisible or has no glyph of its own stays out.
fn written(out: &mut String, function: &str, text: &str) -> bool {
    let visible: String = text.chars().filter(|&c| !super::fonts::is_invisible(c)).collect();
    if visible.is_empty() {
        out.push_str("none");
        return true;
    }
    let _ = write!(out, "{function}(");
    push_literal(out, &visible);
    out.push(')');
    true
}

fn identifier(node: Node<'_, '_>, text: &str, out: &mut String) -> bool {
    let single = text.chars().filter(|&c| !super::fonts::is_invisible(c)).count() == 1;
    match (single, node.attribute("mathvariant")) {
        (true, Some("normal")) => written(out, "upright-symbol", text),
        (true, _) => written(out, "math-symbol", text),
        (false, _) => written(out, "math-name", text),
    }
}

fn operator(node: Node<'_, '_>, text: &str, out: &mut String) -> bool {
    if text.chars().count() > 1 {
        return written(out, "math.op", text);
    }
    let tight = node.attribute("lspace") == Some("0") && node.attribute("rspace") == Some("0");
    written(out, if tight { "tight-symbol" } else { "math-symbol" }, text)
}

fn space(node: Node<'_, '_>, out: &mut String) -> bool {
    let width = node.attribute("width").and_then(|width| width.strip_suffix("em")?.parse::<f64>().ok());
    match width.filter(|width| width.is_finite() && width.abs() <= 20.0) {
        Some(width) if width != 0.0 => {
            let _ = write!(out, "h({width:.4}em)");
        }
        _ => out.push_str("none"),
    }
    true
}

/// A mark over or under a base: a brace, a line, or an accent.
fn accent(base: Node<'_, '_>, mark: Node<'_, '_>, over: bool, depth: usize, out: &mut String) -> bool {
    let sign = mark.text().and_then(|text| text.chars().next()).unwrap_or(' ');
    let function = match (sign, over) {
        ('\u{23de}', _) => "math.overbrace",
        ('\u{23df}', _) => "math.underbrace",
        ('\u{23b4}', _) => "math.overbracket",
        ('\u{23b5}', _) => "math.underbracket",
        ('_' | '\u{332}' | '\u{305}' | '\u{203e}' | '\u{2015}', true) => "math.overline",
        ('_' | '\u{332}' | '\u{305}' | '\u{203e}' | '\u{2015}' | '\u{af}', false) => "math.underline",
        (_, true) => "math.accent",
        (_, false) => "limit-scripts",
    };
    let _ = write!(out, "{function}(");
    let set = expression(base, depth + 1, out);
    match function {
        "math.accent" => {
            out.push_str(", ");
            push_literal(out, &sign.to_string());
        }
        "limit-scripts" => {
            out.push_str(", b: ");
            written(out, "math-symbol", &sign.to_string());
        }
        _ => {}
    }
    out.push(')');
    set
}

/// A matrix; or lines with places where they are aligned.
fn table(rows: &[Node<'_, '_>], depth: usize, out: &mut String) -> bool {
    let first: Vec<Node<'_, '_>> = rows.first().map(|line| cells(*line).collect()).unwrap_or_default();
    let aligned = first.iter().any(|cell| style(*cell).contains("text-align: right"));
    let left = !first.is_empty() && first.iter().all(|cell| style(*cell).contains("text-align: left"));
    out.push_str(match (aligned, left) {
        (true, _) => "aligned-lines(",
        (false, true) => "math.mat(delim: none, align: left, column-gap: 1em, ",
        (false, false) => "math.mat(delim: none, ",
    });
    for line in rows {
        out.push('(');
        for cell in cells(*line) {
            if !row(cell, depth + 1, out) {
                return false;
            }
            out.push_str(", ");
        }
        out.push_str("), ");
    }
    out.push(')');
    true
}

fn style<'a>(cell: Node<'a, '_>) -> &'a str {
    cell.attribute("style").unwrap_or_default()
}

/// The cells of a row but for those that only center the others.
fn cells<'a, 'i>(row: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    let is_filler = |cell: &Node<'_, '_>| style(*cell).contains("width: 50%") && !cell.has_children();
    row.children().filter(move |cell| cell.is_element() && !is_filler(cell))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_becomes_calls() {
        let set = typst(r"\frac{a}{2}", false).unwrap_or_default();
        assert_eq!(set, r#"math.frac(math-symbol("a"), math-text("2"), )"#);
    }

    #[test]
    fn hostile_formulas_are_refused_in_time() {
        let deep = format!("{}x{}", "\\sqrt{".repeat(900), "}".repeat(900));
        assert!(typst(&deep, true).is_err());
        assert!(typst("\\frac{", true).is_err_and(|unset| unset.place.start == 6));
        let quoted = typst(r#"\text{"]panic()}"#, false).unwrap_or_default();
        assert_eq!(quoted, r#"math-text("”]panic()")"#);
    }
}
