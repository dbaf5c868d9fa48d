//! YAML and TOML as one tree of spanned values, and its lowering key by key.
//!
//! Configuration, registers and front matter are lowered by hand from a [`Node`], not derived, so
//! that one bad key costs one diagnostic and the keys beside it are still read.

mod value;
mod toml;
mod yaml;
mod fields;

pub use self::fields::{Fields, Reader};
pub use self::toml::parse_toml;
pub use self::value::{Entry, Node, Value};
pub use self::yaml::parse_yaml;
