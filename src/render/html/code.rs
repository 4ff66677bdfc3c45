//! Code with classes for its colours: a few kinds of token, coloured by the style sheet.

use std::str::FromStr as _;
use std::sync::LazyLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use super::escape::push_text;

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// Kinds of token, the most specific scope first.
static CLASSES: LazyLock<Vec<(Scope, &'static str)>> = LazyLock::new(|| {
    [
        ("comment", "c"),
        ("meta.mapping.key", "p"),
        ("support.type.property-name", "p"),
        ("entity.name.tag", "t"),
        ("entity.other.attribute-name", "a"),
        ("string", "s"),
        ("constant", "n"),
        ("keyword.operator", ""),
        ("keyword", "k"),
        ("storage", "k"),
        ("entity.name", "f"),
        ("support.function", "f"),
        ("variable.function", "f"),
        ("markup.inserted", "s"),
        ("markup.deleted", "k"),
    ]
    .into_iter()
    .filter_map(|(scope, class)| Some((Scope::from_str(scope).ok()?, class)))
    .collect()
});

/// Longer lines and blocks are data, and would cost more than they are worth.
const MAX_LINE: usize = 2_000;
const MAX_BLOCK: usize = 200_000;

/// Appends `code`, coloured where its language is known.
pub(super) fn push_code(out: &mut String, code: &str, language: &str) {
    match syntax(language) {
        Some(syntax) if code.len() <= MAX_BLOCK => push_coloured(out, code, syntax),
        _ => push_text(out, code),
    }
}

fn syntax(language: &str) -> Option<&'static SyntaxReference> {
    let token = match language.to_ascii_lowercase().as_str() {
        "" | "text" | "txt" | "plain" | "plaintext" | "none" => return None,
        "jsonc" | "json5" | "jsonld" | "json-ld" | "geojson" => "json".to_owned(),
        "xsd" | "xslt" | "rng" | "svg" => "xml".to_owned(),
        "shell" | "console" => "sh".to_owned(),
        other => other.to_owned(),
    };
    SYNTAXES.find_syntax_by_token(&token)
}

fn push_coloured(out: &mut String, code: &str, syntax: &SyntaxReference) {
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    for line in code.split_inclusive('\n') {
        let operations = if line.len() > MAX_LINE { None } else { state.parse_line(line, &SYNTAXES).ok() };
        let Some(operations) = operations else {
            push_text(out, line);
            continue;
        };
        // Neighbours of one kind are one token: fewer elements, the same colours.
        let (mut from, mut at, mut kind) = (0, 0, class(&stack));
        for (next, operation) in operations {
            let changed = class(&stack);
            if next > at && changed != kind {
                push_token(out, line.get(from..at).unwrap_or_default(), kind);
                (from, kind) = (at, changed);
            }
            at = next.max(at);
            if stack.apply(&operation).is_err() {
                stack = ScopeStack::new();
            }
        }
        let last = class(&stack);
        if last != kind {
            push_token(out, line.get(from..at).unwrap_or_default(), kind);
            from = at;
        }
        push_token(out, line.get(from..).unwrap_or_default(), last);
    }
}

fn class(stack: &ScopeStack) -> &'static str {
    let known = |scope: &Scope| CLASSES.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope));
    let mut found = stack.as_slice().iter().rev().filter_map(known).map(|(_, class)| *class);
    let class = found.next().unwrap_or_default();
    // A string that is a key is a key.
    if class == "s" && found.next() == Some("p") { "p" } else { class }
}

fn push_token(out: &mut String, token: &str, class: &str) {
    if class.is_empty() || token.trim().is_empty() {
        push_text(out, token);
        return;
    }
    out.push_str("<span class=\"");
    out.push_str(class);
    out.push_str("\">");
    push_text(out, token);
    out.push_str("</span>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_keys_and_values_differ() {
        let mut out = String::new();
        push_code(&mut out, "{\"a\": \"<b>\", \"c\": 1}\n", "json");
        assert!(out.contains("&lt;b&gt;") && out.contains("class=\"n\">1"), "{out}");
        let mut plain = String::new();
        push_code(&mut plain, "<b>", "no-such-language");
        assert_eq!(plain, "&lt;b&gt;");
    }
}
