//! Old addresses.

use serde::Serialize;

use super::common::Link;
use super::context::Site;
use super::data::Data;
use super::frame::Frame;
use super::model::PageModel;
use crate::handbook::routes::{Redirect, RedirectTarget};
use crate::handbook::url;

/// `redirect`: an old address that leads to a new one.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct RedirectView {
    /// Where it leads.
    pub to: Link,
}

/// The page at an old address.
pub fn redirect(site: &Site, redirect: &Redirect) -> PageModel {
    let (title, canonical) = match &redirect.to {
        RedirectTarget::Page { page, .. } => {
            (site.directory.entry(*page).title.clone(), site.routes.canonical(*page))
        }
        RedirectTarget::External(url) => (url.clone(), Some(url.clone())),
    };
    let to = Link { title: title.clone(), href: site.routes.redirect_href(redirect) };
    let root = url::root_of(&redirect.file);
    PageModel {
        file: redirect.file.clone(),
        frame: Frame { kind: "redirect", title, canonical, root, ..Frame::default() },
        view: Data::of(RedirectView { to }),
        components: Vec::new(),
    }
}
