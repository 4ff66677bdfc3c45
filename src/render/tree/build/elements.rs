//! Elements of HTML by what becomes of them.

use crate::render::tree::TextStyle;

/// Elements whose content nobody is meant to read, with what is lost; nothing where nothing is.
pub(super) fn silent(name: &str) -> Option<&'static str> {
    Some(match name {
        "script" => "a script",
        "iframe" | "frame" | "object" | "embed" => "another page or program",
        "audio" | "video" | "canvas" => "sound or moving pictures",
        "svg" | "math" => "a drawing in raw HTML",
        "noscript" => "what stands in for a script",
        "select" | "textarea" | "input" => "a form",
        "style" | "template" | "title" | "head" | "datalist" | "link" | "meta" | "base" | "area" | "source"
        | "track" | "param" => "",
        _ => return None,
    })
}

/// The style an inline element stands for; `None` where it is none.
pub(super) fn style(name: &str) -> Option<TextStyle> {
    Some(match name {
        "em" | "i" => TextStyle::Emphasis,
        "strong" | "b" => TextStyle::Strong,
        "del" | "s" | "strike" => TextStyle::Strike,
        "u" | "ins" => TextStyle::Underline,
        "sub" => TextStyle::Subscript,
        "sup" => TextStyle::Superscript,
        "code" | "tt" => TextStyle::Code,
        "kbd" => TextStyle::Keyboard,
        "samp" => TextStyle::Sample,
        "var" => TextStyle::Variable,
        "cite" => TextStyle::Citation,
        "dfn" => TextStyle::Definition,
        "abbr" | "acronym" => TextStyle::Abbreviation,
        "mark" => TextStyle::Mark,
        "small" => TextStyle::Small,
        "q" => TextStyle::Quotation,
        "a" | "span" | "font" | "bdi" | "bdo" | "time" | "data" | "big" | "label" | "nobr" | "ruby" | "rb" | "rt"
        | "rp" | "picture" | "button" | "output" | "map" | "blink" => TextStyle::Plain,
        _ => return None,
    })
}

/// Elements that stand on lines of their own.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "col"
            | "colgroup"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "legend"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "optgroup"
            | "option"
            | "p"
            | "pre"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
    )
}

/// Whether HTML has an element of this name; what has none is a placeholder of the author's: `<port_name>`.
pub(super) fn is_element(name: &str) -> bool {
    is_block(name) || style(name).is_some() || silent(name).is_some() || matches!(name, "br" | "wbr" | "img")
}
