//! The manifest for people: what was published, what the zip holds, and the digest of every file.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::package::archive::{Entry, entries};
use crate::source::sha256;

use super::Facts;

/// What follows the name of the document in the name of the file.
pub(super) const ENDING: &str = "-manifest.txt";

const INTRODUCTION: &str = "Work Product Manifest File

This file says what one release of a work product consists of: what it is and
where it is published, what its ZIP archive holds, and the SHA-256 digest of
each file, by which a copy can be compared with the one that was published.
";

/// The text of the manifest; `archive` is the zip of the `files`.
pub(super) fn listing(
    facts: &Facts<'_>,
    files: &BTreeMap<String, Vec<u8>>,
    name: &str,
    archive: &[u8],
) -> Result<String, String> {
    let mut text = INTRODUCTION.to_owned();
    heading("Essential bibliographic information", &mut text);
    let rights = format!("Copyright (c) OASIS Open {}", facts.year);
    for line in [&facts.title, &facts.stage, &facts.date, &format!("{}. All Rights Reserved.", rights.trim_end())] {
        if !line.is_empty() {
            text.push_str(line);
            text.push('\n');
        }
    }
    field("Produced by:  ", &facts.group, &mut text);
    field("              ", facts.group_page.as_deref().unwrap_or_default(), &mut text);
    field("Release URI:  ", &facts.place.address(".zip"), &mut text);
    field("Manifest URI: ", &facts.place.address(ENDING), &mut text);
    heading("ZIP archive contents", &mut text);
    table(name, &entries(archive)?, &mut text);
    heading("SHA-256 digests of the files in the release directory", &mut text);
    let mut digests: Vec<(&str, String)> =
        files.iter().map(|(path, bytes)| (path.as_str(), sha256(&[bytes]))).collect();
    digests.push((name, sha256(&[archive])));
    digests.sort();
    for (path, digest) in digests {
        let _ = writeln!(text, "{digest}  {path}");
    }
    Ok(text)
}

fn heading(title: &str, text: &mut String) {
    let line = "=".repeat(title.chars().count());
    let _ = write!(text, "\n{line}\n{title}\n{line}\n\n");
}

fn field(label: &str, value: &str, text: &mut String) {
    if !value.is_empty() {
        let _ = writeln!(text, "{label}{value}");
    }
}

fn table(name: &str, entries: &[Entry], text: &mut String) {
    let _ = writeln!(text, "Archive:  {name}");
    let _ = writeln!(text, "  Length       Size     Date    Time   CRC-32   Name");
    let _ = writeln!(text, "--------  --------  ---------- ----- --------  ----");
    for entry in entries {
        let Entry { size, packed, time, crc, path } = entry;
        let _ = writeln!(text, "{size:>8}  {packed:>8}  {time} {crc:08x}  {path}");
    }
    let (size, packed) = entries.iter().fold((0, 0), |(size, packed), e| (size + e.size, packed + e.packed));
    let files = if entries.len() == 1 { "1 file".to_owned() } else { format!("{} files", entries.len()) };
    let _ = writeln!(text, "--------  --------                            -------");
    let _ = writeln!(text, "{size:>8}  {packed:>8}                            {files}");
}
