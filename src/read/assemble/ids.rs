//! What ids of criteria are made of.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::fingerprint::Fingerprint;
use crate::handbook::{Prose, slug};

/// Words of a criterion that make its id, where the author gave none.
const WORDS: usize = 6;

/// The id of a criterion that has none of its own.
pub fn first_words(text: &Prose) -> String {
    let words: Vec<&str> = text.text().split_whitespace().take(WORDS).collect();
    match slug(&words.join(" ")) {
        slug if slug.is_empty() => "criterion".to_owned(),
        slug => slug,
    }
}

/// 64-bit hash of an id. A collision only adds a needless suffix.
pub fn hash64(id: &str) -> u64 {
    Fingerprint::of_bytes(id.as_bytes()).short()
}

/// Ids that are taken, and how often each was wanted.
pub struct IdAllocator(HashMap<u64, usize, BuildHasherDefault<IdentityHasher>>);

impl IdAllocator {
    /// No id is taken.
    pub fn with_capacity(count: usize) -> Self {
        Self(HashMap::with_capacity_and_hasher(count, BuildHasherDefault::default()))
    }

    /// Takes ids that stay as they are, even those that are taken.
    pub fn add(&mut self, ids: impl Iterator<Item = u64>) {
        self.0.extend(ids.map(|id| (id, 1)));
    }

    /// Takes an id. If it is taken already, takes it with a number and returns that.
    pub fn take(&mut self, wanted: u64, text: impl FnOnce() -> String) -> Option<String> {
        let count = self.0.entry(wanted).or_insert(0);
        *count += 1;
        let mut number = *count;
        if number == 1 {
            return None;
        }
        let text = text();
        loop {
            let candidate = format!("{text}-{number}");
            let id = hash64(&candidate);
            if !self.0.contains_key(&id) {
                self.0.insert(id, 1);
                self.0.insert(wanted, number);
                return Some(candidate);
            }
            number += 1;
        }
    }
}

/// The keys are hashes already.
#[derive(Default)]
struct IdentityHasher(u64);

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
