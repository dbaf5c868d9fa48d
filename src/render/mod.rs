//! Rendering: a view and the theme's templates -> the bytes of a page.

mod balance;
mod constants;
mod faults;
mod prepared;
mod seeds;
mod templates;

pub use self::templates::{Compiled, Rendered, RenderedPart, compile};

use crate::fingerprint::Fingerprint;
use crate::view::{Book, PageModel, PartModel};

/// The fingerprint of everything that [`Compiled::page`] is a function of. `theme` is that of the
/// theme.
pub fn key(
    theme: Fingerprint,
    book: &Book,
    page: &PageModel,
    parts: &[&RenderedPart],
) -> Fingerprint {
    let parts: Vec<Fingerprint> = parts.iter().map(|part| part.fingerprint).collect();
    Fingerprint::of(&(theme, book, page, parts))
}

/// The fingerprint of everything that [`Compiled::part`] is a function of. `theme` is that of the
/// theme.
pub fn part_key(theme: Fingerprint, part: &PartModel) -> Fingerprint {
    Fingerprint::of(&(theme, part))
}
