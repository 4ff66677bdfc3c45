//! Characters that do not belong into a text.

use std::cell::LazyCell;
use std::sync::LazyLock;

use memchr::memmem;

use crate::diagnostic::Severity;
use crate::markdown::NodeKind;
use crate::profiles::ProfileId;
use crate::rules::Checker;
use crate::rules::running_text::{Pattern, find, pattern};
use crate::source::{Edit, Fix, TextRange};

use super::spacing::{touches, verbatim};

/// `file-encoding`.
pub fn encoding(checker: &mut Checker<'_>) {
    let text = checker.work.text();
    if text.starts_with('\u{feff}') {
        let range = TextRange::new(0, '\u{feff}'.len_utf8());
        let fix = Fix::safe("Remove the byte order mark", vec![Edit::delete(range)]);
        checker.report(checker.found(range, "the file begins with a byte order mark").fix(fix));
    }
    if let Some(at) = text.find('\u{fffd}') {
        let range = TextRange::new(at, at + '\u{fffd}'.len_utf8());
        checker.flag(range, "a character was lost in a conversion between encodings");
    }
    let returns: Vec<Edit> =
        memmem::find_iter(text.as_bytes(), "\r\n").map(|at| Edit::delete(TextRange::new(at, at + 1))).collect();
    if let Some(first) = returns.first() {
        let message = format!("{} lines end as on Windows, in a carriage return and a line feed", returns.len());
        let found = checker.found(first.range, message).at_most(Severity::Warning);
        let found = found.help("have the editor save the file with line ends `LF`");
        checker.report(found.fix(Fix::safe("End lines with a line feed", returns)));
    }
    if !text.is_empty() && !text.ends_with(['\n', '\r']) {
        let fix = Fix::safe("Add a line feed", vec![Edit::insert(text.len(), "\n")]);
        let found = checker.found(TextRange::empty(text.len()), "the file does not end with a line break");
        checker.report(found.at_most(Severity::Info).fix(fix));
    }
}

fn name(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{a0}' => "a no-break space",
        '\u{ad}' => "a soft hyphen",
        '\u{200b}' => "a zero-width space",
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => "a mark of writing direction",
        '\u{2028}' | '\u{2029}' => "a line or paragraph separator",
        '\u{2060}' | '\u{feff}' => "a zero-width no-break space",
        '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => "a control character",
        _ => return None,
    })
}

/// Whether a character that is not seen may begin with this byte of UTF-8.
fn may_be_unseen(byte: u8) -> bool {
    matches!(byte, 0..=8 | 0xb | 0xc | 0xe..=0x1f | 0x7f | 0xc2 | 0xe2 | 0xef)
}

/// Bytes looked at in one go.
const BLOCK: usize = 64;

/// Whether all of a block is seen, or breaks a line. No way out of the loop before its end makes it fast.
fn is_seen(block: &[u8]) -> bool {
    let other = |byte: u8| {
        let sign = u8::from(!(b' '..0x7f).contains(&byte));
        sign & u8::from(byte != b'\n') & u8::from(byte != b'\r') & u8::from(byte != b'\t')
    };
    block.iter().fold(0, |any, &byte| any | other(byte)) == 0
}

/// The first character at or behind `from` that is not seen.
fn next_unseen(text: &str, mut from: usize) -> Option<(usize, char)> {
    loop {
        let blocks = text.as_bytes().get(from..)?.chunks_exact(BLOCK);
        from += blocks.take_while(|block| is_seen(block)).count() * BLOCK;
        let at = from + text.as_bytes().get(from..)?.iter().position(|&byte| may_be_unseen(byte))?;
        let c = text.get(at..)?.chars().next()?;
        if name(c).is_some() {
            return Some((at, c));
        }
        from = at + c.len_utf8();
    }
}

/// `invisible-chars`.
pub fn invisible(checker: &mut Checker<'_>) {
    let work = checker.work;
    let text = work.text();
    let (code, mut in_code) = (LazyCell::new(|| verbatim(work, true)), 0);
    let mut at = 0;
    while let Some((start, c)) = next_unseen(text, at) {
        let rest = &text[start..];
        let len = rest.len() - rest.trim_start_matches(c).len();
        let range = TextRange::new(start, start + len);
        at = start + len;
        if (start == 0 && c == '\u{feff}') || touches(&code, &mut in_code, range) {
            continue;
        }
        let Some(name) = name(c) else { continue };
        let (title, replacement) = if c == '\u{a0}' { ("Write a space", " ") } else { ("Remove it", "") };
        let fix = Fix::safe(title, vec![Edit::replace(range, replacement)]);
        checker.report(checker.found(range, format!("{name} (U+{:04X}) stands here unseen", u32::from(c))).fix(fix));
    }
}

/// A backslash at the end of a block breaks no line: it is shown.
fn at_ends(checker: &mut Checker<'_>) {
    let work = checker.work;
    for passage in work.passages.iter() {
        let text = passage.text();
        let kept = text.trim_end();
        if !kept.ends_with('\\') || passage.is_code(kept.len() - 1) {
            continue;
        }
        let range = passage.source(kept.len() - 1..kept.len());
        let before = work.text().get(..range.start as usize).unwrap_or_default();
        if work.slice(range) != "\\" || before.ends_with('\\') {
            continue;
        }
        let alone = kept.len() == 1;
        let gap = before.len() - before.trim_end_matches([' ', '\t']).len();
        let edit = Edit::delete(TextRange::new(before.len() - gap, range.end as usize));
        let found = checker.found(range, "the backslash breaks no line here: it is shown").help("remove it");
        // Legal text is not touched without being asked.
        let legal = work.notices.sentences.iter().any(|sentence| passage.range.contains(sentence.range));
        let message = "Remove the backslash";
        // pandoc reads a lone one as a blank line.
        checker.report(if alone {
            found.at_most(Severity::Info)
        } else if legal {
            found.fix(Fix::risky(message, vec![edit]))
        } else {
            found.fix(Fix::safe(message, vec![edit]))
        });
    }
}

