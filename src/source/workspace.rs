//! Where files and today's date come from.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

use jiff::civil::Date;

/// Largest file read, in bytes. Far above any real work product, far below what exhausts memory.
const MAX_FILE: u64 = 256 * 1024 * 1024;

/// Why a file could not be read. The text is a whole sentence's predicate: `spec.md: does not exist`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Nothing is there.
    #[error("does not exist")]
    Missing,
    /// It is a directory, a device or a socket.
    #[error("is not a regular file")]
    NotAFile,
    /// The path, or a symbolic link on it, leaves the project.
    #[error("lies outside the project directory")]
    Outside,
    /// More than 256 MiB.
    #[error("is larger than 256 MiB")]
    TooLarge,
    /// It contains NUL bytes.
    #[error("is not text: it holds a NUL byte")]
    Binary {
        /// Line, from 1.
        line: u32,
        /// Column in characters, from 1.
        column: u32,
    },
    /// It is not UTF-8.
    #[error("is not valid UTF-8: the byte 0x{byte:02X} starts no character")]
    Encoding {
        /// The offending byte.
        byte: u8,
        /// Line, from 1.
        line: u32,
        /// Column in characters, from 1.
        column: u32,
    },
    /// Anything the operating system said.
    #[error("cannot be read: {0}")]
    Io(String),
}

impl ReadError {
    /// Line and column of the place that cannot be read, where there is one.
    #[must_use]
    pub fn position(&self) -> Option<(u32, u32)> {
        match *self {
            Self::Binary { line, column } | Self::Encoding { line, column, .. } => Some((line, column)),
            _ => None,
        }
    }

    /// The whole sentence: the path, the place in it, what is wrong.
    #[must_use]
    pub fn sentence(&self, path: &str) -> String {
        match self.position() {
            Some((line, column)) => format!("{path}:{line}:{column}: {self}"),
            None => format!("{path}: {self}"),
        }
    }
}

/// Files of one project and today's date. Paths are relative to the project root, with `/`.
pub trait Workspace: Sync {
    /// The bytes of a file.
    ///
    /// # Errors
    /// Whatever keeps the file from being read, or the path if it leaves the project.
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError>;

    /// Paths of all regular files below `directory` (`""` for the root), sorted.
    fn list(&self, directory: &str) -> Vec<String>;

    /// Paths of the regular files in `directory` itself (`""` for the root), sorted.
    fn files_in(&self, directory: &str) -> Vec<String>;

    /// Today, if anyone may know: rules that need it are silent without.
    fn today(&self) -> Option<Date>;

    /// Whether `path` names a regular file inside the project, spelled exactly so.
    fn exists(&self, path: &str) -> bool;

    /// The text of a file.
    ///
    /// # Errors
    /// As [`Workspace::read`], and where the bytes are not UTF-8 text.
    fn read_text(&self, path: &str) -> Result<String, ReadError> {
        decode(self.read(path)?)
    }
}

/// UTF-8 text of `bytes`, or where it stops being text.
///
/// # Errors
/// [`ReadError::Encoding`] or [`ReadError::Binary`] with the first offending position.
pub fn decode(bytes: Vec<u8>) -> Result<String, ReadError> {
    if let Some(at) = bytes.iter().position(|&b| b == 0) {
        let (line, column) = byte_position(&bytes, at);
        return Err(ReadError::Binary { line, column });
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let (line, column) = byte_position(bytes, at);
        ReadError::Encoding { byte: bytes[at], line, column }
    })
}

fn byte_position(bytes: &[u8], at: usize) -> (u32, u32) {
    let before = &bytes[..at];
    let line = before.split(|&b| b == b'\n').count();
    let start = before.iter().rposition(|&b| b == b'\n').map_or(0, |i| i + 1);
    let column = String::from_utf8_lossy(&before[start..]).chars().count() + 1;
    (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
}

/// Resolves `.` and `..` in a relative path with `/`; `None` if it is absolute or leaves the root.
#[must_use]
pub fn normalize(path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    if path.starts_with('/') || path.contains('\\') || path.contains('\0') {
        return None;
    }
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            // A drive letter or an NTFS stream would leave the root on Windows.
            _ if part.contains(':') => return None,
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// A directory on disk.
#[derive(Debug, Clone)]
pub struct DiskWorkspace {
    root: PathBuf,
    today: Option<Date>,
}

impl DiskWorkspace {
    /// The project at `root`.
    ///
    /// # Errors
    /// If `root` is not a directory that can be entered.
    pub fn new(root: &Path, today: Option<Date>) -> Result<Self, ReadError> {
        let root = fs::canonicalize(root).map_err(|error| io_error(&error))?;
        if !root.is_dir() {
            return Err(ReadError::NotAFile);
        }
        Ok(Self { root, today })
    }

    /// The project root, absolute.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The absolute path of a file inside the project, symbolic links resolved.
    ///
    /// # Errors
    /// [`ReadError::Outside`] if the path or a link on it leaves the project.
    pub fn resolve(&self, path: &str) -> Result<PathBuf, ReadError> {
        let relative = normalize(path).ok_or(ReadError::Outside)?;
        let full = fs::canonicalize(self.root.join(relative)).map_err(|error| io_error(&error))?;
        if full.starts_with(&self.root) { Ok(full) } else { Err(ReadError::Outside) }
    }
}

impl Workspace for DiskWorkspace {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        let full = self.resolve(path)?;
        let metadata = fs::metadata(&full).map_err(|error| io_error(&error))?;
        if !metadata.is_file() {
            return Err(ReadError::NotAFile);
        }
        if metadata.len() > MAX_FILE {
            return Err(ReadError::TooLarge);
        }
        let mut bytes = Vec::new();
        let file = fs::File::open(&full).map_err(|error| io_error(&error))?;
        // The file may grow while it is read.
        file.take(MAX_FILE).read_to_end(&mut bytes).map_err(|error| io_error(&error))?;
        Ok(bytes)
    }

    fn list(&self, directory: &str) -> Vec<String> {
        let Some(relative) = normalize(directory) else {
            return Vec::new();
        };
        let walk =
            ignore::WalkBuilder::new(self.root.join(relative)).standard_filters(false).follow_links(false).build();
        let mut paths: Vec<String> = walk
            .filter_map(Result::ok)
            .filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()))
            .filter_map(|entry| slashed(entry.path().strip_prefix(&self.root).ok()?))
            .collect();
        paths.sort();
        paths
    }

    fn files_in(&self, directory: &str) -> Vec<String> {
        let directory = self.resolve(if directory.is_empty() { "." } else { directory });
        let entries = directory.ok().and_then(|directory| fs::read_dir(directory).ok());
        let mut paths: Vec<String> = entries
            .into_iter()
            .flatten()
            .filter_map(Result::ok)
            .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
            .filter_map(|entry| slashed(entry.path().strip_prefix(&self.root).ok()?))
            .collect();
        paths.sort();
        paths
    }

    fn today(&self) -> Option<Date> {
        self.today
    }

    fn exists(&self, path: &str) -> bool {
        // The published host is case-sensitive even where this file system is not.
        let Some(relative) = normalize(path) else {
            return false;
        };
        self.resolve(path)
            .is_ok_and(|full| full.is_file() && (full.ends_with(&relative) || full != self.root.join(&relative)))
    }
}

