//! `proofmark new`.

use std::path::{Path, PathBuf};

use minijinja::{Environment, UndefinedBehavior, context};

use crate::markdown::github_slug;
use crate::profiles::{ProfileId, Text, text};

use super::output::{emit, write_file};
use super::{SUCCESS, Trouble};

const PROSE: &str = include_str!("../../assets/starter/cosai-paper/paper.md.jinja");
const CONFIG: &str = include_str!("../../assets/starter/cosai-paper/workproduct.yaml.jinja");
const README: &str = include_str!("../../assets/starter/cosai-paper/README.md.jinja");
const IMAGES: &str = include_str!("../../assets/starter/cosai-paper/images.md");

/// Arguments of `new`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Directory to write to; made where it does not exist.
    #[arg(default_value = ".")]
    directory: PathBuf,
    /// Template to follow.
    #[arg(long, value_enum)]
    profile: ProfileId,
    /// Title of the work product.
    #[arg(long, default_value = "Title of the Paper", value_parser = title)]
    title: String,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<u8, Trouble> {
    if args.profile != ProfileId::CosaiPaper {
        let name = args.profile.name();
        return Err(Trouble::Usage(format!("there is no starter for {name} yet; starters exist for cosai-paper")));
    }
    let files = files(&args.title, jiff::Zoned::now().date().year())?;
    // Nothing is written before it is known that nothing is overwritten.
    for (name, _) in &files {
        let path = args.directory.join(name);
        if path.symlink_metadata().is_ok() {
            return Err(Trouble::Usage(format!("{}: exists already; nothing was written", path.display())));
        }
    }
    let mut told = Vec::new();
    for (name, content) in &files {
        let path = args.directory.join(name);
        make_parent(&path)?;
        write_file(&path, content.as_bytes())?;
        told.push(path.display().to_string());
    }
    emit(None, (told.join("\n") + "\n").as_bytes(), false)?;
    Ok(SUCCESS)
}

fn make_parent(path: &Path) -> Result<(), Trouble> {
    let Some(parent) = path.parent() else { return Ok(()) };
    std::fs::create_dir_all(parent).map_err(|error| Trouble::Write { path: parent.display().to_string(), error })
}

/// The files of a starter: name and content.
fn files(title: &str, year: i16) -> Result<Vec<(String, String)>, Trouble> {
    let slug = slug(title);
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    // Titles stand in Markdown and YAML, where HTML's escapes would be wrong.
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    let notice = text(Text::CosaiNotice).replace("{year}", &year.to_string());
    let values = context! {
        title => escape_markdown(title),
        quoted_title => serde_json::Value::String(title.to_owned()).to_string(),
        slug => slug.as_str(),
        year,
        notice => notice.trim_end(),
        focus => text(Text::CosaiFocus).trim_end(),
        guidelines => text(Text::CosaiAiGuidelines).trim_end(),
    };
    let render = |source: &str| {
        let rendered = environment.render_str(source, &values);
        rendered
            .map(|text| text.trim_end().to_owned() + "\n")
            .map_err(|error| Trouble::Usage(format!("the starter is broken: {error}")))
    };
    Ok(vec![
        ("workproduct.yaml".to_owned(), render(CONFIG)?),
        (format!("{slug}.md"), render(PROSE)?),
        ("README.md".to_owned(), render(README)?),
        ("images/README.md".to_owned(), IMAGES.to_owned()),
    ])
}

/// A file name made of the title.
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

fn title(given: &str) -> Result<String, String> {
    let title = given.trim();
    match title {
        "" => Err("the title is empty".to_owned()),
        _ if title.chars().any(char::is_control) => Err("a title is one line".to_owned()),
        _ => Ok(title.to_owned()),
    }
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
    }

    #[test]
    fn any_title_makes_a_sound_starter() {
        for title in ["Plain", "Colon: \"quoted\" & <b>*x*</b>", "{{ title }} {% if %}", "# Hash"] {
            let files = files(title, 2026).unwrap();
            assert_eq!(read_config(&files[0].1).unwrap().title.as_deref(), Some(title));
            let work = crate::work_product::from_text(&files[1].0, files[1].1.clone(), None).unwrap();
            assert_eq!(work.profile, ProfileId::CosaiPaper);
            assert_eq!(work.title().as_deref(), Some(title));
        }
    }
}
