//! Every key of every file that an author writes, declared once: its name, its kind, what holds where
//! it is absent, and one sentence about it.
//!
//! All that there is to know of a key follows from its declaration: [`Fields`] reads a mapping
//! through it, [`schema`] and [`reference`] show it to editors and people.

mod declaration;
mod choices;
mod book;
mod front_matter;
mod registers;
mod files;
mod fields;
mod schema;
mod reference;

pub use self::book::BOOK;
pub use self::choices::{
    Audience, MoveKind, Nested, PLACES, SEVERITIES, Status, Twins, VISIBILITIES,
};
pub use self::declaration::{Absent, Key, Keys, Kind};
pub use self::fields::Fields;
pub use self::files::{FILES, FileKind};
pub use self::front_matter::{LEVEL, PAGE};
pub use self::reference::reference;
pub use self::registers::{COMPETENCIES, GLOSSARY, SCALES, TRACKS};
pub use self::schema::schema;
