//! YAML and TOML as one tree of spanned values, and the reader of such values.
//!
//! Configuration, registers and front matter are lowered by hand from a [`Node`], not derived, so
//! that one bad value costs one diagnostic and the values beside it are still read.

mod value;
mod toml;
mod yaml;
mod reader;

pub use self::reader::NodeReader;
pub use self::toml::parse_toml;
pub use self::value::{Entry, Node, Value};
pub use self::yaml::parse_yaml;
