//! `OpenDocument` texts: conditions 82 to 87.

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};

use roxmltree::{Document, ParsingOptions};
use zip::ZipArchive;

use super::submission::Submission;
use super::{Judge, Place};

/// How the media type of every `OpenDocument` file begins.
const MEDIA_TYPE: &str = "application/vnd.oasis.opendocument";

/// Most bytes an entry is unpacked to.
const MAX_ENTRY: u64 = 64 << 20;

/// Directories that hold programs.
const PROGRAMS: [&str; 2] = ["Basic/", "Scripts/"];

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Conditions 82 to 87, for every `OpenDocument` text of the package.
pub(super) fn odt(submission: &Submission<'_>, judge: &mut Judge) {
    let mut count = 0;
    for (path, bytes) in submission.files.with_ending("odt") {
        count += 1;
        one(path, bytes, judge);
    }
    if count == 0 {
        judge.not_applicable(82..=87, "the package holds no OpenDocument text");
        return;
    }
    for (ordinal, expected) in [
        (82, "each a zip"),
        (83, "each with an entry mimetype"),
        (84, "each of a type of OpenDocument"),
        (85, "each with a content.xml"),
        (86, "each content.xml well-formed"),
        (87, "none with programs"),
    ] {
        judge.compared(ordinal, format!("{count} OpenDocument texts"), expected);
    }
}

fn one(path: &str, bytes: &[u8], judge: &mut Judge) {
    let place = || Place::File(path.to_owned());
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        judge.fail(82, place(), format!("{path} is no zip, and so no OpenDocument text"));
        judge.help(82, "save the document again");
        return;
    };
    let names: BTreeSet<String> = archive.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect();
    if names.contains("mimetype") {
        let declared = text(&mut archive, "mimetype").unwrap_or_default();
        if !declared.trim().starts_with(MEDIA_TYPE) {
            let declared: String = declared.trim().chars().take(80).collect();
            judge.fail(84, place(), format!("{path} says it is `{declared}`, no type of OpenDocument"));
            judge.help(84, "save the document as OpenDocument text");
        }
    } else {
        judge.fail(83, place(), format!("{path} does not say what it is: it has no entry mimetype"));
        judge.help(83, "save the document as OpenDocument text");
    }
    if names.contains("content.xml") {
        if let Err(error) = content(&mut archive) {
            judge.fail(86, place(), format!("content.xml in {path} {error}"));
            judge.help(86, "save the document again");
        }
    } else {
        judge.fail(85, place(), format!("{path} has no text: no entry content.xml"));
        judge.help(85, "save the document again");
    }
    let programs: BTreeSet<&str> =
        PROGRAMS.into_iter().filter(|directory| names.iter().any(|name| name.starts_with(directory))).collect();
    if !programs.is_empty() {
        let list = programs.into_iter().collect::<Vec<_>>().join(" and ");
        judge.fail(87, place(), format!("{path} holds programs, in {list}"));
        judge.help(87, "delete the macros: nothing on the site runs programs");
    }
}

fn content(archive: &mut Archive<'_>) -> Result<(), String> {
    let text = text(archive, "content.xml")?;
    let options = ParsingOptions { allow_dtd: true, nodes_limit: 10_000_000, ..ParsingOptions::default() };
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
