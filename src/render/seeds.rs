//! Where the maps of the template engine take the seeds of their hashes from.
//!
//! A page is made of thousands of small maps. By default each takes its seed from one counter that all cores share, and
//! waits for it: a fiftieth of the time of a large build.

use std::cell::Cell;
use std::hash::{BuildHasher, Hasher};
use std::sync::Once;

use ahash::random_state::{RandomSource, set_random_source};

/// Has each thread count for itself. It does so from the first template on; a map that was there before keeps the
/// engine to its own way, which is only slower.
pub fn count_by_thread() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let _ = set_random_source(ByThread);
    });
}

struct ByThread;

impl RandomSource for ByThread {
    fn gen_hasher_seed(&self) -> usize {
        SEED.with(|seed| seed.replace(seed.get().wrapping_add(1)))
    }
}

thread_local! {
    /// The next seed, from a random one on.
    static SEED: Cell<usize> = Cell::new(random());
}

fn random() -> usize {
    std::hash::RandomState::new().build_hasher().finish() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_maps_of_a_thread_have_one_seed() {
        let seeds: Vec<usize> = (0..3).map(|_| ByThread.gen_hasher_seed()).collect();
        assert_eq!(seeds[1].wrapping_sub(seeds[0]), 1);
        assert_eq!(seeds[2].wrapping_sub(seeds[1]), 1);
    }
}
