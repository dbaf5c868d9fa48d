//! Old addresses.

use std::collections::BTreeSet;

use serde::Serialize;

use super::common::Link;
use super::context::Site;
use super::data::Data;
use super::frame::Frame;
use super::model::PageModel;
use crate::handbook::routes::{Redirect, RedirectTarget};
use crate::handbook::{Read, Reads, url};

/// `redirect`: an old address that leads to a new one.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct RedirectView {
    /// Where it leads.
    pub to: Link,
}

/// The page at an old address, and what was read to make it.
pub fn redirect(site: &Site, redirect: &Redirect) -> (PageModel, BTreeSet<Read>) {
    let reads = Reads::default();
    let (title, canonical) = match &redirect.to {
        RedirectTarget::Page { page, .. } => {
            let handbook = site.handbook.tracked(&reads);
            (site.directory.title(handbook, *page).to_owned(), site.routes.canonical(*page))
        }
        RedirectTarget::External(url) => (url.clone(), Some(url.clone())),
    };
    let to = Link { title: title.clone(), href: site.routes.redirect_href(redirect) };
    let root = url::root_of(&redirect.file);
    let assets = site.assets_from(&root);
    let page = PageModel {
        file: redirect.file.clone(),
        frame: Frame { kind: "redirect", title, canonical, root, assets, ..Frame::default() },
        view: Data::of(RedirectView { to }),
        components: Vec::new(),
    };
    (page, reads.into_set())
}
