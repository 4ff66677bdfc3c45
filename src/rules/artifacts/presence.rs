//! What the prose promises is there, once, under a name that lasts.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::Severity;
use crate::source::{TextRange, sha256};
use crate::work_product::percent_decoded;

use super::shipped::{Fault, Judged, Shipped, without_scheme};

/// `this-stage-files-exist`.
pub(in crate::rules) fn this_stage(shipped: &Shipped<'_>) -> Judged {
    if !shipped.built {
        return Err("the rule looks at a built package: run `proofmark verify`".to_owned());
    }
    let mut named = shipped.this_stage().filter(|uri| !uri.stem.is_empty()).peekable();
    if named.peek().is_none() {
        return Err("the cover gives no addresses of this stage".to_owned());
    }
    let mut faults = Vec::new();
    for uri in named {
        let name = uri.ending.as_ref().map_or(uri.stem.clone(), |ending| format!("{}.{ending}", uri.stem));
        if !shipped.files.contains_key(&name) {
            let message = format!("`{name}` is not in the package");
            faults.push(Fault::prose(uri.range, message).help("ship the file, or correct the address"));
        }
    }
    Ok(faults)
}

/// `own-path-files-exist`.
pub(in crate::rules) fn own_path(shipped: &Shipped<'_>) -> Judged {
    let (work, published) = (shipped.work()?, shipped.published_at()?);
    if !shipped.built && shipped.files.is_empty() {
        return Err("workproduct.yaml names no artifacts".to_owned());
    }
    let stems = shipped.stems();
    let mut faults = Vec::new();
    for link in &work.links {
        let Some(path) = without_scheme(&link.url).strip_prefix(&published.stage) else { continue };
        let path = percent_decoded(path.split(['#', '?']).next().unwrap_or(path));
        // The documents themselves are the matter of the addresses of this stage.
        let document = !path.contains('/') && stems.iter().any(|stem| path.starts_with(stem));
        if path.is_empty() || document || is_there(shipped, &path) {
            continue;
        }
        let help =
            if shipped.built { "ship the file, or correct the address" } else { "name the file under `artifacts`" };
        let message = format!("`{path}` does not travel with the document");
        faults.push(Fault::prose(link.url_range, message).help(help));
    }
    Ok(faults)
}

fn is_there(shipped: &Shipped<'_>, path: &str) -> bool {
    let directory = format!("{}/", path.trim_end_matches('/'));
    let below = shipped.files.range(directory.clone()..).next().is_some_and(|(file, _)| file.starts_with(&directory));
    shipped.files.contains_key(path) || below
}

/// Files this small say nothing: markers of directories, single numbers.
const SMALL: usize = 16;

/// Names that documents have beside the prose.
const DOCUMENTS: [&str; 5] = ["md", "html", "pdf", "docx", "odt"];

/// `duplicate-content`.
pub(in crate::rules) fn duplicates(shipped: &Shipped<'_>) -> Judged {
    if shipped.files.len() < 2 {
        return Err("there are no two files to compare".to_owned());
    }
    let mut alike: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (path, file) in &shipped.files {
        let bytes = file.bytes();
        if bytes.len() >= SMALL {
            alike.entry(sha256(&[&bytes])).or_default().push(path);
        }
    }
    let stems = shipped.stems();
    let is_document = |path: &str| {
        let named = path.rsplit_once('.').filter(|(_, ending)| DOCUMENTS.contains(ending));
        named.is_some_and(|(stem, _)| stems.contains(&stem))
    };
    let mut faults = Vec::new();
    for paths in alike.values().filter(|paths| paths.len() > 1) {
        // The document is the original, whatever the order of names.
        let original = paths.iter().position(|path| is_document(path)).unwrap_or(0);
        for (_, path) in paths.iter().enumerate().filter(|(index, _)| *index != original) {
            let message = format!("{path} is a copy of {}", paths[original]);
            let fault = Fault::file(path, TextRange::empty(0), message).help("publish one content under one name");
            let serious = is_document(paths[original]);
            faults.push(if serious { fault } else { fault.at_most(Severity::Warning) });
        }
    }
    Ok(faults)
}

static STAGED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:\A|[-_.])(?:wd|csd|csprd|cs|cos|cnd|cnprd|cn|psd|ps|pnd|pn)\d{2}(?:[-_.]|\z)")
        .expect("valid pattern")
});

/// `artifact-name-stable`.
pub(in crate::rules) fn stable_names(shipped: &Shipped<'_>) -> Judged {
    let stems = shipped.stems();
    let mut faults = Vec::new();
    let mut looked_at = 0;
    for path in shipped.files.keys() {
        let name = path.rsplit('/').next().unwrap_or(path);
        let document = name.rsplit_once('.').is_some_and(|(_, ending)| DOCUMENTS.contains(&ending));
        if document || stems.iter().any(|stem| name.starts_with(stem)) {
            continue;
        }
        looked_at += 1;
        let Some(found) = STAGED.find(name) else { continue };
        let token = found.as_str().trim_matches(['-', '_', '.']);
        let message = format!("the name of {path} carries the stage `{token}`");
        faults.push(Fault::file(path, TextRange::empty(0), message).help("the directory says the stage; leave it out"));
    }
    if looked_at == 0 { Err("no artifacts travel with the prose".to_owned()) } else { Ok(faults) }
}
