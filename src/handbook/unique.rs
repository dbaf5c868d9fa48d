//! Names that have to be unique: `name`, then `name-2`, `name-3` and so on.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::fingerprint::Fingerprint;

/// 64-bit hash of a name. A collision only adds a needless suffix.
pub fn hash64(name: &str) -> u64 {
    Fingerprint::of_bytes(name.as_bytes()).short()
}

/// Names that are taken, by their hashes, and how often each was wanted.
#[derive(Default)]
pub struct UniqueNames(HashMap<u64, usize, BuildHasherDefault<IdentityHasher>>);

impl UniqueNames {
    /// No name is taken.
    pub fn with_capacity(count: usize) -> Self {
        Self(HashMap::with_capacity_and_hasher(count, BuildHasherDefault::default()))
    }

    /// Takes names that stay as they are, even those that are taken.
    pub fn reserve(&mut self, names: impl Iterator<Item = u64>) {
        self.0.extend(names.map(|name| (name, 1)));
    }

    /// Takes a name, with a number if it is taken already.
    pub fn claim(&mut self, wanted: String) -> String {
        self.claim_hash(hash64(&wanted), || wanted.clone()).unwrap_or(wanted)
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
            let hash = hash64(&candidate);
            if !self.0.contains_key(&hash) {
                self.0.insert(hash, 1);
                self.0.insert(wanted, number);
                return Some(candidate);
            }
            number += 1;
        }
    }
}

/// The keys are hashes already.
#[derive(Default)]
pub struct IdentityHasher(u64);

impl Hasher for IdentityHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn finish(&self) -> u64 {
        self.0
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
        names.reserve(["a", "a-2"].into_iter().map(hash64));
        assert_eq!(names.claim("a".to_owned()), "a-3");
    }
}
