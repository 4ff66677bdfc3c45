//! The files that `proofmark new` writes: a work product with nothing left out but what only its author knows.

use std::collections::BTreeMap;

use minijinja::{Environment, UndefinedBehavior, Value};

use crate::markdown::github_slug;
use crate::profiles::{Body, ProfileId, Text, text};

const CONFIG: &str = include_str!("../../assets/starter/common/workproduct.yaml.jinja");
const README: &str = include_str!("../../assets/starter/common/README.md.jinja");
const IMAGES: &str = include_str!("../../assets/starter/common/images.md");

/// What is a profile's own.
struct Starter {
    prose: &'static str,
    title: &'static str,
    /// The first stage, where the name of the file ends in it.
    stage: Option<&'static str>,
}

fn starter(profile: ProfileId) -> Starter {
    let (prose, title, stage) = match profile {
        ProfileId::CosaiPaper => {
            (include_str!("../../assets/starter/cosai-paper/prose.md.jinja"), "Title of the Paper", None)
        }
        ProfileId::OpNote => (
            include_str!("../../assets/starter/op-note/prose.md.jinja"),
            "Title of the Note Version 1.0",
            Some("pnd01"),
        ),
        ProfileId::OpSpecification => (
            include_str!("../../assets/starter/op-specification/prose.md.jinja"),
            "Title of the Specification Version 1.0",
            Some("psd01"),
        ),
        ProfileId::TcSpecification => (
            include_str!("../../assets/starter/tc-specification/prose.md.jinja"),
            "Title of the Specification Version 1.0",
            Some("csd01"),
        ),
        ProfileId::TcNote => (
            include_str!("../../assets/starter/tc-note/prose.md.jinja"),
            "Title of the Note Version 1.0",
            Some("cnd01"),
        ),
    };
    Starter { prose, title, stage }
}

/// The texts that starters carry word for word; a template sees a list of paragraphs under each name.
const TEXTS: [(&str, Text); 13] = [
    ("cosai_notice", Text::CosaiNotice),
    ("cosai_focus", Text::CosaiFocus),
    ("cosai_ai_guidelines", Text::CosaiAiGuidelines),
    ("op_note_notice", Text::OpNoteNotice),
    ("op_specification_notice", Text::OpSpecificationNotice),
    ("op_status", Text::OpStatus),
    ("tc_2025_notice", Text::Tc2025Notice),
    ("tc_2025_references", Text::Tc2025References),
    ("tc_status", Text::TcStatus),
    ("front_notice", Text::FrontNotice),
    ("key_words", Text::KeyWords),
    ("key_words_2025", Text::KeyWords2025),
    ("link_longevity", Text::LinkLongevity),
];

/// The files of a starter, name and content; the title is the profile's own where none is given.
pub(super) fn files(
    profile: ProfileId,
    title: Option<&str>,
    year: i16,
) -> Result<Vec<(String, String)>, minijinja::Error> {
    let starter = starter(profile);
    let title = title.unwrap_or(starter.title);
    let slug = file_name(title, starter.stage);
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    // Titles stand in Markdown and YAML, where HTML's escapes would be wrong.
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    let values = values(profile, title, &slug, year);
    let render = |source: &str| environment.render_str(source, &values).map(|text| text.trim_end().to_owned() + "\n");
    Ok(vec![
        ("workproduct.yaml".to_owned(), render(CONFIG)?),
        (format!("{slug}.md"), render(starter.prose)?),
        ("README.md".to_owned(), render(README)?),
        ("images/README.md".to_owned(), IMAGES.to_owned()),
    ])
}

fn values(profile: ProfileId, title: &str, slug: &str, year: i16) -> BTreeMap<&'static str, Value> {
    let approver = match profile.profile().body {
        Body::TechnicalCommittee => "Technical Committee",
        Body::OpenProject => "Project Governing Board",
    };
    let mut values = BTreeMap::from([
        ("profile", Value::from(profile.name())),
        ("title", Value::from(escape_markdown(title))),
        ("quoted_title", Value::from(serde_json::Value::String(title.to_owned()).to_string())),
        ("slug", Value::from(slug)),
        ("year", Value::from(year)),
        ("approver", Value::from(approver)),
        ("non_standards_track", Value::from(text(Text::NonStandardsTrack).trim_end())),
    ]);
    values.extend(TEXTS.map(|(name, of)| {
        let text = text(of).trim_end().replace("{year}", &year.to_string());
        (name, text.split("\n\n").map(Value::from).collect())
    }));
    values
}

/// `name-v1.0-csd01`, as the Naming Directives have it; of a paper, only the name.
fn file_name(title: &str, stage: Option<&str>) -> String {
    let Some(stage) = stage else { return slug(title) };
    let version = title.rsplit_once(" Version ").map(|(name, rest)| {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        (name, rest.get(..end).unwrap_or_default().trim_end_matches('.'))
    });
    match version {
        Some((name, version)) if !version.is_empty() => format!("{}-v{version}-{stage}", slug(name)),
        _ => format!("{}-{stage}", slug(title)),
    }
}

/// Words as a name of a file.
fn slug(title: &str) -> String {
    let slug: String = github_slug(title).chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let parts: Vec<&str> = slug.split('-').filter(|part| !part.is_empty()).collect();
    let slug = parts.join("-");
    let mut short = slug.as_str();
    while short.len() > 100 {
        short = short.rsplit_once('-').map_or(short.get(..100).unwrap_or(short), |(front, _)| front);
    }
    if short.is_empty() { "paper".to_owned() } else { short.to_owned() }
}

/// A title that stays what it is in a heading.
fn escape_markdown(title: &str) -> String {
    let special = |c: char| matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '&');
    title.chars().flat_map(|c| special(c).then_some('\\').into_iter().chain([c])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::work_product::config::read_config;

    #[test]
    fn titles_become_file_names() {
        assert_eq!(slug("Securing Agents: A \"Practical\" Guide"), "securing-agents-a-practical-guide");
        assert_eq!(slug("日本"), "paper");
        assert_eq!(slug("../../etc/passwd"), "etcpasswd");
        assert!(slug(&"word ".repeat(90)).len() <= 100);
        assert_eq!(file_name("Kite Strings Version 1.10", Some("csd01")), "kite-strings-v1.10-csd01");
        assert_eq!(file_name("Kites Version 2.0. Part 1: Tails", Some("psd01")), "kites-v2.0-psd01");
        assert_eq!(file_name("Kites Version Two", Some("cnd01")), "kites-version-two-cnd01");
        assert_eq!(file_name("Kites Version 1.0", None), "kites-version-10");
    }

    #[test]
    fn any_title_makes_a_sound_starter() {
        for profile in ProfileId::ALL {
            for title in
                ["Plain", "Colon: \"quoted\" & <b>*x*</b>", "{{ title }} {% if %}", "# Hash", "Kites Version 1.0"]
            {
                let files = files(profile, Some(title), 2026).unwrap();
                assert_eq!(read_config(&files[0].1).unwrap().title.as_deref(), Some(title));
                let work = crate::work_product::from_text(&files[1].0, files[1].1.clone(), None).unwrap();
                assert_eq!(work.profile, profile);
                assert_eq!(work.title().as_deref(), Some(title));
            }
        }
    }
}
