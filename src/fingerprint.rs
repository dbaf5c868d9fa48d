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
        let mut hasher = Xxh3Hasher::default();
        value.hash(&mut hasher);
        Self(hasher.digest())
    }
}

/// All of it in hexadecimal digits, for URLs and headers.
impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// `Xxh3` as a [`Hasher`]; its own `finish` gives only 64 of the 128 bits. A value is written in pieces of a
/// few bytes, which are gathered: most values are hashed at once.
struct Xxh3Hasher {
    gathered: [u8; GATHERED],
    length: usize,
    /// What has been hashed of a value that is longer.
    hasher: Option<Box<Xxh3>>,
}

const GATHERED: usize = 512;

impl Default for Xxh3Hasher {
    fn default() -> Self {
        Self { gathered: [0; GATHERED], length: 0, hasher: None }
    }
}

impl Xxh3Hasher {
    fn digest(mut self) -> u128 {
        match self.hasher.take() {
            Some(mut hasher) => {
                hasher.update(&self.gathered[..self.length]);
                hasher.digest128()
            }
            None => xxh3_128(&self.gathered[..self.length]),
        }
    }
}

impl Hasher for Xxh3Hasher {
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        if let Some(free) = self.gathered.get_mut(self.length..self.length + bytes.len()) {
            free.copy_from_slice(bytes);
            self.length += bytes.len();
            return;
        }
        let hasher = self.hasher.get_or_insert_with(|| Box::new(Xxh3::new()));
        hasher.update(&self.gathered[..self.length]);
        hasher.update(bytes);
        self.length = 0;
    }

    fn finish(&self) -> u64 {
        unreachable!("a fingerprint has more than 64 bits")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_make_no_difference() {
        let bytes: Vec<u8> = (0..3_000).map(|it: u32| it as u8).collect();
        for pieces in [1, 7, 300, 511, 512, 513, 2_999] {
            let mut hasher = Xxh3Hasher::default();
            bytes.chunks(pieces).for_each(|piece| hasher.write(piece));
            assert_eq!(Fingerprint(hasher.digest()), Fingerprint::of_bytes(&bytes), "{pieces}");
        }
    }
}
