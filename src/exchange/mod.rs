//! Exchange: a handbook <-> files for other programs.

mod json;
mod comparison;
mod changes;
mod feed;
mod crawlers;
mod hosts;
mod twins;
mod llms;
mod published;
mod words;
#[cfg(feature = "sheets")]
pub mod sheets;

pub use self::changes::{Annotation, ChangesFormat, Side, Told, annotations, changes};
pub use self::comparison::{ComparisonFormat, comparison};
pub use self::crawlers::{robots, sitemap};
pub use self::feed::{Feed, feed};
pub use self::hosts::{headers, redirects};
pub use self::json::{
    LevelJson, LevelText, Levels, MadeTrack, Parts, SCHEMA, json, level, write_json,
};
pub use self::llms::llms;
pub use self::published::published;
pub use self::twins::{twin, twin_part, whole_twin};
pub use self::words::words;
