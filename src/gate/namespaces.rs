//! The namespaces that XML schemas declare: conditions 159 to 163.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use roxmltree::{Attribute, Document, Node, NodeId, ParsingOptions};
use serde_json::Value;

use crate::package::MANIFEST;

use super::cover_urls::SITE;
use super::files::ending;
use super::schemas;
use super::submission::Submission;
use super::traced::Traced;
use super::{Judge, Place};

/// Directories of what is not normative.
const ASIDE: [&str; 6] = ["test-cases", "examples", "samples", "third-party", "vendor", "interop"];

/// Committees that may declare URNs.
const URNS: [&str; 1] = ["ubl"];

/// Committees whose namespaces keep the form of before 2012, as approved.
const OLD_FORM: [&str; 1] = ["cmis"];

/// A namespace, and where it is declared.
struct Declared {
    name: String,
    path: String,
    place: Place,
}

impl Declared {
    fn scheme(&self) -> String {
        self.name.split_once(':').map_or("", |(scheme, _)| scheme).to_ascii_lowercase()
    }

    /// The name without its scheme.
    fn tail(&self) -> &str {
        self.name.split_once("://").map_or(self.name.as_str(), |(_, tail)| tail)
    }

    fn on_the_web(&self) -> bool {
        matches!(self.scheme().as_str(), "http" | "https")
    }
}

/// Conditions 159 to 163.
pub(super) fn namespaces(submission: &Submission<'_>, judge: &mut Judge) {
    let normative = normative_in_manifest(submission);
    let aside = |path: &str| {
        let directory = path.rsplit_once('/').map_or("", |(directory, _)| directory);
        directory.split('/').any(|part| ASIDE.contains(&part.to_lowercase().as_str())) && !normative.contains(path)
    };
    let schema = |path: &&str| ["xsd", "wsdl", "rng"].iter().any(|known| ending(path).eq_ignore_ascii_case(known));
    let schemas: Vec<&str> = submission.files.paths().filter(schema).filter(|path| !aside(path)).collect();
    if schemas.is_empty() {
        judge.not_applicable(159..=163, "the package holds no XML schema");
        return;
    }
    let mut declared = Vec::new();
    for path in &schemas {
        read(submission, path, &mut declared, judge);
    }
    let names: BTreeSet<&str> = declared.iter().map(|declared| declared.name.as_str()).collect();
    let listed = names.into_iter().collect::<Vec<_>>().join(", ");
    match submission.base.strip_prefix(SITE).and_then(|path| path.split('/').next()).filter(|name| !name.is_empty()) {
        Some(committee) => {
            let committee = committee.to_lowercase();
            for ordinal in [159, 160, 162] {
                judge.compared(ordinal, listed.as_str(), format!("http(s)://docs.oasis-open.org/{committee}/ns/…"));
            }
            form(&declared, &committee, judge);
        }
        None => judge.not_applicable([160, 162], "the cover gives no address of this stage, and so no committee"),
    }
    schemes(&declared, listed, judge);
}

/// The namespaces that a schema declares as its own.
fn read(submission: &Submission<'_>, path: &str, declared: &mut Vec<Declared>, judge: &mut Judge) {
    let text = Traced::read(path, submission.files.read(path).unwrap_or_default());
    let xml = text.text().trim_start_matches('\u{feff}');
    let shift = text.text().len() - xml.len();
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = match Document::parse_with_options(xml, options) {
        Ok(document) => document,
        Err(error) => {
            if !judge.official() {
                judge.fail(159, Place::File(path.to_owned()), format!("{path} cannot be read as XML: {error}"));
                judge.help(159, "correct the file at the line named");
            }
            return;
        }
    };
    let root = document.root_element();
    let local = root.tag_name().name();
    let place = |attribute: &Attribute<'_, '_>| {
        let range = attribute.range_value();
        text.place(shift + range.start, shift + range.end)
    };
    let mut declare = |node: Node<'_, '_>, attribute: &str| {
        if let Some(found) = node.attribute_node(attribute).filter(|found| !found.value().is_empty()) {
            declared.push(Declared { name: found.value().to_owned(), path: path.to_owned(), place: place(&found) });
        }
    };
    match ending(path).to_lowercase().as_str() {
        "xsd" if local == "schema" => declare(root, "targetNamespace"),
        "wsdl" => {
            if matches!(local, "definitions" | "description") {
                declare(root, "targetNamespace");
            }
            for schema in schemas_in_types(root) {
                declare(schema, "targetNamespace");
            }
        }
        "rng" if matches!(local, "grammar" | "element") => {
            declare(root, "ns");
            let own = root.attribute("ns").unwrap_or_default();
            let mut others = root.descendants().skip(1).filter_map(|node| node.attribute_node("ns"));
            if let Some(other) = others.find(|other| !other.value().is_empty() && other.value() != own) {
                judge.fail(163, place(&other), format!("the grammar has the namespace {}, too", other.value()));
                judge.help(163, "make sure that it is one of the committee's, or one that is only used");
            }
        }
        _ => {}
    }
}

