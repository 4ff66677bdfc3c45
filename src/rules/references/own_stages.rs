//! Links in the body to another stage of the document itself.

use crate::diagnostic::Severity;
use crate::rules::Checker;
use crate::rules::cover::pinned_to;
use crate::rules::links::{looks_back, to_itself};
use crate::work_product::{Role, StageToken};

/// `previous-stage-in-body`.
pub fn previous_stage(checker: &mut Checker<'_>) {
    let work = checker.work;
    if work.own_uri().is_none_or(|own| own.stage.is_none()) {
        return checker.not_applicable("the cover gives no address of this stage");
    }
    for (link, uri, own) in to_itself(work) {
        let inside = work.outline.section_at(link.range.start).and_then(|index| work.outline.sections.get(index));
        let body = inside.is_some_and(|section| matches!(section.role, Role::Section | Role::Appendix));
        let same = uri.version == own.version && uri.errata == own.errata;
        if !body || !same || looks_back(work, link.range.start) {
            continue;
        }
        let own_token = own.stage.as_ref().map(StageToken::written);
        let Some(token) = pinned_to(&uri).filter(|token| Some(token) != own_token.as_ref()) else { continue };
        let message = format!("the link leads to the stage `{token}` of this document");
        let found = checker.found(uri.place_of(&token), message).related(own.range, "this stage");
        let found = found.help("link to the section in this document, or leave the stage out of the address");
        // A working draft may speak of the stage it grows from.
        checker.report(if checker.draft { found.at_most(Severity::Warning) } else { found });
    }
}
