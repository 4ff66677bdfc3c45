//! Parts that hold no text of the document: its look, its lists, its pages, its properties.

use jiff::civil::Time;
use minijinja::{Environment, Error, UndefinedBehavior, Value, context};

use crate::render::{Metadata, PublicationOptions, Style};
use crate::work_product::date;

use super::Parts;
use super::emit::Emitter;
use super::lists::{KINDS, STEP};
use super::xml::legal;

/// What the look of a deliverable differs in.
struct Palette {
    accent: &'static str,
    dark: &'static str,
    link: &'static str,
}

fn palette(style: Style) -> Palette {
    match style {
        Style::Oasis => Palette { accent: "446CAA", dark: "2B4A7A", link: "1F4E9C" },
        Style::Cosai => Palette { accent: "0C4A4F", dark: "0C4A4F", link: "0A6068" },
    }
}

/// The color of what is filled with the style's own.
pub(super) fn accent(style: Style) -> &'static str {
    palette(style).accent
}

/// Sizes of headings in half points, with the white above and below in twentieths of a point.
const HEADINGS: [(u32, u32, u32); 9] = [
    (34, 480, 180),
    (28, 380, 150),
    (25, 320, 130),
    (23, 300, 120),
    (21, 280, 110),
    (21, 280, 110),
    (21, 280, 110),
    (21, 280, 110),
    (21, 280, 110),
];

/// Writes the parts around the document and its footnotes.
pub(super) fn write(emitter: &Emitter<'_>, parts: &mut Parts) -> Result<(), Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let metadata = &emitter.publication.metadata;
    let options = &emitter.publication.options;
    let language = metadata.language;
    let mut render = |path: &str, source: &str, context: Value| -> Result<(), Error> {
        let text = environment.render_named_str(path, source, context)?;
        parts.insert(path.to_owned(), text.into_bytes());
        Ok(())
    };
    render("word/styles.xml", include_str!("../../../assets/docx/styles.xml.jinja"), styles(emitter))?;
    render("word/numbering.xml", include_str!("../../../assets/docx/numbering.xml.jinja"), numbering(emitter))?;
    render("word/settings.xml", include_str!("../../../assets/docx/settings.xml.jinja"), context! { language })?;
    render("word/fontTable.xml", include_str!("../../../assets/docx/fonts.xml.jinja"), context! {})?;
    for (number, title) in [(1, ""), (2, metadata.title.as_str())] {
        let context = context! { number, title => legal(title), draft => options.draft };
        let path = format!("word/header{number}.xml");
        render(&path, include_str!("../../../assets/docx/header.xml.jinja"), context)?;
    }
    let width = emitter.page.text_width(false);
    let day = metadata.date.map_or_else(String::new, date::long);
    let context = context! {
        identifier => legal(&metadata.identifier),
        date => if day.is_empty() { " " } else { &day },
        track => metadata.track,
        copyright => legal(&metadata.copyright),
        left => width * 18 / 25,
        right => width * 7 / 25,
    };
    render("word/footer1.xml", include_str!("../../../assets/docx/footer.xml.jinja"), context)?;
    let core = include_str!("../../../assets/docx/core.xml.jinja");
    render("docProps/core.xml", core, properties(metadata, options))?;
    render("docProps/app.xml", include_str!("../../../assets/docx/app.xml.jinja"), context! {})
}

fn styles(emitter: &Emitter<'_>) -> Value {
    let Palette { accent, dark, link } = palette(emitter.publication.options.style);
    let headings: Vec<Value> = HEADINGS
        .iter()
        .map(|(size, before, after)| context! { size => size, before => before, after => after })
        .collect();
    let text_width = emitter.page.text_width(false);
    context! { accent, dark, link, headings, text_width, language => emitter.publication.metadata.language }
}

fn numbering(emitter: &Emitter<'_>) -> Value {
    let kinds: Vec<Value> =
        KINDS.iter().map(|(format, marks)| context! { format => *format, marks => marks.to_vec() }).collect();
    let lists: Vec<Value> = emitter
        .lists
        .iter()
        .map(|list| context! { kind => list.kind, level => list.level, start => list.start })
        .collect();
    context! { kinds, lists, step => STEP }
}

fn properties(metadata: &Metadata, options: &PublicationOptions) -> Value {
    let time = options.time.or_else(|| Some(metadata.date?.to_datetime(Time::midnight())));
    context! {
        title => legal(&metadata.title),
        author => legal(&metadata.author),
        description => legal(&metadata.description),
        identifier => legal(&metadata.identifier),
        language => metadata.language,
        track => metadata.track,
        time => time.map(|time| format!("{}Z", time.strftime("%Y-%m-%dT%H:%M:%S"))),
        draft => options.draft,
    }
}
