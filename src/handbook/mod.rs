//! The nouns: a handbook of tracks, levels, competencies, cells and criteria.
//!
//! This is what the authors said, each with its place. What is in effect (inherited and step
//! criteria included) is computed in [`effect`], what differs in [`compare`], where a page stands
//! in [`routes`], what a name means in [`names`]. The [`outline`] is what any page may show of any
//! other.

mod prose;
mod nouns;
pub mod effect;
pub mod compare;
pub mod editions;
pub mod pairs;
pub mod names;
pub mod routes;
pub mod components;
pub mod links;
pub mod pictures;
pub mod outline;

pub use self::nouns::*;
pub use self::prose::{LinkKind, Prose, ProseLink, slug};
