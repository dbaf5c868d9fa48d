//! Exchange: a handbook <-> files for other programs.

mod json;
mod comparison;

pub use self::comparison::{ComparisonFormat, comparison};
pub use self::json::{LevelJson, json, level};
