//! The report for people, in the look of rustc: message, place, source line, fix.

use std::io::{self, Write};

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet};

use crate::diagnostic::{Comparison, Diagnostic, Entry, Location, Severity, Sources};
use crate::source::{Applicability, ColumnUnit, Edit, Fix, SourceText, TextRange};
use crate::work_product::LoadError;

use super::excerpt::Excerpt;
use super::terminal::{harmless, harmless_line};
use super::{Options, Report};

/// Related places this near are shown in the same excerpt.
const NEAR_LINES: usize = 6;
/// Largest fix shown as a patch: lines touched, bytes inserted.
const PATCH_LINES: usize = 6;
const PATCH_BYTES: usize = 600;

/// Writes the findings one by one and a line that counts them. Styled; the caller's stream strips
/// the styles where they are not wanted.
pub(super) fn write(reports: &[Report], options: Options<'_>, out: &mut dyn Write) -> io::Result<()> {
    let renderer = Renderer::styled();
    for report in reports {
        for found in &report.diagnostics {
            writeln!(out, "{}\n", render(&renderer, found, &report.sources))?;
        }
    }
    let known = options.baseline.map_or(0, Comparison::count);
    let known = if known > 0 { format!("; {known} in the baseline") } else { String::new() };
    writeln!(out, "{}{known}", summary(reports))?;
    gone(options.baseline.map_or(&[], |compared| &compared.gone), out)
}

/// What the baseline records and is not found any more.
fn gone(entries: &[Entry], out: &mut dyn Write) -> io::Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    writeln!(out, "\ngone from the baseline (--write-baseline brings it up to date):")?;
    for entry in entries {
        let times = if entry.count > 1 { format!(" ({} times)", entry.count) } else { String::new() };
        writeln!(out, "  {}", harmless_line(&format!("{}: {}: {}{times}", entry.path, entry.rule, entry.message)))?;
    }
    Ok(())
}

/// `3 errors, 1 warning in 1 file (2 fixable with --fix)`.
fn summary(reports: &[Report]) -> String {
    let total = |severity| reports.iter().map(|report| report.count(severity)).sum::<usize>();
    let named = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "info")];
    let counts: Vec<String> =
        named.iter().map(|(severity, name)| (total(*severity), name)).filter(|(n, _)| *n > 0).map(count).collect();
    let files: usize = reports.iter().map(|report| report.sources.prose().segments().len()).sum();
    let counts = if counts.is_empty() { "no findings".to_owned() } else { counts.join(", ") };
    let by = |wanted| {
        let all = reports.iter().flat_map(|report| &report.diagnostics).filter_map(|found| found.fix.as_ref());
        all.filter(|fix| fix.applicability == wanted).count()
    };
    let fixable = match (by(Applicability::Safe), by(Applicability::Unsafe)) {
        (0, 0) => String::new(),
        (safe, 0) => format!(" ({safe} fixable with --fix)"),
        (0, risky) => format!(" ({risky} fixable with --fix --unsafe)"),
        (safe, risky) => format!(" ({safe} fixable with --fix, {risky} more with --fix --unsafe)"),
    };
    let silenced: usize = reports.iter().map(|report| report.suppressed).sum();
    let silenced = if silenced > 0 { format!("; {silenced} suppressed") } else { String::new() };
    format!("{counts} in {}{fixable}{silenced}", count((files, &"file")))
}

fn count((number, name): (usize, &&str)) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {name}{plural}")
}

fn render(renderer: &Renderer, found: &Diagnostic, sources: &Sources) -> String {
    let level = match found.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let title = level.primary_title(harmless_line(&found.message)).id(found.rule.to_string());
    let (near, far) = split_related(found, sources);
    let ranges: Vec<TextRange> =
        std::iter::once(found.location.range).chain(near.iter().map(|(_, at)| at.range)).collect();
    let mut group = title.element(place(found.location, &ranges, sources, None, &near));
    for (message, location) in far {
        let label = Some(message.as_str());
        group = group.element(place(location, &[location.range], sources, label, &[]));
    }
    if let Some(help) = &found.help {
        group = group.element(Level::HELP.message(harmless(help)));
    }
    let mut groups = vec![group];
    if let Some(fix) = &found.fix {
        groups.push(patch(fix, found.location, sources));
    }
    true_column(renderer.render(&groups), found.location, &ranges, sources)
}

