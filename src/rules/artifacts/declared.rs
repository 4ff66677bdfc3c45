//! What schemas declare themselves to be: the `$id` of a JSON Schema, the namespace of an XML Schema or a RELAX NG
//! grammar.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use crate::diagnostic::Severity;
use crate::source::TextRange;
use crate::work_product::LabelKind;

use super::parse;
use super::shipped::{Fault, Judged, Shipped, without_scheme};

/// What a schema declares, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::rules) struct Declared {
    pub value: String,
    pub range: TextRange,
    /// A namespace of XML, not the id of a JSON Schema.
    pub xml: bool,
}

/// Reads what a file declares.
pub(in crate::rules) fn declared(path: &str, text: &str) -> Option<Declared> {
    match path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase())?.as_str() {
        "json" => of_json(text),
        "xsd" | "rng" => of_xml(text),
        _ => None,
    }
}

/// The id of a JSON Schema. Draft 4 writes it without the dollar sign.
pub(super) fn of_json(text: &str) -> Option<Declared> {
    if !text.contains("$schema") {
        return None;
    }
    let value: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?;
    let draft = value.get("$schema")?.as_str()?;
    let key = if draft.contains("draft-04") { "id" } else { "$id" };
    let id = value.get(key)?.as_str()?;
    let range = quoted(text, key).and_then(|at| quoted(text.get(at.end..)?, id).map(|found| (at.end, found)));
    let range = range.map_or(TextRange::empty(0), |(from, found)| TextRange::new(from + found.start, from + found.end));
    Some(Declared { value: id.to_owned(), range, xml: false })
}

/// Where a string stands in JSON, its quotes left out.
fn quoted(text: &str, string: &str) -> Option<std::ops::Range<usize>> {
    let at = text.find(&format!("\"{string}\""))? + 1;
    Some(at..at + string.len())
}

/// The namespace an XML Schema or a RELAX NG grammar is about.
pub(super) fn of_xml(text: &str) -> Option<Declared> {
    let document = parse::xml(text).ok()?;
    let root = document.root_element();
    let attribute = match root.tag_name().namespace()? {
        "http://www.w3.org/2001/XMLSchema" => "targetNamespace",
        "http://relaxng.org/ns/structure/1.0" => "ns",
        _ => return None,
    };
    let attribute = root.attributes().find(|found| found.name() == attribute && found.namespace().is_none())?;
    let range = attribute.range_value();
    Some(Declared { value: attribute.value().to_owned(), range: TextRange::new(range.start, range.end), xml: true })
}

/// The schemas that declare something, by path.
pub(super) fn schemas<'a>(shipped: &'a Shipped<'_>) -> Vec<(&'a str, Declared)> {
    let files = shipped.files.iter().filter(|(_, file)| !file.is_shown_only());
    files.filter_map(|(path, file)| Some((path.as_str(), declared(path, file.text)?))).collect()
}

/// `schema-id-agrees`.
pub(in crate::rules) fn schema_id(shipped: &Shipped<'_>) -> Judged {
    let published = shipped.published_at()?;
    let schemas: Vec<_> = schemas(shipped).into_iter().filter(|(_, declared)| !declared.xml).collect();
    if schemas.is_empty() {
        return Err("no JSON Schema with an id travels with the prose".to_owned());
    }
    let mut faults = Vec::new();
    for (path, declared) in schemas {
        let id = without_scheme(declared.value.trim_end_matches('#'));
        let places = [&published.latest, &published.root, &published.stage].map(|place| format!("{place}{path}"));
        if !places.iter().any(|place| place == id) {
            let message = format!("the `$id` is `{}`, and the file is published at another place", declared.value);
            // Older work products publish their schemas at the version itself.
            let name = path.rsplit('/').next().unwrap_or(path);
            let flat = id.starts_with(&published.root) && id.ends_with(&format!("/{name}"));
            let fault = Fault::file(path, declared.range, message).help(format!("write `https://{}`", places[0]));
            let in_stage = id.starts_with(&published.stage);
            faults.push(if flat && !in_stage { fault.at_most(Severity::Warning) } else { fault });
        }
        faults.extend(other_selves(shipped, path, &declared.value, &published.root));
    }
    Ok(faults)
}

/// Places where a schema names itself by another address.
fn other_selves(shipped: &Shipped<'_>, path: &str, id: &str, root: &str) -> Option<Fault> {
    let text = shipped.files.get(path)?.text;
    let name = path.rsplit('/').next().unwrap_or(path);
    let value: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?;
    let is_other = |string: &str| {
        let address = string.split('#').next().unwrap_or(string);
        let own = without_scheme(address).starts_with(root) && address.ends_with(&format!("/{name}"));
        own && without_scheme(address) != without_scheme(id.trim_end_matches('#'))
    };
    let other = find_string(&value, &is_other)?;
    let at = quoted(text, &other)?;
    let message = format!("the schema calls itself `{other}` here, and `{id}` in its `$id`");
    Some(Fault::file(path, TextRange::new(at.start, at.end), message).help("use one address for one schema"))
}

fn find_string(value: &Value, wanted: &dyn Fn(&str) -> bool) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| wanted(text)),
        Value::Array(items) => items.iter().find_map(|item| find_string(item, wanted)),
        Value::Object(members) => members.values().find_map(|member| find_string(member, wanted)),
        _ => None,
    }
}

