//! The whole handbook as one page, for paper.

use super::pages::PrintView;
use super::site::Site;

/// The whole handbook as one page, for paper.
pub fn view(_: Site) -> PrintView {
    PrintView {}
}
