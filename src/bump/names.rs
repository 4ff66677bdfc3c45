//! The names and addresses that carry a stage, and where they stand in a text.

use crate::source::{Edit, TextRange};
use crate::work_product::{LabelKind, StageBlock, StageToken, StageUri, WorkProduct};

/// What the old stage is called in addresses and file names, and what the new one is.
pub(super) struct Names {
    from: String,
    to: String,
    /// `docs.oasis-open.org/csaf/csaf/v2.0/`, where the document says where it is published.
    place: Option<String>,
    /// `csaf-v2.0-`, what a file name has in front of the stage.
    stem: Option<String>,
}

/// The first published address under `This stage`.
pub(super) fn this_stage(work: &WorkProduct) -> Option<&StageUri> {
    let blocks = work.stage_blocks.iter().filter(|block| block.label == LabelKind::ThisStage);
    blocks.flat_map(StageBlock::addresses).find(|uri| uri.is_published())
}

impl Names {
    pub fn new(work: &WorkProduct, from: &StageToken, to: &StageToken) -> Self {
        let (from, to) = (from.written(), to.written());
        let uri = this_stage(work);
        let place = uri.and_then(|uri| {
            let (_, rest) = uri.url.split_once("://")?;
            let at = rest.find(&format!("/{from}/"))?;
            Some(rest[..=at].to_owned())
        });
        let of_uri = uri.and_then(|uri| uri.stem.strip_suffix(&from));
        let path = work.path();
        let name = path.rsplit('/').next().unwrap_or(path);
        let of_file = name.rsplit_once('.').and_then(|(stem, _)| stem.strip_suffix(&from));
        let stem = of_uri.or(of_file).filter(|stem| stem.ends_with('-') && stem.len() > 1);
        Self { place, stem: stem.map(str::to_owned), from, to }
    }

    /// The edits that move every address and file name of the old stage in a text, outside of `kept`.
    pub fn edits(&self, text: &str, kept: &[TextRange]) -> Vec<Edit> {
        let mut found = Vec::new();
        let mut edit = |at: usize| {
            let range = TextRange::new(at, at + self.from.len());
            let is_kept = kept.iter().any(|kept| kept.contains(range));
            let taken = found.iter().any(|edit: &Edit| edit.range == range);
            if !is_kept && !taken {
                found.push(Edit::replace(range, self.to.as_str()));
            }
        };
        if let Some(place) = &self.place {
            for (at, _) in text.match_indices(place.as_str()) {
                let token = at + place.len();
                let rest = text.get(token..).and_then(|rest| rest.strip_prefix(self.from.as_str()));
                if rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric())) {
                    edit(token);
                }
            }
        }
        if let Some(stem) = &self.stem {
            for (at, _) in text.match_indices(stem.as_str()) {
                let token = at + stem.len();
                let rest = text.get(token..).and_then(|rest| rest.strip_prefix(self.from.as_str()));
                let starts = !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '-');
                if starts && rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric())) {
                    edit(token);
                }
            }
        }
        found.sort();
        found
    }

    /// The path a file has at the new stage, where the old one names the stage.
    pub fn renamed(&self, path: &str) -> Option<String> {
        let (directory, name) = path.rsplit_once('/').map_or(("", path), |(directory, name)| (directory, name));
        let (stem, ending) = name.rsplit_once('.')?;
        let rest = stem.strip_suffix(self.from.as_str()).filter(|rest| rest.ends_with('-'))?;
        let slash = if directory.is_empty() { "" } else { "/" };
        Some(format!("{directory}{slash}{rest}{}.{ending}", self.to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::apply;

    fn names() -> Names {
        Names {
            from: "csd01".to_owned(),
            to: "csd02".to_owned(),
            place: Some("docs.oasis-open.org/wxf/wxf/v1.0/".to_owned()),
            stem: Some("wxf-v1.0-".to_owned()),
        }
    }

    #[test]
    fn addresses_and_file_names_of_the_stage_move_and_nothing_else() {
        let text = "https://docs.oasis-open.org/wxf/wxf/v1.0/csd01/wxf-v1.0-csd01.html, \
                    https://docs.oasis-open.org/wxf/wxf/v1.0/csd01/schemas/a.json, `wxf-v1.0-csd01.pdf`, \
                    https://docs.oasis-open.org/wxf/wxf/v1.0/csd011/ and other-wxf-v1.0-csd01.md, csd01";
        let moved = "https://docs.oasis-open.org/wxf/wxf/v1.0/csd02/wxf-v1.0-csd02.html, \
                     https://docs.oasis-open.org/wxf/wxf/v1.0/csd02/schemas/a.json, `wxf-v1.0-csd02.pdf`, \
                     https://docs.oasis-open.org/wxf/wxf/v1.0/csd011/ and other-wxf-v1.0-csd01.md, csd01";
        assert_eq!(apply(text, &names().edits(text, &[])).as_deref(), Some(moved));
    }

    #[test]
    fn a_file_is_renamed_where_its_name_ends_in_the_stage() {
        assert_eq!(names().renamed("spec/wxf-v1.0-csd01.md").as_deref(), Some("spec/wxf-v1.0-csd02.md"));
        assert_eq!(names().renamed("wxf.md"), None);
        assert_eq!(names().renamed("spec/xcsd01.md"), None);
    }
}
