//! What an `OpenDocument` text says of itself.

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};

use roxmltree::{Document, ParsingOptions};
use zip::ZipArchive;

/// How the media type of every `OpenDocument` file begins.
const MEDIA_TYPE: &str = "application/vnd.oasis.opendocument";

/// Most bytes an entry is unpacked to.
const MAX_ENTRY: u64 = 64 << 20;

/// Most elements of a text.
const MAX_NODES: u32 = 10_000_000;

/// Directories that hold programs.
const PROGRAMS: [&str; 2] = ["Basic/", "Scripts/"];

/// What is wrong with an `OpenDocument` text. The text of each is a predicate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OdtFault {
    /// It cannot be opened.
    #[error("is no zip, and so no OpenDocument text")]
    NoArchive,
    /// It does not say what it is.
    #[error("does not say what it is: it has no entry mimetype")]
    NoType,
    /// It says it is something else.
    #[error("says it is `{0}`, which is no type of OpenDocument")]
    OtherType(String),
    /// It has no text.
    #[error("has no text: it has no entry content.xml")]
    NoContent,
    /// Its text cannot be read.
    #[error("has a content.xml that {0}")]
    Content(String),
    /// It holds programs, in these directories.
    #[error("holds programs, in {0}")]
    Programs(String),
}

/// Everything that is wrong with an `OpenDocument` text.
#[must_use]
pub fn odt_faults(bytes: &[u8]) -> Vec<OdtFault> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return vec![OdtFault::NoArchive] };
    let names: BTreeSet<String> = archive.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect();
    let mut faults = Vec::new();
    if names.contains("mimetype") {
        let declared = text(&mut archive, "mimetype").unwrap_or_default();
        if !declared.trim().starts_with(MEDIA_TYPE) {
            faults.push(OdtFault::OtherType(declared.trim().chars().take(80).collect()));
        }
    } else {
        faults.push(OdtFault::NoType);
    }
    if names.contains("content.xml") {
        faults.extend(content(&mut archive).err().map(OdtFault::Content));
    } else {
        faults.push(OdtFault::NoContent);
    }
    let holds = |directory: &&str| names.iter().any(|name| name.starts_with(directory));
    let programs: Vec<&str> = PROGRAMS.into_iter().filter(holds).collect();
    if !programs.is_empty() {
        faults.push(OdtFault::Programs(programs.join(" and ")));
    }
    faults
}

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

fn content(archive: &mut Archive<'_>) -> Result<(), String> {
    let text = text(archive, "content.xml")?;
    let options = ParsingOptions { allow_dtd: true, nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    match Document::parse_with_options(text.trim_start_matches('\u{feff}'), options) {
        Ok(_) => Ok(()),
        Err(error) => Err(format!("is not well-formed: {error}")),
    }
}

fn text(archive: &mut Archive<'_>, name: &str) -> Result<String, String> {
    let damaged = || "is damaged".to_owned();
    let entry = archive.by_name(name).map_err(|_| damaged())?;
    let mut bytes = Vec::new();
    entry.take(MAX_ENTRY + 1).read_to_end(&mut bytes).map_err(|_| damaged())?;
    if bytes.len() as u64 > MAX_ENTRY {
        return Err("is too large to be read".to_owned());
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::{ArchiveTime, zip};

    fn faults(entries: &[(&str, &str)]) -> Vec<OdtFault> {
        let files = entries.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
        odt_faults(&zip(&files, ArchiveTime::midnight(None)).unwrap())
    }

    #[test]
    fn every_fault_is_named() {
        let sound = [("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "<a/>")];
        assert_eq!(faults(&sound), []);
        assert_eq!(odt_faults(b"no zip"), [OdtFault::NoArchive]);
        let empty = faults(&[("mimetype", "text/plain"), ("content.xml", "<a>"), ("Basic/x", "")]);
        assert!(matches!(&empty[..], [OdtFault::OtherType(_), OdtFault::Content(_), OdtFault::Programs(_)]));
        assert_eq!(faults(&[("x", "")]), [OdtFault::NoType, OdtFault::NoContent]);
    }
}
