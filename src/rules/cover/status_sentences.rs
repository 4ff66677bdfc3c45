//! The sentences of the Status section: where the document is listed, how to comment, under which terms it stands.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::{Diagnostic, Severity};
use crate::profiles::Body;
use crate::rules::Checker;
use crate::rules::running_text::{Pattern, find, pattern};
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::notices::{NoticeSentence, Statement, difference};
use crate::work_product::{LabelKind, Link, Role, Section, WorkProduct};

/// The section that states the status: on the cover, or in the annex of the templates of 2025.
fn status(work: &WorkProduct) -> Option<&Section> {
    let cover = work.labelled(LabelKind::Status).find(|section| section.role == Role::Cover);
    cover.or_else(|| {
        let annex = |section: &&Section| section.title.eq_ignore_ascii_case("document status");
        work.outline.sections.iter().find(annex)
    })
}

fn no_status(checker: &mut Checker<'_>) {
    checker.not_applicable("the document has no Status section");
}

static GROUP: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?:[?&]wg_abbrev=(?P<query>[\w-]+)|/committees/(?P<path>[\w-]+)(?:/|$)|/(?P<page>[\w-]+)/?\?CommunityKey=(?P<key>[0-9a-f-]{8,}))",
    )
    .expect("valid pattern")
});

/// Directories under `/committees/` that are no committee's.
const NO_GROUPS: [&str; 5] = ["comments", "download", "documents", "process", "ballots"];

/// What an address calls the group it belongs to, and where in the address it does.
enum Group<'a> {
    /// `openc2`.
    Name(&'a str),
    /// The key of a page, and the kind of page: one group has another key for every kind.
    Key { page: &'a str, key: &'a str },
}

impl Group<'_> {
    /// Whether both addresses name a group in the same way, and not the same group.
    fn differs(&self, other: &Group<'_>) -> bool {
        match (self, other) {
            (Group::Name(one), Group::Name(other)) => !one.eq_ignore_ascii_case(other),
            (Group::Key { page, key }, Group::Key { page: other, key: other_key }) => {
                page == other && !key.eq_ignore_ascii_case(other_key)
            }
            _ => false,
        }
    }
}

fn group_of(url: &str) -> Option<(Group<'_>, Range<usize>)> {
    let found = GROUP.captures(url)?;
    if let Some(key) = found.name("key") {
        let page = found.name("page").map_or("", |page| page.as_str());
        return Some((Group::Key { page, key: key.as_str() }, key.range()));
    }
    let name = found.name("query").or(found.name("path"))?;
    let known = url.contains("oasis-open.org") && !NO_GROUPS.contains(&name.as_str().to_lowercase().as_str());
    known.then(|| (Group::Name(name.as_str()), name.range()))
}

/// A committee's list of patent statements in the document of an Open Project, which has a list of its own elsewhere.
fn of_committee(checker: &mut Checker<'_>, link: &Link) {
    let Some((Group::Name(name), at)) = group_of(&link.url) else { return };
    let exact = checker.work.slice(link.url_range) == link.url;
    let range = if exact { link.url_range.inside(at) } else { link.url_range };
    let message = format!("the address is of the committee `{name}`, and an Open Project is no committee");
    checker.report(checker.found(range, message).help("link the page on which the project lists such statements"));
}

