//! Exchange: a handbook <-> files for other programs.

mod json;
mod comparison;
mod words;

pub use self::comparison::{ComparisonFormat, comparison};
pub use self::json::{LevelJson, json, level};
pub use self::words::words;
