//! Two addresses for one thing: pages that redirect, and copies. Conditions 150 to 152.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::Value;

use crate::package::MANIFEST;
use crate::source::sha256;

use super::files::ending;
use super::schemas;
use super::submission::Submission;
use super::tokens::{Piece, attribute, pieces};
use super::traced::Traced;
use super::{Judge, Place};

/// Elements whose content is shown or kept, and not part of the page.
const SHOWN: [&str; 3] = ["pre", "code", "template"];

/// Smaller files may be alike by chance, in bytes.
const LEAST: usize = 16;

/// Condition 150.
pub(super) fn redirects(submission: &Submission<'_>, judge: &mut Judge) {
    let mut seen = 0;
    for path in submission.files.paths() {
        if !["html", "htm", "xhtml"].iter().any(|known| ending(path).eq_ignore_ascii_case(known)) {
            continue;
        }
        seen += 1;
        let text = Traced::read(path, submission.files.read(path).unwrap_or_default());
        if redirects_itself(text.text()) {
            let place = match text.text().to_ascii_lowercase().find("http-equiv") {
                Some(at) => text.place(at, at + "http-equiv".len()),
                None => Place::File(path.to_owned()),
            };
            judge.fail(150, place, "the page redirects to another");
            judge.help(150, "publish the page itself at its address");
        }
    }
    judge.compared(150, format!("{seen} pages"), "none that redirects");
}

fn redirects_itself(page: &str) -> bool {
    let mut shown = 0usize;
    pieces(page).iter().any(|piece| match piece {
        Piece::Start(name, _) if SHOWN.contains(&name.as_str()) => {
            shown += 1;
            false
        }
        Piece::End(name) if SHOWN.contains(&name.as_str()) => {
            shown = shown.saturating_sub(1);
            false
        }
        Piece::Start(name, attributes) => {
            let kind = attribute(attributes, "http-equiv").unwrap_or_default();
            name == "meta" && shown == 0 && kind.trim().eq_ignore_ascii_case("refresh")
        }
        _ => false,
    })
}

/// Conditions 151 and 152.
pub(super) fn copies(submission: &Submission<'_>, judge: &mut Judge) {
    let mut alike: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let links: HashSet<&str> = submission.package.links.iter().map(|link| link.path.as_str()).collect();
    let inside = |path: &str| submission.files.target(path).is_some_and(|target| submission.files.holds(&target));
    let paths: Vec<&str> = submission.files.paths().filter(|path| !links.contains(path) || inside(path)).collect();
    for path in &paths {
        let Some(bytes) = submission.files.read(path).filter(|bytes| bytes.len() >= LEAST) else { continue };
        alike.entry(sha256(&[bytes])).or_default().push(path);
    }
    let mut groups: Vec<Vec<&str>> = alike.into_values().filter(|paths| paths.len() > 1).collect();
    groups.sort();
    let cited = cited_in_manifest(submission);
    for ordinal in [151, 152] {
        judge.compared(ordinal, format!("{} files", paths.len()), "no two alike");
    }
    for group in groups {
        let citable = group.iter().any(|path| submission.delivers(path) || cited.contains(*path));
        let ordinal = if citable { 151 } else { 152 };
        let Some((last, others)) = group.split_last() else { continue };
        judge.fail(ordinal, Place::File((*last).to_owned()), format!("the file is the same as {}", others.join(", ")));
        judge.help(ordinal, "ship it once, and link to it");
    }
}

/// What the manifest lists as a document.
fn cited_in_manifest(submission: &Submission<'_>) -> BTreeSet<String> {
    let text = Traced::read(MANIFEST, submission.files.read(MANIFEST).unwrap_or_default());
    let value = schemas::read(text.text(), submission.reading == super::Reading::Official).unwrap_or_default();
    let items = value.get("items").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let cited = |item: &Value| {
        let role = item.get("role")?.as_str()?;
        let path = item.get("path")?.as_str()?;
        let parts: Vec<&str> = path.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
        matches!(role, "authoritative" | "delivery").then(|| parts.join("/"))
    };
    items.iter().filter_map(cited).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_tag_of_the_page_redirects() {
        assert!(redirects_itself("<META HTTP-EQUIV=' Refresh ' content='0'>"));
        assert!(!redirects_itself("<!-- <meta http-equiv=refresh> --><script>'<meta http-equiv=refresh>'</script>"));
        assert!(!redirects_itself("<pre><meta http-equiv=refresh></pre>"));
        assert!(redirects_itself("<code/><meta http-equiv=refresh>"));
    }
}
