//! The home page.

use serde::Serialize;

use super::common::Html;
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
}

/// The ladder map and the text of index.md.
pub fn view(cx: PageContext) -> HomeView {
    let text = cx.handbook.handbook().text(cx.page);
    let summary = text.map(|it| it.summary.clone()).filter(|summary| !summary.is_empty());
    HomeView {
        map: map::view(cx),
        summary: summary.unwrap_or_else(|| cx.config.description.clone()),
        prose: own_prose(cx),
    }
}
