//! What an author adds in braces or in a comment: `{#id .class width=50%}`, `<!--{#fig-x}-->`, `<!--\newpage-->`.

use std::sync::LazyLock;

use regex::Regex;

use crate::render::tree::Width;

static DIRECTIVE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^<!--\s*\{([^{}]*)\}\s*-->$").expect("valid pattern"));
static PAGE_BREAK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:<!--\s*\\?(?:newpage|pagebreak|clearpage)\s*-->|\\(?:newpage|pagebreak|clearpage))$")
        .expect("valid pattern")
});
/// One attribute, as pandoc reads them.
static ATTRIBUTE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"^(?:#(?P<id>[^\s{}"']+)|\.(?P<class>[A-Za-z][\w-]*)|(?P<key>[A-Za-z][\w:-]*)=(?P<value>"[^"]*"|'[^']*'|[^\s"'{}]+)|-)(?:\s+|$)"#)
        .expect("valid pattern")
});
static LENGTH: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(\d{1,5}(?:\.\d{1,6})?)\s*(%|px|in|cm|mm|pt|pc|em|rem)?$").expect("valid pattern"));

/// What is said in braces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Attributes {
    pub id: Option<String>,
    pub classes: Vec<String>,
    pub width: Option<Width>,
}

/// Longest list of attributes, in bytes.
const MAX_ATTRIBUTES: usize = 500;

/// Attributes, without their braces; `None` where the text is something else.
pub(super) fn attributes(text: &str) -> Option<Attributes> {
    let mut rest = text.trim();
    if rest.is_empty() || rest.len() > MAX_ATTRIBUTES {
        return None;
    }
    let mut found = Attributes::default();
    while !rest.is_empty() {
        let one = ATTRIBUTE.captures(rest)?;
        if let Some(id) = one.name("id") {
            found.id.get_or_insert_with(|| id.as_str().to_owned());
        }
        if let Some(class) = one.name("class") {
            found.classes.push(class.as_str().to_owned());
        }
        if let (Some(key), Some(value)) = (one.name("key"), one.name("value")) {
            let value = value.as_str().trim_matches(['"', '\'']);
            match key.as_str() {
                "width" => found.width = width(value),
                "id" => found.id = Some(value.to_owned()),
                _ => {}
            }
        }
        rest = rest.get(one.get(0).map_or(rest.len(), |whole| whole.end())..).unwrap_or_default();
    }
    Some(found)
}

/// Attributes in braces at the start of a text, and how many bytes they take.
pub(super) fn leading(text: &str) -> Option<(Attributes, usize)> {
    let inner = text.strip_prefix('{')?;
    let end = inner.find('}')?;
    let found = attributes(inner.get(..end)?)?;
    Some((found, end + 2))
}

/// The attributes a comment carries.
pub(super) fn directive(comment: &str) -> Option<Attributes> {
    attributes(DIRECTIVE.captures(comment.trim())?.get(1)?.as_str())
}

/// Whether a comment or a command asks for a new page.
pub(super) fn is_page_break(text: &str) -> bool {
    PAGE_BREAK.is_match(text.trim())
}

/// A width as attributes and style sheets write it.
pub(super) fn width(text: &str) -> Option<Width> {
    let found = LENGTH.captures(text.trim())?;
    let value: f64 = found.get(1)?.as_str().parse().ok()?;
    let scale = match found.get(2).map_or("px", |unit| unit.as_str()) {
        "%" => return percent(value).map(Width::Percent),
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 96.0 / 25.4,
        "pt" => 96.0 / 72.0,
        "pc" | "em" | "rem" => 16.0,
        _ => 1.0,
    };
    whole(value * scale).filter(|&pixels| pixels > 0).map(Width::Pixels)
}

/// A share that can be one.
pub(super) fn percent(value: f64) -> Option<u8> {
    let rounded = whole(value)?;
    u8::try_from(rounded.clamp(1, 100)).ok().filter(|_| value > 0.0)
}

/// The nearest whole number.
fn whole(value: f64) -> Option<u32> {
    format!("{value:.0}").parse().ok()
}

/// The value of a property in a `style` attribute.
pub(super) fn style_property<'s>(style: &'s str, property: &str) -> Option<&'s str> {
    let mut declarations = style.split(';').filter_map(|declaration| declaration.split_once(':'));
    let found = declarations.find(|(name, _)| name.trim().eq_ignore_ascii_case(property));
    found.map(|(_, value)| value.trim())
}

/// Whether a `style` attribute asks for a new page.
pub(super) fn breaks_page(style: &str) -> bool {
    [("page-break-after", "always"), ("page-break-before", "always"), ("break-after", "page"), ("break-before", "page")]
        .iter()
        .any(|(property, value)| style_property(style, property).is_some_and(|found| found.eq_ignore_ascii_case(value)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_all_or_nothing() {
        let found = attributes(r#"#fig-x .wide width="55%""#).unwrap();
        assert_eq!((found.id.as_deref(), found.width), (Some("fig-x"), Some(Width::Percent(55))));
        assert_eq!(attributes("id=x").unwrap().id.as_deref(), Some("x"));
        for none in ["", "some words", "a: b", "#x and y", "name"] {
            assert_eq!(attributes(none), None, "{none}");
        }
        assert_eq!(leading("{#a} tail").map(|(_, len)| len), Some(4));
    }

    #[test]
    fn widths_of_every_unit() {
        assert_eq!(width("6.5in"), Some(Width::Pixels(624)));
        assert_eq!(width("120"), Some(Width::Pixels(120)));
        assert_eq!(width("250%"), Some(Width::Percent(100)));
        assert_eq!(width("0"), None);
        assert_eq!(width("calc(1px)"), None);
        assert_eq!(style_property("color: red; WIDTH : 17%", "width"), Some("17%"));
    }

    #[test]
    fn page_breaks_in_every_form() {
        assert!(
            is_page_break("<!--\\newpage-->\n") && is_page_break("<!-- pagebreak -->") && is_page_break("\\newpage")
        );
        assert!(!is_page_break("<!-- a newpage -->") && breaks_page("page-break-after: always"));
    }
}
