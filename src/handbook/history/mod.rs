//! What became of a handbook from edition to edition.

mod edition;
mod lineage;
mod step;

pub use self::edition::{Edition, EditionOf, Elsewhere};
pub use self::lineage::Lineage;
pub use self::step::Step;

/// What became of a handbook: its editions, in the order in which they came into force. None of an edition, nor
/// of a handbook that has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    pub editions: Vec<Edition>,
}
