//! Rendering: a view and the theme's templates -> the bytes of a page.

mod templates;

pub use self::templates::{Compiled, Rendered, compile};

use crate::fingerprint::Fingerprint;
use crate::view::PageModel;
use crate::view::pages::Book;

/// The fingerprint of everything that [`Compiled::page`] is a function of. `theme` is that of the
/// theme.
pub fn key(theme: Fingerprint, book: &Book, page: &PageModel) -> Fingerprint {
    Fingerprint::of(&(theme, book, page))
}
