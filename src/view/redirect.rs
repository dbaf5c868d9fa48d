//! Old addresses.

use serde::Serialize;

use super::common::Link;
use super::context::Site;
use super::frame::Frame;
use crate::handbook::routes::{Redirect, RedirectTarget};
use crate::handbook::{Reads, url};

/// `redirect`: an old address that leads to a new one.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct RedirectView {
    /// Where it leads.
    pub to: Link,
}

/// What stands at an old address, and around it. What is read is noted.
pub fn view(site: &Site, reads: &Reads, redirect: &Redirect) -> (Frame, RedirectView) {
    let (title, canonical) = match &redirect.to {
        RedirectTarget::Page { page, .. } => {
            let handbook = site.handbook.tracked(reads);
            (site.directory.title(handbook, *page).to_owned(), site.routes.canonical(*page))
        }
        RedirectTarget::External(url) => (url.clone(), Some(url.clone())),
    };
    let to = Link { title: title.clone(), href: site.routes.redirect_href(redirect) };
    let root = url::root_of(&redirect.file);
    let assets = site.assets_from(&root);
    let frame = Frame { kind: "redirect", title, canonical, root, assets, ..Frame::default() };
    (frame, RedirectView { to })
}