/// The schemas that stand in the types of a service.
fn schemas_in_types<'d>(root: Node<'d, 'd>) -> Vec<Node<'d, 'd>> {
    let mut inside: HashSet<NodeId> = HashSet::new();
    let mut found = Vec::new();
    for node in root.descendants().filter(Node::is_element) {
        let in_types =
            node.parent().is_some_and(|above| above.tag_name().name() == "types" || inside.contains(&above.id()));
        if in_types {
            inside.insert(node.id());
            found.extend((node.tag_name().name() == "schema").then_some(node));
        }
    }
    found
}

/// Conditions 159 and 162: the form of a committee's namespaces.
fn form(declared: &[Declared], committee: &str, judge: &mut Judge) {
    let mut seen = BTreeSet::new();
    for found in declared {
        let name = found.name.as_str();
        if found.on_the_web() && !has_form(found.tail(), committee) {
            let old = OLD_FORM.contains(&committee)
                && found.tail().split('/').next().is_some_and(|host| host.eq_ignore_ascii_case("docs.oasis-open.org"));
            if !old && seen.insert(name) {
                judge.fail(159, found.place.clone(), format!("the namespace {name} is not one of {committee}"));
                judge.help(159, format!("namespaces begin with http://docs.oasis-open.org/{committee}/ns/"));
            }
        } else if found.scheme() == "urn" && !URNS.contains(&committee) && seen.insert(name) {
            judge.fail(162, found.place.clone(), format!("the namespace {name} is a URN"));
            judge.help(162, format!("namespaces begin with http://docs.oasis-open.org/{committee}/ns/"));
        }
    }
}

/// Whether a name is `docs.oasis-open.org/COMMITTEE/ns/`, and letters, digits, full stops, hyphens and slashes.
fn has_form(tail: &str, committee: &str) -> bool {
    let own = tail.strip_prefix("docs.oasis-open.org/").and_then(|rest| rest.strip_prefix(committee));
    let Some(rest) = own.and_then(|rest| rest.strip_prefix("/ns/")) else { return false };
    let Some((last, before)) = rest.as_bytes().split_last() else { return false };
    let inner = before.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'/'));
    inner && (last.is_ascii_alphanumeric() || matches!(last, b'/' | b'#'))
}

/// Condition 161: one namespace has one scheme.
fn schemes(declared: &[Declared], listed: String, judge: &mut Judge) {
    judge.compared(161, listed, "each with one scheme");
    let mut tails: BTreeMap<&str, Vec<&Declared>> = BTreeMap::new();
    for found in declared.iter().filter(|found| found.on_the_web()) {
        tails.entry(found.tail()).or_default().push(found);
    }
    for found in tails.values() {
        let with = |scheme: &str| found.iter().find(|found| found.scheme() == scheme);
        if let (Some(plain), Some(secure)) = (with("http"), with("https")) {
            let said = format!("{} declares {}, and {} declares {}", secure.path, secure.name, plain.path, plain.name);
            judge.fail(161, secure.place.clone(), said);
            judge.help(161, "write one scheme everywhere: the two are different namespaces");
        }
    }
}

/// What the manifest calls normative.
fn normative_in_manifest(submission: &Submission<'_>) -> BTreeSet<String> {
    let text = Traced::read(MANIFEST, submission.files.read(MANIFEST).unwrap_or_default());
    let value = schemas::read(text.text(), submission.reading == super::Reading::Official).unwrap_or_default();
    let items = value.get("items").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let normative = |item: &Value| {
        let path = item.get("path")?.as_str()?;
        let yes = match item.get("normative")? {
            Value::Bool(yes) => *yes,
            Value::Null => false,
            Value::String(text) => !text.is_empty(),
            Value::Number(number) => number.as_f64() != Some(0.0),
            Value::Array(items) => !items.is_empty(),
            Value::Object(fields) => !fields.is_empty(),
        };
        let parts: Vec<&str> = path.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
        yes.then(|| parts.join("/"))
    };
    items.iter().filter_map(normative).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_a_committee() {
        assert!(has_form("docs.oasis-open.org/wef/ns/widget-1.0", "wef"));
        assert!(has_form("docs.oasis-open.org/wef/ns/a/b#", "wef"));
        for bad in [
            "docs.oasis-open.org/wef/widget",
            "docs.oasis-open.org/wef/ns/",
            "docs.oasis-open.org/other/ns/a",
            "docs.oasis-open.org/wef/ns/a_b",
            "docs.oasis-open.org/wef/ns/a.",
            "example.org/wef/ns/a",
        ] {
            assert!(!has_form(bad, "wef"), "{bad}");
        }
    }
}