/// `declared-namespaces-consistent`.
pub(in crate::rules) fn namespaces(shipped: &Shipped<'_>) -> Judged {
    let work = shipped.work()?;
    let schemas = schemas(shipped);
    let Some((first, declared)) = schemas.iter().find(|(_, declared)| declared.xml).or(schemas.first()) else {
        return Err("no schema that declares an id or a namespace travels with the prose".to_owned());
    };
    let kind = if declared.xml { "XML" } else { "JSON" };
    let Some(block) = work.labelled(LabelKind::DeclaredNamespaces).next() else {
        let message = format!("{first} declares `{}`, and the cover lists no declared namespaces", declared.value);
        // The directives speak of XML; for JSON the block is a custom of some committees.
        let most = if declared.xml { Severity::Warning } else { Severity::Info };
        let fault = Fault::prose(crate::rules::cover::cover_place(work), message).at_most(most);
        return Ok(vec![fault.help(format!("list it under `Declared {kind} namespaces`"))]);
    };
    let listed: Vec<_> = work.links.iter().filter(|link| block.body.contains(link.range) && !link.image).collect();
    let same = |one: &str, other: &str| one.trim_end_matches('#') == other.trim_end_matches('#');
    let mut faults = Vec::new();
    for (path, declared) in &schemas {
        if !listed.iter().any(|link| same(&link.url, &declared.value)) {
            let message = format!("the declared namespaces lack `{}` of {path}", declared.value);
            faults.push(Fault::prose(block.text_range, message).help("add it to the list"));
        }
    }
    for link in listed {
        if !schemas.iter().any(|(_, declared)| same(&link.url, &declared.value)) {
            let message = format!("no file that travels with the prose declares `{}`", link.url);
            faults.push(Fault::prose(link.url_range, message).help("take it out, or ship the schema"));
        }
    }
    Ok(faults)
}

static NAMESPACE: LazyLock<Regex> = LazyLock::new(|| {
    // The second form is that of committees that had one before the directives; theirs stay.
    Regex::new(r"\Ahttps?://docs\.oasis-open\.org/(?:[A-Za-z0-9.-]+/ns|ns/[A-Za-z0-9.-]+)/(?:[A-Za-z0-9._/#-]*[A-Za-z0-9/#])\z")
        .expect("valid pattern")
});

/// `xml-namespace-form`.
pub(in crate::rules) fn namespace_form(shipped: &Shipped<'_>) -> Judged {
    let schemas: Vec<_> = schemas(shipped).into_iter().filter(|(_, declared)| declared.xml).collect();
    if schemas.is_empty() {
        return Err("no XML Schema or RELAX NG grammar with a namespace travels with the prose".to_owned());
    }
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    let mut faults = Vec::new();
    for (path, declared) in &schemas {
        let value = declared.value.as_str();
        if value.starts_with("urn:oasis:") {
            let message = format!("the namespace `{value}` is a URN, which a committee needs leave for");
            faults.push(Fault::file(path, declared.range, message).at_most(Severity::Warning).help(FORM));
        } else if !NAMESPACE.is_match(value) {
            let message = format!("the namespace `{value}` is not formed as the Naming Directives want it");
            faults.push(Fault::file(path, declared.range, message).help(FORM));
        }
        let other = seen.insert(without_scheme(value), value).filter(|other| *other != value);
        if let Some(other) = other {
            let message = format!("the namespace `{value}` is declared as `{other}` too");
            faults.push(Fault::file(path, declared.range, message).help("use one scheme for one namespace"));
        }
    }
    Ok(faults)
}

const FORM: &str = "write `https://docs.oasis-open.org/COMMITTEE/ns/NAME`, ending in a letter, a digit, `/` or `#`";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemas_say_what_they_are() {
        let json = "{\"a\": \"x\", \"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"$id\": \"https://e.org/a\"}";
        let found = declared("a.json", json).unwrap();
        assert_eq!((found.value.as_str(), &json[found.range.as_usize()]), ("https://e.org/a", "https://e.org/a"));
        let old = "{\"$schema\": \"http://json-schema.org/draft-04/schema#\", \"id\": \"https://e.org/b#\"}";
        assert_eq!(declared("b.json", old).unwrap().value, "https://e.org/b#");
        assert!(declared("c.json", "{\"$id\": \"https://e.org/c\"}").is_none());
        let xsd = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='https://e.org/ns'/>";
        let found = declared("a.xsd", xsd).unwrap();
        assert_eq!((&xsd[found.range.as_usize()], found.xml), ("https://e.org/ns", true));
        assert!(declared("a.xsd", "<xs:schema").is_none());
    }

    #[test]
    fn namespaces_of_the_directives() {
        for good in [
            "https://docs.oasis-open.org/air/ns/kites",
            "http://docs.oasis-open.org/air/ns/kites/v1#",
            "http://docs.oasis-open.org/ns/air/core",
            "http://docs.oasis-open.org/air/ns/kites/200701/",
        ] {
            assert!(NAMESPACE.is_match(good), "{good}");
        }
        for bad in [
            "urn:foo",
            "https://example.org/ns/kites",
            "https://docs.oasis-open.org/air/kites",
            "https://docs.oasis-open.org/air/ns/kites-",
            "https://docs.oasis-open.org/air/ns/",
        ] {
            assert!(!NAMESPACE.is_match(bad), "{bad}");
        }
    }
}
