//! The home page.

use super::map;
use super::pages::HomeView;
use super::site::Site;
use crate::handbook::{PageKey, Special};

/// The ladder map and the text of index.md.
pub fn view(site: Site) -> HomeView {
    let special = site.handbook.special(Special::Home);
    let summary = special.map(|it| it.summary.clone()).filter(|summary| !summary.is_empty());
    HomeView {
        map: map::view(site, PageKey::Home),
        summary: summary.unwrap_or_else(|| site.config.description.clone()),
        prose: special.map(|it| site.html(PageKey::Home, &it.prose)).unwrap_or_default(),
    }
}