fn slashed(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path
        .components()
        .map(|part| match part {
            Component::Normal(name) => name.to_str(),
            _ => None,
        })
        .collect();
    Some(parts?.join("/"))
}

fn io_error(error: &std::io::Error) -> ReadError {
    match error.kind() {
        std::io::ErrorKind::NotFound => ReadError::Missing,
        _ => ReadError::Io(error.to_string()),
    }
}

/// Files in memory, for tests, examples and sandboxes.
#[derive(Debug, Clone, Default)]
pub struct MemoryWorkspace {
    /// The files by path.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The date to go by.
    pub today: Option<Date>,
}

impl Workspace for MemoryWorkspace {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        let path = normalize(path).ok_or(ReadError::Outside)?;
        self.files.get(&path).cloned().ok_or(ReadError::Missing)
    }

    fn list(&self, directory: &str) -> Vec<String> {
        let prefix = if directory.is_empty() { String::new() } else { format!("{directory}/") };
        self.files.keys().filter(|path| path.starts_with(&prefix)).cloned().collect()
    }

    fn files_in(&self, directory: &str) -> Vec<String> {
        let folder = |path: &str| path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
        self.files.keys().filter(|path| folder(path) == directory).cloned().collect()
    }

    fn today(&self) -> Option<Date> {
        self.today
    }

    fn exists(&self, path: &str) -> bool {
        normalize(path).is_some_and(|path| self.files.contains_key(&path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside() {
        assert_eq!(normalize("a/./b/../c").as_deref(), Some("a/c"));
        for bad in ["../a", "a/../../b", "/etc/passwd", "C:/x", "a\\..\\b"] {
            assert_eq!(normalize(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_files_in_a_directory_are_not_those_below_it() {
        let project = tempfile::tempdir().unwrap();
        fs::create_dir_all(project.path().join("a/b")).unwrap();
        for path in ["top.md", "a/x.md", "a/b/y.md"] {
            fs::write(project.path().join(path), "x").unwrap();
        }
        let disk = DiskWorkspace::new(project.path(), None).unwrap();
        let files = ["top.md", "a/x.md", "a/b/y.md"].map(|path| (path.to_owned(), Vec::new()));
        let memory = MemoryWorkspace { files: files.into_iter().collect(), today: None };
        for workspace in [&disk as &dyn Workspace, &memory] {
            assert_eq!(workspace.files_in("a"), ["a/x.md"]);
            assert_eq!(workspace.files_in(""), ["top.md"]);
            assert!(workspace.files_in("none").is_empty());
        }
    }

    #[test]
    fn a_link_out_of_the_project_is_refused() {
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("secret"), "s").unwrap();
        let inside = tempfile::tempdir().unwrap();
        let workspace = DiskWorkspace::new(inside.path(), None).unwrap();
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(outside.path().join("secret"), inside.path().join("link")).unwrap();
            assert_eq!(workspace.read("link"), Err(ReadError::Outside));
        }
        assert_eq!(workspace.read("none"), Err(ReadError::Missing));
    }

    #[test]
    fn the_first_bad_byte_is_named() {
        let error = decode(b"ok\n\xC3\xA9b\xFFd".to_vec()).unwrap_err();
        assert_eq!(error, ReadError::Encoding { byte: 0xFF, line: 2, column: 3 });
        assert_eq!(error.sentence("a.md"), "a.md:2:3: is not valid UTF-8: the byte 0xFF starts no character");
        assert_eq!(decode(b"a\0".to_vec()), Err(ReadError::Binary { line: 1, column: 2 }));
    }
}
