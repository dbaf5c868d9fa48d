//! The page for searching.

use super::pages::SearchView;
use super::site::Site;

/// The page for searching.
pub fn view(_: Site) -> SearchView {
    SearchView {}
}
