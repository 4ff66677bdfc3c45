//! What several places say of one work product.

use crate::diagnostic::{Location, Related};
use crate::profiles::ProfileId;
use crate::rules::Checker;
use crate::rules::cover::{agree, config_range, cover_place, date_places};
use crate::source::TextRange;
use crate::work_product::profile_of_file_name;
use crate::work_product::profile_of_stage_line;

/// `profile-known`.
pub fn known(checker: &mut Checker<'_>) {
    let work = checker.work;
    if work.evidence.is_some() {
        return;
    }
    let heading = work.outline.sections.first().filter(|_| work.cover.title.is_none());
    let place = heading.map_or_else(|| cover_place(work), |section| section.text_range);
    let found = checker.found(place, "nothing tells which template the document follows");
    let help = "name it with `profile:` in workproduct.yaml or `--profile`, if this is a work product: \
                until then nothing is checked that only one template asks for";
    checker.report(found.help(help));
}

/// `workproduct-agrees`.
pub fn workproduct(checker: &mut Checker<'_>) {
    let work = checker.work;
    let (Some(loaded), Some(config)) = (&work.config, work.settings()) else {
        return checker.not_applicable("there is no workproduct.yaml");
    };
    let there = |key: &str, message: &str| Related {
        message: message.to_owned(),
        location: Location { source: loaded.source, range: config_range(work, key).unwrap_or_default() },
    };
    if let (Some(title), Some(wanted)) = (&work.cover.title, &config.title) {
        checker.compared(&title.text, wanted);
        if !agree(&title.text, wanted) {
            let mut found = checker.found(title.range, format!("workproduct.yaml calls the work product `{wanted}`"));
            found.related.push(there("title", "the title there"));
            checker.report(found.help("give both the same title"));
        }
    }
    if let (Some(uri), Some(wanted)) = (work.own_uri(), &config.path) {
        let said = uri.place();
        if said != *wanted {
            let message = format!("the cover publishes the work product under {said}, workproduct.yaml under {wanted}");
            let mut found = checker.found(uri.place_of(&said), message);
            found.related.push(there("path", "the path there"));
            checker.report(found.help("give both the same directories"));
        }
    }
    let places = date_places(work);
    let wanted = places.iter().find(|place| place.location.source == loaded.source);
    let Some(wanted) = wanted.filter(|place| place.date.is_some()) else { return };
    let own = |name: &str| places.iter().find(|place| place.name == name && place.date.is_some());
    // The approval line is what counts; the front matter only repeats it.
    let Some(place) = own("approval line").or_else(|| own("cover")).or_else(|| own("front matter")) else { return };
    if place.date != wanted.date {
        let message = format!("the {} says {}, workproduct.yaml {}", place.name, place.text, wanted.text);
        let mut found = checker.found(place.location.range, message);
        found.related.push(there("date", "the date there"));
        checker.report(found.help("give both the same date"));
    }
}

/// `profile-declared`.
pub fn profile(checker: &mut Checker<'_>) {
    let work = checker.work;
    let stage = work.cover.stage.as_ref().and_then(|stage| Some((profile_of_stage_line(&stage.text)?, stage.range)));
    let name = profile_of_file_name(work.path());
    let place = stage.map(|(_, range)| range).or_else(|| work.cover.title.as_ref().map(|title| title.range));
    let place = place.unwrap_or(TextRange::empty(0));
    if let (Some((stage, _)), Some(name)) = (stage, name)
        && !compatible(stage, name)
    {
        let message = format!("the stage line speaks of a {}, the file name of a {}", shown(stage), shown(name));
        checker.flag(place, message);
        return;
    }
    let Some(found) = stage.map(|(profile, _)| profile).or(name) else {
        return checker.not_applicable("neither stage line nor file name speaks for a template");
    };
    checker.compared(shown(found), shown(work.profile));
    if !compatible(found, work.profile) {
        let what = if stage.is_some() { "the stage line" } else { "the file name" };
        let message = format!("{what} speaks of a {}, the profile is {}", shown(found), work.profile.name());
        let found = checker.found(place, message);
        checker.report(found.help("correct `profile` in workproduct.yaml or on the command line, or the stage"));
    }
}

/// An OASIS Standard may come from a committee or from an Open Project.
fn compatible(one: ProfileId, other: ProfileId) -> bool {
    use ProfileId::{OpSpecification, TcSpecification};
    one == other || matches!((one, other), (TcSpecification, OpSpecification) | (OpSpecification, TcSpecification))
}

fn shown(profile: ProfileId) -> &'static str {
    &profile.profile().name
}

/// `not-a-work-product`.
pub fn other(checker: &mut Checker<'_>) {
    if let Some(what) = checker.work.other {
        let place = crate::rules::cover::cover_place(checker.work);
        let found = checker.found(place, format!("this is {what}, no work product: no other rule was applied"));
        checker.report(found.help("`--profile` holds it against a template, `--select` against single rules"));
    }
}
