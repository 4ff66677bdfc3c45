//! The files of a package as a program sees them that walks the stage directory: a link to a file is a file.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::package::{Link, Neighbours, Package};

/// How many links are followed one after another.
const MAX_HOPS: usize = 8;

/// What a path leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry<'a> {
    /// A file.
    File(Cow<'a, [u8]>),
    /// A directory.
    Directory,
    /// Nothing.
    Nothing,
}

/// The files below the stage directory, with those that links lead to.
#[derive(Debug)]
pub struct Files<'a> {
    package: &'a Package,
    linked: BTreeMap<&'a str, Entry<'a>>,
}

impl<'a> Files<'a> {
    /// The files of a package.
    #[must_use]
    pub fn new(package: &'a Package) -> Self {
        let mut files = Self { package, linked: BTreeMap::new() };
        files.linked = package.links.iter().map(|link| (link.path.as_str(), files.followed(&link.path))).collect();
        files
    }

    /// Paths of the files, in order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        let links = self.linked.iter().filter(|(_, entry)| **entry != Entry::Directory).map(|(path, _)| *path);
        let mut paths: Vec<&str> = self.package.files.keys().map(String::as_str).chain(links).collect();
        paths.sort_unstable();
        paths.into_iter()
    }

    /// Paths and bytes of the files with an ending, in order; capital letters do not count.
    pub fn with_ending(&self, wanted: &str) -> impl Iterator<Item = (&str, &[u8])> {
        let is = move |path: &&str| ending(path).eq_ignore_ascii_case(wanted);
        self.paths().filter(is).filter_map(|path| Some((path, self.read(path)?)))
    }

    /// Paths of the files whose names end in `suffix`, in order; capital letters count.
    pub fn called<'s>(&'s self, suffix: &'s str) -> impl Iterator<Item = &'s str> {
        self.paths().filter(move |path| path.ends_with(suffix))
    }

    /// The bytes of a file.
    #[must_use]
    pub fn read(&self, path: &str) -> Option<&[u8]> {
        match self.package.files.get(path) {
            Some(bytes) => Some(bytes),
            None => match self.linked.get(path)? {
                Entry::File(bytes) => Some(bytes),
                _ => None,
            },
        }
    }

    /// What a path relative to the stage directory leads to, `..` and links included.
    #[must_use]
    pub fn entry(&self, path: &str) -> Entry<'a> {
        match self.place(path) {
            Some(place) => self.at(&place, 0),
            None => Entry::Nothing,
        }
    }

    /// The absolute place that a relative path leads to, as names from the top; `None` above the top.
    fn place(&self, path: &str) -> Option<Vec<String>> {
        walk(&self.package.place, path)
    }

    /// What a link leads to.
    fn followed(&self, link: &str) -> Entry<'a> {
        match self.place(link) {
            Some(place) => self.at(&place, 0),
            None => Entry::Nothing,
        }
    }

    /// Where a link leads in the end, as names from the top, other links of the package followed.
    #[must_use]
    pub fn target(&self, link: &str) -> Option<Vec<String>> {
        self.resolved(&self.place(link)?, 0)
    }

    fn resolved(&self, place: &[String], hops: usize) -> Option<Vec<String>> {
        if hops > MAX_HOPS {
            return None;
        }
        let Some(inner) = self.inner(place) else { return Some(place.to_vec()) };
        // The first of the directories on the way, or the path itself, that is a link.
        let mut ends = inner.match_indices('/').map(|(at, _)| at).chain([inner.len()]);
        let link = ends.find_map(|end| self.link(inner.get(..end)?));
        let Some(link) = link else { return Some(place.to_vec()) };
        let rest = inner.get(link.path.len()..).unwrap_or_default();
        let directory = link.path.rsplit_once('/').map_or("", |(directory, _)| directory);
        let next = if link.target.starts_with('/') {
            walk(&[], &link.target)?
        } else {
            walk(&walk(&self.package.place, directory)?, &link.target)?
        };
        self.resolved(&walk(&next, rest.trim_start_matches('/'))?, hops + 1)
    }

    fn link(&self, path: &str) -> Option<&'a Link> {
        let links = &self.package.links;
        links.binary_search_by(|link| link.path.as_str().cmp(path)).ok().and_then(|index| links.get(index))
    }

    fn at(&self, place: &[String], hops: usize) -> Entry<'a> {
        let Some(place) = self.resolved(place, hops) else { return Entry::Nothing };
        let Some(inner) = self.inner(&place) else { return self.outside(&place) };
        let files = &self.package.files;
        if let Some(bytes) = files.get(&inner) {
            return Entry::File(Cow::Borrowed(bytes));
        }
        let directory = inner.is_empty() || {
            let prefix = format!("{inner}/");
            files.range(prefix.clone()..).next().is_some_and(|(path, _)| path.starts_with(&prefix))
        };
        if directory { Entry::Directory } else { Entry::Nothing }
    }

    /// The path below the stage directory; empty for the directory itself.
    fn inner(&self, place: &[String]) -> Option<String> {
        Some(place.strip_prefix(self.package.place.as_slice())?.join("/"))
    }

    /// What lies beside or above the stage directory.
    fn outside(&self, place: &[String]) -> Entry<'a> {
        let stage = &self.package.place;
        let shared = stage.iter().zip(place).take_while(|(a, b)| a == b).count();
        let below = place.get(shared..).unwrap_or_default().join("/");
        let levels = stage.len() - shared;
        let neighbours: &Neighbours = &self.package.neighbours;
        if let Some(bytes) = neighbours.read(levels, &below) {
            return Entry::File(Cow::Owned(bytes));
        }
        if neighbours.exists(levels, &below) { Entry::Directory } else { Entry::Nothing }
    }

    /// Names from the top to the directory that holds a file.
    #[must_use]
    pub fn directory_of(&self, path: &str) -> Vec<String> {
        let directory = path.rsplit_once('/').map_or("", |(directory, _)| directory);
        self.place(directory).unwrap_or_default()
    }

    /// Whether a place lies in the stage directory.
    #[must_use]
    pub fn holds(&self, place: &[String]) -> bool {
        self.inner(place).is_some()
    }
}

