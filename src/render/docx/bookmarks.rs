//! Bookmarks: the format's names for places, which are shorter and poorer than ids.

use std::collections::{HashMap, HashSet};

use super::emit::Emitter;

/// Longest name the format allows, in characters.
const MAX_NAME: usize = 40;
/// Room for the number that makes a name unique.
const ROOM: usize = 8;

/// Names given so far.
#[derive(Default)]
pub(super) struct Bookmarks<'a> {
    names: HashMap<&'a str, String>,
    /// Names in lower case: the format does not tell capitals apart.
    taken: HashSet<String>,
    /// Bookmarks written so far.
    count: usize,
}

impl<'a> Bookmarks<'a> {
    /// The name of the place an id names.
    pub fn name(&mut self, id: &'a str) -> &str {
        let number = self.names.len() + 1;
        let taken = &mut self.taken;
        self.names.entry(id).or_insert_with(|| {
            let wanted = name(id);
            if wanted.len() <= MAX_NAME && taken.insert(wanted.to_ascii_lowercase()) {
                return wanted;
            }
            let start: String = wanted.chars().take(MAX_NAME - ROOM).collect();
            // Names that the document wants may look like those made here.
            let made = (number..).map(|number| format!("{start}_{number}"));
            made.into_iter().find(|made| taken.insert(made.to_ascii_lowercase())).unwrap_or_default()
        })
    }
}

/// The id with nothing but what names are made of: letters, digits, underscores; a letter first.
fn name(id: &str) -> String {
    let mut name: String = id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        name.insert_str(0, "a_");
    }
    name
}

impl<'a> Emitter<'a> {
    /// Marks the place that an id names.
    pub fn bookmark(&mut self, id: &'a str) {
        let number = self.open_bookmark(id);
        self.close_bookmark(&number);
    }

    /// Begins what an id names; the number is to be given to its end.
    pub fn open_bookmark(&mut self, id: &'a str) -> String {
        self.bookmarks.count += 1;
        let number = self.bookmarks.count.to_string();
        let name = self.bookmarks.name(id);
        self.part.xml.empty("w:bookmarkStart", &[("w:id", &number), ("w:name", name)]);
        number
    }

    /// Ends what an id names.
    pub fn close_bookmark(&mut self, number: &str) {
        self.part.xml.empty("w:bookmarkEnd", &[("w:id", number)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_plain_and_told_apart() {
        let long = "a-very-long-heading-that-says-more-than-forty-characters";
        let longer = format!("{long}-1");
        let ids = ["1-scope", "Scope", "scope", "über", long, &longer];
        let mut bookmarks = Bookmarks::default();
        let names: Vec<String> = ids.iter().map(|id| bookmarks.name(id).to_owned()).collect();
        let different: HashSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
        assert_eq!(different.len(), ids.len(), "{names:?}");
        for name in &names {
            assert!(name.len() <= MAX_NAME && name.starts_with(|c: char| c.is_ascii_alphabetic()), "{name}");
            assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'), "{name}");
        }
        assert_eq!(bookmarks.name("Scope"), "Scope");
    }
}
