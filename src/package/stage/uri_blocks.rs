//! The blocks of addresses on the cover, written for publication. Templates keep them in a comment until then.

use std::collections::BTreeMap;

use crate::source::{Edit, TextRange};
use crate::work_product::{Generation, LabelKind, Role, Section, StageBlock, WorkProduct};

use super::{StageError, StagePlace};

const ORDER: [LabelKind; 3] = [LabelKind::ThisStage, LabelKind::PreviousStage, LabelKind::LatestStage];

/// The edits that give the cover its blocks; none where they are there. `endings` are the formats, the first of
/// which is authoritative.
///
/// # Errors
/// Where nothing says which stage came before, or the cover has no labels to stand beside.
pub fn uri_blocks(work: &WorkProduct, place: &StagePlace, endings: &[&str]) -> Result<Vec<Edit>, StageError> {
    let cover = Cover { work, place, endings };
    let (mut edits, mut missing) = (Vec::new(), Vec::new());
    for label in ORDER {
        let Some(block) = cover.shown(label) else {
            missing.push(label);
            continue;
        };
        let finished = !block.unfinished && !block.uris.is_empty();
        let says_so = label == LabelKind::PreviousStage && block.words.is_some();
        if !finished && !says_so {
            let body = cover.body(label)?;
            edits.push(match &block.words {
                Some(words) => Edit::replace(words.range, body),
                None => Edit::replace(block.body, format!("\n\n{body}\n\n")),
            });
        }
    }
    cover.add(&missing, &mut edits)?;
    if work.text().contains("\r\n") {
        for edit in &mut edits {
            edit.text = edit.text.replace('\n', "\r\n");
        }
    }
    edits.sort();
    Ok(edits)
}

struct Cover<'a> {
    work: &'a WorkProduct,
    place: &'a StagePlace,
    endings: &'a [&'a str],
}

