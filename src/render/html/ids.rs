//! Ids of one page: none is given twice.

use std::collections::HashSet;

/// Ids given so far, and those the author will give.
#[derive(Debug, Default)]
pub(super) struct Ids {
    reserved: HashSet<String>,
    given: HashSet<String>,
}

impl Ids {
    /// Ids that only the author's own elements may take.
    pub fn reserved(ids: impl Iterator<Item = String>) -> Self {
        Self { reserved: ids.collect(), given: HashSet::new() }
    }

    /// Takes an id of the author's for an element; `false` where the page has it already.
    pub fn claim(&mut self, id: &str) -> bool {
        !id.is_empty() && self.given.insert(id.to_owned())
    }

    /// Takes `wanted` for an element of ours, changed where the author uses it.
    pub fn fresh(&mut self, wanted: &str) -> String {
        let mut id = wanted.to_owned();
        while self.reserved.contains(&id) || !self.given.insert(id.clone()) {
            id.push('_');
        }
        id
    }
}
