//! The keys of a theme's language files.

use super::declaration::Kind::Text;
use super::declaration::{Key, Keys};

/// A word with a form for one thing and another for several. The words themselves are the names that
/// templates use, so that no table lists them.
pub const COUNTED_WORD: Keys = Keys {
    what: "a counted word",
    keys: &[
        Key::required("one", Text, "The form for one thing."),
        Key::required("other", Text, "The form for any other number of things."),
    ],
};
