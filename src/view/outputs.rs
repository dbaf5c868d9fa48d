//! Which files of the site are made from views.

use super::site::Site;
use crate::handbook::PageKey;
use crate::handbook::routes::Redirect;

/// Something that becomes a file of the site.
#[derive(Clone, Debug)]
pub enum Output<'a> {
    /// A page.
    Page(PageKey),
    /// An old address.
    Redirect(&'a Redirect),
}

/// All pages of the site: those with an address, the page for unknown addresses, the redirects.
/// Those that take longest come first, so that no core waits for them at the end.
pub fn pages(site: Site<'_>) -> Vec<Output<'_>> {
    let is_long = |page: &PageKey| {
        !matches!(page, PageKey::Level(_) | PageKey::Page(_) | PageKey::Compare(..))
    };
    let (long, short): (Vec<PageKey>, Vec<PageKey>) = site.routes.pages().partition(is_long);
    let pages = long.into_iter().chain(short).chain([PageKey::NotFound]).map(Output::Page);
    pages.chain(site.routes.redirects().iter().map(Output::Redirect)).collect()
}
