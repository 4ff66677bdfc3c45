//! Headings that share an anchor.

use foldhash::{HashMap, HashMapExt};

use crate::diagnostic::{Diagnostic, Severity};
use crate::markdown::{ExplicitId, NodeKind};
use crate::rules::Checker;
use crate::source::{Edit, Fix, TextRange};
use crate::work_product::{Link, Target, WorkProduct};

/// `heading-duplicate-slug`.
pub fn duplicate_slug(checker: &mut Checker<'_>) {
    repeated_ids(checker);
    let twins = Twins::new(checker.work);
    let wrong: Vec<_> = checker.work.links.iter().filter_map(|link| twins.wrong_twin(checker, link)).collect();
    for found in wrong {
        checker.report(found);
    }
}

/// An id given to two headings: a link to it reaches the first alone.
fn repeated_ids(checker: &mut Checker<'_>) {
    let work = checker.work;
    let heading = |id: &&ExplicitId| matches!(work.document.kind(id.block), NodeKind::Heading { .. });
    let mut first: HashMap<&str, &ExplicitId> = HashMap::new();
    let mut again: Vec<(&ExplicitId, TextRange)> = Vec::new();
    for id in work.document.explicit_ids.iter().filter(heading) {
        match first.get(&*id.id) {
            Some(before) if before.block != id.block => again.push((id, before.range)),
            Some(_) => {}
            None => {
                first.insert(&id.id, id);
            }
        }
    }
    if again.is_empty() {
        return;
    }
    let linked: std::collections::HashSet<&str> = work.links.iter().filter_map(fragment).collect();
    for (id, before) in again {
        let found = checker.found(id.range, format!("two headings have the anchor `#{}`", id.id));
        let found = found.related(before, "the other one").help("give each heading an anchor of its own");
        checker.report(if linked.contains(&*id.id) { found } else { found.at_most(Severity::Warning) });
    }
}

fn fragment(link: &Link) -> Option<&str> {
    let Target::Fragment(fragment) = link.target() else { return None };
    Some(fragment)
}

/// Headings of the same text, by the anchor of the first.
struct Twins<'a> {
    work: &'a WorkProduct,
    by_slug: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Twins<'a> {
    fn new(work: &'a WorkProduct) -> Self {
        let mut by_text: HashMap<&str, Vec<usize>> = HashMap::new();
        for (index, section) in work.outline.body().filter(|(_, section)| !section.text.is_empty()) {
            by_text.entry(&section.text).or_default().push(index);
        }
        let twins = by_text.into_values().filter(|all| all.len() > 1);
        let by_slug = twins.filter_map(|all| Some((work.anchors.slugs.get(*all.first()?)?.0.as_str(), all))).collect();
        Self { work, by_slug }
    }

    /// A link that reaches the first of several headings of its text and stands in the section of another.
    fn wrong_twin(&self, checker: &Checker<'_>, link: &Link) -> Option<Diagnostic> {
        let work = self.work;
        let slug = fragment(link)?;
        let all = self.by_slug.get(slug)?;
        let (&first, others) = all.split_first()?;
        let around = |index: usize| {
            let parent = work.outline.sections.get(index)?.parent?;
            let above = work.outline.sections.get(parent)?;
            above.extent.contains(link.range).then_some(above.extent.len())
        };
        let nearest = others.iter().filter_map(|&index| Some((around(index)?, index))).min()?;
        let own = around(first);
        if own.is_some_and(|own| own <= nearest.0) {
            return None;
        }
        let (meant, reached) = (&work.outline.sections[nearest.1], &work.outline.sections[first]);
        let right = &work.anchors.slugs.get(nearest.1)?.0;
        let message = format!("`#{slug}` leads to the first `{}`, not to that of this section", reached.text);
        let found = checker.found(link.url_range, message).related(reached.text_range, "where it leads");
        let found = found.related(meant.text_range, format!("this one is at `#{right}`")).at_most(Severity::Warning);
        let inline = link.url_range != link.range;
        let fix = Fix::risky(format!("write `#{right}`"), vec![Edit::replace(link.url_range, format!("#{right}"))]);
        Some(if inline { found.fix(fix) } else { found })
    }
}
