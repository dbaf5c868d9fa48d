//! The gap sheet.

use super::pages::ReviewView;
use super::site::Site;

/// The gap sheet.
pub fn view(_: Site) -> ReviewView {
    ReviewView {}
}
