//! Putting a package on disk: aside first, then in one step where it belongs.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::manifest::{MANIFEST, Manifest};

/// Why a package could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// What is there is not ours.
    #[error("{}: is not a package that proofmark built: {reason}; choose another directory with --out", path.display())]
    Foreign {
        /// The directory.
        path: PathBuf,
        /// Why it is taken for someone else's.
        reason: &'static str,
    },
    /// The operating system refused.
    #[error("{}: cannot be written: {error}", path.display())]
    Io {
        /// The path.
        path: PathBuf,
        /// What it said.
        error: std::io::Error,
    },
}

fn io(path: &Path) -> impl Fn(std::io::Error) -> WriteError {
    let path = path.to_path_buf();
    move |error| WriteError::Io { path: path.clone(), error }
}

/// Writes the files below `directory`, replacing an earlier build and nothing else.
///
/// # Errors
/// Where the directory belongs to someone else or cannot be written; it is then as it was before.
pub fn write_directory(directory: &Path, files: &BTreeMap<String, Vec<u8>>) -> Result<(), WriteError> {
    ours(directory)?;
    let parent = match directory.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(parent).map_err(io(parent))?;
    let aside = tempfile::Builder::new().prefix(".proofmark-").tempdir_in(parent).map_err(io(parent))?;
    let fresh = aside.path().join("new");
    fs::create_dir(&fresh).map_err(io(&fresh))?;
    for (path, bytes) in files {
        let target = fresh.join(path);
        if let Some(above) = target.parent() {
            fs::create_dir_all(above).map_err(io(above))?;
        }
        fs::write(&target, bytes).map_err(io(&target))?;
    }
    let old = aside.path().join("old");
    let existed = directory.exists();
    if existed {
        fs::rename(directory, &old).map_err(io(directory))?;
    }
    fs::rename(&fresh, directory).map_err(|error| {
        if existed {
            // Put back what was there: a failed build changes nothing.
            let _ = fs::rename(&old, directory);
        }
        io(directory)(error)
    })
}

/// A directory may be replaced if it is absent, empty, or an earlier build.
fn ours(directory: &Path) -> Result<(), WriteError> {
    let foreign = |reason| Err(WriteError::Foreign { path: directory.to_path_buf(), reason });
    let Ok(metadata) = fs::symlink_metadata(directory) else { return Ok(()) };
    if metadata.file_type().is_symlink() {
        return foreign("it is a symbolic link");
    }
    if !metadata.is_dir() {
        return foreign("it is a file");
    }
    if fs::read_dir(directory).map_err(io(directory))?.next().is_none() {
        return Ok(());
    }
    let Ok(text) = fs::read(directory.join(MANIFEST)) else { return foreign("it has no manifest.json") };
    let built = serde_json::from_slice::<Manifest>(&text)
        .is_ok_and(|manifest| manifest.tools.iter().any(|tool| tool.name == env!("CARGO_PKG_NAME")));
    if built { Ok(()) } else { foreign("its manifest.json names another tool") }
}