type Place = (String, Location);

/// Related places that fit into the excerpt of the finding, and those that need their own.
fn split_related(found: &Diagnostic, sources: &Sources) -> (Vec<Place>, Vec<Place>) {
    let text = sources.get(found.location.source);
    let line = text.line_index(found.location.range.start);
    let path = sources.path(found.location);
    let places = found.related.iter().map(|related| (related.message.clone(), related.location));
    places.partition(|(_, location)| {
        location.source == found.location.source
            && sources.path(*location) == path
            && text.line_index(location.range.start).abs_diff(line) <= NEAR_LINES
    })
}

/// The place of a finding: path, line and column, then the source lines.
fn place<'a>(
    location: Location,
    ranges: &[TextRange],
    sources: &Sources,
    label: Option<&str>,
    near: &[Place],
) -> Snippet<'a, Annotation<'a>> {
    let excerpt = Excerpt::new(sources.get(location.source), ranges, false);
    let kind = if label.is_some() { AnnotationKind::Context } else { AnnotationKind::Primary };
    let mut marks = excerpt.marks.iter();
    let first = marks.next().cloned().unwrap_or(0..0);
    let mut snippet = Snippet::source(excerpt.text.clone())
        .path(harmless_line(&sources.path(location)))
        .line_start(excerpt.line)
        .annotation(kind.span(first).label(label.map(harmless_line)));
    for (mark, (message, _)) in marks.zip(near) {
        snippet = snippet.annotation(AnnotationKind::Context.span(mark.clone()).label(harmless_line(message)));
    }
    snippet
}

/// The renderer counts columns in what it is shown; where a long line was cut they are set right.
fn true_column(rendered: String, location: Location, ranges: &[TextRange], sources: &Sources) -> String {
    let text = sources.get(location.source);
    let at = text.position(location.range.start, ColumnUnit::Scalar);
    let excerpt = Excerpt::new(text, ranges, false);
    let before = excerpt.marks.first().and_then(|mark| excerpt.text.get(..mark.start)).unwrap_or_default();
    let shown = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    if shown == at.column as usize {
        return rendered;
    }
    let path = harmless_line(&sources.path(location));
    let place = |column: usize| format!("{path}:{}:{column}", at.line);
    rendered.replacen(&place(shown), &place(at.column as usize), 1)
}

fn patch<'a>(fix: &Fix, location: Location, sources: &Sources) -> Group<'a> {
    let how = match fix.applicability {
        Applicability::Safe => " (`--fix` does it)",
        Applicability::Unsafe => " (`--fix --unsafe` does it)",
        Applicability::DisplayOnly => "",
    };
    let title = Level::HELP.secondary_title(format!("{}{how}", harmless_line(&fix.message)));
    let text = sources.get(location.source);
    if !is_small(&fix.edits, text) {
        return Group::with_title(title);
    }
    let ranges: Vec<TextRange> = fix.edits.iter().map(|edit| edit.range).collect();
    let excerpt = Excerpt::new(text, &ranges, true);
    let patches = fix.edits.iter().zip(&excerpt.marks).map(|(edit, mark)| {
        let replacement = edit.text.replace("\r\n", "\n");
        Patch::new(mark.clone(), harmless(&replacement))
    });
    title.element(Snippet::source(excerpt.text.clone()).line_start(excerpt.line).patches(patches))
}

fn is_small(edits: &[Edit], text: &SourceText) -> bool {
    let Some(all) = edits.iter().map(|edit| edit.range).reduce(TextRange::cover) else {
        return false;
    };
    let lines = text.lines_of(all);
    let inserted: usize = edits.iter().map(|edit| edit.text.len()).sum();
    let replaced: usize = edits.iter().map(|edit| edit.range.len()).sum();
    let one_file = text.segment_at(all.start) == text.segment_at(all.end);
    one_file && lines.len() <= PATCH_LINES && inserted <= PATCH_BYTES && replaced <= PATCH_BYTES
}

