//! `OpenDocument` texts: conditions 82 to 87.

use crate::package::{OdtFault, odt_faults};

use super::submission::Submission;
use super::{Judge, Place};

/// Conditions 82 to 87, for every `OpenDocument` text of the package.
pub(super) fn odt(submission: &Submission<'_>, judge: &mut Judge) {
    let mut count = 0;
    for (path, bytes) in submission.files.with_ending("odt") {
        count += 1;
        for fault in odt_faults(bytes) {
            let ordinal = ordinal(&fault);
            judge.fail(ordinal, Place::File(path.to_owned()), format!("{path} {fault}"));
            judge.help(ordinal, help(&fault));
        }
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

fn ordinal(fault: &OdtFault) -> u8 {
    match fault {
        OdtFault::NoArchive => 82,
        OdtFault::NoType => 83,
        OdtFault::OtherType(_) => 84,
        OdtFault::NoContent => 85,
        OdtFault::Content(_) => 86,
        OdtFault::Programs(_) => 87,
    }
}

fn help(fault: &OdtFault) -> &'static str {
    match fault {
        OdtFault::Programs(_) => "delete the macros: nothing on the site runs programs",
        _ => "save the document again, as OpenDocument text",
    }
}
