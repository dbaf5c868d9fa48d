//! The words of all criteria as numbers: `/api/words.json`, with which the picker pairs criteria as
//! [`crate::handbook::pairing`] does, without a stemmer of its own.

use std::collections::HashMap;

use super::json::Levels;
use crate::fingerprint::ByHash;
use crate::handbook::Handbook;

/// The words of a handbook's criteria, in the shape that `docs/words.d.ts` declares.
///
/// `weights` has the weight of each stem, by its number. `levels` has one list for each level of handbook.json, in
/// their order, and in it one for each criterion of its cells: the number of its text, which texts share that say the
/// same, then the numbers of its stems. It is written as it is found, since each edit makes all of it anew.
pub fn words(handbook: &Handbook, levels: &Levels) -> Vec<u8> {
    let rarity = handbook.untracked().rarity();
    let (mut texts, mut stems) = (Numbers::default(), Numbers::default());
    let mut weights: Vec<u32> = Vec::new();
    let mut numbers = Vec::new();
    let mut written = Vec::new();
    for (at, (level, _)) in handbook.levels().enumerate() {
        written.extend_from_slice(if at > 0 { b",[" } else { b"[" });
        for (at, words) in levels.words(level).iter().enumerate() {
            numbers.clear();
            numbers.push(texts.number(words.folded()));
            for stem in words.stems() {
                let number = stems.number(stem);
                if weights.len() == number as usize {
                    weights.push(rarity.weight(stem));
                }
                numbers.push(number);
            }
            if at > 0 {
                written.push(b',');
            }
            append(&mut written, &numbers);
        }
        written.push(b']');
    }
    let mut bytes = br#"{"weights":"#.to_vec();
    append(&mut bytes, &weights);
    bytes.extend_from_slice(br#","levels":["#);
    bytes.append(&mut written);
    bytes.extend_from_slice(b"]}\n");
    bytes
}

/// Appends numbers as JSON.
fn append(bytes: &mut Vec<u8>, numbers: &[u32]) {
    let mut digits = itoa::Buffer::new();
    bytes.push(b'[');
    for (at, number) in numbers.iter().enumerate() {
        if at > 0 {
            bytes.push(b',');
        }
        bytes.extend_from_slice(digits.format(*number).as_bytes());
    }
    bytes.push(b']');
}

/// Numbers from 0 on, in the order in which hashes are first met.
#[derive(Default)]
struct Numbers(HashMap<u64, u32, ByHash>);

impl Numbers {
    fn number(&mut self, hash: u64) -> u32 {
        let next = self.0.len() as u32;
        *self.0.entry(hash).or_insert(next)
    }
}
