//! A short stand-in for a long value: two values with one fingerprint are taken to be equal.

use std::fmt;
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::io::{self, Read, Write};

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

    /// The fingerprint of all that can be read, without it being in memory at once; and how many bytes that was.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub fn of_reader(reader: &mut impl Read) -> io::Result<(Self, u64)> {
        let (mut hasher, mut length) = (Xxh3::new(), 0);
        let mut buffer = vec![0; 64 * 1024];
        loop {
            match reader.read(&mut buffer) {
                Ok(0) => return Ok((Self(hasher.digest128()), length)),
                Ok(count) => {
                    hasher.update(&buffer[..count]);
                    length += count as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// The first half of it, for values of which there are few.
    pub fn short(self) -> u64 {
        (self.0 >> 64) as u64
    }

    /// That of a name or a word, for maps with [`ByHash`].
    pub fn short_of(name: &str) -> u64 {
        Self::of_bytes(name.as_bytes()).short()
    }

    /// The fingerprint of a value, through its `Hash`.
    pub fn of(value: &impl Hash) -> Self {
        let mut hasher = Xxh3Hasher { buffer: [0; BUFFER], length: 0, before: None };
        value.hash(&mut hasher);
        Self(hasher.digest())
    }
}

/// A writer that takes the fingerprint of what goes through it, without it being in memory at once.
pub struct FingerprintWriter<W> {
    to: W,
    hasher: Xxh3,
    length: u64,
}

impl<W: Write> FingerprintWriter<W> {
    /// What is written goes to another writer.
    pub fn new(to: W) -> Self {
        Self { to, hasher: Xxh3::new(), length: 0 }
    }

    /// The fingerprint of all that was written, and how many bytes that was.
    ///
    /// # Errors
    ///
    /// If the last of it cannot be written.
    pub fn finish(mut self) -> io::Result<(Fingerprint, u64)> {
        self.to.flush()?;
        Ok((Fingerprint(self.hasher.digest128()), self.length))
    }
}

impl<W: Write> Write for FingerprintWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.to.write(bytes)?;
        self.hasher.update(&bytes[..count]);
        self.length += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// All of it in hexadecimal digits, for URLs and headers.
impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// `Xxh3` as a [`Hasher`] of 128 bits. A value is hashed in many small pieces, which are gathered first: a
/// value that fits into the buffer is hashed in one go.
struct Xxh3Hasher {
    buffer: [u8; BUFFER],
    /// How much of the buffer is in use.
    length: usize,
    /// What came before; `None` while all of it is in the buffer.
    before: Option<Box<Xxh3>>,
}

const BUFFER: usize = 1024;

impl Xxh3Hasher {
    /// Of the whole. The hasher is larger than what it is to be copied for.
    fn digest(&mut self) -> u128 {
        let rest = &self.buffer[..self.length];
        match &mut self.before {
            Some(before) => {
                before.update(rest);
                before.digest128()
            }
            None => xxh3_128(rest),
        }
    }

    /// Takes what does not fit into the buffer.
    #[cold]
    fn flush(&mut self, bytes: &[u8]) {
        let before = self.before.get_or_insert_default();
        before.update(&self.buffer[..self.length]);
        self.length = 0;
        before.update(bytes);
    }
}

impl Hasher for Xxh3Hasher {
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        let end = self.length + bytes.len();
        match self.buffer.get_mut(self.length..end) {
            Some(free) => {
                free.copy_from_slice(bytes);
                self.length = end;
            }
            None => self.flush(bytes),
        }
    }

    /// Half of the digest. [`Fingerprint::of`] takes all of it.
    fn finish(&self) -> u64 {
        let mut whole = self.before.as_deref().cloned().unwrap_or_default();
        whole.update(&self.buffer[..self.length]);
        whole.digest()
    }
}

/// Puts keys that are hashes already into maps without hashing them again.
pub type ByHash = BuildHasherDefault<OfHash>;

/// See [`ByHash`].
#[derive(Default)]
pub struct OfHash(u64);

impl Hasher for OfHash {
    fn write(&mut self, bytes: &[u8]) {
        unreachable!("{} bytes are no hash", bytes.len());
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    /// That of a [`Fingerprint`].
    fn write_u128(&mut self, hash: u128) {
        self.0 = Fingerprint(hash).short();
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hashed in pieces of any size, a value has the fingerprint of its bytes.
    #[test]
    fn pieces_are_hashed_as_one() {
        struct Pieces<'b>(&'b [u8], usize);
        impl Hash for Pieces<'_> {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.0.chunks(self.1).for_each(|piece| state.write(piece));
            }
        }
        let bytes: Vec<u8> = (0..5000u32).map(|it| (it * 7 % 251) as u8).collect();
        for length in [0, 1, 240, 1023, 1024, 1025, 2048, 5000] {
            for piece in [1, 8, 100, 1023, 1024, 3000] {
                let bytes = &bytes[..length];
                let pieces = Fingerprint::of(&Pieces(bytes, piece));
                assert_eq!(pieces, Fingerprint::of_bytes(bytes), "{length} bytes by {piece}");
            }
        }
    }
}
