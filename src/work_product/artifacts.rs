//! Additional artifacts: the files that `workproduct.yaml` says travel with the prose.

use crate::source::{TextRange, Workspace};

use super::WorkProduct;
use super::config::at_pointer;

/// One entry of `artifacts:` and the files it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Path or glob as written.
    pub pattern: String,
    /// Bytes of the path in `workproduct.yaml`.
    pub range: TextRange,
    /// Paths in the workspace, sorted.
    pub files: Vec<String>,
}

/// The entries of `artifacts:` with the files they name.
#[must_use]
pub fn named(work: &WorkProduct, workspace: &dyn Workspace) -> Vec<Named> {
    let Some(loaded) = &work.config else {
        return Vec::new();
    };
    if loaded.config.artifacts.is_empty() {
        return Vec::new();
    }
    let directory = loaded.path.rsplit_once('/').map_or("", |(directory, _)| directory);
    let root = crate::markdown::parse_yaml(work.sources.get(loaded.source).text()).ok().flatten();
    let all = workspace.list(directory);
    let place = |index: usize| {
        let node = root.as_ref().and_then(|root| at_pointer(root, &format!("/artifacts/{index}/path")));
        node.map(|node| node.range).unwrap_or_default()
    };
    let inside = |path: &String| match directory {
        "" => path.clone(),
        directory => path.strip_prefix(directory).map_or("", |rest| rest.trim_start_matches('/')).to_owned(),
    };
    let entries = loaded.config.artifacts.iter().enumerate();
    entries
        .map(|(index, artifact)| Named {
            pattern: artifact.path.clone(),
            range: place(index),
            files: all.iter().filter(|path| matches(&artifact.path, &inside(path))).cloned().collect(),
        })
        .collect()
}

/// Whether `path` is what a path or glob names: `*` and `?` stay within a name, `**` crosses
/// directories, and a directory names all files below it.
#[must_use]
pub fn matches(pattern: &str, path: &str) -> bool {
    let pattern = pattern.trim_start_matches("./").trim_end_matches('/');
    let pattern: Vec<&str> = pattern.split('/').collect();
    let path: Vec<&str> = path.split('/').collect();
    steps(&pattern, &path)
}

/// Greedy matching with one point of return keeps hostile patterns linear.
fn steps(pattern: &[&str], path: &[&str]) -> bool {
    let (mut at, mut step, mut back) = (0, 0, None);
    while step < path.len() {
        match pattern.get(at) {
            Some(&"**") => {
                back = Some((at, step));
                at += 1;
            }
            Some(name) if wildcard(name, path[step]) => {
                at += 1;
                step += 1;
            }
            // The pattern is a directory above the path.
            None if back.is_none() => return !pattern.iter().any(|name| name.contains(['*', '?'])),
            _ => match back {
                Some((star, from)) => {
                    back = Some((star, from + 1));
                    (at, step) = (star + 1, from + 1);
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|name| *name == "**")
}

fn wildcard(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    let (mut at, mut step, mut back) = (0, 0, None);
    while step < name.len() {
        match pattern.get(at) {
            Some('*') => {
                back = Some((at, step));
                at += 1;
            }
            Some(&c) if c == '?' || c == name[step] => {
                at += 1;
                step += 1;
            }
            _ => match back {
                Some((star, from)) => {
                    back = Some((star, from + 1));
                    (at, step) = (star + 1, from + 1);
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn globs() {
        for (pattern, path) in [
            ("a/*.json", "a/x.json"),
            ("a/**/*.json", "a/x.json"),
            ("a/**/*.json", "a/b/c/x.json"),
            ("schemas", "schemas/a/b.json"),
            ("schemas/", "schemas/b.json"),
            ("./a.xml", "a.xml"),
            ("a?.xml", "ab.xml"),
        ] {
            assert!(matches(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in [("*.json", "a/x.json"), ("a/*.json", "a/x.xml"), ("a", "ab"), ("a.json/b", "a.json")] {
            assert!(!matches(pattern, path), "{pattern} {path}");
        }
    }
}