/// What keeps a work product from being loaded, with the offending line where there is one. Styled.
#[must_use]
pub fn load_error(error: &LoadError) -> String {
    let Some((line, column)) = error.position else {
        let message = harmless_line(&format!("{}: {}", error.path, error.message));
        return Renderer::styled().render(&[Group::with_title(Level::ERROR.primary_title(message))]);
    };
    let title = Level::ERROR.primary_title(harmless_line(&error.message));
    let Some((text, mark)) = &error.excerpt else {
        let origin = Origin::path(harmless_line(&error.path)).line(line as usize).char_column(column as usize);
        return Renderer::styled().render(&[title.element(origin)]);
    };
    let source = SourceText::new(error.path.clone(), text.clone());
    let excerpt = Excerpt::new(&source, &[TextRange::new(mark.start, mark.end)], false);
    let snippet = Snippet::source(excerpt.text.clone())
        .path(harmless_line(&error.path))
        .line_start(line as usize)
        .annotation(AnnotationKind::Primary.span(excerpt.marks.first().cloned().unwrap_or(0..0)));
    Renderer::styled().render(&[title.element(snippet)])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(found: &Diagnostic, text: &str) -> String {
        let sources = Sources::new(SourceText::new("a.md", text));
        render(&Renderer::plain(), found, &sources)
    }

    #[test]
    fn a_finding_looks_like_rustc() {
        let text = "# T\n\nCopyright 2025.\n\nApproved 2026.\n";
        let fix = Fix::risky("write 2026", vec![Edit::replace(TextRange::new(15, 19), "2026")]);
        let found =
            Diagnostic::new("copyright-year", TextRange::new(15, 19), "the notice says 2025, the approval line 2026")
                .related(TextRange::new(31, 35), "approved in 2026")
                .help("use one year")
                .fix(fix);
        let expected = "\
error[copyright-year]: the notice says 2025, the approval line 2026
 --> a.md:3:11
  |
3 | Copyright 2025.
  |           ^^^^
4 |
5 | Approved 2026.
  |          ---- approved in 2026
  |
  = help: use one year
help: write 2026 (`--fix --unsafe` does it)
  |
3 - Copyright 2025.
3 + Copyright 2026.
  |";
        assert_eq!(plain(&found, text), expected);
    }

    #[test]
    fn a_cut_line_keeps_its_column() {
        let text = format!("x {}bad{}", "y".repeat(300_000), "z".repeat(300_000));
        let shown = plain(&Diagnostic::new("r", TextRange::new(300_002, 300_005), "m"), &text);
        assert!(shown.contains("a.md:1:300003") && shown.len() < 1000, "{}", shown.len());
    }

    #[test]
    fn hostile_text_reaches_no_terminal() {
        let text = "x \u{1b}]0;title\u{7}\u{1b}[31m\u{9b}2J\u{202e} y\n";
        let mut found = Diagnostic::new("r", TextRange::new(0, 1), "m \u{1b}[2J").help("h \u{9b}1m\u{1b}");
        found.fix = Some(Fix::safe("f\u{1b}", vec![Edit::replace(TextRange::new(0, 1), "\u{1b}[3m\r")]));
        let shown = plain(&found.related(TextRange::new(2, 3), "\u{1b}c"), text);
        let bad = |c: char| c.is_control() && c != '\n' || matches!(c, '\u{202a}'..='\u{202e}');
        assert!(!shown.contains(bad), "{shown:?}");
    }

    #[test]
    fn no_place_breaks_it() {
        for text in ["", "\n", "a\r\nb", "\u{feff}x", "é\u{301}漢字\t|\n"] {
            for start in 0..=text.len() + 1 {
                for end in start..=text.len() + 1 {
                    let range = TextRange::new(start, end);
                    let fix = Fix::safe("f", vec![Edit::replace(range, "z\n")]);
                    let shown = plain(&Diagnostic::new("r", range, "m").fix(fix), text);
                    assert!(shown.starts_with("error[r]: m"));
                }
            }
        }
    }
}
