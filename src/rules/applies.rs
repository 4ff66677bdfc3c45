//! Whether a rule is asked of a work product at all, and how much its findings weigh there.

use crate::diagnostic::Severity;
use crate::profiles::ProfileId;
use crate::work_product::WorkProduct;

use super::{INFO, LintOptions, Rule, Topic, WARNING};

/// What is demanded of a whole document alone: a part of one is not defective without it.
const OF_A_WHOLE: &[&str] = &[
    "acknowledgments-present",
    "approval-line",
    "chairs-present",
    "citation-present",
    "conformance-present",
    "contributors-listed",
    "copyright-line-present",
    "cosai-slug",
    "cover-date-present",
    "editors-present",
    "filename-pattern",
    "first-section",
    "label-required",
    "last-revised-sentence",
    "op-line-present",
    "revision-history-present",
    "section-order",
    "section-required",
    "single-h1-cosai",
    "stage-line-present",
    "stage-uri-block-required",
    "status-computer-language-sentence",
    "status-nontrack-sentence",
    "status-present",
    "title-present",
    "toc-present",
    "yaml-front-matter",
];

/// What an author fills into a template beside its placeholders, names and people.
const TO_FILL_IN: &[&str] = &[
    "abstract-length",
    "approval-line",
    "citation-consistent",
    "citation-fields",
    "citation-present",
    "citation-stage-text",
    "contributors-listed",
    "copyright-line-form",
    "copyright-lines-agree",
    "copyright-year",
    "copyright-year-placeholder",
    "cover-date-consistent",
    "cover-date-format",
    "cover-date-present",
    "empty-section",
    "escape-residue",
    "heading-content-sentence",
    "heading-escape-residue",
    "heading-max-depth",
    "label-content-empty",
    "last-revised-sentence",
    "latest-stage-no-stage-token",
    "notice-template-residue",
    "op-line-present",
    "previous-stage-na-or-uri",
    "related-work-form",
    "stage-line-revision",
    "stage-line-vocabulary",
    "status-approver",
    "status-group-links",
    "this-stage-uri-pattern",
    "title-version-agrees",
    "title-version-form",
    "toc-placeholder",
    "toc-present",
    "workstream-name-canonical",
    "yaml-author",
    "yaml-date",
    "yaml-front-matter",
    "yaml-title-equals-h1",
];

/// The heaviest a finding of `rule` can be in this work product, or why the rule is not asked.
pub(super) fn ceiling(rule: &Rule, work: &WorkProduct, options: &LintOptions) -> Result<Severity, String> {
    let levels = rule.levels;
    let level = levels.get(work.profile, options.draft);
    let level = level.ok_or_else(|| format!("the rule does not apply to the profile {}", work.template().name))?;
    if OF_A_WHOLE.contains(&rule.id) && work.is_fragment() {
        return Err("the text is a part of a document".to_owned());
    }
    if work.evidence.is_none() {
        if is_of_a_template(rule) {
            let how = "name it with `profile:` in workproduct.yaml or `--profile`";
            return Err(format!("nothing tells which template the document follows: {how}"));
        }
        let least = levels.least(options.draft).unwrap_or(level);
        return Ok(if rule.topic == Topic::Placeholders { least.min(WARNING) } else { least });
    }
    Ok(if is_to_fill_in(rule) && work.is_template() { level.min(INFO) } else { level })
}

/// Whether the rule only makes sense where the template is known: how a cover looks, which parts there are, how
/// files are named.
fn is_of_a_template(rule: &Rule) -> bool {
    let topic = matches!(rule.topic, Topic::Cover | Topic::Naming);
    topic || rule.levels.is_only(ProfileId::CosaiPaper) || OF_A_WHOLE.contains(&rule.id)
}

/// Whether the rule is about what an author is to fill in.
fn is_to_fill_in(rule: &Rule) -> bool {
    let topic = matches!(rule.topic, Topic::Placeholders | Topic::People | Topic::Naming);
    topic || TO_FILL_IN.contains(&rule.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::find;

    #[test]
    fn the_lists_name_rules() {
        for id in OF_A_WHOLE.iter().chain(TO_FILL_IN) {
            assert!(find(id).is_some(), "{id}");
        }
    }
}
