//! Links to other files.

use std::collections::HashMap;

use crate::diagnostic::Severity;
use crate::rules::Checker;
use crate::source::{Edit, Fix};
use crate::work_product::{Link, Target, WorkProduct, percent_decoded};

/// `relative-file-exists`.
pub fn relative_file_exists(checker: &mut Checker<'_>) {
    let (work, workspace) = (checker.work, checker.workspace);
    let mut known: HashMap<String, bool> = HashMap::new();
    for link in work.links.iter().filter(|link| !link.image) {
        let Some(path) = local_path(link) else { continue };
        // What lies outside of the project is unknown.
        let Some(resolved) = work.resolve(link.range.start, &path) else { continue };
        let there = *known.entry(resolved.clone()).or_insert_with_key(|path| {
            path.is_empty() || workspace.exists(path) || (is_directory_name(path) && !workspace.list(path).is_empty())
        });
        if !there {
            let mut found = checker.found(link.url_range, format!("there is no file `{path}`"));
            if work.slice(link.url_range) == link.url && work.anchors.get(&path).is_some() {
                let fix = Fix::risky("Add `#`", vec![Edit::insert(link.url_range.start as usize, "#")]);
                found = found.help(format!("did you mean the anchor `#{path}`?")).fix(fix);
            }
            checker.report(found.at_most(certainty(work)));
        }
    }
}

/// A text that nothing shows to be a work product may stand anywhere.
pub(in crate::rules) fn certainty(work: &WorkProduct) -> Severity {
    if work.evidence.is_some() { Severity::Error } else { Severity::Warning }
}

/// The path of a link to a file; addresses that lack a scheme are another rule's.
fn local_path(link: &Link) -> Option<String> {
    let Target::Relative(path, _) = link.target() else {
        return None;
    };
    let path = percent_decoded(path);
    let odd = path.is_empty() || path.starts_with('/') || path.contains(['@', '[', ']', '{', '%', '\\', '\n']);
    (!odd && super::address::domain_without_scheme(&path).is_none()).then_some(path)
}

fn is_directory_name(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    !name.contains('.')
}

/// `double-slash`.
pub fn double_slash(checker: &mut Checker<'_>) {
    for link in &checker.work.links {
        let Target::Relative(path, _) = link.target() else { continue };
        if !path.contains("//") || checker.work.slice(link.url_range) != link.url {
            continue;
        }
        let mut from = 0;
        while let Some(at) = path.get(from..).and_then(|rest| rest.find("//")).map(|at| from + at) {
            let slashes = path[at..].bytes().take_while(|b| *b == b'/').count();
            let range = link.url_range.inside(at..at + slashes);
            let fix = Fix::safe("Write one slash", vec![Edit::replace(range, "/")]);
            let found = checker.found(range, format!("the path `{path}` has a doubled slash"));
            checker.report(found.fix(fix));
            from = at + slashes;
        }
    }
}
