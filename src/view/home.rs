//! The home page.

use serde::Serialize;

use super::common::{Html, Link};
use super::context::PageContext;
use super::map::{self, LadderMap};
use super::markdown::own_prose;

/// `home`: the ladder map, then the text of index.md.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct HomeView {
    /// All tracks side by side on common grades.
    pub map: LadderMap,
    /// Summary of index.md, or the book's description; may be empty.
    pub summary: String,
    /// Text of index.md.
    pub prose: Html,
    /// Sections and pages at the top of content/ that the navigation has no room for.
    pub further: Vec<Link>,
}

/// The ladder map and the text of index.md.
pub fn view(cx: PageContext) -> HomeView {
    let text = cx.handbook.handbook().text(cx.page);
    let summary = text.map(|it| it.summary.clone()).filter(|summary| !summary.is_empty());
    HomeView {
        map: map::view(cx),
        summary: summary.unwrap_or_else(|| cx.config.description.clone()),
        prose: own_prose(cx),
        further: further(cx),
    }
}

/// Sections and pages that the navigation has no room for.
pub fn further(cx: PageContext) -> Vec<Link> {
    cx.sections().further.iter().map(|page| cx.link(*page)).collect()
}
