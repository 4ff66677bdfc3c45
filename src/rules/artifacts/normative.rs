//! Computer language definitions that conformance depends on.

use std::path::Path;

use crate::markdown::NodeKind;
use crate::rules::cover::cover_place;
use crate::source::TextRange;
use crate::work_product::LabelKind;
use crate::work_product::config::ArtifactRole;

use super::declared::{Declared, declared, of_json, of_xml};
use super::shipped::{Fault, File, Judged, Shipped, without_scheme};

/// `normative-files-separate`: a schema that the prose shows under an id of this work product is a file too.
pub(in crate::rules) fn separate(shipped: &Shipped<'_>) -> Judged {
    let (work, published) = (shipped.work()?, shipped.published_at()?);
    let declare =
        |(path, file): (&String, &File<'_>)| Some(declared(path, file.text)?.value.trim_end_matches('#').to_owned());
    let files: Vec<String> = shipped.files.iter().filter_map(declare).collect();
    let mut faults = Vec::new();
    for node in work.document.descendants(work.document.root()) {
        let NodeKind::CodeBlock { literal, .. } = work.document.kind(node) else { continue };
        let Some(shown) = schema(literal) else { continue };
        let id = shown.value.trim_end_matches('#');
        let own = without_scheme(id).starts_with(&published.root);
        if !own || files.iter().any(|file| file == id) {
            continue;
        }
        let block = work.document.range(node);
        let at = work.slice(block).find(&shown.value);
        let range = at.map_or(block, |at| block.inside(at..at + shown.value.len()));
        let message = format!("the schema `{}` stands in the prose alone", shown.value);
        faults.push(Fault::prose(range, message).help("ship it as a file of its own, and name it under `artifacts`"));
    }
    Ok(faults)
}

fn schema(code: &str) -> Option<Declared> {
    let code = code.trim_start();
    if code.starts_with('{') && code.contains("$id") {
        of_json(code)
    } else if code.starts_with('<') && code.contains("targetNamespace") {
        of_xml(code)
    } else {
        None
    }
}

/// `discrepancy-sentence`.
pub(in crate::rules) fn discrepancy(shipped: &Shipped<'_>) -> Judged {
    let normative = shipped.files.iter().find(|(path, file)| match file.role {
        Some(role) => role == ArtifactRole::Normative,
        None => {
            declared(path, file.text).is_some() || Path::new(path).extension().is_some_and(|ending| ending == "abnf")
        }
    });
    let Some((path, _)) = normative else {
        return Err("no normative file travels with the prose".to_owned());
    };
    let work = shipped.work()?;
    let text = work.passages.text().to_lowercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    let said = |phrase: &str| {
        let phrase: Vec<&str> = phrase.split(' ').collect();
        words.windows(phrase.len()).any(|window| window.iter().zip(&phrase).all(|(word, wanted)| word.contains(wanted)))
    };
    // Both wordings of the templates, `plain text file` and `plain text files`, with or without a hyphen.
    let separate = said("separate plain text file") || said("separate plain-text file");
    if separate && text.contains("prevail") {
        return Ok(Vec::new());
    }
    let status = work.labelled(LabelKind::Status).next();
    let place: TextRange = status.map_or_else(|| cover_place(work), |section| section.text_range);
    let message = format!("nothing says which prevails where the prose and {path} differ");
    let help = "add the sentence of the template: `In the event of a discrepancy between any such plain text file and \
                display content in the Work Product's prose narrative document(s), the content in the separate plain \
                text file prevails.`";
    Ok(vec![Fault::prose(place, message).help(help)])
}
