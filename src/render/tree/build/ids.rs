//! Ids: each is given once.

use std::collections::{BTreeSet, HashSet};

use crate::render::Publication;

/// Ids given so far, and those the author will give.
#[derive(Debug, Default)]
pub(super) struct Ids {
    reserved: HashSet<String>,
    given: BTreeSet<String>,
}

impl Ids {
    /// Nothing given, the ids of the document reserved for its own objects.
    pub fn new(publication: &Publication<'_>) -> Self {
        let work = publication.work;
        let mut reserved: HashSet<String> = work.anchors.ids().map(str::to_owned).collect();
        for section in 0..work.outline.sections.len() {
            reserved.extend(publication.anchors(section).iter().cloned());
        }
        Self { reserved, given: BTreeSet::new() }
    }

    /// Takes an id of the author's; `false` where the document has it already, or where it can be no id.
    pub fn claim(&mut self, id: &str) -> bool {
        let possible = !id.is_empty() && !id.contains(|c: char| c.is_whitespace() || c.is_control());
        possible && self.given.insert(id.to_owned())
    }

    /// Takes `wanted`, changed where the author uses it.
    pub fn fresh(&mut self, wanted: &str) -> String {
        let mut id = wanted.to_owned();
        while self.reserved.contains(&id) || !self.given.insert(id.clone()) {
            id.push('_');
        }
        id
    }

    /// All ids given.
    pub fn given(self) -> BTreeSet<String> {
        self.given
    }
}