impl<'a> Cover<'a> {
    fn shown(&self, label: LabelKind) -> Option<&'a StageBlock> {
        self.work.stage_blocks.iter().find(|block| block.label == label && !block.commented)
    }

    fn commented(&self, label: LabelKind) -> Option<&'a StageBlock> {
        self.work.stage_blocks.iter().find(|block| block.label == label && block.commented)
    }

    /// Writes the blocks that are not shown: in place of the comment that keeps them, else where they belong.
    fn add(&self, missing: &[LabelKind], edits: &mut Vec<Edit>) -> Result<(), StageError> {
        if missing.is_empty() {
            return Ok(());
        }
        let kept = |range: TextRange| {
            missing.iter().filter_map(|label| self.commented(*label)).any(|block| range.contains(block.name.range))
        };
        let mut comments = self.work.document.comments.iter().map(|comment| comment.range).filter(|range| kept(*range));
        if let Some(first) = comments.next() {
            let sections = missing.iter().map(|label| self.section(*label)).collect::<Result<Vec<_>, _>>()?;
            edits.push(Edit::replace(first, sections.join("\n\n")));
            edits.extend(comments.map(Edit::delete));
            return Ok(());
        }
        let mut places: BTreeMap<u32, String> = BTreeMap::new();
        for label in missing {
            let text = places.entry(self.place_of(*label)?).or_default();
            text.push_str(&self.section(*label)?);
            text.push_str("\n\n");
        }
        edits.extend(places.into_iter().map(|(at, text)| Edit::replace(TextRange::empty(at as usize), text)));
        Ok(())
    }

    /// Before the block that follows, else behind the one before, else before the first label.
    fn place_of(&self, label: LabelKind) -> Result<u32, StageError> {
        let at = ORDER.iter().position(|other| *other == label).unwrap_or_default();
        let (before, after) = ORDER.split_at(at);
        let heading = |block: &StageBlock| {
            let section = self.work.outline.sections.iter().find(|section| section.text_range == block.name.range);
            section.map(|section| section.range.start)
        };
        let following = after.iter().filter_map(|label| self.shown(*label)).find_map(heading);
        let preceding = || before.iter().rev().find_map(|label| Some(self.shown(*label)?.body.end));
        let first = || self.labels().next().map(|section| section.range.start);
        following.or_else(preceding).or_else(first).ok_or(StageError::NoLabels)
    }

    fn labels(&self) -> impl Iterator<Item = &'a Section> {
        self.work.outline.sections.iter().filter(|section| section.role == Role::Cover && section.label.is_some())
    }

    /// Heading and body, in the manner of the other labels.
    fn section(&self, label: LabelKind) -> Result<String, StageError> {
        let model = self.labels().next().ok_or(StageError::NoLabels)?;
        let hashes = "#".repeat(usize::from(model.level.max(1)));
        let colon = if self.work.slice(model.text_range).trim_end().ends_with(':') { ":" } else { "" };
        let which = match label {
            LabelKind::PreviousStage => "Previous",
            LabelKind::LatestStage => "Latest",
            _ => "This",
        };
        let family = match self.work.generation {
            Generation::G1 => "version",
            Generation::G3 => "Version",
            _ => "stage",
        };
        Ok(format!("{hashes} {which} {family}{colon}\n\n{}", self.body(label)?))
    }

    fn body(&self, label: LabelKind) -> Result<String, StageError> {
        let kept = self.commented(label).filter(|block| !block.unfinished);
        if let Some(block) = kept.filter(|block| !block.uris.is_empty()) {
            let address = |uri: &crate::work_product::BlockUri| {
                let mark = if uri.authoritative.is_some() { " (Authoritative)" } else { "" };
                format!("{}{mark}", uri.uri.url)
            };
            return Ok(block.uris.iter().map(address).collect::<Vec<_>>().join(" \\\n"));
        }
        if label == LabelKind::PreviousStage {
            return self.previous(kept);
        }
        let address = |(index, ending): (usize, &&str)| {
            let mark = if index == 0 { " (Authoritative)" } else { "" };
            let rest = format!(".{ending}");
            let url = if label == LabelKind::ThisStage { self.place.address(&rest) } else { self.place.latest(&rest) };
            format!("{url}{mark}")
        };
        Ok(self.endings.iter().enumerate().map(address).collect::<Vec<_>>().join(" \\\n"))
    }

    /// What the document says, else nothing for the first stage of all.
    fn previous(&self, kept: Option<&StageBlock>) -> Result<String, StageError> {
        if let Some(words) = kept.and_then(|block| block.words.as_ref()) {
            return Ok(words.text.clone());
        }
        let stage = &self.place.stage;
        let first = stage.revision == "01" && matches!(stage.name.as_str(), "wd" | "csd" | "cnd" | "psd" | "pnd");
        if first { Ok("N/A".to_owned()) } else { Err(StageError::NoPrevious(stage.written())) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::apply;
    use crate::work_product::{StageToken, from_text};

    const PLACE: &str = "docs.oasis-open.org/air/kites/v1.2";

    fn written(cover: &str, stage: &str) -> Result<String, StageError> {
        let text = format!(
            "# Kites Version 1.2\n\n## Committee Specification Draft 01\n\n{cover}\n# 1 Introduction\n\nText.\n"
        );
        let work = from_text("kites.md", text.clone(), None).expect("a document");
        let stage = StageToken::parse(stage).expect("a stage");
        let place = StagePlace {
            version: "v1.2".to_owned(),
            directory: format!("air/kites/v1.2/{}", stage.written()),
            stem: format!("kites-v1.2-{}", stage.written()),
            stage,
        };
        let edits = uri_blocks(&work, &place, &["md", "html", "pdf"])?;
        let changed = apply(&text, &edits).expect("edits that do not overlap");
        let end = changed.find("\n# 1 Introduction").expect("the body");
        Ok(changed[changed.find("Draft 01\n\n").expect("the stage") + 10..end].to_owned())
    }

    fn blocks() -> String {
        format!(
            "#### This stage:\n\nhttps://{PLACE}/csd01/kites-v1.2-csd01.md (Authoritative) \\\n\
             https://{PLACE}/csd01/kites-v1.2-csd01.html \\\nhttps://{PLACE}/csd01/kites-v1.2-csd01.pdf\n\n\
             #### Previous stage:\n\nN/A\n\n\
             #### Latest stage:\n\nhttps://{PLACE}/kites-v1.2.md (Authoritative) \\\n\
             https://{PLACE}/kites-v1.2.html \\\nhttps://{PLACE}/kites-v1.2.pdf\n"
        )
    }

    const CHAIR: &str = "\n#### Chair:\n\nAda Example\n";

    #[test]
    fn blocks_that_are_there_stay_as_they_are() {
        let cover = format!("{}{CHAIR}", blocks());
        assert_eq!(written(&cover, "csd01").expect("edits"), cover);
    }

    #[test]
    fn a_comment_gives_up_what_it_kept() {
        let cover = format!("<!-- URI list start\n\n{}\nURI list end -->\n{CHAIR}", blocks());
        assert_eq!(written(&cover, "csd01").expect("edits"), format!("{}{CHAIR}", blocks()));
    }

    #[test]
    fn missing_blocks_stand_before_the_first_label() {
        assert_eq!(written(&CHAIR[1..], "csd01").expect("edits"), format!("{}{CHAIR}", blocks()));
        let crlf = written(&CHAIR[1..].replace('\n', "\r\n"), "csd01").expect("edits");
        assert!(crlf.contains("csd01.md (Authoritative) \\\r\nhttps://"), "{crlf:?}");
    }

    #[test]
    fn what_the_author_left_open_is_filled_in() {
        let open = "#### This stage:\n\nsee the repository\n\n#### Previous stage:\n\nN/A\n\n#### Latest stage:\n\n\
                    https://docs.oasis-open.org/air/kites/v%version%/kites.md\n";
        assert_eq!(written(&format!("{open}{CHAIR}"), "csd01").expect("edits"), format!("{}{CHAIR}", blocks()));
    }

    #[test]
    fn one_missing_block_stands_where_it_belongs() {
        let whole = blocks();
        let (first, rest) = whole.split_once("#### Previous stage:\n\nN/A\n\n").expect("the block");
        let cover = format!("{first}{rest}{CHAIR}");
        assert_eq!(written(&cover, "csd01").expect("edits"), format!("{whole}{CHAIR}"));
        let (first, _) = whole.split_once("#### Latest stage").expect("the block");
        assert_eq!(written(&format!("{first}{}", &CHAIR[1..]), "csd01").expect("edits"), format!("{whole}{CHAIR}"));
    }

    #[test]
    fn a_later_stage_has_to_say_what_came_before() {
        assert_eq!(written(&CHAIR[1..], "csd02"), Err(StageError::NoPrevious("csd02".to_owned())));
        assert_eq!(written("Words.\n", "csd01"), Err(StageError::NoLabels));
    }
}
