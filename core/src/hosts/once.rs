//! The entries of a listing that comes in pages, each once.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use crate::Entry;

/// Entries of one kind in the host's order, each once: hosts repeat some on every page. An id is kept
/// where it stands, in its entry.
#[derive(Default)]
pub(crate) struct Once {
    entries: Vec<Entry>,
    /// The hash of each id, and where its entry is.
    places: HashTable<(u64, usize)>,
    hasher: DefaultHashBuilder,
}

impl Once {
    /// Takes each entry unless one of its id is there.
    pub(crate) fn add(&mut self, page: impl ExactSizeIterator<Item = Entry>) {
        let Self { entries, places, hasher } = self;
        entries.reserve(page.len());
        places.reserve(page.len(), |(hash, _)| *hash);
        for entry in page {
            let hash = hasher.hash_one(entry.id.as_str());
            let is_it = |(other, place): &(u64, usize)| {
                *other == hash && entries.get(*place).is_some_and(|there| there.id == entry.id)
            };
            if places.find(hash, is_it).is_none() {
                places.insert_unique(hash, (hash, entries.len()), |(hash, _)| *hash);
                entries.push(entry);
            }
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(crate) fn into_entries(self) -> Vec<Entry> {
        self.entries
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_id_that_comes_again_the_first_entry_stays() {
        let mut once = Once::default();
        let entry = |id: u32, name: &str| Entry {
            id: id.to_string(),
            name: name.to_owned(),
            ..Entry::default()
        };
        // More than the table has room for at first, so it grows and finds them again.
        for round in ["first", "second"] {
            for page in 0..10 {
                once.add((0..500).map(|id| entry(page * 500 + id, round)));
            }
        }
        assert_eq!(once.len(), 5000);
        let entries = once.into_entries();
        assert!(entries.iter().all(|entry| entry.name == "first"));
        assert!(
            entries.iter().map(|entry| entry.id.clone()).eq((0..5000).map(|id| id.to_string()))
        );
    }
}
