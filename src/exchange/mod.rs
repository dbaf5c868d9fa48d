//! Exchange: a handbook <-> files for other programs.

mod json;
mod markdown;
mod comparison;
mod changes;
mod feed;
mod crawlers;
mod published;
mod words;
#[cfg(feature = "sheets")]
pub mod sheets;

pub use self::changes::{Annotation, ChangesFormat, Side, Told, annotations, changes};
pub use self::comparison::{ComparisonFormat, comparison};
pub use self::crawlers::{robots, sitemap};
pub use self::feed::{Feed, feed};
pub use self::json::{LevelJson, json, level};
pub use self::published::published;
pub use self::words::words;
