//! A short stand-in for a long value: two values with one fingerprint are taken to be equal.

use std::fmt;
use std::hash::{Hash, Hasher};

use serde::Serialize;
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// A 128-bit hash of values or bytes, stable from run to run on one kind of machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Fingerprint(u128);

impl Fingerprint {
    /// The fingerprint of some bytes.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self(xxh3_128(bytes))
    }

    /// The first half of it, for values of which there are few.
    pub fn short(self) -> u64 {
        (self.0 >> 64) as u64
    }

    /// The fingerprint of a value, through its `Hash`.
    pub fn of(value: &impl Hash) -> Self {
        let mut hasher = Xxh3Hasher(Xxh3::new());
        value.hash(&mut hasher);
        Self(hasher.0.digest128())
    }
}

/// All of it in hexadecimal digits, for URLs and headers.
impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// `Xxh3` as a [`Hasher`]; its own `finish` gives only 64 of the 128 bits.
struct Xxh3Hasher(Xxh3);

impl Hasher for Xxh3Hasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        self.0.digest()
    }
}