/// `status-group-links`.
pub fn group_links(checker: &mut Checker<'_>) {
    let work = checker.work;
    let label = [LabelKind::TechnicalCommittee, LabelKind::OpenProject]
        .into_iter()
        .find_map(|kind| work.labelled(kind).find(|section| section.role == Role::Cover));
    let below = |range: TextRange| work.links.iter().filter(move |link| !link.image && range.contains(link.range));
    let own: Vec<&Link> = label.map(|label| below(label.body).collect()).unwrap_or_default();
    let statements = || work.links.iter().filter(|link| !link.image && link.url.contains("/ipr.php"));
    let Some((of_label, own_link)) = own.iter().find_map(|link| Some((group_of(&link.url)?.0, *link))) else {
        if work.template().body == Body::OpenProject {
            return statements().for_each(|link| of_committee(checker, link));
        }
        return checker.not_applicable("the cover does not link the group's page");
    };
    let Some(status) = status(work) else { return no_status(checker) };
    let published =
        work.stage_block(LabelKind::ThisStage).and_then(|block| block.addresses().find(|uri| uri.is_published()));
    let mut links: Vec<&Link> = below(status.body).chain(statements()).collect();
    links.sort_by_key(|link| link.range.start);
    links.dedup_by_key(|link| link.range.start);
    for link in links {
        let Some((group, at)) = group_of(&link.url) else { continue };
        let range = if work.slice(link.url_range) == link.url { link.url_range.inside(at) } else { link.url_range };
        let found = if group.differs(&of_label) {
            let message = match (&group, &of_label) {
                (Group::Name(name), Group::Name(own)) => {
                    format!("the address is of the group `{name}`, the document of `{own}`")
                }
                _ => format!("the address is not of the group of the document, `{}`", own_link.text.trim()),
            };
            checker.found(range, message).related(own_link.range, "the group of the document")
        } else if let (Group::Name(name), Group::Key { .. }, Some(uri)) = (&group, &of_label, published)
            && !name.eq_ignore_ascii_case(&uri.group)
        {
            // A group may publish under another name than that of its pages, though few do.
            let message = format!("the address is of the group `{name}`, the document is published by `{}`", uri.group);
            checker.found(range, message).related(uri.range, "the address of the document").at_most(Severity::Warning)
        } else {
            continue;
        };
        checker.report(found.help("link the page of the document's own group"));
    }
}

pub(super) static LOCATION: LazyLock<Pattern> =
    LazyLock::new(|| pattern("(?i)check the [\"\u{201c}](latest (?:stage|version))[\"\u{201d}] location"));

/// `status-latest-label`.
pub fn latest_label(checker: &mut Checker<'_>) {
    let work = checker.work;
    let label = work.labelled(LabelKind::LatestStage).find(|section| section.role == Role::Cover);
    let Some(label) = label else {
        return checker.not_applicable("the cover has no label for the latest stage");
    };
    let name = label.title.trim_end_matches([':', ' ']);
    for (passage, place, _) in find(checker, &LOCATION) {
        let Some(quoted) =
            LOCATION.captures(passage.text().get(place.clone()).unwrap_or_default()).and_then(|f| f.get(1))
        else {
            continue;
        };
        if quoted.as_str().eq_ignore_ascii_case(name) || !name.to_lowercase().starts_with("latest") {
            continue;
        }
        let range = passage.source(place.start + quoted.start()..place.start + quoted.end());
        let message = format!("the Status speaks of `{}`, the cover's label is `{name}`", quoted.as_str());
        let found = checker.found(range, message).related(label.text_range, "the label on the cover");
        let fix = Fix::risky("Quote the label of the cover", vec![Edit::replace(range, name.to_owned())]);
        checker.report(found.help("quote the label as the cover has it").fix(fix));
    }
}

pub(super) static OF_COMMITTEE: LazyLock<Pattern> = LazyLock::new(|| pattern(r"(?i)\bTC members should send comments"));

pub(super) static OF_PROJECT: LazyLock<Pattern> =
    LazyLock::new(|| pattern(r"(?i)\bComments on this (?:work|document|specification) can be (?:provided|made)"));

/// `status-comment-route`.
pub fn comment_route(checker: &mut Checker<'_>) {
    let work = checker.work;
    let Some(status) = status(work) else { return no_status(checker) };
    let within = |comments: &Pattern| -> Vec<TextRange> {
        let found = find(checker, comments).into_iter().map(|(_, _, range)| range);
        found.filter(|range| status.body.contains(*range)).collect()
    };
    let (committee, project) = (within(&OF_COMMITTEE), within(&OF_PROJECT));
    let (own, other, body) = match work.template().body {
        Body::TechnicalCommittee => (&committee, &project, "an Open Project"),
        Body::OpenProject => (&project, &committee, "a Technical Committee"),
    };
    if let [first, second, ..] = own.as_slice() {
        let found =
            checker.found(*second, "the Status says twice how to comment").related(*first, "here it stands first");
        checker.report(found.help("delete one of the two"));
    }
    // Committees that work on GitHub may speak of issues as projects do.
    if let (Some(range), Body::OpenProject) = (other.first(), work.template().body) {
        checker.flag(*range, format!("the way to comment is that of {body}"));
    }
    for sentence in work.notices.stating(Statement::Comments).filter(|s| status.body.contains(s.range)) {
        if let Some(found) = difference_of(checker, sentence, &|words| words.len()) {
            checker.report(found.at_most(Severity::Info));
        }
    }
    if own.is_empty() && other.is_empty() && work.slice(status.body).contains("last revised or approved") {
        let found = checker.found(status.text_range, "the Status does not say how to comment on the document");
        checker.report(found.help("add the sentences of the template"));
    }
}

