//! The zip: sorted entries, fixed times and permissions, so that the same files give the same bytes.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};

use jiff::civil::{self, Date};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::read::{Limits, Link, PackageError};

/// The time every entry of a zip carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArchiveTime(DateTime);

impl ArchiveTime {
    /// Midnight of a day; without one, the first that a zip can hold.
    #[must_use]
    pub fn midnight(date: Option<Date>) -> Self {
        Self::at(date.unwrap_or(jiff::civil::date(1980, 1, 1)).at(0, 0, 0, 0))
    }

    /// A time, moved into the range a zip can hold (1980 to 2107).
    #[must_use]
    pub fn at(time: civil::DateTime) -> Self {
        let small = |value: i8| u8::try_from(value).unwrap_or_default();
        let year = u16::try_from(time.year()).unwrap_or_default();
        let (month, day) = (small(time.month()), small(time.day()));
        let (hour, minute, second) = (small(time.hour()), small(time.minute()), small(time.second()));
        let time = match year {
            ..1980 => DateTime::from_date_and_time(1980, 1, 1, 0, 0, 0),
            year => DateTime::from_date_and_time(year.min(2107), month, day, hour, minute, second),
        };
        Self(time.unwrap_or(DateTime::DEFAULT))
    }
}

/// The files as a zip.
///
/// # Errors
/// Where an entry cannot be written, because of its name or size.
pub fn zip(files: &BTreeMap<String, Vec<u8>>, time: ArchiveTime) -> Result<Vec<u8>, String> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(time.0)
        .unix_permissions(0o644);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        writer.start_file(path.as_str(), options).map_err(|error| format!("{path}: {error}"))?;
        writer.write_all(bytes).map_err(|error| format!("{path}: {error}"))?;
    }
    Ok(writer.finish().map_err(|error| error.to_string())?.into_inner())
}

/// What a zip says of one of its files.
pub(super) struct Entry {
    pub path: String,
    pub size: u64,
    pub packed: u64,
    pub crc: u32,
    /// `2026-03-05 00:00`.
    pub time: String,
}

/// The files of a zip that was made here, in its order.
pub(super) fn entries(bytes: &[u8]) -> Result<Vec<Entry>, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let count = archive.len();
    let entry = |index| {
        let file = archive.by_index(index).map_err(|error| error.to_string())?;
        let time = file.last_modified().unwrap_or(DateTime::DEFAULT);
        let day = format!("{:04}-{:02}-{:02}", time.year(), time.month(), time.day());
        let path = file.name().map_err(|error| error.to_string())?.into_owned();
        Ok(Entry {
            path,
            size: file.size(),
            packed: file.compressed_size(),
            crc: file.crc32(),
            time: format!("{day} {:02}:{:02}", time.hour(), time.minute()),
        })
    };
    (0..count).map(entry).collect()
}

/// Most bytes of a link that are read.
const MAX_TARGET: u64 = 4096;

/// Files by path, and the symbolic links.
type Contents = (BTreeMap<String, Vec<u8>>, Vec<Link>);

/// The files of a zip, and its symbolic links; nothing hostile gets through.
pub(super) fn unzip(bytes: &[u8], limits: &Limits) -> Result<Contents, PackageError> {
    let wrong = |said: String| PackageError::Archive(said);
    if !bytes.starts_with(b"PK") {
        return Err(wrong("is neither a directory nor a zip".to_owned()));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| match error {
        ZipError::InvalidArchive(_) => {
            wrong("is a damaged zip: its end, which lists the files, is missing or broken".to_owned())
        }
        error => wrong(format!("is a damaged zip: {error}")),
    })?;
    if archive.len() > limits.entries {
        return Err(wrong(format!("holds more than {} entries", limits.entries)));
    }
    // The reader keeps one entry per name; the central directory counts them all.
    if archive.has_duplicate_names() {
        return Err(wrong("names an entry twice".to_owned()));
    }
    let (mut files, mut links) = (BTreeMap::new(), Vec::new());
    let mut total = 0u64;
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(|error| wrong(said(&error)))?;
        let name = std::str::from_utf8(entry.name_raw()).map(str::to_owned);
        let name = name.map_err(|_| wrong("holds an entry whose name is not UTF-8".to_owned()))?;
        super::read::check_name(&name)?;
        if entry.encrypted() {
            return Err(wrong(format!("encrypts {name}")));
        }
        if entry.is_dir() {
            continue;
        }
        if entry.is_symlink() {
            let mut target = String::new();
            // A target that is no text leads nowhere.
            let _ = (&mut entry).take(MAX_TARGET).read_to_string(&mut target);
            links.push(Link { path: name, target });
            continue;
        }
        let mut content = Vec::new();
        // The header may lie about the size: what counts is what comes out.
        let read = (&mut entry).take(limits.file + 1).read_to_end(&mut content);
        read.map_err(|error| wrong(format!("cannot be read at {name}: {error}")))?;
        let size = content.len() as u64;
        total += size;
        if size > limits.file {
            return Err(wrong(format!("unpacks {name} to more than {} MiB", limits.file >> 20)));
        }
        if total > limits.total {
            return Err(wrong(format!("unpacks to more than {} MiB", limits.total >> 20)));
        }
        let packed = entry.compressed_size().max(1);
        if size > limits.ratio_from && size / packed > limits.ratio {
            return Err(wrong(format!("packs {name} more than {} times, as archives made to harm do", limits.ratio)));
        }
        if files.insert(name.clone(), content).is_some() {
            return Err(wrong(format!("holds {name} twice")));
        }
    }
    Ok((files, links))
}

fn said(error: &ZipError) -> String {
    let said = error.to_string();
    if said.to_lowercase().contains("password") { "is encrypted".to_owned() } else { format!("is damaged: {said}") }
}
