//! The verdict of OASIS's publication check on a package, condition by condition, in its own terms.
//!
//! A check is a function that looks at a [`Submission`] and tells a [`Judge`] which conditions fail, and where. Where
//! the official program is wrong, [`Reading::Right`] says what is right and [`Reading::Official`] what it says.

mod addresses;
mod aliases;
mod artifact_names;
mod assets;
mod authors;
mod characters;
mod clauses;
mod comment_log;
mod conditions;
mod conformance;
mod conventions;
mod cover;
mod cover_urls;
mod definitions;
mod extensions;
mod files;
mod findings;
mod headings;
mod hygiene;
mod images;
mod judge;
mod labels;
mod manifest;
mod markdown;
mod names;
mod namespaces;
mod ns_segment;
mod odt;
#[cfg(test)]
mod packages;
mod page;
mod parts;
mod pdf;
mod prose;
mod references;
mod residue;
mod schemas;
mod shorteners;
mod stage_tokens;
mod submission;
mod template;
mod title;
mod tokens;
mod traced;
mod word;

pub use conditions::{CONDITIONS, Condition, Severity, Track, condition};
pub use findings::{findings, rules_of};
pub use judge::{Failure, Judge, Judgement, Outcome, Place, Reading};
pub use submission::{Source, Submission};

use crate::package::Package;

/// Judges a package.
#[must_use]
pub fn judge(package: &Package, reading: Reading) -> Vec<Judgement> {
    let submission = Submission::new(package, reading);
    let mut judge = Judge::new(reading);
    names::stage(&submission, &mut judge);
    names::documents(&submission, &mut judge);
    if submission.items.is_empty() {
        let looked_at = [1, 2, 3, 8];
        let others = (1..=165).filter(|ordinal| !looked_at.contains(ordinal));
        let others = others.filter(|ordinal| judge.official() || !(135..=142).contains(ordinal));
        let others: Vec<u8> = others.collect();
        if !judge.official() {
            parts::names(&submission, &mut judge);
            parts::numbers(&submission, &mut judge);
        }
        judge.not_applicable(others, "the stage directory holds no documents");
        return judge.judgements();
    }
    for check in CHECKS {
        check(&submission, &mut judge);
    }
    judge.judgements()
}

type Check = fn(&Submission<'_>, &mut Judge);

/// What is looked at where there are documents, by the number of the first condition.
const CHECKS: &[Check] = &[
    names::version,
    names::filenames,
    cover::markdown,
    cover::characters,
    addresses::members,
    cover::html,
    residue::residue,
    page::title,
    page::residue,
    page::anchors,
    markdown::links,
    markdown::fences,
    images::tags,
    images::files,
    pdf::front,
    pdf::text,
    schemas::schemas,
    template::sections,
    template::style,
    assets::own_files,
    markdown::mismatches,
    markdown::slashes,
    markdown::rule_after_logo,
    pdf::fonts,
    manifest::manifest,
    hygiene::junk,
    hygiene::capitals,
    addresses::capitals,
    odt::odt,
    hygiene::links,
    addresses::lists,
    conventions::key_words,
    conventions::logo,
    cover::previous,
    conventions::dates,
    word::generator,
    word::vml,
    assets::references,
    conformance::conformance,
    references::references,
    labels::examples,
    stage_tokens::tokens,
    title::version,
    title::prefix,
    authors::authors,
    characters::characters,
    extensions::documents,
    extensions::others,
    extensions::formats,
    artifact_names::stable,
    parts::names,
    parts::numbers,
    comment_log::log,
    definitions::references,
    aliases::redirects,
    aliases::copies,
    shorteners::shorteners,
    namespaces::namespaces,
    ns_segment::segment,
];