/// Modes of the IPR Policy, and how its page calls them.
const MODES: [(&str, &str); 4] = [
    ("Non-Assertion", "Non-Assertion-Mode"),
    ("RF on RAND Terms", "RF-on-RAND-Mode"),
    ("RF on Limited Terms", "RF-on-Limited-Mode"),
    ("RAND", "RAND-Mode"),
];

/// `status-ipr-mode`.
pub fn ipr_mode(checker: &mut Checker<'_>) {
    let work = checker.work;
    let Some(status) = status(work) else { return no_status(checker) };
    let sentences: Vec<&NoticeSentence> = work.notices.stating(Statement::Mode).collect();
    let Some(first) = sentences.first() else {
        if work.slice(status.body).contains("last revised or approved") {
            let found = checker
                .found(status.text_range, "no sentence says under which mode of the IPR Policy the document stands");
            checker.report(found.help("add `This specification is provided under the … Mode of the OASIS IPR Policy, the mode chosen when the Technical Committee was established.`"));
        }
        return;
    };
    for sentence in &sentences {
        mode(checker, sentence);
        link(checker, sentence);
    }
    for sentence in work.notices.stating(Statement::PatentDisclosure) {
        // Behind these words stands the address of the group's own page.
        let upto = |words: &[&str]| words.iter().position(|word| word.starts_with("page")).unwrap_or(words.len());
        if let Some(found) = difference_of(checker, sentence, &upto) {
            checker.report(found);
        }
    }
    let own_section = |sentence: &&&NoticeSentence| {
        let section = work.outline.section_at(sentence.range.start).and_then(|index| work.outline.sections.get(index));
        section.is_some_and(|section| section.title.eq_ignore_ascii_case("ipr policy"))
    };
    // The templates before 2022 had a section for it as well.
    let since_2022 = work.cover.date.as_ref().and_then(|date| date.date).is_some_and(|date| date.year() >= 2022);
    if let Some(second) = sentences.iter().skip(1).find(own_section).filter(|_| since_2022) {
        let range = second.words.first().map_or(second.range, |word| word.range);
        let found = checker.found(range, "the mode of the IPR Policy is stated twice");
        let found = found.at_most(Severity::Info).related(first.range, "here it stands first");
        checker.report(found.help("leave it to the Status section, as the templates do since 2022"));
    }
}

/// How the sentence ends behind the mode, in the templates until 2024 and since 2025.
const ENDS: [&str; 2] = [
    "Mode of the OASIS IPR Policy, the mode chosen when the Technical Committee was established.",
    "IPR mode that was chosen when the project was established, as defined in the IPR Policy.",
];

