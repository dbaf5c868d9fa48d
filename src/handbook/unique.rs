//! Names that have to be unique: `name`, then `name-2`, `name-3` and so on.

use std::collections::HashMap;

use crate::fingerprint::{ByHash, Fingerprint};

/// Names that are taken, by their hashes, and how often each was wanted. A collision only adds a needless suffix.
#[derive(Default)]
pub struct UniqueNames(HashMap<u64, usize, ByHash>);

impl UniqueNames {
    /// No name is taken.
    pub fn with_capacity(count: usize) -> Self {
        Self(HashMap::with_capacity_and_hasher(count, ByHash::default()))
    }

    /// Takes names that stay as they are, even those that are taken.
    pub fn reserve(&mut self, names: impl Iterator<Item = u64>) {
        self.0.extend(names.map(|name| (name, 1)));
    }

    /// The hashes of the names that are taken.
    pub fn hashes(&self) -> impl Iterator<Item = u64> {
        self.0.keys().copied()
    }

    /// Takes a name, with a number if it is taken already.
    pub fn claim(&mut self, wanted: String) -> String {
        self.claim_hash(Fingerprint::short_of(&wanted), || wanted.clone()).unwrap_or(wanted)
    }

    /// Takes the name with a hash. If it is taken already, takes it with a number and returns that.
    pub fn claim_hash(&mut self, wanted: u64, name: impl FnOnce() -> String) -> Option<String> {
        let count = self.0.entry(wanted).or_insert(0);
        *count += 1;
        let mut number = *count;
        if number == 1 {
            return None;
        }
        let name = name();
        loop {
            let candidate = format!("{name}-{number}");
            let hash = Fingerprint::short_of(&candidate);
            if !self.0.contains_key(&hash) {
                self.0.insert(hash, 1);
                self.0.insert(wanted, number);
                return Some(candidate);
            }
            number += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_taken_gets_the_next_free_number() {
        let mut names = UniqueNames::default();
        let wanted = ["a", "a", "a-3", "a", "a-2", "b"];
        let given = wanted.map(|name| names.claim(name.to_owned()));
        assert_eq!(given, ["a", "a-2", "a-3", "a-4", "a-2-2", "b"]);
    }

    #[test]
    fn a_reserved_name_is_never_given_out() {
        let mut names = UniqueNames::default();
        names.reserve(["a", "a-2"].into_iter().map(Fingerprint::short_of));
        assert_eq!(names.claim("a".to_owned()), "a-3");
    }
}
