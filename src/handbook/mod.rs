//! The nouns: a handbook of tracks, levels, competencies, cells and criteria.
//!
//! This is what the authors said, each with its place. What is in effect (inherited and step
//! criteria included) is computed in [`effective`], what differs in [`compare`], where a page stands
//! in [`routes`], what a name means in [`names`]. [`Tracked`] is the door to what is read while a page
//! is made.

#![expect(missing_docs, reason = "a field or a variant whose name says it all has no comment")]

pub mod order;
mod unique;
mod slug;
pub mod raw_html;
mod plain_text;
mod packed;
pub mod likeness;
mod prose;
mod noted;
mod derived;
mod ix;
mod text;
mod page;
mod reads;
mod page_anchors;
mod ancestry;
mod body;
mod addresses;
mod hidden;
mod by_id;
mod model;
mod inheritance;
mod tracked;
pub mod effective;
pub mod page_sizes;
pub mod catalogue;
pub mod succession;
pub mod pairing;
mod latest;
pub mod compare;
mod pairs;
mod anchors;
mod fragment;
mod level_labels;
pub mod level_names;
mod known_names;
mod files;
pub mod names;
mod former_links;
pub mod url;
mod claims;
pub mod former;
mod redirects;
pub mod parts;
pub mod routes;
pub mod published;
pub mod changes;
pub mod history;
pub mod components;
pub mod links;
pub mod pictures;

pub use self::anchors::{THEME_PARTS, anchor_prefix, criterion_anchor};
pub use self::body::{
    BlockContent, Bodies, Body, BodyParts, Cell, CellBlock, Criterion, ExampleList, Expectation,
    Group, OtherIds, Section, ShortSpan,
};
pub use self::derived::Derived;
pub use self::inheritance::{MOST_STEPS, cell_source, pair, source};
pub use self::ix::{CategoryIx, CompetencyIx, LevelIx, PageIx, TermIx, TrackIx};
pub use self::level_labels::level_labels;
pub use self::model::*;
pub use self::noted::Noted;
pub use self::packed::PackedEvents;
pub use self::page::{PageKey, PageKind};
pub use self::pairs::prerendered_pairs;
pub use self::plain_text::is_block;
pub use self::prose::{INTERNAL_MARK, LinkKind, Prose, ProseLink, SpannedEvent};
pub use self::reads::{Read, Reads};
pub use self::slug::{forge_slug, slug, slug_start};
pub use self::text::{Heading, PageText};
pub use self::tracked::Tracked;
pub use self::unique::UniqueNames;
