//! RFCs that others have replaced, so that nobody has to be asked over the network.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Number and successors, by number.
static OBSOLETE: LazyLock<HashMap<u32, Vec<u32>>> = LazyLock::new(|| {
    let lines = include_str!("obsolete-rfcs.tsv").lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let (number, by) = line.split_once('\t')?;
            let by = by.split(' ').filter_map(|number| number.parse().ok()).collect();
            Some((number.parse().ok()?, by))
        })
        .collect()
});

/// The RFCs that stand in the place of an obsolete one today; `None` for one that nobody replaced.
#[must_use]
pub fn obsoleted_by(number: u32) -> Option<&'static [u32]> {
    OBSOLETE.get(&number).map(Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read_and_no_successor_is_obsolete_itself() {
        let lines = include_str!("obsolete-rfcs.tsv").lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(OBSOLETE.len(), lines);
        for (number, successors) in OBSOLETE.iter() {
            assert!(!successors.is_empty(), "{number}");
            for successor in successors {
                assert!(successor > number && obsoleted_by(*successor).is_none(), "{number}: {successor}");
            }
        }
        assert_eq!(obsoleted_by(7159), Some(&[8259][..]));
        assert_eq!(obsoleted_by(8259), None);
    }
}
