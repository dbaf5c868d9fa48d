//! The words of all criteria as numbers: `/api/words.json`, with which the picker pairs criteria as
//! [`crate::handbook::pairing`] does, without a stemmer of its own.

use std::collections::HashMap;
use std::sync::Arc;

use serde::Serialize;

use super::json::LevelJson;
use crate::handbook::Handbook;
use crate::handbook::likeness::{ByHash, Words};

/// The shape of the file, which `docs/words.d.ts` declares.
#[derive(Serialize)]
struct JsonWords {
    /// The weight of each stem, by its number.
    weights: Vec<u32>,
    /// For each level of handbook.json, in their order, one list for each criterion of its cells: the number
    /// of its text, which texts share that say the same, then the numbers of its stems.
    levels: Vec<Vec<Vec<u32>>>,
}

/// The words of a handbook's criteria. `levels` holds one for each level, in their order.
pub fn words(handbook: &Handbook, levels: &[Arc<LevelJson>]) -> Vec<u8> {
    let rarity = handbook.untracked().rarity();
    let (mut texts, mut stems) = (Numbers::default(), Numbers::default());
    let mut weights = Vec::new();
    let mut numbers = |words: &Words| {
        let mut numbers = vec![texts.number(words.folded())];
        for stem in words.stems() {
            let number = stems.number(*stem);
            if weights.len() == number as usize {
                weights.push(rarity.weight(*stem));
            }
            numbers.push(number);
        }
        numbers
    };
    let levels = levels.iter().map(|level| level.words.iter().map(|it| numbers(it)).collect());
    let levels = levels.collect();
    let mut bytes = serde_json::to_vec(&JsonWords { weights, levels }).expect("plain data is JSON");
    bytes.push(b'\n');
    bytes
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
