//! Annexes, which belong to the document, and appendices, which do not.

use crate::markdown::{NodeId, NodeKind};
use crate::profiles::ProfileId;
use crate::rules::Checker;
use crate::rules::structure::parts::{has_content, nowhere};
use crate::source::{Edit, Fix};
use crate::work_product::{Section, WorkProduct};

use super::{folded, is_other};

/// What the first annexes and appendices are for: keyword, letter, title, and words other titles of it begin with.
const ROLES: [(&str, &str, &str, &[&str]); 4] = [
    ("Annex", "A", "License, Document Status and Notices", &["license document status and notices"]),
    ("Annex", "B", "References", &["references", "bibliography", "normative and informative references"]),
    ("Appendix", "1", "Acknowledgments", &["acknowledgments", "acknowledgements"]),
    ("Appendix", "2", "Changes From Previous Version", &["changes from"]),
];

/// `annex-fixed-roles`.
pub fn fixed_roles(checker: &mut Checker<'_>) {
    if is_other(checker) {
        return;
    }
    let work = checker.work;
    for (keyword, letter, name, titles) in ROLES {
        let has_title = |section: &Section| {
            let title = folded(&section.title);
            titles.iter().any(|wanted| title.starts_with(wanted))
        };
        let own = lettered(work, keyword).find(|(_, section)| is_numbered(section, letter)).map(|(_, section)| section);
        let elsewhere = || {
            let top = work.outline.body().map(|(_, section)| section).filter(|section| section.depth == 1);
            top.filter(|section| section.range.start > 0).find(|section| has_title(section))
        };
        match (own, elsewhere()) {
            (Some(own), _) if has_title(own) => {}
            (Some(own), place) => {
                let message = format!("{keyword} {letter} is `{name}`, not `{}`", own.title);
                let found = checker.found(own.text_range, message);
                checker.report(match place {
                    Some(place) => found.related(place.text_range, "it stands here"),
                    None => found,
                });
            }
            (None, Some(place)) => {
                let message = format!("`{}` belongs in {keyword} {letter}", place.title);
                checker.flag(place.text_range, message);
            }
            (None, None) if letter == "A" => {
                let found = checker.found(nowhere(work), format!("there is no {keyword} {letter}"));
                checker.report(found.help(format!("add `{keyword} {letter} {name}`, in the words of the template")));
            }
            // What is missing altogether has rules of its own.
            (None, None) => {}
        }
    }
}

/// `annex-statement`.
pub fn annex_statement(checker: &mut Checker<'_>) {
    statement(checker, "Annex", |document| format!("(This annex forms an integral part of this {document}.)"));
}

/// `appendix-statement`.
pub fn appendix_statement(checker: &mut Checker<'_>) {
    statement(checker, "Appendix", |document| {
        format!("(This appendix does not form an integral part of this {document} and is informational.)")
    });
}

/// What a document calls itself in the statements.
const NAMES: [&str; 2] = ["Specification", "document"];

fn statement(checker: &mut Checker<'_>, keyword: &str, sentence: impl Fn(&str) -> String) {
    if is_other(checker) {
        return;
    }
    let work = checker.work;
    let name = if work.profile == ProfileId::TcSpecification { NAMES[0] } else { NAMES[1] };
    let accepted = NAMES.map(|name| folded(&sentence(name)));
    let wanted = sentence(name);
    for (_, section) in lettered(work, keyword) {
        let first = section.blocks.iter().find(|&&block| is_text(work, block));
        let says = first.is_some_and(|&block| {
            let text = folded(&work.plain(block));
            accepted.iter().any(|sentence| text.starts_with(sentence.as_str()))
        });
        if says {
            continue;
        }
        let found = checker.found(section.text_range, "the statement whether it belongs to the document is missing");
        let edit = Edit::insert(section.range.end as usize, format!("\n\n{wanted}"));
        let fix = Fix::risky("insert the statement", vec![edit]);
        checker.report(found.help(format!("write `{wanted}` below the heading")).fix(fix));
    }
}

/// `changes-appendix-none`.
pub fn changes_none(checker: &mut Checker<'_>) {
    if is_other(checker) {
        return;
    }
    let work = checker.work;
    let is_changes = |section: &&Section| folded(&section.title).starts_with("changes from");
    let Some(section) = lettered(work, "Appendix").map(|(_, section)| section).find(is_changes) else {
        checker.not_applicable("the document has no appendix on changes from the previous version");
        return;
    };
    let own = section.blocks.iter().copied().filter(|&block| {
        let text = work.plain(block);
        !(is_text(work, block) && text.starts_with('(') && folded(&text).starts_with("this appendix"))
    });
    let mut own = own.filter(|&block| *work.document.kind(block) != NodeKind::ThematicBreak).peekable();
    let Some(&first) = own.peek() else {
        // An appendix without any text is empty, which has a rule of its own.
        if has_content(work, section) {
            let found = checker.found(section.text_range, "the appendix does not say what changed");
            checker.report(found.help("list the changes, or write `None.`"));
        }
        return;
    };
    let text = folded(&work.plain(first));
    if ["n a", "na", "not applicable", "nil", "no changes"].contains(&text.as_str()) {
        let range = work.document.range(first);
        let found = checker
            .found(range, format!("where nothing changed, the appendix says `None.`, not `{}`", work.plain(first)));
        checker.report(found.fix(Fix::safe("write `None.`", vec![Edit::replace(range, "None.")])));
    }
}

/// Annexes or appendices of the top level, with their letter or number.
fn lettered<'a>(work: &'a WorkProduct, keyword: &'a str) -> impl Iterator<Item = (usize, &'a Section)> {
    work.outline.body().filter(move |(_, section)| {
        let number = section.number.as_ref();
        section.depth == 1
            && number.is_some_and(|number| {
                number.parts.len() == 1 && number.keyword.as_deref().is_some_and(|k| k.eq_ignore_ascii_case(keyword))
            })
    })
}

fn is_numbered(section: &Section, part: &str) -> bool {
    section.number.as_ref().and_then(|number| number.parts.first()).is_some_and(|first| first == part)
}

fn is_text(work: &WorkProduct, block: NodeId) -> bool {
    *work.document.kind(block) == NodeKind::Paragraph && !work.plain(block).is_empty()
}