/// Walks from a place; `None` where the path climbs above the top.
fn walk(from: &[String], path: &str) -> Option<Vec<String>> {
    let mut place = from.to_vec();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                place.pop()?;
            }
            name => place.push(name.to_owned()),
        }
    }
    Some(place)
}

/// File name of a path.
#[must_use]
pub fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// File name without its last ending.
#[must_use]
pub fn stem(path: &str) -> &str {
    let name = name(path);
    name.get(..name.len() - dotted_ending(name).len()).unwrap_or(name)
}

/// The last ending, without its dot, as it is written.
#[must_use]
pub fn ending(path: &str) -> &str {
    dotted_ending(name(path)).trim_start_matches('.')
}

/// The last ending with its dot; dots at the start of a name begin none.
fn dotted_ending(name: &str) -> &str {
    let leading = name.len() - name.trim_start_matches('.').len();
    match name.rfind('.') {
        Some(at) if at >= leading => name.get(at..).unwrap_or_default(),
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(files: &[&str], links: &[(&str, &str)]) -> Package {
        let files = files.iter().map(|path| (format!("tc/w/v1.0/csd01/{path}"), path.as_bytes().to_vec()));
        let links = links
            .iter()
            .map(|(path, target)| Link { path: format!("tc/w/v1.0/csd01/{path}"), target: (*target).to_owned() });
        Package::new("x", files.collect(), links.collect(), None).unwrap()
    }

    #[test]
    fn links_lead_to_files_and_directories() {
        let package = package(
            &["a.md", "a.html", "s/x.json", "../csd00/old.md"][..3],
            &[("y.json", "s/x.json"), ("up", ".."), ("twice", "y.json"), ("lost", "nowhere"), ("loop", "loop")],
        );
        let files = Files::new(&package);
        assert_eq!(files.read("y.json"), Some(b"s/x.json".as_slice()));
        assert_eq!(files.read("twice"), Some(b"s/x.json".as_slice()));
        assert_eq!(files.entry("lost"), Entry::Nothing);
        assert_eq!(files.entry("loop"), Entry::Nothing);
        assert_eq!(files.entry("s"), Entry::Directory);
        assert_eq!(files.entry("../../../../.."), Entry::Nothing);
        assert_eq!(files.target("up").unwrap(), ["tc", "w", "v1.0"]);
    }

    #[test]
    fn names_are_split_at_the_last_dot() {
        assert_eq!((stem("a/b.c.md"), ending("a/b.c.MD")), ("b.c", "MD"));
        assert_eq!((stem(".htaccess"), ending(".htaccess")), (".htaccess", ""));
        assert_eq!((stem("..a.b"), ending("..a.b")), ("..a", "b"));
    }
}
