//! The logo above the title.

use jiff::civil::{Date, date};

use crate::diagnostic::Severity;
use crate::markdown::NodeKind;
use crate::profiles::Body;
use crate::rules::Checker;
use crate::source::{Edit, Fix};
use crate::work_product::{Link, WorkProduct};

use super::cover_place;
use super::label_set::has_cover;

/// The logo of OASIS as its templates show it.
const LOGO: &str = "https://docs.oasis-open.org/templates/OASISLogo-v3.0.png";

/// Since then work products show it.
const PRESENT_SINCE: Date = date(2020, 1, 1);

/// What the alternative text says.
const ALTERNATIVE: &str = "OASIS Logo";

/// Pictures that are, by address or text, a logo of OASIS.
fn logos(work: &WorkProduct) -> impl Iterator<Item = &Link> {
    work.links.iter().filter(|link| {
        let name = link.url.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
        link.image
            && (name.contains("oasislogo")
                || name.contains("oasis-logo")
                || link.text.eq_ignore_ascii_case(ALTERNATIVE))
    })
}

/// `logo-canonical`.
pub fn canonical(checker: &mut Checker<'_>) {
    let work = checker.work;
    // Where the front matter names the logo, a build puts it on the cover.
    let built = work.front_matter.as_ref().is_some_and(|front| front.get("logo").is_some());
    if built || !has_cover(work) {
        return checker.not_applicable("the document has no cover page of its own");
    }
    let start = work.cover.title.as_ref().map_or(work.cover.range.end, |title| title.range.start);
    let first = work.links.iter().find(|link| link.image && link.range.start < start);
    let Some(first) = first else {
        let found = checker.found(cover_place(work), "no logo stands above the title");
        return checker.report(found.help(format!("begin the document with `![{ALTERNATIVE}]({LOGO})`")));
    };
    let project = work.template().body == Body::OpenProject;
    let of_oasis = logos(work).any(|logo| logo.range == first.range);
    let secure = first.url.replacen("http://", "https://", 1);
    if !of_oasis && project {
        // Open Projects have logos of their own.
    } else if secure.contains("OASISLogo-v2")
        && work.cover.date.as_ref().and_then(|line| line.date).is_some_and(|date| date < PRESENT_SINCE)
    {
        // The logo of its time.
    } else if secure != LOGO {
        let name = first.url.rsplit('/').next().unwrap_or_default();
        let found = checker.found(first.url_range, format!("`{name}` is not the present logo of OASIS"));
        let fix = Fix::risky("Show the present logo", vec![Edit::replace(first.url_range, LOGO)]);
        let plain = work.slice(first.url_range) == first.url;
        checker.report(if plain {
            found.help(format!("show `{LOGO}`")).fix(fix)
        } else {
            found.help(format!("show `{LOGO}`"))
        });
    } else if !first.text.trim().is_empty() && !first.text.trim().eq_ignore_ascii_case(ALTERNATIVE) {
        let found = checker.found(first.range, format!("the alternative text of the logo is `{}`", first.text.trim()));
        checker.report(found.at_most(Severity::Info).help(format!("write `{ALTERNATIVE}`")));
    }
    for more in logos(work).filter(|logo| logo.range.start > first.range.start) {
        let found = checker.found(more.range, "the logo stands in the document again");
        checker.report(found.related(first.range, "the logo of the cover").help("show it on the cover alone"));
    }
}

/// `logo-rule-page-break`.
pub fn rule_page_break(checker: &mut Checker<'_>) {
    let work = checker.work;
    let Some(title) = &work.cover.title else {
        return checker.not_applicable("the document has no title");
    };
    let Some(logo) = work.links.iter().find(|link| link.image && link.range.start < title.range.start) else {
        return checker.not_applicable("no logo stands above the title");
    };
    let between = work.document.blocks().take_while(|&block| work.document.range(block).start < title.range.start);
    let rules = between.filter(|&block| {
        *work.document.kind(block) == NodeKind::ThematicBreak && work.document.range(block).start > logo.range.start
    });
    if let Some(rule) = rules.into_iter().next() {
        let found = checker
            .found(work.document.range(rule), "a rule between logo and title begins a new page in OASIS's style");
        checker.report(found.help("delete the rule"));
    }
}