/// The sentence that names the mode: what it calls itself is free, the mode is one of four, the rest is exact.
fn mode(checker: &mut Checker<'_>, sentence: &NoticeSentence) {
    let own = words(sentence);
    let Some(verb) = own.iter().position(|word| *word == "provided") else { return };
    if let Some(being) = verb.checked_sub(1).filter(|&before| own.get(before) == Some(&"being")) {
        let found = checker
            .found(range_of(sentence, &(being..verb)), "the sentence says `being`, which the exact text does not have");
        checker.report(found.help("write `is provided under the`"));
    }
    let from = verb + 3;
    let Some(rest) = own.get(from..) else { return };
    let since_2025 = rest.windows(2).position(|pair| pair == ["IPR", "mode"]);
    let until_2024 =
        rest.iter().position(|word| *word == "Mode").or_else(|| rest.iter().position(|word| *word == "of"));
    let (Some(len), end) = since_2025.map_or((until_2024, ENDS[0]), |at| (Some(at), ENDS[1])) else { return };
    let named = rest.get(..len).unwrap_or_default().join(" ");
    let named = named.trim_matches(['"', '\'']);
    let left_open = named.contains(['[', '<', '{']) || named.is_empty();
    if !left_open && MODES.iter().all(|(mode, _)| *mode != named) {
        let found =
            checker.found(range_of(sentence, &(from..from + len)), format!("`{named}` is no mode of the IPR Policy"));
        let modes: Vec<&str> = MODES.iter().map(|(mode, _)| *mode).collect();
        checker.report(found.at_most(Severity::Warning).help(format!("the modes are {}", modes.join(", "))));
    }
    let tail = rest.get(len..).unwrap_or_default();
    let exact: Vec<&str> = end.split(' ').collect();
    if let Some(differs) = difference(tail, &exact) {
        let at = from + len;
        let left = at + differs.left.start..at + differs.left.end;
        let found = found_between(checker, sentence, &left, exact.get(differs.right).unwrap_or_default());
        checker.report(found.help(format!("the sentence ends `{end}`")));
    }
}

fn words(sentence: &NoticeSentence) -> Vec<&str> {
    sentence.words.iter().map(|word| word.text.as_str()).collect()
}

/// The bytes of some words; the place before the next word where there are none.
fn range_of(sentence: &NoticeSentence, words: &Range<usize>) -> TextRange {
    let place = |index: usize| sentence.words.get(index).map(|word| word.range);
    let last = words.end.checked_sub(1).and_then(place).filter(|_| !words.is_empty());
    match (place(words.start), last) {
        (Some(first), Some(last)) => first.cover(last),
        (Some(first), None) => TextRange::empty(first.start as usize),
        _ => TextRange::empty(sentence.range.end as usize),
    }
}

/// A finding on words that are others in the exact text.
fn found_between(checker: &Checker<'_>, sentence: &NoticeSentence, left: &Range<usize>, exact: &[&str]) -> Diagnostic {
    let said = words(sentence).get(left.clone()).unwrap_or_default().join(" ");
    let exact = exact.join(" ");
    let message = match (said.as_str(), exact.as_str()) {
        ("", exact) => format!("the sentence lacks `{exact}` here"),
        (said, "") => format!("the sentence says `{said}`, which the exact text does not have"),
        (said, exact) => format!("the sentence says `{said}`, the exact text `{exact}`"),
    };
    checker.found(range_of(sentence, left), message)
}

/// Words of a sentence that differ from the exact one, in the part that both have before the index `upto` gives.
fn difference_of(
    checker: &Checker<'_>,
    sentence: &NoticeSentence,
    upto: &dyn Fn(&[&str]) -> usize,
) -> Option<Diagnostic> {
    if sentence.nearest.family.body().is_some_and(|body| body != checker.work.template().body) {
        return None;
    }
    let exact: Vec<&str> = sentence.nearest.words.iter().map(String::as_str).collect();
    let own = words(sentence);
    let exact = exact.get(..upto(&exact))?;
    let found = difference(own.get(..upto(&own))?, exact)?;
    let found = found_between(checker, sentence, &found.left, exact.get(found.right)?);
    Some(found.help(format!("the sentence is `{}`", sentence.nearest.text())))
}

/// The mode leads to its paragraph of the policy.
fn link(checker: &mut Checker<'_>, sentence: &NoticeSentence) {
    let work = checker.work;
    let whole = sentence.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    let Some((mode, anchor)) = MODES.iter().find(|(mode, _)| whole.contains(&format!("under the {mode} "))) else {
        return;
    };
    let linked = work.links.iter().find(|link| sentence.range.overlaps(link.range) && link.text.contains(mode));
    let Some(link) = linked else { return };
    let leads = link.url.rsplit_once('#').map(|(_, fragment)| fragment);
    if let Some(fragment) = leads.filter(|fragment| !fragment.eq_ignore_ascii_case(anchor)) {
        let found = checker.found(link.url_range, format!("the mode `{mode}` is linked to `#{fragment}`"));
        checker.report(found.help(format!("link `https://www.oasis-open.org/policies-guidelines/ipr/#{anchor}`")));
    }
}
