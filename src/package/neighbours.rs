//! What lies around a stage directory: the other stages of the version, which some conditions look at.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read as _;
use std::path::PathBuf;

/// Largest neighbouring file that is read, in bytes.
const MAX_FILE: u64 = 64 << 20;

/// Most directories above the stage directory that are looked into.
const MAX_CLIMB: usize = 3;

/// Most names that are listed of a directory.
const MAX_NAMES: usize = 10_000;

/// The tree around a stage directory.
#[derive(Debug, Clone, Default)]
pub enum Neighbours {
    /// Nothing is known of it.
    #[default]
    Unknown,
    /// The stage directory lies on a disk, at this absolute path.
    Directory(PathBuf),
    /// The stage directory lies in an archive.
    Archive {
        /// Path of the stage directory in it, without a slash at the end.
        base: String,
        /// Files outside the stage directory, by their path in the archive.
        files: BTreeMap<String, Vec<u8>>,
    },
}

impl Neighbours {
    /// Names in a directory, sorted; `levels` says how far above the stage directory it lies (1 is its parent), and
    /// `below` leads down from there. Directories end in a slash.
    #[must_use]
    pub fn names(&self, levels: usize, below: &str) -> Vec<String> {
        match self {
            Self::Unknown => Vec::new(),
            Self::Directory(_) => {
                let Some(path) = self.on_disk(levels, below) else { return Vec::new() };
                let Ok(entries) = fs::read_dir(path) else { return Vec::new() };
                let name = |entry: fs::DirEntry| {
                    let directory = fs::metadata(entry.path()).is_ok_and(|metadata| metadata.is_dir());
                    Some(format!("{}{}", entry.file_name().to_str()?, if directory { "/" } else { "" }))
                };
                let mut names: Vec<String> = entries.take(MAX_NAMES).filter_map(|entry| name(entry.ok()?)).collect();
                names.sort();
                names
            }
            Self::Archive { files, .. } => {
                let Some(prefix) = self.in_archive(levels, below) else { return Vec::new() };
                let prefix = if prefix.is_empty() { prefix } else { format!("{prefix}/") };
                let name = |path: &String| {
                    let rest = path.strip_prefix(&prefix)?;
                    Some(rest.split_once('/').map_or(rest.to_owned(), |(directory, _)| format!("{directory}/")))
                };
                files.keys().filter_map(name).collect::<BTreeSet<_>>().into_iter().collect()
            }
        }
    }

    /// A file of a directory above the stage directory.
    #[must_use]
    pub fn read(&self, levels: usize, below: &str) -> Option<Vec<u8>> {
        match self {
            Self::Unknown => None,
            Self::Directory(_) => {
                let path = self.on_disk(levels, below)?;
                let metadata = fs::metadata(&path).ok()?;
                if !metadata.is_file() || metadata.len() > MAX_FILE {
                    return None;
                }
                let mut bytes = Vec::new();
                fs::File::open(path).ok()?.take(MAX_FILE).read_to_end(&mut bytes).ok()?;
                Some(bytes)
            }
            Self::Archive { files, .. } => files.get(&self.in_archive(levels, below)?).cloned(),
        }
    }

    /// Whether something lies there, a file or a directory.
    #[must_use]
    pub fn exists(&self, levels: usize, below: &str) -> bool {
        match self {
            Self::Unknown => false,
            Self::Directory(_) => self.on_disk(levels, below).is_some_and(|path| path.exists()),
            Self::Archive { files, .. } => self.in_archive(levels, below).is_some_and(|path| {
                files.keys().any(|file| *file == path || file.strip_prefix(&path).is_some_and(|r| r.starts_with('/')))
            }),
        }
    }

    fn on_disk(&self, levels: usize, below: &str) -> Option<PathBuf> {
        let Self::Directory(base) = self else { return None };
        if levels == 0 || levels > MAX_CLIMB || below.split('/').any(|part| part == "..") {
            return None;
        }
        let above = base.ancestors().nth(levels)?;
        Some(if below.is_empty() { above.to_owned() } else { above.join(below) })
    }

    fn in_archive(&self, levels: usize, below: &str) -> Option<String> {
        let Self::Archive { base, .. } = self else { return None };
        if levels == 0 || below.split('/').any(|part| part == "..") {
            return None;
        }
        let parts: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
        let above = parts.len().checked_sub(levels)?;
        let down = below.split('/').filter(|part| !part.is_empty());
        Some(parts[..above].iter().copied().chain(down).collect::<Vec<_>>().join("/"))
    }
}
