//! Exchange: a handbook <-> files for other programs.

mod json;

pub use self::json::{LevelJson, json, level};
