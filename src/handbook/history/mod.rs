//! What became of a handbook from edition to edition.

mod edition;
mod told;
mod step;
mod lineage;
mod chronicle;

pub use self::chronicle::{CriterionPast, History, LevelPast, Passage, Pasts, Places};
pub use self::edition::{Edition, EditionOf, Elsewhere};
pub use self::lineage::Lineage;
pub use self::step::{Descent, Step};
pub use self::told::{NAMES, ToldLine, ToldSubject};
