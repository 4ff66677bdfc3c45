//! Where commands write: standard output, or a file that appears whole or not at all.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Trouble;

/// Writes `bytes` to `path`, or to standard output, styles stripped where they are not wanted.
pub(super) fn emit(path: Option<&Path>, bytes: &[u8], styled: bool) -> Result<(), Trouble> {
    let Some(path) = path else {
        return to_stdout(bytes, styled);
    };
    let plain = if styled { anstream::adapter::strip_bytes(bytes).into_vec() } else { bytes.to_vec() };
    write_file(path, &plain)
}

fn to_stdout(bytes: &[u8], styled: bool) -> Result<(), Trouble> {
    let stdout = io::stdout();
    let written = if styled {
        let mut out = anstream::AutoStream::auto(stdout).lock();
        out.write_all(bytes).and_then(|()| out.flush())
    } else {
        let mut out = stdout.lock();
        out.write_all(bytes).and_then(|()| out.flush())
    };
    read_enough(written).map_err(|error| Trouble::Write { path: "standard output".to_owned(), error })
}

/// Whoever closed the pipe has read enough, as in `proofmark rules | head`: the work itself goes on.
pub(super) fn read_enough(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Writes a file whole or not at all. An existing file keeps its permissions; a link is followed.
pub(super) fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    replace(path, bytes).map_err(|error| {
        // The name of the file aside, which the message would give, means nothing to the user.
        let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let error = match directory {
            Some(directory) if !directory.exists() => {
                io::Error::new(error.kind(), format!("the directory {} does not exist", directory.display()))
            }
            _ => error,
        };
        Trouble::Write { path: path.display().to_string(), error }
    })
}

fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let old = fs::metadata(path).ok();
    if old.as_ref().is_some_and(|old| !old.is_file() && !old.is_dir()) {
        return fs::write(path, bytes);
    }
    // Whoever may write the directory could replace the file, but it was protected for a reason.
    if old.as_ref().is_some_and(|old| old.is_file() && old.permissions().readonly()) {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only"));
    }
    let target = if old.is_some() { fs::canonicalize(path)? } else { path.to_path_buf() };
    let directory = match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".proofmark-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(directory)?;
    file.write_all(bytes)?;
    if let Some(old) = old {
        file.as_file().set_permissions(old.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(&target).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn a_file_keeps_its_permissions_and_a_link_its_target() {
        use std::os::unix::fs::PermissionsExt as _;
        let directory = tempfile::tempdir().unwrap();
        let (file, link) = (directory.path().join("a.md"), directory.path().join("link.md"));
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        replace(&link, b"new").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"new");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 2);
    }
}