/// A backslash with a space behind it.
static SPACED: LazyLock<Pattern> = LazyLock::new(|| pattern(r"\\ "));

/// A backslash at the end of a line breaks it only where nothing follows, not even a space.
fn before_blanks(checker: &mut Checker<'_>) {
    for (passage, place, range) in find(checker, &SPACED) {
        let source = checker.work.text();
        let after = source.get(range.start as usize + 1..).unwrap_or_default();
        let blank = after.len() - after.trim_start_matches([' ', '\t']).len();
        let ends = after.get(blank..).is_some_and(|rest| rest.starts_with(['\n', '\r']));
        let doubled = source.get(..range.start as usize).is_some_and(|before| before.ends_with('\\'));
        // At the end of a block the backslash is the matter of the check above.
        let last = passage.text().get(place.end..).is_none_or(|rest| rest.trim().is_empty());
        if blank == 0 || !ends || doubled || last {
            continue;
        }
        let at = range.start as usize;
        let found = checker.found(TextRange::new(at, at + 1), "the backslash breaks no line, for a space follows it");
        let edit = Edit::delete(TextRange::new(at + 1, at + 1 + blank));
        // The line then breaks, which the text around it may not expect.
        checker.report(found.help("delete the space").fix(Fix::risky("Delete the space", vec![edit])));
    }
}

/// Commands of LaTeX that say how a page looks. Formulas are written with others.
pub(super) static COMMAND: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"\\(?:newpage|pagebreak|clearpage|vspace|hspace|noindent|textbf|textit|texttt|setcounter|includegraphics|tableofcontents|footnotesize)\b",
    )
});

/// A command for one writer only is text to all others.
fn commands(checker: &mut Checker<'_>) {
    for (_, _, range) in find(checker, &COMMAND) {
        let written = checker.work.slice(range);
        let found = checker.found(range, format!("`{written}` is a command of LaTeX: elsewhere it is shown"));
        checker.report(found.help("leave the layout to the build, or hide the command in a comment"));
    }
}

/// `escape-residue`.
pub fn escapes(checker: &mut Checker<'_>) {
    at_ends(checker);
    before_blanks(checker);
    commands(checker);
    let work = checker.work;
    // Other tools than word processors write needless escapes too, and their users never see them.
    let most = if work.profile == ProfileId::CosaiPaper { Severity::Error } else { Severity::Info };
    for node in work.document.descendants(work.document.root()) {
        let NodeKind::Text { literal: Some(_) } = work.document.kind(node) else { continue };
        let range = work.document.range(node);
        // Numbers of headings and copyright lines have rules of their own.
        let in_heading =
            work.document.ancestors(node).any(|above| matches!(work.document.kind(above), NodeKind::Heading { .. }));
        let slice = work.slice(range);
        for (at, _) in slice.match_indices('\\') {
            let escape = range.inside(at..at + 1);
            if !is_needless(work.text(), escape.start as usize, in_heading) {
                continue;
            }
            if work.notices.copyright.iter().any(|line| line.escape.is_some_and(|known| known.overlaps(escape))) {
                continue;
            }
            let fix = Fix::safe("Remove the backslash", vec![Edit::delete(escape)]);
            let found = checker.found(escape, "the backslash is not needed").help("remove it");
            checker.report(found.at_most(most).fix(fix));
        }
    }
}

/// How many characters before and after a backslash are looked at.
const LOOK_BACK: usize = 80;

/// Whether the backslash at `at` can go without a change of meaning, judged by its neighbours alone.
fn is_needless(text: &str, at: usize, in_heading: bool) -> bool {
    let mut after = text.get(at + 1..).unwrap_or_default().chars();
    let before = text.get(..at).unwrap_or_default();
    // A look back of bounded length: lines may be of any.
    let from = before.char_indices().rev().nth(LOOK_BACK).map_or(0, |(at, _)| at);
    let line = before[from..].rsplit(['\n', '\r']).next().unwrap_or_default();
    let ahead: String = text.get(at + 1..).unwrap_or_default().chars().take(LOOK_BACK).collect();
    let word =
        |side: Option<&str>| side.is_some_and(|part| ["@", "://", "www."].iter().any(|sign| part.contains(sign)));
    // An address that links itself ends or begins at the escape.
    if word(line.rsplit(char::is_whitespace).next()) || word(ahead.split(char::is_whitespace).next()) {
        return false;
    }
    // What opens a line may open a list, a rule or a heading with it.
    let inner = line.chars().any(char::is_alphabetic);
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match (after.next(), after.next()) {
        (Some('.'), next) => inner && !in_heading && next != Some('.') && !line.ends_with('\\'),
        (Some('!'), next) => inner && next != Some('[') && !line.ends_with('\\'),
        (Some('-'), next) => inner && letter(line.chars().last()) && letter(next),
        (Some('_'), next) => letter(line.chars().last()) && letter(next),
        _ => false,
    }
}
